"""What is reviewed, wherever it comes from: a report that was written, an index, or articles that are checked now.

The articles are there to show a passage in its context. A written report does not hold them, so they are read from
where they were, and left out where their text is another one by now.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck import pipeline
from factcheck.config import Settings
from factcheck.errors import UsageError
from factcheck.locations import Location, Server, is_server
from factcheck.policy import Rules
from factcheck.records import Article, Coverage, Finding, Kind, Modality, Relation, Severity, Side, Span
from factcheck.reports.json import SCHEMA_VERSION
from factcheck.results import Result

if TYPE_CHECKING:
    from factcheck.pipeline import Progress

REPORT_SUFFIX = ".json"
REWRITE = "Write it anew with: factcheck report PATH... --output FILE.json"


@dataclass(frozen=True, slots=True)
class Material:
    """Findings, the articles that they quote as far as these can be shown, and what a reviewer should know."""

    name: str
    """Where it comes from, in a few words."""
    findings: tuple[Finding, ...]
    articles: Mapping[str, Article]
    notes: tuple[str, ...] = ()
    complete: bool = True
    """Whether every input was checked."""


def gather(
    named: Sequence[str | Server], settings: Settings, rules: Rules, *, progress: Progress | None = None
) -> Material:
    """The findings in written reports, in an index, or between the articles under paths.

    Raises UsageError where one call names things of different sorts, or a report that can't be understood.
    """
    from factcheck import gate

    files = [Path(str(name)) for name in named if not is_server(name)]
    reports = [file for file in files if file.suffix.lower() == REPORT_SUFFIX]
    if reports and len(reports) < len(named):
        raise UsageError(f"{reports[0]} is a report, and something else is named beside it", "Name one or the other.")
    if reports:
        return of_reports(reports, settings)
    index = gate.index_among(list(named))
    if index:
        return of_index(index, settings, rules)
    paths = [str(name) for name in named]
    result = rules.apply(pipeline.check(paths, settings=settings, progress=progress), settings.min_confidence)
    return of_result(" ".join(paths), result)


def of_result(name: str, result: Result) -> Material:
    """The findings of a check and their articles."""
    skipped = tuple(f"{s.path} was not checked: {s.problem}" for s in result.coverage.skipped)
    articles = {article.id: article for article in result.articles}
    return Material(name, result.findings, articles, (*skipped, *result.coverage.notes), result.complete)


def of_index(where: Location, settings: Settings, rules: Rules) -> Material:
    """The findings that an index holds, and the articles that they quote."""
    from factcheck import store

    with store.open(where, settings=settings, readonly=True) as index:
        held, findings = index.info(), index.findings()
        quoted = {side.article for finding in findings for side in finding.sides}
        articles = tuple(article for article in index.articles() if article.id in quoted)
    coverage = Coverage(held.articles, held.claims, held.mentions, 0, 0, "", "", "", ())
    result = rules.apply(Result(articles, findings, (), (), (), coverage), settings.min_confidence)
    return of_result(str(where), result)


# Written reports


def of_reports(paths: Sequence[Path], settings: Settings) -> Material:
    """The findings in JSON reports, each once, and those of their articles that still say what was quoted."""
    stored = [_load(path) for path in paths]
    findings: dict[str, Finding] = {}
    digests: dict[str, str] = {}
    for path, report in zip(paths, stored, strict=True):
        try:
            found = [_finding(one) for one in (*report["findings"], *report["dismissed"])]
            digests |= {_text(article, "path"): _text(article, "sha256") for article in report["articles"]}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _damaged(path, f"{type(error).__name__}: {error}") from error
        findings |= {f.fingerprint: f for f in found if f.confidence >= settings.min_confidence}
    articles, notes = _articles(findings.values(), digests, settings)
    incomplete = [path for path, report in zip(paths, stored, strict=True) if not _complete(report)]
    told = [f"{path} is the report of an incomplete check" for path in incomplete]
    return Material(
        " ".join(map(str, paths)), tuple(findings.values()), articles, (*told, *notes), complete=not incomplete
    )


def _load(path: Path) -> Any:
    try:
        report = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"the report {path} can't be read: {error.strerror}", "Check its name.") from error
    except (ValueError, RecursionError) as error:
        raise _damaged(path, " ".join(str(error).split())) from error
    if not isinstance(report, dict) or report.get("schema_version") != SCHEMA_VERSION:
        raise _damaged(path, f"it is no factcheck report of schema_version {SCHEMA_VERSION}")
    return report


def _damaged(path: Path, problem: str) -> UsageError:
    return UsageError(f"the report {path} can't be understood ({problem})", REWRITE)


def _complete(report: Mapping[str, Any]) -> bool:
    coverage = report.get("coverage")
    return isinstance(coverage, dict) and coverage.get("complete") is True


def _finding(stored: Any) -> Finding:
    sides = tuple(_side(side) for side in stored["sides"])
    if len(sides) < 2:
        raise ValueError("a finding has fewer than two sides")
    return Finding(
        fingerprint=_fingerprint(stored),
        kind=Kind(stored["kind"]),
        relation=Relation(stored["relation"]),
        about=_text(stored, "about"),
        sides=sides,
        severity=Severity(stored["severity"]),
        confidence=_share(stored["confidence"]),
        explanation=_text(stored, "explanation"),
        reasons=_texts(stored, "reasons"),
        score=None if stored["score"] is None else _share(stored["score"]),
    )


def _share(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{value!r} is no share from 0 to 1")
    return float(value)


def _fingerprint(stored: Any) -> str:
    fingerprint = _text(stored, "fingerprint")
    if not (fingerprint.isascii() and fingerprint.isalnum()):
        raise ValueError(f"{fingerprint!r} is no fingerprint")
    return fingerprint


def _side(stored: Any) -> Side:
    published = _optional(stored, "published")
    return Side(
        article=_text(stored, "id"),
        path=_text(stored, "article"),
        location=_text(stored, "location"),
        line=int(stored["line"]),
        span=Span(int(stored["start"]), int(stored["end"])),
        quote=_text(stored, "quote"),
        value=_text(stored, "value"),
        value_span=Span(int(stored["value_start"]), int(stored["value_end"])),
        source=_optional(stored, "source") or _text(stored, "id"),
        title=_optional(stored, "title"),
        published=date.fromisoformat(published) if published else None,
        speaker=_optional(stored, "speaker"),
        hedges=_texts(stored, "hedges"),
        modality=Modality(stored["modality"]),
        key=_text(stored, "key"),
    )


def _text(stored: Any, name: str) -> str:
    if not isinstance(stored[name], str):
        raise TypeError(f"{name} must be a text")
    return str(stored[name])


def _optional(stored: Any, name: str) -> str | None:
    return None if stored[name] is None else _text(stored, name)


def _texts(stored: Any, name: str) -> tuple[str, ...]:
    values = stored[name]
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError(f"{name} must be a list of texts")
    return tuple(values)


def _articles(
    findings: Iterable[Finding], digests: Mapping[str, str], settings: Settings
) -> tuple[Mapping[str, Article], tuple[str, ...]]:
    """The articles that the findings quote, by id, and a note on each file whose text can't be shown."""
    quoted = sorted({side.path for finding in findings for side in finding.sides})
    files = [path for path in quoted if Path(path).is_file()]
    reading = pipeline.read(files, settings) if files else None
    read = reading.articles if reading else ()
    same = {article.id: article for article in read if digests.get(article.path) == article.sha256}
    unchanged = {article.path for article in same.values()}
    changed = {article.path for article in read} - unchanged
    notes = []
    if changed:
        notes.append(f"changed since the report, so that only quotations are shown: {', '.join(sorted(changed))}")
    if missing := sorted(set(quoted) - unchanged - changed):
        notes.append(f"not found, so that only quotations are shown: {', '.join(missing)}")
    return same, tuple(notes)
