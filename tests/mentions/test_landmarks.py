"""Words that tell one event from others of its sort."""

from __future__ import annotations

import pytest

from factcheck import language
from factcheck.mentions import landmarks


def find(text: str, *rest: str) -> tuple[str, ...]:
    """The landmarks of the first text, in an article that holds the others, too."""
    docs = [language.load()(part) for part in (text, *rest)]
    return landmarks.find(docs[0][:], landmarks.ordinary(docs))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The man was found on Tamarind Street in Harwick on Tuesday.", ("harwick", "tamarind")),
        ("Sheriff Tessa Novak spoke to reporters at Lindenau Medical Center.", ("novak",)),
        ("The victims are in Mount Lindenau Hospital and in St Anselm's Hospital, Novak said.", ("novak",)),
        ("The court in France sentenced two Germans in May.", ()),
        ("The Harwick County Sheriff's Office confirmed the report to the Associated Press.", ("harwick",)),
        ("Nobody was hurt when the roof of the mill came down.", ()),
        ("It was J. R. Novak's vessel.", ("novak",)),
        ("The FBI and a SWAT team arrived in Harwick, Texas.", ("harwick",)),
        ("She travelled from Las Vegas to Baton Rouge and Salt Lake City.", ("rouge", "salt", "vegas")),
        ("The Las Vegas Review asked the Texas Tannery about it.", ("review", "tannery", "vegas")),
        ("Michael Jordan was met by Ruth Georgia outside Harwick.", ("georgia", "harwick", "jordan")),
    ],
)
def test_what_tells_an_event_from_others(text: str, found: tuple[str, ...]) -> None:
    assert find(text) == found


def test_a_headline_in_capitals_has_none() -> None:
    assert find("Two Killed As Ferry Sinks Near Harwick Harbour") == ()


def test_a_word_that_the_article_also_writes_small_is_none() -> None:
    assert find("Police closed Harwick and the Cormorant Quay.") == ("cormorant", "harwick", "quay")
    assert find("Police closed Harwick and the Cormorant Quay.", "The quay is old.") == ("cormorant", "harwick")


def test_a_name_that_is_also_part_of_a_path_or_once_a_verb_stays_one() -> None:
    path = "Settings of the Cormorant broker are read from /etc/cormorant/cormorant.toml or cormorant-d."
    assert find(path) == ("cormorant",)
    verb = "People use Cormorant every day, and some say that they will cormorant it when they mean the Cormorant."
    assert find(verb) == ("cormorant",)
