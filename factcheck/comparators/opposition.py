"""Two states that can't both hold of one thing: by general English, by a "not", or because there is none of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Protocol

from factcheck import lexicon
from factcheck.comparators import absence
from factcheck.config import ABSENCE_SAMENESS, EVENT_SAMENESS, NEGATION_SAMENESS
from factcheck.records import ABSENT, Claim, ClaimPair, Modality, State


class Likeness(Protocol):
    """How alike two words are."""

    def __call__(self, left: str, right: str, /) -> float:
        """The cosine of the two."""
        ...


THRESHOLDS = {"event-opposed": EVENT_SAMENESS, "event-negated": NEGATION_SAMENESS, "event-none": ABSENCE_SAMENESS}


@dataclass(frozen=True, slots=True)
class Opposition:
    """Two states that general English opposes, and how alike what they are states of is."""

    left: State
    right: State
    code: str
    about: str
    margin: float
    """Sameness above the threshold for the code; below 0 it is no evidence."""


def opposition_in(pair: ClaimPair, likeness: Likeness) -> Opposition | None:
    """The surest opposition between states of the two claims."""
    found = [
        Opposition(ours, theirs, *opposed, _sameness(pair, ours, theirs, likeness) - THRESHOLDS[opposed[0]])
        for ours, theirs in product(_asserted(pair.left), _asserted(pair.right))
        if (opposed := opposition(ours, theirs))
    ]
    found += [
        Opposition(
            ours,
            theirs,
            "event-none",
            absence.about(ours),
            (pair.similarity + 1) / 2 - ABSENCE_SAMENESS,
        )
        for ours, theirs in absence.denied(pair.left, pair.right)
    ]
    return max(found, key=lambda f: f.margin, default=None)


def do_agree(pair: ClaimPair, likeness: Likeness) -> bool:
    """Whether states of the two claims are on one side of a question, said in other words ("opened", "began")."""
    return any(
        ours.predicate != theirs.predicate
        and _is_one_side(ours, theirs)
        and _sameness(pair, ours, theirs, likeness) >= EVENT_SAMENESS
        for ours, theirs in product(_asserted(pair.left), _asserted(pair.right))
    )


def _is_one_side(left: State, right: State) -> bool:
    theirs = _sides(right.predicate, right.negated)
    return any(theirs.get(about) == side for about, side in _sides(left.predicate, left.negated).items())


def _sameness(pair: ClaimPair, left: State, right: State, likeness: Likeness) -> float:
    """How alike the claims are and what their states are of, from 0 to 1."""
    of = max((1.0 if a == b else likeness(a, b) for a, b in product(left.arguments, right.arguments)), default=0.0)
    return (pair.similarity + max(0.0, of)) / 2


def _asserted(claim: Claim) -> tuple[State, ...]:
    """The claim's states as its speaker holds them: who denies that it closed says that it did not."""
    if claim.modality is not Modality.DENIED:
        return claim.states
    return tuple(replace(state, negated=not state.negated) for state in claim.states)


def opposition(left: State, right: State) -> tuple[str, str] | None:
    """The code and the question on which two states are opposed, or None."""
    theirs = _sides(right.predicate, right.negated)
    for about, side in _sides(left.predicate, left.negated).items():
        if theirs.get(about, side) != side:
            return ("event-opposed" if left.predicate != right.predicate else "event-negated"), about
    if left.predicate == right.predicate and left.negated != right.negated and left.predicate not in WEAK:
        return "event-negated", f"whether it is so: {left.predicate}"
    return None


WEAK = frozenset(
    {
        "be",
        "have",
        "do",
        "say",
        "make",
        "get",
        "take",
        "go",
        "come",
        "give",
        "want",
        "need",
        "know",
        "think",
        "seem",
        "appear",
        "look",
    }
)
"""Verbs too general for their negation to be about one thing."""


@cache
def _sides(predicate: str, negated: bool) -> Mapping[str, int]:
    """For each question that the word answers, in the order of the lexicon, 1 if it is one of the left-hand words and
    -1 if it is one of the right-hand ones, turned round by a negation."""
    yes, no = (-1, 1) if negated else (1, -1)
    opposites = lexicon.opposites()
    return {g.about: yes if predicate in g.left else no for g in opposites if predicate in g.left | g.right}


def in_words(state: State) -> str:
    """The state as a reader is shown it."""
    if state.predicate == ABSENT:
        return f"no {state.subject}" if state.negated else state.subject
    return f"not {state.predicate}" if state.negated else state.predicate


def answer(state: State, about: str) -> str:
    """The state as an answer to the question, so that words on one side of it agree ("negotiate" and "continue")."""
    if state.predicate == ABSENT:
        return f"{about}: {'no' if state.negated else 'yes'}"
    side = _sides(state.predicate, state.negated).get(about)
    return in_words(state) if side is None else f"{about}: {'yes' if side > 0 else 'no'}"
