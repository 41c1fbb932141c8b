"""Reports: a ``Result`` as text in one format.

A reporter is a function from a ``Result`` to the whole text of its report. It may be told what is already known of
the findings (``Standings``) and what a gate makes of them (``Focus``). To add one, write the function in a module of
its own and name it in ``REPORTERS``; the name is what ``--format`` takes, and ``SUFFIXES`` says which file suffixes
imply it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from factcheck.reports.annotations import to_annotations
from factcheck.reports.comment import to_comment
from factcheck.reports.html import to_html
from factcheck.reports.json import to_json
from factcheck.reports.junit import to_junit
from factcheck.reports.markdown import to_markdown
from factcheck.reports.sarif import to_sarif
from factcheck.reports.table import to_csv
from factcheck.reports.text import to_text
from factcheck.reports.view import NO_STANDINGS, Focus, Standings
from factcheck.results import Result

__all__ = ["DEFAULT", "NO_STANDINGS", "REPORTERS", "SUFFIXES", "Focus", "Reporter", "Standings"]


class Reporter(Protocol):
    """Turns a result into a report; the same result, standings and focus always give the same text."""

    def __call__(self, result: Result, standings: Standings = NO_STANDINGS, focus: Focus | None = None) -> str: ...


REPORTERS: Mapping[str, Reporter] = MappingProxyType(
    {
        "md": to_markdown,
        "html": to_html,
        "text": to_text,
        "json": to_json,
        "csv": to_csv,
        "sarif": to_sarif,
        "junit": to_junit,
        "github": to_annotations,
        "comment": to_comment,
    }
)
"""Format name to reporter, in the order in which help texts list them."""

DEFAULT = "md"
"""The format of a report for which none is named."""

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        ".md": "md",
        ".markdown": "md",
        ".html": "html",
        ".htm": "html",
        ".json": "json",
        ".csv": "csv",
        ".sarif": "sarif",
        ".xml": "junit",
    }
)
"""File suffix, in lower case, to the format that it implies; any other format has to be named."""
