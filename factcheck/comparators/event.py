"""Did it happen, is it still so, how did it end: opposed states of the same thing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Protocol

from factcheck import lexicon
from factcheck.comparators.evidence import other_period
from factcheck.comparators.relations import relation
from factcheck.config import EVENT_SAMENESS, EVENT_SIMILARITY, NEGATION_SAMENESS
from factcheck.records import Claim, ClaimPair, Evidence, Kind, Label, Modality, Relation, State, Verdict


class Likeness(Protocol):
    """How alike two words are."""

    def __call__(self, left: str, right: str, /) -> float:
        """The cosine of the two."""
        ...


THRESHOLDS = {"event-opposed": EVENT_SAMENESS, "event-negated": NEGATION_SAMENESS}
SLOPE = 8.0
MOVED_ON = 7
"""Days between two articles from which on another state of things is news rather than a contradiction: unlike a figure,
a state holds only for a time."""
NOT_SETTLED = frozenset({Modality.HYPOTHETICAL})


class EventComparator:
    """States and outcomes that general English opposes, and one predicate with and without "not"."""

    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness

    def compare(self, pair: ClaimPair) -> Iterator[Verdict]:
        """At most one verdict: the surest opposition between two claims about the same thing."""
        left, right = pair.left, pair.right
        if pair.similarity < EVENT_SIMILARITY or left.refuted or right.refuted or other_period(left, right):
            return
        if {left.modality, right.modality} & NOT_SETTLED:
            return
        found = [
            (self._sameness(pair, ours, theirs) - THRESHOLDS[opposed[0]], opposed, ours, theirs)
            for ours, theirs in product(_asserted(left), _asserted(right))
            if (opposed := opposition(ours, theirs))
        ]
        if found:
            margin, opposed, ours, theirs = max(found, key=lambda f: f[0])
            if margin >= 0:
                yield _verdict(pair, ours, theirs, *opposed, margin)

    def _sameness(self, pair: ClaimPair, left: State, right: State) -> float:
        """How alike the claims are and what their states are of, from 0 to 1."""
        ours, theirs = {left.subject, left.object} - {""}, {right.subject, right.object} - {""}
        of = max((1.0 if a == b else self._likeness(a, b) for a in ours for b in theirs), default=0.0)
        return (pair.similarity + max(0.0, of)) / 2


def _asserted(claim: Claim) -> tuple[State, ...]:
    """The claim's states as its speaker holds them: who denies that it closed says that it did not."""
    if claim.modality is not Modality.DENIED:
        return claim.states
    return tuple(replace(state, negated=not state.negated) for state in claim.states)


def opposition(left: State, right: State) -> tuple[str, str] | None:
    """The code and the question on which two states are opposed, or None."""
    for group in lexicon.opposites():
        ours, theirs = _side(left, group), _side(right, group)
        if ours and theirs and ours != theirs:
            return "event-opposed", group.about
    if left.predicate == right.predicate and left.negated != right.negated and left.predicate not in WEAK:
        return "event-negated", f"whether it is so: {left.predicate}"
    return None


WEAK = frozenset(
    {"be", "have", "do", "say", "make", "get", "take", "go", "come", "give", "want", "need", "know", "think"}
)
"""Verbs too general for their negation to be about one thing."""


def _side(state: State, group: lexicon.Opposites) -> int:
    """1 for the left-hand words, -1 for the right-hand ones, turned round by a negation; 0 for neither."""
    side = 1 if state.predicate in group.left else -1 if state.predicate in group.right else 0
    return -side if state.negated else side


def _verdict(pair: ClaimPair, left: State, right: State, code: str, about: str, margin: float) -> Verdict:
    reason = f"{_in_words(left)} against {_in_words(right)}"
    return Verdict(
        Label.CONTRADICTION, Kind.EVENT, _confidence(margin), code, reason, f"{about}: {pair.left.text}",
        _evidence(pair.left, left, about), _evidence(pair.right, right, about), _relation(pair),
    )  # fmt: skip


def _confidence(margin: float) -> float:
    """A probability that grows from a half at the threshold; the slope is a judgement, until it is fitted."""
    return 1 / (1 + math.exp(-SLOPE * margin))


def _relation(pair: ClaimPair) -> Relation:
    if Modality.DENIED in {pair.left.modality, pair.right.modality}:
        return Relation.DISPUTE
    dates = [claim.published for claim in (pair.left, pair.right) if claim.published]
    if len(dates) == 2 and abs((dates[0] - dates[1]).days) >= MOVED_ON:
        return Relation.UPDATE
    return relation(pair.left, pair.right)


def _in_words(state: State) -> str:
    return f"not {state.predicate}" if state.negated else state.predicate


def _evidence(claim: Claim, state: State, about: str) -> Evidence:
    return Evidence(claim, _in_words(state), claim.span, _answer(state, about))


def _answer(state: State, about: str) -> str:
    """The state as an answer to the question, so that words on one side of it agree ("negotiate" and "continue")."""
    group = next((g for g in lexicon.opposites() if g.about == about), None)
    return _in_words(state) if group is None else f"{about}: {'yes' if _side(state, group) > 0 else 'no'}"
