"""The engine of a check on a cluster: a Ray actor for each worker, which loads its models once.

Ray starts a cluster of this machine's cores, unless the call or the variable ``RAY_ADDRESS`` names one that runs. An
actor that dies is started anew, and what it was doing is done again. Results come back in the order of the batches, and
only a few batches for each worker are under way, so that neither side holds more than it works on.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from factcheck.engines import Batch, Job, Made
from factcheck.errors import EngineError, FactcheckError, UsageError

MISSING = 'pip install "factcheck-sources[ray]"'
RETRIES = 3
"""How often one actor is started anew, and one batch tried again, before the check gives up."""
QUEUED = 2
"""Batches that a worker has at a time: the one that it works on and the next."""
AHEAD = 8
"""Batches for each worker that may be done before an earlier one is."""
SILENT = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}
"""Variables under which Ray sends nothing to its makers, and warns of nothing that does not concern a check."""
ALONE = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
"""A variable under which a cluster of our own is not to be reached from other machines, on Linux as well."""


class RayEngine:
    """Workers on a Ray cluster; ``workers`` is how many, by default one for each core of the cluster."""

    def __init__(self, address: str | None = None, workers: int | None = None) -> None:
        address = address or os.environ.get("RAY_ADDRESS")
        self._ray = _ray(SILENT if address else SILENT | ALONE)
        self._own = not self._ray.is_initialized()
        if self._own:
            _connect(self._ray, address, workers)
        cores = int(self._ray.cluster_resources().get("CPU", 1))
        self._workers = max(1, workers or cores)
        self.actors: list[Any] = []
        """The workers of the job that is done now."""

    def map(self, job: Job[Batch, Made], batches: Iterable[Batch]) -> Iterator[Made]:
        """What the workers make of each batch. Raises EngineError if workers keep dying, and what a worker raised."""
        actor = self._ray.remote(max_restarts=RETRIES, max_task_retries=RETRIES, num_cpus=1)(_Worker)
        shared = self._ray.put(job.start)  # once for each machine, whose workers share what arrays it holds
        self.actors = [actor.remote() for _ in range(self._workers)]
        try:
            yield from self._ordered([shared], batches)
        except self._ray.exceptions.RayTaskError as error:
            raise _cause(error) from error
        except self._ray.exceptions.RayError as error:
            raise EngineError(
                f"workers of the Ray cluster are lost while they do '{job.name}' ({type(error).__name__})",
                "see that each has enough memory; with --work, the next run goes on where this one ended",
            ) from error
        finally:
            for one in self.actors:
                self._ray.kill(one)
            self.actors = []

    def _ordered(self, shared: list[Any], batches: Iterable[Any]) -> Iterator[Any]:
        free = deque(actor for _ in range(QUEUED) for actor in self.actors)
        busy: dict[Any, Any] = {}
        order: deque[Any] = deque()
        for batch in batches:
            actor = free.popleft()
            order.append(made := actor.work.remote(shared, batch))
            busy[made] = actor
            while not free or len(order) >= AHEAD * self._workers:
                self._wait(busy, free, order[0] if free else None)
                while order and order[0] not in busy:
                    yield self._ray.get(order.popleft())
        while order:
            yield self._ray.get(order.popleft())

    def _wait(self, busy: dict[Any, Any], free: deque[Any], wanted: Any) -> None:
        """Waits for the wanted batch, or any, and sets free who did it."""
        done, _ = self._ray.wait([wanted] if wanted in busy else list(busy), num_returns=1, fetch_local=False)
        for made in done:
            free.append(busy.pop(made))

    def close(self) -> None:
        """Ends the cluster, if it was started here."""
        if self._own:
            self._ray.shutdown()


class _Worker:
    """What runs in an actor."""

    def __init__(self) -> None:
        self._work: Callable[[Any], Any] | None = None

    def work(self, shared: list[Any], batch: Any) -> Any:
        """What the job makes of a batch, given a reference to how its worker is made, which is done only once."""
        if self._work is None:
            import ray

            start: Callable[[], Callable[[Any], Any]] = ray.get(shared[0])
            self._work = start()
        return self._work(batch)


def _ray(variables: dict[str, str]) -> Any:
    os.environ.update(variables)  # before the import, which reads them; workers inherit them
    try:
        import ray
    except ImportError as error:
        raise UsageError("the engine ray needs Ray, which is not installed", MISSING) from error
    return ray


def _connect(ray: Any, address: str | None, workers: int | None) -> None:
    local = {} if address else {"num_cpus": workers, "include_dashboard": False}
    try:
        ray.init(address=address or "local", log_to_driver=False, logging_level=logging.ERROR, **local)
    except Exception as error:
        where = f"at {address}" if address else "on this machine"
        raise EngineError(
            f"no Ray cluster is to be had {where}: {error}", "start one, correct the address, or use --engine local"
        ) from error


def _cause(error: Any) -> Exception:
    """What a worker raised, if it is an error that says what to do; else the whole story."""
    cause = error.cause
    if isinstance(cause, FactcheckError):
        return cause
    return EngineError(
        f"a worker of the Ray cluster failed: {type(cause).__name__}: {cause}", "this is a fault; tell us"
    )
