"""Quantities that answer the same question."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.comparators import quantity_levels, typed
from factcheck.records import ClaimPair, Quantity, Verdict


class QuantityComparator:
    """Counts, money, shares, measures, durations, ages and numbers that are names."""

    def compare(self, pair: ClaimPair) -> Iterator[Verdict]:
        """A verdict for each two quantities of the pair that may answer the same question."""
        for match in pair.matches:
            left, right = match.left.value, match.right.value
            if isinstance(left, Quantity) and isinstance(right, Quantity):
                yield from typed.verdict(pair, match, quantity_levels.compare(left, right), key=key)


def key(value: object) -> str:
    """The value normalised: equal keys are the same figure."""
    assert isinstance(value, Quantity)
    share = value.unit == "percent"
    return f"{value.value / (100 if share else 1):.6g} {'share' if share else value.unit}"
