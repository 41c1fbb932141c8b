"""Whether two articles have anything to do with each other, by how alike they read, what they name and when they came.

Everything here takes numbers or arrays of them, so that a search asks of all articles at once what a comparison asks of
two, and gets the same answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from factcheck.config import (
    CERTAIN_ODDS,
    CHANCE_SHARE,
    LACKING_ODDS,
    LANDMARK_ODDS,
    LEAST_ODDS,
    LONE_LANDMARK,
    LONG_LIST,
    MANY_LANDMARKS,
    MOST_DAYS,
    MOST_FOR_LONE,
    MOST_FOR_NAMELESS,
    MOST_LANDMARKS,
    RELATED_BRIEF,
    RELATED_BRIEF_LANDMARK,
    RELATED_LANDMARKS,
    RELATED_PAIRS,
    RELATED_SIMILARITY,
    STRANGE_LANDMARK,
)
from factcheck.records import Claim

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Counts = NDArray[np.int64] | int

UNKNOWN = 0
"""What stands for the day of publication where that is not known."""


def landmarks(claims: Iterable[Claim]) -> frozenset[str]:
    """The proper nouns that tell the event of these claims from others of its sort."""
    return frozenset(word for claim in claims for word in claim.landmarks)


def are_related(similarity: NDArray[np.float32], ours: frozenset[str], theirs: frozenset[str], apart: int) -> bool:
    """Whether two articles have anything to do with each other, so that it pays to look for one fact in both.

    Without it, the two quotations or the two nearest mentions of any two articles would be candidates, and what differs
    between two accidents would pass for a contradiction about one.
    """
    return bool(similarity.max() >= bar(similarity.size, len(ours & theirs), len(ours), len(theirs), apart))


def kinship(ours: frozenset[str], theirs: frozenset[str], apart: int) -> float:
    """``ClaimPair.kinship`` of two articles with these landmarks, published so many days apart."""
    shared, fewest = len(ours & theirs), min(len(ours), len(theirs))
    return max(-1.0, min(1.0, float(_odds(shared, fewest, apart)) / CERTAIN_ODDS)) if fewest else 0.0


def _odds(shared: Counts, fewest: Counts, apart: Counts) -> NDArray[np.float64]:
    """The log-odds that two articles are on one event."""
    found = LANDMARK_ODDS * np.minimum(shared, MOST_LANDMARKS) - np.log1p(np.minimum(apart, MOST_DAYS))
    return np.asarray(found - np.sqrt(fewest))


def published(claims: Sequence[Claim]) -> int:
    """The day on which the article of these claims was published, as an ordinal, or ``UNKNOWN``."""
    day = claims[0].published if claims else None
    return day.toordinal() if day else UNKNOWN


def days_apart(ours: Counts, theirs: Counts) -> NDArray[np.int64]:
    """How many days lie between two publications, 0 where one is not known."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    return np.where((ours == UNKNOWN) | (theirs == UNKNOWN), 0, np.abs(ours - theirs))


def bar(pairs: Counts, shared: Counts, ours: Counts, theirs: Counts, apart: Counts) -> NDArray[np.float64]:
    """How alike the two claims of two articles must be that are most alike, by the pairs of claims, the landmarks that
    the articles share, those of the one and of the other, and the days between their publication.

    More where there are many pairs, since among many some read alike by chance; less where they share landmarks; more
    where both have some and share none or few of many, of which some are shared by chance; and more again the farther
    apart they were published: reports on one event come within days.
    """
    fewest, most = np.minimum(ours, theirs), np.maximum(ours, theirs)
    steps = np.minimum(1.0, np.log2(pairs) / math.log2(RELATED_PAIRS))
    usual = RELATED_BRIEF + (RELATED_SIMILARITY - RELATED_BRIEF) * steps
    enough = np.asarray(RELATED_LANDMARKS)[np.clip(shared, 1, len(RELATED_LANDMARKS)) - 1]
    enough = np.minimum(usual, RELATED_BRIEF_LANDMARK + (enough - RELATED_BRIEF_LANDMARK) * steps)
    lone = np.clip(LONE_LANDMARK * (fewest - MANY_LANDMARKS), 0.0, MOST_FOR_LONE)
    is_kin = (shared > 0) & ((fewest < LONG_LIST) | (shared >= CHANCE_SHARE * fewest))
    near = np.where(is_kin, enough + np.where(shared == 1, lone, 0.0), usual + STRANGE_LANDMARK * fewest**2)
    lacking = np.maximum(0.0, LEAST_ODDS - _odds(shared, fewest, apart))
    told = np.minimum(1.0, (fewest + ((shared == 0) & (fewest > 0))) / MOST_LANDMARKS)
    nameless = np.where((fewest == 0) & (most > 0), np.minimum(MOST_FOR_NAMELESS, LACKING_ODDS * lacking), 0.0)
    return np.asarray(near + LACKING_ODDS * lacking * told * steps + nameless)
