"""Which pairs of sentences tell opposite things of one event."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from factcheck.comparators.entailment import Judge
from factcheck.comparators.event import EventComparator
from factcheck.comparators.opposition import opposition
from factcheck.records import ClaimPair, Kind, Label, Relation, State

SAME, OTHER = 1.0, 0.0


def likeness(left, right):
    """Only equal words are alike."""
    return SAME if left == right else OTHER


def verdicts(left, right, similarity=1.0):
    pairs = [ClaimPair(a, b, similarity) for a, b in product(left, right)]
    return [verdict for pair in pairs for verdict in EventComparator(likeness, Judge(None)).compare(pair)]


@pytest.fixture
def judge(state):
    """The verdicts on two texts, each an article of its own."""

    def judge(left, right, similarity=1.0, dates=(None, None)):
        ours = state(left, id="a.txt", published=dates[0])
        theirs = state(right, id="b.txt", published=dates[1])
        return verdicts(ours, theirs, similarity)

    return judge


OPPOSED = [
    ("The talks continue.", "The talks have been suspended."),
    ("The talks continue.", "The talks were called off."),
    ("The minister approved the merger.", "The minister blocked the merger."),
    ("The bridge is open.", "The bridge was closed on Monday."),
    ("The turbine was restarted.", "The turbine was shut down."),
    ("The tower survived the quake.", "The tower collapsed in the quake."),
    ("Prices rose in June.", "Prices fell in June."),
    ("The pilot survived.", "The pilot was killed."),
    ("The clerk was convicted.", "The clerk was acquitted."),
    ("The mayor resigned.", "The mayor will stay on."),
    # the same predicate, negated on one side
    ("The court sentenced the driver.", "The court has not sentenced the driver."),
    ("The firm fired forty welders.", "The firm never fired any welders."),
    ("The passengers were injured.", "None of the passengers was injured."),
    ("The mayor signed the order.", "The mayor refused to sign the order."),
    ("The union endorsed the deal.", "The union has yet to endorse the deal."),
    # none of it, and some
    ("There is no tunnel under the strait.", "Engineers surveyed the tunnel under the strait."),
    ("No arrests were made.", "Police arrested two men."),
    ("No siren, no siren at all.", "The sirens had been set off."),
    ("No passwords were stolen.", "The gang used stolen passwords."),
    # what somebody denies is the opposite of what is denied
    ("The firm fired forty welders.", "The firm denied that it had fired welders."),
    ("The bridge is open.", "The council denied that the bridge is open."),
]

AGREED = [
    ("The talks continue.", "The talks continue."),
    ("The bridge is open.", "The bridge reopened on Monday."),
    ("The bridge is not open.", "The bridge was closed on Monday."),
    ("The bridge was not closed.", "The bridge is open."),
    ("The mayor did not fail to sign the order.", "The mayor signed the order."),
    ("The mayor did not sign the order.", "The mayor refused to sign the order."),
    ("The council denied that the bridge is open.", "The bridge was closed."),
    ("There is no tunnel under the strait.", "A tunnel has not been built under the strait."),
    # some of another sort, or only looked for
    ("There is no rail tunnel under the strait.", "The road tunnel under the strait was repaired."),
    ("There is no tunnel under the strait.", "Two firms have offered a tunnel under the strait."),
    ("No arrests were made.", "The tip led to an arrest."),
    ("There was no response.", "They tried to get a response."),
    # nothing that English opposes
    ("The bridge is open.", "The bridge is old."),
    ("The bridge is open.", "The bridge carries 9,000 cars."),
]

UNSETTLED = [
    ("There is no tunnel.", "A tunnel will be built."),
    ("The bridge is open.", "The bridge could be closed."),
    ("The bridge is open.", "If the bridge is closed, the ferry returns."),
    ("The bridge is open.", "A message says the bridge is closed. That is false."),
    ("The bridge is open.", "Rumours that the bridge was closed are a hoax."),
]


@pytest.mark.parametrize(("left", "right"), OPPOSED)
def test_opposed(judge, left, right):
    [verdict] = judge(left, right)
    assert (verdict.label, verdict.kind) == (Label.CONTRADICTION, Kind.EVENT)
    assert verdict.code in {"event-opposed", "event-negated", "event-none"}
    assert 0.5 <= verdict.score <= 1
    assert verdict.left.value != verdict.right.value


@pytest.mark.parametrize(("left", "right"), OPPOSED)
def test_sides_can_be_swapped(judge, left, right):
    [there], [back] = judge(left, right), judge(right, left)
    assert (there.code, there.score) == (back.code, back.score)
    assert (there.left.value, there.right.value) == (back.right.value, back.left.value)


def test_none_and_some_are_told_by_the_thing(judge):
    (verdict,) = judge("No siren, no siren at all.", "The sirens had been set off.")
    assert verdict.reason == "no siren against siren"
    assert (verdict.left.value, verdict.right.value) == ("no siren", "siren")
    assert verdict.about.startswith("whether there is any siren")


@pytest.mark.parametrize(("left", "right"), AGREED)
def test_not_opposed(judge, left, right):
    assert judge(left, right) == judge(right, left) == []


@pytest.mark.parametrize(("left", "right"), UNSETTLED)
def test_what_is_hypothetical_or_refuted_opposes_nothing(judge, left, right):
    assert judge(left, right) == judge(right, left) == []


def test_other_years_oppose_nothing(judge):
    assert judge("The bridge was closed in 2011.", "The bridge is open in 2019.") == []
    dates = (date(2011, 5, 2), date(2019, 5, 2))
    assert judge("The bridge was closed.", "The bridge is open.", dates=dates) == []
    dates = (date(2011, 5, 2), date(2011, 6, 2))
    assert len(judge("The bridge was closed.", "The bridge is open.", dates=dates)) == 1


def test_other_things_oppose_nothing(judge):
    assert judge("The bridge is open.", "The bakery was closed.", similarity=0.5) == []


def test_unlike_claims_oppose_nothing(judge):
    assert judge("The bridge is open.", "The bridge was closed.", similarity=0.1) == []


def test_the_score_grows_with_likeness(judge):
    scores = [judge("The bridge is open.", "The bridge was closed.", similarity=s)[0].score for s in (0.6, 0.8, 1.0)]
    assert scores == sorted(set(scores))


def test_each_side_quotes_its_claim(judge):
    [verdict] = judge("The bridge is open.", "The bridge is closed.")
    assert (verdict.left.value, verdict.right.value) == ("open", "closed")
    assert verdict.left.span == verdict.left.claim.span
    assert verdict.reason == "open against closed"


def test_a_denial_is_a_dispute(judge):
    [verdict] = judge("The firm fired forty welders.", "The firm denied that it had fired welders.")
    assert verdict.relation is Relation.DISPUTE
    assert verdict.right.value == "not fire"


def test_what_a_bare_denial_denies_is_told(judge):
    text = "The union said that the firm had fired forty welders. The firm denied the claim."
    [verdict] = [v for v in judge("The firm fired forty welders.", text) if v.relation is Relation.DISPUTE]
    assert verdict.right.claim.quote == "The firm denied the claim"
    assert verdict.reason.endswith("before: “The union said that the firm had fired forty welders”")


OPEN, CLOSED = State("open", False, "bridge"), State("close", False, "bridge")


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        (OPEN, CLOSED, "event-opposed"),
        (OPEN, State("open", True, "bridge"), "event-negated"),
        (State("paint", False), State("paint", True), "event-negated"),
        (OPEN, State("close", True), None),
        (State("open", True), State("close", True), "event-opposed"),
        (OPEN, OPEN, None),
        (OPEN, State("paint", False), None),
        (State("be", False), State("be", True), None),
        (State("say", False), State("say", True), None),
    ],
)
def test_opposition_of_two_states(left, right, code):
    found = opposition(left, right)
    assert (found and found[0]) == code
    assert opposition(right, left) == found
