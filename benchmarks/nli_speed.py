"""How fast the entailment model is in the forms in which it could run, and what memory each takes.

    python -m benchmarks.nli_speed PAIRS --torch FOLDER --output benchmarks/results/nli_speed.json

PAIRS is a file of gzipped JSON lines with ``a`` and ``b``, FOLDER what ``training.nli.train`` wrote. The forms, each in
a process of its own and each run in turn: the shipped file (weights stored as fp16), the same with weights stored as
fp32, and torch. Prints the medians of pairs a second and of peak memory (Linux only), and the largest change of a
probability between batches of 1 and of 32.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer

from benchmarks.nli import spread
from benchmarks.pairs import rows
from factcheck import nli, onnx_model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from factcheck.nli import Pair

WARM_UP = 32
"""Pairs that are judged before the clock starts."""


def main(
    pairs: Annotated[Path, typer.Argument(help="A file of pairs.")],
    torch: Annotated[Path, typer.Option(metavar="FOLDER", help="The trained model in torch.")],
    count: Annotated[int, typer.Option(help="Pairs to judge in each run.")] = 400,
    runs: Annotated[int, typer.Option(help="Runs of each form.")] = 3,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the figures here, as JSON.")] = None,
    form: Annotated[str | None, typer.Option(hidden=True)] = None,
) -> None:
    """Measure the forms side by side."""
    texts: list[Pair] = [(pair["a"], pair["b"]) for pair in spread(list(rows(pairs)), count)]
    if form is not None:
        typer.echo(json.dumps(run(form, torch, texts)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch, "fp32")
        widened(onnx_model.shipped("nli"), whole)
        forms = ("shipped", str(whole), "torch")
        found: dict[str, list[dict[str, float]]] = {name: [] for name in forms}
        for _ in range(runs):
            for name in forms:
                found[name].append(_apart(pairs, torch, count, name))
    names = {"shipped": "onnxruntime, fp16 weights", str(whole): "onnxruntime, fp32 weights", "torch": "torch, fp32"}
    figures: dict[str, Any] = {
        names[name]: {key: round(statistics.median(run[key] for run in done), 1) for key in done[0]}
        for name, done in found.items()
    }
    figures["largest change between batches of 1 and 32"] = float(f"{moved(texts[:100]):.1e}")
    typer.echo(json.dumps(figures, indent=1))
    if output:
        output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _apart(pairs: Path, torch: Path, count: int, form: str) -> dict[str, float]:
    """What a run in a process of its own gives."""
    command = [sys.executable, "-m", "benchmarks.nli_speed", str(pairs), "--torch", str(torch)]
    options = ["--count", str(count), "--form", form]
    done = subprocess.run([*command, *options], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def run(form: str, torch: Path, texts: Sequence[Pair]) -> dict[str, float]:
    """Pairs a second once it is loaded, and the peak memory of this process in MB."""
    judge = _torch(torch) if form == "torch" else nli.OnnxNli(_folder(form)).predict
    judge(texts[:WARM_UP])
    start = time.perf_counter()
    judge(texts)
    seconds = time.perf_counter() - start
    return {"pairs_per_second": len(texts) / seconds, "peak_memory_mb": _peak()}


def _peak() -> float:
    """The peak memory of this program alone: what getrusage gives begins with that of the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


def _folder(form: str) -> Path:
    return onnx_model.shipped("nli") if form == "shipped" else Path(form)


def _torch(folder: Path) -> Any:
    from training.nli import data, export, model

    network, tokenizer = model.restore(folder)
    return lambda texts: export.predict(network, tokenizer, [data.Pair(a, b, "") for a, b in texts])


def widened(source: Path, target: Path) -> None:
    """Writes the model with its weights as fp32, as they are computed with."""
    import hashlib
    import shutil

    import onnx
    from onnx import numpy_helper

    shutil.copytree(source, target)
    graph = onnx.load(target / "model.onnx")
    for weight in graph.graph.initializer:  # what casts them has nothing left to do, and is left out when it is loaded
        array = numpy_helper.to_array(weight)
        if array.dtype == np.float16:
            weight.CopyFrom(numpy_helper.from_array(array.astype(np.float32), weight.name))
    onnx.save(graph, target / "model.onnx")
    manifest = json.loads((target / onnx_model.MANIFEST).read_text(encoding="utf-8"))
    manifest["files"]["model.onnx"] = hashlib.sha256((target / "model.onnx").read_bytes()).hexdigest()
    (target / onnx_model.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def moved(texts: Sequence[Pair]) -> float:
    """The largest change of a probability between batches of one pair and of 32."""
    judge = nli.OnnxNli.shipped()
    found: list[NDArray[np.float32]] = []
    for size in (1, 32):
        onnx_model.BATCH = size
        found.append(judge.predict(texts))
    return float(np.abs(found[0] - found[1]).max())


if __name__ == "__main__":
    typer.run(main)
