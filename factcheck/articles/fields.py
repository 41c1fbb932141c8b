"""What the fields of a front matter, a table row or a labelled line are called, and what they hold."""

from __future__ import annotations

from collections.abc import Mapping

from factcheck.articles.dates import parse_date
from factcheck.articles.drafts import Metadata

NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "article_text", "full_text", "story"),
    "title": ("title", "headline"),
    "source": ("source", "site", "publisher", "outlet", "site_name", "sitename", "publication"),
    "published": (
        "published", "date", "published_at", "publication_date", "date_published", "publish_date", "pubdate",
    ),
    "language": ("language", "lang"),
}  # fmt: skip
"""For each field, the names it goes by; the first that is present counts."""


def pick(values: Mapping[str, str], field: str) -> str | None:
    """The value of ``field`` under the first of its names that has one; the names compare without capitals."""
    lowered = {name.strip().casefold(): value for name, value in values.items()}
    return next((lowered[name].strip() for name in NAMES[field] if lowered.get(name, "").strip()), None)


def read_metadata(values: Mapping[str, str]) -> tuple[Metadata, tuple[str, ...]]:
    """The metadata among ``values``, and a note for a date that can't be understood."""
    stated = pick(values, "published")
    published = parse_date(stated) if stated else None
    metadata = Metadata(pick(values, "title"), pick(values, "source"), published, pick(values, "language"))
    return metadata, (unclear_date(stated),) if stated and not published else ()


def unclear_date(stated: str) -> str:
    """The note for a publication date that is stated but can't be understood."""
    return f"the date {stated!r} is not a full and unambiguous date, so when it was published counts as unknown"
