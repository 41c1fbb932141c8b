"""Trains the entailment model within a budget of minutes.

    python -m training.nli.train --data FOLDER [--mined FOLDER] [--taught FOLDER] --output FOLDER --minutes 100

Every choice of pairs depends on the seed alone; how many steps fit into the minutes depends on the machine. The result
is the exponential moving average of the weights.
"""

from __future__ import annotations

import argparse
import copy
import math
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from training.nli import data, model

BATCH = 32
RATE = 1.5e-4
WARM_UP = 0.05
"""Share of the budget in which the learning rate rises."""
SMOOTHING = 0.05
TEACHING = 0.7
"""Weight of a teacher's answer beside the label."""
AVERAGING = 0.999
POOL = 1600
"""Pairs drawn at once and sorted by length."""


def main() -> None:
    """Reads the command line, trains, and writes the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of *.jsonl.gz with a, b, label")
    parser.add_argument("--mined", type=Path, help="folder of pairs that training.nli.mine wrote")
    parser.add_argument("--taught", type=Path, help="folder of answers that training.nli.teach wrote")
    parser.add_argument("--base", type=Path, help="folder of the sentence encoder to start from [the built-in one]")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--start", type=Path, help="continue from this trained model")
    parser.add_argument(
        "--begin", type=float, default=0.0, help="with --start: how far along the mixture it was, 0 to 1"
    )
    parser.add_argument("--end", type=float, default=1.0, help="how far along the mixture to go, 0 to 1")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--dropout", type=float, help="share of the units left out in a step [as in the base]")
    parser.add_argument("--frozen", type=int, default=0, help="lowest layers that stay as they are")
    parser.add_argument("--teacher", action="store_true", help="train a teacher: the general pairs come first")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()

    torch.manual_seed(options.seed)
    sources = data.read_folder(options.data)
    for folder in filter(None, (options.mined, options.taught)):
        sources |= data.read_folder(folder)
    cross_encoder, tokenizer = (
        model.restore(options.start) if options.start else model.create(options.base or builtin())
    )
    if options.dropout is not None:
        _drop(cross_encoder, options.dropout)
    for layer in cross_encoder.transformer.encoder.layer[: options.frozen]:
        layer.requires_grad_(False)
    mixer = data.Mixer(sources, options.seed, data.TEACHER_MIXTURE if options.teacher else data.MIXTURE)
    averaged, seen = train(
        cross_encoder, tokenizer, mixer, minutes=options.minutes, rate=options.rate,
        device=options.device, seed=options.seed, output=options.output, begin=options.begin, end=options.end,
    )  # fmt: skip
    about = {"pairs_seen": seen, "minutes": options.minutes, "seed": options.seed, "rate": options.rate}
    model.save(averaged, tokenizer, options.output, **about)
    print(f"{seen} pairs seen; model in {options.output}")


def builtin() -> Path:
    """The folder of the encoder that factcheck embeds claims with."""
    from training.export_encoder import original

    return original()


def train(
    network: model.PooledCrossEncoder, tokenizer: Any, mixer: data.Mixer, *, minutes: float, rate: float, device: str,
    seed: int, output: Path, begin: float = 0.0, end: float = 1.0,
) -> tuple[model.PooledCrossEncoder, int]:  # fmt: skip
    """The averaged model after ``minutes`` of training, and how many pairs it saw; saves every tenth of the way."""
    order = random.Random(seed)
    network.to(device).train()
    averaged = copy.deepcopy(network).eval()
    optimizer = torch.optim.AdamW(_groups(network), lr=rate, fused=True)
    start, step, seen, saved = time.monotonic(), 0, 0, 0.0
    losses: list[float] = []
    while (progress := (time.monotonic() - start) / (60 * minutes)) < 1:
        for batch in data.batches(mixer.draw(POOL, begin + (end - begin) * progress), BATCH, order):
            progress = (time.monotonic() - start) / (60 * minutes)
            if progress >= 1:
                break
            for group in optimizer.param_groups:
                group["lr"] = rate * schedule(progress)
            losses.append(_step(network, optimizer, tokenizer, batch, device))
            step, seen = step + 1, seen + len(batch)
            _average(averaged, network, min(AVERAGING, (1 + step) / (10 + step)))
            if step % 100 == 0:
                print(f"{progress:6.1%} step {step} pairs {seen} loss {sum(losses[-100:]) / 100:.3f}", flush=True)
        if progress - saved >= 0.1:
            saved = progress
            model.save(averaged, tokenizer, output, pairs_seen=seen, progress=progress)
    return averaged.to("cpu"), seen


def schedule(progress: float) -> float:
    """The learning rate's factor: a straight rise, then half a cosine down."""
    if progress < WARM_UP:
        return max(0.01, progress / WARM_UP)
    return 0.5 * (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP)))


def admitted_loss(logits: torch.Tensor, labels: Sequence[str]) -> torch.Tensor:
    """Of each pair the negative log of the probability of the labels that it admits, with smoothing: [n]."""
    admitted = torch.zeros_like(logits)
    for row, label in enumerate(labels):
        admitted[row, list(data.TARGETS[label])] = 1
    logs = functional.log_softmax(logits, dim=-1)
    likely = torch.logsumexp(logs.masked_fill(admitted == 0, -torch.inf), dim=-1)
    return -(1 - SMOOTHING) * likely - SMOOTHING * logs.mean(-1)


def taught_loss(logits: torch.Tensor, pairs: Sequence[data.Pair]) -> torch.Tensor:
    """What the labels admit, and for the pairs that a teacher was asked about mostly the distance from its answer."""
    loss = admitted_loss(logits, [pair.label for pair in pairs])
    said = [pair.taught for pair in pairs]
    rows = [row for row, answer in enumerate(said) if answer is not None]
    if not rows:
        return loss.mean()
    answers = torch.tensor([said[row] for row in rows], device=logits.device)
    apart = functional.cross_entropy(logits[rows], answers, reduction="none")
    loss[rows] = TEACHING * apart + (1 - TEACHING) * loss[rows]
    return loss.mean()


def _step(
    network: model.PooledCrossEncoder, optimizer: Any, tokenizer: Any, batch: list[data.Pair], device: str
) -> float:
    inputs = model.collate([model.encode(tokenizer, p.premise, p.hypothesis) for p in batch], tokenizer.pad_token_id)
    with torch.autocast(device, dtype=torch.bfloat16):
        logits = network(**{name: tensor.to(device) for name, tensor in inputs.items()})
    loss = taught_loss(logits.float(), batch)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return loss.item()


def _drop(network: model.PooledCrossEncoder, share: float) -> None:
    """Sets every dropout: on a processor, drawing what is left out takes a tenth of a step."""
    for module in network.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = share


def _groups(network: model.PooledCrossEncoder) -> list[dict[str, Any]]:
    """Weight decay on matrices only; the word embeddings stay as they are, since the pairs are too few to better
    them."""
    network.transformer.embeddings.word_embeddings.weight.requires_grad_(False)
    trained = [p for p in network.parameters() if p.requires_grad]
    matrices, others = [p for p in trained if p.ndim > 1], [p for p in trained if p.ndim <= 1]
    return [{"params": matrices, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}]


@torch.no_grad()
def _average(averaged: model.PooledCrossEncoder, network: model.PooledCrossEncoder, decay: float) -> None:
    for mean, current in zip(averaged.parameters(), network.parameters(), strict=True):
        if current.requires_grad:
            mean.lerp_(current, 1 - decay)


if __name__ == "__main__":
    main()
