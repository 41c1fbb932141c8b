"""A region leads back to the words: by lines, and by columns in UTF-16 code units."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.articles import read
from factcheck.records import Article, Span
from factcheck.reports.regions import Region, place, region, relative, uri
from factcheck.results import Result

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "articles"


def article(text: str, **fields: object) -> Article:
    return replace(Article("a", "a.md", text, (), None, None, None, None, "0" * 64), **fields)  # type: ignore[arg-type]


def words(file: str, region: Region) -> str:
    """What an editor finds at a region of a file."""
    lines = [line.encode("utf-16-le") for line in file.split("\n")]
    parts = []
    for number in range(region.start_line, region.end_line + 1):
        line = lines[number - 1] + "\n".encode("utf-16-le")
        start = 2 * (region.start_column - 1) if number == region.start_line else 0
        end = 2 * (region.end_column - 1) if number == region.end_line else len(line)
        parts.append(line[start:end].decode("utf-16-le"))
    return "".join(parts)


@given(st.text(st.sampled_from("ab é中👩\n\r\t"), min_size=1), st.data())
def test_a_region_holds_the_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = region(article(text), Span(start, end))
    assert found is not None
    assert words(text, found) == text[start:end]


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("one\ntwo 80 m\n", Span(8, 12), Region(2, 5, 2, 9)),
        ("👩 80", Span(2, 4), Region(1, 4, 1, 6)),
        ("a\nb\n", Span(0, 4), Region(1, 1, 2, 3)),
        ("a\r\nb", Span(3, 4), Region(2, 1, 2, 2)),
    ],
)
def test_lines_and_columns_count_from_one(text: str, span: Span, expected: Region) -> None:
    assert region(article(text), span) == expected


@pytest.mark.parametrize("name", ["ferry.md", "ferry.txt", "ferry.html"])
def test_a_region_is_a_place_in_the_file(name: str) -> None:
    """In a web page, in its source."""
    file = (FIXTURES / name).read_bytes().decode("utf-8-sig")
    [found] = read([FIXTURES / name]).articles
    for passage in found.passages:
        span = passage.locate(0, len(passage.text))
        where = region(found, span)
        assert where is not None
        assert words(file, where) == found.text[span.start : span.end]
        assert passage.text.split()[0] in html.unescape(words(file, where))


@pytest.mark.parametrize("name", ["ferry.csv", "ferry.jsonl"])
def test_a_row_of_a_table_has_no_region(name: str) -> None:
    for found in read([FIXTURES / name]).articles:
        assert region(found, Span(0, 1)) is None


@pytest.mark.parametrize("none", [None, article("text", page_starts=(0,)), article("text", row=3), article("")])
def test_where_the_text_is_not_the_file_there_is_no_region(none: Article | None) -> None:
    assert region(none, Span(0, 1)) is None


@pytest.mark.parametrize(
    ("location", "expected"),
    [("a.md:12", "line 12"), ("a.md, page 3", "page 3"), ("a.md, row 7", "row 7"), ("a.md", "line 5")],
)
def test_place(location: str, expected: str, story: Result) -> None:
    side = replace(story.findings[0].sides[0], path="a.md", location=location, line=5, published=date(2025, 1, 1))
    assert place(side) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("articles/a b.md", "articles/a%20b.md"),
        ("./a.md", "a.md"),
        ("../a.md", "../a.md"),
        ("a#1?x=%20.md", "a%231%3Fx%3D%2520.md"),
        ("c:a.md", "c%3Aa.md"),
        ("müll/中.md", "m%C3%BCll/%E4%B8%AD.md"),
        ("stray\udcff.md", "stray%FF.md"),
        ("lone\ud800.md", "lone%ED%A0%80.md"),
        ("/articles/a.md", "file:///articles/a.md"),
    ],
)
def test_uri(path: str, expected: str) -> None:
    assert uri(path) == expected


def test_a_relative_path_has_no_dot_in_front() -> None:
    assert relative("./articles//a.md") == "articles/a.md"
