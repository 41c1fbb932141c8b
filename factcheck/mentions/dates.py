"""Dates in a text, as stretches of days: absolute ones, and those told from the day of publication."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from factcheck.mentions.absolute import ABSOLUTE
from factcheck.mentions.clock import Piece
from factcheck.mentions.relative import RELATIVE
from factcheck.mentions.turns import Context
from factcheck.timescale import Days

_EDGE = 5
"""The start or end of a period is a fifth of it: the last six days of a month, the last ten weeks of a year."""
_INTRODUCED = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|before|after|during|of|over|through|between|and|to|as\sof|whole\sof)\s"
    r"(?:(?:at\sleast|about|around)\s)?(?:the\s)?|\()$",
    re.IGNORECASE,
)
_POSITION = re.compile(
    r"\b(?:(?:the\s)?(?:very\s)?(?P<edge>beginning|start|middle|end|close|turn)\sof\s|(?:the\s)?(?P<outer>first|last|final"
    r"|closing|opening)\s(?:few\s)?(?:days|weeks)\sof\s|(?P<third>early|mid|late)(?:[\s-]|\sin\s)|(?P<rest>earlier|later)\s)"
    r"(?:the\s)?$",
    re.IGNORECASE,
)


_LIMIT = re.compile(r"\b(?:by|before|until|till)\s(?:(?:about|around)\s)?$", re.IGNORECASE)


def dates(text: str, context: Context) -> list[Piece]:
    """The dates in ``text``, in order, none inside another; what can't be resolved has no ``days``."""
    taken: list[Piece] = []
    for pattern, rule, firm in (*ABSOLUTE, *RELATIVE):
        for match in pattern.finditer(text):
            free = all(match.end() <= other.start or other.end <= match.start() for other in taken)
            if free and (firm or match.groupdict().get("rel") or _introduced(text, match.start())):
                taken.append(Piece("date", match.start(), match.end(), days=rule(match, context)))
    return sorted((_narrowed(text, piece, context.published) for piece in taken), key=lambda piece: piece.start)


def _introduced(text: str, start: int) -> bool:
    """Whether the word before makes a month, a year or a season a time ("in May", not "Mr May" or "2014 people")."""
    return _INTRODUCED.search(text[:start]) is not None or _POSITION.search(text[:start]) is not None


def _narrowed(text: str, piece: Piece, published: date | None) -> Piece:
    """The piece with what stands before it taken in: "the end of", "early", "later"."""
    match = _POSITION.search(text[: piece.start])
    if match is None or piece.days is None or piece.days[0] == piece.days[1]:
        return piece
    first, last = piece.days
    if match["rest"]:
        return replace(piece, start=match.start(), days=_rest(match["rest"], piece.days, published))
    word = (match["edge"] or match["outer"] or match["third"]).lower()
    limit = word in {"end", "close"} and _LIMIT.search(text[: match.start()])
    return replace(piece, start=match.start(), days=(last, last) if limit else _share(first, last, word))


def _rest(word: str, days: Days, published: date | None) -> Days:
    """Of "earlier this year" and "later this year": up to the day of publication, or from it on."""
    first, last = days
    if published is None or not first <= published <= last:
        return days
    return (first, published) if word.lower() == "earlier" else (published, last)


WEEK = 7
_THIRDS = frozenset({"early", "mid", "middle", "late"})


def _share(first: date, last: date, word: str) -> Days:
    """The part of a period that ``word`` names: an edge, or a third for "early", "mid" and "late"."""
    whole = (last - first).days + 1
    third = 4 if whole == WEEK else whole // 3  # late in the week is from Thursday on
    part = timedelta(days=max(third if word in _THIRDS else whole // _EDGE, 1) - 1)
    if word in {"mid", "middle"}:
        start = first + (last - first - part) // 2
        return start, start + part
    late = word in {"end", "close", "turn", "late", "last", "final", "closing"}
    return (last - part, last) if late else (first, first + part)
