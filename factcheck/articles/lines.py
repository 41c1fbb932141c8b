"""The lines of a text that are not blank, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Line(NamedTuple):
    """Where a line that is not blank stands, without its white space, and whether a blank one came before it."""

    start: int
    end: int
    gap: bool


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines of ``text[start:end]`` that are not blank, with their places in the whole text."""
    offset, gap = start, False
    for line in text[start:end].splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            first = offset + len(line) - len(line.lstrip())
            yield Line(first, first + len(stripped), gap)
        gap = not stripped
        offset += len(line)
