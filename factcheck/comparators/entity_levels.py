"""Two names of people or organisations: one and the same, not to be compared, or different."""

from __future__ import annotations

import re
from collections.abc import Callable

from factcheck.comparators.levels import Level, Outcome
from factcheck.records import Name

SMALL_WORDS = frozenset({"the", "of", "and", "for", "de", "la", "van", "von", "inc", "ltd", "plc", "corp", "co", "group"})
"""Words of a name that do not tell it from another."""


def compare(left: Name, right: Name) -> Level:
    """The first level that fires; symmetric in its outcome."""
    for level in LEVELS:
        if (result := level(left, right)) is not None:
            return result
    return Level(Outcome.DIFFERENT, "entity-different", f"{left.name} and {right.name} are not the same")


def _words(name: Name) -> list[str]:
    return [w for w in re.findall(r"[^\W_]+", name.name.lower()) if w not in SMALL_WORDS]


def _other_type(left: Name, right: Name) -> Level | None:
    if left.type != right.type:
        return Level(Outcome.INCOMPARABLE, "entity-type", f"one is a {left.type}, the other a {right.type}")
    return None


def _same(left: Name, right: Name) -> Level | None:
    """The same words, a surname of a full name, or a shorter form of the longer one."""
    ours, theirs = _words(left), _words(right)
    if not ours or not theirs or set(ours) <= set(theirs) or set(theirs) <= set(ours):
        return Level(Outcome.EQUAL, "entity-equal", "both give the same name")
    return None


def _initials(left: Name, right: Name) -> Level | None:
    """An abbreviation and what it stands for: "WHO" and "World Health Organization"."""
    for short, full in ((left, right), (right, left)):
        letters = "".join(word[0] for word in _words(full))
        if len(letters) > 1 and re.sub(r"[^a-z]", "", short.name.lower()) == letters:
            return Level(Outcome.EQUAL, "entity-initials", f"{short.name} stands for {full.name}")
    return None


def _overlap(left: Name, right: Name) -> Level | None:
    """Names that share a word may be relatives, departments or spellings of one another: too thin to say they differ."""
    if set(_words(left)) & set(_words(right)):
        return Level(Outcome.INCOMPARABLE, "entity-overlap", "the names share a word")
    return None


def _spelling(left: Name, right: Name) -> Level | None:
    from rapidfuzz.distance import DamerauLevenshtein

    if DamerauLevenshtein.normalized_similarity(left.name.lower(), right.name.lower()) >= SPELLING:
        return Level(Outcome.COMPATIBLE, "entity-spelling", "one name spelled in two ways")
    return None


SPELLING = 0.8
"""Similarity of two names (Damerau-Levenshtein) that are taken for spellings of one: a letter or two in ten."""

LEVELS: tuple[Callable[[Name, Name], Level | None], ...] = (_other_type, _same, _initials, _spelling, _overlap)
