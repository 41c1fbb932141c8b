"""The tables of an index, as numbered migrations: to change them, add a function to ``MIGRATIONS``, and change none.

What stands in braces is a type, or what ends a table, and is called otherwise in SQLite and in PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable

from factcheck.store.database import Connection

RENEWAL = "bring it up to date with: factcheck index add --rebuild"
"""What to do with an index of an older format, or one that other code or other models made."""
TABLES = (
    "CREATE TABLE meta (key {text} PRIMARY KEY, value {text} NOT NULL){keyed}",
    # An article's name is Article.id; the digest is of its record.
    "CREATE TABLE articles (id {id}, name {text} NOT NULL UNIQUE, digest {text} NOT NULL, "
    "claims {integer} NOT NULL, mentions {integer} NOT NULL, record {text} NOT NULL){table}",
    # One vector for each text and encoder, whoever says it.
    "CREATE TABLE vectors (id {id}, digest {bytes} NOT NULL UNIQUE, vector {vector} NOT NULL){table}",
    "CREATE TABLE texts (article {integer} NOT NULL REFERENCES articles ON DELETE CASCADE, "
    "vector {integer} NOT NULL REFERENCES vectors, PRIMARY KEY (article, vector)){keyed}",
    "CREATE INDEX texts_vector ON texts (vector)",
    # A claim's record is without its mentions; its landmarks, one a line, are for the search of neighbours.
    "CREATE TABLE claims (article {integer} NOT NULL REFERENCES articles ON DELETE CASCADE, number {integer} NOT NULL, "
    "names {text} NOT NULL, vector {integer} NOT NULL REFERENCES vectors, record {text} NOT NULL, "
    "PRIMARY KEY (article, number)){keyed}",
    "CREATE INDEX claims_vector ON claims (vector)",
    "CREATE TABLE mentions (article {integer} NOT NULL, claim {integer} NOT NULL, number {integer} NOT NULL, "
    "kind {text} NOT NULL, record {text} NOT NULL, PRIMARY KEY (article, claim, number), "
    "FOREIGN KEY (article, claim) REFERENCES claims ON DELETE CASCADE){keyed}",
    # Two related articles, and their verdicts as one compressed tuple.
    'CREATE TABLE comparisons (id {id}, "left" {integer} NOT NULL REFERENCES articles ON DELETE CASCADE, '
    '"right" {integer} NOT NULL REFERENCES articles ON DELETE CASCADE, pairs {integer} NOT NULL, '
    'verdicts {bytes} NOT NULL, UNIQUE ("left", "right")){table}',
    'CREATE INDEX comparisons_right ON comparisons ("right")',
    # Where the contradictions among those verdicts stand that can decide what a finding holds.
    "CREATE TABLE contradictions (comparison {integer} NOT NULL REFERENCES comparisons ON DELETE CASCADE, "
    'number {integer} NOT NULL, "left" {integer} NOT NULL, left_start {integer} NOT NULL, left_end {integer} NOT NULL, '
    '"right" {integer} NOT NULL, right_start {integer} NOT NULL, right_end {integer} NOT NULL, '
    "PRIMARY KEY (comparison, number)){keyed}",
    'CREATE INDEX contradictions_left ON contradictions ("left", left_start, left_end)',
    'CREATE INDEX contradictions_right ON contradictions ("right", right_start, right_end)',
    "CREATE TABLE findings (id {id}, fingerprint {text} NOT NULL, kind {text} NOT NULL, "
    "relation {text} NOT NULL, severity {text} NOT NULL, confidence {real} NOT NULL, record {text} NOT NULL){table}",
    "CREATE TABLE sides (finding {integer} NOT NULL REFERENCES findings ON DELETE CASCADE, "
    'article {integer} NOT NULL REFERENCES articles, start {integer} NOT NULL, "end" {integer} NOT NULL, '
    'PRIMARY KEY (finding, article, start, "end")){keyed}',
    'CREATE INDEX sides_article ON sides (article, start, "end")',
)


FACTS = (
    # What was found between articles must be compared anew: an index that has some is outdated.
    "UPDATE meta SET value = '' WHERE key = 'comparison'",
    "DROP TABLE sides",
    "DELETE FROM findings",
    "DELETE FROM comparisons",
    "DROP TABLE contradictions",
    # The contradictions among the verdicts that can decide what a finding holds, and the fact that each was put into.
    "CREATE TABLE contradictions (comparison {integer} NOT NULL REFERENCES comparisons ON DELETE CASCADE, "
    "number {integer} NOT NULL, kind {text} NOT NULL, score {real} NOT NULL, "
    '"left" {integer} NOT NULL, left_claim {integer} NOT NULL, left_start {integer} NOT NULL, '
    "left_end {integer} NOT NULL, left_key {text} NOT NULL, "
    '"right" {integer} NOT NULL, right_claim {integer} NOT NULL, right_start {integer} NOT NULL, '
    "right_end {integer} NOT NULL, right_key {text} NOT NULL, fact {integer}, PRIMARY KEY (comparison, number)){keyed}",
    'CREATE INDEX contradictions_left ON contradictions ("left", left_start, left_end)',
    'CREATE INDEX contradictions_right ON contradictions ("right", right_start, right_end)',
    "CREATE INDEX contradictions_fact ON contradictions (fact)",
    "ALTER TABLE findings ADD COLUMN fact {integer} NOT NULL DEFAULT 0",
    "CREATE INDEX findings_fact ON findings (fact)",
)

QUESTIONS = (
    # Where something is and where it is to be are two questions of one kind.
    "ALTER TABLE contradictions RENAME COLUMN kind TO question",
)
PROFILES = (
    # What is compared of two articles before any vector is: so it has a small table for itself. The day of publication
    # is an ordinal or 0, and the landmarks stand one a line.
    "CREATE TABLE profiles (article {integer} PRIMARY KEY REFERENCES articles ON DELETE CASCADE, "
    "claims {integer} NOT NULL, published {integer} NOT NULL, landmarks {text} NOT NULL){table}",
    # An index that holds articles has none of them: they must be taken apart anew.
    "UPDATE meta SET value = '' WHERE key = 'extraction'",
    "ALTER TABLE claims DROP COLUMN names",
)


def _tables(connection: Connection) -> None:
    for statement in TABLES:
        connection.execute(statement.format_map(connection.types))


def _facts(connection: Connection) -> None:
    for statement in FACTS:
        connection.execute(statement.format_map(connection.types))


def _questions(connection: Connection) -> None:
    for statement in (*QUESTIONS, *PROFILES):
        connection.execute(statement.format_map(connection.types))


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_tables, _facts, _questions)
"""What makes version n + 1 of version n, from the empty database on."""


def migrate(connection: Connection, version: int) -> None:
    """Brings tables of a version to the newest one, inside the caller's transaction; 0 is an empty database."""
    for migration in MIGRATIONS[version:]:
        migration(connection)
