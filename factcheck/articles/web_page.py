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

_BLOCKS = frozenset({"p", "head", "item", "quote", "cell", "row", "list", "table", "ab", "body", "main", "div"})
_LABELS = frozenset({"head", "cell"})
_SENTENCE_END = (".", "!", "?", "”", '"', "»", ":")


def read_page(text: str, path: str) -> Draft:
    """The draft of a web page; raises ArticleError for one without an article, or with too many tags."""
    import trafilatura

    if text.count("<") > MAX_TAGS:
        raise ArticleError(path, f"the page has more than {MAX_TAGS} tags", "Save its article alone, or as .txt")
    with quiet("trafilatura", "htmldate", "justext"):
        document = trafilatura.bare_extraction(text, include_comments=False, with_metadata=False)
        stated = trafilatura.extract_metadata(text, extensive=False)
    view = ReaderView(text)
    body = getattr(document, "body", None)
    blocks, notes = _everything(view) if body is None else _place(view, body)
    if not blocks:
        raise ArticleError(path, "no article was found on the page", "Save its text as .txt or .md instead")
    # Only what the markup states counts as the date: the library's own search also guesses from addresses and text.
    published = next(filter(None, map(parse_date, view.dates + view.times)), None)
    metadata = Metadata(stated.title or None, stated.sitename or None, published, view.language)
    return Draft(text, (*_title(view, metadata.title), *blocks), metadata, notes)


def _place(view: ReaderView, body: Any) -> tuple[list[Block], tuple[str, ...]]:
    """The extracted paragraphs where they stand in the page, and a note on those that stand nowhere."""
    blocks: list[Block] = []
    missing, cursor = 0, view.head_end
    for words, role in _paragraphs(body):
        found = view.find(words, cursor)
        if found is None:
            missing += 1
            continue
        cursor = max(cursor, found[1])
        # The extraction runs the blocks of a short page together; the page itself tells them apart.
        blocks.extend(Block(view.passage(*part), role) for part in view.blocks(*found))
    what = "1 paragraph" if missing == 1 else f"{missing} paragraphs"
    note = f"{what} could not be placed and {'was' if missing == 1 else 'were'} left out"
    return blocks, (note,) if missing else ()


def _everything(view: ReaderView) -> tuple[list[Block], tuple[str, ...]]:
    """All blocks of a page in which no article was recognised, such as a bare paragraph, and a note that says so."""
    passages = [view.passage(*part) for part in view.blocks(view.head_end)]
    blocks = [Block(found, Role.TEXT if found.text.endswith(_SENTENCE_END) else Role.HEADING) for found in passages]
    return blocks, ("no article was recognised on the page, so all of its text was read",)


def _title(view: ReaderView, title: str | None) -> list[Block]:
    """The title where the page shows it, at the start of a block: above the text, or else in the window's title."""
    found = view.find(title, view.head_end, at_block=True) if title else None
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
    """The text of an element and of all below it, each piece with the tag of the element that begins or ends there.

    Code within a paragraph is part of it; a listing of its own is left out.
    """
    yield element.text or "", element.tag
    for child in element:
        if child.tag != "code" or element.tag != "body":
            yield from _parts(child)
        yield child.tail or "", f"/{child.tag}" if child.tag not in _BLOCKS else "div"
