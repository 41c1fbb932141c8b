"""Which turn of something that comes round (a weekday, a month, a season) a text means, told from its publication."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from factcheck.mentions.tense import Direction
from factcheck.timescale import UNKNOWN_YEAR, Days


@dataclass(frozen=True, slots=True)
class Context:
    """What a date is told from: the day of publication, and whether the words at an offset look back or ahead."""

    published: date | None
    direction: Callable[[int], Direction]


def months(first: date, count: int) -> Days:
    """The stretch of ``count`` whole months from ``first``."""
    years, month = divmod(first.month - 1 + count, 12)
    return first, date(first.year + years, month + 1, 1) - timedelta(days=1)


def made(make: Callable[[int], Days], years: Iterable[int]) -> Iterator[Days]:
    """What ``make`` makes of each year, without the years in which there is no such day."""
    for year in years:
        try:
            yield make(year)
        except ValueError:
            continue


def yearly(make: Callable[[int], Days], match: re.Match[str], context: Context, *, past: bool = True) -> Days | None:
    """The turn that ``match`` means of something that comes once a year.

    The groups ``year`` ("2024", "last year") and ``rel`` ("last", "next", "this") decide; else the tense; else what is
    nearest to the day of publication. Without that day the turn is of ``UNKNOWN_YEAR``. ``past`` is whether a past
    tense counts: for a day of the month it doesn't, since past clauses announce them too ("the deadline was 3 July").
    """
    groups, published = match.groupdict(), context.published
    if groups.get("year"):
        year = year_of(groups["year"], published)
        return None if year is None else next(made(make, [year]), None)
    if published is None:
        return None if groups.get("rel") else next(made(make, [UNKNOWN_YEAR]), None)
    turns = list(made(make, range(published.year - 4, published.year + 5)))
    if groups.get("rel"):
        return related(turns, groups["rel"].lower(), published)
    direction = context.direction(match.start())
    return turn(turns, direction if past or direction is Direction.FUTURE else Direction.UNKNOWN, published)


def year_of(text: str, published: date | None) -> int | None:
    """The year that ``text`` names: in digits, or told from the day of publication ("last year")."""
    if text[0].isdigit():
        return int(text)
    if published is None:
        return None
    return published.year + {"last": -1, "next": 1}.get(text.split()[0].lower(), 0)


def turn(turns: list[Days], direction: Direction, published: date) -> Days | None:
    """The last turn that had begun, the first that has not ended, or where nothing tells the nearest."""
    if direction is Direction.PAST:
        turns = [days for days in turns if days[0] <= published][-1:]
    elif direction is Direction.FUTURE:
        turns = [days for days in turns if published <= days[1]][:1]
    return min(turns, key=lambda days: max(days[0] - published, published - days[1], timedelta()), default=None)


def related(turns: list[Days], word: str, published: date) -> Days | None:
    """The turn wholly before publication for "last", wholly after for "next"; for "this" around it or in its year."""
    if word == "last":
        return next((days for days in reversed(turns) if days[1] < published), None)
    if word == "next":
        return next((days for days in turns if published < days[0]), None)
    around = [days for days in turns if days[0] <= published <= days[1]]
    return next(iter(around or [days for days in turns if days[0].year == published.year]), None)
