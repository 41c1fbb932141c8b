"""Whom and what a claim's subject pronoun stands for."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("before", "sentence", "text"),
    [
        ("", "The airline said it had cancelled the order.", "The airline had cancelled the order"),
        ("", "The club denied that it had paid the agent.", "The club had paid the agent"),
        ("The museum sold a vase.", "It paid nine thousand crowns.", "The museum paid nine thousand crowns"),
        ("The mill burned down.", "It was insured.", "The mill was insured"),
        ("They shut the mill in May.", "It was insured.", "the mill was insured"),
        ("They shut the mill and sold the quay.", "It was insured.", "It was insured"),
        ("They found a purse.", "It was insured.", "It was insured"),
        ("The nurses walked out.", "It paid nine thousand crowns.", "It paid nine thousand crowns"),
        ("Paula Reyes closed the shop.", "It was insured.", "It was insured"),
        ("Paula Reyes closed the shop.", "She moved to Lima.", "Paula Reyes moved to Lima"),
        ("Paula Reyes met Tom Byrne.", "He moved to Lima.", "Tom Byrne moved to Lima"),
        ("The shop closed.", "She moved to Lima.", "She moved to Lima"),
        ("The festival ended.", "It rained all night.", "It rained all night"),
        ("The search ended.", "It is unclear who had called.", "It is unclear"),
        ("", '"It was a bad day," the captain said.', "It was a bad day"),
    ],
)
def test_subject_of_the_last_claim(state, before, sentence, text):
    claims = [claim.text for claim in state(f"{before} {sentence}".strip())]
    assert text in claims


def test_what_is_said_to_be_untrue_is_not_who_says_so(state):
    (*_, claim) = state("A rumour spread that the palace had burned. The palace said it was untrue.")
    assert claim.text == "it was untrue"


def test_quote_keeps_the_pronoun(state):
    (_, claim) = state("The mill burned down. It was insured.")
    assert claim.quote == "It was insured"


def test_a_pronoun_is_not_resolved_across_paragraphs(state):
    (_, claim) = state("The mill burned down.", "It was insured.")
    assert claim.text == "It was insured"
