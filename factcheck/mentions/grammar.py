"""Questions to the parse that several finders of values ask."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from factcheck import language, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NOUNS = frozenset({"NOUN", "PROPN"})
SETTING = frozenset({"to", "at", "from"})
"""Prepositions after which a verb's subject has the value ("the toll rose to 31")."""
MEASURING = frozenset({
    "reach", "total", "number", "hit", "exceed", "top", "near", "approach", "surpass", "measure", "weigh", "last",
    "cost", "take", "be", "stand", "average", "cover", "span", "run",
})  # fmt: skip
"""Verbs whose object is a value of the subject."""


def top(doc: Doc, start: int, end: int) -> Token:
    """The token of the range that the rest of it hangs on."""
    return next((doc[i] for i in range(start, end) if not start <= doc[i].head.i < end), doc[end - 1])


def lemma(token: Token) -> str:
    """The word's lemma in lower case; of a participle or adjective that stands for persons ("the injured") the word."""
    return token.lower_ if token.lower_ in lexicon.words("persons") else str(token.lemma_).lower()


def last_noun(doc: Doc, position: int, stop: int) -> Token:
    """The head of the compound that begins at ``position``."""
    while position + 1 < stop and doc[position + 1].pos_ in NOUNS and doc[position].dep_ == "compound":
        position += 1
    return doc[position]


def inside(noun: Token) -> Token:
    """What a container holds: of "the number of dead" the dead, of "the death toll" the deaths; else the noun."""
    if noun.lemma_.lower() not in lexicon.words("containers"):
        return noun
    of = next((g for c in noun.children if c.lower_ == "of" for g in c.children if g.dep_ in {"pobj", "pcomp"}), None)
    return of or next((c for c in reversed(list(noun.children)) if c.dep_ == "compound"), noun)


def measured_subject(value: Token) -> Token | None:
    """What has the value: the subject of "is 31", "rose to 31" and "reached 31", the object of "raised it to 31"; not
    the subject of "arrested 31"."""
    verb = value.head
    while verb.head.i != verb.i and verb.pos_ not in {"VERB", "AUX"}:
        verb = verb.head
    if not _is_measured(value, verb):
        return None
    holders = {"dobj"} if value.dep_ == "pobj" and value.head.i > verb.i else set()
    children = [c for c in verb.children if c.i < value.i]
    changed = next((c for c in children if c.dep_ in holders), None)
    return changed or next((c for c in children if c.dep_ in {"nsubj", "nsubjpass"}), None)


def _is_measured(value: Token, verb: Token) -> bool:
    if value.dep_ == "pobj":
        near = {verb.i, value.head.i} | {child.i for child in verb.children}
        return value.head.lower_ in SETTING and value.head.head.i in near
    if value.dep_ == "dobj":
        return verb.lemma_.lower() in MEASURING
    return value.dep_ in {"attr", "acomp", "oprd", "npadvmod"}


@cache
def is_verb(word: str) -> bool:
    """Whether English has a verb of that base form, as the language model's lemmatizer lists them."""
    tables = language.load().get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    return word in tables.get_table("lemma_index")["verb"]
