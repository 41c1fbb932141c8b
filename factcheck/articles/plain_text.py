"""Plain text: paragraphs from blank lines, from one-line paragraphs, or from hard-wrapped lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from factcheck.articles.boilerplate import is_furniture
from factcheck.articles.drafts import NOTHING, Block, Draft, Metadata, Role
from factcheck.articles.heads import HEAD_LINES, read_head, states_something
from factcheck.articles.lines import Line, lines
from factcheck.articles.passages import join_lines

WRAP_WIDTH = 120
"""Nobody wraps lines later than here: in a text with longer lines, each line is a paragraph."""
MAX_ENDS = 0.5
"""In a wrapped text, at most this share of the lines that another one follows end with a sentence."""
WRAP_FILL = 0.75
"""How much of the width a line has to fill, its successor's first word included, to count as wrapped."""

_BULLET = re.compile(r"[-*•◦▪‣·–—]\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")


def read_text(text: str, metadata: Metadata = NOTHING) -> Draft:
    """The draft of a plain text: its paragraphs, and what ``metadata`` or its first lines state about it."""
    blocks, metadata, notes = read_head(text, list(text_blocks(text)), metadata)
    return Draft(text, tuple(blocks), metadata, notes)


def text_blocks(text: str, start: int = 0) -> Iterator[Block]:
    """The paragraphs of a plain text from ``start`` on, short labels as headings."""
    for paragraph in _paragraphs(text, list(lines(text, start))):
        first, *others = ((line.start, line.end) for line in paragraph)
        bullet = _BULLET.match(text, *first)
        passage = join_lines(text, [(bullet.end() if bullet else first[0], first[1]), *others])
        yield Block(passage, Role.HEADING if not bullet and _is_label(passage.text) else Role.TEXT)


def _paragraphs(text: str, found: list[Line]) -> Iterator[list[Line]]:
    width = _wrap_width(text, found)
    alone = {line for line in found[:HEAD_LINES] if _stands_alone(text[line.start : line.end])}
    paragraph: list[Line] = []
    for line in found:
        if paragraph and (line.gap or alone & {paragraph[-1], line} or _breaks(text, paragraph[-1], line, width)):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _wrap_width(text: str, found: Sequence[Line]) -> int:
    """The width at which the text is wrapped, or 0 where each line is a paragraph.

    The width is the length that nine lines in ten don't exceed, so that a stray long line doesn't count. In a wrapped
    text only few of the lines that another one follows end with a sentence.
    """
    lengths = sorted(line.end - line.start for line in found)
    followed = [line for line, following in pairwise(found) if not following.gap]
    ends = sum(_ends_sentence(text, line) for line in followed)
    if not followed or lengths[len(lengths) * 9 // 10] > WRAP_WIDTH or ends > MAX_ENDS * len(followed):
        return 0
    return lengths[len(lengths) * 9 // 10]


def _ends_sentence(text: str, line: Line) -> bool:
    return _SENTENCE_END.search(text, max(line.start, line.end - 8), line.end) is not None


def _stands_alone(line: str) -> bool:
    return is_furniture(line) or states_something(line)


def _breaks(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether a new paragraph begins between two neighbouring lines."""
    if _BULLET.match(text, following.start, following.end):
        return True
    if not _ends_sentence(text, line) and text[following.start].islower():
        return False
    if not width:
        return True
    word = text[following.start : following.end].split(maxsplit=1)[0]
    return line.end - line.start + 1 + len(word) <= WRAP_FILL * width


def _is_label(text: str) -> bool:
    """Whether a line on its own could be a heading: short, without a figure, and no sentence."""
    return len(text) <= WRAP_WIDTH and not _SENTENCE_END.search(text) and not any(map(str.isdigit, text))
