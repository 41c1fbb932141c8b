"""Quantities in a sentence: a number with its unit, what is counted, of which whole, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from factcheck import gazetteer, lexicon
from factcheck.mentions import (
    ages,
    counted,
    derived,
    grammar,
    identifiers,
    intervals,
    limits,
    measures,
    numbers,
    outcomes,
    people,
    units,
)
from factcheck.mentions.found import Found
from factcheck.mentions.grammar import NOUNS
from factcheck.mentions.identifiers import YEARS
from factcheck.mentions.numbers import Number
from factcheck.records import Place, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

WORLDWIDE = frozenset({"worldwide", "globally", "global", "world", "international", "internationally"})
TEMPORAL = frozenset({"DATE", "TIME"})
SEASONS = frozenset({
    "night", "morning", "afternoon", "evening", "weekend", "quarter", "season", "summer", "winter", "term", "time",
    "date", "holiday",
})  # fmt: skip
"""Stretches of time that are no units."""
NO_MEASURES = frozenset({"count", "identifier", "year", "against", "margin"})
"""Units that a second number has of its own."""
REACH = 6
"""Tokens behind a number in which a place still says where it is counted."""


def find(sentence: Span, *, taken: Sequence[tuple[int, int]], places: Sequence[Found]) -> list[Found]:
    """The quantities of a sentence; ``taken`` are token ranges that dates and times already own, ``places`` the places
    found in it, which become the scope of what is counted."""
    found: list[Found] = []
    stated = [n for n in numbers.find(sentence) if not any(start <= n.core < end for start, end in taken)]
    for at, number in enumerate(stated):
        stop = stated[at + 1].start if at + 1 < len(stated) else sentence.end
        befalls = outcomes.find(sentence, number, stop)
        quantity = _changed_to(sentence, number, stated[at - 1] if at else None, found) or _quantity(
            sentence, number, found, befalls
        )
        if quantity is not None:
            placed = limits.marked(sentence, number, _with_scope(sentence, number, quantity, places, stop))
            found.append(people.with_outcome(sentence, intervals.marked(sentence, number, placed), befalls))
    found = people.added_up(sentence, _merge_durations(sentence.doc, found))
    return [*found, *derived.find(sentence.doc, found)]


def _changed_to(sentence: Span, number: Number, before: Number | None, found: Sequence[Found]) -> Found | None:
    """The measure that "from 30 seconds to 10" changes to: the second number is one of the first one's unit."""
    doc, last = sentence.doc, found[-1] if found else None
    value = last.value if last is not None else None
    if before is None or last is None or not isinstance(value, Quantity) or value.unit in NO_MEASURES:
        return None
    leads = last.start and doc[last.start - 1].lower_ == "from" and last.start <= before.first < last.end
    between = [token.lower_ for token in doc[last.end : number.start]]
    behind = doc[number.end].lower_ if number.end < sentence.end else ""
    bare = counted.noun_after(doc, number, sentence.end) is None and measures.unit_of(doc, number) is None
    bare = bare and behind != "of"
    if not leads or between != ["to"] or not bare or not before.value:
        return None
    factor = value.value / before.value
    return Found(
        replace(value, value=number.value * factor, low=number.low * factor, high=number.high * factor,
                approximate=number.approximate), number.start, number.end,
    )  # fmt: skip


def _quantity(sentence: Span, number: Number, before: Sequence[Found], befalls: str) -> Found | None:
    doc = sentence.doc
    if _is_of_a_series(doc, number) or _is_glued(doc, number):
        return None
    if (age := ages.find(doc, number)) is not None:
        return age
    measured = measures.unit_of(doc, number)
    if measured is not None:
        quantity, end = measures.rate(doc, measures.quantity(sentence, number, measured), measured.end)
        return Found(quantity, _start(doc, number), end)
    if identifiers.is_part_of_a_name(sentence, number):
        return None
    if (named := identifiers.find(doc, number)) is not None:
        return Found(named, number.start, number.end)
    if _is_no_quantity(sentence, number, befalls):
        return None
    found = counted.find(sentence, number, before)
    if found is None and befalls and not number.share:
        found = Quantity(number.value, number.low, number.high, "count", approximate=number.approximate)
    if found is None:
        return None
    quantity, end = measures.rate(doc, found, number.end)
    return Found(quantity, number.start, end)


def _start(doc: Doc, number: Number) -> int:
    """The first token of the number, with the currency before it."""
    before = doc[number.start - 1].text if number.start else ""
    has_currency = units.currency_symbol(before) is not None or units.is_currency_code(before)
    return number.start - has_currency


def _is_no_quantity(sentence: Span, number: Number, befalls: str) -> bool:
    """Years, days of a month, clock times, versions, street numbers, and the "one" that is a pronoun."""
    doc, token = sentence.doc, sentence.doc[number.core]
    noun = counted.noun_after(doc, number, sentence.end)
    if token.lower_ == "one" and not number.share:
        return not (_is_one_person(doc, number, noun) or (befalls and _is_headline_count(doc, number)))
    if token.ent_type_ in TEMPORAL and not _counts_things(doc, number, noun):
        return True
    if _is_year(token, number):
        return noun is None or token.ent_type_ in TEMPORAL or noun.tag_ != "NNS" or _after_the(doc, number)
    if number.start and doc[number.start - 1].lower_ == "per":
        return True
    if _is_code(doc, number):
        return True
    if noun is not None and noun.pos_ == "PROPN" and noun.lower_ in gazetteer.KINDS:
        return True
    return "." in token.text.rstrip(".") and not _is_decimal(doc, number, noun)


def _is_of_a_series(doc: Doc, number: Number) -> bool:
    """Whether it is one of the numbers of "image 3 of 5", which say where in a series something stands."""
    first = number.start
    if first > 1 and doc[first - 1].lower_ == "of" and doc[first - 2].text.isdecimal():
        first -= 2
    if first < 1 or first + 2 >= len(doc) or doc[first + 1].lower_ != "of" or not doc[first].text.isdecimal():
        return False
    noun = doc[first - 1]
    has_article = any(child.dep_ in {"det", "nummod"} and child.i < first for child in noun.children)
    return doc[first + 2].text.isdecimal() and noun.tag_ in {"NN", "NNP"} and not has_article


def _is_glued(doc: Doc, number: Number) -> bool:
    """Whether a hyphen makes it the end of a word: "mid-30", or a numeral that is misspelt."""
    if number.start < 2 or number.start != number.first or doc[number.start - 1].text != "-":
        return False
    return (
        not doc[number.start - 1].whitespace_
        and not doc[number.start - 2].whitespace_
        and doc[number.start - 2].is_alpha
    )


def _is_code(doc: Doc, number: Number) -> bool:
    """Whether a letter that is no unit is glued to the digits: "5G"."""
    is_glued = number.end < len(doc) and doc[number.core].text.isdecimal() and not doc[number.core].whitespace_
    return is_glued and len(doc[number.end]) == 1 and doc[number.end].is_alpha


def _is_one_person(doc: Doc, number: Number, noun: Token | None) -> bool:
    """Whether "one" counts: one person to whom something happens, or one of those counted before."""
    if noun is not None:
        told = noun.head.lemma_.lower() in lexicon.words("reporting")
        return grammar.lemma(noun) in lexicon.words("persons") and noun.i == number.end and not told
    return [t.lower_ for t in doc[number.end : number.end + 2]] in (["of", "them"], ["of", "whom"])


def _is_headline_count(doc: Doc, number: Number) -> bool:
    """Whether what becomes of it stands right behind the number: "one dead, three hurt"."""
    return number.end < len(doc) and doc[number.end].lower_ in lexicon.outcomes()


def _counts_things(doc: Doc, number: Number, noun: Token | None) -> bool:
    """Whether a number that was taken for a date counts something that is none."""
    if number.share and number.end + 1 < len(doc) and doc[number.end].lower_ == "of":
        whole = next((c for c in doc[number.end].children if c.dep_ == "pobj"), None)
        return whole is not None and whole.ent_type_ not in TEMPORAL and units.unit(whole.text) is None
    if noun is None:
        return False
    is_plural = noun.tag_ == "NNS" and units.unit(noun.text) is None and noun.lemma_.lower() not in SEASONS
    return noun.ent_type_ not in TEMPORAL or is_plural


def _is_year(token: Token, number: Number) -> bool:
    is_bare = number.start == number.core and token.text.isdecimal() and len(token.text) == 4
    return is_bare and int(number.value) in YEARS


def _after_the(doc: Doc, number: Number) -> bool:
    return number.start > 0 and doc[number.start - 1].lower_ in {"the", "in", "its", "their", "last", "since"}


def _is_decimal(doc: Doc, number: Number, noun: Token | None) -> bool:
    """Whether a number with a point counts or scales something, and is no version or time of day."""
    before = doc[number.start - 1] if number.start else None
    after_of = before is not None and before.lower_ == "of"
    named = before is not None and before.pos_ == "PROPN"
    scaled = doc[number.core].lower_.endswith(("bn", "tn", "m", "k"))
    return scaled or after_of or (noun is not None and not named) or _is_changed(doc, number)


def _is_changed(doc: Doc, number: Number) -> bool:
    """Whether it is one end of "lowered it from 5.2 to 3.9"."""
    words = [token.lower_ for token in doc[max(0, number.start - 3) : number.end + 2]]
    return number.start > 0 and doc[number.start - 1].lower_ in {"from", "to"} and {"from", "to"} <= set(words)


def _with_scope(sentence: Span, number: Number, found: Found, places: Sequence[Found], stop: int) -> Found:
    value = found.value
    assert isinstance(value, Quantity)
    if value.scope or value.unit in {"identifier", "year"}:
        return found
    return replace(found, value=replace(value, scope=_scope(sentence, number, found.end, places, stop)))


def _scope(sentence: Span, number: Number, end: int, places: Sequence[Found], stop: int) -> tuple[str, ...]:
    """Where it is counted: places in the counted noun's phrase, or right behind it, up to the next number or colon."""
    doc = sentence.doc
    limit = next((i for i in range(end, stop) if doc[i].text in {":", ";"}), stop)
    near = set(range(end, min(end + REACH, limit)))
    noun = grammar.top(doc, number.start, max(end, number.core + 1)).head
    if noun.pos_ in NOUNS:
        near |= {t.i for t in noun.subtree if t.i < limit and (t.i >= number.start or noun.i > number.start)}
    found = {code for place in places if place.start in near for code in _codes(place)}
    if any(doc[i].lower_ in WORLDWIDE and doc[i].pos_ != "PROPN" for i in near):
        found.add("world")
    return tuple(sorted(found))


def _codes(place: Found) -> tuple[str, ...]:
    if not isinstance(place.value, Place):
        return ()
    if place.value.level == "country" and place.value.countries:
        return place.value.countries[:1]
    return (place.value.name.lower(),)


def _merge_durations(doc: Doc, found: list[Found]) -> list[Found]:
    """ "four hours and 25 minutes" is one duration."""
    merged: list[Found] = []
    for item in found:
        last = merged[-1] if merged else None
        total = _sum(doc, last, item) if last is not None else None
        if last is not None and total is not None:
            merged[-1] = Found(total, last.start, item.end)
        else:
            merged.append(item)
    return merged


def _sum(doc: Doc, last: Found, item: Found) -> Quantity | None:
    """Both parts of a duration as one, as precise as the smaller part; None if they are not of one duration."""
    a, b = last.value, item.value
    if not isinstance(a, Quantity) or not isinstance(b, Quantity) or not a.unit == b.unit == "second":
        return None
    between = [t.lower_ for t in doc[last.end : item.start]]
    if b.value >= a.value or between not in ([], ["and"], [","], [",", "and"]):
        return None
    noun = a.counted or b.counted
    return replace(a, value=a.value + b.value, low=a.value + b.low, high=a.value + b.high, counted=noun)
