"""What the entailment model says of two claims, as they stand and with their values made the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from factcheck.config import NO_MODEL
from factcheck.nli import NliModel
from factcheck.records import Claim, ClaimPair, Match, Mention

TextPair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities that two texts contradict each other, and that one follows from the other."""

    contradiction: float
    """Mean over both directions: what contradicts is contradicted."""
    contradiction_either_way: float
    """The smaller of both directions."""
    entailment: float
    """The larger of both directions."""

    @property
    def is_doubtful(self) -> bool:
        """Whether the two are rather contradictory than the same said twice: two outlets often print one sentence of an
        agency, and nothing is more alike."""
        return self.contradiction > self.entailment


class Judge:
    """The entailment model as the comparators ask it; without a model it has nothing to say."""

    def __init__(self, model: NliModel | None) -> None:
        self._model = model
        surest = model.surest if model is not None else 1.0
        self.surest = Judgement(surest, surest, 0.0)
        """What the model says where it is as sure of a contradiction as it ever is."""
        self._known: dict[TextPair, Judgement] = {}
        self._rows: dict[TextPair, Sequence[float]] = {}
        """What the model gives for a premise and a hypothesis."""

    @property
    def name(self) -> str:
        """The model's name, as a report states it; "none" without a model."""
        return self._model.name if self._model is not None else NO_MODEL

    @property
    def has_model(self) -> bool:
        """Whether there is a model to ask."""
        return self._model is not None

    def glance(self, texts: Iterable[TextPair]) -> None:
        """Judges the pairs in one batch, each in one direction only, which is enough for ``at_most``."""
        if self._model is not None:
            self._predict(_ordered(pair) for pair in texts)

    def learn(self, texts: Iterable[TextPair]) -> None:
        """Judges the pairs in one batch, each in both directions, so that asking for them costs nothing."""
        if self._model is None:
            return
        wanted = sorted({_ordered(pair) for pair in texts} - self._known.keys())
        self._predict(direction for left, right in wanted for direction in ((left, right), (right, left)))
        for left, right in wanted:
            there, back = self._rows[left, right], self._rows[right, left]
            self._known[left, right] = Judgement(
                float(there[0] + back[0]) / 2, float(min(there[0], back[0])), float(max(there[1], back[1]))
            )

    def _predict(self, directions: Iterable[TextPair]) -> None:
        assert self._model is not None
        missing = [direction for direction in dict.fromkeys(directions) if direction not in self._rows]
        self._rows.update(zip(missing, self._model.predict(missing), strict=True))

    def at_most(self, left: str, right: str) -> Judgement | None:
        """What the model can say of two texts at the most, by one direction, or what it says, by both; None if it has
        not been asked."""
        pair = _ordered((left, right))
        if pair in self._known:
            return self._known[pair]
        there = self._rows.get(pair)
        if there is None:
            return None
        return Judgement((float(there[0]) + self.surest.contradiction) / 2, float(there[0]), float(there[1]))

    def of(self, left: str, right: str) -> Judgement | None:
        """What the model says of two texts; None without a model."""
        if self._model is None:
            return None
        pair = _ordered((left, right))
        if pair not in self._known:
            self.learn([pair])
        return self._known[pair]


def _ordered(pair: TextPair) -> TextPair:
    left, right = pair
    return (left, right) if left <= right else (right, left)


def are_sentences(pair: ClaimPair) -> bool:
    """Whether both claims are whole sentences, so that what is said of these is said of the claims."""
    return all(claim.text == claim.stated_in for claim in (pair.left, pair.right))


def equalised(pair: ClaimPair, match: Match) -> Iterator[TextPair]:
    """The two claims with the left value put into the right one, and the other way round: if they contradict each other
    as they stand and no longer do so then, the value is what they disagree on."""
    ours, theirs = _with(pair.left, match.left, match.right), _with(pair.right, match.right, match.left)
    if theirs is not None:
        yield pair.left.text, theirs
    if ours is not None:
        yield ours, pair.right.text


def _with(claim: Claim, own: Mention, other: Mention) -> str | None:
    at = claim.text.find(own.text)
    return None if at < 0 else claim.text[:at] + other.text + claim.text[at + len(own.text) :]
