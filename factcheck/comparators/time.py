"""Times that answer the same question."""

from __future__ import annotations

import re

from factcheck import lexicon
from factcheck.comparators import time_levels
from factcheck.comparators.levels import Level, Outcome
from factcheck.comparators.typed import TypedComparator
from factcheck.records import Match, TimeSpan, Value


class TimeComparator(TypedComparator):
    """Clock times, dates and spans of them."""

    def level(self, match: Match) -> Level | None:
        """What two times are to each other; nothing is said of two that are named alike."""
        left, right = match.left.value, match.right.value
        if not isinstance(left, TimeSpan) or not isinstance(right, TimeSpan):
            return None
        if named_alike(match.left.text, match.right.text):
            return None
        return other_stage(match.left.slot, match.right.slot) or time_levels.compare(left, right)

    def key(self, value: Value) -> str:
        """The value normalised: equal keys are the same time."""
        assert isinstance(value, TimeSpan)
        clock = f"{value.clock[0]}-{value.clock[1]}" if value.clock else ""
        return f"{value.bound} {value.first or ''}..{value.last or ''} {clock} {value.zone or ''}".strip()


def other_stage(left: str, right: str) -> Level | None:
    """The level of two times that date two stages of one affair, such as an arrest and a trial; None if they may date
    one."""
    ours, theirs = (
        {lexicon.stages()[word] for word in slot.split() if word in lexicon.stages()} for slot in (left, right)
    )
    if not ours or not theirs or ours & theirs:
        return None
    return Level(Outcome.INCOMPARABLE, "time-other-stage", f"{left} and {right}: two stages of one affair")


def named_alike(left: str, right: str) -> bool:
    """Whether both use the same words for a day that only their own date could tell apart: "two days ago", "Sunday",
    or a
    day of a month of which at most one gives the year. An article that was put up again later says the same of another
    day, and then the words are the better witness."""
    ours, theirs = left.lower(), right.lower()
    if ours == theirs or _day_of_month(ours) == _day_of_month(theirs) != set():
        return not (YEAR.search(ours) and YEAR.search(theirs))
    dated = [re.search(r"\d", CLOCK.sub("", text)) for text in (ours, theirs)]
    return bool(set(WEEKDAY.findall(ours)) & set(WEEKDAY.findall(theirs))) and not all(dated)


def _day_of_month(text: str) -> set[str]:
    """The month's first letters and the day's number, where the text gives both."""
    month, day = MONTH.search(text), re.search(r"\b\d{1,2}(?!\d)", CLOCK.sub("", text))
    return {month[0], day[0]} if month and day else set()


MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
CLOCK = re.compile(r"\b\d{1,2}(?:[:.]\d\d(?:\s?[ap]\.?m\b\.?)?|\s?[ap]\.?m\b\.?)")
"""Clock times, whose digits are no date."""
