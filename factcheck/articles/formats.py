"""The file formats: for each suffix, what becomes of the bytes of a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from factcheck.articles.decoding import decode
from factcheck.articles.drafts import Draft
from factcheck.articles.front_matter import read_headed
from factcheck.articles.markdown import markdown_blocks
from factcheck.articles.pdf import read_pdf
from factcheck.articles.plain_text import text_blocks
from factcheck.articles.tables import read_table
from factcheck.articles.web_page import read_page

TEXTS = frozenset({".txt"})
MARKDOWN = frozenset({".md", ".markdown"})
PAGES = frozenset({".html", ".htm"})
TABLES = frozenset({".jsonl", ".csv", ".tsv", ".parquet"})
PDF = frozenset({".pdf"})
SUFFIXES = TEXTS | MARKDOWN | PAGES | TABLES | PDF


def read_drafts(data: bytes, path: str, columns: Mapping[str, str]) -> tuple[list[Draft], tuple[str, ...]]:
    """A draft for each article in a file, and notes on the file; raises ArticleError where it can't be read."""
    suffix = PurePath(path).suffix.lower()
    if suffix in TABLES:
        return read_table(data, path, suffix, columns)
    if suffix in PDF:
        return [read_pdf(data, path)], ()
    decoded = decode(data, path)
    if suffix in PAGES:
        return [read_page(decoded.text, path)], decoded.notes
    return [read_headed(decoded.text, path, markdown_blocks if suffix in MARKDOWN else text_blocks)], decoded.notes
