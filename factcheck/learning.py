"""What decisions of reviewers teach about the confidence of findings: a calibration, and whether it is any better.

Each kind of fact is fitted by itself, around the formula that changes nothing: a handful of decisions moves little. The
examples that come with factcheck are added to the decisions on a kind. Cross-validation over the decisions says what
the new calibration would have made of decisions that it had not seen; a kind that it would not
make better stays as it was.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import mean, stdev

from factcheck.calibration import NO_CALIBRATION, Adjustment, Calibration, log_odds, sigmoid
from factcheck.ledger import Ledger
from factcheck.records import Kind

MIN_DECISIONS = 20
"""Decisions without which nothing is fitted at all."""
MIN_OF_KIND = 8
"""Decisions on a kind without which it keeps its confidence."""
SPREAD_OF_SHIFT = 1.0
SPREAD_OF_SLOPE = 0.5
SPREAD_OF_REASON = 0.5
"""Standard deviations of the prior around the formula that changes nothing, in log-odds."""
MIN_SLOPE = 0.1
WEIGHT_OF_SHIPPED = 0.5
"""Weight of an example that comes with factcheck against a decision: other articles than the reviewer's."""
FOLDS = 5
BINS = 10
"""Of probability, over which the calibration error is summed up."""


@dataclass(frozen=True, slots=True)
class Example:
    """A finding that somebody judged."""

    key: str
    """What tells it from others: it decides in which fold it falls."""
    kind: str
    reasons: tuple[str, ...]
    score: float
    confirmed: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Figures:
    """How well confidences fit the decisions."""

    decisions: int
    precision: float | None
    """Of the findings at or above the threshold, the share that was confirmed; None where there are none."""
    recall: float | None
    """Of the confirmed findings, the share at or above the threshold."""
    calibration_error: float
    """Mean distance between confidence and the share that was confirmed, over bins of confidence."""
    loss: float
    """Mean negative logarithm of the probability that was given to what was decided."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one kind of fact."""

    kind: str
    confirmed: int
    dismissed: int
    fitted: bool
    """Whether it has a new formula; otherwise it keeps the one it had."""
    why: str
    before: Figures | None
    after: Figures | None
    """In cross-validation; None where there were too few decisions to try."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A calibration, and how it fares."""

    calibration: Calibration
    """The former one where nothing was learned."""
    outcomes: tuple[Outcome, ...]
    """Of every kind."""
    decisions: int
    missing: int
    """Decisions that are still needed before anything is fitted."""
    before: Figures | None
    after: Figures | None
    """Over all kinds, as the calibration leaves them."""

    @property
    def is_new(self) -> bool:
        """Whether any kind has a new formula."""
        return any(outcome.fitted for outcome in self.outcomes)


def examples(ledger: Ledger) -> tuple[Example, ...]:
    """The latest decision on each finding, where it says whether the checker was right."""
    return tuple(
        Example(
            key=decision.fingerprint,
            kind=decision.kind,
            reasons=decision.reasons,
            score=decision.confidence if decision.score is None else decision.score,
            confirmed=right,
        )
        for decision in ledger.latest
        if (right := decision.is_right) is not None
    )


@cache
def shipped() -> tuple[Example, ...]:
    """The examples that come with factcheck, of stories that the scores were not fitted on."""
    stored = json.loads(files("factcheck").joinpath("data/calibration.json").read_text(encoding="utf-8"))
    return tuple(
        Example(
            key=f"{example['story']} {number}",
            kind=example["kind"],
            reasons=tuple(example["reasons"]),
            score=float(example["score"]),
            confirmed=bool(example["confirmed"]),
            weight=WEIGHT_OF_SHIPPED,
        )
        for number, example in enumerate(stored["examples"])
    )


def learn(
    decided: Sequence[Example],
    known: Sequence[Example] = (),
    *,
    former: Calibration = NO_CALIBRATION,
    threshold: float = 0.5,
) -> Learned:
    """The calibration that decisions and known examples give, in place of the former one where it is better."""
    missing = max(0, MIN_DECISIONS - len(decided))
    adjustments = dict(former.kinds)
    outcomes, before, after = [], [], []
    for kind in (kind.value for kind in Kind):
        own = sorted((e for e in decided if e.kind == kind), key=_fold)
        shipped_of_kind = [e for e in known if e.kind == kind]
        old = [former.confidence(kind, e.reasons, e.score) for e in own]
        new = None if missing or len(own) < MIN_OF_KIND else unseen(own, shipped_of_kind)
        outcome = _outcome(kind, own, old, new, threshold, missing)
        if outcome.fitted:
            adjustments[kind] = fit([*own, *shipped_of_kind])
        outcomes.append(outcome)
        before += list(zip(old, own, strict=True))
        after += list(zip(new if new and outcome.fitted else old, own, strict=True))
    fitted = any(outcome.fitted for outcome in outcomes)
    return Learned(
        calibration=Calibration(adjustments, len(decided)) if fitted else former,
        outcomes=tuple(outcomes),
        decisions=len(decided),
        missing=missing,
        before=_figures(before, threshold),
        after=_figures(after, threshold),
    )


def fit(given: Sequence[Example]) -> Adjustment:
    """The formula that fits the examples of one kind best and stays near the one that changes nothing."""
    import numpy as np
    from scipy.optimize import minimize

    codes = sorted({code for example in given for code in example.reasons})
    rows = [[1.0, log_odds(e.score), *(float(code in e.reasons) for code in codes)] for e in given]
    x, sign = np.array(rows), np.array([1.0 if e.confirmed else -1.0 for e in given])
    weight = np.array([e.weight for e in given])
    prior = np.array([0.0, 1.0] + [0.0] * len(codes))
    spread = np.array([SPREAD_OF_SHIFT, SPREAD_OF_SLOPE] + [SPREAD_OF_REASON] * len(codes))

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ w)
        pull = (w - prior) / spread**2
        slope = -(weight * sign / (1 + np.exp(np.clip(margin, -50, 50)))) @ x + pull
        return float((weight * np.logaddexp(0, -margin)).sum() + (pull * (w - prior)).sum() / 2), slope

    bounds = [(None, None), (MIN_SLOPE, None)] + [(None, None)] * len(codes)
    found = [round(float(w), 4) for w in minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds).x]
    return Adjustment(found[0], found[1], dict(zip(codes, found[2:], strict=True)))


def unseen(own: Sequence[Example], known: Sequence[Example]) -> list[float]:
    """The confidence of each decided finding by a formula that has not seen its decision."""
    folds = [list(range(at, len(own), FOLDS)) for at in range(FOLDS)]
    confidences = [0.0] * len(own)
    for held in folds:
        formula = fit([*(e for at, e in enumerate(own) if at not in held), *known])
        for at in held:
            confidences[at] = formula.confidence(own[at].reasons, own[at].score)
    return confidences


def _outcome(
    kind: str, own: Sequence[Example], old: Sequence[float], new: Sequence[float] | None, threshold: float, missing: int
) -> Outcome:
    before = _figures(list(zip(old, own, strict=True)), threshold)
    after = _figures(list(zip(new, own, strict=True)), threshold) if new is not None else None
    fitted = new is not None and _is_better(new, old, own)
    if missing:
        why = f"kept: {missing} more decisions are needed before anything is fitted"
    elif after is None:
        why = f"kept: {MIN_OF_KIND - len(own)} more decisions on this kind are needed"
    else:
        why = "fitted" if fitted else "kept: on decisions that it had not seen, a new formula was no better"
    confirmed = sum(example.confirmed for example in own)
    return Outcome(kind, confirmed, len(own) - confirmed, fitted, why, before, after)


def _is_better(new: Sequence[float], old: Sequence[float], own: Sequence[Example]) -> bool:
    """Whether the new confidences fit the decisions better, by more than the standard error of the difference: with few
    decisions a small gain is chance as often as not."""
    gains = [
        _surprise(before, e.confirmed) - _surprise(after, e.confirmed)
        for before, after, e in zip(old, new, own, strict=True)
    ]
    return mean(gains) > stdev(gains) / math.sqrt(len(gains))


def _figures(judged: Sequence[tuple[float, Example]], threshold: float) -> Figures | None:
    """The figures of confidences; None where there are none."""
    if not judged:
        return None
    shown = [example.confirmed for confidence, example in judged if confidence >= threshold]
    genuine = sum(example.confirmed for _, example in judged)
    return Figures(
        decisions=len(judged),
        precision=sum(shown) / len(shown) if shown else None,
        recall=sum(shown) / genuine if genuine else None,
        calibration_error=calibration_error([(confidence, e.confirmed) for confidence, e in judged]),
        loss=sum(_surprise(confidence, e.confirmed) for confidence, e in judged) / len(judged),
    )


def calibration_error(judged: Iterable[tuple[float, bool]]) -> float:
    """Mean distance between confidence and frequency over bins of confidence, weighted by what falls into each."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, confirmed in judged:
        bins.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, confirmed))
    total = sum(len(held) for held in bins.values())
    gaps = (abs(sum(c for c, _ in held) - sum(confirmed for _, confirmed in held)) for held in bins.values())
    return sum(gaps) / total if total else 0.0


def _surprise(confidence: float, confirmed: bool) -> float:
    odds = log_odds(confidence)
    return -math.log(sigmoid(odds if confirmed else -odds))


def _fold(example: Example) -> tuple[bool, str]:
    """Sorts examples so that every fold has its share of both answers, whatever order they came in."""
    return (example.confirmed, hashlib.sha256(example.key.encode()).hexdigest())
