"""Simulated reviewing: what decisions on some stories do for the findings on the others.

    python -m benchmarks.reviewing [--examples FILE] [--output FILE] [--plot FILE]

The key of a story is the reviewer. Each story in turn is held out; the findings on the others are reviewed in some
order, and after so many decisions the calibration is fitted to them alone (``factcheck.learning``, without the examples
that come with factcheck, which are of these stories) and the held-out findings get their confidence from it. Figures
are over all held-out stories: precision at the default threshold, average precision, calibration error. The queue's
order, most useful first, is compared with the mean of random orders. No model is needed: findings are read as
``training/calibration_examples.py`` stores them.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factcheck import learning
from factcheck.config import Settings
from factcheck.learning import Example
from factcheck.records import Severity

ROOT = Path(__file__).resolve().parent.parent
COUNTS = (0, 20, 50, 80)
SEEDS = 30
"""Random orders, of which the mean counts."""
MIN_CONFIDENCE = 0.1
"""What the reviewer is shown; at the default threshold there are too few findings for so many decisions."""
THRESHOLD = Settings().min_confidence
DIGITS = 3
MEASURES = ("precision", "recall", "average_precision", "calibration_error")


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding on a story, as its key judges it."""

    story: str
    number: int
    kind: str
    reasons: tuple[str, ...]
    severity: Severity
    score: float
    duplicate: bool
    """Whether a surer finding is about the same discrepancy: then it takes no rank."""
    confirmed: bool

    @property
    def example(self) -> Example:
        """The decision that the key makes of it."""
        return Example(f"{self.story} {self.number}", self.kind, self.reasons, self.score, self.confirmed)

    @property
    def usefulness(self) -> float:
        """What a decision on it is worth, as the review's queue has it: uncertain and severe ones first."""
        bits = -sum(p * math.log2(p) for p in (self.score, 1 - self.score) if p > 0)
        return bits * (1 + 0.5 * self.severity.rank)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A held-out finding with its new confidence."""

    seen: Seen
    confidence: float


def read(path: Path) -> tuple[tuple[Seen, ...], Mapping[str, int]]:
    """The findings in a file of examples, and by story how many discrepancies its key holds."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    found = tuple(
        Seen(
            story=str(e["story"]),
            number=number,
            kind=e["kind"],
            reasons=tuple(e["reasons"]),
            severity=Severity(e["severity"]),
            score=e["score"],
            duplicate=e["state"] == "duplicate",
            confirmed=e["confirmed"],
        )
        for number, e in enumerate(stored["examples"])
    )
    return found, stored["stories"]


def queue(findings: Sequence[Seen]) -> list[Seen]:
    """The findings in the order of the review's queue."""
    return sorted(findings, key=lambda seen: (-round(seen.usefulness, 6), -seen.score, seen.number))


def shuffled(findings: Sequence[Seen], seed: int) -> list[Seen]:
    """The findings in a random order."""
    return random.Random(seed).sample(findings, len(findings))


def held_out(findings: Sequence[Seen], count: int, seed: int | None) -> list[Ranked]:
    """Every finding with the confidence that it gets from so many decisions on other stories; without a seed, in the
    order of the queue."""
    ranked = []
    for story in sorted({seen.story for seen in findings}):
        others = [seen for seen in findings if seen.story != story and seen.score >= MIN_CONFIDENCE]
        order = queue(others) if seed is None else shuffled(others, seed)
        calibration = learning.learn([seen.example for seen in order[:count]]).calibration
        ranked += [
            Ranked(seen, calibration.confidence(seen.kind, seen.reasons, seen.score))
            for seen in findings
            if seen.story == story
        ]
    return ranked


def figures(ranked: Sequence[Ranked], gold: int) -> dict[str, float]:
    """Precision and recall at the threshold, average precision and calibration error."""
    order = sorted((r for r in ranked if not r.seen.duplicate), key=lambda r: (-r.confidence, r.seen.number))
    shown = [r.seen.confirmed for r in order if r.confidence >= THRESHOLD]
    ranks = [rank for rank, r in enumerate(order, 1) if r.seen.confirmed]
    return {
        "precision": sum(shown) / len(shown) if shown else 0.0,
        "recall": sum(shown) / gold,
        "average_precision": sum(found / rank for found, rank in enumerate(ranks, 1)) / gold,
        "calibration_error": learning.calibration_error((r.confidence, r.seen.confirmed) for r in ranked),
        "shown": float(len(shown)),
    }


def simulate(findings: Sequence[Seen], gold: int, counts: Sequence[int] = COUNTS, seeds: int = SEEDS) -> dict[str, Any]:
    """By order and number of decisions, the figures on held-out stories; for random orders their mean and spread."""
    by_queue, by_chance = {}, {}
    for count in counts:
        by_queue[str(count)] = _rounded(figures(held_out(findings, count, None), gold))
        runs = [figures(held_out(findings, count, seed), gold) for seed in range(seeds if count else 2)]
        by_chance[str(count)] = _rounded(
            {name: statistics.mean(run[name] for run in runs) for name in runs[0]}
            | {f"{name}_spread": statistics.pstdev(run[name] for run in runs) for name in MEASURES}
        )
    return {"queue": by_queue, "random": by_chance}


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, DIGITS) for name, value in values.items()}


# The plot

WIDTH, HEIGHT, LEFT, TOP = 300, 200, 44, 34
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#57606a}.t{font-weight:600}.a{stroke:#8c959f;fill:none}"
    ".queue{stroke:#0969da;fill:#0969da}.random{stroke:#bc4c00;fill:#bc4c00}polyline{stroke-width:2;fill:none!important}"
    ".random polyline{stroke-dasharray:5 4}.random polygon{stroke:none;opacity:.18}.l{stroke:none}"
)
TITLES = {
    "precision": "Precision at the threshold",
    "average_precision": "Average precision",
    "calibration_error": "Calibration error",
}


def plot(results: Mapping[str, Any]) -> str:
    """The figures over the number of decisions, as SVG: the queue's order against random ones with their spread."""
    panels = "".join(_panel(results, name, at) for at, name in enumerate(TITLES))
    width, height = len(TITLES) * (WIDTH + LEFT) + 20, HEIGHT + TOP + 60
    legend = "".join(
        f'<g class="{name}"><text class="l" x="{LEFT + 150 * at}" y="{height - 8}">{words}</text></g>'
        for at, (name, words) in enumerate(
            {"queue": "— queue order", "random": "- - random order (mean, spread)"}.items()
        )
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="Figures on unseen stories by number of decisions"><style>{STYLE}</style>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{panels}{legend}</svg>\n'
    )


def _panel(results: Mapping[str, Any], name: str, at: int) -> str:
    left = LEFT + at * (WIDTH + LEFT)
    counts = [int(count) for count in results["queue"]]
    values = [results[order][str(count)][name] for order in ("queue", "random") for count in counts]
    spread = [results["random"][str(count)][f"{name}_spread"] for count in counts]
    low, high = min(values) - max(spread) - 0.02, max(values) + max(spread) + 0.02

    def x(count: int) -> float:
        return round(left + (WIDTH - 30) * count / max(1, counts[-1]), 1)

    def y(value: float) -> float:
        return float(round(TOP + HEIGHT * (high - value) / (high - low), 1))

    marks = "".join(
        f'<text x="{x(count)}" y="{TOP + HEIGHT + 16}" text-anchor="middle">{count}</text>' for count in counts
    )
    ticks = [low + (high - low) * step / 3 for step in range(4)]
    marks += "".join(f'<text x="{left - 6}" y="{y(t) + 4}" text-anchor="end">{t:.2f}</text>' for t in ticks)
    parts = [f'<text class="t" x="{left}" y="{TOP - 12}">{TITLES[name]}</text>{marks}']
    parts.append(f'<path class="a" d="M{left} {TOP}V{TOP + HEIGHT}H{left + WIDTH - 30}"/>')
    for order in ("random", "queue"):
        points = [(x(count), results[order][str(count)][name]) for count in counts]
        line = " ".join(f"{px},{y(value)}" for px, value in points)
        band = ""
        if order == "random":
            upper = [f"{px},{y(value + s)}" for (px, value), s in zip(points, spread, strict=True)]
            lower = [f"{px},{y(value - s)}" for (px, value), s in zip(points, spread, strict=True)]
            band = f'<polygon points="{" ".join([*upper, *reversed(lower)])}"/>'
        dots = "".join(f'<circle cx="{px}" cy="{y(value)}" r="3"/>' for px, value in points)
        parts.append(f'<g class="{order}">{band}<polyline points="{line}"/>{dots}</g>')
    return "".join(parts)


def main() -> None:
    """Simulate, print, store and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, default=ROOT / "factcheck/data/calibration.json")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks/results/reviewing.json")
    parser.add_argument("--plot", type=Path, default=ROOT / "docs/images/reviewing.svg")
    options = parser.parse_args()
    findings, stories = read(options.examples)
    results = {
        "stories": len(stories),
        "findings": len(findings),
        "confirmed": sum(seen.confirmed for seen in findings),
        "threshold": THRESHOLD,
        "random_orders": SEEDS,
        **simulate(findings, sum(stories.values())),
    }
    options.output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    options.plot.write_text(plot(results), encoding="utf-8")
    for order in ("queue", "random"):
        for count, row in results[order].items():
            print(order.ljust(7), count.rjust(3), *(f"{name} {row[name]:.3f}" for name in MEASURES), sep="  ")


if __name__ == "__main__":
    main()
