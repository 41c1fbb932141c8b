"""Kills a process that writes to an index, at a random moment and without warning, again and again.

    python -m benchmarks.kills --trials 500 --output benchmarks/results/kills.json
    python -m benchmarks.kills --trials 500 --server postgresql://USER@HOST/DATABASE

After each kill the index must be readable and without a fault, hold whole articles only, and all that the process was
told was written; and what it finds must be what a check of the same articles finds. The articles are small, the encoder
is the fake of ``factcheck.testing`` and no entailment model is asked, so that most of the time goes into writing.
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
MOST = 5
"""Changes after which a process is killed at the latest."""
AIMS = ("preparing", "transaction", "transaction", "transaction", "committing", "committing")
"""Where in a change it is to be killed; by then it may have come further."""
TEMPLATE = (
    "The ferry {ship} carried {count} passengers when it ran aground near {town} on Monday.\n\n"
    "A tug pulled the ferry free at noon, and {hurt} people were hurt.\n\n"
    "“We will {verb} the fleet before the winter,” said the mayor of {town}.\n"
)
TOWNS = ("Hestvik", "Marlow", "Torsund")
WRITING = ("BEGIN IMMEDIATE", "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
"""How a transaction that writes begins, in a file and on a server."""


@dataclass(frozen=True, slots=True)
class Kill:
    """What one killed process left behind."""

    moment: str
    """What the process was doing: ``between`` changes, ``preparing`` one, in a ``transaction``, or ``committing``."""
    written: int
    """Changes that it told were written."""
    held: int
    """Articles in the index after the kill."""
    faults: tuple[str, ...]


def trial(index: str, versions: tuple[tuple[Article, ...], ...], seed: int) -> Kill:
    """Lets a process write to the index, kills it, and looks at what is left.

    The moment is chosen by what the process tells of itself and not by the clock alone, since on a busy machine it may
    not have run at all: after some changes, at a step of the next one, and up to the time that a step takes later.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _write(index, versions, seed, writer)
        os._exit(0)
    os.close(writer)
    choose = random.Random(seed)
    changes, step = choose.randint(0, MOST), choose.choice(AIMS)
    log: list[str] = []
    started = time.monotonic()
    with os.fdopen(reader, "rb") as told:
        while not _is_due(log, changes, step):
            log.append(told.readline().decode().rstrip("\n"))
        time.sleep(choose.choice((0, choose.random())) * (time.monotonic() - started) / len(log))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        log += told.read().decode().splitlines()
    return _examine(index, versions, log)


def _is_due(log: list[str], changes: int, step: str) -> bool:
    """Whether so many changes are written, and the next one has come to the step."""
    written = sum(line.startswith("=") for line in log)
    return written >= changes and bool(log) and _moment(log) == step


def _write(index: str, versions: tuple[tuple[Article, ...], ...], seed: int, writer: int) -> None:
    """Adds, replaces and removes articles, or rebuilds the index, at random for ever, and tells each step: ``?`` before
    a change, ``[`` as its transaction begins, ``]`` as it is committed, ``=`` and what it was when it is written."""
    choose = random.Random(-1 - seed)

    def trace(statement: str) -> None:
        if statement in {*WRITING, "COMMIT"}:
            os.write(writer, b"]\n" if statement == "COMMIT" else b"[\n")

    while True:
        with store.open(index, settings=SETTINGS, encoder=FakeEncoder()) as opened:
            for _ in range(choose.randint(1, 8)):
                article = choose.choice(choose.choice(versions))
                held = {entry.id for entry in opened.entries()}
                os.write(writer, b"?\n")
                opened.trace(trace)
                if choose.random() < 0.05:
                    opened.rebuild()
                    change = ""
                elif article.id in held and choose.random() < 0.2:
                    opened.remove([article.id])
                    change = f"- {article.id}"
                else:
                    opened.add([article])
                    change = f"{article.sha256} {article.id}"
                opened.trace(None)
                os.write(writer, f"={change}\n".encode())


def _examine(index: str, versions: tuple[tuple[Article, ...], ...], log: list[str]) -> Kill:
    known = {article for version in versions for article in version}
    with store.open(index, settings=SETTINGS, encoder=FakeEncoder()) as opened:
        opened.remove([])  # waits for a server that is still busy with the last words of the killed process
        faults = list(opened.verify())
        held = opened.articles()
        result = opened.result() if opened.info().made_with else None
    faults += [f"{article.id} is none of the articles that were added" for article in held if article not in known]
    if result and result != pipeline.check_articles(Reading(held, (), ()), settings=SETTINGS, encoder=FakeEncoder()):
        faults.append("what the index finds is not what a check finds")
    told = [line[1:] for line in log if line.startswith("=")]
    last = {id: what for what, _, id in (change.partition(" ") for change in told if change)}
    found = {article.id: article.sha256 for article in held}
    # The change after the last one that was told may have been written, too.
    lost = [id for id, what in last.items() if found.get(id, "-") != what]
    if len(lost) > 1:
        faults.append(f"changes that were told are lost: {', '.join(lost)}")
    return Kill(_moment(log), len(told), len(held), tuple(faults))


def _moment(log: list[str]) -> str:
    """What the process was doing when it was killed. A reading transaction ends with COMMIT, too, before one begins to
    write: that is still preparing."""
    since = log[max((n for n, line in enumerate(log) if line[:1] in "?="), default=0) :]
    if not since or since[0].startswith("="):
        return "between"
    if "[" not in since:
        return "preparing"
    return "committing" if "]" in since[since.index("[") :] else "transaction"


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


def trials(count: int, folder: Path, server: str | None = None) -> Iterator[Kill]:
    """One trial after the other, on what the one before has left: in files, or in schemas on a server."""
    versions = small_articles(folder)
    pipeline.extract(versions[0])  # the language model is loaded once, before the processes part
    for seed in range(count):
        number = seed // AGAIN
        yield trial(_on(server, number) if server else str(folder / f"{number}.index"), versions, seed)


def _on(server: str, number: int) -> str:
    return f"{server}{'&' if '?' in server else '?'}schema=kills_{number}"


def figures(kills: list[Kill], seconds: float) -> dict[str, Any]:
    """What the trials came to, as it is stored."""
    return {
        "trials": len(kills),
        "killed_while": dict(sorted(Counter(kill.moment for kill in kills).items())),
        "killed_before_any_change_was_written": sum(not kill.written for kill in kills),
        "changes_written": sum(kill.written for kill in kills),
        "articles_held": dict(sorted(Counter(kill.held for kill in kills).items())),
        "trials_with_faults": sum(bool(kill.faults) for kill in kills),
        "faults": sorted({fault for kill in kills for fault in kill.faults}),
        "seconds": round(seconds),
    }


def main(
    trials_: Annotated[int, typer.Option("--trials", min=1, help="Kill so many processes.")] = 500,
    server: Annotated[
        str | None, typer.Option(metavar="URL", help="Make the indexes there, in schemas kills_0, kills_1, ...")
    ] = None,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the results here, as JSON.")] = None,
) -> None:
    """Kill processes that write to an index, and look at what each leaves behind."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        kills = list(trials(trials_, Path(folder), server))
    measured = json.dumps(figures(kills, time.monotonic() - start), indent=2) + "\n"
    typer.echo(measured, nl=False)
    if output:
        output.write_text(measured, encoding="utf-8")
    raise typer.Exit(int(any(kill.faults for kill in kills)))


if __name__ == "__main__":
    typer.run(main)
