"""Natural-language inference: does one statement contradict another, follow from it, or neither?

The seam is ``NliModel``. ``load()`` gives the model that the package carries, run by onnxruntime without torch;
``load(name)`` any sentence-transformers cross-encoder, and ``load("none")`` no model at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from factcheck.config import NO_MODEL
from factcheck.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pair = tuple[str, str]

LABELS = ("contradiction", "entailment", "neutral")
"""Columns of what ``predict`` returns."""
BATCH = 32
FOLDER = "data/nli"
MANIFEST = "manifest.json"
NEEDED = frozenset({"config.json", "model.onnx", "tokenizer.json"})
"""Files without which a folder holds no model; the manifest must name them all."""


class NliModel(Protocol):
    """Judges premise and hypothesis."""

    @property
    def name(self) -> str:
        """Name and revision, as a report states them."""
        ...

    def predict(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """An array [len(pairs), 3] of probabilities, columns ``LABELS``; each row sums to 1."""
        ...


def load(name: str | None = None) -> NliModel | None:
    """The shipped model, the cross-encoder of that name or in that folder, or None for ``"none"``.

    Raises ModelError if it can't be loaded, if its labels are not those of entailment, or if a file of the shipped
    model is not the one in its manifest.
    """
    if name == NO_MODEL:
        return None
    return CachingNli(OnnxNli.shipped() if name is None else CrossEncoderNli(name))


def named(name: str | None) -> str:
    """The name of the model that ``load`` would give, which costs little to know."""
    return _title(_manifest(_shipped())) if name is None else name


def location(name: str | None) -> str:
    """Where the model lies: a folder, or what a model hub calls it. Raises ModelError if a file of the shipped model is
    missing or changed."""
    if name is not None:
        if name == NO_MODEL:
            return "nowhere"
        return str(Path(name).resolve()) if Path(name).is_dir() else f"{name} on the model hub"
    verified(_shipped())
    return str(_shipped())


class OnnxNli:
    """A cross-encoder from a folder with ``model.onnx``, ``tokenizer.json``, ``config.json`` and ``manifest.json``."""

    def __init__(self, folder: Path) -> None:
        self._manifest = verified(folder)
        try:
            import onnxruntime
            from tokenizers import Tokenizer

            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            options = onnxruntime.SessionOptions()
            options.log_severity_level = 3
            self._session: Any = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:
            raise ModelError(
                f"the entailment model in {folder} can't be loaded ({type(error).__name__})",
                "reinstall factcheck, or name another model with --nli",
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._columns = columns(config["id2label"], str(folder))
        self._limits: tuple[int, int] = (config["max_premise"], config["max_hypothesis"])
        self._ends: tuple[int, int] = (config["cls_token_id"], config["sep_token_id"])
        self._temperature = float(config["temperature"])

    @classmethod
    def shipped(cls) -> OnnxNli:
        """The model that the package carries."""
        return cls(_shipped())

    @property
    def name(self) -> str:
        """Name and the beginning of the weights' SHA-256."""
        return _title(self._manifest)

    def predict(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Probabilities [len(pairs), 3]."""
        encoded = [self._encode(pair) for pair in pairs]
        found = np.zeros((len(pairs), 3), dtype=np.float32)
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i][0]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            (logits,) = self._session.run(None, _padded([encoded[i] for i in rows]))
            found[rows] = _softmax(logits[:, self._columns] / self._temperature)
        return found

    def _encode(self, pair: Pair) -> tuple[list[int], list[int]]:
        first, second = (
            self._tokenizer.encode(text, add_special_tokens=False).ids[:limit]
            for text, limit in zip(pair, self._limits, strict=True)
        )
        start, end = self._ends
        return [start, *first, end, *second, end], [0] * (len(first) + 2) + [1] * (len(second) + 1)


class CrossEncoderNli:
    """A sentence-transformers cross-encoder from a folder or, if it is no folder, by its hub name."""

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


def verified(folder: Path) -> Mapping[str, Any]:
    """The manifest of a model's folder, every file in it checked. Raises ModelError if one is missing or changed."""
    manifest = _manifest(folder)
    if missing := NEEDED - manifest["files"].keys():
        raise ModelError(f"{folder / MANIFEST} does not name {', '.join(sorted(missing))}", "reinstall factcheck")
    for name, digest in manifest["files"].items():
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelError(f"{folder / name} can't be read: {error.strerror}", "reinstall factcheck") from error
        if found != digest:
            raise ModelError(f"{folder / name} is not the file that its manifest names", "reinstall factcheck")
    return manifest


def _shipped() -> Path:
    return Path(str(files("factcheck").joinpath(FOLDER)))


def _manifest(folder: Path) -> Mapping[str, Any]:
    try:
        manifest: Mapping[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        _title(manifest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"the entailment model in {folder} has no manifest: {error}", "reinstall factcheck") from error
    return manifest


def _title(manifest: Mapping[str, Any]) -> str:
    """Name and the beginning of the weights' SHA-256."""
    return f"{manifest['name']} (sha256 {manifest['files']['model.onnx'][:12]})"


def _padded(encoded: Sequence[tuple[list[int], list[int]]]) -> dict[str, NDArray[np.int64]]:
    width = max(len(ids) for ids, _ in encoded)
    ids = np.zeros((len(encoded), width), dtype=np.int64)
    mask, segments = np.zeros_like(ids), np.zeros_like(ids)
    for row, (tokens, types) in enumerate(encoded):
        ids[row, : len(tokens)], segments[row, : len(types)], mask[row, : len(tokens)] = tokens, types, 1
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": segments}


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)
