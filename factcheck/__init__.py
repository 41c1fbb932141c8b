"""Finds where articles of several sources contradict each other, and quotes both sides.

    from factcheck import check

    result = check(["articles/"])
    for finding in result.findings:
        print(finding.about, [side.quote for side in finding.sides])

``check`` is imported when it is first used: what stands behind it is heavy, and ``factcheck --help`` needs none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.config import Settings
from factcheck.errors import ArticleError, FactcheckError, ModelError, UsageError
from factcheck.results import Result

if TYPE_CHECKING:
    from factcheck.pipeline import check

    __version__: str

__all__ = [
    "ArticleError",
    "FactcheckError",
    "ModelError",
    "Result",
    "Settings",
    "UsageError",
    "__version__",
    "check",
]


def __getattr__(name: str) -> object:
    """``check`` and ``__version__``, looked up on first use."""
    if name == "check":
        from factcheck.pipeline import check

        return check
    if name == "__version__":
        from factcheck.reports.tool import version

        return version()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
