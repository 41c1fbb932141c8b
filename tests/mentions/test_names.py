"""Names of people and organisations, and the fullest form of each."""

from __future__ import annotations

import pytest

from factcheck import language
from factcheck.mentions import names
from factcheck.records import Name


def find(text: str) -> list[Name]:
    """The people and organisations of a text, in their fullest forms."""
    doc = language.load()(text)
    fullest = names.fullest_forms([doc])
    found = (one.value for sentence in doc.sents for one in names.find(sentence, fullest))
    return [value for value in found if isinstance(value, Name)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the Harwick Council", "Harwick Council"),
        ("Mr Jan Vesely", "Jan Vesely"),
        ("Dr. Tessa Novak’s", "Tessa Novak"),
        ("Tessa Novak's", "Tessa Novak"),
        ("  Tessa\n Novak, ", "Tessa Novak"),
        ("Sir Prof. Jan Vesely", "Jan Vesely"),
    ],
)
def test_clean(text: str, name: str) -> None:
    assert names.clean(text) == name


def test_a_surname_becomes_the_full_name() -> None:
    found = find("John Smith opened the pier on Monday. Mr Smith met the crew in the harbour.")
    assert [name.name for name in found if name.type == "person"] == ["John Smith", "John Smith"]


def test_a_surname_that_two_people_bear_stays() -> None:
    forms = names.fullest_forms([language.load()("Anna Smith met John Smith in London. Smith won the race.")])
    assert forms == {"Anna Smith": "Anna Smith", "John Smith": "John Smith", "Smith": "Smith"}


def test_fullest_forms_do_not_depend_on_the_order() -> None:
    texts = ["Anna Smith opened the pier.", "Smith spoke to the crew.", "John Brown said Smith was right."]
    docs = [language.load()(text) for text in texts]
    assert names.fullest_forms(docs) == names.fullest_forms(reversed(docs))


def test_the_holder_of_an_office_is_named_once() -> None:
    found = find("Finance Minister Anna Smith resigned on Monday.")
    assert [(name.name, name.office) for name in found if name.type == "person"] == [("Anna Smith", "minister")]


def test_keys_are_surnames_of_people_and_other_names_whole() -> None:
    doc = language.load()("Anna Smith flew from London to New York on Monday.")
    assert names.keys(doc[:]) == ("london", "new york", "smith")
