"""The levels of a comparison: what two values of one kind are to each other, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What two values are to each other."""

    EQUAL = "equal"
    COMPATIBLE = "compatible"
    DIFFERENT = "different"
    INCOMPARABLE = "incomparable"


@dataclass(frozen=True, slots=True)
class Level:
    """The first level of a comparison that fired."""

    outcome: Outcome
    code: str
    """A stable code, such as ``quantity-rounding``."""
    reason: str
    """The reason in words that a reader can check."""
    gap: float = 0.0
    """Size of the difference: relative for quantities (0..1), days for dates, hours for clock times, else 0..1."""
