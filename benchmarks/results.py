"""A benchmark's results as JSON: the figures, and the conditions that they hold under."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import factcheck
from factcheck import config, language
from factcheck.config import Settings
from factcheck.encoders import Encoder
from factcheck.errors import UsageError
from factcheck.reports import tool

SECTIONS = ("stories", "stages", "pairs", "news")
"""The parts of a results file that hold figures, each there if it was measured."""


def conditions(settings: Settings, encoder: Encoder, date: str | None) -> dict[str, Any]:
    """What was measured, with which models and thresholds, and where; the date is the caller's to know."""
    return {
        "tool": {"name": tool.NAME, "version": tool.version(), "code": code_hash()},
        "encoder": model_name(encoder.name),
        "language_model": language.name(),
        "thresholds": {"min_confidence": settings.min_confidence, **thresholds()},
        "machine": {
            "cpus": os.cpu_count(),
            "python": platform.python_version(),
            "system": platform.platform(terse=True),
        },
        "date": date,
    }


def thresholds() -> dict[str, float]:
    """The method's thresholds and limits, by their names in ``factcheck.config``."""
    return {
        name: value for name, value in sorted(vars(config).items()) if name.isupper() and isinstance(value, int | float)
    }


def code_hash() -> str:
    """Of the package's modules and data: between two releases, the version alone does not say what was measured."""
    folder = Path(factcheck.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".py", ".json"}):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def model_name(name: str) -> str:
    """A model's name; of a folder, only the last part, which says enough and nothing of this machine."""
    return Path(name).name if Path(name).is_dir() else name


def write(path: Path, results: Mapping[str, Any]) -> None:
    """Writes the results as indented JSON and makes the file's folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def read(path: Path) -> dict[str, Any]:
    """Stored results; raises UsageError if the file holds none."""
    try:
        results: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if not any(section in results for section in SECTIONS):
            raise ValueError("it holds no figures")
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(f"{path} is no file of results ({error})", "write one with --output") from error
    return results
