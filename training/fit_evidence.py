"""Fit the logistic models of ``factcheck/data/evidence.json``: do two mentions answer one question?

    python training/fit_evidence.py --stories DIR... --pairs FILE... [--output factcheck/data/evidence.json]

Stories are folders with ``articles/`` and ``gold.json``; pairs are gzipped JSON lines ``{"a", "b", "label",
"kind"}`` of single
claims. An example is a match of two mentions whose values differ: positive if its sides lie in a gold discrepancy
(for a
pair: if the pair is a contradiction of this kind and the match is its nearest), negative if the texts are not in
contradiction. Prints what each story gets from a model that has not seen it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import pickle
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from factcheck import articles, clusters, encoders, language
from factcheck.comparators import evidence, place_levels, quantity_levels, time_levels
from factcheck.comparators.levels import Outcome
from factcheck.mentions import numbers
from factcheck.pipeline import extract
from factcheck.records import Article, Claim, ClaimPair, Kind, Match, Mention, Passage, Place, Quantity, TimeSpan

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS = (Kind.QUANTITY, Kind.TIME, Kind.PLACE)
STORY_WEIGHT = 20.0
"""Weight of an example from a story: whole articles, as they come, against pairs written to be alike."""
SPREAD = 0.5
"""Standard deviation of the prior: how far from it a handful of examples may carry a weight."""
PRIOR = {
    "same-question": 5.0, "same-focus": 1.0, "same-claim": 2.0, "nearest": 1.5, "shared-name": 0.5, "same-slot": 1.5,
    "similar-slot": 1.0, "both-persons": 0.7, "same-scope": 1.5, "swapped-digits": 2.0, "other-period": -4.0,
    "hypothetical": -1.5, "plan-against-fact": -1.0, "negated-on-one-side": -0.5, "magnitude": -1.0,
    "part-of-a-whole": -1.0, "further-ones": -3.0, "scope-on-one-side": -0.7, "small-count": -0.3,
    "same-person": 5.0, "same-outcome": 2.0, "wider-outcome": -1.0, "outcome-on-one-side": -0.7, "several-events": -3.0,
    "narrower-group": -1.0, "same-toll": 1.5,
}  # fmt: skip
"""What each piece of evidence is worth by judgement, in log-odds; rare evidence keeps this, common evidence is moved
by the examples."""
CALIBRATION = 1.0
"""Inverse strength of the penalty on the slope of the calibration."""
FOR = {"same-question", "same-focus", "same-claim", "nearest", "shared-name", "same-slot", "similar-slot",
"both-persons",
       "same-scope", "swapped-digits", "same-person", "same-outcome",
       "same-toll"}  # fmt: skip
AGAINST = {"other-period", "hypothetical", "plan-against-fact", "negated-on-one-side", "magnitude", "part-of-a-whole",
           "further-ones", "scope-on-one-side", "small-count", "wider-outcome", "outcome-on-one-side", "several-events",
           "narrower-group"}  # fmt: skip
"""Evidence that by its meaning can only speak for, or only against, one question."""


@dataclass(frozen=True)
class Example:
    """One match with its label and where it comes from."""

    kind: Kind
    features: dict[str, float]
    positive: bool
    group: str
    weight: float


def outcome(match: Match) -> Outcome:
    """What the values of a match are to each other."""
    left, right = match.left.value, match.right.value
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return quantity_levels.compare(left, right).outcome
    if isinstance(left, TimeSpan) and isinstance(right, TimeSpan):
        return time_levels.compare(left, right).outcome
    if isinstance(left, Place) and isinstance(right, Place):
        return place_levels.compare(left, right).outcome
    return Outcome.INCOMPARABLE


def candidates(pairs: Sequence[ClaimPair]) -> Iterator[tuple[ClaimPair, Match]]:
    """The matches that a comparator would have to judge."""
    for pair in pairs:
        if not (pair.left.refuted or pair.right.refuted):
            for match in pair.matches:
                if (
                    match.left.kind in KINDS
                    and not (match.left.listed or match.right.listed)
                    and outcome(match) is Outcome.DIFFERENT
                ):
                    yield pair, match


# --- stories


def from_stories(folders: Sequence[Path], encoder: encoders.Encoder) -> Iterator[Example]:
    """Examples of every story below the folders."""
    for path in sorted(p for folder in folders for p in folder.rglob("gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        read = articles.read([path.parent / "articles"]).articles
        texts = {Path(article.path).name: plain(article.text) for article in read}
        claims = extract(read)
        found = clusters.candidates(claims, clusters.embed(claims, encoder))
        for pair, match in candidates(list(found)):
            kinds = gold_kinds(gold, texts, pair, match)
            if not kinds or match.left.kind.value in kinds:
                yield example(pair, match, match.left.kind.value in kinds, gold["story"], STORY_WEIGHT)


def plain(text: str) -> str:
    """The text with straight quotation marks and spaces, character by character."""
    return text.translate(str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\n": " ", "\u00a0": " "}))


def gold_kinds(gold: dict, texts: dict[str, str], pair: ClaimPair, match: Match) -> set[str]:  # type: ignore[type-arg]
    """The kinds of the gold discrepancies whose differing sides hold the two values."""
    kinds = set()
    for item in gold["discrepancies"]:
        for one, other in permutations(item["sides"], 2):
            same_value = one.get("value") is not None and one.get("value") == other.get("value")
            if (
                not same_value
                and states(one, match.left)
                and states(other, match.right)
                and holds(one, texts, pair.left, match.left)
                and holds(other, texts, pair.right, match.right)
            ):
                kinds.add(item["kind"])
    return kinds


def states(side: dict[str, str], mention: Mention) -> bool:
    """Whether a mention can be the gold side's value: for a quantity, one of the value's numbers must be in its
    words."""
    if mention.kind is not Kind.QUANTITY:
        return True
    wanted, given = (
        {n.value for n in numbers.find(language.load()(text)[:])} for text in (side.get("value") or "", mention.text)
    )
    return not wanted or bool(wanted & given)


def holds(side: dict[str, str], texts: dict[str, str], claim: Claim, mention: Mention) -> bool:
    """Whether a gold side's quotation holds the mention's first character."""
    if Path(claim.article).name != side["article"]:
        return False
    start = texts[side["article"]].find(plain(side["quote"]))
    return start <= mention.span.start < start + len(side["quote"])


# --- pairs


def from_pairs(files: Sequence[Path], encoder: encoders.Encoder, cache: Path | None) -> Iterator[Example]:
    """Examples of every pair in the files."""
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = [row for row in map(json.loads, file) if is_useful(row)]
        for row, pairs in zip(rows, read_pairs(rows, encoder, cache), strict=True):
            yield from of_pair(row, pairs)


def is_useful(row: dict[str, str]) -> bool:
    """Whether a pair can give an example: a contradiction of one of our kinds, or one neutral pair in four, by its
    hash."""
    if row["label"] == "contradiction":
        return row.get("kind") in {kind.value for kind in KINDS}
    digest = hashlib.blake2b((row["a"] + row["b"]).encode(), digest_size=4).digest()
    return row["label"] == "neutral" and digest[0] % 4 == 0


def read_pairs(rows: Sequence[dict[str, str]], encoder: encoders.Encoder, cache: Path | None) -> list[list[ClaimPair]]:
    """The claim pairs of each row, both texts read as articles of one passage."""
    if cache is not None and cache.exists():
        return pickle.loads(cache.read_bytes())  # type: ignore[no-any-return]
    texts = sorted({row[side] for row in rows for side in ("a", "b")})
    read = [article(number, text) for number, text in enumerate(texts)]
    claims = extract(read)
    vectors = clusters.embed(claims, encoder)
    by_text: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_text[texts[int(claim.article)]].append(claim)
    found = [list(clusters.candidates([*by_text[row["a"]], *by_text[row["b"]]], vectors)) for row in rows]
    if cache is not None:
        cache.write_bytes(pickle.dumps(found))
    return found


def article(number: int, text: str) -> Article:
    """A text as an article that says nothing of itself."""
    name = f"{number:07d}"
    return Article(name, name, text, (Passage(text, ((0, 0),)),), None, None, None, None, "")


def of_pair(row: dict[str, str], pairs: Sequence[ClaimPair]) -> Iterator[Example]:
    """The examples of one labelled pair."""
    by_kind: dict[Kind, list[tuple[ClaimPair, Match]]] = defaultdict(list)
    for pair, match in candidates(pairs):
        by_kind[match.left.kind].append((pair, match))
    for kind, found in by_kind.items():
        if row["label"] != "contradiction":
            yield from (example(pair, match, False, "pairs", 1.0) for pair, match in found)
        elif row.get("kind") == kind.value:
            pair, match = max(found, key=lambda f: f[1].similarity + f[1].focus_similarity)
            yield example(pair, match, True, "pairs", 1.0)


def example(pair: ClaimPair, match: Match, positive: bool, group: str, weight: float) -> Example:
    """One example with its features."""
    return Example(match.left.kind, evidence.features(pair, match), positive, group, weight)


# --- fitting


def fit(examples: Sequence[Example], names: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Intercept and weights: the most probable ones given the examples and the prior weights, no weight against the
    meaning of its evidence, calibrated on the stories."""
    x = np.array([[e.features[name] for name in names] + [1.0] for e in examples])
    y = np.array([1.0 if e.positive else -1.0 for e in examples])
    counts = np.array([e.weight for e in examples])
    prior = np.array([PRIOR.get(name, 0.0) for name in names] + [0.0])
    stiffness = np.array([1 / SPREAD**2] * len(names) + [0.0])

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = y * (x @ w)
        pull = stiffness * (w - prior)
        value = (counts * np.logaddexp(0, -margin)).sum() + (pull * (w - prior)).sum() / 2
        return value, -(counts * y * expit(-margin)) @ x + pull

    bounds = [(0 if name in FOR else None, 0 if name in AGAINST else None) for name in names] + [(None, None)]
    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds).x
    fitted = float(found[-1]), {name: float(weight) for name, weight in zip(names, found[:-1], strict=True)}
    return calibrate(fitted, [e for e in examples if e.group != "pairs"])


def calibrate(fitted: tuple[float, dict[str, float]], stories: Sequence[Example]) -> tuple[float, dict[str, float]]:
    """The model with its log-odds rescaled (Platt) on whole articles, where far fewer matches are discrepancies than
    among pairs that were written to be alike."""
    if len({e.positive for e in stories}) < 2:
        return fitted
    odds = np.array([[score(fitted, e)] for e in stories])
    platt = LogisticRegression(C=CALIBRATION).fit(odds, [e.positive for e in stories])
    slope, shift = float(platt.coef_[0][0]), float(platt.intercept_[0])
    if slope <= 0:
        return fitted
    return shift + slope * fitted[0], {name: slope * weight for name, weight in fitted[1].items()}


def score(fitted: tuple[float, dict[str, float]], example: Example) -> float:
    """The log-odds of an example."""
    return fitted[0] + sum(weight * example.features[name] for name, weight in fitted[1].items())


def report(kind: Kind, examples: Sequence[Example], names: Sequence[str]) -> None:
    """Print what a model that has not seen a story makes of it, over all stories."""
    stories = sorted({e.group for e in examples} - {"pairs"})
    scored = []
    for story in stories:
        fitted = fit([e for e in examples if e.group != story], names)
        scored += [(score(fitted, e), e.positive) for e in examples if e.group == story]
    odds, labels = np.array([s for s, _ in scored]), np.array([p for _, p in scored])
    chosen = labels[odds > 0]
    print(
        f"{kind.value}: {len(examples)} examples, {sum(e.positive for e in examples)} positive; unseen stories: "
        f"{labels.sum()} positive of {len(labels)}, average precision {average_precision_score(labels, odds):.3f}, "
        f"at 0.5 {chosen.sum()} right of {len(chosen)}"
    )


def main() -> None:
    """Fit and write the models."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", nargs="+", type=Path, required=True)
    parser.add_argument("--pairs", nargs="*", type=Path, default=[])
    parser.add_argument("--output", type=Path, default=Path("factcheck/data/evidence.json"))
    parser.add_argument("--cache", type=Path, help="where the parsed pairs are kept between runs")
    options = parser.parse_args()
    encoder = encoders.load()
    examples = [*from_stories(options.stories, encoder), *from_pairs(options.pairs, encoder, options.cache)]
    models = {}
    for kind in KINDS:
        own = [e for e in examples if e.kind is kind]
        names = sorted(own[0].features)
        report(kind, own, names)
        intercept, weights = fit(own, names)
        models[kind.value] = {
            "intercept": round(intercept, 3),
            "weights": {name: round(weight, 3) for name, weight in sorted(weights.items())},
        }
    options.output.write_text(json.dumps(models, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
