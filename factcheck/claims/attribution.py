"""Who says it, how sure it is put, and whether the outlet itself stands behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.claims.clauses import SUBJECTS
from factcheck.language import Clause
from factcheck.records import Modality

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PRONOUNS = frozenset(
    {"he", "she", "it", "they", "we", "i", "who", "which", "that", "this", "these", "those", "you", "one"}
)


def speaker(clause: Clause) -> str | None:
    """Who is said to say it, as the text names them; None is the outlet itself."""
    doc = clause.parsed.doc
    token: Token = doc[clause.head]
    while True:
        governor = token.head
        if token.dep_ in {"ccomp", "parataxis"} and governor.lemma_.lower() in lexicon.words("reporting"):
            named = _subject(governor)
            if named:
                return named
        inverted = next((c for c in token.children if c.dep_ in {"parataxis", "ccomp"} and _is_tag(c)), None)
        if inverted is not None and (named := _subject(inverted)):
            return named
        if governor.i == token.i:
            return _according_to(clause)
        token = governor


def _is_tag(token: Token) -> bool:
    """Whether a verb is a mere "she said" hung onto what was said."""
    return token.lemma_.lower() in lexicon.words("reporting") and len(list(token.subtree)) <= 12


def _subject(verb: Token) -> str | None:
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS and child.dep_ != "expl"), None)
    if subject is None and verb.dep_ == "conj":
        return _subject(verb.head)
    if subject is None:
        return None
    if subject.lower_ in PRONOUNS:
        return person_before(subject.doc, subject.i) if subject.lower_ in {"he", "she"} else None
    return noun_phrase(subject)


def noun_phrase(noun: Token) -> str:
    """The noun with its compounds, adjectives and "of"-phrase, without relative clauses and appositions."""
    kept = {noun.i}
    stack = [noun]
    while stack:
        for child in stack.pop().children:
            if child.dep_ in {"compound", "amod", "poss", "case", "det", "nummod", "prep", "pobj", "nmod"}:
                kept.add(child.i)
                stack.append(child)
    start, end = min(kept), max(kept) + 1
    doc: Doc = noun.doc
    return doc[start:end].text if end - start <= 12 else doc[noun.left_edge.i : noun.i + 1].text


def person_before(doc: Doc, position: int) -> str | None:
    """The last person named before ``position`` in the passage, or None."""
    people = [ent.text for ent in doc.ents if ent.label_ == "PERSON" and ent.end <= position]
    return people[-1] if people else None


def _according_to(clause: Clause) -> str | None:
    doc = clause.parsed.doc
    for i in range(*clause.sentence):
        if doc[i].lower_ == "according" and i + 2 < len(doc) and doc[i + 1].lower_ == "to":
            target = next((child for child in doc[i + 1].children if child.dep_ == "pobj"), None)
            return noun_phrase(target) if target is not None else None
    return None


def hedges(clause: Clause) -> tuple[str, ...]:
    """The words that soften the claim, in the order of the sentence."""
    doc = clause.parsed.doc
    text = doc[clause.sentence[0] : clause.sentence[1]].text.lower()
    found = [
        (text.find(hedge), hedge) for hedge in lexicon.words("hedges") if re.search(rf"\b{re.escape(hedge)}\b", text)
    ]
    return tuple(hedge for _, hedge in sorted(found))


def modality(clause: Clause, said_by: str | None) -> Modality:
    """How the claim is put forward; the strongest reason to doubt it wins."""
    doc = clause.parsed.doc
    head = doc[clause.head]
    lemmas = {doc[i].lower_ for i in clause.own}
    if _governed_by(head, "denying"):
        return Modality.DENIED
    if head.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in {"if", "unless"} for c in head.children):
        return Modality.HYPOTHETICAL
    if lemmas & lexicon.words("hypothetical") or any(
        c.lower_ in {"if", "should"} and c.dep_ in {"mark", "aux"} for c in head.children
    ):
        return Modality.HYPOTHETICAL
    if _is_planned(head, lemmas) or _is_promised(head):
        return Modality.PLANNED
    return Modality.REPORTED if said_by else Modality.ASSERTED


def _is_promised(head: Token) -> bool:
    """Whether the clause is the content of something that is only going to be done ("it would ensure that ...")."""
    token = head
    while token.dep_ in {"ccomp", "xcomp", "conj"} and token.head.i != token.i:
        token = token.head
        auxiliaries = {c.lower_ for c in token.children if c.dep_ == "aux"}
        if token.lemma_.lower() not in lexicon.words("reporting") and auxiliaries & {"would", "will", "'ll", "shall"}:
            return True
    return False


def _governed_by(head: Token, words: str) -> bool:
    token = head
    while token.head.i != token.i:
        if token.dep_ in {"advcl", "relcl", "acl"}:
            return False  # "denied it, as the data is stored here": the reason given is no part of what is denied
        if token.dep_ in {"ccomp", "xcomp"} and token.head.lemma_.lower() in lexicon.words(words):
            return True
        token = token.head
    return False


def _is_planned(head: Token, lemmas: set[str]) -> bool:
    if lemmas & {"will", "'ll", "shall"} or {"going", "to"} <= lemmas:
        return True
    has_infinitive = any(child.dep_ == "xcomp" and child.tag_ == "VB" for child in head.children)
    return has_infinitive and head.lemma_.lower() in lexicon.words("planning")


def is_negated(clause: Clause) -> bool:
    """Whether the clause's verb is negated, or its subject or object is "no"."""
    doc = clause.parsed.doc
    head = doc[clause.head]
    own = set(clause.own)
    for child in head.children:
        if child.dep_ == "neg" or child.lower_ in {"never", "nobody", "nothing", "none", "neither", "nor"}:
            return True
        if child.i in own and child.dep_ in SUBJECTS | {"dobj", "attr", "pobj"}:
            if any(c.dep_ == "det" and c.lower_ in {"no", "neither"} for c in child.children):
                return True
    return any(doc[i].lower_ in {"yet"} and i + 1 < len(doc) and doc[i + 1].lower_ == "to" for i in own)


REFUTATION = 1
"""How many sentences after a claim are read for the outlet's own refutation."""


def is_refuted(clause: Clause) -> bool:
    """Whether this sentence or the next one says that the claim is wrong, rumour or fake."""
    doc = clause.parsed.doc
    start, end = clause.sentence
    following = next((s for s in doc.sents if s.start >= end), None)
    here = doc[start:end].text.lower()
    after = following.text.lower() if following is not None else ""
    if any(
        re.search(rf"\b{re.escape(cue)}\b", here) for cue in lexicon.words("refuting") if " " in cue or cue in STRONG
    ):
        return _is_hearsay(here)
    return _is_hearsay(here) and any(re.search(rf"\b{re.escape(cue)}\b", after) for cue in lexicon.words("refuting"))


STRONG = frozenset({"fake", "hoax", "nonsense", "debunked", "untrue", "false"})
HEARSAY = re.compile(
    r"\b(?:claim(?:s|ed|ing)?|rumou?rs?|rumou?red|post|posts|message|messages|screenshot|leaflet|video|film|social media"
    r"|circulat\w+|going (?:a)?round|shared|headlines?|has it that|telling|read all over|web|believe|says? so)\b"
)
"""Words with which an outlet passes on what others spread; general English."""


def _is_hearsay(text: str) -> bool:
    return HEARSAY.search(text) is not None
