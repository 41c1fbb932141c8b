"""Units and currencies by their English words."""

from __future__ import annotations

import pytest

from factcheck.mentions import units
from training import build_units

UNITS = [
    ("metres", "meter", 1),
    ("kilometers", "meter", 1000),
    ("miles", "meter", 1609.344),
    ("km/h", "meter / second", 1 / 3.6),
    ("kph", "meter / second", 1 / 3.6),
    ("mph", "meter / second", 0.44704),
    ("square kilometres", "meter ** 2", 1e6),
    ("hectares", "meter ** 2", 1e4),
    ("cubic metres", "meter ** 3", 1),
    ("litres", "meter ** 3", 1e-3),
    ("tonnes", "kilogram", 1000),
    ("MB", "bit", 8e6),
    ("MiB", "bit", 8 * 2**20),
    ("minutes", "second", 60),
    ("fortnight", "second", 14 * 86_400),
    ("decades", "second", 10 * 365.25 * 86_400),
]


@pytest.mark.parametrize(("word", "base", "factor"), UNITS)
def test_unit(word: str, base: str, factor: float) -> None:
    unit = units.unit(word)
    assert unit is not None
    assert (unit.base.replace(" ", ""), unit.factor) == (base.replace(" ", ""), pytest.approx(factor))


@pytest.mark.parametrize("word", ["points", "nights", "in", "people", "K", "bar", "Tessa", ""])
def test_no_unit(word: str) -> None:
    assert units.unit(word) is None


def test_a_letter_is_a_unit_only_right_after_digits() -> None:
    assert units.unit("C") is None
    assert units.unit("C", glued=True) == units.unit("degrees Celsius")


def test_fahrenheit_becomes_celsius() -> None:
    unit = units.unit("degrees Fahrenheit")
    assert unit is not None
    assert (unit.base, 86 * unit.factor + unit.offset) == ("degC", pytest.approx(30))


def test_litres_per_square_metre_are_millimetres() -> None:
    height, length = units.per_area("litres", "square metre"), units.unit("millimetres")
    assert height is not None
    assert length is not None
    assert (height.base, height.factor) == (length.base, pytest.approx(length.factor))


@pytest.mark.parametrize(
    ("word", "money"),
    [
        ("euros", ("EUR", 1)),
        ("dollars", ("USD", 1)),
        ("pence", ("GBP", 0.01)),
        ("cents", ("cent", 1)),
        ("crowns", ("crown", 1)),
        ("marks", None),
        ("houses", None),
    ],
)
def test_currency(word: str, money: tuple[str, float] | None) -> None:
    assert units.currency(word) == money


@pytest.mark.parametrize(
    ("country", "word", "code"),
    [("CH", "francs", "CHF"), ("CZ", "crowns", "CZK"), ("US", "dollars", "USD"), ("US", "houses", None)],
)
def test_national_currency(country: str, word: str, code: str | None) -> None:
    assert units.national_currency(country, word) == code


@pytest.mark.parametrize(("symbol", "code"), [("€", "EUR"), ("$", "USD"), ("£", "GBP"), ("US$", "USD"), ("x", None)])
def test_symbol(symbol: str, code: str | None) -> None:
    assert units.currency_symbol(symbol) == code


@pytest.mark.parametrize(("text", "is_code"), [("EUR", True), ("CHF", True), ("eur", False), ("ABC", False)])
def test_code(text: str, is_code: bool) -> None:
    assert units.is_currency_code(text) is is_code


def test_the_file_holds_what_the_libraries_say() -> None:
    content = units.data().read_text(encoding="utf-8")
    assert build_units.written() == content
    assert build_units.digest(content) == units.DIGEST
