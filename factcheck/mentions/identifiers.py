"""Numbers that are names: "port 9443", "version 5", "report no. 5", "the number 6 tram"; and those that are parts of a
name for which nothing can be compared: telephone numbers, street numbers, "four-door"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.mentions import grammar
from factcheck.mentions.grammar import NOUNS
from factcheck.mentions.numbers import Number
from factcheck.records import DESIGNATION, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

NUMBERED = re.compile(r"\b(?:numbers?|no|nos|nr)\s?\.?\s*$|#\s*$", re.I)
"""What announces a number that is a name."""
YEARS = range(1500, 2101)
"""Numbers that are years unless a noun or a unit says otherwise."""
PLAIN = frozenset({"port", "room", "flight", "route", "line", "page", "model", "platform", "gate", "error"})
"""Nouns after which even a number that looks like a year is a name."""
TELEPHONE = re.compile(
    r"(?<![\w$€£.,-])(?:\+?\d{1,3}[-. ])?(?:\(\d{3}\)\s?|\d{3}[-.])?"
    r"\(?\d{2,3}\)?[-.]\s?(?:\d{4}|[A-Z]{4,8}|\d\d-[A-Z]{5})\b"
    r"(?:\s?\([\d-]{4,8}\))?"
)
"""A number to call in the North American forms: "(317) 555-0143", "1-866-555-TIPS (8477)"."""
STREETS = frozenset({
    "alley", "avenue", "boulevard", "circle", "court", "drive", "expressway", "freeway", "highway", "lane", "parkway",
    "place", "plaza", "road", "row", "square", "street", "terrace", "trail", "way",
})  # fmt: skip
"""What the name of a street ends in, behind a street number."""


def is_part_of_a_name(sentence: Span, number: Number) -> bool:
    """Whether the number is a piece of a telephone number, an address ("618 Mill Road", "the 800 block of"), or a word
    with a hyphen ("four-door")."""
    doc, at = sentence.doc, number.core
    offset = doc[number.first].idx - sentence.start_char
    if any(match.start() <= offset < match.end() for match in TELEPHONE.finditer(sentence.text)):
        return True
    behind = [doc[i] for i in range(at + 1, min(at + 6, sentence.end))]
    if behind and behind[0].lower_ == "block" and number.value % 100 == 0:
        return True
    return _is_street_number(doc[at], behind) or _is_hyphened(doc[at], behind)


def _is_street_number(token: Token, behind: list[Token]) -> bool:
    """Whether capitalised words follow that end in a kind of street."""
    for word in behind if token.text.isdecimal() else ():
        if word.lower_.rstrip(".") in STREETS:
            return word.i > token.i + 1
        if not word.text[0].isupper() and not word.text[0].isdigit():
            return False
    return False


def _is_hyphened(token: Token, behind: list[Token]) -> bool:
    """Whether it makes an adjective with a singular noun ("a two-door car"), which counts nothing that a sentence
    elsewhere would count."""
    if len(behind) < 3 or token.whitespace_ or behind[0].text != "-" or behind[0].whitespace_:
        return False
    return behind[1].tag_ == "NN" and behind[1].lemma_.lower() not in lexicon.words("persons") and behind[2].is_alpha


def find(doc: Doc, number: Number) -> Quantity | None:
    """The number as a name, with the noun it numbers; None if it counts."""
    if number.start != number.first or not doc[number.core].text.isdecimal():
        return None
    noun = _announced(doc, number) or _before(doc, number)
    if noun is None or (int(number.value) in YEARS and noun.lemma_.lower() not in PLAIN):
        return None
    qualifiers = (DESIGNATION,) if _designates(noun, doc[number.core]) else ()
    return Quantity(number.value, number.low, number.high, "identifier", grammar.lemma(noun), qualifiers)


ANSWERS = frozenset({"attr", "dobj", "oprd"})
"""What a numbered thing is to the verb where the number is news: "the newest version is 4", "it needs version 4"."""


def _designates(noun: Token, number: Token) -> bool:
    """Whether the number tells one of a series from the others ("Version 3 was released") and is not itself what a
    sentence says."""
    if noun.lemma_.lower() not in lexicon.words("series") and (noun.pos_ != "PROPN" or noun.lower_ in PLAIN):
        return False
    top = number if noun.head.i == number.i else noun
    while top.dep_ in {"compound", "nmod", "nummod", "appos"}:
        top = top.head
    is_goal = top.dep_ == "pobj" and top.head.lower_ in {"to", "into"}
    return top.dep_ not in ANSWERS and not is_goal


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
