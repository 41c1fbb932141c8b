"""What the commands share: messages and exit codes, standard output, progress bars, and options read alike by all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from factcheck.errors import Exit, FactcheckError, UsageError
from factcheck.records import Skipped
from factcheck.reports import DEFAULT, NO_STANDINGS, REPORTERS, SUFFIXES, Focus, Standings, wording
from factcheck.reports.escape import visible
from factcheck.reports.files import encoded, refuse_to_overwrite, write
from factcheck.reports.json import to_json
from factcheck.reports.markdown import to_markdown
from factcheck.reports.stats import Stats
from factcheck.results import Result

if TYPE_CHECKING:
    from factcheck.pipeline import Progress

STDOUT = Path("-")
COLUMNS = ("text", "title", "source", "published")
FORMATS = ", ".join(REPORTERS)
WITH_STATS = {"md": to_markdown, "json": to_json}
"""The reports that have room for figures on what reviewers decided."""


@contextmanager
def errors() -> Iterator[None]:
    """Turns what can go wrong into a message and an exit code."""
    try:
        yield
    except FactcheckError as error:
        say(f"error: {error.problem}")
        if error.remedy:
            say(error.remedy)
        raise typer.Exit(error.exit_code) from error
    except KeyboardInterrupt as interrupt:
        say("interrupted")
        raise typer.Exit(Exit.INTERRUPTED) from interrupt


def format_name(named: str | None, output: Path, default: str = DEFAULT) -> str:
    """The report format: the one that was named, or that the output's suffix implies, or the default."""
    if named is None and output == STDOUT:
        return default
    name = named or SUFFIXES.get(output.suffix.lower(), "")
    if name in REPORTERS:
        return name
    if named:
        raise UsageError(f"unknown format '{named}'", f"Choose one of {FORMATS}.")
    raise UsageError(f"the suffix of {output} names no format", f"Add --format with one of {FORMATS}.")


def parse_columns(options: Sequence[str]) -> Mapping[str, str]:
    """``["text=body"]`` as ``{"text": "body"}``."""
    columns = {}
    for option in options:
        name, separator, column = (part.strip() for part in option.partition("="))
        if name not in COLUMNS or not separator or not column:
            raise UsageError(
                f"--columns {option} is not understood",
                f"Write NAME=COLUMN, where NAME is one of {', '.join(COLUMNS)}.",
            )
        columns[name] = column
    return columns


@contextmanager
def progress_bars() -> Iterator[Progress | None]:
    """A function that shows how far each stage is, or None where nobody is looking."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    text = TextColumn("{task.description}", markup=False)
    bars = Progress(
        text, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True
    )
    tasks: dict[str, TaskID] = {}

    def show(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bars.add_task(stage)
        bars.update(tasks[stage], completed=done, total=total)

    with bars:
        yield show


def deliver(
    name: str,
    result: Result,
    output: Path,
    standings: Standings = NO_STANDINGS,
    focus: Focus | None = None,
    stats: Stats | None = None,
) -> None:
    """Writes the report of that name into the file, or to standard output; never over an article that was read."""
    if name == "text" and output == STDOUT and sys.stdout.isatty():
        print_styled(result, standings, focus)
        return
    text = WITH_STATS[name](result, standings, focus, stats) if stats else REPORTERS[name](result, standings, focus)
    if output == STDOUT:
        print_out(text)
    else:
        refuse_to_overwrite(output, [article.path for article in result.articles])
        write(output, text)


def summary(result: Result) -> str:
    """One line on what was found: ``3 conflicts, 1 update in 5 articles``."""
    found = wording.relations(result.findings) or "no disagreements"
    return f"{found} in {wording.count(result.coverage.articles, 'article')}"


def print_styled(result: Result, standings: Standings, focus: Focus | None) -> None:
    """Prints the text report as wide as the terminal, in colour unless the reader asks for none (``NO_COLOR``)."""
    from rich.console import Console

    from factcheck.reports.text import styled

    console = Console(highlight=False)
    with console.capture() as printed:
        console.print(styled(result, standings, focus, width=console.width), soft_wrap=True, end="")
    print_out(printed.get())


def print_out(text: str) -> None:
    """Prints the text to standard output as UTF-8; a reader that stops early, as ``head`` does, is no error."""
    try:
        sys.stdout.buffer.write(encoded(text))
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more when it exits, and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def problem(skipped: Skipped) -> str:
    """An input that was not checked, in one line: ``file: problem. remedy``."""
    line = f"{skipped.path}: {skipped.problem.rstrip('.')}."
    return f"{line} {skipped.remedy}".rstrip()


def say(line: str) -> None:
    """Prints a line to standard error."""
    # File names and messages may quote an article, and must not steer the terminal.
    print(visible(line), file=sys.stderr)
