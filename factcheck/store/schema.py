"""The tables of an index, as numbered migrations: to change them, add a function to ``MIGRATIONS``, and change none."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

APPLICATION = int.from_bytes(b"fact", "big")
"""SQLite's application id, by which an index is told from another program's file."""

TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # An article's name is Article.id; the digest is of its record.
    "CREATE TABLE articles (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, "
    "claims INTEGER NOT NULL, mentions INTEGER NOT NULL, record TEXT NOT NULL) STRICT",
    # One vector for each text and encoder, whoever says it.
    "CREATE TABLE vectors (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, vector BLOB NOT NULL) STRICT",
    "CREATE TABLE texts (article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE, "
    "vector INTEGER NOT NULL REFERENCES vectors, PRIMARY KEY (article, vector)) STRICT, WITHOUT ROWID",
    "CREATE INDEX texts_vector ON texts (vector)",
    # A claim's record is without its mentions; its landmarks, one a line, are for the search of neighbours.
    "CREATE TABLE claims (article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE, number INTEGER NOT NULL, "
    "names TEXT NOT NULL, vector INTEGER NOT NULL REFERENCES vectors, record TEXT NOT NULL, "
    "PRIMARY KEY (article, number)) STRICT, WITHOUT ROWID",
    "CREATE INDEX claims_vector ON claims (vector)",
    "CREATE TABLE mentions (article INTEGER NOT NULL, claim INTEGER NOT NULL, number INTEGER NOT NULL, "
    "kind TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (article, claim, number), "
    "FOREIGN KEY (article, claim) REFERENCES claims ON DELETE CASCADE) STRICT, WITHOUT ROWID",
    # Two related articles, and their verdicts as one compressed tuple.
    "CREATE TABLE comparisons (id INTEGER PRIMARY KEY, left INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE, "
    "right INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE, pairs INTEGER NOT NULL, verdicts BLOB NOT NULL, "
    "UNIQUE (left, right)) STRICT",
    "CREATE INDEX comparisons_right ON comparisons (right)",
    # Where the contradictions among those verdicts stand that can decide what a finding holds.
    "CREATE TABLE contradictions (comparison INTEGER NOT NULL REFERENCES comparisons ON DELETE CASCADE, "
    "number INTEGER NOT NULL, left INTEGER NOT NULL, left_start INTEGER NOT NULL, left_end INTEGER NOT NULL, "
    "right INTEGER NOT NULL, right_start INTEGER NOT NULL, right_end INTEGER NOT NULL, "
    "PRIMARY KEY (comparison, number)) STRICT, WITHOUT ROWID",
    "CREATE INDEX contradictions_left ON contradictions (left, left_start, left_end)",
    "CREATE INDEX contradictions_right ON contradictions (right, right_start, right_end)",
    "CREATE TABLE findings (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, kind TEXT NOT NULL, "
    "relation TEXT NOT NULL, severity TEXT NOT NULL, confidence REAL NOT NULL, record TEXT NOT NULL) STRICT",
    "CREATE TABLE sides (finding INTEGER NOT NULL REFERENCES findings ON DELETE CASCADE, "
    "article INTEGER NOT NULL REFERENCES articles, start INTEGER NOT NULL, end INTEGER NOT NULL, "
    "PRIMARY KEY (finding, article, start, end)) STRICT, WITHOUT ROWID",
    "CREATE INDEX sides_article ON sides (article, start, end)",
)


def _tables(connection: sqlite3.Connection) -> None:
    for statement in TABLES:
        connection.execute(statement)


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_tables,)
"""What makes version n + 1 of version n, from the empty file on."""


def version(connection: sqlite3.Connection) -> int:
    """The version of the tables in the file; 0 is an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Brings the tables to the newest version, inside the caller's transaction."""
    for number, migration in enumerate(MIGRATIONS[version(connection) :], version(connection) + 1):
        migration(connection)
        connection.execute(f"PRAGMA user_version = {number}")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
