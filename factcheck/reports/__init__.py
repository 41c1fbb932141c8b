"""Reports: a ``Result`` as text in one format.

A reporter is a function from a ``Result`` to the whole text of its report. To add one, write the function in a module
of its own and name it in ``REPORTERS``; the name is what ``--format`` takes, and the file suffix that implies it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from factcheck.reports.json import to_json
from factcheck.reports.markdown import to_markdown
from factcheck.reports.table import to_csv
from factcheck.results import Result

__all__ = ["DEFAULT", "REPORTERS", "Reporter"]


class Reporter(Protocol):
    """Turns a result into a report; the same result always gives the same text."""

    def __call__(self, result: Result, /) -> str: ...


REPORTERS: Mapping[str, Reporter] = MappingProxyType({"md": to_markdown, "json": to_json, "csv": to_csv})
"""Format name to reporter, in the order in which help texts list them."""

DEFAULT = "md"
"""The format of a report for which none is named."""
