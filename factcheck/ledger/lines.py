"""A line of the file: a decision as JSON, checked when it is read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from factcheck.ledger.decisions import Choice, DecidedSide, Decision, stamp

SCHEMA_VERSION = 1
"""Goes up when an older factcheck could not understand a line."""
REMEMBERED = 1 << 16
"""Lines that are kept parsed, so that the next decision costs no second look at all the others."""
TEXTS = ("id", "fingerprint", "kind", "relation", "about", "reason", "note", "reviewer", "tool")
SIDE_TEXTS = ("article", "source", "value", "quote", "mark")
CHOICES = {choice.value: choice for choice in Choice}
Item = TypeVar("Item")


def encoded(decision: Decision) -> bytes:
    """The line of a decision, without its end."""
    text = json.dumps({"schema_version": SCHEMA_VERSION, **asdict(decision)}, sort_keys=True, ensure_ascii=False)
    # A lone surrogate has no UTF-8; written as an escape it is the same JSON.
    return text.encode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, what it holds, and where it belongs: decisions come first, what can't be understood last."""

    text: bytes
    order: tuple[bool, tuple[str, ...], bytes]
    decision: Decision | None
    problem: str = ""


@lru_cache(maxsize=REMEMBERED)
def understood(line: bytes) -> Line:
    """What the line holds; an empty one holds nothing."""
    found = _parsed(line) if line else ""
    if isinstance(found, Decision):
        return Line(line, (False, found.order, line), found)
    return Line(line, (True, (), line), None, found)


def _parsed(line: bytes) -> Decision | str:
    """The decision in a line, or what is wrong with it, in words."""
    if line.startswith((b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")):
        return "is a mark that a merge left behind"
    try:
        stored = json.loads(line)
    except (ValueError, RecursionError):
        return "is no JSON"
    try:
        return _decision(stored)
    except KeyError as error:
        return f"has no {error.args[0]}"
    except (TypeError, ValueError) as error:
        return str(error)


def _decision(stored: Any) -> Decision:
    """The decision that was stored; raises KeyError, TypeError or ValueError for anything else."""
    if not isinstance(stored, dict):
        raise TypeError("is no object")
    if stored["schema_version"] != SCHEMA_VERSION:
        raise ValueError(
            f"is of schema_version {stored['schema_version']!r}, and this factcheck reads {SCHEMA_VERSION}"
        )
    return Decision(
        **_texts(stored, TEXTS),
        confidence=_share(stored, "confidence"),
        reasons=_list(stored, "reasons", str),
        choice=_choice(stored),
        right=_text_or_none(stored, "right"),
        time=stamp(_time(stored)),
        sides=_sides(stored),
        undoes=_text_or_none(stored, "undoes"),
        score=None if stored.get("score") is None else _share(stored, "score"),
    )


def _sides(stored: Mapping[str, Any]) -> tuple[DecidedSide, ...]:
    sides = _list(stored, "sides", dict)
    if len(sides) < 2:
        raise ValueError("sides must be two or more")
    return tuple(DecidedSide(**_texts(side, SIDE_TEXTS)) for side in sides)


def _choice(stored: Mapping[str, Any]) -> Choice:
    choice = CHOICES.get(stored["choice"]) if isinstance(stored["choice"], str) else None
    if choice is None:
        raise ValueError(f"choice must be one of {', '.join(Choice)}")
    return choice


def _time(stored: Mapping[str, Any]) -> datetime:
    try:
        time = datetime.fromisoformat(stored["time"])
        if time.tzinfo is not None:
            return time
    except (TypeError, ValueError):
        pass
    raise ValueError("time must be ISO 8601 with a zone")


def _share(stored: Mapping[str, Any], name: str) -> float:
    value = stored[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise TypeError(f"{name} must be a number from 0 to 1")
    return float(value)


def _texts(stored: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    texts = {name: stored[name] for name in names}
    for name, text in texts.items():
        if not isinstance(text, str):
            raise TypeError(f"{name} must be a text")
    return texts


def _text_or_none(stored: Mapping[str, Any], name: str) -> str | None:
    return None if stored[name] is None else _texts(stored, (name,))[name]


def _list(stored: Mapping[str, Any], name: str, type_: type[Item]) -> tuple[Item, ...]:
    values = stored[name]
    if not isinstance(values, list) or not all(isinstance(value, type_) for value in values):
        raise TypeError(f"{name} must be a list of {'texts' if type_ is str else 'objects'}")
    return tuple(values)
