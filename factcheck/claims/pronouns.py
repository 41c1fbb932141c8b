"""Pronouns at the head of a claim, replaced where the text leaves little doubt whom they mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.claims.clauses import SUBJECTS, subject_of
from factcheck.language import Clause, Word

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

WEATHER = frozenset({"rain", "snow", "hail", "freeze", "thaw"})
PERSONAL = {"he": "PERSON", "she": "PERSON", "it": ""}
OTHERS = frozenset({"i", "we", "you", "he", "she", "they"})
"""Pronouns that "it" does not go on with."""


def resolve(clause: Clause) -> Clause:
    """The clause with its subject pronoun replaced by the last person named (he, she) or the subject of the sentence
    before (it); unchanged where there is none in the same passage, or it does not agree in number."""
    doc = clause.parsed.doc
    for at, word in enumerate(clause.words):
        if word.token is None or word.text.lower() not in PERSONAL or doc[word.token].dep_ not in SUBJECTS:
            continue
        pronoun = doc[word.token]
        found = person_before(doc, pronoun.i) if PERSONAL[word.text.lower()] else _topic(pronoun, doc[clause.head])
        if found:
            filled = tuple(Word(text, None) for text in found.split())
            return replace(clause, words=(*clause.words[:at], *filled, *clause.words[at + 1 :]))
    return clause


def person_before(doc: Doc, position: int) -> str | None:
    """The last person named before ``position`` in the passage, or None."""
    people = [ent.text for ent in doc.ents if ent.label_ == "PERSON" and ent.end <= position]
    return people[-1] if people else None


def thing_before(pronoun: Token) -> str | None:
    """The subject of the sentence before, if it is a thing in the singular, or, where that is a pronoun of other
    persons, the one thing that this sentence does something to."""
    start = pronoun.sent.start
    if not start:
        return None
    before = pronoun.doc[start - 1].sent
    subject = _named_subject(before.root)
    if subject is not None and subject.tag_ == "PRP" and subject.lower_ in OTHERS:
        things = [token for token in before if token.dep_ == "dobj" and _is_thing(token) and _is_definite(token)]
        return _phrase(things[0], to_end=True) if len(things) == 1 else None
    return _phrase(subject) if subject is not None and _is_thing(subject) else None


def _topic(pronoun: Token, head: Token) -> str | None:
    """Who says that "it" does something, or else the subject of the sentence before, if it is a thing in the
    singular; None where "it" stands for nothing, as in "it rained"."""
    if _is_empty(pronoun, head):
        return None
    said_by = _named_subject(head.head) if head.dep_ == "ccomp" else None
    if said_by is not None and said_by.i < pronoun.i and _is_thing(said_by):
        return _phrase(said_by)
    return thing_before(pronoun)


def _is_empty(pronoun: Token, head: Token) -> bool:
    """Whether "it" only holds the place of a clause ("it is unclear whether"), of the weather or of what was said."""
    complements = [child for child in head.children if child.dep_ in {"acomp", "attr", "oprd"}]
    clauses = [c for above in (head, *complements) for c in above.children if c.dep_ in {"ccomp", "csubj", "xcomp"}]
    said = {complement.lower_ for complement in complements} & lexicon.words("refuting")
    held = any(c.i not in {x.i for x in complements} for c in clauses) and head.lemma_ == "be"
    return pronoun.dep_ == "expl" or head.lemma_ in WEATHER or held or bool(said)


def _phrase(noun: Token, *, to_end: bool = False) -> str:
    return str(noun.doc[noun.left_edge.i : (noun.right_edge.i if to_end else noun.i) + 1].text)


def _is_definite(noun: Token) -> bool:
    return noun.tag_ == "NNP" or any(c.dep_ == "poss" or c.lower_ in {"the", "this", "that"} for c in noun.children)


def _is_thing(noun: Token) -> bool:
    return noun.tag_ in {"NN", "NNP"} and noun.ent_type_ != "PERSON"


def _named_subject(verb: Token) -> Token | None:
    subject = subject_of(verb)
    return subject if subject is not None and subject.dep_ != "expl" else None
