"""Where findings come from: written reports with or without their articles, an index, and a check."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from factcheck import pipeline, store
from factcheck.config import NO_MODEL, Settings
from factcheck.errors import UsageError
from factcheck.policy import Ignore, Rules
from factcheck.records import Kind, Standing
from factcheck.reports.json import to_json
from factcheck.results import Result
from factcheck.review.material import gather
from factcheck.testing import FakeEncoder

Build = Mapping[str, Callable[..., Result]]
ALL = Settings(min_confidence=0.0)

FERRIES = {
    "north.txt": "Ferry aground\n\nThe ferry Solvei ran aground off Skarvholm. The ferry carried 214 passengers.\n",
    "south.txt": "Ferry accident\n\nThe ferry Solvei ran aground off Skarvholm. The ferry carried 260 passengers.\n",
}


@pytest.fixture
def ferries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    """A check of two articles that lie in the working folder."""
    monkeypatch.chdir(tmp_path)
    for name, text in FERRIES.items():
        Path(name).write_text(text, encoding="utf-8")
    settings = Settings(nli=NO_MODEL, min_confidence=0.0)
    result = pipeline.check(FERRIES, settings=settings, encoder=FakeEncoder())
    assert result.findings
    return result


def written(result: Result, name: str = "report.json", standings: Mapping[str, Standing] | None = None) -> Path:
    path = Path(name)
    path.write_bytes(to_json(result, standings or {}).encode("utf-8", "backslashreplace"))
    return path


def test_a_report_gives_back_the_findings_that_were_written(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for result in (build["lighthouse"](), build["hostile"]("<b>\u202e\ud800"), build["many"](3)):
        path = written(result)
        assert gather([str(path)], ALL, Rules()).findings == result.findings


def test_dismissed_findings_can_be_reviewed_again(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = written(build["lighthouse"](), standings={"a1": Standing.DISMISSED})
    assert {f.fingerprint for f in gather([str(path)], ALL, Rules()).findings} == {"a1", "b2", "c3", "d4"}


def test_several_reports_give_each_finding_once(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = build["lighthouse"]()
    one, other = written(result, "one.json"), written(replace(result, findings=result.findings[2:]), "other.json")
    assert len(gather([str(one), str(other)], ALL, Rules()).findings) == 4


def test_findings_below_the_confidence_are_left_out(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = written(build["lighthouse"]())
    found = gather([str(path)], Settings(min_confidence=0.7), Rules())
    assert [f.fingerprint for f in found.findings] == ["c3", "d4"]


def test_the_articles_of_a_report_are_read_from_where_they_were(ferries: Result) -> None:
    found = gather([str(written(ferries))], ALL, Rules())
    assert found.articles.keys() == FERRIES.keys()
    assert found.articles["north.txt"] == ferries.articles[0]
    assert found.notes == ()


def test_an_article_that_changed_or_went_away_is_not_shown(ferries: Result) -> None:
    path = written(ferries)
    Path("north.txt").write_text(FERRIES["north.txt"] + "\nIt was refloated.\n", encoding="utf-8")
    Path("south.txt").unlink()
    found = gather([str(path)], ALL, Rules())
    assert not found.articles
    assert found.findings == ferries.findings
    assert [note.partition(",")[0] for note in found.notes] == ["changed since the report", "not found"]
    assert "north.txt" in found.notes[0]
    assert "south.txt" in found.notes[1]


def test_an_incomplete_check_says_so(ferries: Result) -> None:
    stored = json.loads(to_json(ferries))
    stored["coverage"]["complete"] = False
    Path("report.json").write_text(json.dumps(stored), encoding="utf-8")
    found = gather(["report.json"], ALL, Rules())
    assert not found.complete
    assert found.notes == ("report.json is the report of an incomplete check",)


def test_an_index_gives_its_findings_and_articles(ferries: Result) -> None:
    settings = Settings(nli=NO_MODEL, min_confidence=0.45)
    with store.open("news.index", settings=settings, encoder=FakeEncoder()) as index:
        index.add(ferries.articles)
        expected = index.findings()
    found = gather(["news.index"], settings, Rules())
    assert found.findings == expected
    assert set(found.articles) == {side.article for f in expected for side in f.sides}


def test_paths_are_checked_under_the_rules(ferries: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "check", lambda paths, **options: ferries)
    kinds = {finding.kind for finding in ferries.findings}
    assert Kind.QUANTITY in kinds
    off = gather(["north.txt", "south.txt"], ALL, Rules(kinds={Kind.QUANTITY: None}))
    assert {f.kind for f in off.findings} == kinds - {Kind.QUANTITY}
    ignored = gather(["."], ALL, Rules(ignores=(Ignore("gone", path="south.txt"),)))
    assert not ignored.findings
    assert "to be ignored (gone)" in ignored.notes[-1]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda report: report.pop("findings"), "KeyError"),
        (lambda report: report.update(schema_version=2), "schema_version 1"),
        (lambda report: report.update(findings=[1]), "TypeError"),
        (lambda report: report["findings"][0].update(kind="mood"), "mood"),
        (lambda report: report["findings"][0].update(fingerprint="../x"), "no fingerprint"),
        (lambda report: report["findings"][0].update(fingerprint=""), "no fingerprint"),
        (lambda report: report["findings"][0].update(confidence=7), "no share"),
        (lambda report: report["findings"][0].update(confidence=True), "no share"),
        (lambda report: report["findings"][0].update(score="high"), "no share"),
        (lambda report: report["findings"][0]["sides"].pop(), "fewer than two"),
        (lambda report: report["findings"][0]["sides"][0].pop("key"), "key"),
        (lambda report: report["findings"][0]["sides"][0].update(quote=["x"]), "quote"),
        (lambda report: report["findings"][0]["sides"][0].update(start=-1), "span"),
        (lambda report: report["findings"][0]["sides"][0].update(published="soon"), "soon"),
        (lambda report: report["articles"].append({}), "KeyError"),
    ],
)
def test_a_report_that_cannot_be_understood_is_refused(
    change: Callable[[Any], object], problem: str, build: Build, tmp_path: Path
) -> None:
    result = build["lighthouse"]()
    report = json.loads(to_json(replace(result, findings=result.findings[1:2])))
    change(report)
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    with pytest.raises(UsageError, match=problem) as raised:
        gather([str(path)], ALL, Rules())
    assert str(path) in str(raised.value)
    assert "factcheck report" in raised.value.remedy


@pytest.mark.parametrize("content", ["", "{", "[]", "[" * 100_000, "null"])
def test_a_file_that_is_no_report_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(content)
    with pytest.raises(UsageError, match=r"report\.json"):
        gather([str(path)], ALL, Rules())


@pytest.mark.parametrize("named", [["no-such.json"], ["report.json", "articles"]])
def test_names_that_lead_nowhere_or_two_ways_are_refused(named: list[str]) -> None:
    with pytest.raises(UsageError):
        gather(named, ALL, Rules())
