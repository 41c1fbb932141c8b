"""``factcheck gate``: options, configuration, exit codes, and what it prints and writes where."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from factcheck import cli, encoders
from factcheck import gate as gates
from factcheck.ledger import Choice, append, decide
from factcheck.reports import REPORTERS

GULL = "The ferry Solveig carried 212 passengers when it ran aground near Hestvik on Monday.\n"
TERN = "The ferry Solveig carried 340 passengers when it ran aground near Hestvik on Monday.\n"
WEATHER = "The mountain pass was closed by snow, and 40 lorries waited at the inn.\n"
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
SMALL = "The ferry Solveig carried 214 passengers when it ran aground near Hestvik on Monday.\n"


@pytest.fixture(scope="module", autouse=True)
def _one_encoder():
    """The real encoder, loaded once for all calls."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoders, "load", cache(encoders.load))
        yield


@pytest.fixture(autouse=True)
def wiki(tmp_path, monkeypatch):
    """A working folder with a wiki of three articles, of which two contradict each other."""
    monkeypatch.chdir(tmp_path)
    folder = Path("wiki")
    folder.mkdir()
    write({"wiki/gull.md": GULL, "wiki/tern.md": TERN, "wiki/weather.md": WEATHER})
    return folder


def write(files):
    for name, text in files.items():
        Path(name).write_text(text, encoding="utf-8")


def gate(*args):
    return CliRunner().invoke(cli.app, ["gate", *map(str, args)])


AGAINST = ("--against", "wiki")

CODES = [
    ("a contradiction", ("wiki/tern.md", *AGAINST), 1),
    ("none", ("wiki/weather.md", *AGAINST), 0),
    ("several new ones", ("wiki/weather.md", "wiki/tern.md", *AGAINST), 1),
    ("a folder of new ones", ("wiki", "--against", "wiki/weather.md"), 1),
    ("two places to compare with", ("wiki/tern.md", "--against", "wiki/weather.md", "--against", "wiki/gull.md"), 1),
    ("severe enough", ("wiki/tern.md", *AGAINST, "--fail-on", "high"), 1),
    ("another relation", ("wiki/tern.md", *AGAINST, "--relation", "update"), 0),
    ("another relation or two", ("wiki/tern.md", *AGAINST, "--relation", "update, dispute"), 0),
    ("its relation", ("wiki/tern.md", *AGAINST, "--relation", "update", "--relation", "conflict"), 1),
    ("not sure enough", ("wiki/tern.md", *AGAINST, "--min-confidence", "1"), 0),
    ("excluded", ("wiki/tern.md", *AGAINST, "--exclude", "gull*"), 0),
    # wrong calls
    ("nothing new", AGAINST, 2),
    ("nothing to compare with", ("wiki/tern.md",), 2),
    ("an unknown relation", ("wiki/tern.md", *AGAINST, "--relation", "conflicts"), 2),
    ("an unknown severity", ("wiki/tern.md", *AGAINST, "--fail-on", "never"), 2),
    ("an unknown format", ("wiki/tern.md", *AGAINST, "--format", "docx"), 2),
    ("an output that would overwrite the article", ("wiki/tern.md", *AGAINST, "-o", "wiki/tern.md"), 2),
    ("an output that would overwrite another one", ("wiki/weather.md", *AGAINST, "-o", "wiki/gull.md"), 2),
    ("no such baseline", ("wiki/tern.md", *AGAINST, "--baseline", "none.json"), 2),
    ("a damaged baseline", ("wiki/tern.md", *AGAINST, "--baseline", "wiki/gull.md"), 2),
    ("a baseline to be written nowhere", ("wiki/tern.md", *AGAINST, "--write-baseline"), 2),
    (
        "a damaged baseline to be written",
        ("wiki/tern.md", *AGAINST, "--baseline", "wiki/gull.md", "--write-baseline"),
        2,
    ),
    ("adding without an index", ("wiki/weather.md", *AGAINST, "--add"), 2),
    ("no such configuration", ("wiki/tern.md", *AGAINST, "--config", "none.toml"), 2),
    # not everything could be checked
    ("no such article", ("wiki/none.md", *AGAINST), 3),
    ("no such article, and a contradiction", ("wiki/none.md", "wiki/tern.md", *AGAINST), 3),
    ("no such index", ("wiki/tern.md", "--against", "none.index"), 3),
    ("no such model", ("wiki/tern.md", *AGAINST, "--encoder", "./no-such-model"), 3),
]


@pytest.mark.parametrize(("args", "code"), [case[1:] for case in CODES], ids=[case[0] for case in CODES])
def test_exit_code(args, code, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    run = gate(*args)
    assert run.exit_code == code, run.output
    assert code != 2 or run.stderr
    assert (Path("wiki/gull.md").read_text(), Path("wiki/tern.md").read_text()) == (GULL, TERN)


def test_both_sides_are_quoted_and_the_reason_is_said():
    run = gate("wiki/tern.md", *AGAINST)
    assert GULL.strip() in run.stdout
    assert TERN.strip() in run.stdout
    assert run.stderr == "the gate fails: 1 conflict of severity medium or above\n"


def test_a_pass_says_nothing_on_standard_error():
    assert gate("wiki/weather.md", *AGAINST).stderr == ""


def test_an_incomplete_check_still_prints_its_findings():
    write({"wiki/empty.md": ""})
    run = gate("wiki/tern.md", *AGAINST)
    assert run.exit_code == 3
    assert TERN.strip() in run.stdout
    assert run.stderr.splitlines()[0] == "the gate fails: 1 conflict of severity medium or above"
    assert run.stderr.splitlines()[-1] == "error: 1 input could not be checked"


@pytest.mark.parametrize("name", REPORTERS)
def test_every_format_can_be_written(name):
    printed = gate("wiki/tern.md", *AGAINST, "--format", name)
    written = gate("wiki/tern.md", *AGAINST, "--format", name, "-o", "out/report.any")
    assert (printed.exit_code, written.exit_code) == (1, 1)
    assert written.stdout == ""
    assert Path("out/report.any").read_bytes() == printed.stdout_bytes != b""


def known(path="known.json"):
    return [entry["fingerprint"] for entry in json.loads(Path(path).read_text())["findings"]]


BASELINE = ("--baseline", "known.json")


def test_a_baseline_is_written_and_then_lets_its_findings_pass():
    run = gate("wiki/tern.md", *AGAINST, *BASELINE, "--write-baseline")
    assert (run.exit_code, run.stderr) == (0, "known.json: 1 added, 0 removed, 1 finding in all\n")
    before = Path("known.json").read_bytes()
    assert gate("wiki/tern.md", *AGAINST, *BASELINE).exit_code == 0
    assert gate("wiki/tern.md", *AGAINST, *BASELINE, "--write-baseline").exit_code == 0
    assert Path("known.json").read_bytes() == before
    write({"wiki/tern.md": TERN.replace("340", "350")})
    assert gate("wiki/tern.md", *AGAINST, *BASELINE).exit_code == 1


def test_a_known_finding_is_marked_and_not_dropped():
    gate("wiki/tern.md", *AGAINST, *BASELINE, "--write-baseline")
    [found] = json.loads(gate("wiki/tern.md", *AGAINST, *BASELINE, "--format", "json").stdout)["findings"]
    assert (found["standing"], found["fails"]) == ("known", False)


def test_what_is_fixed_is_listed_and_goes_when_the_baseline_is_written_again():
    gate("wiki/tern.md", *AGAINST, *BASELINE, "--write-baseline")
    [fingerprint] = known()
    write({"wiki/tern.md": GULL})
    run = gate("wiki/tern.md", *AGAINST, *BASELINE)
    assert run.exit_code == 0
    assert run.stderr.startswith("fixed since the baseline: ")
    assert fingerprint in run.stderr
    assert fingerprint in run.stdout
    assert known() == [fingerprint]
    gate("wiki/tern.md", *AGAINST, *BASELINE, "--write-baseline")
    assert known() == []


def test_a_baseline_made_otherwise_is_said():
    gate("wiki/tern.md", *AGAINST, *BASELINE, "--write-baseline")
    run = gate("wiki/tern.md", *AGAINST, *BASELINE, "--min-confidence", "0.6")
    assert run.stderr == "warning: the baseline was made otherwise: min confidence was 0.5 and is 0.6\n"


def test_an_incomplete_check_writes_no_baseline():
    write({"wiki/empty.md": ""})
    run = gate("wiki/tern.md", *AGAINST, *BASELINE, "--write-baseline")
    assert run.exit_code == 3
    assert "known.json was not written" in run.stderr
    assert not Path("known.json").exists()


LEDGER = Path("factcheck-decisions.jsonl")


def review(choice, file=LEDGER, reviewer="Ida", now=NOON, **more):
    """Decides the finding of the wiki, as factcheck review does."""
    [finding] = gates.gate("wiki/tern.md", "wiki").result.findings
    append(Path(file), [decide(finding, Choice(choice), reviewer=reviewer, now=now, **more)])


def test_a_dismissed_finding_does_not_fail_and_stands_apart():
    review("dismissed", reason="different-fact", note="There are two ferries.")
    run = gate("wiki/tern.md", *AGAINST, "--format", "json")
    found = json.loads(run.stdout)
    assert (run.exit_code, run.stderr, found["findings"]) == (0, "", [])
    [dismissed] = found["dismissed"]
    assert (dismissed["standing"], dismissed["fails"]) == ("dismissed", False)
    said = "Dismissed by Ida on 2031-03-04: They speak of different facts. “There are two ferries.”"
    assert dismissed["explanation"].endswith(said)
    assert gate("wiki/tern.md", *AGAINST, "-o", "r.md").stderr == "no disagreements in 3 articles -> r.md\n"


def test_a_confirmed_finding_fails_and_is_marked():
    review("confirmed")
    run = gate("wiki/tern.md", *AGAINST, "--format", "json")
    [found] = json.loads(run.stdout)["findings"]
    assert (run.exit_code, found["standing"], found["fails"]) == (1, "confirmed", True)


def test_a_changed_figure_is_asked_again_and_the_old_decision_is_told():
    review("dismissed")
    write({"wiki/tern.md": TERN.replace("340", "350")})
    run = gate("wiki/tern.md", *AGAINST, "--format", "json")
    [found] = json.loads(run.stdout)["findings"]
    assert (run.exit_code, found["standing"]) == (1, "new")
    assert "It has changed since it stood at 212 (wiki/gull.md) against 340 (wiki/tern.md)." in found["explanation"]
    assert found["explanation"].endswith("Dismissed by Ida on 2031-03-04.")


def test_a_reviewer_who_disagrees_is_told():
    review("confirmed", reviewer="Bo")
    review("dismissed", now=NOON + timedelta(hours=1))
    assert "But: Confirmed by Bo on 2031-03-04." in gate("wiki/tern.md", *AGAINST, "--format", "json").stdout


def test_sarif_says_that_a_dismissed_finding_is_suppressed():
    review("dismissed")
    [result] = json.loads(gate("wiki/tern.md", *AGAINST, "--format", "sarif").stdout)["runs"][0]["results"]
    assert [suppression["status"] for suppression in result["suppressions"]] == ["accepted"]


def test_a_damaged_line_is_told_and_the_others_count():
    review("dismissed")
    LEDGER.write_text("<<<<<<< HEAD\n" + LEDGER.read_text())
    run = gate("wiki/tern.md", *AGAINST)
    assert run.exit_code == 0
    assert run.stderr.startswith(f"warning: {LEDGER}:1 is a mark that a merge left behind; ")


DECISIONS = [
    ("the usual file", "", LEDGER, (), 0),
    ("another file", "", "other.jsonl", (), 1),
    ("an option", "", "other.jsonl", ("--decisions", "other.jsonl"), 0),
    ("the configured file", 'decisions = "other.jsonl"', "other.jsonl", (), 0),
    ("an option before the configuration", 'decisions = "other.jsonl"', LEDGER, ("--decisions", str(LEDGER)), 0),
    ("a configured file that is not there yet", 'decisions = "none.jsonl"', LEDGER, (), 1),
    ("an option with a wrong name", "", LEDGER, ("--decisions", "none.jsonl"), 2),
    ("a folder", "", LEDGER, ("--decisions", "wiki"), 3),
    ("an output in its place", "", LEDGER, ("-o", str(LEDGER), "--format", "json"), 2),
]


@pytest.mark.parametrize(("text", "file", "args", "code"), [c[1:] for c in DECISIONS], ids=[c[0] for c in DECISIONS])
def test_which_decisions_count(text, file, args, code):
    write({"factcheck.toml": text})
    review("dismissed", file)
    assert gate("wiki/tern.md", *AGAINST, *args).exit_code == code
    report = CliRunner().invoke(cli.app, ["report", "wiki", "--fail-on", "low", *map(str, args)])
    assert report.exit_code == code
    assert len(Path(file).read_text().splitlines()) == 1


def test_the_decisions_lie_beside_the_configuration_and_are_no_article(monkeypatch):
    write({"factcheck.toml": 'paths = ["."]'})
    review("dismissed")
    monkeypatch.chdir("wiki")
    [finding] = gates.gate("../wiki/tern.md", "../wiki").result.findings
    append(Path("..") / LEDGER, [decide(finding, Choice.DISMISSED, reviewer="Ida")])
    assert gate("../wiki/tern.md").exit_code == 0


def index(*args):
    return CliRunner().invoke(cli.app, ["index", *map(str, args)])


def indexed():
    return [line.partition("\t")[0] for line in index("list", "--index", "wiki.index").stdout.splitlines()]


def test_articles_are_added_to_the_index_if_they_pass():
    index("add", "wiki/gull.md", "--index", "wiki.index")
    assert gate("wiki/tern.md", "--against", "wiki.index", "--add").exit_code == 1
    assert indexed() == ["wiki/gull.md"]
    run = gate("wiki/weather.md", "--against", "wiki.index", "--add")
    assert (run.exit_code, run.stderr) == (0, "1 article added to wiki.index\n")
    assert indexed() == ["wiki/gull.md", "wiki/weather.md"]
    accepted = gate("wiki/tern.md", "--against", "wiki.index", "--add", *BASELINE, "--write-baseline")
    assert accepted.exit_code == 0
    assert indexed() == ["wiki/gull.md", "wiki/tern.md", "wiki/weather.md"]


CONFIGURED = [
    ('paths = ["wiki"]', (), 1),
    ('paths = ["wiki"]\nfail_on = "high"\nrelations = ["dispute"]', (), 0),
    ('paths = ["wiki"]\nrelations = ["dispute"]', ("--relation", "conflict"), 1),
    ('paths = ["wiki"]\nmin_confidence = 1', (), 0),
    ('paths = ["wiki"]\nmin_confidence = 1', ("--min-confidence", "0.5"), 1),
    ('paths = ["wiki"]\nexclude = ["gull.md"]', (), 0),
    ('paths = ["wiki"]\nexclude = ["gull.md"]', ("--exclude", "other.md"), 1),
    ('paths = ["wiki"]\n[kinds]\nquantity = "off"', (), 0),
    ('paths = ["wiki"]\n[kinds]\nquantity = "low"', (), 0),
    ('paths = ["wiki"]\n[kinds]\nquantity = "low"', ("--fail-on", "low"), 1),
    ('paths = ["wiki"]\n[[ignore]]\nclaim = "Solveig"\nreason = "two ferries of that name"', (), 0),
    ('paths = ["wiki"]\n[[ignore]]\nclaim = "Sleipner"\nreason = "two ferries of that name"', (), 1),
    ('paths = ["wiki/weather.md"]', AGAINST, 1),
    ('paths = ["wiki"]\nbaseline = "none.json"', (), 2),
    ('path = ["wiki"]', (), 2),
    ('index = "none.index"', (), 3),
]


@pytest.mark.parametrize(("text", "options", "code"), CONFIGURED, ids=range(len(CONFIGURED)))
def test_the_configuration_holds_and_options_win_over_it(text, options, code):
    write({"factcheck.toml": text})
    assert gate("wiki/tern.md", *options).exit_code == code


def test_an_unknown_key_names_the_file_the_key_and_the_nearest_one():
    write({"pyproject.toml": "[tool.factcheck]\nfail-on = 'high'\n"})
    run = gate("wiki/tern.md", *AGAINST)
    assert run.exit_code == 2
    problem, remedy = run.stderr.splitlines()
    assert problem.endswith("pyproject.toml: there is no key tool.factcheck.fail-on")
    assert remedy.startswith("Did you mean fail_on?")


def test_what_is_ignored_is_counted_in_the_report():
    write({"factcheck.toml": '[[ignore]]\nclaim = "Solveig"\nreason = "two ferries of that name"\n'})
    assert "1 finding left out, to be ignored (two ferries of that name)" in gate("wiki/tern.md", *AGAINST).stdout


def test_report_takes_the_configuration_too():
    write({"factcheck.toml": 'paths = ["wiki"]\n[kinds]\nquantity = "low"\n'})

    def report(*args):
        return CliRunner().invoke(cli.app, ["report", *args])

    assert report("--fail-on", "low").exit_code == 1
    assert report("--fail-on", "medium").exit_code == 0
    assert report("wiki/weather.md", "--fail-on", "low").exit_code == 0
    write({"factcheck.toml": 'path = ["wiki"]\n'})
    assert report("wiki").exit_code == 2


def test_index_takes_the_configuration_too():
    write({"factcheck.toml": 'paths = ["wiki"]\nindex = "own.index"\nexclude = ["tern*"]\n'})
    assert index("add").stderr == "1 file was left out by --exclude\n2 articles added -> own.index\n"
    assert [line.partition("\t")[0] for line in index("list").stdout.splitlines()] == [
        "wiki/gull.md",
        "wiki/weather.md",
    ]
    assert gate("wiki/tern.md", "--exclude", "nothing").exit_code == 1
    write({"factcheck.toml": 'indx = "own.index"\n'})
    assert [index(*call).exit_code for call in (["add", "wiki"], ["list"], ["info"], ["verify"], ["remove", "x"])] == [
        2
    ] * 5
