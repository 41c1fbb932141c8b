"""What other repositories use: the pre-commit hook in a real commit, the GitHub Action's script on a real branch."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from factcheck import cli
from factcheck.gate import gate
from factcheck.ledger import DEFAULT, Choice, append, decide

ROOT = Path(__file__).resolve().parent.parent
GULL = "The ferry Solveig carried 212 passengers when it ran aground near Hestvik on Monday.\n"
TERN = "The ferry Solveig carried 340 passengers when it ran aground near Hestvik on Monday.\n"


class Repository:
    """A git repository made on the fly, with ``factcheck`` on the path of whatever runs in it."""

    def __init__(self, folder: Path, tools: Path) -> None:
        self.folder = folder
        tools.mkdir()
        command = tools / "factcheck"
        command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m factcheck "$@"\n')
        command.chmod(0o755)
        who = {
            f"GIT_{role}_{what}": "editor@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_"))}
        self.env = inherited | who | {
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "PRE_COMMIT_HOME": str(tools / "pre-commit"),
            "HF_HUB_OFFLINE": "1",
            "PYTHONIOENCODING": "utf-8",
        }  # fmt: skip
        folder.mkdir()
        self("git", "init", "--quiet", "--initial-branch", "main")

    def __call__(self, *command: str, code: int | None = 0, **env: str) -> str:
        """What a command prints on both of its streams, once it was checked that it exits with ``code``."""
        run = subprocess.run(
            command, cwd=self.folder, env=self.env | env, capture_output=True, text=True, encoding="utf-8"
        )
        printed = run.stdout + run.stderr
        assert code is None or run.returncode == code, printed
        return printed

    def commit(self, files: dict[str, str], code: int = 0) -> str:
        """What committing these files prints."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self("git", "add", "--all")
        return self("git", "commit", "--quiet", "--message", "An edit", code=code)

    @property
    def head(self) -> str:
        """The newest commit."""
        return self("git", "rev-parse", "HEAD").strip()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository", tmp_path / "tools")


# pre-commit.


def hook() -> dict[str, Any]:
    [published] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return published


def test_pre_commit_accepts_the_published_hook() -> None:
    run = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    checked = subprocess.run(run, capture_output=True, text=True)
    assert (checked.returncode, checked.stdout) == (0, "")


def test_a_commit_that_adds_a_contradiction_is_refused_until_it_is_in_the_baseline(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The published hook, but for its language: nothing can be installed without a network.
    local = {"repo": "local", "hooks": [hook() | {"language": "system"}]}
    repository.commit(
        {
            "wiki/gull.md": GULL,
            "factcheck.toml": 'paths = ["wiki"]\n',
            ".pre-commit-config.yaml": yaml.safe_dump({"repos": [local]}),
        }
    )
    repository(sys.executable, "-m", "pre_commit", "install")
    first = repository.head

    printed = repository.commit({"wiki/tern.md": TERN}, code=1)
    assert GULL.strip() in printed
    assert TERN.strip() in printed
    assert "the gate fails: 1 conflict" in printed
    assert repository.head == first

    monkeypatch.chdir(repository.folder)
    accept = ["gate", "wiki/tern.md", "--baseline", "known.json", "--write-baseline"]
    assert CliRunner().invoke(cli.app, accept).exit_code == 0
    repository.commit({"factcheck.toml": 'paths = ["wiki"]\nbaseline = "known.json"\n'})
    assert repository("git", "show", "--name-only", "--format=").split() == [
        "factcheck.toml", "known.json", "wiki/tern.md",
    ]  # fmt: skip


def test_a_refused_commit_goes_through_once_a_reviewer_has_dismissed_the_finding(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = {"repo": "local", "hooks": [hook() | {"language": "system"}]}
    repository.commit(
        {
            "wiki/gull.md": GULL,
            "factcheck.toml": 'paths = ["wiki"]\n',
            ".pre-commit-config.yaml": yaml.safe_dump({"repos": [local]}),
        }
    )
    repository(sys.executable, "-m", "pre_commit", "install")
    repository.commit({"wiki/tern.md": TERN}, code=1)

    monkeypatch.chdir(repository.folder)
    [finding] = gate("wiki/tern.md", "wiki").failing
    append(Path(DEFAULT), [decide(finding, Choice.DISMISSED, reason="different-fact", reviewer="Ida")])
    repository.commit({})
    assert repository("git", "show", "--name-only", "--format=").split() == [DEFAULT, "wiki/tern.md"]
    # The decisions are no article, though their suffix is that of a table.
    append(Path(DEFAULT), [decide(finding, Choice.DISMISSED, reviewer="Bo")])
    repository.commit({})


# The GitHub Action.

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "run" in step}


def test_every_input_of_the_action_is_used_and_only_as_a_value() -> None:
    used = {name for name in ACTION["inputs"] if f"inputs.{name} }}}}" in str(ACTION["runs"])}
    assert used == set(ACTION["inputs"])
    assert not [step for step in STEPS.values() if "${{" in step["run"]]


def act(repository: Repository, output: Path, code: int, **inputs: str) -> str:
    """What the action's script prints with these inputs, in the environment that GitHub gives it."""
    defaults = {name.upper().replace("-", "_"): str(given["default"]) for name, given in ACTION["inputs"].items()}
    environment = {name: defaults[name] for name in STEPS["Gate"]["env"]} | inputs
    output.write_text("")
    printed = repository(
        "bash", "-c", STEPS["Gate"]["run"], code=code, GITHUB_ACTION_PATH=str(ROOT), GITHUB_OUTPUT=str(output),
        **environment,
    )  # fmt: skip
    assert output.read_text() == f"exit-code={code}\n"
    return printed


def test_the_action_gates_what_a_branch_changes(repository: Repository, tmp_path: Path) -> None:
    repository.commit({"wiki/gull.md": GULL, "wiki/old.md": TERN.replace("Solveig", "Sleipner")})
    base, output = repository.head, tmp_path / "output"
    repository("git", "switch", "--quiet", "--create", "edit")
    (repository.folder / "wiki/old.md").unlink()
    repository.commit({"notes.py": "print('no article')\n"})
    assert "No article has changed." in act(repository, output, 0, BASE=base)

    repository.commit({"wiki/the tern.md": TERN})
    printed = act(repository, output, 1, BASE="main", ARTICLES="wiki\n", AGAINST="wiki\n")
    assert "::error file=wiki/the tern.md,line=1" in printed
    assert "212" in printed
    assert "No article has changed." in act(repository, output, 0, BASE=base, ARTICLES="docs\n", AGAINST="wiki\n")


@pytest.mark.parametrize("base", ["", "0" * 40, "no-such-branch"])
def test_the_action_is_not_clean_without_its_base(repository: Repository, tmp_path: Path, base: str) -> None:
    repository.commit({"wiki/gull.md": GULL})
    assert "fetch-depth: 0" in act(repository, tmp_path / "output", 3, BASE=base)
