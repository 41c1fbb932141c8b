"""Places that answer the same question."""

from __future__ import annotations

from factcheck.comparators import place_levels
from factcheck.comparators.levels import Level
from factcheck.comparators.typed import TypedComparator
from factcheck.records import Match, Place, Value


class PlaceComparator(TypedComparator):
    """Where something is or happened."""

    def level(self, match: Match) -> Level | None:
        """What two places are to each other; one of several in a list is no whole answer."""
        left, right = match.left.value, match.right.value
        if isinstance(left, Place) and isinstance(right, Place) and not (match.left.listed or match.right.listed):
            return place_levels.compare(left, right)
        return None

    def key(self, value: Value) -> str:
        """The value normalised: equal keys are the same place."""
        assert isinstance(value, Place)
        name = ",".join(value.countries) if value.level == "country" and value.countries else value.name.lower()
        return f"{value.relation} {name}".strip()
