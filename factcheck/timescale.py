"""The conventions of a ``TimeSpan``, for those who make one and those who compare two.

Beside plain days and plain minutes after midnight (0..1439) a ``TimeSpan`` can hold what a text leaves open:

- an end of the clock before its beginning runs over midnight: (1320, 240) is 22:00 to 04:00;
- with days and a clock, the stretch goes from the first minute of ``first`` to the last minute of ``last``;
- minutes from ``DIAL`` on stand on a twelve-hour dial: (DIAL + 170, DIAL + 170) is "ten to three" where nothing says
  whether by night or by day; ``readings`` gives both stretches that it can mean;
- a date in ``UNKNOWN_YEAR`` is a day and month whose year nothing gives, neither the text nor a publication date.

The ``bound``: "before" and "after" leave the span itself out, "until" and "since" take it in. "by" is an until, "not
before" a since. "as of" is a time at which something was so, whenever it came about.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime
from functools import cache

from factcheck.records import TimeSpan

Minutes = tuple[int, int]
Days = tuple[date, date]

DAY = 24 * 60
HALF = 12 * 60
DIAL = DAY
UNKNOWN_YEAR = 4
"""A leap year long before any news, so that 29 February fits. What spans New Year touches a year beside it."""


def readings(clock: Minutes) -> tuple[Minutes, ...]:
    """The stretches of the day that ``clock`` can mean: one, or two where it stands on a twelve-hour dial."""
    if clock[0] < DIAL:
        return (clock,)
    start, extent = clock[0] - DIAL, length(clock)
    return tuple((first, (first + extent) % DAY) for first in (start, start + HALF))


def length(clock: Minutes) -> int:
    """How many minutes ``clock`` stretches beyond its first."""
    return (clock[1] - clock[0]) % (HALF if clock[0] >= DIAL else DAY)


def has_year(day: date) -> bool:
    """Whether the year of ``day`` is known."""
    return day.year > UNKNOWN_YEAR + 1


@cache
def zone_offset(zone: str) -> int | None:
    """Minutes that ``zone`` is ahead of UTC, None where the abbreviation isn't known."""
    from dateparser.timezone_parser import pop_tz_offset_from_string

    _, info = pop_tz_offset_from_string(f"10:00 {zone}")
    if info is None or isinstance(info, str):
        return None
    return round(info.utcoffset(datetime.min).total_seconds() / 60)


def describe(value: TimeSpan) -> str:
    """The value in words that don't depend on the text: ``until 2024-09-15``, ``09:14 UTC``, ``15 September``."""
    days = ""
    if value.first and value.last:
        days = " to ".join(dict.fromkeys(_day(day) for day in (value.first, value.last)))
    return " ".join(filter(None, (value.bound, days, _clock(value.clock) if value.clock else "", value.zone)))


def _day(day: date) -> str:
    return day.isoformat() if has_year(day) else f"{day.day} {calendar.month_name[day.month]}"


def _clock(clock: Minutes) -> str:
    stretches = ([f"{minute // 60:02}:{minute % 60:02}" for minute in stretch] for stretch in readings(clock))
    return " or ".join(" to ".join(dict.fromkeys(stretch)) for stretch in stretches)
