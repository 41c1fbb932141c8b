"""GitHub annotations: their level, their place, and that every character comes through."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from factcheck.records import Severity, Span, Standing
from factcheck.reports import Focus
from factcheck.reports.annotations import to_annotations
from factcheck.results import Result

COMMAND = re.compile(r"::(\w+) (.*?)::(.*)")


def parsed(report: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands of a log, read as GitHub's runner reads them."""
    found = []
    for line in report.splitlines():
        match = COMMAND.fullmatch(line)
        assert match
        pairs = [pair.partition("=") for pair in match[2].split(",")]
        properties = {name: unescaped(value, ":,") for name, _, value in pairs}
        found.append((match[1], properties, unescaped(match[3])))
    return found


def unescaped(text: str, more: str = "") -> str:
    for character in (*more, "\n", "\r", "%"):
        text = text.replace(f"%{ord(character):02X}", character)
    return text


def test_an_annotation_stands_at_the_value(story: Result) -> None:
    skipped, first, *_ = parsed(to_annotations(story))
    assert skipped[:2] == ("error", {"file": "articles/scan.pdf", "title": "Not checked"})
    level, properties, message = first
    assert level == "warning"
    assert properties.pop("title") == "quantity conflict: vehicles that cross the Aller bridge a day"
    assert properties == {"file": "articles/gazette.md", "line": "3", "endLine": "3", "col": "26", "endColumn": "41"}
    assert message.splitlines()[0] == "high severity, 93 % confidence"
    assert "“Some 24,000 vehicles cross the Aller bridge every day.” (Morning Courier, 2025-04-09" in message


def test_a_gate_speaks_of_the_new_article(story: Result, standings: dict[str, Standing], focus: Focus) -> None:
    findings = parsed(to_annotations(story, standings, focus))[1:-1]
    assert [(level, place["file"]) for level, place, _ in findings] == [
        ("error", "articles/courier_2.txt"),
        ("notice", "articles/courier_2.txt"),
    ]


def test_what_fails_comes_first(story: Result) -> None:
    focus = Focus(new=frozenset(), failing=frozenset({"e07a5c33"}))
    assert [level for level, *_ in parsed(to_annotations(story, {}, focus))] == [
        "error", "error", "warning", "warning", "notice",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.HIGH, "warning"), (Severity.MEDIUM, "warning"), (Severity.LOW, "notice")]
)
def test_level_from_severity(severity: Severity, level: str, story: Result) -> None:
    only = replace(story, findings=(replace(story.findings[0], severity=severity),))
    assert parsed(to_annotations(only))[1][0] == level


def test_over_two_lines_there_are_no_columns(story: Result) -> None:
    first = story.findings[0]
    text = story.articles[0].text
    end = text.index("It was built") + 5
    side = replace(first.sides[0], value_span=Span(text.index("18,000"), end))
    place = parsed(to_annotations(replace(story, findings=(replace(first, sides=(side, first.sides[1])),))))[1][1]
    assert (place["line"], place["endLine"]) == ("3", "4")
    assert "col" not in place


def test_a_row_of_a_table_has_no_line(story: Result) -> None:
    rows = tuple(replace(article, row=7) for article in story.articles)
    for _, place, _ in parsed(to_annotations(replace(story, articles=rows))):
        assert "line" not in place


@pytest.mark.parametrize("text", ["100% %25 %0A", "a:b,c=d::e", "::error::x", "two\nlines", "line=9,title=x"])
def test_every_character_comes_through(text: str, of_text: Callable[[str], Result]) -> None:
    _, (_, place, message), _ = parsed(to_annotations(of_text(text)))
    shown = " ".join(text.split())
    assert place["file"] == f"articles/{shown}"
    assert place["title"] == f"quantity conflict: {shown}"
    assert f"“{shown}”" in message
