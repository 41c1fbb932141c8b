"""What a ledger says of the checker and of its sources, in figures: records for the reports that show them."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z = 1.959964
"""Of the normal distribution, for an interval that holds the true share 95 times in 100."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many decided findings of one sort were right."""

    name: str
    confirmed: int
    dismissed: int

    @property
    def decided(self) -> int:
        """Confirmed and dismissed together."""
        return self.confirmed + self.dismissed

    @property
    def precision(self) -> float:
        """The share that was confirmed."""
        return self.confirmed / self.decided

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies, 95 times in 100 (Wilson): wide where there are few decisions."""
        count, share = self.decided, self.precision
        center = (share + Z**2 / (2 * count)) / (1 + Z**2 / count)
        reach = Z / (1 + Z**2 / count) * math.sqrt(share * (1 - share) / count + Z**2 / (4 * count**2))
        return max(0.0, center - reach), min(1.0, center + reach)


@dataclass(frozen=True, slots=True)
class Source:
    """How often a source stands against others; a figure and no verdict, since the one can be right."""

    name: str
    alone: int
    """Open findings in which it alone gives its value, and two others or more agree on another."""
    among: int
    """Open findings in which it takes part with two other sources or more."""
    right: int
    """Findings in which a reviewer held its value to be right."""
    wrong: int
    """Findings in which a reviewer held another value to be right."""


@dataclass(frozen=True, slots=True)
class Stats:
    """The figures, each list sorted by name."""

    kinds: tuple[Tally, ...]
    reasons: tuple[Tally, ...]
    """By the reason codes of the findings; a finding with two codes is in both."""
    unsure: int
    """Findings that reviewers left open."""
    unimportant: int
    """Findings that were dismissed though they are disagreements; they are in no other figure."""
    dismissals: tuple[tuple[str, int], ...]
    """Why findings were dismissed, as a label, and how many."""
    sources: tuple[Source, ...]

    @property
    def all(self) -> Tally:
        """All decided findings together."""
        return Tally("all", sum(t.confirmed for t in self.kinds), sum(t.dismissed for t in self.kinds))
