"""The question that a value answers: what is said around it, with the value left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.language import Clause, Word
from factcheck.mentions.found import Found
from factcheck.records import Name, Place, Quantity, Quotation, TimeSpan, Value

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

BEFORE, AFTER = 6, 7
"""Tokens before and after the value that belong to its focus: a noun phrase with its verb on either side."""


def whole(clause: Clause, found: Found) -> tuple[Word, ...]:
    """The claim's words with the value left open, and with the relative clause of the noun that the value belongs to,
    which may be all that says what is counted ("the 300 people who were rescued")."""
    keyed, last = [], -1
    for word in clause.words:  # a filled-in word stays behind the one before it
        last = last if word.token is None else word.token
        if word.token is None or not found.start <= word.token < found.end:
            keyed.append((last, word))
    keyed += [(i, Word(clause.parsed.doc[i].text, i)) for i in _relative(clause, found)]
    shared = isinstance(found.value, TimeSpan) and found.start < min(
        clause.own
    )  # what stands in front of it and of other clauses
    keyed.append((-2 if shared else found.start, Word(asks(found.value), found.start)))
    return tuple(word for _, word in sorted(keyed, key=lambda pair: pair[0]))


def pointed(clause: Clause, found: Found) -> tuple[Word, ...] | None:
    """What is said to have been then or there, where the claim only points to it, with the value left open: the "when"
    clause of "it was at noon when the doors opened", the sentence before "that was in 2019". None elsewhere."""
    doc = clause.parsed.doc
    head = doc[clause.head]
    subject = next((child for child in head.children if child.dep_ in {"nsubj", "expl"}), None)
    if not isinstance(found.value, TimeSpan | Place) or head.lemma_ != "be" or subject is None:
        return None
    said = _when(head) if subject.lower_ == "it" else _before(head) if subject.lower_ in POINTING else ()
    return (*(Word(doc[i].text, i) for i in said), Word(asks(found.value), None)) if said else None


POINTING = frozenset({"that", "this"})
WORDS = 30
"""Words of another clause or sentence that a question may consist of."""


def _when(verb: Token) -> tuple[int, ...]:
    """The tokens of a clause with "when" or "that" under "it was", without the conjunction."""
    clauses = [c for c in verb.subtree if c.dep_ in {"advcl", "relcl", "ccomp"} and c.pos_ in {"VERB", "AUX"}]
    for clause in clauses:
        marks = [t for t in clause.children if t.lower_ in {"when", "that", "where"} and t.i < clause.i]
        if marks:
            return tuple(t.i for t in clause.subtree if t.i != marks[0].i and not t.is_punct)[:WORDS]
    return ()


def _before(verb: Token) -> tuple[int, ...]:
    """The tokens of the sentence before, none at the beginning of a passage."""
    start = verb.sent.start
    return tuple(t.i for t in verb.doc[start - 1].sent if not t.is_space and not t.is_punct)[:WORDS] if start else ()


def focus(clause: Clause, found: Found) -> tuple[Word, ...]:
    """The few words around the value in its sentence, with the value left open."""
    doc = clause.parsed.doc
    start, end = clause.sentence
    before = range(max(start, found.start - BEFORE), found.start)
    after = range(found.end, min(end, found.end + AFTER))
    return (
        *(Word(doc[i].text, i) for i in before),
        Word(asks(found.value), None),
        *(Word(doc[i].text, i) for i in after),
    )


def named(clause: Clause, found: Found) -> tuple[Word, ...]:
    """The question as a report names the fact: what is asked, and the claim with a gap for the value and its
    preposition."""
    asked = asks(found.value)
    if said := pointed(clause, found):
        return (Word(f"{asked}:", None), *said[:-1])
    gap = Word("…", found.start)
    opened = [gap if word == Word(asked, found.start) else word for word in whole(clause, found)]
    at = opened.index(gap)
    if at == 0:
        return (Word(asked, None), *opened[1:])
    if isinstance(found.value, TimeSpan | Place) and opened[at - 1].text.lower() in PREPOSITIONS:
        opened.pop(at - 1)
    return (Word(f"{asked}:", None), *opened)


PREPOSITIONS = frozenset({"in", "on", "at", "by", "from", "to", "near", "since", "until", "before", "after", "into"})


def asks(value: Value) -> str:
    """The words that leave a value of this kind open."""
    if isinstance(value, Quantity):
        return _how(value)
    return {TimeSpan: "when", Place: "where", Name: "who", Quotation: "what"}.get(type(value), "what")


def _how(quantity: Quantity) -> str:
    if quantity.unit in {"percent", "share"}:
        return "what share"
    if quantity.unit == "second":
        return "how long"
    if quantity.unit == "year":
        return "how old"
    if quantity.unit == "identifier":
        return "which number"
    return "how many" if quantity.unit.split("/")[0] in {"count", "against", "margin"} else "how much"


def _relative(clause: Clause, found: Found) -> list[int]:
    """The tokens of relative and participle clauses under the value's noun that the claim itself leaves out."""
    doc: Doc = clause.parsed.doc
    noun: Token = doc[found.end - 1]
    if noun.head.pos_ in {"NOUN", "PROPN"} and noun.head.i >= found.end - 1:
        noun = noun.head
    inside = {word.token for word in clause.words}
    tokens = [t.i for child in noun.children if child.dep_ in {"relcl", "acl"} for t in child.subtree]
    return [i for i in sorted(tokens) if i not in inside and not found.start <= i < found.end]
