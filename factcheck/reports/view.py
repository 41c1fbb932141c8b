"""A result as one reader is to see it: what is open, what was dismissed, what fails, and which side comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

from factcheck.records import Article, Finding, Side, Standing
from factcheck.results import Result

Standings: TypeAlias = Mapping[str, Standing]
"""What is already known of findings, by fingerprint; a finding without an entry has no standing."""

NO_STANDINGS: Standings = MappingProxyType({})

MARKS = {
    Standing.KNOWN: "known from the baseline",
    Standing.CONFIRMED: "confirmed by a reviewer",
    Standing.DISMISSED: "dismissed by a reviewer",
}
"""The standings that a report for readers marks, in a reader's words; what is new needs no mark."""
FAILS = "fails the gate"


@dataclass(frozen=True, slots=True)
class Focus:
    """What a gate looks at: the articles that want to go in, and the findings that keep them out."""

    new: frozenset[str]
    """Ids of the new articles: a finding is shown where one of them makes it."""
    failing: frozenset[str]
    """Fingerprints of the findings that fail the gate."""


@dataclass(frozen=True)
class View:
    """A result with what is known of its findings, and what a gate makes of them."""

    result: Result
    standings: Standings
    focus: Focus | None

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """The articles by their ids."""
        return {article.id: article for article in self.result.articles}

    @cached_property
    def open(self) -> tuple[Finding, ...]:
        """The findings that nobody dismissed, in the order of the result."""
        return tuple(f for f in self.result.findings if self.standing(f) is not Standing.DISMISSED)

    @cached_property
    def dismissed(self) -> tuple[Finding, ...]:
        """The findings that a reviewer called a false alarm."""
        return tuple(f for f in self.result.findings if self.standing(f) is Standing.DISMISSED)

    @cached_property
    def known(self) -> tuple[Finding, ...]:
        """The open findings that the baseline holds."""
        return tuple(f for f in self.open if self.standing(f) is Standing.KNOWN)

    @cached_property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that fail the gate; none where there is no gate."""
        return tuple(f for f in self.result.findings if self.fails(f))

    def standing(self, finding: Finding) -> Standing | None:
        """What is known of the finding, or None."""
        return self.standings.get(finding.fingerprint)

    def fails(self, finding: Finding) -> bool | None:
        """Whether the finding fails the gate, or None where there is no gate."""
        return finding.fingerprint in self.focus.failing if self.focus else None

    def marks(self, finding: Finding) -> tuple[str, ...]:
        """What a reader must know of the finding at once: ``("fails the gate",)``, ``("known from the baseline",)``."""
        standing = self.standing(finding)
        fails = (FAILS,) if self.fails(finding) else ()
        return (*fails, MARKS[standing]) if standing in MARKS else fails

    def sides(self, finding: Finding) -> tuple[Side, ...]:
        """The finding's sides, those of new articles first; the first is where the finding is shown."""
        new = self.focus.new if self.focus else frozenset[str]()
        return tuple(sorted(finding.sides, key=lambda side: side.article not in new))
