"""Verdicts made by hand, and the findings, agreements and single-source facts that they become."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import findings
from factcheck.config import HIGH_GAP, MAX_QUOTE, MAX_SIDES
from factcheck.records import (
    Article,
    Claim,
    Evidence,
    Kind,
    Label,
    Mention,
    Modality,
    Passage,
    Quantity,
    Relation,
    Severity,
    Span,
    Verdict,
)

NAMES = "abcdefghijklmnopqrst"
FIGURES = (12, 15, 40)


def article(id, text, published=None, source=None):
    return Article(
        id=id, path=f"{id}.txt", text=text, passages=(Passage(text, ((0, 0),)),), source=source or id.upper(),
        title=None, published=published, language="en", sha256="",
    )  # fmt: skip


def sentences(lead=""):
    return lead + "\n".join(f"The ferry carried {figure} passengers." for figure in FIGURES)


ARTICLES = {id: article(id, sentences()) for id in NAMES}


def evidence(id, figure, *, articles=ARTICLES, **claim):
    """The words of one figure in one article."""
    sentence = f"The ferry carried {figure} passengers."
    start = articles[id].text.index(sentence)
    span, value = Span(start, start + len(sentence)), Span(start + 18, start + 18 + len(str(figure)))
    at = FIGURES.index(figure)
    stated = Claim(f"{id}#{at}", id, span, sentence, sentence, span, sentence, **claim)
    return Evidence(stated, str(figure), value, f"{figure} count")


def verdict(left, right, score=0.9, label=Label.CONTRADICTION, **more):
    """What a comparator says of two figures, each given as (article, figure) or as evidence."""
    ours, theirs = (side if isinstance(side, Evidence) else evidence(*side) for side in (left, right))
    settings = {"kind": Kind.QUANTITY, "code": "quantity-different", "reason": "the values differ", "gap": 0.2}
    return Verdict(label=label, score=score, about="how many passengers", left=ours, right=theirs, **settings | more)


def values(finding):
    return [(side.article, side.value) for side in finding.sides]


# One fact, one finding.


def test_a_fact_has_a_side_for_each_source():
    verdicts = [verdict(("a", 12), ("b", 15), 0.9), verdict(("a", 12), ("c", 15), 0.8)]
    verdicts.append(verdict(("b", 15), ("c", 15), 0.9, Label.ENTAILMENT))
    (found,) = findings.discrepancies(verdicts, ARTICLES)
    assert values(found) == [("a", "12"), ("b", "15"), ("c", "15")]
    assert found.confidence == 0.9


def test_only_contradictions_make_findings():
    verdicts = [verdict(("a", 12), ("b", 15), label=label) for label in (Label.NEUTRAL, Label.ENTAILMENT)]
    assert findings.discrepancies(verdicts, ARTICLES) == ()


def test_two_facts_are_two_findings_the_surer_first():
    verdicts = [verdict(("a", 12), ("b", 15), 0.7), verdict(("c", 12), ("d", 40), 0.8)]
    found = findings.discrepancies(verdicts, ARTICLES)
    assert [values(finding)[0][0] for finding in found] == ["c", "a"]


def test_kinds_are_not_mixed():
    verdicts = [verdict(("a", 12), ("b", 15)), verdict(("a", 12), ("c", 15), kind=Kind.TIME)]
    assert {finding.kind for finding in findings.discrepancies(verdicts, ARTICLES)} == {Kind.QUANTITY, Kind.TIME}


def test_a_second_value_of_an_article_is_left_out():
    verdicts = [verdict(("a", 12), ("b", 15), 0.9), verdict(("a", 40), ("b", 15), 0.8)]
    (found,) = findings.discrepancies(verdicts, ARTICLES)
    assert values(found) == [("a", "12"), ("b", "15")]


def test_what_is_and_what_is_to_be_are_two_facts():
    where = {"kind": Kind.PLACE, "code": "place-different"}
    planned = {"kind": Kind.PLACE, "code": "place-planned", "relation": Relation.UPDATE}
    verdicts = [verdict(("a", 12), ("b", 15), 0.9, **where), verdict(("a", 12), ("b", 40), 0.8, **planned)]
    now, later = findings.discrepancies(verdicts, ARTICLES)
    assert values(now) == [("a", "12"), ("b", "15")]
    assert values(later) == [("a", "12"), ("b", "40")]
    assert later.relation is Relation.UPDATE


def test_sides_are_dated_articles_first_the_oldest_first():
    dates = {"a": None, "b": date(2021, 3, 2), "c": date(2021, 3, 1)}
    dated = {id: article(id, sentences(), published) for id, published in dates.items()}
    verdicts = [verdict(("a", 12), ("b", 15)), verdict(("a", 12), ("c", 15))]
    (found,) = findings.discrepancies(verdicts, dated)
    assert [side.article for side in found.sides] == ["c", "b", "a"]


def test_a_finding_shows_no_more_sides_than_an_editor_can_read():
    verdicts = [verdict(("a", 12), (other, 15), 0.9 - at / 1000) for at, other in enumerate(NAMES[1:])]
    (found,) = findings.discrepancies(verdicts, ARTICLES)
    assert len(found.sides) == MAX_SIDES
    assert found.explanation.endswith(f"Further sides that are not shown: {len(NAMES) - MAX_SIDES}.")


PLACES = st.tuples(st.sampled_from("abcd"), st.sampled_from(FIGURES))
VERDICTS = st.lists(
    st.builds(
        verdict,
        PLACES,
        PLACES,
        st.sampled_from([0.3, 0.5, 0.7, 0.9]),
        st.sampled_from(Label),
        kind=st.sampled_from([Kind.QUANTITY, Kind.EVENT]),
    ).filter(lambda v: v.left.claim.article < v.right.claim.article and v.left.key != v.right.key),
    max_size=8,
    unique_by=lambda v: (v.kind, v.left.claim.id, v.right.claim.id),
)


@given(VERDICTS)
def test_an_article_gives_one_value_in_a_finding(verdicts):
    for finding in findings.discrepancies(verdicts, ARTICLES):
        keys = {(side.article, side.key) for side in finding.sides}
        assert len(keys) == len({article for article, _ in keys}) >= 2
        assert len({key for _, key in keys}) >= 2


@given(VERDICTS, st.randoms(use_true_random=False))
def test_the_order_of_verdicts_does_not_matter(verdicts, random):
    shuffled = random.sample(verdicts, len(verdicts))
    found = findings.discrepancies(verdicts, ARTICLES)
    assert findings.discrepancies(shuffled, ARTICLES) == found
    assert findings.agreements(shuffled, found, ARTICLES) == findings.agreements(verdicts, found, ARTICLES)


# What a finding says.


def only(*verdicts, articles=ARTICLES):
    (found,) = findings.discrepancies(verdicts, articles)
    return found


def test_a_side_is_quoted_exactly():
    for side in only(verdict(("a", 12), ("b", 15))).sides:
        text = ARTICLES[side.article].text
        assert text[side.span.start : side.span.end] == side.quote
        assert text[side.value_span.start : side.value_span.end] == side.value
        assert side.location == f"{side.path}:{side.line}"


def test_a_side_carries_its_speaker_hedges_and_modality():
    claim = {"speaker": "the port", "hedges": ("reportedly",), "modality": Modality.REPORTED}
    side, _ = only(verdict(evidence("a", 12, **claim), ("b", 15))).sides
    assert (side.speaker, side.hedges, side.modality) == ("the port", ("reportedly",), Modality.REPORTED)


def test_of_a_long_sentence_the_claim_is_quoted():
    found = evidence("a", 12)
    long = replace(found.claim, sentence=Span(0, MAX_QUOTE + 1), sentence_text="x" * (MAX_QUOTE + 1))
    side, _ = only(verdict(replace(found, claim=long), ("b", 15))).sides
    assert (side.quote, side.span) == (long.quote, long.span)


def test_a_comparator_can_choose_the_quotation():
    found = replace(evidence("a", 12), quote="12 passengers", quote_span=Span(18, 31))
    side, _ = only(verdict(found, ("b", 15))).sides
    assert (side.quote, side.span) == ("12 passengers", Span(18, 31))


def test_the_explanation_names_values_places_and_the_reason():
    verdicts = [verdict(("a", 12), ("b", 15), 0.9), verdict(("a", 12), ("c", 15), 0.8)]
    assert only(*verdicts).explanation == "12 (a.txt:1) against 15 (b.txt:2, c.txt:2): the values differ."


def test_the_explanation_says_who_hedges():
    hedged = evidence("b", 15, hedges=("reportedly",))
    assert only(verdict(("a", 12), hedged)).explanation.endswith(" Hedged: B.")


def test_reasons_are_all_codes_sorted():
    verdicts = [verdict(("a", 12), ("b", 15)), verdict(("a", 12), ("c", 15), 0.8, code="a-code")]
    assert only(*verdicts).reasons == ("a-code", "quantity-different")


def test_the_surest_verdict_gives_the_relation():
    verdicts = [verdict(("a", 12), ("b", 15), relation=Relation.UPDATE), verdict(("a", 12), ("c", 15), 0.8)]
    assert only(*verdicts).relation is Relation.UPDATE


LOW, MEDIUM, HIGH = Severity
SEVERITIES = [
    ({"gap": HIGH_GAP / 10}, LOW),
    ({"gap": HIGH_GAP / 2}, MEDIUM),
    ({"gap": HIGH_GAP}, HIGH),
    ({"gap": 1.0}, HIGH),
    ({"gap": 1.0, "relation": Relation.UPDATE}, MEDIUM),
    ({"gap": HIGH_GAP / 2, "relation": Relation.UPDATE}, LOW),
    ({"gap": HIGH_GAP / 10, "relation": Relation.UPDATE}, LOW),
    ({"gap": 1.0, "relation": Relation.DISPUTE}, HIGH),
    ({"kind": Kind.EVENT, "code": "event-opposed", "gap": 0.0}, HIGH),
    ({"kind": Kind.TIME, "code": "time-different", "gap": 0.0}, MEDIUM),
    ({"kind": Kind.PLACE, "code": "place-different", "gap": 0.0}, MEDIUM),
    ({"kind": Kind.QUOTE, "code": "quote-words", "gap": 0.0}, MEDIUM),
    ({"kind": Kind.QUOTE, "code": "quote-speaker", "gap": 0.0}, HIGH),
    ({"kind": Kind.QUOTE, "code": "quote-function-word", "gap": 0.0}, LOW),
]


@pytest.mark.parametrize(("settings", "severity"), SEVERITIES)
def test_severity(settings, severity):
    assert only(verdict(("a", 12), ("b", 15), **settings)).severity is severity


# Fingerprints.


def fingerprint(lead="", score=0.9, figure=15, kind=Kind.QUANTITY, other="b"):
    articles = {id: article(id, sentences(lead)) for id in NAMES}
    sides = [evidence("a", 12, articles=articles), evidence(other, figure, articles=articles)]
    return only(verdict(*sides, score, kind=kind), articles=articles).fingerprint


def test_fingerprint_stays_when_the_text_moves_or_the_score_changes():
    assert fingerprint() == fingerprint("Weather first.\n\n") == fingerprint(score=0.6)


def test_fingerprint_changes_with_what_is_said():
    marks = [fingerprint(), fingerprint(figure=40), fingerprint(kind=Kind.TIME), fingerprint(other="c")]
    assert len(set(marks)) == len(marks)


def test_fingerprint_folds_spaces_and_case():
    def mark(quote):
        found = replace(evidence("a", 12), quote=quote, quote_span=Span(0, 30))
        return only(verdict(found, ("b", 15))).fingerprint

    assert mark("The ferry  carried\n12 passengers.") == mark("the FERRY carried 12 passengers.")


# Agreements.


def agreement(left, right, score=0.9):
    return verdict(left, right, score, Label.ENTAILMENT, code="quantity-equal")


def test_sources_that_say_the_same_agree():
    (found,) = findings.agreements([agreement(("a", 12), ("b", 12)), agreement(("b", 12), ("c", 12))], (), ARTICLES)
    assert [(side.article, side.value) for side in found.sides] == [("a", "12"), ("b", "12"), ("c", "12")]
    assert (found.kind, found.about) == (Kind.QUANTITY, "how many passengers")


def test_a_source_does_not_agree_with_itself():
    same = {id: article(id, sentences(), source="The Gull") for id in NAMES}
    assert findings.agreements([agreement(("a", 12), ("b", 12))], (), same) == ()


def test_unsure_agreements_are_left_out():
    assert findings.agreements([agreement(("a", 12), ("b", 12), 0.01)], (), ARTICLES) == ()


def test_what_a_finding_shows_is_no_agreement():
    verdicts = [verdict(("a", 12), ("b", 15)), agreement(("a", 12), ("c", 12)), agreement(("d", 40), ("e", 40))]
    found = findings.discrepancies(verdicts, ARTICLES)
    (agreed,) = findings.agreements(verdicts, found, ARTICLES)
    assert [side.article for side in agreed.sides] == ["d", "e"]


# Single-source facts.


def claim(id, quantity=None, **more):
    found = evidence(id, 12)
    quantity = quantity or Quantity(12, 12, 12, "count", counted="passenger")
    mention = Mention(Kind.QUANTITY, quantity, found.span, "12", "question", fact="how many passengers")
    return replace(found.claim, mentions=(mention,), **more)


def test_a_figure_that_nobody_else_gives_is_single_source():
    (found,) = findings.single_source([claim("a")], [], ARTICLES)
    assert (found.kind, found.about, found.side.article, found.side.value) == (
        Kind.QUANTITY, "how many passengers", "a", "12",
    )  # fmt: skip


@pytest.mark.parametrize("label", Label)
def test_a_figure_of_which_another_source_speaks_is_not(label):
    known = verdict(("a", 12), ("b", 12), 0.99, label)
    assert findings.single_source([claim("a")], [known], ARTICLES) == ()


def test_an_unlikely_match_is_no_second_source():
    unlikely = verdict(("a", 12), ("b", 15), 0.001)
    assert len(findings.single_source([claim("a")], [unlikely], ARTICLES)) == 1


@pytest.mark.parametrize(
    "unchecked",
    [
        claim("a", modality=Modality.HYPOTHETICAL),
        claim("a", Quantity(12, 12, 12, "count")),
        claim("a", Quantity(0.5, 0.5, 0.5, "share")),
        replace(claim("a"), mentions=()),
    ],
)
def test_what_can_not_be_checked_is_not(unchecked):
    assert findings.single_source([unchecked], [], ARTICLES) == ()


def test_money_needs_no_noun():
    assert len(findings.single_source([claim("a", Quantity(12, 12, 12, "EUR"))], [], ARTICLES)) == 1


def test_single_source_facts_in_the_order_of_the_articles():
    found = findings.single_source([claim("c"), claim("a"), claim("b")], [], ARTICLES)
    assert [fact.side.article for fact in found] == ["a", "b", "c"]
