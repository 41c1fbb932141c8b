"""Whether two names are one person's: initials, middle names, titles, suffixes, short forms, first or last name
alone."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from factcheck import lexicon

GENERATIONS = frozenset({"jr", "sr", "i", "ii", "iii", "iv", "v"})
SHORT_FORM = 3
"""Letters that a name and its short form begin with ("Vic" and "Victor")."""
LONG_NAME = 5
"""Letters from which on two names that differ by one letter are two spellings of one."""
VOWELS = frozenset("aeiouy")


class Identity(StrEnum):
    """What two descriptions of a person are to each other."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"
    """At least one has no name, or the names leave it open."""


def identity(left: str, right: str) -> Identity:
    """Whether both are one person: names as the texts give them, or nouns in lower case for persons without one."""
    if not _is_name(left) or not _is_name(right):
        return Identity.UNKNOWN
    ours, theirs = _parts(left), _parts(right)
    if not ours or not theirs:
        return Identity.UNKNOWN
    if _are_of_two_generations(left, right):
        return Identity.OTHER
    fewer, more = sorted((ours, theirs), key=len)
    if len(fewer) == 1:
        alone = _are_spellings(fewer[0], more[-1]) or _are_spellings(fewer[0], more[0])
        return Identity.SAME if alone else Identity.OTHER
    return Identity.SAME if _are_one(fewer, more) else Identity.OTHER


def may_be_kin(left: str, right: str) -> bool:
    """Whether two names that may be one person's may as well be a father's and a son's: one is a single word, or only
    one has a suffix."""
    suffixes = [bool(set(_words(name)[1:]) & GENERATIONS) for name in (left, right)]
    return suffixes[0] != suffixes[1] or min(len(_parts(left)), len(_parts(right))) < 2


def _is_name(text: str) -> bool:
    return any(letter.isupper() for letter in text)


def _parts(name: str) -> list[str]:
    """The words of a name without titles and suffixes, folded; a nickname in quotation marks is one of them."""
    return [word for word in _words(name) if word not in GENERATIONS and word not in lexicon.words("titles")]


def _words(name: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return re.findall(r"[^\W\d_]+", "".join(c for c in letters if not unicodedata.combining(c)))


def _are_of_two_generations(left: str, right: str) -> bool:
    """Whether both names have a suffix, and not the same one."""
    ours, theirs = (set(_words(name)[1:]) & GENERATIONS for name in (left, right))
    return bool(ours and theirs and ours != theirs)


def _are_one(fewer: list[str], more: list[str]) -> bool:
    """Whether two names of several words are one person's: every word of the shorter one stands in the longer one, in
    its order, or the first and the last words are alike."""
    if _are_spellings(fewer[-1], more[-1]) and _are_forms(fewer[0], more[0]):
        return True
    rest = iter(more)
    return all(any(_are_spellings(word, other) for other in rest) for word in fewer)


def _are_forms(left: str, right: str) -> bool:
    """Whether two first names may be one: an initial, a short form or another spelling of the other."""
    short, long = sorted((left, right), key=len)
    is_initial = len(short) == 1 and long.startswith(short)
    return is_initial or (len(short) >= SHORT_FORM and long.startswith(short)) or _are_spellings(left, right)


def _are_spellings(left: str, right: str) -> bool:
    """Whether two words are equal, or long and apart by one letter added or left out, one vowel changed, or two letters
    swapped."""
    if left == right:
        return True
    if min(len(left), len(right)) < LONG_NAME or abs(len(left) - len(right)) > 1 or left[0] != right[0]:
        return False
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    one, other = left[start:], right[start:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:]
    changed = one[1:] == other[1:] and {*one[:1], *other[:1]} <= VOWELS
    return swapped or changed or one[1:] == other or one == other[1:]
