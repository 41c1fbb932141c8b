"""Which articles are compared at all, and which claims make clusters: searched for exactly, or in cells if too many."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from factcheck import clusters, related
from factcheck.config import EXACT_CLAIMS
from factcheck.engines import Engine, Job
from factcheck.related import Found, Profiles

if TYPE_CHECKING:
    from factcheck.related import Pairs

LINKS = 4_000_000
"""Links between claims that are held before they are boiled down to one for each claim."""

NONE = np.zeros((0, 2), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the search found."""

    couples: Pairs
    """The articles that may be related, by their positions, sorted; each two once."""
    links: Pairs
    """Links between claims, by their rows: what they connect makes clusters."""
    notes: tuple[str, ...] = ()
    """How it was searched, where something may have been missed."""


Tell = Callable[[int, int], None]
"""Called with what is done and what there is to do."""


def search(known: Profiles, engine: Engine, tell: Tell = lambda done, total: None) -> Candidates:
    """The candidates among all articles: exactly up to ``EXACT_CLAIMS`` claims, above in cells."""
    return (exactly if len(known.vectors) <= EXACT_CLAIMS else in_cells)(known, engine, tell)


def exactly(known: Profiles, engine: Engine, tell: Tell = lambda done, total: None) -> Candidates:
    """All candidates."""
    job = Job(
        "search", partial(partial, related.search, known), known.digest
    )  # a worker is the search, given what is known
    parts = list(related.blocks(known, related.ROWS))
    return _collected(told(engine.map(job, parts), len(parts), tell), len(known.vectors))


def in_cells(known: Profiles, engine: Engine, tell: Tell = lambda done, total: None) -> Candidates:
    """The candidates that are found in cells, and in the notes what is missed."""
    from factcheck import cells

    found, note = cells.search(known, engine, tell)
    return _collected(found, len(known.vectors), (note,))


def told(parts: Iterable[Found], total: int, tell: Tell) -> Iterable[Found]:
    """The parts, each told of as it comes."""
    for done, part in enumerate(parts, 1):
        yield part
        tell(done, total)


def _collected(parts: Iterable[Found], claims: int, notes: tuple[str, ...] = ()) -> Candidates:
    couples, links, held = [NONE], [NONE], 0
    for part in parts:
        couples.append(part.articles)
        links.append(part.claims)
        held += len(part.claims)
        if held > LINKS:
            links, held = [_fewest(np.concatenate(links), claims)], 0
    return Candidates(np.unique(np.concatenate(couples), axis=0), np.concatenate(links), notes)


def _fewest(links: Pairs, claims: int) -> Pairs:
    """One link for each claim that has some, which connect the same claims."""
    groups = clusters.connected(links, claims)
    linked = np.unique(links)
    _, first = np.unique(groups[linked], return_index=True)
    head = np.zeros(int(groups.max()) + 1, dtype=np.int64)
    head[groups[linked[first]]] = linked[first]
    return np.stack([head[groups[linked]], linked], axis=1)
