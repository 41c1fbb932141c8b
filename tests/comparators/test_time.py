"""Which times are compared at all: not the stages of one affair, and not the same words of two days."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.comparators import Judge
from factcheck.comparators.time import TimeComparator, named_alike
from factcheck.records import Kind, Match, Mention, Span, TimeSpan


def mention(day: int, slot: str, text: str) -> Mention:
    when = TimeSpan(date(2023, 5, day), date(2023, 5, day))
    return Mention(Kind.TIME, when, Span(0, 3), text, "The trial began when", slot=slot)


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        ("man arrest", "man sentence", "time-other-stage"),
        ("hearing set", "shooting", "time-other-stage"),
        ("arrest follow", "detention", "time-date-different"),
        ("man arrest", "fog lift", "time-date-different"),
        ("trial begin", "man charge", "time-other-stage"),
        ("", "man charge", "time-date-different"),
    ],
)
def test_stages_of_one_affair(left: str, right: str, code: str) -> None:
    for slots in ((left, right), (right, left)):
        ours, theirs = mention(2, slots[0], "2 May"), mention(4, slots[1], "4 May")
        level = TimeComparator(Judge(None)).level(Match(ours, theirs, 0.9))
        assert level is not None
        assert level.code == code


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        ("two days ago", "Two days ago", True),
        ("Sunday", "Sunday night", True),
        ("Sunday", "Monday", False),
        ("May 4", "4 May 2023", True),
        ("4 May 2022", "4 May 2023", False),
        ("5 May", "4 May", False),
    ],
)
def test_the_same_words_of_two_days(left: str, right: str, alike: bool) -> None:
    assert named_alike(left, right) is alike
    assert named_alike(right, left) is alike
