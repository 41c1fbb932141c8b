"""``factcheck review`` as it is called: what it opens, where decisions go, and whose they are."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from factcheck import ledger as ledgers
from factcheck.cli import app
from factcheck.commands import review as command
from factcheck.ledger import Choice
from factcheck.project import Project
from factcheck.records import Coverage, Finding, Kind, Modality, Relation, Severity, Side, Span
from factcheck.reports.json import to_json
from factcheck.results import Result

ROOT = Path(__file__).resolve().parents[2]


def side(article: str, value: str) -> Side:
    return Side(
        article, article, f"{article}:1", 1, Span(0, len(value)), value, value, Span(0, len(value)),
        article, None, None, None, (), Modality.ASSERTED, value,
    )  # fmt: skip


def finding(fingerprint: str, confidence: float) -> Finding:
    sides = (side("a.md", f"12 {fingerprint}"), side("b.md", f"15 {fingerprint}"))
    return Finding(
        fingerprint, Kind.QUANTITY, Relation.CONFLICT, f"how many {fingerprint}", sides, Severity.MEDIUM, confidence,
        "They differ.", ("quantity-different",),
    )  # fmt: skip


FINDINGS = (finding("boats", 0.55), finding("cars", 0.7), finding("dogs", 0.9))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a report of three findings, for a reviewer whom git calls Ada."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "_git_name", lambda: "Ada")
    result = Result((), FINDINGS, (), (), (), Coverage(2, 9, 9, 9, 9, "encoder", "grammar", "rules", ()))
    Path("report.json").write_text(to_json(result), encoding="utf-8")


def call(*args: str, typed: str = "") -> Any:
    return CliRunner().invoke(app, ["review", *args], input=typed)


def decided(file: str = ledgers.DEFAULT) -> dict[str, str]:
    return {decision.fingerprint: decision.choice.value for decision in ledgers.read(Path(file)).latest}


def test_decisions_of_a_terminal_are_kept() -> None:
    run = call("report.json", "--terminal", typed="c\nd\n1\nq\n")
    assert run.exit_code == 0
    assert decided() == {"boats": "confirmed", "cars": "dismissed"}
    assert "2 of 3 findings decided -> factcheck-decisions.jsonl" in run.stderr
    assert "how many boats" in run.stdout


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ((), 3),
        (("--next-uncertain", "2"), 2),
        (("--next-uncertain", "9"), 3),
        (("--min-confidence", "0.6"), 2),
    ],
)
def test_what_is_asked_for_is_reviewed(options: tuple[str, ...], asked: int) -> None:
    run = call("report.json", "--terminal", *options, typed="c\n" * 5)
    assert run.exit_code == 0
    assert len(decided()) == asked


def test_the_next_uncertain_leave_out_what_is_decided() -> None:
    call("report.json", "--terminal", typed="c\nq\n")
    call("report.json", "--terminal", "--next-uncertain", "1", typed="u\n" * 5)
    assert decided() == {"boats": "confirmed", "cars": "unsure"}


def test_a_dry_run_keeps_nothing() -> None:
    call("report.json", "--terminal", typed="c\nq\n")
    before = Path(ledgers.DEFAULT).read_bytes()
    run = call("report.json", "--terminal", "--dry-run", typed="d\n1\nd\n1\nq\n")
    assert run.exit_code == 0
    assert "3 of 3 findings decided; a dry run, so nothing was kept" in run.stderr
    assert Path(ledgers.DEFAULT).read_bytes() == before


def test_decisions_go_where_the_call_or_the_configuration_says() -> None:
    Path("factcheck.toml").write_text('decisions = "kept/ours.jsonl"\nreviewer = "The desk"\n', encoding="utf-8")
    call("report.json", "--terminal", typed="c\nq\n")
    assert decided("kept/ours.jsonl") == {"boats": "confirmed"}
    call("report.json", "--terminal", "--decisions", "mine.jsonl", "--reviewer", "Bea", typed="u\nq\n")
    assert decided("mine.jsonl") == {"boats": "unsure"}
    reviewers = [ledgers.read(Path(file)).decisions[0].reviewer for file in ("kept/ours.jsonl", "mine.jsonl")]
    assert reviewers == ["The desk", "Bea"]


@pytest.mark.parametrize(
    ("configured", "git", "login", "expected"),
    [
        ("The desk", "Ada", "ada01", "The desk"),
        (None, "Ada", "ada01", "Ada"),
        (None, "", "ada01", "ada01"),
        (None, "", "", "unknown"),
    ],
)
def test_a_reviewer_has_a_name(
    configured: str | None, git: str, login: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_git_name", lambda: git)
    monkeypatch.setattr(command, "_login_name", lambda: login)
    assert command.name_of(Project(reviewer=configured)) == expected


def test_merging_puts_two_ledgers_together_and_says_where_they_disagree() -> None:
    for reviewer, keys in (("Ada", "c\nc\nq\n"), ("Bea", "d\n1\nc\nq\n")):
        call("report.json", "--terminal", "--decisions", f"{reviewer}.jsonl", "--reviewer", reviewer, typed=keys)
    run = call("--decisions", "Ada.jsonl", "--merge", "Bea.jsonl")
    assert run.exit_code == 0
    assert run.stdout.splitlines()[:3] == [
        "4 lines in Ada.jsonl",
        "1 disagreement between reviewers",
        "- how many boats (boats)",
    ]
    assert "Bea dismissed it on" in run.stdout
    assert "They speak of different facts" in run.stdout
    assert len(ledgers.read(Path("Bea.jsonl")).decisions) == 2
    again = call("--decisions", "Ada.jsonl", "--merge", "Bea.jsonl")
    assert again.stdout == run.stdout


def test_a_damaged_line_is_told_and_the_rest_is_used() -> None:
    call("report.json", "--terminal", typed="c\nq\n")
    with Path(ledgers.DEFAULT).open("a", encoding="utf-8") as file:
        file.write("{half a li")
    run = call("report.json", "--terminal", typed="c\nq\n")
    assert "factcheck-decisions.jsonl:2 is no JSON" in run.stderr
    assert decided() == {"boats": "confirmed", "cars": "confirmed"}


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        ((), 2, "there is nothing to review"),
        (("no-such.json",), 2, "no-such.json can't be read"),
        (("report.json", "articles"), 2, "something else is named beside it"),
        (("report.json", "--next-uncertain", "0"), 2, "next-uncertain"),
        (("report.json", "--port", "70000"), 2, "port"),
        (("--merge", "no-such.jsonl"), 2, "there is no ledger no-such.jsonl"),
        (("report.json", "--reviewer", " ", "--terminal"), 2, "name"),
    ],
)
def test_a_wrong_call_is_told(args: tuple[str, ...], code: int, message: str) -> None:
    run = call(*args, typed="c\n")
    assert run.exit_code == code
    assert message in run.stderr
    assert not Path(ledgers.DEFAULT).exists()


def test_the_configured_index_or_paths_are_reviewed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def gather(named: Any, *others: Any, **options: Any) -> Any:
        from factcheck.review.material import Material

        asked.append(list(named))
        return Material("x", (), {})

    monkeypatch.setattr("factcheck.review.material.gather", gather)
    Path("factcheck.toml").write_text('paths = ["articles"]\nindex = "news.index"\n', encoding="utf-8")
    call("--terminal")
    Path("news.index").write_text("")
    call("--terminal")
    assert asked == [["articles"], ["news.index"]]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for a child there")
def test_the_page_is_served_until_ctrl_c() -> None:
    """The program as a whole: the printed address answers, others do not, and the end is no error."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = subprocess.Popen(
        [sys.executable, "-m", "factcheck", "review", "report.json", "--no-browser", "--reviewer", "Ada"],
        stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert program.stderr
    try:
        address = next(
            found for line in program.stderr if (found := re.search(r"http://127\.0\.0\.1:(\d+)(/\S+/)", line))
        )
        connection = http.client.HTTPConnection("127.0.0.1", int(address[1]), timeout=60)
        connection.request("GET", f"{address[2]}finding/boats")
        assert "how many boats" in connection.getresponse().read().decode()
        connection.request("GET", "/finding/boats")
        assert connection.getresponse().status == 404
        connection.close()
    finally:
        program.send_signal(signal.SIGINT)
        rest = program.communicate(timeout=60)[1]
    assert program.returncode == 0, rest
    assert "0 of 3 findings decided" in rest


def test_a_report_that_was_written_can_be_reviewed_and_reported_with_its_decisions() -> None:
    """What a review leaves is what the ledger of the report reads."""
    call("report.json", "--terminal", typed="d\n2\nq\n")
    ledger = ledgers.read(Path(ledgers.DEFAULT))
    assert [d.choice for d in ledger.decisions] == [Choice.DISMISSED]
    assert ledger.current(replace(FINDINGS[0], confidence=0.1)) is not None
    assert json.loads(Path(ledgers.DEFAULT).read_text(encoding="utf-8"))["reviewer"] == "Ada"
