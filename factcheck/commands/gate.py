"""``factcheck gate``: lets new articles in, or says by its exit code and a report why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck import baseline as baselines
from factcheck import decided
from factcheck import project as projects
from factcheck.baseline import Baseline
from factcheck.commands import options
from factcheck.commands.common import STDOUT, deliver, errors, format_name, problem, progress_bars, say, summary
from factcheck.config import Settings
from factcheck.errors import UsageError
from factcheck.ledger import Ledger
from factcheck.locations import Server, is_server
from factcheck.policy import Policy, Rules
from factcheck.project import Project
from factcheck.records import Severity
from factcheck.reports import DEFAULT, REPORTERS, Focus, wording
from factcheck.reports.files import prepare, refuse_to_overwrite

if TYPE_CHECKING:
    from factcheck.gate import Outcome

DEFAULT_FORMAT = "text" if "text" in REPORTERS else DEFAULT

EPILOG = """
Exit codes:
0 everything was checked, and nothing fails;
1 everything was checked, and a new finding is as severe as --fail-on says;
2 the call is wrong, and nothing was checked;
3 something could not be checked, whatever was found in the rest;
130 the check was interrupted.
"""


@dataclass(frozen=True, slots=True)
class Call:
    """What one run of the gate was asked for, options and configuration put together."""

    new: Sequence[str]
    against: Sequence[str | Server]
    settings: Settings
    policy: Policy
    rules: Rules
    baseline: Path | None
    reviewed: Ledger
    write_baseline: bool
    add: bool


def gate(
    new: Annotated[
        list[str],
        typer.Argument(metavar="NEW", help="The new articles: files, folders of files, or tables."),
    ],
    against: Annotated[
        list[str] | None,
        typer.Option(
            metavar="INDEX|PATH",
            help="Compare them with the articles of this index, or with these files and folders. "
            "May be given more than once.",
            show_default="the configured index or paths",
        ),
    ] = None,
    fail_on: Annotated[
        Severity | None,
        typer.Option(help="Fail from this severity on.", show_default=Policy().fail_on.value),
    ] = None,
    relation: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RELATION,...",
            help="Fail on findings of these relations; show the others.",
            show_default="conflict,dispute",
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Do not fail on the findings in this file; mark them as known."),
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Accept what is found: put it into the baseline, and pass.")
    ] = False,
    add: Annotated[bool, typer.Option("--add", help="Put the articles into the index if they pass.")] = False,
    output: options.Output = STDOUT,
    format: options.Format = None,
    min_confidence: options.MinConfidence = None,
    encoder: options.Encoder = None,
    nli: options.Nli = None,
    exclude: options.Exclude = None,
    columns: options.Columns = None,
    decisions: options.Decisions = None,
    config: options.Config = None,
) -> None:
    """Fail if new articles contradict what is there already, and quote both sides."""
    with errors():
        project = projects.load(config)
        file, ledger = options.ledger_of(project.decisions, decisions)
        call = Call(
            new=new,
            against=against or _configured(project),
            settings=options.settings_of(
                project.settings,
                encoder=encoder,
                nli=nli,
                min_confidence=min_confidence,
                exclude=exclude,
                columns=columns,
                decisions=file,
            ),
            policy=options.policy_of(project.policy, fail_on=fail_on, relations=relation),
            rules=project.rules,
            baseline=baseline or project.baseline,
            reviewed=ledger,
            write_baseline=write_baseline,
            add=add,
        )
        name = format_name(format, output, DEFAULT_FORMAT)
        if output != STDOUT:
            kept = [str(path) for path in (call.baseline, file) if path]
            there = [str(path) for path in call.against if not is_server(path)]
            prepare(output, [*call.new, *there, *kept])
        outcome = run(call)
        report(outcome, name, output)
        conclude(outcome, call.policy)
        raise typer.Exit(outcome.exit_code)


def _configured(project: Project) -> Sequence[str | Server]:
    """What new articles are compared with where the call does not say so."""
    if project.index:
        return [project.index if isinstance(project.index, Server) else str(project.index)]
    if project.paths:
        return project.paths
    remedy = "Name an index or articles with --against, or configure index or paths."
    raise UsageError("there is nothing to compare the new articles with", remedy)


def run(call: Call) -> Outcome:
    """The outcome, once the baseline was written and the articles were added, as far as that was asked for."""
    from factcheck import gate as gates

    before = _before(call)
    index = gates.index_among(list(call.against))
    if call.add and index is None:
        raise UsageError("--add needs an index", "Name one with --against; factcheck index add makes it.")
    with progress_bars() as progress:
        outcome = gates.gate(
            list(call.new),
            list(call.against),
            settings=call.settings,
            policy=call.policy,
            rules=call.rules,
            baseline=before,
            reviewed=call.reviewed,
            progress=progress,
        )
    if call.write_baseline and call.baseline:
        outcome = _accept(outcome, before, call.baseline)
    if call.add and index and outcome.passes:
        added = gates.admit(outcome, index, call.settings)
        say(f"{wording.count(len(added), 'article')} added to {index}")
    return outcome


def _before(call: Call) -> Baseline:
    """The baseline that holds for a call; one that is to be written need not be there yet."""
    if call.baseline is None:
        if call.write_baseline:
            raise UsageError("--write-baseline needs to know where", "Name the file with --baseline.")
        return Baseline()
    if call.write_baseline and not call.baseline.exists():
        return Baseline()
    return baselines.read(call.baseline)


def _accept(outcome: Outcome, before: Baseline, path: Path) -> Outcome:
    """The outcome with all findings accepted; an incomplete one is left as it is, and nothing is written."""
    if not outcome.result.complete:
        say(f"{path} was not written, since not everything could be checked")
        return outcome
    baselines.write(path, outcome.baseline)
    old, new = ({entry.fingerprint for entry in known.entries} for known in (before, outcome.baseline))
    say(f"{path}: {len(new - old)} added, {len(old - new)} removed, {wording.count(len(new), 'finding')} in all")
    return outcome.accepted()


def report(outcome: Outcome, name: str, output: Path) -> None:
    """Writes the report on an outcome, never over an article that took part."""
    if output != STDOUT:
        # The report's own articles are only those that it quotes. A row of a table is FILE#ROW.
        refuse_to_overwrite(output, {path for id in outcome.checked for path in (id, id.rpartition("#")[0]) if path})
    focus = Focus(
        new=frozenset(article.id for article in outcome.new),
        failing=frozenset(finding.fingerprint for finding in outcome.failing),
    )
    deliver(name, outcome.result, output, outcome.standings, focus)
    if output != STDOUT:
        say(f"{summary(decided.without_dismissed(outcome.result, outcome.standings))} -> {output}")


def conclude(outcome: Outcome, policy: Policy) -> None:
    """Says on standard error why the gate fails or is incomplete, and what the reader of a baseline must know."""
    for warning in outcome.warnings:
        say(f"warning: the baseline was made otherwise: {warning}")
    for entry in outcome.fixed:
        say(f"fixed since the baseline: {entry.about} ({entry.fingerprint})")
    if outcome.failing:
        counted = wording.relations(outcome.failing)
        say(f"the gate fails: {counted} of severity {policy.fail_on} or above")
    for skipped in outcome.result.coverage.skipped:
        say(problem(skipped))
    if not outcome.result.complete:
        say(f"error: {wording.count(len(outcome.result.coverage.skipped), 'input')} could not be checked")
