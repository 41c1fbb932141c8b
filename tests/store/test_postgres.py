"""What is particular to an index on a server: its errors, rights, locks, and other clients."""

from __future__ import annotations

import multiprocessing
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import pytest

from factcheck import store
from factcheck.config import NO_MODEL, Settings
from factcheck.errors import StoreError, UsageError
from factcheck.store import postgres
from factcheck.testing import FakeEncoder

SETTINGS = Settings(nli=NO_MODEL)


def opened(where, **options):
    return store.open(where, **{"encoder": FakeEncoder(), "settings": SETTINGS, **options})


@contextmanager
def administrator(server):
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        yield connection


@pytest.fixture
def desk(server):
    """A database without pgvector, and the URL of it for a user without any right."""
    with administrator(server) as connection:
        connection.execute("CREATE DATABASE desk")
        connection.execute("CREATE ROLE bert LOGIN PASSWORD 'hunter2'")
    own = server.replace("/postgres?", "/desk?")
    yield own, own.replace("postgres:@", "bert:hunter2@")
    with administrator(server) as connection:
        connection.execute("DROP DATABASE desk WITH (FORCE)")
        connection.execute("DROP ROLE bert")


# What is wrong


def test_there_is_no_index_yet(servers):
    for options in ({"readonly": True}, {"create": False}):
        with pytest.raises(UsageError, match=r"there is no index at postgresql://.*factcheck index add"):
            opened(servers.new(), **options)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://anna:hunter2@127.0.0.1:1/news",
        "postgresql://anna:hunter2@/news?host=/nowhere",
        "postgresql://anna@127.0.0.1:1/news?password=hunter2",
    ],
)
def test_a_server_that_is_not_there(url):
    with pytest.raises(StoreError, match="can't be reached") as refused:
        opened(url)
    assert "hunter2" not in str(refused.value)


def test_a_database_that_is_not_there_and_an_option_that_is_none(server):
    with pytest.raises(StoreError, match=r'database "nothing" does not exist'):
        opened(server.replace("/postgres?", "/nothing?"))
    with pytest.raises(UsageError, match=r"can't be understood.*no_such_option"):
        opened(f"{server}&no_such_option=hunter2")


def test_the_driver_is_not_installed(servers, monkeypatch):
    monkeypatch.delitem(sys.modules, "factcheck.store.postgres")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r'pip install "factcheck-sources\[postgres\]"'):
        opened(servers.new())


def test_pgvector_is_not_installed(servers, monkeypatch):
    monkeypatch.setattr(postgres, "EXTENSION", "no_such_extension")
    where = servers.new()
    with pytest.raises(StoreError, match=r"has no pgvector.*have an administrator run: CREATE EXTENSION"):
        opened(where)
    with pytest.raises(UsageError, match="there is no index"):  # nothing is left of the attempt
        opened(where, readonly=True)


def test_a_schema_of_another_program_is_refused(servers):
    where = servers.new()
    schema = where.partition("&schema=")[2]
    servers.alter(where, f"CREATE SCHEMA {schema}")
    servers.alter(where, "CREATE TABLE notes (words text)")
    for readonly in (True, False):
        with pytest.raises(StoreError, match=r"another program.*\?schema=NAME"):
            opened(where, readonly=readonly)


def test_two_indexes_of_a_new_database_may_be_made_at_once(desk):
    own, _ = desk
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda number: opened(f"{own}&schema=index_{number}"), range(8)))
    for index in made:
        with index:
            assert index.entries() == ()


def test_rights_to_write_and_to_read(desk, pool):
    own, berts = desk
    with pytest.raises(StoreError, match=r"rights .* not enough.*permission denied for database") as refused:
        opened(berts)
    assert "hunter2" not in str(refused.value)
    grant(own, "GRANT CREATE ON DATABASE desk TO bert")
    with pytest.raises(StoreError, match=r"has no pgvector.*permission denied.*CREATE EXTENSION vector"):
        opened(berts)
    grant(own, "CREATE EXTENSION vector")
    with opened(berts) as index:
        index.put(pool.articles[0], pool.claims[pool.articles[0]])

    annas = f"{own}&schema=annas"
    with opened(annas) as index:
        index.put(pool.articles[0], pool.claims[pool.articles[0]])
        expected = index.against([pool.articles[1]])
    with pytest.raises(StoreError, match=r"rights .* not enough"):
        opened(f"{berts}&schema=annas", readonly=True)
    grant(own, "GRANT USAGE ON SCHEMA annas TO bert", "GRANT SELECT ON ALL TABLES IN SCHEMA annas TO bert")
    with opened(f"{berts}&schema=annas", readonly=True) as index:
        assert index.against([pool.articles[1]]) == expected
    with opened(f"{berts}&schema=annas") as index, pytest.raises(StoreError, match=r"rights .* not enough"):
        index.remove([pool.articles[0].id])
    grant(own, "GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA annas TO bert")
    with opened(f"{berts}&schema=annas") as index:
        index.put(pool.articles[1], pool.claims[pool.articles[1]])
        assert index.remove([pool.articles[0].id]) == (pool.articles[0].id,)


def grant(url, *statements):
    with administrator(url) as connection:
        for statement in statements:
            connection.execute(statement)


# Several


def test_a_connection_that_is_lost_is_told(servers, server, pool):
    with opened(servers.new()) as index:
        ((process,),) = index._connection.execute("SELECT pg_backend_pid()")
        with administrator(server) as connection:
            connection.execute("SELECT pg_terminate_backend(%s)", [process])
        with pytest.raises(StoreError, match=r"connection to postgresql://.* was lost"):
            index.put(pool.articles[0], pool.claims[pool.articles[0]])


def test_indexes_in_one_database_are_apart(servers, pool):
    one, other = servers.new(), servers.new()
    with opened(one) as first, opened(other, wait=0.05) as second, first._writing():
        second.put(pool.articles[0], pool.claims[pool.articles[0]])  # waits for nobody
        assert len(second.articles()) == 1


def test_a_nul_and_other_signs_come_back(backend, tell):
    strange = tell("The ferry Sol\0veig carried 212 people, 20 % of them “children” ?", id="a%s?.txt")
    strange = replace(strange, path='a "path":"x\\" %s?.txt')
    with opened(backend.new()) as index:
        index.add([strange])
        assert index.articles() == (strange,)
        assert index.paths() == {strange.id: strange.path}
        assert index.verify() == ()
        assert index.against([strange]).articles == (strange,)


def _add(where, versions, claims, times):
    with opened(where) as index:
        for number in range(times):
            for version in versions:
                article = version[number % len(version)]
                index.put(article, claims[article])


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_two_processes_at_once_make_one_index(backend, pool):
    where = backend.new()
    fork = multiprocessing.get_context("fork")  # the claims are there already
    halves = (pool.versions[0::2], pool.versions[1::2])
    writers = [fork.Process(target=_add, args=(where, half, pool.claims, 4)) for half in halves]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    with opened(where) as index:
        held = [version[3 % 3] for version in pool.versions]
        assert index.result() == pool.check(held)
        assert index.verify() == ()
