"""The command line: what it prints where, what it writes, and with which code it exits."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import factcheck
from factcheck import cli
from factcheck.commands import common
from factcheck.config import Settings
from factcheck.errors import ArticleError, FactcheckError, ModelError, UsageError
from factcheck.records import Coverage, Finding, Kind, Modality, Relation, Severity, Side, Skipped, Span
from factcheck.reports import REPORTERS
from factcheck.results import Result

HEAVY = {
    "jinja2", "numpy", "pandas", "sentence_transformers", "sklearn", "spacy", "starlette", "torch", "trafilatura",
    "transformers", "uvicorn",
}  # fmt: skip


def side(article: str, value: str) -> Side:
    return Side(
        article, f"{article}.md", f"{article}.md:1", 1, Span(0, len(value)), value, value, Span(0, len(value)),
        None, None, None, None, (), Modality.ASSERTED, value,
    )  # fmt: skip


def finding(severity: Severity, relation: Relation = Relation.CONFLICT) -> Finding:
    sides = (side("a", "12 boats"), side("b", "15 boats"))
    return Finding(
        "f1", Kind.QUANTITY, relation, "boats", sides, severity, 0.9, "They differ.", ("quantity-different",)
    )


def result(*findings: Finding, skipped: tuple[Skipped, ...] = ()) -> Result:
    return Result((), findings, (), (), (), Coverage(2, 9, 9, 9, 9, "encoder", "grammar", "rules", skipped))


class Call:
    """Runs the command over a result made beforehand, and keeps what the check was called with."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.outcome: Result | BaseException = result(finding(Severity.MEDIUM))
        self.paths: Sequence[str] = ()
        self.settings = Settings()
        self.engine, self.work = "", Path()
        monkeypatch.setattr(cli, "run_check", self._check)

    def _check(self, paths: Sequence[str], settings: Settings, engine: str, work: Path | None) -> Result:
        self.paths, self.settings, self.engine, self.work = paths, settings, engine, work
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome

    def __call__(self, *args: str | Path) -> Any:
        return CliRunner().invoke(cli.app, ["report", *map(str, args)])


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Call:
    return Call(monkeypatch)


SKIPPED = (Skipped("old.pdf", "the file holds no text", "Run text recognition on it first."),)


@pytest.mark.parametrize(
    ("findings", "skipped", "options", "code"),
    [
        ((), (), (), 0),
        ((), (), ("--fail-on", "low"), 0),
        ((Severity.HIGH,), (), (), 0),
        ((Severity.LOW,), (), ("--fail-on", "medium"), 0),
        ((Severity.MEDIUM,), (), ("--fail-on", "medium"), 1),
        ((Severity.LOW, Severity.HIGH), (), ("--fail-on", "medium"), 1),
        ((Severity.LOW,), (), ("--fail-on", "low"), 1),
        ((), SKIPPED, (), 3),
        ((Severity.HIGH,), SKIPPED, ("--fail-on", "low"), 3),
    ],
)
def test_exit_code_of_a_check(
    call: Call, findings: tuple[Severity, ...], skipped: tuple[Skipped, ...], options: tuple[str, ...], code: int
) -> None:
    call.outcome = result(*map(finding, findings), skipped=skipped)
    assert call("articles", *options).exit_code == code


@pytest.mark.parametrize(
    ("error", "code", "printed"),
    [
        (UsageError("no such column", "Name one of a, b."), 2, "error: no such column\nName one of a, b.\n"),
        (ArticleError("a.md", "a.md is empty"), 3, "error: a.md is empty\n"),
        (ModelError("no model", "pip install it"), 3, "error: no model\npip install it\n"),
        (FactcheckError("out of luck"), 3, "error: out of luck\n"),
        (FactcheckError("\x1b[2Jgone"), 3, "error: [U+001B][2Jgone\n"),
        (KeyboardInterrupt(), 130, "interrupted\n"),
    ],
)
def test_an_error_is_a_message_and_a_code(call: Call, error: BaseException, code: int, printed: str) -> None:
    call.outcome = error
    run = call("articles")
    assert (run.exit_code, run.stdout, run.stderr) == (code, "", printed)


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("a", "--min-confidence", "1.5"),
        ("a", "--min-confidence", "much"),
        ("a", "--fail-on", "never"),
        ("a", "--format", "xml"),
        ("a", "--output", "report.docx"),
        ("a", "--output", "report"),
        ("a", "--output", "report.txt"),
        ("a", "--columns", "text"),
        ("a", "--columns", "text="),
        ("a", "--columns", "author=writer"),
        ("a", "--unknown"),
    ],
)
def test_a_wrong_call_is_code_2_and_checks_nothing(call: Call, args: tuple[str, ...]) -> None:
    run = call(*args)
    assert run.exit_code == 2
    assert run.stdout == ""
    assert run.stderr
    assert call.paths == ()


def test_a_fault_of_the_program_is_no_finding(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    call.outcome = RuntimeError("a bug")
    monkeypatch.setattr(sys, "argv", ["factcheck", "report", "articles"])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 3


def test_options_become_settings(call: Call) -> None:
    call(
        "a.md", "b", "--encoder", "models/mine", "--min-confidence", "0.25", "--exclude", "*.bak", "--exclude", "old/*",
        "--columns", "text=body", "--columns", "published = day=1",
    )  # fmt: skip
    assert call.paths == ["a.md", "b"]
    assert call.settings == Settings(
        encoder="models/mine",
        min_confidence=0.25,
        exclude=("*.bak", "old/*"),
        columns={"text": "body", "published": "day=1"},
    )


@pytest.mark.parametrize("path", ["", "https://example.com/a", "./a//b/", "articles/*.md"])
def test_paths_are_passed_on_as_they_were_given(call: Call, path: str) -> None:
    call(path)
    assert call.paths == [path]


def test_without_options_the_settings_are_the_defaults(call: Call) -> None:
    call("a.md")
    assert call.settings == Settings()


@pytest.mark.parametrize("format", REPORTERS)
def test_the_report_goes_to_standard_output(call: Call, format: str) -> None:
    run = call("a", "--format", format)
    assert run.stdout_bytes.decode() == REPORTERS[format](call.outcome)
    assert run.stderr == ""


@pytest.mark.parametrize(
    ("options", "format"),
    [
        (("-o", "out.md"), "md"),
        (("-o", "out.markdown"), "md"),
        (("-o", "out.JSON"), "json"),
        (("-o", "out.csv"), "csv"),
        (("-o", "out.html"), "html"),
        (("-o", "out.htm"), "html"),
        (("-o", "out.sarif"), "sarif"),
        (("-o", "out.xml"), "junit"),
        (("-o", "out.txt", "-f", "text"), "text"),
        (("-o", "out.md", "-f", "comment"), "comment"),
        (("-o", "out.txt", "-f", "csv"), "csv"),
        (("-o", "out.md", "-f", "json"), "json"),
    ],
)
def test_the_report_goes_into_a_file(
    call: Call, options: tuple[str, ...], format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = call("a", *options)
    assert run.stdout == ""
    assert run.stderr == f"1 conflict in 2 articles -> {options[1]}\n"
    assert (tmp_path / options[1]).read_bytes().decode() == REPORTERS[format](call.outcome)
    assert len(os.listdir(tmp_path)) == 1


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (result(), "no disagreements in 2 articles"),
        (result(finding(Severity.LOW, Relation.UPDATE)), "1 update in 2 articles"),
        (
            result(*[finding(Severity.LOW)] * 3, finding(Severity.LOW, Relation.DISPUTE)),
            "3 conflicts, 1 dispute in 2 articles",
        ),
    ],
)
def test_summary(found: Result, line: str) -> None:
    assert common.summary(found) == line


def test_a_missing_folder_is_made(call: Call, tmp_path: Path) -> None:
    assert call("a", "-o", tmp_path / "new" / "deep" / "out.md").exit_code == 0
    assert (tmp_path / "new" / "deep" / "out.md").exists()


def test_no_article_is_overwritten(call: Call, tmp_path: Path) -> None:
    article = tmp_path / "article.md"
    article.write_text("Twelve boats sank.")
    run = call(article, "-o", article)
    assert run.exit_code == 2
    assert article.read_text() == "Twelve boats sank."
    assert call.paths == ()


def test_problems_are_listed(call: Call) -> None:
    call.outcome = result(skipped=(*SKIPPED, Skipped("b\x07.md", "not UTF-8.")))
    assert call("a").stderr.splitlines() == [
        "old.pdf: the file holds no text. Run text recognition on it first.",
        "b[U+0007].md: not UTF-8.",
        "error: 2 inputs could not be checked",
    ]


def test_why_fail_on_failed_is_said(call: Call) -> None:
    call.outcome = result(finding(Severity.HIGH), finding(Severity.LOW))
    assert call("a", "--fail-on", "medium").stderr == "1 finding of severity medium or above\n"


def test_a_reader_that_stops_early_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with io.TextIOWrapper(open(writer, "wb")) as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        common.print_out("x" * 1_000_000)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class TerminalOut(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("no_colour", "colour"), [("", True), ("1", False)])
def test_text_is_as_wide_as_the_terminal_and_in_colour(
    no_colour: str, colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"TERM": "xterm-256color", "COLUMNS": "60", "NO_COLOR": no_colour}.items():
        monkeypatch.setenv(name, value)
    printed = io.BytesIO()
    with TerminalOut(printed, encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        common.deliver("text", result(finding(Severity.HIGH)), common.STDOUT)
        shown = printed.getvalue().decode()
    assert ("\x1b[1;31m" in shown) == colour
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown).splitlines()
    assert {"  | 12 boats", "  | ^^^^^^^^"} <= set(plain)
    assert max(map(len, plain)) <= 60


def test_text_into_a_file_has_no_colour(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    call("a", "-f", "text", "-o", tmp_path / "report.txt")
    assert "\x1b" not in (tmp_path / "report.txt").read_text(encoding="utf-8")


def test_progress_is_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with common.progress_bars() as progress:
        assert progress
        progress("reading [bold] articles", 1, 2)
        progress("reading [bold] articles", 2, 2)
    assert "reading [bold] articles" in terminal.getvalue()
    assert "2/2" in terminal.getvalue()


def test_no_progress_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with common.progress_bars() as progress:
        assert progress is None


def python(*args: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *args], capture_output=True, text=True, encoding="utf-8", **options)


def test_version() -> None:
    run = python("-m", "factcheck", "--version")
    assert (run.returncode, run.stdout) == (0, f"factcheck {factcheck.__version__}\n")


def test_help_names_every_option_and_exit_code() -> None:
    page = python("-m", "factcheck", "report", "--help", env=os.environ | {"COLUMNS": "120"}).stdout
    for text in (
        "--output", "--format", "--encoder", "--min-confidence", "--exclude", "--columns", "--fail-on",
        "\n 0 ", "\n 1 ", "\n 2 ", "\n 3 ", "\n 130 ",
    ):  # fmt: skip
        assert text in page


@pytest.mark.parametrize("code", ["import factcheck", "import factcheck.cli as c; c.app(['--help'])"])
def test_nothing_heavy_is_imported(code: str) -> None:
    script = f"import sys, atexit; atexit.register(lambda: print('MODULES', *sys.modules)); {code}"
    modules = set(python("-c", script).stdout.rpartition("MODULES ")[2].split())
    assert "factcheck.results" in modules
    assert not modules & HEAVY


def test_help_answers_at_once() -> None:
    def seconds() -> float:
        start = time.perf_counter()
        assert python("-m", "factcheck", "--help").returncode == 0
        return time.perf_counter() - start

    assert min(seconds() for _ in range(3)) < 1.5


def test_every_public_name_is_there() -> None:
    assert all(getattr(factcheck, name) is not None for name in factcheck.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = factcheck.nonsense


# End to end, with the real stages.

FERRY = (
    "# Ferry aground\n\nThe ferry Solveig carried 212 passengers when it ran aground on Monday, the coastguard said.\n"
)
FERRY_TOO = "The ferry Solveig carried 340 passengers when it ran aground on Monday, police said.\n"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.md").write_text(FERRY, encoding="utf-8")
    (folder / "two.txt").write_text(FERRY_TOO, encoding="utf-8")
    return folder


@pytest.fixture
def factcheck_report(articles: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    return lambda *args: python("-m", "factcheck", "report", *map(str, args), env=os.environ | {"HF_HUB_OFFLINE": "1"})


def test_end_to_end_a_conflict_is_reported_with_exact_words(articles: Path, factcheck_report: Any) -> None:
    run = factcheck_report(articles, "--format", "json")
    assert (run.returncode, run.stderr) == (0, "")
    [found] = json.loads(run.stdout)["findings"]
    assert found["kind"] == "quantity"
    for side in found["sides"]:
        text = Path(side["article"]).read_text(encoding="utf-8")
        assert side["quote"] in text
        assert text[side["value_start"] : side["value_end"]].startswith(("212", "340"))


def test_end_to_end_fail_on_and_output(articles: Path, factcheck_report: Any, tmp_path: Path) -> None:
    output = tmp_path / "out" / "report.md"
    run = factcheck_report(articles, "-o", output, "--fail-on", "low")
    assert run.returncode == 1
    assert f"1 dispute in 2 articles -> {output}" in run.stderr
    assert "**212" in output.read_text(encoding="utf-8")


def test_end_to_end_the_same_articles_give_the_same_bytes(articles: Path) -> None:
    """In two processes whose sets and hashes differ."""
    script = (
        "import sys; from factcheck import check; from factcheck.reports import REPORTERS; "
        "result = check(sys.argv[1:]); print(*(report(result) for report in REPORTERS.values()), sep='\\f')"
    )
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "PYTHONUTF8": "1"}
    first, second = (
        python("-c", script, str(articles), env=environment | {"PYTHONHASHSEED": seed}).stdout for seed in "12"
    )
    assert first == second
    assert len(first.split("\f")) == len(REPORTERS)
    assert all(report.strip() for report in first.split("\f"))


def test_end_to_end_what_can_not_be_read_is_no_clean_report(articles: Path, factcheck_report: Any) -> None:
    (articles / "three.txt").write_bytes(b"")
    run = factcheck_report(articles, articles / "missing.md", "--fail-on", "low")
    assert run.returncode == 3
    assert "three.txt" in run.stderr
    assert "missing.md" in run.stderr
    assert "Traceback" not in run.stderr


def test_end_to_end_an_old_report_among_the_articles_is_not_overwritten(articles: Path, factcheck_report: Any) -> None:
    report = articles / "report.md"
    report.write_text(FERRY_TOO, encoding="utf-8")
    run = factcheck_report(articles, "-o", report)
    assert run.returncode == 2
    assert "was read as an article" in run.stderr
    assert report.read_text(encoding="utf-8") == FERRY_TOO


@pytest.mark.parametrize(
    ("options", "engine", "work"),
    [([], "local", None), (["--engine", "ray"], "ray", None), (["--work", "kept"], "local", Path("kept"))],
)
def test_the_engine_and_the_work_folder_are_passed_on(
    call: Call, options: list[str], engine: str, work: Path | None
) -> None:
    assert call("articles", *options).exit_code == 0
    assert (call.engine, call.work) == (engine, work)


def test_a_work_folder_holds_what_a_check_has_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text("# Pier\n\nThe council approved the pier. It has 40 berths.\n")
    (tmp_path / "b.md").write_text("# Pier\n\nThe council rejected the pier. It has 60 berths.\n")
    settings = Settings(nli="none")
    found = cli.run_check([str(tmp_path)], settings, "local", tmp_path / "kept")
    assert found == cli.run_check([str(tmp_path)], settings)
    assert len(list((tmp_path / "kept").rglob("*.parquet"))) >= 3
    assert capsys.readouterr().out == ""


def test_an_unknown_engine_is_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Nobody was hurt.\n")
    told = CliRunner().invoke(cli.app, ["report", str(tmp_path), "--engine", "spark"])
    assert told.exit_code == 2
    assert "unknown engine 'spark'" in told.stderr
