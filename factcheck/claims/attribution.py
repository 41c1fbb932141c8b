"""Who says it, how sure it is put, and whether the outlet itself stands behind it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.claims.clauses import SUBJECTS, subject_of
from factcheck.claims.pronouns import person_before, thing_before
from factcheck.language import Clause
from factcheck.records import Modality

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PRONOUNS = frozenset(
    {"he", "she", "it", "they", "we", "i", "who", "which", "that", "this", "these", "those", "you", "one"}
)


def speaker(clause: Clause, *, earlier: str | None = None) -> str | None:
    """Who is said to say it, as the text names them; None is the outlet itself.

    ``earlier`` is the last person named in the passages before: whom "he" or "she" means if this one names nobody.
    """
    named = (sayer(verb, earlier) for verb in _reporters(clause))
    return next((name for name in named if name), None) or _according_to(clause) or _quoted(clause, earlier)


def _reporters(clause: Clause) -> Iterator[Token]:
    """The verbs of saying that the clause is the content of, the nearest first."""
    token: Token = clause.parsed.doc[clause.head]
    while True:
        governor = token.head
        if token.dep_ in {"ccomp", "parataxis"} and _reports(governor):
            yield governor
        yield from (child for child in token.children if child.dep_ in {"parataxis", "ccomp"} and _is_tag(child))
        if (verb := _denied_noun(token)) is not None:
            yield verb
        contrasts = token.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in CONTRASTS for c in token.children)
        if governor.i == token.i or contrasts:
            return
        token = governor


CONTRASTS = frozenset({"while", "whereas", "although", "though"})
"""With these the outlet sets something of its own against what somebody says."""


def _reports(verb: Token) -> bool:
    return verb.lemma_.lower() in lexicon.words("reporting") | lexicon.words("denying")


def _is_tag(token: Token) -> bool:
    """Whether a verb is a mere "she said" hung onto what was said."""
    return _reports(token) and len(list(token.subtree)) <= 12


def _denied_noun(token: Token) -> Token | None:
    """The verb in "rejected claims that ..." for a clause that says what is claimed."""
    noun = token.head
    says_what = token.dep_ in {"acl", "relcl"} and any(c.dep_ == "mark" and c.lower_ == "that" for c in token.children)
    denied = noun.dep_ == "dobj" and noun.head.lemma_.lower() in lexicon.words("denying")
    return noun.head if says_what and denied else None


def sayer(verb: Token, earlier: str | None) -> str | None:
    """Who does what a verb of saying says, as the text names them; ``earlier`` is as in ``speaker``."""
    subject = subject_of(verb)
    if subject is None:
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            return noun_phrase(verb.head)
        shares = verb.dep_ in {"conj", "xcomp"} or (verb.dep_ == "advcl" and verb.tag_ == "VBG")
        return sayer(verb.head, earlier) if shares else None
    if subject.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl":
        return noun_phrase(verb.head)
    if subject.lower_ in {"he", "she"}:
        return person_before(subject.doc, subject.i) or earlier
    if subject.lower_ == "it":
        return thing_before(subject)
    return None if subject.lower_ in PRONOUNS or subject.dep_ == "expl" else noun_phrase(subject)


def _quoted(clause: Clause, earlier: str | None) -> str | None:
    """Who says the quoted words that the clause stands in: named in a sentence that the quotation reaches into, or
    with the quotation before it in the passage."""
    doc, quotations = clause.parsed.doc, _quotations(clause.parsed.doc)
    first = min(clause.own)
    at = next((k for k, (start, end) in enumerate(quotations) if start <= first < end), -1)
    for start, end in reversed(quotations[: at + 1]):
        around = doc[doc[start].sent.start : doc[end - 1].sent.end]
        outside = [t for t in around if not any(a <= t.i < b for a, b in quotations)]
        named = (sayer(token, earlier) for token in outside if token.pos_ == "VERB" and _reports(token))
        if found := next((name for name in named if name), None):
            return found
    return None


def _quotations(doc: Doc) -> list[tuple[int, int]]:
    """The token ranges between quotation marks, with the marks."""
    found, opened = [], -1
    for token in doc:
        if opened < 0 and token.text in {"“", '"'}:
            opened = token.i
        elif opened >= 0 and token.text in {"”", '"'}:
            found.append((opened, token.i + 1))
            opened = -1
    return found


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
    if _is_denied(head):
        return Modality.DENIED
    if _is_hypothetical(clause):
        return Modality.HYPOTHETICAL
    if _is_planned(clause) or _is_promised(head):
        return Modality.PLANNED
    return Modality.REPORTED if said_by or any(_reporters(clause)) else Modality.ASSERTED


def _is_denied(head: Token) -> bool:
    token = head
    while token.head.i != token.i:
        governor = token.head
        if _denied_noun(token) is not None:
            return True
        if token.dep_ in {"advcl", "relcl", "acl"}:
            return False  # "denied it, as the data is stored here": the reason given is no part of what is denied
        if token.dep_ in {"ccomp", "xcomp"} and governor.lemma_.lower() in lexicon.words("denying"):
            return not any(child.dep_ == "dobj" for child in governor.children)
        token = governor
    return False


CONDITIONS = frozenset({"if", "unless", "should"})


def _is_hypothetical(clause: Clause) -> bool:
    doc = clause.parsed.doc
    head = doc[clause.head]
    words = {doc[i].lower_ for i in clause.own if not _is_name(doc[i])}
    default = {"unless"} if "otherwise" in words else set()  # "unless told otherwise": so it is
    if any(c.lower_ in CONDITIONS - default and c.dep_ in {"mark", "aux"} for c in head.children):
        return True
    found = words & lexicon.words("hypothetical") - default
    return bool(found - {"would"}) or ("would" in found and not _is_backshifted(clause))


def _is_name(token: Token) -> bool:
    """Whether it only looks like "may" or "might": the month, a surname, strength."""
    return token.tag_ in {"NNP", "NNPS", "NN"} or (token.ent_type_ in {"DATE", "PERSON"} and token.tag_ != "MD")


GUESSES = frozenset({"fear", "hope", "think", "believe", "suggest"})
"""What is said with these is no announcement."""


def _is_backshifted(clause: Clause) -> bool:
    """Whether "would" is the "will" of somebody who spoke in the past ("said that it would close"), and hangs on no
    condition."""
    head = clause.parsed.doc[clause.head]
    conditional = any(m.lower_ in CONDITIONS for c in head.children if c.dep_ == "advcl" for m in c.children)
    said = [verb for verb in _reporters(clause) if verb.lemma_.lower() not in GUESSES]
    return not conditional and any(verb.tag_ in {"VBD", "VBN"} for verb in said)


def _is_promised(head: Token) -> bool:
    """Whether the clause is the content of something that is only going to be done ("it would ensure that ...")."""
    token = head
    while token.dep_ in {"ccomp", "xcomp", "conj"} and token.head.i != token.i:
        token = token.head
        auxiliaries = {c.lower_ for c in token.children if c.dep_ == "aux"}
        if token.lemma_.lower() not in lexicon.words("reporting") and auxiliaries & {"would", "will", "'ll", "shall"}:
            return True
    return False


WILL = frozenset({"will", "'ll", "’ll", "wo", "shall", "would"})
"""Auxiliaries of the future; a "would" that comes this far is somebody's "will"."""


def _is_planned(clause: Clause) -> bool:
    head = clause.parsed.doc[clause.head]
    if any(child.lower_ in WILL and child.dep_ in {"aux", "auxpass"} for child in head.children):
        return True
    words = [head, *(child for child in head.children if child.dep_ in {"acomp", "oprd"})]
    return any(_intends(word) for word in words if any(c.dep_ == "xcomp" and c.tag_ == "VB" for c in word.children))


def _intends(word: Token) -> bool:
    """Whether an infinitive after the word lies ahead: "plans to", "is due to", "is going to", "is to"."""
    return word.lemma_.lower() in lexicon.words("planning") or word.lower_ in {"going", "is", "are", "was", "were"}


def is_negated(clause: Clause) -> bool:
    """Whether the clause's verb is negated, or its subject or object is "no"."""
    doc = clause.parsed.doc
    head = doc[clause.head]
    own = set(clause.own)
    if head.dep_ == "conj" and any(c.lower_ == "nor" for c in head.head.children):
        return True
    for child in head.children:
        if child.dep_ == "neg" or child.lower_ in NEGATIVE:
            return True
        argument = child.i in own and child.dep_ in SUBJECTS | {"dobj", "attr", "pobj"}
        if argument and any(c.dep_ in {"det", "preconj"} and c.lower_ in {"no", "neither"} for c in child.children):
            return True
    return any(doc[i].lower_ in {"yet"} and i + 1 < len(doc) and doc[i + 1].lower_ == "to" for i in own)


NEGATIVE = frozenset({"n't", "n’t", "not", "never", "nobody", "nothing", "none", "neither", "nor"})


def is_refuted(clause: Clause) -> bool:
    """Whether the claim is hearsay of which its sentence or the next one says that it is wrong."""
    doc = clause.parsed.doc
    start, end = clause.sentence
    following = next((s for s in doc.sents if s.start >= end), None)
    here = doc[start:end].text.lower()
    cues = lexicon.words("refuting")
    if _has(here, {cue for cue in cues if " " in cue or cue in STRONG}):
        corrects = any(doc[i].lower_ == "contrary" for i in clause.own)
        return not corrects and _is_hearsay(_around(clause))
    return following is not None and _is_hearsay(here) and _has(following.text.lower(), cues)


def _has(text: str, phrases: Collection[str]) -> bool:
    return any(re.search(rf"\b{re.escape(phrase)}\b", text) for phrase in phrases)


def _around(clause: Clause) -> str:
    """The clause's words and those right around the words that it hangs on."""
    doc = clause.parsed.doc
    tokens, token = set(clause.own), doc[clause.head]
    while token.head.i != token.i:
        if token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"} and token.head.head.i == token.head.i:
            break  # what is said beside it is not what it is part of
        token = token.head
        tokens |= {token.i, *(g.i for child in token.children for g in (child, *child.children))}
    return " ".join(doc[i].lower_ for i in sorted(tokens))


STRONG = frozenset({"fake", "hoax", "nonsense", "debunked", "untrue", "false"})
HEARSAY = re.compile(
    r"\b(?:claim(?:s|ed|ing)?|rumou?rs?|rumou?red|posts?|messages?|screenshot|leaflet|video|film|social media"
    r"|circulat\w+|going (?:a)?round|shared|headlines?|has it that|telling|read all over|web|believe|says? so)\b"
)
"""Words with which an outlet passes on what others spread; general English."""


def _is_hearsay(text: str) -> bool:
    return HEARSAY.search(text) is not None
