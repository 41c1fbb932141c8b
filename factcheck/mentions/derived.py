"""Quantities that a text states without writing them down: "two-thirds of $1.2 billion", the margin of "77 to 72"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from factcheck.mentions.found import Found
from factcheck.records import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc

WHOLES = frozenset({"it", "that", "this", "which", "them"})
"""Pronouns that may stand for the amount before."""
UNDIVIDED = frozenset({"share", "percent", "count", "against", "identifier", "year", "margin"})
"""Units of which a share says nothing that can be worked out: shares of counts are given of other things, too."""
REACH = 8
"""Tokens between an amount and "two-thirds of it"."""


def find(doc: Doc, found: Sequence[Found]) -> list[Found]:
    """The quantities that follow from those found in a sentence, in their order."""
    couples = list(pairwise(found))
    derived = [_share_of(doc, one, other) for one, other in couples]
    return [one for one in (*derived, *(_margin(*couple) for couple in couples)) if one is not None]


def _share_of(doc: Doc, one: Found, other: Found) -> Found | None:
    """The amount that a share is worth: "two-thirds of $1.2 billion", "$1.2 billion, two-thirds of it in cash"."""
    if _is_share(one) and _is_amount(other) and [t.lower_ for t in doc[one.end : other.start]] == ["of"]:
        return _product(one, other, end=other.end)
    near = other.start - one.end <= REACH
    whole = [t.lower_ for t in doc[other.end : other.end + 2]]
    if _is_amount(one) and _is_share(other) and near and whole[:1] == ["of"] and whole[1:] and whole[1] in WHOLES:
        return _product(other, one, end=other.end)
    return None


def _is_share(found: Found) -> bool:
    return isinstance(found.value, Quantity) and found.value.unit in {"share", "percent"}


def _is_amount(found: Found) -> bool:
    return isinstance(found.value, Quantity) and found.value.unit not in UNDIVIDED


def _product(share: Found, amount: Found, *, end: int) -> Found:
    part, whole = share.value, amount.value
    assert isinstance(part, Quantity)
    assert isinstance(whole, Quantity)
    scale = 100 if part.unit == "percent" else 1
    value, low, high = (
        a / scale * b for a, b in ((part.value, whole.value), (part.low, whole.low), (part.high, whole.high))
    )
    approximate = part.approximate or whole.approximate
    return Found(replace(whole, value=value, low=low, high=high, approximate=approximate), share.start, end)


def _margin(winner: Found, loser: Found) -> Found | None:
    """By how many a vote was won: 77 to 72 by five."""
    ours, theirs = winner.value, loser.value
    if not isinstance(ours, Quantity) or not isinstance(theirs, Quantity) or theirs.unit != "against":
        return None
    value = ours.value - theirs.value
    if ours.unit != "count" or value <= 0 or ours.low != ours.high or theirs.low != theirs.high:
        return None
    return Found(Quantity(value, value, value, "margin", "majority"), winner.start, loser.end)
