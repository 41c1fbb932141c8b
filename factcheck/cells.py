"""Related pairs of articles among very many: claims are searched for only in the cells around them.

k-means puts each claim into a cell. A claim is compared with those of the cells that lie nearest to it; two articles
whose alike claims lie further apart are missed. Articles that share landmarks are few, and need be less alike, so these
are all compared whatever their cells. A sample of articles is searched for among all, which tells what share of their
related articles the cells have found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from factcheck import related
from factcheck.clusters import LINKED
from factcheck.config import (
    CELLS,
    PROBES,
    RECALL_SAMPLE,
    SHARED_LANDMARKS,
)
from factcheck.engines import Engine, Job
from factcheck.kinship import bar, days_apart
from factcheck.related import ROUNDING, Found, Profiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from factcheck.related import Pairs

SEED = 0
TRAINING = 30
"""Claims for each cell that k-means sees."""
BLOCK = 4096
"""Claims that are compared with the centres, or with the claims of a cell, at once."""
TOGETHER = 16
"""Cells that are searched as one piece of work."""

NONE = np.zeros((0, 2), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Cells:
    """Which claims lie in each cell, and which look into it; both one cell after the other."""

    members: NDArray[np.int64]
    member_starts: NDArray[np.int64]
    visitors: NDArray[np.int64]
    visitor_starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.member_starts) - 1


def search(
    known: Profiles, engine: Engine, tell: Callable[[int, int], None] = lambda done, total: None
) -> tuple[list[Found], str]:
    """What may be related, and a sentence on how it was searched, with the measured recall."""
    cells = divided(known, engine)
    sharing = list(related.blocks(known, related.ROWS))
    groups = [tuple(range(first, min(first + TOGETHER, len(cells)))) for first in range(0, len(cells), TOGETHER)]
    total = len(sharing) + len(groups)
    found = []
    named = engine.map(Job("search landmarks", partial(partial, among_sharing, known), known.digest), sharing)
    for parts in (
        named,
        engine.map(Job("search cells", partial(partial, among_cells, known, cells), known.digest), groups),
    ):
        for part in parts:
            found.append(part)
            tell(len(found), total)
    sampled = among_sample(known)
    couples = np.concatenate([NONE, *(part.articles for part in found)])
    return [*found, Found(sampled, NONE)], _told(len(cells), sampled, couples, len(known))


def divided(known: Profiles, engine: Engine) -> Cells:
    """The claims in cells, as many as ``CELLS`` says, each looking into the ``PROBES`` nearest ones."""
    count = min(len(known.vectors), max(1, round(CELLS * len(known.vectors) ** 0.5)))
    centres = _centres(known.vectors, count)
    starts = range(0, len(known.vectors), BLOCK)
    job = Job("divide", partial(partial, nearest, known.vectors, centres))
    near = np.concatenate(list(engine.map(job, starts)))
    return Cells(*_sorted(near[:, :1], count), *_sorted(near, count))


def nearest(vectors: NDArray[np.float32], centres: NDArray[np.float32], start: int) -> NDArray[np.int64]:
    """For each claim of a block the cells that it looks into, its own first."""
    alike = vectors[start : start + BLOCK] @ centres.T
    probes = min(PROBES, len(centres))
    near = np.argpartition(-alike, probes - 1, axis=1)[:, :probes]
    order = np.argsort(-np.take_along_axis(alike, near, axis=1), axis=1, kind="stable")
    return np.take_along_axis(near, order, axis=1)


def among_cells(known: Profiles, cells: Cells, numbers: tuple[int, ...]) -> Found:
    """What may be related by claims of these cells and those that look into them, among articles that share few
    landmarks."""
    owners, marks = known.owners, known.landmarks()
    couples, links = [NONE], [NONE]
    for number in numbers:
        members = cells.members[cells.member_starts[number] : cells.member_starts[number + 1]]
        visitors = cells.visitors[cells.visitor_starts[number] : cells.visitor_starts[number + 1]]
        for start in range(0, len(visitors), BLOCK):
            rows = visitors[start : start + BLOCK]
            alike = known.vectors[rows] @ known.vectors[members].T
            couples.append(_couples(known, marks, alike, owners[rows], owners[members]))
            near_rows, near_columns = np.nonzero(alike >= LINKED)
            links.append(_ordered(rows[near_rows], members[near_columns]))
    return Found(np.unique(np.concatenate(couples), axis=0), np.unique(np.concatenate(links), axis=0))


def among_sharing(known: Profiles, rows: tuple[int, int]) -> Found:
    """What may be related among the articles of a range and those after each of them that share enough landmarks for
    all their claims to be compared."""
    marks = known.landmarks()
    shared = (marks[slice(*rows)] @ marks.T).tocoo()
    several = (shared.data >= SHARED_LANDMARKS) & (shared.row + rows[0] < shared.col)
    left, right, count = shared.row[several] + rows[0], shared.col[several], shared.data[several]
    best = np.array([_best(known, a, b) for a, b in zip(left, right, strict=True)], dtype=np.float32)
    return Found(np.stack([left, right], axis=1)[best >= _bars(known, left, right, count)].astype(np.int64), NONE)


def among_sample(known: Profiles) -> Pairs:
    """The articles that a sample of articles may be related to, searched for among all."""
    wanted = min(len(known), max(1, round(RECALL_SAMPLE * len(known) / len(known.vectors))))
    sample = np.random.default_rng(SEED).choice(len(known), wanted, replace=False)
    return np.unique(
        np.concatenate([NONE, *(_ordered(np.array(article), related.of(known, article)) for article in sample)]), axis=0
    )


def _told(cells: int, sampled: Pairs, found: Pairs, articles: int) -> str:
    pairs = f"{len(sampled):,} pairs of articles"
    missed = len(set(_keys(sampled, articles)) - set(_keys(found, articles)))
    recall = f"measured recall {1 - missed / len(sampled):.4f}, of {pairs}" if len(sampled) else "no pair to measure by"
    return f"candidates were searched for in {cells} cells, {min(PROBES, cells)} probed for each claim; {recall}"


def _keys(pairs: Pairs, articles: int) -> list[int]:
    keys: list[int] = (pairs[:, 0] * articles + pairs[:, 1]).tolist()
    return keys


def _centres(vectors: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Centres of k-means, as unit vectors; the same ones every time."""
    from sklearn.cluster import MiniBatchKMeans

    wanted = min(len(vectors), TRAINING * count)
    rows = np.sort(np.random.default_rng(SEED).choice(len(vectors), wanted, replace=False))
    model = MiniBatchKMeans(count, random_state=SEED, batch_size=BLOCK, n_init=1, max_iter=20).fit(vectors[rows])
    lengths = np.linalg.norm(model.cluster_centers_, axis=1, keepdims=True)
    return np.asarray(model.cluster_centers_ / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def _sorted(near: NDArray[np.int64], count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The claims cell by cell, and where each cell begins, given the cells of each claim."""
    cells = near.ravel()
    order = np.argsort(cells, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(cells, minlength=count))])
    return order // near.shape[1], starts


def _couples(
    known: Profiles, marks: Any, alike: NDArray[np.float32], ours: NDArray[np.int64], theirs: NDArray[np.int64]
) -> Pairs:
    """The articles of claims that are alike enough, among those that share so few landmarks that cells matter."""
    few = SHARED_LANDMARKS - 1
    enough = bar(np.multiply.outer(known.sizes[ours], known.sizes[theirs]), few, 0, 0, 0) - ROUNDING
    rows, columns = np.nonzero((alike >= enough) & (ours[:, None] != theirs))
    ends = np.sort(np.stack([ours[rows], theirs[columns]], axis=1), axis=1)
    couples, which = np.unique(ends[:, 0] * len(known) + ends[:, 1], return_inverse=True)
    best = np.full(len(couples), -1, dtype=np.float32)
    np.maximum.at(best, which, alike[rows, columns])
    left, right = np.divmod(couples, len(known))
    shared = np.asarray((marks[left] * marks[right]).sum(axis=1)).ravel() if len(left) else np.zeros(0, dtype=np.int64)
    related = best >= _bars(known, left, right, shared)
    return np.stack([left, right], axis=1)[related]


def _bars(
    known: Profiles, left: NDArray[np.int64], right: NDArray[np.int64], shared: NDArray[np.int64]
) -> NDArray[np.float64]:
    """How alike each two of these articles must be, as low as the search reaches."""
    sizes, named, days = known.sizes, known.named, known.days
    apart = days_apart(days[left], days[right])
    return bar(sizes[left] * sizes[right], shared, named[left], named[right], apart) - ROUNDING


def _best(known: Profiles, left: int, right: int) -> float:
    ours, theirs = (known.vectors[known.starts[at] : known.starts[at + 1]] for at in (left, right))
    return float((ours @ theirs.T).max())


def _ordered(left: NDArray[np.int64], right: NDArray[np.int64]) -> Pairs:
    pairs = np.sort(np.stack(np.broadcast_arrays(left, right), axis=1), axis=1)
    return pairs[pairs[:, 0] < pairs[:, 1]]
