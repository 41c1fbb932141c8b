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
                       "h", "d", "k", "w", "y", "c", "b", "l", "s"})  # fmt: skip
"""CLDR unit names that ordinary English uses for something else more often; general English, no library tells them."""

PINT_NAMES = {"mile-per-hour": "mile/hour", "kilometer-per-hour": "kilometer/hour", "meter-per-second": "meter/second",
              "light-year": "light_year", "celsius": "degC", "fahrenheit": "degF", "tonne": "metric_ton",
              "ton": "metric_ton", "decade": "10*year", "gallon-imperial": "imperial_gallon",
              "pound-force": "force_pound"}  # fmt: skip
"""CLDR codes that Pint spells differently by more than a hyphen, or means something else by. A bare "ton" is in most
news the metric one; the others differ by less than a tenth (``LOOSE``)."""

LOOSE = {"ton": 0.1, "tons": 0.1, "year": 0.05, "years": 0.05, "month": 0.05, "months": 0.05}
"""Relative slack of units that are not of one size: the three tons, and months of 28 to 31 days."""

UNLISTED_UNITS = {"fortnight": "fortnight", "fortnights": "fortnight", "centuries": "century", "kph": "kilometer/hour",
                  "kmh": "kilometer/hour", "Mbps": "megabit/second", "Gbps": "gigabit/second"}  # fmt: skip
"""Units of news that CLDR lacks, in Pint's words."""

GLUED_UNITS = {"C": "degC", "F": "degF"}
"""Letters that are a unit only right after the digits ("31C")."""

TEMPERATURES = {"degC": (1.0, 0.0), "degF": (5 / 9, -160 / 9)}
"""Scales with an offset: factor and offset to degrees Celsius."""

BINARY_PREFIXES = re.compile(r"^([KMGTP]i)(B|byte|bytes)$")
"""IEC prefixes, which CLDR lacks and Pint knows."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a factor to a base unit of its dimension."""

    base: str
    factor: float
    is_duration: bool = False
    slack: float = 0.0
    """Relative slack of a unit that is not of one size."""
    offset: float = 0.0
    """What is added after the multiplication."""


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
def unit(word: str, *, glued: bool = False) -> Unit | None:
    """The unit that ``word`` names ("metres", "km/h", "MiB"), or None; ``glued`` if it stands right after digits."""
    if match := BINARY_PREFIXES.match(word):
        return _base(f"{match[1]}B")
    if glued and word in GLUED_UNITS:
        return _base(GLUED_UNITS[word])
    if (listed := UNLISTED_UNITS.get(word)) is not None:
        return _base(listed, is_duration=listed in DURATIONS)
    codes = _codes()
    word = word.replace("-", " ")
    code = codes.get(word) or codes.get(word.lower() if len(word) > 3 else word)
    if code is None:
        return None
    return _base(_expression(code), is_duration=code in DURATIONS, slack=LOOSE.get(word.lower(), 0.0))


DURATIONS = frozenset({"year", "month", "week", "day", "hour", "minute", "second", "decade", "century", "fortnight"})
POWERS = {"square": 2, "cubic": 3}


def _expression(code: str) -> str:
    """A CLDR code as Pint writes it."""
    power, _, rest = code.partition("-")
    if power in POWERS:
        return f"{rest.replace('-', '_')}**{POWERS[power]}"
    return PINT_NAMES.get(code) or code.replace("-", "_")


@cache
def _base(expression: str, *, is_duration: bool = False, slack: float = 0.0) -> Unit | None:
    import pint

    try:
        if expression in TEMPERATURES:
            factor, offset = TEMPERATURES[expression]
            return Unit("degC", factor, offset=offset)
        quantity = _registry().parse_expression(expression).to_base_units()
    except (pint.errors.PintError, AttributeError):
        return None
    return Unit(str(quantity.units), float(quantity.magnitude), is_duration, slack)


@cache
def per_area(volume: str, area: str) -> Unit | None:
    """The unit "litres per square metre" and the like: a volume over an area, which is a height."""
    top, bottom = _codes().get(volume), _codes().get(area)
    if not top or not bottom:
        return None
    return _base(f"({_expression(top)})/({_expression(bottom)})")


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
    countries = [str(territory) for territory in locale.territories if len(str(territory)) == 2]
    living = {str(code) for country in countries for code in get_territory_currencies(country)}
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


MINOR = {"pence": ("GBP", 0.01), "penny": ("GBP", 0.01), "cent": ("cent", 1.0), "cents": ("cent", 1.0)}
"""Parts of a currency; of which currency a cent is, the word does not say."""


@cache
def currency(word: str, *, glued: bool = False) -> tuple[str, float] | None:
    """The currency that a noun names and what it is worth in it ("pence": a hundredth of GBP), or None; ``glued`` if it
    stands right after digits ("80p")."""
    if glued:
        return MINOR["pence"] if word == "p" else None
    if word.lower() in MINOR:
        return MINOR[word.lower()]
    code = currency_word(word)
    return None if code is None else (code, 1.0)


@cache
def national_currency(country: str, word: str) -> str | None:
    """The ISO code of the country's own currency if ``word`` can name it ("francs" of CH), or None."""
    from babel.numbers import get_territory_currencies

    is_noun = word.lower() in UNLISTED | {"pound", "pounds", "mark", "marks"} or currency_word(word) is not None
    codes = [str(code) for code in get_territory_currencies(country)] if is_noun else []
    return codes[0] if codes else None


def is_currency_code(text: str) -> bool:
    """Whether ``text`` is an ISO 4217 code."""
    from babel import Locale

    return len(text) == 3 and text.isupper() and text in Locale("en").currencies
