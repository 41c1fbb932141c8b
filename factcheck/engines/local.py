"""The engine of a check on one machine: this process, in which the models use all its cores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from factcheck.engines import Batch, Job, Made


class LocalEngine:
    """One worker in this process, made when the first batch comes."""

    def map(self, job: Job[Batch, Made], batches: Iterable[Batch]) -> Iterator[Made]:
        """What the worker makes of each batch."""
        worker = None
        for batch in batches:
            worker = worker or job.start()
            yield worker(batch)

    def close(self) -> None:
        """Nothing is held."""
