"""Figures in docs/quality.md: filled in from a stored results file, never typed by hand.

A section's figures stand between ``<!-- NAME -->`` and ``<!-- /NAME -->``, NAME being one of ``results.SECTIONS``, and
begin with a line that names the results file they come from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import results, tables
from factcheck.errors import UsageError

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "quality.md"


def write(stored: Path, page: Path = PAGE) -> list[str]:
    """Fills in the sections that the stored results have figures for, and returns their names."""
    figures = results.read(stored)
    text = page.read_text(encoding="utf-8")
    names = [name for name in results.SECTIONS if name in figures]
    for name in names:
        text = filled(text, name, section(name, figures, shown_path(stored, page)))
    page.write_text(text, encoding="utf-8")
    return names


def filled(text: str, name: str, figures: str) -> str:
    """The page with the figures between a section's markers; raises UsageError if it has none or more than one pair."""
    pattern = re.compile(rf"<!-- {name} -->\n.*?<!-- /{name} -->", re.DOTALL)
    if len(pattern.findall(text)) != 1:
        raise UsageError(f"the page has no one place for {name}", f"mark it <!-- {name} --> ... <!-- /{name} -->")
    return pattern.sub(lambda _: f"<!-- {name} -->\n{figures}<!-- /{name} -->", text)


def section(name: str, figures: Mapping[str, Any], source: str) -> str:
    """A section's Markdown: where the figures come from, then the tables."""
    parts = [provenance(figures, name, source)]
    parts += [f"**{table.title}**\n\n{tables.markdown(table)}" for table in tables.of_section(name, figures[name])]
    return "\n" + "\n\n".join(parts) + "\n\n"


def provenance(figures: Mapping[str, Any], name: str, source: str) -> str:
    """Version, models, threshold, machine and date in a sentence, with a link to the results file."""
    tool, machine = figures["tool"], figures["machine"]
    date = f", {figures['date']}" if figures.get("date") else ""
    what = ", ".join(figures[name].get("sets", [])) or figures[name].get("file", "")
    return (
        f"On {what}: {tool['name']} {tool['version']} (code {tool['code']}), encoder {figures['encoder']}, grammar "
        f"{figures['language_model']}, findings from a confidence of {figures['thresholds']['min_confidence']:g}; "
        f"Python {machine['python']}, {machine['cpus']} CPUs{date}. Results: [{Path(source).name}]({source})."
    )


def shown_path(stored: Path, page: Path = PAGE) -> str:
    """The path of a results file from the page's folder; raises UsageError for one outside of benchmarks/results/."""
    folder = page.resolve().parent.parent / "benchmarks" / "results"
    if stored.resolve().parent != folder:
        raise UsageError(f"{stored} is not in benchmarks/results/", "store there what the documentation quotes")
    return f"../benchmarks/results/{stored.name}"
