"""What the default commands do without: libraries that take longer to import than a check takes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HEAVY = ("torch", "transformers", "sentence_transformers", "sklearn", "pandas")

SCRIPT = """
import json, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        assert name.partition(".")[0] not in HEAVY, f"{name} is imported"

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
