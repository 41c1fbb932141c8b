"""The times that a sentence states: dates, clock times, and what binds them ("by", "since", "shortly after").

The pieces come from small grammars of dates, clocks and parts of the day; here those that stand beside each other
become one ``TimeSpan``, and the words before it its bound. Durations and ages are quantities and not found here.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from factcheck.mentions import datelines
from factcheck.mentions.clock import Piece, clocks, parts, trailing_zone
from factcheck.mentions.dates import dates
from factcheck.mentions.found import Found
from factcheck.mentions.tense import Direction, direction
from factcheck.mentions.turns import Context
from factcheck.records import TimeSpan
from factcheck.timescale import DIAL, HALF, Days, Minutes, readings

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_JOINT = re.compile(r"[\s,(]*(?:(?:on|of|in|at|the|during|between)\s+)*")
_BOUND = re.compile(
    r"\b(?P<word>until\sat\sleast|until|till|(?:no|not)\slater\sthan|by|(?:no|not)\searlier\sthan|not\s(?:before|until)"
    r"|before|prior\sto|ahead\sof|since(?:\sat\sleast)?|as\sfrom|as\sof|from|after)\s(?:(?:about|around)\s)?(?:the\s)?$",
    re.IGNORECASE,
)
_BOUNDS = {
    **dict.fromkeys(("before", "prior to", "ahead of"), "before"),
    **dict.fromkeys(("until", "till", "by", "no later than", "not later than"), "until"),
    "after": "after",
    "as of": "as of",
}
"""What the words mean; all others are a "since"."""
_NEGATED = {"before": "since", "until": "since", "after": "until"}
_RANGE = re.compile(r"\s(?:to|and|until|till|through)\s|\d\s?[-\u2013]\s?\d")
_ENDING = frozenset({"stop", "end", "expire", "cease", "finish", "conclude", "lapse", "terminate"})
"""Verbs that end what went on, so that their time is how long it lasted: "support stops on 1 May" is "until 1 May"."""
_DATING = frozenset({"come", "date", "stem"})
"""Verbs whose "from" says when, not since when."""
_NAMES = frozenset({"PERSON", "ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW"})
_STAMP = re.compile(
    r"\b(?:Published|Posted|Updated|Last\s(?:updated|modified)|PUBLISHED|POSTED|UPDATED)\b[\s:(|-]*(?:on|at)?\s*$"
)
"""What stands before the time at which a page was put up or changed, which says nothing of what it tells."""
_POSSESSIVE = frozenset({"'s", "\u2019s", "'", "\u2019"})


def find(sentence: Span, *, published: date | None) -> list[Found]:
    """The times that ``sentence`` states, in order; what is told from an unknown day of publication is left out."""
    context = Context(published, lambda offset: _direction(sentence, offset))
    pieces = [piece for piece in _pieces(sentence.text, context) if piece.kind != "date" or _is_date(sentence, piece)]
    told = (group for group in _groups(sentence.text, pieces) if not _STAMP.search(sentence.text, 0, group[0].start))
    found = (_found(sentence, group) for group in told)
    return [one for one in found if one is not None]


def _pieces(text: str, context: Context) -> list[Piece]:
    """All pieces in order; where a date and a clock claim the same words, the date has them."""
    begin, days = datelines.end(text), dates(text, context)
    others = [piece for piece in (*clocks(text), *parts(text)) if not any(_overlap(piece, day) for day in days)]
    pieces = sorted((*days, *others), key=lambda piece: piece.start)
    return [piece for piece in pieces if piece.start >= begin]


def _overlap(one: Piece, other: Piece) -> bool:
    return one.start < other.end and other.start < one.end


def _groups(text: str, pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Runs of pieces of different kinds that only words such as "on the" part."""
    group: list[Piece] = []
    for piece in pieces:
        same = any(piece.kind == other.kind for other in group)
        if group and (same or not _JOINT.fullmatch(text, group[-1].end, piece.start)):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _found(sentence: Span, group: list[Piece]) -> Found | None:
    """The time that a group of pieces states, with its zone and bound."""
    value = _combined(group)
    if value is None:
        return None
    start, end = group[0].start, group[-1].end
    if value.clock and value.zone is None:
        zone, end = trailing_zone(sentence.text, end)
        value = replace(value, zone=zone)
    bound, start = _bound(sentence, start, end)
    words = _words(sentence, start, end)
    return Found(replace(value, bound=bound), words.start, words.end)


def _words(sentence: Span, start: int, end: int) -> Span:
    """The tokens under characters of the sentence."""
    base = sentence.start_char
    words = sentence.doc.char_span(base + start, base + end, alignment_mode="expand")
    assert words is not None  # "expand" always finds tokens
    return words


def _combined(group: list[Piece]) -> TimeSpan | None:
    """The time that a group of pieces states, None where it states none on its own.

    A date without days is one that nothing places ("on a Saturday"); a clock beside it still tells the time of day.
    """
    by_kind = {piece.kind: piece for piece in group}
    clock, part, day = (by_kind.get(kind) for kind in ("clock", "part", "date"))
    days, hours = day.days if day else None, part.clock if part else None
    if clock and clock.clock and (clock.firm or part or (days and days[0] == days[1])):
        return _with_clock(clock.clock, clock.zone, hours, days)
    return _with_part(hours, days) if days else None


def _with_clock(clock: Minutes, zone: str | None, part: Minutes | None, days: Days | None) -> TimeSpan:
    if part:
        clock = next((reading for reading in readings(clock) if _inside(reading[0], part)), clock)
    if days is None:
        return TimeSpan(None, None, clock, zone)
    first, last = days
    if (
        part and part[0] > part[1] and (last - first).days < 2
    ):  # before midnight is a night's first day, then its second
        last = first + timedelta(days=1)
        first = last = first if HALF <= clock[0] < DIAL else last
    if clock[0] > clock[1] or (clock == (0, 0) and part is None):  # "midnight on Friday" is either end of the day
        last += timedelta(days=1)
    return TimeSpan(first, last, clock, zone)


def _inside(minute: int, part: Minutes) -> bool:
    first, last = part
    return first <= minute <= last if first <= last else minute >= first or minute <= last


def _with_part(part: Minutes | None, days: Days) -> TimeSpan:
    first, last = days
    night = part is not None and part[0] > part[1]
    if night and first == last:
        last += timedelta(days=1)
    return TimeSpan(first, last, part if night or first == last else None)


def _bound(sentence: Span, start: int, end: int) -> tuple[str, int]:
    """The bound of the time from ``start`` to ``end``, and where its words begin."""
    match = _BOUND.search(sentence.text[:start])
    if match is None:
        return ("until" if _ends(_words(sentence, start, end)) else ""), start
    word = re.sub(r"\s+", " ", match["word"].lower())
    preposition = _words(sentence, match.start("word"), match.end("word"))[0]
    head = preposition.head
    dated = head.pos_ not in {"VERB", "AUX"} or head.lemma_ in _DATING
    if word == "from" and (dated or _RANGE.search(sentence.text[start:end])):
        return "", start
    bound = _BOUNDS.get(word, "since")
    return _NEGATED.get(bound, bound) if _denied(preposition) else bound, match.start("word")


def _denied(preposition: Token) -> bool:
    """Whether the verb above has a "not", or a "no" before its subject."""
    verb = next((token for token in preposition.ancestors if token.pos_ in {"VERB", "AUX"}), preposition)
    subjects = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
    return any(child.dep_ == "neg" for child in verb.children) or any(
        child.lower_ == "no" for subject in subjects for child in (subject, *subject.lefts)
    )


def _ends(words: Span) -> bool:
    """Whether the words are when the subject of a verb of ending ends."""
    above = words.root.head
    verb = above.head if above.pos_ == "ADP" else above
    subject = any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.lefts)
    return verb.lemma_ in _ENDING and subject and words.root.dep_ in {"pobj", "npadvmod"}


def _direction(sentence: Span, offset: int) -> Direction:
    """Whether the words at ``offset`` look back or ahead: by the bound before them, or else by the tense."""
    token, match = _words(sentence, offset, offset + 1)[0], _BOUND.search(sentence.text[:offset])
    found, word = direction(token), match["word"].lower().split()[0] if match else ""
    if word == "since":
        return Direction.PAST
    if word in {"until", "till"} or (word in {"by", "before", "no", "not"} and found is Direction.UNKNOWN):
        return Direction.FUTURE
    return _of_possessive(token) if found is Direction.FUTURE and _is_possessive(token) else found


def _is_possessive(token: Token) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor().text in _POSSESSIVE


def _of_possessive(token: Token) -> Direction:
    """Of "Tuesday's meeting will decide", which lies ahead, and "at Tuesday's rate it will pay", which doesn't tell."""
    return Direction.FUTURE if token.head.dep_ in {"nsubj", "nsubjpass"} else Direction.UNKNOWN


def _is_date(sentence: Span, piece: Piece) -> bool:
    """Whether the grammar agrees: no part of a name ("the Sunday Post"), and no count ("in March 31 people")."""
    words = _words(sentence, piece.start, piece.end)
    names = [entity for entity in sentence.ents if entity.label_ in _NAMES]
    if any(name.start < words.end and words.start < name.end and _wider(name, words) for name in names):
        return False
    return not _counts(words[-1]) and not any(_modifies(word, words) for word in words)


def _counts(last: Token) -> bool:
    """Whether the number at the end of a date counts what follows it."""
    if not last.like_num or last.i + 1 == len(last.doc):
        return False
    return last.nbor().tag_ == "NNS" or (last.dep_ == "nummod" and last.head.i > last.i and last.head.pos_ == "NOUN")


def _modifies(word: Token, words: Span) -> bool:
    """Whether a word of a date belongs to a name, or a month to a thing ("of the November invoice")."""
    if word.dep_ != "compound" or word.head in words:
        return False
    return word.head.pos_ == "PROPN" or (len(words) == 1 and word.text in calendar.month_name)


def _wider(name: Span, words: Span) -> bool:
    """Whether a name goes beyond the words, or is all of them and a person's ("April")."""
    return name.start < words.start or words.end < name.end or (name.label_ == "PERSON" and len(words) == 1)
