"""Where words stand in a file, for programs that open it there.

A span counts code points of an article's text. That text is the file itself for Markdown, plain text and saved web
pages (whose region is a place in the page's source); for a row of a table and for a PDF it is not, and there is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from factcheck.records import Article, Side, Span


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a file; lines and columns count from 1, columns in UTF-16 code units, as editors count them."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int
    """The column after the last character."""


def region(article: Article | None, span: Span) -> Region | None:
    """Where the span stands in the article's file, or None where the article's text is not the file's."""
    if article is None or article.row is not None or article.page_starts or span.end > len(article.text):
        return None
    # The end is that of the last character, so that a line break at the end adds no line.
    return Region(
        article.line(span.start),
        _column(article.text, span.start),
        article.line(span.end - 1),
        _column(article.text, span.end - 1) + _units(article.text[span.end - 1]),
    )


def _column(text: str, offset: int) -> int:
    return _units(text[text.rfind("\n", 0, offset) + 1 : offset]) + 1


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def place(side: Side) -> str:
    """Where the side stands within its file, in words: ``line 12``, ``page 3``, ``row 7``."""
    within = side.location.removeprefix(side.path)
    return f"line {within[1:]}" if re.fullmatch(r":\d+", within) else within.removeprefix(", ") or f"line {side.line}"


def uri(path: str) -> str:
    """The path as a URI reference: relative where the path is, ``file:`` where it is absolute."""
    if Path(path).is_absolute():
        return f"file://{'' if path.startswith('/') else '/'}{_quoted(Path(path).as_posix())}"
    return _quoted(relative(path))


def relative(path: str) -> str:
    """The path with forward slashes and without a ``./`` in front."""
    return str(PurePosixPath(Path(path).as_posix()))


def _quoted(path: str) -> str:
    # A file name need not be text: its stray bytes come as lone surrogates.
    return quote(b"".join(map(_bytes, path)))


def _bytes(character: str) -> bytes:
    return character.encode("utf-8", "surrogateescape" if "\udc80" <= character <= "\udcff" else "surrogatepass")
