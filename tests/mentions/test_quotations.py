"""Quotations and who is said to have said them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import language
from factcheck.mentions import quotations
from factcheck.records import Quotation


def find(text: str) -> list[tuple[str, str | None]]:
    """The words and the speaker of every quotation."""
    found = [one.value for one in quotations.find(language.load()(text))]
    return [(value.words, value.speaker) for value in found if isinstance(value, Quotation)]


PIER = "We will rebuild the pier before the summer"

SPEAKERS = [
    (f"“{PIER},” said Tessa Novak.", "Tessa Novak"),
    (f"“{PIER},” Tessa Novak said.", "Tessa Novak"),
    (f"“{PIER},” said Tessa Novak, the mayor of Harwick.", "Tessa Novak"),
    (f"“{PIER},” said the mayor, Tessa Novak.", "Tessa Novak"),
    (f"“{PIER},” said mayor Tessa Novak.", "Tessa Novak"),
    (f"“{PIER}!” Tessa Novak said.", "Tessa Novak"),
    ("“Has nobody asked us about the pier?” Tessa Novak asked.", "Tessa Novak"),
    (f"Tessa Novak said: “{PIER}.”", "Tessa Novak"),
    (f"Tessa Novak: “{PIER}.”", "Tessa Novak"),
    (f"Tessa Novak told reporters that “{PIER}”.", "Tessa Novak"),
    (f"“{PIER},” according to Tessa Novak.", "Tessa Novak"),
    (f"Novak shook her head and said: “{PIER}.”", "Novak"),
    (f"“{PIER},” the harbour boss said.", "the harbour boss"),
    (f"“{PIER},” a spokesman for Tessa Novak said.", "a spokesman for Tessa Novak"),
    (f"Tessa Novak chaired the meeting. “{PIER},” she said.", "Tessa Novak"),
    (f"Tessa Novak chaired the meeting. She was tired. “{PIER},” she said.", "Tessa Novak"),
    (f"Tessa Novak said nothing. “{PIER},” said Jan Vesely.", "Jan Vesely"),
    (f"“{PIER},” she said.", None),
    (f"Tessa Novak was furious. “{PIER}.”", None),
    ("“I spoke to Jan Vesely about the pier,” she said.", None),
    ("“Nobody has asked us about the pier.” Jan Vesely said the pier was old.", None),
]


@pytest.mark.parametrize(("text", "speaker"), SPEAKERS)
def test_speaker(text: str, speaker: str | None) -> None:
    ((_, found),) = find(text)
    assert found == speaker


@pytest.mark.parametrize(
    "text",
    [
        "“We will rebuild the pier soon,” Tessa Novak said. “It belongs to all of us here.”",
        "“We will rebuild the pier soon,” Tessa Novak added, “because it belongs to all of us.”",
    ],
)
def test_both_halves_of_an_interrupted_quotation_have_its_speaker(text: str) -> None:
    assert [speaker for _, speaker in find(text)] == ["Tessa Novak", "Tessa Novak"]


def test_the_second_half_keeps_the_speaker_of_a_first_half_too_short_to_count() -> None:
    ((_, speaker),) = find("“Never,” Tessa Novak said. “The pier belongs to all of us here.”")
    assert speaker == "Tessa Novak"


WORDS = [
    (f"'{PIER},' said Tessa Novak.", f"{PIER},"),
    ("'We won't rebuild the council's pier this year,' said Novak.", "We won't rebuild the council's pier this year,"),
    ("‘We won’t rebuild the council’s pier this year,’ said Novak.", "We won’t rebuild the council’s pier this year,"),
    ("‘We want the councils’ pier rebuilt this year,’ said Novak.", "We want the councils’ pier rebuilt this year,"),
    ("“He told me ‘never again’ and left the pier,” said Novak.", "He told me ‘never again’ and left the pier,"),
    ("\"He told me 'never again' and left the pier,\" said Novak.", "He told me 'never again' and left the pier,"),
    (f'"{PIER}', PIER),
]


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_words(text: str, words: str) -> None:
    ((found, _),) = find(text)
    assert found == words


@pytest.mark.parametrize(
    "text",
    [
        "The council's pier and the mayor's house aren't the owners' property.",
        "He called it a “total disgrace” yesterday.",
        "The fishermen's boats and the traders' stalls aren't gone.",
    ],
)
def test_no_quotation(text: str) -> None:
    assert find(text) == []


@given(st.lists(st.sampled_from(["pier", "old", "we", "never", "close", "it", "again"]), min_size=5, max_size=12))
def test_the_words_are_kept_exactly(words: list[str]) -> None:
    text = f"“{' '.join(words)},” said Tessa Novak."
    assert [found for found, _ in find(text)] == [f"{' '.join(words)},"]
