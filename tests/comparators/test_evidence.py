"""The evidence for two mentions answering one question; what it weighs is fitted, what it measures is not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.comparators.evidence import features, magnitude, other_period, sameness
from factcheck.records import (
    Claim,
    ClaimPair,
    Kind,
    Match,
    Mention,
    Modality,
    Place,
    Quantity,
    Span,
    TimeSpan,
)


def mention(value, slot="passenger"):
    kind = {Quantity: Kind.QUANTITY, Place: Kind.PLACE, TimeSpan: Kind.TIME}[type(value)]
    return Mention(kind, value, Span(0, 3), "212", "The ferry carried how many passengers", slot=slot)


def count(value, **more):
    return Quantity(value, value, value, more.pop("unit", "count"), **{"counted": "passenger", **more})


def limit(value):
    """So much, as the most that a rule allows."""
    return Quantity(value, float("-inf"), value, "bit", counted="message", qualifiers=("limit",))


def claim(id="a#0", **more):
    span = Span(0, 32)
    words = "The ferry carried 212 passengers"
    return Claim(id, id[0], span, words, words, span, words, **more)


PASSENGERS = (count(212), count(340))


def pair(left=None, right=None, *, values=PASSENGERS, slots=("passenger", "passenger"), **more):
    ours, theirs = (mention(value, slot) for value, slot in zip(values, slots, strict=True))
    similarities = {"similarity": 0.9, "focus_similarity": 0.8, "slot_similarity": 0.7}
    match = Match(ours, theirs, **similarities, mutual=more.pop("mutual", False))
    return ClaimPair(left or claim("a#0"), right or claim("b#0"), 0.85, matches=(match,), **more), match


CASES = [
    ("same-slot", 1, pair()),
    ("same-slot", 1 / 3, pair(slots=("data store", "data process"))),
    ("same-slot", 0, pair(slots=("data store", "talk hold"))),
    ("same-slot", 0, pair(slots=("", ""))),
    ("no-slot", 1, pair(slots=("data store", ""))),
    ("no-slot", 0, pair()),
    ("nearest", 1, pair(mutual=True)),
    ("nearest", 0, pair()),
    ("shared-name", 0, pair()),
    ("shared-name", 0.5, pair(shared_names=("solveig",))),
    ("shared-name", 1, pair(shared_names=("nordfjord", "solveig", "stavanger"))),
    ("hypothetical", 1, pair(claim(modality=Modality.HYPOTHETICAL))),
    ("hypothetical", 0, pair(claim(modality=Modality.PLANNED))),
    ("plan-against-fact", 1, pair(claim(modality=Modality.PLANNED))),
    ("plan-against-fact", 0, pair(claim(modality=Modality.PLANNED), claim("b#0", modality=Modality.PLANNED))),
    ("negated-on-one-side", 1, pair(claim(negated=True))),
    ("negated-on-one-side", 0, pair(claim(negated=True), claim("b#0", negated=True))),
    # what is counted
    ("both-persons", 1, pair(values=(count(4, counted="patient"), count(5, counted="victim")))),
    ("both-persons", 0, pair(values=(count(4, counted="patient"), count(5, counted="lorry")))),
    ("part-of-a-whole", 1, pair(values=(count(4), count(5, part_of="ferry")))),
    ("part-of-a-whole", 0, pair(values=(count(4, part_of="ship"), count(5, part_of="ferry")))),
    ("further-ones", 1, pair(values=(count(4), count(5, qualifiers=("more",))))),
    ("further-ones", 0, pair(values=(count(4), count(5, qualifiers=("elderly",))))),
    ("scope-on-one-side", 1, pair(values=(count(4, scope=("NO",)), count(5)))),
    ("same-scope", 1, pair(values=(count(4, scope=("NO",)), count(5, scope=("NO",))))),
    ("same-scope", 0, pair(values=(count(4), count(5)))),
    ("small-count", 1, pair(values=(count(2), count(50)))),
    ("small-count", 0, pair(values=(count(20), count(50)))),
    ("swapped-digits", 1, pair(values=(count(7412), count(7421)))),
    ("swapped-digits", 0, pair(values=(count(7402), count(7421)))),
    ("swapped-digits", 0, pair(values=(count(7), count(70)))),
]


@pytest.mark.parametrize(("name", "value", "case"), CASES)
def test_feature(name, value, case):
    assert features(*case)[name] == pytest.approx(value)


def toll(value, outcome, **more):
    return Quantity(value, value, value, "count", **{"counted": "people", "outcome": outcome, **more})


def tolls(*values):
    return claim(mentions=tuple(mention(value) for value in values))


AGES = (
    Quantity(46, 46, 46, "year", "age", part_of="Tessa Novak"),
    Quantity(47, 47, 47, "year", "age", part_of="Novak"),
)
DEAD, DEADER, HURT = toll(5, "killed"), toll(6, "killed"), toll(9, "hurt")
PEOPLE = [
    ("same-person", 1, pair(values=AGES)),
    ("same-person", 0, pair()),
    ("same-outcome", 1, pair(values=(DEAD, DEADER))),
    ("same-outcome", 0, pair(values=(DEAD, HURT))),
    ("same-outcome", 0, pair()),
    ("wider-outcome", 1, pair(values=(DEAD, toll(9, "hit")))),
    ("outcome-on-one-side", 1, pair(values=(DEAD, count(6)))),
    ("several-events", 1, pair(values=(DEAD, toll(6, "killed", covers=("several-events",))))),
    ("several-events", 0, pair(values=(DEAD, DEADER))),
    ("narrower-group", 1, pair(values=(DEAD, toll(6, "killed", counted="woman")))),
    ("narrower-group", 0, pair(values=(DEAD, toll(6, "killed", counted="victim")))),
    ("same-toll", 1, pair(tolls(DEAD, HURT), tolls(DEADER, HURT), values=(DEAD, DEADER))),
    ("same-toll", -1, pair(tolls(DEAD, HURT), tolls(DEADER, toll(4, "hurt")), values=(DEAD, DEADER))),
    ("same-toll", 0, pair(tolls(DEAD, HURT), tolls(DEADER), values=(DEAD, DEADER))),
    ("both-limits", 0, pair()),
    ("both-limits", 1, pair(values=(limit(5), limit(6)))),
    ("hypothetical", 0, pair(claim(modality=Modality.HYPOTHETICAL), values=(limit(5), limit(6)))),
    ("few-rivals", 0, pair()),
    ("few-rivals", 1, pair(values=(count(5, unit="meter"), count(6, unit="meter")))),
]


@pytest.mark.parametrize(("name", "value", "case"), PEOPLE)
def test_feature_of_people(name, value, case):
    assert features(*case)[name] == pytest.approx(value)


NOON = TimeSpan(None, None, (720, 720))
SINCE = TimeSpan(None, None, (540, 540), bound="since")
UNTIL = TimeSpan(None, None, (540, 540), bound="until")


@pytest.mark.parametrize(
    ("slots", "values", "same", "other"),
    [
        (("strike begin", "strike start"), (NOON, NOON), 1, 0),
        (("strike begin", "strike end"), (NOON, NOON), 0, 1),
        (("strike begin", "network be"), (NOON, SINCE), 1, 0),
        (("strike begin", "network be"), (NOON, UNTIL), 0, 1),
        (("strike begin", "network be"), (NOON, NOON), 0, 0),
        (("", ""), (NOON, NOON), 0, 0),
    ],
)
def test_starts_and_ends(slots, values, same, other):
    found = features(*pair(slots=slots, values=values))
    assert (found["same-phase"], found["other-phase"]) == (same, other)


@pytest.mark.parametrize(
    ("slots", "one", "other"),
    [
        (("data store", "store data"), 1, 0),
        (("data store", "data move"), 0, 1),
        (("data store", "file move"), 0, 0),
        (("store", "store"), 0, 0),
        (("data be", "data be"), 0, 0),
        (("data store", ""), 0, 0),
    ],
)
@pytest.mark.parametrize("values", [(NOON, NOON), (Place("Lima"), Place("Cuzco"))])
def test_what_two_slots_say_of_one_thing(values, slots, one, other):
    found = features(*pair(slots=slots, values=values))
    assert (found["one-slot"], found["other-predicate"]) == (one, other)


def on(month, day):
    return TimeSpan(date(2023, month, day), date(2023, month, day))


@pytest.mark.parametrize(
    ("published", "values", "own"),
    [
        ((date(2023, 5, 2), date(2023, 6, 2)), (on(5, 1), on(6, 3)), 1),
        ((date(2023, 5, 2), date(2023, 5, 4)), (on(5, 1), on(5, 3)), 0),  # published together
        ((date(2023, 5, 2), date(2023, 6, 2)), (on(5, 1), on(5, 3)), 0),  # the later one looks back
        ((date(2023, 5, 2), date(2023, 6, 2)), (on(5, 1), NOON), 0),
        ((date(2023, 5, 2), None), (on(5, 1), on(6, 3)), 0),
    ],
)
def test_each_article_dates_its_own_news(published, values, own):
    ours, theirs = (claim(id, published=day) for id, day in zip(("a#0", "b#0"), published, strict=True))
    assert features(*pair(ours, theirs, values=values))["own-news"] == own


@pytest.mark.parametrize(
    ("published", "values", "magnitude"),
    [
        ((date(2023, 6, 2), date(2023, 6, 2)), (on(6, 1), on(6, 1)), 0),
        ((date(2023, 6, 2), date(2023, 6, 1)), (on(6, 2), on(5, 24)), 0.5),  # today and nine days ago
        ((date(2023, 6, 2), date(2023, 6, 2)), (on(6, 11), on(5, 24)), 0),  # as far ahead as back
        ((date(2023, 6, 2), date(2023, 6, 2)), (TimeSpan(date(2021, 1, 1), date(2021, 12, 31)), on(6, 2)), 1),
        ((date(2023, 6, 2), date(2023, 6, 2)), (on(6, 1), NOON), 0),
        ((date(2023, 6, 2), None), (on(6, 2), on(1, 1)), 0),
    ],
)
def test_magnitude_of_times_by_how_far_they_are_from_the_news(published, values, magnitude):
    ours, theirs = (claim(id, published=day) for id, day in zip(("a#0", "b#0"), published, strict=True))
    assert features(*pair(ours, theirs, values=values))["magnitude"] == pytest.approx(magnitude, abs=0.01)


def test_magnitude_of_a_share_in_words_and_one_in_figures():
    assert magnitude(count(25, unit="percent"), count(0.25, unit="share")) == pytest.approx(0)


def test_features_of_places_are_fewer():
    case = pair(values=(Place("Lima"), Place("Cuzco")))
    assert "magnitude" not in features(*case)
    assert "same-slot" in features(*case)


@pytest.mark.parametrize(
    ("left", "right", "value"),
    [(5, 5, 0), (5, 50, 0.5), (50, 5, 0.5), (5, 500, 1), (5, 5_000_000, 1), (0, 0, 0), (0, 5, 1), (-5, 50, 0.5)],
)
def test_magnitude_in_powers_of_ten(left, right, value):
    assert magnitude(count(left), count(right)) == pytest.approx(value)


def year(number):
    return TimeSpan(date(number, 1, 1), date(number, 12, 31))


@pytest.mark.parametrize(
    ("left", "right", "other"),
    [
        ({"context": (year(2011),)}, {"context": (year(2019),)}, True),
        ({"context": (year(2011),)}, {"context": (year(2011),)}, False),
        ({"context": (year(2011), year(2019))}, {"context": (year(2019),)}, False),
        ({"context": (year(2011),)}, {"published": date(2019, 5, 2)}, True),
        ({"context": (year(2011),)}, {}, False),
        ({"published": date(2011, 5, 2)}, {"published": date(2019, 5, 2)}, True),
        ({"published": date(2011, 5, 2)}, {"published": date(2011, 6, 2)}, False),
        ({"context": (TimeSpan(None, None, (60, 90)),)}, {"context": (year(2019),)}, False),
        ({}, {}, False),
    ],
)
def test_other_period(left, right, other):
    ours, theirs = claim(**left), claim("b#0", **right)
    assert other_period(ours, theirs) is other_period(theirs, ours) is other


QUANTITIES = st.builds(
    count,
    st.sampled_from([0, 1, 2, 7402, 7420, 0.5, -3, 1e12]),
    counted=st.sampled_from(["", "person", "patient", "lorry"]),
    qualifiers=st.sampled_from([(), ("more",)]),
    scope=st.sampled_from([(), ("NO",), ("PE",)]),
    part_of=st.sampled_from(["", "ferry"]),
)


@given(QUANTITIES, QUANTITIES)
def test_symmetric_and_bounded(left, right):
    there, back = pair(values=(left, right)), pair(values=(right, left))
    assert features(*there) == features(*back)
    assert all(-1 <= value <= 1 for value in features(*there).values())
    score, reasons = sameness(*there)
    assert 0 <= score <= 1
    assert (score, reasons) == sameness(*back)


def test_reasons_are_named_features_and_the_strongest_comes_first():
    case = pair(mutual=True, shared_names=("solveig",))
    _, reasons = sameness(*case)
    assert {reason.code for reason in reasons} <= set(features(*case))
    assert [abs(r.weight) for r in reasons] == sorted((abs(r.weight) for r in reasons), reverse=True)


@pytest.mark.parametrize("value", [count(4), year(2011), Place("Lima")])
def test_every_kind_that_is_compared_by_evidence_has_a_model(value):
    assert 0 <= sameness(*pair(values=(value, value)))[0] <= 1
