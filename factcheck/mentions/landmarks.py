"""Proper nouns that tell one event from another of its sort: a victim's surname, a town, a street, a product.

Two reports on two robberies read alike, sentence by sentence; what they do not share is who, and where.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from factcheck import gazetteer, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SHORTEST = 3
"""Letters; shorter ones are initials and abbreviations that many texts share."""
NO_NAMES = frozenset({
    "DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT", "LANGUAGE", "NORP",
})  # fmt: skip
"""Labels of entities that name nothing in particular: days, figures, peoples."""
HOSPITALS = frozenset({"hospital", "hospitals", "medical", "clinic", "infirmary"})
ACRONYM = 5
"""Letters of the longest acronym."""
LONG = 5
"""Letters from which on a headline in capitals writes no word small; a sentence without such a word may be one, and its
capitals say nothing."""


def ordinary(docs: Iterable[Doc]) -> frozenset[str]:
    """The words that an article writes small no less often than with a capital within a sentence, so that a capital
    makes no name of them. What is part of a path or an address counts for neither."""
    small: Counter[str] = Counter()
    for doc in docs:
        for token in doc:
            if token.is_lower and not _is_part(token):
                small[token.text] += 1
            elif token.is_title and not token.is_sent_start:
                small[token.lower_] -= 1
    return frozenset(word for word, more in small.items() if more >= 0)


def _is_part(token: Token) -> bool:
    """Whether the word is a piece of a longer one with a slash, a dot or a hyphen inside."""
    text, end = token.doc.text, token.idx + len(token)
    return text[max(0, token.idx - 1) : token.idx] in JOINTS or INSIDE.match(text, end) is not None


JOINTS = frozenset("/._-@\\")
INSIDE = re.compile(r"[/_@\\-]|\.\w")
"""Signs before and behind a piece of a path, an address or a compound."""


def find(sentence: Span, small: frozenset[str]) -> tuple[str, ...]:
    """The landmarks of a sentence in lower case, sorted; of a person's and of a city's name the last word, of other
    names every word that does not stand in many names (Street, County); no acronyms, countries, states, hospitals.
    ``small`` is what ``ordinary`` returns."""
    if not any(token.is_lower and len(token) >= LONG for token in sentence):
        return ()
    taken = {word.lower() for word in _names(sentence)} - small - _common()
    return tuple(sorted(word for word in taken if len(word) >= SHORTEST))


def _names(sentence: Span) -> Iterator[str]:
    inside = {token.i: ent for ent in sentence.ents for token in ent}
    named = [token for token in sentence if token.pos_ == "PROPN" and token.is_alpha and token.text[0].isupper()]
    passed_over = _leading(named) | _caring(named, inside)
    for token in named:
        if token.i in passed_over or _is_acronym(token):
            continue
        ent = inside.get(token.i)
        if _is_wide(token.text) if ent is None else not _tells(token, ent):
            continue
        yield token.text


def _leading(named: list[Token]) -> set[int]:
    """The tokens that begin the names of cities ("Las" in "Las Vegas"): who shares one word of them shares both, which
    tells no more than one."""
    found: set[int] = set()
    for first, last in pairwise(named):
        if last.i != first.i + 1 or last.lower_ in _common():
            continue
        place = gazetteer.lookup(f"{first.text} {last.text}")
        if place is not None and place.level == "city":
            found.add(first.i)
    return found


def _caring(named: list[Token], inside: Mapping[int, Span]) -> set[int]:
    """The tokens of the names of hospitals: whoever is hurt in a city is taken to one of the same few, whatever
    happened."""
    found: set[int] = set()
    proper = {token.i for token in named}
    for token in named:
        if token.lower_ not in HOSPITALS:
            continue
        ent, first = inside.get(token.i), token.i
        while ent is None and first - 1 in proper and first - 1 not in inside:
            first -= 1
        found.update(range(first if ent is None else ent.start, token.i))
    return found


def _is_acronym(token: Token) -> bool:
    """Whether it is a few capitals: an agency, a unit or a broadcaster that many reports name."""
    return token.is_upper and len(token) <= ACRONYM


def _tells(token: Token, ent: Span) -> bool:
    """Whether a word of an entity is a landmark."""
    if ent.label_ == "PERSON":  # first names are shared by many, and a following "'s" is no name
        return not any(later.pos_ == "PROPN" for later in ent if later.i > token.i)
    return ent.label_ not in NO_NAMES and not _is_wide(ent.text if ent.label_ == "GPE" else token.text)


def _is_wide(name: str) -> bool:
    """Whether it is the name of a country or a state."""
    place = gazetteer.lookup(name)
    return place is not None and place.level in {"country", "state"}


def _common() -> frozenset[str]:
    return lexicon.words("designators") | lexicon.words("titles")
