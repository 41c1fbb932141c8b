"""What the comparators of typed values share: from a level and the evidence for one question to a verdict."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator

from factcheck.comparators.changes import is_replaced
from factcheck.comparators.entailment import Judge, TextPair, are_sentences, equalised
from factcheck.comparators.evidence import Reason, at_most, heeds_model, sameness, shared_words
from factcheck.comparators.levels import Level, Outcome
from factcheck.comparators.relations import relation
from factcheck.config import EVENT_SIMILARITY, LIKELY, MIN_SAMENESS, WORTH_JUDGING
from factcheck.records import Claim, ClaimPair, Evidence, Kind, Label, Match, Mention, Relation, Value, Verdict

LABELS = {
    Outcome.EQUAL: Label.ENTAILMENT,
    Outcome.COMPATIBLE: Label.NEUTRAL,
    Outcome.DIFFERENT: Label.CONTRADICTION,
}
WORDS = {
    "same-question": "both answer the same question",
    "shared-name": "they share a name",
    "same-slot": "both speak of the same thing",
    "both-persons": "both count people",
    "similar-slot": "what they speak of is alike",
    "same-scope": "both count in the same place",
    "same-phase": "both say when it starts, or when it ends",
    "same-person": "both give one person's age",
    "same-outcome": "both count those to whom the same happened",
    "same-toll": "their other counts of people agree",
    "both-limits": "both are limits that a rule sets",
    "replaced": "one says that its value came in the place of the other's",
}
"""Reasons that speak for one question, as an explanation puts them."""


class TypedComparator(ABC):
    """Compares the values of one kind in two claims: a subclass says what two of them are to each other."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._promising: dict[tuple[str, str], tuple[Match, ...]] = {}

    @abstractmethod
    def level(self, match: Match) -> Level | None:
        """What the two values are to each other; None if they are of another kind or not to be compared."""

    @abstractmethod
    def key(self, value: Value) -> str:
        """The value normalised: equal keys are the same value."""

    def has_moved(self, pair: ClaimPair, match: Match) -> bool:
        """Whether the two values are what one thing was at two times, by what they are and when they were published."""
        return False

    def glances(self, pair: ClaimPair) -> Iterator[TextPair]:
        """The sentences of two claims, for values that differ and may belong together: what the model says of them
        weighs most."""
        if self._open(pair):
            yield pair.left.stated_in, pair.right.stated_in

    asks = glances
    """The same, if one direction has not ruled out that this will count."""

    def asks_further(self, pair: ClaimPair) -> Iterator[TextPair]:
        """The claims as they stand and with their values made the same, if with these it still may."""
        for match in self._open(pair):
            yield from questions(pair, match)

    def _open(self, pair: ClaimPair) -> tuple[Match, ...]:
        """Values on which the entailment model's word counts, by what it has said so far."""
        return tuple(match for match in self._worth_asking(pair) if self._is_open(pair, match))

    def _worth_asking(self, pair: ClaimPair) -> tuple[Match, ...]:
        """Values of which the entailment model is asked at all, worked out once."""
        key = pair.left.id, pair.right.id
        if key not in self._promising:
            is_asked = self._judge.has_model and not _is_refuted(pair)
            self._promising[key] = tuple(m for m in pair.matches if is_asked and self._is_worth_asking(pair, m))
        return self._promising[key]

    def _is_worth_asking(self, pair: ClaimPair, match: Match) -> bool:
        """Whether the values differ, and would be a discrepancy rather than not if the entailment model were sure."""
        level, surest = self.level(match), self._judge.surest
        differ = level is not None and level.outcome is Outcome.DIFFERENT
        is_heeded = differ and is_alike(pair, match) and heeds_model(match.left.kind.value)
        return is_heeded and at_most(pair, match, surest, surest, surest) >= LIKELY

    def _is_open(self, pair: ClaimPair, match: Match) -> bool:
        """Whether there may still be a verdict that counts, after what the model has said of the two sentences."""
        surest = self._judge.surest
        whole = self._judge.at_most(pair.left.stated_in, pair.right.stated_in) or surest
        stated = whole if are_sentences(pair) else surest
        return at_most(pair, match, stated, whole, surest) >= WORTH_JUDGING

    def compare(self, pair: ClaimPair) -> Iterator[Verdict]:
        """A verdict for each two values of the pair that may answer the same question."""
        for match in pair.matches:
            level = self.level(match)
            if level is not None:
                yield from self._verdict(pair, match, level)

    def _verdict(self, pair: ClaimPair, match: Match, level: Level) -> Iterator[Verdict]:
        label = LABELS.get(level.outcome)
        if label is None or _is_refuted(pair):
            return  # an outlet that says itself that it is wrong does not assert it
        replaced = label is Label.CONTRADICTION and is_replaced(pair.left, pair.right, match)
        if label is Label.CONTRADICTION and match.echoed_nearer == 1 and not replaced:
            return  # each gives both values, the other one in answer to a question at least as alike
        if label is Label.CONTRADICTION:
            is_asked = match in self._worth_asking(pair)
            if is_asked and not self._is_open(pair, match):
                return  # what the model has said rules out what would count
            score, reasons = sameness(pair, match, self._judge if is_asked else None)
        else:
            score, reasons = (match.similarity if _is_telling(pair, match, level) else 0.0), ()
        if score >= MIN_SAMENESS:
            yield Verdict(
                label=label,
                kind=match.left.kind,
                score=score,
                code=level.code,
                reason=_in_words(level, reasons),
                about=min((match.left.fact, match.right.fact), key=_plainness),
                left=evidence(pair.left, match.left, self.key),
                right=evidence(pair.right, match.right, self.key),
                relation=Relation.UPDATE
                if replaced or self.has_moved(pair, match)
                else relation(pair.left, pair.right),
                gap=min(1.0, level.gap) if match.left.kind is Kind.QUANTITY else 0.0,
            )


def questions(pair: ClaimPair, match: Match) -> Iterator[TextPair]:
    """The texts whose judgement is evidence on a match: the claims and their sentences, and the claims with their
    values made the same."""
    yield pair.left.text, pair.right.text
    yield pair.left.stated_in, pair.right.stated_in
    yield from equalised(pair, match)


def is_alike(pair: ClaimPair, match: Match) -> bool:
    """Whether the claims or the questions of a match read alike enough for it to be about one thing."""
    return pair.similarity >= EVENT_SIMILARITY or match.similarity >= EVENT_SIMILARITY


def _is_refuted(pair: ClaimPair) -> bool:
    return pair.left.refuted or pair.right.refuted


def _is_telling(pair: ClaimPair, match: Match, level: Level) -> bool:
    """Whether values that agree show that the claims do, too: a country recurs in many a claim, a figure in few."""
    if pair.left.negated != pair.right.negated:
        return False
    if match.left.kind is Kind.PLACE:
        return match.mutual and shared_words(match.left.slot, match.right.slot) > 0
    return match.mutual or (match.left.kind is Kind.QUANTITY and level.outcome is Outcome.EQUAL)


def evidence(claim: Claim, mention: Mention, key: Callable[[Value], str]) -> Evidence:
    """One side of a verdict on two mentions."""
    return Evidence(claim, mention.text, mention.span, key(mention.value))


def _in_words(level: Level, reasons: tuple[Reason, ...]) -> str:
    spoken = [WORDS[r.code] for r in reasons if r.weight > 0 and r.code in WORDS]
    return "; ".join([*spoken, level.reason])


PRONOUNS = frozenset({"it", "he", "she", "they", "we", "this", "that", "these", "those"})


def _plainness(fact: str) -> tuple[bool, int, str]:
    """Names of facts in the order of preference: one that says what it is about first, then the shorter one."""
    words = fact.split(": ", 1)[-1].split()
    return bool(words) and words[0].lower() in PRONOUNS, len(fact), fact
