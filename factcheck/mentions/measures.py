"""Units of numbers in text: which words give a number its unit, what is measured, and rates."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from factcheck import gazetteer
from factcheck.mentions import grammar, units
from factcheck.mentions.bounds import rounding
from factcheck.mentions.grammar import NOUNS
from factcheck.mentions.numbers import Number
from factcheck.records import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

RATE = frozenset({"per", "a", "an", "each", "every"})
MAX_ROUNDING = 0.025
"""Largest share of a figure by which it may have been rounded without a hedge: enough for 30 mph to be 50 km/h."""
MAX_ROUNDING_MONEY = 0.04
"""The same of sums in millions, whose digits are all meant: enough for 2.74 billion to be 2.7 billion."""
SAFE_HALF = 0.98
"""Slightly less than half a unit, so that neighbouring figures do not touch."""
SCALED_MONEY = 1e5
"""Sums from here on are mostly printed in millions and may be rounded; smaller ones are exact."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The unit of a number: how to convert it and where its words end."""

    unit: str
    factor: float
    end: int
    slack: float = 0.0
    offset: float = 0.0


def unit_of(doc: Doc, number: Number) -> Measured | None:
    """The unit before (a currency symbol) or after the number, or None."""
    before = doc[number.first - 1].text if number.first else ""
    code = units.currency_symbol(before) or (before if units.is_currency_code(before) else None)
    if code is not None:
        return Measured(code, 1.0, number.end)
    if number.share:
        return _of_an(doc, number.end)
    last = doc[number.core].text
    glued = re.search(r"[a-z\u00b0%/]+(?=\.?$)", last, re.I)
    if glued and last[0].isdigit():
        return None if doc[number.core].lower_.endswith(("bn", "tn", "mn")) else _glued(doc, number, glued[0])
    return _glued_after(doc, number) or _after(doc, number.end) or _shared(doc, number)


def _glued_after(doc: Doc, number: Number) -> Measured | None:
    """A unit that the tokenizer cut off the digits: "31C"."""
    if number.end >= len(doc) or doc[number.core].whitespace_ or not doc[number.core].text[:1].isdigit():
        return None
    return _glued(doc, replace(number, end=number.end + 1), doc[number.end].text)


def _glued(doc: Doc, number: Number, letters: str) -> Measured | None:
    if letters == "%":
        return Measured("percent", 1.0, number.end)
    if letters in {"k", "m"} and number.value >= 1e3:
        return _after(doc, number.end)
    if (money := units.currency(letters, glued=True)) is not None:
        return Measured(*money, number.end)
    unit = units.unit(letters, glued=True)
    return _converted(unit, number.end) if unit else None


def _converted(unit: units.Unit, end: int) -> Measured:
    return Measured(unit.base, unit.factor, end, unit.slack, unit.offset)


def _of_an(doc: Doc, position: int) -> Measured | None:
    """The unit of "half an hour" and "a quarter of a mile"."""
    if position < len(doc) and doc[position].lower_ == "of":
        position += 1
    is_single = position + 1 < len(doc) and doc[position].lower_ in {"a", "an"}
    return _after(doc, position + 1) if is_single else None


def _shared(doc: Doc, number: Number) -> Measured | None:
    """The unit of the second number in "from 11 to 26 per cent", which is the first one's too."""
    is_first = number.first > 0 and doc[number.first - 1].lower_ == "from" and number.end + 1 < len(doc)
    if not is_first or doc[number.end].lower_ != "to" or not doc[number.end + 1].like_num:
        return None
    position = number.end + 1
    while position < len(doc) and doc[position].like_num:
        position += 1
    found = _after(doc, position)
    return replace(found, end=number.end) if found else None


def _after(doc: Doc, position: int) -> Measured | None:
    """The unit at ``position``: a percentage, a currency or a measure."""
    if position + 1 < len(doc) and doc[position].text == "-":
        position += 1
    if position >= len(doc):
        return None
    found = _percent(doc, position) or _money(doc, position) or _measure(doc, position)
    return replace(found, end=_past_a_half(doc, found.end)) if found else None


def _past_a_half(doc: Doc, end: int) -> int:
    """Past "and a half", whose value the number already has."""
    more = [t.lower_ for t in doc[end : end + 3]]
    return end + 3 if more[:2] == ["and", "a"] and more[2:] in (["half"], ["quarter"]) else end


def _percent(doc: Doc, position: int) -> Measured | None:
    word, after = doc[position].lower_, _text(doc, position + 1)
    if word == "per" and after == "cent":
        word, position, after = "percent", position + 1, _text(doc, position + 2)
    if word in {"percentage", "percent"} and after.startswith("point"):
        return Measured("percentage point", 1.0, position + 2)
    return Measured("percent", 1.0, position + 1) if word in {"%", "percent", "pct"} else None


def _text(doc: Doc, position: int) -> str:
    return doc[position].lower_ if position < len(doc) else ""


def _money(doc: Doc, position: int) -> Measured | None:
    token, after = doc[position], _text(doc, position + 1)
    if token.text[:1].isupper() and (code := _national(token.text, after)) is not None:
        return Measured(code, 1.0, position + 2)
    if token.lower_ in {"pound", "pounds"} and (token.ent_type_ == "MONEY" or after == "sterling"):
        return Measured("GBP", 1.0, position + 1 + (after == "sterling"))
    money = units.currency(token.text)
    return None if money is None else Measured(*money, position + 1)


def _national(adjective: str, noun: str) -> str | None:
    """The currency of "Swiss francs" or "US dollars"."""
    place = gazetteer.lookup(adjective)
    country = place.countries[0] if place is not None and place.countries else gazetteer.demonym(adjective)
    return units.national_currency(country, noun) if country else None


def _measure(doc: Doc, position: int) -> Measured | None:
    if _text(doc, position + 1) == "per" and (height := _height(doc, position)) is not None:
        return height
    for length in (3, 2, 1):
        words = doc[position : position + length]
        unit = None if words[-1].text == "." else units.unit(words.text.rstrip("."))
        if unit is not None and len(words) == length:
            return _converted(unit, position + length)
    return None


def _height(doc: Doc, position: int) -> Measured | None:
    for length in (2, 1):
        area = doc[position + 2 : position + 2 + length].text
        unit = units.per_area(doc[position].text, area)
        if unit:
            return _converted(unit, position + 2 + length)
    return None


def quantity(sentence: Span, number: Number, measured: Measured) -> Quantity:
    """The number in its base unit, with what is measured."""
    low, high = _rounded(number, measured)
    value, low, high = (x * measured.factor + measured.offset for x in (number.value, low, high))
    noun = _noun(sentence, number, measured.end)
    part_of = noun if measured.unit == "percent" and _is_of(sentence, measured.end) else ""
    return Quantity(value, low, high, measured.unit, noun, part_of=part_of, approximate=number.approximate)


def _is_of(sentence: Span, end: int) -> bool:
    return end < sentence.end and sentence.doc[end].lower_ == "of"


def _rounded(number: Number, measured: Measured) -> tuple[float, float]:
    """The number's bounds, widened by what a figure of this precision may have been rounded from."""
    loose = measured.slack * abs(number.value)
    exact = number.low != number.high
    slack = loose if exact else max(loose, _precision(number.value, measured.unit))
    return number.low - slack, number.high + slack


def _precision(value: float, unit: str) -> float:
    most = MAX_ROUNDING * abs(value)
    if unit == "percent":
        return SAFE_HALF * min(0.5, rounding(value), most)
    if unit.isupper():
        return SAFE_HALF * min(rounding(value), MAX_ROUNDING_MONEY * abs(value)) if abs(value) >= SCALED_MONEY else 0.0
    return SAFE_HALF * min(rounding(value), most)


def _noun(sentence: Span, number: Number, end: int) -> str:
    """What a measure measures: "120 millimetres of rain", "a share of 12 per cent", "20-second clips", "the tower
    is 140 metres tall"."""
    doc = sentence.doc
    if end + 1 < sentence.end and doc[end].lower_ == "of":
        target = next((c for c in doc[end].children if c.dep_ == "pobj"), None)
        if target is not None:
            return grammar.lemma(target)
    if end < sentence.end and doc[end].pos_ in NOUNS and doc[end].ent_type_ not in {"DATE", "PERSON"}:
        return grammar.lemma(grammar.last_noun(doc, end, sentence.end))
    top = grammar.top(doc, number.start, end)
    holder = top.head.head if top.head.dep_ == "prep" else top
    if holder.pos_ in NOUNS and holder.i < number.start:
        return grammar.lemma(holder)
    return _subject_noun(top)


def _subject_noun(top: Token) -> str:
    subject = grammar.measured_subject(top)
    return grammar.lemma(grammar.inside(subject)) if subject is not None and subject.pos_ in NOUNS else ""


def rate(doc: Doc, found: Quantity, end: int) -> tuple[Quantity, int]:
    """A rate in units of a second ("700 requests per second", "3 million letters a month") or of so many ("12 cases
    per 100,000"), and where its words end; the quantity itself where it is none."""
    at = next((i for i in range(end, min(end + 3, len(doc) - 1)) if doc[i].lower_ in RATE), None)
    if at is None or any(doc[i].is_punct or doc[i].pos_ in {"ADP", "VERB", "AUX"} for i in range(end, at)):
        return found, end
    unit = units.unit(doc[at + 1].text)
    if unit is not None and unit.is_duration:
        value, low, high = (x / unit.factor for x in (found.value, found.low, found.high))
        return replace(found, value=value, low=low, high=high, unit=f"{found.unit}/second"), at + 2
    if doc[at].lower_ == "per" and doc[at + 1].text[:1].isdigit():
        return replace(found, unit=f"{found.unit} per {doc[at + 1].text}"), at + 2
    return found, end
