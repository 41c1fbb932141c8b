"""``factcheck models``: what a check would run, and where it lies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from factcheck import cli, encoders, language, nli


def run(*args: str) -> Any:
    return CliRunner().invoke(cli.app, ["models", *args])


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def listed(output: str) -> dict[str, tuple[str, str]]:
    """For each use the model's name and where it lies."""
    lines = output.splitlines()
    named = (line.split(maxsplit=1) for line in lines[::2])
    return {use: (name, where.strip()) for (use, name), where in zip(named, lines[1::2], strict=True)}


def test_the_built_in_models_with_their_hashes_and_folders() -> None:
    told = run()
    assert (told.exit_code, told.stderr) == (0, "")
    models = listed(told.stdout)
    assert list(models) == ["encoder", "entailment", "language"]
    assert {use: name for use, (name, _) in models.items()} == {
        "encoder": encoders.named(None), "entailment": nli.named(None), "language": language.name(),
    }  # fmt: skip
    assert "sha256" in models["encoder"][0]
    assert "sha256" in models["entailment"][0]
    assert all(Path(where).is_dir() for _, where in models.values())


def test_named_models(here: Path) -> None:
    (here / "mine").mkdir()
    models = listed(run("--encoder", "an/encoder", "--nli", "mine").stdout)
    assert models["encoder"] == ("an/encoder", "an/encoder on the model hub")
    assert models["entailment"] == ("mine", str((here / "mine").resolve()))


def test_no_entailment_model() -> None:
    assert listed(run("--nli", "none").stdout)["entailment"] == ("none", "nowhere")


def test_the_models_of_the_configuration(here: Path) -> None:
    (here / "factcheck.toml").write_text('nli = "none"\nencoder = "an/encoder"\n')
    models = listed(run().stdout)
    assert (models["encoder"][0], models["entailment"][0]) == ("an/encoder", "none")
    assert listed(run("--nli", "another/model").stdout)["entailment"][0] == "another/model"


def test_a_damaged_model_is_code_3(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nli, "_shipped", lambda: here / "gone")
    told = run()
    assert (told.exit_code, told.stdout) == (3, "")
    assert "has no manifest" in told.stderr
    assert "reinstall factcheck" in told.stderr
    assert run("--nli", "none").exit_code == 0
