"""The YAML front matter of a text or Markdown file, and the draft of what follows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from factcheck.articles.drafts import NOTHING, Block, Draft, Metadata, Role
from factcheck.articles.fields import NAMES, read_metadata
from factcheck.articles.heads import read_head
from factcheck.articles.lines import lines
from factcheck.articles.passages import join_lines
from factcheck.errors import ArticleError

MAX_LENGTH = 1 << 16
"""A front matter is closed within so many characters; a rule further down is a rule."""

_OPENING = re.compile(r"---[ \t]*(?:\r\n|[\r\n])")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_FIELD = re.compile(r"[\w-]+:(?:\s|$)")
_REMEDY = (
    "Write each field as 'name: value' on a line of its own, and put a value with a colon or a quotation mark"
    " in quotation marks"
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a front matter states, and where the text after it begins."""

    metadata: Metadata = NOTHING
    title: Block | None = None
    """The title where it stands word for word in the front matter."""
    end: int = 0
    notes: tuple[str, ...] = ()


def read_headed(text: str, path: str, blocks_from: Callable[[str, int], Iterable[Block]]) -> Draft:
    """The draft of a text with or without front matter; ``blocks_from`` gives the blocks from a position on.

    Raises ArticleError for a front matter that can't be read.
    """
    front = read_front_matter(text, path)
    # One title at most: the front matter's, or else a first block that is marked up as one.
    blocks = [
        replace(block, role=Role.HEADING) if block.role is Role.TITLE and (index or front.metadata.title) else block
        for index, block in enumerate(blocks_from(text, front.end))
    ]
    blocks, metadata, notes = read_head(text, blocks, front.metadata)
    if front.title is not None:
        blocks.insert(0, front.title)
    return Draft(text, tuple(blocks), metadata, front.notes + notes)


def read_front_matter(text: str, path: str) -> FrontMatter:
    """The front matter that ``text`` begins with, or an empty one.

    Raises ArticleError, with the line number, for one that is no valid YAML or is not closed.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter()
    start = opening.end()
    closing = _CLOSING.search(text, start, start + MAX_LENGTH)
    if closing is None:
        if _FIELD.match(text, start):
            raise ArticleError(path, "the front matter that begins in line 1 is not closed", "End it with a line '---'")
        return FrontMatter()
    values = _parse(text[start : closing.start()], path)
    if values is None:
        return FrontMatter()
    metadata, notes = read_metadata(values)
    title = _title(text, start, closing.start(), metadata.title)
    return FrontMatter(metadata, title, closing.end(), notes)


def _parse(header: str, path: str) -> dict[str, str] | None:
    """The fields that hold plain values, or None for something that is no mapping: text between two rules."""
    import yaml

    try:
        # The base loader leaves every value a string: "No" stays "No", and no date is guessed.
        loaded = yaml.load(header, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        reason = getattr(error, "problem", None) or "it is not valid YAML"
        raise ArticleError(path, f"the front matter can't be read at line {line}: {reason}", _REMEDY) from error
    if not isinstance(loaded, dict):
        return None
    return {str(name): value for name, value in loaded.items() if isinstance(value, str)}


def _title(text: str, start: int, end: int, title: str | None) -> Block | None:
    """The title as it stands after its field's name, over several lines if it is folded."""
    words = (title or "").split()
    if not words:
        return None
    names, value = "|".join(NAMES["title"]), r"\s+".join(map(re.escape, words))
    field = rf"^[ \t\"']*(?i:{names})[\"']?[ \t]*:[^\w\r\n]*?(?:[|>][-+\d]*\s+)?(?P<title>{value})"
    found = re.compile(field, re.MULTILINE).search(text, start, end)
    if found is None:
        return None
    within = [(line.start, line.end) for line in lines(text, *found.span("title"))]
    return Block(join_lines(text, within), Role.TITLE)
