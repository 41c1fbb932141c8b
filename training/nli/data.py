"""Pairs of texts with a label, read from gzipped JSON lines, and the mixture in which they are shown."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.nli.model import LABELS

NOT_CONTRADICTION = "not-contradiction"
"""A label of mined pairs: entailment or neutral, nobody looked which."""

UNKNOWN = "unknown"
"""The label of pairs that only a teacher was asked about."""

TARGETS: Mapping[str, tuple[int, ...]] = {label: (i,) for i, label in enumerate(LABELS)} | {
    NOT_CONTRADICTION: (1, 2),
    UNKNOWN: (0, 1, 2),
}
"""The columns that a label admits."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A premise, a hypothesis and what the second is to the first; and how likely a teacher holds each label."""

    premise: str
    hypothesis: str
    label: str
    kind: str = ""
    taught: tuple[float, ...] | None = None

    def turned(self) -> Pair:
        """The pair with its texts exchanged. What contradicts is contradicted: of the other labels nothing follows."""
        both_ways = self.label in {"contradiction", NOT_CONTRADICTION}
        return Pair(self.hypothesis, self.premise, self.label if both_ways else UNKNOWN, self.kind)


Mixture = Mapping[str, tuple[float, float]]
"""Share of each source at the beginning and at the end of a training, in parts."""

MIXTURE: Mixture = {
    "taught": (100, 60),
    "stories": (8, 14),
    "own_news": (8, 45),
    "mined_neutral": (8, 14),
    "mined_hard": (3, 4),
    "mined_edits": (7, 12),
    "lingnli": (22, 12),
    "mnli_20k": (16, 12),
    "newprotocols": (7, 3),
    "conjnli": (8, 5),
    "fever": (6, 3),
    "snli_42k": (3, 1),
    "cad_snli": (2, 1),
    "seminli_wiki": (3, 3),
    "fnc1": (0.8, 0.8),
    "vitaminc_sample": (0.3, 0.3),
    "climate_fever": (1.5, 1),
    "covidfact": (0.4, 0.3),
    "healthver": (0.5, 0.5),
    "scifact": (0.2, 0.2),
    "fm2": (1, 1),
    "averitec": (0.2, 0.2),
    "tracie": (0.3, 0.3),
    "monli": (0.4, 0.4),
    "wikifactcheck": (1.2, 0.8),
    "fib": (0.3, 0.2),
}
"""What the shipped model is shown; ``taught`` are a teacher's answers and ``stories`` the pairs of
``training.nli.from_stories``, where there are some. SNLI assumes that both texts describe one scene, and wikifactcheck
and fib hold contradictions only, so they stay small; the pairs closest to the job grow."""

TEACHER_MIXTURE: Mixture = {
    **MIXTURE,
    "mnli_20k": (30, 30),
    "lingnli": (28, 28),
    "own_news": (13, 17),
    "mined_neutral": (5, 5),
    "mined_hard": (1, 1),
    "mined_edits": (4, 4),
    "newprotocols": (3, 3),
    "conjnli": (5, 5),
    "fever": (4, 4),
    "snli_42k": (1, 1),
    "cad_snli": (1, 1),
    "seminli_wiki": (1, 1),
}
"""What a teacher is shown, about once each: mostly what is general in inference, which is what a small model lacks."""


def read(path: Path) -> list[Pair]:
    """The pairs of one file, texts detokenised."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Pair(
            detokenised(row["a"]), detokenised(row["b"]), row["label"], row.get("kind") or "",
            tuple(row["taught"]) if "taught" in row else None,
        )
        for row in rows
    ]  # fmt: skip


def write(path: Path, pairs: Sequence[Pair]) -> None:
    """Stores pairs in the format that ``read`` reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for pair in pairs:
            row: dict[str, object] = {"a": pair.premise, "b": pair.hypothesis, "label": pair.label, "kind": pair.kind}
            if pair.taught is not None:
                row["taught"] = pair.taught
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_folder(folder: Path) -> dict[str, list[Pair]]:
    """The pairs of every file of a folder, by the file's name without its suffixes."""
    return {path.name.removesuffix(".jsonl.gz"): read(path) for path in sorted(folder.glob("*.jsonl.gz"))}


_TREEBANK = (
    (re.compile(r"-LRB-\s*"), "("),
    (re.compile(r"\s*-RRB-"), ")"),
    (re.compile(r"(``|'')"), '"'),
    (re.compile(r"\s+([,.;:?!%)\]])"), r"\1"),
    (re.compile(r"([(\[$])\s+"), r"\1"),
    (re.compile(r"\b(ca|do|did|does|is|was|were|would|could|should|has|have|had|wo) n't\b"), r"\1n't"),
    (re.compile(r"\s+('s|'re|'ve|'ll|'d|'m)\b"), r"\1"),
    (re.compile(r"\s+"), " "),
)


def detokenised(text: str) -> str:
    """The text without Penn-Treebank's spaces and brackets."""
    for pattern, replacement in _TREEBANK:
        text = pattern.sub(replacement, text)
    return text.strip()


class Mixer:
    """Draws pairs by source, so that no source is seen twice before all of it was seen once."""

    def __init__(self, sources: Mapping[str, Sequence[Pair]], seed: int, mixture: Mixture = MIXTURE) -> None:
        self._random = random.Random(seed)
        self._mixture = mixture
        self._sources = {name: list(pairs) for name, pairs in sources.items() if pairs and name in mixture}
        self._left: dict[str, list[Pair]] = defaultdict(list)

    def draw(self, count: int, progress: float) -> list[Pair]:
        """``count`` pairs in the mixture that holds at ``progress``, from 0 (beginning) to 1 (end)."""
        names = sorted(self._sources)
        shares = [start + progress * (end - start) for start, end in (self._mixture[name] for name in names)]
        return [self._next(name) for name in self._random.choices(names, shares, k=count)]

    def _next(self, name: str) -> Pair:
        if not self._left[name]:
            self._left[name] = list(self._sources[name])
            self._random.shuffle(self._left[name])
        pair = self._left[name].pop()
        if pair.taught is None and pair.turned().label != UNKNOWN and self._random.random() < SWAP:
            return pair.turned()
        return pair


SWAP = 0.35
"""How often a pair whose label holds both ways is turned round."""


def batches(pairs: Sequence[Pair], size: int, order: random.Random) -> Iterator[list[Pair]]:
    """Batches of pairs of like length, in random order: little padding, and no order that a model could learn."""
    by_length = sorted(pairs, key=lambda p: len(p.premise) + len(p.hypothesis))
    chunks = [by_length[i : i + size] for i in range(0, len(by_length), size)]
    order.shuffle(chunks)
    yield from chunks
