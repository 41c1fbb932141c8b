"""What articles state, in memory or in files: the same either way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from factcheck import clusters, pipeline
from factcheck.errors import EngineError
from factcheck.records import Article
from factcheck.stash import Stash, Stated
from factcheck.testing import FakeEncoder


@pytest.fixture(scope="module")
def stated(tell) -> list[Stated]:
    texts = [
        "Two boats sank near Hestvik.",
        "The mayor said: “We will rebuild the pier.” It cost 40 million euros.",
    ] * 3
    articles: list[Article] = [tell(f"{text} It was day {n}.", id=f"{n}.txt") for n, text in enumerate(texts)]
    each = [(article.id, claims) for article, claims in pipeline.extract_each(articles)]
    return [Stated.of(id, claims, clusters.embed(claims, FakeEncoder())) for id, claims in each]


@pytest.mark.parametrize("limit", [0, 20_000, 1 << 30])
def test_it_gives_back_what_was_put_in(stated: list[Stated], limit: int, tmp_path: Path) -> None:
    with Stash(limit, tmp_path) as stash:
        for one in stated:
            stash.put(one)
        assert stash.is_on_disk is (limit < 1 << 30)
        assert bool(list(tmp_path.iterdir())) is stash.is_on_disk
        for one in stated:
            for found in (stash[one.article], next(s for s in stash if s.article == one.article)):
                assert found.claims == one.claims
                assert np.array_equal(found.vectors, one.vectors)
        assert list(stash.claims()) == [claim for one in stated for claim in one.claims]
        known = stash.profiles()
        assert np.array_equal(known.vectors, np.concatenate([one.matrix for one in stated]))
        rows = list(range(len(known.vectors)))
        assert [stash.claims_at(rows, known)[row] for row in rows] == list(stash.claims())
    assert list(tmp_path.iterdir()) == []


def test_of_what_lies_in_files_little_is_kept_in_memory(stated: list[Stated], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.stash.CACHED", 2)
    with Stash(0) as stash:
        for one in stated:
            stash.put(one)
        for one in stated * 2:
            assert stash[one.article].claims == one.claims
            assert len(stash._held) <= 2


def test_an_article_that_states_nothing_is_not_kept() -> None:
    with Stash() as stash:
        stash.put(Stated("a.txt", (), np.zeros((0, 256), dtype=np.float32)))
        assert stash.ids == []
        assert len(stash.profiles()) == 0


def test_a_full_disk_is_told(stated: list[Stated], monkeypatch: pytest.MonkeyPatch) -> None:
    with Stash(0) as stash:
        stash.put(stated[0])

        def full(file: object, content: bytes) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(stash._files, "_append", full)
        with pytest.raises(EngineError, match="No space left"):
            stash.put(stated[1])
