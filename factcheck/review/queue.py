"""The order in which findings are reviewed, and which of them a reviewer wants to see."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from factcheck.ledger import Choice, Decision, Ledger
from factcheck.records import Finding, Kind, Relation, Severity

SEVERITY_WORTH = 0.5
"""By how much each step of severity makes a decision more useful."""


class Status(StrEnum):
    """What reviewers made of a finding so far."""

    OPEN = "open"
    """Nobody decided, or not since a figure or words of it changed."""
    UNSURE = "unsure"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


_TURNS = {Status.OPEN: 0, Status.UNSURE: 1, Status.CONFIRMED: 2, Status.DISMISSED: 2}
_STATUSES = {
    Choice.UNSURE: Status.UNSURE,
    Choice.CONFIRMED: Status.CONFIRMED,
    Choice.DISMISSED: Status.DISMISSED,
}


def status(decision: Decision | None) -> Status:
    """What the current decision on a finding, if there is one, makes of it."""
    return _STATUSES[decision.choice] if decision else Status.OPEN


def order(findings: Iterable[Finding], ledger: Ledger) -> tuple[Finding, ...]:
    """The findings, the most useful to decide first: open before unsure before decided, then uncertain and severe."""
    return tuple(sorted(findings, key=lambda f: (_TURNS[status(ledger.current(f))], *_rank(f))))


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, the uncertain and severe first, whatever was decided."""
    return tuple(sorted(findings, key=_rank))


def next_uncertain(findings: Iterable[Finding], ledger: Ledger, number: int) -> tuple[Finding, ...]:
    """The first open findings of the order, as many as are asked for."""
    return tuple(f for f in ranked(findings) if ledger.current(f) is None)[:number]


def usefulness(finding: Finding) -> float:
    """What a decision is worth: how uncertain the finding is, in bits, and more for each step of severity."""
    return _bits(finding.confidence) * (1 + SEVERITY_WORTH * finding.severity.rank)


def _rank(finding: Finding) -> tuple[float, float, str]:
    return (-round(usefulness(finding), 6), -finding.confidence, finding.fingerprint)


def _bits(share: float) -> float:
    return -sum(p * math.log2(p) for p in (share, 1 - share) if p > 0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings a reviewer wants to see; the default is all of them."""

    kind: Kind | None = None
    relation: Relation | None = None
    severity: Severity | None = None
    status: Status | None = None
    words: str = ""
    """Words that all have to occur in the finding: what it is about, its sides, its reasons."""

    def fits(self, finding: Finding, status: Status) -> bool:
        """Whether the finding, of that status, is wanted."""
        chosen = (
            (self.kind, finding.kind),
            (self.relation, finding.relation),
            (self.severity, finding.severity),
            (self.status, status),
        )
        return all(want is None or want is has for want, has in chosen) and self._says(finding)

    def _says(self, finding: Finding) -> bool:
        wanted = self.words.casefold().split()
        said = _text(finding) if wanted else ""
        return all(word in said for word in wanted)


def _text(finding: Finding) -> str:
    """All that can be searched for, in lower case."""
    sides = [
        text
        for side in finding.sides
        for text in (side.value, side.quote, side.source, side.title, side.speaker, side.location)
    ]
    return " ".join(
        text for text in (finding.about, finding.explanation, finding.fingerprint, *finding.reasons, *sides) if text
    ).casefold()
