"""The figures on growth: that copies are what they are said to be, and that both searches are measured."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import growth, scale
from factcheck import related
from factcheck.kinship import UNKNOWN
from factcheck.related import Profiles


@pytest.fixture
def known() -> Profiles:
    vectors = np.random.default_rng(0).standard_normal((50, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return related.profiles(vectors, [5] * 10, [("ulm", f"town {n}") for n in range(10)], [UNKNOWN] * 10)


def test_copies_are_as_like_as_a_retelling_and_name_others(known: Profiles) -> None:
    grown = growth.grown(known, 140)
    assert (len(grown), len(grown.vectors)) == (28, 140)
    likeness = (grown.vectors[50:100] * known.vectors).sum(axis=1)
    assert likeness == pytest.approx(scale.LIKENESS, abs=1e-4)
    shared = (grown.landmarks() @ grown.landmarks().T).toarray()
    assert (shared[0, 1], shared[0, 10], shared[10, 11]) == (1, 0, 1)


@pytest.mark.parametrize(("claims", "articles"), [(50, 10), (23, 4), (5, 1)])
def test_fewer_claims_are_those_of_the_first_articles(known: Profiles, claims: int, articles: int) -> None:
    grown = growth.grown(known, claims)
    assert len(grown) == articles
    assert np.array_equal(grown.vectors, known.vectors[: 5 * articles])


def test_both_searches_are_run_by_themselves(known: Profiles, tmp_path: Path) -> None:
    file = tmp_path / "profiles.npz"
    growth.save(file, known)
    found = growth.both(file, 0, tmp_path)
    assert json.loads(json.dumps(found)) == found
    assert found["recall"] == 1
    assert found["exact"]["claims"] == found["cells"]["claims"] == 50
    assert "measured recall" in found["cells"]["notes"][0]
    assert found["exact"]["notes"] == []
