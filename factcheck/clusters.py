"""Claims of different articles that are likely to be about the same fact, and clusters of claims about the same thing.

Cosine alone does not find them: an elliptical "about 80 million in the US" and "information on 100 million
Americans" are
less alike than hundreds of unrelated pairs. So a pair becomes a candidate for any of several reasons (``_links``),
and whether it really is about one fact is for the comparators to say.

Everything here depends on two articles at a time, so adding an article never changes what is found among the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from factcheck.config import (
    CANDIDATE_SIMILARITY,
    CLUSTER_SIMILARITY,
    NAMED_SIMILARITY,
    QUESTION_SIMILARITY,
    RELATED_SIMILARITY,
)
from factcheck.records import Claim, ClaimPair, Cluster, Kind, Match, Mention, Quantity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from factcheck.encoders import Encoder

Vectors = dict[str, "NDArray[np.float32]"]


def embed(claims: Sequence[Claim], encoder: Encoder) -> Vectors:
    """A unit vector for every text that is compared: the claims' texts and their mentions' questions."""
    mentions = [mention for claim in claims for mention in claim.mentions]
    said = {text for m in mentions for text in (m.question, m.focus, m.slot)}
    arguments = {word for claim in claims for state in claim.states for word in (state.subject, state.object) if word}
    texts = sorted({claim.text for claim in claims} | said | arguments)
    return dict(zip(texts, encoder.encode(texts), strict=True))


def likeness(vectors: Vectors) -> Callable[[str, str], float]:
    """The cosine of two texts among ``vectors``."""
    return lambda left, right: float(vectors[left] @ vectors[right])


def candidates(claims: Sequence[Claim], vectors: Vectors) -> Iterator[ClaimPair]:
    """Pairs of claims from two related articles that may be about the same fact, sorted by the claims' ids."""
    by_article: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: c.id):
        by_article[claim.article].append(claim)
    for left, right in combinations(sorted(by_article), 2):
        yield from _between(by_article[left], by_article[right], vectors)


def _between(left: Sequence[Claim], right: Sequence[Claim], vectors: Vectors) -> Iterator[ClaimPair]:
    similarity = _stack([c.text for c in left], vectors) @ _stack([c.text for c in right], vectors).T
    shared = _shared_names(left, right)
    if not _are_related(similarity, shared):
        return
    matches = _matches(left, right, vectors)
    alike = zip(*(map(int, at) for at in np.nonzero(similarity >= CANDIDATE_SIMILARITY)), strict=True)
    for i, j in sorted({*alike, *shared, *matches}):
        names, found = shared.get((i, j), ()), matches.get((i, j), ())
        if _links(float(similarity[i, j]), names, found):
            yield ClaimPair(left[i], right[j], float(similarity[i, j]), names, tuple(found))


def _are_related(similarity: NDArray[np.float32], shared: Iterable[tuple[int, int]]) -> bool:
    """Whether two articles have anything to do with each other, so that it pays to look for one fact in both: two of
    their claims read alike, or read somewhat alike and share a name.

    Without it, the two quotations or the two nearest mentions of any two articles would be candidates.
    """
    return bool(similarity.max() >= RELATED_SIMILARITY) or any(similarity[at] >= NAMED_SIMILARITY for at in shared)


def _shared_names(left: Sequence[Claim], right: Sequence[Claim]) -> dict[tuple[int, int], tuple[str, ...]]:
    """The names that two claims share, sorted, by the positions of the claims."""
    naming: dict[str, list[int]] = defaultdict(list)
    for j, claim in enumerate(right):
        for name in set(claim.names):
            naming[name].append(j)
    shared: dict[tuple[int, int], tuple[str, ...]] = defaultdict(tuple)
    for i, claim in enumerate(left):
        for name in sorted(set(claim.names)):
            for j in naming.get(name, ()):
                shared[i, j] += (name,)
    return shared


def _links(similarity: float, shared: Sequence[str], matches: Sequence[Match]) -> bool:
    """Whether two claims may be about one fact: they read alike, they ask alike, or they share names and a kind of
    value."""
    best = max((m.similarity for m in matches), default=0.0)
    return (
        similarity >= CANDIDATE_SIMILARITY
        or best >= QUESTION_SIMILARITY
        or (bool(shared) and max(best, similarity) >= NAMED_SIMILARITY)
        or any(m.mutual for m in matches)
        or any(m.left.kind is Kind.QUOTE for m in matches)
    )


def _stack(texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    return np.stack([vectors[text] for text in texts])


def _group(mention: Mention) -> tuple[str, str]:
    """Mentions of one group can answer one question: the kind, and for a quantity its unit."""
    unit = mention.value.unit if isinstance(mention.value, Quantity) else ""
    return mention.kind.value, "share" if unit in {"percent", "share"} else unit


def _matches(left: Sequence[Claim], right: Sequence[Claim], vectors: Vectors) -> dict[tuple[int, int], list[Match]]:
    """The pairs of mentions that may answer the same question, by the positions of their claims."""
    found: dict[tuple[int, int], list[Match]] = defaultdict(list)
    ours, theirs = _grouped(left), _grouped(right)
    for group in sorted(ours.keys() & theirs.keys()):
        a, b = ours[group], theirs[group]
        similarity = _stack([m.question for _, m in a], vectors) @ _stack([m.question for _, m in b], vectors).T
        focus = _stack([m.focus for _, m in a], vectors) @ _stack([m.focus for _, m in b], vectors).T
        both = np.where(_differ(a, b), -np.inf, similarity + focus)
        best_right, best_left = both.argmax(axis=1), both.argmax(axis=0)
        for x, (i, one) in enumerate(a):
            for y, (j, other) in enumerate(b):
                mutual = bool(best_right[x] == y and best_left[y] == x)
                slots = float(vectors[one.slot] @ vectors[other.slot]) if one.slot and other.slot else 0.0
                found[i, j].append(Match(one, other, float(similarity[x, y]), float(focus[x, y]), slots, mutual))
    return found


def _differ(ours: Sequence[tuple[int, Mention]], theirs: Sequence[tuple[int, Mention]]) -> NDArray[np.bool_]:
    """Which pairs count people to whom different things happen, so that neither is what the other is nearest to."""
    left, right = (np.array([_outcome(mention) for _, mention in group]) for group in (ours, theirs))
    known = (left[:, None] != "") & (right[None, :] != "")
    return np.asarray(known & (left[:, None] != right[None, :]))


def _outcome(mention: Mention) -> str:
    """What becomes of whom it counts; "" where it may be more than one thing."""
    outcome = mention.value.outcome if isinstance(mention.value, Quantity) else ""
    return "" if outcome == "hit" else outcome


def _grouped(claims: Sequence[Claim]) -> dict[tuple[str, str], list[tuple[int, Mention]]]:
    grouped: dict[tuple[str, str], list[tuple[int, Mention]]] = defaultdict(list)
    for position, claim in enumerate(claims):
        for mention in claim.mentions:
            grouped[_group(mention)].append((position, mention))
    return grouped


def cluster(claims: Sequence[Claim], vectors: Vectors) -> tuple[Cluster, ...]:
    """Clusters of at least two claims about the same thing, the same whatever the order of the articles.

    Claims at least ``CLUSTER_SIMILARITY`` alike are linked, and clusters are what the links connect (scikit-learn's
    DBSCAN); the label is the text of the claim nearest to the cluster's mean.
    """
    ordered = sorted(claims, key=lambda c: c.id)
    if len(ordered) < 2:
        return ()
    matrix = _stack([c.text for c in ordered], vectors)
    clusters = []
    for members in _components(matrix):
        centre = matrix[members].mean(axis=0)
        label = ordered[members[int(np.argmax(matrix[members] @ centre))]].text
        clusters.append(Cluster(ordered[members[0]].id, tuple(ordered[i].id for i in members), label))
    return tuple(clusters)


def _components(matrix: NDArray[np.float32]) -> Iterable[list[int]]:
    from sklearn.cluster import DBSCAN

    # min_samples=1 makes it the connected components of the graph of near neighbours, which no order changes
    labels = DBSCAN(eps=1 - CLUSTER_SIMILARITY, min_samples=1, metric="cosine").fit_predict(matrix)
    groups: dict[int, list[int]] = defaultdict(list)
    for position, label in enumerate(labels):
        groups[int(label)].append(position)
    return [members for members in groups.values() if len(members) > 1]
