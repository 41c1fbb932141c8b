"""The report as a page: one self-contained file that works offline, on a telephone, in print and without scripts.

Every expression in the template is escaped by Jinja, and what an article hides in a text (control and direction
characters) is written out. The page's policy allows its own style and script, by their hashes, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from factcheck.records import Finding, Kind, Relation, Severity, Side
from factcheck.reports import layout, tool, wording
from factcheck.reports.escape import visible
from factcheck.reports.markdown import anchor
from factcheck.reports.view import NO_STANDINGS, Focus, Standings, View
from factcheck.results import Result

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATE, STYLE, SCRIPT = "report.html.j2", "report.css", "report.js"


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice by which a reader narrows down the findings."""

    name: str
    every: str
    """The choice that leaves out nothing, in words."""
    options: tuple[tuple[str, str, int], ...]
    """Token, words and number of findings of each other choice."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One value of a fact with everybody who gives it: a column of a finding."""

    value: str
    sources: tuple[str, ...]
    rows: tuple[layout.Row, ...]


def to_html(result: Result, standings: Standings = NO_STANDINGS, focus: Focus | None = None) -> str:
    """A whole HTML document; what it says is what the Markdown report says, with the sides next to each other."""
    view = View(result, standings, focus)
    sources = _tokens(view)
    return (
        environment()
        .get_template(TEMPLATE)
        .render(
            view=view,
            result=result,
            coverage=result.coverage,
            filters=_filters(view, sources),
            answers=partial(_answers, view=view),
            rows=partial(layout.rows, articles=view.articles),
            source_tokens=lambda finding: " ".join(sorted({sources[_source(side)] for side in finding.sides})),
            shortened=layout.shortened(result),
            tool=f"{tool.NAME} {tool.version()}",
            style=_asset(STYLE),
            script=_asset(SCRIPT),
        )
    )


def _answers(finding: Finding, view: View) -> tuple[Answer, ...]:
    """The finding's values side by side, that of a new article first."""
    rows: dict[str, list[layout.Row]] = {}
    for row in layout.rows(view.sides(finding), view.articles):
        rows.setdefault(row.side.key, []).append(row)
    given = zip(layout.answers(view.sides(finding)), rows.values(), strict=True)
    return tuple(Answer(value, sources, tuple(shown)) for (value, sources), shown in given)


def _source(side: Side) -> str:
    return side.source or side.article


def _tokens(view: View) -> Mapping[str, str]:
    """A token without spaces for each source that takes part in a finding, in the order of their names."""
    names = {_source(side) for finding in view.result.findings for side in finding.sides}
    return {name: f"s{number}" for number, name in enumerate(sorted(names), start=1)}


def _filters(view: View, sources: Mapping[str, str]) -> tuple[Filter, ...]:
    """The choices that tell findings apart: of one kind only, there is nothing to choose."""
    findings = view.result.findings
    levels = {level: level.value for level in reversed(Severity)}
    taking_part = [{_source(side) for side in finding.sides} for finding in findings]
    filters = (
        _filter("kind", "All kinds", {kind: kind.value for kind in Kind}, [{f.kind} for f in findings]),
        _filter("relation", "All relations", {r: r.value for r in Relation}, [{f.relation} for f in findings]),
        _filter("severity", "All severities", levels, [{f.severity} for f in findings]),
        _filter("source", "All sources", sources, taking_part),
    )
    return tuple(choice for choice in filters if len(choice.options) > 1)


def _filter(name: str, every: str, tokens: Mapping[Any, str], found: Iterable[Iterable[str]]) -> Filter:
    numbers = Counter(words for each in found for words in each)
    options = ((token, words, numbers[words]) for words, token in tokens.items() if numbers[words])
    return Filter(name, every, tuple(options))


@dataclass(frozen=True, slots=True)
class Asset:
    """A style sheet or a script that stands in the page, and the hash by which the page's policy allows it."""

    text: str
    hash: str


@cache
def _asset(name: str) -> Asset:
    from importlib.resources import files

    from markupsafe import Markup

    text = (files("factcheck.reports") / "templates" / name).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Asset(Markup(text), f"sha256-{digest}")


@cache
def environment(package: str = "factcheck.reports") -> Environment:
    """The rules for templates of HTML pages, and the templates of a package; each package has its own."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        finalize=lambda value: value if isinstance(value, Markup) else visible(str(value)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {
        "KINDS": wording.KINDS,
        "RELATIONS": wording.RELATIONS,
        "CONFIDENCE": wording.CONFIDENCE,
        "count": wording.count,
        "entailment": wording.entailment,
        "notes": wording.notes,
        "outcome": wording.outcome,
        "particulars": wording.particulars,
        "quote_limit": layout.QUOTE_LIMIT,
        "relations": wording.relations,
        "urgent": wording.urgent,
        "values": wording.values,
    }
    environment.filters |= {
        "anchor": anchor,
        "clip": wording.clip,
        "date": wording.date,
        "manner": wording.manner,
        "percent": wording.percent,
    }
    return environment
