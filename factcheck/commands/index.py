"""``factcheck index``: what an index holds, and how articles come into it and out of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck import project as projects
from factcheck.commands import options
from factcheck.commands.common import errors, print_out, problem, progress_bars, say
from factcheck.errors import Exit, UsageError
from factcheck.locations import Location, located
from factcheck.project import Project
from factcheck.reports import wording
from factcheck.reports.escape import visible

if TYPE_CHECKING:
    from factcheck.store import Changes, Info

DEFAULT = Path("factcheck.index")
WAIT = 30.0

app = typer.Typer(no_args_is_help=True, help="Keep articles in an index on disk, so that a new one is checked quickly.")

File = Annotated[
    str | None,
    typer.Option(
        "--index", "-i", metavar="FILE|URL", help="The index.", show_default=f"the configured one, or {DEFAULT}"
    ),
]
Wait = Annotated[
    float, typer.Option(min=0, metavar="SECONDS", help="Wait so long for another process that writes to the index.")
]


@app.command()
def add(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Articles, as for factcheck report.", show_default=False),
    ] = None,
    index: File = None,
    rebuild: Annotated[
        bool,
        typer.Option("--rebuild", help="First bring the index up to date with the encoder and the factcheck in use."),
    ] = False,
    encoder: options.Encoder = None,
    nli: options.Nli = None,
    exclude: options.Exclude = None,
    columns: options.Columns = None,
    config: options.Config = None,
    wait: Wait = WAIT,
) -> None:
    """Put articles into the index, each in place of its former version; what has not changed costs nothing."""
    with errors():
        project = projects.load(config)
        settings = options.settings_of(
            project.settings, encoder=encoder, nli=nli, min_confidence=None, exclude=exclude, columns=columns,
            decisions=project.decisions,
        )  # fmt: skip
        named = paths or (() if rebuild else project.paths)
        if not named and not rebuild:
            raise UsageError("nothing to add", "name articles, configure paths, or give --rebuild")
        from factcheck import pipeline, store

        where = _named(index, project)
        reading = pipeline.read(named, settings)
        with store.open(where, settings=settings, wait=wait) as opened, progress_bars() as progress:
            if rebuild:
                opened.rebuild(progress=progress)
            changes = opened.add(reading.articles, progress=progress)
        for note in reading.notes:
            say(note)
        for skipped in reading.skipped:
            say(problem(skipped))
        say(f"{_told(changes)} -> {where}")
        raise typer.Exit(Exit.INCOMPLETE if reading.skipped else Exit.DONE)


@app.command()
def remove(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME", help="An article's id, a file with articles, or a folder.")
    ],
    index: File = None,
    wait: Wait = WAIT,
) -> None:
    """Take articles out of the index; their files are not touched."""
    with errors():
        from factcheck import store

        where = _named(index, projects.load())
        with store.open(where, create=False, wait=wait) as opened:
            removed = opened.remove(names)
        say(f"{wording.count(len(removed), 'article')} removed -> {where}")


@app.command(name="list")
def list_(index: File = None) -> None:
    """Print the articles of the index: id, source, day, claims and title, separated by tabs."""
    with errors():
        from factcheck import store

        where = _named(index, projects.load())
        with store.open(where, readonly=True) as opened:
            entries = opened.entries()
        fields = ((e.id, e.source or "", str(e.published or ""), str(e.claims), e.title or "") for e in entries)
        print_out("".join("\t".join(visible(field) for field in row) + "\n" for row in fields))


@app.command()
def info(index: File = None) -> None:
    """Print what the index holds and what it was made with, and whether it can be used as it is."""
    with errors():
        from factcheck import store

        project = projects.load()
        with store.open(_named(index, project), settings=project.settings, readonly=True) as opened:
            found = opened.info()
        print_out("".join(f"{name:<12} {visible(value)}\n" for name, value in _rows(found).items()))


@app.command()
def verify(index: File = None) -> None:
    """Look for damage: every quotation is read again where it stands, and every finding derived again."""
    with errors():
        from factcheck import store

        where = _named(index, projects.load())
        with store.open(where, readonly=True) as opened:
            problems = opened.verify()
            held = opened.info()
        for line in problems:
            say(line)
        if problems:
            say(f"error: {wording.count(len(problems), 'problem')} in {where}; restore it, or index the articles again")
            raise typer.Exit(Exit.INCOMPLETE)
        say(f"{wording.count(held.articles, 'article')} with {wording.count(held.claims, 'claim')}: no problem")


def _named(index: str | None, project: Project) -> Location:
    """The index that is named, or the configured one, or the one of the usual name."""
    return located(index) if index else project.index or DEFAULT


def _told(changes: Changes) -> str:
    """``2 articles added, 1 replaced, 3 unchanged``."""
    counts = {"replaced": changes.replaced, "unchanged": changes.unchanged}
    others = [f"{len(ids)} {what}" for what, ids in counts.items() if ids]
    return ", ".join([f"{wording.count(len(changes.added), 'article')} added", *others])


def _rows(found: Info) -> dict[str, str]:
    counts = {
        "articles": found.articles, "claims": found.claims, "mentions": found.mentions, "vectors": found.vectors,
        "comparisons": found.comparisons, "findings": found.findings,
    }  # fmt: skip
    size = {"size": f"{found.bytes / 1e6:.1f} MB"}
    state = {"state": f"outdated: {'; '.join(found.outdated)}" if found.outdated else "up to date"}
    return {name: f"{count:,}" for name, count in counts.items()} | size | dict(found.made_with) | state
