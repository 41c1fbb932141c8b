"""What two times are to each other: the levels in order, the first that fires tells.

Both times become stretches of minutes on one axis: since the first day of the calendar where both have days, else after
midnight. What a time leaves open (night or day on a twelve-hour dial, the year, the day of a bare clock) makes several
options, and the two times agree if they do so in one of them.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from math import inf
from typing import TypeAlias

from factcheck.comparators.levels import Level, Outcome
from factcheck.records import TimeSpan
from factcheck.timescale import DAY, Minutes, describe, has_year, readings, zone_offset

Stretch: TypeAlias = tuple[int, int]
"""First and last minute on the axis, inclusive."""

ROUNDING = 2
"""Minutes that a time on a five-minute mark may be away from the exact one: "at 4.20" is 4.18 to 4.22."""
FARTHEST_ZONES = 14 * 60
"""Minutes that local time and UTC are apart at most."""
SAME_PRECISION = 2
"""Two stretches are as precise as each other if the longer is less than twice the shorter."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two times, and the pairs of stretches that they can mean together; none if they share no axis."""

    left: TimeSpan
    right: TimeSpan
    options: tuple[tuple[Stretch, Stretch], ...]

    @property
    def dated(self) -> bool:
        """Whether the axis is that of days."""
        return self.left.first is not None and self.right.first is not None

    @property
    def clocked(self) -> bool:
        """Whether both have a clock."""
        return self.left.clock is not None and self.right.clock is not None

    @property
    def words(self) -> str:
        """Both times, for a reason."""
        return f"{describe(self.left)} against {describe(self.right)}"


def compare(left: TimeSpan, right: TimeSpan) -> Level:
    """What ``left`` and ``right`` are to each other; the outcome does not depend on their order."""
    pair = Pair(left, right, tuple(_options(left, right)))
    return next(level for step in LEVELS if (level := step(pair)) is not None)


# Options


def _options(left: TimeSpan, right: TimeSpan) -> Iterator[tuple[Stretch, Stretch]]:
    shifts = _shift(left, right), _shift(right, left)
    if left.first and right.first:
        for one, other in product(_years(left, right.first), _years(right, left.first)):
            yield from product(_dated(one, shifts[0]), _dated(other, shifts[1]))
    elif left.clock and right.clock:
        days = (0,) if left.bound or right.bound else (-DAY, 0, DAY)
        for clock, (first, last), day in product(_daily(left.clock, shifts[0]), _daily(right.clock, shifts[1]), days):
            yield clock, (first + day, last + day)


def _shift(value: TimeSpan, other: TimeSpan) -> int:
    """Minutes to take off ``value`` so that both are in UTC; none unless both name their zone."""
    if not (value.clock and other.clock and value.zone and other.zone):
        return 0
    zone = DAYLIGHT.get(value.zone, value.zone) if other.zone in DAYLIGHT.values() else value.zone
    return zone_offset(zone) or 0


DAYLIGHT = {"EST": "EDT", "CST": "CDT", "MST": "MDT", "PST": "PDT"}
"""Zones that writers also name while daylight saving holds; beside one that says so, they mean the same hour."""


def _years(value: TimeSpan, beside: date) -> Iterator[TimeSpan]:
    """``value`` in each year that it can mean beside a date."""
    if value.first is None or value.last is None or has_year(value.first):
        yield value
        return
    over = value.last.year - value.first.year
    for year in (beside.year - 1, beside.year, beside.year + 1):
        yield replace(value, first=_in_year(value.first, year), last=_in_year(value.last, year + over))


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) and not isleap(year) else day.day)


def _dated(value: TimeSpan, shift: int) -> Iterator[Stretch]:
    """The stretches of ``value`` in minutes of the calendar; without a clock its days are whole."""
    assert value.first is not None
    assert value.last is not None
    for start, end in readings(value.clock) if value.clock else [(0, DAY - 1)]:
        first, last = value.first.toordinal() * DAY + start - shift, value.last.toordinal() * DAY + end - shift
        yield first, last if first <= last else last + DAY


def _daily(clock: Minutes, shift: int) -> Iterator[Stretch]:
    """The stretches of ``clock`` in minutes after midnight, on into the next day where it runs over."""
    for start, end in readings(clock):
        yield start - shift, (end if start <= end else end + DAY) - shift


# Levels


def _identical(pair: Pair) -> Level | None:
    if pair.left != pair.right:
        return None
    return Level(Outcome.EQUAL, "time-equal", f"both are {describe(pair.left)}")


def _no_common_part(pair: Pair) -> Level | None:
    if pair.options:
        return None
    return Level(Outcome.INCOMPARABLE, "time-no-common-part", f"{pair.words}: one is a clock time, the other a date")


def _zone_unknown(pair: Pair) -> Level | None:
    zones = {value.zone for value in (pair.left, pair.right) if value.zone}
    if not pair.clocked or len(zones) < 2 or all(zone_offset(zone) is not None for zone in zones):
        return None
    return Level(Outcome.INCOMPARABLE, "time-zone-unknown", f"{pair.words}: how far the zones are apart isn't known")


def _as_of(pair: Pair) -> Level | None:
    """When something was found to be so says nothing of another time at which it was so, or came to be."""
    if "as of" not in {pair.left.bound, pair.right.bound}:
        return None
    return Level(Outcome.INCOMPARABLE, "time-as-of", f"{pair.words}: one is a time at which it was so")


def _bounds_alike(pair: Pair) -> Level | None:
    """Two ends or two beginnings: they differ if they are as precise as each other."""
    sides = {_side(pair.left), _side(pair.right)}
    if sides not in ({"end"}, {"start"}):
        return None
    edges = [(_edge(pair.left, one), _edge(pair.right, other)) for one, other in pair.options]
    if any(one == other for one, other in edges) or any(map(_overlap, pair.options)) or not _as_precise(pair):
        return Level(Outcome.COMPATIBLE, "time-bound-holds", f"{pair.words}: both bounds can hold")
    return _apart(pair, "time-bounds-differ", "the bounds differ by")


def _bounds_opposite(pair: Pair) -> Level | None:
    """An end and a beginning: they answer different questions, unless the end lies before the beginning."""
    if {_side(pair.left), _side(pair.right)} != {"end", "start"}:
        return None
    if any(_holds(pair, option) for option in pair.options):
        return Level(Outcome.INCOMPARABLE, "time-bounds-opposite", f"{pair.words}: an end and a beginning")
    return _apart(pair, "time-bound-broken", "the end lies before the beginning by")


def _bound(pair: Pair) -> Level | None:
    """A bound and a time without one."""
    if not (pair.left.bound or pair.right.bound):
        return None
    if any(_holds(pair, option) for option in pair.options):
        return Level(Outcome.COMPATIBLE, "time-bound-holds", f"{pair.words}: the time keeps to the bound")
    return _apart(pair, "time-bound-broken", "the time lies outside the bound by")


def _equal(pair: Pair) -> Level | None:
    if not any(one == other for one, other in pair.options):
        return None
    if _is_open(pair):
        return Level(Outcome.COMPATIBLE, "time-equal-open", f"{pair.words}: the same as far as both tell")
    return Level(Outcome.EQUAL, "time-equal", f"{pair.words}: the same time")


def _within(pair: Pair) -> Level | None:
    if not any(_contains(one, other) or _contains(other, one) for one, other in pair.options):
        return None
    return Level(Outcome.COMPATIBLE, "time-within", f"{pair.words}: one lies within the other")


def _overlapping(pair: Pair) -> Level | None:
    if not any(map(_overlap, pair.options)):
        return None
    return Level(Outcome.COMPATIBLE, "time-overlap", f"{pair.words}: they overlap")


def _rounded(pair: Pair) -> Level | None:
    """Clock times so close that one may be the other, rounded."""
    marks = any(minute % 5 == 0 for option in pair.options for minute, _ in option)
    if not (pair.clocked and marks and min(map(_gap, pair.options)) <= ROUNDING):
        return None
    return Level(Outcome.COMPATIBLE, "time-rounded", f"{pair.words}: the same, rounded to five minutes")


def _zone_unstated(pair: Pair) -> Level | None:
    """A clock with a zone and one without: they may be the same if whole half hours part them."""
    gap = min(map(_gap, pair.options))
    points = all(first == last for option in pair.options for first, last in option)
    if not pair.clocked or (pair.left.zone is None) == (pair.right.zone is None) or gap > FARTHEST_ZONES:
        return None
    if points and gap % 30:
        return None
    return Level(Outcome.INCOMPARABLE, "time-zone-unstated", f"{pair.words}: the zone of one isn't stated")


def _different(pair: Pair) -> Level:
    same_day = not pair.dated or (pair.clocked and any(_same_day(option) for option in pair.options))
    return _apart(pair, "time-clock-different" if same_day else "time-date-different", "they are apart by")


LEVELS: tuple[Callable[[Pair], Level | None], ...] = (
    _identical,
    _no_common_part,
    _as_of,
    _zone_unknown,
    _bounds_alike,
    _bounds_opposite,
    _bound,
    _equal,
    _within,
    _overlapping,
    _rounded,
    _zone_unstated,
    _different,
)


def _apart(pair: Pair, code: str, words: str) -> Level:
    """DIFFERENT, with the gap in days where days part them and in hours where only the clock does."""
    gap = max(min(map(_gap, pair.options)), 1)
    hours = not pair.dated or (pair.clocked and any(_same_day(option) for option in pair.options))
    size = round(gap / 60, 2) if hours else float(max(min(map(_days_apart, pair.options)), 1))
    count, unit = (gap, "minute") if hours and gap < 120 else (size, "hour" if hours else "day")
    return Level(Outcome.DIFFERENT, code, f"{pair.words}: {words} {count:g} {unit}{'' if count == 1 else 's'}", size)


def _side(value: TimeSpan) -> str:
    """Whether the time is an end or the start of something, or "" for the time itself."""
    return {"before": "end", "until": "end", "after": "start", "since": "start"}.get(value.bound, "")


def _edge(value: TimeSpan, stretch: Stretch) -> int:
    """The last minute that an end admits, or the first that a start admits."""
    first, last = stretch
    return {"before": first - 1, "until": last, "after": last + 1}.get(value.bound, first)


def _admitted(value: TimeSpan, stretch: Stretch) -> tuple[float, float]:
    """The minutes in which what the time tells can lie."""
    edge, side = _edge(value, stretch), _side(value)
    return (-inf, edge) if side == "end" else (edge, inf) if side == "start" else stretch


def _holds(pair: Pair, option: tuple[Stretch, Stretch]) -> bool:
    (first, last), (start, end) = (
        _admitted(value, stretch) for value, stretch in zip((pair.left, pair.right), option, strict=True)
    )
    return first <= end and start <= last


def _as_precise(pair: Pair) -> bool:
    lengths = sorted(last - first + 1 for first, last in pair.options[0])
    return lengths[1] < SAME_PRECISION * lengths[0]


def _is_open(pair: Pair) -> bool:
    """Whether one of them leaves open what the other tells: the day, the year or the zone."""
    left, right = pair.left, pair.right
    if (left.first is None) != (right.first is None) or (pair.clocked and (left.zone is None) != (right.zone is None)):
        return True
    return left.first is not None and right.first is not None and has_year(left.first) != has_year(right.first)


def _contains(outer: Stretch, inner: Stretch) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _overlap(option: tuple[Stretch, Stretch]) -> bool:
    return _gap(option) == 0


def _gap(option: tuple[Stretch, Stretch]) -> int:
    """Minutes between the two stretches, 0 where they share one."""
    (first, last), (start, end) = option
    return max(start - last, first - end, 0)


def _days_apart(option: tuple[Stretch, Stretch]) -> int:
    """Days of the calendar from one stretch to the other, 0 where they share a day."""
    (first, last), (start, end) = ((begin // DAY, finish // DAY) for begin, finish in option)
    return _gap(((first, last), (start, end)))


def _same_day(option: tuple[Stretch, Stretch]) -> bool:
    return _days_apart(option) == 0
