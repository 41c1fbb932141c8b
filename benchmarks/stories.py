"""Findings on a story, judged by its key, and the figures over all stories.

A finding is right when two of its sides stand where two sides of one discrepancy do, from two articles and with
different values. A further finding on a discrepancy is a duplicate, neither right nor wrong; any other is a false
alarm, and falls into a trap if it joins two sides of something that the key calls consistent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from benchmarks.gold import Item, Story
from factcheck.config import MAX_SIDES
from factcheck.records import Finding

LABELS = ("kind", "relation", "difficulty")
DIGITS = 3


class State(StrEnum):
    """What a finding is worth."""

    RIGHT = "right"
    DUPLICATE = "duplicate"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding on a story, and what it hit."""

    story: str
    finding: Finding
    state: State
    item: Item | None = None
    """The discrepancy that it is about."""
    trap: Item | None = None
    """The consistent item that a false alarm is about."""
    unplaced: bool = False
    """Whether a side's quotation is not in its article."""


def judge(story: Story, findings: Iterable[Finding]) -> tuple[Judged, ...]:
    """The findings with their states, the surest first."""
    seen: set[str] = set()
    judged = []
    for finding in sorted(findings, key=lambda f: -f.confidence):
        item = hit(story, finding, seen)
        state = State.FALSE if item is None else State.DUPLICATE if item.id in seen else State.RIGHT
        trap = next((c for c in story.consistent if joins(story, c, finding)), None) if item is None else None
        judged.append(Judged(story.slug, finding, state, item, trap, _unplaced(story, finding)))
        seen |= {item.id} if item else set()
    return tuple(judged)


def hit(story: Story, finding: Finding, seen: Iterable[str] = ()) -> Item | None:
    """The discrepancy that a finding is about: of several a new one, and of these one of its kind."""
    if len(finding.sides) > MAX_SIDES:
        return None
    matched = [item for item in story.discrepancies if joins(story, item, finding)]
    known = frozenset(seen)
    return min(matched, key=lambda item: (item.id in known, item.kind != finding.kind.value), default=None)


def joins(story: Story, item: Item, finding: Finding) -> bool:
    """Whether two sides of the finding stand where two opposed sides of the item do."""
    sides = [(story.article(side.path), story.place(side.path, side.quote)) for side in finding.sides]
    return item.joined([item.touched(article, spans) for article, spans in sides])


def _unplaced(story: Story, finding: Finding) -> bool:
    return not all(story.place(side.path, side.quote) for side in finding.sides)


def figures(stories: Sequence[Story], judged: Sequence[Judged]) -> dict[str, Any]:
    """Precision, recall, F1 and average precision over all stories, counts, and the same by label, trap and story."""
    states = Counter(j.state for j in judged)
    gold = sum(len(story.discrepancies) for story in stories)
    right, false = states[State.RIGHT], states[State.FALSE]
    precision, recall = right / max(1, right + false), right / max(1, gold)
    hits = [(j.finding, j.item) for j in judged if j.state is State.RIGHT and j.item]
    return {
        "stories": len(stories),
        "gold": gold,
        "gold_sides_unplaced": sum(story.unplaced for story in stories),
        "right": right,
        "duplicates": states[State.DUPLICATE],
        "false": false,
        "traps": sum(j.trap is not None for j in judged),
        "unplaced": sum(j.unplaced for j in judged),
        "precision": round(precision, DIGITS),
        "recall": round(recall, DIGITS),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), DIGITS),
        "average_precision": round(average_precision(judged, gold), DIGITS),
        "kind_accuracy": ratio(sum(f.kind.value == item.kind for f, item in hits), len(hits)),
        "relation_accuracy": ratio(sum(f.relation.value == item.relation for f, item in hits), len(hits)),
        "by": {label: _by(label, stories, judged) for label in LABELS},
        "traps_by": _traps(stories, judged),
        "by_story": {story.slug: _of(story, judged) for story in stories},
    }


def average_precision(judged: Sequence[Judged], gold: int) -> float:
    """The mean, over all discrepancies, of the precision at the rank where each was found; 0 for one that was not.

    Findings are ranked by confidence, and equally sure ones stay in the order given. Duplicates take no rank.
    """
    ranked = sorted((j for j in judged if j.state is not State.DUPLICATE), key=lambda j: -j.finding.confidence)
    ranks = [rank for rank, j in enumerate(ranked, 1) if j.state is State.RIGHT]
    return sum(found / rank for found, rank in enumerate(ranks, 1)) / max(1, gold)


def ratio(part: int, whole: int) -> float:
    """The part as a share of the whole, rounded; 0 of nothing."""
    return round(part / max(1, whole), DIGITS)


def _by(label: str, stories: Sequence[Story], judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Recall by what the key calls each discrepancy, and precision by what the findings call themselves.

    Findings have no difficulty, so that there is only recall by it.
    """
    gold = Counter(str(getattr(item, label)) for story in stories for item in story.discrepancies)
    found = Counter(str(getattr(j.item, label)) for j in judged if j.state is State.RIGHT)
    table: dict[str, dict[str, float]] = {
        value: {"gold": gold[value], "found": found[value], "recall": ratio(found[value], gold[value])}
        for value in sorted(gold)
    }
    for value, states in _stated(label, judged).items():
        right, false = states[State.RIGHT], states[State.FALSE]
        row = table.setdefault(value, {"gold": 0, "found": 0, "recall": 0.0})
        row |= {"right": right, "false": false, "precision": ratio(right, right + false)}
    return dict(sorted(table.items()))


def _stated(label: str, judged: Sequence[Judged]) -> Mapping[str, Counter[State]]:
    if label == "difficulty":
        return {}
    values = sorted({str(getattr(j.finding, label)) for j in judged})
    return {value: Counter(j.state for j in judged if getattr(j.finding, label) == value) for value in values}


def _traps(stories: Sequence[Story], judged: Sequence[Judged]) -> dict[str, dict[str, int]]:
    """For each kind of trap, how many there are, how many caught the checker, and by how many findings."""
    items = Counter(item.trap for story in stories for item in story.consistent)
    caught = Counter(trap for _, _, trap in {(j.story, j.trap.id, j.trap.trap) for j in judged if j.trap})
    findings = Counter(j.trap.trap for j in judged if j.trap)
    return {trap: {"items": items[trap], "hit": caught[trap], "findings": findings[trap]} for trap in sorted(items)}


def _of(story: Story, judged: Sequence[Judged]) -> dict[str, int]:
    states = Counter(j.state for j in judged if j.story == story.slug)
    return {"gold": len(story.discrepancies), **{state.value: states[state] for state in State}}
