"""Values of which one article says that they replaced the other article's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from factcheck.comparators.changes import has_grown, is_replaced
from factcheck.records import Claim, Kind, Match, Mention, Quantity, Span


@pytest.mark.parametrize(
    ("counts", "days", "outcome", "grown"),
    [
        ((4, 5), (1, 4), "killed", True),
        ((5, 4), (4, 1), "killed", True),
        ((4, 5), (4, 1), "killed", False),
        ((4, 5), (1, 2), "killed", False),
        ((4, 4), (1, 4), "killed", False),
        ((4, 5), (1, 4), "missing", False),
        ((4, 5), (1, None), "killed", False),
    ],
)
def test_of_the_dead_there_are_only_more(counts, days, outcome, grown):
    values = [Quantity(n, n, n, "count", counted="people", outcome=outcome) for n in counts]
    match = Match(*(Mention(Kind.QUANTITY, v, Span(0, 1), "n", "how many") for v in values), 0.9)
    ours, theirs = (replace(told("n")[0], published=day and date(2021, 3, day)) for day in days)
    assert has_grown(ours, theirs, match) is grown


def told(text: str, *values: str) -> tuple[Claim, list[Mention]]:
    """A claim and its mentions of numbers."""
    mentions = [
        Mention(Kind.QUANTITY, Quantity(float(v), float(v), float(v), "count"), Span(at, at + 1), v, "how many")
        for at, v in enumerate(values)
    ]
    return Claim("a#0", "a", Span(0, 1), text, text, Span(0, 1), text, mentions=tuple(mentions)), mentions


@pytest.mark.parametrize(
    ("text", "former", "now", "replaced"),
    [
        ("The council lowered the fee from 52 to 39.", "52", "39", True),
        ("The council lowered the fee to 39 from about 52.", "52", "39", True),
        ("The fee is now 39, down from 52.", "52", "39", True),
        ("The fee is 39 instead of 52.", "52", "39", True),
        ("The ferry runs from pier 52 to pier 39.", "52", "39", True),
        ("The council lowered the fee from 52 to 39.", "39", "52", False),
        ("The fee is 39 in summer and 52 in winter.", "52", "39", False),
        ("The fee fell from 52. Later it was moved to 39.", "52", "39", False),
        ("The fee rose from 152 to 39.", "52", "39", False),
    ],
)
def test_what_replaces_a_value(text: str, former: str, now: str, replaced: bool) -> None:
    ours, mentions = told(text, former, now)
    theirs, [other] = told(f"The fee is {former}.", former)
    assert is_replaced(ours, theirs, Match(mentions[1], other, 0.9)) is replaced
    assert is_replaced(theirs, ours, Match(other, mentions[1], 0.9)) is replaced


def test_another_former_value_says_nothing_of_this_one() -> None:
    ours, mentions = told("The council lowered the fee from 52 to 39.", "52", "39")
    theirs, [other] = told("The fee is 60.", "60")
    assert not is_replaced(ours, theirs, Match(mentions[1], other, 0.9))
