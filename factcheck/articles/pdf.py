"""PDF files, through the optional library pypdf."""

from __future__ import annotations

from io import BytesIO

from factcheck.articles.drafts import NOTHING, Draft
from factcheck.articles.heads import read_head
from factcheck.articles.plain_text import text_blocks
from factcheck.articles.quiet import quiet
from factcheck.articles.surrogates import without_surrogates
from factcheck.errors import ArticleError

_PAGE_BREAK = "\n\n"


def read_pdf(data: bytes, path: str) -> Draft:
    """The draft of a PDF file's extracted text; raises ArticleError where there is none, or pypdf is missing.

    What the file gives as its title and date is left alone: these are mostly those of a word processor's document.
    """
    pages = _pages(data, path)
    if not any(page.strip() for page in pages):
        raise ArticleError(path, "the PDF holds no text, only pictures of it", "Run it through text recognition first")
    text, starts = _PAGE_BREAK.join(pages), [0]
    for page in pages[:-1]:
        starts.append(starts[-1] + len(page) + len(_PAGE_BREAK))
    blocks, metadata, notes = read_head(text, list(text_blocks(text)), NOTHING)
    return Draft(text, tuple(blocks), metadata, notes, page_starts=tuple(starts))


def _pages(data: bytes, path: str) -> list[str]:
    """The text of each page."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        remedy = "Run: pip install 'factcheck-sources[pdf]'"
        raise ArticleError(path, "reading PDF files needs pypdf, which is not installed", remedy) from error
    try:
        with quiet("pypdf"):
            reader = PdfReader(BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise ArticleError(path, "the PDF is locked with a password", "Save an unlocked copy")
            return [without_surrogates(page.extract_text()) for page in reader.pages]
    except PyPdfError as error:
        raise ArticleError(path, f"the PDF is damaged: {error}", "Save it again, or as text") from error
