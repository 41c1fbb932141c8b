"""How far each discrepancy gets: the recall of every stage, so that the one that loses most is seen at once.

The stages are seen at work in a check, and each is asked about what it returned. A later stage may reach a discrepancy
that an earlier one seems to have lost: by a mention of another kind, for example.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.gold import Item, Story
from benchmarks.stories import joins
from factcheck import clusters, comparators, findings, mentions
from factcheck.errors import FactcheckError
from factcheck.records import Article, Claim, ClaimPair, Kind, Label, Span, Verdict
from factcheck.results import Result


class Stage(StrEnum):
    """What must have come of a discrepancy for it to get past a stage."""

    CLAIMS = "claims"
    """Claims stand where two opposed sides do."""
    MENTIONS = "mentions"
    """A mention of the discrepancy's kind stands on either side; for an event, a claim that has a state."""
    PAIRS = "pairs"
    """A candidate pair joins the two sides."""
    VERDICTS = "verdicts"
    """Some comparator, of whatever kind, gives a contradiction there, with whatever score."""
    FINDINGS = "findings"
    """A finding is reported, and is right."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What the stages returned on one story."""

    articles: tuple[Article, ...]
    claims: tuple[Claim, ...]
    pairs: tuple[ClaimPair, ...]
    verdicts: tuple[Verdict, ...]


def traced(check: Callable[[Sequence[Path]], Result], paths: Sequence[Path]) -> tuple[Result, Trace]:
    """The result of a check, and what its stages returned on the way.

    While it runs, the stages' public functions note what they return: a second pipeline in this module, which called
    them itself, would sooner or later not be the one that is measured. Raises FactcheckError if it went past them.
    """
    claims: list[Claim] = []
    pairs: list[ClaimPair] = []
    verdicts: list[Verdict] = []
    with (
        _noting(mentions, "attach", claims),
        _noting(clusters, "candidates", pairs),
        _noting(comparators, "verdicts", verdicts),
    ):
        result = check(paths)
    if (len(claims), len(pairs)) != (result.coverage.claims, result.coverage.pairs_compared):
        raise FactcheckError("the check did not go through the stages that are measured", "mend benchmarks/stages.py")
    return result, Trace(result.articles, tuple(claims), tuple(pairs), tuple(verdicts))


@contextmanager
def _noting(module: ModuleType, name: str, kept: list[Any]) -> Iterator[None]:
    """For a while, everything that a function of the module yields or returns is kept as well."""
    function = getattr(module, name)

    def noting(*args: Any, **options: Any) -> tuple[Any, ...]:
        returned = tuple(function(*args, **options))
        kept.extend(returned)
        return returned

    setattr(module, name, noting)
    try:
        yield
    finally:
        setattr(module, name, function)


def reached(story: Story, trace: Trace, found: Collection[str]) -> dict[str, frozenset[Stage]]:
    """For each discrepancy, by its id, the stages it got past; ``found`` holds the ids of those that were reported."""
    names = {article.id: story.article(article.path) for article in trace.articles}
    joined = _joined_by_verdicts(story, trace)
    passed = {item.id: _passed(item, trace, names) for item in story.discrepancies}
    return {
        id: frozenset(
            stages | ({Stage.VERDICTS} if id in joined else set()) | ({Stage.FINDINGS} if id in found else set())
        )
        for id, stages in passed.items()
    }


def _passed(item: Item, trace: Trace, names: Mapping[str, str]) -> set[Stage]:
    touched = {claim.id: item.touched(names[claim.article], [claim.span]) for claim in trace.claims}
    stated = [item.touched(names[claim.article], stating(claim, item.kind)) for claim in trace.claims]
    pairs = {(touched[pair.left.id], touched[pair.right.id]) for pair in trace.pairs}
    tests = {
        Stage.CLAIMS: item.joined(_sides(touched.values())),
        Stage.MENTIONS: item.joined(_sides(stated)),
        Stage.PAIRS: any(item.joined(pair) for pair in pairs),
    }
    return {stage for stage, passed in tests.items() if passed}


def stating(claim: Claim, kind: str) -> tuple[Span, ...]:
    """Where a claim states a value of the kind: its mentions, or for an event the claim itself if it has a state."""
    if kind == Kind.EVENT:
        return (claim.span,) if claim.states else ()
    return tuple(mention.span for mention in claim.mentions if mention.kind == kind)


def _sides(touched: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Each side that is touched at all, once and by itself."""
    return [frozenset({side}) for side in sorted(frozenset().union(*touched))]


def _joined_by_verdicts(story: Story, trace: Trace) -> set[str]:
    """The discrepancies that a contradiction would hit if it made a finding of its own."""
    by_id = {article.id: article for article in trace.articles}
    contradictions = [verdict for verdict in trace.verdicts if verdict.label is Label.CONTRADICTION]
    alone = [finding for verdict in contradictions for finding in findings.discrepancies([verdict], by_id)]
    return {item.id for item in story.discrepancies if any(joins(story, item, finding) for finding in alone)}


def recall(stories: Sequence[Story], reach: Mapping[str, Mapping[str, frozenset[Stage]]]) -> dict[str, dict[str, int]]:
    """How many discrepancies of each kind, and of all, get past each stage; ``reach`` is by story and id."""
    table: dict[str, Counter[str]] = {}
    for story in stories:
        for item in story.discrepancies:
            for row in (item.kind, "all"):
                counts = table.setdefault(row, Counter())
                counts["gold"] += 1
                counts.update(stage.value for stage in reach[story.slug][item.id])
    columns = ("gold", *(stage.value for stage in Stage))
    return {
        row: {column: table[row][column] for column in columns} for row in sorted(table, key=lambda r: (r == "all", r))
    }


def missed(reach: Mapping[str, Mapping[str, frozenset[Stage]]]) -> dict[str, dict[str, str]]:
    """By story, the discrepancies that were not found, each with the first stage that it did not get past."""
    return {
        slug: {id: next(stage.value for stage in Stage if stage not in passed) for id, passed in items.items()
               if Stage.FINDINGS not in passed}
        for slug, items in reach.items()
    }  # fmt: skip
