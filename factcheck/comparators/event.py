"""Did it happen, is it still so, how did it end: opposed states of the same thing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from factcheck import lexicon
from factcheck.comparators.evidence import other_period
from factcheck.comparators.relations import relation
from factcheck.config import EVENT_SIMILARITY
from factcheck.records import Claim, ClaimPair, Evidence, Kind, Label, Modality, Relation, State, Verdict

NOT_SETTLED = frozenset({Modality.HYPOTHETICAL})


class EventComparator:
    """States and outcomes that general English opposes, and one predicate with and without "not"."""

    def compare(self, pair: ClaimPair) -> Iterator[Verdict]:
        """At most one verdict: the first opposition between two claims that read alike and share what they are about."""
        left, right = pair.left, pair.right
        if pair.similarity < EVENT_SIMILARITY or left.refuted or right.refuted or other_period(left, right):
            return
        if {left.modality, right.modality} & NOT_SETTLED:
            return
        for ours, theirs in product(left.states, right.states):
            if (opposed := opposition(ours, theirs)) and _same_thing(pair, ours, theirs):
                yield _verdict(pair, ours, theirs, *opposed)
                return


def opposition(left: State, right: State) -> tuple[str, str] | None:
    """The code and the question on which two states are opposed, or None."""
    for group in lexicon.opposites():
        ours, theirs = _side(left, group), _side(right, group)
        if ours and theirs and ours != theirs:
            return "event-opposed", group.about
    if left.predicate == right.predicate and left.negated != right.negated and left.predicate not in WEAK:
        return "event-negated", f"whether it is so: {left.predicate}"
    return None


WEAK = frozenset({"be", "have", "do", "say", "make", "get", "take", "go", "come", "give", "want", "need", "know", "think"})
"""Verbs too general for their negation to be about one thing."""


def _side(state: State, group: lexicon.Opposites) -> int:
    """1 for the left-hand words, -1 for the right-hand ones, turned round by a negation; 0 for neither."""
    side = 1 if state.predicate in group.left else -1 if state.predicate in group.right else 0
    return -side if state.negated else side


def _same_thing(pair: ClaimPair, left: State, right: State) -> bool:
    """Whether the two states are of one thing: the same subject or object, or the same name in it."""
    ours, theirs = {left.subject, left.object} - {""}, {right.subject, right.object} - {""}
    return bool(ours & theirs) or bool(pair.shared_names)


def _verdict(pair: ClaimPair, left: State, right: State, code: str, about: str) -> Verdict:
    reason = f"{_in_words(left)} against {_in_words(right)}"
    return Verdict(
        Label.CONTRADICTION, Kind.EVENT, min(0.95, pair.similarity), code, reason, f"{about}: {pair.left.text}",
        _evidence(pair.left, left), _evidence(pair.right, right), _relation(pair),
    )  # fmt: skip


def _relation(pair: ClaimPair) -> Relation:
    denied = Modality.DENIED in {pair.left.modality, pair.right.modality}
    return Relation.DISPUTE if denied else relation(pair.left, pair.right)


def _in_words(state: State) -> str:
    return f"not {state.predicate}" if state.negated else state.predicate


def _evidence(claim: Claim, state: State) -> Evidence:
    return Evidence(claim, _in_words(state), claim.span, _in_words(state))
