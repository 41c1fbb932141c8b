"""Bytes become text."""

from __future__ import annotations

import codecs
import random

import pytest

TEXT = "Die Brücke in Köln wurde am Montag gesperrt, “zur Sicherheit”, said the naïve mayor of Zürich; it cost £5."


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
    ],
)
def test_unicode(read_content, data):
    found = read_content("a.txt", data)

    assert found.articles[0].text == TEXT
    assert found.notes == ()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TEXT, "cp1252"),
        ("The café was shut, officials said.", "cp1252"),
        ("Вчера вечером мост был закрыт, сообщил представитель администрации города.", "cp1251"),
        ("The bridge was shut on Monday, the mayor of Harrow said.", "utf-16-le"),
    ],
)
def test_other_encodings_are_noted(read_content, text, encoding):
    found = read_content("a.txt", text.encode(encoding))

    assert found.articles[0].text == text
    assert found.notes[0].endswith(f"a.txt: not in UTF-8; read as {encoding.replace('-', '_')}")


def test_broken_utf8_is_replaced_and_noted(read_content):
    found = read_content("a.txt", TEXT.encode() + b" \xff\xfe it is")

    assert found.articles[0].text == f"{TEXT} \ufffd\ufffd it is"
    assert found.notes[0].endswith("a.txt: what is not valid UTF-8 stands as the character U+FFFD, 2 times")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t\n", "the file is empty"),
        (codecs.BOM_UTF8, "the file is empty"),
        (b"\0" * 100, "the file is binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8, "the file is binary"),
        (random.Random(1).randbytes(5000), "the file is binary"),
    ],
)
def test_what_is_no_text(read_content, data, problem):
    found = read_content("a.txt", data)

    assert found.articles == ()
    assert found.skipped[0].problem.startswith(problem)
    assert found.skipped[0].remedy
