"""From files to findings, with the real models: the seams between the stages, and bad input."""

from __future__ import annotations

import time
from datetime import date

import pytest

from factcheck import Settings, check
from factcheck.encoders import load
from factcheck.errors import ModelError, UsageError
from factcheck.records import Kind
from factcheck.results import COLUMNS
from factcheck.stash import Stash
from factcheck.testing import FakeEncoder

STORY = {
    "gull.txt": "The ferry Solveig carried 212 passengers when it ran aground near Hestvik on Monday.\n\n"
    "Nobody was hurt, and a tug pulled the ferry free at noon.\n",
    "tern.md": "---\ntitle: Ferry aground near Hestvik\nsource: The Tern\ndate: 2021-03-02\n---\n\n"
    "A tug was sent from Hestvik.\n\n"
    "The ferry Solveig carried 340 passengers when it ran aground near Hestvik on Monday.\n",
    "weather.txt": "The mountain pass was closed by snow, and 40 lorries waited at the inn.\n",
}


@pytest.fixture(scope="module")
def encoder():
    return load()


def write(folder, files):
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write(tmp_path_factory.mktemp("story"), STORY)


@pytest.fixture(scope="module")
def result(folder, encoder):
    return check([folder], encoder=encoder)


def names(skipped):
    return [problem.path.rpartition("/")[2] for problem in skipped]


# What two sources say of one thing.


def test_two_counts_of_one_event_are_one_finding(result):
    (found,) = result.findings
    assert found.kind is Kind.QUANTITY
    assert sorted(side.value for side in found.sides) == ["212", "340"]
    assert "212" in found.explanation
    assert "340" in found.explanation


def test_sides_quote_the_files_exactly(result, folder):
    [found] = result.findings
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in STORY}
    for side in found.sides:
        text = texts[side.path.rpartition("/")[2]]
        assert text[side.span.start : side.span.end] == side.quote
        assert text[side.value_span.start : side.value_span.end] == side.value
        assert side.value in text.splitlines()[side.line - 1]
        assert side.location == f"{side.path}:{side.line}"
    assert {(side.source, side.line, side.published) for side in found.sides} >= {("The Tern", 9, date(2021, 3, 2))}


def test_coverage_counts_what_was_checked(result):
    coverage = result.coverage
    assert coverage.articles == len(result.articles) == 3
    assert coverage.claims >= 5
    assert coverage.mentions >= 3
    assert 0 < coverage.pairs_compared <= coverage.pairs_possible
    assert coverage.encoder.startswith("all-MiniLM-L6-v2")
    assert coverage.language_model != "none"
    assert coverage.skipped == ()
    assert result.complete


def test_what_one_source_says_alone(result):
    assert "40" in {fact.side.value for fact in result.single_source}
    assert "212" not in {fact.side.value for fact in result.single_source}


def test_to_frame_has_a_row_for_each_side(result):
    frame = result.to_frame()
    assert tuple(frame.columns) == COLUMNS
    assert len(frame) == sum(len(found.sides) for found in result.findings) == 2
    assert set(frame["value"]) == {"212", "340"}
    assert set(frame["fingerprint"]) == {result.findings[0].fingerprint}


def test_an_empty_frame_has_the_same_columns(tmp_path, encoder):
    nothing = check([write(tmp_path / "one", {"a.txt": STORY["gull.txt"]})], encoder=encoder)
    assert nothing.findings == ()
    assert nothing.complete
    assert tuple(nothing.to_frame().columns) == COLUMNS


# The same articles give the same findings.


def test_the_order_of_paths_does_not_matter(result, folder, encoder):
    backwards = [folder / name for name in sorted(STORY, reverse=True)]
    assert check(backwards, encoder=encoder) == result


def test_what_lies_in_files_gives_the_same(result, folder, encoder, monkeypatch, tmp_path):
    monkeypatch.setattr(Stash.__init__, "__defaults__", (0, None))
    assert check([folder], encoder=encoder, folder=tmp_path) == result
    assert list(tmp_path.iterdir()) == []


def test_excluding_another_article_changes_no_finding(result, folder, encoder):
    fewer = check([folder], settings=Settings(exclude=("weather*",)), encoder=encoder)
    assert fewer.findings == result.findings
    assert [article.path.rpartition("/")[2] for article in fewer.articles] == ["gull.txt", "tern.md"]


def test_articles_added_one_by_one_give_the_same_findings(result, folder, encoder):
    paths = [folder / name for name in ("weather.txt", "tern.md", "gull.txt")]
    grown = [check(paths[: n + 1], encoder=encoder).findings for n in range(len(paths))]
    assert grown == [(), (), result.findings]


def test_unsure_findings_are_left_out_and_counted(result, folder, encoder):
    strict = check([folder], settings=Settings(min_confidence=1.0), encoder=encoder)
    assert strict.findings == ()
    assert any("below the confidence of 1" in note for note in strict.coverage.notes)


def test_identical_articles_do_not_contradict_each_other(tmp_path, encoder):
    twins = write(tmp_path / "twins", {"a.txt": STORY["gull.txt"], "b.txt": STORY["gull.txt"]})
    found = check([twins], encoder=encoder)
    assert found.findings == ()
    assert len(found.articles) == 2


def test_progress_is_told_to_the_end(folder):
    told = []
    check([folder], encoder=FakeEncoder(), progress=lambda *step: told.append(step))
    last = {stage: (done, total) for stage, done, total in told}
    assert list(last) == ["reading", "searching", "comparing"]
    assert all(done == total for done, total in last.values())


# Bad input. No model is needed to find that there is nothing to read.

BAD = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 4,
    "cut.txt": b"The mill burned down.\xff\xfe The sm\xc3oke was seen \xe2\x82 from afar.",
    "matter.md": "---\ntitle: a: b\n  - c\n---\nThe mill burned down on Monday.\n",
    "table.csv": "headline,day\nThe mill burned down,2021-03-01\n",
    "lines.jsonl": '{"text": "The mill burned',
}


def test_one_sentence_is_an_article(tmp_path):
    found = check([write(tmp_path / "one", {"a.txt": "Nobody was hurt.\n"})], encoder=FakeEncoder())
    assert (found.coverage.articles, found.coverage.claims) == (1, 1)
    assert found.complete


@pytest.mark.parametrize("name", [name for name in BAD if name != "cut.txt"])
def test_an_unreadable_file_is_named_and_the_others_are_checked(tmp_path, name):
    folder = write(tmp_path / "mixed", {**STORY, name: BAD[name]})
    found = check([folder], encoder=FakeEncoder())
    assert names(found.coverage.skipped) == [name]
    assert found.coverage.skipped[0].problem
    assert found.coverage.skipped[0].remedy
    assert not found.complete
    assert found.coverage.articles == len(STORY)


def test_an_unreadable_file_hides_no_finding(result, folder, tmp_path, encoder):
    bad = write(tmp_path / "bad", BAD)
    found = check([folder, bad / "empty.txt", bad / "binary.txt"], encoder=encoder)
    assert found.findings == result.findings
    assert names(found.coverage.skipped) == ["binary.txt", "empty.txt"]


def test_broken_bytes_are_skipped_or_noted(tmp_path):
    found = check([write(tmp_path / "cut", {"cut.txt": BAD["cut.txt"]})], encoder=FakeEncoder())
    assert names(found.coverage.skipped) == ["cut.txt"] or any("cut.txt" in note for note in found.coverage.notes)


def test_a_missing_path_is_named(tmp_path):
    found = check([tmp_path / "missing", tmp_path / "gone.md"], encoder=FakeEncoder())
    assert names(found.coverage.skipped) == ["gone.md", "missing"]
    assert not found.complete


def test_nothing_readable_is_an_incomplete_result_and_no_exception(tmp_path):
    bad = {name: content for name, content in BAD.items() if name != "cut.txt"}
    found = check([write(tmp_path / "bad", bad)], encoder=FakeEncoder())
    assert (found.articles, found.findings, found.agreements, found.single_source, found.clusters) == ((),) * 5
    assert not found.complete
    assert len(found.coverage.skipped) == len(bad)
    assert found.to_frame().empty


def test_an_empty_folder_is_named(tmp_path):
    found = check([tmp_path], encoder=FakeEncoder())
    assert not found.complete
    assert len(found.coverage.skipped) == 1


def test_a_wrong_column_name_is_a_wrong_call(tmp_path):
    with pytest.raises(UsageError):
        check([tmp_path], settings=Settings(columns={"author": "writer"}), encoder=FakeEncoder())


def test_an_encoder_that_can_not_be_loaded_is_an_error_at_once(folder, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    start = time.perf_counter()
    with pytest.raises(ModelError, match="no-such-model") as caught:
        check([folder], settings=Settings(encoder="no-such-model"))
    assert caught.value.remedy
    assert time.perf_counter() - start < 20


def test_no_article_can_steer_the_program(tmp_path):
    hostile = "\x1b[2JThe ferry carried <script>212</script> passengers.\n\n=HYPERLINK() the ferry | had 340 lorries.\n"
    found = check([write(tmp_path / "hostile", {"a.txt": hostile, "b.txt": hostile})], encoder=FakeEncoder())
    assert found.complete
    assert found.findings == ()
