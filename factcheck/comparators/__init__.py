"""Pairs of claims become verdicts: one comparator a kind, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeAlias

from factcheck.comparators.entailment import Judge, TextPair
from factcheck.comparators.entity import EntityComparator
from factcheck.comparators.event import EventComparator
from factcheck.comparators.opposition import Likeness
from factcheck.comparators.place import PlaceComparator
from factcheck.comparators.quantity import QuantityComparator
from factcheck.comparators.quote import QuoteComparator
from factcheck.comparators.time import TimeComparator
from factcheck.config import JOIN_SCORE
from factcheck.records import ClaimPair, Kind, Label, Span, Verdict

__all__ = ["Comparator", "Draft", "Judge", "ask", "standard", "verdicts"]


class Comparator(Protocol):
    """Judges pairs of claims with regard to one kind of fact."""

    def glances(self, pair: ClaimPair) -> Iterable[TextPair]:
        """The texts of which half of the entailment model's judgement may be enough, to see that there is nothing."""
        ...

    def asks(self, pair: ClaimPair) -> Iterable[TextPair]:
        """The texts on which it will want the entailment model's judgement, so that all are judged in one batch."""
        ...

    def asks_further(self, pair: ClaimPair) -> Iterable[TextPair]:
        """Those on which it will want it too, now that it knows what the model says of the first."""
        ...

    def compare(self, pair: ClaimPair) -> Iterable[Verdict]:
        """The verdicts on a pair, none where there is nothing to compare."""
        ...


Draft: TypeAlias = tuple[Sequence[ClaimPair], Sequence[Comparator]]
"""Pairs of claims of two articles, and what will compare them."""


def standard(likeness: Likeness, judge: Judge) -> tuple[Comparator, ...]:
    """The comparators that every check runs, in order; ``likeness`` is the cosine of two words."""
    return (
        QuantityComparator(judge),
        TimeComparator(judge),
        PlaceComparator(judge),
        EntityComparator(),
        QuoteComparator(),
        EventComparator(likeness, judge),
    )


def ask(drafts: Sequence[Draft], judge: Judge) -> None:
    """Has the entailment model judge all that the comparators will want to know, in few batches: what one
    round says of a pair decides what the next one asks."""
    judge.glance(texts for pairs, comparators in drafts for p in pairs for c in comparators for texts in c.glances(p))
    judge.learn(texts for pairs, comparators in drafts for p in pairs for c in comparators for texts in c.asks(p))
    judge.learn(
        texts for pairs, comparators in drafts for p in pairs for c in comparators for texts in c.asks_further(p)
    )


def verdicts(pairs: Sequence[ClaimPair], comparators: Sequence[Comparator]) -> tuple[Verdict, ...]:
    """What the comparators say of every pair, in the order of the pairs, once the entailment model has been asked; of a
    statement nothing that one of its values accounts for."""
    found = [verdict for pair in pairs for comparator in comparators for verdict in comparator.compare(pair)]
    return tuple(_unexplained(found))


def _unexplained(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts without those on whole statements for which a value of the same two sentences accounts: that two
    sentences can't both be true because one says 80 and the other 100 is one finding, not two."""
    explained = {
        _sentences(verdict)
        for verdict in verdicts
        if verdict.kind is not Kind.EVENT and verdict.label is Label.CONTRADICTION and verdict.score >= JOIN_SCORE
    }
    return [v for v in verdicts if v.kind is not Kind.EVENT or _sentences(v) not in explained]


def _sentences(verdict: Verdict) -> tuple[tuple[str, Span], tuple[str, Span]]:
    left, right = verdict.left.claim, verdict.right.claim
    return (left.article, left.sentence), (right.article, right.sentence)
