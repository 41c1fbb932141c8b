"""The map: from paths to a result, top to bottom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from factcheck import (
    articles,
    batches,
    candidates,
    claims,
    clusters,
    comparators,
    encoders,
    findings,
    kinship,
    language,
    mentions,
    nli,
    related,
)  # fmt: skip
from factcheck.articles import Reading
from factcheck.batches import Couples
from factcheck.candidates import Candidates
from factcheck.clusters import Vectors
from factcheck.comparators import Judge
from factcheck.config import Settings
from factcheck.encoders import Encoder
from factcheck.engines import Engine, Job
from factcheck.engines.local import LocalEngine
from factcheck.nli import NliModel
from factcheck.records import Article, Claim, Cluster, Coverage, Verdict
from factcheck.related import Profiles
from factcheck.results import Result
from factcheck.stash import Stash, Stated

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
    engine: Engine | None = None,
    folder: Path | None = None,
) -> Result:
    """What the articles under ``paths`` agree and disagree about.

    Files that can't be read are listed in ``result.coverage.skipped``; the others are checked all the same. Raises
    ModelError if a model can't be loaded. ``encoder`` and ``model`` stand in for those that the settings name. The work
    is done by ``engine``, or else in this process; what is too much for memory lies in a folder below ``folder`` for as
    long as the check runs, or else where the system keeps temporary files.
    """
    reading = articles.read(paths, exclude=settings.exclude, columns=settings.columns)
    return check_articles(
        reading, settings=settings, encoder=encoder, model=model, progress=progress, engine=engine, folder=folder
    )


def check_articles(
    reading: Reading,
    *,
    settings: Settings = Settings(),  # noqa: B008 (frozen)
    encoder: Encoder | None = None,
    model: NliModel | None = None,
    progress: Progress | None = None,
    engine: Engine | None = None,
    folder: Path | None = None,
) -> Result:
    """The same as ``check``, of articles that were read before."""
    tell = progress or (lambda stage, done, total: None)
    reading = parseable(reading)
    engine, models = engine or LocalEngine(), Models(settings, encoder, model)
    names = models.load(parsing=bool(reading.articles))  # what can't be loaded is told before the work
    with Stash(folder=folder) as stash:
        for done, stated in _taken_apart(reading.articles, models, engine):
            for one in stated:
                stash.put(one)
            tell("reading", done, len(reading.articles))
        known = stash.profiles()
        found = candidates.search(known, engine, partial(tell, "searching"))
        compared: list[Comparison] = []
        for done, total, some in _compared(found, stash, models, engine):
            compared += some
            tell("comparing", done, total)
        grouped = _grouped(found, known, stash)
        return _result(reading, stash.claims, compared, grouped, settings, names, found.notes)


@dataclass(frozen=True, slots=True)
class Models:
    """The models of a check, for workers to load: those of the settings, or what stands in for them."""

    settings: Settings
    encoder: Encoder | None = None
    model: NliModel | None = None

    def load_encoder(self) -> Encoder:
        """The encoder, which has encoded nothing yet: so what it gives depends on nothing else."""
        return self.encoder or encoders.load(self.settings.encoder)

    def load_judge(self) -> Judge:
        """The entailment model, which has judged nothing yet."""
        return Judge(self.model or nli.load(self.settings.nli))

    def load(self, *, parsing: bool) -> tuple[str, str]:
        """What the encoder and the entailment model are called, once they are loaded, and what parses as well if it is
        needed. Raises ModelError if something can't be.

        The two are read and laid out by another thread while this one imports what parses, which takes as long.
        """
        with ThreadPoolExecutor(1, thread_name_prefix="load") as aside:
            encoder, judge = aside.submit(self.load_encoder), aside.submit(self.load_judge)
            if parsing:
                language.load()
        return encoder.result().name, judge.result().name


class TakesApart:
    """A worker that makes claims and vectors of articles."""

    def __init__(self, models: Models) -> None:
        self._models = models

    def __call__(self, read: Sequence[Article]) -> tuple[Stated, ...]:
        """What each article states, in their order; none of an article that states nothing.

        While one article's texts are encoded, which leaves the interpreter free, the next one is parsed.
        """
        encoder = self._models.load_encoder()
        aside = ThreadPoolExecutor(1, thread_name_prefix="encode")
        try:
            taken_apart = [
                (article.id, said, aside.submit(clusters.embed, said, encoder)) for article, said in extract_each(read)
            ]
            return tuple(Stated.of(id, said, vectors.result()) for id, said, vectors in taken_apart if said)
        finally:
            aside.shutdown(cancel_futures=True)  # who interrupts it waits for one article at the most


class Compares:
    """A worker that compares articles."""

    def __init__(self, models: Models) -> None:
        self._models = models

    def __call__(self, couples: Couples) -> tuple[Comparison, ...]:
        """What is found between each two that have candidates, in their order."""
        stated = {one.article: (one.claims, one.by_text()) for one in couples.stated}
        return compare_each(
            ((stated[left][0], stated[right][0], stated[left][1] | stated[right][1]) for left, right in couples.pairs),
            self._models.load_judge(),
        )


def read(paths: Iterable[str | Path], settings: Settings = Settings()) -> Reading:  # noqa: B008 (frozen)
    """The articles under ``paths``, with what can't be read or is too long to be parsed, and why."""
    return parseable(articles.read(paths, exclude=settings.exclude, columns=settings.columns))


def parseable(reading: Reading) -> Reading:
    """The reading with the articles that can't be parsed, being too long or not English, among what was skipped."""
    refused = {article.id: problem for article in reading.articles if (problem := language.unparseable(article))}
    return Reading(
        tuple(article for article in reading.articles if article.id not in refused),
        tuple(sorted((*reading.skipped, *refused.values()), key=lambda s: s.path)),
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
    by_article = dict(sorted(_by_article(stated).items()))
    rows = [vectors[claim.text] for said in by_article.values() for claim in said]
    marks = [kinship.landmarks(said) for said in by_article.values()]
    days = [kinship.published(said) for said in by_article.values()]
    matrix = np.stack(rows) if rows else np.zeros((0, 0), dtype=np.float32)
    known = related.profiles(matrix, [*map(len, by_article.values())], marks, days)
    found = candidates.search(known, LocalEngine())
    ids = tuple(by_article)
    return compare_each(((by_article[ids[a]], by_article[ids[b]], vectors) for a, b in found.couples), judge)


def compare_two(ours: Sequence[Claim], theirs: Sequence[Claim], vectors: Vectors, judge: Judge) -> Comparison | None:
    """What is found between two articles, given their claims; None where no two claims are candidates."""
    return next(iter(compare_each([(ours, theirs, vectors)], judge)), None)


def compare_each(
    couples: Iterable[tuple[Sequence[Claim], Sequence[Claim], Vectors]], judge: Judge
) -> tuple[Comparison, ...]:
    """What is found between each two articles that have candidates; of all, the entailment model is asked at once."""
    drafts = [
        (pairs, comparators.standard(clusters.likeness(vectors), judge))
        for ours, theirs, vectors in couples
        if (pairs := tuple(clusters.candidates([*ours, *theirs], vectors)))
    ]
    comparators.ask(drafts, judge)
    return tuple(
        Comparison(pairs[0].left.article, pairs[0].right.article, len(pairs), comparators.verdicts(pairs, standard))
        for pairs, standard in drafts
    )


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
    return _result(reading, lambda: stated, compared, clusters.cluster(stated, vectors), settings, (encoder, model))


def pairs_possible(sizes: Iterable[int]) -> int:
    """Pairs of claims from two articles, given how many claims each article has."""
    counts = tuple(sizes)
    return (sum(counts) ** 2 - sum(count**2 for count in counts)) // 2


def _taken_apart(read: Sequence[Article], models: Models, engine: Engine) -> Iterator[tuple[int, tuple[Stated, ...]]]:
    """What the articles of each batch state, and how many articles are done with it."""
    parts, done = tuple(batches.of_articles(read)), 0
    for part, stated in zip(parts, engine.map(Job("take apart", partial(TakesApart, models)), parts), strict=True):
        done += len(part)
        yield done, stated


def _compared(
    found: Candidates, stash: Stash, models: Models, engine: Engine
) -> Iterator[tuple[int, int, tuple[Comparison, ...]]]:
    """What is found in each batch of pairs, how many pairs are done with it, and how many there are."""
    couples = sorted((min(ends), max(ends)) for ends in ((stash.ids[a], stash.ids[b]) for a, b in found.couples))
    parts, done = tuple(batches.of_couples(couples)), 0
    given = (Couples.of(part, stash) for part in parts)
    for part, compared in zip(parts, engine.map(Job("compare", partial(Compares, models)), given), strict=True):
        done += len(part)
        yield done, len(couples), compared


def _grouped(found: Candidates, known: Profiles, stash: Stash) -> tuple[Cluster, ...]:
    """The clusters that the links make, sorted by their ids."""
    groups = clusters.components(found.links, len(known.vectors))
    claims = stash.claims_at([row for rows in groups for row in rows], known)
    by_id = [sorted(rows, key=lambda row: claims[row].id) for rows in groups]
    described = (clusters.described([claims[row] for row in rows], known.vectors[rows]) for rows in by_id)
    return tuple(sorted(described, key=lambda cluster: cluster.id))


def _result(
    reading: Reading,
    stated: Callable[[], Iterable[Claim]],
    compared: Sequence[Comparison],
    grouped: tuple[Cluster, ...],
    settings: Settings,
    models: tuple[str, str],
    notes: tuple[str, ...] = (),
) -> Result:
    by_id: Mapping[str, Article] = {article.id: article for article in reading.articles}
    verdicts = tuple(verdict for comparison in compared for verdict in comparison.verdicts)
    found = findings.discrepancies(verdicts, by_id, settings.calibration)
    sizes, mentioned = _sizes(stated())
    everything = Result(
        articles=reading.articles,
        findings=tuple(found),
        agreements=findings.agreements(verdicts, found, by_id),
        single_source=findings.single_source(stated(), verdicts, by_id),
        clusters=grouped,
        coverage=Coverage(
            articles=len(reading.articles),
            claims=sum(sizes),
            mentions=mentioned,
            pairs_possible=pairs_possible(sizes),
            pairs_compared=sum(comparison.pairs for comparison in compared),
            encoder=models[0],
            language_model=language.name(),
            nli=models[1],
            skipped=reading.skipped,
            notes=(*reading.notes, *notes, *settings.calibration.notes()),
        ),
    )
    return everything.at_least(settings.min_confidence)


def _sizes(stated: Iterable[Claim]) -> tuple[tuple[int, ...], int]:
    """How many claims each article has, and how many mentions there are."""
    sizes: Counter[str] = Counter()
    mentioned = 0
    for claim in stated:
        sizes[claim.article] += 1
        mentioned += len(claim.mentions)
    return tuple(sizes.values()), mentioned


def _by_article(stated: Iterable[Claim]) -> dict[str, list[Claim]]:
    by_article: dict[str, list[Claim]] = defaultdict(list)
    for claim in stated:
        by_article[claim.article].append(claim)
    return by_article
