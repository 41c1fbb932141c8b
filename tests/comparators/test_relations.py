"""Conflict, update or dispute."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.comparators.relations import is_update, relation
from factcheck.records import Claim, Modality, Relation, Span

MONDAY, TUESDAY = date(2021, 3, 1), date(2021, 3, 2)


def claim(quote="The ferry carried 212 passengers", published=None, speaker=None, modality=Modality.ASSERTED):
    span = Span(0, len(quote))
    return Claim("a#0", "a", span, quote, quote, span, quote, speaker=speaker, modality=modality, published=published)


FIRST = claim(published=MONDAY)

UPDATES = [
    claim("The number of passengers has risen to 230", TUESDAY),
    claim("The figure was revised from 212 to 230", TUESDAY),
    claim("The operator corrected the number to 230", TUESDAY),
    claim("The court no longer sits in Lima", TUESDAY),
    claim("By then 230 people had been counted", TUESDAY),
    claim("The launch was postponed by a week to Friday", TUESDAY),
    claim("An earlier figure of 212 had counted the crew", TUESDAY),
]
CONFLICTS = [
    claim("The ferry carried 230 passengers", TUESDAY),
    claim("The ferry carried 230 passengers"),
    claim("The number of passengers has risen to 230"),
    claim("The number of passengers has risen to 230", MONDAY),
]


@pytest.mark.parametrize("later", UPDATES, ids=lambda later: later.quote)
def test_a_later_claim_that_says_so_is_an_update(later):
    assert relation(FIRST, later) is relation(later, FIRST) is Relation.UPDATE


@pytest.mark.parametrize("other", CONFLICTS, ids=lambda other: f"{other.quote}, {other.published}")
def test_without_words_or_dates_it_is_a_conflict(other):
    assert relation(FIRST, other) is relation(other, FIRST) is Relation.CONFLICT


def test_the_earlier_claim_does_not_make_an_update():
    earlier = claim("The number of passengers has risen to 230", MONDAY)
    assert relation(earlier, claim(published=TUESDAY)) is Relation.CONFLICT


def test_what_came_of_a_plan_is_an_update():
    planned = claim("The bridge will open on Friday", MONDAY, modality=Modality.PLANNED)
    done = claim("The bridge opened on Saturday", TUESDAY)
    assert relation(planned, done) is relation(done, planned) is Relation.UPDATE


def test_a_plan_after_the_fact_and_two_plans_are_none():
    planned = claim("The bridge will open on Friday", TUESDAY, modality=Modality.PLANNED)
    assert relation(claim("The bridge opened on Saturday", MONDAY), planned) is Relation.CONFLICT
    earlier = claim("The bridge will open on Saturday", MONDAY, modality=Modality.PLANNED)
    assert relation(earlier, planned) is Relation.CONFLICT
    month_before = claim("The bridge will open on Saturday", date(2021, 2, 2), modality=Modality.PLANNED)
    assert relation(month_before, planned) is relation(planned, month_before) is Relation.UPDATE


@pytest.mark.parametrize("left", [None, MONDAY])
def test_an_undated_side_is_never_an_update(left):
    revised = claim("The figure was revised from 212 to 230")
    assert not is_update(claim(published=left), revised)
    assert not is_update(revised, claim(published=left))
    plan = claim("The bridge will open on Friday", left, modality=Modality.PLANNED)
    assert not is_update(plan, claim("The bridge opened"))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("the police", "the organisers", Relation.DISPUTE),
        ("Ilse Korhonen", "Tom Byrne", Relation.DISPUTE),
        ("Ilse Korhonen", "Mrs Korhonen", Relation.CONFLICT),
        ("the ministry", "The Ministry", Relation.CONFLICT),
        ("A spokesman for the port", "A spokesman for the union", Relation.DISPUTE),
        ("A spokesman for the port", "the port", Relation.CONFLICT),
        ("two officials", "the officials", Relation.CONFLICT),
        ("an official", "the mayor", Relation.CONFLICT),
        ("the police", None, Relation.CONFLICT),
        ("the police", "The Harwick Times", Relation.CONFLICT),
        (None, None, Relation.CONFLICT),
    ],
)
def test_two_named_speakers_dispute(left, right, expected):
    assert relation(claim(speaker=left), claim(speaker=right)) is expected


def test_an_update_goes_before_a_dispute():
    later = claim("The number has risen to 230", TUESDAY, "the organisers")
    assert relation(claim(published=MONDAY, speaker="the police"), later) is Relation.UPDATE
