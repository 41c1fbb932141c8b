"""Articles for an index: a few stories in several versions, taken apart once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pytest

from factcheck import clusters, pipeline
from factcheck.articles import Reading
from factcheck.comparators import Judge
from factcheck.config import Settings
from factcheck.records import Article, Claim
from factcheck.results import Result
from factcheck.testing import FakeEncoder

SETTINGS = Settings(nli="none")
PARAGRAPHS = (
    "The ferry Solveig carried {count} passengers when it ran aground near {town} on Monday.",
    "A tug pulled the ferry free at noon, and {hurt} people were hurt near {town}.",
    "“We will {verb} the old fleet before the winter comes,” said the mayor of {town}.",
    "The harbour of {town} was {state} on Monday.",
)
STORIES = [
    {"count": 212, "town": "Hestvik", "hurt": 3, "verb": "repair", "state": "closed"},
    {"count": 340, "town": "Hestvik", "hurt": 5, "verb": "replace", "state": "reopened"},
    {"count": 212, "town": "Hestvik", "hurt": 4, "verb": "repair", "state": "reopened"},
    {"count": 95, "town": "Torsund", "hurt": 11, "verb": "sell", "state": "closed"},
]


@dataclass(frozen=True)
class Pool:
    """Articles with their claims: of each of some ids a few versions."""

    versions: tuple[tuple[Article, ...], ...]
    claims: dict[Article, tuple[Claim, ...]]

    @property
    def articles(self) -> tuple[Article, ...]:
        """The first version of each."""
        return tuple(versions[0] for versions in self.versions)

    def check(self, articles: Iterable[Article], settings: Settings = SETTINGS) -> Result:
        """What a check of the articles at once gives, without extracting them anew."""
        reading = Reading(tuple(sorted(articles, key=lambda article: article.path)), (), ())
        stated = [claim for article in reading.articles for claim in self.claims[article]]
        vectors = clusters.embed(stated, FakeEncoder())
        compared = pipeline.compare(stated, vectors, Judge(None))
        return pipeline.conclude(reading, stated, compared, vectors, settings, "fake", "none")


@pytest.fixture(scope="session")
def pool(tell) -> Pool:
    """Five articles in three versions each; the last one is about something else."""
    versions = []
    for number in range(4):
        told = [STORIES[(number + version) % 4] for version in range(3)]
        texts = [[p.format(**story) for p in PARAGRAPHS[: 4 - version]] for version, story in enumerate(told)]
        versions.append(tuple(tell(*paragraphs, id=f"news/article-{number}.txt") for paragraphs in texts))
    other = ["The mountain pass was closed by snow.", "Forty lorries waited at the inn.", "It thawed."]
    versions.append(tuple(tell(*other[: 1 + version], id="news/weather.txt") for version in range(3)))
    flat = [article for each in versions for article in each]
    by_text = dict(zip(flat, _extracted(flat), strict=True))
    return Pool(tuple(versions), by_text)


def _extracted(articles: list[Article]) -> list[tuple[Claim, ...]]:
    return [claims for _, claims in pipeline.extract_each(articles)]


@pytest.fixture(scope="session")
def renamed():
    """An article under another id."""
    return lambda article, id: replace(article, id=id, path=id)
