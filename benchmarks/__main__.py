"""The benchmark's command line: ``python -m benchmarks --help``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.config import Settings
from factcheck.errors import FactcheckError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUPS = 50
"""Events of ``--news`` that are checked, unless told otherwise."""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command(no_args_is_help=True)
def bench(
    sets: Annotated[
        list[Path] | None,
        typer.Argument(metavar="STORIES_DIR...", help="Folders of stories, each with articles/ and gold.json."),
    ] = None,
    pairs: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Labelled pairs of sentences, gzipped JSON lines; may be given several times."
        ),
    ] = None,
    news: Annotated[
        Path | None, typer.Option(metavar="FILE", help="News of several outlets, JSON lines: count what is reported.")
    ] = None,
    groups: Annotated[int, typer.Option(min=1, help="Check so many events of --news.")] = GROUPS,
    encoder: Annotated[str | None, typer.Option(metavar="NAME|FOLDER", help="As for factcheck report.")] = None,
    model: Annotated[
        str | None, typer.Option("--nli", metavar="NAME|FOLDER|none", help="As for factcheck report.")
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="As for factcheck report.")
    ] = Settings().min_confidence,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the results here, as JSON.")] = None,
    date: Annotated[str | None, typer.Option(help="The day of the run, to be stored with the results.")] = None,
    listing: Annotated[
        bool, typer.Option("--list", help="Print the findings with their quotations, and what was missed.")
    ] = False,
    write_docs: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Put stored results into docs/quality.md, and measure nothing.")
    ] = None,
) -> None:
    """Score the checker on stories with known discrepancies and on labelled pairs, and count what it reports on
    news."""
    try:
        if write_docs:
            fill_docs(write_docs)
            return
        settings = Settings(encoder=encoder, nli=model, min_confidence=min_confidence)
        results = measure(sets or [], pairs or [], news, groups, settings, date, listing)
        show(results)
        if output:
            from benchmarks.results import write

            write(output, results)
            typer.echo(f"results -> {output}", err=True)
    except FactcheckError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(error.exit_code) from error


def measure(
    sets: list[Path],
    paired: list[Path],
    news: Path | None,
    groups: int,
    settings: Settings,
    date: str | None,
    listed: bool,
) -> dict[str, Any]:
    """The results on stories, pairs and news, as a results file holds them; prints the findings if they are to be
    listed."""
    from benchmarks import listing, pairs, results, runs
    from factcheck import encoders, nli

    if not sets and not paired and news is None:
        raise UsageError("nothing to measure", "name folders of stories, or a file with --pairs or --news")
    model = encoders.load(settings.encoder)
    judging = nli.load(settings.nli)
    check = runs.checker(settings, model, judging)
    measured = results.conditions(settings, model, date)
    if sets:
        run = runs.run_stories(sets, check)
        measured |= runs.story_figures(sets, run)
        _print(listing.of_stories(run) if listed else ())
    if paired:
        measured["pairs"], checked = pairs.measure(paired, settings, model, judging)
        _print(pairs.listing(checked) if listed else ())
    if news:
        measured["news"], reports = runs.run_news(news, groups, check)
        _print(listing.of_news(reports) if listed else ())
    return measured


def show(results: Mapping[str, Any]) -> None:
    """Prints the results as tables."""
    from rich.console import Console

    from benchmarks import tables
    from benchmarks.results import SECTIONS

    console = Console()
    for name in (name for name in SECTIONS if name in results):
        for table in tables.of_section(name, results[name]):
            tables.show(table, console)
    if "stories" in results:
        tables.show(tables.of_each_story(results["stories"]), console)


def fill_docs(stored: Path) -> None:
    """Puts stored results into docs/quality.md."""
    from benchmarks import docs

    typer.echo(f"docs/quality.md: {', '.join(docs.write(stored))}", err=True)


def _print(lines: Any) -> None:
    for line in lines:
        typer.echo(line)


if __name__ == "__main__":
    app(prog_name="python -m benchmarks")
