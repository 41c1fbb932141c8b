"""Fakes of the seams, so that a test needs no model."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
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


def _slot(word: str, dimension: int) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "big") % dimension
