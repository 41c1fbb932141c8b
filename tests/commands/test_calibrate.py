"""``factcheck calibrate``: what it prints, what it writes and keeps, and what holds afterwards."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from factcheck import cli, learning
from factcheck import project as projects
from factcheck.learning import MIN_DECISIONS
from factcheck.ledger import Choice, append, decide
from factcheck.records import Finding, Kind, Modality, Relation, Severity, Side, Span

LEDGER, CALIBRATION = Path("factcheck-decisions.jsonl"), Path("factcheck-calibration.json")
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A working folder, and no examples but the decisions."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(learning, "shipped", lambda: ())


def side(article):
    return Side(
        article, article, f"{article}:1", 1, Span(0, 9), "12 boats", "12", Span(0, 2), article, None, None, None, (),
        Modality.ASSERTED, "12",
    )  # fmt: skip


def review(count, choice="dismissed", kind=Kind.QUANTITY, score=0.8):
    """Decides so many findings of a kind."""
    sides = (side("a.md"), side("b.md"))
    found = [
        Finding(f"{kind}{choice}{n}", kind, Relation.CONFLICT, "it", sides, Severity.HIGH, score, "Why.", ("x",), score)
        for n in range(count)
    ]  # fmt: skip
    append(LEDGER, [decide(f, Choice(choice), reviewer="Ida", now=NOON + timedelta(seconds=1)) for f in found])


def calibrate(*args):
    return CliRunner().invoke(cli.app, ["calibrate", *map(str, args)])


def rows(run):
    """The table's rows by their first word."""
    return {line.split()[0]: line for line in run.stdout.splitlines()}


def test_too_few_decisions_are_counted_and_nothing_is_written():
    review(MIN_DECISIONS - 2)
    run = calibrate()
    assert run.exit_code == 0
    assert (
        run.stderr
        == f"nothing is fitted: {LEDGER} has {MIN_DECISIONS - 2} that count, and 2 more decisions are needed\n"
    )
    assert "kept: 2 more decisions are needed" in rows(run)["quantity"]
    assert not CALIBRATION.exists()


def test_decisions_are_learned_from_and_the_former_calibration_is_kept():
    review(20)
    review(4, "confirmed")
    run = calibrate()
    assert run.exit_code == 0, run.output
    assert run.stderr == f"quantity fitted to 24 decisions -> {CALIBRATION}\n"
    assert "4 confirmed, 20 dismissed  0.17 -> -" in rows(run)["quantity"]
    assert rows(run)["time"].endswith("kept: 8 more decisions on this kind are needed")
    settings = projects.load().settings
    assert settings.calibration.confidence("quantity", ("x",), 0.8) < 0.4
    assert settings.calibration.confidence("time", ("x",), 0.8) == 0.8

    first = CALIBRATION.read_bytes()
    review(30, "confirmed")
    assert calibrate().exit_code == 0
    assert Path(f"{CALIBRATION}.previous").read_bytes() == first != CALIBRATION.read_bytes()


def test_a_dry_run_writes_nothing():
    review(30)
    run = calibrate("--dry-run")
    assert run.stderr == "quantity fitted to 30 decisions; nothing is written\n"
    assert not CALIBRATION.exists()


def test_other_files_can_be_named_and_configured():
    review(30)
    LEDGER.rename("team.jsonl")
    assert calibrate("--decisions", "team.jsonl", "-o", "one.json").exit_code == 0
    Path("factcheck.toml").write_text('decisions = "team.jsonl"\ncalibration = "two.json"\n')
    assert calibrate().exit_code == 0
    assert json.loads(Path("one.json").read_text()) == json.loads(Path("two.json").read_text())
    assert projects.load().settings.calibration


WRONG = [
    ("no such decisions", ("--decisions", "none.jsonl"), 2),
    ("the decisions as the output", ("-o", LEDGER), 2),
    ("a folder as the output", ("-o", "."), 2),
    ("a damaged calibration", ("-o", "damaged.json"), 2),
    ("no such configuration", ("--config", "none.toml"), 2),
]


@pytest.mark.parametrize(("args", "code"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_wrong_call_writes_nothing(args, code):
    review(30)
    Path("damaged.json").write_text("[]")
    before = LEDGER.read_bytes()
    assert calibrate(*args).exit_code == code
    assert LEDGER.read_bytes() == before
    assert not CALIBRATION.exists()
