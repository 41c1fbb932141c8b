"""Passages with exact positions, built from pieces of the article's text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from factcheck.records import Passage

Piece: TypeAlias = tuple[str, int]
"""Some characters as a reader sees them, and the article's offset of the first; the others follow it one by one."""


def build(pieces: Iterable[Piece], *, is_title: bool = False) -> Passage:
    """The passage that reads as the pieces put together; neighbours in the article share a run."""
    parts: list[str] = []
    runs: list[tuple[int, int]] = []
    length, expected = 0, -1
    for part, origin in pieces:
        if not part:
            continue
        if origin != expected:
            runs.append((length, origin))
        parts.append(part)
        length += len(part)
        expected = origin + len(part)
    return Passage("".join(parts), tuple(runs), is_title)


def join_lines(text: str, lines: Sequence[tuple[int, int]]) -> Passage:
    """The lines of ``text``, given as (start, end), as one passage with a single space for each line break."""
    pieces: list[Piece] = []
    for start, end in lines:
        if pieces:
            last, origin = pieces[-1]
            # The space stands for what follows the line: a blank or the break itself.
            pieces.append((" ", origin + len(last)))
        pieces.append((text[start:end], start))
    return build(pieces)


def edit(passage: Passage, edits: Iterable[tuple[int, int, str]]) -> Passage:
    """The passage with each (start, end, replacement) carried out; the edits are in order and don't overlap.

    A replacement has one character at most, so that it has one position in the article.
    """
    pieces: list[Piece] = []
    at = 0
    for start, end, replacement in edits:
        pieces.extend(_slice(passage, at, start))
        if replacement:
            pieces.append((replacement, passage.offset(start)))
        at = end
    pieces.extend(_slice(passage, at, len(passage.text)))
    return _trimmed(build(pieces))


def tail(passage: Passage, start: int) -> Passage:
    """The passage from ``start`` on."""
    return edit(passage, [(0, start, "")])


def key(text: str) -> str:
    """What two printings of the same words share, whatever their spacing and capitals."""
    return " ".join(text.split()).casefold()


def _slice(passage: Passage, start: int, end: int) -> Iterator[Piece]:
    runs = passage.runs
    first = bisect_right(runs, (start, 1 << 62))
    while start < end:
        right = min(end, runs[first][0]) if first < len(runs) else end
        yield passage.text[start:right], passage.offset(start)
        start, first = right, first + 1


def _trimmed(passage: Passage) -> Passage:
    """The passage without white space at its ends, which removed markup can leave there."""
    text = passage.text
    if text == text.strip():
        return passage
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return build(_slice(passage, start, end)) if start < end else Passage("", ())
