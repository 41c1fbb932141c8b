"""The text report: carets stand under the value, whatever the words and the width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from factcheck.records import Span
from factcheck.reports import layout
from factcheck.reports.text import BAR, MIN_WIDTH, WIDTH, _quoted, styled, to_text
from factcheck.results import Result


def shown(quote: layout.Quote, width: int) -> list[str]:
    return ["".join(piece for piece, _ in line) for line in _quoted(quote, width, "bold")]


def marked(lines: list[str]) -> str:
    """The characters above the carets, by the columns that a terminal gives them."""
    words = ""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if set(below.removeprefix(BAR)) <= {" ", "^"} and "^" in below:
            first, last = below.index("^"), below.rindex("^") + 1
            words += "".join(character for character, column in columns(line) if first <= column < last)
    return words


def columns(line: str) -> Iterator[tuple[str, int]]:
    for at, character in enumerate(line):
        yield character, cell_len(line[:at])


@pytest.mark.parametrize(
    ("before", "words", "after", "width", "expected"),
    [
        ("some ", "80 million", " users", 60, ["  | some 80 million users", "  |      ^^^^^^^^^^"]),
        ("有", "八千万", "人", 60, ["  | 有八千万人", "  |   ^^^^^^"]),
        ("a👩\u200d🚀 ", "5", "!", 60, ["  | a👩\u200d🚀 5!", "  |     ^"]),
        ("cafe\u0301 ", "5", "", 60, ["  | cafe\u0301 5", "  |      ^"]),
        ("it is ", " 5 ", "now", 60, ["  | it is  5 now", "  |        ^"]),
        ("no value", "", "", 60, ["  | no value"]),
        ("قال ", "24", " شخصا", 60, ["  | قال 24 شخصا"]),
        ("a\tb\u202ec ", "5", "", 60, ["  | a b[U+202E]c 5", "  |              ^"]),
        ("one two three ", "four five", " six", 20, [
            "  | one two three", "  | four five six", "  | ^^^^^^^^^",
        ]),
        ("one two ", "three four five", " six", 20, [
            "  | one two three", "  |         ^^^^^", "  | four five six", "  | ^^^^^^^^^",
        ]),
        ("##[error] ", "5", "", 60, ["  | [U+0023]#[error] 5", "  |                  ^"]),
        ("#", "#[x]", "", 60, ["  | [U+0023]#[x]", "  |         ^^^^"]),
    ],
)  # fmt: skip
def test_carets_stand_under_the_value(before: str, words: str, after: str, width: int, expected: list[str]) -> None:
    assert shown(layout.Quote(before, words, after), width) == expected


PLAIN = st.text(st.sampled_from("abc中é👩 "), max_size=30)


@given(PLAIN, PLAIN, PLAIN, st.integers(12, 40))
def test_carets_mark_the_value_and_nothing_else(before: str, words: str, after: str, width: int) -> None:
    lines = shown(layout.Quote(before, words, after), width)
    assert marked(lines).replace(" ", "") == words.replace(" ", "")
    assert all(cell_len(line) <= width for line in lines)
    text = [line.removeprefix(BAR) for line in lines if "^" not in line]
    assert "".join(text).replace(" ", "").removeprefix(BAR.strip()) == (before + words + after).replace(" ", "")


@pytest.mark.parametrize("width", [0, 40, 60, 80, 100, 200])
def test_no_line_is_wider_than_asked(width: int, story: Result) -> None:
    lines = styled(story, {}, None, width=width).plain.splitlines()
    assert max(map(cell_len, lines)) <= max(width, MIN_WIDTH) + 20 * (width < 60)  # facts stay on one line


def test_a_long_quotation_is_cut_around_its_value(story: Result) -> None:
    first = story.findings[0]
    side = first.sides[1]
    padding = "and so on " * 100
    quote = padding + side.quote + " " + padding
    long = replace(
        side,
        quote=quote,
        span=Span(0, len(quote)),
        value_span=Span(len(padding) + 5, len(padding) + 20),
    )
    report = to_text(replace(story, findings=(replace(first, sides=(first.sides[0], long)),)))
    assert report.count("… ") >= 2
    assert "characters …]" in report
    assert [line.count("^") for line in report.splitlines() if "^" in line] == [15, 15]


def test_plain_text_has_no_colours_and_a_width(story: Result) -> None:
    report = to_text(story)
    assert "\x1b" not in report
    assert max(map(cell_len, report.splitlines())) <= WIDTH


def test_styles_mark_the_value(story: Result) -> None:
    text = styled(story, {}, None, width=WIDTH)
    spans = {text.plain[span.start : span.end] for span in text.spans if span.style == "bold red"}
    assert {"HIGH", "18,000 vehicles", "24,000 vehicles", "^" * 15} <= spans
