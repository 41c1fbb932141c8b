"""Models that onnxruntime runs, without torch: a folder checked against its manifest, loaded, and asked in batches.

A folder holds ``model.onnx``, ``tokenizer.json``, ``config.json`` and ``manifest.json``, which gives the model's name
and the SHA-256 of every other file. What is loaded are the very bytes that were checked.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from factcheck.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Tokens = list[int]
    Encoded = tuple[Tokens, Tokens]
    """The ids of a row's tokens, and for each the segment that it is in."""

BATCH = 8
"""Rows computed together: fewer take longer for each row, and many more, too (they are padded more, and fit the
processor's caches less)."""
TEXTS = 1024
"""Texts that are divided into tokens together: of each, several KB are held until their ids are taken."""
MANIFEST = "manifest.json"
NEEDED = frozenset({"config.json", "model.onnx", "tokenizer.json"})
"""Files without which a folder holds no model; the manifest must name them all."""
REMEDY = "reinstall factcheck"


class OnnxModel:
    """A loaded model: its name and configuration, the tokens of a text, and what the model gives for rows of tokens.

    Raises ModelError if a file is missing or changed, or if the model can't be loaded; ``option`` names another one.
    """

    def __init__(self, folder: Path, option: str) -> None:
        found = manifest(folder)
        self.name = title(found)
        contents = dict(_checked(folder, found))
        try:
            import onnxruntime
            from tokenizers import Tokenizer

            self.config: Mapping[str, Any] = json.loads(contents["config.json"])
            self._tokenizer: Any = Tokenizer.from_buffer(contents["tokenizer.json"])
            self._session: Any = onnxruntime.InferenceSession(
                contents["model.onnx"], _options(onnxruntime), providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise ModelError(
                f"the model in {folder} can't be loaded ({type(error).__name__})",
                f"{REMEDY}, or name another model with {option}",
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._threads = ThreadPoolExecutor(_threads(), thread_name_prefix=found["name"])

    def tokens(self, texts: Sequence[str], limit: int) -> list[Tokens]:
        """The ids of each text's tokens, without special ones, cut after ``limit``."""
        parts = (texts[start : start + TEXTS] for start in range(0, len(texts), TEXTS))
        encodings = (self._tokenizer.encode_batch_fast(part, add_special_tokens=False) for part in parts)
        return [found.ids[:limit] for some in encodings for found in some]

    def run(self, rows: Sequence[Encoded], width: int) -> NDArray[np.float32]:
        """What the model gives for each row, an array [len(rows), width].

        Rows of about the same length are computed together, and none is moved by the others. Each thread computes
        batches of its own, the longest first, so that all end at about the same time.
        """
        found = np.zeros((len(rows), width), dtype=np.float32)
        order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]), reverse=True)
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        computed = self._threads.map(lambda batch: self._compute([rows[i] for i in batch]), batches)
        for batch, given in zip(batches, computed, strict=True):
            found[batch] = given
        return found

    def _compute(self, rows: Sequence[Encoded]) -> NDArray[np.float32]:
        (given,) = self._session.run(None, _padded(rows))
        return np.asarray(given)


def shipped(use: str) -> Path:
    """The folder of the model that the package carries for ``use``."""
    return Path(str(files("factcheck").joinpath("data", use)))


def manifest(folder: Path) -> Mapping[str, Any]:
    """The manifest of a model's folder; nothing that it names is checked. Raises ModelError if it is none."""
    try:
        found: Mapping[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        title(found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"the model in {folder} has no manifest: {error}", REMEDY) from error
    return found


def title(manifest: Mapping[str, Any]) -> str:
    """Name and the beginning of the weights' SHA-256."""
    return f"{manifest['name']} (sha256 {manifest['files']['model.onnx'][:12]})"


def verify(folder: Path) -> None:
    """Raises ModelError if a file of the model is missing or changed."""
    for _ in _checked(folder, manifest(folder)):
        pass


def _checked(folder: Path, manifest: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The files that the manifest names, with what they hold."""
    if missing := NEEDED - manifest["files"].keys():
        raise ModelError(f"{folder / MANIFEST} does not name {', '.join(sorted(missing))}", REMEDY)
    for name, digest in manifest["files"].items():
        try:
            content = (folder / name).read_bytes()
        except OSError as error:
            raise ModelError(f"{folder / name} can't be read: {error.strerror}", REMEDY) from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise ModelError(f"{folder / name} is not the file that its manifest names", REMEDY)
        yield name, content


def _options(onnxruntime: Any) -> Any:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1  # several that share one small batch wait for each other half of the time
    return options


def _threads() -> int:
    """As many as the user asks for, or else one for each core that this process may use. A result does not depend on
    it."""
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    if wanted.isdigit() and int(wanted) > 0:
        return int(wanted)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _padded(rows: Sequence[Encoded]) -> dict[str, NDArray[np.int64]]:
    width = max(len(ids) for ids, _ in rows)
    ids = np.zeros((len(rows), width), dtype=np.int64)
    mask, segments = np.zeros_like(ids), np.zeros_like(ids)
    for row, (tokens, types) in enumerate(rows):
        ids[row, : len(tokens)], segments[row, : len(types)], mask[row, : len(tokens)] = tokens, types, 1
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": segments}
