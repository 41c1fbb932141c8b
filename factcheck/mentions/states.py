"""What a clause says has become of something: its predicate, whether that is negated, and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.language import Clause
from factcheck.records import State

if TYPE_CHECKING:
    from spacy.tokens import Token

COMPLEMENTS = frozenset({"acomp", "attr", "oprd", "xcomp"})
NEGATIVE = frozenset({"not", "n't", "never", "no", "nobody", "nothing", "none", "neither", "nor"})


def find(clause: Clause) -> tuple[State, ...]:
    """The states that the clause's verbs and their complements name, each with its subject and object as lemmas."""
    doc = clause.parsed.doc
    head = doc[clause.head]
    own = set(clause.own)
    found = [_state(head, _phrase(head))] if head.pos_ in {"VERB", "AUX", "ADJ"} else []
    for token in _within(head, own):
        if token.dep_ in COMPLEMENTS and token.pos_ in {"ADJ", "VERB", "ADV", "ADP"}:
            found.append(_state(head, _phrase(token)))
        elif token.dep_ == "prep" and (target := _object(token)) is not None:
            found.append(_state(head, f"{token.lower_} {target.lemma_.lower()}"))
    if head.lemma_ == "be" and len(found) > 1:
        found = found[1:]  # "is open": the copula says nothing of its own
    return tuple(dict.fromkeys(state for state in found if state.predicate.replace(" ", "").isalpha()))


def _within(head: Token, own: set[int]) -> list[Token]:
    """The head's children in the clause, and those of a verb that it only introduces ("continues to be")."""
    children = [child for child in head.children if child.i in own]
    deeper = [g for child in children if child.dep_ == "xcomp" for g in child.children if g.i in own]
    return children + deeper


def _phrase(token: Token) -> str:
    particle = next((c for c in token.children if c.dep_ == "prt" or c.tag_ == "RP"), None)
    return f"{token.lemma_.lower()} {particle.lower_}" if particle is not None else str(token.lemma_.lower())


def _state(head: Token, predicate: str) -> State:
    return State(predicate, _negated(head), _subject(head), _argument(head, ("dobj", "pobj")))


def _subject(head: Token) -> str:
    """The subject's lemma, that of the verb above where a conjunct shares it, that of the noun for a participle."""
    while True:
        found = _argument(head, ("nsubj", "nsubjpass"))
        if found or head.dep_ not in {"conj", "xcomp", "advcl"} or head.head.i == head.i:
            break
        head = head.head
    if not found and head.dep_ in {"acl", "relcl"}:
        return str(head.head.lemma_.lower())
    return found


def _negated(head: Token) -> bool:
    words = [child for child in head.children if child.dep_ in {"neg", "det"} or child.lower_ in NEGATIVE]
    arguments = [
        g for child in head.children if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"} for g in child.children
    ]
    return any(word.dep_ == "neg" or word.lower_ in NEGATIVE for word in [*words, *arguments])


def _argument(head: Token, labels: tuple[str, ...]) -> str:
    children = list(head.children) + [
        g for child in head.children if child.dep_ in {"xcomp", "prep", "agent"} for g in child.children
    ]
    return next((str(c.lemma_.lower()) for c in children if c.dep_ in labels and c.pos_ != "PRON"), "")


def _object(preposition: Token) -> Token | None:
    return next((child for child in preposition.children if child.dep_ == "pobj"), None)
