"""The search for related articles finds all that a comparison of every two would, whatever its blocks are."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import candidates, clusters, pipeline, related
from factcheck.comparators import Judge
from factcheck.config import CLUSTER_SIMILARITY
from factcheck.engines.local import LocalEngine
from factcheck.kinship import UNKNOWN
from factcheck.pipeline import Comparison
from factcheck.records import Claim, Kind, Mention, Quantity, Span
from factcheck.stash import Stash, Stated
from factcheck.testing import FakeEncoder

WORDS = ["pier", "boat", "fire", "crew", "storm", "harbour", "council", "bridge"]
SPAN = Span(0, 1)


def claim(article: str, number: int, text: str, marks: tuple[str, ...], day: date | None) -> Claim:
    value = Mention(Kind.QUANTITY, Quantity(number, number, number, "count"), SPAN, "v", f"how many {text}", focus=text)
    id = f"{article}#{number:05d}"
    return Claim(id, article, SPAN, text, text, SPAN, text, landmarks=marks, mentions=(value,), published=day)


@st.composite
def corpora(draw: st.DrawFn) -> list[list[Claim]]:
    """Articles, which need not come in the order of their ids, some of which state nothing."""
    texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
    marks = st.sets(st.sampled_from(["harwick", "novak", "ulm", "otto"])).map(lambda found: tuple(sorted(found)))
    ids = draw(st.lists(st.sampled_from(["a", "a!b", "a-b", "b", "c", "d", "e"]), unique=True, max_size=7))
    days = st.none() | st.sampled_from([date(2021, 3, 1), date(2021, 3, 9), date(2022, 9, 1)])
    drawn = [(id, draw(days), draw(st.lists(st.tuples(texts, marks), max_size=4))) for id in ids]
    return [[claim(id, n, *told, day) for n, told in enumerate(said)] for id, day, said in drawn]


def brute(corpus: list[list[Claim]], vectors: clusters.Vectors) -> tuple[Comparison, ...]:
    """What comparing every two gives."""
    told = sorted((said for said in corpus if said), key=lambda said: said[0].article)
    found = (pipeline.compare_two(ours, theirs, vectors, Judge(None)) for ours, theirs in combinations(told, 2))
    return tuple(comparison for comparison in found if comparison)


@given(corpora(), st.sampled_from([1, 2, 5, 1024]), st.sampled_from([1, 3, 8192]))
def test_it_finds_what_comparing_every_two_would(corpus: list[list[Claim]], rows: int, columns: int) -> None:
    claims = [claim for said in corpus for claim in said]
    vectors = clusters.embed(claims, FakeEncoder())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(related, "ROWS", rows)
        patch.setattr(related, "COLUMNS", columns)
        assert pipeline.compare(claims, vectors, Judge(None)) == brute(corpus, vectors)


@given(corpora(), st.sampled_from([1, 3, 1024]), st.sampled_from([0, 2, 4_000_000]), st.sampled_from([0, 1 << 30]))
def test_the_links_make_the_clusters_that_there_are(
    corpus: list[list[Claim]], block: int, links: int, memory: int
) -> None:
    claims = [claim for said in corpus for claim in said]
    vectors = clusters.embed(claims, FakeEncoder())
    with pytest.MonkeyPatch.context() as patch, Stash(memory) as stash:
        patch.setattr(related, "ROWS", block)
        patch.setattr(related, "COLUMNS", block)
        patch.setattr(candidates, "LINKS", links)
        for said in corpus:
            if said:
                stash.put(Stated.of(said[0].article, said, vectors))
        known = stash.profiles()
        found = candidates.search(known, LocalEngine())
        assert pipeline._grouped(found, known, stash) == clusters.cluster(claims, vectors)


def turned(angles: list[float]) -> np.ndarray:
    """Unit vectors in a plane."""
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_it_tells_claims_that_are_alike_also_of_one_article() -> None:
    at = np.arccos(CLUSTER_SIMILARITY)
    known = related.profiles(turned([0, at - 0.01, at + 0.01]), [2, 1], [(), ()], [UNKNOWN] * 2)
    assert candidates.search(known, LocalEngine()).links.tolist() == [[0, 1], [1, 2]]


def test_one_article_can_be_looked_up_among_all() -> None:
    vectors = turned([0, 1.5, 0.1, 3, 0.2])
    known = related.profiles(vectors, [1, 1, 1, 1, 1], [("ulm",), (), ("ulm",), (), ()], [UNKNOWN] * 5)
    couples = candidates.search(known, LocalEngine()).couples.tolist()
    assert couples == [[0, 2], [0, 4], [2, 4]]
    assert [related.of(known, article).tolist() for article in range(5)] == [[2, 4], [], [0, 4], [], [0, 2]]


def test_each_part_is_told() -> None:
    told: list[tuple[int, int]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(related, "ROWS", 2)
        known = related.profiles(turned([0.0] * 5), [1] * 5, [()] * 5, [UNKNOWN] * 5)
        candidates.search(known, LocalEngine(), lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
