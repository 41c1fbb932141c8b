"""What the tests of the articles stage share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from factcheck.articles import Reading, read
from factcheck.records import Article

ReadText = Callable[[str, str | bytes], Article]
ReadContent = Callable[[str, str | bytes], Reading]


@pytest.fixture
def read_content(tmp_path: Path) -> ReadContent:
    """Reads one file of the given name and content."""

    def reading(name: str, content: str | bytes) -> Reading:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read([file])

    return reading


@pytest.fixture
def article(read_content: ReadContent) -> ReadText:
    """The one article in a file of the given name and content."""

    def only(name: str, content: str | bytes) -> Article:
        found = read_content(name, content)
        assert found.skipped == ()
        (single,) = found.articles
        return single

    return only


@pytest.fixture
def fixtures() -> Path:
    """The folder of example files."""
    return Path(__file__).parents[2] / "fixtures" / "articles"
