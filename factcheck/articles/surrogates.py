"""Lone surrogates: code points that some libraries let through and that no file can be written with."""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


def without_surrogates(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, so that all positions stay the same."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
