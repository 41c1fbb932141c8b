"""PDF files, through the optional pypdf."""

from __future__ import annotations

import sys
from io import BytesIO

import pytest

pypdf = pytest.importorskip("pypdf")


def pdf(*pages: list[str], password: str | None = None) -> bytes:
    """A PDF file with the given lines of text on its pages."""
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        content = DecodedStreamObject()
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        content.set_data(f"BT /F1 12 Tf 50 780 Td {shown}ET".encode())
        page[NameObject("/Contents")] = writer._add_object(content)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def test_pages(article):
    found = article("a.pdf", pdf(["The bridge at Harrow was shut on Monday."], ["It will stay shut until May."]))

    assert [passage.text for passage in found.passages] == [
        "The bridge at Harrow was shut on Monday.",
        "It will stay shut until May.",
    ]
    assert found.page_starts == (0, found.text.index("It will"))
    assert found.location(found.passages[1].offset(0)).endswith("a.pdf, page 2")


def test_wrapped_lines_are_joined(article):
    lines = [
        "The bridge at Harrow was shut on Monday, after an engineer had",
        "found cracks in two of its piers. It will stay shut until May,",
        "the council said.",
    ]

    assert [passage.text for passage in article("a.pdf", pdf(lines)).passages] == [" ".join(lines)]


@pytest.mark.parametrize(
    ("content", "problem", "remedy"),
    [
        (pdf([]), "the PDF holds no text, only pictures of it", "text recognition"),
        (pdf(["It is shut."], password="harbour"), "the PDF is locked with a password", "unlocked"),
        (b"%PDF-1.4 and no more", "the PDF is damaged", "Save it again"),
        (b"", "the file is empty", "--exclude"),
    ],
)
def test_files_that_cannot_be_read(read_content, content, problem, remedy):
    found = read_content("a.pdf", content)

    assert found.articles == ()
    assert found.skipped[0].problem.startswith(problem)
    assert remedy in found.skipped[0].remedy


def test_without_pypdf(read_content, monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdf", None)

    found = read_content("a.pdf", pdf(["It is shut."]))

    assert found.skipped[0].remedy == "Run: pip install 'factcheck-sources[pdf]'"
