"""The map: from paths to a result, top to bottom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from factcheck import articles, claims, clusters, comparators, encoders, findings, language, mentions, nli
from factcheck.articles import Reading
from factcheck.clusters import Vectors
from factcheck.comparators import Judge
from factcheck.config import Settings
from factcheck.encoders import Encoder
from factcheck.nli import NliModel
from factcheck.records import Article, Claim, Coverage, Finding, Verdict
from factcheck.results import Result

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, what is done and what there is to do."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found between two articles, of which ``left`` has the smaller id; it depends on nothing else."""

    left: str
    right: str
    pairs: int
    """Pairs of claims that the comparators saw."""
    verdicts: tuple[Verdict, ...]


def check(
    paths: Iterable[str | Path],
    *,
    settings: Settings = Settings(),  # noqa: B008 (frozen)
    encoder: Encoder | None = None,
    model: NliModel | None = None,
    progress: Progress | None = None,
) -> Result:
    """What the articles under ``paths`` agree and disagree about.

    Files that can't be read are listed in ``result.coverage.skipped``; the others are checked all the same. Raises
    ModelError if a model can't be loaded. ``encoder`` and ``model`` stand in for those that the settings name.
    """
    reading = articles.read(paths, exclude=settings.exclude, columns=settings.columns)
    return check_articles(reading, settings=settings, encoder=encoder, model=model, progress=progress)


def check_articles(
    reading: Reading,
    *,
    settings: Settings = Settings(),  # noqa: B008 (frozen)
    encoder: Encoder | None = None,
    model: NliModel | None = None,
    progress: Progress | None = None,
) -> Result:
    """The same as ``check``, of articles that were read before."""
    tell = progress or (lambda stage, done, total: None)
    reading = parseable(reading)
    encoder = encoder or encoders.load(settings.encoder)
    judge = Judge(model or nli.load(settings.nli))
    stated = extract(reading.articles, progress=progress)
    tell("comparing", 0, 3)
    vectors = clusters.embed(stated, encoder)
    tell("comparing", 1, 3)
    compared = compare(stated, vectors, judge)
    tell("comparing", 2, 3)
    result = conclude(reading, stated, compared, vectors, settings, encoder.name, judge.name)
    tell("comparing", 3, 3)
    return result


def read(paths: Iterable[str | Path], settings: Settings = Settings()) -> Reading:  # noqa: B008 (frozen)
    """The articles under ``paths``, with what can't be read or is too long to be parsed, and why."""
    return parseable(articles.read(paths, exclude=settings.exclude, columns=settings.columns))


def parseable(reading: Reading) -> Reading:
    """The reading with the articles that are too long to be parsed among what was skipped."""
    too_long = {article.id: problem for article in reading.articles if (problem := language.too_long(article))}
    return Reading(
        tuple(article for article in reading.articles if article.id not in too_long),
        tuple(sorted((*reading.skipped, *too_long.values()), key=lambda s: s.path)),
        reading.notes,
    )


def extract(read: Sequence[Article], *, progress: Progress | None = None) -> tuple[Claim, ...]:
    """The articles' claims with their mentions, article by article."""
    return tuple(claim for _, stated in extract_each(read, progress=progress) for claim in stated)


def extract_each(
    read: Sequence[Article], *, progress: Progress | None = None
) -> Iterator[tuple[Article, tuple[Claim, ...]]]:
    """Each article with its claims, as soon as they are extracted."""
    if not read:
        return  # the language model is not loaded for nothing
    report = (lambda done: progress("reading", done, len(read))) if progress else None
    for article, parsed in language.parse(read, progress=report):
        yield article, mentions.attach(article, parsed, claims.extract(article, parsed), claims.join)


def compare(stated: Iterable[Claim], vectors: Vectors, judge: Judge) -> tuple[Comparison, ...]:
    """What is found between every two articles that have candidates, sorted by their ids."""
    by_article: dict[str, list[Claim]] = defaultdict(list)
    for claim in stated:
        by_article[claim.article].append(claim)
    couples = combinations(sorted(by_article), 2)
    compared = (compare_two(by_article[left], by_article[right], vectors, judge) for left, right in couples)
    return tuple(comparison for comparison in compared if comparison)


def compare_two(ours: Sequence[Claim], theirs: Sequence[Claim], vectors: Vectors, judge: Judge) -> Comparison | None:
    """What is found between two articles, given their claims; None where no two claims are candidates."""
    pairs = tuple(clusters.candidates([*ours, *theirs], vectors))
    if not pairs:
        return None
    verdicts = comparators.compare(pairs, comparators.standard(clusters.likeness(vectors), judge), judge)
    return Comparison(pairs[0].left.article, pairs[0].right.article, len(pairs), verdicts)


def conclude(
    reading: Reading,
    stated: Sequence[Claim],
    compared: Sequence[Comparison],
    vectors: Vectors,
    settings: Settings,
    encoder: str,
    model: str,
) -> Result:
    """The result, from what was found between every two articles."""
    by_id: Mapping[str, Article] = {article.id: article for article in reading.articles}
    verdicts = tuple(verdict for comparison in compared for verdict in comparison.verdicts)
    found = findings.discrepancies(verdicts, by_id, settings.calibration)
    sure = tuple(f for f in found if f.confidence >= settings.min_confidence)
    return Result(
        articles=reading.articles,
        findings=sure,
        agreements=findings.agreements(verdicts, found, by_id),
        single_source=findings.single_source(stated, verdicts, by_id),
        clusters=clusters.cluster(stated, vectors),
        coverage=Coverage(
            articles=len(reading.articles),
            claims=len(stated),
            mentions=sum(len(claim.mentions) for claim in stated),
            pairs_possible=pairs_possible(Counter(claim.article for claim in stated).values()),
            pairs_compared=sum(comparison.pairs for comparison in compared),
            encoder=encoder,
            language_model=language.name(),
            nli=model,
            skipped=reading.skipped,
            notes=(*reading.notes, *settings.calibration.notes(), *_dropped(found, sure, settings)),
        ),
    )


def pairs_possible(sizes: Iterable[int]) -> int:
    """Pairs of claims from two articles, given how many claims each article has."""
    counts = tuple(sizes)
    return (sum(counts) ** 2 - sum(count**2 for count in counts)) // 2


def _dropped(found: Sequence[Finding], sure: Sequence[Finding], settings: Settings) -> tuple[str, ...]:
    hidden = len(found) - len(sure)
    if not hidden:
        return ()
    return (f"{hidden} possible findings below the confidence of {settings.min_confidence:g} are left out",)
