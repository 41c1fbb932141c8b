"""Two quantities of one question: equal, equal within what the wording admits, compatible, or different."""

from __future__ import annotations

import math
from collections.abc import Callable

from factcheck.comparators.levels import Level, Outcome
from factcheck.mentions.numbers import rounding
from factcheck.records import Quantity

SHARES = frozenset({"percent", "share"})
ROUNDED = 0.005
"""Relative difference below which two measures are equal after conversion between units."""
EXACT = frozenset({"identifier", "year"})
"""Units of which no figure is a rounded one: names that are numbers, and ages."""


def compare(left: Quantity, right: Quantity) -> Level:
    """The first level that fires, from other units to different values; symmetric in its outcome."""
    for level in LEVELS:
        if (result := level(*_aligned(left, right))) is not None:
            return result
    return Level(
        Outcome.DIFFERENT, "quantity-different", "the values differ by more than their wording admits", gap(left, right)
    )


def gap(left: Quantity, right: Quantity) -> float:
    """How far apart two values are, relative to the larger, from 0 to 1."""
    a, b = _aligned(left, right)
    largest = max(abs(a.value), abs(b.value))
    return min(1.0, abs(a.value - b.value) / largest) if largest else 0.0


def _aligned(left: Quantity, right: Quantity) -> tuple[Quantity, Quantity]:
    return _as_share(left), _as_share(right)


def _as_share(quantity: Quantity) -> Quantity:
    """A percentage as a share, so that "31 per cent" and "nearly a third" compare."""
    if quantity.unit != "percent":
        return quantity
    return Quantity(
        quantity.value / 100, quantity.low / 100, quantity.high / 100, "share", quantity.counted,
        quantity.qualifiers, quantity.scope, quantity.part_of, quantity.approximate,
    )  # fmt: skip


def _other_unit(left: Quantity, right: Quantity) -> Level | None:
    if left.unit != right.unit:
        return Level(Outcome.INCOMPARABLE, "quantity-unit", f"one is in {left.unit}, the other in {right.unit}")
    return None


def _other_scope(left: Quantity, right: Quantity) -> Level | None:
    if left.scope and right.scope and not set(left.scope) & set(right.scope):
        reason = f"one counts {', '.join(left.scope)}, the other {', '.join(right.scope)}"
        return Level(Outcome.INCOMPARABLE, "quantity-scope", reason)
    if ("world" in left.scope) != ("world" in right.scope):
        return Level(Outcome.INCOMPARABLE, "quantity-scope", "one counts worldwide, the other does not say so")
    return None


def _equal(left: Quantity, right: Quantity) -> Level | None:
    if math.isclose(left.value, right.value, rel_tol=1e-6, abs_tol=1e-12):
        return Level(Outcome.EQUAL, "quantity-equal", "the values are equal")
    return None


def _converted(left: Quantity, right: Quantity) -> Level | None:
    if left.unit not in EXACT | {"count"} and gap(left, right) <= ROUNDED:
        return Level(Outcome.EQUAL, "quantity-converted", "the values are equal after conversion and rounding")
    return None


def _admitted(left: Quantity, right: Quantity) -> Level | None:
    """The wording's bounds overlap: "more than 11,000" and 11,200."""
    if left.low <= right.high and right.low <= left.high:
        return Level(
            Outcome.COMPATIBLE,
            "quantity-admitted",
            "the wording of one admits the value of the other",
            gap(left, right),
        )
    return None


def _rounding(left: Quantity, right: Quantity) -> Level | None:
    """A round figure that the precise one rounds to: 90 million for 94 only where it is hedged, 47 per cent for 47.2."""
    if left.unit in EXACT:
        return None
    coarse, fine = sorted((left, right), key=lambda q: -rounding(q.value))
    is_measure = left.unit != "count"
    if (coarse.approximate or is_measure) and abs(coarse.value - fine.value) <= rounding(coarse.value):
        return Level(Outcome.COMPATIBLE, "quantity-rounding", "one is the other, rounded", gap(left, right))
    return None


LEVELS: tuple[Callable[[Quantity, Quantity], Level | None], ...] = (
    _other_unit,
    _other_scope,
    _equal,
    _converted,
    _admitted,
    _rounding,
)
