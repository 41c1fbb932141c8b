"""Markup within a Markdown paragraph: what a reader doesn't see is cut out, everything else keeps its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TypeAlias

from factcheck.articles.passages import edit
from factcheck.records import Passage

Edit: TypeAlias = tuple[int, int, str]
"""Start, end, and the character that a reader sees instead, or none."""

# No alternative scans beyond the next bracket of its own kind, so that the time stays linear in the text.
_TOKEN = re.compile(
    r"(?P<code>`[^`]+`)"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<footnote>\[\^[^\]\s]+\])"
    r"|(?P<open>!?\[)"
    r"|(?P<close>\](?:\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)|\[[^\[\]]*\])?)"
    r"|(?P<comment><!--(?:[^-]|-(?!->))*-->)"
    r"|(?P<address><(?:https?://|mailto:)[^<>\s]*>)"
    r"|(?P<tag></?[A-Za-z][^<>]*>)"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<emphasis>\*+|_+|~~)"
)


def without_markup(passage: Passage) -> Passage:
    """The passage without emphasis marks, link targets, images, tags and backslashes; code keeps its backticks."""
    edits = sorted(_edits(passage.text))
    return edit(passage, _outermost(edits)) if edits else passage


def _edits(text: str) -> Iterator[Edit]:
    brackets: list[tuple[int, bool]] = []
    opened: dict[str, list[int]] = {}
    for token in _TOKEN.finditer(text):
        start, end = token.span()
        match token.lastgroup:
            case "escape":
                yield start, start + 1, ""
            case "footnote":
                yield start, end, ""
            case "comment":
                yield _cut(text, start, end)
            case "address":
                yield from ((start, start + 1, ""), (end - 1, end, ""))
            case "tag":
                yield start, end, " " if token[0].lower().startswith("<br") else ""
            case "entity":
                character = unescape(token[0])
                if len(character) == 1:
                    yield start, end, character
            case "open":
                brackets.append((start, token[0] == "!["))
            case "close" if brackets:
                yield from _link(text, brackets.pop(), start, end)
            case "emphasis":
                yield from _emphasis(text, token, opened)


def _link(text: str, bracket: tuple[int, bool], start: int, end: int) -> Iterator[Edit]:
    opening, is_image = bracket
    if end - start == 1:
        return  # Plain brackets: a reader sees them.
    if is_image:
        yield _cut(text, opening, end)
    else:
        yield opening, opening + 1, ""
        yield start, end, ""


def _cut(text: str, start: int, end: int) -> Edit:
    """The edit that takes something out, and one of the two spaces around it."""
    return start, end + (text[start - 1 : start] == " " == text[end : end + 1]), ""


def _emphasis(text: str, token: re.Match[str], opened: dict[str, list[int]]) -> Iterator[Edit]:
    """The cuts for a run of marks that closes an earlier one; a run that opens is remembered in ``opened``."""
    (start, end), mark = token.span(), token[0]
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    if before.isdigit() and after.isdigit():
        return  # 5*3*2 is 30, not 532.
    earlier = opened.setdefault(mark, [])
    if earlier and not before.isspace() and not (mark[0] == "_" and after.isalnum()):
        opening = earlier.pop()
        for positions in opened.values():
            while positions and positions[-1] > opening:
                positions.pop()
        yield opening, opening + len(mark), ""
        yield start, end, ""
    elif not after.isspace() and not (mark[0] == "_" and before.isalnum()):
        earlier.append(start)


def _outermost(edits: list[Edit]) -> Iterator[Edit]:
    """The edits that don't lie within an earlier one, as an image's description does."""
    reached = 0
    for start, end, replacement in edits:
        if start >= reached:
            yield start, end, replacement
            reached = end
