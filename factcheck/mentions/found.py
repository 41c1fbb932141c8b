"""A typed value as a finder returns it, before it becomes a ``Mention`` of a claim."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.records import Value


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the tokens of the parsed passage that state it."""

    value: Value
    start: int
    """Index of the first token."""
    end: int
    """Index after the last token."""
