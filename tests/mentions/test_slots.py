"""What a value belongs to."""

from __future__ import annotations

import pytest

from factcheck.records import Kind

SLOTS = [
    # a quantity: what is counted
    ("The ferry carried 212 passengers.", "212", "passenger"),
    ("The museum sold 40 of its paintings.", "40", "painting"),
    ("The drug cures 80 per cent of patients.", "80 per cent", "patient"),
    # a time or place: the thing, and what is said of it
    ("The data is stored in Lima.", "Lima", "data store"),
    ("The plant opened in Toulouse.", "Toulouse", "plant open"),
    ("The talks were held in Oslo on 4 March 2021.", "Oslo", "talk hold"),
    ("The talks were held in Oslo on 4 March 2021.", "4 March 2021", "talk hold"),
    ("The council closed the library on 4 March 2021.", "4 March 2021", "library close"),
    ("The harvest failed and doubled again on 4 March 2021.", "4 March 2021", "harvest double"),
    # or the noun it hangs on
    ("The firm stores the data on servers in Lima.", "Lima", "server"),
]


def mention(claims, words):
    return next(found for claim in claims for found in claim.mentions if found.text == words)


@pytest.mark.parametrize(("sentence", "value", "slot"), SLOTS)
def test_slot(state, sentence, value, slot):
    assert mention(state(sentence), value).slot == slot


def test_subject_and_object_are_the_thing_before_who_acts(state):
    (claim,) = state("The board closed the mine on 4 March 2021.")
    assert mention([claim], "4 March 2021").slot == "mine close"


@pytest.mark.parametrize(
    ("sentence", "listed"),
    [
        ("The plant opened in Toulouse.", []),
        ("The firm has plants in Toulouse, Turin and Oslo.", ["Toulouse", "Turin", "Oslo"]),
        ("The ferry went from Oslo to Turin.", []),
    ],
)
def test_places_in_a_list(state, sentence, listed):
    (claim,) = state(sentence)
    assert [found.text for found in claim.mentions if found.kind is Kind.PLACE and found.listed] == listed
