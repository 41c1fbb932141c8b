"""Clock times and parts of the day in a text, as pieces of a time expression."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from factcheck.timescale import DAY, DIAL, HALF, Days, Minutes, zone_offset

TOLERANCE = 15
"""Minutes that "shortly after", "just before" and "around" leave open; beyond, newsrooms give the time."""

# What newsrooms mean by the parts of the day, as minutes. They overlap and are generous on purpose: a part of the day
# only contradicts a clock that nobody would call so.
PARTS: dict[str, Minutes] = {
    "early hours": (0, 359),
    "small hours": (0, 359),
    "early morning": (180, 569),
    "mid morning": (540, 689),
    "late morning": (600, 719),
    "morning": (0, 719),
    "lunchtime": (690, 869),
    "early afternoon": (720, 899),
    "mid afternoon": (840, 989),
    "late afternoon": (900, 1109),
    "afternoon": (720, 1109),
    "early evening": (1020, 1199),
    "late evening": (1200, 1439),
    "evening": (1020, 1439),
    "late night": (1260, 239),
    "night": (1080, 359),
    "early": (0, 599),
    "late": (1080, 1439),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a time expression: a clock, a part of the day or a date, and the characters that state it."""

    kind: str
    start: int
    end: int
    clock: Minutes | None = None
    zone: str | None = None
    days: Days | None = None
    firm: bool = True
    """Whether it is a time on its own; otherwise only beside a date or a part of the day."""


@cache
def number(word: str) -> int | None:
    """The whole number that a word or digits stand for, None where they stand for none."""
    from text_to_num import text2num

    if word.isdigit():
        return int(word)
    if word.lower() in {"a", "an"}:
        return 1
    try:
        return int(text2num(word.lower(), "en"))
    except ValueError:
        return None


_HALF_DAY = r"(?P<half>[ap]\.?\s?m\.(?!\w)|[ap]m\b)"
_BEFORE = r"(?<![\w.:/$€£,#+-])"
_AFTER = r"(?![\d%°]|[.:,]\d)"
_ZONE = re.compile(r",?\s*\(?(?P<zone>(?:UTC|GMT)\s?[+\u2212-]\d{1,2}(?::?\d\d)?|[A-Z][A-Za-z]?[A-Z]{1,3})(?!\w)\)?")
_DIGITAL = re.compile(
    rf"(?:{_BEFORE}|(?<=\dT))(?P<hour>[01]?\d|2[0-4])(?P<mark>[:.])(?P<minute>[0-5]\d)(?::[0-5]\d)?{_AFTER}"
    rf"(?:\s?{_HALF_DAY})?",
    re.IGNORECASE,
)
_HALVED = re.compile(
    rf"{_BEFORE}(?:(?P<hour0>1[0-2]|0?[1-9])(?:[:.](?P<minute0>[0-5]\d))?\s?(?P<half0>[ap]\.?m\.?)?"
    r"\s?(?:[-\u2013]|to|and)\s?)?"
    rf"(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?\s?{_HALF_DAY}",
    re.IGNORECASE,
)
_WORDED = re.compile(
    r"\b(?:a\s)?(?P<minute>quarter|half|five|ten|twenty(?:-five)?|(?:[a-z]+(?:-[a-z]+)?|\d\d?)(?=\sminutes?))"
    r"(?:\sminutes?)?\s(?P<side>past|to|before|after)\s(?P<hour>midnight|midday|noon|[a-z]+|\d\d?)\b",
    re.IGNORECASE,
)
_OCLOCK = re.compile(r"\b(?P<hour>[a-z]+|\d\d?)\so['\u2019]clock\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:at|by|until|till|before|after|since|around|about|of|from|to)\s(?P<hour>midnight|midday|noon)\b",
    re.IGNORECASE,
)
_BARE = re.compile(r"\b(?:[Aa]t|[Uu]ntil|[Tt]ill)\s(?P<hour>[a-z]+|\d\d?)\b(?![.:,]\d|\s?%)")
_MILITARY = re.compile(r"(?<![\w.,])(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?=\s?(?:hours|hrs|UTC|GMT)\b)")
_PART = re.compile(
    r"\b(?:(?P<mod>early|mid|late)(?:[\s-]|\sin\sthe\s|\son\sthe\s))?(?P<part>(?:early|small)\shours(?:\sof\sthe\smorning)?"
    r"|morning|lunchtime|afternoon|evening|night)\b|\b(?P<alone>early|late)(?=\son\s[A-Z])|(?<=\bto)(?P<tonight>night)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:(?P<near>shortly|just|soon|right|immediately|moments|minutes|a few minutes)\s(?P<side>after|before)"
    r"|(?P<less>nearly|almost)|(?P<about>around|about|approximately|roughly|circa))\s$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\b(?:at|by|from|until|till|since|before|after|around|about|past|of|to|and|between|nearly|almost|the|approximately"
    r"|roughly|circa)\s$",
    re.IGNORECASE,
)
_TOLD = re.compile(r"\b(?:at|until|since|after|before|around)\s$", re.IGNORECASE)
_SCORE = re.compile(r"\b(?:in|score|scored|won|lost|beat|ratio|verse|chapter|odds)\s$", re.IGNORECASE)
_CITED = re.compile(r"\b[A-Z][a-z]+\s$")


def clocks(text: str) -> list[Piece]:
    """The clock times in ``text``, in order, none inside another."""
    taken: list[Piece] = []
    for finder in (_digital, _halved, _worded, _oclock, _named, _military, _bare):
        taken += [piece for piece in finder(text) if not any(_overlap(piece, other) for other in taken)]
    return _ranges(text, [_finish(text, piece) for piece in sorted(taken, key=lambda piece: piece.start)])


def parts(text: str) -> Iterator[Piece]:
    """The parts of the day in ``text``; none is a time on its own."""
    for match in _PART.finditer(text):
        name = match["alone"] or match["tonight"] or " ".join(filter(None, (match["mod"], match["part"])))
        name = re.sub(r"\sof the morning$", "", name.lower())
        clock = PARTS.get(name) or PARTS[name.split()[-1] if "hours" not in name else "early hours"]
        yield Piece("part", match.start(), match.end(), clock, firm=False)


def trailing_zone(text: str, end: int) -> tuple[str | None, int]:
    """The time zone that directly follows ``end`` and where it ends; (None, ``end``) where there is none."""
    match = _ZONE.match(text, end)
    if match is None:
        return None, end
    zone = match["zone"].replace("\u2212", "-").replace(" ", "").upper()
    return (zone, match.end()) if zone_offset(zone) is not None else (None, end)


def _overlap(one: Piece, other: Piece) -> bool:
    return one.start < other.end and other.start < one.end


def _minutes(hour: int, minute: int, half: str | None) -> int:
    if half is not None:
        return hour % 12 * 60 + minute + (HALF if half[0] in "pP" else 0)
    return min(hour * 60 + minute, DAY - 1)


def _on_dial(hour: int, minute: int = 0) -> int:
    """Minutes of an hour in words: on the dial up to twelve, plain beyond."""
    return DIAL + hour % 12 * 60 + minute if hour <= 12 else hour * 60 + minute


def _point(match: re.Match[str], minute: int, *, firm: bool = True, start: int | None = None) -> Piece:
    return Piece("clock", match.start() if start is None else start, match.end(), (minute, minute), firm=firm)


def _digital(text: str) -> Iterator[Piece]:
    for match in _DIGITAL.finditer(text):
        hour, before = int(match["hour"]), text[: match.start()]
        padded, led = len(match["hour"]) == 2, _LEAD.search(before) is not None
        if match["half"] or _SCORE.search(before) or (_CITED.search(before) and not led and not _in_calendar(before)):
            continue
        zone, _ = trailing_zone(text, match.end())
        firm = zone is not None or (match["mark"] == ":" and (padded or led)) or (match["hour"][0] == "0" and led)
        short = match["mark"] == ":" and not padded and not zone
        minute = _on_dial(hour, int(match["minute"])) if short else _minutes(hour, int(match["minute"]), None)
        yield _point(match, minute, firm=firm)


def _in_calendar(before: str) -> bool:
    return before.split()[-1] in {*calendar.day_name, *calendar.month_name}


def _halved(text: str) -> Iterator[Piece]:
    for match in _HALVED.finditer(text):
        last = _minutes(int(match["hour"]), int(match["minute"] or 0), match["half"])
        if match["hour0"] is None:
            yield _point(match, last)
            continue
        first = _minutes(int(match["hour0"]), int(match["minute0"] or 0), match["half0"] or match["half"])
        first = first if match["half0"] or first <= last else (first + HALF) % DAY
        yield Piece("clock", match.start(), match.end(), (first, last))


def _worded(text: str) -> Iterator[Piece]:
    for match in _WORDED.finditer(text):
        word, name, side = match["minute"].lower(), match["hour"].lower(), match["side"].lower()
        minute = {"quarter": 15, "half": 30}.get(word) or number(word)
        hour = {"midnight": 24, "midday": 12, "noon": 12}.get(name) or number(name)
        fixed = name in {"midnight", "midday", "noon"}
        if minute is None or not hour or hour > 24 or (word == "half" and side != "past"):
            continue
        if side in {"before", "after"} and not fixed:  # "ten minutes after two": a duration as often as a clock
            continue
        total = hour * 60 + (minute if side in {"past", "after"} else -minute)
        firm = fixed or side == "past" or _TOLD.search(text[: match.start()])
        yield _point(match, total % DAY if fixed or hour > 12 else DIAL + total % HALF, firm=bool(firm))


def _oclock(text: str) -> Iterator[Piece]:
    for match in _OCLOCK.finditer(text):
        hour = number(match["hour"])
        if hour and hour <= 12:
            yield _point(match, _on_dial(hour))


def _named(text: str) -> Iterator[Piece]:
    for match in _NAMED.finditer(text):
        yield _point(match, 0 if match["hour"].lower() == "midnight" else HALF, start=match.start("hour"))


def _military(text: str) -> Iterator[Piece]:
    for match in _MILITARY.finditer(text):
        yield _point(match, _minutes(int(match["hour"]), int(match["minute"]), None))


def _bare(text: str) -> Iterator[Piece]:
    for match in _BARE.finditer(text):
        hour = number(match["hour"])
        if hour and hour <= 12 and match["hour"].lower() != "a":
            yield _point(match, _on_dial(hour), firm=False, start=match.start("hour"))


def _finish(text: str, piece: Piece) -> Piece:
    """The piece with its zone and with what hedges it."""
    zone, end = trailing_zone(text, piece.end)
    hedge = _HEDGE.search(text[: piece.start])
    piece = replace(piece, zone=zone, end=end)
    if hedge is None or piece.clock is None:
        return piece
    before = 0 if hedge["side"] == "after" else TOLERANCE
    after = TOLERANCE if hedge["about"] or hedge["side"] == "after" else 0
    return replace(piece, start=hedge.start(), clock=_widen(piece.clock, before, after), firm=True)


def _widen(clock: Minutes, before: int, after: int) -> Minutes:
    base, size = (DIAL, HALF) if clock[0] >= DIAL else (0, DAY)
    return base + (clock[0] - base - before) % size, base + (clock[1] - base + after) % size


def _ranges(text: str, pieces: list[Piece]) -> list[Piece]:
    """``pieces`` with "between 10:00 and 11:30" and "7:00-8:15" made one."""
    merged: list[Piece] = []
    for piece in pieces:
        if merged and (clock := _range(text, merged[-1], piece)):
            piece = replace(piece, start=merged.pop().start, clock=clock, firm=True)
        merged.append(piece)
    return merged


def _range(text: str, left: Piece, right: Piece) -> Minutes | None:
    if left.clock is None or right.clock is None or (left.clock[0] >= DIAL) != (right.clock[0] >= DIAL):
        return None
    gap = text[left.end : right.start]
    led = re.search(r"\b(?:between|from)\s$", text[: left.start], re.IGNORECASE)
    joined = gap.strip() in ({"-", "\u2013", "and", "to", "until"} if led else {"-", "\u2013"})
    return (left.clock[0], right.clock[1]) if joined else None
