"""An encoder that finds most of its vectors in the index, and loads the model only for the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from factcheck.clusters import Vectors
from factcheck.encoders import Encoder
from factcheck.errors import ModelError, StoreError
from factcheck.store import tables
from factcheck.store.database import Connection

if TYPE_CHECKING:
    from numpy.typing import NDArray


class StoredEncoder:
    """The vectors of an index, and behind them the encoder that made them."""

    def __init__(self, connection: Connection, name: str, load: Callable[[], Encoder]) -> None:
        self._connection = connection
        self._load = load
        self.name = name

    @cached_property
    def _encoder(self) -> Encoder:
        encoder = self._load()
        if encoder.name != self.name:
            raise ModelError(f"the encoder calls itself {encoder.name}, and not {self.name}")
        return encoder

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """An array [len(texts), dimension] of unit rows; texts that no article of the index has are encoded."""
        known = tables.known_vectors(self._connection, self.name, texts)
        missing = sorted(set(texts) - known.keys())
        if missing:
            known |= dict(zip(missing, self._encoder.encode(missing), strict=True))
        return np.stack([known[text] for text in texts]) if texts else np.zeros((0, 0), dtype=np.float32)

    def stored(self, texts: Iterable[str]) -> Vectors:
        """The vectors of texts that articles of the index have; raises StoreError if one is missing."""
        wanted = set(texts)
        found = tables.known_vectors(self._connection, self.name, wanted)
        if len(found) < len(wanted):
            raise StoreError(f"the index lacks {len(wanted) - len(found)} vectors", "see: factcheck index verify")
        return found
