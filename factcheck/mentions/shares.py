"""Shares in words: "a third of", "two-thirds", "nine out of ten", "one in twelve"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.mentions import units
from factcheck.mentions.number_words import FRACTIONS, LONG_SCALES, SCALES, small

if TYPE_CHECKING:
    from spacy.tokens import Doc

SHARE_SLACK, SHARE_SLACK_RELATIVE = 0.02, 0.06
"""How far from a plain fraction the meant share may lie: two points, for small ones six hundredths of themselves."""
MAX_WHOLE = 12
"""Largest whole, apart from the round ones, of which "out of" gives a share rather than two counts."""
ROUND_WHOLES = frozenset({20, 100, 1000})
HEDGED = frozenset({"by", "nearly", "almost", "about", "around", "roughly", "over", "than", "least", "to", "under"})
"""Words after which "a third" is a share even if nothing says of what."""
MAX_IN = 9
"""Largest count for which "in" gives a share ("nine in ten")."""


def slack(value: float) -> float:
    """Half the width that a share in words admits."""
    return min(SHARE_SLACK, SHARE_SLACK_RELATIVE * value)


def read(doc: Doc, position: int, stop: int) -> tuple[float, int, bool] | None:
    """The share at ``position``, where it ends, and whether it is one: "half a million" is not."""
    if doc[position].lower_ == "half":
        return _half(doc, position, stop)
    count, end = small(doc, position, stop)
    if count is None:
        return None
    return _fraction(doc, position, count, end, stop) or _out_of(doc, count, end, stop)


def _fraction(doc: Doc, position: int, count: float, end: int, stop: int) -> tuple[float, int, bool] | None:
    if end < stop and doc[end].text == "-":
        end += 1
    if end >= stop or doc[end].lower_ not in FRACTIONS or doc[end].lower_ == "half":
        return None
    partitive = end + 1 < stop and doc[end + 1].lower_ == "of"
    after_hedge = position > 0 and doc[position - 1].lower_ in HEDGED
    # elsewhere "a third" is an ordinal and "a quarter" three months
    if doc[position].lower_ in {"a", "an"} and not partitive and not after_hedge:
        return None
    return count * FRACTIONS[doc[end].lower_], end + 1, True


def _half(doc: Doc, position: int, stop: int) -> tuple[float, int, bool] | None:
    after = position + 1
    if after < stop and doc[after].lower_ in {"a", "an"}:
        after += 1
    if after < stop and doc[after].lower_ in LONG_SCALES:
        return SCALES[doc[after].lower_] / 2, after + 1, False
    if after < stop and doc[after].lower_ == "dozen":
        return 6.0, after + 1, False
    if after < stop and doc[after].lower_ in {"past", "-"}:
        return None
    return 0.5, position + 1, True


def _out_of(doc: Doc, count: float, end: int, stop: int) -> tuple[float, int, bool] | None:
    joint = doc[end].lower_ if end < stop else ""
    if joint not in {"out", "in"} or doc[end - 1].lower_ in {"a", "an"}:
        return None
    whole, last = small(doc, end + (2 if joint == "out" else 1), stop)
    if whole is None or not max(1.0, count) < whole <= max(ROUND_WHOLES):
        return None
    if joint == "out" and whole > MAX_WHOLE and whole not in ROUND_WHOLES:
        return None  # "21 out of 64 samples" counts samples, twice
    if joint == "in" and (count > MAX_IN or _is_duration(doc, last, stop)):
        return None  # "three in 24 hours"
    return count / whole, last, True


def _is_duration(doc: Doc, position: int, stop: int) -> bool:
    unit = units.unit(doc[position].text) if position < stop else None
    return unit is not None and unit.is_duration
