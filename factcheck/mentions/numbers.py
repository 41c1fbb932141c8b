"""Numbers in running text: digits, words, fractions and multiples, with the bounds that the wording around them sets."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12, "b": 1e9, "hundred": 1e2, "thousand": 1e3,
          "million": 1e6, "billion": 1e9, "trillion": 1e12}  # fmt: skip
SHARES = {"half": 1 / 2, "third": 1 / 3, "thirds": 1 / 3, "quarter": 1 / 4, "quarters": 1 / 4, "fifth": 1 / 5,
          "fifths": 1 / 5, "sixth": 1 / 6, "sixths": 1 / 6, "eighth": 1 / 8, "eighths": 1 / 8, "tenth": 1 / 10,
          "tenths": 1 / 10}  # fmt: skip
GROUPS = {"dozen": 12, "dozens": 12, "score": 20, "couple": 2, "pair": 2}

DIGITS = re.compile(
    r"(?P<int>\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+)(?P<frac>\.\d+)?(?P<scale>k|mn|m|bn|b|tn)?(?P<unit>[a-z%\u00b0/]+)?", re.I
)

APPROXIMATE = re.compile(
    r"(?:\b(?:about|around|some|roughly|approximately|approx\.?|circa|an estimated|estimated|close to|in the region of"
    r"|something like|or so)|~)\s*$",
    re.I,
)
BELOW = re.compile(r"\b(?:nearly|almost|just under|just below|a little under|not quite|a shade under|close on)\s*$", re.I)
ABOVE = re.compile(
    r"\b(?:just over|just above|a little over|a little more than|little more than|slightly more than|a shade over)\s*$",
    re.I,
)
AT_LEAST = re.compile(
    r"\b(?:at least|more than|over|upwards of|no fewer than|no less than|not less than|above|in excess of|as many as"
    r"|a minimum of)\s*(?:the\s+|a\s+)?$",
    re.I,
)
AT_MOST = re.compile(
    r"\b(?:up to|at most|no more than|not more than|fewer than|less than|under|below|a maximum of|within)\s*(?:the\s+|a\s+)?$",
    re.I,
)
AFTER = re.compile(r"^\s*(?:or so|or thereabouts|-?odd)\b", re.I)
"""Bounds and hedges before and after a number; general English."""

APPROXIMATE_SLACK = 0.1
"""Relative width that "about" admits on either side: figures called "about" in news are mostly rounded to one or two
digits, and a tenth covers half a unit of the first digit for all but the smallest."""
NEAR_SLACK = 0.1
"""How far below "nearly", or above "just over", the meant figure may lie."""


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


def find(sentence: Span) -> list[Number]:
    """The numbers of a sentence, left to right, without overlaps."""
    numbers: list[Number] = []
    position = sentence.start
    while position < sentence.end:
        number = _at(sentence.doc, position, sentence)
        if number and not math.isnan(number.value):
            numbers.append(number)
            position = number.end
        else:
            position += 1
    return numbers


def _at(doc: Doc, position: int, sentence: Span) -> Number | None:
    reading = _range(doc, position, sentence.end) or _plain(doc, position, sentence.end)
    if reading is None:
        return None
    values, start, end, share = reading
    low, high = min(values), max(values)
    return _bounded(doc, sentence, low, high, start, end, share)


def _plain(doc: Doc, position: int, stop: int) -> tuple[tuple[float, ...], int, int, bool] | None:
    for reader in (_share, _group, _digits, _words):
        if (found := reader(doc, position, stop)) is not None:
            value, end, share = found
            return (value,), position, end, share
    return None


def _range(doc: Doc, position: int, stop: int) -> tuple[tuple[float, ...], int, int, bool] | None:
    """"between 41 and 88", "41 to 88", "41-88"; not "from 11 to 26", which is a change."""
    between = doc[position].lower_ == "between"
    first = _plain(doc, position + between, stop) if position + between < stop else None
    if first is None or first[2] >= stop - 1:
        return None
    joint = doc[first[2]].lower_
    if joint not in (("and",) if between else ("to", "-", "\u2013")) or (position and doc[position - 1].lower_ == "from"):
        return None
    second = _plain(doc, first[2] + 1, stop)
    if second is None or second[0][0] <= first[0][0] or _votes(doc, position, second[2]):
        return None
    low, high = first[0][0], second[0][0]
    scale = next((s for s in sorted(SCALES.values(), reverse=True) if s >= 1e3 and high % s == 0), 1.0)
    if high >= 1e3 * low and low * scale <= high:
        low *= scale  # "2 to 3 million"
    return (low, high), position, second[2], False


def _votes(doc: Doc, start: int, end: int) -> bool:
    """Whether "77 to 72" is a result, not a range."""
    around = doc[max(0, start - 3) : min(len(doc), end + 2)].text.lower()
    return bool(re.search(r"\b(?:votes?|beat|won|lost|against)\b", around))


def _digits(doc: Doc, position: int, stop: int) -> tuple[float, int, bool] | None:
    match = DIGITS.fullmatch(doc[position].text)
    if not match or (match["unit"] and match["unit"] not in {"%"} and not _is_unit(match["unit"])):
        return None
    value = float(re.sub(r"\D", "", match["int"]) + (match["frac"] or ""))
    suffix = (match["scale"] or "").lower()
    end = position + 1
    if suffix and not _is_money(doc, position) and suffix in {"m", "b"}:
        return None if suffix == "b" else (value, end, False)
    value *= SCALES.get(suffix, 1.0)
    if not suffix and end < stop:
        following = doc[end].lower_
        if following in SCALES and (len(following) > 2 or following in {"bn", "tn", "mn"} or _is_money(doc, position)):
            return value * SCALES[following], end + 1, False
    return value, end, False


def _is_money(doc: Doc, position: int) -> bool:
    from factcheck.mentions import units

    return position > 0 and units.currency_symbol(doc[position - 1].text) is not None


def _is_unit(text: str) -> bool:
    from factcheck.mentions import units

    return units.unit(text) is not None


def _words(doc: Doc, position: int, stop: int) -> tuple[float, int, bool] | None:
    end = position
    while end < stop and _is_number_word(doc[end], first=end == position):
        end += 1
    while end > position and doc[end - 1].lower_ in {"-", "and", "a"}:
        end -= 1
    for last in range(end, position, -1):
        value = _parse(doc[position:last].text)
        if value is not None:
            return value, last, False
    return None


def _is_number_word(token: Token, *, first: bool) -> bool:
    if token.is_digit or any(c.isdigit() for c in token.text):
        return False
    if token.lower_ in {"a", "an"}:
        return first and token.i + 1 < len(token.doc) and token.nbor().lower_ in SCALES
    if first:
        return token.like_num and token.lower_ not in SHARES and not _is_ordinal(token)
    return (token.like_num and not _is_ordinal(token)) or token.lower_ in {"-", "and"}


def _is_ordinal(token: Token) -> bool:
    return token.lower_.endswith(("first", "second", "third", "th")) or token.tag_ == "JJ" and token.lower_.endswith("th")


@cache
def _parse(text: str) -> float | None:
    """The value of number words ("six hundred and ten"), or None."""
    from text_to_num import text2num

    words = re.sub(r"\s*-\s*", "-", text.lower())
    words = re.sub(r"^an?\s+", "one ", words)
    if words in {"and", "-", "point"}:
        return None
    try:
        return float(text2num(words, "en"))
    except ValueError:
        return None


def _share(doc: Doc, position: int, stop: int) -> tuple[float, int, bool] | None:
    """"a third", "two-thirds", "one tenth", "three quarters", "half"; and "nine out of ten", "one in twelve"."""
    token = doc[position]
    if token.lower_ == "half":
        return _half(doc, position, stop)
    count, end = _small(doc, position, stop)
    if count is None:
        return None
    if end < stop and doc[end].text == "-":
        end += 1
    if end < stop and doc[end].lower_ in SHARES and doc[end].lower_ != "half":
        # "a quarter" of an hour or of a year is a duration, and "the third" is an ordinal
        partitive = end + 1 < stop and doc[end + 1].lower_ == "of"
        if token.lower_ in {"a", "an"} and not partitive:
            return None
        return count * SHARES[doc[end].lower_], end + 1, True
    return _out_of(doc, count, end, stop)


def _half(doc: Doc, position: int, stop: int) -> tuple[float, int, bool] | None:
    after = position + 1
    if after < stop and doc[after].lower_ in {"a", "an"}:
        after += 1
    if after < stop and doc[after].lower_ in SCALES and len(doc[after].lower_) > 3:
        return SCALES[doc[after].lower_] / 2, after + 1, False
    if after < stop and doc[after].lower_ == "dozen":
        return 6.0, after + 1, False
    if position + 1 < stop and doc[position + 1].lower_ in {"past", "-"}:
        return None
    return 0.5, position + 1, True


def _out_of(doc: Doc, count: float, end: int, stop: int) -> tuple[float, int, bool] | None:
    if end + 1 >= stop or doc[end].lower_ not in {"out", "in"}:
        return None
    after = end + 2 if doc[end].lower_ == "out" and doc[end + 1].lower_ == "of" else end + 1
    whole, last = _small(doc, after, stop) if after < stop else (None, after)
    if whole is None or not 1 < whole <= 1000 or count >= whole or (doc[end].lower_ == "in" and count > 9):
        return None
    following = doc[last] if last < stop else None
    if doc[end].lower_ == "in" and following is not None and following.pos_ == "NOUN":
        return None  # "three in 24 hours" is no share
    return count / whole, last, True


def _small(doc: Doc, position: int, stop: int) -> tuple[float | None, int]:
    token = doc[position]
    if token.lower_ in {"a", "an"}:
        return 1.0, position + 1
    if token.text.isdigit():
        return float(token.text), position + 1
    if token.like_num and token.text.isalpha() and not _is_ordinal(token):
        return _parse(token.text), position + 1
    return None, position


def _group(doc: Doc, position: int, stop: int) -> tuple[float, int, bool] | None:
    """"a dozen", "two dozen", "a dozen and a half", "a couple of", "a pair of"."""
    count, end = _small(doc, position, stop)
    if count is None and doc[position].lower_ == "dozens":
        return None
    if count is None or end >= stop or doc[end].lower_ not in GROUPS:
        return None
    size = GROUPS[doc[end].lower_]
    end += 1
    if [t.lower_ for t in doc[end : min(end + 3, stop)]] == ["and", "a", "half"]:
        return (count + 0.5) * size, end + 3, False
    return count * size, end, False


def _bounded(doc: Doc, sentence: Span, low: float, high: float, start: int, end: int, share: bool) -> Number:
    before = doc[sentence.start : start].text_with_ws
    before = re.sub(r"[$\u20ac\u00a3\u00a5]\s*$", "", before)
    after = doc[end : min(end + 2, sentence.end)].text
    value = high if low == high else (low + high) / 2
    approximate = False
    for pattern, bound in ((ABOVE, _above), (BELOW, _below), (AT_LEAST, _at_least), (AT_MOST, _at_most),
                           (APPROXIMATE, _about)):  # fmt: skip
        if match := pattern.search(before):
            low, high = bound(low, high)
            approximate = True
            start = _token_at(doc, sentence, match.start())
            break
    if AFTER.search(after):
        (low, high), approximate = _about(low, high), True
    return Number(value, low, high, start, end, end - 1, approximate, share)


def _token_at(doc: Doc, sentence: Span, offset: int) -> int:
    position = doc[sentence.start].idx + offset
    return next((t.i for t in doc[sentence.start : sentence.end] if t.idx + len(t.text) > position), sentence.start)


def _about(low: float, high: float) -> tuple[float, float]:
    return low * (1 - APPROXIMATE_SLACK), high * (1 + APPROXIMATE_SLACK)


def _below(low: float, high: float) -> tuple[float, float]:
    return low * (1 - NEAR_SLACK), high


def _above(low: float, high: float) -> tuple[float, float]:
    return low, high * (1 + NEAR_SLACK)


def _at_least(low: float, _high: float) -> tuple[float, float]:
    return low, math.inf


def _at_most(_low: float, high: float) -> tuple[float, float]:
    return -math.inf, high


def rounding(value: float) -> float:
    """Half a unit of the last significant digit of ``value``: what a figure printed so may have been rounded from."""
    if value == 0 or math.isinf(value):
        return 0.0
    digits = f"{abs(value):.12g}"
    if "e" in digits:
        mantissa, _, exponent = digits.partition("e")
        return 0.5 * 10.0 ** (int(exponent) - len(mantissa.partition(".")[2]))
    whole, _, fraction = digits.partition(".")
    return 0.5 * 10.0 ** (-len(fraction) if fraction else len(whole) - len(whole.rstrip("0")))


def overlapping(numbers: list[Number], start: int, end: int) -> Iterator[Number]:
    """The numbers that share a token with ``start:end``."""
    return (number for number in numbers if number.start < end and start < number.end)
