"""Fakes of the seams, so that a test needs no model."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FakeEncoder:
    """An encoder without a model: texts are alike as far as they share words (hashed bag of words)."""

    name = "fake"
    dimension = 256

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """An array [len(texts), dimension] of unit rows; an empty text has the first unit vector."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                vectors[row, _slot(word, self.dimension)] += 1.0
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths == 0, 1, lengths), dtype=np.float32)


class FakeNli:
    """An entailment model without a model: texts with equal words entail each other, and texts for which a rule holds
    contradict each other."""

    name = "fake"
    surest = 1.0

    def __init__(self, contradict: Callable[[str, str], bool] = lambda premise, hypothesis: False) -> None:
        self._contradict = contradict
        self.asked: list[tuple[str, str]] = []
        """Every pair that was predicted, in order."""

    def predict(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """An array [len(pairs), 3]: contradiction, entailment, neutral."""
        self.asked += pairs
        rows = [self._row(premise, hypothesis) for premise, hypothesis in pairs]
        return np.array(rows, dtype=np.float32).reshape(len(pairs), 3)

    def _row(self, premise: str, hypothesis: str) -> tuple[float, float, float]:
        if self._contradict(premise, hypothesis):
            return 0.98, 0.01, 0.01
        if re.findall(r"\w+", premise.lower()) == re.findall(r"\w+", hypothesis.lower()):
            return 0.01, 0.98, 0.01
        return 0.01, 0.01, 0.98


def _slot(word: str, dimension: int) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "big") % dimension
