"""The search in cells: all of them probed it misses nothing, and of fewer it says what it misses."""

from __future__ import annotations

import re

import numpy as np
import pytest

from factcheck import candidates, cells, related
from factcheck.candidates import Candidates
from factcheck.clusters import components
from factcheck.engines.local import LocalEngine
from factcheck.kinship import UNKNOWN
from factcheck.related import Profiles

MARKS = ("ulm", "otto", "novak", "harwick", "pisa")


def corpus(articles: int, topics: int, seed: int = 0) -> Profiles:
    """Articles of some claims each, which are near the centres of topics, and name a few landmarks."""
    random = np.random.default_rng(seed)
    centres = random.standard_normal((topics, 24))
    sizes = random.integers(1, 6, articles)
    vectors = centres[random.integers(0, topics, sizes.sum())] + 0.8 * random.standard_normal((sizes.sum(), 24))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    marks = [random.choice(MARKS, random.integers(0, 4), replace=False).tolist() for _ in range(articles)]
    days = random.choice([UNKNOWN, 738_000, 738_010, 738_300], articles).tolist()
    return related.profiles(vectors.astype(np.float32), sizes.tolist(), marks, days)


def searched(known: Profiles, monkeypatch: pytest.MonkeyPatch, exact: bool) -> Candidates:
    monkeypatch.setattr(candidates, "EXACT_CLAIMS", len(known.vectors) - (not exact))
    return candidates.search(known, LocalEngine())


def recall(note: str) -> float:
    return float(re.search(r"measured recall ([\d.]+)", note)[1])  # type: ignore[index]


@pytest.mark.parametrize("seed", range(3))
def test_with_all_cells_probed_it_is_the_exact_search(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    known = corpus(60, 9, seed)
    monkeypatch.setattr(cells, "BLOCK", 7)
    exact, found = (searched(known, monkeypatch, exact) for exact in (True, False))
    assert len(exact.couples) > 20
    assert found.couples.tolist() == exact.couples.tolist()
    assert components(found.links, len(known.vectors)) == components(exact.links, len(known.vectors))
    assert exact.notes == ()
    assert recall(found.notes[0]) == 1


def test_with_few_probed_it_says_what_it_misses(monkeypatch: pytest.MonkeyPatch) -> None:
    known = corpus(150, 40)
    monkeypatch.setattr(cells, "PROBES", 1)
    monkeypatch.setattr(cells, "SHARED_LANDMARKS", 9)
    exact = {tuple(couple) for couple in searched(known, monkeypatch, True).couples.tolist()}
    monkeypatch.setattr(cells, "RECALL_SAMPLE", 150)
    partial = searched(known, monkeypatch, False)
    monkeypatch.setattr(cells, "RECALL_SAMPLE", 10**6)
    whole = searched(known, monkeypatch, False)
    found = {tuple(couple) for couple in partial.couples.tolist()}
    assert found < exact
    assert {tuple(couple) for couple in whole.couples.tolist()} == exact  # what the sample shows counts too
    assert 0.3 < recall(whole.notes[0]) < 1
    assert abs(recall(partial.notes[0]) - recall(whole.notes[0])) < 0.25
    assert "cells, 1 probed for each claim" in whole.notes[0]


def test_articles_that_share_landmarks_are_found_whatever_their_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "PROBES", 1)
    monkeypatch.setattr(cells, "RECALL_SAMPLE", 1)
    angles = np.repeat([0.0, np.arccos(0.42)], 20)  # enough with three landmarks, not with one
    vectors = np.repeat(np.stack([np.cos(angles), np.sin(angles)], axis=1), 32, axis=0).astype(np.float32)
    marks = [(f"here {i}", "ulm", "otto", "pisa") if i in (0, 39) else (f"there {i}", "ulm") for i in range(40)]
    known = related.profiles(vectors, [32] * 40, marks, [UNKNOWN] * 40)  # brief articles need less
    couples = searched(known, monkeypatch, False).couples.tolist()
    assert [couple for couple in couples if couple[0] < 20 <= couple[1]] == [[0, 39]]


def test_the_same_articles_give_the_same_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    known = corpus(80, 20)
    monkeypatch.setattr(cells, "PROBES", 2)
    first, again = (searched(known, monkeypatch, False) for _ in range(2))
    assert first.couples.tolist() == again.couples.tolist()
    assert first.notes == again.notes
