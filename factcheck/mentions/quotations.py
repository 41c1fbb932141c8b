"""Quotations: the words between quotation marks, and who is said to have said them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.mentions.found import Found
from factcheck.records import Quotation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MARKS = re.compile(
    r"“([^“”]+)(?:”|$)|\"([^\"]+)(?:\"|$)"
    # single marks: an apostrophe inside a word ends nothing, and first one between "s" and a word is a plural's
    r"|(?<!\w)‘((?:[^‘’]|(?<=\w)’(?=\w)|(?<=s)’(?= [a-z])){12,}?)(?!(?<=s)’ [a-z])’(?!\w)"
    r"|(?<!\w)‘([^‘]{12,}?)’(?!\w)"
    r"|(?<!\w)'((?:[^']|(?<=\w)'(?=\w)|(?<=s)'(?= [a-z])){12,}?)(?!(?<=s)' [a-z])'(?!\w)"
    r"|(?<!\w)'([^']{12,}?)'(?!\w)"
)
"""Double quotation marks, and single ones around more than an apostrophe's worth; a quotation left open runs to the end
of its paragraph, as it does where the next paragraph goes on with it."""
MIN_WORDS = 5
"""Shorter ones are scare quotes or fragments, which two outlets may cut differently."""
REACH = 30
"""How many tokens away from the quotation its reporting verb may stand (a role often stands in between)."""
INTERRUPTION = 15
"""How many tokens may stand between the two halves of a quotation that is interrupted by "she said"."""
ASKING = frozenset({"ask", "wonder"})
"""Verbs that report a question; they report no fact, so the lexicon's list has them not."""
NAMED = frozenset({"PERSON", "ORG", "NORP", ""})
"""Entity labels of a subject that can be who speaks; the model often misses unusual names."""


def find(doc: Doc) -> list[Found]:
    """The quotations of a passage with at least ``MIN_WORDS`` words, in order."""
    quoted = _quoted(doc)
    inside = {i for start, end, _ in quoted for i in range(start, end)}
    speakers: list[str | None] = []
    for at, (start, end, _) in enumerate(quoted):
        said_by = _speaker(doc, start, end, inside)
        if said_by is None and at and start - quoted[at - 1][1] < INTERRUPTION:
            said_by = speakers[at - 1]
        speakers.append(said_by)
    return [
        Found(Quotation(words, said_by), start, end)
        for (start, end, words), said_by in zip(quoted, speakers, strict=True)
        if sum(t.is_alpha for t in doc[start:end]) >= MIN_WORDS
    ]


def _quoted(doc: Doc) -> list[tuple[int, int, str]]:
    """Token range and words of everything that stands between quotation marks."""
    found = []
    for match in MARKS.finditer(doc.text):
        group = match.lastindex or 0
        span = doc.char_span(match.start(group), match.end(group), alignment_mode="contract")
        if span is not None and len(span):
            found.append((span.start, span.end, match[group].strip()))
    return found


def _speaker(doc: Doc, start: int, end: int, inside: set[int]) -> str | None:
    """Who says it: the subject of the reporting verb behind or before the quotation, "according to", or "Name:"."""
    verbs = [t for t in doc[max(0, start - REACH) : end + REACH] if t.i not in inside and _reports(t)]
    for verb in sorted(verbs, key=lambda t: _distance(t, start, end)):
        if _crosses(doc, verb.i, start, end):
            continue
        subject = _subject(verb, inside)
        if subject is not None and subject.lower_ not in {"who", "which", "that"}:
            return _named(doc, subject, inside)
    return _according_to(doc, end, inside) or _after_colon(doc, start, inside)


def _reports(token: Token) -> bool:
    lemma = token.lemma_.lower()
    return token.pos_ == "VERB" and (lemma in ASKING or lemma in lexicon.words("reporting"))


def _distance(token: Token, start: int, end: int) -> int:
    return token.i - end if token.i >= end else (start - token.i) + 3  # the verb behind is the usual one


def _crosses(doc: Doc, verb: int, start: int, end: int) -> bool:
    """Whether a sentence ends between the quotation and the verb; a question mark inside the quotation ends none."""
    if verb < start:
        return any(t.text in {".", "!", "?"} for t in doc[verb:start])
    ended = doc[end - 1].text == "." and end + 1 < len(doc) and doc[end + 1].text[:1].isupper()
    return ended or any(t.text in {".", "!", "?"} for t in doc[end:verb])


def _subject(verb: Token, inside: set[int]) -> Token | None:
    """The verb's subject outside quotations, also of "nodded and said", and of an inversion that the parser missed."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i not in inside), None)
    if subject is None and verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        return _subject(verb.head, inside)
    if subject is not None:
        return subject
    doc = verb.doc
    behind = [ent for ent in doc.ents if ent.label_ == "PERSON" and verb.i < ent.start <= verb.i + 3]
    before = [ent for ent in doc.ents if ent.label_ == "PERSON" and ent.end == verb.i]
    near = [ent.root for ent in (*before, *behind) if ent.root.i not in inside]
    return near[0] if near else None


def _named(doc: Doc, subject: Token, inside: set[int]) -> str | None:
    """The speaker's name: for a pronoun the last person named before, for a role the name in apposition."""
    if subject.pos_ == "PRON":
        return _person_before(doc, subject.i, inside) if subject.lower_ in {"he", "she"} else None
    apposed = [c for c in subject.children if c.dep_ == "appos" and c.ent_type_ == "PERSON"]
    token = apposed[0] if apposed and subject.ent_type_ != "PERSON" else subject
    name = next((ent for ent in doc.ents if ent.start <= token.i < ent.end and ent.label_ in NAMED), None)
    return name.text if name is not None else _phrase(doc, token)


def _phrase(doc: Doc, noun: Token) -> str:
    """The noun with what stands before it, and whose it is ("a spokesman for the port")."""
    behind = [c for c in noun.children if c.dep_ == "prep" and c.lower_ in {"of", "for"} and c.i == noun.i + 1]
    end = behind[0].right_edge.i + 1 if behind else noun.i + 1
    start = next((t.i for t in noun.subtree if not t.is_punct and not t.is_quote), noun.i)
    return str(doc[start:end].text)


def _person_before(doc: Doc, position: int, inside: set[int]) -> str | None:
    """The last person named before ``position`` outside quotations, or the last subject that is a name."""
    people = [ent for ent in doc.ents if ent.label_ == "PERSON" and ent.end <= position and ent.start not in inside]
    if people:
        return str(people[-1].text)
    subjects = [
        t for t in doc[:position]
        if t.dep_ in {"nsubj", "nsubjpass"} and t.pos_ == "PROPN" and t.ent_type_ in NAMED and t.i not in inside
    ]  # fmt: skip
    return _phrase(doc, subjects[-1]) if subjects else None


def _according_to(doc: Doc, end: int, inside: set[int]) -> str | None:
    for token in doc[end : end + 4]:
        if token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            target = next((c for c in doc[token.i + 1].children if c.dep_ == "pobj"), None)
            return _named(doc, target, inside) if target is not None else None
    return None


def _after_colon(doc: Doc, start: int, inside: set[int]) -> str | None:
    introduced = any(t.text == ":" for t in doc[max(0, start - 3) : start])
    return _person_before(doc, start, inside) if introduced else None
