"""The bounds and hedges around a number, and what they admit: "at least", "nearly", "about", "or so"."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

APPROXIMATE_SLACK = 0.1
"""Relative width that "about" admits on either side: figures called "about" in news are mostly rounded to one or two
digits, and a tenth covers half a unit of the first digit for all but the smallest."""
COARSE_SLACK = 0.15
"""The same for figures of a single small digit, as far as they may have been rounded from it: "about 20" is also 23."""
NEAR_SLACK = 0.1
"""How far below "nearly", or above "just over", the meant figure may lie."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a number may be: its bounds, and the words that say so."""

    low: float
    high: float
    approximate: bool = False
    """Whether the number is given as not quite exact; a plain "at least" is a limit, not an approximation."""
    before: int | None = None
    """Where the words before it begin."""
    after: int = 0
    """How many characters the words after it take."""


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    widen: Callable[[float, float], tuple[float, float]]
    approximate: bool


def _about(low: float, high: float) -> tuple[float, float]:
    return low - _slack(low), high + _slack(high)


def _slack(value: float) -> float:
    return max(APPROXIMATE_SLACK * abs(value), min(rounding(value), COARSE_SLACK * abs(value)))


def _below(low: float, high: float) -> tuple[float, float]:
    return low * (1 - NEAR_SLACK), high


def _above(low: float, high: float) -> tuple[float, float]:
    return low, high * (1 + NEAR_SLACK)


def _at_least(low: float, _high: float) -> tuple[float, float]:
    return low, math.inf


def _at_most(_low: float, high: float) -> tuple[float, float]:
    return -math.inf, high


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\s*(?:the\s+|an?\s+)?$", re.I)


BEFORE = (
    _Rule(_before("(?:just|slightly|a (?:little|shade|bit)|little) (?:over|above|more than)"), _above, True),
    _Rule(
        _before(
            "nearly|almost|not quite|close on|approaching"
            "|(?:just|slightly|a (?:little|shade|bit)) (?:under|below|less than|fewer than|shy of|short of)"
        ),
        _below,
        True,
    ),
    _Rule(_before("no more than|not more than|at most|a maximum of|up to|as many as|as much as"), _at_most, False),
    _Rule(
        _before("no fewer than|no less than|not less than|at least|at the very least|a minimum of"), _at_least, False
    ),
    _Rule(_before("more than|over|upwards of|above|in excess of|exceeding"), _at_least, False),
    _Rule(_before("fewer than|less than|under|below|within"), _at_most, False),
    _Rule(
        re.compile(
            r"(?:\b(?:about|around|some|roughly|approximately|approx\.?|circa|an estimated|estimated(?: at)?|close to"
            r"|in the region of|something like|an average of|on average)|~)\s*(?:the\s+|an?\s+)?$",
            re.I,
        ),
        _about,
        True,
    ),
)
"""General English, the more specific wordings first."""

AFTER = (
    _Rule(re.compile(r"\s*(?:or so|or thereabouts|-?\s?odd)\b", re.I), _about, True),
    _Rule(re.compile(r"\s*(?:or more|and counting|\+)", re.I), _at_least, False),
    _Rule(re.compile(r"\s*or (?:fewer|less)\b", re.I), _at_most, False),
)


def rounding(value: float) -> float:
    """Half a unit of the last significant digit of ``value``: what a figure printed so may have been rounded from."""
    if value == 0 or not math.isfinite(value):
        return 0.0
    digits = f"{abs(value):.12g}"
    if "e" in digits:
        mantissa, _, exponent = digits.partition("e")
        return 0.5 * 10.0 ** (int(exponent) - len(mantissa.partition(".")[2]))
    whole, _, fraction = digits.partition(".")
    return 0.5 * 10.0 ** (-len(fraction) if fraction else len(whole) - len(whole.rstrip("0")))


def admitted(before: str, after: str, low: float, high: float) -> Bounds:
    """What the words right before and right after a number from ``low`` to ``high`` admit."""
    for rule in BEFORE:
        if match := rule.pattern.search(before):
            return Bounds(*rule.widen(low, high), rule.approximate, match.start())
    for rule in AFTER:
        if match := rule.pattern.match(after):
            return Bounds(*rule.widen(low, high), rule.approximate, after=match.end())
    return Bounds(low, high)
