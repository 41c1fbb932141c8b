"""Asks a larger model about pairs, for a smaller one to learn from its answers.

    python -m training.nli.teach --teacher FOLDER --data FOLDER [--mined FOLDER] --output FOLDER --minutes 40

The teacher is what ``training.nli.train --teacher --base LARGER`` wrote. It can answer what nobody labelled, so it is
asked about the labelled pairs, about such pairs turned round, and about two hypotheses of one premise. Writes
``taught.jsonl.gz``, which ``training.nli.train --taught`` reads. The order of the pairs depends on the seed alone, how
many fit into the minutes on the machine.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import torch

from training.nli import data, model
from training.nli.export import predict

FORMS = {"as it is": 0.4, "turned": 0.25, "siblings": 0.35}
"""How often a drawn pair is asked about in which form; where there are no siblings, as it is or turned."""
AT_ONCE = 1600
"""Pairs that are sorted by length and asked about together."""


def main() -> None:
    """Reads the command line, asks, and writes the answers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder of *.jsonl.gz with a, b, label")
    parser.add_argument("--mined", type=Path, help="folder of pairs that training.nli.mine wrote")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    sources = data.read_folder(options.data)
    if options.mined:
        sources |= data.read_folder(options.mined)
    network, tokenizer = model.restore(options.teacher)
    asked, answered, end = questions(sources, options.seed), [], time.monotonic() + 60 * options.minutes
    while time.monotonic() < end:
        pairs = [next(asked) for _ in range(AT_ONCE)]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            said = predict(network, tokenizer, pairs).softmax(-1).tolist()
        answered += [
            data.Pair(p.premise, p.hypothesis, p.label, p.kind, tuple(round(x, 4) for x in row))
            for p, row in zip(pairs, said, strict=True)
        ]
        data.write(options.output / "taught.jsonl.gz", answered)
        print(f"{len(answered)} pairs", flush=True)


def questions(sources: Mapping[str, Sequence[data.Pair]], seed: int) -> Iterator[data.Pair]:
    """Pairs to ask a teacher about, without end and each once, in the mixture that a teacher is shown."""
    chance, mixer = random.Random(seed), data.Mixer(sources, seed, data.TEACHER_MIXTURE)
    siblings: dict[str, list[data.Pair]] = defaultdict(list)
    for name in data.TEACHER_MIXTURE:
        for pair in sources.get(name, ()):
            siblings[pair.premise].append(pair)
    before: set[tuple[str, str]] = set()
    while True:
        (pair,) = mixer.draw(1, 0.5)
        (form,) = chance.choices(list(FORMS), list(FORMS.values()))
        others = [other for other in siblings[pair.premise] if other.hypothesis != pair.hypothesis]
        if form == "siblings" and others:
            pair = data.Pair(pair.hypothesis, chance.choice(others).hypothesis, data.UNKNOWN, f"siblings {pair.kind}")
        elif form == "turned" or (form == "siblings" and chance.random() < 0.5):
            pair = pair.turned()
        if (pair.premise, pair.hypothesis) not in before:
            before.add((pair.premise, pair.hypothesis))
            yield pair


if __name__ == "__main__":
    main()
