"""How often something recurs: "every thirty minutes" is no stretch of time that something took."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from factcheck.mentions.found import Found
from factcheck.mentions.numbers import Number
from factcheck.records import INTERVAL, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Span

RECURRING = frozenset({"every", "each"})


def marked(sentence: Span, number: Number, found: Found) -> Found:
    """The quantity, with ``INTERVAL`` among its qualifiers if it is the time from one occurrence to the next."""
    value = found.value
    before = sentence.doc[number.start - 1].lower_ if number.start > sentence.start else ""
    if not isinstance(value, Quantity) or value.unit != "second" or before not in RECURRING:
        return found
    return replace(found, value=replace(value, qualifiers=tuple(sorted({*value.qualifiers, INTERVAL}))))
