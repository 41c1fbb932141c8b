"""Learning from decisions: what is fitted, what is left alone, and that nothing gets worse in silence."""

from __future__ import annotations

import random

import pytest

from factcheck import learning
from factcheck.calibration import Adjustment, Calibration
from factcheck.learning import MIN_DECISIONS, MIN_OF_KIND, Example, learn

KINDS = ("quantity", "time", "place", "entity", "event", "quote")


def examples(
    count, kind="quantity", right=lambda score, chance: chance.random() < score, reasons=("different",), seed=1
):
    """Findings with scores of all sizes, confirmed as ``right`` says."""
    chance = random.Random(seed)
    scores = [round(chance.uniform(0.1, 0.95), 4) for _ in range(count)]
    return [Example(f"{kind}{seed}{n}", kind, reasons, score, right(score, chance)) for n, score in enumerate(scores)]


def too_sure(score, chance):
    """Of what is said to be likely, little is confirmed."""
    return chance.random() < score / 4


def outcome(learned, kind):
    return next(outcome for outcome in learned.outcomes if outcome.kind == kind)


def test_too_few_decisions_change_nothing_and_the_missing_ones_are_counted():
    learned = learn(examples(MIN_DECISIONS - 3))
    assert (learned.missing, learned.is_new, learned.calibration.kinds) == (3, False, {})
    assert outcome(learned, "quantity").why == "kept: 3 more decisions are needed before anything is fitted"


def test_a_kind_with_too_few_decisions_keeps_its_confidence_and_says_so():
    learned = learn([*examples(60, right=too_sure), *examples(MIN_OF_KIND - 2, "time", too_sure)])
    assert outcome(learned, "quantity").fitted
    assert set(learned.calibration.kinds) == {"quantity"}
    assert outcome(learned, "time").why == "kept: 2 more decisions on this kind are needed"
    assert [o.kind for o in learned.outcomes] == list(KINDS)
    assert learned.calibration.confidence("time", ("different",), 0.7321) == 0.7321


def test_what_was_too_sure_becomes_less_sure_and_better_calibrated():
    learned = learn(examples(80, right=too_sure))
    quantity = outcome(learned, "quantity")
    assert learned.calibration.confidence("quantity", ("different",), 0.8) < 0.5
    assert quantity.after.calibration_error < quantity.before.calibration_error
    assert quantity.after.loss < quantity.before.loss
    assert learned.before == quantity.before
    assert learned.after == quantity.after


def test_a_reason_that_misleads_counts_less_than_another():
    good = examples(40, right=lambda score, chance: True, reasons=("sound",))
    bad = examples(40, right=lambda score, chance: False, reasons=("misleading",), seed=2)
    calibration = learn([*good, *bad]).calibration
    sound, misleading = (calibration.confidence("quantity", (code,), 0.5) for code in ("sound", "misleading"))
    assert misleading < 0.3 < 0.7 < sound


def test_a_kind_that_would_not_get_better_keeps_what_it_had():
    # Confidences that fit to the last digit: any further fit is noise.
    fitting = [
        Example(f"{score}{n}", "time", (f"r{n % 7}",), score, n < round(score * 10))
        for score in (0.2, 0.8)
        for n in range(10)
    ]
    former = Calibration({"place": Adjustment(0.5)}, 40)
    learned = learn(fitting, former=former)
    assert outcome(learned, "time").why == "kept: on decisions that it had not seen, a new formula was no better"
    assert outcome(learned, "time").after.loss > outcome(learned, "time").before.loss
    assert learned.calibration == former
    assert learned.after == learned.before


def test_the_former_formula_of_a_kind_without_decisions_stays():
    former = Calibration({"place": Adjustment(0.5)}, 40)
    calibration = learn(examples(60, right=too_sure), former=former).calibration
    assert calibration.kinds["place"] == Adjustment(0.5)
    assert calibration.decisions == 60


def test_a_formula_is_compared_with_the_former_one_and_fitted_to_the_scores():
    decided = examples(80, right=too_sure)
    first = learn(decided)
    second = learn(decided, former=first.calibration)
    assert second.before.loss < first.before.loss
    assert outcome(second, "quantity").fitted is False or second.calibration == first.calibration


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_decisions_makes_no_difference(seed):
    decided = [*examples(40, right=too_sure), *examples(30, "time")]
    shuffled = random.Random(seed).sample(decided, len(decided))
    assert learn(shuffled).calibration == learn(decided).calibration


def test_known_examples_are_added_but_do_not_count_as_decisions():
    known = examples(200, right=too_sure, seed=3)
    alone, together = learn(examples(20)), learn(examples(20), known)
    assert learn([], known).calibration.kinds == {}
    assert together.decisions == alone.decisions == 20
    assert learning.fit([*examples(20), *known]).shift < learning.fit(examples(20)).shift


@pytest.mark.parametrize(
    ("judged", "error"),
    [
        ([], 0.0),
        ([(0.75, True), (0.75, True), (0.75, True), (0.75, False)], 0.0),
        ([(1.0, False)], 1.0),
        ([(0.95, True), (0.05, True)], 0.5),
    ],
)
def test_calibration_error(judged, error):
    assert learning.calibration_error(judged) == pytest.approx(error)


def test_the_examples_that_come_with_factcheck_can_be_read():
    shipped = learning.shipped()
    assert {example.kind for example in shipped} <= set(KINDS)
    assert {example.confirmed for example in shipped} == {True, False}
    assert all(0 <= example.score <= 1 for example in shipped)
