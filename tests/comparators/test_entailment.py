"""What is made of an entailment model's word: what it is asked, what it is believed, and what is not put to it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from importlib.resources import files
from itertools import permutations

import pytest

from factcheck import comparators
from factcheck.comparators import event, evidence
from factcheck.comparators.entailment import Judge, equalised
from factcheck.comparators.event import EventComparator, is_question
from factcheck.comparators.quantity import QuantityComparator
from factcheck.config import JOIN_SCORE, NO_MODEL
from factcheck.records import (
    Claim,
    ClaimPair,
    Kind,
    Label,
    Match,
    Mention,
    Modality,
    Quantity,
    Relation,
    Span,
    State,
    TimeSpan,
)
from factcheck.testing import FakeNli


def compared(pairs, judge):
    """What the standard comparators say of the pairs, after they have asked the model."""
    standard = comparators.standard(likeness, judge)
    comparators.ask([(pairs, standard)], judge)
    return comparators.verdicts(pairs, standard)


def likeness(left, right):
    """Only equal words are alike."""
    return float(left == right)


def always(premise, hypothesis):
    return premise != hypothesis


def claim(text, id="a#0", **more):
    span, said = Span(0, len(text)), more.pop("states", (State("say", False),))
    sentence = more.pop("sentence", span), more.pop("sentence_text", text)
    return Claim(id, id[0], span, text, text, *sentence, states=said, **more)


def alike(left, right, **more):
    """Two claims that read alike and are nearest to each other."""
    nearest = {"nearness": 1.0, "sentence_similarity": 0.9, "sentence_nearness": 1.0, "shared_names": ("marlow",)}
    return ClaimPair(left, right, **{"similarity": 0.9, **nearest, **more})


UNLIKE = {"similarity": 0.35, "nearness": 0.0, "sentence_similarity": 0.35, "sentence_nearness": 0.0}
STANDING, FALLEN = claim("The Marlow bridge still stands."), claim("The Marlow bridge lies in the river.", "b#0")


class Scripted(FakeNli):
    """A model that says what it is told to of each premise and hypothesis."""

    def __init__(self, rows):
        super().__init__()
        self.rows = rows

    def _row(self, premise, hypothesis):
        return self.rows[premise, hypothesis]


SAID = {("a", "b"): (0.9, 0.06, 0.04), ("b", "a"): (0.5, 0.3, 0.2)}


class TestJudge:
    def test_both_directions_count(self):
        said = Judge(Scripted(SAID)).of("a", "b")
        assert said.contradiction == pytest.approx(0.7)
        assert said.contradiction_either_way == pytest.approx(0.5)
        assert said.entailment == pytest.approx(0.3)

    def test_which_text_comes_first_does_not_matter(self):
        assert Judge(Scripted(SAID)).of("a", "b") == Judge(Scripted(SAID)).of("b", "a")

    def test_what_was_learnt_is_not_asked_again(self):
        model = FakeNli()
        judge = Judge(model)
        judge.learn([("a", "b"), ("b", "a"), ("a", "b"), ("c", "c")])
        assert sorted(model.asked) == [("a", "b"), ("b", "a"), ("c", "c")]
        judge.learn([("b", "a")])
        judge.of("a", "b")
        judge.of("b", "a")
        assert len(model.asked) == 3
        judge.of("a", "d")
        assert len(model.asked) == 5

    def test_one_direction_bounds_what_both_say(self):
        judge = Judge(Scripted(SAID))
        assert judge.at_most("a", "b") is None
        judge.glance([("b", "a")])
        most, said = judge.at_most("b", "a"), judge.of("a", "b")
        assert most is not None
        assert said is not None
        assert most.contradiction >= said.contradiction
        assert most.contradiction_either_way >= said.contradiction_either_way
        assert most.entailment <= said.entailment

    def test_a_model_that_is_never_quite_sure_is_held_to_it(self):
        model = Scripted(SAID)
        model.surest = 0.95
        judge = Judge(model)
        judge.glance([("b", "a")])
        assert judge.surest.contradiction_either_way == 0.95
        assert judge.at_most("b", "a").contradiction == pytest.approx((0.9 + 0.95) / 2)
        assert Judge(FakeNli()).surest.contradiction == Judge(None).surest.contradiction == 1

    def test_what_was_glanced_at_is_asked_the_other_way_only(self):
        model = FakeNli()
        judge = Judge(model)
        judge.glance([("b", "a"), ("a", "b"), ("c", "d")])
        assert sorted(model.asked) == [("a", "b"), ("c", "d")]
        judge.learn([("a", "b")])
        assert sorted(model.asked) == [("a", "b"), ("b", "a"), ("c", "d")]

    def test_the_order_in_which_it_learns_does_not_matter(self):
        pairs = [("b", "c"), ("a", "d"), ("d", "c")]
        one, other = FakeNli(), FakeNli()
        Judge(one).learn(pairs)
        Judge(other).learn((right, left) for left, right in reversed(pairs))
        assert one.asked == other.asked

    def test_nothing_to_learn(self):
        model = FakeNli()
        Judge(model).learn([])
        assert model.asked == []

    def test_without_a_model_it_says_nothing(self):
        judge = Judge(None)
        judge.learn([("a", "b")])
        assert judge.of("a", "b") is None
        assert (judge.has_model, judge.name) == (False, NO_MODEL)

    def test_with_a_model_it_has_its_name(self):
        judge = Judge(FakeNli())
        assert (judge.has_model, judge.name) == (True, "fake")


# Values made the same


def count(number, text=None, **more):
    value = Quantity(number, number, number, "count", counted="passenger")
    text = text or str(number)
    return Mention(Kind.QUANTITY, value, Span(0, len(text)), text, "The ferry carried how many passengers", **more)


def valued(left, right, one, other, **more):
    match = Match(one, other, similarity=0.9, focus_similarity=0.9, slot_similarity=0.9, mutual=True)
    pair = alike(claim(left, "a#0", mentions=(one,)), claim(right, "b#0", mentions=(other,)), matches=(match,), **more)
    return pair, match


@pytest.mark.parametrize(
    ("left", "right", "one", "other", "made_same"),
    [
        (
            "It carried 212 people.", "Some 340 were on it.", count(212), count(340),
            [("It carried 212 people.", "Some 212 were on it."), ("It carried 340 people.", "Some 340 were on it.")],
        ),
        # longer and shorter than what it replaces
        (
            "Two died.", "Some 1,500 died.", count(2, "Two"), count(1500, "1,500"),
            [("Two died.", "Some Two died."), ("1,500 died.", "Some 1,500 died.")],
        ),
        # a value that was taken from elsewhere in the sentence can't be put in
        ("It sank.", "Some 340 were on it.", count(212), count(340), [("It sank.", "Some 212 were on it.")]),
        ("It carried 212.", "It sank.", count(212), count(340), [("It carried 340.", "It sank.")]),
        ("It sank.", "It went down.", count(212), count(340), []),
        # only once
        (
            "7 of 7 boats.", "9 boats.", count(7), count(9),
            [("7 of 7 boats.", "7 boats."), ("9 of 7 boats.", "9 boats.")],
        ),
    ],
)  # fmt: skip
def test_equalised(left, right, one, other, made_same):
    assert sorted(equalised(*valued(left, right, one, other))) == sorted(made_same)


FERRY = valued("The ferry carried 212 passengers.", "The ferry had 340 passengers.", count(212), count(340))


def test_a_value_that_settles_the_contradiction_is_told_from_one_that_does_not():
    pair, match = FERRY
    stated = {pair.left.text, pair.right.text}
    settled = Judge(FakeNli(lambda p, h: {p, h} == stated))
    unsettled = Judge(FakeNli(always))
    assert evidence.entailment(pair, match, settled)["settled-by-value"] > 0.9
    assert evidence.entailment(pair, match, unsettled)["settled-by-value"] == 0
    assert evidence.entailment(pair, match, Judge(None)) == {}


def moment(day):
    value = TimeSpan(date(2024, 3, day), date(2024, 3, day))
    return Mention(Kind.TIME, value, Span(0, 7), f"{day} March", "The ferry sank when")


def test_the_word_of_the_model_moves_the_score_of_a_time():
    pair, match = valued("The ferry sank on 12 March.", "The ferry went down on 14 March.", moment(12), moment(14))
    stated = {pair.left.text, pair.right.text}
    contradicted, _ = evidence.sameness(pair, match, Judge(FakeNli(lambda p, h: {p, h} == stated)))
    neutral, _ = evidence.sameness(pair, match, Judge(FakeNli()))
    assert contradicted > neutral


@pytest.mark.parametrize(
    ("rule", "rows"),
    [(lambda premise, hypothesis: False, 1), (lambda premise, hypothesis: premise < hypothesis, 2), (always, 6)],
)
def test_of_a_time_nothing_more_is_asked_than_what_the_sentences_leave_open(rule, rows):
    model = FakeNli(rule)
    pair, match = valued(
        "The ferry sank on 12 March.", "The ferry went down on 14 March.", moment(12), moment(14), **UNLIKE,
        shared_names=(), kinship=-0.1,
    )  # fmt: skip
    weak = replace(match, similarity=0.35, focus_similarity=0.35, slot_similarity=0.35, mutual=False, echoed=0.5)
    pair = replace(pair, matches=(weak,))
    found = compared([pair], Judge(model))
    assert len(model.asked) == rows
    assert bool(found) is (rule is always)


def test_without_a_model_the_score_is_that_without_a_judge():
    pair, match = FERRY
    assert evidence.sameness(pair, match, Judge(None)) == evidence.sameness(pair, match)


@pytest.mark.parametrize("kind", ["quantity", "time", "place"])
def test_values_are_weighed_with_and_without_the_model(kind):
    without, heard = evidence.model(kind), evidence.model(f"{kind}{evidence.WITH_MODEL}")
    asked = {"contradicts", "contradicts-in-context", "settled-by-value", "same-otherwise"}
    assert not asked & without.weights.keys()
    # where the model's word does not help, it is not heeded at all
    assert heard == without or asked <= heard.weights.keys()


def test_opposed_states_that_the_model_does_not_doubt_are_less_likely():
    pair = alike(claim("The Marlow bridge is open."), claim("The Marlow bridge is closed.", "b#0"))
    pair = replace(
        pair,
        left=replace(pair.left, states=(State("open", False, "bridge"),)),
        right=replace(pair.right, states=(State("close", False, "bridge"),)),
    )
    [without] = list(EventComparator(likeness, Judge(None)).compare(pair))
    [doubted] = stated(pair, FakeNli(always))
    [undoubted] = stated(pair, FakeNli())
    assert undoubted.score < doubted.score
    assert undoubted.score < without.score


def test_the_model_is_heeded_for_some_kind_of_value():
    assert any(evidence.heeds_model(kind) for kind in ("quantity", "time", "place"))


def test_every_weight_belongs_to_a_feature():
    judge = Judge(FakeNli())
    pair, match = FERRY
    noon = Mention(Kind.TIME, TimeSpan(None, None, (720, 720)), Span(0, 4), "noon", "when", "when")
    times = evidence.features(pair, Match(noon, noon, 0.9)).keys()
    known = evidence.features(pair, match).keys() | evidence.entailment(pair, match, judge).keys() | times
    stated = event.features(pair, None, None, None).keys()
    fitted = json.loads(files("factcheck").joinpath("data/evidence.json").read_text(encoding="utf-8"))
    assert fitted["event"]["weights"].keys() <= stated
    for name in fitted.keys() - {"event"}:
        assert fitted[name]["weights"].keys() <= known, name


# Statements


def stated(pair, model):
    return list(EventComparator(likeness, Judge(model)).compare(pair))


def test_a_heading_that_states_nothing_contradicts_nothing():
    dateline = claim("MARLOW (Fresk Wire)", "b#0", states=())
    assert stated(alike(STANDING, dateline), FakeNli(always)) == []


def test_a_contradiction_that_the_model_alone_finds():
    [verdict] = stated(alike(STANDING, FALLEN), FakeNli(always))
    assert (verdict.label, verdict.kind, verdict.code) == (Label.CONTRADICTION, Kind.EVENT, "event-contradicted")
    assert verdict.score >= 0.5
    assert verdict.about == "whether it is so: The Marlow bridge still stands."
    assert (verdict.left.value, verdict.right.value) == (STANDING.quote, FALLEN.quote)
    assert verdict.left.span == STANDING.span


def test_no_verdict_without_a_model():
    assert stated(alike(STANDING, FALLEN), None) == []


def test_no_contradiction_where_the_model_sees_none():
    assert all(verdict.score < 0.5 for verdict in stated(alike(STANDING, FALLEN), FakeNli()))


def test_one_direction_alone_is_not_enough():
    one_way = FakeNli(lambda premise, hypothesis: premise < hypothesis)
    assert stated(alike(STANDING, FALLEN), one_way) == stated(alike(STANDING, FALLEN), FakeNli())


def test_sides_can_be_swapped():
    [there], [back] = (stated(pair, FakeNli(always)) for pair in (alike(STANDING, FALLEN), alike(FALLEN, STANDING)))
    assert (there.score, there.about, there.left, there.right) == (back.score, back.about, back.right, back.left)


@pytest.mark.parametrize(
    "other",
    [
        replace(FALLEN, modality=Modality.HYPOTHETICAL),
        replace(FALLEN, refuted=True),
        replace(FALLEN, sentence_text="Does the Marlow bridge lie in the river?"),
        replace(FALLEN, sentence_text="“Does the Marlow bridge lie in the river?”"),
    ],
    ids=["hypothetical", "refuted", "a question", "a quoted question"],
)
def test_what_is_not_stated_is_not_judged(other):
    model = FakeNli(always)
    assert stated(alike(STANDING, other), model) == stated(alike(other, STANDING), model) == []
    assert list(EventComparator(likeness, Judge(model)).asks(alike(STANDING, other))) == []
    assert model.asked == []


TOLD = "The firm sends what it knows to the ministry."
DENIED = claim("The firm tells the ministry.", "b#0", sentence_text="The firm denied that it tells the ministry.")


@pytest.mark.parametrize(
    ("claims", "modality", "found"),
    [
        ((0.01, 0.98, 0.01), Modality.DENIED, True),
        ((0.01, 0.98, 0.01), Modality.REPORTED, False),
        ((0.98, 0.01, 0.01), Modality.DENIED, False),
        ((0.01, 0.01, 0.98), Modality.DENIED, False),
    ],
)
def test_a_denial_contradicts_whatever_it_follows_from(claims, modality, found):
    denied = replace(DENIED, modality=modality)
    sentences = dict.fromkeys(permutations((TOLD, DENIED.sentence_text)), (0.98, 0.01, 0.01))
    model = Scripted(sentences | dict.fromkeys(permutations((TOLD, DENIED.text)), claims))
    verdicts = [verdict for verdict in stated(alike(claim(TOLD), denied), model) if verdict.score >= 0.5]
    assert bool(verdicts) is found
    assert all(verdict.relation is Relation.DISPUTE for verdict in verdicts)


@pytest.mark.parametrize(("ours", "theirs", "asked"), [("open", "begin", False), ("open", "say", True)])
def test_states_on_one_side_of_a_question_are_not_judged(ours, theirs, asked):
    left = claim("The Marlow fair opened.", states=(State(ours, False, "fair"),))
    right = claim("The Marlow fair has begun.", "b#0", states=(State(theirs, False, "fair"),))
    model = FakeNli(always)
    assert bool(list(EventComparator(likeness, Judge(model)).asks(alike(left, right)))) is asked
    assert bool(stated(alike(left, right), model)) is asked


def test_what_is_unlike_is_not_judged():
    model = FakeNli(always)
    assert stated(alike(STANDING, FALLEN, similarity=0.1), model) == []
    assert model.asked == []


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("Is it open?", True),
        ("“Is it open?” ", True),
        ("(Is it open?)", True),
        ("Is it open? No.", False),
        ("It is open.", False),
        ("", False),
    ],
)
def test_questions(sentence, asks):
    assert is_question(claim("It is open.", sentence_text=sentence)) is asks


def test_values_that_both_give_contradict_nothing():
    pair, match = FERRY
    comparator = QuantityComparator(Judge(None))
    assert [v.label for v in comparator.compare(pair)] == [Label.CONTRADICTION]
    given = replace(pair, matches=(replace(match, echoed=1.0, echoed_nearer=1.0),))
    assert list(comparator.compare(given)) == []


# All comparators


@pytest.mark.parametrize(
    "pair", [alike(STANDING, FALLEN), FERRY[0], replace(FERRY[0], left=replace(FERRY[0].left, refuted=True))]
)
def test_all_that_is_asked_is_asked_beforehand_in_three_batches(pair):
    class Batches(FakeNli):
        batches = 0

        def predict(self, pairs):
            self.batches += 1
            return super().predict(pairs)

    model = Batches(always)
    judge = Judge(model)
    compared([pair], judge)
    assert model.batches == 3
    assert len(model.asked) == len(set(model.asked))


def test_what_one_direction_rules_out_is_asked_no_further():
    pair = alike(STANDING, FALLEN, nearness=0.5, sentence_nearness=0.5)
    model = FakeNli(lambda premise, hypothesis: False)
    judge = Judge(model)
    compared([pair], judge)
    assert len(model.asked) == 1


def test_sentences_are_asked_about_only_where_they_can_count():
    judge = Judge(FakeNli(always))
    strangers = {**UNLIKE, "shared_names": (), "kinship": -1.0}
    likely, unlikely = (alike(STANDING, FALLEN, **more) for more in ({}, strangers))
    asked = [len(list(EventComparator(likeness, judge).asks(pair))) for pair in (likely, unlikely)]
    assert asked == [1, 0]


@pytest.mark.parametrize(
    ("pair", "rule", "further"),
    [
        (alike(STANDING, FALLEN), always, 1),
        # sentences that agree
        (alike(STANDING, FALLEN), lambda premise, hypothesis: False, 0),
        # sentences that contradict each other a little, and are not what either article says most like the other
        (alike(STANDING, FALLEN, **UNLIKE, shared_names=()), lambda premise, hypothesis: premise < hypothesis, 0),
    ],
)
def test_claims_are_asked_about_only_where_they_can_count(pair, rule, further):
    judge = Judge(FakeNli(rule))
    assert len(list(EventComparator(likeness, judge).asks_further(pair))) == further


def test_nobody_asks_without_a_model():
    judge = Judge(None)
    for pair in (alike(STANDING, FALLEN), FERRY[0]):
        asked = [(*c.asks(pair), *c.asks_further(pair)) for c in comparators.standard(likeness, judge)]
        assert not any(asked)


def test_a_statement_that_a_value_accounts_for_is_no_verdict_of_its_own():
    judge = Judge(FakeNli(always))
    pair = FERRY[0]
    [value] = (v for v in QuantityComparator(judge).compare(pair) if v.label is Label.CONTRADICTION)
    assert value.score >= JOIN_SCORE
    assert stated(pair, FakeNli(always))
    found = compared([pair], judge)
    assert [verdict.kind for verdict in found] == [Kind.QUANTITY]


def test_a_statement_of_another_sentence_stays():
    judge = Judge(FakeNli(always))
    pair = FERRY[0]
    elsewhere = alike(
        replace(STANDING, id="a#1", sentence=Span(100, 131)), replace(FALLEN, id="b#1", sentence=Span(100, 136))
    )
    found = compared([pair, elsewhere], judge)
    assert [verdict.kind for verdict in found] == [Kind.QUANTITY, Kind.EVENT]


def test_the_order_of_the_pairs_changes_no_verdict():
    pairs = [
        FERRY[0],
        alike(replace(STANDING, id="a#1", sentence=Span(100, 131)), replace(FALLEN, sentence=Span(100, 136))),
        alike(replace(FERRY[0].left, id="a#2"), FALLEN),
    ]
    found = []
    for order in (pairs, pairs[::-1], pairs[1:] + pairs[:1]):
        judge = Judge(FakeNli(always))
        found.append(compared(order, judge))
    assert len(found[0]) > 1
    assert all(sorted(map(repr, other)) == sorted(map(repr, found[0])) for other in found)
