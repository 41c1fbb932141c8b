"""What a number counts: the noun behind it, the whole it is a part of, or the noun that a list leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from factcheck import gazetteer, lexicon
from factcheck.mentions import grammar
from factcheck.mentions.found import Found
from factcheck.mentions.grammar import NOUNS
from factcheck.mentions.numbers import Number
from factcheck.records import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SETTLEMENTS = frozenset({"town", "city", "village", "hamlet", "settlement", "community", "island", "suburb"})
"""Nouns of which "of 9,300" counts the inhabitants."""
COMPANIES = frozenset(
    {"crowd", "crew", "team", "group", "family", "party", "squad", "audience", "staff", "gang", "jury"}
)
"""Nouns of which "of 40" counts the people."""
MARGINS = frozenset({"majority", "margin"})
"""Nouns of which "of three" says by how many a vote was won."""
BELONGINGS = frozenset(
    {"identity", "name", "photo", "photograph", "picture", "portrait", "funeral", "family", "relative"}
)
"""What several people have each of their own, so that one may speak of that of some of them."""
FURTHER = frozenset({"another", "more", "further", "other", "additional", "extra", "new"})
"""Words around a number that set it apart from what was counted before."""
NUMBERING = ("numbered", "numbering", "totalled", "totaled", "totalling", "totaling")
ELLIPTICAL = frozenset({"conj", "appos", "npadvmod", "advmod", "prep", "dep", "nsubj", "nsubjpass", "nummod"})
"""Positions in a sentence where a number may leave out the noun that an earlier one counts."""


def find(sentence: Span, number: Number, before: Sequence[Found]) -> Quantity | None:
    """The number with what it counts, "" where the text does not say; None if it does not seem to count.

    ``before`` are the quantities found to the left of it in the sentence.
    """
    doc = sentence.doc
    unit = "against" if number.loser else "share" if number.share else "count"
    bare = Quantity(number.value, number.low, number.high, unit, approximate=number.approximate)
    noun = noun_after(doc, number, sentence.end)
    if number.loser or (number.winner and noun is None):
        return replace(bare, counted=_last_counted(before) if number.loser else "")
    if noun is not None:
        found = _with_noun(bare, noun, _further(doc, number))
        return replace(found, part_of=found.counted) if _is_of_some(doc, number) else found
    if (part := _part(doc, number, bare, before)) is not None:
        return part
    return _of_a_company(doc, number, bare) or _inherited(doc, number, bare, before) or _from_context(doc, number, bare)


def _last_counted(before: Sequence[Found]) -> str:
    value = before[-1].value if before else None
    return value.counted if isinstance(value, Quantity) else ""


def noun_after(doc: Doc, number: Number, stop: int) -> Token | None:
    """The noun that the number counts, across adjectives and compounds; None for an elliptical number."""
    top = grammar.top(doc, number.start, number.core + 1)
    hangs = top.dep_ in {"nummod", "compound", "amod", "quantmod", "nmod"}
    if hangs and top.head.pos_ in NOUNS and top.head.i >= number.end and not _is_headline_verb(top.head, number):
        return top.head
    position = _past_modifiers(doc, number.end, stop)
    if position >= stop:
        return None
    token = doc[position]
    if token.pos_ == "NOUN" or token.tag_ == "NNPS" or token.ent_type_ == "NORP":
        noun = grammar.last_noun(doc, position, stop)
        return None if _is_headline_verb(noun, number) else noun
    first = doc[number.end] if number.end < stop else token
    return first if first.lower_ in lexicon.words("persons") else None


def _is_of_some(doc: Doc, number: Number) -> bool:
    """Whether it counts some of a group: "the names of three victims", in contrast to those "of the three victims"."""
    start = number.start
    return start > 1 and doc[start - 1].lower_ == "of" and doc[start - 2].lemma_.lower() in BELONGINGS


def _past_modifiers(doc: Doc, position: int, stop: int) -> int:
    if position < stop and doc[position].text == "-":
        position += 1
    end = min(stop, position + 4)
    while position < end and (doc[position].pos_ in {"ADJ", "ADV"} or doc[position].tag_ in {"VBN", "VBG"}):
        position += 1
    return position


def _is_headline_verb(noun: Token, number: Number) -> bool:
    """Whether a "noun" is a verb that the parser took for one ("38 fall ill"): what is many has a plural."""
    right_after = noun.i == number.end and number.value != 1 and number.high != 1
    is_singular = noun.tag_ == "NN" and noun.lower_ not in lexicon.words("persons")
    return right_after and is_singular and noun.dep_ != "compound" and grammar.is_verb(noun.lower_)


def _further(doc: Doc, number: Number) -> set[str]:
    around = doc[max(0, number.start - 2) : min(len(doc), number.end + 1)]
    return {t.lower_ for t in around if t.lower_ in FURTHER and (t.i < number.start or t.i >= number.end)}


def _with_noun(quantity: Quantity, noun: Token, further: set[str]) -> Quantity:
    held = grammar.inside(noun)
    words = {c.lemma_.lower() for c in noun.children if c.dep_ in {"amod", "compound"} and c.is_alpha and c.i != held.i}
    qualifiers = tuple(sorted(words | further))
    country = gazetteer.demonym(noun.text) if noun.ent_type_ == "NORP" else None
    if country:
        return replace(quantity, counted="person", scope=(country,), qualifiers=qualifiers)
    return replace(quantity, counted=_lemma(held), qualifiers=qualifiers)


def _lemma(noun: Token) -> str:
    """The noun's lemma; in a headline, where it looks like a name, without the plural's ending."""
    lemma = grammar.lemma(noun)
    return lemma[:-1] if lemma.endswith("s") and lemma[:-1] in lexicon.words("persons") else lemma


def _part(doc: Doc, number: Number, quantity: Quantity, before: Sequence[Found]) -> Quantity | None:
    """A part of a whole: "six of the children", "nine of them", "21 out of 64 samples"."""
    whole = _whole(doc, number)
    if whole is None:
        return None
    if whole.pos_ in NOUNS or whole.lower_ in lexicon.words("persons"):
        noun = grammar.lemma(whole)
        return replace(quantity, counted=noun, part_of=noun)
    earlier = _earlier_amount(before) if number.share else _earlier_count(before)
    noun = earlier.counted if earlier is not None and whole.pos_ in {"PRON", "VERB", "AUX"} else ""
    return replace(quantity, counted=noun, part_of=noun or "them")


def _whole(doc: Doc, number: Number) -> Token | None:
    """The noun after "of", or after "half the"."""
    at = number.end + (number.end < len(doc) and doc[number.end].lower_ == "out")
    if at + 1 >= len(doc):
        return None
    if doc[at].lower_ == "of":
        return next((c for c in doc[at].children if c.dep_ in {"pobj", "pcomp"}), None)
    is_whole = number.share and doc[at].dep_ in {"det", "poss"} and doc[at].lower_ not in {"a", "an"}
    return doc[at].head if is_whole and doc[at].head.i > at else None


def _earlier_count(before: Sequence[Found]) -> Quantity | None:
    return next((f.value for f in reversed(before) if isinstance(f.value, Quantity) and f.value.unit == "count"), None)


def _earlier_amount(before: Sequence[Found]) -> Quantity | None:
    """What a share of "it" or of "what one sees in a year" is taken of: the last amount that measures something."""
    return next((f.value for f in reversed(before) if isinstance(f.value, Quantity) and f.value.counted), None)


def _of_a_company(doc: Doc, number: Number, quantity: Quantity) -> Quantity | None:
    """The size of a town or a group: "a market town of 9,300", "a crowd of 4,000", or of anything else "of 5.6"."""
    if number.start < 2 or doc[number.start - 1].lower_ != "of" or doc[number.start - 2].pos_ not in NOUNS:
        return None
    noun = doc[number.start - 2]
    if noun.lemma_.lower() in SETTLEMENTS:
        return replace(quantity, counted="inhabitant")
    if noun.lemma_.lower() in COMPANIES:
        return replace(quantity, counted="people")
    if noun.lemma_.lower() in MARGINS:
        return replace(quantity, unit="margin", counted="majority")
    held = grammar.inside(noun)
    return replace(quantity, counted=grammar.lemma(held))


def _inherited(doc: Doc, number: Number, quantity: Quantity, before: Sequence[Found]) -> Quantity | None:
    """An item of a list, which counts what the number before it counts: "seven in one town, four in another"."""
    earlier = _earlier_count(before)
    top = grammar.top(doc, number.start, number.end)
    is_included = number.start > 0 and doc[number.start - 1].lower_ in {"including", "among"}
    if earlier is None or not (is_included or top.dep_ in ELLIPTICAL):
        return None
    return replace(quantity, counted=earlier.counted, qualifiers=earlier.qualifiers, part_of=earlier.counted)


def _from_context(doc: Doc, number: Number, quantity: Quantity) -> Quantity | None:
    """From what has the value: "the number of dead rose to nine", "the dead numbered fourteen", "death toll: 27"."""
    top = grammar.top(doc, number.start, number.core + 1)
    before = doc[number.start - 1] if number.start else None
    if before is not None and number.start > 1 and (before.lower_ in NUMBERING or before.text == ":"):
        holder = doc[number.start - 2]
        is_noun = holder.pos_ in NOUNS or grammar.lemma(holder) in lexicon.words("persons")
        return _with_noun(quantity, holder, set()) if is_noun else quantity
    subject = grammar.measured_subject(top)
    if subject is not None and subject.pos_ in NOUNS:
        return _with_noun(quantity, subject, set())
    is_placed = top.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "conj", "quantmod"} or subject is not None
    return quantity if is_placed or number.share or _is_headline_verb(top.head, number) else None
