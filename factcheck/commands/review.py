"""``factcheck review``: a person goes through the findings, and what they decide is kept."""

from __future__ import annotations

import getpass
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck import ledger as ledgers
from factcheck import project as projects
from factcheck.commands import options
from factcheck.commands.common import errors, print_out, progress_bars, say
from factcheck.errors import Exit, StoreError, UsageError
from factcheck.locations import Server, is_missing
from factcheck.project import Project
from factcheck.reports import wording
from factcheck.reports.escape import visible

if TYPE_CHECKING:
    from factcheck.config import Settings
    from factcheck.ledger import Decision, Ledger
    from factcheck.review.session import Session

EPILOG = """
Exit codes:
0 the review ended, whatever is still open;
2 the call is wrong, and nothing was reviewed;
3 the findings or the decisions can't be read or written.
"""


def review(
    named: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[REPORT|INDEX|PATH]...",
            help="Reports written as JSON, an index, or articles to be checked now.",
            show_default="the configured index or paths",
        ),
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Keep the decisions in this file.",
            show_default=f"the configured one, or {ledgers.DEFAULT}",
        ),
    ] = None,
    reviewer: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Who decides.", show_default="the configured name, or that of git, or the login name"
        ),
    ] = None,
    terminal: Annotated[
        bool, typer.Option("--terminal", help="Review in this terminal instead of a browser, as over ssh.")
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Serve the page on this port.", show_default="a free one")
    ] = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open a browser; the page's address is printed anyway.")
    ] = False,
    next_uncertain: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="Review only the N open findings whose decision says most.", show_default=False
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Try it out: nothing that is decided is kept.")] = False,
    merge: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="First put the decisions of this file into ours, and say where reviewers disagree; that is all where "
            "nothing to review is named. May be given more than once.",
        ),
    ] = None,
    min_confidence: options.MinConfidence = None,
    encoder: options.Encoder = None,
    nli: options.Nli = None,
    exclude: options.Exclude = None,
    columns: options.Columns = None,
    config: options.Config = None,
) -> None:
    """Go through findings one by one, in a browser or a terminal, and keep what is decided about each."""
    with errors():
        project = projects.load(config)
        path = decisions or project.decisions
        settings = options.settings_of(
            project.settings,
            encoder=encoder,
            nli=nli,
            min_confidence=min_confidence,
            exclude=exclude,
            columns=columns,
            decisions=path,
        )
        with kept_in(path, dry_run) as file:
            if merge:
                print_out(told(ledgers.merge(file, merge), path))
                if not named:
                    raise typer.Exit(Exit.DONE)
            session = begin(named or _configured(project), project, settings, file, name_of(project, reviewer))
            if next_uncertain:
                session = limited(session, next_uncertain)
            for note in session.material.notes:
                say(note)
            options.tell_damage(path, session.state.ledger)
            if terminal:
                from factcheck.review.terminal import run

                run(session, dry_run=dry_run)
            else:
                from factcheck.review.server import serve

                serve(session, port, lambda address: announce(address, browse=not no_browser), dry_run=dry_run)
            say(summary(session, path, dry_run))


def begin(named: Sequence[str | Server], project: Project, settings: Settings, path: Path, reviewer: str) -> Session:
    """The review of what is named."""
    from factcheck.review import material
    from factcheck.review.session import Session

    with progress_bars() as progress:
        gathered = material.gather(named, settings, project.rules, progress=progress)
    return Session(gathered, path, reviewer)


def limited(session: Session, number: int) -> Session:
    """The same review of the open findings only whose decision says most, so many of them."""
    from factcheck.review import queue
    from factcheck.review.session import Session

    chosen = queue.next_uncertain(session.findings, session.state.ledger, number)
    return Session(replace(session.material, findings=chosen), session.path, session.reviewer)


def _configured(project: Project) -> Sequence[str | Server]:
    """What is reviewed where the call does not say so."""
    if project.index and not is_missing(project.index):
        return [project.index if isinstance(project.index, Server) else str(project.index)]
    if project.paths:
        return project.paths
    raise UsageError(
        "there is nothing to review", "Name a JSON report, an index or articles, or configure index or paths."
    )


@contextmanager
def kept_in(path: Path, dry_run: bool) -> Iterator[Path]:
    """The file that decisions go into: in a dry run a copy that is thrown away."""
    if not dry_run:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="factcheck-") as folder:
        copy = Path(folder) / ledgers.DEFAULT
        try:
            if path.exists():
                shutil.copyfile(path, copy)
        except OSError as error:
            raise StoreError(
                f"the ledger {path} can't be read: {error.strerror}", "Check its name and rights."
            ) from error
        yield copy


def name_of(project: Project, given: str | None = None) -> str:
    """Who decides; raises UsageError for a name that is empty."""
    if given is not None and not given.strip():
        raise UsageError("a reviewer needs a name", "Give one with --reviewer.")
    return given or project.reviewer or _git_name() or _login_name() or "unknown"


def _git_name() -> str:
    try:
        asked = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError, UnicodeError):
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may run as a user without a name
        return ""


def announce(address: str, *, browse: bool) -> None:
    """Says where the page is, and opens it."""
    print(f"Review at {address}", file=sys.stderr)  # whole and unchanged, so that it can be copied
    say("Ctrl+C ends the review; every decision is kept at once.")
    if browse:
        import webbrowser

        webbrowser.open(address)


def told(ledger: Ledger, path: Path) -> str:
    """What a merged ledger holds, and where reviewers disagree, for standard output."""
    disagreements = ledger.disagreements()
    lines = [f"{wording.count(len(ledger.decisions), 'line')} in {visible(str(path))}"]
    lines += [f"line {damaged.line} {visible(damaged.problem)}; the others count" for damaged in ledger.damaged]
    lines += [f"{wording.count(len(disagreements), 'disagreement')} between reviewers"]
    for words in disagreements:
        lines += [visible(f"- {words[0].about} ({words[0].fingerprint})")]
        lines += [f"  - {visible(_word(decision))}" for decision in words]
    return "".join(f"{line}\n" for line in lines)


def _word(decision: Decision) -> str:
    why = "; ".join(filter(None, (ledgers.REASONS.get(decision.reason, decision.reason), decision.note)))
    return f"{decision.reviewer} {decision.choice} it on {decision.time[:10]}{f' ({why})' if why else ''}"


def summary(session: Session, path: Path, dry_run: bool) -> str:
    """One line on how far the review is: ``12 of 50 findings decided -> factcheck-decisions.jsonl``."""
    decided = f"{session.state.decided} of {wording.count(len(session.findings), 'finding')} decided"
    return f"{decided}; a dry run, so nothing was kept" if dry_run else f"{decided} -> {path}"
