"""Writes a trained model as the folder that ``factcheck.nli`` loads.

    python -m training.nli.export --model FOLDER --calibrate FILE... --output factcheck/data/nli --name NAME

The weights are stored as fp16 and computed in fp32 (``training.onnx_folder``). A temperature is fitted on held-out
pairs, so that a probability is one.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from scipy.optimize import minimize_scalar

from training import onnx_folder
from training.nli import data, model


def main() -> None:
    """Reads the command line and writes the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--calibrate", type=Path, nargs="*", default=[])
    parser.add_argument("--surest", type=Path, nargs="*", default=[], help="pairs to see how sure the model gets")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--name", required=True)
    options = parser.parse_args()
    network, tokenizer = model.restore(options.model)
    found = temperature(network, tokenizer, _read(options.calibrate))
    sure = surest(network, tokenizer, _read(options.surest), found)
    export(network, tokenizer, options.output, name=options.name, temperature=found, surest=sure)


def _read(paths: Sequence[Path]) -> list[data.Pair]:
    return [pair for path in paths for pair in data.read(path)]


def export(
    network: model.PooledCrossEncoder, tokenizer: Any, folder: Path, *, name: str, temperature: float,
    surest: float = 1.0,
) -> None:  # fmt: skip
    """Writes graph, tokenizer, configuration and manifest."""
    example = model.collate(
        [model.encode(tokenizer, "A dam broke on Monday.", "The dam holds."), model.encode(tokenizer, "Two.", "One.")],
        tokenizer.pad_token_id,
    )
    config = {
        "id2label": dict(enumerate(model.LABELS)),
        "max_premise": model.MAX_PREMISE,
        "max_hypothesis": model.MAX_HYPOTHESIS,
        "cls_token_id": tokenizer.cls_token_id,
        "sep_token_id": tokenizer.sep_token_id,
        "temperature": round(temperature, 4),
        "surest": surest,
    }
    onnx_folder.write(folder, network, example, "logits", tokenizer, name=name, config=config)


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


def surest(network: model.PooledCrossEncoder, tokenizer: Any, pairs: Sequence[data.Pair], temperature: float) -> float:
    """The highest probability of any label among ``pairs``, rounded up to STEP; 1 without pairs. Smoothed labels keep a
    model from ever being surer than about what they give to the right one."""
    if not pairs:
        return 1.0
    highest = float((predict(network, tokenizer, pairs) / temperature).softmax(-1).max())
    return round(math.ceil(highest / STEP) * STEP, 4)


STEP = 0.005


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
        logits[rows] = network(**model.collate([encoded[i] for i in rows], tokenizer.pad_token_id)).float()
    return logits


if __name__ == "__main__":
    main()
