"""Write ``factcheck/data/units.json``: the words for units and currencies, and what units are worth.

    python -m training.build_units

The words come from CLDR through Babel, what units are worth from Pint. After a change put the digest that is printed
into ``factcheck/mentions/units.py``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from babel import Locale
from babel.numbers import get_territory_currencies

from factcheck.mentions import units

LOCALES = ("en", "en_GB")
CATEGORIES = ("angle", "area", "digital", "duration", "energy", "force", "frequency", "length", "mass", "power",
              "pressure", "speed", "temperature", "volume")  # fmt: skip
"""The CLDR unit categories that news measures things in."""

NOT_UNITS = frozenset({"point", "points", "pt", "stone", "stones", "st", "night", "nights", "drop", "drops", "pinch",
                       "pinches", "cup", "cups", "bar", "bars", "drams", "dram", "jigger", "jiggers", "revolution",
                       "revolutions", "bit", "bits", "century", "quarters", "quarter", "qtr", "in",
                       "h", "d", "k", "w", "y", "c", "b", "l", "s"})  # fmt: skip
"""CLDR unit names that ordinary English uses for something else more often; general English, no library tells them."""

PINT_NAMES = {"mile-per-hour": "mile/hour", "kilometer-per-hour": "kilometer/hour", "meter-per-second": "meter/second",
              "light-year": "light_year", "celsius": "degC", "fahrenheit": "degF", "tonne": "metric_ton",
              "ton": "metric_ton", "decade": "10*year", "gallon-imperial": "imperial_gallon",
              "pound-force": "force_pound"}  # fmt: skip
"""CLDR codes that Pint spells differently by more than a hyphen, or means something else by. A bare "ton" is in most
news the metric one; the others differ by less than a tenth (``LOOSE``)."""

NO_CURRENCY = "XXX"
"""The code that ISO 4217 has for a currency that is unknown, or none."""

POWERS = {"square": 2, "cubic": 3}


def _expression(code: str) -> str:
    """A CLDR code as Pint writes it."""
    power, _, rest = code.partition("-")
    if power in POWERS:
        return f"{rest.replace('-', '_')}**{POWERS[power]}"
    return PINT_NAMES.get(code) or code.replace("-", "_")


def main() -> None:
    """Writes the file, and prints the beginning of its SHA-256."""
    content = written()
    units.data().write_text(content, encoding="utf-8")
    print(digest(content))


def written() -> str:
    """The file's text."""
    return json.dumps(tables(), ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def digest(content: str) -> str:
    """The beginning of its SHA-256."""
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def tables() -> dict[str, Mapping[str, object]]:
    """The tables as ``factcheck.mentions.units`` reads them."""
    words = {word: _expression(code) for word, code in _codes().items()}
    prefixed = [f"{prefix}iB" for prefix in "KMGTP"]
    return {
        "words": words,
        "bases": {name: units.base(name) for name in (*words.values(), *units.UNLISTED_UNITS.values(), *prefixed)},
        "currency_symbols": _symbols(),
        "currency_words": _currency_words(),
        "currencies": {str(code): str(name) for code, name in Locale("en").currencies.items() if code != NO_CURRENCY},
        "national": {country: used[0] for country, used in _used().items() if used},
    }


def _codes() -> dict[str, str]:
    """Every English word or symbol for a unit, to its CLDR code."""
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


def _symbols() -> dict[str, str]:
    """Signs of currencies to their ISO codes."""
    known = {code: symbol for code, symbol in Locale("en").currency_symbols.items() if code != NO_CURRENCY}
    symbols = {symbol: code for code, symbol in known.items() if not symbol.isalpha()}
    return symbols | {"US$": "USD"}


def _currency_words() -> dict[str, str]:
    """Currency nouns, singular and plural, to an ISO code where only one living currency has the noun."""
    locale = Locale("en")
    living = {code for codes in _used().values() for code in codes}
    owners: dict[str, set[str]] = {}
    for code in living:
        for name in dict(locale._data["currency_names_plural"].get(code, {})).values():
            owners.setdefault(str(name).split()[-1].lower(), set()).add(code)
    return {word: next(iter(codes)) if len(codes) == 1 else "" for word, codes in owners.items()}


def _used() -> dict[str, list[str]]:
    """The ISO codes of the currencies that are used in each country now."""
    countries = [str(territory) for territory in Locale("en").territories if len(str(territory)) == 2]
    return {country: [str(code) for code in get_territory_currencies(country)] for country in countries}


if __name__ == "__main__":
    main()
