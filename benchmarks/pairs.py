"""What the checker says of single pairs of sentences that two outlets wrote: which contradictions it finds, and how many
of the pairs that only look like one it flags.

A file holds gzipped JSON lines: ``a`` and ``b``, the sentences; ``label``, which is ``contradiction`` or something else.
Each sentence is read as an article of its own, so that a pair goes through every stage of a check.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factcheck import clusters, findings, pipeline
from factcheck.config import Settings
from factcheck.encoders import Encoder
from factcheck.errors import UsageError
from factcheck.records import Article, Claim, Finding, Passage


@dataclass(frozen=True, slots=True)
class PairRun:
    """One pair and what was found in it."""

    premise: str
    hypothesis: str
    contradicts: bool
    findings: tuple[Finding, ...]


def run(path: Path, settings: Settings, encoder: Encoder) -> tuple[PairRun, ...]:
    """Every pair of the file, checked."""
    rows = list(_rows(path))
    texts = sorted({row[side] for row in rows for side in ("a", "b")})
    read = {text: _article(number, text) for number, text in enumerate(texts)}
    stated: dict[str, list[Claim]] = defaultdict(list)
    for article, claims in pipeline.extract_each(list(read.values())):
        stated[article.id].extend(claims)
    vectors = clusters.embed([claim for claims in stated.values() for claim in claims], encoder)
    return tuple(
        PairRun(row["a"], row["b"], row["label"] == "contradiction", _found(read, stated, vectors, settings, row))
        for row in rows
    )


def figures(path: Path, runs: Sequence[PairRun]) -> dict[str, Any]:
    """How many of the contradictions were found, and how many of the others were flagged."""
    found = {True: 0, False: 0}
    of = {True: 0, False: 0}
    for pair in runs:
        of[pair.contradicts] += 1
        found[pair.contradicts] += bool(pair.findings)
    return {
        "set": path.name.split(".")[0], "contradictions": of[True], "found": found[True],
        "others": of[False], "flagged": found[False],
    }  # fmt: skip


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} can't be read: {error}", "name a gzipped file of JSON lines") from error


def _article(number: int, text: str) -> Article:
    name = f"{number:07d}"
    return Article(name, name, text, (Passage(text, ((0, 0),)),), None, None, None, None, "")


def _found(
    read: dict[str, Article], stated: dict[str, list[Claim]], vectors: clusters.Vectors, settings: Settings,
    row: dict[str, str],
) -> tuple[Finding, ...]:  # fmt: skip
    left, right = sorted((read[row["a"]], read[row["b"]]), key=lambda article: article.id)
    if left.id == right.id or not stated[left.id] or not stated[right.id]:
        return ()
    compared = pipeline.compare_two(stated[left.id], stated[right.id], vectors)
    if compared is None:
        return ()
    found = findings.discrepancies(compared.verdicts, {left.id: left, right.id: right})
    return tuple(finding for finding in found if finding.confidence >= settings.min_confidence)
