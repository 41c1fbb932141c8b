"""The phrases in which reports and the command line count and describe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from factcheck.records import Finding, Modality, Relation, Severity, Side

MANNER = {
    Modality.ASSERTED: "",
    Modality.REPORTED: "as reported",
    Modality.PLANNED: "as a plan",
    Modality.HYPOTHETICAL: "as a possibility",
    Modality.DENIED: "as a denial",
}
"""How a claim is put forward, in a reader's words."""


TITLE_LIMIT = 120
"""Characters of a title next to a quotation; the list of articles gives the whole title."""


def count(number: int, noun: str) -> str:
    """The number and its noun: ``1 conflict``, ``2,000 conflicts``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def relations(findings: Iterable[Finding]) -> str:
    """How many findings there are of each relation, those that occur: ``3 conflicts, 1 update``."""
    counts = Counter(finding.relation for finding in findings)
    return ", ".join(count(counts[relation], relation.value) for relation in Relation if counts[relation])


def severities(findings: Iterable[Finding]) -> str:
    """How many findings there are of each severity, those that occur, the highest first: ``1 high, 2 low``."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(f"{counts[level]:,} {level.value}" for level in reversed(Severity) if counts[level])


def percent(share: float) -> str:
    """A share as whole per cent; only certainty itself reads 100 %."""
    whole = round(share * 100)
    return "99 %" if whole == 100 and share < 1 else f"{whole} %"


def source(side: Side) -> str:
    """Source, title and date of a side: ``Herald, “Bridge closed”, 2025-03-01``."""
    title = f"“{clip(side.title, TITLE_LIMIT)}”" if side.title else None
    return ", ".join(filter(None, (side.source or side.article, title, date(side))))


def date(side: Side) -> str:
    """When the side's article was published, as its ISO date, or ``undated``."""
    return side.published.isoformat() if side.published else "undated"


def said_by(side: Side) -> str:
    """Who says so and how firmly: ``Jane Doe (as a plan; hedged: “about”)``."""
    hedged = "hedged: " + ", ".join(f"“{hedge}”" for hedge in side.hedges) if side.hedges else ""
    manner = "; ".join(filter(None, (MANNER[side.modality], hedged)))
    who = side.speaker or "the outlet itself"
    return f"{who} ({manner})" if manner else who


def values(sides: Sequence[Side]) -> str:
    """The value that sides agree on, in each of the wordings they use: ``80 million / 80m``."""
    return " / ".join(dict.fromkeys(side.value for side in sides))


def clip(text: str, limit: int) -> str:
    """The text, or as many of its whole words as fit before an ellipsis."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    return (kept.rsplit(None, 1)[0] if " " in kept else kept) + "…"
