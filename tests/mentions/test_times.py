"""The times of a sentence: what is found, which words state it, and what is left alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import language
from factcheck.mentions import times
from factcheck.records import TimeSpan
from factcheck.timescale import DIAL, UNKNOWN_YEAR

WEDNESDAY = date(2023, 5, 17)


def find(text: str, published: date | None = WEDNESDAY) -> list[tuple[str, TimeSpan]]:
    """The times of a text of one sentence, each with its words."""
    doc = language.load()(text)
    found = times.find(doc[:], published=published)
    return [(doc[one.start : one.end].text, one.value) for one in found if isinstance(one.value, TimeSpan)]


def values(text: str, published: date | None = WEDNESDAY) -> list[TimeSpan]:
    return [value for _, value in find(text, published)]


def on(month: int, day: int, year: int = 2023, **rest: object) -> TimeSpan:
    return TimeSpan(date(year, month, day), date(year, month, day), **rest)  # type: ignore[arg-type]


def between(first: str, last: str, **rest: object) -> TimeSpan:
    return TimeSpan(date.fromisoformat(first), date.fromisoformat(last), **rest)  # type: ignore[arg-type]


def at(hour: int, minute: int = 0, **rest: object) -> TimeSpan:
    return TimeSpan(None, None, (hour * 60 + minute,) * 2, **rest)  # type: ignore[arg-type]


def on_dial(hour: int, minute: int = 0) -> TimeSpan:
    return TimeSpan(None, None, (DIAL + hour * 60 + minute,) * 2)


CLOCKS = [
    ("The walls fell at 4.20 a.m., neighbours said.", at(4, 20)),
    ("Doors open at 8pm.", at(20)),
    ("The link failed at 08:23 UTC.", at(8, 23, zone="UTC")),
    ("The call came at 0823 GMT.", at(8, 23, zone="GMT")),
    ("The link failed at 16:05 UTC+2.", at(16, 5, zone="UTC+2")),
    ("It was half past two in the afternoon UTC when it failed.", at(14, 30, zone="UTC")),
    ("The gates opened at a quarter to nine in the morning.", at(8, 45)),
    ("The dog barked at midnight.", at(0)),
    ("By noon the fog had gone.", at(12, bound="until")),
    ("The film runs from 5 to 7 p.m.", TimeSpan(None, None, (17 * 60, 19 * 60))),
    ("The alarm rang between 10:00 and 11:30.", TimeSpan(None, None, (600, 690))),
    ("The rope broke shortly after 08:25.", TimeSpan(None, None, (505, 520))),
    ("The rope broke around 2 a.m. on the ridge.", TimeSpan(None, None, (105, 135))),
    ("The band played at ten to three.", on_dial(2, 50)),
    ("It was a quarter past five when she rang.", on_dial(5, 15)),
    ("They met at eight o'clock.", on_dial(8)),
    ("The tram leaves at 9:05.", on_dial(9, 5)),
    ("Polls close at 10 p.m. on Thursday.", at(22)),
]

DATES = [
    ("The fair opened on 14 September 2022.", on(9, 14, 2022)),
    ("The fair opened on 14th September 2022.", on(9, 14, 2022)),
    ("The fair opened on the 3rd of March, 2022.", on(3, 3, 2022)),
    ("The fair opened on June 7, 2022.", on(6, 7, 2022)),
    ("The fair opened on 2022-06-07.", on(6, 7, 2022)),
    ("The fair opened on 06.07.2022.", on(7, 6, 2022)),
    ("The fair opened on Tuesday 9 May.", on(5, 9)),
    ("The fair opened on May 9.", on(5, 9)),
    ("The fair opened on Jan. 4.", on(1, 4)),
    ("The fair opened on 20 December.", on(12, 20, 2022)),
    ("The fair will open on 3 January.", on(1, 3, 2024)),
    ("The tills will ring on New Year's Day.", on(1, 1, 2024)),
    ("The fair ran from 28 December to 3 January.", between("2022-12-28", "2023-01-03")),
    ("The fair took place on May 3-5, 2022.", between("2022-05-03", "2022-05-05")),
    ("The fair was founded in March 2013.", between("2013-03-01", "2013-03-31")),
    ("The fair was founded in 2013.", between("2013-01-01", "2013-12-31")),
    ("The fair was founded in the autumn of 2013.", between("2013-09-01", "2013-12-22")),
    ("The fair was founded in the 1970s.", between("1970-01-01", "1979-12-31")),
    ("The fair was founded in the seventies.", between("1970-01-01", "1979-12-31")),
    ("It lost money between 2019 and 2021.", between("2019-01-01", "2021-12-31")),
    ("It lost money in the first half of 2022.", between("2022-01-01", "2022-06-30")),
    ("It lost money in the first quarter.", between("2023-01-01", "2023-03-31")),
    ("It will lose money in the first quarter of next year.", between("2024-01-01", "2024-03-31")),
    ("It lost money in November.", between("2022-11-01", "2022-11-30")),
    ("It will close in November.", between("2023-11-01", "2023-11-30")),
    ("It burnt in the last days of July 2020.", between("2020-07-26", "2020-07-31")),
    ("It burnt in early June 2021.", between("2021-06-01", "2021-06-10")),
    ("It burnt in mid-June 2021.", between("2021-06-11", "2021-06-20")),
]

RELATIVE = [
    ("The boat sank on Monday.", on(5, 15)),
    ("The boat sank on Wednesday.", on(5, 17)),
    ("The boat sank on Thursday.", on(5, 11)),
    ("The boat will sail on Monday.", on(5, 22)),
    ("The boat was due to sail on Friday.", on(5, 19)),
    ("The boat is to sail on Friday.", on(5, 19)),
    ("Council to vote on Friday", on(5, 19)),
    ("The owner said on Monday it would sail.", on(5, 15)),
    ("Monday's storm sank the boat.", on(5, 15)),
    ("The boat sank last Friday.", on(5, 12)),
    ("The boat will sail next Tuesday.", on(5, 23)),
    ("The boat sank on Tuesday of last week.", on(5, 9)),
    ("The boat sank yesterday.", on(5, 16)),
    ("The boat sails tomorrow.", on(5, 18)),
    ("The boat sank last week.", between("2023-05-08", "2023-05-14")),
    ("The boat sank late last year.", between("2022-09-02", "2022-12-31")),
    ("The boat sails later this month.", between("2023-05-17", "2023-05-31")),
    ("The boat sails next spring.", between("2024-03-01", "2024-06-22")),
    ("The boat sank over the weekend.", between("2023-05-13", "2023-05-14")),
    ("The boat sank this weekend.", between("2023-05-13", "2023-05-14")),
    ("The boat will sail this weekend.", between("2023-05-20", "2023-05-21")),
    ("Two boats this weekend.", between("2023-05-13", "2023-05-21")),
    ("The boat sank late last week.", between("2023-05-11", "2023-05-14")),
    ("The boat sank five days ago.", on(5, 12)),
    ("The boat sank six years ago.", between("2016-05-17", "2017-11-15")),
    ("Nine years ago this spring the boat sank.", between("2014-03-01", "2014-05-31")),
    ("It rained from Monday to Wednesday.", between("2023-05-15", "2023-05-17")),
]

TOGETHER = [
    ("As of 11:00 on Tuesday 9 May all were safe.", on(5, 9, clock=(660, 660), bound="as of")),
    ("The gate was shut at 10.20 this morning.", on(5, 17, clock=(620, 620))),
    ("The choir sang this evening at eight.", on(5, 17, clock=(1200, 1200))),
    ("Bring a lamp at five tomorrow.", TimeSpan(date(2023, 5, 18), date(2023, 5, 18), (DIAL + 300, DIAL + 300))),
    ("It passed at ten to midnight on Friday.", on(5, 12, clock=(1430, 1430))),
    ("It passed at five past two this morning.", on(5, 17, clock=(125, 125))),
    ("It fell on the evening of 4 May.", on(5, 4, clock=(1020, 1439))),
    ("It fell in the early hours of Tuesday.", on(5, 16, clock=(0, 359))),
    ("It fell late on Friday.", on(5, 12, clock=(1080, 1439))),
    ("It fell last night.", between("2023-05-16", "2023-05-17", clock=(1080, 359))),
    ("It fell on the night of 4 to 5 May.", between("2023-05-04", "2023-05-05", clock=(1080, 359))),
    ("It fell at ten to three in the night between Saturday and Sunday.", on(5, 14, clock=(170, 170))),
    ("It fell at 23:30 on Friday night.", on(5, 12, clock=(1410, 1410))),
    ("It fell at half past one on Friday night.", on(5, 13, clock=(90, 90))),
    ("It fell at midnight on Friday.", between("2023-05-12", "2023-05-13", clock=(0, 0))),
    ("It fell at 5.45pm EST on Saturday.", on(5, 13, clock=(1065, 1065), zone="EST")),
]

BOUNDS = [
    ("They hope to finish by 14 September.", on(9, 14, bound="until")),
    ("Support runs until 31 July 2025.", on(7, 31, 2025, bound="until")),
    ("Support stops on 30 November 2024.", on(11, 30, 2024, bound="until")),
    ("The work should end before the end of the year.", on(12, 31, bound="before")),
    ("It will not be finished before the first quarter of 2024.", between("2024-01-01", "2024-03-31", bound="since")),
    ("It will not hang in anything new before next autumn.", between("2023-09-01", "2023-12-22", bound="since")),
    ("No vote is due before 2027.", between("2027-01-01", "2027-12-31", bound="since")),
    ("The pipe has leaked since at least 2016.", between("2016-01-01", "2016-12-31", bound="since")),
    ("The link has been down since 08:23 UTC.", at(8, 23, zone="UTC", bound="since")),
    ("The road is closed until at least Friday.", on(5, 19, bound="since")),
    ("Firms can apply from Monday.", on(5, 22, bound="since")),
    ("The song dates from 1928.", between("1928-01-01", "1928-12-31")),
]

NOTHING = [
    "(Published Wednesday, June 8, 2016)",
    "Updated: Friday, July 3, 2015 10:10 AM",
    "It took five hours and 12 minutes.",
    "He was jailed for 14 months.",
    "The 45-year-old was found alive.",
    "She left school at six.",
    "They cut 20 second clips.",
    "Over the past two months sales rose.",
    "The team won 3:1 and ran it in 2:03:11.",
    "The server at 10.0.0.1:8080 was down.",
    "Release 4.2.1 fixed it, see page 12.",
    "It closed at 10.20 crowns.",
    "About 250 millimetres fell.",
    "It cost 2019 dollars and filled 2014 pages.",
    "In March 31 people died.",
    "April said she liked it, and Theresa May agreed.",
    "The Sunday Times reported it.",
    "He plays for Sheffield Wednesday.",
    "The Saturday market goes ahead, as it does every Monday.",
    "Five days later the river fell.",
    "The following Tuesday she returned.",
    "More than two years ago he left.",
    "Mayor resigns on Monday",
    "In winter the road is closed.",
    "She scored in the first quarter of the match.",
]


@pytest.mark.parametrize(("text", "expected"), [*CLOCKS, *DATES, *RELATIVE, *TOGETHER, *BOUNDS])
def test_states_one_time(text: str, expected: TimeSpan) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize("text", NOTHING)
def test_states_no_time(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They hope to finish by 14 September.", "by 14 September"),
        ("The rope broke shortly after 08:25.", "shortly after 08:25"),
        ("The vote is set for the first quarter of next year.", "the first quarter of next year"),
        ("The dam broke on Friday 12 May.", "Friday 12 May"),
        ("It was half past two in the afternoon UTC.", "half past two in the afternoon UTC"),
    ],
)
def test_words_are_those_of_the_value(text: str, words: str) -> None:
    assert [found for found, _ in find(text)] == [words]


@pytest.mark.parametrize("text", [text for text, _ in RELATIVE])
def test_nothing_is_guessed_without_a_day_of_publication(text: str) -> None:
    assert values(text, published=None) == []


def test_day_without_any_year_keeps_day_and_month() -> None:
    assert values("They hope to finish by 14 September.", published=None) == [on(9, 14, UNKNOWN_YEAR, bound="until")]


def test_leap_day_without_any_year() -> None:
    assert values("It snowed on 29 February.", published=None) == [on(2, 29, UNKNOWN_YEAR)]


def test_several_times_in_one_sentence() -> None:
    assert values("It opened in May 1998, shut in 2004 and burnt at 3 a.m. on 9 May.") == [
        between("1998-05-01", "1998-05-31"),
        between("2004-01-01", "2004-12-31"),
        on(5, 9, clock=(180, 180)),
    ]


def test_dateline_is_no_time() -> None:
    assert values("OSLO, May 16 (Wire) - The boat sank on Monday.") == [on(5, 15)]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d"]))
def test_full_dates_do_not_depend_on_publication(day: date, form: str) -> None:
    text = f"The fair opened on {day.strftime(form)}."
    assert values(text) == values(text, published=None) == [TimeSpan(day, day)]


@given(st.integers(0, 23), st.integers(0, 59))
def test_padded_clock_is_read_exactly(hour: int, minute: int) -> None:
    assert values(f"The link failed at {hour:02}:{minute:02} UTC.") == [at(hour, minute, zone="UTC")]


def test_what_was_due_in_a_month_may_still_be_to_come() -> None:
    assert values("He said that the report was due in June.") == [between("2023-06-01", "2023-06-30")]
