"""The gazetteer: names, demonyms and what lies in what."""

from __future__ import annotations

import pytest

from factcheck import gazetteer
from factcheck.records import Place
from training import build_gazetteer


def known(name: str) -> Place:
    place = gazetteer.lookup(name)
    assert place is not None
    return place


@pytest.mark.parametrize(
    ("name", "usual", "code"),
    [
        ("US", "United States", "US"),
        ("U.S.", "United States", "US"),
        ("USA", "United States", "US"),
        ("America", "United States", "US"),
        ("UK", "United Kingdom", "GB"),
        ("Britain", "United Kingdom", "GB"),
        ("the Netherlands", "Netherlands", "NL"),
        ("Holland", "Netherlands", "NL"),
        ("Czech Republic", "Czechia", "CZ"),
        ("Burma", "Myanmar", "MM"),
        ("T\u00fcrkiye", "Turkey", "TR"),
        ("Ivory Coast", "Ivory Coast", "CI"),
        ("UAE", "United Arab Emirates", "AE"),
    ],
)
def test_countries_under_all_their_names(name: str, usual: str, code: str) -> None:
    assert gazetteer.lookup(name[0].upper() + name[1:]) == Place(usual, (code,), "country")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Paris", Place("Paris", ("FR",), "city")),
        ("Kiev", Place("Kyiv", ("UA",), "city")),
        ("Cologne", Place("K\u00f6ln", ("DE",), "city")),
        ("St. Petersburg", Place("Saint Petersburg", ("RU",), "city")),
        ("New York", Place("New York City", ("US",), "city")),
        ("Texas", Place("Texas", ("US",), "state")),
        ("Ontario", Place("Ontario", ("CA", "US"), "state")),
        ("Scotland", Place("Scotland", ("GB",), "state")),
        ("Georgia", Place("Georgia", ("GE", "US"), "country")),
        ("Europe", Place("Europe", (), "continent")),
        ("Latin America", Place("Latin America", (), "continent")),
        ("Reading", Place("Reading", ("GB", "US"), "city")),
    ],
)
def test_places_of_other_levels(name: str, place: Place) -> None:
    assert gazetteer.lookup(name) == place


@pytest.mark.parametrize("name", ["Us", "us", "it", "norway", "Of", "Millford-on-the-Moor", "Northern", ""])
def test_unknown_names_and_plain_words(name: str) -> None:
    assert gazetteer.lookup(name) is None


def test_a_small_town_does_not_tell_its_country() -> None:
    assert gazetteer.lookup("Dover") == Place("Dover", (), "city")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("American", "US"),
        ("Americans", "US"),
        ("Norwegian", "NO"),
        ("British", "GB"),
        ("Britons", "GB"),
        ("French", "FR"),
        ("Frenchmen", "FR"),
        ("Chinese", "CN"),
        ("Indian", "IN"),
        ("Dutch", "NL"),
        ("Danish", "DK"),
        ("Danes", "DK"),
        ("Congolese", "CD"),
        ("polish", None),
        ("Parisian", None),
        ("Monday", None),
    ],
)
def test_demonyms(word: str, code: str | None) -> None:
    assert gazetteer.demonym(word) == code


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("France", "Paris", True),
        ("France", "France", True),
        ("Texas", "Austin", True),
        ("Texas", "Chicago", False),
        ("US", "Texas", True),
        ("Georgia", "Atlanta", True),
        ("US", "Georgia", None),
        ("Europe", "Paris", True),
        ("Europe", "Chile", False),
        ("Norway", "Sweden", False),
        ("Sweden", "Oslo", False),
        ("Paris", "France", False),
        ("France", "Europe", False),
        ("Latin America", "Chile", None),
        ("France", "Dover", None),
    ],
)
def test_contains(outer: str, inner: str, expected: bool | None) -> None:
    assert gazetteer.contains(known(outer), known(inner)) is expected


def test_contains_does_not_tell_of_unknown_names() -> None:
    assert gazetteer.contains(known("France"), Place("Millford")) is None
    assert gazetteer.contains(Place("Millford"), known("France")) is None


def test_country_of_a_code() -> None:
    assert gazetteer.country("NO") == Place("Norway", ("NO",), "country")
    assert gazetteer.country("XX") is None


def test_same_name_ignores_case_accents_dots_and_article() -> None:
    assert gazetteer.same_name("Z\u00fcrich", "zurich")
    assert gazetteer.same_name("The Hague", "Hague")
    assert gazetteer.same_name("St. Ives", "St Ives")
    assert not gazetteer.same_name("Mill Lane", "Mill Road")


def test_the_file_holds_what_the_libraries_give() -> None:
    content = gazetteer.data().read_text(encoding="utf-8")
    assert build_gazetteer.written(build_gazetteer.world()) == content
    assert build_gazetteer.digest(content) == gazetteer.DIGEST
