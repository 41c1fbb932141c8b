"""What a clause says there is none of: "there is no moon", "no arrests have been made", "found no trace of a leak"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.language import Clause
from factcheck.records import ABSENT, State

if TYPE_CHECKING:
    from spacy.tokens import Token

NONE = frozenset({"no", "zero"})
FURTHER = frozenset(
    {"other", "more", "further", "additional", "new", "second", "longer", "such", "less", "fewer", "next"}
)
"""With these there may be some of it all the same."""
PLAIN = frozenset(
    {"single", "known", "immediate", "apparent", "obvious", "visible", "available", "reported", "whatever"}
)
"""These say nothing of which."""


def find(clause: Clause) -> Iterator[State]:
    """The things that there are none of, each with the words that say which of them."""
    for at in clause.own:
        token = clause.parsed.doc[at]
        if token.pos_ == "NOUN" and _is_none(token) and _says_of_it_that_there_is_none(token):
            noun = _what(token)
            which = [word.lemma_.lower() for word in _modifiers(noun) if word.lower_ not in PLAIN]
            said = {child.lower_ for child in (*token.children, *noun.children)}
            if noun.lemma_.lower() not in lexicon.words("idle") | lexicon.words("traces") and not said & FURTHER:
                yield State(ABSENT, True, noun.lemma_.lower(), " ".join(which))


def has_no(noun: Token) -> bool:
    """Whether "no" stands before the noun."""
    before = (child for child in noun.children if child.i < noun.i)
    return any(child.lower_ in NONE and child.dep_ in {"det", "neg", "nummod"} for child in before)


def _is_none(noun: Token) -> bool:
    """Whether "no" stands before the noun, or "not" and "a single" or "one"."""
    single = any(child.lower_ in {"single", "one"} for child in noun.children)
    return has_no(noun) or (single and any(_is_not(token) for token in (*noun.subtree, *noun.head.children)))


def _is_not(token: Token) -> bool:
    return token.lower_ in {"not", "n't", "n’t"} and token.dep_ in {"neg", "preconj", "advmod"}


def _says_of_it_that_there_is_none(noun: Token) -> bool:
    """Whether the clause says no more of it: there is none, none was found, or just "no" and the noun."""
    verb = noun.head
    if noun.dep_ in {"ROOT", "appos"}:
        return verb.pos_ not in {"VERB", "AUX"}
    if noun.dep_ in {"attr", "nsubj"} and verb.lemma_ == "be":
        return any(child.dep_ == "expl" for child in verb.children)
    is_found = verb.lemma_.lower() in lexicon.words("finding")
    twice = has_no(noun) and any(child.dep_ == "neg" for child in verb.children)
    return is_found and noun.dep_ in {"dobj", "nsubjpass"} and not twice


def _what(noun: Token) -> Token:
    """What there is no trace of, or the noun itself."""
    if noun.lemma_.lower() in lexicon.words("traces"):
        for of in noun.children:
            target = next((c for c in of.children if c.dep_ == "pobj" and c.pos_ == "NOUN"), None)
            if of.lower_ == "of" and target is not None:
                return target
    return noun


def _modifiers(noun: Token) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ in {"amod", "compound"}:
            yield child
        elif child.dep_ == "prep" and child.lower_ in {"of", "for", "about", "against"}:
            yield from (target for target in child.children if target.dep_ == "pobj")
