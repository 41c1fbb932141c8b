"""The report for programs: one JSON object, described by ``report.schema.json`` next to this module."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TypeAlias

from factcheck.records import Agreement, Article, Cluster, Coverage, Finding, Side, SingleSource
from factcheck.reports import tool
from factcheck.reports.stats import Stats, Tally
from factcheck.reports.view import NO_STANDINGS, Focus, Standings, View
from factcheck.results import Result

SCHEMA_VERSION = 1
"""Goes up when a field changes its meaning or goes away, not when one is added."""
DIGITS = 4
"""Decimals of a confidence: as many as mean something, so that reports of two machines compare."""

Object: TypeAlias = dict[str, object]


def to_json(
    result: Result, standings: Standings = NO_STANDINGS, focus: Focus | None = None, stats: Stats | None = None
) -> str:
    """The whole result as indented JSON that ends in a newline; offsets count code points of the decoded article."""
    view = View(result, standings, focus)
    report: Object = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": tool.NAME, "version": tool.version()},
        "findings": [_finding(finding, view) for finding in view.open],
        "dismissed": [_finding(finding, view) for finding in view.dismissed],
        "agreements": [_agreement(agreement) for agreement in result.agreements],
        "single_source": [_single(fact) for fact in result.single_source],
        "clusters": [_cluster(cluster) for cluster in result.clusters],
        "articles": [_article(article, view) for article in result.articles],
        "coverage": _coverage(result.coverage, result.complete),
    }
    if stats:
        report["stats"] = _stats(stats)
    return json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _finding(finding: Finding, view: View) -> Object:
    return {
        "fingerprint": finding.fingerprint,
        "standing": view.standing(finding),
        "fails": view.fails(finding),
        "kind": finding.kind.value,
        "relation": finding.relation.value,
        "severity": finding.severity.value,
        "confidence": round(finding.confidence, DIGITS),
        "score": None if finding.score is None else round(finding.score, DIGITS),
        "about": finding.about,
        "explanation": finding.explanation,
        "reasons": list(finding.reasons),
        "sides": [_side(side) for side in finding.sides],
    }


def _side(side: Side) -> Object:
    return {
        "article": side.path,
        "id": side.article,
        "start": side.span.start,
        "end": side.span.end,
        "line": side.line,
        "location": side.location,
        "quote": side.quote,
        "value": side.value,
        "key": side.key,
        "value_start": side.value_span.start,
        "value_end": side.value_span.end,
        "speaker": side.speaker,
        "published": side.published.isoformat() if side.published else None,
        "source": side.source,
        "title": side.title,
        "hedges": list(side.hedges),
        "modality": side.modality.value,
    }


def _agreement(agreement: Agreement) -> Object:
    return {
        "kind": agreement.kind.value,
        "about": agreement.about,
        "sides": [_side(side) for side in agreement.sides],
    }


def _single(fact: SingleSource) -> Object:
    return {"kind": fact.kind.value, "about": fact.about, "side": _side(fact.side)}


def _cluster(cluster: Cluster) -> Object:
    return {"id": cluster.id, "label": cluster.label, "claims": list(cluster.claims)}


def _article(article: Article, view: View) -> Object:
    return {
        "path": article.path,
        "id": article.id,
        "row": article.row,
        "new": article.id in view.focus.new if view.focus else None,
        "source": article.source,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "sha256": article.sha256,
    }


def _stats(stats: Stats) -> Object:
    return {
        "all": _tally(stats.all) if stats.all.decided else None,
        "kinds": [_tally(tally) for tally in stats.kinds],
        "reasons": [_tally(tally) for tally in stats.reasons],
        "unsure": stats.unsure,
        "unimportant": stats.unimportant,
        "dismissals": dict(stats.dismissals),
        "sources": [asdict(source) for source in stats.sources],
    }


def _tally(tally: Tally) -> Object:
    low, high = tally.interval
    return {
        "name": tally.name,
        "confirmed": tally.confirmed,
        "dismissed": tally.dismissed,
        "precision": round(tally.precision, DIGITS),
        "low": round(low, DIGITS),
        "high": round(high, DIGITS),
    }


def _coverage(coverage: Coverage, complete: bool) -> Object:
    return {
        "complete": complete,
        "articles": coverage.articles,
        "claims": coverage.claims,
        "mentions": coverage.mentions,
        "pairs_possible": coverage.pairs_possible,
        "pairs_compared": coverage.pairs_compared,
        "encoder": coverage.encoder,
        "language_model": coverage.language_model,
        "nli": coverage.nli,
        "skipped": [
            {"path": skipped.path, "problem": skipped.problem, "remedy": skipped.remedy} for skipped in coverage.skipped
        ],
        "notes": list(coverage.notes),
    }
