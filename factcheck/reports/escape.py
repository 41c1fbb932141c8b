"""Text that articles wrote, made safe for Markdown.

What a source wrote is data. ``escape`` makes every character show as itself under CommonMark and GitHub's dialect: no
HTML, no emphasis, no link, no table cell ends because an article says so.
"""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that show nothing, reorder what stands around them, or cannot be written as UTF-8."""
JOINERS = frozenset("\u00ad\u200c\u200d")
"""Soft hyphen, zero-width non-joiner and joiner: part of ordinary spelling, and of emoji."""

_WHITESPACE = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029 ]+")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"})
_SPECIAL = re.compile(
    r"""
    [\\`*_{}\[\]\#~$^=@]     # emphasis, code, links, headings, strike-through, mathematics, addresses
    | (?<=\{)%               # the tags of site generators, which read a page before Markdown does
    | :(?=[/A-Za-z])         # the colon of an address or of an emoji's name
    | (?<=[^\W\d])\.(?=\w) | (?<=\w)\.(?=[^\W\d])  # the dot of a host name
    """,
    re.VERBOSE,
)
_BLOCK_START = re.compile(r"^([-+](?=[-+\s]|$)|\d{1,9}(?=[.)](\s|$)))")
_CODE = re.compile(r"[\w./,:()+-]+(?: [\w./,:()+-]+)*")


class Markdown(str):
    """Text that is Markdown already, and is not escaped again."""

    __slots__ = ()


def visible(text: str) -> str:
    """The text on one line, with control and direction characters written out as ``[U+202E]``."""
    return "".join(_shown(character) for character in _WHITESPACE.sub(" ", text))


def _shown(character: str) -> str:
    if unicodedata.category(character) not in INVISIBLE or character in JOINERS:
        return character
    return f"[U+{ord(character):04X}]"


def escape(text: str) -> Markdown:
    """Markdown that renders as the text itself, on one line, in a paragraph, heading, list item or table cell."""
    marked = _SPECIAL.sub(r"\\\g<0>", visible(text)).translate(_ENTITIES)
    return Markdown(_BLOCK_START.sub(_harmless_start, marked))


def _harmless_start(match: re.Match[str]) -> str:
    return match[0] + "\\" if match[0].isdigit() else "\\" + match[0]


def code(text: str) -> Markdown:
    """The text as a code span, or escaped where it holds more than a path or a reason code would."""
    shown = visible(text)
    return Markdown(f"`{shown}`") if _CODE.fullmatch(shown) else escape(text)


def bold_within(before: str, words: str, after: str) -> Markdown:
    """The three texts in a row, escaped, with ``words`` in bold.

    CommonMark opens and closes bold only at the edge of a word; where ``words`` begin or end inside one ("US$80m"), the
    bold grows to the whole word.
    """
    before, words, after = visible(before), visible(words), visible(after)
    text = before + words + after
    start = len(before) + len(words) - len(words.lstrip())
    end = len(before) + len(words.rstrip())
    if start >= end:
        return escape(text)
    if start > 0 and not _is_edge(text[start], text[start - 1]):
        start = max(at for at in range(start + 1) if at == 0 or text[at - 1].isspace())
    if end < len(text) and not _is_edge(text[end - 1], text[end]):
        end = min(at for at in range(end, len(text) + 1) if at == len(text) or text[at].isspace())
    return Markdown(f"{escape(text[:start])}**{escape(text[start:end])}**{escape(text[end:])}")


def _is_edge(inside: str, outside: str) -> bool:
    return inside.isalnum() or outside.isspace() or unicodedata.category(outside).startswith("P")
