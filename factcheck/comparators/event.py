"""Did it happen, is it still so, how did it end: opposed states of the same thing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from factcheck.comparators.entailment import Judge, Judgement, TextPair, are_sentences
from factcheck.comparators.evidence import log_odds, other_period, probability, shared_words
from factcheck.comparators.opposition import Likeness, Opposition, answer, do_agree, in_words, opposition_in
from factcheck.comparators.quote import FUNCTION_WORDS
from factcheck.comparators.relations import MOVED_ON, relation
from factcheck.config import EVENT_SIMILARITY, LIKELY, MIN_SAMENESS, WORTH_JUDGING
from factcheck.records import Claim, ClaimPair, Evidence, Kind, Label, Modality, Relation, State, Verdict

SLOPE = 8.0
WORD = re.compile(r"\w{3,}")
STEM = 5
"""Letters by which two words count as forms of one."""


SAME_WORDS = 0.75
"""Share of words in common from which on two statements are one, printed twice with a word more or less; what those
words may change is for the comparators of values and quotations to say."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What there is to say of two comparable claims before the entailment model is asked."""

    opposition: Opposition | None
    """The surest one."""
    is_likely: bool
    """Whether a contradiction would be likelier than not if the model were sure of it."""

    @property
    def is_opposed(self) -> bool:
        """Whether their states are opposed enough to be evidence by themselves."""
        return self.opposition is not None and self.opposition.margin >= 0


class EventComparator:
    """Statements that can't both hold: states and outcomes that general English opposes, one predicate with and without
    "not", and, with an entailment model, whatever the model finds contradictory."""

    def __init__(self, likeness: Likeness, judge: Judge) -> None:
        self._likeness = likeness
        self._judge = judge
        self._prospects: dict[tuple[str, str], Prospect | None] = {}

    def glances(self, pair: ClaimPair) -> Iterator[TextPair]:
        """The sentences of two claims that may be about one thing: what the model says of them weighs most."""
        return self.asks(pair)

    def asks(self, pair: ClaimPair) -> Iterator[TextPair]:
        """Their sentences, if one direction has not ruled a contradiction out."""
        if self._is_worth_asking(pair, self._prospect(pair)):
            yield pair.left.stated_in, pair.right.stated_in

    def asks_further(self, pair: ClaimPair) -> Iterator[TextPair]:
        """The two claims, if with them the two may still be found contradictory."""
        if self._is_open(pair, self._prospect(pair)):
            yield pair.left.text, pair.right.text

    def _prospect(self, pair: ClaimPair) -> Prospect | None:
        """What there is to say of two claims before the model is asked, worked out once; None if they are not
        comparable."""
        key = pair.left.id, pair.right.id
        if key not in self._prospects:
            self._prospects[key] = prospect(pair, self._likeness, self._judge.surest) if is_comparable(pair) else None
        return self._prospects[key]

    def _is_worth_asking(self, pair: ClaimPair, prospect: Prospect | None) -> bool:
        """Whether a contradiction would be likelier than not if the model were sure of it: most pairs of claims are not
        near enough for that, whatever it says. Once it has been asked something, whether there could still be a
        verdict."""
        if prospect is None or not self._judge.has_model:
            return False
        if prospect.is_opposed or not prospect.is_likely:
            return prospect.is_opposed
        whole = None if is_denial(pair) else self._judge.at_most(pair.left.stated_in, pair.right.stated_in)
        return whole is None or self._may_count(pair, prospect.opposition, whole)

    def _is_open(self, pair: ClaimPair, prospect: Prospect | None) -> bool:
        """Whether it is worth asking and the sentences leave it open: the claims' states are opposed, or the sentences
        do not agree and the verdict would count, should the claims contradict each other for sure."""
        if prospect is None or not self._is_worth_asking(pair, prospect):
            return False
        if prospect.is_opposed:
            return True
        whole = heard_around(pair, self._judge.of(pair.left.stated_in, pair.right.stated_in))
        return whole is not None and whole.is_doubtful and self._may_count(pair, prospect.opposition, whole)

    def _may_count(self, pair: ClaimPair, found: Opposition | None, whole: Judgement) -> bool:
        """Whether there may be a verdict that counts, by what the model says of the sentences alone, so that nothing
        depends on what else it was asked."""
        said = whole if are_sentences(pair) and not is_denial(pair) else self._judge.surest
        return probability("event", features(pair, found, said, whole)) >= WORTH_JUDGING

    def compare(self, pair: ClaimPair) -> Iterator[Verdict]:
        """At most one verdict."""
        prospect = self._prospect(pair)
        if prospect is None:
            return
        score = self._score(pair, prospect)
        if score >= MIN_SAMENESS:
            yield _verdict(pair, prospect.opposition, score)

    def _score(self, pair: ClaimPair, prospect: Prospect) -> float:
        """The probability that the two statements can't both hold: by opposed states, by all the evidence, or, where
        there are both, by a mean of their log-odds, since either alone cries wolf."""
        found = prospect.opposition
        opposed = _confidence(found.margin) if found is not None and found.margin >= 0 else None
        if not self._judge.has_model:
            return opposed or 0.0
        if not self._is_open(pair, prospect):
            return 0.0
        said = heard(pair, self._judge.of(pair.left.text, pair.right.text))
        whole = heard_around(pair, self._judge.of(pair.left.stated_in, pair.right.stated_in))
        if opposed is None and not (said and said.is_doubtful):
            return 0.0
        weighed = probability("event", features(pair, found, said, whole))
        return weighed if opposed is None else _between(weighed, opposed)


def is_comparable(pair: ClaimPair) -> bool:
    """Whether both claims are put forward as true, of one time, and read alike enough to be about one thing."""
    left, right = pair.left, pair.right
    return not (
        pair.similarity < EVENT_SIMILARITY
        or left.refuted
        or right.refuted
        or Modality.HYPOTHETICAL in {left.modality, right.modality}
        or other_period(left, right)
        or is_question(left)
        or is_question(right)
    )


def is_denial(pair: ClaimPair) -> bool:
    """Whether one claim, and not the other, is what somebody is said to deny."""
    return (pair.left.modality is Modality.DENIED) != (pair.right.modality is Modality.DENIED)


def is_reprint(pair: ClaimPair) -> bool:
    """Whether the two are one statement, printed twice."""
    return not is_denial(pair) and shared_words(_content(pair.left.text), _content(pair.right.text)) > SAME_WORDS


def heard(pair: ClaimPair, said: Judgement | None) -> Judgement | None:
    """What the model says of two claims, as their speakers hold them: whoever denies something contradicts whatever it
    follows from."""
    if said is None or not is_denial(pair):
        return said
    return Judgement(said.entailment, said.entailment, said.contradiction)


def heard_around(pair: ClaimPair, said: Judgement | None) -> Judgement | None:
    """What the model says of the sentences of two claims, as ``heard``; a sentence in which the denial stands with what
    is denied speaks for itself."""
    return heard(pair, said) if pair.left.alleged or pair.right.alleged else said


def is_question(claim: Claim) -> bool:
    """Whether the claim's sentence asks, and so states nothing."""
    return claim.sentence_text.rstrip("\"'”’) ").endswith("?")


def prospect(pair: ClaimPair, likeness: Likeness, surest: Judgement) -> Prospect:
    """What there is to say of two claims before the entailment model is asked, which can say ``surest`` at the most."""
    found = opposition_in(pair, likeness)
    if not (pair.left.states and pair.right.states):  # a dateline or a heading states nothing
        return Prospect(found, is_likely=False)
    if do_agree(pair, likeness) or is_reprint(pair):
        return Prospect(found, is_likely=False)
    return Prospect(found, is_likely=probability("event", features(pair, found, surest, surest)) >= LIKELY)


def features(
    pair: ClaimPair, found: Opposition | None, said: Judgement | None, whole: Judgement | None
) -> dict[str, float]:
    """The evidence that two claims can't both hold, by name, from what the entailment model says of them and of their
    sentences; every value lies roughly between -1 and 1. What is said of a denial is as ``heard`` has it."""
    left, right = pair.left, pair.right
    margin = found.margin if found else -1.0
    return {
        "contradicts": log_odds(said.contradiction_either_way) if said else 0.0,
        "contradicts-in-context": log_odds(whole.contradiction_either_way) if whole else 0.0,
        "opposed": float(found is not None and found.code == "event-opposed" and margin >= 0),
        "negated": float(found is not None and found.code == "event-negated" and margin >= 0),
        "none": float(found is not None and found.code == "event-none"),
        "denied": float(is_denial(pair)),
        "same-claim": pair.similarity,
        "nearest-claim": pair.nearness,
        "same-sentence": pair.sentence_similarity,
        "nearest-sentence": pair.sentence_nearness,
        "same-words": shared_words(_content(left.text), _content(right.text)),
        "shared-name": min(2, len(pair.shared_names)) / 2,
        "strangers": max(0.0, -pair.kinship),
        "plan-against-fact": float((left.modality is Modality.PLANNED) != (right.modality is Modality.PLANNED)),
        "in-a-title": float(left.is_title or right.is_title),
    }


@lru_cache(maxsize=10_000)
def _content(text: str) -> str:
    """The beginnings of a claim's words that carry meaning, so that "vote" and "voting" are one."""
    return " ".join(word[:STEM] for word in WORD.findall(text.lower()) if word not in FUNCTION_WORDS)


def _verdict(pair: ClaimPair, found: Opposition | None, score: float) -> Verdict:
    if found is None or found.margin < 0:
        return Verdict(
            Label.CONTRADICTION, Kind.EVENT, score, "event-contradicted",
            f"by the entailment model one rules the other out{_denied(pair)}",
            _plainest(pair), _statement(pair.left), _statement(pair.right), _relation(pair),
        )  # fmt: skip
    return Verdict(
        Label.CONTRADICTION, Kind.EVENT, score, found.code,
        f"{in_words(found.left)} against {in_words(found.right)}{_denied(pair)}", f"{found.about}: {pair.left.text}",
        _evidence(pair.left, found.left, found.about), _evidence(pair.right, found.right, found.about),
        _relation(pair),
    )  # fmt: skip


def _denied(pair: ClaimPair) -> str:
    """What is denied, for a reader who sees only that something is."""
    alleged = next((claim.alleged for claim in (pair.left, pair.right) if claim.alleged), "")
    return f"; denied is what stands before: “{alleged.rstrip('.')}”" if alleged else ""


def _plainest(pair: ClaimPair) -> str:
    """The shorter of the two claims, as the name of what they disagree on."""
    return f"whether it is so: {min(pair.left.text, pair.right.text, key=lambda text: (len(text), text))}"


def _statement(claim: Claim) -> Evidence:
    """A side whose value is the whole statement."""
    return Evidence(claim, claim.quote, claim.span, claim.text.casefold())


def _confidence(margin: float) -> float:
    """A probability that grows from a half at the threshold; the slope is a judgement, until it is fitted."""
    return 1 / (1 + math.exp(-SLOPE * margin))


OPPOSED_WEIGHT = 0.6
"""How much opposed states count against all the evidence together: English says more surely than a small model that two
words are opposites. A judgement, until there are enough cases to fit it."""


def _between(weighed: float, opposed: float) -> float:
    """The probability whose log-odds are the weighted mean of those of two others."""
    odds = (1 - OPPOSED_WEIGHT) * _odds(weighed) + OPPOSED_WEIGHT * _odds(opposed)
    return 1 / (1 + math.exp(-odds))


def _odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def _relation(pair: ClaimPair) -> Relation:
    if Modality.DENIED in {pair.left.modality, pair.right.modality}:
        return Relation.DISPUTE
    dates = [claim.published for claim in (pair.left, pair.right) if claim.published]
    if len(dates) == 2 and abs((dates[0] - dates[1]).days) >= MOVED_ON:
        return Relation.UPDATE
    return relation(pair.left, pair.right)


def _evidence(claim: Claim, state: State, about: str) -> Evidence:
    return Evidence(claim, in_words(state), claim.span, answer(state, about))
