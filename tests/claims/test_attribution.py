"""Who says a claim, how it is put forward, and whether the article itself refutes it."""

from __future__ import annotations

import pytest

from factcheck.records import Modality

ASSERTED, REPORTED, PLANNED, HYPOTHETICAL, DENIED = Modality

SPEAKERS = [
    ("The bridge is safe.", "The bridge is safe", None),
    ('"The bridge is safe," said Ilse Korhonen, the city engineer.', "The bridge is safe", "Ilse Korhonen"),
    ('"The bridge is safe," Ilse Korhonen said.', "The bridge is safe", "Ilse Korhonen"),
    ("The bridge is safe, said Ilse Korhonen.", "The bridge is safe", "Ilse Korhonen"),
    ('Said Ortega: "The mill is gone."', "The mill is gone", "Ortega"),
    ("Ilse Korhonen told reporters that the bridge was safe.", "the bridge was safe", "Ilse Korhonen"),
    ("The strike ended on Friday, union leader Paula Reyes told reporters.", "The strike ended", "Paula Reyes"),
    ("The ferry was empty, according to the coastguard.", "The ferry was empty", "the coastguard"),
    ("According to the coastguard, the ferry was empty.", "the ferry was empty", "the coastguard"),
    # roles and institutions
    ("A spokeswoman for the port said the crane had fallen.", "the crane had fallen", "A spokeswoman for the port"),
    ("Police say the tunnel was closed at noon.", "the tunnel was closed", "Police"),
    ("The ministry confirmed that the mine had flooded.", "the mine had flooded", "The ministry"),
    ("The union's statement said the strike was over.", "the strike was over", "The union's statement"),
    # pronouns
    ("Ilse Korhonen came. She said that the wall was intact.", "the wall was intact", "Ilse Korhonen"),
    ('Ilse Korhonen came. "The wall is intact," she said.', "The wall is intact", "Ilse Korhonen"),
    ("Ilse Korhonen met Tom Byrne. He said the wall was intact.", "the wall was intact", "Tom Byrne"),
    ("The bakery opened. It said that the branch employs nine people.", "the branch employs", "The bakery"),
    ("They say the well is dry.", "the well is dry", None),
    # a speaker further off
    ("The landlord, who said the roof was sound, sold the house.", "the roof was sound", "The landlord"),
    ("The landlord refused, saying that the roof was sound.", "the roof was sound", "The landlord"),
    ("The firm denied that the plant had leaked.", "the plant had leaked", "The firm"),
    ("The firm rejected claims that the plant had leaked.", "the plant had leaked", "The firm"),
    ("The clerk said the vote was over and that nobody had objected.", "nobody had objected", "The clerk"),
    ("The firm dismissed reports that the plant had leaked.", "the plant had leaked", "The firm"),
    # the words of a quotation that goes on
    ('"We are ready," said Ilse Korhonen. "Nobody needs to worry."', "Nobody needs to worry", "Ilse Korhonen"),
    ('"We are ready. Nobody needs to worry," said Ilse Korhonen.', "We are ready", "Ilse Korhonen"),
    ("“We are ready. Nobody needs to worry,” said Ilse Korhonen.", "We are ready", "Ilse Korhonen"),
    # the outlet's own words beside somebody's
    ("Firefighters said sixty homes had burned, while the mayor counted forty.", "the mayor counted forty", None),
    ("The landlord, who said the roof was sound, sold the house.", "The landlord sold the house", None),
]


def claim_with(claims, words):
    (found,) = [claim for claim in claims if words in claim.text]
    return found


@pytest.mark.parametrize(("text", "words", "speaker"), SPEAKERS)
def test_speaker(state, text, words, speaker):
    found = claim_with(state(text), words).speaker
    assert found == speaker or (found or "").endswith(f" {speaker}")  # "union leader Paula Reyes"


def test_she_is_the_person_named_in_the_paragraph_before(state):
    claims = state("Ilse Korhonen inspected the bridge.", '"The cables are sound," she said.')
    assert claim_with(claims, "cables").speaker == "Ilse Korhonen"


def test_she_is_nobody_where_nobody_is_named(state):
    found = claim_with(state('"The cables are sound," she said.'), "cables")
    assert (found.speaker, found.modality) == (None, REPORTED)


MODALITIES = [
    ("The bridge opened on Monday.", "bridge opened", ASSERTED),
    ("The clerk said the bridge had opened.", "bridge had opened", REPORTED),
    ("The bridge will open on Monday.", "bridge will open", PLANNED),
    ("The bridge is to open on Monday.", "bridge is to open", PLANNED),
    ("The bridge is due to open on Monday.", "bridge is due", PLANNED),
    ("The bridge is going to open on Monday.", "bridge is going", PLANNED),
    ("The town plans to open the bridge.", "town plans", PLANNED),
    ("The clerk said the bridge would open on Monday.", "bridge would open", PLANNED),
    ("The bridge would open if the mayor signed.", "bridge would open", HYPOTHETICAL),
    ("The clerk said the bridge would open if the mayor signed.", "bridge would open", HYPOTHETICAL),
    ("The clerk feared that the bridge would collapse.", "bridge would collapse", HYPOTHETICAL),
    ("The bridge could collapse, engineers warned.", "bridge could collapse", HYPOTHETICAL),
    ("The bridge may open on Monday.", "bridge may open", HYPOTHETICAL),
    ("The bridge should have opened on Monday.", "bridge should have opened", HYPOTHETICAL),
    ("If the bridge closes, the ferry returns.", "the bridge closes", HYPOTHETICAL),
    ("Unless it rains the ferry leaves at noon.", "the ferry leaves", HYPOTHETICAL),
    ("Unless told otherwise the ferry leaves at noon.", "the ferry leaves", ASSERTED),
    ("It is unclear whether the pilot survived.", "the pilot survived", HYPOTHETICAL),
    ("The firm denied that the plant had leaked.", "the plant had leaked", DENIED),
    ("The firm rejected claims that the plant had leaked.", "the plant had leaked", DENIED),
    # only look like it
    ("The mayor was elected in May.", "elected in May", ASSERTED),
    ("The might of the river broke the wall.", "The might", ASSERTED),
    ("The children were going to school by boat.", "going to school", ASSERTED),
    # the reason for a denial is not denied
    ("The firm denied it, as the data is stored in Lima.", "the data is stored", ASSERTED),
    ("The firm denied the report, saying that nobody had been fired.", "nobody had been fired", REPORTED),
    ("The clerk counted the votes; the mayor disputes the result.", "clerk counted", ASSERTED),
]


@pytest.mark.parametrize(("text", "words", "modality"), MODALITIES)
def test_modality(state, text, words, modality):
    claim = claim_with(state(text), words)
    expected = {modality, REPORTED} if modality is ASSERTED and claim.speaker else {modality}
    assert claim.modality in expected


NEGATIONS = [
    ("The plant was not closed.", True),
    ("The plant wasn't closed.", True),
    ("The plant wasn’t closed.", True),
    ("The harbour isn’t open.", True),
    ("The ferries don’t run on Sundays.", True),
    ("No one was hurt in the fire.", True),
    ("Nobody was hurt in the fire.", True),
    ("Nothing was stolen from the shop.", True),
    ("None of the passengers was injured.", True),
    ("Neither driver was injured in the crash.", True),
    ("Rescuers found no survivors.", True),
    ("There were no survivors.", True),
    ("The island has no airport.", True),
    ("The mayor never signed the order.", True),
    ("The committee has yet to decide on the plan.", True),
    ("The firm denied that the plant had leaked.", True),
    ("The plant was closed.", False),
    ("Two passengers were injured.", False),
    ("The lake is noted for its trout.", False),
]


@pytest.mark.parametrize(("sentence", "negated"), NEGATIONS)
def test_negation(state, sentence, negated):
    (claim,) = state(sentence)
    assert claim.negated is negated


def test_nor_negates_the_second_verb(state):
    claims = state("The bank neither raised nor lowered its rate.")
    assert [claim.negated for claim in claims] == [True, True]


@pytest.mark.parametrize(
    ("sentence", "hedges"),
    [
        ("The ferry reportedly carried forty lorries.", ("reportedly",)),
        (
            "The ferry, according to unconfirmed figures, was allegedly full.",
            ("according to", "unconfirmed", "allegedly"),
        ),
        ("The ferry is believed to have been full.", ("believed to",)),
        ("The ferry was full.", ()),
    ],
)
def test_hedges_in_the_order_of_the_sentence(state, sentence, hedges):
    assert state(sentence)[0].hedges == hedges


REFUTED = [
    ("A post on social media says the tower has collapsed. It is false.", "tower has collapsed"),
    ("A false post says that the tower has collapsed.", "tower has collapsed"),
    ("Messages claimed that the tower had collapsed; police found no sign of that.", "tower had collapsed"),
    ("The rumour that the queen had died is untrue.", "the queen had died"),
    ("Contrary to claims that the dam has burst, the valley is safe.", "the dam has burst"),
    ("Some headlines say the bank has failed. They are wrong.", "the bank has failed"),
    ("Do not believe the message that the wells are poisoned.", "the wells are poisoned"),
]
STANDS = [
    ("The forecast was wrong: the storm missed the coast.", "the storm missed"),
    ("The forecast was wrong: the storm missed the coast.", "forecast was wrong"),
    ("The minister said the earlier figure was wrong.", "earlier figure was wrong"),
    ("The auditors found 40 false invoices.", "40 false invoices"),
    ("The tower has collapsed. The mayor's first count was wrong.", "tower has collapsed"),
    ("A post on social media says the tower has collapsed. Firefighters are there.", "tower has collapsed"),
    # the article's own words beside what it refutes
    ("Contrary to a widely shared message, the hospital is open.", "the hospital is open"),
    ("Contrary to claims that the dam has burst, the valley is safe.", "the valley is safe"),
    ("The rumour that the queen had died is untrue, and the palace is open.", "the palace is open"),
]


@pytest.mark.parametrize(("text", "words"), REFUTED)
def test_hearsay_that_the_article_calls_wrong_is_refuted(state, text, words):
    assert claim_with(state(text), words).refuted


@pytest.mark.parametrize(("text", "words"), STANDS)
def test_what_the_article_says_itself_is_not_refuted(state, text, words):
    assert not claim_with(state(text), words).refuted
