"""Quotations: the words between quotation marks, and who is said to have said them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.mentions.found import Found
from factcheck.records import Quotation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MARKS = re.compile(r"“([^“”]+)(?:”|$)|\"([^\"]+)(?:\"|$)|(?<!\w)‘([^‘]{12,}?)’(?!\w)|(?<!\w)'([^']{12,}?)'(?!\w)")
"""Double quotation marks, and single ones around more than an apostrophe's worth; a quotation left open runs to the end
of its paragraph, as it does where the next paragraph goes on with it."""
MIN_WORDS = 5
"""Shorter ones are scare quotes or fragments, which two outlets may cut differently."""


def find(doc: Doc) -> list[Found]:
    """The quotations of a passage with at least ``MIN_WORDS`` words, in order."""
    found = []
    for match in MARKS.finditer(doc.text):
        group = next(i for i in range(1, 5) if match[i])
        span = doc.char_span(match.start(group), match.end(group), alignment_mode="contract")
        if span is not None and sum(t.is_alpha for t in span) >= MIN_WORDS:
            words = match[group].strip()
            found.append(Found(Quotation(words, _speaker(doc, span.start, span.end)), span.start, span.end))
    return _joined(doc, found)


def _joined(doc: Doc, found: list[Found]) -> list[Found]:
    """A quotation that is interrupted by "she said" gets the speaker of its other half."""
    speakers = [f.value.speaker for f in found if isinstance(f.value, Quotation)]
    joined = []
    for at, item in enumerate(found):
        assert isinstance(item.value, Quotation)
        near = item.value.speaker
        if near is None and at and item.start - found[at - 1].end < 15:
            near = speakers[at - 1]
        joined.append(Found(Quotation(item.value.words, near), item.start, item.end))
    return joined


def _speaker(doc: Doc, start: int, end: int) -> str | None:
    """The subject of the reporting verb behind, before or around the quotation."""
    verbs = [
        t for t in doc if t.lemma_.lower() in lexicon.words("reporting") and not start <= t.i < end and t.pos_ == "VERB"
    ]
    for verb in sorted(verbs, key=lambda t: _distance(t, start, end)):
        if _distance(verb, start, end) > REACH or _crosses(doc, verb, start, end):
            continue
        subject = next((c for c in verb.children if c.dep_ == "nsubj" and not start <= c.i < end), None)
        if subject is not None:
            return _named(doc, subject)
    return _after_colon(doc, start)


REACH = 30
"""How many tokens away from the quotation its reporting verb may stand (a role often stands in between)."""


def _distance(token: Token, start: int, end: int) -> int:
    return token.i - end if token.i >= end else (start - token.i) + 3  # the verb behind is the usual one


def _crosses(doc: Doc, verb: Token, start: int, end: int) -> bool:
    """Whether a sentence ends between the quotation and the verb, outside the quotation."""
    between = doc[end : verb.i] if verb.i >= end else doc[verb.i : start]
    return any(t.text in {".", "!", "?"} and not start <= t.i < end and t.i > end for t in between)


def _named(doc: Doc, subject: Token) -> str | None:
    if subject.pos_ == "PRON":
        people = [e for e in doc.ents if e.label_ == "PERSON" and e.end <= subject.i]
        return people[-1].text if people and subject.lower_ in {"he", "she"} else None
    name = next((e for e in doc.ents if e.start <= subject.i < e.end), None)
    return name.text if name is not None else doc[subject.left_edge.i : subject.i + 1].text


def _after_colon(doc: Doc, start: int) -> str | None:
    people = [e for e in doc.ents if e.label_ == "PERSON" and e.end <= start]
    introduced = any(t.text == ":" for t in doc[max(0, start - 3) : start])
    return people[-1].text if introduced and people else None
