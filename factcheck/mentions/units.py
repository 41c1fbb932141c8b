"""Units and currencies: which words name one (CLDR, through Babel) and what they are worth in base units (Pint).

What the two libraries say stands in one file, which ``training/build_units.py`` writes: importing them and reading
their tables takes half a second. Pint is only asked about what is not in there, such as litres per square metre.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

DIGEST = "e76af1fa4bbc0dd3"
"""The beginning of the data file's SHA-256, so that this module is another when the units are, as in ``gazetteer``."""

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


@dataclass(frozen=True, slots=True)
class _Tables:
    """What the data file holds."""

    words: Mapping[str, str]
    """Every English word or symbol for a unit, to the unit in Pint's words."""
    bases: Mapping[str, tuple[str, float] | None]
    """A unit in Pint's words, to its base unit and the factor; None for those that Pint lacks."""
    currency_symbols: Mapping[str, str]
    currency_words: Mapping[str, str]
    """Currency nouns, singular and plural, to an ISO code where only one living currency has the noun, else to ""."""
    currencies: Mapping[str, str]
    """ISO 4217 codes with their names."""
    national: Mapping[str, str]
    """Country code to the currency that is used there now."""


@cache
def _tables() -> _Tables:
    return _Tables(**json.loads(data().read_text(encoding="utf-8")))


def data() -> Path:
    """The file with what the libraries say."""
    return Path(str(files("factcheck").joinpath("data/units.json")))


@cache
def _registry() -> Any:
    import pint

    return pint.UnitRegistry()


@cache
def unit(word: str, *, glued: bool = False) -> Unit | None:
    """The unit that ``word`` names ("metres", "km/h", "MiB"), or None; ``glued`` if it stands right after digits."""
    if match := BINARY_PREFIXES.match(word):
        return _base(f"{match[1]}B")
    if glued and word in GLUED_UNITS:
        return _base(GLUED_UNITS[word])
    if (listed := UNLISTED_UNITS.get(word)) is not None:
        return _base(listed, is_duration=listed in DURATIONS)
    known = _tables().words
    word = word.replace("-", " ")
    named = known.get(word) or known.get(word.lower() if len(word) > 3 else word)
    if named is None:
        return None
    return _base(named, is_duration=named in DURATIONS, slack=LOOSE.get(word.lower(), 0.0))


DURATIONS = frozenset({"year", "month", "week", "day", "hour", "minute", "second", "10*year", "century", "fortnight"})


@cache
def _base(expression: str, *, is_duration: bool = False, slack: float = 0.0) -> Unit | None:
    if expression in TEMPERATURES:
        factor, offset = TEMPERATURES[expression]
        return Unit("degC", factor, offset=offset)
    known = _tables().bases
    found = known[expression] if expression in known else base(expression)
    return Unit(*found, is_duration, slack) if found else None


def base(expression: str) -> tuple[str, float] | None:
    """The base unit of an expression in Pint's words and the factor to it, by Pint; None if it knows no such unit."""
    import pint

    try:
        quantity = _registry().parse_expression(expression).to_base_units()
    except (pint.errors.PintError, AttributeError):
        return None
    return str(quantity.units), float(quantity.magnitude)


@cache
def per_area(volume: str, area: str) -> Unit | None:
    """The unit "litres per square metre" and the like: a volume over an area, which is a height."""
    top, bottom = _tables().words.get(volume), _tables().words.get(area)
    if not top or not bottom:
        return None
    return _base(f"({top})/({bottom})")


@cache
def currency_symbol(text: str) -> str | None:
    """The ISO 4217 code that a symbol stands for ("$" is USD unless the text says otherwise), or None."""
    return _tables().currency_symbols.get(text)


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
    code = _tables().currency_words.get(word)
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
    is_noun = word.lower() in UNLISTED | {"pound", "pounds", "mark", "marks"} or currency_word(word) is not None
    return _tables().national.get(country) if is_noun else None


def is_currency_code(text: str) -> bool:
    """Whether ``text`` is an ISO 4217 code."""
    return len(text) == 3 and text.isupper() and text in _tables().currencies
