"""Reading as a whole: order, hashes, and files that can't be read among others that can."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from types import ModuleType

import pytest

from factcheck import articles
from factcheck.articles import read

TEXT = "The bridge at Harrow was shut on Monday."


def test_articles_are_sorted_and_hashed(tmp_path):
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(f"{TEXT} {name}")

    found = read([tmp_path / "b.txt", tmp_path / "a.txt"])

    assert [item.id for item in found.articles] == [f"{tmp_path.as_posix()}/{name}" for name in ("a.txt", "b.txt")]
    assert found.articles[0].sha256 == hashlib.sha256(f"{TEXT} a.txt".encode()).hexdigest()


def test_a_single_path_may_stand_alone(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)

    assert read(tmp_path / "a.txt") == read(str(tmp_path / "a.txt")) == read([tmp_path / "a.txt"])


def test_bad_files_do_not_stop_the_others(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_bytes(b"\0" * 50)
    (tmp_path / "c.md").write_text("---\ntitle: a: b\n---\nIt is shut.")
    (tmp_path / "d.jsonl").write_text("{")

    found = read([tmp_path, tmp_path / "missing"])

    assert [item.path.rpartition("/")[2] for item in found.articles] == ["a.txt"]
    assert [item.path.rpartition("/")[2] for item in found.skipped] == ["b.txt", "c.md", "d.jsonl", "missing"]
    assert all(item.problem and item.remedy for item in found.skipped)


def test_whatever_a_library_raises_is_told(tmp_path, monkeypatch):
    def fail(*arguments: object) -> None:
        raise RecursionError("too deep")

    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.setattr("factcheck.articles.formats.read_headed", fail)

    (skipped,) = read([tmp_path]).skipped

    assert skipped.problem == "it can't be read (RecursionError: too deep)"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "---\ntitle: Bridge at Harrow closes\n---\n"),
        ("a.md", "# Bridge at Harrow closes\n"),
        ("a.txt", "© 2024 Harrow Radio\n\nAll rights reserved.\n"),
        ("a.txt", "* * *\n"),
    ],
)
def test_a_title_or_boilerplate_alone_is_no_article(read_content, name, text):
    found = read_content(name, text)

    assert found.articles == ()
    assert found.skipped[0].problem == "it holds no text besides a title, metadata or boilerplate"


def test_file_that_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr("factcheck.articles.reading.MAX_BYTES", 1 << 20)
    (tmp_path / "a.txt").write_bytes(b"a" * (1 << 20) + b"b")

    assert read([tmp_path]).skipped[0].problem == "it is larger than 1 MiB"


def test_fifty_megabytes_are_read_in_time(tmp_path):
    (tmp_path / "a.txt").write_text(f"{TEXT * 10}\n\n" * (50_000_000 // (10 * len(TEXT) + 2)))
    start = time.perf_counter()

    assert len(read([tmp_path]).articles) == 1
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize(
    "unit", ["It was shut on Monday, said the mayor, and will\nstay.\n", "2020-09-14 © ", "a", "\n", "- "]
)
def test_plain_text_takes_linear_time(tmp_path, unit):
    (tmp_path / "a.txt").write_text("It is shut.\n\n" + unit * (5_000_000 // len(unit)))
    start = time.perf_counter()

    assert len(read([tmp_path]).articles) == 1
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("unit", ["**a _b [c ` <x &amp ", "![a](b ", "- a *b\r\n", "[a](", "> ```\n", "|a", "`", "*_"])
def test_markdown_takes_linear_time(tmp_path, unit):
    (tmp_path / "a.md").write_text("It is shut.\n\n" + unit * (300_000 // len(unit)))
    start = time.perf_counter()

    assert len(read([tmp_path]).articles) == 1
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("unit", ["<b ", "<!-- ", '<a b="', "<div>", "&lt ", "<![if ", "</ "])
@pytest.mark.parametrize("end", ["", ">", '">', "-->"])
def test_broken_pages_take_little_time(tmp_path, unit, end):
    (tmp_path / "a.html").write_text(f"<html><body><p>{TEXT} {TEXT}</p>{unit * 20_000}{end}")
    start = time.perf_counter()

    read([tmp_path])

    assert time.perf_counter() - start < 10


def test_heavy_libraries_wait_until_they_are_needed():
    code = (
        "import sys, factcheck.articles;"
        "heavy = {'pandas', 'trafilatura', 'pypdf', 'charset_normalizer', 'dateparser', 'yaml', 'lxml'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_public_names():
    assert sorted(articles.__all__) == sorted(
        name
        for name in vars(articles)
        if not name.startswith("_") and not isinstance(getattr(articles, name), ModuleType) and name != "annotations"
    )


def test_nothing_is_printed(tmp_path, capfd):
    (tmp_path / "a.html").write_text("<p>x</p>")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4\nxref")
    (tmp_path / "c.csv").write_text("text\nIt is shut.\n")

    read([tmp_path])

    assert capfd.readouterr() == ("", "")
