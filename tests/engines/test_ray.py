"""The Ray engine on a cluster of two workers: it makes what the local engine makes, byte for byte, whoever dies."""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from factcheck import batches, check, related
from factcheck.config import Settings
from factcheck.engines import Engine, Job
from factcheck.engines.local import LocalEngine
from factcheck.engines.ray import AHEAD, RayEngine
from factcheck.errors import EngineError, ModelError
from factcheck.pipeline import Models
from factcheck.reports.json import to_json
from factcheck.testing import FakeEncoder, FakeNli
from factcheck.work import WorkFolder

pytestmark = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed")

STORY = {
    "gull.txt": "The ferry Solveig carried 212 passengers when it ran aground near Hestvik on Monday.\n",
    "tern.txt": "The ferry Solveig carried 340 passengers when it ran aground near Hestvik on Monday.\n",
    "crow.txt": "The ferry Solveig carried 260 passengers when it ran aground near Hestvik on Tuesday.\n",
    "weather.txt": "The mountain pass was closed by snow, and 40 lorries waited at the inn.\n",
}


@pytest.fixture(scope="module")
def cluster() -> Iterator[RayEngine]:
    """A cluster on this machine, whose workers know the classes of this module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("RAY_ADDRESS", raising=False)
        engine = RayEngine(workers=2)
    import ray

    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])
    yield engine
    engine.close()
    assert not ray.is_initialized()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("story")
    for name, text in STORY.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture(autouse=True)
def _many_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "ARTICLES", 1)
    monkeypatch.setattr(batches, "COUPLES", 1)
    monkeypatch.setattr(related, "ROWS", 2)


class Once:
    """Kills the process in which it is first called; who does it the second time lives."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __call__(self) -> None:
        try:
            self._mark.open("x").close()
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)


class DyingEncoder(FakeEncoder):
    def __init__(self, once: Once) -> None:
        self.once = once

    def encode(self, texts: Any) -> Any:
        self.once()
        return super().encode(texts)


class DyingNli(FakeNli):
    def __init__(self, once: Once) -> None:
        super().__init__()
        self.once = once

    def predict(self, pairs: Any) -> Any:
        self.once()
        return super().predict(pairs)


def report(folder: Path, engine: Engine, encoder: Any = None, model: Any = None) -> str:
    return to_json(check([folder], encoder=encoder or FakeEncoder(), model=model or FakeNli(), engine=engine))


def test_a_report_is_the_same_whatever_makes_it_and_whoever_dies(
    cluster: RayEngine, folder: Path, tmp_path: Path
) -> None:
    local = report(folder, LocalEngine())
    assert '"quantity-' in local
    assert report(folder, RayEngine(workers=1)) == local
    marks = tmp_path / "encoder", tmp_path / "nli"
    assert report(folder, cluster, DyingEncoder(Once(marks[0])), DyingNli(Once(marks[1]))) == local
    assert all(mark.exists() for mark in marks)


def test_what_workers_made_before_they_were_lost_is_used_again(
    cluster: RayEngine, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factcheck.engines.ray.RETRIES", 0)

    def run(model: Any) -> str:
        return report(folder, WorkFolder(cluster, tmp_path / "work", ("fake", "fake")), model=model)

    with pytest.raises(EngineError, match="compare"):
        run(AlwaysDying())
    kept = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.parquet")}
    assert len(kept) >= len(STORY)
    assert run(FakeNli()) == report(folder, LocalEngine())
    assert {file: file.stat().st_mtime_ns for file in kept} == kept


class AlwaysDying(FakeNli):
    def predict(self, pairs: Any) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)


def started(work: Callable[[int], Any]) -> Job[int, Any]:
    return Job("count", partial(partial, work))


def test_results_come_in_order_and_batches_are_taken_as_they_are_needed(cluster: RayEngine) -> None:
    taken: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(200):
            taken.append(number)
            yield number

    made = cluster.map(started(lambda number: number * number), numbers())
    assert next(made) == 0
    assert len(taken) <= 2 * AHEAD + 1
    assert list(made) == [number * number for number in range(1, 200)]
    assert list(cluster.map(started(abs), [])) == []


def test_an_error_of_a_worker_says_what_to_do(cluster: RayEngine) -> None:
    class Broken:
        def __call__(self, batch: int) -> int:
            raise ModelError("the model is damaged", "reinstall it")

    with pytest.raises(ModelError) as told:
        list(cluster.map(Job("fail", Broken), [1]))
    assert (told.value.problem, told.value.remedy) == ("the model is damaged", "reinstall it")
    with pytest.raises(EngineError, match="ZeroDivisionError"):
        list(cluster.map(started(lambda number: 1 // number), [0]))


def test_workers_load_the_models_that_the_settings_name(cluster: RayEngine) -> None:
    models = Models(Settings(nli="none"))
    (dimension,) = cluster.map(started(lambda number: models.load_encoder().dimension + number), [1])
    assert dimension == 385


def test_it_sends_nothing_to_the_makers_of_ray_and_listens_to_this_machine_alone(cluster: RayEngine) -> None:
    import ray

    seen = list(cluster.map(started(lambda number: os.environ.get("RAY_USAGE_STATS_ENABLED")), [1]))
    assert seen == ["0"]
    assert ray.get_runtime_context().gcs_address.startswith("127.0.0.1:")
