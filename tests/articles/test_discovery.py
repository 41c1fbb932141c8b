"""Paths, folders and globs become files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from factcheck.articles import read
from factcheck.articles.discovery import discover


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of articles below the current folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("news/b.txt", "news/a.MD", "news/sub/c.txt", "news/.hidden.txt", "news/.git/d.txt", "news/e.py"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("It is shut.")
    return tmp_path / "news"


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        (["news"], ["news/a.MD", "news/b.txt", "news/sub/c.txt"]),
        (["./news/"], ["news/a.MD", "news/b.txt", "news/sub/c.txt"]),
        (["news/b.txt"], ["news/b.txt"]),
        ([Path("news") / "b.txt"], ["news/b.txt"]),
        (["news/*.txt"], ["news/b.txt"]),
        (["news/**/*.txt"], ["news/b.txt", "news/sub/c.txt"]),
        (["news/*"], ["news/a.MD", "news/b.txt", "news/sub/c.txt"]),
        (["news/b.txt", "news", "./news/../news/b.txt"], ["news/b.txt", "news/a.MD", "news/sub/c.txt"]),
    ],
)
def test_found(folder, paths, files):
    found = discover(paths)

    assert sorted(found.files) == sorted(files)
    assert found.skipped == []


@pytest.mark.parametrize(
    ("exclude", "files"),
    [
        (["*.MD"], ["news/b.txt", "news/sub/c.txt"]),
        (["sub"], ["news/a.MD", "news/b.txt"]),
        (["news/sub/*"], ["news/a.MD", "news/b.txt"]),
        (["b.txt", "c.txt"], ["news/a.MD"]),
        (["nothing"], ["news/a.MD", "news/b.txt", "news/sub/c.txt"]),
    ],
)
def test_exclude(folder, exclude, files):
    assert sorted(discover(["news"], exclude).files) == files


def test_what_is_excluded_is_counted(folder):
    assert discover(["news", "news/b.txt"], ["*.txt"]).notes == ["2 files were left out by --exclude"]


def test_a_given_folder_is_not_excluded_by_what_lies_above_it(folder):
    assert len(discover([folder], [folder.parent.name]).files) == 3


def test_documents_of_other_kinds_are_counted(folder):
    (folder / "x.docx").write_bytes(b"PK")
    (folder / "y.json").write_text("{}")

    assert discover(["news"]).notes == [
        "1 file was left out, being of a kind that is not read (.docx)",
        "1 file was left out, being of a kind that is not read (.json)",
    ]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("news/missing.txt", "there is no such file or folder"),
        ("missing", "there is no such file or folder"),
        ("news/*.html", "no file matches"),
        ("news/e.py", "a .py file is not read"),
        ("https://example.org/a.html", "this is a web address, and nothing is fetched"),
        ("", "the path is empty or no path"),
        ("a\0b", "the path is empty or no path"),
    ],
)
def test_what_is_not_found(folder, path, problem):
    (skipped,) = discover([path]).skipped

    assert (skipped.path, skipped.problem) == (path, problem)
    assert skipped.remedy


def test_empty_folder(tmp_path):
    (tmp_path / "x.txt").mkdir()

    (skipped,) = read([tmp_path / "x.txt"]).skipped

    assert skipped.problem == "the folder holds no file that can be read"


def test_dangling_link(folder):
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")

    found = read(["news"])

    assert len(found.articles) == 3
    assert [(item.path, item.problem) for item in found.skipped] == [
        ("news/gone.txt", "it can't be opened: No such file or directory")
    ]


def test_links_are_followed_but_not_in_circles(folder):
    (folder / "again").symlink_to(folder)
    (folder / "other.txt").symlink_to(folder / "b.txt")

    assert sorted(discover(["news"]).files) == ["news/a.MD", "news/b.txt", "news/sub/c.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipe(tmp_path):
    os.mkfifo(tmp_path / "a.txt")

    assert read([tmp_path]).skipped[0].problem == "it is not a regular file"


def test_name_that_is_no_utf8(tmp_path):
    try:
        (tmp_path / os.fsdecode(b"a\xff.txt")).write_text("It is shut.")
    except OSError:
        pytest.skip("the file system takes only UTF-8")

    assert read([tmp_path]).articles[0].id == f"{tmp_path.as_posix()}/a\ufffd.txt"
