"""Whose age it is: the person's name as the text gives it, or the noun for a person without one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factcheck.mentions import grammar, names
from factcheck.mentions.grammar import NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Doc

SUFFIX = re.compile(r"(?:jr|sr|i{1,3}|iv)\.?", re.I)
"""What follows a name and belongs to it."""
REACH = 6
"""Tokens behind an age in which the name may follow: "a 26-year-old construction worker from Fullerton, Ann Lee"."""
LINKS = frozenset({"as", ","})
"""What may stand between an age and the name: "the 25-year-old as Ann Lee", "a 25-year-old student, Ann Lee"."""
TEMPORAL = frozenset({"DATE", "TIME"})
NO_NAMES = frozenset({"GPE", "LOC", "NORP", "ORG", "FAC", "EVENT", "MONEY"})
"""What a single capitalised word is, if it is no name of a person."""


def is_name(whose: str) -> bool:
    """Whether it names a person, and is no noun for one."""
    return any(letter.isupper() for letter in whose)


def before(doc: Doc, end: int) -> str:
    """Of the words that end at ``end``: the name ("Chief Ann Lee Jr."), or else the lemma of the noun."""
    start = end
    while start > 0 and (_is_of_a_name(doc, start - 1) or _before_suffix(doc, start, end)):
        start -= 1
    while start < end and not doc[start].text[0].isupper():
        start += 1
    if name := _name(doc, start, end):
        return name
    noun = doc[end - 1]
    return grammar.lemma(noun) if end and noun.pos_ in NOUNS else ""


def after(doc: Doc, start: int, stop: int) -> str:
    """Of the words from ``start`` on: the name right there or behind a noun, or else the lemma of that noun."""
    noun = ""
    for position in range(start, min(start + REACH, stop)):
        token = doc[position]
        if _is_of_a_name(doc, position):
            end = _end_of_name(doc, position, stop)
            if name := _name(doc, position, end):
                return noun if end < stop and doc[end].pos_ == "NOUN" and not noun else name
        elif token.pos_ == "NOUN" or (token.pos_ == "ADJ" and not noun):
            noun = grammar.lemma(token) if token.pos_ == "NOUN" else noun
        elif token.lower_ not in LINKS:
            break
    return noun


def _is_of_a_name(doc: Doc, position: int) -> bool:
    token = doc[position]
    if token.text == "-":
        return 0 < position < len(doc) - 1 and not token.whitespace_ and doc[position + 1].text[0].isupper()
    if token.ent_type_ in TEMPORAL:
        return False
    is_quoted = token.text in {'"', "\u201c", "\u201d"} and token.ent_type_ == "PERSON"
    return is_quoted or (token.text[0].isupper() and (token.pos_ in NOUNS or token.ent_type_ == "PERSON"))


def _before_suffix(doc: Doc, position: int, end: int) -> bool:
    """Whether the token before is the comma of "Lee, Jr."."""
    return doc[position - 1].text == "," and position < end and bool(SUFFIX.fullmatch(doc[position].text))


def _end_of_name(doc: Doc, start: int, stop: int) -> int:
    end = start + 1
    while end < stop and (_is_of_a_name(doc, end) or SUFFIX.fullmatch(doc[end].text)):
        end += 1
    return end


def _name(doc: Doc, start: int, end: int) -> str:
    """The words as a name, "" if they are none."""
    if start >= end or (end - start == 1 and doc[start].ent_type_ in NO_NAMES):
        return ""
    if end - start == 1 and doc[start].ent_type_ != "PERSON" and doc[start].pos_ != "PROPN":
        return ""
    return names.clean(doc[start:end].text)
