"""Pairs of claims become verdicts: one comparator a kind, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from factcheck.comparators.entailment import Judge, TextPair
from factcheck.comparators.event import EventComparator, Likeness
from factcheck.comparators.place import PlaceComparator
from factcheck.comparators.quantity import QuantityComparator
from factcheck.comparators.quote import QuoteComparator
from factcheck.comparators.time import TimeComparator
from factcheck.records import ClaimPair, Verdict

__all__ = ["Comparator", "Judge", "compare", "standard"]


class Comparator(Protocol):
    """Judges pairs of claims with regard to one kind of fact."""

    def asks(self, pair: ClaimPair) -> Iterable[TextPair]:
        """The texts on which it will want the entailment model's judgement, so that all are judged in one batch."""
        ...

    def compare(self, pair: ClaimPair) -> Iterable[Verdict]:
        """The verdicts on a pair, none where there is nothing to compare."""
        ...


def standard(likeness: Likeness, judge: Judge) -> tuple[Comparator, ...]:
    """The comparators that every check runs, in order; ``likeness`` is the cosine of two words."""
    return (
        QuantityComparator(judge),
        TimeComparator(judge),
        PlaceComparator(judge),
        QuoteComparator(),
        EventComparator(likeness, judge),
    )


def compare(pairs: Sequence[ClaimPair], comparators: Sequence[Comparator], judge: Judge) -> Iterator[Verdict]:
    """Every verdict of every comparator on every pair, in the order of the pairs."""
    judge.learn(texts for pair in pairs for comparator in comparators for texts in comparator.asks(pair))
    for pair in pairs:
        for comparator in comparators:
            yield from comparator.compare(pair)
