"""A report on disk: written at once or not at all, and never over an article."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from factcheck.errors import FactcheckError, UsageError


def prepare(output: Path, inputs: Iterable[str]) -> None:
    """Makes the output's folder, and refuses before the work what could not be written after it."""
    refuse_to_overwrite(output, inputs)
    if output.is_dir():
        raise UsageError(f"{output} is a folder", "Name a file for --output.")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{output} can't be written: {error.strerror}", "Choose another --output.") from error


def refuse_to_overwrite(output: Path, inputs: Iterable[str]) -> None:
    """Raises UsageError if the report would take the place of an article."""
    for path in inputs:
        if output.resolve() == Path(path).resolve() and not output.is_dir():
            raise UsageError(f"{output} was read as an article", "Choose another --output, or --exclude an old report.")


def write(output: Path, text: str) -> None:
    """Puts the text into the file at once or not at all; a device or a pipe is written to as it is."""
    data = encoded(text)
    try:
        if output.exists() and not output.is_file():
            output.write_bytes(data)
            return
        target = output.resolve()
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            with part.open("xb") as file:
                file.write(data)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise FactcheckError(f"{output} can't be written: {error.strerror}", "Choose another --output.") from error


def encoded(text: str) -> bytes:
    """The text as UTF-8."""
    # A lone surrogate, from a JSON escape or a file name, has no UTF-8; written as an escape it is valid JSON again.
    return text.encode("utf-8", "backslashreplace")
