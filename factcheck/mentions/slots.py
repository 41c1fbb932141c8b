"""What a value belongs to: the noun that is counted, or the thing and what is said of it at that time or place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.mentions.found import Found
from factcheck.records import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

THEMES = ("nsubjpass", "dobj", "nsubj", "attr")
"""Which argument of a verb is the thing placed or dated, in order: what undergoes it before what does it."""
LINKS = frozenset(
    {
        "pobj",
        "prep",
        "compound",
        "amod",
        "nmod",
        "conj",
        "npadvmod",
        "advmod",
        "pcomp",
        "appos",
        "poss",
        "det",
        "nummod",
    }
)


def slot(doc: Doc, found: Found) -> str:
    """The lemmas of the slot that the value fills ("data store" in "the data is stored in Lima"), "" if there is
    none."""
    if isinstance(found.value, Quantity):
        return _counted(found.value)
    holder = _holder(doc, found)
    if holder is None:
        return ""
    if holder.dep_ == "dobj" and holder.head.pos_ == "VERB":
        return f"{holder.lemma_.lower()} {holder.head.lemma_.lower()}"  # where a phrase hangs there is often a toss-up
    if holder.pos_ not in {"VERB", "AUX"}:
        return str(holder.lemma_.lower())
    theme = _theme(holder)
    return f"{theme} {holder.lemma_.lower()}".strip()


def _counted(value: Quantity) -> str:
    """What is counted; people only as what becomes of them, since "six dead" and "six people killed" are the same."""
    if not value.outcome:
        return value.counted
    is_person = value.counted in lexicon.words("persons") or value.counted in lexicon.outcomes()
    return f"{'people' if is_person else value.counted} {value.outcome}"


def _holder(doc: Doc, found: Found) -> Token | None:
    """The verb or noun that the value's phrase hangs on."""
    token = next((doc[i] for i in range(found.start, found.end) if not found.start <= doc[i].head.i < found.end), None)
    while token is not None and token.head.i != token.i and token.dep_ in LINKS:
        token = token.head
        if token.dep_ == "amod":
            continue  # "US-based servers": the participle only links the place to the noun
        if token.pos_ in {"VERB", "AUX"} or (
            token.pos_ in {"NOUN", "PROPN"} and token.dep_ not in {"pobj", "compound"}
        ):
            return token
        if token.pos_ == "NOUN" and not _is_located(token):
            return token
    return token if token is not None and token.pos_ in {"VERB", "AUX"} else None


def _is_located(noun: Token) -> bool:
    """Whether a noun under a preposition is itself only part of saying where ("on servers in Lima")."""
    return noun.dep_ == "pobj" and noun.head.head.pos_ in {"VERB", "AUX"}


def _theme(verb: Token) -> str:
    while (
        verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"} and not any(c.dep_ in THEMES for c in verb.children)
    ):
        verb = verb.head
    for label in THEMES:
        child = next((c for c in verb.children if c.dep_ == label and c.pos_ != "PRON"), None)
        if child is not None:
            return str(child.lemma_.lower())
    return ""


def is_listed(doc: Doc, found: Found, others: list[Found]) -> bool:
    """Whether the value is one of several in a list ("in Lima, Cuzco and Arequipa"), so that no single one answers."""
    places = {i for other in others if other is not found for i in range(other.start, other.end)}
    inside = range(found.start, found.end)
    up = any(doc[i].dep_ == "conj" and doc[i].head.i in places for i in inside)
    return up or any(doc[i].dep_ == "conj" and doc[i].head.i in inside for i in places)
