"""Patterns of dates that name a day, a month, a season or a year, and the days that they stand for.

Months and weekdays want their capital letter, so that "may" and "march" stay verbs.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeAlias

from factcheck.mentions.clock import number
from factcheck.mentions.tense import Direction
from factcheck.mentions.turns import Context, made, months, yearly
from factcheck.timescale import Days

Rule: TypeAlias = Callable[[re.Match[str], Context], Days | None]

_MONTHS = "|".join(calendar.month_name[1:])
_MONTH = rf"(?:{_MONTHS}|(?:{'|'.join(calendar.month_abbr[1:])}|Sept)\b\.?)"
_WEEKDAY = rf"(?:(?:{'|'.join(calendar.day_name)}|(?:{'|'.join(calendar.day_abbr)}|Tues|Thurs)\b\.?),?\s)"
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_Y = r"\b(?:1[5-9]|20)\d\d\b(?![.,:]\d|%|-)"
_OF_YEAR = rf"(?:,?\s(?:of\s)?(?P<year>{_Y}|(?:[Ll]ast|[Nn]ext|[Tt]his|the\scurrent|the)\syear))"
_REL = r"(?:(?P<rel>[Ll]ast|[Nn]ext|[Tt]his)\s)"
_TO = r"(?:\s?[-\u2013]\s?|\s(?:to|and|until|till|through)\s)"

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month of each season, as meteorologists count in the northern hemisphere: most English news is from there."""
_SEASON = "|".join(SEASONS)
_HOLIDAYS = {"new year's day": (1, 1), "christmas eve": (12, 24), "christmas day": (12, 25), "new year's eve": (12, 31)}
"""Holidays on a fixed day that news uses as a date; the libraries at hand name none."""


def month_number(name: str) -> int:
    """The number of the month whose English name begins as ``name`` does."""
    return list(calendar.month_abbr).index(name[:3])


def _one(year: int, month: int, day: int) -> Days:
    return date(year, month, day), date(year, month, day)


def _digits(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _day_month(match: re.Match[str], context: Context) -> Days | None:
    month, day = month_number(match["month"]), _digits(match["day"])
    return yearly(lambda year: _one(year, month, day), match, context, past=False)


def _day_range(match: re.Match[str], context: Context) -> Days | None:
    """ "9 to 10 October", "28 August to 3 September 2024", "May 3-5"."""
    groups = match.groupdict()
    begin, end = (month_number(groups.get(name) or match["month"]) for name in ("begin", "until"))
    first, last = _digits(match["day"]), _digits(match["to"])

    def make(year: int) -> Days:
        return date(year - (begin > end), begin, first), date(year, end, last)

    days = yearly(make, match, context, past=False)
    return days if days and days[0] < days[1] else None


def _numeric(match: re.Match[str], _: Context) -> Days | None:
    parts = [int(part) for part in re.split(r"[-.]", match[0])]
    year, month, day = parts if parts[0] > 31 else reversed(parts)
    return next(made(lambda _: _one(year, month, day), [year]), None)


def _month(match: re.Match[str], context: Context) -> Days | None:
    return yearly(lambda year: months(date(year, month_number(match["month"]), 1), 1), match, context)


def _season(match: re.Match[str], context: Context) -> Days | None:
    """Of a season; "in winter" without a tense that places it is any winter, and "fall" alone mostly no season."""
    name, placed = match["season"].lower(), match["year"] or match["rel"]
    if not placed and (name == "fall" or context.direction(match.start()) is Direction.UNKNOWN):
        return None
    return yearly(lambda year: _until_solstice(months(date(year, SEASONS[name], 1), 3)), match, context)


def _until_solstice(season: Days) -> Days:
    """The season with the three weeks that it has by the sun, but not by the calendar of meteorologists."""
    return season[0], season[1] + timedelta(days=22)


def _quarter(match: re.Match[str], context: Context) -> Days | None:
    index = int(match["short"] or {"first": 1, "second": 2, "third": 3}.get(match["quarter"].lower(), 4))
    return yearly(lambda year: months(date(year, index * 3 - 2, 1), 3), match, context)


def _half(match: re.Match[str], context: Context) -> Days | None:
    first = 1 if match["half"].lower() == "first" else 7
    return yearly(lambda year: months(date(year, first, 1), 6), match, context)


def _year(match: re.Match[str], _: Context) -> Days:
    return months(date(int(match[0]), 1, 1), 12)


def _years(match: re.Match[str], _: Context) -> Days | None:
    first, last = date(int(match["first"]), 1, 1), date(int(match["last"]), 12, 31)
    return (first, last) if first < last else None


def _decade(match: re.Match[str], _: Context) -> Days | None:
    """ "the 1990s", "the nineties": of the twentieth century where no century is given."""
    tens = number(re.sub(r"ies$", "y", match["words"].lower())) if match["words"] else int(match["tens"])
    century = int(match["century"] or 19) * 100 if not match["words"] else 1900
    return None if tens is None else months(date(century + tens, 1, 1), 120)


def _holiday(match: re.Match[str], context: Context) -> Days | None:
    month, day = _HOLIDAYS[match[0].lower().replace("\u2019", "'")]
    return yearly(lambda year: _one(year, month, day), match, context, past=False)


ABSOLUTE: list[tuple[re.Pattern[str], Rule, bool]] = [
    # The pattern, what it stands for, and whether it is a time wherever it stands or only after a word such as "in".
    (
        re.compile(r"(?<![\w.-])\d{4}-\d\d-\d\d(?![\d-])|(?<![\w.])\d\d?\.\d\d?\.(?:19|20)\d\d(?!\w|\.\d)"),
        _numeric,
        True,
    ),
    (
        re.compile(
            rf"{_WEEKDAY}?\b(?P<day>{_D})(?:\s(?P<begin>{_MONTH}))?{_TO}{_WEEKDAY}?(?:the\s)?(?P<to>{_D})\s(?:of\s)?"
            rf"(?P<month>{_MONTH}){_OF_YEAR}?"
        ),
        _day_range,
        True,
    ),
    (
        re.compile(
            rf"{_WEEKDAY}?\b(?P<month>{_MONTH})\s(?P<day>{_D}){_TO}(?:(?P<until>{_MONTH})\s)?(?P<to>{_D})\b"
            rf"(?![.,:]\d|%){_OF_YEAR}?"
        ),
        _day_range,
        True,
    ),
    (re.compile(rf"{_WEEKDAY}?(?:the\s)?\b(?P<day>{_D})\s(?:of\s)?(?P<month>{_MONTH}){_OF_YEAR}?"), _day_month, True),
    (
        re.compile(
            rf"{_WEEKDAY}?\b(?P<month>{_MONTH})\s(?:the\s)?(?P<day>{_D})\b(?![.,:]\d|%|\s?[a-z]?m\b){_OF_YEAR}?"
        ),
        _day_month,
        True,
    ),
    (re.compile(rf"\b(?P<month>{_MONTH}){_OF_YEAR}"), _month, True),
    (re.compile(rf"\b{_REL}?(?P<month>{_MONTHS})\b(?!\s\d\d?\b(?![,.]\d))(?P<year>)"), _month, False),
    (
        re.compile(
            rf"\b(?:Q(?P<short>[1-4])|(?:the\s)?(?P<quarter>first|second|third|fourth|final|last(?=\squarter\sof))\squarter)"
            rf"{_OF_YEAR}?(?!\s(?:of|final))(?P<rel>)"
        ),
        _quarter,
        True,
    ),
    (re.compile(rf"\b(?:the\s)?(?P<half>first|second|latter)\shalf{_OF_YEAR}"), _half, True),
    (re.compile(rf"\b(?:the\s)?(?P<season>{_SEASON})\b{_OF_YEAR}(?P<rel>)", re.IGNORECASE), _season, True),
    (
        re.compile(
            rf"(?<!\bago\s)\b(?:the\s|{_REL})?(?P<season>{_SEASON})\b(?!\s(?:and|or)\s(?:{_SEASON}))(?P<year>)",
            re.IGNORECASE,
        ),
        _season,
        False,
    ),
    (re.compile(rf"(?<![\w-])(?P<first>(?:1[5-9]|20)\d\d){_TO}(?P<last>{_Y})"), _years, False),
    (
        re.compile(
            r"\bthe\s(?:(?P<century>1[5-9]|20)|['\u2019]?)"
            r"(?:(?P<tens>\d0)s|(?P<words>(?:twen|thir|for|fif|six|seven|eigh|nine)ties))\b"
        ),
        _decade,
        True,
    ),
    (re.compile("|".join(_HOLIDAYS).replace("'", "['\u2019]"), re.IGNORECASE), _holiday, True),
    (re.compile(rf"(?:(?<![\w$\u20ac\u00a3.,/-])|(?<=\b[Mm]id-)){_Y}"), _year, False),
]
