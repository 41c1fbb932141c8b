"""Writes a trained model as the folder that ``factcheck.nli`` loads.

    python -m training.nli.export --model FOLDER --calibrate FILE... --output factcheck/data/nli --name NAME

The weights are stored as fp16, and every computation is done in fp32: the graph casts each weight when it is loaded.
(Dynamic quantisation would be smaller and faster, but there a pair's score moves with what else is in its batch.) A
temperature is fitted on held-out pairs, so that a probability is one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from scipy.optimize import minimize_scalar

from training.nli import data, model

SMALL = 64
"""Initializers with fewer elements stay fp32."""


def main() -> None:
    """Reads the command line and writes the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--calibrate", type=Path, nargs="*", default=[])
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--name", required=True)
    options = parser.parse_args()
    network, tokenizer = model.restore(options.model)
    pairs = [pair for path in options.calibrate for pair in data.read(path)]
    export(network, tokenizer, options.output, name=options.name, temperature=temperature(network, tokenizer, pairs))


def export(network: model.PooledCrossEncoder, tokenizer: Any, folder: Path, *, name: str, temperature: float) -> None:
    """Writes graph, tokenizer, configuration and manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        graph = Path(scratch, "model.onnx")
        _trace(network, tokenizer, graph)
        onnx.save(halved(onnx.load(graph)), folder / "model.onnx")
        tokenizer.save_pretrained(scratch)
        shutil.copy(Path(scratch, "tokenizer.json"), folder / "tokenizer.json")
    config = {
        "id2label": dict(enumerate(model.LABELS)),
        "max_premise": model.MAX_PREMISE,
        "max_hypothesis": model.MAX_HYPOTHESIS,
        "cls_token_id": tokenizer.cls_token_id,
        "sep_token_id": tokenizer.sep_token_id,
        "temperature": round(temperature, 4),
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    names = ("config.json", "model.onnx", "tokenizer.json")
    digests = {file: hashlib.sha256((folder / file).read_bytes()).hexdigest() for file in names}
    manifest = json.dumps({"name": name, "files": digests}, indent=1)
    (folder / "manifest.json").write_text(manifest + "\n", encoding="utf-8")


def _trace(network: model.PooledCrossEncoder, tokenizer: Any, path: Path) -> None:
    example = model.collate(
        [model.encode(tokenizer, "A dam broke on Monday.", "The dam holds."), model.encode(tokenizer, "Two.", "One.")],
        tokenizer.pad_token_id,
    )
    axes = {name: {0: "pairs", 1: "tokens"} for name in example}
    torch.onnx.export(
        network, tuple(example.values()), str(path), input_names=list(example), output_names=["logits"],
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


def halved(graph: onnx.ModelProto) -> onnx.ModelProto:
    """The graph with its large fp32 weights stored as fp16, each followed by a cast back to fp32."""
    casts = []
    for weight in graph.graph.initializer:
        array = numpy_helper.to_array(weight)
        if array.dtype != np.float32 or array.size < SMALL:
            continue
        name = weight.name
        weight.CopyFrom(numpy_helper.from_array(array.astype(np.float16), f"{name}_fp16"))
        casts.append(onnx.helper.make_node("Cast", [f"{name}_fp16"], [name], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *graph.graph.node]
    del graph.graph.node[:]
    graph.graph.node.extend(nodes)
    onnx.checker.check_model(graph)
    return graph


@torch.no_grad()
def temperature(network: model.PooledCrossEncoder, tokenizer: Any, pairs: Sequence[data.Pair]) -> float:
    """What the logits are divided by so that the labels of ``pairs`` are most likely; 1 without pairs."""
    if not pairs:
        return 1.0
    logits = predict(network, tokenizer, pairs)
    labels = torch.tensor([model.LABELS.index(pair.label) for pair in pairs])
    found = minimize_scalar(
        lambda t: float(torch.nn.functional.cross_entropy(logits / t, labels)), bounds=(0.3, 5), method="bounded"
    )
    return float(found.x)


@torch.no_grad()
def predict(
    network: model.PooledCrossEncoder, tokenizer: Any, pairs: Sequence[data.Pair], size: int = 32
) -> torch.Tensor:
    """Logits [n, 3] of the trained model in torch."""
    encoded = [model.encode(tokenizer, pair.premise, pair.hypothesis) for pair in pairs]
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i][0]))
    logits = torch.zeros(len(pairs), 3)
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        logits[rows] = network(**model.collate([encoded[i] for i in rows], tokenizer.pad_token_id))
    return logits


if __name__ == "__main__":
    main()
