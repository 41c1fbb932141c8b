"""A work folder: what the workers of a check made, so that a check that was cut short goes on where it was.

The folder holds a Parquet file, a shard, for each batch that is done. Its name is a hash of all that it depends on:
what is in the batch, the code, the models. So a shard is used by whatever run asks for the same, and by no other;
nothing in the folder is ever wrong, only no longer asked for. When all of a shard is on disk, its hash is put beside
it, as ``sha256sum`` does, which is the mark that its batch is done; a shard that is damaged is made anew.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from factcheck import shards
from factcheck.engines import Batch, Engine, Job, Made
from factcheck.errors import EngineError, UsageError
from factcheck.shards import Shard

FOLDER = ".shards"
"""Below the work folder; hidden, so that its tables are never read as articles."""


@dataclass(frozen=True, slots=True)
class Done:
    """Stands for a batch whose shard is there: workers pass it through, so that everything stays in order."""


def prepare(folder: Path) -> None:
    """Makes the folder; raises UsageError if it can't be used, or if pyarrow is not installed."""
    shards.needed()
    try:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} can't be a work folder: {error.strerror}", "Choose another --work.") from error


class WorkFolder:
    """An engine that keeps what another one makes, and has made only what is not there yet."""

    def __init__(self, engine: Engine, folder: Path, models: tuple[str, str]) -> None:
        """``models`` are the names of the encoder and the entailment model. Raises UsageError as ``prepare`` does."""
        prepare(folder)
        self._engine = engine
        self._models = models
        self._folder = folder / FOLDER

    def map(self, job: Job[Batch, Made], batches: Iterable[Batch]) -> Iterator[Made]:
        """What a worker makes of each batch, or has made of it in a former run."""
        shard = shards.of(job.name, self._models)
        if shard is None:
            yield from self._engine.map(job, batches)
            return
        given: deque[tuple[Path, Made | None]] = deque()
        prefix = f"{shard.version} {job.content() if job.content else ''}"
        passing: Job[Any, Any] = Job(job.name, partial(_Passing, job.start))
        for made in self._engine.map(passing, self._missing(shard, prefix, batches, given)):
            file, stored = given.popleft()
            if isinstance(made, Done):
                assert stored is not None
                yield stored
            else:
                self._write(file, shard, made)
                yield made

    def close(self) -> None:
        """Lets the workers go."""
        self._engine.close()

    def _missing(
        self, shard: Shard, prefix: str, batches: Iterable[Batch], given: deque[tuple[Path, Any]]
    ) -> Iterator[Batch | Done]:
        """The batches, with ``Done`` in place of those of which a sound shard is there; what it holds, or None, is
        put into ``given``."""
        for batch in batches:
            key = hashlib.sha256(f"{prefix} {shard.digest(batch)}".encode()).hexdigest()[:32]
            file = self._folder / shard.name / key[:2] / f"{key}.parquet"
            data = _sound(file)
            stored = None if data is None else shard.read(data, batch)
            given.append((file, stored))
            yield batch if stored is None else Done()

    def _write(self, file: Path, shard: Shard, made: Any) -> None:
        data = shard.written(made)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            _put(file, data)
            _put(_mark(file), f"{hashlib.sha256(data).hexdigest()}  {file.name}\n".encode())
        except OSError as error:
            raise EngineError(
                f"the work folder {self._folder.parent} can't be written: {error.strerror or error}",
                "make room there; what is in it will be used",
            ) from error


def _mark(file: Path) -> Path:
    return file.with_suffix(".sha256")


def _sound(file: Path) -> bytes | None:
    """What a shard holds; None if it is not there, not marked as done, or damaged."""
    try:
        data = file.read_bytes()
        return data if hashlib.sha256(data).hexdigest().encode() == _mark(file).read_bytes()[:64] else None
    except OSError:
        return None


def _put(file: Path, data: bytes) -> None:
    """Puts the file on disk, at once."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


class _Passing:
    """A worker that passes through what is done, and is only made if something is not."""

    def __init__(self, start: Callable[[], Callable[[Any], Any]]) -> None:
        self._start = start
        self._worker: Callable[[Any], Any] | None = None

    def __call__(self, batch: Any) -> Any:
        if isinstance(batch, Done):
            return batch
        if self._worker is None:
            self._worker = self._start()
        return self._worker(batch)
