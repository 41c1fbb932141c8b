"""The head of a text without markup: date lines, labelled lines and the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from factcheck.articles.boilerplate import is_furniture
from factcheck.articles.dates import read_dateline
from factcheck.articles.drafts import Block, Metadata, Role
from factcheck.articles.fields import read_metadata
from factcheck.articles.passages import tail

HEAD_LINES = 3
"""How many lines at the top of a text may state its date, source and the like."""
TITLE_WORDS = 20
"""A title has so many words at most."""
LABELLED_WORDS = 24
"""What follows a label ("Title:") or a date on its line has so many words at most."""
LINE_LENGTH = 300
"""A longer line states nothing but its text."""
TITLE_RATIO = 2
"""Without a blank line after it, a title is followed by a paragraph that is so many times as long."""

_NAME = r"(?:[A-Z0-9][\w.&'’-]*|of|the|and|for|de|la|&)"
# Only a name can be a source: in "Source: talks are off" the word is the headline's.
_LABELLED = re.compile(
    r"(?i:(?P<name>title|headline|date|published|language|lang|author|url|link))\s*:\s+(?P<value>\S.*)"
    rf"|(?i:(?P<outlet>source|publisher|outlet|site))\s*:\s+(?P<named>{_NAME}(?:\s+{_NAME}){{0,5}}|\S+\.\S+)"
)
_FULL_STOP = re.compile(r"[.:;,][\"'”’»)\]]*$")
_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


def states_something(line: str) -> bool:
    """Whether a line at the head of a text states its date, its title, its source or the like."""
    return _labelled(line) is not None or (_could_be_dateline(line) and read_dateline(line) is not None)


def read_head(text: str, blocks: Sequence[Block], metadata: Metadata) -> tuple[list[Block], Metadata, tuple[str, ...]]:
    """The blocks without the lines that only state something, what these state, and notes on what is unclear.

    What ``metadata`` already holds stays. The first block that is left becomes the title if it looks like one.
    """
    notes: list[str] = []
    kept: list[Block] = []
    for block in blocks[:HEAD_LINES]:
        rest, stated, unclear = _read_line(block)
        metadata = _merge(metadata, stated)
        notes.extend(unclear)
        kept.extend(rest)
    while kept and is_furniture(kept[0].text):
        kept.pop(0)
    kept.extend(blocks[HEAD_LINES:])
    if metadata.title is None and kept and _is_title(text, kept):
        kept[0] = replace(kept[0], role=Role.TITLE)
    if kept and kept[0].role is Role.TITLE:
        metadata = _merge(metadata, Metadata(title=kept[0].text))
    return kept, metadata, tuple(notes)


def _read_line(block: Block) -> tuple[list[Block], Metadata, tuple[str, ...]]:
    """What is left of a block at the head, what it states, and what is unclear about that."""
    line = block.text
    dated = read_dateline(line) if _could_be_dateline(line) else None
    if dated is not None:
        return _rest(block, dated.rest), Metadata(published=dated.published), ()
    labelled = _labelled(line)
    if labelled is None:
        return [block], Metadata(), ()
    name, value = labelled["name"] or labelled["outlet"], labelled["value"] or labelled["named"]
    stated, unclear = read_metadata({name: value})
    return _rest(block, labelled.start("value") if stated.title else None), stated, unclear


def _rest(block: Block, start: int | None) -> list[Block]:
    """What stands after a date or a "Title:" at the head: the title, unless it is a byline or the first sentence."""
    if start is None:
        return []
    passage = tail(block.passage, start)
    is_title = len(passage.text.split()) <= LABELLED_WORDS and not _FULL_STOP.search(passage.text)
    return [Block(passage, Role.TITLE if is_title and not is_furniture(passage.text) else Role.TEXT)]


def _labelled(line: str) -> re.Match[str] | None:
    found = _LABELLED.fullmatch(line) if len(line) <= LINE_LENGTH else None
    return found if found and len(line.split()) <= LABELLED_WORDS and not line.endswith(".") else None


def _could_be_dateline(line: str) -> bool:
    return len(line) <= LINE_LENGTH and any(map(str.isdigit, line))


def _is_title(text: str, blocks: Sequence[Block]) -> bool:
    if len(blocks) < 2 or not _reads_like_title(blocks[0].text):
        return False
    between = _LINE_BREAK.findall(text, blocks[0].end, blocks[1].start)
    return len(between) > 1 or len(blocks[1].text) >= TITLE_RATIO * len(blocks[0].text)


def _reads_like_title(words: str) -> bool:
    short = len(words) <= LINE_LENGTH and len(words.split()) <= TITLE_WORDS
    return short and any(map(str.isalpha, words)) and not _FULL_STOP.search(words)


def _merge(first: Metadata, second: Metadata) -> Metadata:
    """What ``first`` states, and for the rest what ``second`` does."""
    return Metadata(
        first.title or second.title,
        first.source or second.source,
        first.published or second.published,
        first.language or second.language,
    )
