"""Numbers in running text: digits, words, fractions and multiples, with the bounds that the words around them set."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from factcheck.mentions import bounds, number_words, shares, units
from factcheck.mentions.number_words import FRACTIONS, SCALES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

GROUPS = {"dozen": 12, "score": 20, "couple": 2, "pair": 2}
RESULT = re.compile(
    r"\b(?:vot(?:e|es|ed)|pass(?:es|ed)?|carried|approved|rejected|beat(?:en)?|won|wins?|lost|lose|draw|drew|drawn|defeat(?:ed)?|victory|majority|against)\b",
    re.I,
)
"""Words next to which "six to four" is a result."""
AGES = frozenset({"age", "aged", "ages", "range", "ranging", "ranged"})
"""Words before "from 17 to 81" that make it a range, not a change."""

Reading: TypeAlias = tuple[float, int, bool]
"""A value, where its words end, and whether it is a share."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the tokens that state it; ``low`` and ``high`` are what the wording admits."""

    value: float
    low: float
    high: float
    start: int
    end: int
    core: int
    """Index of the last token of the number proper, which the grammar hangs on."""
    approximate: bool
    share: bool
    """Whether it is a fraction of something ("a third of the calls")."""
    first: int = 0
    """Index of the first token of the number proper, without the words that bound it."""
    loser: bool = False
    """Whether it is the second number of a result ("six votes to four")."""
    winner: bool = False
    """Whether it is the first one."""


def find(sentence: Span) -> list[Number]:
    """The numbers of a sentence, left to right, without overlaps."""
    numbers: list[Number] = []
    position = sentence.start
    while position < sentence.end:
        number = _at(sentence, position)
        if number is None:
            position += 1
            continue
        if number.loser and numbers:
            numbers[-1] = replace(numbers[-1], winner=True)
        numbers.append(number)
        position = number.end
    return numbers


def _at(sentence: Span, position: int) -> Number | None:
    doc, stop = sentence.doc, sentence.end
    span = _range(doc, position, stop)
    if span is not None:
        low, high, end = span
        return _bounded(sentence, (low, high), position, end, share=False)
    reading = _plain(doc, position, stop)
    if reading is None or math.isnan(reading[0]):
        return None
    value, end, share = reading
    return _bounded(sentence, (value, value), position, end, share=share)


def _plain(doc: Doc, position: int, stop: int) -> Reading | None:
    if position >= stop:
        return None
    for reader in READERS:
        if (found := reader(doc, position, stop)) is not None:
            return found
    return None


def _counting(doc: Doc, position: int, stop: int) -> Reading | None:
    """Digits or words, with what "and a half" adds to them."""
    found = number_words.digits(doc, position, stop) or number_words.words(doc, position, stop)
    if found is None:
        return None
    value, end = found
    if (more := _and_a_half(doc, end, stop)) is not None:
        value, end = value + more, end + 3
        if end < stop and number_words.is_scale(doc, end):
            return value * SCALES[doc[end].lower_], end + 1, False
    elif (more := _after_unit(doc, end, stop)) is not None:
        value += more
    return value, end, False


def _and_a_half(doc: Doc, position: int, stop: int) -> float | None:
    if position + 2 >= stop or doc[position].lower_ != "and" or doc[position + 1].lower_ != "a":
        return None
    return FRACTIONS.get(doc[position + 2].lower_)


def _after_unit(doc: Doc, position: int, stop: int) -> float | None:
    """What "two hours and a half" adds to the two."""
    if position >= stop or units.unit(doc[position].text) is None:
        return None
    return _and_a_half(doc, position + 1, stop)


def _an_hour_and_a_half(doc: Doc, position: int, stop: int) -> Reading | None:
    if doc[position].lower_ not in {"a", "an"}:
        return None
    more = _after_unit(doc, position + 1, stop)
    return None if more is None else (1 + more, position + 1, False)


def _group(doc: Doc, position: int, stop: int) -> Reading | None:
    """A number of groups: "a dozen", "two dozen", "a dozen and a half", "a couple of"."""
    count, end = number_words.small(doc, position, stop)
    if count is None or end >= stop or doc[end].lower_ not in GROUPS:
        return None
    size = GROUPS[doc[end].lower_]
    more = _and_a_half(doc, end + 1, stop)
    if more is not None:
        return (count + more) * size, end + 4, False
    end += 1
    if end < stop and doc[end - 1].lower_ in {"couple", "pair"} and doc[end].lower_ == "of":
        end += 1
    return count * size, end, False


READERS: tuple[Callable[[Doc, int, int], Reading | None], ...] = (shares.read, _group, _an_hour_and_a_half, _counting)


def _range(doc: Doc, position: int, stop: int) -> tuple[float, float, int] | None:
    """Both ends of "between 40 and 90", "40 to 90", "40-90" or "two or three", and where the words end; not of "from 11
    to 26", which is a change."""
    between = doc[position].lower_ == "between"
    first = _plain(doc, position + between, stop)
    if first is None or first[1] + 1 >= stop or (not between and _is_change(doc, position)):
        return None
    second = _plain(doc, first[1] + 1, stop)
    joints = {"and"} if between else {"to", "-", "\u2013", "or"}
    if second is None or doc[first[1]].lower_ not in joints or is_result(doc, position, second[1]):
        return None
    low, high = _same_scale(first[0], second[0])
    if low >= high or first[2] != second[2] or (doc[first[1]].lower_ == "or" and high - low > max(1.0, 0.5 * low)):
        return None
    return low, high, second[1]


def _is_change(doc: Doc, position: int) -> bool:
    return position > 1 and doc[position - 1].lower_ == "from" and doc[position - 2].lower_ not in AGES


def _same_scale(low: float, high: float) -> tuple[float, float]:
    """Both ends in the scale of the second: "2 to 3 million"."""
    scale = next((s for s in sorted(SCALES.values(), reverse=True) if s >= 1e3 and high % s == 0), 1.0)
    return (low * scale, high) if high >= 1e3 * low and low * scale <= high else (low, high)


def is_result(doc: Doc, start: int, end: int) -> bool:
    """Whether "81 to 74" is the result of a vote or a game, not a range of what is named next."""
    names_what = end < len(doc) and doc[end].pos_ in {"NOUN", "ADJ"}
    return not names_what and RESULT.search(doc[max(0, start - 4) : min(len(doc), end + 2)].text) is not None


def _is_loser(doc: Doc, position: int) -> bool:
    """Whether the number is the second one of "six votes to four", "81 to 74" or "3-1"."""
    if position < 2 or doc[position - 1].lower_ not in {"to", "-", "\u2013"}:
        return False
    at = position - 2
    while at > position - 5 and at > 0 and doc[at].pos_ in {"NOUN", "ADJ", "ADP"} and not doc[at].like_num:
        at -= 1
    from_ = at > 0 and doc[at - 1].lower_ == "from"
    return doc[at].like_num and not from_ and is_result(doc, at, position + 1)


def _bounded(sentence: Span, ends: tuple[float, float], start: int, end: int, *, share: bool) -> Number:
    doc = sentence.doc
    low, high = ends
    value = high if low == high else (low + high) / 2
    if share and low == high:
        low, high = low - shares.slack(value), high + shares.slack(value)
    before = re.sub(r"(?:[$\u20ac\u00a3\u00a5]|\b[A-Z]{3})\s*$", "", doc[sentence.start : start].text_with_ws)
    plus = "+" if doc[end - 1].text.endswith("+") else ""
    admits = bounds.admitted(before, plus + doc[end : sentence.end].text, low, high)
    first = start if admits.before is None else _token_at(sentence, admits.before)
    last = end + len(re.findall(r"\w+|[+-]", doc[end : sentence.end].text[: max(0, admits.after - len(plus))]))
    loser = not share and _is_loser(doc, start)
    return Number(value, admits.low, admits.high, first, last, end - 1, admits.approximate, share, start, loser)


def _token_at(sentence: Span, offset: int) -> int:
    position = sentence.start_char + offset
    return next((t.i for t in sentence if t.idx + len(t.text) > position), sentence.start)
