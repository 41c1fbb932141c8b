"""All decisions as they were at one moment, and what they say of a finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from factcheck.findings import mark
from factcheck.ledger.decisions import STANDINGS, Choice, Decision
from factcheck.records import Finding, Standing


@dataclass(frozen=True, slots=True)
class Damaged:
    """A line that can't be understood, by its number in the file, from 1."""

    line: int
    problem: str


@dataclass(frozen=True)
class Ledger:
    """All decisions as they were at one moment."""

    decisions: tuple[Decision, ...] = ()
    """Sorted by fingerprint, time and id."""
    damaged: tuple[Damaged, ...] = ()

    @cached_property
    def valid(self) -> tuple[Decision, ...]:
        """The decisions that nobody took back, the latest last."""
        undone: set[str | None] = set()
        kept = []
        for decision in sorted(self.decisions, key=_moment, reverse=True):
            if decision.id in undone:
                continue
            if decision.choice is Choice.UNDONE:
                undone.add(decision.undoes)
            else:
                kept.append(decision)
        return tuple(reversed(kept))

    @cached_property
    def latest(self) -> tuple[Decision, ...]:
        """The last valid decision on each fingerprint, sorted by fingerprint."""
        last = {decision.fingerprint: decision for decision in self.valid}
        return tuple(last[fingerprint] for fingerprint in sorted(last))

    def current(self, finding: Finding) -> Decision | None:
        """The last valid decision on the finding, or on one that it is what is left of."""
        return max(self._covering(finding), key=_moment, default=None)

    def former(self, finding: Finding) -> Decision | None:
        """Where there is no current one, the last valid decision on the same fact before its words or sides changed:
        of this kind, with a side that still stands, and between the same articles, or some more or less."""
        if self.current(finding) is not None:
            return None
        articles = {side.article for side in finding.sides}
        related = (
            decision
            for side in finding.sides
            for decision in self._by_mark.get(mark(side), ())
            if decision.kind == finding.kind and (decision.articles <= articles or decision.articles >= articles)
        )
        return max(related, key=_moment, default=None)

    def history(self, finding: Finding) -> tuple[Decision, ...]:
        """Every line on the finding or on one that it is a part of, those taken back too, the latest last."""
        found = (decision for decision in self.decisions if _covers(decision, finding))
        return tuple(sorted(found, key=_moment))

    def disagreements(self) -> tuple[tuple[Decision, ...], ...]:
        """For each fingerprint on which reviewers disagree, the last word of each, the latest last."""
        return tuple(self._disputed.values())

    def contrary(self, decision: Decision) -> tuple[Decision, ...]:
        """The last words of other reviewers that go against a decision, the latest last."""
        words = self._disputed.get(decision.fingerprint, ())
        return tuple(
            word for word in words if word.choice is not decision.choice and word.reviewer != decision.reviewer
        )

    def standings(self, findings: Iterable[Finding]) -> Mapping[str, Standing]:
        """The findings that were confirmed or dismissed, by fingerprint; of two reviewers' words the later counts."""
        decided = ((finding.fingerprint, self.current(finding)) for finding in findings)
        return {fingerprint: STANDINGS[d.choice] for fingerprint, d in decided if d and d.choice in STANDINGS}

    @cached_property
    def _disputed(self) -> Mapping[str, tuple[Decision, ...]]:
        """The disagreements by their fingerprints, sorted."""
        words: dict[str, dict[str, Decision]] = defaultdict(dict)
        for decision in self.valid:
            words[decision.fingerprint][decision.reviewer] = decision
        last = {
            fingerprint: sorted((d for d in words[fingerprint].values() if d.choice in STANDINGS), key=_moment)
            for fingerprint in sorted(words)
        }
        return {fingerprint: tuple(said) for fingerprint, said in last.items() if len({d.choice for d in said}) > 1}

    @cached_property
    def _by_fingerprint(self) -> Mapping[str, Sequence[Decision]]:
        return _grouped((decision.fingerprint, decision) for decision in self.valid)

    @cached_property
    def _by_mark(self) -> Mapping[str, Sequence[Decision]]:
        return _grouped((mark, decision) for decision in self.valid for mark in decision.marks)

    def _covering(self, finding: Finding) -> Iterator[Decision]:
        yield from self._by_fingerprint.get(finding.fingerprint, ())
        if finding.sides:
            near = self._by_mark.get(mark(finding.sides[0]), ())
            yield from (decision for decision in near if _covers(decision, finding))


def _covers(decision: Decision, finding: Finding) -> bool:
    """Whether the decision is on the finding, or on one that it is what is left of."""
    if decision.fingerprint == finding.fingerprint:
        return True
    return decision.kind == finding.kind and decision.marks.issuperset(mark(side) for side in finding.sides)


def _moment(decision: Decision) -> tuple[str, str]:
    return (decision.time, decision.id)


def _grouped(pairs: Iterable[tuple[str, Decision]]) -> Mapping[str, Sequence[Decision]]:
    grouped: dict[str, list[Decision]] = defaultdict(list)
    for key, decision in pairs:
        grouped[key].append(decision)
    return grouped
