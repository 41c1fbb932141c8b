"""Places that answer the same question."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.comparators import place_levels, typed
from factcheck.records import ClaimPair, Place, Verdict


class PlaceComparator:
    """Where something is or happened."""

    def compare(self, pair: ClaimPair) -> Iterator[Verdict]:
        """A verdict for each two places of the pair that may answer the same question."""
        for match in pair.matches:
            left, right = match.left.value, match.right.value
            listed = match.left.listed or match.right.listed
            if isinstance(left, Place) and isinstance(right, Place) and not listed:
                yield from typed.verdict(pair, match, place_levels.compare(left, right), key=key)


def key(value: object) -> str:
    """The value normalised: equal keys are the same place."""
    assert isinstance(value, Place)
    name = ",".join(value.countries) if value.level == "country" and value.countries else value.name.lower()
    return f"{value.relation} {name}".strip()
