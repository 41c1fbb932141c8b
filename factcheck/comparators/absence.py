"""None against some: one claim says that there is none of something, the other one tells of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from factcheck import lexicon
from factcheck.records import ABSENT, Claim, Modality, State

WORD = re.compile(r"\w{3,}")
STEM = 5
"""Letters by which longer words count as forms of one: "injury" and "injured"."""
ABOUT = "whether there is any"


def denied(left: Claim, right: Claim) -> Iterator[tuple[State, State]]:
    """Pairs of states, in the claims' order: that there is none of something, and that there is, since the other claim
    tells of it."""
    yield from ((none, replace(none, negated=False)) for none in _absent(left) if _is_told(none, right))
    yield from ((replace(none, negated=False), none) for none in _absent(right) if _is_told(none, left))


def about(state: State) -> str:
    """The question on which the two differ."""
    return f"{ABOUT} {state.subject}"


def _absent(claim: Claim) -> Iterator[State]:
    return (state for state in claim.states if state.predicate == ABSENT and state.negated)


def _is_told(none: State, claim: Claim) -> bool:
    """Whether the claim tells of what could not be if there were none."""
    if claim.modality in {Modality.PLANNED, Modality.HYPOTHETICAL, Modality.DENIED}:
        return False
    if any(state.negated for state in claim.states):
        return False
    words = [word.lower() for word in WORD.findall(claim.text)]
    if not all(any(_akin(which, word) for word in words) for which in none.object.split()):
        return False
    verbs = {state.predicate.split()[0] for state in claim.states}
    is_only_wanted = bool(verbs & lexicon.words("intensional"))
    return any(
        _akin(none.subject, state.predicate)
        or _akin(none.subject, state.subject)
        or (_akin(none.subject, state.object) and " " not in state.predicate and not is_only_wanted)
        for state in claim.states
    )


def _akin(word: str, other: str) -> bool:
    """Whether two words are one, or look like forms of one."""
    return word == other or (min(len(word), len(other)) >= STEM and word[:STEM] == other[:STEM])
