"""Numbers as they are written: digits with separators and scales, and number words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from factcheck.mentions import units

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SCALES = {
    "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12, "b": 1e9,
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
LONG_SCALES = frozenset({"mn", "bn", "tn", "hundred", "thousand", "million", "billion", "trillion"})
"""Scales that mean a number wherever they stand; the others are units as often ("450m")."""
FRACTIONS = {
    "half": 1 / 2, "third": 1 / 3, "thirds": 1 / 3, "quarter": 1 / 4, "quarters": 1 / 4, "fifth": 1 / 5,
    "fifths": 1 / 5, "sixth": 1 / 6, "sixths": 1 / 6, "seventh": 1 / 7, "sevenths": 1 / 7, "eighth": 1 / 8,
    "eighths": 1 / 8, "ninth": 1 / 9, "ninths": 1 / 9, "tenth": 1 / 10, "tenths": 1 / 10,
}  # fmt: skip
DIGITS = re.compile(
    r"(?P<int>\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+)(?P<frac>\.\d+|[½¼¾⅓⅔⅛])?"
    r"(?P<scale>bn|tn|mn|k|m|b)?(?P<unit>[a-z%\u00b0/]+)?\.?\+?",
    re.I,
)


def digits(doc: Doc, position: int, stop: int) -> tuple[float, int] | None:
    """The number written in digits at ``position`` and where it ends: "1,200", "2.65bn", "3 million", "140m"."""
    match = DIGITS.fullmatch(doc[position].text)
    if match is None:
        return None
    value = _value(match["int"], match["frac"] or "")
    scale, unit = match["scale"] or "", match["unit"] or ""
    if unit:
        return (value, position + 1) if glued_unit(scale + unit) else None
    if scale:
        factor = _letter(doc, position, position + 1, scale, stop)
        return (value * factor, position + 1) if factor else None
    return _spaced(doc, position, value, stop)


def _value(whole: str, fraction: str) -> float:
    digits = re.sub(r"\D", "", whole)
    if fraction and fraction[0] != ".":
        return float(digits) + unicodedata.numeric(fraction)
    return float(digits + fraction)


def _spaced(doc: Doc, position: int, value: float, stop: int) -> tuple[float, int]:
    """The number with the scale that stands in a token of its own: "3 million", and "80m" as the tokenizer cuts it."""
    after = position + 1
    if after + 1 < stop and doc[after].text == "-" and is_scale(doc, after + 1):
        after += 1  # "$2-million"
    if after < stop and is_scale(doc, after):
        return value * SCALES[doc[after].lower_], after + 1
    if after < stop and doc[after].lower_ in SCALES and not doc[position].whitespace_:
        factor = _letter(doc, position, after + 1, doc[after].text, stop)
        return (value * factor, after + 1) if factor and factor > 1 else (value, after)
    return value * _next_scale(doc, position, value, stop), after


def _letter(doc: Doc, position: int, after: int, letter: str, stop: int) -> float | None:
    """What a letter right after the digits multiplies them by: "m" by a million with money and before a plural, else
    it is metres; None where it is no scale."""
    is_plural = after < stop and (doc[after].tag_ in {"NNS", "NNPS"} or doc[after].lower_ == "people")
    counts = is_plural or (after < stop and _is_currency(doc, after))
    if letter.lower() in LONG_SCALES or _is_money(doc, position) or (letter in {"k", "m"} and counts) or letter == "k":
        return SCALES[letter.lower()]
    return 1.0 if letter == "m" else None


def _next_scale(doc: Doc, position: int, value: float, stop: int) -> float:
    """The scale of the second number in "from $2 to $3 million", which is the first one's too."""
    after = position + 1
    if after >= stop or doc[after].lower_ not in {"to", "-", "\u2013"} or value >= 1e3:
        return 1.0
    after += 1 + (after + 1 < stop and units.currency_symbol(doc[after + 1].text) is not None)
    is_pair = after + 1 < stop and re.fullmatch(r"\d+(?:\.\d+)?", doc[after].text) is not None
    return SCALES[doc[after + 1].lower_] if is_pair and is_scale(doc, after + 1) else 1.0


def is_scale(doc: Doc, position: int) -> bool:
    """Whether the word multiplies the number before it."""
    return doc[position].lower_ in LONG_SCALES


def _is_money(doc: Doc, position: int) -> bool:
    return position > 0 and units.currency_symbol(doc[position - 1].text) is not None


def _is_currency(doc: Doc, position: int) -> bool:
    return units.currency(doc[position].text) is not None


def glued_unit(text: str) -> bool:
    """Whether ``text``, right after digits, is a unit."""
    return text == "%" or units.currency(text, glued=True) is not None or units.unit(text, glued=True) is not None


def words(doc: Doc, position: int, stop: int) -> tuple[float, int] | None:
    """The number in words at ``position`` and where it ends: "six hundred and ten", "twenty-three", "a hundred"."""
    end = position
    while end < stop and _continues(doc[end], first=end == position):
        end += 1
    while end > position and doc[end - 1].lower_ in {"-", "and", "a"}:
        end -= 1
    for last in range(end, position, -1):
        value = parse(doc[position:last].text)
        if value is not None:
            return value, last
    return None


def _continues(token: Token, *, first: bool) -> bool:
    if any(c.isdigit() for c in token.text):
        return False
    if token.lower_ in {"a", "an"}:
        return first and token.i + 1 < len(token.doc) and token.nbor().lower_ in LONG_SCALES
    if first:
        return token.like_num and token.lower_ not in FRACTIONS and not is_ordinal(token)
    return (token.like_num and not is_ordinal(token)) or token.lower_ in {"-", "and"}


def is_ordinal(token: Token) -> bool:
    """Whether a number word says which one, not how many."""
    return token.lower_.endswith(("first", "second", "third", "th"))


@cache
def parse(text: str) -> float | None:
    """The value of number words ("six hundred and ten"), or None."""
    from text_to_num import text2num

    spelled = re.sub(r"\s*-\s*", "-", text.lower())
    spelled = re.sub(r"^an?\s+", "one ", spelled)
    if spelled in {"and", "-", "point"}:
        return None
    try:
        return float(text2num(spelled, "en"))
    except ValueError:
        return None


def small(doc: Doc, position: int, stop: int) -> tuple[float | None, int]:
    """The number of a single word ("a", "two", "12") and where it ends; None where there is none."""
    if position >= stop:
        return None, position
    token = doc[position]
    if token.lower_ in {"a", "an"}:
        return 1.0, position + 1
    if token.text.isdecimal():
        return float(token.text), position + 1
    if token.like_num and token.text.isalpha() and not is_ordinal(token):
        return parse(token.text), position + 1
    return None, position
