"""Bounds that a rule sets: "may be up to 16 MiB" and "anything over 8 MiB is refused" each state the largest size, and
"needs at least 4 GB" the smallest.

A plain "up to 40 people were hurt" only admits smaller numbers; a limit is a figure of its own.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from factcheck.mentions.found import Found
from factcheck.mentions.numbers import Number
from factcheck.records import LIMIT, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Span

RULES = re.compile(r"\b(?:may|must|cannot|shall|allow\w*|permit\w*|accept\w*|limit\w*|capped|restrict\w*)\b", re.I)
"""Words that make "up to" a rule."""
ANYTHING = re.compile(r"\b(?:any(?:thing|one|body)|nothing|nobody|no one|whatever|everything)\s*$", re.I)
"""Words before "over 8 MiB" that make it a rule."""
NEEDS = re.compile(r"\b(?:need\w*|requir\w*|must|shall)\b", re.I)
"""Words that make "at least" a rule."""
REACH = 60
"""Characters before a figure in which a word makes it a rule."""


def marked(sentence: Span, number: Number, found: Found) -> Found:
    """The quantity, with ``LIMIT`` among its qualifiers if it is one."""
    value = found.value
    if not isinstance(value, Quantity) or not _is_limit(sentence, number):
        return found
    return replace(found, value=replace(value, qualifiers=tuple(sorted({*value.qualifiers, LIMIT}))))


def _is_limit(sentence: Span, number: Number) -> bool:
    before = sentence.doc[sentence.start : number.start].text[-REACH:]
    if number.low == -math.inf:
        return RULES.search(before) is not None
    return number.high == math.inf and (ANYTHING.search(before) or NEEDS.search(before)) is not None
