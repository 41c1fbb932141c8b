"""The decisions of a review for other programs: as a table and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

from factcheck.ledger import REASONS, Decision
from factcheck.records import Finding
from factcheck.reports import layout
from factcheck.reports.files import encoded
from factcheck.reports.table import harmless
from factcheck.review.session import Session

COLUMNS = (
    "fingerprint", "kind", "relation", "severity", "confidence", "about", "values",
    "choice", "right", "reason", "note", "reviewer", "time",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """A file that can be taken along."""

    type: str
    write: Callable[[Session], bytes]


def to_csv(session: Session) -> bytes:
    """A row for each finding of the review that has a decision, in the order of the review; texts that a spreadsheet
    would run begin with an apostrophe."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for finding, decision in session.decisions():
        writer.writerow([harmless(cell) for cell in _row(finding, decision)])
    return encoded(written.getvalue())


def _row(finding: Finding, decision: Decision) -> tuple[object, ...]:
    right = next((side.value for side in decision.sides if side.mark == decision.right), "")
    values = " / ".join(value for value, _ in layout.answers(finding.sides))
    return (
        finding.fingerprint, finding.kind.value, finding.relation.value, finding.severity.value, finding.confidence,
        finding.about, values, decision.choice.value, right, REASONS.get(decision.reason, decision.reason),
        decision.note, decision.reviewer, decision.time,
    )  # fmt: skip


def to_json(session: Session) -> bytes:
    """The same decisions whole, as they stand in the ledger."""
    decisions = [asdict(decision) for _, decision in session.decisions()]
    return encoded(json.dumps({"decisions": decisions}, indent=2, ensure_ascii=False) + "\n")


FORMATS: Mapping[str, Format] = MappingProxyType(
    {"csv": Format("text/csv", to_csv), "json": Format("application/json", to_json)}
)
"""By the suffix of the file."""
