"""The JSON report keeps to its schema, and holds everything that the result holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from factcheck.reports import Focus
from factcheck.reports.json import to_json
from factcheck.results import Result


def closed(schema: Any) -> Any:
    """The schema, but every object takes only the fields that are described."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(part) for key, part in schema.items()}
    return found | {"additionalProperties": False} if "required" in found else found


@pytest.fixture(scope="module")
def schema() -> Any:
    text = (files("factcheck.reports") / "report.schema.json").read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(text))
    return closed(json.loads(text))


@pytest.mark.parametrize("name", ["story", "nothing"])
@pytest.mark.parametrize("gated", [False, True])
def test_the_report_keeps_to_the_schema(
    name: str, gated: bool, schema: Any, standings: Any, focus: Focus, request: pytest.FixtureRequest
) -> None:
    result = request.getfixturevalue(name)
    report = to_json(result, standings, focus) if gated else to_json(result)
    Draft202012Validator(schema).validate(json.loads(report))


def test_dismissed_findings_stand_apart(story: Result, standings: Any) -> None:
    report = json.loads(to_json(story, standings))
    assert [finding["standing"] for finding in report["findings"]] == ["new", "known"]
    assert [finding["standing"] for finding in report["dismissed"]] == ["dismissed"]


def test_a_gate_says_what_fails_and_what_is_new(story: Result, focus: Focus) -> None:
    report = json.loads(to_json(story, {}, focus))
    assert [finding["fails"] for finding in report["findings"]] == [True, False, False]
    assert [article["id"] for article in report["articles"] if article["new"]] == ["courier_2"]


def test_without_a_gate_nothing_is_said_of_one(story: Result) -> None:
    report = json.loads(to_json(story))
    findings = report["findings"]
    assert {finding["standing"] for finding in findings} == {finding["fails"] for finding in findings} == {None}
    assert {article["new"] for article in report["articles"]} == {None}


def test_the_schema_refuses_what_is_not_a_report(story: Result, schema: Any) -> None:
    report = json.loads(to_json(story))
    del report["findings"][0]["sides"][0]["quote"]
    assert not Draft202012Validator(schema).is_valid(report)


def test_offsets_point_at_the_words_in_the_article(story: Result) -> None:
    texts = {article.path: article.text.replace("\n", " ") for article in story.articles}
    for finding in json.loads(to_json(story))["findings"]:
        for side in finding["sides"]:
            text = texts[side["article"]]
            assert text[side["start"] : side["end"]] == side["quote"]
            assert text[side["value_start"] : side["value_end"]] == side["value"]


def test_counts_are_those_of_the_result(story: Result) -> None:
    report = json.loads(to_json(story))
    for field in ("findings", "agreements", "single_source", "clusters", "articles"):
        assert len(report[field]) == len(getattr(story, field))
    assert report["coverage"]["complete"] is False


def test_confidence_has_four_decimals(story: Result) -> None:
    first = replace(story.findings[0], confidence=2 / 3)
    assert json.loads(to_json(replace(story, findings=(first,))))["findings"][0]["confidence"] == 0.6667


def test_a_confidence_that_is_no_number_is_refused(story: Result) -> None:
    first = replace(story.findings[0], confidence=float("nan"))
    with pytest.raises(ValueError, match="JSON"):
        to_json(replace(story, findings=(first,)))


def test_text_is_written_as_it_is(of_text: Callable[[str], Result]) -> None:
    text = "“Größe” </script> \u202e \x00 \n |"
    report = to_json(of_text(text))
    assert "“Größe” </script>" in report
    assert json.loads(report)["findings"][0]["sides"][0]["quote"] == text
    assert report.endswith("}\n")
