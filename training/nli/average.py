"""Averages the weights of models that went on from one and the same model, each with another seed.

    python -m training.nli.average --models FOLDER FOLDER... --output FOLDER

Where there are several cores and no GPU, this is how each of them trains for itself.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch

from training.nli import model


def main() -> None:
    """Reads the command line and writes the averaged model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, nargs="+", required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    restored = [model.restore(folder) for folder in options.models]
    network, tokenizer = restored[0]
    network.load_state_dict(mean([each.state_dict() for each, _ in restored]))
    model.save(network, tokenizer, options.output, mean_of=[folder.name for folder in options.models])


def mean(states: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of every weight; what is no weight is taken from the first."""
    return {
        name: torch.stack([state[name] for state in states]).mean(0) if first.is_floating_point() else first
        for name, first in states[0].items()
    }


if __name__ == "__main__":
    main()
