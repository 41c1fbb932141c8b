"""Who holds an office, by the grammar of titles and of the verbs that mean the same."""

from __future__ import annotations

import pytest

from factcheck import language, lexicon
from factcheck.mentions import names, offices
from factcheck.records import Name

HELD = [
    ("Dr Tessa Novak, epidemiologist and chair of the flood team, said no.", "Tessa Novak", "chair", "flood team"),
    ("Tessa Novak, the engineer who chairs the flood team, told reporters.", "Tessa Novak", "chair", "flood team"),
    ("The flood team answers to Dr Tessa Novak, its chair.", "Tessa Novak", "chair", "flood team"),
    ("The rise was too small, said Finance Minister Jan Vesely.", "Jan Vesely", "minister", "finance"),
    ("The museum's director, Jan Vesely, resigned.", "Jan Vesely", "director", "museum"),
    ("Tessa Novak, chief executive of Nordfern, said so.", "Tessa Novak", "chief executive", "nordfern"),
    ("She reports to Nordfern Chief Executive Tessa Novak.", "Tessa Novak", "chief executive", "nordfern"),
    ("Tessa Novak was appointed as director of the museum.", "Tessa Novak", "director", "museum"),
    ("Tessa Novak is the mayor of Harwick.", "Tessa Novak", "mayor", "harwick"),
    ("Mayor Tessa Novak spoke.", "Tessa Novak", "mayor", ""),
    ("Nordfern's political editor, Tessa Novak, spoke.", "Tessa Novak", "editor", "nordfern political"),
    ("Harwick County Sheriff Anna Smith said so.", "Anna Smith", "sheriff", "county harwick"),
]  # fmt: skip


def find(text: str) -> list[Name]:
    """The holders of offices in a text, in the fullest forms of their names."""
    doc = language.load()(text)
    fullest = names.fullest_forms([doc])
    found = [one.value for sentence in doc.sents for one in offices.find(sentence, fullest)]
    return [value for value in found if isinstance(value, Name)]


@pytest.mark.parametrize(("text", "name", "office", "institution"), HELD, ids=[row[0] for row in HELD])
def test_holder(text: str, name: str, office: str, institution: str) -> None:
    assert find(text) == [Name(name, "person", office, tuple(institution.split()))]


@pytest.mark.parametrize(
    "text",
    [
        "The former mayor of Harwick, Tessa Novak, spoke.",
        "Tessa Novak, the deputy mayor of Harwick, spoke.",
        "Tessa Novak, a director of the museum, spoke.",
        "Tessa Novak and Jan Vesely, directors of the museum, spoke.",
        "Tessa Novak is to become the mayor of Harwick.",
        "Tessa Novak would be the mayor of Harwick.",
        "Tessa Novak is not the mayor of Harwick.",
        "The mayor of Harwick spoke.",
        "Tessa Novak headed for the museum.",
        "Tessa Novak leads the race.",
        "The keynote speaker, Tessa Novak, arrived.",
        "Police Captain Tessa Novak arrived.",
        "Tessa Novak led the museum until May.",
    ],
)
def test_nobody_is_said_to_hold_it_now(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize("verb", ["stepped down", "resigned", "retired"])
def test_an_office_that_was_left(verb: str) -> None:
    [holder] = find(f"Tessa Novak {verb} as mayor of Harwick on Monday.")
    assert holder == Name("Tessa Novak", "person", "mayor", ("harwick",), left=True)


def test_a_surname_becomes_the_full_name() -> None:
    assert [holder.name for holder in find("Tessa Novak spoke. Mayor Novak left.")] == ["Tessa Novak"]


def test_no_title_names_two_offices() -> None:
    listed = [title for titles in lexicon._data()["offices"].values() for title in titles]
    assert len(listed) == len(set(listed)) == len(lexicon.offices())
    assert all(len(title.split()) <= offices.LONGEST and title == title.lower() for title in listed)
