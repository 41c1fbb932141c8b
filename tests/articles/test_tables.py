"""Tables of articles: one article a row."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from factcheck.articles import read
from factcheck.errors import UsageError


def test_csv(fixtures):
    found = read([fixtures / "ferry.csv"])
    path = (fixtures / "ferry.csv").as_posix()

    assert [(item.id, item.path, item.row, item.source) for item in found.articles] == [
        (f"{path}#1", path, 1, "Harrow Radio"),
        (f"{path}#3", path, 3, "Millbrook Mail"),
    ]
    first, third = found.articles
    assert (first.title, first.published, third.published) == ("Ferry aground", date(2024, 3, 5), None)
    assert [passage.text for passage in first.passages] == [
        "A ferry ran aground off Harrow Point on Tuesday.", "All 212 people aboard are safe.",
    ]  # fmt: skip
    assert [(passage.text, passage.is_title) for passage in third.passages] == [
        ("Tug frees ferry", True), ("The ferry was pulled free on Tuesday afternoon.", False),
    ]  # fmt: skip
    assert first.location(0) == f"{path}, row 1"
    assert found.notes == (
        f"{path}#3: the date '05/03/2024' is not a full and unambiguous date,"
        " so when it was published counts as unknown",
        f"{path}: 1 row without a text left out (row 2)",
    )


def test_jsonl(fixtures):
    found = read([fixtures / "ferry.jsonl"])

    assert [(item.row, item.title, item.source, item.published) for item in found.articles] == [
        (1, "Ferry aground", "Harrow Radio", date(2024, 3, 5)),
        (2, "Inquiry opened", "Millbrook Mail", None),
    ]


FRAME = pd.DataFrame({"text": ["It is shut.", None, "It is old."], "site": ["Harrow Radio", "b", None], "n": [1, 2, 3]})


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "parquet"])
def test_round_trip(tmp_path, suffix):
    file = tmp_path / f"a.{suffix}"
    match suffix:
        case "csv":
            FRAME.to_csv(file, index=False)
        case "tsv":
            FRAME.to_csv(file, index=False, sep="\t")
        case "jsonl":
            FRAME.to_json(file, orient="records", lines=True)
        case "parquet":
            FRAME.to_parquet(file)

    found = read([file])

    assert [(item.row, item.text, item.source) for item in found.articles] == [
        (1, "It is shut.", "Harrow Radio"), (3, "It is old.", None),
    ]  # fmt: skip


def test_parquet_dates(tmp_path):
    frame = pd.DataFrame({"text": ["It is shut."] * 2, "published": [pd.Timestamp("2024-03-05 10:00"), pd.NaT]})
    frame.to_parquet(tmp_path / "a.parquet")

    assert [item.published for item in read([tmp_path / "a.parquet"]).articles] == [date(2024, 3, 5), None]


def test_semicolons(tmp_path):
    (tmp_path / "a.csv").write_text("text;source\nIt is shut, he said.;Harrow Radio\n")

    assert read([tmp_path / "a.csv"]).articles[0].source == "Harrow Radio"


def test_named_columns(tmp_path):
    (tmp_path / "a.csv").write_text("Story Text,body,paper\nIt is shut.,no,Harrow Radio\n")

    (found,) = read([tmp_path / "a.csv"], columns={"text": "story text", "source": "paper"}).articles

    assert (found.text, found.source) == ("It is shut.", "Harrow Radio")


def test_unknown_field(tmp_path):
    with pytest.raises(UsageError, match="unknown field of a table: body"):
        read([tmp_path], columns={"body": "text"})


@pytest.mark.parametrize(
    ("name", "content", "columns", "problem", "remedy"),
    [
        ("a.csv", "id,words\n1,It is shut.\n", {}, "the columns are: id, words", "--columns text=COLUMN"),
        (
            "a.csv",
            "text\nIt is shut.\n",
            {"source": "paper"},
            "no column for the source (paper)",
            "--columns source=COLUMN",
        ),
        ("a.csv", "text,source\n", {}, "no row of the table holds a text", "text column"),
        ("a.csv", 'text\n"It is shut.\n', {}, "the table can't be read", "quotation marks"),
        ("a.csv", "text,source\nIt is shut, he said, in May,b\n", {}, "more fields than its header", "quotation marks"),
        ("a.jsonl", '{"text": "It is shut."}\n{"text": \n', {}, "line 2 is not valid JSON", "one JSON object a line"),
        ("a.jsonl", '["It is shut."]\n', {}, "line 1 is not a JSON object", '{"text": "..."}'),
        ("a.parquet", "PAR1 and no more", {}, "the Parquet file is damaged", "Write it again"),
    ],
)
def test_tables_that_cannot_be_read(tmp_path, name, content, columns, problem, remedy):
    (tmp_path / name).write_text(content)

    found = read([tmp_path / name], columns=columns)

    assert found.articles == ()
    assert problem in found.skipped[0].problem
    assert remedy in found.skipped[0].remedy


def test_many_empty_rows_are_counted(tmp_path):
    (tmp_path / "a.csv").write_text("text,id\nIt is shut.,0\n" + ",1\n" * 12)

    assert read([tmp_path / "a.csv"]).notes == (
        f"{(tmp_path / 'a.csv').as_posix()}: 12 rows without a text left out (row 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ...)",
    )


def test_hash_follows_the_row(tmp_path):
    (tmp_path / "a.csv").write_text(
        "text,date\nIt is shut.,2024-03-05\nIt is shut.,2024-03-06\nIt is shut.,2024-03-05\n"
    )

    first, second, third = (item.sha256 for item in read([tmp_path / "a.csv"]).articles)

    assert first == third != second


def test_lone_surrogates_are_replaced(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "It is \\ud800shut."}\n')

    assert read([tmp_path / "a.jsonl"]).articles[0].text == "It is \ufffdshut."
