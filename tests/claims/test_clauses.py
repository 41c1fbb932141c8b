"""Which claims a sentence makes, as text that stands on its own."""

from __future__ import annotations

import pytest

SENTENCES = [
    # a subject shared by conjuncts
    (
        "The harbour board closed the old pier and sold the cranes.",
        ["The harbour board closed the old pier", "The harbour board sold the cranes"],
    ),
    (
        "The bank cut its rate, raised its forecast and warned of a slump.",
        ["The bank cut its rate", "The bank raised its forecast", "The bank warned of a slump"],
    ),
    # relative clauses, with the noun in the place of the pronoun and no commas left behind
    (
        "The lighthouse, which was built in 1887, guides ships past the reef.",
        ["The lighthouse guides ships past the reef", "The lighthouse was built in 1887"],
    ),
    (
        "The museum bought the letter that the poet wrote in exile.",
        ["The museum bought the letter", "the poet wrote the letter in exile"],
    ),
    (
        "The town's only bank closed and its staff, who had not been warned, were dismissed.",
        ["The town's only bank closed", "its staff were dismissed", "its staff had not been warned"],
    ),
    (
        "The mill, whose owner lives in Bergen, burned down on Sunday.",
        ["The mill burned down on Sunday", "The mill's owner lives in Bergen"],
    ),
    (
        "The twins whose parents run the bakery won the race.",
        ["The twins won the race", "The twins' parents run the bakery"],
    ),
    # "when" and "where" stand for the time and the place before them
    (
        "The alarm rang at 04:10, when a pump in the cellar failed.",
        ["The alarm rang at 04:10", "a pump in the cellar failed at 04:10"],
    ),
    ("He moved to Turin, where he opened a small shop.", ["He moved to Turin", "he opened a small shop in Turin"]),
    # a distance in time belongs to the two events, not to the later one
    (
        "The tide peaked at noon, an hour after the gates had been shut.",
        ["The tide peaked at noon", "the gates had been shut"],
    ),
    # what a rumour says is no relative clause
    (
        "The rumour that the queen had died was untrue.",
        ["The rumour was untrue", "the queen had died"],
    ),
    # infinitives and short participles stay with their clause
    (
        "The village will borrow two million crowns to repair the dam.",
        ["The village will borrow two million crowns to repair the dam"],
    ),
    (
        "The farmers drove to the capital to hand over a petition.",
        ["The farmers drove to the capital to hand over a petition"],
    ),
    ("The orchestra, founded in 1902, will tour Chile.", ["The orchestra, founded in 1902, will tour Chile"]),
    ("The ferry carrying 90 lorries sank off the cape.", ["The ferry carrying 90 lorries sank off the cape"]),
    # subordinate clauses, without what joins them
    (
        "After the flood receded, engineers inspected the bridge.",
        ["the flood receded", "engineers inspected the bridge"],
    ),
    (
        "The vote was postponed because the hall had flooded.",
        ["The vote was postponed", "the hall had flooded"],
    ),
    (
        "The clinic opened in May, but the pharmacy stayed shut.",
        ["The clinic opened in May", "the pharmacy stayed shut"],
    ),
    ("But the bakery reopened on Friday.", ["the bakery reopened on Friday"]),
    ("And the queue grew.", ["the queue grew"]),
    # a list is no clause
    (
        "Flames destroyed the roof, the tower and the organ.",
        ["Flames destroyed the roof, the tower and the organ"],
    ),
    # who says it is not part of what is said
    ("The pilot said that the engine failed.", ["the engine failed"]),
    ("The council has approved the plan, the clerk said.", ["The council has approved the plan"]),
    ("The bus, he said, was empty.", ["The bus was empty"]),
    ("The dam held, said Anna Brandt.", ["The dam held"]),
    ('Said Ortega: "The mill is gone."', ["The mill is gone"]),
    ('"The mill is gone," he said, "and we will not rebuild it."', ["we will not rebuild it", "The mill is gone"]),
    (
        "The landlord rejected the offer, saying that the price was too low.",
        ["The landlord rejected the offer", "the price was too low"],
    ),
    ("The judge ruled that the contract was void.", ["the contract was void"]),
    # words that belong together
    ("The farmers' union wants a refund.", ["The farmers' union wants a refund"]),
    ("The plant wasn’t closed.", ["The plant wasn't closed"]),
    ('The airline said it was "not considering" job cuts.', ['The airline was "not considering" job cuts']),
]


@pytest.mark.parametrize(("sentence", "claims"), SENTENCES, ids=[sentence for sentence, _ in SENTENCES])
def test_claims_of_a_sentence(state, sentence, claims):
    assert sorted(claim.text for claim in state(sentence)) == sorted(claims)


@pytest.mark.parametrize("line", ["Eleven.", "Comment", "Share", "It is.", "…", "***", "12,000", "Ms Ito:"])
def test_a_line_that_states_nothing_makes_no_claim(state, line):
    assert state(line) == ()


def test_what_a_reporting_clause_leaves_is_no_claim(state):
    assert [claim.quote for claim in state("The ministry said the dam had held.")] == ["the dam had held"]
