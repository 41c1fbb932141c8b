"""Who holds an office: when two names contradict each other, and when they only differ."""

from __future__ import annotations

import pytest

from factcheck.comparators.entity import EntityComparator, level
from factcheck.comparators.levels import Outcome
from factcheck.records import Claim, ClaimPair, Kind, Label, Match, Mention, Name, Relation, Span

EQUAL, COMPATIBLE, DIFFERENT, INCOMPARABLE = Outcome


def holder(name: str, office: str, of: str = "", *, left: bool = False) -> Name:
    return Name(name, "person", office, tuple(sorted(of.split())), left)


LEVELS = [
    (holder("Tessa Novak", "chair", "flood team"), holder("Jan Vesely", "chair", "team"), DIFFERENT,
     "entity-other-holder"),
    (holder("Tessa Novak", "chair", "flood team"), holder("Dr Novak", "chair", "team"), EQUAL, "entity-equal"),
    (holder("Tessa Novak", "chair", "flood team"), holder("Jan Vesely", "chair", "fire team"), INCOMPARABLE,
     "entity-other-institution"),
    (holder("Tessa Novak", "mayor"), holder("Jan Vesely", "mayor"), INCOMPARABLE, "entity-other-institution"),
    (holder("Tessa Novak", "mayor"), holder("Tessa Novak", "mayor"), INCOMPARABLE, "entity-other-institution"),
    (holder("Tessa Novak", "mayor", "harwick"), holder("Jan Vesely", "mayor"), INCOMPARABLE,
     "entity-other-institution"),
    (holder("Tessa Novak", "mayor", "harwick"), holder("Jan Vesely", "director", "harwick"), INCOMPARABLE,
     "entity-other-office"),
    (holder("Tessa Novak", "head", "company"), holder("Jan Vesely", "head", "company"), INCOMPARABLE,
     "entity-any-institution"),
    (holder("Tessa Novak", "minister", "finance"), holder("Jan Vesely", "minister", "finance"), INCOMPARABLE,
     "entity-any-institution"),
    (holder("Tessa Novak", "minister", "norwegian finance"), holder("Jan Vesely", "minister", "finance"), DIFFERENT,
     "entity-other-holder"),
    (holder("Tessa Novak", "minister", "finance", left=True), holder("Novak", "minister", "finance"), DIFFERENT,
     "entity-left-office"),
    (holder("Tessa Novak", "mayor", "harwick", left=True), holder("Novak", "mayor", "town"), DIFFERENT,
     "entity-left-office"),
    (holder("Tessa Novak", "head", "harwick bank", left=True), holder("Novak", "head", "lindenau museum"), INCOMPARABLE,
     "entity-other-institution"),
    (holder("Tessa Novak", "mayor", "harwick", left=True), holder("Jan Vesely", "mayor", "harwick"), COMPATIBLE,
     "entity-successor"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right", "outcome", "code"), LEVELS)
def test_level(left: Name, right: Name, outcome: Outcome, code: str) -> None:
    for one, other in ((left, right), (right, left)):
        found = level(one, other)
        assert (found.outcome, found.code) == (outcome, code)


def claim(article: str, value: Name, **more: object) -> Claim:
    span = Span(0, 40)
    mention = Mention(Kind.ENTITY, value, Span(0, len(value.name)), value.name, "who leads the flood team")
    words = f"{value.name} leads the flood team"
    return Claim(f"{article}#0", article, span, words, words, span, words, mentions=(mention,), **more)  # type: ignore[arg-type]


def matched(left: Claim, right: Claim, **more: float) -> ClaimPair:
    match = Match(left.mentions[0], right.mentions[0], 0.9, **more)
    return ClaimPair(left, right, 0.8, matches=(match,))


def verdicts(left: Claim, right: Claim, **more: float) -> list[tuple[Label, Relation, float]]:
    found = EntityComparator().compare(matched(left, right, **more))
    return [(verdict.label, verdict.relation, verdict.score) for verdict in found]


TESSA, JAN = holder("Tessa Novak", "chair", "flood team"), holder("Jan Vesely", "chair", "flood team")


def test_two_chairs_of_one_team() -> None:
    [(label, relation, score)] = verdicts(claim("a", TESSA), claim("b", JAN))
    assert (label, relation) == (Label.CONTRADICTION, Relation.CONFLICT)
    [(_, _, less)] = verdicts(claim("a", TESSA), claim("b", holder("Jan Vesely", "chair", "team")))
    assert less < score


def test_one_chair() -> None:
    assert [label for label, _, _ in verdicts(claim("a", TESSA), claim("b", TESSA))] == [Label.ENTAILMENT]


def test_a_chair_who_left_is_an_update() -> None:
    gone = holder("Tessa Novak", "chair", "flood team", left=True)
    [found] = EntityComparator().compare(matched(claim("a", TESSA), claim("b", gone)))
    assert (found.left.value, found.right.value) == ("Tessa Novak, chair", "Tessa Novak, no longer chair")
    assert [row[:2] for row in verdicts(claim("a", TESSA), claim("b", gone))] == [
        (Label.CONTRADICTION, Relation.UPDATE)
    ]


def test_an_article_that_names_both_does_not_contradict_either() -> None:
    assert verdicts(claim("a", TESSA), claim("b", JAN), echoed_nearer=0.5) == []


def test_what_an_outlet_calls_wrong_is_not_its_word() -> None:
    assert verdicts(claim("a", TESSA), claim("b", JAN, refuted=True)) == []


def test_a_name_without_an_office_is_not_compared() -> None:
    assert verdicts(claim("a", Name("Tessa Novak", "person")), claim("b", JAN)) == []


def test_an_office_without_an_institution_is_named_alone() -> None:
    gone = holder("Tessa Novak", "mayor", left=True)
    [found] = EntityComparator().compare(matched(claim("a", holder("Tessa Novak", "mayor")), claim("b", gone)))
    assert found.about == "who: mayor"
    assert found.reason == "both name the mayor; one says that Tessa Novak left it"
