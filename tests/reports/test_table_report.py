"""The CSV report: a row a side, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from factcheck.records import Standing
from factcheck.reports.table import harmless, to_csv
from factcheck.results import COLUMNS, Result


def read(report: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(report, newline="")))


def test_a_row_for_each_side(story: Result) -> None:
    rows = read(to_csv(story))
    assert [row["quote"] for row in rows] == [side.quote for finding in story.findings for side in finding.sides]
    assert {row["confidence"] for row in rows} == {"0.934", "0.71", "0.5555"}


def test_the_standing_is_a_column_and_dismissed_findings_come_last(story: Result) -> None:
    first, _, third = story.findings
    assert [row["standing"] for row in read(to_csv(story))] == [""] * 8
    rows = read(to_csv(story, {first.fingerprint: Standing.DISMISSED, third.fingerprint: Standing.KNOWN}))
    assert [row["standing"] for row in rows] == [""] * 2 + ["known"] * 2 + ["dismissed"] * 4


def test_absent_values_are_empty_cells(story: Result) -> None:
    radio = next(row for row in read(to_csv(story)) if row["article"] == "radio")
    assert (radio["source"], radio["published"], radio["speaker"]) == ("", "", "")


def test_no_finding_gives_the_header_alone(nothing: Result) -> None:
    assert to_csv(nothing) == ",".join(f'"{column}"' for column in (*COLUMNS, "standing")) + "\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_formulas_are_defused(start: str, of_text: Callable[[str], Result]) -> None:
    text = f"{start}cmd|' /C calc'!A0"
    row = read(to_csv(of_text(text)))[0]
    for column in ("about", "explanation", "source", "speaker", "quote", "value", "fingerprint"):
        assert row[column].startswith("'" + start)


@pytest.mark.parametrize("cell", ["a=b", "18,000", "", "'quoted'", None, 0.5, -1])
def test_other_cells_stay_as_they_are(cell: object) -> None:
    assert harmless(cell) == cell


def test_quotes_and_line_breaks_stay_in_their_cell(of_text: Callable[[str], Result]) -> None:
    text = 'say "this",\nthen\r\nthat; and more'
    assert read(to_csv(of_text(text)))[0]["quote"] == text
