"""Reads articles: text, Markdown, saved web pages, tables and PDF files become ``Article`` records.

A file's way: ``discovery`` finds it, ``decoding`` makes it text, the reader of its format (``plain_text``,
``markdown``, ``web_page``, ``tables``, ``pdf``) makes blocks with exact positions, and ``assembly`` drops what is
boilerplate or printed twice.
"""

from __future__ import annotations

from factcheck.articles.reading import MAX_BYTES, Reading, read, read_frame

__all__ = ["MAX_BYTES", "Reading", "read", "read_frame"]
