"""The report for spreadsheets: CSV with a row for each side of each finding."""

from __future__ import annotations

import csv
from dataclasses import replace

from factcheck.reports.view import NO_STANDINGS, Focus, Standings, View
from factcheck.results import Result

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the start of a formula (OWASP, CSV injection)."""
DIGITS = 4
"""Decimals of a confidence."""
STANDING = "standing"
"""The column that says what is already known of a finding; empty where nothing is."""


def to_csv(result: Result, standings: Standings = NO_STANDINGS, focus: Focus | None = None) -> str:
    """The columns of ``Result.to_frame`` and the standing as UTF-8 CSV with a header row, dismissed findings last.

    A text that a spreadsheet would run as a formula gets an apostrophe in front; a minus sign counts, since the text is
    what an article wrote. Confidence is a number and stays one.
    """
    view = View(result, standings, focus)
    frame = replace(result, findings=(*view.open, *view.dismissed)).to_frame()
    texts = frame.columns.drop("confidence")
    frame[STANDING] = [standings.get(fingerprint, "") for fingerprint in frame["fingerprint"]]
    frame[texts] = frame[texts].map(harmless)
    frame["confidence"] = frame["confidence"].round(DIGITS)
    # All text in quotation marks: the csv module leaves a lone carriage return bare, and a reader ends the row there.
    return frame.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)


def harmless(cell: object) -> object:
    """The cell, with an apostrophe in front if it is text that begins like a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
