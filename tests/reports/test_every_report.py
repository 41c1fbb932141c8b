"""What every format owes its readers: golden bytes, the marks of standings, and nothing that an article can set off."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from factcheck.config import NO_MODEL
from factcheck.records import Standing
from factcheck.reports import REPORTERS, SUFFIXES, Focus
from factcheck.reports.escape import JOINERS
from factcheck.reports.files import encoded
from factcheck.results import Result

GOLDEN = Path(__file__).parent / "golden"
FILES = {"text": "txt", "junit": "xml", "github": "github.txt", "comment": "comment.md"}
FOR_READERS = ["md", "html", "text", "comment", "github", "junit"]


def assert_golden(name: str, report: str) -> None:
    """Compares the report with the golden file, byte for byte, or makes it the golden one where that was asked for."""
    if os.environ.get("GOLDEN") == "write":
        (GOLDEN / name).write_bytes(encoded(report))
    assert encoded(report) == (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("format", REPORTERS)
def test_the_report_of_a_gate_is_the_golden_one(
    format: str, story: Result, standings: dict[str, Standing], focus: Focus
) -> None:
    assert_golden(f"gate.{FILES.get(format, format)}", REPORTERS[format](story, standings, focus))


@pytest.mark.parametrize("format", REPORTERS)
def test_the_report_of_nothing_is_the_golden_one(format: str, nothing: Result) -> None:
    assert_golden(f"nothing.{FILES.get(format, format)}", REPORTERS[format](nothing))


@pytest.mark.parametrize("format", REPORTERS)
def test_what_is_not_said_of_a_finding_changes_nothing(format: str, story: Result) -> None:
    assert REPORTERS[format](story) == REPORTERS[format](story, {}, None)


def test_a_suffix_implies_a_format_that_exists() -> None:
    assert set(SUFFIXES.values()) <= set(REPORTERS)


@pytest.mark.parametrize("format", FOR_READERS)
def test_a_known_finding_is_marked(format: str, story: Result, standings: dict[str, Standing]) -> None:
    marked, plain = REPORTERS[format](story, standings), REPORTERS[format](story)
    assert "known from the baseline" in marked
    assert "known from the baseline" not in plain


@pytest.mark.parametrize("format", ["md", "html", "text", "comment", "github"])
def test_a_confirmed_finding_is_marked(format: str, story: Result) -> None:
    assert "confirmed by a reviewer" in REPORTERS[format](story, {"41d2ee07": Standing.CONFIRMED})


@pytest.mark.parametrize("format", FOR_READERS)
def test_a_dismissed_finding_is_out_of_the_counts(format: str, story: Result, standings: dict[str, Standing]) -> None:
    text = re.sub(r"[*_]", "", REPORTERS[format](story, standings))
    assert "2 facts: 1 conflict, 1 update; 1 high, 1 medium severity" in text
    assert "1 finding dismissed by a reviewer" in text


@pytest.mark.parametrize("format", ["md", "html", "text", "junit", "json", "csv", "sarif"])
def test_a_dismissed_finding_comes_last(format: str, story: Result) -> None:
    first, second, third = story.findings
    report = REPORTERS[format](story, {first.fingerprint: Standing.DISMISSED})
    about = [report.rindex(finding.about) for finding in (second, third, first)]
    assert about == sorted(about)


@pytest.mark.parametrize("format", ["md", "html", "text", "comment"])
def test_when_all_is_dismissed_nothing_is_called_clean(format: str, story: Result) -> None:
    dismissed = {finding.fingerprint: Standing.DISMISSED for finding in story.findings}
    report = REPORTERS[format](story, dismissed)
    assert "No disagreement is left open between the 14 claims in 4 articles." in report
    assert "3 findings dismissed by a reviewer" in report


@pytest.mark.parametrize("format", FOR_READERS)
@pytest.mark.parametrize(
    ("new", "articles", "said"),
    [
        (0, 5, "Nothing was compared: no new article could be read."),
        (1, 2, "No disagreement was found between the new article and the 1 other."),
        (1, 5, "No disagreement was found between the new article and the 4 others."),
        (2, 2, "No disagreement was found among the 2 new articles."),
        (3, 5, "No disagreement was found among the 3 new articles, or between them and the 2 others."),
    ],
)
def test_a_gate_says_nothing_of_what_was_there_before(
    format: str, new: int, articles: int, said: str, nothing: Result
) -> None:
    focus = Focus(new=frozenset(map(str, range(new))), failing=frozenset())
    result = replace(nothing, coverage=replace(nothing.coverage, articles=articles))
    assert said in REPORTERS[format](result, {}, focus)


@pytest.mark.parametrize("format", FOR_READERS)
@pytest.mark.parametrize("read", [0, 1])
def test_a_report_without_a_comparison_is_no_clean_report(format: str, read: int, nothing: Result) -> None:
    few = replace(nothing, articles=nothing.articles[:read], coverage=replace(nothing.coverage, articles=read))
    report = REPORTERS[format](few)
    assert "Nothing was compared" in report
    assert "No disagreement" not in report


@pytest.mark.parametrize("format", FOR_READERS)
def test_an_incomplete_check_says_so(format: str, story: Result) -> None:
    report = REPORTERS[format](story)
    assert "1 input could not be checked" in report
    assert "articles/scan.pdf" in report


@pytest.mark.parametrize("format", FOR_READERS)
def test_what_a_limit_left_out_is_said(format: str, story: Result) -> None:
    assert "2 findings are below the confidence of 0.5" in html.unescape(REPORTERS[format](story)).replace("\\", "")


HOSTILE = [
    "<script>alert(1)</script>",
    "</script></style></title><img src=x onerror=alert(1)>",
    "' onmouseover='x' \" onload=\"x",
    "]]> <![CDATA[ &amp; &#x0; <!-- -->",
    "::error file=a.md,line=1::fake",
    "words\n::set-output name=x::y\n##[error]fake",
    "##[add-mask]e and ##[command]x",
    "100% %0A%25 %3A, a:b,c",
    "\u202egnp.exe\u202c \u2066x\u2069 \u200f",
    "مرحبا 24,000 שלום",
    "bell \x07 escape \x1b[31m null \x00 delete \x7f next \x85",
    "lone \ud800 surrogate, \udcff byte, \ufffe \uffff noncharacters",
    "{{ 7 * 7 }} {% raw %} ${x} {0} {{x}}",
    "[a link](1) [b](javascript:alert(1)) \\[c\\]",
    "@everyone @org/team #12 GH-12 org/repo#3",
    "=cmd|' /C calc'!A0",
    "a\tb\r\nc\rd\u2028e\u2029f",
    "x" * 5_000,
    "long sentence, " * 333 + "80 million",
    "中文" * 400 + "👩\u200d🚀 e\u0301",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
@pytest.mark.parametrize("format", REPORTERS)
def test_whatever_an_article_says_is_text(format: str, text: str, of_text: Callable[[str], Result]) -> None:
    report = REPORTERS[format](of_text(text))
    assert report == REPORTERS[format](of_text(text))
    assert encoded(report).decode("utf-8")
    CHECKS[format](report)


@pytest.mark.parametrize("format", FOR_READERS)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_what_is_hidden_is_shown(format: str, text: str, of_text: Callable[[str], Result]) -> None:
    """Control and direction characters, and what cannot be encoded, are written out."""
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    report = REPORTERS[format](of_text(text))
    assert not [c for c in report if unicodedata.category(c) in hidden and c not in JOINERS | {"\n"}]


def no_command(report: str) -> None:
    """No line that the log of a GitHub workflow takes for a command."""
    assert not [line for line in report.splitlines() if line.strip().startswith("::") or "##[" in line]


def only_our_commands(report: str) -> None:
    lines = report.splitlines()
    assert all(re.match(r"::(error|warning|notice) (file=[^:]*,)?[^:]*title=[^:,]*::", line) for line in lines)
    assert len(lines) == 3  # what was not checked, the finding, the outcome


def page_with_our_tags(report: str) -> None:
    no_command(re.sub(r"<style>.*?</style>|<script>.*?</script>", "", report, flags=re.DOTALL).replace("##[", ""))
    assert (report.count("<script"), report.count("</script"), report.count("<style"), report.count("<img")) == (
        1,
        1,
        1,
        0,
    )
    assert not re.search(r"<[^>]* on\w+=", re.sub(r'"[^"]*"', '""', report))


def well_formed(report: str) -> None:
    import xml.etree.ElementTree as ET

    no_command(report.replace("##[", ""))
    assert [case.get("classname") for case in ET.fromstring(report).iter("testcase")]


def spreadsheet(report: str) -> None:
    rows = list(csv.reader(io.StringIO(report, newline="")))
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


CHECKS: dict[str, Callable[[str], None]] = {
    "md": no_command,
    "comment": no_command,
    "text": no_command,
    "github": only_our_commands,
    "html": page_with_our_tags,
    "junit": well_formed,
    "csv": spreadsheet,
    "json": lambda report: json.loads(report),
    "sarif": lambda report: json.loads(report),
}


def without_a_model(story: Result) -> Result:
    return replace(story, coverage=replace(story.coverage, nli=NO_MODEL))


@pytest.mark.parametrize("format", [format for format in REPORTERS if format not in {"csv", "json"}])
def test_that_no_entailment_model_was_used_is_said(format: str, story: Result) -> None:
    said = "No entailment model was used"
    assert said in " ".join(REPORTERS[format](without_a_model(story)).split())
    assert said not in " ".join(REPORTERS[format](story).split())


@pytest.mark.parametrize("format", ["md", "html"])
def test_no_entailment_model_is_not_listed_as_one(format: str, story: Result) -> None:
    assert "rules only (entailment)" in REPORTERS[format](story)
    report = REPORTERS[format](without_a_model(story))
    assert "(grammar), no entailment model" in report
    assert "(entailment)" not in report


def test_the_json_report_names_the_entailment_model_or_none(story: Result) -> None:
    assert json.loads(REPORTERS["json"](story))["coverage"]["nli"] == "rules only"
    assert json.loads(REPORTERS["json"](without_a_model(story)))["coverage"]["nli"] == "none"
