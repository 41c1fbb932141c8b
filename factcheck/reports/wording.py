"""The phrases in which reports and the command line count and describe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from factcheck.config import NO_MODEL
from factcheck.records import Coverage, Finding, Kind, Modality, Relation, Severity, Side
from factcheck.reports.view import View

MANNER = {
    Modality.ASSERTED: "",
    Modality.REPORTED: "as reported",
    Modality.PLANNED: "as a plan",
    Modality.HYPOTHETICAL: "as a possibility",
    Modality.DENIED: "as a denial",
}
"""How a claim is put forward, in a reader's words."""

KINDS = {
    Kind.QUANTITY: "Sources give different figures for what is counted or measured.",
    Kind.TIME: "Sources give different days or times.",
    Kind.PLACE: "Sources give different places.",
    Kind.ENTITY: "Sources name different people or organisations.",
    Kind.EVENT: "Sources disagree on whether something happened, or on how it ended.",
    Kind.QUOTE: "Sources quote other words, or another speaker.",
}
"""What a finding of each kind says."""
RELATIONS = {
    Relation.CONFLICT: "The statements cannot both be true of one moment.",
    Relation.UPDATE: "The later statement replaces the earlier one, or announces that it will.",
    Relation.DISPUTE: "Named parties contradict each other, and the articles only report them.",
}
"""What each relation says."""
CONFIDENCE = (
    "Confidence is how sure the checker is that the statements are about the same fact and cannot both hold. "
    "It does not say which of them is right."
)

WITHOUT_ENTAILMENT = (
    "No entailment model was used: statements that differ in no value were compared only by words that general English "
    "opposes"
)

TITLE_LIMIT = 120
"""Characters of a title next to a quotation; the list of articles gives the whole title."""


def count(number: int, noun: str) -> str:
    """The number and its noun: ``1 conflict``, ``2,000 conflicts``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def relations(findings: Iterable[Finding]) -> str:
    """How many findings there are of each relation, those that occur: ``3 conflicts, 1 update``."""
    counts = Counter(finding.relation for finding in findings)
    return ", ".join(count(counts[relation], relation.value) for relation in Relation if counts[relation])


def outcome(view: View) -> str:
    """What a check found, in a sentence; a check without a comparison is not called clean."""
    coverage = view.result.coverage
    if view.open:
        return (
            f"Sources disagree on {count(len(view.open), 'fact')}: {relations(view.open)}; "
            f"{severities(view.open)} severity."
        )
    articles = count(coverage.articles, "article")
    if coverage.articles < 2:
        return f"Nothing was compared: it takes articles of at least two sources, and {articles} could be read."
    if view.focus is not None and not view.focus.new:
        return "Nothing was compared: no new article could be read."
    left = "is left open" if view.dismissed else "was found"
    if view.focus is None:
        return f"No disagreement {left} between the {count(coverage.claims, 'claim')} in {articles}."
    return f"No disagreement {left} {_between(len(view.focus.new), coverage.articles)}."


def _between(new: int, articles: int) -> str:
    """What a gate compared: new articles with each other and with those that were there, of which nothing is said."""
    others = count(articles - new, "other")
    if new == 1:
        return f"between the new article and the {others}"
    return f"among the {new:,} new articles" + (f", or between them and the {others}" if articles > new else "")


def failing(view: View) -> str:
    """How many findings fail the gate: ``1 finding fails the gate``."""
    return f"{count(len(view.failing), 'finding')} {'fails' if len(view.failing) == 1 else 'fail'} the gate"


def particulars(view: View) -> tuple[str, ...]:
    """What else a reader must know before the findings, a sentence each, the urgent ones first."""
    known, dismissed = (count(len(findings), "finding") for findings in (view.known, view.dismissed))
    return (
        *urgent(view),
        *([f"{known} known from the baseline."] if view.known else []),
        *([f"{dismissed} dismissed by a reviewer."] if view.dismissed else []),
    )


def urgent(view: View) -> tuple[str, ...]:
    """What a reader must not miss, a sentence each: that the gate fails, or that the check is incomplete."""
    skipped = count(len(view.result.coverage.skipped), "input")
    return (
        *([f"{failing(view)}."] if view.failing else []),
        *([] if view.result.complete else [f"This check is incomplete: {skipped} could not be checked."]),
    )


def entailment(coverage: Coverage) -> str:
    """The entailment model in a list of the models: its name, or that there was none."""
    return "no entailment model" if coverage.nli == NO_MODEL else f"{coverage.nli} (entailment)"


def notes(coverage: Coverage) -> tuple[str, ...]:
    """What a reader should know of how the check was made; first of all that part of it was left out."""
    return (*([WITHOUT_ENTAILMENT] if coverage.nli == NO_MODEL else []), *coverage.notes)


def severities(findings: Iterable[Finding]) -> str:
    """How many findings there are of each severity, those that occur, the highest first: ``1 high, 2 low``."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(f"{counts[level]:,} {level.value}" for level in reversed(Severity) if counts[level])


def facts(finding: Finding, view: View) -> tuple[str, ...]:
    """What is said of every finding next to its kind: severity, confidence, and what a reader must know at once."""
    return (f"{finding.severity} severity", f"{percent(finding.confidence)} confidence", *view.marks(finding))


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
    who, how = side.speaker or "the outlet itself", manner(side)
    return f"{who} ({how})" if how else who


def manner(side: Side) -> str:
    """How firmly a side says so, "" where it simply does: ``as a plan; hedged: “about”``."""
    hedged = "hedged: " + ", ".join(f"“{hedge}”" for hedge in side.hedges) if side.hedges else ""
    return "; ".join(filter(None, (MANNER[side.modality], hedged)))


def values(sides: Sequence[Side]) -> str:
    """The value that sides agree on, in each of the wordings they use: ``80 million / 80m``."""
    return " / ".join(dict.fromkeys(side.value for side in sides))


def clip(text: str, limit: int) -> str:
    """The text, or as many of its whole words as fit before an ellipsis."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    return (kept.rsplit(None, 1)[0] if " " in kept else kept) + "…"
