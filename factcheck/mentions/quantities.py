"""Quantities in a sentence: a number with its unit, what is counted, of which whole, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.mentions import numbers, units
from factcheck.mentions.found import Found
from factcheck.mentions.numbers import Number
from factcheck.records import Place, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

WORLDWIDE = frozenset({"worldwide", "globally", "global", "world", "international", "internationally"})
NOUNS = frozenset({"NOUN", "PROPN"})
COARSE = {"year": 0.05, "years": 0.05, "month": 0.05, "months": 0.05}
"""Relative slack of durations in units that are not of one length: a month has 28 to 31 days."""
YEARS = range(1500, 2101)
RATE = re.compile(r"^(?:per|a|an|each|every)$")


@dataclass(frozen=True, slots=True)
class Measured:
    """The unit of a number: how to convert it and where its words end."""

    unit: str
    factor: float
    end: int
    slack: float = 0.0


def find(sentence: Span, *, taken: Sequence[tuple[int, int]], places: Sequence[Found]) -> list[Found]:
    """The quantities of a sentence; ``taken`` are token ranges that dates and times already own, ``places`` the places
    found in it, which become the scope of what is counted."""
    found: list[Found] = []
    for number in numbers.find(sentence):
        if any(start <= number.core < end for start, end in taken) or _is_no_quantity(sentence, number):
            continue
        quantity = _quantity(sentence, number, found, places)
        if quantity is not None:
            found.append(quantity)
    return _merge_durations(sentence.doc, found)


def _is_no_quantity(sentence: Span, number: Number) -> bool:
    """Years, days of a month, clock times, versions, and the "one" that is a pronoun."""
    doc, token = sentence.doc, sentence.doc[number.core]
    if token.lower_ == "one" and not (_follows_unit(doc, number) or number.share):
        return True
    if token.ent_type_ in {"DATE", "TIME"} and not _follows_unit(doc, number) and not _age(doc, number):
        return True
    bare = number.start == number.core and number.value.is_integer()
    if bare and int(number.value) in YEARS and "," not in token.text and token.text.isdigit():
        return not _noun_after(doc, number, sentence.end)
    return "." in token.text and token.dep_ != "nummod" and not _follows_unit(doc, number)


def _follows_unit(doc: Doc, number: Number) -> bool:
    return _measured(doc, number) is not None


@cache
def _percent_words() -> frozenset[str]:
    return frozenset({"%", "percent", "per", "pct", "percentage"})


def _measured(doc: Doc, number: Number) -> Measured | None:
    """The unit before (a currency symbol) or after the number, or None."""
    first = next(
        (i for i in range(number.start, number.end) if doc[i].like_num or doc[i].text[0].isdigit()), number.core
    )
    before = doc[first - 1] if first else None
    if before is not None and (code := units.currency_symbol(before.text)):
        return Measured(code, 1.0, number.end)
    if before is not None and units.is_currency_code(before.text):
        return Measured(before.text, 1.0, number.end)
    glued = re.search(r"[a-z\u00b0%/]+$", doc[number.core].text)
    if glued and doc[number.core].text[0].isdigit():
        return _named(glued[0], number.end)
    return _following(doc, number.end)


def _named(word: str, end: int) -> Measured | None:
    if word in {"%"}:
        return Measured("percent", 1.0, end)
    unit = units.unit(word)
    return Measured(unit.base, unit.factor, end, COARSE.get(word.lower(), 0.0)) if unit else None


def _following(doc: Doc, position: int) -> Measured | None:
    if position >= len(doc):
        return None
    if doc[position].text == "-" and position + 1 < len(doc):
        position += 1
    word = doc[position].text
    after = doc[position + 1].text if position + 1 < len(doc) else ""
    if word in {"%", "percent", "pct"} or (word == "per" and after == "cent"):
        return Measured("percent", 1.0, position + 1 + (word == "per"))
    if word == "percentage" and after.startswith("point"):
        return Measured("percentage point", 1.0, position + 2)
    if (code := units.currency_word(word)) is not None:
        return Measured(code, 1.0, position + 1)
    if after == "per" and (height := _height(doc, position)):
        return height
    compound = doc[position : position + 3].text
    for text, length in ((compound, 3), (f"{word} {after}", 2), (word, 1)):
        if measured := _named(text, position + length):
            return measured
    return None


def _height(doc: Doc, position: int) -> Measured | None:
    for length in (2, 1):
        area = doc[position + 2 : position + 2 + length].text
        unit = units.per_area(doc[position].text, area)
        if unit:
            return Measured(unit.base, unit.factor, position + 2 + length)
    return None


def _quantity(sentence: Span, number: Number, before: Sequence[Found], places: Sequence[Found]) -> Found | None:
    doc = sentence.doc
    if age := _age(doc, number):
        return Found(
            Quantity(number.value, number.low, number.high, "year", "age", part_of=age[0]), number.start, age[1]
        )
    measured = None if number.share else _measured(doc, number)
    if measured is not None:
        quantity = _measure(sentence, number, measured)
        end = measured.end
    else:
        counted = _counted(sentence, number, before)
        if counted is None:
            return None
        quantity, end = counted, number.end
    quantity, end = _per(doc, quantity, end)
    return Found(
        replace(quantity, scope=quantity.scope or _scope(sentence, number, end, places)), _start(doc, number), end
    )


def _start(doc: Doc, number: Number) -> int:
    """The first token of the number, with the currency symbol before it."""
    return number.start - 1 if number.start and units.currency_symbol(doc[number.start - 1].text) else number.start


def _measure(sentence: Span, number: Number, measured: Measured) -> Quantity:
    factor, slack = measured.factor, measured.slack
    low, high = number.low * factor * (1 - slack), number.high * factor * (1 + slack)
    noun = _measured_noun(sentence, number, measured.end)
    unit = measured.unit
    return Quantity(number.value * factor, low, high, unit, noun, approximate=number.approximate)


def _measured_noun(sentence: Span, number: Number, end: int) -> str:
    """What a measure measures: "310 millimetres of rain", "a deficit of 2.9 per cent", "15 second videos"."""
    doc = sentence.doc
    if end + 1 < sentence.end and doc[end].lower_ == "of":
        target = next((c for c in doc[end].children if c.dep_ == "pobj"), None)
        if target is not None:
            return str(target.lemma_.lower())
    if end < sentence.end and doc[end].pos_ in NOUNS and doc[end].i == end:
        return str(_last_noun(doc, end, sentence.end).lemma_.lower())
    top = _top(doc, number.start, end)
    if top.head.i != top.i and top.head.dep_ == "prep" and top.head.head.pos_ in NOUNS:
        return str(top.head.head.lemma_.lower())
    return ""


def _counted(sentence: Span, number: Number, before: Sequence[Found]) -> Quantity | None:
    doc = sentence.doc
    unit = "share" if number.share else "count"
    quantity = Quantity(number.value, number.low, number.high, unit, approximate=number.approximate)
    noun = _noun_after(doc, number, sentence.end)
    if noun is not None:
        return _with_noun(quantity, noun)
    if (identified := _identified(doc, number)) is not None:
        return replace(quantity, unit="identifier", counted=identified.lemma_.lower())
    if number.end < sentence.end and doc[number.end].lower_ == "of":
        whole = next((c for c in doc[number.end].children if c.dep_ == "pobj"), None)
        if whole is not None:
            lemma = "" if whole.pos_ == "PRON" else whole.lemma_.lower()
            return replace(quantity, counted=lemma, part_of=lemma or "them")
    inherited = next(
        (f.value for f in reversed(before) if isinstance(f.value, Quantity) and f.value.unit == "count"), None
    )
    top = _top(doc, number.start, number.end)
    if inherited is not None and top.dep_ in {
        "conj",
        "appos",
        "npadvmod",
        "advmod",
        "prep",
        "dep",
        "nsubj",
        "nsubjpass",
    }:
        return replace(quantity, counted=inherited.counted, qualifiers=inherited.qualifiers, part_of=inherited.counted)
    return _from_subject(quantity, top)


def _with_noun(quantity: Quantity, noun: Token) -> Quantity:
    qualifiers = tuple(sorted(c.lemma_.lower() for c in noun.children if c.dep_ in {"amod", "compound"} and c.is_alpha))
    lemma = noun.lemma_.lower()
    if noun.ent_type_ == "NORP":
        from factcheck import gazetteer

        country = gazetteer.demonym(noun.text)
        if country:
            return replace(quantity, counted="person", scope=(country,), qualifiers=qualifiers)
    if lemma in lexicon.words("containers"):
        of = next((g for c in noun.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"), None)
        lemma = of.lemma_.lower() if of is not None else lemma
    return replace(quantity, counted=lemma, qualifiers=qualifiers)


def _from_subject(quantity: Quantity, top: Token) -> Quantity | None:
    """ "The number of dead rose to three", "the dead numbered fourteen": the subject says what is counted."""
    verb = top.head
    while verb.head.i != verb.i and verb.pos_ not in {"VERB", "AUX"}:
        verb = verb.head
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i != top.i), None)
    if (
        subject is None
        or subject.pos_ == "PRON"
        or top.dep_ not in {"pobj", "attr", "dobj", "acomp", "oprd", "npadvmod"}
    ):
        return replace(quantity, counted="") if top.dep_ in {"nsubj", "nsubjpass"} else None
    return _with_noun(replace(quantity, qualifiers=()), subject)


def _noun_after(doc: Doc, number: Number, stop: int) -> Token | None:
    """The noun that the number counts, across adjectives and compounds; None for an elliptical number."""
    top = _top(doc, number.start, number.end)
    if (
        top.head.pos_ in NOUNS
        and top.head.i >= number.end
        and top.dep_ in {"nummod", "compound", "amod", "quantmod", "nmod"}
    ):
        return top.head
    position = number.end
    if position < stop and doc[position].text == "-":
        position += 1
    while position < min(stop, number.end + 4) and doc[position].pos_ in {"ADJ", "ADV"} | (
        {"VERB"} if doc[position].tag_ in {"VBN", "VBG"} else set()
    ):
        position += 1
    if (
        position < stop
        and doc[position].pos_ in NOUNS
        and doc[position].dep_ not in {"nsubj"} | ({"pobj"} if position == number.end and False else set())
    ):
        return _last_noun(doc, position, stop)
    if position < stop and doc[position].pos_ in NOUNS:
        return _last_noun(doc, position, stop)
    return None


def _last_noun(doc: Doc, position: int, stop: int) -> Token:
    while position + 1 < stop and doc[position + 1].pos_ in NOUNS and doc[position].dep_ == "compound":
        position += 1
    return doc[position]


def _identified(doc: Doc, number: Number) -> Token | None:
    """The noun that the number is a name of: "port 8080", "version 5", "report no. 5"; None if it counts."""
    if number.start == 0 or not doc[number.core].text.isdigit():
        return None
    before = doc[number.start - 1]
    return before if before.pos_ in NOUNS and not before.is_punct and before.lower_ not in {"no.", "no"} else None


def _top(doc: Doc, start: int, end: int) -> Token:
    """The token of the range that the rest of it hangs on."""
    return next((doc[i] for i in range(start, end) if not start <= doc[i].head.i < end), doc[end - 1])


def _age(doc: Doc, number: Number) -> tuple[str, int] | None:
    """Whose age it is and where its words end, if it is one: "a 67-year-old man", "aged 41", "Ann Lee, 58,"."""
    following = doc[number.end : number.end + 5].text.lower()
    if match := re.match(r"-?\s?years?\s?-\s?olds?|years? old|years? of age", following):
        end = number.end + len(re.findall(r"[\w]+|-", match[0]))
        noun = doc[number.end + len(re.findall(r"\w+|-", match[0])) - 1].head
        return noun.lemma_.lower() if noun.pos_ in NOUNS else "", min(end, len(doc))
    if number.start and doc[number.start - 1].lower_ == "aged":
        return _governing_noun(doc[number.start - 1]), number.end
    if number.start > 1 and doc[number.start - 1].text == "," and doc[number.start - 2].ent_type_ == "PERSON":
        if number.end >= len(doc) or doc[number.end].is_punct:
            return doc[number.start - 2].text.lower(), number.end
    if (
        number.start > 1
        and doc[number.start - 1].lower_ == "of"
        and doc[number.start - 2].lemma_.lower() in lexicon.words("persons")
    ):
        if number.end >= len(doc) or doc[number.end].pos_ not in NOUNS:
            return doc[number.start - 2].lemma_.lower(), number.end
    return None


def _governing_noun(token: Token) -> str:
    while token.head.i != token.i:
        token = token.head
        if token.pos_ in NOUNS:
            return str(token.lemma_.lower())
    return ""


def _per(doc: Doc, quantity: Quantity, end: int) -> tuple[Quantity, int]:
    """A rate: "5,000 messages per second", "38 million diners a month", in units of a second."""
    at = next((i for i in range(end, min(end + 3, len(doc) - 1)) if RATE.match(doc[i].lower_)), None)
    if at is None or any(doc[i].is_punct for i in range(end, at)):
        return quantity, end
    unit = units.unit(doc[at + 1].text)
    if unit is None or not unit.is_duration:
        return quantity, end
    value, low, high = (x / unit.factor for x in (quantity.value, quantity.low, quantity.high))
    return replace(quantity, value=value, low=low, high=high, unit=f"{quantity.unit}/second"), at + 2


def _scope(sentence: Span, number: Number, end: int, places: Sequence[Found]) -> tuple[str, ...]:
    """Where it is counted: places in the counted noun's phrase, or right behind it."""
    doc = sentence.doc
    noun = _top(doc, number.start, end).head
    near = set(range(end, min(end + 6, sentence.end)))
    inside = {t.i for t in noun.subtree} if noun.pos_ in NOUNS else set()
    found = {code for place in places if place.start in near | inside for code in _codes(place)}
    if any(doc[i].lower_ in WORLDWIDE for i in near | inside):
        found.add("world")
    return tuple(sorted(found))


def _codes(place: Found) -> tuple[str, ...]:
    if not isinstance(place.value, Place):
        return ()
    if place.value.level == "country" and place.value.countries:
        return place.value.countries[:1]
    return (place.value.name.lower(),)


def _merge_durations(doc: Doc, found: list[Found]) -> list[Found]:
    """ "six hours and 36 minutes" is one duration."""
    merged: list[Found] = []
    for item in found:
        last = merged[-1] if merged else None
        if last is not None and _continues(doc, last, item):
            a, b = last.value, item.value
            assert isinstance(a, Quantity)
            assert isinstance(b, Quantity)
            total = replace(
                a, value=a.value + b.value, low=a.low + b.low, high=a.high + b.high, counted=a.counted or b.counted
            )
            merged[-1] = Found(total, last.start, item.end)
        else:
            merged.append(item)
    return merged


def _continues(doc: Doc, last: Found, item: Found) -> bool:
    if not isinstance(last.value, Quantity) or not isinstance(item.value, Quantity):
        return False
    between = [t.lower_ for t in doc[last.end : item.start]]
    same = last.value.unit == item.value.unit == "second"
    return same and item.value.value < last.value.value and between in ([], ["and"], [","], [",", "and"])
