"""Natural-language inference: does one statement contradict another, follow from it, or neither?

The seam is ``NliModel``. ``load()`` gives the model that the package carries, run by onnxruntime without torch;
``load(name)`` any sentence-transformers cross-encoder or a model of our own form, and ``load("none")`` no model at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from factcheck import onnx_model
from factcheck.config import NO_MODEL
from factcheck.errors import ModelError
from factcheck.onnx_model import OnnxModel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pair = tuple[str, str]

LABELS = ("contradiction", "entailment", "neutral")
"""Columns of what ``predict`` returns."""
BATCH = 32


class NliModel(Protocol):
    """Judges premise and hypothesis."""

    @property
    def name(self) -> str:
        """Name and revision, as a report states them."""
        ...

    @property
    def surest(self) -> float:
        """The highest probability that it gives to anything: where even that would make no verdict, it need not be
        asked. 1 where no more is known."""
        ...

    def predict(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """An array [len(pairs), 3] of probabilities, columns ``LABELS``; each row sums to 1."""
        ...


def load(name: str | None = None) -> NliModel | None:
    """The shipped model, the cross-encoder of that name or in that folder, loaded once, or None for ``"none"``.

    A folder may also hold what ``training.nli.export`` wrote.

    Raises ModelError if it can't be loaded, if its labels are not those of entailment, or if a file is not the one in
    the model's manifest.
    """
    if name == NO_MODEL:
        return None
    return CachingNli(_loaded(_exported(name) or name or _shipped()))


def named(name: str | None) -> str:
    """The name of the model that ``load`` would give, which costs little to know."""
    folder = _shipped() if name is None else _exported(name)
    return onnx_model.title(onnx_model.manifest(folder)) if folder else str(name)


def _exported(name: str | None) -> Path | None:
    """The folder of that name if it holds a model of the shipped one's form."""
    folder = Path(name) if name else None
    return folder if folder and (folder / onnx_model.MANIFEST).is_file() else None


def location(name: str | None) -> str:
    """Where the model lies: a folder, or what a model hub calls it. Raises ModelError if a file of the shipped model is
    missing or changed."""
    if name is not None:
        if name == NO_MODEL:
            return "nowhere"
        return str(Path(name).resolve()) if Path(name).is_dir() else f"{name} on the model hub"
    onnx_model.verify(_shipped())
    return str(_shipped())


class OnnxNli:
    """A cross-encoder from a folder as ``onnx_model`` describes it."""

    def __init__(self, folder: Path) -> None:
        self._model = OnnxModel(folder, "--nli")
        self.name = self._model.name
        config = self._model.config
        self._columns = columns(config["id2label"], str(folder))
        self._limits: tuple[int, int] = (config["max_premise"], config["max_hypothesis"])
        self._ends: tuple[int, int] = (config["cls_token_id"], config["sep_token_id"])
        self._temperature = float(config["temperature"])
        self.surest = float(config["surest"])

    @classmethod
    def shipped(cls) -> OnnxNli:
        """The model that the package carries."""
        return cls(_shipped())

    def predict(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Probabilities [len(pairs), 3]."""
        premises, hypotheses = (
            self._model.tokens([pair[side] for pair in pairs], limit) for side, limit in enumerate(self._limits)
        )
        rows = [self._row(*tokens) for tokens in zip(premises, hypotheses, strict=True)]
        return _softmax(self._model.run(rows, len(LABELS))[:, self._columns] / self._temperature)

    def _row(self, premise: list[int], hypothesis: list[int]) -> tuple[list[int], list[int]]:
        start, end = self._ends
        segments = [0] * (len(premise) + 2) + [1] * (len(hypothesis) + 1)
        return [start, *premise, end, *hypothesis, end], segments


class CrossEncoderNli:
    """A sentence-transformers cross-encoder from a folder or, if it is no folder, by its hub name."""

    surest = 1.0

    def __init__(self, model: str) -> None:
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # the command shows its own progress
        try:
            self._model: Any = CrossEncoder(model, device="cpu")
        except Exception as error:
            raise ModelError(
                f"the entailment model {model!r} can't be loaded ({type(error).__name__})",
                "give a sentence-transformers cross-encoder that is reachable from here, a folder that holds one, "
                "or --nli none",
            ) from error
        self.name = model
        self._columns = columns(self._model.config.id2label, model)

    def predict(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Probabilities [len(pairs), 3]."""
        if not pairs:
            return np.zeros((0, 3), dtype=np.float32)
        import torch

        logits = self._model.predict(
            list(pairs), batch_size=BATCH, activation_fn=torch.nn.Identity(), show_progress_bar=False
        )
        return _softmax(np.asarray(logits, dtype=np.float32)[:, self._columns])


class CachingNli:
    """A model that judges each distinct pair once."""

    def __init__(self, model: NliModel) -> None:
        self._model = model
        self._known: dict[Pair, NDArray[np.float32]] = {}

    @property
    def name(self) -> str:
        """Name of the model behind it."""
        return self._model.name

    @property
    def surest(self) -> float:
        """As the model behind it has it."""
        return self._model.surest

    def predict(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Probabilities [len(pairs), 3]."""
        missing = sorted({pair for pair in pairs if pair not in self._known})
        for pair, row in zip(missing, self._model.predict(missing), strict=True):
            self._known[pair] = row
        if not pairs:
            return np.zeros((0, 3), dtype=np.float32)
        return np.stack([self._known[pair] for pair in pairs])


def columns(names: Mapping[Any, str], model: str) -> list[int]:
    """Where each of ``LABELS`` stands in a model's output, by its own label names."""
    by_name = {str(name).lower(): int(column) for column, name in names.items()}
    if set(by_name) != set(LABELS):
        raise ModelError(
            f"{model} gives {', '.join(sorted(by_name))}, not {', '.join(LABELS)}",
            "name a model trained for natural-language inference, with its labels in its configuration",
        )
    return [by_name[label] for label in LABELS]


@cache
def _loaded(model: Path | str) -> NliModel:
    return OnnxNli(model) if isinstance(model, Path) else CrossEncoderNli(model)


def _shipped() -> Path:
    return onnx_model.shipped("nli")


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)
