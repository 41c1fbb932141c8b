"""Where a news agency's dateline ends: it tells where and when a report was written, not what it is about."""

from __future__ import annotations

import re

_DATELINE = re.compile(
    r"[A-Z][A-Z'\u2019. -]*[A-Z](?:,\s[^\u2013\u2014(]{1,25})?(?:\s\([^)]{1,30}\))?\s[-\u2013\u2014](?:\s|$)"
)


def end(text: str) -> int:
    """The offset behind a dateline such as ``ROME, May 4 (XYZ) -``, 0 where the text has none."""
    match = _DATELINE.match(text)
    return match.end() if match else 0
