"""A report on disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.errors import FactcheckError, UsageError
from factcheck.reports.files import prepare, refuse_to_overwrite, write


def test_write_replaces_the_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    target.write_text("old")
    write(target, "neu: ü\n")
    assert target.read_bytes() == "neu: ü\n".encode()
    assert os.listdir(tmp_path) == ["report.md"]


def test_a_failed_write_keeps_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.md"
    target.write_text("old")

    def fail(self: Path, other: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(FactcheckError, match="No space left") as caught:
        write(target, "new")
    assert caught.value.exit_code == 3
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["report.md"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to(tmp_path / "target.md")
    write(tmp_path / "link.md", "text")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "target.md").read_text() == "text"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write(pipe, "text")
    assert os.read(reader, 100) == b"text"
    os.close(reader)
    assert pipe.exists()


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="needs /dev/stdout")
def test_standard_output_by_its_name_is_written_to() -> None:
    code = "from pathlib import Path; from factcheck.reports.files import write; write(Path('/dev/stdout'), 'text')"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).stdout == b"text"


def test_a_lone_surrogate_is_written_as_an_escape(tmp_path: Path) -> None:
    write(tmp_path / "report.json", '"\ud800"')
    assert (tmp_path / "report.json").read_bytes() == b'"\\ud800"'


def test_prepare_makes_the_folder(tmp_path: Path) -> None:
    prepare(tmp_path / "a" / "b" / "report.md", [])
    assert (tmp_path / "a" / "b").is_dir()


def test_prepare_refuses_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        prepare(tmp_path, [str(tmp_path)])


def test_prepare_refuses_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="can't be written"):
        prepare(tmp_path / "file" / "report.md", [])


def test_no_report_takes_the_place_of_an_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refuse_to_overwrite(Path("report.md"), [str(tmp_path), "other.md"])
    with pytest.raises(UsageError, match="was read as an article"):
        refuse_to_overwrite(Path("report.md"), [str(tmp_path / "x" / ".." / "report.md")])
