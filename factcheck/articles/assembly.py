"""A draft becomes an article: boilerplate, section labels and repetitions go, the title comes first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from factcheck.articles.boilerplate import is_furniture, tail_start
from factcheck.articles.drafts import Block, Draft, Role
from factcheck.articles.passages import key
from factcheck.errors import ArticleError
from factcheck.records import Article, Passage

HEADING_WORDS = 4
"""A heading of fewer words labels a section and states nothing."""


def assemble(draft: Draft, path: str, sha256: str) -> Article:
    """The article of a draft; raises ArticleError where nothing but a title or boilerplate is left."""
    name = path if draft.row is None else f"{path}#{draft.row}"
    passages = _passages(draft)
    if all(passage.is_title for passage in passages):
        problem = "it holds no text besides a title, metadata or boilerplate"
        raise ArticleError(name, problem, "Check that it is complete")
    return Article(
        id=name,
        path=path,
        text=draft.text,
        passages=passages,
        source=draft.metadata.source,
        title=draft.metadata.title,
        published=draft.metadata.published,
        language=draft.metadata.language,
        sha256=sha256 if draft.row is None else _row_hash(draft),
        row=draft.row,
        page_starts=draft.page_starts,
    )


def _passages(draft: Draft) -> tuple[Passage, ...]:
    blocks = _with_title(list(draft.blocks), draft.metadata.title)
    kept = [block for block in blocks if block.role is Role.TITLE or not is_furniture(block.text)]
    kept = kept[: tail_start([block.text for block in kept])]
    kept = [block for block in kept if _is_read(block)]
    kept.sort(key=lambda block: block.role is not Role.TITLE)
    return tuple(replace(block.passage, is_title=block.role is Role.TITLE) for block in _once(kept))


def _with_title(blocks: list[Block], title: str | None) -> list[Block]:
    """The blocks with the first that repeats a stated title as the title, unless there is one."""
    if title is None or any(block.role is Role.TITLE for block in blocks):
        return blocks
    for index, block in enumerate(blocks):
        if key(block.text) == key(title):
            blocks[index] = replace(block, role=Role.TITLE)
            break
    return blocks


def _is_read(block: Block) -> bool:
    is_label = block.role is Role.HEADING and len(block.text.split()) < HEADING_WORDS
    return not is_label and any(map(str.isalnum, block.text))


def _once(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks without those that repeat an earlier one."""
    seen: set[bytes] = set()
    for block in blocks:
        # A digest, so that a long file is not held in memory twice.
        digest = hashlib.blake2b(key(block.text).encode(), digest_size=16).digest()
        if digest not in seen:
            seen.add(digest)
            yield block


def _row_hash(draft: Draft) -> str:
    """The hash of a table row's content: its text and what else it states."""
    metadata = draft.metadata
    stated = (draft.text, metadata.title, metadata.source, metadata.published, metadata.language)
    return hashlib.sha256("\x1f".join(map(str, stated)).encode()).hexdigest()
