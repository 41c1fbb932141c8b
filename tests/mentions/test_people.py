"""What becomes of the people counted, whom a count takes in, and the sums of lists."""

from __future__ import annotations

import pytest

from factcheck import language
from factcheck.mentions import outcomes, quantities
from factcheck.records import Quantity


def people(text: str) -> list[Quantity]:
    """The counts of a text, sentence by sentence."""
    doc = language.load()(text)
    found = [one.value for s in doc.sents for one in quantities.find(s, taken=(), places=())]
    return [value for value in found if isinstance(value, Quantity) and value.unit == "count"]


OUTCOMES = [
    # behind the number
    ("Six people were killed in the fire.", [(6, "killed")]),
    ("Six other dockers have been badly wounded.", [(6, "hurt")]),
    ("The two passengers who lost their lives came from Brackwater.", [(2, "killed")]),
    ("They are the two people who did not survive the fire.", [(2, "killed")]),
    ("Four shot to death in Brackwater", [(4, "killed")]),
    ("Four people were shot in Brackwater.", [(4, "hit")]),
    ("Some 40 residents were evacuated and 12 are missing.", [(40, "evacuated"), (12, "missing")]),
    # before it
    ("The blast killed six and injured at least nine others.", [(6, "killed"), (9, "hurt")]),
    ("The fire claimed the lives of 14 dockers.", [(14, "killed")]),
    ("The death toll rose to 14.", [(14, "killed")]),
    # headlines without nouns, each number with its own outcome
    ("1 dead, 15 hurt in Brackwater ferry fire", [(1, "killed"), (15, "hurt")]),
    ("Two killed, 8 wounded at Brackwater market", [(2, "killed"), (8, "hurt")]),
    ("The storm left five dead, six more shot and 40 injured.", [(5, "killed"), (6, "hurt"), (40, "hurt")]),
    # what befalls somebody else, or nobody
    ("Father of 5 killed in Brackwater", [(5, "")]),
    ("A gunman who killed five people last week was hospitalised.", [(5, "killed")]),
    ("Two gunmen killed a boy.", [(2, "")]),
    ("Some 300 lorries were destroyed.", [(300, "")]),
]


@pytest.mark.parametrize(("text", "expected"), OUTCOMES)
def test_outcome(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(q.value, q.outcome) for q in people(text)] == expected


LISTS = [
    ("The fire killed four women and a man.", [(5, "killed")]),
    ("A man and two children are dead.", [(3, "killed")]),
    ("Ten women, seven men wounded in Brackwater", [(17, "hurt")]),
    ("Crash leaves man, 2 teens injured", [(3, "hurt")]),
    ("The crash left a 10-year-old girl and two men injured.", [(3, "hurt")]),
    # no sum: the whole and its parts, two outcomes, the one who did it
    ("Three people, a man and two women, were killed.", [(3, ""), (3, "killed")]),
    ("Six people were killed, including two children.", [(6, "killed"), (2, "")]),
    ("Eight injured, driver arrested in Brackwater", [(8, "hurt")]),
    ("The suspect, and four people, were hurt.", [(4, "hurt")]),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_a_list_of_people_is_added_up(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(q.value, q.outcome) for q in people(text)] == expected


@pytest.mark.parametrize(
    ("text", "leaves_out"),
    [
        ("Three others were wounded.", True),
        ("A man was wounded and three others were wounded.", True),
        ("The blast killed two and wounded three others.", False),
    ],
)
def test_others_leave_out_those_with_the_same_outcome(text: str, leaves_out: bool) -> None:
    assert ("other" in people(text)[-1].qualifiers) is leaves_out


COVERS = [
    ("Three dead in a fire in Brackwater", ()),
    ("Three dead in fires in Brackwater", ("several-events",)),
    ("Violent weekend in Brackwater: 7 dead", ("several-events",)),
    ("Three dead in Brackwater since Friday night", ("several-events",)),
    ("Three dead in less than 30 hours in Brackwater", ("several-events",)),
    ("One person was killed in a fire in Brackwater over the weekend.", ()),
    ("Three dead, including the gunman, in Brackwater", ("perpetrator",)),
    ("A gunman killed two people and then himself.", ("perpetrator",)),
    ("Two killed in Brackwater before gunman is shot dead", ("perpetrator",)),
    ("A gunman killed two people in Brackwater.", ()),
]


@pytest.mark.parametrize(("text", "expected"), COVERS)
def test_what_a_toll_covers(text: str, expected: tuple[str, ...]) -> None:
    (sentence,) = language.load()(text).sents
    assert outcomes.covers(sentence) == expected
