"""What a reader of one file format hands over: blocks in reading order and what the file says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from factcheck.records import Passage


class Role(StrEnum):
    """What a block is to a reader."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Block:
    """One passage and its role, before boilerplate and repetitions are dropped."""

    passage: Passage
    role: Role = Role.TEXT

    @property
    def text(self) -> str:
        """The words of the block as a reader sees them."""
        return self.passage.text

    @property
    def start(self) -> int:
        """Where the block begins in the article's text."""
        return self.passage.offset(0)

    @property
    def end(self) -> int:
        """Where the block ends in the article's text."""
        return self.passage.offset(len(self.passage.text) - 1) + 1


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file states about the article; None where it states nothing."""

    title: str | None = None
    source: str | None = None
    published: date | None = None
    language: str | None = None


NOTHING = Metadata()
"""What a file without metadata states."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as its format's reader leaves it."""

    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata = NOTHING
    notes: tuple[str, ...] = ()
    page_starts: tuple[int, ...] = ()
    row: int | None = None
