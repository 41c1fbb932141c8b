"""Publication dates: a full day, month and year that can be read in one way only, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_MONTH = r"[A-Za-z]{3,9}\.?"
_DATE = (
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{4}"
    rf"|(?:[A-Za-z]{{3,9}}\.?,?\s+)?(?:{_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+\d{{4}}|{_MONTH}\s+{_DAY},?\s+\d{{4}})"
)
_CLOCK = r"(?:\s*[,|–—-]\s*|\s+(?:at\s+)?|T)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:\s*[ap]\.?m\b\.?)?"
_ZONE = r"(?:\s*(?:(?-i:[A-Z]{1,5})|[+-]\d{2}:?\d{2})\b)?"
# Where more text may follow, only a zone that can't be the first word of a headline ("10:30 US troops").
_PLAIN_ZONE = r"(?:\s*(?:(?-i:UTC|GMT|Z)|[+-]\d{2}:?\d{2})\b)?"
_PUBLISHED = r"(?:dated|date\s+published|publication\s+date|published|first\s+published|posted|issued)(?:\s+on)?"
_WHOLE = re.compile(rf"(?P<date>{_DATE})(?:{_CLOCK}{_ZONE})?", re.IGNORECASE)
_LINE = re.compile(rf"(?:(?:date|{_PUBLISHED})\s*:?\s*)?(?P<date>{_DATE})(?:{_CLOCK}{_ZONE})?\.?", re.IGNORECASE)
# After a bare "date" the rest may follow at once; after "published" and the like only where a colon makes it a label.
_LEADING = re.compile(
    rf"(?:date\s*:?|{_PUBLISHED}\s*:)\s*(?P<date>{_DATE})(?:{_CLOCK}{_PLAIN_ZONE})?[\s:;,|–—-]+(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_SETTINGS = {
    "STRICT_PARSING": True,
    "PARSERS": ["absolute-time"],
    "REQUIRE_PARTS": ["day", "month", "year"],
}


@dataclass(frozen=True, slots=True)
class Dateline:
    """A line that states the publication date, and where in it other text begins (None where nothing else stands)."""

    published: date
    rest: int | None = None


def parse_date(value: str) -> date | None:
    """The day that ``value`` names, or None where it is partial, relative, ambiguous or no date.

    A time of day and a time zone are allowed and left out: the day is the one that is written.
    """
    value = value.strip()
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        found = _WHOLE.fullmatch(value)
        return _day(found["date"]) if found else None


def read_dateline(line: str) -> Dateline | None:
    """The publication date that a line at the head of a text states, or None.

    Such a line is a date and nothing else, a labelled date, or a labelled date followed by more text; a date
    within a sentence is not one.
    """
    if whole := _LINE.fullmatch(line):
        published = _day(whole["date"])
        return Dateline(published) if published else None
    leading = _LEADING.fullmatch(line)
    if leading is None or leading["rest"][0].islower():
        return None
    published = _day(leading["date"])
    return Dateline(published, leading.start("rest")) if published else None


def _day(words: str) -> date | None:
    """The one day that the words name, read with the day first and with the month first."""
    from dateparser import parse

    readings = {_read(parse, words, order) for order in ("DMY", "MDY")}
    return readings.pop() if len(readings) == 1 else None


def _read(parse: Any, words: str, order: str) -> date | None:
    found = parse(words, languages=["en"], settings={**_SETTINGS, "DATE_ORDER": order})
    return found.date() if found else None
