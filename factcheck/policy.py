"""What the owner of the articles has decided: which findings fail a gate, and which are shown at all, and how.

``Policy`` judges a finding. ``Rules`` change a result before anybody sees it: two names of one source become one, a
kind of fact is left out or given another severity, the word of a source counts less, and findings are ignored for a
stated reason. What the rules take out is counted in the coverage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from itertools import combinations
from typing import TypeVar

from factcheck.records import Agreement, Finding, Kind, Relation, Severity, Side, Standing
from factcheck.results import Result

ACCEPTED = frozenset({Standing.KNOWN, Standing.DISMISSED})
"""The standings with which a finding fails no gate."""

DIGITS = 4
"""Decimals of a confidence."""

Sided = TypeVar("Sided", Finding, Agreement)


@dataclass(frozen=True, slots=True)
class Policy:
    """Which findings fail a gate."""

    fail_on: Severity = Severity.MEDIUM
    """The severity from which on a finding fails."""
    relations: frozenset[Relation] = frozenset({Relation.CONFLICT, Relation.DISPUTE})
    """The relations that fail; findings of the others are shown."""

    def fails(self, finding: Finding, standing: Standing) -> bool:
        """Whether a finding of this standing keeps an article out."""
        severe = finding.severity.rank >= self.fail_on.rank
        return severe and finding.relation in self.relations and standing not in ACCEPTED


@dataclass(frozen=True, slots=True)
class Source:
    """A source: the name to show, the other names it goes by, and how much its word counts."""

    name: str
    aliases: tuple[str, ...] = ()
    weight: float = 1.0
    """From 0 (what it says contradicts nobody) to 1."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """Words that need no check, and why: those in certain files, those that a pattern finds, or those of both."""

    reason: str
    path: str | None = None
    """A glob for the article's path, or for the end of it."""
    claim: str | None = None
    """A regular expression that is searched for in the quotation."""

    def matches(self, side: Side) -> bool:
        """Whether this side of a finding is to be ignored."""
        in_path = self.path is None or any(fnmatch(side.path, glob) for glob in (self.path, f"*/{self.path}"))
        return in_path and (self.claim is None or re.search(self.claim, side.quote) is not None)


@dataclass(frozen=True, slots=True)
class Rules:
    """What is changed in a result before it is shown or judged."""

    sources: tuple[Source, ...] = ()
    kinds: Mapping[Kind, Severity | None] = field(default_factory=dict)
    """The severity that all findings of a kind get; None leaves the kind out."""
    ignores: tuple[Ignore, ...] = ()

    def apply(self, result: Result, min_confidence: float) -> Result:
        """The result under these rules, with a note on everything that they leave out."""
        if self == Rules():
            return result
        found, notes = self._kept([self._judged(f) for f in self._named(result.findings)], min_confidence)
        agreed = [a for a in self._named(result.agreements) if len({side.source for side in a.sides}) > 1]
        names = self._names()
        return replace(
            result,
            articles=tuple(replace(a, source=a.source and _canonical(a.source, names)) for a in result.articles),
            findings=tuple(sorted(found, key=lambda f: (-f.confidence, f.fingerprint))),
            agreements=tuple(agreed),
            single_source=tuple(replace(fact, side=_named(fact.side, names)) for fact in result.single_source),
            coverage=replace(result.coverage, notes=(*result.coverage.notes, *notes)),
        )

    def _names(self) -> Mapping[str, str]:
        """The name to show, by every name that a source goes by."""
        return {alias.casefold(): source.name for source in self.sources for alias in (source.name, *source.aliases)}

    def _named(self, facts: Iterable[Sided]) -> list[Sided]:
        """The facts with the sources' names to show."""
        names = self._names()
        return [replace(fact, sides=tuple(_named(side, names) for side in fact.sides)) for fact in facts]

    def _judged(self, finding: Finding) -> Finding:
        """The finding with the severity of its kind, and as sure as its sources' weights leave it."""
        weights = {source.name: source.weight for source in self.sources}
        return replace(
            finding,
            severity=self.kinds.get(finding.kind) or finding.severity,
            confidence=round(finding.confidence * _weight(finding.sides, weights), DIGITS),
        )

    def _kept(self, findings: Sequence[Finding], min_confidence: float) -> tuple[list[Finding], list[str]]:
        """The findings to show, and for each reason to leave some out a note that says which."""
        dropped: dict[str, list[str]] = {}
        kept = []
        for finding in findings:
            reason = self._reason_to_drop(finding, min_confidence)
            if reason is None:
                kept.append(finding)
            else:
                dropped.setdefault(reason, []).append(finding.fingerprint)
        return kept, [f"{_findings(len(ids))} left out, {reason}: {', '.join(ids)}" for reason, ids in dropped.items()]

    def _reason_to_drop(self, finding: Finding, min_confidence: float) -> str | None:
        if self.kinds.get(finding.kind, finding.severity) is None:
            return f"since the kind {finding.kind} is off"
        for ignore in self.ignores:
            if not opposed([side for side in finding.sides if not ignore.matches(side)]):
                return f"to be ignored ({ignore.reason})"
        if finding.confidence < min_confidence:
            return f"below the confidence of {min_confidence:g} by the weights of their sources"
        return None


def opposed(sides: Sequence[Side]) -> bool:
    """Whether two articles among the sides still say different things."""
    return any(_oppose(one, other) for one, other in combinations(sides, 2))


def _oppose(one: Side, other: Side) -> bool:
    return one.article != other.article and one.key != other.key


def _weight(sides: Sequence[Side], weights: Mapping[str, float]) -> float:
    """The weight of the lighter of two opposed sides, for the two that weigh most."""
    pairs = [pair for pair in combinations(sides, 2) if _oppose(*pair)]
    return max((min(weights.get(side.source, 1.0) for side in pair) for pair in pairs), default=1.0)


def _named(side: Side, names: Mapping[str, str]) -> Side:
    return replace(side, source=_canonical(side.source, names))


def _canonical(name: str, names: Mapping[str, str]) -> str:
    return names.get(name.casefold(), name)


def _findings(number: int) -> str:
    return "1 finding" if number == 1 else f"{number:,} findings"
