"""The index: the findings of a check, whatever came when; what is kept, and what is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck import pipeline, store
from factcheck.calibration import Adjustment, Calibration
from factcheck.config import NO_MODEL, Settings
from factcheck.errors import StoreError, UsageError
from factcheck.store import gathered, schema, sqlite, versions
from factcheck.testing import FakeEncoder


class Silent(FakeEncoder):
    """An encoder that must not be asked."""

    def encode(self, texts):
        raise AssertionError(f"{len(texts)} texts are encoded")


class Renamed(FakeEncoder):
    """Another encoder."""

    name = "fake 2"


def opened(path, **options):
    return store.open(path, **{"encoder": FakeEncoder(), "settings": Settings(nli=NO_MODEL), **options})


@pytest.fixture(scope="module")
def filled(backend, pool):
    """An index that holds the first version of each article; not to be written."""
    where = backend.new()
    with opened(where) as index:
        for article in pool.articles:
            index.put(article, pool.claims[article])
    return where


@pytest.fixture
def index(backend, filled):
    """A copy of it."""
    return backend.copy(filled)


def involving(result, ids):
    return tuple(finding for finding in result.findings if ids & {side.article for side in finding.sides})


# The findings of a check

LIFTING = Calibration({"quantity": Adjustment(1.5, 0.8), "quote": Adjustment(0.3, 1.0, {"quote-wording": 0.7})}, 40)
LOWERING = Calibration({"quote": Adjustment(-2.0)}, 40)


@pytest.mark.parametrize(
    ("calibration", "threshold", "changes"), [(LIFTING, 0.9, True), (LIFTING, 0.3, False), (LOWERING, 0.5, True)]
)
def test_a_calibrated_index_gives_the_findings_of_a_calibrated_check(backend, pool, calibration, threshold, changes):
    plain = Settings(nli=NO_MODEL, min_confidence=threshold)
    calibrated = replace(plain, calibration=calibration)
    *first, last = pool.articles[:4]
    with opened(backend.new(), settings=calibrated) as index:
        for article in first:
            index.put(article, pool.claims[article])
        expected = pool.check([*first, last], calibrated)
        assert index.findings() == pool.check(first, calibrated).findings
        assert index.against([last]).findings == involving(expected, {last.id})
        assert index.against([first[1]]).findings == involving(pool.check(first, calibrated), {first[1].id})
        assert index.verify() == ()
    found, without = ({f.fingerprint for f in pool.check([*first, last], s).findings} for s in (calibrated, plain))
    assert (found != without) is changes


def test_calibration_brings_in_what_was_below_the_threshold_and_changes_no_score(pool):
    calibrated = pool.check(pool.articles, Settings(nli=NO_MODEL, min_confidence=0.9, calibration=LIFTING))
    plain = {f.fingerprint: f for f in pool.check(pool.articles, Settings(nli=NO_MODEL, min_confidence=0.0)).findings}
    assert [finding.kind for finding in calibrated.findings if finding.score < 0.9] == ["quote"]
    assert all(plain[f.fingerprint].confidence == plain[f.fingerprint].score == f.score for f in calibrated.findings)
    assert calibrated.coverage.notes[0] == (
        "the confidence of the kinds quantity, quote is calibrated on 40 decisions of reviewers"
    )


def test_the_articles_of_these_tests_contradict_each_other(pool):
    found = pool.check(pool.articles)
    assert len(found.findings) >= 3
    assert {finding.kind for finding in found.findings} >= {"quantity", "quote"}
    assert found.agreements
    assert found.single_source


# On a server fewer examples do: both run the same code up to the statements.
EXAMPLES = {"file": 25, "server": 6}
CHANGES = st.lists(st.tuples(st.integers(0, 4), st.sampled_from([0, 1, 2, None])), min_size=1, max_size=12)
"""Which article, and the version that is put in, or None where it is taken out."""


def test_whatever_came_when_the_findings_are_those_of_a_check(backend, pool):
    @given(CHANGES)
    @settings(max_examples=EXAMPLES[backend.name])
    def are_those_of_a_check(changes):
        with opened(backend.new()) as index:
            held = {}
            for number, version in changes:
                article = pool.versions[number][version or 0]
                if version is not None:
                    index.put(article, pool.claims[article])
                    held[article.id] = article
                elif article.id in held:
                    assert index.remove([article.id]) == (article.id,)
                    del held[article.id]
            result = pool.check(held.values())
            assert index.findings() == result.findings
            assert index.result() == result
            assert index.verify() == ()

    are_those_of_a_check()


BROUGHT = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), min_size=1, max_size=3)


def test_a_new_article_is_checked_as_if_it_were_there(backend, pool):
    @given(CHANGES, BROUGHT)
    @settings(max_examples=EXAMPLES[backend.name] // 2)
    def is_checked_as_if_it_were_there(changes, brought):
        with opened(backend.new()) as index:
            held = {}
            for number, version in changes:
                article = pool.versions[number][version or 0]
                index.put(article, pool.claims[article])
                held[article.id] = article
            new = {article.id: article for article in (pool.versions[number][version] for number, version in brought)}
            before = index.result()
            everything = pool.check((held | new).values())
            assert index.check(new.values()) == everything
            part = index.against(new.values())
            assert part.findings == involving(everything, new.keys())
            quoted = {side.article for finding in part.findings for side in finding.sides}
            assert part.articles == tuple(a for a in everything.articles if a.id in quoted | new.keys())
            assert part.single_source == tuple(f for f in everything.single_source if f.side.article in new)
            assert (part.coverage.articles, part.coverage.claims) == (len(held | new), everything.coverage.claims)
            assert index.result() == before

    is_checked_as_if_it_were_there()


@pytest.mark.parametrize("confidence", [0.0, 0.3, 0.45, 0.7, 0.95])
def test_any_confidence_can_be_asked_for(index, pool, confidence):
    asked = Settings(nli=NO_MODEL, min_confidence=confidence)
    with opened(index, settings=asked) as found:
        last = pool.articles[-2]
        everything = pool.check(pool.articles, asked)
        assert found.findings() == everything.findings
        found.remove([last.id])
        assert found.against([last]).findings == involving(everything, {last.id})


def test_reading_and_extracting_gives_the_same(backend, tmp_path, pool):
    folder = tmp_path / "news"
    folder.mkdir()
    for article in pool.articles:
        (folder / Path(article.id).name).write_text(article.text, encoding="utf-8")
    reading = pipeline.read([folder])
    with opened(backend.new()) as index:
        for article in reversed(reading.articles):
            index.add([article])
        assert index.result() == pipeline.check([folder], settings=Settings(nli=NO_MODEL), encoder=FakeEncoder())
        assert index.articles() == reading.articles
        assert [entry.id for entry in index.entries()] == sorted(article.id for article in reading.articles)
        assert index.paths() == {entry.id: entry.path for entry in index.entries()}


def test_an_article_that_claims_nothing_is_kept_and_found_nothing_of(index, pool, tell):
    silent = tell("So it is.", id="news/silent.txt")
    with opened(index) as found:
        found.add([silent])
        assert silent in found.articles()
        assert found.findings() == pool.check(pool.articles).findings
        assert found.against([silent]).findings == ()
        assert found.result().coverage.articles == 6
    with opened(index) as found:
        assert found.against(pool.articles[:1]).findings
        assert found.verify() == ()


def test_what_was_not_read_is_told(index, pool):
    from factcheck.records import Skipped

    skipped = (Skipped("bad.txt", "it is empty"),)
    with opened(index, readonly=True) as found:
        for result in (found.check((), skipped=skipped), found.against(pool.articles[:1], skipped=skipped)):
            assert result.coverage.skipped == skipped
            assert not result.complete


# What changes and what does not


def test_what_has_not_changed_costs_nothing(index, pool, monkeypatch):
    monkeypatch.setattr("factcheck.language.load", lambda: pytest.fail("the language model is loaded"))
    with opened(index, encoder=Silent()) as found:
        told: list[str] = []
        found.trace(told.append)
        changes = found.add(pool.articles)
    assert {statement.split()[0] for statement in told} == {"BEGIN", "SELECT", "PRAGMA", "COMMIT"} - (
        set() if "://" not in index else {"PRAGMA"}
    )
    assert changes.unchanged == tuple(article.id for article in pool.articles)
    assert changes.added == changes.replaced == ()


def test_a_text_is_encoded_once(index, pool, renamed):
    twin = renamed(pool.articles[0], "news/twin.txt")
    with opened(index, encoder=Silent()) as found:
        assert found.add([twin]).added == (twin.id,)


def test_a_changed_article_takes_the_place_of_the_former(index, pool):
    former, later = pool.versions[0][:2]
    with opened(index) as found:
        vectors = found.info().vectors
        assert found.add([later, pool.articles[1]]) == store.Changes((), (former.id,), (pool.articles[1].id,))
        assert later in found.articles()
        assert former not in found.articles()
        found.add([former])
        assert found.info().vectors == vectors  # those of the later version are gone


def test_another_title_is_a_change(index, pool):
    with opened(index) as found:
        assert found.add([replace(pool.articles[0], title="Another one")]).replaced == (pool.articles[0].id,)


def test_nothing_is_left_when_everything_is_removed(index):
    with opened(index) as found:
        assert len(found.remove(["news/"])) == 5
        info = found.info()
    assert (info.articles, info.claims, info.mentions, info.vectors, info.comparisons, info.findings) == (0,) * 6


@pytest.mark.parametrize(
    ("name", "removed"),
    [("news/weather.txt", 1), ("./news/weather.txt", 1), ("news", 5), ("news/", 5), ("new", 0), ("weather.txt", 0)],
)
def test_names_of_what_is_removed(index, name, removed):
    with opened(index) as found:
        if removed:
            assert len(found.remove([name])) == removed
        else:
            with pytest.raises(UsageError, match="no article"):
                found.remove(["news/weather.txt", name])
        assert len(found.entries()) == 5 - removed


def test_rows_of_a_table_go_with_their_file(backend, pool, renamed):
    with opened(backend.new()) as index:
        for row, article in enumerate(pool.articles[:3], 1):
            index.add([replace(renamed(article, f"wire.csv#{row}"), path="wire.csv", row=row)])
        assert index.remove(["wire.csv#2"]) == ("wire.csv#2",)
        assert index.remove(["wire.csv"]) == ("wire.csv#1", "wire.csv#3")


# Made with something else


@pytest.mark.parametrize("change", ["encoder", "nli", "extraction", "comparison"])
def test_an_outdated_index_is_refused_and_can_be_rebuilt(index, pool, change, monkeypatch):
    encoder = Renamed() if change == "encoder" else FakeEncoder()
    if change == "nli":
        monkeypatch.setattr("factcheck.nli.named", lambda name: "another one")
    elif change != "encoder":
        monkeypatch.setattr(versions, change, lambda: "another one")
    with opened(index, encoder=encoder) as found:
        assert len(found.info().outdated) == 1
        before = found.info().made_with
        for refused in (found.result, lambda: found.add(pool.articles), lambda: found.against(pool.articles)):
            with pytest.raises(StoreError, match=r"can't be used as it is.*--rebuild"):
                refused()
        assert found.info().made_with == before
        found.rebuild()
        assert found.info().outdated == ()
        assert found.verify() == ()
        assert found.findings() == pool.check(pool.articles).findings
        assert found.result().coverage.encoder == encoder.name


def test_what_asks_no_model_needs_none(index, pool):
    with opened(index, encoder=Renamed(), settings=Settings(nli="another")) as found:
        assert found.findings() == pool.check(pool.articles).findings
        found.remove([pool.articles[0].id])
        assert found.findings() == pool.check(pool.articles[1:]).findings


def test_a_rebuild_does_only_what_is_needed(index, monkeypatch):
    monkeypatch.setattr(versions, "comparison", lambda: "another one")
    monkeypatch.setattr("factcheck.language.load", lambda: pytest.fail("the language model is loaded"))
    with opened(index, encoder=Silent()) as found:
        found.rebuild()


def test_versions_follow_the_code(monkeypatch, tmp_path):
    package = tmp_path / "factcheck"
    for part in {*versions.EXTRACTION, *versions.COMPARISON}:
        file = package / part / "code.py" if "." not in part else package / part
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("before")
    monkeypatch.setattr(versions, "files", lambda name: package)

    def both():
        return versions.extraction.__wrapped__(), versions.comparison.__wrapped__()

    first = both()
    assert both() == first
    (package / "claims" / "__pycache__").mkdir()
    (package / "claims" / "__pycache__" / "code.pyc").write_text("compiled")
    (package / "reports.py").write_text("has no part in it")
    assert both() == first
    (package / "claims" / "code.py").write_text("after")
    extraction, comparison = both()
    assert (extraction != first[0], comparison != first[1]) == (True, False)
    (package / "data" / "code.json").write_text("after")
    assert (both()[0] != extraction, both()[1] != comparison) == (False, True)


def test_the_parts_that_versions_name_exist():
    root = Path(versions.__file__).parent.parent
    assert all((root / part).exists() for part in {*versions.EXTRACTION, *versions.COMPARISON})


# Files that are no index


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("These are my notes. " * 100)
    for readonly in (True, False):
        with pytest.raises(StoreError, match="is no index, or is damaged"):
            opened(path, readonly=readonly)
    assert path.read_text() == "These are my notes. " * 100


def test_a_database_of_another_program_is_refused(tmp_path):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE notes (text)")
    for readonly in (True, False):
        with pytest.raises(StoreError, match="another program"):
            opened(path, readonly=readonly)


NEWER = len(schema.MIGRATIONS) + 1


def test_an_index_of_a_newer_version_is_refused(index, backend):
    statements = {"file": f"PRAGMA user_version = {NEWER}", "server": f"UPDATE factcheck_index SET format = {NEWER}"}
    backend.alter(index, statements[backend.name])
    for readonly in (True, False):
        with pytest.raises(StoreError, match=r"newer factcheck.*update"):
            opened(index, readonly=readonly)


FORMER = [
    # from version 3 to 2, and from that to 1
    (
        "DROP TABLE profiles",
        "ALTER TABLE claims ADD COLUMN names {text} NOT NULL DEFAULT ''",
        "ALTER TABLE contradictions RENAME COLUMN question TO kind",
        "PRAGMA user_version = 2",
    ),
    (
        "DROP TABLE contradictions",
        "DROP INDEX findings_fact",
        "ALTER TABLE findings DROP COLUMN fact",
        *(statement for statement in schema.TABLES if " contradictions" in statement or " sides" in statement),
        "PRAGMA user_version = 1",
    ),
]
"""What makes an index of a version one of the version before."""


@pytest.mark.parametrize("version", [2, 1])
def test_an_index_of_an_older_format_is_brought_up_to_date(files, pool, version):
    where = files.new()
    with opened(where) as index:
        index.put(pool.articles[0], pool.claims[pool.articles[0]])
    for statement in chain(*FORMER[: len(schema.MIGRATIONS) - version]):
        files.alter(where, statement.format_map(sqlite.TYPES))
    with pytest.raises(StoreError, match="older format") as told, opened(where, readonly=True):
        pass
    assert "--rebuild" in str(told.value.remedy)
    with opened(where) as index:
        assert "extracted by other code" in index.info().outdated[0]
        index.rebuild()
        index.put(pool.articles[1], pool.claims[pool.articles[1]])
        assert index.findings() == pool.check(pool.articles[:2], Settings(nli=NO_MODEL)).findings != ()
        assert index.verify() == ()


def test_no_index_and_no_folder(tmp_path):
    with pytest.raises(UsageError, match="there is no index"):
        opened(tmp_path / "x.index", readonly=True)
    with pytest.raises(UsageError, match="there is no index"):
        opened(tmp_path / "x.index", create=False)
    with pytest.raises(UsageError, match="there is no folder"):
        opened(tmp_path / "missing" / "x.index")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_index_finds_nothing(backend, pool):
    where = backend.new()
    with opened(where) as index:
        assert (index.entries(), index.findings(), index.verify()) == ((), (), ())
        assert index.result().findings == ()
        assert index.against(pool.articles).findings == pool.check(pool.articles).findings
        assert index.remove([]) == ()
    with opened(where, readonly=True) as index:
        assert index.info().articles == 0


def test_a_read_only_index_is_not_written(index, pool):
    with opened(index, readonly=True) as found:
        with pytest.raises(StoreError, match="readonly"):
            found.put(pool.versions[0][1], ())
        assert found.articles() == pool.articles


def test_an_error_in_the_midst_changes_nothing(index, pool, monkeypatch):
    later = pool.versions[0][1]
    with opened(index) as found:
        before = found.result()
        monkeypatch.setattr(gathered, "update", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            found.put(later, pool.claims[later])
        monkeypatch.undo()
        assert found.result() == before
        found.put(later, pool.claims[later])
        assert found.findings() == pool.check([later, *pool.articles[1:]]).findings


# Two at once


def test_readers_go_on_while_another_writes_and_a_second_writer_is_told(index, pool):
    later = pool.versions[0][1]
    with opened(index) as writer, opened(index, wait=0.05) as second, opened(index, readonly=True) as reader:
        before = reader.result()
        with writer._writing():
            writer._put(later, writer._embedded(pool.claims[later]))
            assert reader.result() == before
            with pytest.raises(StoreError, match=r"another process is writing"):
                second.put(later, pool.claims[later])
        after = pool.check([later, *pool.articles[1:]])
        assert reader.result() == after
        assert second.result() == after


def test_writers_in_turn_see_what_the_other_wrote(backend, pool):
    where = backend.new()
    with opened(where) as one, opened(where) as other:
        for number, article in enumerate(pool.articles):
            (one if number % 2 else other).put(article, pool.claims[article])
        one.remove([pool.articles[1].id])
        other.put(pool.articles[1], pool.claims[pool.articles[1]])
        assert one.result() == other.result() == pool.check(pool.articles)


# Damage


DAMAGE = [
    ("UPDATE articles SET record = replace(record, '212', '213')", "is not the one that was stored"),
    ("UPDATE articles SET record = replace(record, 'passengers', 'passenger')", "does not stand at"),
    ("UPDATE articles SET record = '{}'", "can't be read"),
    ("UPDATE claims SET record = replace(record, 'passengers', 'passenger')", "does not stand at"),
    ("DELETE FROM claims WHERE number = 0", "other mentions"),
    ("DELETE FROM mentions", "other mentions"),
    ({"file": "UPDATE vectors SET vector = zeroblob(length(vector))",
      "server": "UPDATE vectors SET vector = vector * array_fill(0, ARRAY[256])::vector"}, "no unit vector"),
    ({"file": "UPDATE vectors SET vector = substr(vector, 1, 16) WHERE id = 1",
      "server": "UPDATE vectors SET vector = subvector(vector, 1, 4) WHERE id = 1"}, "lengths"),
    ({"file": "UPDATE vectors SET digest = randomblob(16) WHERE id = 1",
      "server": "UPDATE vectors SET digest = 'other' WHERE id = 1"}, "no vector"),
    ("DELETE FROM texts", "belong to no text"),
    ("DELETE FROM articles WHERE id = 1", "to nothing in"),
    ({"file": "UPDATE comparisons SET verdicts = x'00'",
      "server": "UPDATE comparisons SET verdicts = '\\x00'"}, "can't be read"),
    ("DELETE FROM comparisons", "does not follow from"),
    ("DELETE FROM findings", "is missing"),
    ("UPDATE findings SET record = replace(record, '340', '341')", "does not follow from"),
    ("DELETE FROM contradictions", "contradictions are listed"),
    ("UPDATE contradictions SET fact = NULL WHERE number = 0", "facts do not hold"),
    ("UPDATE contradictions SET fact = 1", "facts do not hold"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "told"), DAMAGE, ids=[str(row[0])[:60] for row in DAMAGE])
def test_damage_is_found(index, backend, statement, told):
    backend.alter(index, statement if isinstance(statement, str) else statement[backend.name])
    with opened(index, readonly=True) as found:
        problems = found.verify()
    assert any(told in line for line in problems), problems


def test_a_damaged_file_is_found(files, pool):
    path = Path(files.new())
    with opened(path) as index:
        for article in pool.articles:
            index.put(article, pool.claims[article])
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 8192] = bytes(8192)
    path.write_bytes(data)
    with opened(path, readonly=True) as found:
        try:
            problems = found.verify()
        except StoreError as error:
            problems = (str(error),)
    assert any("damaged" in line for line in problems)
