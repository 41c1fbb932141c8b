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
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

from factcheck import kinship
from factcheck.config import (
    CANDIDATE_SIMILARITY,
    CLUSTER_SIMILARITY,
    FOCUS_MARGIN,
    NAMED_SIMILARITY,
    QUESTION_SIMILARITY,
)
from factcheck.records import (
    Claim,
    ClaimPair,
    Cluster,
    Kind,
    Match,
    Mention,
    Name,
    Place,
    Quantity,
    TimeSpan,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from factcheck.encoders import Encoder

BLOCK = 1024
"""Claims of which the likeness to all others is held in memory at a time."""
TIE = 1e-6
"""Difference of two cosines below which they are one: a product of another shape rounds the last digits otherwise."""
LINKED = CLUSTER_SIMILARITY - TIE
"""Cosine of two claims from which on they are linked, whatever product gave it."""

Vectors = dict[str, "NDArray[np.float32]"]


def embed(claims: Sequence[Claim], encoder: Encoder) -> Vectors:
    """A unit vector for every text that is compared."""
    compared = texts(claims)
    return dict(zip(compared, encoder.encode(compared), strict=True))


def texts(claims: Sequence[Claim]) -> list[str]:
    """Every text that is compared, sorted: the claims' own and what their mentions and states are about."""
    mentions = [mention for claim in claims for mention in claim.mentions if is_compared(mention)]
    said = {text for m in mentions for text in (m.question, m.focus, m.slot)}
    arguments = {word for claim in claims for state in claim.states for word in state.arguments}
    return sorted({text for claim in claims for text in (claim.text, claim.stated_in)} | said | arguments)


def is_compared(mention: Mention) -> bool:
    """Whether what a mention answers is asked in other articles. A name without an office answers nothing that only one
    name can: most names are of this sort, and their questions would be a third of all text to be encoded. A number that
    is part of a name answers nothing, either."""
    if isinstance(mention.value, Quantity):
        return not mention.value.designates
    return not isinstance(mention.value, Name) or bool(mention.value.office)


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
    marks = kinship.landmarks(left), kinship.landmarks(right)
    apart = int(kinship.days_apart(kinship.published(left), kinship.published(right)))
    if not kinship.are_related(similarity, *marks, apart):
        return
    shared = _shared_names(left, right)
    groups = tuple(_alike(left, right, vectors))
    linked = _links(similarity, shared, groups)
    for at in _told_apart(left, right):
        linked[at] = False
    matches = _matches(groups, linked, vectors)
    sentences = _stack([c.stated_in for c in left], vectors) @ _stack([c.stated_in for c in right], vectors).T
    nearness, sentence_nearness = _nearness(similarity), _nearness(sentences)
    for i, j in zip(*(map(int, at) for at in np.nonzero(linked)), strict=True):
        yield ClaimPair(
            left[i], right[j], float(similarity[i, j]), shared.get((i, j), ()), tuple(matches.get((i, j), ())),
            float(nearness[i, j]), float(sentences[i, j]), float(sentence_nearness[i, j]),
            kinship.kinship(*marks, apart),
        )  # fmt: skip


def _nearness(similarity: NDArray[np.float32]) -> NDArray[np.float32]:
    """For each two, 1 if either is what is most like the other, about 0.5 if only one is the other's nearest, else 0;
    less where there was little to choose from, and nothing where there was no choice."""
    nearest_right = similarity >= similarity.max(axis=1, keepdims=True) - TIE
    nearest_left = similarity >= similarity.max(axis=0, keepdims=True) - TIE
    left, right = similarity.shape
    nearness: NDArray[np.float32] = (nearest_right * _choice(right) + nearest_left * _choice(left)) / 2
    return nearness


def _choice(count: int) -> np.float32:
    """How much it says to be the nearest of so many."""
    return np.float32(1 - 1 / count)


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


@dataclass(frozen=True, slots=True)
class _Alike:
    """The mentions of one group in two articles, with the positions of their claims, and how alike each two are."""

    kind: str
    left: list[tuple[int, Mention]]
    right: list[tuple[int, Mention]]
    questions: NDArray[np.float32]
    focuses: NDArray[np.float32]
    mutual: NDArray[np.bool_]
    """Whether each is the other's nearest."""
    echoed: NDArray[np.float32]
    echoed_nearer: NDArray[np.float32]

    @property
    def places(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The rows and columns of the two claims of each two mentions, among all pairs of claims."""
        return np.ix_([i for i, _ in self.left], [j for j, _ in self.right])  # type: ignore[return-value]


def _links(
    similarity: NDArray[np.float32], shared: Iterable[tuple[int, int]], groups: Sequence[_Alike]
) -> NDArray[np.bool_]:
    """Which claims may be about one fact: they read alike, they ask alike, they share names and are somewhat alike, or
    they have two values that are nearest to each other, or quotations."""
    best, near, named = np.zeros_like(similarity), *(np.zeros(similarity.shape, dtype=bool) for _ in range(2))
    for group in groups:
        np.maximum.at(best, group.places, np.maximum(group.questions, group.focuses - FOCUS_MARGIN))
        np.logical_or.at(near, group.places, group.mutual | (group.kind == Kind.QUOTE.value))
    for at in shared:
        named[at] = True
    alike = named & (np.maximum(best, similarity) >= NAMED_SIMILARITY)
    linked: NDArray[np.bool_] = (similarity >= CANDIDATE_SIMILARITY) | (best >= QUESTION_SIMILARITY) | alike | near
    return linked


def _told_apart(left: Sequence[Claim], right: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """The positions of claims about things of one series that their numbers tell apart: version 3 and version 4."""
    ours, theirs = _designations(left), _designations(right)
    for (i, one), (j, other) in product(ours.items(), theirs.items()):
        if any(one[sort].isdisjoint(other[sort]) for sort in one.keys() & other.keys()):
            yield i, j


def _designations(claims: Sequence[Claim]) -> dict[int, dict[str, set[float]]]:
    """The numbers by which claims name things, by the claim's position and the sort of thing."""
    found: dict[int, dict[str, set[float]]] = defaultdict(lambda: defaultdict(set))
    for position, claim in enumerate(claims):
        for mention in claim.mentions:
            if isinstance(mention.value, Quantity) and mention.value.designates:
                found[position][mention.value.counted].add(mention.value.value)
    return found


def _stack(texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    return np.stack([vectors[text] for text in texts])


def _group(mention: Mention) -> tuple[str, str]:
    """Mentions of one group can answer one question: the kind, and for a quantity its unit, for a name its office."""
    unit = mention.value.unit if isinstance(mention.value, Quantity) else ""
    if isinstance(mention.value, Name):
        return mention.kind.value, mention.value.office
    return mention.kind.value, "share" if unit in {"percent", "share"} else unit


def _alike(left: Sequence[Claim], right: Sequence[Claim], vectors: Vectors) -> Iterator[_Alike]:
    """The mentions that can answer one question, group by group."""
    ours, theirs = _grouped(left), _grouped(right)
    for kind, unit in sorted(ours.keys() & theirs.keys()):
        a, b = ours[kind, unit], theirs[kind, unit]
        questions = _stack([m.question for _, m in a], vectors) @ _stack([m.question for _, m in b], vectors).T
        focuses = _stack([m.focus for _, m in a], vectors) @ _stack([m.focus for _, m in b], vectors).T
        both = np.where(_differ(a, b), -np.inf, questions + focuses)
        best_right, best_left = both.argmax(axis=1), both.argmax(axis=0)
        mutual = (best_right[:, None] == np.arange(len(b))) & (best_left == np.arange(len(a))[:, None])
        echoed = _echoed(a, b, questions + focuses)
        yield _Alike(kind, a, b, questions, focuses, mutual & np.isfinite(both), *echoed)


def _echoed(
    ours: Sequence[tuple[int, Mention]], theirs: Sequence[tuple[int, Mention]], alike: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """For each two mentions the share of their values that the other article gives, too: anywhere, and in answer to a
    question at least as alike. Who says 40 and 60 does not contradict who says 60."""
    same = np.array([[_identity(a) == _identity(b) for _, b in theirs] for _, a in ours])
    there = np.where(same, alike, -np.inf)
    right, left = there.max(axis=1, keepdims=True), there.max(axis=0, keepdims=True)
    anywhere, nearer = np.isfinite(right) * 1.0 + np.isfinite(left), (right >= alike) * 1.0 + (left >= alike)
    return (anywhere / 2).astype(np.float32), (nearer / 2).astype(np.float32)


def _identity(mention: Mention) -> object:
    """What two mentions of one group have in common if they give the same value."""
    value = mention.value
    if isinstance(value, Quantity):
        return f"{value.value:.3g}", value.unit
    if isinstance(value, TimeSpan):
        return value.first, value.last, value.clock
    if isinstance(value, Place):
        return value.relation, value.countries if value.level == "country" else value.name.lower()
    if isinstance(value, Name):
        return value.name, value.left
    return value


def _matches(
    groups: Iterable[_Alike], linked: NDArray[np.bool_], vectors: Vectors
) -> dict[tuple[int, int], list[Match]]:
    """The pairs of mentions that may answer the same question, by the positions of their claims, of linked claims."""
    found: dict[tuple[int, int], list[Match]] = defaultdict(list)
    for group in groups:
        for x, y in zip(*(map(int, at) for at in np.nonzero(linked[group.places])), strict=True):
            (i, one), (j, other) = group.left[x], group.right[y]
            alike = float(group.questions[x, y]), float(group.focuses[x, y])
            slots = float(vectors[one.slot] @ vectors[other.slot]) if one.slot and other.slot else 0.0
            mutual, rivals = bool(group.mutual[x, y]), len(group.left) * len(group.right)
            echoed = float(group.echoed[x, y]), float(group.echoed_nearer[x, y])
            found[i, j].append(Match(one, other, *alike, slots, mutual, rivals, *echoed))
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
        for mention in filter(is_compared, claim.mentions):
            grouped[_group(mention)].append((position, mention))
    return grouped


def cluster(claims: Sequence[Claim], vectors: Vectors) -> tuple[Cluster, ...]:
    """Clusters of at least two claims about the same thing, the same whatever the order of the articles.

    Claims at least ``CLUSTER_SIMILARITY`` alike are linked, and clusters are what the links connect; the label is the
    text of the claim nearest to the cluster's mean, the first one where several are.
    """
    ordered = sorted(claims, key=lambda c: c.id)
    if len(ordered) < 2:
        return ()
    matrix = _stack([c.text for c in ordered], vectors)
    groups = components(np.concatenate(list(_near(matrix))), len(ordered))
    return tuple(described([ordered[i] for i in members], matrix[members]) for members in groups)


def described(members: Sequence[Claim], matrix: NDArray[np.float32]) -> Cluster:
    """The cluster of these claims, sorted by their ids, whose vectors are the rows of the matrix."""
    central = matrix @ matrix.mean(axis=0)
    label = members[int(np.argmax(central >= central.max() - TIE))].text  # of two, both are as near
    return Cluster(members[0].id, tuple(claim.id for claim in members), label)


def components(links: NDArray[np.int64], count: int) -> list[list[int]]:
    """What the links, an array [links, 2] of numbers below ``count``, connect: groups of two or more, each sorted, and
    by their smallest members."""
    groups: dict[int, list[int]] = defaultdict(list)
    linked = np.unique(links)
    for position, label in zip(linked, connected(links, count)[linked], strict=True):
        groups[int(label)].append(int(position))
    return [members for members in groups.values() if len(members) > 1]


def connected(links: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """For each number below ``count`` the group that the links put it in, named by its smallest member.

    Every number takes the smallest name among its neighbours and then the name of that one, until none changes: rounds
    grow with the logarithm of a chain's length. (SciPy has it, too, and takes longer to import than this.)
    """
    names, before = np.arange(count), np.zeros(0, dtype=np.int64)
    left, right = links[:, 0], links[:, 1]
    while not np.array_equal(names, before):
        before = names.copy()
        smaller = np.minimum(names[left], names[right])
        for end in (left, right):
            np.minimum.at(names, names[end], smaller)
            np.minimum.at(names, end, smaller)
        names = names[names]
    return names


def _near(matrix: NDArray[np.float32]) -> Iterator[NDArray[np.int64]]:
    """The rows that are alike, block by block."""
    for start in range(0, len(matrix), BLOCK):
        near = np.argwhere(matrix[start : start + BLOCK] @ matrix.T >= LINKED)
        yield near + np.array([start, 0])
