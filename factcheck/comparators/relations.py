"""Conflict, update or dispute: how two claims that can't both hold stand to each other."""

from __future__ import annotations

import re

from factcheck.records import Claim, Modality, Relation

MOVED_ON = 7
"""Days between two articles from which on another state of things, or another plan, is news rather than a
contradiction: unlike a figure, a state holds only for a time."""
REVISING = re.compile(
    r"\b(?:has|have|had) (?:now )?"
    r"(?:risen|grown|climbed|increased|fallen|dropped|reached|been (?:revised|raised|lowered|corrected))"
    r"|\b(?:rose|climbed|grew|fell|increased|revised|corrected|lowered|raised|moved|postponed|delayed|brought forward)"
    r" (?:\w+ ){0,6}?(?:to|from)\b"
    r"|\b(?:replac(?:es|ing|ed)|supersed\w+|no longer|by then|by now|so far|until now|originally|previously"
    r"|earlier figure|initial(?:ly)?|first estimate|at first|since then|in a correction|called off|stepped down|now)\b",
    re.I,
)
"""Words with which a text says that the world has moved on, or that a figure was revised; general English."""


def relation(left: Claim, right: Claim) -> Relation:
    """Update where the later article says so, or is later and tells what came of a plan; dispute where two different
    speakers are only reported, neither of which is an outlet itself; conflict otherwise."""
    if is_update(left, right):
        return Relation.UPDATE
    if left.speaker and right.speaker and _other_speakers(left.speaker, right.speaker):
        return Relation.DISPUTE
    return Relation.CONFLICT


def is_update(left: Claim, right: Claim) -> bool:
    """Whether the two articles have different dates and the later one's wording says that something changed, or the
    earlier one only announced it, or both did and the later one much later."""
    if left.published is None or right.published is None or left.published == right.published:
        return False
    earlier, later = (left, right) if left.published < right.published else (right, left)
    plans = [claim.modality is Modality.PLANNED for claim in (earlier, later)]
    is_long_ago = abs((right.published - left.published).days) >= MOVED_ON
    announced = plans[0] and (not plans[1] or is_long_ago)
    return announced or REVISING.search(later.quote) is not None


def _other_speakers(left: str, right: str) -> bool:
    ours, theirs = (set(re.findall(r"\w{3,}", name.lower())) - UNNAMED for name in (left, right))
    return bool(ours and theirs and not (ours & theirs or ours & PRESS or theirs & PRESS))


PRESS = frozenset(
    {
        "afp", "bbc", "bloomberg", "broadcaster", "cnn", "gazette", "herald", "journal", "magazine", "media", "news",
        "newspaper", "newspapers", "press", "reuters", "times", "tribune",
    }
)  # fmt: skip
"""Words of a speaker that is another outlet: what it reports it does not assert of its own affairs."""


UNNAMED = frozenset(
    {
        "the", "and", "for", "from", "with", "its", "his", "her", "their", "spokesman", "spokeswoman", "spokesperson",
        "official", "officials", "source", "sources", "people", "statement", "report", "two", "one", "some",
    }
)  # fmt: skip
"""Words of a speaker that do not tell whom it speaks for."""
