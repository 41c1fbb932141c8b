"""Whether words of a sentence speak of the past or of what is to come."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from factcheck.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token


class Direction(Enum):
    """Which way from the day of publication a time expression looks."""

    PAST = auto()
    FUTURE = auto()
    UNKNOWN = auto()


_AHEAD = words("planning") | {"agree", "await", "bind", "forecast", "go", "slate", "wait"}
"""Verbs and adjectives whose complement lies ahead: "due to arrive", "the front expected on Sunday"."""
_EXPECTED = frozenset({"due", "expect", "forecast", "likely", "plan", "schedule", "set", "slate"})
"""Of these, the ones whose own time lies ahead; "promised on Monday" is when the promise was made."""
_MODAL = frozenset({"will", "shall", "would", "should", "may", "might", "could", "can", "must"})


def direction(token: Token) -> Direction:
    """Whether the clause around ``token`` is about the past or the future, as far as its verbs tell."""
    path = [token, *token.ancestors]
    for below, verb in zip([token, *path], path, strict=False):
        if verb.pos_ not in {"VERB", "AUX"} and verb.lemma_ != "due":
            continue
        found = None if _belongs_above(token, verb) else _of_verb(verb, below, direct=below in (token, token.head))
        if found is not None:
            return found
    return Direction.UNKNOWN


def _belongs_above(token: Token, verb: Token) -> bool:
    """Whether the parser hung ``token`` too low: in "said on Monday it would go" the day belongs to "said"."""
    if verb.dep_ != "ccomp" or not verb.head.i < token.i:
        return False
    return any(child.dep_ in {"nsubj", "nsubjpass", "expl"} and token.i < child.i for child in verb.lefts)


def _of_verb(verb: Token, below: Token, *, direct: bool) -> Direction | None:
    """What ``verb`` with its auxiliaries tells of ``below``; None where the clause above it decides."""
    helpers = [child for child in verb.lefts if child.dep_ in {"aux", "auxpass"}]
    perfect = any(child.lemma_ == "have" for child in helpers)
    if any(child.tag_ == "MD" and child.norm_ in _MODAL for child in helpers):
        return Direction.PAST if perfect and verb.tag_ == "VBN" else Direction.FUTURE
    expected = verb.lemma_ in _EXPECTED and not perfect
    if verb.tag_ != "VBD" and (expected or (verb.lemma_ in _AHEAD and below.lower_ == "for")):
        return Direction.FUTURE
    if verb.tag_ == "VBD" and any(child.lemma_ in _EXPECTED for child in verb.rights if child.dep_ == "acomp"):
        return Direction.UNKNOWN  # "it was due in June": over, or what somebody said of a June to come
    if verb.tag_ == "VB":
        return _infinitive(verb, helpers)
    if verb.tag_ == "VBG":
        return _progressive(helpers)
    if verb.tag_ == "VBN":
        return _participle(helpers)
    return Direction.PAST if verb.tag_ == "VBD" else _present(verb, direct=direct)


def _present(verb: Token, *, direct: bool) -> Direction:
    """Of "the vote is on Friday" and "is due on Friday"; a plain present may be a headline's past."""
    due = any(child.lemma_ in _EXPECTED for child in verb.rights if child.dep_ == "acomp")
    return Direction.FUTURE if direct and (due or verb.lemma_ == "be") else Direction.UNKNOWN


def _participle(helpers: list[Token]) -> Direction:
    """Of "was sold", "has been sold", "sold"; "is sold" leaves it open."""
    present = [child for child in helpers if child.lemma_ == "be" and child.tag_ in {"VBZ", "VBP"}]
    return Direction.UNKNOWN if present else Direction.PAST


def _infinitive(verb: Token, helpers: list[Token]) -> Direction | None:
    """Of "to sell": ahead after a word of planning, after "is to" and in a headline; else as the verb above."""
    if not any(child.tag_ == "TO" for child in helpers):
        return None
    above = verb.head
    planned = above == verb or above.lemma_ in _AHEAD or (above.lemma_ == "be" and verb.dep_ == "xcomp")
    return Direction.FUTURE if planned else None


def _progressive(helpers: list[Token]) -> Direction | None:
    """Of "is closing"; "closing" on its own is as the verb above."""
    if any(child.tag_ == "VBD" or child.lemma_ == "have" for child in helpers):
        return Direction.PAST
    return Direction.FUTURE if any(child.tag_ in {"VBZ", "VBP"} for child in helpers) else None
