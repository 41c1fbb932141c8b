"""What speaks for and against two mentions answering the same question, each reason with a code and a weight.

The weights are factors on the odds, from reading what separates the pairs of the development stories; nothing in them knows
a story. They are meant to be replaced by a fitted model behind the same function.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from factcheck import lexicon
from factcheck.records import Claim, ClaimPair, Match, Modality, Quantity, TimeSpan

QUESTION_MIDDLE, QUESTION_SLOPE = 0.62, 12.0
"""Cosine of two questions at which sameness is even, and how fast it grows from there."""
OTHERS = frozenset({"more", "additional", "other", "another", "new", "further", "extra", "previous", "former", "next"})
"""Words that make a count one of further things than those counted elsewhere."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: its code, and its weight in log-odds."""

    code: str
    weight: float


def sameness(pair: ClaimPair, match: Match) -> tuple[float, tuple[Reason, ...]]:
    """The probability that the two mentions answer one question, and the reasons for it, strongest first."""
    reasons = tuple(sorted(_reasons(pair, match), key=lambda r: (-abs(r.weight), r.code)))
    odds = sum(reason.weight for reason in reasons)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), reasons


def _reasons(pair: ClaimPair, match: Match) -> Iterator[Reason]:
    yield Reason("same-question", QUESTION_SLOPE * (match.similarity - QUESTION_MIDDLE))
    if not match.mutual:
        yield Reason("not-nearest", -1.5)
    if pair.shared_names:
        yield Reason("shared-name", 0.4)
    if other_period(pair.left, pair.right):
        yield Reason("other-period", -4.0)
    if {pair.left.modality, pair.right.modality} & {Modality.HYPOTHETICAL}:
        yield Reason("hypothetical", -3.0)
    elif (pair.left.modality is Modality.PLANNED) != (pair.right.modality is Modality.PLANNED):
        yield Reason("plan-against-fact", -1.0)
    if pair.left.refuted or pair.right.refuted:
        yield Reason("refuted-by-outlet", -6.0)
    if isinstance(match.left.value, Quantity) and isinstance(match.right.value, Quantity):
        yield from _counting(match, match.left.value, match.right.value)


def _counting(match: Match, left: Quantity, right: Quantity) -> Iterator[Reason]:
    persons = lexicon.words("persons")
    if left.counted and right.counted:
        if left.counted == right.counted:
            yield Reason("same-noun", 1.5)
        elif left.counted in persons and right.counted in persons:
            yield Reason("both-persons", 0.8)
        elif match.head_similarity >= 0.6:
            yield Reason("similar-noun", 0.5)
        elif match.head_similarity < 0.4:
            yield Reason("other-noun", -2.5)
    if bool(left.part_of) != bool(right.part_of) and left.unit != "year":
        yield Reason("part-of-a-whole", -2.0)
    if bool(OTHERS & set(left.qualifiers)) != bool(OTHERS & set(right.qualifiers)):
        yield Reason("further-ones", -3.0)
    if bool(left.scope) != bool(right.scope):
        yield Reason("scope-on-one-side", -1.0)
    if left.scope and set(left.scope) == set(right.scope):
        yield Reason("same-scope", 1.0)
    if left.unit == "count" and min(left.value, right.value) <= 3:
        yield Reason("small-count", -1.0)


def other_period(left: Claim, right: Claim) -> bool:
    """Whether the two claims are about different years."""
    ours, theirs = _years(left), _years(right)
    return bool(ours and theirs and not ours & theirs)


def _years(claim: Claim) -> set[int]:
    years = {day.year for time in claim.context for day in _days(time)}
    if years or claim.published is None:
        return years
    return {claim.published.year}


def _days(time: TimeSpan) -> tuple[date, ...]:
    return tuple(day for day in (time.first, time.last) if day is not None and day.year > 1000)
