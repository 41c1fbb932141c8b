"""How long commands and whole reports take, beside what they could not do without.

    python -m benchmarks.speed cold seeds --runs 5 --output benchmarks/results/speed.json
    python -m benchmarks.speed parts seeds --output benchmarks/results/speed.json
    python -m benchmarks.speed news NEWS... --articles 1000 --output benchmarks/results/speed.json

``cold`` runs whole processes, each command in turn and then all again, and gives their medians: commands of factcheck,
and the mere import of sentence-transformers. ``parts`` and ``news`` run one report in this process and tell where its
time goes; then the two models do once more what they did, all texts and all pairs at a time, and nothing else. Times
are given as the clock has it and as processor time, in seconds; on a busy machine compare only the times of one run.
What was measured before and is in the output file stays there, under its name.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from benchmarks import results, scale
from factcheck import encoders, gazetteer, language, nli, onnx_model, pipeline
from factcheck.encoders import CachingEncoder, Encoder
from factcheck.errors import Exit
from factcheck.nli import CachingNli, NliModel
from factcheck.reports import DEFAULT, NO_STANDINGS, REPORTERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pair = tuple[str, str]

IMPORT = "import sentence_transformers"
REPORT = "factcheck report"
DONE = {Exit.DONE, Exit.FOUND}

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds that something took."""

    clock: float
    processor: float

    def __sub__(self, other: Took) -> Took:
        return Took(self.clock - other.clock, self.processor - other.processor)

    def __add__(self, other: Took) -> Took:
        return Took(self.clock + other.clock, self.processor + other.processor)

    def __truediv__(self, other: Took) -> Took:
        return Took(self.clock / other.clock, self.processor / other.processor)

    def rounded(self) -> dict[str, float]:
        """To the hundredth, as they are stored."""
        return {name: round(seconds, 2) for name, seconds in asdict(self).items()}


def now() -> Took:
    """What the clocks say."""
    return Took(time.perf_counter(), time.process_time())


# Whole processes


def processes(paths: Sequence[str], new: str, folder: Path) -> dict[str, list[str]]:
    """The command lines to be timed, by what they are called."""
    command = [sys.executable, "-m", "factcheck"]
    return {
        IMPORT: [sys.executable, "-c", IMPORT],
        REPORT: [*command, "report", *paths, "--output", str(folder / "report.md")],
        "factcheck gate": [*command, "gate", new, *(part for path in paths for part in ("--against", path))],
        "factcheck --help": [*command, "--help"],
    }


def timed(command: Sequence[str]) -> Took:
    """What running a command takes. Raises RuntimeError if it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in DONE:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Took(time.perf_counter() - started, usage.ru_utime + usage.ru_stime)


def medians(runs: Sequence[dict[str, Took]]) -> dict[str, Any]:
    """For each command the median and all runs, and the report's median as a share of the import's."""
    found = {
        name: Took(*(statistics.median(getattr(run[name], field) for run in runs) for field in ("clock", "processor")))
        for name in runs[0]
    }
    return {
        "runs": len(runs),
        "medians": {name: took.rounded() for name, took in found.items()},
        "all": {name: [run[name].rounded() for run in runs] for name in runs[0]},
        "report_to_import": (found[REPORT] / found[IMPORT]).rounded(),
    }


# One report in this process


class CountedEncoder:
    """An encoder that keeps the texts it was given."""

    def __init__(self, encoder: Encoder) -> None:
        self.inner = encoder
        self.name, self.dimension = encoder.name, encoder.dimension
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """What the encoder gives."""
        self.texts += texts
        return self.inner.encode(texts)


class CountedNli:
    """An entailment model that keeps the pairs it was given."""

    def __init__(self, model: NliModel) -> None:
        self.inner = model
        self.name, self.surest = model.name, model.surest
        self.pairs: list[Pair] = []

    def predict(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """What the model gives."""
        self.pairs += pairs
        return self.inner.predict(pairs)


STAGES = {"reading": "take apart", "searching": "search", "comparing": "compare"}
"""What is done when progress speaks of a stage for the last time: claims extracted and encoded, related articles found,
their claims compared."""


def measure(paths: Sequence[str | Path], encoder: Encoder, model: NliModel) -> dict[str, Any]:
    """What a report on the paths takes, stage by stage, and what its models alone take for the same texts and pairs."""
    counted, judging = CountedEncoder(encoder), CountedNli(model)
    marks = {"start": now()}

    def mark(stage: str, done: int, total: int) -> None:
        marks[STAGES[stage]] = now()

    found = pipeline.check(paths, encoder=CachingEncoder(counted), model=CachingNli(judging), progress=mark)
    marks["conclude"] = now()
    REPORTERS[DEFAULT](found, NO_STANDINGS, None)
    marks["report"] = now()
    bare = [_took(lambda: encoder.encode(counted.texts)), _took(lambda: model.predict(judging.pairs))]
    whole, alone = marks["report"] - marks["start"], bare[0] + bare[1]
    return {
        "articles": found.coverage.articles,
        "claims": found.coverage.claims,
        "texts_encoded": len(counted.texts),
        "pairs_judged": len(judging.pairs),
        "stages": {name: (end - start).rounded() for (_, start), (name, end) in pairwise(marks.items())},
        "whole": whole.rounded(),
        "bare_encoder": bare[0].rounded(),
        "bare_entailment": bare[1].rounded(),
        "whole_to_bare": (whole / alone).rounded(),
        "articles_a_second": round(found.coverage.articles / whole.clock, 2),
        "megabytes_of_memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _took(run: Callable[[], object]) -> Took:
    started = now()
    run()
    return now() - started


def _parts(paths: Sequence[str | Path]) -> dict[str, Any]:
    """The same of the shipped models, after all that is loaded once; and what the loading takes."""
    loading = {
        "encoder": lambda: encoders.load(),
        "entailment": lambda: nli.load(),
        "language": lambda: language.load(),
        "gazetteer": lambda: gazetteer.lookup("Paris"),
    }
    loaded = {name: _took(load).rounded() for name, load in loading.items()}
    shipped = encoders.OnnxEncoder(onnx_model.shipped("encoder")), nli.OnnxNli.shipped()
    return {"load": loaded} | measure(paths, *shipped)


# The command line

Output = Annotated[Path | None, typer.Option(metavar="FILE", help="Put the results into this file, as JSON.")]


@app.command()
def cold(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Articles; the first is gated too.")],
    runs: Annotated[int, typer.Option(min=1, help="Run each command so often, in turn.")] = 5,
    output: Output = None,
) -> None:
    """Time whole processes, commands and the import of sentence-transformers in turn."""
    new = min(str(file) for path in paths for file in ([Path(path)] if Path(path).is_file() else Path(path).iterdir()))
    with tempfile.TemporaryDirectory() as folder:
        commands = processes(paths, new, Path(folder))
        done = []
        for _ in range(runs):
            done.append({name: timed(command) for name, command in commands.items()})
            store("cold", medians(done), output)


@app.command()
def parts(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Articles, as for factcheck report.")],
    output: Output = None,
) -> None:
    """Time the parts of one report, and its models alone."""
    store("parts", _parts(paths), output)


@app.command()
def news(
    files: Annotated[list[Path], typer.Argument(metavar="NEWS...", help="News, JSON lines.")],
    articles: Annotated[int, typer.Option(min=1, help="Take so many articles, of as many events as needed.")] = 1000,
    output: Output = None,
) -> None:
    """Time the parts of a report on news, and its models alone."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "news.jsonl")
        rows = scale.read(files, articles)
        table.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        store("news", _parts([table]), output)


def store(name: str, found: dict[str, Any], output: Path | None) -> None:
    """Prints what was found, and puts it under its name into the results that are there."""
    typer.echo(json.dumps({name: found}, indent=2))
    if output:
        before = json.loads(output.read_text(encoding="utf-8")) if output.exists() else {}
        under = {name: {"code": results.code_hash(), "machine": {"cpus": os.cpu_count()}, **found}}
        output.write_text(json.dumps(before | under, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    app(prog_name="python -m benchmarks.speed")
