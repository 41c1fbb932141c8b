"""What a claim says has become of something."""

from __future__ import annotations

import pytest

STATES = [
    ("The plant closed.", ["close plant"]),
    ("The plant was closed.", ["close plant"]),
    ("The plant is open.", ["open plant"]),
    ("The plant did not deserve to close.", ["not deserve plant"]),
    ("The harbour remains closed.", ["remain harbour", "closed harbour"]),
    ("The company closed the plant.", ["close company plant"]),
    ("The talks have been broken off.", ["break off talk"]),
    # negations
    ("The plant was not closed.", ["not close plant"]),
    ("The plant wasn’t closed.", ["not close plant"]),
    ("The mayor never signed the order.", ["not sign mayor order"]),
    ("Rescuers found no survivors.", ["not find rescuer survivor", "not exist survivor"]),
    ("No ferries sank that night.", ["not sink ferry"]),
    ("None of the ferries sank.", ["not sink ferry"]),
    ("Two of the ferries sank.", ["sink ferry"]),
    ("The injuries are non-fatal.", ["not fatal injury"]),
    ("The injuries are not non-fatal.", ["fatal injury"]),
    ("The injuries are non-life-threatening.", ["not threatening injury"]),
    ("The injuries are non-life threatening.", ["not threatening injury"]),
    ("The bodies were found on Monday, not Tuesday.", ["find body monday", "on monday body monday"]),
    ("The plant closed in May.", ["close plant may", "in may plant may"]),
    ("Two men opened fire.", ["open fire man fire"]),
    # what there is none of
    ("There is no tunnel.", ["not be", "not exist tunnel"]),
    ("No tunnel, no bridge.", ["not exist tunnel", "not exist bridge"]),
    ("No arrests have been made.", ["not make arrest", "not exist arrest"]),
    ("There was not a single witness.", ["not be", "not exist witness"]),
    ("Divers found no trace of an oil leak.", ["not find diver trace", "not exist leak oil"]),
    ("Auditors found no known debt.", ["not find auditor debt", "not exist debt"]),
    # and of what there may be some
    ("There are no other suspects.", ["not be"]),
    ("No tunnel was flooded.", ["not flood tunnel"]),
    ("There is no doubt.", ["not be"]),
    ("The town has no debt.", ["not have town debt"]),
    ("There were no signs.", ["not be"]),
    # what participles say
    ("Stolen passwords were sold.", ["sell password", "steal password"]),
    ("The alleged thief ran.", ["run thief"]),
    # what is named but was not done
    ("The mayor failed to sign the order.", ["fail mayor order", "not sign mayor order"]),
    ("The mayor refused to sign the order.", ["refuse mayor order", "not sign mayor order"]),
    ("The company stopped selling the toy.", ["stop company toy", "not sell company toy"]),
    ("The company denied selling the toy.", ["deny company toy", "not sell company toy"]),
    ("The firm agreed not to close the plant.", ["agree firm plant", "not close firm plant"]),
    ("The committee has yet to decide.", ["have committee", "not decide committee"]),
    ("The owners are reluctant to sell the mill.", ["reluctant owner mill"]),
    # and what was, after two negations
    ("The mayor did not fail to sign the order.", ["not fail mayor order", "sign mayor order"]),
    ("The mayor managed to sign the order.", ["manage mayor order", "sign mayor order"]),
]


def in_words(state):
    return " ".join(filter(None, ["not" if state.negated else "", state.predicate, state.subject, state.object]))


@pytest.mark.parametrize(("sentence", "states"), STATES, ids=[sentence for sentence, _ in STATES])
def test_states_of_a_sentence(state, sentence, states):
    (claim,) = state(sentence)
    assert [in_words(found) for found in claim.states] == states


def test_nor_negates_the_second_verb(state):
    _, second = state("The bank neither raised nor lowered its rate.")
    assert [in_words(found) for found in second.states] == ["not lower bank rate"]


def test_any_keeps_a_negation_up(state):
    _, second = state("Police made no arrests or found any weapons.")
    assert [in_words(found) for found in second.states] == ["not find police weapon"]


def test_a_conjunct_shares_its_subject(state):
    _, second = state("The council closed the library and sold its books.")
    assert [in_words(found) for found in second.states] == ["sell council book"]


def test_a_participle_has_its_noun_as_subject(state):
    states = [
        in_words(found) for claim in state("The pier, which collapsed in May, stays shut.") for found in claim.states
    ]
    assert "collapse pier may" in states or "collapse pier" in states


def test_a_heading_without_a_verb_has_no_state(state):
    (claim,) = state("A new fishing harbour")
    assert claim.states == ()


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("The company confirmed that it is continuing talks.", ["continue company talk"]),
        ("The plant burned last week. It reopened on Monday.", ["reopen plant monday"]),
        ("Workers and owners met. They signed the contract.", ["sign contract"]),
    ],
)
def test_a_pronoun_stands_for_what_the_claim_puts_in_its_place(state, text, states):
    assert [in_words(one) for one in state(text)[-1].states if " " not in one.predicate] == states


@pytest.mark.parametrize(
    ("text", "principal"),
    [
        ("Norvale Steel chief executive Ann Lee refused to sell the mill.", "steel"),
        ("Norvale Steel's chairman, Tom Ray, rejected the offer.", "steel"),
        ("Tom Ray, Norvale Steel's chairman, rejected the offer.", "steel"),
        ("The chairman of Norvale Steel rejected the offer.", "steel"),
        ("Norvale Steel rejected the offer.", ""),
        ("A Norvale Steel worker rejected the offer.", ""),
        ("US officials rejected the offer.", ""),
        ("The chairman rejected the offer.", ""),
    ],
)
def test_whom_the_subject_acts_for(state, text, principal):
    (claim,) = state(text)
    assert {found.principal for found in claim.states} == {principal}
