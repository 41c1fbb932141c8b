"""Quantities that answer the same question."""

from __future__ import annotations

from factcheck.comparators import quantity_levels
from factcheck.comparators.changes import has_grown
from factcheck.comparators.levels import Level
from factcheck.comparators.typed import TypedComparator
from factcheck.records import ClaimPair, Match, Quantity, Value


class QuantityComparator(TypedComparator):
    """Counts, money, shares, measures, durations, ages and numbers that are names."""

    def level(self, match: Match) -> Level | None:
        """What two quantities are to each other."""
        left, right = match.left.value, match.right.value
        if isinstance(left, Quantity) and isinstance(right, Quantity):
            return quantity_levels.compare(left, right)
        return None

    def has_moved(self, pair: ClaimPair, match: Match) -> bool:
        """Whether the later article counts more of those of whom there are only more."""
        return has_grown(pair.left, pair.right, match)

    def key(self, value: Value) -> str:
        """The value normalised: equal keys are the same figure."""
        assert isinstance(value, Quantity)
        share = value.unit == "percent"
        return f"{value.value / (100 if share else 1):.6g} {'share' if share else value.unit}"
