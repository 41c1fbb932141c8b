"""What a check returns: findings, agreements, single-source facts and coverage, with the articles they quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.records import Agreement, Article, Cluster, Coverage, Finding, SingleSource

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "fingerprint", "kind", "relation", "severity", "confidence", "about", "explanation",
    "article", "location", "source", "published", "speaker", "value", "quote",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that one check found, sorted, so that the same input gives the same result."""

    articles: tuple[Article, ...]
    findings: tuple[Finding, ...]
    agreements: tuple[Agreement, ...]
    single_source: tuple[SingleSource, ...]
    clusters: tuple[Cluster, ...]
    coverage: Coverage

    @property
    def complete(self) -> bool:
        """Whether every input was checked."""
        return not self.coverage.skipped

    def to_frame(self) -> pd.DataFrame:
        """A frame with one row for each side of each finding, columns ``COLUMNS``; a lone surrogate, which no frame
        holds, is written as its escape."""
        import pandas as pd

        rows = [
            (
                finding.fingerprint, finding.kind.value, finding.relation.value, finding.severity.value,
                finding.confidence, finding.about, finding.explanation,
                side.article, side.location, side.source, side.published, side.speaker, side.value, side.quote,
            )
            for finding in self.findings
            for side in finding.sides
        ]  # fmt: skip
        return pd.DataFrame([tuple(map(_encodable, row)) for row in rows], columns=list(COLUMNS))


def _encodable(cell: object) -> object:
    return cell.encode("utf-8", "backslashreplace").decode() if isinstance(cell, str) else cell
