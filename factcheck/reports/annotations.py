"""The report for the log of a GitHub workflow: a command a finding, which GitHub shows at the words it is about."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.records import Finding, Severity, Side, Skipped, Standing
from factcheck.reports import layout, regions, wording
from factcheck.reports.escape import visible
from factcheck.reports.view import NO_STANDINGS, Focus, Standings, View
from factcheck.results import Result

QUOTE_LIMIT = 300
TITLE_LIMIT = 120
LEVELS = {Severity.HIGH: "warning", Severity.MEDIUM: "warning", Severity.LOW: "notice"}
"""The command for each severity; only what fails a gate, or was not checked, is an error."""


def to_annotations(result: Result, standings: Standings = NO_STANDINGS, focus: Focus | None = None) -> str:
    """A workflow command a line: each open finding at its first side, inputs that were not checked, and the outcome.

    Dismissed findings are only counted. GitHub shows at most ten annotations of a level for each step.
    """
    view = View(result, standings, focus)
    outcome = "\n".join(
        (wording.outcome(view), *wording.particulars(view), *map(visible, wording.notes(result.coverage)))
    )
    commands = [
        *(_skipped(skipped) for skipped in result.coverage.skipped),
        *(_finding(finding, view) for finding in _errors_first(view)),
        _command("notice", outcome, title="factcheck"),
    ]
    return "".join(f"{command}\n" for command in commands)


def _errors_first(view: View) -> list[Finding]:
    """The open findings with those that fail first: what is beyond GitHub's limit is lost."""
    return sorted(view.open, key=lambda finding: (not view.fails(finding), -finding.severity.rank))


def _finding(finding: Finding, view: View) -> str:
    first = view.sides(finding)[0]
    return _command(
        _level(finding, view),
        "\n".join(_lines(finding, view)),
        **_region(first, view),
        title=wording.clip(f"{finding.kind} {finding.relation}: {finding.about}", TITLE_LIMIT),
    )


def _level(finding: Finding, view: View) -> str:
    if view.fails(finding):
        return "error"
    return "notice" if view.standing(finding) is Standing.KNOWN else LEVELS[finding.severity]


def _lines(finding: Finding, view: View) -> Iterator[str]:
    yield ", ".join(wording.facts(finding, view))
    for row in layout.rows(view.sides(finding), view.articles, QUOTE_LIMIT):
        quoted = row.quote.before + row.quote.words + row.quote.after
        name = row.side.source or row.side.article
        yield visible(f"{row.side.value}: “{quoted}” ({name}, {wording.date(row.side)}, {row.side.location})")
    yield visible(f"Why: {finding.explanation}")


def _region(side: Side, view: View) -> dict[str, str]:
    """Where GitHub puts the annotation: columns only within a line, and no line where the file has none."""
    place = {"file": regions.relative(side.path)}
    region = regions.region(view.articles.get(side.article), side.value_span)
    if region is None:
        return place
    place |= {"line": str(region.start_line), "endLine": str(region.end_line)}
    if region.start_line == region.end_line:
        place |= {"col": str(region.start_column), "endColumn": str(region.end_column)}
    return place


def _skipped(skipped: Skipped) -> str:
    message = f"{skipped.problem.rstrip('.')}. {skipped.remedy}".rstrip()
    return _command("error", visible(message), file=regions.relative(skipped.path), title="Not checked")


def _command(level: str, message: str, **properties: str) -> str:
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {named}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
