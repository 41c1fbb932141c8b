"""The word lists: what the code asks for is there, in the form that it looks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import factcheck
from factcheck import lexicon

SOURCES = [path.read_text(encoding="utf-8") for path in Path(factcheck.__file__).parent.rglob("*.py")]
ASKED = sorted({name for text in SOURCES for name in re.findall(r'lexicon\.words\("(\w+)"\)', text)})
GROUPS = lexicon.opposites()


def test_the_code_asks_for_some_lists():
    assert {"reporting", "denying", "planning", "hypothetical", "refuting", "hedges", "persons"} <= set(ASKED)


@pytest.mark.parametrize("name", ASKED)
def test_every_list_that_is_asked_for_is_there(name):
    assert lexicon.words(name)
    assert all(word == word.lower().strip() for word in lexicon.words(name))


def test_every_list_is_asked_for():
    assert set(lexicon._data()) - {"opposites", "outcomes", "stages", "offices"} == set(ASKED)


def test_an_unknown_list_is_an_error():
    with pytest.raises(KeyError):
        lexicon.words("no such list")


def test_a_list_is_read_once():
    assert lexicon.words("hedges") is lexicon.words("hedges")


@pytest.mark.parametrize("group", GROUPS, ids=[group.about for group in GROUPS])
def test_no_word_is_its_own_opposite(group):
    assert group.left
    assert group.right
    assert not group.left & group.right
    assert all(word == word.lower().strip() for word in group.left | group.right)
    assert group.about.startswith(("whether", "who", "guilt"))


def test_every_question_is_asked_once():
    assert len({group.about for group in GROUPS}) == len(GROUPS)


def test_every_word_has_one_outcome():
    listed = [word for words in lexicon._data()["outcomes"].values() for word in words]
    assert len(listed) == len(set(listed)) == len(lexicon.outcomes())
    assert all(word == word.lower().strip() for word in listed)
    assert lexicon.outcomes()["slain"] == "killed"


def test_every_word_names_one_stage():
    listed = [word for words in lexicon._data()["stages"].values() for word in words]
    assert len(listed) == len(set(listed)) == len(lexicon.stages())
    assert all(word == word.lower().strip() for word in listed)
    assert lexicon.stages()["indictment"] == "charge"
