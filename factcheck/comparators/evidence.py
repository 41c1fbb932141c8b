"""What speaks for and against two mentions answering the same question, and the probability that they do.

Each piece of evidence is a number with a name (``features``). A logistic model over them (``data/evidence.json``)
gives the
probability that two different values are a discrepancy; its weights are fitted by ``training/fit_evidence.py``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from factcheck import lexicon
from factcheck.comparators.changes import is_replaced
from factcheck.comparators.entailment import Judge, Judgement, equalised
from factcheck.records import LIMIT, Claim, ClaimPair, Kind, Match, Mention, Modality, Quantity, TimeSpan

OTHERS = frozenset({"more", "additional", "other", "another", "new", "further", "extra", "previous", "former", "next"})
"""Words that make a count one of further things than those counted elsewhere."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: its code, and what it adds to the log-odds."""

    code: str
    weight: float


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: log-odds = intercept + weights . features."""

    intercept: float
    weights: Mapping[str, float]


def sameness(pair: ClaimPair, match: Match, judge: Judge | None = None) -> tuple[float, tuple[Reason, ...]]:
    """The probability that the two mentions answer one question, and the reasons for it, strongest first.

    With a judge, the entailment model's word counts among the evidence; the weights are others then.
    """
    name = match.left.kind.value
    heard = judge is not None and judge.has_model and heeds_model(name)
    found = features(pair, match) | (entailment(pair, match, judge) if judge is not None and heard else {})
    return weigh(f"{name}{WITH_MODEL}" if heard else name, found)


def at_most(pair: ClaimPair, match: Match, stated: Judgement, whole: Judgement, surest: Judgement) -> float:
    """The probability that the two mentions are a discrepancy if the entailment model says ``stated`` of the claims,
    ``whole`` of their sentences, and is as sure of all else as it can be."""
    said = {
        "contradicts": log_odds(stated.contradiction),
        "contradicts-in-context": log_odds(whole.contradiction),
        "settled-by-value": stated.contradiction,
        "same-otherwise": surest.contradiction,
    }
    return probability(f"{match.left.kind.value}{WITH_MODEL}", features(pair, match) | said)


def weigh(name: str, found: Mapping[str, float]) -> tuple[float, tuple[Reason, ...]]:
    """The probability that the fitted model of that name gives the evidence, and the reasons, strongest first."""
    weights = model(name).weights
    reasons = [Reason(code, weights.get(code, 0.0) * value) for code, value in found.items()]
    told = sorted((r for r in reasons if abs(r.weight) >= 0.1), key=lambda r: (-abs(r.weight), r.code))
    return probability(name, found), tuple(told)


def probability(name: str, found: Mapping[str, float]) -> float:
    """The probability alone, for those who ask only whether it is high enough."""
    fitted = model(name)
    odds = fitted.intercept + sum(fitted.weights.get(code, 0.0) * value for code, value in found.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def model(name: str) -> Model:
    """The fitted model of a kind of mention or of statements."""
    data = json.loads(files("factcheck").joinpath("data/evidence.json").read_text(encoding="utf-8"))[name]
    return Model(float(data["intercept"]), data["weights"])


def heeds_model(kind: str) -> bool:
    """Whether what the entailment model says has any weight for a kind of value."""
    return "contradicts" in model(f"{kind}{WITH_MODEL}").weights


def entailment(pair: ClaimPair, match: Match, judge: Judge) -> dict[str, float]:
    """What the entailment model says of the two claims as they stand, and with their values made the same."""
    stated = judge.of(pair.left.text, pair.right.text)
    whole = judge.of(pair.left.stated_in, pair.right.stated_in)
    made_same = [said for texts in equalised(pair, match) if (said := judge.of(*texts))]
    if stated is None or whole is None:
        return {}
    left = sum(said.contradiction for said in made_same) / len(made_same) if made_same else stated.contradiction
    return {
        "contradicts": log_odds(stated.contradiction),
        "contradicts-in-context": log_odds(whole.contradiction),
        "settled-by-value": max(0.0, stated.contradiction - left),
        "same-otherwise": max((said.entailment for said in made_same), default=0.0),
    }


def log_odds(probability: float) -> float:
    """The probability's log-odds on a scale from -1 to 1."""
    bounded = min(max(probability, CERTAIN), 1 - CERTAIN)
    return math.log(bounded / (1 - bounded)) / math.log((1 - CERTAIN) / CERTAIN)


CERTAIN = 0.005
"""Distance from 0 and 1 below which a model's probability says no more."""
WITH_MODEL = "-with-model"
"""Ends the names of the weights for evidence that the entailment model adds to."""


def features(pair: ClaimPair, match: Match) -> dict[str, float]:
    """The evidence on one match that needs no entailment model, by name; every value lies roughly between -1 and 1."""
    left, right = pair.left, pair.right
    modalities = {left.modality, right.modality}
    found = {
        "same-question": match.similarity,
        "same-focus": match.focus_similarity,
        "same-claim": pair.similarity,
        "nearest-claim": pair.nearness,
        "same-sentence": pair.sentence_similarity,
        "nearest-sentence": pair.sentence_nearness,
        "similar-slot": match.slot_similarity,
        "same-slot": shared_words(match.left.slot, match.right.slot),
        "no-slot": float(not match.left.slot or not match.right.slot),
        "nearest": float(match.mutual),
        "shared-name": min(2, len(pair.shared_names)) / 2,
        "strangers": max(0.0, -pair.kinship),
        "other-period": float(other_period(left, right)),
        "hypothetical": float(Modality.HYPOTHETICAL in modalities),
        "plan-against-fact": float((left.modality is Modality.PLANNED) != (right.modality is Modality.PLANNED)),
        "negated-on-one-side": float(left.negated != right.negated),
        "echoed": match.echoed,
        "echoed-nearer": match.echoed_nearer,
    }
    if match.left.kind is Kind.TIME:
        found |= _phases(match)
        found["own-news"] = float(is_own_news(left, match.left, right, match.right))
        found["magnitude"] = remoteness(left, match.left, right, match.right)
    if match.left.kind in {Kind.TIME, Kind.PLACE}:
        found["one-slot"] = float(is_one_slot(match.left.slot, match.right.slot))
        if found["one-slot"] and match.left.kind is Kind.PLACE:
            # Where it is and where it is to be: the world moves. And a country is named for many things beside it.
            found |= {"hypothetical": 0.0, "plan-against-fact": 0.0, "echoed": match.echoed_nearer}
        found["other-predicate"] = float(is_other_predicate(match.left.slot, match.right.slot))
    if match.left.kind in {Kind.QUANTITY, Kind.TIME}:
        found["replaced"] = float(is_replaced(left, right, match))
        if found["replaced"]:  # who says what was before gives both values, and tells of two periods
            found |= {"echoed": 0.0, "echoed-nearer": 0.0, "other-period": 0.0}
    if isinstance(match.left.value, Quantity) and isinstance(match.right.value, Quantity):
        found["both-limits"] = float(all(LIMIT in v.qualifiers for v in (match.left.value, match.right.value)))
        if found["both-limits"]:
            found["hypothetical"] = 0.0  # what "may be up to" so much is a rule, and no guess
        found |= _counting(match, match.left.value, match.right.value)
        found["same-toll"] = _other_tolls(pair, match.left.value, match.right.value)
    return found


def _phases(match: Match) -> dict[str, float]:
    """Whether both times are starts or both are ends, or one is a start and the other an end."""
    ours, theirs = phase(match.left), phase(match.right)
    return {
        "same-phase": float(bool(ours) and ours == theirs),
        "other-phase": float(bool(ours and theirs) and ours != theirs),
    }


def phase(mention: Mention) -> str:
    """``start`` or ``end`` where a time is that of something: what has been so since nine began at nine."""
    bound = mention.value.bound if isinstance(mention.value, TimeSpan) else ""
    words = set(mention.slot.split())
    if bound == "since" or words & lexicon.words("beginnings"):
        return "start"
    return "end" if bound == "until" or words & lexicon.words("endings") else ""


def is_one_slot(left: str, right: str) -> bool:
    """Whether two slots name one thing and one predicate that says something of it ("data store")."""
    words = set(left.split())
    return len(words) > 1 and words == set(right.split()) and not words & WEAK


def is_other_predicate(left: str, right: str) -> bool:
    """Whether two slots say different things of one ("suspect arrest" and "suspect sentence")."""
    ours, theirs = left.split(), right.split()
    return len(ours) == len(theirs) == 2 and _is_form(ours[0], theirs[0]) and not _is_form(ours[1], theirs[1])


def _is_form(word: str, other: str) -> bool:
    """Whether one word is the other, perhaps with an ending of which the parser was not sure ("Williams")."""
    short, long = sorted((word, other), key=len)
    return long.startswith(short) and len(long) - len(short) < 2


def is_own_news(left: Claim, ours: Mention, right: Claim, theirs: Mention) -> bool:
    """Whether each article dates what was new when it was published, and they were published days apart: then the two
    tell of two developments of one affair."""
    if left.published is None or right.published is None:
        return False
    is_apart = abs((left.published - right.published).days) > FRESH
    return is_apart and _is_fresh(left.published, ours) and _is_fresh(right.published, theirs)


def remoteness(left: Claim, ours: Mention, right: Claim, theirs: Mention) -> float:
    """How much longer before or after the later of two publications the one day is than the other, in powers of ten, up
    to 2: two answers to one question lie both in this week, or both in that decade."""
    if left.published is None or right.published is None:
        return 0.0
    told = max(left.published, right.published)
    ours_off, theirs_off = _off(told, ours), _off(told, theirs)
    if ours_off is None or theirs_off is None:
        return 0.0
    low, high = sorted((ours_off, theirs_off))
    return min(2.0, math.log10((1 + high) / (1 + low))) / 2


def _off(told: date, mention: Mention) -> float | None:
    """The days between a day and the middle of a time; None where that has no date."""
    days = _days(mention.value) if isinstance(mention.value, TimeSpan) else ()
    return abs(sum(day.toordinal() - told.toordinal() for day in days)) / len(days) if days else None


def _is_fresh(published: date, mention: Mention) -> bool:
    days = _days(mention.value) if isinstance(mention.value, TimeSpan) else ()
    return bool(days) and all(abs((day - published).days) <= FRESH for day in days)


FRESH = 3
"""Days before or after its publication of which an article tells as news."""
WEAK = frozenset({"be", "have", "do"})
"""Predicates that any thing can have."""


def shared_words(left: str, right: str) -> float:
    """The share of two slots' words that they have in common (Jaccard)."""
    ours, theirs = set(left.split()), set(right.split())
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def _counting(match: Match, left: Quantity, right: Quantity) -> dict[str, float]:
    persons = lexicon.words("persons")
    both_persons = left.counted in persons and right.counted in persons and left.counted != right.counted
    return {
        "both-persons": float(both_persons),
        "magnitude": magnitude(left, right),
        "swapped-digits": float(_digits(left) == _digits(right) and len(_digits(left)) > 1),
        "part-of-a-whole": float(bool(left.part_of) != bool(right.part_of)),
        "further-ones": float(bool(OTHERS & set(left.qualifiers)) != bool(OTHERS & set(right.qualifiers))),
        "scope-on-one-side": float(bool(left.scope) != bool(right.scope)),
        "same-scope": float(bool(left.scope) and left.scope == right.scope),
        "small-count": float(left.unit == "count" and min(left.value, right.value) <= 3),
        "is-money": float(len(left.unit) == 3 and left.unit.isupper()),
        "is-share": float(left.unit in {"percent", "share"}),
        "is-duration": float(left.unit == "second"),
        "is-age": float(left.unit == "year"),
        "same-person": float(left.counted == right.counted == "age"),
        "few-rivals": 0.0 if left.unit in {"count", "year"} else 1 / math.sqrt(match.rivals),
        **_people(left, right),
    }


def _people(left: Quantity, right: Quantity) -> dict[str, float]:
    """What there is to say of two counts of people; all 0 for other quantities."""
    ours, theirs = left.outcome, right.outcome
    anyone = lexicon.words("anyone") | {""}
    return {
        "same-outcome": float(bool(ours) and ours == theirs),
        "wider-outcome": float(bool(ours and theirs) and ours != theirs),
        "outcome-on-one-side": float(bool(ours) != bool(theirs)),
        "several-events": float(("several-events" in left.covers) != ("several-events" in right.covers)),
        "narrower-group": float(bool(ours and theirs) and (left.counted in anyone) != (right.counted in anyone)),
    }


def _other_tolls(pair: ClaimPair, left: Quantity, right: Quantity) -> float:
    """Whether the counts of people with other outcomes agree (1) or differ (-1), 0 where one side has none: five dead
    and six hurt is likely to be the event of which another says five dead and eight hurt."""
    if not left.outcome or left.outcome != right.outcome:
        return 0.0
    ours, theirs = (_tolls(claim, left.outcome) for claim in (pair.left, pair.right))
    shared = ours.keys() & theirs.keys()
    if not shared:
        return 0.0
    return 1.0 if any(ours[outcome] & theirs[outcome] for outcome in shared) else -1.0


def _tolls(claim: Claim, but: str) -> dict[str, set[float]]:
    """The counts of people in a claim by what becomes of them, without one outcome."""
    values = [m.value for m in claim.mentions if isinstance(m.value, Quantity)]
    return {
        v.outcome: {w.value for w in values if w.outcome == v.outcome} for v in values if v.outcome not in {"", but}
    }


def magnitude(left: Quantity, right: Quantity) -> float:
    """How far apart two values are in powers of ten, up to 2: answers to one question are rarely a hundredfold
    apart."""
    low, high = sorted(abs(q.value) / (100 if q.unit == "percent" else 1) for q in (left, right))
    if low == 0:
        return 0.0 if high == 0 else 1.0
    return min(2.0, math.log10(high / low)) / 2


def _digits(quantity: Quantity) -> str:
    """The significant digits, sorted: figures with the same ones are often one figure mistyped."""
    return "".join(sorted(f"{quantity.value:.10g}".replace(".", "")))


def other_period(left: Claim, right: Claim) -> bool:
    """Whether the two claims are about different years."""
    ours, theirs = _years(left), _years(right)
    return bool(ours and theirs and not ours & theirs)


def _years(claim: Claim) -> set[int]:
    years = {day.year for time in claim.context for day in _days(time)}
    if years or claim.published is None:
        return years
    return {claim.published.year}


def _days(time: TimeSpan) -> tuple[date, ...]:
    return tuple(day for day in (time.first, time.last) if day is not None and day.year > 1000)
