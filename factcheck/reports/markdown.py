"""The report for editors: Markdown that reads well as text and as a page.

Every expression in the template is escaped unless it is ``Markdown`` already, so that a new line in the template can't
let an article's text through.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from factcheck.reports import layout, tool, wording
from factcheck.reports.escape import Markdown, bold_within, code, escape
from factcheck.reports.stats import Stats
from factcheck.reports.view import NO_STANDINGS, Focus, Standings, View
from factcheck.results import Result

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATE = "report.md.j2"


def to_markdown(
    result: Result, standings: Standings = NO_STANDINGS, focus: Focus | None = None, stats: Stats | None = None
) -> str:
    """A Markdown document: summary, each finding with its sides, agreements, single-source facts, figures on what
    reviewers decided if they are given, coverage, and at the end the findings that a reviewer dismissed."""
    view = View(result, standings, focus)
    return (
        _environment()
        .get_template(TEMPLATE)
        .render(
            view=view,
            stats=stats,
            result=result,
            coverage=result.coverage,
            rows=lambda sides: layout.rows(sides, view.articles),
            shortened=layout.shortened(result),
            tool=f"{tool.NAME} {tool.version()}",
        )
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("factcheck.reports"),
        finalize=lambda value: value if isinstance(value, Markdown) else escape(str(value)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {
        "answers": layout.answers,
        "count": wording.count,
        "entailment": wording.entailment,
        "failing": wording.failing,
        "notes": wording.notes,
        "outcome": wording.outcome,
        "quote_limit": layout.QUOTE_LIMIT,
        "relations": wording.relations,
        "severities": wording.severities,
        "values": wording.values,
    }
    environment.filters |= {
        "anchor": anchor,
        "bold": lambda text: bold_within("", text, ""),
        "clip": wording.clip,
        "code": code,
        "marked": marked,
        "percent": wording.percent,
        "said_by": wording.said_by,
        "source": wording.source,
    }
    return environment


def anchor(fingerprint: str) -> Markdown:
    """The id under which a finding's section can be linked to, the same in every report that holds it."""
    return Markdown("finding-" + re.sub(r"[^A-Za-z0-9-]", "-", fingerprint))


def marked(quote: layout.Quote) -> Markdown:
    """A quotation with the value's words in bold."""
    return bold_within(quote.before, quote.words, quote.after)
