"""The file: sorted lines, of which none is ever lost, whoever writes at the same time."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from factcheck.errors import StoreError, UsageError
from factcheck.ledger.decisions import Decision
from factcheck.ledger.lines import Line, encoded, understood
from factcheck.ledger.snapshot import Damaged, Ledger

DEFAULT = "factcheck-decisions.jsonl"
"""The name of the file where none is configured."""


def read(path: Path) -> Ledger:
    """The ledger in a file, an empty one where there is no file; raises StoreError for one that can't be read."""
    return _ledger(understood(line) for line in _lines(path))


def append(path: Path, decisions: Sequence[Decision]) -> Ledger:
    """Puts decisions into the file, and returns all that it holds then.

    What others write at the same time stays, and so does every line that this factcheck does not understand. The file
    is replaced at once, and is on disk when this returns; raises StoreError where that can't be done.
    """
    return _add(path, [encoded(decision) for decision in decisions])


def merge(path: Path, others: Sequence[Path]) -> Ledger:
    """Puts the lines of other ledgers into the file, and returns all that it holds then; the others stay as they are.

    Raises UsageError for one that is not there, and StoreError for one that can't be read.
    """
    for other in others:
        if not other.exists():
            raise UsageError(f"there is no ledger {other}", "Correct its name.")
    return _add(path, [line for other in others for line in _lines(other)])


def _lines(path: Path) -> list[bytes]:
    """The lines of the file as they are, without their ends; none where there is no file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StoreError(f"the ledger {path} can't be read: {error.strerror}", "Check its name and rights.") from error
    return [line.strip() for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n")]


def _ledger(lines: Iterable[Line]) -> Ledger:
    """The ledger that the lines of a file make."""
    numbered = tuple(enumerate(lines, 1))
    ordered = sorted((line for _, line in numbered), key=_order)
    return Ledger(
        decisions=tuple({line.decision.id: line.decision for line in ordered if line.decision}.values()),
        damaged=tuple(Damaged(number, line.problem) for number, line in numbered if line.problem),
    )


def _add(path: Path, lines: Iterable[bytes]) -> Ledger:
    """Puts lines into the file, each once, all sorted; those that can't be understood stand at its end."""
    target = path.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _locked(target):
            stored = _lines(target)
            unique = dict.fromkeys((*stored, *lines))  # in the file's order, which is soon sorted
            merged = sorted((understood(line) for line in unique if line), key=_order)
            data = b"".join([line.text + b"\n" for line in merged])
            if data != b"\n".join(stored):
                _replace(target, data)
    except OSError as error:
        raise StoreError(f"the ledger {path} can't be written: {error.strerror}", "Name another file.") from error
    return _ledger(merged)


def _replace(target: Path, data: bytes) -> None:
    """Puts the bytes in the file's place, on disk; at any moment it holds the old ones or the new ones."""
    part = target.with_name(f".{target.name}.part")  # one name: what a killed process left is written over
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    if sys.platform != "win32":
        with _opened(target.parent) as folder:
            os.fsync(folder)


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Keeps other processes from writing to the file meanwhile; a lock ends with its process, however that ends."""
    if sys.platform == "win32":
        import msvcrt

        with target.with_name(f".{target.name}.lock").open("a") as file:
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            yield
    else:
        import fcntl

        with _opened(target.parent) as folder:  # the folder stays, the file is replaced
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _order(line: Line) -> tuple[bool, tuple[str, ...], bytes]:
    return line.order
