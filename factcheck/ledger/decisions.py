"""What one reviewer made of one finding: the choices, the reasons, and a decision as it is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from factcheck.errors import UsageError
from factcheck.findings import mark
from factcheck.records import Finding, Standing
from factcheck.reports import tool

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "different-fact": "They speak of different facts",
        "other-scope": "One speaks of a part, or of another group or area",
        "other-time": "Each was true at its time",
        "compatible": "Both can be true: rounding, units, a looser word",
        "misread": "A passage was misread: another value, thing or speaker",
        "not-asserted": "One only quotes, denies, plans or supposes it",
        "unimportant": "They do differ, but it does not matter",
        "other": "Another reason",
    }
)
"""Why a finding may be dismissed: the code that is stored, and its label."""
GENUINE = frozenset({"unimportant"})
"""The reasons for dismissing what is a disagreement all the same: no evidence that the checker was wrong."""


class Choice(StrEnum):
    """What a reviewer makes of a finding."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    UNSURE = "unsure"
    UNDONE = "undone"
    """An earlier decision is taken back."""


STANDINGS = {Choice.CONFIRMED: Standing.CONFIRMED, Choice.DISMISSED: Standing.DISMISSED}
"""The choices that have an effect, and which one."""


@dataclass(frozen=True, slots=True)
class DecidedSide:
    """A side as the reviewer saw it."""

    article: str
    source: str
    value: str
    quote: str
    mark: str
    """What the side is recognised by: ``findings.mark``."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one reviewer made of one finding at one moment: a line of the file."""

    id: str
    """A digest of all the rest."""
    fingerprint: str
    kind: str
    relation: str
    about: str
    confidence: float
    """As the reviewer saw it."""
    reasons: tuple[str, ...]
    """The reason codes of the finding."""
    choice: Choice
    right: str | None
    """The mark of the side that is right, if the reviewer knows."""
    reason: str
    """Why it was dismissed, a key of ``REASONS``, or nothing."""
    note: str
    reviewer: str
    time: str
    """ISO 8601, UTC, with microseconds."""
    tool: str
    """The version of factcheck."""
    sides: tuple[DecidedSide, ...]
    undoes: str | None = None
    """The id of the decision that is taken back."""
    score: float | None = None
    """What the comparators alone gave; None where that is the confidence."""

    @property
    def articles(self) -> frozenset[str]:
        """The ids of the articles that disagree."""
        return frozenset(side.article for side in self.sides)

    @property
    def marks(self) -> frozenset[str]:
        """What the sides are recognised by."""
        return frozenset(side.mark for side in self.sides)

    @property
    def is_right(self) -> bool | None:
        """Whether the checker was right, as the decision has it; None where it does not say: unsure, taken back, or
        dismissed though it is a disagreement."""
        if self.choice not in STANDINGS or self.reason in GENUINE:
            return None
        return self.choice is Choice.CONFIRMED

    @property
    def order(self) -> tuple[str, str, str]:
        """Where the decision stands in the file."""
        return (self.fingerprint, self.time, self.id)


def decide(
    finding: Finding,
    choice: Choice,
    *,
    reviewer: str,
    reason: str = "",
    note: str = "",
    right: str | None = None,
    now: datetime | None = None,
) -> Decision:
    """A reviewer's decision, of this moment; raises UsageError for a reason or a side that there is not."""
    if choice is Choice.UNDONE:
        raise UsageError("a finding can't be undone", "Take a decision on it back instead.")
    if reason and (reason not in REASONS or choice is not Choice.DISMISSED):
        raise UsageError(f"{reason!r} is no reason to call a finding {choice}", f"Choose from {', '.join(REASONS)}.")
    sides = tuple(DecidedSide(s.article, s.source, s.value, s.quote, mark(s)) for s in finding.sides)
    if right is not None and right not in {side.mark for side in sides}:
        raise UsageError(f"the finding has no side {right!r}")
    if not reviewer.strip():
        raise UsageError("a decision needs the name of its reviewer")
    return _identified(
        Decision(
            id="", fingerprint=finding.fingerprint, kind=finding.kind.value, relation=finding.relation.value,
            about=finding.about, confidence=finding.confidence, reasons=finding.reasons, choice=choice, right=right,
            reason=reason, note=note, reviewer=reviewer, time=stamp(now or datetime.now(UTC)), tool=tool.version(),
            sides=sides, score=finding.score,
        )
    )  # fmt: skip


def undo(decision: Decision, *, reviewer: str, now: datetime | None = None) -> Decision:
    """The line that takes a decision back; always later than that decision."""
    earliest = datetime.fromisoformat(decision.time) + timedelta(microseconds=1)
    return _identified(
        replace(
            decision, id="", choice=Choice.UNDONE, right=None, reason="", note="", reviewer=reviewer,
            time=stamp(max(now or datetime.now(UTC), earliest)), tool=tool.version(), undoes=decision.id,
        )
    )  # fmt: skip


def _identified(decision: Decision) -> Decision:
    content = json.dumps(asdict(decision), sort_keys=True)
    return replace(decision, id=hashlib.sha256(content.encode()).hexdigest()[:16])


def stamp(time: datetime) -> str:
    """The moment as a decision keeps it."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")
