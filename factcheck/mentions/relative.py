"""Patterns of dates told from the day of publication, and the days that they stand for; None without that day.

Weekdays follow news usage: "on Tuesday" with a past tense is the last Tuesday up to the day of publication, with a
future tense the coming one; where the tense doesn't tell, nobody guesses.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta

from factcheck.mentions.absolute import SEASONS, Rule
from factcheck.mentions.clock import number
from factcheck.mentions.tense import Direction
from factcheck.mentions.turns import Context, months, related, turn
from factcheck.timescale import Days

_WEEKDAYS = "|".join(calendar.day_name)
_NEAR = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2, "last": -1}
_UNITS = {"week": 7, "month": 30, "year": 365}
_BOUNDED = re.compile(r"\b(?:(?:more|less|fewer)\sthan|over|under|at\sleast|up\sto|nearly|almost)\s$", re.IGNORECASE)
_POSITIONED = re.compile(r"\b(?:(?:beginning|start|middle|end|close|turn)\sof|(?:earlier|late|early)(?:\sin)?)\s$")


def _day(day: date) -> Days:
    return day, day


def _named(match: re.Match[str], context: Context) -> Days | None:
    """Of "yesterday", and of the first word of "tonight", "last night" and "this morning"."""
    if context.published is None:
        return None
    return _day(context.published + timedelta(days=_NEAR.get(match[0].lower(), 0)))


def _weekday(match: re.Match[str], context: Context) -> Days | None:
    published, index = context.published, list(calendar.day_name).index(match["weekday"])
    if published is None or match["generic"]:
        return None
    monday = published - timedelta(days=published.weekday())
    if match["week"]:
        return _day(monday + timedelta(days=index + {"last": -7, "next": 7}.get(match["week"].lower(), 0)))
    turns = [_day(monday + timedelta(days=index + 7 * week)) for week in (-1, 0, 1)]
    if match["rel"]:
        return turns[1] if match["rel"].lower() == "this" else related(turns, match["rel"].lower(), published)
    direction = context.direction(match.start("weekday"))
    return None if direction is Direction.UNKNOWN else turn(turns, direction, published)


def _weekdays(match: re.Match[str], context: Context) -> Days | None:
    """Of "between Monday and Wednesday"."""
    published, names = context.published, list(calendar.day_name)
    direction = context.direction(match.start("last"))
    if published is None or direction is Direction.UNKNOWN:
        return None
    first, last = names.index(match["first"]), names.index(match["last"])
    monday = published - timedelta(days=published.weekday())
    ends = [_day(monday + timedelta(days=last + 7 * week)) for week in (-1, 0, 1)]
    end = turn(ends, direction, published)
    return end and (end[0] - timedelta(days=(last - first) % 7), end[1])


def _period(match: re.Match[str], context: Context) -> Days | None:
    """Of "last week", "this month", "the current year", "the end of the decade"."""
    published, word = context.published, match["rel"].lower()
    if published is None or (word == "the" and not _POSITIONED.search(match.string[: match.start()])):
        return None
    step = {"last": -1, "next": 1}.get(word, 0)
    unit = match["unit"].lower()
    if unit == "week":
        monday = published - timedelta(days=published.weekday() - 7 * step)
        return monday, monday + timedelta(days=6)
    size = {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
    start = (published.year * 12 + published.month - 1) // size * size + step * size
    return months(date(start // 12, start % 12 + 1, 1), size)


MIDWEEK = 3
"""The weekday, Thursday, from which on "this weekend" is the one to come whatever the tense."""


def _weekend(match: re.Match[str], context: Context) -> Days | None:
    published, word = context.published, match["rel"].lower()
    if published is None:
        return None
    saturday = published + timedelta(days=5 - published.weekday())
    weekends = [(day, day + timedelta(days=1)) for day in (saturday + timedelta(days=7 * week) for week in (-1, 0, 1))]
    direction = context.direction(match.start("unit"))
    if word == "this":  # said on a Monday of what happened, it is the one that is over
        if direction is Direction.UNKNOWN and published.weekday() < MIDWEEK:
            return weekends[0][0], weekends[1][1]
        return turn(weekends, direction, published) if direction is Direction.PAST else weekends[1]
    if word != "the":
        return weekends[{"last": 0, "next": 2}[word]]
    return None if direction is Direction.UNKNOWN else turn(weekends, direction, published)


def _ago(match: re.Match[str], context: Context) -> Days | None:
    """Of "five days ago", and of "seven years ago" what rounding leaves open: from eight years to six and a half."""
    count, unit = number(match["count"]), match["unit"].lower()
    if count is None or context.published is None or _BOUNDED.search(match.string[: match.start()]):
        return None
    if match["season"] and unit == "year":
        return months(date(context.published.year - count, SEASONS[match["season"].lower()], 1), 3)
    day = _before(count, unit, context.published)
    if day is None or unit == "day":
        return None if day is None else _day(day)
    return day - timedelta(days=_UNITS[unit]), day + timedelta(days=_UNITS[unit] // 2)


def _before(count: int, unit: str, published: date) -> date | None:
    import dateparser

    base = datetime(published.year, published.month, published.day)
    found = dateparser.parse(f"{count} {unit}s ago", languages=["en"], settings={"RELATIVE_BASE": base})
    return None if found is None else found.date()


RELATIVE: list[tuple[re.Pattern[str], Rule, bool]] = [
    (
        re.compile(
            r"\b(?:to(?=night\b)|(?:the\sday\s(?:before\syesterday|after\stomorrow)|yesterday|tomorrow|last(?=\snight\b)"
            r"|today|this(?=\s(?:(?:early|mid|late)[\s-])?(?:morning|afternoon|evening|lunchtime)))\b)",
            re.IGNORECASE,
        ),
        _named,
        True,
    ),
    (
        re.compile(rf"(?P<first>{_WEEKDAYS})(?:\s?\u2013\s?|\s(?:to|and)\s)(?P<last>{_WEEKDAYS})\b"),
        _weekdays,
        False,
    ),
    (
        re.compile(
            r"\b(?:(?P<generic>[Aa]|[Ee]very|[Ee]ach|[Tt]hat|(?:[Tt]he|following|previous)(?:\s[a-z]+)?)\s"
            rf"|(?P<rel>[Ll]ast|[Nn]ext|[Tt]his)\s)?(?P<weekday>{_WEEKDAYS})\b(?:\s(?:of\s)?(?P<week>last|next|this)\sweek)?"
        ),
        _weekday,
        True,
    ),
    (
        re.compile(
            r"(?<!\bthe\s)\b(?P<rel>last|next|this|the\scurrent|the)\s(?P<unit>week|month|quarter|year|decade)\b(?!\s\d|-)",
            re.IGNORECASE,
        ),
        _period,
        True,
    ),
    (re.compile(r"(?<!\bthe\s)\b(?P<rel>last|next|this|the)\s(?P<unit>weekend)\b", re.IGNORECASE), _weekend, True),
    (
        re.compile(
            r"\b(?P<count>\d+|[a-z]+(?:-[a-z]+)?)\s(?P<unit>day|week|month|year)s?\sago\b"
            rf"(?:\sthis\s(?P<season>{'|'.join(SEASONS)})\b)?",
            re.IGNORECASE,
        ),
        _ago,
        True,
    ),
]
