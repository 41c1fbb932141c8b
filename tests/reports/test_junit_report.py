"""The JUnit report: which case passes and which fails, and XML of a fixed shape."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from factcheck.records import Standing
from factcheck.reports import Focus
from factcheck.reports.junit import to_junit
from factcheck.results import Result

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "junit.xsd"))


def cases(report: str) -> dict[str, str]:
    """The outcome of each case, by its name: the tag that it holds, or ``passed``."""
    suite = etree.fromstring(report.encode()).find("testsuite")
    return {case.get("name"): case[0].tag if len(case) else "passed" for case in suite.iter("testcase")}


@pytest.mark.parametrize("name", ["story", "nothing"])
@pytest.mark.parametrize("gated", [False, True])
def test_the_report_keeps_to_the_schema(
    name: str, gated: bool, standings: Any, focus: Focus, request: pytest.FixtureRequest
) -> None:
    result = request.getfixturevalue(name)
    SCHEMA.assertValid(etree.fromstring(to_junit(result, *((standings, focus) if gated else ())).encode()))


@pytest.mark.parametrize("text", ["<b> & ]]> \" '", "\x00\x0b\x1f\x7f\x85\ufffe\uffff\ud800", "a\n\tb", "::error::"])
def test_any_text_is_xml(text: str, of_text: Callable[[str], Result]) -> None:
    SCHEMA.assertValid(etree.fromstring(to_junit(of_text(text)).encode()))


def test_the_schema_refuses_what_is_not_a_report(story: Result) -> None:
    assert not SCHEMA.validate(etree.fromstring(to_junit(story).replace('type="not-checked"', "").encode()))


def test_without_a_gate_every_open_finding_is_a_failure(story: Result) -> None:
    assert list(cases(to_junit(story)).values()) == ["error", "failure", "failure", "failure", "passed"]


def test_with_a_gate_only_what_fails_it_is_a_failure(story: Result, focus: Focus) -> None:
    found = cases(to_junit(story, {}, focus))
    assert [name for name, outcome in found.items() if outcome == "failure"] == [
        "vehicles that cross the Aller bridge a day [9c1f04ab]"
    ]
    assert list(found.values()).count("system-out") == 2


def test_known_and_dismissed_findings_are_skipped(story: Result, standings: dict[str, Standing]) -> None:
    assert list(cases(to_junit(story, standings)).values()) == ["error", "failure", "skipped", "skipped", "passed"]


def test_the_counts_are_those_of_the_cases(story: Result, standings: dict[str, Standing]) -> None:
    suite = etree.fromstring(to_junit(story, standings).encode()).find("testsuite")
    assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["5", "1", "1", "2"]


def test_a_clean_check_has_a_case_for_each_article(nothing: Result) -> None:
    assert cases(to_junit(nothing)) == {
        "no open disagreement [gazette]": "passed",
        "no open disagreement [wire]": "passed",
    }
