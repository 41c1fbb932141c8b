"""What the checker says of single pairs of sentences that two outlets wrote: which contradictions it finds, and how
many of the pairs that only look like one it flags.

A file holds gzipped JSON lines: ``a`` and ``b``, the sentences; ``label``, which is ``contradiction`` or something
else. Each sentence is read as an article of its own, so that a pair goes through every stage of a check.
"""

from __future__ import annotations

import gzip
import json
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.stories import ratio
from factcheck import clusters, findings, pipeline
from factcheck.comparators import Judge
from factcheck.config import Settings
from factcheck.encoders import Encoder
from factcheck.errors import UsageError
from factcheck.nli import NliModel
from factcheck.records import Article, Claim, Finding, Passage


@dataclass(frozen=True, slots=True)
class PairRun:
    """One pair and what was found in it."""

    premise: str
    hypothesis: str
    contradicts: bool
    findings: tuple[Finding, ...]


def run(path: Path, settings: Settings, encoder: Encoder, judge: Judge) -> tuple[PairRun, ...]:
    """Every pair of the file, checked."""
    given = list(rows(path))
    texts = sorted({row[side] for row in given for side in ("a", "b")})
    read = {text: _article(number, text) for number, text in enumerate(texts)}
    stated: dict[str, list[Claim]] = defaultdict(list)
    for article, claims in pipeline.extract_each(list(read.values())):
        stated[article.id].extend(claims)
    vectors = clusters.embed([claim for claims in stated.values() for claim in claims], encoder)
    return tuple(
        PairRun(
            row["a"], row["b"], row["label"] == "contradiction", _found(read, stated, vectors, judge, settings, row)
        )
        for row in given
    )


def measure(
    paths: Sequence[Path], settings: Settings, encoder: Encoder, model: NliModel | None
) -> tuple[dict[str, Any], list[PairRun]]:
    """The section ``pairs`` of a results file, and the runs behind it."""
    start, judge = time.perf_counter(), Judge(model)
    runs = {name(path): run(path, settings, encoder, judge) for path in paths}
    sets = {of: figures(pairs) for of, pairs in runs.items()}
    seconds = round(time.perf_counter() - start, 1)
    return {"sets": list(sets), "by_set": sets, "seconds": seconds}, [pair for pairs in runs.values() for pair in pairs]


def name(path: Path) -> str:
    """What a table calls the set: its file's name without endings."""
    return path.name.partition(".")[0]


def figures(runs: Sequence[PairRun]) -> dict[str, Any]:
    """How many of the contradictions were found, and how many of the others were flagged."""
    real = [bool(pair.findings) for pair in runs if pair.contradicts]
    others = [bool(pair.findings) for pair in runs if not pair.contradicts]
    return {
        "contradictions": len(real), "found": sum(real), "recall": ratio(sum(real), len(real)),
        "others": len(others), "flagged": sum(others), "flagged_share": ratio(sum(others), len(others)),
    }  # fmt: skip


def listing(runs: Sequence[PairRun]) -> Iterator[str]:
    """The contradictions that were missed and the others that were flagged, with the values of each finding."""
    for pair in runs:
        if bool(pair.findings) != pair.contradicts:
            yield "MISSED" if pair.contradicts else "FALSE"
            yield from (f" {text}" for text in (pair.premise, pair.hypothesis))
            for finding in pair.findings:
                values = " / ".join(side.value for side in finding.sides)
                yield f" {finding.confidence:.2f} {finding.kind}: {values}"


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The pairs of a file, as they stand in it. Raises UsageError if it can't be read."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} can't be read: {error}", "name a gzipped file of JSON lines") from error


def _article(number: int, text: str) -> Article:
    name = f"{number:07d}"
    return Article(name, name, text, (Passage(text, ((0, 0),)),), None, None, None, None, "")


def _found(
    read: dict[str, Article], stated: dict[str, list[Claim]], vectors: clusters.Vectors, judge: Judge,
    settings: Settings, row: dict[str, str],
) -> tuple[Finding, ...]:  # fmt: skip
    left, right = sorted((read[row["a"]], read[row["b"]]), key=lambda article: article.id)
    if left.id == right.id or not stated[left.id] or not stated[right.id]:
        return ()
    compared = pipeline.compare_two(stated[left.id], stated[right.id], vectors, judge)
    if compared is None:
        return ()
    found = findings.discrepancies(compared.verdicts, {left.id: left, right.id: right})
    return tuple(finding for finding in found if finding.confidence >= settings.min_confidence)
