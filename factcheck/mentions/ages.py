"""Ages: "a 34-year-old man", "aged 57", "Ann Lee, 46,", "a woman of 72", "an age range of 17 to 81"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.mentions import grammar, units
from factcheck.mentions.found import Found
from factcheck.mentions.grammar import NOUNS
from factcheck.mentions.numbers import Number
from factcheck.records import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

OLD = re.compile(r"-?\s?(?P<unit>year|month|week|day)s?(?:\s?-\s?olds?| old| of age)\b")
AGED = re.compile(
    r"\b(?:aged?|ages?(?: (?:range|group|bracket))?(?: (?:ranged|ranging))?(?:,? (?:of|from|was|is))?)\s*$"
)
OLDEST = 122
"""The greatest age that anybody has reached; a larger number after "patients over" is no age."""
YEAR = 365.25
DAYS = {"year": YEAR, "month": YEAR / 12, "week": 7.0, "day": 1.0}


def find(doc: Doc, number: Number) -> Found | None:
    """The age that the number gives, in years, or None."""
    for reader in (_old, _aged, _apposed, _of_a_person):
        if (found := reader(doc, number)) is not None:
            return found
    return None


def _age(number: Number, whose: str, end: int, *, unit: str = "year") -> Found:
    factor = DAYS[unit] / YEAR
    value = Quantity(
        number.value * factor, number.low * factor, number.high * factor, "year", "age", part_of=whose,
        approximate=number.approximate,
    )  # fmt: skip
    return Found(value, number.start, end)


def _old(doc: Doc, number: Number) -> Found | None:
    match = OLD.match(doc[number.end : number.end + 6].text.lower())
    if match is None:
        return None
    end = min(number.end + len(re.findall(r"\w+|-", match[0])), len(doc))
    noun = doc[end - 1].head
    if noun.pos_ not in NOUNS or noun.i < end:
        noun = doc[end] if end < len(doc) else doc[end - 1]
    return _age(number, grammar.lemma(noun) if noun.pos_ in NOUNS else "", end, unit=match["unit"])


def _aged(doc: Doc, number: Number) -> Found | None:
    before = doc[max(0, number.start - 6) : number.start]
    match = AGED.search(before.text.lower()) if len(before) else None
    if match is None or (number.end < len(doc) and units.unit(doc[number.end].text) is not None):
        return None
    word = next((t for t in before if t.idx - before.start_char >= match.start()), before[-1])
    return _age(number, _governing_noun(word) if word.lower_ == "aged" else "", number.end)


def _governing_noun(token: Token) -> str:
    while token.head.i != token.i:
        token = token.head
        if token.pos_ in NOUNS:
            return grammar.lemma(token)
    return ""


def _apposed(doc: Doc, number: Number) -> Found | None:
    """After a person's name or a noun, between commas or in brackets."""
    start, end = number.start, number.end
    if start < 2 or doc[start - 1].text not in {",", "("} or not 0 < number.value <= OLDEST:
        return None
    whose, is_closed = doc[start - 2], end >= len(doc) or doc[end].is_punct
    is_person = whose.ent_type_ == "PERSON" or (whose.tag_ == "NN" and end < len(doc) and doc[end].text in {",", ")"})
    return _age(number, grammar.lemma(whose), end) if is_person and is_closed else None


def _of_a_person(doc: Doc, number: Number) -> Found | None:
    """After a noun for persons: "a woman of 72", "patients over 65"."""
    start, end = number.start, number.end
    if number.value > OLDEST or (end < len(doc) and (doc[end].pos_ in NOUNS or doc[end].text in {"%", "per"})):
        return None
    of = start > 1 and doc[start - 1].lower_ == "of" and doc[start - 2].tag_ == "NN"
    limit = number.first > number.start and doc[number.first - 1].lower_ in {"over", "under"}
    noun = doc[start - 2] if of else doc[start - 1] if limit and start > 0 else None
    if noun is None or grammar.lemma(noun) not in lexicon.words("persons") - COLLECTIVE:
        return None
    return _age(number, grammar.lemma(noun), end)


COLLECTIVE = frozenset({"crew", "staff", "body", "case", "death", "life", "job"})
"""Nouns on the list of persons that have a size, not an age."""
