"""What a check returns: findings, agreements, single-source facts and coverage, with the articles they quote."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
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

    def concerning(self, ids: Container[str]) -> Result:
        """The findings in which some articles take part, the articles that these quote, and the single-source facts of
        those articles; agreements and clusters, which are of all, are left out."""
        found = tuple(finding for finding in self.findings if any(side.article in ids for side in finding.sides))
        quoted = {side.article for finding in found for side in finding.sides}
        return replace(
            self,
            articles=tuple(article for article in self.articles if article.id in ids or article.id in quoted),
            findings=found,
            agreements=(),
            single_source=tuple(fact for fact in self.single_source if fact.side.article in ids),
            clusters=(),
        )

    def at_least(self, confidence: float) -> Result:
        """The result without the findings that are less sure, and with a note that counts them."""
        kept = tuple(finding for finding in self.findings if finding.confidence >= confidence)
        hidden = len(self.findings) - len(kept)
        if not hidden:
            return self
        counted = "1 possible finding" if hidden == 1 else f"{hidden:,} possible findings"
        note = f"{counted} below the confidence of {confidence:g} {'is' if hidden == 1 else 'are'} left out"
        return replace(self, findings=kept, coverage=replace(self.coverage, notes=(*self.coverage.notes, note)))

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
