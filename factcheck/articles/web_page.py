"""Saved web pages: trafilatura says what the article is, the page's own source says where its words stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from factcheck.articles.dates import parse_date
from factcheck.articles.drafts import Block, Draft, Metadata, Role
from factcheck.articles.quiet import quiet
from factcheck.articles.reader_view import ReaderView
from factcheck.errors import ArticleError

MAX_TAGS = 100_000
"""A page with more tags is a listing or a book; the time of the extraction grows with the square of their number."""

_BLOCKS = frozenset({"p", "head", "item", "quote", "cell", "row", "list", "table", "code", "ab", "body", "main", "div"})
_LABELS = frozenset({"head", "cell"})
_SENTENCE_END = (".", "!", "?", "”", '"', "»", ":")


def read_page(text: str, path: str) -> Draft:
    """The draft of a web page; raises ArticleError for one without an article, or with too many tags."""
    import trafilatura

    if text.count("<") > MAX_TAGS:
        raise ArticleError(path, f"the page has more than {MAX_TAGS} tags", "save its article alone, or as .txt")
    with quiet("trafilatura", "htmldate", "justext"):
        document = trafilatura.bare_extraction(text, include_comments=False, with_metadata=False)
        stated = trafilatura.extract_metadata(text, extensive=False)
    body = getattr(document, "body", None)
    if body is None:
        raise ArticleError(path, "no article was found on the page", "save its text as .txt or .md instead")
    view = ReaderView(text)
    blocks, missing = _place(view, body)
    notes = (f"{missing} paragraph{'s'[: missing > 1]} could not be placed and was left out",) if missing else ()
    # Only what the markup states counts as the date: the library's own search also guesses from addresses and text.
    published = next(filter(None, map(parse_date, view.dates + view.times)), None)
    metadata = Metadata(stated.title or None, stated.sitename or None, published, view.language)
    return Draft(text, (*_title(view, metadata.title), *blocks), metadata, notes)


def _place(view: ReaderView, body: Any) -> tuple[list[Block], int]:
    """The extracted paragraphs where they stand in the page, and how many stand nowhere."""
    blocks: list[Block] = []
    missing, cursor = 0, view.head_end
    for words, role in _paragraphs(body):
        found = view.find(words, cursor)
        if found is None:
            missing += 1
            continue
        cursor = max(cursor, found[1])
        blocks.append(Block(view.passage(*found), role))
    return blocks, missing


def _title(view: ReaderView, title: str | None) -> list[Block]:
    """The title where the page shows it: above the text, or else in the window's title."""
    found = view.find(title, view.head_end) if title else None
    return [Block(view.passage(*found), Role.TITLE)] if found else []


def _paragraphs(body: Any) -> Iterator[tuple[str, Role]]:
    """The paragraphs of the extracted article in reading order; a table's cells count as headings."""
    words: list[str] = []
    role = Role.TEXT
    for part, tag in [*_parts(body), ("", "div")]:
        if tag in _BLOCKS or (tag == "lb" and words and words[-1].rstrip().endswith(_SENTENCE_END)):
            if gathered := "".join(words).strip():
                yield gathered, role
            words, role = [], Role.HEADING if tag in _LABELS else Role.TEXT
        words.append(" " if tag == "lb" else part)


def _parts(element: Any) -> Iterator[tuple[str, str]]:
    """The text of an element and of all below it, each piece with the tag of the element that begins or ends there."""
    yield element.text or "", element.tag
    for child in element:
        yield from _parts(child)
        yield child.tail or "", f"/{child.tag}" if child.tag not in _BLOCKS else "div"
