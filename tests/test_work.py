"""A work folder: what was made is used again, and only by who asks for the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from factcheck import batches, check, pipeline, related
from factcheck.engines.local import LocalEngine
from factcheck.errors import EngineError, UsageError
from factcheck.reports.json import to_json
from factcheck.store import versions
from factcheck.testing import FakeEncoder, FakeNli
from factcheck.work import WorkFolder

STORY = {
    "gull.txt": "The ferry Solveig carried 212 passengers when it ran aground near Hestvik on Monday.\n",
    "tern.txt": "The ferry Solveig carried 340 passengers when it ran aground near Hestvik on Monday.\n",
    "crow.txt": "The mayor said: “We \udce9 will not rebuild the pier.” It cost 40 million euros in May 2019.\n",
    "wren.txt": "The mayor said: “We will rebuild the pier.” It cost 45 million euros in May 2019.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "story"
    folder.mkdir()
    for name, text in STORY.items():
        (folder / name).write_text(text, errors="replace")
    return folder


@pytest.fixture(autouse=True)
def _many_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "ARTICLES", 1)
    monkeypatch.setattr(batches, "COUPLES", 1)
    monkeypatch.setattr(related, "ROWS", 2)


class Watched:
    """The local engine, which notes how many batches of each job its workers get to see."""

    def __init__(self) -> None:
        self.seen: dict[str, int] = {}

    def map(self, job: Any, given: Any) -> Any:
        def start() -> Callable[[Any], Any]:
            worker = job.start()

            def watched(batch: Any) -> Any:
                self.seen[job.name] = self.seen.get(job.name, 0) + (type(batch).__name__ != "Done")
                return worker(batch)

            return watched

        return LocalEngine().map(type(job)(job.name, start, job.content), given)

    def close(self) -> None:
        pass


def run(folder: Path, names: tuple[str, str] = ("fake", "fake")) -> tuple[str, dict[str, int]]:
    """The report of a check with a work folder, and how many batches of each job were not there yet."""
    engine = Watched()
    working = WorkFolder(engine, folder.parent / "work", names)
    result = check([folder], encoder=FakeEncoder(), model=FakeNli(), engine=working)
    return to_json(result), {name: count for name, count in engine.seen.items() if count}


def plain(folder: Path) -> str:
    return to_json(check([folder], encoder=FakeEncoder(), model=FakeNli()))


def shards(folder: Path) -> list[Path]:
    return sorted((folder.parent / "work").rglob("*.parquet"))


def test_a_second_run_does_nothing_and_reports_the_same(folder: Path) -> None:
    first, made = run(folder)
    assert first == plain(folder)
    assert '"quantity-' in first
    assert made["take apart"] == 4
    assert set(made) == {"take apart", "search", "compare"}
    assert run(folder) == (first, {})
    assert len(shards(folder)) == sum(made.values())


def test_a_run_that_was_cut_short_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compare, done = pipeline.compare_each, []

    def interrupted(*given: Any) -> Any:
        if done:
            raise KeyboardInterrupt
        done.append(1)
        return compare(*given)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "compare_each", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run(folder)
    report, made = run(folder)
    assert report == plain(folder)
    assert "take apart" not in made
    assert made["compare"] == 1  # of two


def test_a_changed_article_is_taken_apart_and_compared_again_and_no_other(folder: Path) -> None:
    run(folder)
    (folder / "tern.txt").write_text(STORY["tern.txt"].replace("340", "350"))
    report, made = run(folder)
    assert report == plain(folder)
    assert made["take apart"] == 1
    assert made["compare"] == 1


@pytest.mark.parametrize(
    ("version", "again"),
    [("extraction", {"take apart"}), ("comparison", {"compare"}), ("search", {"search"}),
     ("encoding", {"take apart", "compare"})],
)  # fmt: skip
def test_other_code_makes_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch, version: str, again: set[str]) -> None:
    run(folder)
    monkeypatch.setattr(versions, version, lambda: "another")
    assert set(run(folder)[1]) == again


@pytest.mark.parametrize(
    ("names", "again"), [(("another", "fake"), {"take apart", "compare"}), (("fake", "another"), {"compare"})]
)
def test_other_models_make_their_own(folder: Path, names: tuple[str, str], again: set[str]) -> None:
    run(folder)
    assert set(run(folder, names)[1]) == again


@pytest.mark.parametrize(
    "damage", [lambda data: b"", lambda data: data[:-20], lambda data: data.replace(b"ferry", b"fairy"),
               lambda data: data[:40] + bytes(byte ^ 1 for byte in data[40:60]) + data[60:]],
    ids=["empty", "cut", "words", "bits"],
)  # fmt: skip
def test_a_damaged_shard_is_made_anew(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    first, _ = run(folder)
    changed = 0
    for file in shards(folder):
        data = file.read_bytes()
        file.write_bytes(damage(data))
        changed += file.read_bytes() != data
    report, again = run(folder)
    assert report == first
    assert sum(again.values()) == changed
    assert run(folder) == (first, {})


def test_a_shard_without_its_mark_is_made_anew(folder: Path) -> None:
    first, _ = run(folder)
    marks = sorted((folder.parent / "work").rglob("*.sha256"))
    assert len(marks) == len(shards(folder))
    marks[0].unlink()
    report, again = run(folder)
    assert (report, sum(again.values())) == (first, 1)


def test_it_is_never_read_as_articles(folder: Path) -> None:
    before = check([folder.parent], encoder=FakeEncoder(), model=FakeNli()).coverage
    run(folder)
    assert check([folder.parent], encoder=FakeEncoder(), model=FakeNli()).coverage == before


def test_a_folder_that_can_not_be_one_is_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="can't be a work folder"):
        WorkFolder(LocalEngine(), tmp_path / "file", ("", ""))


def test_a_full_disk_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(EngineError, match="No space left"):
        run(folder)
    assert shards(folder) == []
    assert not [file for file in (folder.parent / "work").rglob("*") if file.is_file()]


def test_batches_do_not_hang_on_how_many_there_are() -> None:
    couples = [(f"{left:03d}", f"{right:03d}") for left in range(100) for right in range(left + 1, left + 4)]
    whole = set(batches.of_couples(couples))
    fewer = set(batches.of_couples([couple for couple in couples if couple[0] != "050"]))
    assert len(whole) > 50
    assert len(fewer - whole) <= 2
    assert [couple for batch in batches.of_couples(couples) for couple in batch] == couples
