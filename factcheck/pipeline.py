"""The map: from paths to a result, top to bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from factcheck import articles, claims, clusters, comparators, encoders, findings, language, mentions
from factcheck.articles import Reading
from factcheck.config import Settings
from factcheck.encoders import Encoder
from factcheck.records import Article, Claim, Coverage, Finding
from factcheck.results import Result

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, what is done and what there is to do."""


def check(
    paths: Iterable[str | Path],
    *,
    settings: Settings = Settings(),  # noqa: B008 (frozen)
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> Result:
    """What the articles under ``paths`` agree and disagree about.

    Files that can't be read are listed in ``result.coverage.skipped``; the others are checked all the same. Raises
    ModelError if a model can't be loaded.
    """
    reading = articles.read(paths, exclude=settings.exclude, columns=settings.columns)
    return check_articles(reading, settings=settings, encoder=encoder, progress=progress)


def check_articles(
    reading: Reading,
    *,
    settings: Settings = Settings(),  # noqa: B008 (frozen)
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> Result:
    """The same as ``check``, of articles that were read before."""
    too_long = tuple(problem for article in reading.articles if (problem := language.too_long(article)))
    named = {problem.path for problem in too_long}
    read = tuple(article for article in reading.articles if article.id not in named)

    encoder = encoder or encoders.load(settings.encoder)
    stated = extract(read, progress=progress)
    tell = progress or (lambda stage, done, total: None)

    tell("comparing", 0, 3)
    vectors = clusters.embed(stated, encoder)
    tell("comparing", 1, 3)
    pairs = tuple(clusters.candidates(stated, vectors))
    tell("comparing", 2, 3)
    verdicts = tuple(comparators.compare(pairs, comparators.standard(clusters.likeness(vectors))))
    tell("comparing", 3, 3)

    by_id = {article.id: article for article in read}
    found = findings.discrepancies(verdicts, by_id)
    sure = tuple(f for f in found if f.confidence >= settings.min_confidence)
    return Result(
        articles=read,
        findings=sure,
        agreements=findings.agreements(verdicts, found, by_id),
        single_source=findings.single_source(stated, verdicts, by_id),
        clusters=clusters.cluster(stated, vectors),
        coverage=Coverage(
            articles=len(read),
            claims=len(stated),
            mentions=sum(len(claim.mentions) for claim in stated),
            pairs_possible=_possible(stated),
            pairs_compared=len(pairs),
            encoder=encoder.name,
            language_model=language.name(),
            nli="none",
            skipped=tuple(sorted((*reading.skipped, *too_long), key=lambda s: s.path)),
            notes=(*reading.notes, *_dropped(found, sure, settings)),
        ),
    )


def extract(read: Sequence[Article], *, progress: Progress | None = None) -> tuple[Claim, ...]:
    """The articles' claims with their mentions, article by article."""
    stated: list[Claim] = []
    report = (lambda done: progress("reading", done, len(read))) if progress else None
    for article, parsed in language.parse(read, progress=report):
        drafts = claims.extract(article, parsed)
        stated.extend(mentions.attach(article, parsed, drafts, claims.join))
    return tuple(stated)


def _possible(stated: Sequence[Claim]) -> int:
    sizes = Counter(claim.article for claim in stated).values()
    return (len(stated) ** 2 - sum(size**2 for size in sizes)) // 2


def _dropped(found: Sequence[Finding], sure: Sequence[Finding], settings: Settings) -> tuple[str, ...]:
    hidden = len(found) - len(sure)
    if not hidden:
        return ()
    return (f"{hidden} possible findings below the confidence of {settings.min_confidence:g} are left out",)
