"""What two times are to each other: a table of pairs, and the properties that all pairs have."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.comparators.levels import Outcome
from factcheck.comparators.time_levels import compare
from factcheck.records import TimeSpan
from factcheck.timescale import DIAL, UNKNOWN_YEAR

EQUAL, COMPATIBLE, DIFFERENT, INCOMPARABLE = Outcome


def on(month: int, day: int, year: int = 2023, **rest: object) -> TimeSpan:
    return TimeSpan(date(year, month, day), date(year, month, day), **rest)  # type: ignore[arg-type]


def between(first: str, last: str, **rest: object) -> TimeSpan:
    return TimeSpan(date.fromisoformat(first), date.fromisoformat(last), **rest)  # type: ignore[arg-type]


def at(hour: int, minute: int = 0, **rest: object) -> TimeSpan:
    return TimeSpan(None, None, (hour * 60 + minute,) * 2, **rest)  # type: ignore[arg-type]


def on_dial(hour: int, minute: int = 0, until: int = 0) -> TimeSpan:
    first = DIAL + hour * 60 + minute
    return TimeSpan(None, None, (first, first + until))


NIGHT = between("2023-05-04", "2023-05-05", clock=(1080, 359))

PAIRS = [
    (on(3, 5), on(3, 5), EQUAL, "time-equal"),
    (on(3, 5), on(3, 7), DIFFERENT, "time-date-different"),
    (on(3, 5), between("2023-03-01", "2023-03-31"), COMPATIBLE, "time-within"),
    (on(4, 5), between("2023-03-01", "2023-03-31"), DIFFERENT, "time-date-different"),
    (between("2023-03-01", "2023-05-31"), between("2023-05-01", "2023-06-30"), COMPATIBLE, "time-overlap"),
    (on(3, 5, clock=(600, 600)), on(3, 5), COMPATIBLE, "time-within"),
    (on(3, 5, clock=(600, 600)), on(3, 5, clock=(660, 660)), DIFFERENT, "time-clock-different"),
    (on(3, 5, clock=(1430, 1430)), on(3, 6, clock=(125, 125)), DIFFERENT, "time-date-different"),
    (on(5, 4, clock=(1430, 1430)), NIGHT, COMPATIBLE, "time-within"),
    (on(5, 5, clock=(100, 100)), NIGHT, COMPATIBLE, "time-within"),
    (on(5, 5, clock=(600, 600)), NIGHT, DIFFERENT, "time-clock-different"),
    (at(10, 35, zone="CST"), at(11, 35, zone="EDT"), EQUAL, "time-equal"),
    (at(10, 35, zone="CST"), at(11, 35, zone="EST"), EQUAL, "time-equal"),
    (at(10, 35, zone="CST"), at(12, 35, zone="EDT"), DIFFERENT, "time-clock-different"),
    # what was so at one time may be so at another
    (on(3, 5, bound="as of"), on(3, 7), INCOMPARABLE, "time-as-of"),
    (on(3, 5, bound="as of"), on(3, 7, bound="as of"), INCOMPARABLE, "time-as-of"),
    (on(3, 5, bound="as of"), on(3, 5, bound="as of"), EQUAL, "time-equal"),
    # clocks without a day
    (at(9, 16), at(9, 43), DIFFERENT, "time-clock-different"),
    (at(9, 15), at(9, 16), COMPATIBLE, "time-rounded"),
    (at(9, 12), at(9, 13), DIFFERENT, "time-clock-different"),
    (at(7, 20), TimeSpan(None, None, (435, 450)), COMPATIBLE, "time-within"),
    (at(6, 40), TimeSpan(None, None, (435, 450)), DIFFERENT, "time-clock-different"),
    (at(23, 55), TimeSpan(None, None, (1430, 10)), COMPATIBLE, "time-within"),
    (at(4, 20), on(3, 5, clock=(100, 100)), DIFFERENT, "time-clock-different"),
    (at(4, 20), on(3, 5, clock=(260, 260)), COMPATIBLE, "time-equal-open"),
    (at(10), on(3, 5), INCOMPARABLE, "time-no-common-part"),
    # twelve hours
    (on_dial(2, 50), at(2, 50), EQUAL, "time-equal"),
    (on_dial(2, 50), at(14, 50), EQUAL, "time-equal"),
    (on_dial(2, 50), at(4, 50), DIFFERENT, "time-clock-different"),
    (on_dial(8, 25, until=15), at(20, 30), COMPATIBLE, "time-within"),
    # zones
    (at(9, 16, zone="UTC"), at(10, 16, zone="CET"), EQUAL, "time-equal"),
    (at(9, 16, zone="UTC"), at(9, 16, zone="GMT"), EQUAL, "time-equal"),
    (at(9, 16, zone="UTC"), at(10, 16, zone="GMT"), DIFFERENT, "time-clock-different"),
    (at(9, 16, zone="UTC"), at(9, 16), COMPATIBLE, "time-equal-open"),
    (at(9, 16, zone="UTC"), at(11, 16), INCOMPARABLE, "time-zone-unstated"),
    (at(9, 16, zone="UTC"), at(9, 43), DIFFERENT, "time-clock-different"),
    (at(9, 16, zone="QQQ"), at(9, 43, zone="UTC"), INCOMPARABLE, "time-zone-unknown"),
    (on(3, 5, clock=(1400, 1400), zone="EST"), on(3, 6, clock=(260, 260), zone="UTC"), EQUAL, "time-equal"),
    # bounds
    (on(9, 14, bound="until"), on(9, 12), COMPATIBLE, "time-bound-holds"),
    (on(9, 14, bound="until"), on(9, 20), DIFFERENT, "time-bound-broken"),
    (on(9, 14, bound="before"), on(9, 14), DIFFERENT, "time-bound-broken"),
    (on(9, 14, bound="since"), on(9, 12), DIFFERENT, "time-bound-broken"),
    (on(9, 14, bound="after"), on(9, 16), COMPATIBLE, "time-bound-holds"),
    (on(9, 14, bound="until"), on(9, 20, bound="until"), DIFFERENT, "time-bounds-differ"),
    (on(9, 14, bound="until"), on(12, 31, bound="before"), DIFFERENT, "time-bounds-differ"),
    (on(9, 14, bound="until"), between("2023-01-01", "2023-12-31", bound="until"), COMPATIBLE, "time-bound-holds"),
    (on(9, 14, bound="until"), on(9, 15, bound="before"), COMPATIBLE, "time-bound-holds"),
    (on(9, 14, bound="until"), on(9, 10, bound="since"), INCOMPARABLE, "time-bounds-opposite"),
    (on(12, 31, bound="before"), between("2024-01-01", "2024-03-31", bound="since"), DIFFERENT, "time-bound-broken"),
    (at(9, 43, zone="UTC", bound="since"), at(9, 16, zone="UTC"), DIFFERENT, "time-bound-broken"),
    # years
    (on(9, 14, UNKNOWN_YEAR), on(9, 14), COMPATIBLE, "time-equal-open"),
    (on(9, 14, UNKNOWN_YEAR), on(9, 16), DIFFERENT, "time-date-different"),
    (on(9, 14, UNKNOWN_YEAR), on(9, 16, UNKNOWN_YEAR), DIFFERENT, "time-date-different"),
    (on(1, 1, UNKNOWN_YEAR), between("2022-12-28", "2023-01-03"), COMPATIBLE, "time-within"),
    (on(2, 29, UNKNOWN_YEAR), on(2, 28), COMPATIBLE, "time-equal-open"),
]


@pytest.mark.parametrize(("left", "right", "outcome", "code"), PAIRS)
def test_pairs(left: TimeSpan, right: TimeSpan, outcome: Outcome, code: str) -> None:
    level = compare(left, right)
    assert (level.outcome, level.code) == (outcome, code)


@pytest.mark.parametrize(
    ("left", "right", "gap", "words"),
    [
        (on(3, 5), on(3, 8), 3.0, "3 days"),
        (on(3, 5), on(3, 6), 1.0, "1 day"),
        (at(9, 16), at(9, 43), 0.45, "27 minutes"),
        (at(9), at(14, 30), 5.5, "5.5 hours"),
        (at(23), at(1), 2.0, "2 hours"),
    ],
)
def test_gap_is_in_days_or_hours_and_said_in_words(left: TimeSpan, right: TimeSpan, gap: float, words: str) -> None:
    level = compare(left, right)
    assert level.gap == gap
    assert level.reason.endswith(f"by {words}")


def test_reason_names_both_times() -> None:
    assert compare(at(9, 16, zone="UTC"), on(3, 5, bound="until", clock=(600, 600), zone="UTC")).reason.startswith(
        "09:16 UTC against until 2023-03-05 10:00 UTC"
    )


CLOCKS = st.none() | st.tuples(st.integers(0, 1439), st.integers(0, 1439)) | st.integers(DIAL, DIAL + 719).map(
    lambda minute: (minute, minute)
)  # fmt: skip


@st.composite
def time_spans(draw: st.DrawFn) -> TimeSpan:
    clock = draw(CLOCKS)
    days = draw(st.none() | st.lists(st.dates(date(2018, 12, 1), date(2019, 4, 1)), min_size=2, max_size=2).map(sorted))
    if days is not None and draw(st.booleans()):
        days = [day.replace(year=UNKNOWN_YEAR + day.year - days[0].year) for day in days]
    zone = draw(st.sampled_from([None, "UTC", "EST", "QQQ"])) if clock else None
    bound = draw(st.sampled_from(["", "", "before", "after", "since", "until"])) if clock or days else ""
    first, last = days or (None, None)
    return TimeSpan(first, last, clock, zone, bound)


@given(time_spans())
def test_every_time_equals_itself(value: TimeSpan) -> None:
    assert compare(value, value).outcome is EQUAL


@given(time_spans(), time_spans())
def test_outcome_and_gap_are_symmetric(left: TimeSpan, right: TimeSpan) -> None:
    there, back = compare(left, right), compare(right, left)
    assert (there.outcome, there.code, there.gap) == (back.outcome, back.code, back.gap)


@given(time_spans(), time_spans())
def test_only_differences_have_a_gap(left: TimeSpan, right: TimeSpan) -> None:
    level = compare(left, right)
    assert (level.gap > 0) == (level.outcome is DIFFERENT)
