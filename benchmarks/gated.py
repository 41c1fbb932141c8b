"""Does the gate find what a full check finds?

    python -m benchmarks.gated STORY...

A story is a folder with ``articles/``. Each article in turn is the new one: the others are indexed, or named as paths,
and the findings of the gate must be those of a check of all articles in which the new one takes part; without any, the
gate must pass. Prints a line for each story, and exits with 1 if anything differs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from factcheck import encoders, pipeline, store
from factcheck.encoders import Encoder
from factcheck.errors import Exit
from factcheck.gate import Outcome, gate
from factcheck.policy import Policy
from factcheck.records import Finding, Relation, Severity

EVERYTHING = Policy(Severity.LOW, frozenset(Relation))
"""Any finding fails, so that an article passes only if there is none."""


@dataclass(frozen=True, slots=True)
class Story:
    """What came of a story's articles, each the new one in turn."""

    name: str
    articles: int
    findings: int
    """Of the full check."""
    passed: int
    """Articles without any finding, which the gate let in."""
    wrong: tuple[str, ...]
    """Where the gate and the full check differ."""


def run(folder: Path, encoder: Encoder) -> Story:
    """Gates every article of a story against the others."""
    paths = sorted(path for path in (folder / "articles").iterdir() if path.is_file())
    full = pipeline.check(paths, encoder=encoder).findings
    passed, wrong = 0, []
    for new in paths:
        expected = tuple(f for f in full if any(side.path == new.as_posix() for side in f.sides))
        passed += not expected
        others = [path for path in paths if path != new]
        for way, outcome in ways(new, others, encoder).items():
            wrong += [f"{new.name}, by {way}: {problem}" for problem in differences(outcome, expected)]
    return Story(folder.name, len(paths), len(full), passed, tuple(wrong))


def ways(new: Path, others: Sequence[Path], encoder: Encoder) -> dict[str, Outcome]:
    """The outcomes of gating an article against paths and against an index of them."""
    by_paths = gate(new, list(others), policy=EVERYTHING, encoder=encoder)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder, "story.index")
        with store.open(index, encoder=encoder) as opened:
            opened.add(pipeline.read(others).articles)
        return {"paths": by_paths, "index": gate(new, index, policy=EVERYTHING, encoder=encoder)}


def differences(outcome: Outcome, expected: Sequence[Finding]) -> list[str]:
    """What the gate found otherwise, in words."""
    found = outcome.result.findings
    problems = [f"{f.fingerprint} is not found" for f in expected if f not in found]
    problems += [f"{f.fingerprint} is found, and not by the full check" for f in found if f not in expected]
    code = Exit.FOUND if expected else Exit.DONE
    return problems + ([f"exit code {outcome.exit_code:d}, not {code:d}"] if outcome.exit_code is not code else [])


def main(
    stories: Annotated[list[Path], typer.Argument(metavar="STORY...", help="Folders with articles/.")],
) -> None:
    """Compare the gate with a full check, for every choice of the new article."""
    encoder = encoders.load()
    failed = False
    for folder in stories:
        story = run(folder, encoder)
        counts = f"{story.articles} articles, {story.findings} findings, {story.passed} passed"
        typer.echo(f"{story.name}: {counts}, {len(story.wrong)} differences")
        for problem in story.wrong:
            typer.echo(f"  {problem}", err=True)
        failed |= bool(story.wrong)
    raise typer.Exit(int(failed))


if __name__ == "__main__":
    typer.run(main)
