"""Markdown: headings, paragraphs, list items, quotations and table cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.articles.drafts import Block, Role
from factcheck.articles.inline_markup import without_markup
from factcheck.articles.lines import Line, lines
from factcheck.articles.passages import join_lines

_QUOTE = re.compile(r"(?:>[ \t]?)+")
_ITEM = re.compile(r"(?:[-*+]|(?P<number>\d{1,9})[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}")
_UNDERLINE = re.compile(r"=+|-+")
_HEADING = re.compile(r"(?P<level>#{1,6})(?:[ \t]+|$)")
_FENCE = re.compile(r"(?P<mark>`{3,})[^`]*|(?P<tilde>~{3,}).*")
_NOTE = re.compile(r"\[\^[^\[\]\s]+\]:[ \t]+")
_DEFINITION = re.compile(r"\[[^\[\]]+\]:[ \t]+\S+(?:[ \t]+[\"'(].*)?")
_CELL = re.compile(r"(?:\\.|[^|\\])+")
_DELIMITERS = re.compile(r"[\s|:-]+")


def markdown_blocks(text: str, start: int = 0) -> Iterator[Block]:
    """The headings, paragraphs, list items and table cells of a Markdown text from ``start`` on.

    A heading of the first level counts as a title; code, rules and link definitions are left out.
    """
    return _Reader(text).blocks(start)


def _visible(text: str, start: int) -> Iterator[Line]:
    """The lines from ``start`` on without fenced code and comments.

    What opens one and is never closed hides nothing but itself: better a line too many than half an article lost.
    """
    closing: re.Pattern[str] | None = None
    held: list[Line] = []
    gap = False
    for line in lines(text, start):
        words = text[line.start : line.end]
        if closing is not None:
            held.append(line)
            if closing.fullmatch(words):
                closing, held = None, []
        elif (closing := _closing(words)) is not None:
            gap = True
        else:
            yield line._replace(gap=line.gap or gap)
            gap = False
    yield from (line._replace(gap=line.gap or index == 0) for index, line in enumerate(held))


def _closing(words: str) -> re.Pattern[str] | None:
    """What closes the code or the comment that a line opens; None if it opens none."""
    if fence := _FENCE.fullmatch(words):
        mark = fence["mark"] or fence["tilde"]
        return re.compile(rf"{mark}{mark[0]}*")
    return re.compile(".*-->.*") if words.startswith("<!--") and "-->" not in words else None


class _Reader:
    """Goes through the lines once and gathers those of one paragraph in ``open``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[tuple[int, int]] = []
        self.quoted = False
        self.listed = False

    def blocks(self, start: int) -> Iterator[Block]:
        """The blocks from ``start`` on in reading order."""
        for line in _visible(self.text, start):
            if line.gap:
                yield from self._close()
            quote = _QUOTE.match(self.text, line.start, line.end)
            if quote and not self.quoted:
                yield from self._close()
            self.quoted = quote is not None or (self.quoted and bool(self.open))
            yield from self._line(quote.end() if quote else line.start, line.end)
        yield from self._close()

    def _line(self, start: int, end: int) -> Iterator[Block]:
        text = self.text
        if self.open and _UNDERLINE.fullmatch(text, start, end):
            yield from self._close(Role.TITLE if text[start] == "=" else Role.HEADING)
        elif start == end or _RULE.fullmatch(text, start, end):
            yield from self._close()
        elif heading := _HEADING.match(text, start, end):
            yield from self._close()
            yield from self._heading(heading, end)
        elif text[start] == "|":
            yield from self._close()
            yield from self._cells(start, end)
        elif note := _NOTE.match(text, start, end):
            yield from self._close()
            self.open = [(note.end(), end)]
        elif not self.open and _DEFINITION.fullmatch(text, start, end):
            pass  # Where a link leads; a reader doesn't see it.
        else:
            yield from self._words(start, end)

    def _words(self, start: int, end: int) -> Iterator[Block]:
        """Adds a line to the open paragraph, or begins a new one where the line is a list item."""
        while item := _ITEM.match(self.text, start, end):
            # Within a paragraph only "1." begins a list; any other number is a number at the start of a line.
            if self.open and not self.listed and item["number"] not in (None, "1"):
                break
            yield from self._close()
            self.listed, start = True, item.end()
        self.open.append((start, end))

    def _heading(self, heading: re.Match[str], end: int) -> Iterator[Block]:
        words = self.text[heading.end() : end]
        unclosed = words.rstrip("#")
        if unclosed != words and (not unclosed or unclosed[-1].isspace()):
            words = unclosed.rstrip()
        self.open = [(heading.end(), heading.end() + len(words))] if words else []
        yield from self._close(Role.TITLE if heading["level"] == "#" else Role.HEADING)

    def _cells(self, start: int, end: int) -> Iterator[Block]:
        """The cells of a table row; like a heading, a cell of few words is a label."""
        if _DELIMITERS.fullmatch(self.text, start, end):
            return
        for cell in _CELL.finditer(self.text, start, end):
            self.open = [(start, end) for start, end, _ in lines(self.text, cell.start(), cell.end())]
            yield from self._close(Role.HEADING)

    def _close(self, role: Role = Role.TEXT) -> Iterator[Block]:
        gathered, self.open, self.listed = self.open, [], False
        if gathered:
            passage = without_markup(join_lines(self.text, gathered))
            if passage.text:
                yield Block(passage, role)
