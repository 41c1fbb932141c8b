"""Engines by their names, and the local one."""

from __future__ import annotations

import sys

import pytest

from factcheck import engines
from factcheck.engines import Job
from factcheck.engines.local import LocalEngine
from factcheck.errors import UsageError


def test_an_engine_has_a_name() -> None:
    assert isinstance(engines.named("local"), LocalEngine)
    with pytest.raises(UsageError, match="unknown engine 'spark'"):
        engines.named("spark")


@pytest.mark.parametrize("name", ["ray", "ray://nowhere:10001"])
def test_ray_that_is_not_installed_is_a_wrong_call(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError) as told:
        engines.named(name)
    assert told.value.remedy == 'pip install "factcheck-sources[ray]"'


def test_the_local_worker_is_made_once_and_only_if_there_is_work() -> None:
    started: list[int] = []

    def start():
        started.append(1)
        return str

    assert list(LocalEngine().map(Job("write", start), [])) == []
    assert started == []
    assert list(LocalEngine().map(Job("write", start), iter([1, 2]))) == ["1", "2"]
    assert started == [1]
