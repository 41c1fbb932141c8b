"""Results as tables: the same ones for the terminal and for the documentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.stages import Stage

if TYPE_CHECKING:
    from rich.console import Console

STAGES = tuple(stage.value for stage in Stage)
OVERALL = {
    "stories": "stories",
    "gold": "discrepancies",
    "right": "found",
    "false": "false alarms",
    "traps": "false alarms that are traps",
    "duplicates": "duplicates",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "average_precision": "average precision",
    "kind_accuracy": "right kind, of those found",
    "relation_accuracy": "right relation, of those found",
}
"""Figures over all stories, and how a table calls them."""
LOAD = {
    "groups": "events",
    "groups_with_findings": "events with findings",
    "articles": "articles",
    "claims": "claims",
    "findings": "findings",
    "per_1000_claims": "findings per 1,000 claims",
}


ARCHIVE = {"findings": "findings", "of_two_events": "of these, findings that join two events"}


@dataclass(frozen=True, slots=True)
class Table:
    """A title, column heads and rows of cells; the first column is text, the others are numbers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def of_section(name: str, figures: Mapping[str, Any]) -> list[Table]:
    """The tables of one section of a results file."""
    return {"stories": of_stories, "stages": of_stages, "pairs": of_pairs, "news": of_news}[name](figures)


def of_stories(figures: Mapping[str, Any]) -> list[Table]:
    """Over all, by kind, relation and difficulty, and the traps."""
    labels = [_by(label, rows) for label, rows in figures["by"].items()]
    traps = [(trap, *_cells(row, ("items", "hit", "findings"))) for trap, row in figures["traps_by"].items()]
    return [
        _overall("All stories", OVERALL, figures),
        *labels,
        Table("Traps", ("trap", "in the key", "hit", "false alarms there"), tuple(traps)),
    ]


def of_each_story(figures: Mapping[str, Any]) -> Table:
    """A row a story, for reading along while tuning."""
    columns = ("gold", "right", "duplicate", "false")
    rows = tuple((slug, *_cells(row, columns)) for slug, row in figures["by_story"].items())
    return Table("By story", ("story", "in the key", "found", "duplicates", "false alarms"), rows)


def of_stages(figures: Mapping[str, Any]) -> list[Table]:
    """How many discrepancies get past each stage, by kind, with the share of all in the last row."""
    recall = figures["recall"]
    rows = [(kind, *_cells(row, ("gold", *STAGES))) for kind, row in recall.items()]
    whole = max(1, recall.get("all", {}).get("gold", 0))
    shares = [f"{recall.get('all', {}).get(stage, 0) / whole:.0%}" for stage in STAGES]
    return [Table("Stages", ("kind", "in the key", *STAGES), (*rows, ("share", "", *shares)))]


def of_pairs(figures: Mapping[str, Any]) -> list[Table]:
    """A row a set of pairs: the contradictions found, and the look-alikes flagged."""
    names = ("contradictions", "found", "recall", "others", "flagged", "flagged_share")
    columns = ("set", "contradictions", "found", "recall", "others", "flagged", "share of the others")
    return [Table("Pairs", columns, _rows(figures["by_set"], names))]


def of_news(figures: Mapping[str, Any]) -> list[Table]:
    """The load over all events, and by kind and relation."""
    columns = ("findings", "per_1000_claims")
    labels = [
        Table(f"News, by {label}", (label, "findings", "per 1,000 claims"), _rows(rows, columns))
        for label, rows in figures["by"].items()
    ]
    together = _overall("News, all events in one check", ARCHIVE, figures["archive"])
    return [_overall("News", LOAD, figures), *labels, together]


def markdown(table: Table) -> str:
    """The table in Markdown."""
    lines = [table.columns, ("---", *("---:" for _ in table.columns[1:])), *table.rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def show(table: Table, console: Console) -> None:
    """Prints the table."""
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(title=table.title, title_justify="left")
    for number, column in enumerate(table.columns):
        grid.add_column(column, justify="right" if number else "left")
    for row in table.rows:
        grid.add_row(*(Text(cell) for cell in row))  # names of stories are no markup
    console.print(grid)


def _by(label: str, rows: Mapping[str, Mapping[str, Any]]) -> Table:
    titles = {"gold": "in the key", "found": "found", "recall": "recall"}
    if label != "difficulty":
        titles |= {"right": "right", "false": "false alarms", "precision": "precision"}
    return Table(f"By {label}", (label, *titles.values()), _rows(rows, tuple(titles)))


def _rows(rows: Mapping[str, Mapping[str, Any]], columns: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple((name, *_cells(row, columns)) for name, row in rows.items())


def _overall(title: str, names: Mapping[str, str], figures: Mapping[str, Any]) -> Table:
    return Table(title, ("measure", "figure"), tuple((name, _cell(figures[key], key)) for key, name in names.items()))


def _cells(row: Mapping[str, Any], columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(_cell(row.get(column), column) for column in columns)


def _cell(value: float | None, name: str) -> str:
    """A figure as a reader sees it: counts as they are, loads with one decimal, rates with three, "" for none."""
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.1f}" if name == "per_1000_claims" else f"{value:.3f}"
