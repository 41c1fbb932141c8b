"""What is denied where the sentence before says it."""

from __future__ import annotations

import pytest

from factcheck.records import Modality

LEAKED = "Two residents said that the plant had leaked for weeks."


@pytest.mark.parametrize(
    ("before", "denial", "denied", "speaker"),
    [
        (LEAKED, "The company denied the allegation.", "the plant had leaked for weeks", "The company"),
        (LEAKED, "The company has denied all these claims.", "the plant had leaked for weeks", "The company"),
        (LEAKED, "The company denies this.", "the plant had leaked for weeks", "The company"),
        (LEAKED, "Tom Ray dismissed their claims as gossip.", "the plant had leaked for weeks", "Tom Ray"),
        (LEAKED, "The claims were rejected by the company.", "the plant had leaked for weeks", "the company"),
        (LEAKED, "The claims were disputed.", "the plant had leaked for weeks", None),
        (LEAKED, "The company denied the allegation and sued.", "the plant had leaked for weeks", "The company"),
        ("Prosecutors allege that Tom Ray took the vase.", "He denies the charge.", "Tom Ray took the vase", "Tom Ray"),
        ("Officials fear the dam could burst.", "The operator rejects the suggestion.", "the dam could burst",
         "The operator"),
    ],
)  # fmt: skip
def test_a_bare_denial_is_spelled_out(state, before, denial, denied, speaker):
    (found,) = [claim for claim in state(f"{before} {denial}") if claim.modality is Modality.DENIED]
    assert (found.text, found.speaker) == (denied, speaker)
    assert found.sentence_text == denial
    assert denial.startswith(found.quote)
    assert found.negated


@pytest.mark.parametrize(
    ("before", "denial"),
    [
        ("The plant leaked for weeks.", "The company denied this."),
        ("Two residents said that the plant had leaked and that it had burned.", "The company denied the claim."),
        (LEAKED, "The company did not deny the allegation."),
        (LEAKED, "The company may deny the allegation."),
        (LEAKED, "The company denied the allegation of fraud."),
        (LEAKED, "The company denied a claim."),
        (LEAKED, "The company denied two claims."),
        (LEAKED, "The company denied the licence."),
        (LEAKED, "The company repeated the allegation."),
        ("The company said that the plant was safe.", "The company denied the allegation."),
        ("", "The company denied the allegation."),
    ],
)
def test_what_is_denied_is_not_guessed(state, before, denial):
    assert Modality.DENIED not in {claim.modality for claim in state(f"{before} {denial}".strip())}


def test_a_denial_may_begin_a_paragraph(state):
    *_, found = state(LEAKED, "The company denied the allegation.")
    assert (found.modality, found.text) == (Modality.DENIED, "the plant had leaked for weeks")


def test_a_denial_has_the_states_of_what_is_denied_and_its_own_values(state):
    *_, found = state(f"{LEAKED} On 5 May 2021 the company denied the allegation.")
    assert found.states[0].predicate == "leak"
    assert [mention.text for mention in found.mentions] == ["5 May 2021"]
