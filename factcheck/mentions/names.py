"""Names of people and organisations, each in the fullest form that the article gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from factcheck.mentions import offices
from factcheck.mentions.found import Found
from factcheck.records import Name

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

LABELS = {"PERSON": "person", "ORG": "organisation"}
PLACES = frozenset({"GPE", "LOC", "FAC"})
EDGES = re.compile(r"^(?:the|a|an|mr|mrs|ms|dr|prof|professor|sir)\.?\s+|[’']s?$|[.,;:!?\"“”‘’]+$", re.I)


def find(sentence: Span, fullest: dict[str, str]) -> list[Found]:
    """The people and organisations named in a sentence; ``fullest`` comes from ``fullest_forms``."""
    found = offices.find(sentence, fullest)
    taken = {i for one in found for i in range(one.start, one.end)}
    for ent in sentence.ents:
        name = clean(ent.text)
        if ent.label_ in LABELS and re.search(r"[A-Z]", name) and taken.isdisjoint(range(ent.start, ent.end)):
            found.append(Found(Name(fullest.get(name, name), LABELS[ent.label_]), ent.start, ent.end))
    return found


def clean(text: str) -> str:
    """A name without article, courtesy title, possessive and punctuation around it."""
    before = None
    text = " ".join(text.split())
    while before != text:
        before, text = text, EDGES.sub("", text).strip()
    return text


def fullest_forms(docs: Iterable[Doc]) -> dict[str, str]:
    """Every name that an article uses, to its fullest form there: a surname to the one person who bears it."""
    names = {clean(ent.text) for doc in docs for ent in doc.ents if ent.label_ in LABELS}
    forms: dict[str, str] = {}
    for name in names:
        longer = sorted(
            n for n in names if len(n) > len(name) and n.split()[-1:] == name.split()[-1:] and n.endswith(name)
        )
        forms[name] = longer[0] if len(longer) == 1 else name
    return forms


def keys(sentence: Span) -> tuple[str, ...]:
    """The names in a sentence as keys that two articles share: surnames of people, other names in lower case."""
    found = set()
    for ent in sentence.ents:
        name = clean(ent.text)
        if ent.label_ in LABELS.keys() | PLACES | {"PRODUCT", "EVENT", "NORP", "WORK_OF_ART", "LAW"} and len(name) > 1:
            found.add(name.split()[-1].lower() if ent.label_ == "PERSON" else name.lower())
    return tuple(sorted(found))
