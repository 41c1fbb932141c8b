"""Units and currencies: which words name one (CLDR, through Babel) and what they are worth in base units (Pint)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

LOCALES = ("en", "en_GB")
CATEGORIES = ("angle", "area", "digital", "duration", "energy", "force", "frequency", "length", "mass", "power",
              "pressure", "speed", "temperature", "volume")  # fmt: skip
"""The CLDR unit categories that news measures things in."""

NOT_UNITS = frozenset({"point", "points", "pt", "stone", "stones", "st", "night", "nights", "drop", "drops", "pinch",
                       "pinches", "cup", "cups", "bar", "bars", "drams", "dram", "jigger", "jiggers", "revolution",
                       "revolutions", "bit", "bits", "century", "quarters", "quarter", "qtr", "in",
                       "h", "d", "w", "y", "c", "b", "l", "s"})  # fmt: skip
"""CLDR unit names that ordinary English uses for something else more often; general English, no library tells them."""

PINT_NAMES = {"mile-per-hour": "mile/hour", "kilometer-per-hour": "kilometer/hour", "meter-per-second": "meter/second",
              "light-year": "light_year", "celsius": "degC", "fahrenheit": "degF", "tonne": "metric_ton",
              "gallon-imperial": "imperial_gallon", "pound-force": "force_pound"}  # fmt: skip
"""CLDR codes that Pint spells differently by more than a hyphen."""

TEMPERATURES = frozenset({"degC", "degF"})
"""Scales with an offset, which a factor can't convert; they stay as they are."""

BINARY_PREFIXES = re.compile(r"^([KMGTP]i)(B|byte|bytes)$")
"""IEC prefixes, which CLDR lacks and Pint knows."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a factor to a base unit of its dimension."""

    base: str
    factor: float
    is_duration: bool = False


@cache
def _registry() -> Any:
    import pint

    return pint.UnitRegistry()


@cache
def _codes() -> dict[str, str]:
    """Every English word or symbol for a unit, to its CLDR code."""
    from babel import Locale

    words: dict[str, str] = {}
    for locale in LOCALES:
        patterns = Locale.parse(locale)._data["unit_patterns"]
        for code in patterns:
            category, _, unit = code.partition("-")
            if category in CATEGORIES and not unit.endswith("-person"):
                for form in ("long", "short"):
                    for pattern in dict(patterns[code].get(form, {})).values():
                        word = str(pattern).replace("{0}", "").strip()
                        if word and word.lower() not in NOT_UNITS:
                            words.setdefault(word, unit)
    return words


@cache
def unit(word: str) -> Unit | None:
    """The unit that ``word`` names ("metres", "km/h", "MiB"), or None."""
    if match := BINARY_PREFIXES.match(word):
        return _base(f"{match[1]}B")
    codes = _codes()
    word = word.replace("-", " ")
    code = codes.get(word) or codes.get(word.lower() if len(word) > 3 else word)
    if code is None:
        return None
    return _base(PINT_NAMES.get(code) or code.replace("-", "_"), is_duration=_is_duration(code))


def _is_duration(code: str) -> bool:
    return code in {"year", "month", "week", "day", "hour", "minute", "second", "decade", "century"}


@cache
def _base(expression: str, *, is_duration: bool = False) -> Unit | None:
    import pint

    try:
        if expression in TEMPERATURES:
            return Unit(expression, 1.0)
        quantity = _registry().Quantity(1.0, expression).to_base_units()
    except (pint.errors.PintError, AttributeError):
        return None
    return Unit(str(quantity.units), float(quantity.magnitude), is_duration)


@cache
def per_area(volume: str, area: str) -> Unit | None:
    """The unit "litres per square metre" and the like: a volume over an area, which is a height."""
    top, bottom = _codes().get(volume), _codes().get(area)
    if not top or not bottom:
        return None
    square = bottom.replace("square-", "")
    return _base(f"{top}/{square}**2" if bottom.startswith("square-") else f"{top}/{bottom}")


@cache
def _symbols() -> dict[str, str]:
    from babel import Locale

    symbols = {symbol: code for code, symbol in Locale("en").currency_symbols.items() if not symbol.isalpha()}
    return symbols | {"US$": "USD"}


@cache
def currency_symbol(text: str) -> str | None:
    """The ISO 4217 code that a symbol stands for ("$" is USD unless the text says otherwise), or None."""
    return _symbols().get(text)


@cache
def _currency_words() -> dict[str, str]:
    """Currency nouns, singular and plural, to an ISO code where only one living currency has the noun."""
    from babel import Locale
    from babel.numbers import get_territory_currencies

    locale = Locale("en")
    living = {code for territory in locale.territories if len(territory) == 2
              for code in get_territory_currencies(territory)}  # fmt: skip
    owners: dict[str, set[str]] = {}
    for code in living:
        for name in dict(locale._data["currency_names_plural"].get(code, {})).values():
            owners.setdefault(str(name).split()[-1].lower(), set()).add(code)
    return {word: next(iter(codes)) if len(codes) == 1 else "" for word, codes in owners.items()}


AMBIGUOUS_CURRENCY_WORDS = {"dollars": "USD", "dollar": "USD"}
"""A bare "dollars" is the US dollar in news that does not say otherwise; the other shared nouns stay undecided."""

UNLISTED = frozenset({"crown", "crowns"})
"""English names of living currencies that CLDR gives only in their own language (koruna, krona)."""

NOT_CURRENCIES = frozenset({"pound", "pounds", "real", "reals", "sol", "som", "lei", "gold", "silver", "mark", "marks"})
"""Currency nouns that English uses for other things at least as often."""


@cache
def currency_word(word: str) -> str | None:
    """The ISO code or, for a noun that several currencies share, the noun itself ("krone"); None if it is none."""
    word = word.lower()
    if word in AMBIGUOUS_CURRENCY_WORDS:
        return AMBIGUOUS_CURRENCY_WORDS[word]
    if word in NOT_CURRENCIES:
        return None
    if word in UNLISTED:
        return word.removesuffix("s")
    code = _currency_words().get(word)
    return None if code is None else code or word


def is_currency_code(text: str) -> bool:
    """Whether ``text`` is an ISO 4217 code."""
    from babel import Locale

    return len(text) == 3 and text.isupper() and text in Locale("en").currencies
