"""Story sets: articles about one event, with a key that says where they disagree and where they only seem to.

A set is a folder; each folder in it that holds ``gold.json``, the key, and ``articles/`` is a story. Every entry of the
key has two sides or more: an article, an exact quotation and, for a discrepancy, the value. ``discrepancies`` have a
kind, a relation and a difficulty; what is listed under ``consistent`` has a trap: why it only looks like one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path, PurePath
from typing import Any

from factcheck.errors import UsageError
from factcheck.records import Span

MIN_OVERLAP = 12
"""Characters that two passages share before they count as one place; a shorter passage must lie wholly in the other."""
MAX_QUOTE = 400
"""Characters; a longer quotation shows a reader nothing, and is placed nowhere."""
STRAIGHT = str.maketrans("‘’“”", "''\"\"")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with straight quotation marks and single spaces, and the original offset of each of its characters."""

    text: str
    origins: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Folded:
        """The folded form of a text."""
        kept = [
            (offset, " " if char.isspace() else char)
            for offset, char in enumerate(text.translate(STRAIGHT))
            if not (char.isspace() and offset and text[offset - 1].isspace())
        ]
        return cls("".join(char for _, char in kept), tuple(offset for offset, _ in kept))

    def find(self, quote: str) -> tuple[Span, ...]:
        """Every place of a quotation, as spans of the original text; none for one longer than ``MAX_QUOTE``."""
        wanted = Folded.of(quote.strip()).text
        found: list[Span] = []
        start = self.text.find(wanted) if 0 < len(wanted) <= MAX_QUOTE else -1
        while start >= 0:
            end = start + len(wanted)
            found.append(Span(self.origins[start], self.origins[end - 1] + 1))
            start = self.text.find(wanted, end)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class GoldSide:
    """What one article says, where that stands, and its value if the key gives one."""

    article: str
    quote: str
    value: str | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the key: a discrepancy (kind, relation, difficulty) or something consistent (trap)."""

    id: str
    about: str
    sides: tuple[GoldSide, ...]
    kind: str = ""
    relation: str = ""
    difficulty: str = ""
    trap: str = ""

    def touched(self, article: str, spans: Iterable[Span]) -> frozenset[int]:
        """The numbers of the sides that stand where one of the spans does."""
        places = list(spans)
        return frozenset(
            number
            for number, side in enumerate(self.sides)
            if side.article == article and any(same_place(a, b) for a in side.spans for b in places)
        )

    def joined(self, touched: Sequence[frozenset[int]]) -> bool:
        """Whether two of the sets of sides hold sides that are opposed to each other."""
        return any(self._opposed(i, j) for one, other in combinations(touched, 2) for i, j in product(one, other))

    def _opposed(self, one: int, other: int) -> bool:
        """Whether two sides are of two articles and, in a discrepancy, of two values."""
        left, right = self.sides[one], self.sides[other]
        if left.article == right.article:
            return False
        return bool(self.trap) or left.value is None or left.value != right.value


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about one event, by file name, and the key to them."""

    slug: str
    folder: Path
    texts: Mapping[str, Folded]
    discrepancies: tuple[Item, ...]
    consistent: tuple[Item, ...]

    @staticmethod
    def article(path: str) -> str:
        """The name by which the key calls the article in a file."""
        return PurePath(path).name

    def place(self, path: str, quote: str) -> tuple[Span, ...]:
        """Every place of a quotation in the article in a file."""
        text = self.texts.get(self.article(path))
        return text.find(quote) if text else ()

    @property
    def unplaced(self) -> int:
        """Sides of the key whose quotation is not in the article."""
        return sum(not side.spans for item in (*self.discrepancies, *self.consistent) for side in item.sides)


def read(sets: Iterable[Path]) -> tuple[Story, ...]:
    """The stories in the sets, sorted by folder; raises UsageError where there are none or one can't be understood."""
    folders = sorted({key.parent for folder in sets for key in folder.rglob("gold.json")})
    if not folders:
        raise UsageError("no story was found", "name folders that hold stories, each with gold.json and articles/")
    return tuple(_read_story(folder) for folder in folders)


def same_place(one: Span, other: Span) -> bool:
    """Whether two spans share ``MIN_OVERLAP`` characters, or the shorter lies in the other."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared >= min(MIN_OVERLAP, one.end - one.start, other.end - other.start)


def _read_story(folder: Path) -> Story:
    try:
        key = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        files = sorted(path for path in (folder / "articles").iterdir() if path.is_file())
        texts = {path.name: Folded.of(path.read_bytes().decode("utf-8-sig")) for path in files}
        return Story(
            slug=key["story"],
            folder=folder,
            texts=texts,
            discrepancies=tuple(_item(entry, texts) for entry in key["discrepancies"]),
            consistent=tuple(_item(entry, texts) for entry in key["consistent"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        problem = f"the story in {folder} can't be understood ({type(error).__name__}: {error})"
        raise UsageError(problem, "see benchmarks/gold.py for what gold.json holds") from error


def _item(entry: Mapping[str, Any], texts: Mapping[str, Folded]) -> Item:
    names = ("kind", "relation", "difficulty") if "kind" in entry else ("trap",)
    labels = {name: str(entry[name]) for name in names}
    return Item(str(entry["id"]), str(entry["about"]), tuple(_side(side, texts) for side in entry["sides"]), **labels)


def _side(side: Mapping[str, Any], texts: Mapping[str, Folded]) -> GoldSide:
    value = side.get("value")
    text = texts.get(side["article"])
    spans = text.find(side["quote"]) if text else ()
    return GoldSide(side["article"], side["quote"], None if value is None else str(value), spans)
