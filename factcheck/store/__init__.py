"""An index: articles taken apart once, so that a new one is checked against thousands in seconds.

from factcheck import pipeline, store

with store.open("news.index") as index:
    index.add(pipeline.read(["articles/"]).articles)
    index.findings()                        # the same as those of a check of all articles at once
    index.against(pipeline.read(["new.md"]).articles)  # what a new one would bring; nothing is written

An index is a file, or the tables of one schema on a PostgreSQL server: store.open("postgresql://anna@db/news").
"""

from __future__ import annotations

from pathlib import Path

from factcheck import locations
from factcheck.config import Settings
from factcheck.encoders import Encoder
from factcheck.locations import Server
from factcheck.store import database
from factcheck.store.database import WAIT
from factcheck.store.index import Changes, Index, Info
from factcheck.store.tables import Entry

__all__ = ["WAIT", "Changes", "Entry", "Index", "Info", "open"]


def open(
    where: str | Path | Server,
    *,
    settings: Settings = Settings(),  # noqa: B008 (frozen)
    encoder: Encoder | None = None,
    readonly: bool = False,
    create: bool = True,
    wait: float = WAIT,
) -> Index:
    """The index in a file or at a ``postgresql://`` URL, which is made if it is not there yet and is not to be opened
    ``readonly`` or without ``create``.

    ``encoder`` stands in for the one that the settings name. A writer waits ``wait`` seconds for another one to finish.
    Raises UsageError if there is no index to be read or the URL can't be understood, and StoreError if what is there is
    none, is damaged, can't be reached, or was written by a newer version.
    """
    found = database.connect(locations.located(where), readonly=readonly, create=create, wait=wait)
    return Index(found, settings, encoder)
