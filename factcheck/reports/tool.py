"""The name and version that reports and the command line give for this tool."""

from __future__ import annotations

NAME = "factcheck"
DISTRIBUTION = "factcheck-sources"


def version() -> str:
    """The installed version, or ``unknown`` where the package runs without having been installed."""
    from importlib.metadata import PackageNotFoundError, version  # slow to import, and --help does not need it

    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"
