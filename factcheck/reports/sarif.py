"""The report for code scanning and editors: SARIF 2.1.0, a rule a kind of fact, a result a finding.

A result stands at its first side, and the other sides are related locations. Columns count UTF-16 code units, which
every reader of the format understands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TypeAlias

from factcheck.records import Article, Finding, Kind, Severity, Side, Skipped, Span, Standing
from factcheck.reports import regions, tool, wording
from factcheck.reports.escape import visible
from factcheck.reports.view import MARKS, NO_STANDINGS, Focus, Standings, View
from factcheck.results import Result

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
VERSION = "2.1.0"
LEVELS = {Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
FINGERPRINT = "factcheckFinding/v1"
SUPPRESSED = frozenset({Standing.KNOWN, Standing.DISMISSED})
"""The standings of findings that nobody has to act on."""
HELP = {
    Kind.QUANTITY: "Find out which figure holds, for which day, place and part, and correct it or say why they differ.",
    Kind.TIME: "Find out which day or time holds; where a plan moved, say so and date it.",
    Kind.PLACE: "Find out which place holds, or name both where there were two.",
    Kind.ENTITY: "Find out who it was, and give the name or the role that fits.",
    Kind.EVENT: "Find out what happened, and correct the statement or attribute it to who says so.",
    Kind.QUOTE: "Look the words up in a recording or the original, and quote them and their speaker exactly.",
}
"""What to do about a finding of each kind."""

Object: TypeAlias = dict[str, object]


def to_sarif(result: Result, standings: Standings = NO_STANDINGS, focus: Focus | None = None) -> str:
    """One run as indented JSON: every finding, suppressed where it is known or was dismissed."""
    view = View(result, standings, focus)
    run: Object = {
        "tool": {"driver": _driver()},
        "invocations": [_invocation(result)],
        "columnKind": "utf16CodeUnits",
        "artifacts": _artifacts(result),
        "results": [_result(finding, view) for finding in (*view.open, *view.dismissed)],
        "properties": {"summary": visible(" ".join((wording.outcome(view), *wording.particulars(view))))},
    }
    log = {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _driver() -> Object:
    return {
        "name": tool.NAME,
        "version": tool.version(),
        "rules": [_rule(kind) for kind in Kind],
    }


def _rule(kind: Kind) -> Object:
    help_text = "\n\n".join((wording.KINDS[kind], HELP[kind], wording.CONFIDENCE))
    relations = "\n".join(f"- {relation.value}: {text}" for relation, text in wording.RELATIONS.items())
    return {
        "id": kind.value,
        "name": f"{kind.value.capitalize()}Disagreement",
        "shortDescription": {"text": wording.KINDS[kind]},
        "fullDescription": {"text": f"{wording.KINDS[kind]} {HELP[kind]}"},
        "help": {"text": f"{help_text}\n\n{relations}", "markdown": f"{help_text}\n\n{relations}"},
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": ["fact-consistency", kind.value]},
    }


def _invocation(result: Result) -> Object:
    problems = [_not_checked(skipped) for skipped in result.coverage.skipped]
    return {
        "executionSuccessful": result.complete,
        "toolExecutionNotifications": [*problems, *(_note(note) for note in wording.notes(result.coverage))],
    }


def _note(note: str) -> Object:
    return {"level": "note", "message": {"text": _literal(note)}}


def _not_checked(skipped: Skipped) -> Object:
    return {
        "level": "error",
        "message": {"text": _literal(f"{skipped.path}: {skipped.problem.rstrip('.')}. {skipped.remedy}".rstrip())},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": regions.uri(skipped.path)}}}],
    }


def _artifacts(result: Result) -> list[Object]:
    """Each file once; a row of a table is no file, and its hash none of a file."""
    files: dict[str, Article] = {}
    for article in result.articles:
        files.setdefault(article.path, article)
    return [_artifact(article) for article in files.values()]


def _artifact(article: Article) -> Object:
    location: Object = {"location": {"uri": regions.uri(article.path)}}
    return location if article.row is not None else location | {"hashes": {"sha-256": article.sha256}}


def _result(finding: Finding, view: View) -> Object:
    first, *others = view.sides(finding)
    shown: Object = {
        "ruleId": finding.kind.value,
        "ruleIndex": list(Kind).index(finding.kind),
        "level": LEVELS[finding.severity],
        "rank": round(finding.confidence * 100, 2),
        "message": {"text": _statement(finding, first, others)},
        "locations": [_location(first, view)],
        "relatedLocations": [
            _location(side, view) | {"id": number, "message": {"text": _literal(_named(side))}}
            for number, side in enumerate(others, start=1)
        ],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": {
            "about": finding.about,
            "relation": finding.relation.value,
            "severity": finding.severity.value,
            "confidence": round(finding.confidence, 4),
            "reasons": list(finding.reasons),
            "standing": view.standing(finding),
            "fails": view.fails(finding),
        },
    }
    if view.standings:
        # In a run either all results have this field, or none.
        shown["suppressions"] = _suppressions(view.standing(finding))
    return shown


def _location(side: Side, view: View) -> Object:
    """Where a side stands: the value's words and around them the quotation, or a name where the file has no lines."""
    article = view.articles.get(side.article)
    where: Object = {"artifactLocation": {"uri": regions.uri(side.path)}}
    region = _region(article, side.value_span)
    if region is None:
        return {"physicalLocation": where, "logicalLocations": [{"name": regions.place(side)}]}
    where["region"] = region
    if side.span.contains(side.value_span) and side.span != side.value_span:
        where["contextRegion"] = _region(article, side.span)
    return {"physicalLocation": where}


def _region(article: Article | None, span: Span) -> Object | None:
    region = regions.region(article, span)
    if article is None or region is None:
        return None
    return {
        "startLine": region.start_line,
        "startColumn": region.start_column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
        "snippet": {"text": article.text[span.start : span.end]},
    }


def _suppressions(standing: Standing | None) -> list[Object]:
    if standing is None or standing not in SUPPRESSED:
        return []
    return [{"kind": "external", "status": "accepted", "justification": MARKS[standing]}]


def _statement(finding: Finding, first: Side, others: Sequence[Side]) -> str:
    """What the finding says, with a link to the place of each other side."""
    given = [f"“{_literal(first.value)}” in {_literal(_name(first))}"]
    given += [f"“[{_literal(side.value)}]({at})” in {_literal(_name(side))}" for at, side in enumerate(others, start=1)]
    return f"{_literal(finding.about)}: {'; '.join(given)}. {_literal(finding.explanation)}"


def _named(side: Side) -> str:
    return f"“{side.value}” in {_name(side)}, {wording.date(side)} ({regions.place(side)}): “{side.quote}”"


def _name(side: Side) -> str:
    return side.source or side.article


def _literal(text: str) -> str:
    """The text where a message takes brackets for links and braces for places to fill in."""
    return re.sub(r"[\\\[\]]", r"\\\g<0>", visible(text)).replace("{", "{{").replace("}", "}}")
