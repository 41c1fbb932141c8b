"""A calibration: how reviewers' decisions change the confidence of findings, one small formula for each kind.

    confidence = sigmoid(shift + weights of the reason codes + slope * log-odds of the comparators' score)

A kind that it does not name keeps its scores as they are. ``factcheck.learning`` fits it.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from factcheck.errors import UsageError
from factcheck.records import Kind

DEFAULT = "factcheck-calibration.json"
"""The name of the file where none is configured."""
SCHEMA_VERSION = 1
"""Goes up when an older factcheck could not understand the file."""

CERTAIN = 1e-4
"""Distance from 0 and 1 below which a score's log-odds go no further; scores have four decimals."""
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Adjustment:
    """The formula of one kind; as it stands by default it changes nothing."""

    shift: float = 0.0
    slope: float = 1.0
    """Above 0: of two findings with the same reasons the surer one stays the surer."""
    reasons: Mapping[str, float] = field(default_factory=dict)
    """What a reason code adds to the log-odds."""

    def confidence(self, reasons: Iterable[str], score: float) -> float:
        """The confidence that a score becomes."""
        return sigmoid(self.shift + sum(self.reasons.get(code, 0.0) for code in reasons) + self.slope * log_odds(score))

    def floor(self, confidence: float) -> float:
        """The lowest score that can become this confidence, whatever its reasons."""
        most = self.shift + sum(weight for weight in self.reasons.values() if weight > 0)
        return sigmoid((log_odds(confidence) - most) / self.slope)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The formulas of the kinds that there are enough decisions on."""

    kinds: Mapping[str, Adjustment] = field(default_factory=dict)
    decisions: int = 0
    """How many it was fitted on."""

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return bool(self.kinds)

    def confidence(self, kind: str, reasons: Iterable[str], score: float) -> float:
        """The confidence of a finding, from its comparators' score."""
        adjustment = self.kinds.get(kind)
        return score if adjustment is None else round(adjustment.confidence(reasons, score), DIGITS)

    def floor(self, confidence: float) -> float:
        """The lowest score with which a finding can have at least this confidence."""
        # One step of the last decimal, for what rounding lifts.
        lowest = [adjustment.floor(confidence) - 0.1**DIGITS for adjustment in self.kinds.values()]
        return max(0.0, min([confidence, *lowest]))

    def notes(self) -> tuple[str, ...]:
        """What a report says of it; nothing where it changes nothing."""
        names = ", ".join(sorted(self.kinds))
        basis = f"{self.decisions:,} decisions of reviewers"
        return (f"the confidence of the kinds {names} is calibrated on {basis}",) if self.kinds else ()

    @property
    def digest(self) -> str:
        """What it is recognised by."""
        return hashlib.sha256(self.dumps().encode()).hexdigest()[:12]

    def dumps(self) -> str:
        """The calibration as it is stored."""
        stored = {"schema_version": SCHEMA_VERSION, **asdict(self)}
        return json.dumps(stored, indent=2, sort_keys=True, allow_nan=False) + "\n"


NO_CALIBRATION = Calibration()


def read(path: Path) -> Calibration:
    """The calibration in a file, none where there is no file; raises UsageError for one that can't be understood."""
    try:
        return _calibration(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return NO_CALIBRATION
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        problem = f"the calibration {path} can't be understood ({type(error).__name__}: {' '.join(str(error).split())})"
        raise UsageError(problem, "Restore it, or delete it and run factcheck calibrate.") from error


def _calibration(stored: Any) -> Calibration:
    if stored["schema_version"] != SCHEMA_VERSION:
        raise ValueError(f"this factcheck reads schema_version {SCHEMA_VERSION}, not {stored['schema_version']!r}")
    kinds = {Kind(name).value: _adjustment(kind) for name, kind in stored["kinds"].items()}
    return Calibration(kinds, int(stored["decisions"]))


def _adjustment(stored: Any) -> Adjustment:
    reasons = {str(code): _number(weight) for code, weight in stored["reasons"].items()}
    found = Adjustment(_number(stored["shift"]), _number(stored["slope"]), reasons)
    if found.slope <= 0:
        raise ValueError(f"a slope of {found.slope:g} would turn the order of findings round")
    return found


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(f"{value!r} is no number")
    return float(value)


def log_odds(probability: float) -> float:
    """The log-odds of a probability, finite for 0 and 1."""
    bounded = min(max(probability, CERTAIN), 1 - CERTAIN)
    return math.log(bounded / (1 - bounded))


def sigmoid(odds: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-odds)) if odds >= 0 else 1 - 1 / (1 + math.exp(odds))
