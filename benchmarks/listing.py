"""What was found and what was missed, in words, for reading by hand; never stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from benchmarks.gold import Item
from benchmarks.news import Report
from benchmarks.runs import StoryRun
from benchmarks.stages import missed
from benchmarks.stories import Judged, State
from factcheck.records import Finding
from factcheck.reports.escape import visible


def of_stories(run: StoryRun) -> Iterator[str]:
    """The findings on each story with their states, and then what was missed and at which stage."""
    lost = missed(run.reach)
    for story in run.stories:
        yield f"\n== {story.slug}"
        for judged in (j for j in run.judged if j.story == story.slug):
            yield from _judged(judged)
        for item in story.discrepancies:
            if item.id in lost[story.slug]:
                yield from _missed(item, lost[story.slug][item.id])


def of_news(reports: Iterable[Report]) -> Iterator[str]:
    """The findings on each event that has any."""
    for report in reports:
        if report.findings:
            yield f"\n== {report.group.id}"
        for finding in report.findings:
            yield from _finding(finding, "")


def _judged(judged: Judged) -> Iterator[str]:
    item = judged.item or judged.trap
    trap = f" ({judged.trap.trap})" if judged.trap else ""
    about = f" {item.id}{trap}" if item else ""
    yield from _finding(
        judged.finding, f"{judged.state.upper() if judged.state is State.FALSE else judged.state}{about}  "
    )


def _finding(finding: Finding, state: str) -> Iterator[str]:
    reasons = ", ".join(finding.reasons)
    yield f"{state}{finding.confidence:.2f} {finding.kind}/{finding.relation} [{reasons}]"
    yield from _quoted((side.source or side.article, side.value, side.quote) for side in finding.sides)


def _missed(item: Item, stage: str) -> Iterator[str]:
    yield f"MISSED {item.id} at {stage}  {item.kind}/{item.relation}/{item.difficulty}: {visible(item.about)}"
    yield from _quoted((side.article, side.value or "", side.quote) for side in item.sides)


def _quoted(sides: Iterable[Sequence[str]]) -> Iterator[str]:
    for name, value, quote in sides:
        yield visible(f"    {name} <{value}> {' '.join(quote.split())}")
