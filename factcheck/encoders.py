"""Text becomes vectors.

The seam is ``Encoder``. ``load()`` gives the model that the package carries, run by onnxruntime without torch;
``load(name)`` any sentence-transformers model.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from factcheck import onnx_model
from factcheck.errors import ModelError
from factcheck.onnx_model import OnnxModel

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH = 64


class Encoder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """Name and revision, as a report states them."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """An array [len(texts), dimension] of rows with Euclidean length 1."""
        ...


class OnnxEncoder:
    """A sentence encoder from a folder as ``onnx_model`` describes it, whose graph gives unit vectors."""

    def __init__(self, folder: Path) -> None:
        self._model = OnnxModel(folder, "--encoder")
        self.name = self._model.name
        self.dimension: int = self._model.config["dimension"]
        self._limit: int = self._model.config["max_tokens"] - 2
        self._ends: tuple[int, int] = (self._model.config["cls_token_id"], self._model.config["sep_token_id"])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """An array [len(texts), dimension] of unit rows."""
        start, end = self._ends
        rows = ([start, *ids, end] for ids in self._model.tokens(texts, self._limit))
        return self._model.run([(row, [0] * len(row)) for row in rows], self.dimension)


class SentenceTransformerEncoder:
    """A sentence-transformers model from a folder or, if it is no folder, by its hub name."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # the command shows its own progress
        try:
            self._model: Any = SentenceTransformer(model, device="cpu")
        except Exception as error:
            raise ModelError(
                f"the encoder {model!r} can't be loaded ({type(error).__name__})",
                "give a sentence-transformers model name that is reachable from here, or a folder that holds one",
            ) from error
        self.name = model

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """An array [len(texts), dimension] of unit rows."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


class CachingEncoder:
    """An encoder that encodes each distinct text once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    @property
    def name(self) -> str:
        """Name of the encoder behind it."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """An array [len(texts), dimension] of unit rows."""
        missing = sorted({text for text in texts if text not in self._known})
        for text, vector in zip(missing, self._encoder.encode(missing), strict=True):
            self._known[text] = vector
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self._known[text] for text in texts])


def load(name: str | None = None) -> Encoder:
    """The shipped encoder, or the sentence-transformers model of that name or in that folder; loaded once.

    Raises ModelError if it can't be loaded, or if a file of the shipped encoder is not the one in its manifest.
    """
    return CachingEncoder(_loaded(_shipped()) if name is None else _loaded(name))


def named(name: str | None) -> str:
    """The name of the encoder that ``load`` would give, which costs little to know."""
    return onnx_model.title(onnx_model.manifest(_shipped())) if name is None else name


def location(name: str | None) -> str:
    """Where the encoder lies: a folder, or what a model hub calls it. Raises ModelError if a file of the shipped one
    is missing or changed."""
    if name is not None:
        return str(Path(name).resolve()) if Path(name).is_dir() else f"{name} on the model hub"
    onnx_model.verify(_shipped())
    return str(_shipped())


@cache
def _loaded(model: Path | str) -> Encoder:
    return OnnxEncoder(model) if isinstance(model, Path) else SentenceTransformerEncoder(model)


def _shipped() -> Path:
    return onnx_model.shipped("encoder")
