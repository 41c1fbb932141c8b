"""Runs the checker over stories and news, with the encoder and spaCy loaded once for all of them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import gold, news, stages, stories
from benchmarks.gold import Story
from benchmarks.stages import Stage
from benchmarks.stories import Judged, State
from factcheck import pipeline
from factcheck.config import Settings
from factcheck.encoders import Encoder
from factcheck.errors import FactcheckError
from factcheck.nli import NliModel
from factcheck.results import Result

Check = Callable[[Sequence[Path]], Result]


@dataclass(frozen=True, slots=True)
class StoryRun:
    """What came of the stories."""

    stories: tuple[Story, ...]
    judged: tuple[Judged, ...]
    reach: dict[str, dict[str, frozenset[Stage]]]
    """By story and discrepancy, the stages it got past."""
    seconds: float
    """Of the checks alone."""


def checker(settings: Settings, encoder: Encoder, model: NliModel | None) -> Check:
    """A function that checks paths."""
    return lambda paths: pipeline.check(paths, settings=settings, encoder=encoder, model=model)


def run_stories(sets: Iterable[Path], check: Check) -> StoryRun:
    """Checks and judges every story; raises FactcheckError if an article of one can't be read."""
    read = gold.read(sets)
    judged: list[Judged] = []
    reach: dict[str, dict[str, frozenset[Stage]]] = {}
    seconds = 0.0
    for story in read:
        start = time.perf_counter()
        result, trace = stages.traced(check, [story.folder / "articles"])
        seconds += time.perf_counter() - start
        ours = stories.judge(story, _complete(result).findings)
        found = {j.item.id for j in ours if j.item and j.state is State.RIGHT}
        reach[story.slug] = stages.reached(story, trace, found)
        judged.extend(ours)
        _tell(f"{story.slug}: {len(found)} of {len(story.discrepancies)} found, {len(ours)} findings")
    return StoryRun(read, tuple(judged), reach, seconds)


def story_figures(sets: Iterable[Path], run: StoryRun) -> dict[str, Any]:
    """The sections ``stories`` and ``stages`` of a results file."""
    names = [folder.resolve().name for folder in sets]
    figures = {"sets": names, **stories.figures(run.stories, run.judged), "seconds": round(run.seconds, 1)}
    recall, missed = stages.recall(run.stories, run.reach), stages.missed(run.reach)
    return {"stories": figures, "stages": {"sets": names, "recall": recall, "missed": missed}}


def run_news(path: Path, groups: int, check: Check) -> tuple[dict[str, Any], list[news.Report]]:
    """The section ``news`` of a results file, and the reports behind it."""
    start = time.perf_counter()
    chosen = news.read(path, groups)
    reports = news.check(chosen, check)
    found = news.figures(path, reports) | {"archive": news.archive(chosen, check)}
    return {**found, "seconds": round(time.perf_counter() - start, 1)}, reports


def _complete(result: Result) -> Result:
    for skipped in result.coverage.skipped:
        raise FactcheckError(f"{skipped.path} can't be checked ({skipped.problem})", "figures would be too low")
    return result


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
