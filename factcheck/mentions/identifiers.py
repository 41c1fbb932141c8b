"""Numbers that are names: "port 9443", "version 5", "report no. 5", "the number 6 tram"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factcheck.mentions import grammar
from factcheck.mentions.grammar import NOUNS
from factcheck.mentions.numbers import Number
from factcheck.records import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NUMBERED = re.compile(r"\b(?:numbers?|no|nos|nr)\s?\.?\s*$|#\s*$", re.I)
"""What announces a number that is a name."""
YEARS = range(1500, 2101)
"""Numbers that are years unless a noun or a unit says otherwise."""
PLAIN = frozenset({"port", "room", "flight", "route", "line", "page", "model", "platform", "gate", "error"})
"""Nouns after which even a number that looks like a year is a name."""


def find(doc: Doc, number: Number) -> Quantity | None:
    """The number as a name, with the noun it numbers; None if it counts."""
    if number.start != number.first or not doc[number.core].text.isdecimal():
        return None
    noun = _announced(doc, number) or _before(doc, number)
    if noun is None or (int(number.value) in YEARS and noun.lemma_.lower() not in PLAIN):
        return None
    return Quantity(number.value, number.low, number.high, "identifier", grammar.lemma(noun))


def _announced(doc: Doc, number: Number) -> Token | None:
    """The noun of "report no. 12" or "the number 6 tram"; in "number 6" alone the word "number"."""
    before = doc[max(0, number.start - 3) : number.start]
    match = NUMBERED.search(before.text) if len(before) else None
    if match is None:
        return None
    word = next(t for t in before if t.idx - before.start_char >= match.start())
    behind = doc[number.end] if number.end < len(doc) else None
    if behind is not None and behind.pos_ in NOUNS and behind.tag_ in {"NN", "NNP"}:
        return grammar.last_noun(doc, number.end, len(doc))
    if word.i and doc[word.i - 1].pos_ in NOUNS:
        return doc[word.i - 1]
    return word if word.lower_.startswith("number") else None


def _before(doc: Doc, number: Number) -> Token | None:
    """The singular noun that the number follows and belongs to."""
    if number.start == 0:
        return None
    noun, token = doc[number.start - 1], doc[number.core]
    belongs = token.head.i == noun.i or (noun.head.i == token.i and token.dep_ not in {"nsubj", "nsubjpass"})
    same = noun.head.i == token.head.i and noun.dep_ in {"compound", "nmod"} and token.dep_ == "nummod"
    singular = noun.tag_ in {"NN", "NNP"} and noun.ent_type_ not in {"GPE", "PERSON", "DATE", "TIME"}
    return noun if singular and not noun.is_punct and (belongs or same) and _ends(doc, number) else None


def _ends(doc: Doc, number: Number) -> bool:
    """Whether no plural follows, which the number would count."""
    return number.end >= len(doc) or doc[number.end].tag_ not in {"NNS", "NNPS"}
