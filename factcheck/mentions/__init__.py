"""Claims get their mentions: typed values, each with the question that it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from factcheck.language import Clause, Parsed, Word
from factcheck.mentions import (
    landmarks,
    names,
    orphans,
    places,
    quantities,
    questions,
    quotations,
    slots,
    states,
    times,
)
from factcheck.mentions.found import Found
from factcheck.records import Article, Claim, Kind, Mention, Name, Place, Quantity, Quotation, TimeSpan

__all__ = ["attach"]

KINDS = {Quantity: Kind.QUANTITY, TimeSpan: Kind.TIME, Place: Kind.PLACE, Name: Kind.ENTITY, Quotation: Kind.QUOTE}

REFERRING = frozenset({"that", "this", "these", "those", "it", "then", "they", "of"})
"""First words of a sentence that goes on about what the one before said."""


def attach(
    article: Article,
    parsed: Sequence[Parsed],
    drafts: Iterable[tuple[Claim, Clause]],
    join: Callable[[tuple[Word, ...]], str],
) -> tuple[Claim, ...]:
    """The claims of one article with their mentions and names; each mention belongs to one claim.

    ``join`` makes running text of words (``claims.join``), so that a question reads as its claim does.
    """
    fullest = names.fullest_forms(p.doc for p in parsed)
    small = landmarks.ordinary(p.doc for p in parsed)
    quoted = {id(p): quotations.find(p.doc) for p in parsed}
    cache: dict[tuple[int, int], list[Found]] = {}
    fronted: dict[tuple[int, int], list[Found]] = {}
    contexts: dict[tuple[int, int], tuple[TimeSpan, ...]] = {}
    done = []
    drafts = list(drafts)
    taken = orphans.owned(clause for _, clause in drafts)
    for claim, clause in drafts:
        key = orphans.sentence(clause)
        lost: list[Found] = []
        if key not in cache:
            cache[key] = _find(clause, article.published, fullest)
            lost, whole = orphans.adopt(clause, cache[key], taken[key])
            contexts[key] = tuple(f.value for f in cache[key] if isinstance(f.value, TimeSpan))
            fronted[key] = [f for f in cache[key] if isinstance(f.value, TimeSpan)]
        own = set(clause.own)
        found = [f for f in cache[key] if f.start in own or f.end - 1 in own]
        found += [f for f in quoted[id(clause.parsed)] if f.start in own]
        cache[key] = [f for f in cache[key] if f not in found]
        found += [f for f in fronted[key] if f not in found and f.start in shared_times(clause)]
        quoted[id(clause.parsed)] = [f for f in quoted[id(clause.parsed)] if f not in found]
        make = partial(_mention, clause=clause, join=join, beside=[f for f in found if isinstance(f.value, Place)])
        doc = clause.parsed.doc
        sentence = doc[clause.sentence[0] : clause.sentence[1]]
        keys = set(names.keys(sentence))
        mentioned = tuple(sorted(k for k in keys if k in claim.text.lower()))
        adopted = [_mention(f, clause=whole, join=join, beside=[]) for f in lost]
        mentions = tuple(sorted((*adopted, *map(make, found)), key=lambda m: m.span))
        done.append(
            replace(
                claim,
                names=mentioned,
                landmarks=landmarks.find(sentence, small),
                mentions=mentions,
                context=_context(clause, contexts),
                states=states.find(clause.denied or clause),
                published=article.published,
            )
        )
    return tuple(done)


def shared_times(clause: Clause) -> frozenset[int]:
    """The tokens before the subject of a clause that this one is joined to by "and" and shares the subject with: what
    stands there in front of all of them is said of all ("In May the two met, argued and founded a firm")."""
    doc = clause.parsed.doc
    verb = doc[clause.head]
    if any(child.dep_ in SUBJECTS for child in verb.children):
        return frozenset()
    while verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        verb = verb.head
        subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
        if subject is not None:
            before = (c for c in verb.children if c.dep_ in FRONTED and c.i < subject.left_edge.i)
            return frozenset(t.i for child in before for t in child.subtree)
    return frozenset()


SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
FRONTED = frozenset({"npadvmod", "prep", "advmod"})


def _context(clause: Clause, contexts: dict[tuple[int, int], tuple[TimeSpan, ...]]) -> tuple[TimeSpan, ...]:
    """The times of the clause's sentence, or, where it refers back to the sentence before, the times of that one."""
    doc, (start, _) = clause.parsed.doc, clause.sentence
    own = contexts.get((id(clause.parsed), start), ())
    if own or not start or doc[start].lower_ not in REFERRING:
        return own
    before = doc[start - 1].sent.start
    return contexts.get((id(clause.parsed), before), ())


def _find(clause: Clause, published: date | None, fullest: dict[str, str]) -> list[Found]:
    """The values in a sentence: times first, since their numbers are no quantities."""
    sentence = clause.parsed.doc[clause.sentence[0] : clause.sentence[1]]
    found_times = times.find(sentence, published=published)
    found_places = places.find(sentence)
    taken = [(f.start, f.end) for f in found_times]
    found_quantities = quantities.find(sentence, taken=taken, places=found_places)
    return [*found_times, *found_places, *found_quantities, *names.find(sentence, fullest)]


def _mention(found: Found, *, clause: Clause, join: Callable[[tuple[Word, ...]], str], beside: list[Found]) -> Mention:
    kind = KINDS[type(found.value)]
    doc, passage = clause.parsed.doc, clause.parsed.passage
    start, end = doc[found.start].idx, doc[found.end - 1].idx + len(doc[found.end - 1])
    return Mention(
        kind=kind,
        value=found.value,
        span=passage.locate(start, end),
        text=passage.text[start:end],
        question=join(questions.pointed(clause, found) or questions.whole(clause, found)),
        fact=join(questions.named(clause, found)),
        focus=join(questions.focus(clause, found)),
        listed=isinstance(found.value, Place) and slots.is_listed(doc, found, beside),
        slot=slots.slot(doc, found),
    )
