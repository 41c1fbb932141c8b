"""The places of a sentence: those of the gazetteer, local ones by their position, and names that are none."""

from __future__ import annotations

import pytest

from factcheck import language
from factcheck.mentions import places
from factcheck.records import Place


def find(text: str) -> list[tuple[str, Place]]:
    """The places of a text of one sentence, each with its words."""
    doc = language.load()(text)
    found = places.find(doc[:])
    return [(doc[one.start : one.end].text, one.value) for one in found if isinstance(one.value, Place)]


def values(text: str) -> list[Place]:
    return [value for _, value in find(text)]


def country(name: str, code: str, relation: str = "") -> Place:
    return Place(name, (code,), "country", relation)


def city(name: str, code: str, relation: str = "") -> Place:
    return Place(name, (code,), "city", relation)


KNOWN = [
    ("The fire broke out in Paris.", [city("Paris", "FR")]),
    ("Mr Jackson met her in Jackson.", [city("Jackson", "US")]),
    ("She grew up in Nice.", [city("Nice", "FR")]),
    ("The copies remained in the U.S. until May.", [country("United States", "US")]),
    ("They sell it in Canada and Chile.", [country("Canada", "CA"), country("Chile", "CL")]),
    ("The Zurich-based bank lost money.", [city("Z\u00fcrich", "CH")]),
    ("The data sits on US-based servers.", [country("United States", "US")]),
    ("The storm hit the Danish coast.", []),
    ("A passenger took to Facebook.", []),
    ("Officials talked in Facebook about it.", []),
    ("The ship ran aground on the Danish coast.", [country("Denmark", "DK")]),
    ("Calls to the Danish region failed.", [country("Denmark", "DK")]),
    ("Rain fell in southern Spain.", [country("Spain", "ES", "south")]),
    ("Rain fell in South Korea.", [country("South Korea", "KR")]),
    ("The town is 20 km south of Rome.", [city("Rome", "IT", "south")]),
    ("He lives in the Isle of Man.", [country("Isle of Man", "IM")]),
    ("The plant in Mobile, Alabama closed.", [city("Mobile", "US")]),
    ("Cargo moved from Sweden to Tallinn.", [country("Sweden", "SE", "from"), city("Tallinn", "EE", "to")]),
    ("Offices in Leeds and Turin stayed open.", [city("Leeds", "GB"), city("Turin", "IT")]),
]

LOCAL = [
    ("The barn stands at Millford, near the church.", Place("Millford")),
    ("Police searched a flat in Baker Street.", Place("Baker Street")),
    ("They danced on Castle Square.", Place("Castle Square")),
    ("The barn stands at Dock and Milner streets.", Place("Milner Street")),
    ("The mill stands on the south bank of the River Tarn.", Place("River Tarn", relation="south")),
    ("The mill stands on the north side of the Tarn.", Place("Tarn", relation="north")),
    ("The village lies north of Ashby.", Place("Ashby", relation="north")),
    ("The leak lies at Ashby, downstream of the mill.", Place("Ashby", relation="downstream")),
    ("The leak lies at Ashby, just upstream.", Place("Ashby", relation="upstream")),
    ("The accident happened near Holm Bridge.", Place("Holm Bridge", relation="near")),
    ("The tram left Ashwick at noon.", Place("Ashwick", relation="from")),
    ("The tram, bound for Ashwick, was late.", Place("Ashwick", relation="to")),
    ("The files are stored in Azure Blob Storage.", Place("Azure Blob Storage")),
    ("The limits are read from /etc/app/limits.toml at start-up.", Place("/etc/app/limits.toml")),
]

NOTHING = [
    "Three hurt in Ashwick Shooting",
    "He works at Microsoft.",
    "Washington said it would respond.",
    "Chad and Georgia spoke to Jackson.",
    "She is reading in March.",
    "The South China Morning Post reported it.",
    "They are a threat to America.",
    "American users of the app complained.",
    "The Chinese-owned firm sold it.",
    "She invested in Tesla.",
    "He is the president of France.",
    "See https://example.com/a/b/c, and/or ask.",
    "The faults are in DNS and in Python 3.",
]


@pytest.mark.parametrize(("text", "expected"), KNOWN)
def test_places_of_the_gazetteer(text: str, expected: list[Place]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(("text", "expected"), LOCAL)
def test_local_places(text: str, expected: Place) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize("text", NOTHING)
def test_names_that_are_no_places_here(text: str) -> None:
    assert find(text) == []


def test_from_to_names_both_ends() -> None:
    assert values("The 07:12 from Brigham to Ashwick struck a tree.") == [
        Place("Brigham", relation="from"),
        Place("Ashwick", relation="to"),
    ]


def test_words_are_the_name_without_the_article() -> None:
    assert [words for words, _ in find("They met in the Corn Hall at Baker's Row.")] == ["Corn Hall", "Baker's Row"]
    assert [words for words, _ in find("She was rushed to St. John's Episcopal Hospital.")] == [
        "St. John's Episcopal Hospital"
    ]
    assert find("The officer was aiming at Novak Vesely.") == []


def test_dateline_is_no_place() -> None:
    assert values("OSLO, May 16 (Wire) - The boat sank in Bergen.") == [city("Bergen", "NO")]
