"""The question that a value answers, and the fact as a report names it."""

from __future__ import annotations

import pytest

from factcheck.mentions.questions import asks
from factcheck.records import Name, Place, Quantity, Quotation, TimeSpan

QUESTIONS = [
    # a claim that only points to what happened then
    (
        "It was half past seven, and still dark, when the ferry met the tanker.",
        "half past seven",
        "the ferry met the tanker when",
        "when: the ferry met the tanker",
    ),
    (
        "The bank closed its last branch. That was in March 2019, when nobody used it.",
        "March 2019",
        "The bank closed its last branch when",
        "when: The bank closed its last branch",
    ),
    (
        "The ferry carried 212 passengers on Sunday night.",
        "212",
        "The ferry carried how many passengers on Sunday night",
        "how many: The ferry carried … passengers on Sunday night",
    ),
    (
        "The museum sold the painting for €4 million.",
        "€4 million",
        "The museum sold the painting for how much",
        "how much: The museum sold the painting for …",
    ),
    (
        "The minister said the drug cures 80 per cent of patients.",
        "80 per cent",
        "the drug cures what share of patients",
        "what share: the drug cures … of patients",
    ),
    ("The data is stored in Lima.", "Lima", "The data is stored in where", "where: The data is stored …"),
    (
        "The strike began on 4 March 2021.",
        "4 March 2021",
        "The strike began on when",
        "when: The strike began …",
    ),
    (
        "Ilse Korhonen was named chief executive of the bank.",
        "Ilse Korhonen",
        "who was named chief executive of the bank",
        "who was named chief executive of the bank",
    ),
    # what is filled in for a left-out subject is in the question
    (
        "The council closed the library and sold 40 shelves.",
        "40",
        "The council sold how many shelves",
        "how many: The council sold … shelves",
    ),
    (
        "The strike, which began on 4 March 2021, cost 40 jobs.",
        "4 March 2021",
        "The strike began on when",
        "when: The strike began …",
    ),
    # and so is a relative clause that says what is counted
    (
        "Rescuers found 300 people who were trapped in the mine.",
        "300",
        "Rescuers found how many people who were trapped in the mine",
        "how many: Rescuers found … people who were trapped in the mine",
    ),
    # only the value is left open, not a word that asks
    (
        "The keeper knew when to light 40 lamps and where.",
        "40",
        "The keeper knew when to light how many lamps and where",
        "how many: The keeper knew when to light … lamps and where",
    ),
]


@pytest.mark.parametrize(("sentence", "value", "question", "fact"), QUESTIONS)
def test_question_and_fact(state, sentence, value, question, fact):
    [found] = [mention for claim in state(sentence) for mention in claim.mentions if mention.text == value]
    assert (found.question, found.fact) == (question, fact)


def test_what_stands_in_front_of_several_clauses_is_said_of_each(state):
    claims = state("On 4 March 2021, two nurses met in Lima, rented a room and founded the clinic.")
    asked = [mention.question for claim in claims for mention in claim.mentions if mention.text == "4 March 2021"]
    assert asked == [
        "On when, two nurses met in Lima", "when two nurses rented a room", "when two nurses founded the clinic"
    ]  # fmt: skip


def test_a_time_in_front_is_not_said_of_another_subject(state):
    claims = state("On 4 March 2021 the mayor met the nurses, and the strike was over.")
    assert [[m.text for m in claim.mentions if m.kind == "time"] for claim in claims] == [["4 March 2021"], []]


def test_a_resolved_pronoun_stays_in_its_place(state):
    (_, claim) = state("The harvest failed in the north. In the south it yielded 40 tonnes.")
    [found] = [mention for mention in claim.mentions if mention.text.startswith("40")]
    assert found.question == "In the south The harvest yielded how much"


def test_a_time_does_not_swallow_another_when(state):
    claims = state("The mine was sealed on 4 March 2021, long after the day when it flooded.")
    [found] = [mention for claim in claims for mention in claim.mentions if mention.text == "4 March 2021"]
    assert found.fact.count("…") == 1


def test_focus_is_the_words_around_the_value_in_its_sentence(state):
    (claim,) = state("After the storm of last week the harbour master of the town counted 212 boats on the quay.")
    [found] = [mention for mention in claim.mentions if mention.text == "212"]
    assert found.focus == "harbour master of the town counted how many boats on the quay."


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Quantity(4, 4, 4, "count"), "how many"),
        (Quantity(4, 4, 4, "EUR"), "how much"),
        (Quantity(4, 4, 4, "metre"), "how much"),
        (Quantity(4, 4, 4, "percent"), "what share"),
        (Quantity(0.25, 0.25, 0.25, "share"), "what share"),
        (Quantity(60, 60, 60, "second"), "how long"),
        (Quantity(40, 40, 40, "year"), "how old"),
        (Quantity(7402, 7402, 7402, "identifier"), "which number"),
        (TimeSpan(None, None, (60, 60)), "when"),
        (Place("Lima"), "where"),
        (Name("Ilse Korhonen", "PERSON"), "who"),
        (Quotation("No.", None), "what"),
    ],
)
def test_words_that_ask(value, words):
    assert asks(value) == words
