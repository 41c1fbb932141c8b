"""What a reader sees of a web page, and where each character stands in its source."""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any

from factcheck.articles.passages import Piece, build
from factcheck.records import Passage

_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "meta", "nobr", "q", "s", "samp", "script", "small", "span", "strike", "strong", "style",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
"""Elements that don't separate words; every other one does."""
# Neither white space nor one of the characters that take no room, such as the soft hyphen.
_INK = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
_BLOCK = "\n"
"""What stands before the first word of a block."""
_PUBLISHED = re.compile(
    r"(?:.*[.:])?(?:(?:date[_-]?)?(?:published|issued)(?:[_-]?(?:date|time|at))?"
    r"|(?:publish|publication|pub)[_-]?(?:date|time)|date)",
    re.IGNORECASE,
)


class ReaderView(HTMLParser):
    """The words of a page in reading order with their places in ``source``, and the metadata that its markup states.

    Words are compared by their ink: all characters but white space. A position in the ink is what ``find`` returns
    and ``passage`` takes. ``dates`` and ``times`` are what the page's metadata and its ``time`` elements give as the
    date of publication; ``head_end`` is where in the ink the page's body begins.
    """

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.language: str | None = None
        self.dates: list[str] = []
        self.times: list[str] = []
        self.head_end = 0
        self._source = source
        self._lines = array("q", [0, *(found.end() for found in re.finditer("\n", source))])
        self._parts: list[str] = []
        # Of each word: where it begins in the ink and in the source, and the white space before it.
        self._at, self._origins, self._spaces = array("q"), array("q"), list[str]()
        self._length, self._space, self._hidden = 0, _BLOCK, ""
        self.feed(_closable(source))
        self.close()
        self._ink = "".join(self._parts)

    def find(self, text: str, start: int = 0, *, at_block: bool = False) -> tuple[int, int] | None:
        """Where the ink of ``text`` stands from ``start`` on, or else anywhere; None where it doesn't.

        With ``at_block`` only a place where a block such as a heading begins will do.
        """
        ink = "".join(_INK.findall(text))
        if not ink:
            return None
        for first in (start, 0):
            at = self._ink.find(ink, first)
            while at >= 0 and at_block and not self._begins_block(at):
                at = self._ink.find(ink, at + 1)
            if at >= 0:
                return at, at + len(ink)
        return None

    def blocks(self, start: int, end: int | None = None) -> Iterator[tuple[int, int]]:
        """The ink from ``start`` to ``end`` (or to the end of the page), parted where a block of the page begins."""
        end = self._length if end is None else end
        for index in range(bisect_right(self._at, start), bisect_left(self._at, end)):
            if self._spaces[index] == _BLOCK:
                yield start, self._at[index]
                start = self._at[index]
        if start < end:
            yield start, end

    def passage(self, start: int, end: int) -> Passage:
        """The passage whose ink is that from ``start`` to ``end``, with one space wherever the page has some."""
        return build(self._pieces(start, end))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Takes what a tag states, and separates words unless it stands within a line."""
        values = {name: value or "" for name, value in attrs}
        self._part(tag)
        if tag in ("script", "style"):
            self._hidden = values.get("type", "").lower() or tag
        elif tag == "body":
            self.head_end = self._length
        elif tag == "html":
            self.language = values.get("lang", "").strip() or None
        elif tag == "meta":
            name = values.get("property") or values.get("name") or values.get("itemprop") or ""
            self.dates.extend(_date(name, values.get("content", "")))
        elif tag == "time":
            self.times.extend(_date(values.get("itemprop", ""), values.get("datetime", "")))

    def handle_endtag(self, tag: str) -> None:
        """Separates words after a block, and ends what a reader doesn't see."""
        self._part(tag)
        if tag in ("script", "style"):
            self._hidden = ""
        elif tag == "title" and not self.head_end:
            self.head_end = self._length

    def handle_data(self, data: str) -> None:
        """Takes the words of a stretch of text."""
        if self._hidden:
            if self._hidden == "application/ld+json":
                self.dates.extend(_published(data))
            return
        origin, at = self._offset(), 0
        for word in _INK.finditer(data):
            self._separate(data[at : word.start()])
            self._add(word[0], origin + word.start())
            at = word.end()
        self._separate(data[at:])

    def handle_entityref(self, name: str) -> None:
        """Takes the character that a name such as ``&amp;`` stands for."""
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        """Takes the character that a number such as ``&#8217;`` stands for."""
        self._reference(f"&#{name}")

    def _part(self, tag: str) -> None:
        if tag == "br":
            self._space = self._space or " "
        elif tag not in _INLINE:
            self._space = _BLOCK

    def _reference(self, reference: str) -> None:
        character = unescape(f"{reference};")
        if character.startswith("&") and len(character) > 1:
            # No character of this name: a reader sees what is written.
            closed = self._source.startswith(";", self._offset() + len(reference))
            self.handle_data(f"{reference};" if closed else reference)
        elif _INK.fullmatch(character):
            self._add(character, self._offset())
        else:
            self._separate(character)

    def _add(self, word: str, origin: int) -> None:
        self._parts.append(word)
        self._at.append(self._length)
        self._origins.append(origin)
        self._spaces.append(self._space)
        self._length += len(word)
        self._space = ""

    def _separate(self, between: str) -> None:
        if any(map(str.isspace, between)):
            # A no-break space stays one: it holds together what belongs together, as in "10 000".
            self._space = self._space or (between if between in ("\xa0", "\u202f", "\u2009") else " ")

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _begins_block(self, at: int) -> bool:
        index = bisect_right(self._at, at) - 1
        return self._at[index] == at and self._spaces[index] == _BLOCK

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        after = -1
        for index in range(bisect_right(self._at, start) - 1, len(self._parts)):
            at, origin, word = self._at[index], self._origins[index], self._parts[index]
            if at >= end:
                break
            if after >= 0 and self._spaces[index]:
                yield self._spaces[index].replace(_BLOCK, " "), after
            left, right = max(start - at, 0), min(end - at, len(word))
            yield word[left:right], origin + left
            after = origin + right


def _closable(source: str) -> str:
    """The source without the beginnings of tags and comments that never end, at the same length.

    The parser would look for the end of each of them through all of the rest.
    """
    tags, comments = source.rfind(">") + 1, source.rfind("-->") + 1
    source = source[:comments] + source[comments:].replace("<!--", "    ")
    return source[:tags] + source[tags:].replace("<", " ")


def _date(name: str, value: str) -> list[str]:
    """The value if the name says that it is when the page was published."""
    return [value] if value and _PUBLISHED.fullmatch(name) else []


def _published(data: str) -> Iterator[str]:
    """The values of ``datePublished`` in a page's linked data."""
    try:
        pending: deque[Any] = deque([json.loads(data)])
    except (ValueError, RecursionError):
        return
    while pending:
        node = pending.popleft()
        if isinstance(node, dict):
            if isinstance(stated := node.get("datePublished"), str):
                yield stated
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)
