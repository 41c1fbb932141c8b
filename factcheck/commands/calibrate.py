"""``factcheck calibrate``: learns from what reviewers decided how sure the checker should be of its findings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck import project as projects
from factcheck.commands import options
from factcheck.commands.common import errors, print_out, say
from factcheck.reports import wording
from factcheck.reports.files import prepare, write

if TYPE_CHECKING:
    from factcheck.learning import Figures, Learned

HEADINGS = ("kind", "decisions", "precision", "recall", "calibration error", "what was done")


def calibrate(
    decisions: options.Decisions = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write the calibration to this file.",
            show_default="the configured one, or factcheck-calibration.json",
        ),
    ] = None,
    min_confidence: options.MinConfidence = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be learned, and write nothing.")] = False,
    config: options.Config = None,
) -> None:  # fmt: skip
    """Fit the confidence of findings to the decisions of reviewers, where there are enough and where it helps.

    Prints precision, recall and calibration before and after, in cross-validation. The former calibration is kept as
    FILE.previous.
    """
    with errors():
        project = projects.load(config)
        file, ledger = options.ledger_of(project.decisions, decisions)
        target = output or project.calibration
        prepare(target, [str(file)])
        from factcheck import calibration, learning

        threshold = project.settings.min_confidence if min_confidence is None else min_confidence
        learned = learning.learn(
            learning.examples(ledger), learning.shipped(), former=calibration.read(target), threshold=threshold
        )
        print_out(table(learned))
        say(_told(learned, file, target, dry_run))
        if learned.is_new and not dry_run:
            keep(target)
            write(target, learned.calibration.dumps())


def keep(target: Path) -> None:
    """Puts the former file beside the place of the new one, as ``FILE.previous``."""
    if target.exists():
        write(target.with_name(f"{target.name}.previous"), target.read_text(encoding="utf-8"))


def table(learned: Learned) -> str:
    """The figures of each kind and of all, before and after, in columns."""
    rows: list[tuple[str, ...]] = [HEADINGS]
    for outcome in learned.outcomes:
        count = f"{outcome.confirmed} confirmed, {outcome.dismissed} dismissed"
        rows.append((outcome.kind, count, *_changes(outcome.before, outcome.after), outcome.why))
    rows.append(("all", str(learned.decisions), *_changes(learned.before, learned.after), "as it will be"))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _changes(before: Figures | None, after: Figures | None) -> tuple[str, ...]:
    """Precision, recall and calibration error, each as ``before -> after``, or what it is where nothing was tried."""
    told = [_measures(figures) for figures in (before, after) if figures]
    return tuple(" -> ".join(values) for values in zip(*told, strict=True)) or ("-", "-", "-")


def _measures(figures: Figures) -> tuple[str, ...]:
    return tuple(map(_shown, (figures.precision, figures.recall, figures.calibration_error)))


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _told(learned: Learned, file: Path, target: Path, dry_run: bool) -> str:
    """What came of it, in a sentence."""
    if learned.missing:
        missing = wording.count(learned.missing, "more decision")
        return f"nothing is fitted: {file} has {learned.decisions} that count, and {missing} are needed"
    if not learned.is_new:
        return f"nothing was learned that would help; {target} is as it was"
    kinds = ", ".join(outcome.kind for outcome in learned.outcomes if outcome.fitted)
    return f"{kinds} fitted to {learned.decisions} decisions" + ("; nothing is written" if dry_run else f" -> {target}")
