"""An index: articles that were taken apart and compared once, so that a further one is compared only with its kin.

What is kept of two articles depends on these two alone (``pipeline.compare_two``), and the findings on what is kept of
all; so it makes no difference in which order articles come, whether one is replaced or removed, and what else is there.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations
from pathlib import PurePath
from types import TracebackType
from typing import TYPE_CHECKING

from factcheck import clusters, encoders, findings, language, nli, pipeline
from factcheck.articles import Reading
from factcheck.comparators import Judge
from factcheck.config import JOIN_SCORE, Settings
from factcheck.encoders import Encoder
from factcheck.errors import StoreError, UsageError
from factcheck.facts import Node
from factcheck.locations import Location
from factcheck.pipeline import Comparison
from factcheck.records import Article, Claim, Coverage, Finding, Skipped
from factcheck.results import Result
from factcheck.store import gathered, kept, linked, schema, tables, verification, versions
from factcheck.store.database import Database, Search
from factcheck.store.linked import Linked
from factcheck.store.tables import Entry, Stated
from factcheck.store.vectors import StoredEncoder

if TYPE_CHECKING:
    from factcheck.pipeline import Progress

CACHED = 1024
"""Stored articles whose claims and vectors are kept in memory, about 300 KB each."""

MODELS = frozenset({"encoder", "nli"})
"""What may be outdated where no model is asked."""
ANYTHING = frozenset({"encoder", "nli", "extraction", "comparison"})


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of the articles that were to be added, by their ids."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Info:
    """What an index holds, and what it was made with."""

    articles: int
    claims: int
    mentions: int
    vectors: int
    comparisons: int
    """Pairs of articles that have candidates."""
    findings: int
    """Of at least ``JOIN_SCORE`` confidence."""
    bytes: int
    """Of the file and the write-ahead log, or of the tables on the server."""
    made_with: Mapping[str, str]
    """The encoder and the versions of extraction and comparison; empty before the first article."""
    outdated: tuple[str, ...]
    """What of that is not as it is now; the index must then be rebuilt before it can be used."""


class Index:
    """An open index; ``store.open`` makes one. Use it in a ``with`` statement.

    All methods but ``info`` and ``verify`` raise StoreError if the index was made with another encoder or by other code
    than would be used now, since its findings would not be those of a check.
    """

    def __init__(self, database: Database, settings: Settings, encoder: Encoder | None = None) -> None:
        self._database = database
        self._connection = database.connection
        self._settings = settings
        self._encoder = StoredEncoder(
            self._connection,
            encoder.name if encoder else encoders.named(settings.encoder),
            lambda: encoder or encoders.load(settings.encoder),
        )
        self._search: Search | None = None
        self._cache: dict[int, Stated] = {}
        self._seen = -1

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the database."""
        self._database.close()

    @cached_property
    def _judge(self) -> Judge:
        """The entailment model, loaded when two articles are first compared."""
        return Judge(nli.load(self._settings.nli))

    @property
    def location(self) -> Location:
        """The file, or the server."""
        return self._database.location

    @property
    def encoder(self) -> Encoder:
        """The encoder, which takes the vectors of texts that are in the index from there."""
        return self._encoder

    def trace(self, tell: Callable[[str], None] | None) -> None:
        """Has every SQL statement told as it begins, or none any more."""
        self._database.trace(tell)

    # What is in it

    def entries(self) -> tuple[Entry, ...]:
        """The articles without their texts, sorted by id."""
        with self._database.reading():
            return tables.entries(self._connection)

    def articles(self) -> tuple[Article, ...]:
        """The articles, in the order in which ``articles.read`` gives them."""
        with self._database.reading():
            return self._articles(tables.rows(self._connection).values())

    def paths(self) -> Mapping[str, str]:
        """The path of each article, by its id."""
        with self._database.reading():
            return tables.paths(self._connection)

    def claims(self, id: str) -> tuple[Claim, ...]:
        """The claims of an article, in reading order; none where the index has no article of that id."""
        with self._reading(MODELS):
            row = tables.rows(self._connection).get(id)
            return tables.claims(self._connection, row) if row else ()

    def findings(self) -> tuple[Finding, ...]:
        """The findings among the articles, of at least the confidence that the settings ask for, the surest first."""
        if self._settings.calibration or self._settings.min_confidence < JOIN_SCORE:
            return self.result().findings
        with self._reading(MODELS):
            return kept.findings(self._connection, self._settings.min_confidence)

    def result(self) -> Result:
        """The same as ``pipeline.check`` of all articles of the index."""
        return self.check(())

    def info(self) -> Info:
        """What the index holds, and whether it can be used."""
        with self._database.reading():
            made_with = tables.meta(self._connection)
            return Info(
                **tables.counts(self._connection),
                bytes=self._database.size,
                made_with=made_with,
                outdated=tuple(self._outdated(made_with).values()),
            )

    def verify(self) -> tuple[str, ...]:
        """Everything that is wrong with the index, a line each: damage to the file, and records that contradict each
        other or the texts that they quote."""
        with self._database.reading():
            return tuple(verification.problems(self._database))

    # What comes in and goes out

    def add(self, articles: Iterable[Article], *, progress: Progress | None = None) -> Changes:
        """Puts articles in, each in a transaction of its own, in place of the one with its id if there is one; what has
        not changed costs nothing."""
        given = {article.id: article for article in articles}
        with self._reading():
            stored = {id: tables.digest_of(self._connection, id) for id in given}
        changed = [article for id, article in given.items() if stored[id] != tables.digest(article)]
        for article, claims in pipeline.extract_each(changed, progress=progress):
            self.put(article, claims)
        ids = [article.id for article in changed]
        return Changes(
            added=tuple(id for id in ids if stored[id] is None),
            replaced=tuple(id for id in ids if stored[id] is not None),
            unchanged=tuple(id for id in given if id not in ids),
        )

    def put(self, article: Article, claims: tuple[Claim, ...]) -> None:
        """Puts in an article of which the claims are known already, in place of the one with its id if there is one."""
        stated = self._embedded(claims)
        with self._writing():
            self._put(article, stated)

    def remove(self, names: Iterable[str]) -> tuple[str, ...]:
        """Takes articles out, all of them in one transaction, and returns their ids.

        A name is an article's id, a file that holds articles, or a folder. Raises UsageError, and removes nothing,
        where the index has nothing of a name.
        """
        with self._writing(MODELS):
            rows = tables.rows(self._connection)
            removed = sorted({id for name in names for id in _named(name, rows)})
            changed: set[Node] = set()
            former: set[int] = set()
            for id in removed:
                vectors = tables.vectors_of(self._connection, rows[id])
                nodes, facts = self._drop(id, rows)
                changed |= nodes
                former |= facts
                tables.drop_unused_vectors(self._connection, vectors)
            gathered.update(self._connection, {node for node in changed if node.article in rows}, former, rows)
        return tuple(removed)

    def rebuild(self, *, progress: Progress | None = None) -> None:
        """Makes everything anew that the encoder of the settings, or the code as it is now, would make otherwise; all
        in one transaction."""
        with self._writing(ANYTHING):
            self._forget()
            before, now = tables.meta(self._connection), self._made_with()
            rows = tables.rows(self._connection)
            kept.clear_comparisons(self._connection)
            tables.put_meta(self._connection, now)
            self._search = self._database.search(empty=True)  # those of the articles made anew so far
            for done, row in enumerate(rows.values(), 1):
                article = tables.article(self._connection, row)
                as_it_was = before.get("extraction") == now["extraction"]
                claims = tables.claims(self._connection, row) if as_it_was else pipeline.extract([article])
                self._put(article, self._embedded(claims))
                if progress:
                    progress("rebuilding", done, len(rows))

    # What new articles would bring

    def check(self, new: Iterable[Article], *, skipped: Sequence[Skipped] = (), notes: Sequence[str] = ()) -> Result:
        """The same as ``pipeline.check`` of the articles of the index and the new ones together; nothing is written.

        A new article takes the place of the one with its id. ``skipped`` and ``notes`` say what could not be read.
        """
        given, fresh = self._taken_apart(new)
        with self._reading():
            others = self._all_but(given)
            stored = {row: tables.claims(self._connection, row) for row in others.values()}
            articles = _sorted([*self._articles(others.values()), *given.values()])
            compared = [*self._compared(fresh, others), *kept.comparisons(self._connection, stored)]
            stated = [*chain.from_iterable(stored.values()), *chain.from_iterable(s.claims for s in fresh.values())]
            vectors = self._encoder.stored(claim.text for said in stored.values() for claim in said)
        return pipeline.conclude(
            Reading(articles, tuple(skipped), tuple(notes)),
            stated,
            sorted(compared, key=lambda comparison: (comparison.left, comparison.right)),
            vectors | {text: vector for s in fresh.values() for text, vector in s.vectors.items()},
            self._settings,
            self._encoder.name,
            nli.named(self._settings.nli),
        )

    def against(self, new: Iterable[Article], *, skipped: Sequence[Skipped] = (), notes: Sequence[str] = ()) -> Result:
        """What ``check`` finds about the new articles, without the cost of the rest; nothing is written.

        The findings are those of ``check`` in which a new article takes part, and the articles the new ones and those
        that these findings quote. Single-source facts are those of the new articles; agreements and clusters are left
        out. Coverage counts all articles and claims, but only the pairs in which a new article takes part.
        """
        given, fresh = self._taken_apart(new)
        if (
            self._settings.calibration.floor(self._settings.min_confidence) < JOIN_SCORE
        ):  # weak verdicts may hang together with all others
            return self.check(given.values(), skipped=skipped, notes=notes).concerning(given.keys())
        with self._reading():
            others = self._all_but(given)
            compared = self._compared(fresh, others)
            verdicts = [verdict for comparison in compared for verdict in comparison.verdicts]
            together = gathered.with_new(self._connection, compared, fresh, others)
            by_id = given | gathered.articles(self._connection, together, others)
            coverage = self._coverage(fresh, others, compared)
        found = findings.in_order(findings.finding(*fact, by_id, self._settings.calibration) for fact in together)
        sure = (finding for finding in found if finding.confidence >= self._settings.min_confidence)
        stated = list(chain.from_iterable(stated.claims for stated in fresh.values()))
        everything = Result(
            articles=_sorted(by_id.values()),
            findings=tuple(sure),
            agreements=(),
            single_source=findings.single_source(stated, verdicts, by_id),
            clusters=(),
            coverage=replace(coverage, skipped=tuple(skipped), notes=(*notes, *self._settings.calibration.notes())),
        )
        return everything.concerning(given.keys())

    # How it is done

    @contextmanager
    def _reading(self, accepted: Container[str] = ()) -> Iterator[None]:
        with self._database.reading():
            self._refresh(accepted)
            yield

    @contextmanager
    def _writing(self, accepted: Container[str] = ()) -> Iterator[None]:
        try:
            with self._database.writing():
                self._refresh(accepted)
                yield
        except BaseException:
            self._forget()
            raise

    def _refresh(self, accepted: Container[str]) -> None:
        """Sees to it that nothing but what is accepted is outdated, and that what is remembered is what is there."""
        outdated = self._outdated(tables.meta(self._connection))
        told = [problem for what, problem in outdated.items() if what not in accepted]
        if told:
            problem = f"{self.location} can't be used as it is: {'; '.join(told)}"
            raise StoreError(problem, schema.RENEWAL)
        changes = self._database.changes
        if changes != self._seen:
            self._forget()
            self._seen = changes

    def _forget(self) -> None:
        self._search = None
        self._cache.clear()

    def _made_with(self) -> dict[str, str]:
        return {
            "encoder": self._encoder.name,
            "nli": nli.named(self._settings.nli),
            "extraction": versions.extraction(),
            "comparison": versions.comparison(),
        }

    def _outdated(self, made_with: Mapping[str, str]) -> dict[str, str]:
        """What has changed since the index was made, in words; nothing where it was not made yet."""
        now = self._made_with()
        told = {
            "encoder": f"its vectors are of the encoder {made_with.get('encoder')}, not of {now['encoder']}",
            "nli": f"its articles were compared with the entailment model {made_with.get('nli')}, not {now['nli']}",
            "extraction": "its claims were extracted by other code or another language model",
            "comparison": "its articles were compared by other code",
        }
        return {what: told[what] for what in now if made_with and made_with.get(what) != now[what]}

    def _taken_apart(self, new: Iterable[Article]) -> tuple[dict[str, Article], dict[str, Stated]]:
        """The articles and what they state, by their ids."""
        given = {article.id: article for article in new}
        with self._reading():
            pass  # an index that can't be used is told before the work
        extracted = pipeline.extract_each(_sorted(given.values()))
        return given, {article.id: self._embedded(claims) for article, claims in extracted}

    def _embedded(self, claims: tuple[Claim, ...]) -> Stated:
        return Stated(claims, clusters.embed(claims, self._encoder))

    def _all_but(self, given: Mapping[str, Article]) -> dict[str, int]:
        """The rows of the stored articles whose place none of the given ones takes, by their ids."""
        return {id: row for id, row in tables.rows(self._connection).items() if id not in given}

    def _articles(self, rows: Iterable[int]) -> tuple[Article, ...]:
        return _sorted(tables.article(self._connection, row) for row in rows)

    def _stated(self, row: int) -> Stated:
        if row not in self._cache:
            if len(self._cache) >= CACHED:
                del self._cache[next(iter(self._cache))]
            claims = tables.claims(self._connection, row)
            self._cache[row] = Stated(claims, self._encoder.stored(clusters.texts(claims)))
        return self._cache[row]

    def _related(self, stated: Stated, rows: Iterable[int]) -> Iterator[Comparison]:
        """What is found between an article and those of the stored ones in ``rows`` that are related to it."""
        for row in sorted(self._neighbours().related(stated.profile, stated.matrix).intersection(rows)):
            other = self._stated(row)
            found = pipeline.compare_two(stated.claims, other.claims, stated.vectors | other.vectors, self._judge)
            if found:
                yield found

    def _compared(self, fresh: Mapping[str, Stated], others: Mapping[str, int]) -> list[Comparison]:
        """What is found between the new articles and the others, and among the new ones."""
        found = [comparison for stated in fresh.values() for comparison in self._related(stated, others.values())]
        for ours, theirs in combinations(fresh.values(), 2):
            comparison = pipeline.compare_two(ours.claims, theirs.claims, ours.vectors | theirs.vectors, self._judge)
            found += [comparison] if comparison else []
        return found

    def _put(self, article: Article, stated: Stated) -> None:
        """Puts an article in, in place of its former version, and brings the findings up to date."""
        tables.put_meta(self._connection, self._made_with())
        rows = tables.rows(self._connection)
        row = rows.get(article.id)
        unused = tables.vectors_of(self._connection, row) if row else []
        changed, former = self._drop(article.id, rows) if row else (set(), set())
        compared = list(self._related(stated, rows.values()))
        vectors = tables.put_vectors(self._connection, self._encoder.name, stated.vectors)
        rows[article.id] = row = tables.put_article(self._connection, article, stated, vectors)
        for comparison in compared:
            kept.put_comparison(self._connection, comparison, rows)
        self._neighbours().add(row, stated.profile, stated.matrix)
        tables.drop_unused_vectors(self._connection, unused)
        ours = linked.nodes_of(Linked(self._connection, rows), row, article.id)
        gathered.update(self._connection, ours | changed, former, rows)

    def _drop(self, id: str, rows: dict[str, int]) -> tuple[set[Node], set[int]]:
        """Takes an article out, of ``rows`` too, and its findings; returns the values and facts that change by it."""
        nodes, former = linked.reach(Linked(self._connection, rows), rows[id])
        row = rows.pop(id)
        kept.drop_findings(self._connection, former)
        tables.drop_article(self._connection, row)
        self._neighbours().drop(row)
        self._cache.pop(row, None)
        return {node for node in nodes if node.article != id}, former

    def _neighbours(self) -> Search:
        if self._search is None:
            self._search = self._database.search()
        return self._search

    def _coverage(
        self, fresh: Mapping[str, Stated], others: Mapping[str, int], compared: Sequence[Comparison]
    ) -> Coverage:
        sizes = tables.sizes(self._connection)
        old = [sizes[id] for id in others]
        new = [(len(s.claims), sum(len(claim.mentions) for claim in s.claims)) for s in fresh.values()]
        claims = [size for size, _ in (*old, *new)]
        return Coverage(
            articles=len(claims),
            claims=sum(claims),
            mentions=sum(size for _, size in (*old, *new)),
            pairs_possible=pipeline.pairs_possible(claims) - pipeline.pairs_possible(size for size, _ in old),
            pairs_compared=sum(comparison.pairs for comparison in compared),
            encoder=self._encoder.name,
            language_model=language.name(),
            nli=nli.named(self._settings.nli),
            skipped=(),
        )


def _sorted(articles: Iterable[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda article: (article.path, article.row or 0)))


def _named(name: str, rows: Mapping[str, int]) -> list[str]:
    """The ids of the articles that a name stands for: an id, a file or a folder."""
    path = PurePath(name).as_posix()
    found = [id for id in rows if id in {name, path} or id.startswith((f"{path}#", f"{path}/"))]
    if not found:
        raise UsageError(f"the index has no article {name}", "factcheck index list shows what it has")
    return found
