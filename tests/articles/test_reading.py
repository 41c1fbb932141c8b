"""Reading as a whole: order, hashes, and files that can't be read among others that can."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time

import pytest

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
    def fail(text: str) -> None:
        raise RecursionError("too deep")

    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.setattr("factcheck.articles.formats.read_text", fail)

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


@pytest.mark.parametrize(
    "unit",
    [
        f"{TEXT} It will stay shut until May, and nobody knows what comes then.\n\n",
        "It was shut on Monday, said the mayor, and will stay\nshut until May.\n",
        "2020-09-14 © ",
        "a",
    ],
    ids=["paragraphs", "lines", "one line", "one word"],
)
def test_fifty_megabytes_are_read_in_time(tmp_path, unit):
    (tmp_path / "a.txt").write_text(unit * (50_000_000 // len(unit)))
    start = time.perf_counter()

    found = read([tmp_path])

    assert len(found.articles) == 1
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("unit", ["**a _b [c ` <x &amp ", "![a](b ", "- a *b\r\n", "[a](", "> ```\n", "|a", "`", "*_"])
def test_markdown_takes_linear_time(tmp_path, unit):
    (tmp_path / "a.md").write_text("It is shut.\n\n" + unit * (1_000_000 // len(unit)))
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


def test_nothing_is_printed(tmp_path, capfd):
    (tmp_path / "a.html").write_text("<p>x</p>")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4\nxref")
    (tmp_path / "c.csv").write_text("text\nIt is shut.\n")

    read([tmp_path])

    assert capfd.readouterr() == ("", "")
