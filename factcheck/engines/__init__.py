"""Where the work of a check is done: in this process, or on the workers of a cluster.

The seam is ``Engine``. An engine knows nothing of articles: it is given a job, which says how a worker is made, and
batches, and gives back what the worker makes of each, in the order of the batches. What a batch holds never depends on
the engine, nor on how many workers there are; so the report is the same, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from factcheck.errors import UsageError

Batch = TypeVar("Batch")
Made = TypeVar("Made")

LOCAL, RAY = "local", "ray"
NAMES = f"{LOCAL}|{RAY}|ray://HOST:PORT"
"""What an engine may be called."""


@dataclass(frozen=True, slots=True)
class Job(Generic[Batch, Made]):
    """What is to be done with batches of one sort."""

    name: str
    """Names the sort."""
    start: Callable[[], Callable[[Batch], Made]]
    """Makes a worker: loads what it needs, once in each process. It is sent to the processes as a pickle."""
    content: Callable[[], str] | None = None
    """A hash of what is worked on besides the batches, where there is something."""


class Engine(Protocol):
    """Has workers do a job."""

    def map(self, job: Job[Batch, Made], batches: Iterable[Batch]) -> Iterator[Made]:
        """What a worker makes of each batch, in the order of the batches, which are taken as they are needed."""
        ...

    def close(self) -> None:
        """Lets the workers go."""
        ...


def named(name: str) -> Engine:
    """The engine of that name: ``local``, ``ray``, or ``ray://HOST:PORT`` for a cluster that runs there.

    Raises UsageError for another name or if Ray is not installed, and EngineError if no cluster is to be had.
    """
    if name == LOCAL:
        from factcheck.engines.local import LocalEngine

        return LocalEngine()
    if name == RAY or name.startswith("ray://"):
        from factcheck.engines.ray import RayEngine

        return RayEngine(None if name == RAY else name)
    raise UsageError(f"unknown engine '{name}'", f"Choose {NAMES}.")
