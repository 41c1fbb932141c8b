"""An index on disk: articles taken apart once, so that a new one is checked against thousands in seconds.

from factcheck import pipeline, store

with store.open("news.index") as index:
    index.add(pipeline.read(["articles/"]).articles)
    index.findings()                        # the same as those of a check of all articles at once
    index.against(pipeline.read(["new.md"]).articles)  # what a new one would bring; nothing is written
"""

from __future__ import annotations

from pathlib import Path

from factcheck.config import Settings
from factcheck.encoders import Encoder
from factcheck.store.database import WAIT, Database
from factcheck.store.index import Changes, Index, Info
from factcheck.store.tables import Entry

__all__ = ["WAIT", "Changes", "Entry", "Index", "Info", "open"]


def open(
    path: str | Path,
    *,
    settings: Settings = Settings(),  # noqa: B008 (frozen)
    encoder: Encoder | None = None,
    readonly: bool = False,
    wait: float = WAIT,
) -> Index:
    """The index at ``path``, which is made if it is not there yet and is not to be opened ``readonly``.

    ``encoder`` stands in for the one that the settings name. A writer waits ``wait`` seconds for another one to finish.
    Raises UsageError if there is no index to be read, and StoreError if the file is none, is damaged, or was written by
    a newer version.
    """
    return Index(Database(Path(path), readonly=readonly, wait=wait), settings, encoder)
