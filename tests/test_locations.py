"""Where an index is: files and URLs, and that a URL never shows its password."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck import locations
from factcheck.errors import UsageError
from factcheck.locations import Server, located

SHOWN = [
    ("postgresql://anna@db.example.org/news", "postgresql://anna@db.example.org/news"),
    ("postgres://anna@db.example.org/news", "postgresql://anna@db.example.org/news"),
    ("POSTGRES://db", "postgresql://db/"),
    ("postgresql://", "postgresql:///"),
    ("postgresql://anna:hunter2@db:5433/news", "postgresql://anna@db:5433/news"),
    ("postgresql://anna:hunter2@[::1]:5433/news", "postgresql://anna@[::1]:5433/news"),
    ("postgresql://anna:hunter2@one:5433,two/news", "postgresql://anna@one:5433,two/news"),
    ("postgresql://db/news?schema=desk_2", "postgresql://db/news?schema=desk_2"),
    ("postgresql://db/news?schema=factcheck", "postgresql://db/news"),
    ("postgresql://db/news?password=hunter2&sslpassword=hunter2&sslmode=require", "postgresql://db/news"),
    ("postgresql:///news?host=/run/postgres&user=anna", "postgresql:///news?host=/run/postgres"),
    ("postgresql://an%40na:hun%2Fter2@db/the%20news", "postgresql://an%40na@db/the%20news"),
]


@pytest.mark.parametrize(("url", "shown"), SHOWN)
def test_a_url_is_shown_without_what_is_secret(url: str, shown: str) -> None:
    server = located(url)
    assert isinstance(server, Server)
    assert str(server) == f"{server}" == shown
    assert "hunter2" not in repr(server)
    assert located(server) is server
    assert str(located(shown)) == shown  # what is shown may be copied into the next command


def test_the_driver_is_told_everything() -> None:
    server = located("postgresql://an%40na:hun%2Fter2@one:5433,two:5434/the%20news?sslmode=require&schema=desk")
    assert isinstance(server, Server)
    assert server.schema == "desk"
    assert dict(server.options) == {
        "user": "an@na", "password": "hun/ter2", "host": "one,two", "port": "5433,5434", "dbname": "the news",
        "sslmode": "require",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://anna:hun/ter2@db/news", "%XX"),
        ("postgresql://anna:12/ter2@db/news", "%XX"),
        ("postgresql://anna:hun?ter2@db/news", "%XX"),
        ("postgresql://anna:hun#ter2@db/news", "%XX"),
        ("postgresql://anna:hun@ter2@db/news", "%XX"),
        ("postgresql://anna@db:ter2/news", "HOST:PORT"),
        ("postgresql:/anna:hunter2@db/news", "as a text"),
        (Path("postgresql://anna:hunter2@db/news"), "as a text"),
        ("postgresql://anna:hunter2@db/news?schema=Desk", "small letters"),
        ("postgresql://anna:hunter2@db/news?schema=pg_catalog", "small letters"),
        ("postgresql://anna:hunter2@db/news?schema=a;drop", "small letters"),
        ("mysql://anna:hunter2@db/news", "not mysql://"),
    ],
)
def test_what_is_no_url_of_an_index_is_refused_and_not_repeated(url: str | Path, told: str) -> None:
    with pytest.raises(UsageError, match=told) as refused:
        located(url)
    assert "ter2" not in str(refused.value)


@pytest.mark.parametrize("name", ["news.index", "a/postgres.index", "C:/news.index", Path("news.index")])
def test_anything_else_is_a_file(name: str | Path) -> None:
    assert located(name) == Path(name)
    assert not locations.is_server(name)
    assert locations.is_missing(located(name))
