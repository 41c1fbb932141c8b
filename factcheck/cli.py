"""The ``factcheck`` command: reads options, runs a check, writes the report, and says by its exit code how it went.

Results go to standard output or into a file, everything else to standard error. Typer only parses; the functions below
``report`` are plain ones.
"""

from __future__ import annotations

import gc
import sys
import traceback
from collections.abc import Sequence
from contextlib import closing, redirect_stdout
from pathlib import Path
from typing import Annotated

import typer

import factcheck
from factcheck import decided, engines, tallies
from factcheck import project as projects
from factcheck.commands import calibrate, gate, index, models, options, review
from factcheck.commands.common import (
    STDOUT,
    WITH_STATS,
    deliver,
    errors,
    format_name,
    problem,
    progress_bars,
    say,
    summary,
)
from factcheck.config import Settings
from factcheck.engines import LOCAL, Engine
from factcheck.errors import Exit, UsageError
from factcheck.records import Finding, Severity
from factcheck.reports import wording
from factcheck.reports.files import prepare
from factcheck.results import Result

EPILOG = """
Exit codes:
0 everything was checked;
1 everything was checked, and a finding is as severe as --fail-on says;
2 the call is wrong, and no report was written;
3 something could not be checked, whatever was found in the rest;
130 the check was interrupted.
"""

SELDOM = (100_000, 50, 100)
"""How many objects, and rounds, make Python look for cycles among them: a check makes objects by the million and few
cycles, and the usual thresholds cost it a tenth of its time."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(index.app, name="index")
app.command()(models.models)
app.command()(calibrate.calibrate)


def main() -> None:
    """Runs the command line and exits with its code; a fault of factcheck itself counts as an incomplete check."""
    gc.set_threshold(*SELDOM)
    try:
        app(prog_name="factcheck")
    except Exception:
        traceback.print_exc()
        sys.exit(Exit.INCOMPLETE)
    finally:
        gc.freeze()  # the process ends and frees all at once: looking for cycles again would take a third of a second


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"factcheck {factcheck.__version__}")
        raise typer.Exit


@app.callback(epilog=EPILOG)
def _factcheck(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Find where articles from several sources contradict each other, and quote both sides."""


@app.command(epilog=EPILOG)
def report(
    paths: Annotated[
        list[str] | None,  # not Path, which would turn "" into the current folder and lose a slash of a web address
        typer.Argument(
            metavar="PATH",
            help="Articles: files, folders of files, or tables with an article a row.",
            show_default="the configured paths",
        ),
    ] = None,
    output: options.Output = STDOUT,
    format: options.Format = None,
    encoder: options.Encoder = None,
    nli: options.Nli = None,
    min_confidence: options.MinConfidence = None,
    exclude: options.Exclude = None,
    columns: options.Columns = None,
    fail_on: Annotated[
        Severity | None,
        typer.Option(help="Exit with code 1 if a finding is at least this severe.", show_default=False),
    ] = None,
    decisions: options.Decisions = None,
    stats: Annotated[
        bool, typer.Option("--stats", help="Add what the decisions say of the checker and of the sources, in figures.")
    ] = False,
    engine: options.Engine = LOCAL,
    work: options.Work = None,
    config: options.Config = None,
) -> None:
    """Report every fact on which the articles disagree, with the exact words of each side."""
    with errors():
        name = format_name(format, output)
        if stats and name not in WITH_STATS:
            raise UsageError(f"the format {name} has no room for --stats", f"Choose {' or '.join(WITH_STATS)}.")
        project = projects.load(config)
        settings = options.settings_of(
            project.settings,
            encoder=encoder,
            nli=nli,
            min_confidence=min_confidence,
            exclude=exclude,
            columns=columns,
            decisions=decisions or project.decisions,
        )
        file, ledger = options.ledger_of(project.decisions, decisions)
        named = paths or project.paths
        if not named:
            raise UsageError("no articles are named", "Name files or folders, or configure paths.")
        if output != STDOUT:
            prepare(output, [*named, str(file)])
        result = project.rules.apply(run_check(named, settings, engine, work), settings.min_confidence)
        result, standings = decided.heeded(result, ledger)
        left = decided.without_dismissed(result, standings)
        figures = tallies.stats(ledger, left.findings) if stats else None
        deliver(name, result, output, standings, stats=figures)
        if output != STDOUT:
            say(f"{summary(left)} -> {output}")
        raise typer.Exit(conclude(left, fail_on))


app.command(epilog=gate.EPILOG)(gate.gate)
app.command(epilog=review.EPILOG)(review.review)


def run_check(paths: Sequence[str], settings: Settings, engine: str = LOCAL, work: Path | None = None) -> Result:
    """The result of checking the paths, with progress bars where standard error is a terminal."""
    # Standard output is the report's alone, whatever libraries print.
    with redirect_stdout(sys.stderr), closing(workers(engine, work, settings)) as working, progress_bars() as progress:
        return factcheck.check(paths, settings=settings, progress=progress, engine=working, folder=work)


def workers(engine: str, work: Path | None, settings: Settings) -> Engine:
    """The engine of that name, which keeps what is made in the work folder, if there is one."""
    if work is None:
        return engines.named(engine)
    from factcheck import encoders, nli
    from factcheck.work import WorkFolder, prepare

    prepare(work)  # before a cluster is started
    return WorkFolder(engines.named(engine), work, (encoders.named(settings.encoder), nli.named(settings.nli)))


def conclude(result: Result, fail_on: Severity | None) -> Exit:
    """The exit code, after its reason was given on standard error."""
    severe = severe_findings(result, fail_on)
    if severe and fail_on:
        say(f"{wording.count(len(severe), 'finding')} of severity {fail_on} or above")
    for skipped in result.coverage.skipped:
        say(problem(skipped))
    if not result.complete:
        say(f"error: {wording.count(len(result.coverage.skipped), 'input')} could not be checked")
        return Exit.INCOMPLETE
    return Exit.FOUND if severe else Exit.DONE


def severe_findings(result: Result, level: Severity | None) -> list[Finding]:
    """The findings that are at least as severe as ``level``; none where no level is given."""
    return [finding for finding in result.findings if level and finding.severity.rank >= level.rank]
