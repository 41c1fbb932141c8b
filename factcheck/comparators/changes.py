"""A value that took the place of another in so many words: "lowered it from 5.2 to 3.9", "1,100, up from 300"."""

from __future__ import annotations

import math
import re

from factcheck.records import Claim, Match, Mention, Quantity, TimeSpan

GAP = r"[^\w.;](?:[^.;]{0,60}?[^\w.;])?"
"""What may stand between the two values of one change, in one sentence."""
APPROXIMATELY = r"(?:[a-z]+\s){0,2}"


def is_replaced(pair_left: Claim, pair_right: Claim, match: Match) -> bool:
    """Whether one article says that its value came in the place of the value that the other article gives."""
    return _says_so(pair_left, match.left, match.right) or _says_so(pair_right, match.right, match.left)


def has_grown(left: Claim, right: Claim, match: Match) -> bool:
    """Whether both count those to whom the same happened, and the count that was published days later is the larger:
    of the dead and the ill there are only more as time goes by."""
    ours, theirs = match.left.value, match.right.value
    if not (isinstance(ours, Quantity) and isinstance(theirs, Quantity)) or ours.outcome != theirs.outcome:
        return False
    if ours.outcome not in LASTING or left.published is None or right.published is None:
        return False
    days, more = (right.published - left.published).days, theirs.value - ours.value
    return abs(days) >= LATER and days * more > 0


LASTING = frozenset({"killed", "ill"})
LATER = 2
"""Days after which a count is not that of the first reports any more."""


def _says_so(claim: Claim, now: Mention, other: Mention) -> bool:
    formers = (m for m in claim.mentions if m is not now and m.kind is now.kind and is_same(m, other))
    return any(_changed(claim.text, former.text, now.text) for former in formers)


def is_same(one: Mention, other: Mention) -> bool:
    """Whether two mentions give one figure or one time."""
    ours, theirs = one.value, other.value
    if isinstance(ours, Quantity) and isinstance(theirs, Quantity):
        return ours.unit == theirs.unit and math.isclose(ours.value, theirs.value, rel_tol=1e-6)
    if isinstance(ours, TimeSpan) and isinstance(theirs, TimeSpan):
        return (ours.first, ours.last, ours.clock) == (theirs.first, theirs.last, theirs.clock)
    return False


def _changed(text: str, former: str, now: str) -> bool:
    before, after = re.escape(former), re.escape(now)
    ways = (
        rf"\bfrom\s{APPROXIMATELY}{before}{GAP}to\s{APPROXIMATELY}{after}",
        rf"\bto\s{APPROXIMATELY}{after}{GAP}from\s{APPROXIMATELY}{before}",
        rf"{after}{GAP}(?:up|down)\sfrom\s{APPROXIMATELY}{before}",
        rf"{after}{GAP}(?:instead|in\splace)\sof\s{APPROXIMATELY}{before}",
    )
    return any(re.search(way, text, re.IGNORECASE) for way in ways)
