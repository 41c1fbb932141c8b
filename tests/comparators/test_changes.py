"""Values of which one article says that they replaced the other article's."""

from __future__ import annotations

import pytest

from factcheck.comparators.changes import is_replaced
from factcheck.records import Claim, Kind, Match, Mention, Quantity, Span


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
