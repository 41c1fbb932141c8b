"""The configuration: where it is found, what it says, and that nothing in it is passed over in silence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from factcheck import project as projects
from factcheck.config import Settings
from factcheck.errors import UsageError
from factcheck.policy import Ignore, Policy, Rules, Source
from factcheck.project import Project
from factcheck.records import Kind, Relation, Severity

EVERYTHING = """
paths = ["wiki", "wire.jsonl"]
exclude = ["drafts/*"]
encoder = "some/model"
nli = "other/model"
min_confidence = 0.75
fail_on = "high"
relations = ["conflict", "update"]
baseline = "known.json"
decisions = "team/decisions.jsonl"
reviewer = "The desk"
index = "wiki.index"

[columns]
text = "body"

[kinds]
quote = "off"
place = "low"
time = "on"

[sources."The Gull"]
aliases = ["gull.example", "Gull online"]

[sources.Tern]
weight = 0

[[ignore]]
path = "archive/*"
reason = "not kept up to date"

[[ignore]]
path = "weather/*"
claim = '\\d+ millimetres'
reason = "each station has its own gauge"
"""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(text, file="factcheck.toml"):
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    Path(file).write_text(text, encoding="utf-8")
    return Path(file)


def read(text):
    return projects.load(write(text))


# What it says.


def test_without_a_file_everything_is_the_default():
    assert projects.load() == Project()


def test_everything_that_can_be_said():
    assert read(EVERYTHING) == Project(
        file=Path("factcheck.toml"),
        paths=("wiki", "wire.jsonl"),
        settings=Settings("some/model", "other/model", 0.75, ("drafts/*",), {"text": "body"}),
        policy=Policy(Severity.HIGH, frozenset({Relation.CONFLICT, Relation.UPDATE})),
        rules=Rules(
            sources=(Source("The Gull", ("gull.example", "Gull online")), Source("Tern", weight=0.0)),
            kinds={Kind.QUOTE: None, Kind.PLACE: Severity.LOW},
            ignores=(
                Ignore("not kept up to date", path="archive/*"),
                Ignore("each station has its own gauge", path="weather/*", claim=r"\d+ millimetres"),
            ),
        ),
        baseline=Path("known.json"),
        index=Path("wiki.index"),
        decisions=Path("team/decisions.jsonl"),
        reviewer="The desk",
    )


def test_an_empty_file_changes_nothing():
    assert read("") == Project(file=Path("factcheck.toml"))


def test_the_shared_file_says_the_same():
    table = EVERYTHING.replace("\n[[", "\n[[tool.factcheck.").replace("\n[", "\n[tool.factcheck.")
    table = table.replace("[tool.factcheck.[tool.factcheck.", "[[tool.factcheck.")
    shared = projects.load(write("[tool.factcheck]\n" + table, "pyproject.toml"))
    own = read(EVERYTHING)
    assert (shared.settings, shared.policy, shared.rules, shared.paths, shared.index) == (
        own.settings, own.policy, own.rules, own.paths, own.index,
    )  # fmt: skip


# Where it is found.


@pytest.mark.parametrize(
    ("files", "folder", "found"),
    [
        ({}, ".", None),
        ({"factcheck.toml": ""}, ".", "factcheck.toml"),
        ({"pyproject.toml": "[tool.factcheck]"}, ".", "pyproject.toml"),
        ({"pyproject.toml": "[tool.other]"}, ".", None),
        ({"pyproject.toml": ""}, ".", None),
        ({"factcheck.toml": "", "pyproject.toml": "[project]"}, ".", "factcheck.toml"),
        ({"factcheck.toml": ""}, "a/b", "factcheck.toml"),
        ({"factcheck.toml": "", "a/pyproject.toml": "[tool.factcheck]"}, "a/b", "a/pyproject.toml"),
        ({"factcheck.toml": "", "a/pyproject.toml": "[project]"}, "a/b", "factcheck.toml"),
    ],
)
def test_the_nearest_file_counts(here, monkeypatch, files, folder, found):
    for file, text in files.items():
        write(text, file)
    Path(folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(folder)
    assert projects.load().file == (here / found if found else None)


def test_two_files_in_one_folder_are_an_error():
    write("[tool.factcheck]", "pyproject.toml")
    write("")
    with pytest.raises(UsageError, match=r"factcheck\.toml and .*pyproject\.toml both configure factcheck"):
        projects.load()


def test_paths_are_those_of_the_files_folder(here, monkeypatch):
    write(f'paths = ["wiki", "/abs"]\nindex = "wiki.index"\nbaseline = "{here}/known.json"')
    Path("wiki").mkdir()
    monkeypatch.chdir("wiki")
    project = projects.load()
    assert project.paths == (".", "/abs")
    assert project.index == Path("../wiki.index")
    assert project.baseline == here / "known.json"


def test_an_index_on_a_server_is_named_by_its_url():
    write('index = "postgresql://anna:hunter2@db/news?schema=desk"')
    project = projects.load()
    assert str(project.index) == "postgresql://anna@db/news?schema=desk"
    assert "hunter2" not in repr(project)


def test_an_encoder_that_is_a_folder_is_found_from_anywhere(monkeypatch):
    Path("models/mine").mkdir(parents=True)
    write('encoder = "models/mine"')
    monkeypatch.chdir("models")
    assert projects.load().settings.encoder == "mine"


# Nothing is passed over in silence.

WRONG = [
    ("fail-on = 'high'", "there is no key fail-on", "Did you mean fail_on?"),
    ("failon = 'high'", "there is no key failon", "Did you mean fail_on?"),
    ("min_confidense = 0.5", "there is no key min_confidense", "Did you mean min_confidence?"),
    ("zzz = 1", "there is no key zzz", "The keys are: baseline, index,"),
    ("[kinds]\nquotes = 'low'", "there is no key kinds.quotes", "Did you mean quote?"),
    ("[columns]\nbody = 'text'", "there is no key columns.body", ""),
    ("[sources.'The Gull']\nalias = ['x']", 'there is no key sources."The Gull".alias', "Did you mean aliases?"),
    ("[[ignore]]\npath='a'\nreason='b'\nclaims='c'", "there is no key ignore[1].claims", "Did you mean claim?"),
    ("paths = 'wiki'", "paths must be a list, not a text", ""),
    ("paths = ['wiki', 3]", "paths must be a text, not a list with a number", ""),
    ("encoder = 3", "encoder must be a text, not a number", ""),
    ("encoder = ' '", "encoder must not be empty", ""),
    ("min_confidence = '0.5'", "min_confidence must be a number, not a text", ""),
    ("min_confidence = true", "min_confidence must be a number, not true or false", ""),
    ("min_confidence = 1.5", "min_confidence must be from 0 to 1, not 1.5", ""),
    ("fail_on = 'severe'", "fail_on must be one of low, medium, high, not 'severe'", ""),
    ("fail_on = 'hihg'", "not 'hihg' (did you mean high?)", ""),
    ("fail_on = 2024-01-01", "fail_on must be a text, not a date or time", ""),
    ("relations = ['conflicts']", "not 'conflicts' (did you mean conflict?)", ""),
    ("kinds = 'all'", "kinds must be a table, not a text", ""),
    ("[kinds]\nquote = false", "kinds.quote must be a text, not true or false", ""),
    ("[kinds]\nquote = 'none'", "kinds.quote must be one of off, on, low, medium, high", ""),
    ("[sources]\nGull = 0.5", "sources.Gull must be a table, not a number", ""),
    ("[sources.Gull]\nweight = 2", "sources.Gull.weight must be from 0 to 1, not 2", ""),
    ("[sources.A]\naliases=['x']\n[sources.B]\naliases=['X']", "both go by the name 'x'", ""),
    ("[ignore]\npath = 'a'", "ignore must be a list, not a table", ""),
    ("[[ignore]]\npath = 'a'", "ignore[1].reason is missing", ""),
    ("[[ignore]]\npath = 'a'\nreason = ''", "ignore[1].reason must not be empty", ""),
    ("[[ignore]]\nreason = 'a'", "ignore[1].path or claim must be given", ""),
    ("[[ignore]]\nreason = 'a'\nclaim = '('", "ignore[1].claim is no valid regular expression", ""),
    ("paths = [", "is not valid TOML", ""),
]


@pytest.mark.parametrize(("text", "problem", "remedy"), WRONG, ids=[case[0] for case in WRONG])
def test_what_is_wrong_is_an_error_that_names_the_file_and_the_key(text, problem, remedy):
    with pytest.raises(UsageError) as caught:
        read(text)
    assert "factcheck.toml" in caught.value.problem
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy
    assert caught.value.exit_code == 2


def test_in_the_shared_file_the_whole_key_is_named():
    with pytest.raises(UsageError, match=r"pyproject\.toml: there is no key tool\.factcheck\.kinds\.quotes"):
        projects.load(write("[tool.factcheck.kinds]\nquotes = 'low'", "pyproject.toml"))


@pytest.mark.parametrize("text", ["tool.factcheck = 3", "[[tool.factcheck]]", "tool.factcheck = 'on'"])
def test_our_table_must_be_a_table(text):
    write(text, "pyproject.toml")
    with pytest.raises(UsageError, match=r"tool\.factcheck must be a table"):
        projects.load()


def test_a_file_that_is_named_must_be_there():
    with pytest.raises(UsageError, match=r"none\.toml can't be read"):
        projects.load(Path("none.toml"))


def test_a_shared_file_that_is_broken_is_not_passed_over(monkeypatch):
    write("[tool.factcheck", "pyproject.toml")
    Path("a").mkdir()
    monkeypatch.chdir("a")
    with pytest.raises(UsageError, match="is not valid TOML"):
        projects.load()


# The documentation.

USAGE = (Path(__file__).resolve().parent.parent / "docs/usage.md").read_text(encoding="utf-8")
DOCUMENTED = USAGE.partition("\n## Configuration\n")[2].partition("\n## ")[0]


def test_the_example_of_the_documentation_can_be_read():
    [example] = re.findall(r"^```toml\n(.*?)^```", DOCUMENTED, flags=re.MULTILINE | re.DOTALL)
    project = read(example)
    assert project.rules.ignores
    assert project.rules.sources


def test_every_key_is_documented():
    with pytest.raises(UsageError) as caught:
        read("zzz = 1")
    known = set(re.findall(r"\w+", caught.value.remedy.removeprefix("The keys are: ")))
    cells = [line.split("|")[1] for line in DOCUMENTED.splitlines() if line.startswith("| `")]
    assert {key for cell in cells for key in re.findall(r"`(\w+)`", cell)} == known
