"""Kills a process that writes to an index, at a random moment and without warning, again and again.

    python -m benchmarks.kills --trials 500 --output benchmarks/results/kills.json

After each kill the index must be readable and without a fault, hold whole articles only, and all that the process was
told was written; and what it finds must be what a check of the same articles finds. The articles are small and the
encoder is the fake of ``factcheck.testing``, so that a trial takes tenths of a second, most of it writing.
"""

from __future__ import annotations

import json
import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from factcheck import pipeline, store
from factcheck.articles import Reading
from factcheck.config import NO_MODEL, Settings
from factcheck.records import Article
from factcheck.testing import FakeEncoder

SETTINGS = Settings(nli=NO_MODEL)
ARTICLES = 8
VERSIONS = 3
AGAIN = 10
"""Trials after which there is a new index, so that processes are killed while they make one, too."""
LONGEST = 0.25
"""Seconds after which a process is killed at the latest; most of its life it writes."""
TEMPLATE = (
    "The ferry {ship} carried {count} passengers when it ran aground near {town} on Monday.\n\n"
    "A tug pulled the ferry free at noon, and {hurt} people were hurt.\n\n"
    "“We will {verb} the fleet before the winter,” said the mayor of {town}.\n"
)
TOWNS = ("Hestvik", "Marlow", "Torsund")


@dataclass(frozen=True, slots=True)
class Kill:
    """What one killed process left behind."""

    written: int
    """Changes that it was told were written."""
    held: int
    """Articles in the index after the kill."""
    faults: tuple[str, ...]


def trial(index: Path, versions: tuple[tuple[Article, ...], ...], seed: int) -> Kill:
    """Lets a process write to the index, kills it, and looks at what is left."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _write(index, versions, seed, writer)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        told.readline()  # it begins
        time.sleep(random.Random(seed).uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        log = [line for line in told.read().decode().split("\n")[:-1] if line]
    return _examine(index, versions, log)


def _write(index: Path, versions: tuple[tuple[Article, ...], ...], seed: int, writer: int) -> None:
    """Adds, replaces and removes articles, or rebuilds the index, at random for ever, and tells
    each change once it is written."""
    choose = random.Random(-1 - seed)
    os.write(writer, b"begin\n")
    while True:
        with store.open(index, settings=SETTINGS, encoder=FakeEncoder()) as opened:
            for _ in range(choose.randint(1, 8)):
                article = choose.choice(choose.choice(versions))
                held = {entry.id for entry in opened.entries()}
                if choose.random() < 0.05:
                    opened.rebuild()
                elif article.id in held and choose.random() < 0.2:
                    opened.remove([article.id])
                    os.write(writer, f"- {article.id}\n".encode())
                else:
                    opened.add([article])
                    os.write(writer, f"{article.sha256} {article.id}\n".encode())


def _examine(index: Path, versions: tuple[tuple[Article, ...], ...], log: list[str]) -> Kill:
    known = {article for version in versions for article in version}
    with store.open(index, settings=SETTINGS, encoder=FakeEncoder()) as opened:
        faults = list(opened.verify())
        held = opened.articles()
        result = opened.result() if opened.info().made_with else None
    faults += [f"{article.id} is none of the articles that were added" for article in held if article not in known]
    if result and result != pipeline.check_articles(Reading(held, (), ()), settings=SETTINGS, encoder=FakeEncoder()):
        faults.append("what the index finds is not what a check finds")
    last = {id: what for what, _, id in (line.partition(" ") for line in log)}
    found = {article.id: article.sha256 for article in held}
    # The change after the last one that was told may have been written, too.
    lost = [id for id, what in last.items() if found.get(id, "-") != what]
    if len(lost) > 1:
        faults.append(f"changes that were told are lost: {', '.join(lost)}")
    return Kill(len(log), len(held), tuple(faults))


def small_articles(folder: Path) -> tuple[tuple[Article, ...], ...]:
    """Some versions of some small articles, which contradict each other."""
    made = []
    for version in range(VERSIONS):
        for number in range(ARTICLES):
            words = {"ship": f"Solveig {'I' * (number % 2)}".strip(), "town": TOWNS[number % len(TOWNS)]}
            figures = {"count": 200 + 7 * version + number, "hurt": 2 + (version + number) % 3}
            verb = "repair" if (version + number) % 2 else "replace"
            text = TEMPLATE.format(**words, **figures, verb=verb)
            (folder / f"article-{number}.txt").write_text(text, encoding="utf-8")
        read = pipeline.read([folder]).articles
        made.append(tuple(replace(a, id=Path(a.id).name, path=Path(a.path).name) for a in read))
    return tuple(made)


def trials(count: int, folder: Path) -> Iterator[Kill]:
    """One trial after the other, on what the one before has left."""
    versions = small_articles(folder)
    pipeline.extract(versions[0])  # the language model is loaded once, before the processes part
    for seed in range(count):
        yield trial(folder / f"{seed // AGAIN}.index", versions, seed)


def figures(kills: list[Kill], seconds: float) -> dict[str, Any]:
    """What the trials came to, as it is stored."""
    return {
        "trials": len(kills),
        "killed_after_changes": {"none": sum(not k.written for k in kills), "some": sum(k.written > 0 for k in kills)},
        "changes_written": sum(kill.written for kill in kills),
        "articles_held": dict(sorted(Counter(kill.held for kill in kills).items())),
        "trials_with_faults": sum(bool(kill.faults) for kill in kills),
        "faults": sorted({fault for kill in kills for fault in kill.faults}),
        "seconds": round(seconds),
    }


def main(
    trials_: Annotated[int, typer.Option("--trials", min=1, help="Kill so many processes.")] = 500,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the results here, as JSON.")] = None,
) -> None:
    """Kill processes that write to an index, and look at what each leaves behind."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        kills = list(trials(trials_, Path(folder)))
    measured = json.dumps(figures(kills, time.monotonic() - start), indent=2) + "\n"
    typer.echo(measured, nl=False)
    if output:
        output.write_text(measured, encoding="utf-8")
    raise typer.Exit(int(any(kill.faults for kill in kills)))


if __name__ == "__main__":
    typer.run(main)
