"""``factcheck index``: what is printed where, and with which code it exits."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from factcheck import cli, encoders, nli
from factcheck.config import NO_MODEL
from factcheck.store import gathered
from factcheck.testing import FakeEncoder

TEXTS = {
    "gull.txt": "The ferry Solveig carried 212 passengers when it ran aground near Hestvik on Monday.\n",
    "tern.md": "---\ntitle: Ferry\u202e aground\nsource: The Tern\ndate: 2021-03-02\n---\n\n"
    "The ferry Solveig carried 340 passengers when it ran aground near Hestvik on Monday.\n",
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with two articles, where the encoder is the fake one and there is no entailment model."""
    (tmp_path / "news").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "news" / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(encoders, "load", lambda name=None: FakeEncoder())
    monkeypatch.setattr(encoders, "named", lambda name: FakeEncoder.name)
    monkeypatch.setattr(nli, "load", lambda name=None: None)
    monkeypatch.setattr(nli, "named", lambda name: NO_MODEL)
    return tmp_path


def run(*args: str) -> Any:
    return CliRunner().invoke(cli.app, ["index", *args])


def test_articles_come_in_and_go_out(here: Path) -> None:
    added = run("add", "news")
    assert (added.exit_code, added.stdout, added.stderr) == (0, "", "2 articles added -> factcheck.index\n")
    again = run("add", "news")
    assert (again.exit_code, again.stderr) == (0, "0 articles added, 2 unchanged -> factcheck.index\n")
    (here / "news" / "gull.txt").write_text("The ferry was free at noon.\n")
    assert run("add", "news").stderr == "0 articles added, 1 replaced, 1 unchanged -> factcheck.index\n"
    removed = run("remove", "news/gull.txt")
    assert (removed.exit_code, removed.stdout, removed.stderr) == (0, "", "1 article removed -> factcheck.index\n")
    assert run("list").stdout.count("\n") == 1
    assert sorted(file.name for file in here.glob("factcheck.index*"))[0] == "factcheck.index"


def test_list_is_for_programs_and_steers_no_terminal(here: Path) -> None:
    run("add", "news")
    listed = run("list")
    assert listed.exit_code == 0
    assert listed.stdout == "news/gull.txt\t\t\t2\t\nnews/tern.md\tThe Tern\t2021-03-02\t2\tFerry[U+202E] aground\n"


def test_info_and_verify(here: Path) -> None:
    run("add", "news")
    told = dict(line.split(maxsplit=1) for line in run("info").stdout.splitlines())
    assert (told["articles"], told["findings"], told["encoder"], told["state"]) == ("2", "1", "fake", "up to date")
    verified = run("verify")
    assert (verified.exit_code, verified.stderr) == (0, "2 articles with 4 claims: no problem\n")
    with closing(sqlite3.connect("factcheck.index", isolation_level=None)) as connection:
        connection.execute("UPDATE claims SET record = replace(record, '212', '213')")
    verified = run("verify")
    assert verified.exit_code == 3
    assert "does not stand at" in verified.stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("add",), "nothing to add"),
        (("remove", "news"), "there is no index at factcheck.index"),
        (("list",), "there is no index"),
        (("info",), "there is no index"),
        (("verify", "-i", "none/x.index"), "there is no index at none/x.index"),
        (("add", "news", "-i", "none/x.index"), "there is no folder none"),
        (("add", "news", "--columns", "author=writer"), "not understood"),
        (("add", "news", "--wait", "-1"), "wait"),
    ],
)
def test_a_wrong_call_is_code_2_and_makes_nothing(here: Path, args: tuple[str, ...], told: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert [file.name for file in here.iterdir()] == ["news"]


def test_what_can_not_be_read_is_told_and_the_rest_is_added(here: Path) -> None:
    (here / "news" / "empty.txt").write_text("")
    added = run("add", "news")
    assert added.exit_code == 3
    assert "news/empty.txt: the file is empty." in added.stderr
    assert "2 articles added" in added.stderr


def test_another_encoder_is_told_and_rebuild_helps(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Other(FakeEncoder):
        name = "another"

    run("add", "news")
    monkeypatch.setattr(encoders, "load", lambda name=None: Other())
    monkeypatch.setattr(encoders, "named", lambda name: Other.name)
    refused = run("add", "news")
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "vectors are of the encoder fake, not of another" in refused.stderr
    assert "--rebuild" in refused.stderr
    assert "outdated" in run("info").stdout
    assert run("add", "--rebuild").exit_code == 0
    assert "another" in run("info").stdout
    assert run("add", "news").stderr.endswith("2 unchanged -> factcheck.index\n")


def test_a_file_that_is_no_index_is_left_alone(here: Path) -> None:
    result = run("add", "news", "-i", "news/gull.txt")
    assert result.exit_code == 3
    assert "is no index" in result.stderr
    assert (here / "news" / "gull.txt").read_text() == TEXTS["gull.txt"]


def test_a_second_writer_is_told_of_the_first(here: Path) -> None:
    run("add", "news/gull.txt")
    with closing(sqlite3.connect("factcheck.index", isolation_level=None)) as first:
        first.execute("BEGIN IMMEDIATE")
        refused = run("add", "news", "--wait", "0.1")
        assert refused.exit_code == 3
        assert "another process is writing to factcheck.index" in refused.stderr
        assert run("list").stdout.count("\n") == 1
        first.execute("ROLLBACK")
    assert run("add", "news", "--wait", "0.1").exit_code == 0


def test_an_interrupted_call_leaves_a_whole_index(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    update = gathered.update

    def interrupted(connection: Any, *args: Any) -> None:
        update(connection, *args)
        if len(connection.execute("SELECT id FROM articles").fetchall()) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(gathered, "update", interrupted)
        result = run("add", "news")
    assert (result.exit_code, result.stderr) == (130, "interrupted\n")
    assert run("list").stdout.startswith("news/gull.txt\t")
    assert run("verify").stderr == "1 article with 2 claims: no problem\n"
    assert run("add", "news").stderr == "1 article added, 1 unchanged -> factcheck.index\n"


def test_an_index_may_be_on_a_server_and_its_password_is_never_told(here: Path, server: str) -> None:
    url = f"{server}&schema=commands".replace("postgres:@", "postgres:hunter2@")
    shown = url.replace(":hunter2@", "@")
    calls = {
        ("info", "-i", url): f"there is no index at {shown}",
        ("remove", "news", "-i", url): f"there is no index at {shown}",
        ("add", "news", "-i", url): f"2 articles added -> {shown}\n",
        ("list", "-i", url): "news/gull.txt\t\t\t2\t\n",
        ("verify", "-i", url): "2 articles with 4 claims: no problem\n",
        ("remove", "news/gull.txt", "-i", url): f"1 article removed -> {shown}\n",
        ("list", "-i", f"{url}&port=1"): "can't be reached",
    }
    for call, told in calls.items():
        result = run(*call)
        assert told in result.output
        assert "hunter2" not in result.output


def test_the_gate_takes_an_index_on_a_server(here: Path, server: str) -> None:
    url = f"{server}&schema=gated".replace("postgres:@", "postgres:hunter2@")
    run("add", "news/tern.md", "-i", url)
    gate = ["gate", "news/gull.txt", "--add", "--output", "report.md"]
    (here / "news" / "skua.txt").write_text("The ferry Solveig carried 340 passengers near Hestvik on Monday.\n")
    failed = CliRunner().invoke(cli.app, [*gate, "--against", url])
    assert failed.exit_code == 1
    Path("factcheck.toml").write_text(f'index = "{url}"\n', encoding="utf-8")
    passed = CliRunner().invoke(cli.app, ["gate", "news/skua.txt", "--add", "--output", "report.md"])
    assert (passed.exit_code, passed.stderr.count("1 article added to postgresql://postgres@/")) == (0, 1)
    assert run("list").stdout.count("\n") == 2
    beside = CliRunner().invoke(cli.app, [*gate, "--against", url, "--against", "news"])
    as_article = CliRunner().invoke(cli.app, ["report", url, "--output", "report.md"])
    written = Path("report.md").read_text(encoding="utf-8")
    told = [failed.output, passed.output, beside.output, as_article.output, written]
    assert (beside.exit_code, as_article.exit_code) == (2, 3)
    assert [text for text in told if "hunter2" in text] == []
