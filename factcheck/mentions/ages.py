"""Ages: "a 34-year-old man", "aged 57", "Ann Lee, 46,", "a woman of 72", "an age range of 17 to 81"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.mentions import bearers, grammar, units
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
    return _age(number, _whose(doc, number, end), end, unit=match["unit"])


def _whose(doc: Doc, number: Number, end: int) -> str:
    """Whose the age is that ends at ``end``: of who is named behind it, of whom it is an apposition, or of the subject
    that it is said of."""
    behind = bearers.after(doc, end, doc[number.start].sent.end)
    if bearers.is_name(behind):
        return behind
    article = number.start - 1
    if article > 1 and doc[article].lower_ in {"a", "an", "the"} and doc[article - 1].text == ",":
        apposed = bearers.before(doc, article - 1)
        if bearers.is_name(apposed):
            return apposed
    return behind or _subject(doc, number)


def _subject(doc: Doc, number: Number) -> str:
    """Of whom "is 29 years old" is said, "" if it is a pronoun."""
    subject = grammar.measured_subject(grammar.top(doc, number.start, number.end + 1))
    return bearers.before(doc, subject.i + 1) if subject is not None and subject.pos_ in NOUNS else ""


def _aged(doc: Doc, number: Number) -> Found | None:
    before = doc[max(0, number.start - 6) : number.start]
    match = AGED.search(before.text.lower()) if len(before) else None
    if match is None or (number.end < len(doc) and units.unit(doc[number.end].text) is not None):
        return None
    word = next((t for t in before if t.idx - before.start_char >= match.start()), before[-1])
    return _age(number, _governing_noun(word) if word.lower_ == "aged" else "", number.end)


def _governing_noun(token: Token) -> str:
    if token.i > 1 and token.nbor(-1).text == ",":
        name = bearers.before(token.doc, token.i - 1)
        if bearers.is_name(name):
            return name
    while token.head.i != token.i:
        token = token.head
        if token.pos_ in NOUNS:
            return bearers.before(token.doc, token.i + 1)
    return ""


def _apposed(doc: Doc, number: Number) -> Found | None:
    """After a person's name or a noun, between commas or in brackets."""
    start, end = number.start, number.end
    if start < 2 or doc[start - 1].text not in {",", "("} or not 0 < number.value <= OLDEST:
        return None
    if end < len(doc) and not doc[end].is_punct and doc[end].lower_ not in {"and", "of"}:
        return None
    whose = bearers.before(doc, start - 1)
    is_person = bearers.is_name(whose) or (doc[start - 2].tag_ == "NN" and _is_closed(doc, end))
    return _age(number, whose, end) if is_person else None


def _is_closed(doc: Doc, end: int) -> bool:
    return end < len(doc) and doc[end].text in {",", ")"}


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
