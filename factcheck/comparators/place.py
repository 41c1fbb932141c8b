"""Places that answer the same question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from factcheck.comparators import place_levels
from factcheck.comparators.evidence import is_one_slot
from factcheck.comparators.levels import Level, Outcome
from factcheck.comparators.typed import TypedComparator
from factcheck.records import ClaimPair, Match, Modality, Place, Relation, Value, Verdict


class PlaceComparator(TypedComparator):
    """Where something is or happened."""

    def level(self, match: Match) -> Level | None:
        """What two places are to each other; one of several in a list is no whole answer."""
        left, right = match.left.value, match.right.value
        if isinstance(left, Place) and isinstance(right, Place) and not (match.left.listed or match.right.listed):
            return place_levels.compare(left, right)
        return None

    def compare(self, pair: ClaimPair) -> Iterator[Verdict]:
        """A verdict for each two places of the pair that may answer the same question; where something is to go, to a
        place of which nobody knows whether it lies in the other one, is an update."""
        yield from super().compare(pair)
        for match in pair.matches:
            if is_move(pair, match) and (level := self.level(match)) and level.code == "place-unlike":
                moved = Level(Outcome.DIFFERENT, "place-planned", f"{level.reason}, and it is to go there", level.gap)
                yield from (replace(v, relation=Relation.UPDATE) for v in self._verdict(pair, match, moved))

    def key(self, value: Value) -> str:
        """The value normalised: equal keys are the same place."""
        assert isinstance(value, Place)
        name = ",".join(value.countries) if value.level == "country" and value.countries else value.name.lower()
        return f"{value.relation} {name}".strip()


def is_move(pair: ClaimPair, match: Match) -> bool:
    """Whether one claim says where a thing is and the other one where the same is to be."""
    open_ = [claim.modality in {Modality.PLANNED, Modality.HYPOTHETICAL} for claim in (pair.left, pair.right)]
    return open_[0] != open_[1] and is_one_slot(match.left.slot, match.right.slot)
