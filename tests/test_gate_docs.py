"""The worked set-ups of docs/gate.md, run as they stand there: files are written, commands run, outputs compared."""

from __future__ import annotations

import contextlib
import io
import re
import runpy
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from factcheck import cli, encoders

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/gate.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r"^(?:`(?P<file>[\w./-]+)`[^\n]*:\n\n)?```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
SETUPS = {
    heading: body
    for heading, _, body in (part.partition("\n") for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:])
    if "```console" in body
}


@pytest.fixture(scope="module", autouse=True)
def _one_encoder() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoders, "load", cache(encoders.load))
        yield


class Shell:
    """Runs the commands of a page in this process, which saves loading the models for each."""

    def __init__(self) -> None:
        self.code = 0

    def __call__(self, command: str) -> str:
        """What a command prints."""
        name, *args = shlex.split(command)
        if command == "echo $?":
            return f"{self.code}\n"
        if name == "python":
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                runpy.run_path(args[0], run_name="__main__")
            return printed.getvalue()
        assert name == "factcheck"
        run = CliRunner().invoke(cli.app, args)
        self.code = run.exit_code
        return str(run.output)


@pytest.mark.parametrize("setup", SETUPS)
def test_a_setup_does_what_the_page_shows(setup: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shell = Shell()
    for block in BLOCK.finditer(SETUPS[setup]):
        if block["file"]:
            Path(block["file"]).parent.mkdir(parents=True, exist_ok=True)
            Path(block["file"]).write_text(block["text"], encoding="utf-8")
        elif block["language"] == "console":
            for command, shown in steps(block["text"]):
                assert is_shown(shell(command), shown), command


def steps(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a block, and what the page shows below it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def is_shown(printed: str, shown: str) -> bool:
    """Whether the page shows what was printed; a line of three dots stands for any lines."""
    parts = [re.escape(part) for part in re.split(r"^\.\.\.\n", shown, flags=re.MULTILINE)]
    return re.fullmatch("(?:.*\n)*?".join(parts), printed) is not None


def test_there_are_three_setups() -> None:
    assert len(SETUPS) == 3


def test_the_hook_and_the_action_are_called_as_they_are_published() -> None:
    files = {
        block["file"]: yaml.safe_load(block["text"]) for block in BLOCK.finditer(PAGE) if block["language"] == "yaml"
    }
    [hook] = files[".pre-commit-config.yaml"]["repos"][0]["hooks"]
    assert hook["id"] in {
        published["id"] for published in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    }
    step = files[".github/workflows/factcheck.yml"]["jobs"]["gate"]["steps"][-1]
    assert set(step["with"]) <= set(yaml.safe_load((ROOT / "action.yml").read_text())["inputs"])
