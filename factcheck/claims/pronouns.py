"""Pronouns at the head of a claim, replaced where the text leaves little doubt whom they mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from factcheck.claims.clauses import SUBJECTS
from factcheck.language import Clause, Word

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PERSONAL = {"he": "PERSON", "she": "PERSON", "it": ""}


def resolve(clause: Clause) -> Clause:
    """The clause with its subject pronoun replaced by the last person named (he, she) or the subject of the sentence
    before (it); unchanged where there is none in the same passage, or it does not agree in number."""
    doc = clause.parsed.doc
    for at, word in enumerate(clause.words):
        if word.token is None or word.text.lower() not in PERSONAL or doc[word.token].dep_ not in SUBJECTS:
            continue
        found = _person(doc, word.token) if PERSONAL[word.text.lower()] else _topic(doc, clause)
        if found:
            filled = tuple(Word(text, None) for text in found.split())
            return replace(clause, words=(*clause.words[:at], *filled, *clause.words[at + 1 :]))
    return clause


def _person(doc: Doc, position: int) -> str | None:
    from factcheck.claims.attribution import person_before

    return person_before(doc, position)


def _topic(doc: Doc, clause: Clause) -> str | None:
    """Who says that "it" does something, or else the subject of the sentence before, if it is a thing in the
    singular."""
    head = doc[clause.head]
    if head.dep_ == "ccomp" and (said_by := _subject_of(head.head)) is not None and _is_thing(said_by):
        return doc[said_by.left_edge.i : said_by.i + 1].text
    before = [sentence for sentence in doc.sents if sentence.end <= clause.sentence[0]]
    if not before or doc[clause.head].lemma_ in {"rain", "snow"}:
        return None
    subject = _subject_of(before[-1].root)
    return doc[subject.left_edge.i : subject.i + 1].text if subject is not None and _is_thing(subject) else None


def _is_thing(noun: Token) -> bool:
    return noun.tag_ in {"NN", "NNP"} and noun.ent_type_ != "PERSON"


def _subject_of(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ in SUBJECTS and child.dep_ != "expl"), None)
