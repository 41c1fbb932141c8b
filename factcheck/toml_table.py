"""A TOML table, read strictly: each key is asked for by name and type, and what nobody asked for is an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from factcheck.errors import UsageError

Choice = TypeVar("Choice", bound=StrEnum)

TYPES = {
    bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table",
}  # fmt: skip
"""What a value is called in a message."""


class Table:
    """A table of a file; every method returns None, or nothing, for a key that is not there.

    All raise UsageError, with the file and the whole path of the key, for a value of another type or range.
    """

    def __init__(self, file: Path, path: str, values: Mapping[str, Any]) -> None:
        self.file = file
        self.path = path
        self._values = values
        self._asked: list[str] = []

    def text(self, key: str) -> str | None:
        """A text that is not empty."""
        value: str | None = self._get(key, str)
        if value is not None and not value.strip():
            raise self.error(key, "must not be empty")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self._items(key, str))

    def share(self, key: str) -> float | None:
        """A number from 0 to 1."""
        value = self._get(key, float, int)
        if value is not None and not 0 <= value <= 1:
            raise self.error(key, f"must be from 0 to 1, not {value}")
        return None if value is None else float(value)

    def choice(self, key: str, kind: type[Choice]) -> Choice | None:
        """One of the values of ``kind``."""
        value = self._get(key, str)
        return None if value is None else self._chosen(key, value, kind)

    def choices(self, key: str, kind: type[Choice]) -> frozenset[Choice] | None:
        """Some of the values of ``kind``."""
        if key not in self:
            self._asked.append(key)
            return None
        return frozenset(self._chosen(key, value, kind) for value in self._items(key, str))

    def table(self, key: str) -> Table:
        """The table under a key, empty where there is none."""
        return Table(self.file, self.at(key), self._get(key, dict) or {})

    def tables(self, key: str) -> Iterator[Table]:
        """The tables of a list."""
        for number, value in enumerate(self._items(key, dict), start=1):
            yield Table(self.file, f"{self.at(key)}[{number}]", value)

    def names(self) -> tuple[str, ...]:
        """The keys that are there, where they may be any."""
        return tuple(self._values)

    def finish(self) -> None:
        """Raises UsageError for a key that nobody asked for, with the nearest one that exists."""
        for key in self._values:
            if key not in self._asked:
                near = get_close_matches(key, self._asked, n=1)
                hint = f"Did you mean {near[0]}? " if near else ""
                remedy = f"{hint}The keys are: {', '.join(self._asked)}."
                raise UsageError(f"{self.file}: there is no key {self.at(key)}", remedy)

    def error(self, key: str, problem: str) -> UsageError:
        """What is wrong with the value of a key."""
        return UsageError(f"{self.file}: {self.at(key)} {problem}")

    def at(self, key: str) -> str:
        """The whole path of a key."""
        shown = key if key.replace("_", "").replace("-", "").isalnum() else f'"{key}"'
        return f"{self.path}.{shown}" if self.path else shown

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def _get(self, key: str, *types: type) -> Any:
        self._asked.append(key)
        if key not in self._values:
            return None
        return self._typed(key, self._values[key], *types)

    def _items(self, key: str, kind: type) -> Iterator[Any]:
        for item in self._get(key, list) or ():
            yield self._typed(key, item, kind, within="a list with ")

    def _typed(self, key: str, value: Any, *types: type, within: str = "") -> Any:
        # By the exact type: True is an int to Python, and no number to a reader.
        if type(value) not in types:
            found = TYPES.get(type(value), "a date or time")
            raise self.error(key, f"must be {TYPES[types[0]]}, not {within}{found}")
        return value

    def _chosen(self, key: str, value: str, kind: type[Choice]) -> Choice:
        try:
            return kind(value)
        except ValueError:
            near = get_close_matches(value, list(kind), n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise self.error(key, f"must be one of {', '.join(kind)}, not {value!r}{hint}") from None
