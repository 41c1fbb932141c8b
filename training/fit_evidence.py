"""Fit the logistic models of ``factcheck/data/evidence.json``: are two mentions, or two statements, a discrepancy?

    python -m training.fit_evidence --stories DIR... [--retold DIR...] [--taught DIR...] --pairs FILE...
        --unseen FILE... [--news FILE]

Stories are folders with ``articles/`` and ``gold.json``; pairs are gzipped JSON lines ``{"a", "b", "label", "kind"}``
of single claims, of which those under ``--unseen`` were not among what the entailment model was trained on. An example
of a kind of value is a match of two mentions whose values differ: positive if its sides lie in a gold discrepancy (for
a pair: if the pair is a contradiction of this kind and the match is its nearest), negative if the texts are not in
contradiction. An example of statements is a pair of claims.

Each kind of value has two models: one without the entailment model, and one that adds what it says to the first one's
log-odds, fitted only on texts it has not seen. Prints what each story gets from models that have not seen the story.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import pickle
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from benchmarks import news
from factcheck import articles, clusters, encoders, language, nli
from factcheck.comparators import Judge, event, evidence, place, quantity, time, typed
from factcheck.comparators.entailment import Judgement
from factcheck.comparators.levels import Outcome
from factcheck.comparators.opposition import Likeness, opposition_in
from factcheck.mentions import numbers
from factcheck.pipeline import extract
from factcheck.records import Article, Claim, ClaimPair, Kind, Match, Mention, Passage

if TYPE_CHECKING:
    from numpy.typing import NDArray

COMPARATORS = {
    Kind.QUANTITY: quantity.QuantityComparator(Judge(None)),
    Kind.TIME: time.TimeComparator(Judge(None)),
    Kind.PLACE: place.PlaceComparator(Judge(None)),
}
STORY_WEIGHT = {"quantity": 20.0, "time": 10.0, "place": 5.0, "event": 1.0}
"""Weight of an example from a story: whole articles, as they come, against pairs written to be alike. The fewer
discrepancies of a kind the stories hold, the less they can teach."""
NEWS_WEIGHT = {"quantity": 5.0, "time": 0.3, "place": 2.0, "event": 0.7}
"""Weight of an example from the news, chosen by what unseen stories get. Outlets date the stages of one affair, so that
a time there teaches less."""
NEWS_CONFLICTS = Path(__file__).with_name("news_conflicts.json")
INCIDENTS = 200
SPREAD = 0.5
"""Standard deviation of the prior: how far from it a handful of examples may carry a weight."""
RETOLD = 3.0
"""How often a story counts that retells real news, against one that was invented."""
LEAN = 0.4
"""Added to the log-odds of values, chosen by what unseen stories get: stories that are made for training are denser in
figures than news is, and more of what looks like a discrepancy there is none."""
HEEDED = frozenset({"quantity", "time"})
"""Kinds of value on which the entailment model's word counts: those of which unseen stories are judged better with it,
those of others than wrote the training's too."""
PRIOR = {
    "same-question": 5.0, "same-focus": 1.0, "same-claim": 1.5, "nearest-claim": 0.5, "same-sentence": 1.0,
    "nearest-sentence": 2.0, "nearest": 1.5, "shared-name": 0.5, "same-slot": 1.5,
    "one-slot": 2.5, "strangers": -5.0, "is-duration": -0.5, "other-predicate": -2.5, "own-news": -6.0,
    "similar-slot": 1.0, "both-persons": 0.7, "same-scope": 1.5, "swapped-digits": 2.0, "other-period": -4.0,
    "hypothetical": -1.5, "plan-against-fact": -1.0, "negated-on-one-side": -0.5, "magnitude": -2.0,
    "part-of-a-whole": -1.0, "further-ones": -3.0, "scope-on-one-side": -0.7, "small-count": -0.3,
    "same-person": 5.0, "same-outcome": 2.0, "wider-outcome": -1.0, "outcome-on-one-side": -0.7, "several-events": -3.0,
    "narrower-group": -1.0, "same-toll": 1.5, "few-rivals": 1.5,
    "echoed": -0.5, "echoed-nearer": -1.0, "same-phase": 2.0, "other-phase": -2.0, "replaced": 4.0, "both-limits": 1.0,
}  # fmt: skip
"""What each piece of evidence is worth by judgement, in log-odds; rare evidence keeps this, common evidence is moved
by the examples."""
CALIBRATION = 1.0
"""Inverse strength of the penalty on the slope of the calibration."""
FOR = {"nearest-claim", "same-sentence", "nearest-sentence", "same-question", "same-focus", "same-claim", "nearest",
"shared-name", "same-slot", "one-slot", "similar-slot", "both-persons",
       "same-scope", "swapped-digits", "same-person", "same-outcome", "same-toll",
       "few-rivals", "same-phase", "replaced", "both-limits"}  # fmt: skip
AGAINST = {"other-period", "hypothetical", "plan-against-fact", "negated-on-one-side", "magnitude", "part-of-a-whole",
           "further-ones", "scope-on-one-side", "small-count", "wider-outcome", "outcome-on-one-side", "several-events",
           "narrower-group", "echoed", "echoed-nearer", "other-phase", "other-predicate", "own-news",
           "strangers", "is-duration"}  # fmt: skip
"""Evidence that by its meaning can only speak for, or only against, one question."""
SAID = {"contradicts": 1.5, "contradicts-in-context": 1.5, "settled-by-value": 1.0, "same-otherwise": 1.5}
"""The same for what the entailment model says of a match."""
STATEMENTS = {
    "contradicts": 1.0, "contradicts-in-context": 1.5, "opposed": 1.5, "negated": 0.7, "none": 1.5, "denied": 1.5,
    "same-claim": 1.0, "nearest-claim": 1.0, "same-sentence": 1.0, "nearest-sentence": 1.5, "same-words": 1.0,
    "shared-name": 0.3, "strangers": -5.0, "plan-against-fact": -0.5, "in-a-title": -0.5,
}  # fmt: skip
"""The same for two statements."""
STATEMENTS_AGAINST = {"plan-against-fact", "in-a-title", "strangers"}
STATEMENTS_FOR = set(STATEMENTS) - STATEMENTS_AGAINST
SPREAD_OF_FEW = 1.0
NEWS = "news:"
"""Begins the group of an example from the news."""
Fitted: TypeAlias = tuple[float, dict[str, float]]
"""Intercept and weights."""


@dataclass(frozen=True)
class Example:
    """One match or pair with its label and where it comes from."""

    name: str
    """Of the model that judges it: a kind of value, or ``event``."""
    features: dict[str, float]
    said: dict[str, float]
    """What the entailment model adds to the evidence on a match."""
    positive: bool
    group: str
    weight: float


def outcome(match: Match) -> Outcome:
    """What its comparator makes of a match's values."""
    level = COMPARATORS[match.left.kind].level(match)
    return level.outcome if level else Outcome.INCOMPARABLE


def candidates(pairs: Sequence[ClaimPair]) -> Iterator[tuple[ClaimPair, Match]]:
    """The matches that a comparator would have to judge."""
    for pair in pairs:
        if not (pair.left.refuted or pair.right.refuted):
            for match in pair.matches:
                if match.left.kind in COMPARATORS and outcome(match) is Outcome.DIFFERENT:
                    yield pair, match


# --- stories


def from_stories(folders: Sequence[Path], encoder: encoders.Encoder, judge: Judge) -> Iterator[Example]:
    """Examples of every story below the folders."""
    for path in sorted(p for folder in folders for p in folder.rglob("gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        read = articles.read([path.parent / "articles"]).articles
        texts = {Path(article.path).name: plain(article.text) for article in read}
        claims = extract(read)
        vectors = clusters.embed(claims, encoder)
        found = list(clusters.candidates(claims, vectors))
        likeness = clusters.likeness(vectors)
        prepare(found, judge)
        for pair, match in candidates(found):
            kind, kinds = match.left.kind.value, gold_kinds(gold, texts, pair, match)
            if not kinds or kind in kinds:
                yield example(pair, match, kind in kinds, gold["story"], STORY_WEIGHT[kind], judge)
        yield from statements(gold, texts, found, likeness, judge)


def prepare(pairs: Sequence[ClaimPair], judge: Judge) -> None:
    """Has the entailment model judge in one batch what it will be asked about, and whatever it may be heeded for."""
    judge.learn(texts for pair in pairs if event.is_comparable(pair) for texts in whole(pair))
    matches = ((pair, match) for pair, match in candidates(pairs) if typed.is_alike(pair, match))
    judge.learn(texts for pair, match in matches for texts in typed.questions(pair, match))


def judgements(pair: ClaimPair, judge: Judge) -> tuple[Judgement | None, Judgement | None]:
    """What the model says of the two claims, as their speakers hold them, and of their sentences."""
    claims, sentences = whole(pair)
    return event.heard(pair, judge.of(*claims)), event.heard_around(pair, judge.of(*sentences))


def whole(pair: ClaimPair) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two claims, and the two sentences that they stand in."""
    return (pair.left.text, pair.right.text), (pair.left.stated_in, pair.right.stated_in)


def statements(
    gold: dict,
    texts: dict[str, str],
    pairs: Sequence[ClaimPair],
    likeness: Likeness,
    judge: Judge,  # type: ignore[type-arg]
) -> Iterator[Example]:
    """The examples of pairs of claims. A discrepancy lies in one of the claim pairs that its sides hold, and nobody
    said in which: the one that the entailment model finds most contradictory is taken, the others are left out."""
    best: dict[str, tuple[float, dict[str, float]]] = {}
    for pair in filter(event.is_comparable, pairs):
        found = event.features(pair, opposition_in(pair, likeness), *judgements(pair, judge))
        items = gold_items(gold, texts, pair)
        for item in items:
            best[item] = max(
                best.get(item, (-2.0, {})),
                (found["contradicts"] + found["contradicts-in-context"] + found["same-claim"], found),
                key=lambda f: f[0],
            )
        if not items:
            yield Example("event", found, {}, False, gold["story"], STORY_WEIGHT["event"])
    for _, found in best.values():
        yield Example("event", found, {}, True, gold["story"], STORY_WEIGHT["event"])


def gold_items(gold: dict, texts: dict[str, str], pair: ClaimPair) -> set[str]:  # type: ignore[type-arg]
    """The gold discrepancies whose differing sides hold the two claims."""
    return {
        item["id"]
        for item in gold["discrepancies"]
        for one, other in permutations(item["sides"], 2)
        if (one.get("value") is None or one.get("value") != other.get("value"))
        and overlaps(one, texts, pair.left)
        and overlaps(other, texts, pair.right)
    }


def overlaps(side: dict[str, str], texts: dict[str, str], claim: Claim) -> bool:
    """Whether a gold side's quotation and the claim share words."""
    if Path(claim.article).name != side["article"]:
        return False
    start = texts[side["article"]].find(plain(side["quote"]))
    return claim.span.start < start + len(side["quote"]) and start < claim.span.end


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
    wanted, given = figures(side.get("value") or ""), figures(mention.text)
    return not wanted or bool(wanted & given)


@cache
def figures(text: str) -> frozenset[float]:
    """The numbers in a text."""
    return frozenset(n.value for n in numbers.find(language.load()(text)[:]))


def holds(side: dict[str, str], texts: dict[str, str], claim: Claim, mention: Mention) -> bool:
    """Whether a gold side's quotation holds the mention's first character."""
    if Path(claim.article).name != side["article"]:
        return False
    start = texts[side["article"]].find(plain(side["quote"]))
    return start <= mention.span.start < start + len(side["quote"])


# --- news


def from_news(path: Path, wanted: int, encoder: encoders.Encoder, judge: Judge) -> Iterator[Example]:
    """Examples of so many events of a file of news."""
    known = frozenset(json.loads(NEWS_CONFLICTS.read_text(encoding="utf-8"))["conflicts"])
    for group in news.read(path, wanted):
        with news.table(group) as table:
            claims = extract(articles.read([table]).articles)
        vectors = clusters.embed(claims, encoder)
        found = list(clusters.candidates(claims, vectors))
        name = f"{NEWS}{group.id}"
        for pair, match in candidates(found):
            if match.echoed_nearer < 1:  # mostly what the comparators would judge
                kind, values = match.left.kind.value, (match.left.text, match.right.text)
                real = digest(group.id, kind, *values) in known
                yield example(pair, match, real, name, NEWS_WEIGHT[kind], Judge(None))
        yield from news_statements(found, clusters.likeness(vectors), judge, name)


def digest(event: str, kind: str, left: str, right: str) -> str:
    """By what a disagreement in the news is known: a hash of the event, the kind and the two values."""
    values = sorted(" ".join(value.lower().split()) for value in (left, right))
    return hashlib.sha256("\n".join((event, kind, *values)).encode()).hexdigest()[:16]


def news_statements(pairs: Sequence[ClaimPair], likeness: Likeness, judge: Judge, group: str) -> Iterator[Example]:
    """The pairs of statements that the model is asked about, none of them a contradiction that was read."""
    comparator = event.EventComparator(likeness, judge)
    for pair in pairs:
        if [*comparator.asks(pair)] and [*comparator.asks_further(pair)]:
            found = event.features(pair, opposition_in(pair, likeness), *judgements(pair, judge))
            yield Example("event", found, {}, False, group, NEWS_WEIGHT["event"])


# --- pairs


def from_pairs(files: Sequence[Path], encoder: encoders.Encoder, cache: Path | None, judge: Judge) -> Iterator[Example]:
    """Examples of every pair in the files."""
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = [row for row in map(json.loads, file) if is_useful(row)]
        read = read_pairs(rows, encoder, cache)
        prepare([pair for pairs in read for pair in pairs], judge)
        for row, pairs in zip(rows, read, strict=True):
            yield from of_pair(row, pairs, judge)


def is_useful(row: dict[str, str]) -> bool:
    """Whether a pair can give an example: a contradiction of one of our kinds, or one neutral pair in four, by its
    hash."""
    if row["label"] == "contradiction":
        return row.get("kind") in {kind.value for kind in COMPARATORS}
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


def of_pair(row: dict[str, str], pairs: Sequence[ClaimPair], judge: Judge) -> Iterator[Example]:
    """The examples of one labelled pair."""
    by_kind: dict[Kind, list[tuple[ClaimPair, Match]]] = defaultdict(list)
    for pair, match in candidates(pairs):
        by_kind[match.left.kind].append((pair, match))
    for kind, found in by_kind.items():
        if row["label"] != "contradiction":
            yield from (example(pair, match, False, "pairs", 1.0, judge) for pair, match in found)
        elif row.get("kind") == kind.value:
            pair, match = max(found, key=lambda f: f[1].similarity + f[1].focus_similarity)
            yield example(pair, match, True, "pairs", 1.0, judge)


def example(pair: ClaimPair, match: Match, positive: bool, group: str, weight: float, judge: Judge) -> Example:
    """One example with its features."""
    said = evidence.entailment(pair, match, judge) if typed.is_alike(pair, match) else {}
    return Example(match.left.kind.value, evidence.features(pair, match), said, positive, group, weight)


# --- fitting


def fit(examples: Sequence[Example], names: Sequence[str]) -> Fitted:
    """Intercept and weights: the most probable ones given the examples and the prior weights, no weight against the
    meaning of its evidence, calibrated on the stories."""
    fitted = map_fit(examples, names, PRIOR, FOR, AGAINST, SPREAD)
    return calibrate(fitted, [e for e in examples if e.group != "pairs" and not e.group.startswith(NEWS)])


def map_fit(
    examples: Sequence[Example], names: Sequence[str], prior_weights: Mapping[str, float], positive: Collection[str],
    negative: Collection[str], spread: float,
) -> Fitted:  # fmt: skip
    """The most probable intercept and weights, with weights near their prior ones and of the sign that their meaning
    has."""
    x = np.array([[e.features.get(name, 0.0) for name in names] + [1.0] for e in examples])
    y = np.array([1.0 if e.positive else -1.0 for e in examples])
    counts = np.array([e.weight for e in examples])
    prior = np.array([prior_weights.get(name, 0.0) for name in names] + [0.0])
    stiffness = np.array([1 / spread**2] * len(names) + [0.0])

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = y * (x @ w)
        pull = stiffness * (w - prior)
        value = (counts * np.logaddexp(0, -margin)).sum() + (pull * (w - prior)).sum() / 2
        return value, -(counts * y * expit(-margin)) @ x + pull

    bounds = [(0 if name in positive else None, 0 if name in negative else None) for name in names] + [(None, None)]
    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds).x
    return float(found[-1]), {name: float(weight) for name, weight in zip(names, found[:-1], strict=True)}


def calibrate(fitted: Fitted, stories: Sequence[Example]) -> Fitted:
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


def score(fitted: Fitted, example: Example) -> float:
    """The log-odds of an example."""
    found = example.features | example.said
    return fitted[0] + sum(weight * found.get(name, 0.0) for name, weight in fitted[1].items())


def with_model(base: Fitted, examples: Sequence[Example]) -> Fitted:
    """The model that adds what the entailment model says to the log-odds of ``base``: few weights, since few texts are
    unseen by both; fitted on ``examples`` that it was heard on."""
    names = sorted(SAID)
    heard = [e for e in examples if e.said]
    rows = [
        Example(e.name, {"base": score(base, replace(e, said={}))} | e.said, {}, e.positive, e.group, 1.0)
        for e in heard
    ]
    intercept, weights = map_fit(rows, ["base", *names], {"base": 1.0, **SAID}, {"base", *names}, set(), SPREAD_OF_FEW)
    slope = weights["base"]
    return intercept + slope * base[0], {n: slope * w for n, w in base[1].items()} | {n: weights[n] for n in names}


def leaning(fitted: Fitted) -> Fitted:
    """The model with ``LEAN`` added."""
    return fitted[0] + LEAN, fitted[1]


def fit_statements(examples: Sequence[Example]) -> Fitted:
    """The model of whole statements."""
    return map_fit(examples, sorted(STATEMENTS), STATEMENTS, STATEMENTS_FOR, STATEMENTS_AGAINST, SPREAD_OF_FEW)


def report(name: str, examples: Sequence[Example], make: Callable[[Sequence[Example]], Fitted]) -> float:
    """Print what a model that has not seen a story makes of it, over all stories; returns the average precision."""
    stories = sorted({e.group for e in examples if not e.group.startswith(NEWS)} - {"pairs"})
    scored = []
    for story in stories:
        fitted = make([e for e in examples if e.group != story])
        scored += [(score(fitted, e), e.positive) for e in examples if e.group == story]
    odds, labels = np.array([s for s, _ in scored]), np.array([p for _, p in scored])
    chosen, precision = labels[odds > 0], float(average_precision_score(labels, odds))
    print(
        f"{name}: {len(examples)} examples, {sum(e.positive for e in examples)} positive; unseen stories: "
        f"{labels.sum()} positive of {len(labels)}, average precision {precision:.3f}, "
        f"at 0.5 {chosen.sum()} right of {len(chosen)}, "
        f"expected calibration error {calibration_error(odds, labels):.3f}"
    )
    return precision


def calibration_error(odds: NDArray[np.float64], labels: NDArray[np.bool_], bins: int = 10) -> float:
    """Mean distance between probability and frequency, over bins of probability, weighted by what falls into each."""
    probability = expit(odds)
    at = np.minimum((probability * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(probability[at == b].mean() - labels[at == b].mean()) * (at == b).mean()
            for b in range(bins)
            if (at == b).any()
        )
    )


@dataclass(frozen=True)
class Known:
    """All examples that weights are fitted on."""

    stories: tuple[Example, ...]
    pairs: tuple[Example, ...]
    unseen: tuple[Example, ...]
    """Of pairs that the entailment model was not trained on."""
    news: tuple[Example, ...]

    def without(self, story: str) -> Known:
        """The same as if a story did not exist."""
        return replace(self, stories=tuple(e for e in self.stories if e.group != story))

    def of_values(self, kind: str) -> list[Example]:
        """What teaches a kind of value without the entailment model."""
        return [e for e in (*self.stories, *self.pairs, *self.news) if e.name == kind]

    def heard(self, kind: str) -> list[Example]:
        """What teaches how far to heed the entailment model on a kind of value."""
        return [e for e in (*self.stories, *self.unseen) if e.name == kind]

    def of_statements(self) -> list[Example]:
        """What teaches the model of whole statements."""
        return [e for e in (*self.stories, *self.news) if e.name == "event"]


def add_sources(parser: argparse.ArgumentParser) -> None:
    """The options that name what is learnt from."""
    parser.add_argument("--stories", nargs="+", type=Path, required=True)
    parser.add_argument("--retold", nargs="*", type=Path, default=[], help="stories that retell real news")
    parser.add_argument(
        "--taught", nargs="*", type=Path, default=[],
        help="stories that the entailment model was trained on: what it says of them teaches nothing",
    )  # fmt: skip
    parser.add_argument("--pairs", nargs="*", type=Path, default=[])
    parser.add_argument("--unseen", nargs="*", type=Path, default=[], help="pairs that the entailment model never saw")
    parser.add_argument("--news", type=Path, help="real news by event, JSON lines")
    parser.add_argument("--cache", type=Path, help="where the parsed pairs are kept between runs")


def gather(options: argparse.Namespace, encoder: encoders.Encoder, judge: Judge) -> Known:
    """The examples of what the options of ``add_sources`` name."""
    deaf = Judge(None)
    retold = (replace(e, weight=RETOLD * e.weight) for e in from_stories(options.retold, encoder, judge))
    taught = (e for e in from_stories(options.taught, encoder, deaf) if e.name != "event")
    return Known(
        stories=(*from_stories(options.stories, encoder, judge), *retold, *taught),
        pairs=tuple(from_pairs(options.pairs, encoder, options.cache, deaf)),
        unseen=tuple(from_pairs(options.unseen, encoder, None, judge)),
        news=tuple(from_news(options.news, INCIDENTS, encoder, judge)) if options.news else (),
    )


def models(known: Known) -> dict[str, Fitted]:
    """All models of ``evidence.json``."""
    made = {}
    for kind in (kind.value for kind in COMPARATORS):
        own = known.of_values(kind)
        base = fit(own, sorted(own[0].features))
        heard = with_model(base, known.heard(kind)) if kind in HEEDED else base
        made |= {kind: leaning(base), f"{kind}{evidence.WITH_MODEL}": leaning(heard)}
    return made | {"event": fit_statements(known.of_statements())}


def main() -> None:
    """Fit and write the models."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_sources(parser)
    parser.add_argument("--nli", help="folder of an entailment model [the shipped one]")
    parser.add_argument("--output", type=Path, default=Path("factcheck/data/evidence.json"))
    options = parser.parse_args()
    known = gather(options, encoders.load(), Judge(nli.load(options.nli)))
    for kind in (kind.value for kind in COMPARATORS):
        own = known.of_values(kind)
        names = sorted(own[0].features)
        report(kind, own, lambda seen, names=names: fit(seen, names))
        report(f"{kind}, with the entailment model", known.heard(kind), partial(_both, own=own, names=names))
    report("event", known.of_statements(), fit_statements)
    made = {name: rounded(fitted) for name, fitted in models(known).items()}
    options.output.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")


def _both(seen: Sequence[Example], own: Sequence[Example], names: Sequence[str]) -> Fitted:
    """Both steps of a model with the entailment model, on the stories among ``seen`` alone."""
    groups = {e.group for e in seen} | {"pairs"}
    kept = [e for e in own if e.group in groups or e.group.startswith(NEWS)]
    return with_model(fit(kept, names), seen)


def rounded(fitted: Fitted) -> dict[str, object]:
    """A model as it is stored."""
    intercept, weights = fitted
    return {
        "intercept": round(intercept, 3),
        "weights": {name: round(weight, 3) for name, weight in sorted(weights.items())},
    }


if __name__ == "__main__":
    main()
