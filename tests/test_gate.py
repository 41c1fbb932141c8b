"""The gate as a library: articles against folders, frames and indexes, with the real models."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from factcheck import Settings, check, pipeline, store
from factcheck import baseline as baselines
from factcheck.config import MAX_QUOTE, NO_MODEL
from factcheck.encoders import load
from factcheck.errors import Exit, ModelError, StoreError, UsageError
from factcheck.gate import admit, gate, index_among
from factcheck.policy import Ignore, Policy, Rules, Source
from factcheck.records import Kind, Relation, Severity, Standing

GULL = "The ferry Solveig carried 212 passengers when it ran aground near Hestvik on Monday.\n"
TERN = "The ferry Solveig carried 340 passengers when it ran aground near Hestvik on Monday.\n"
OWL = "The ferry Solveig carried 212 passengers when it ran aground near Hestvik on Monday, and nobody was hurt.\n"
WEATHER = "The mountain pass was closed by snow, and 40 lorries waited at the inn.\n"
TOLL = "---\ndate: 2021-03-01\n---\n\nThe avalanche at Kvelde killed 11 people, police said.\n"
RISEN = "---\ndate: 2021-03-03\n---\n\nThe death toll of the avalanche at Kvelde has risen to 14 people, police said.\n"


@pytest.fixture(scope="module")
def encoder():
    return load()


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """An empty working folder, so that paths are short and the same in every test."""
    monkeypatch.chdir(tmp_path)


def write(**files):
    """Files by name, in which __ stands for the dot and the folder is ``wiki``."""
    Path("wiki").mkdir(exist_ok=True)
    for name, content in files.items():
        path = Path("wiki", name.replace("__", "."))
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def pass_gate(encoder):
    """The gate over the files of ``wiki``."""

    def run(*new, against="wiki", **options):
        return gate([f"wiki/{name}" for name in new], against, encoder=encoder, **options)

    return run


def values(outcome):
    return [sorted(side.value for side in judged.finding.sides) for judged in outcome.judged]


def decided(outcome):
    """The exit code, and for each finding whether it fails."""
    return int(outcome.exit_code), [judged.fails for judged in outcome.judged]


# What fails, passes and can't be decided.


def test_an_article_that_contradicts_what_is_there_fails(pass_gate):
    write(gull__md=GULL, tern__md=TERN, weather__txt=WEATHER)
    outcome = pass_gate("tern.md")
    assert decided(outcome) == (1, [True])
    assert sorted(side.quote for side in outcome.failing[0].sides) == [GULL.strip(), TERN.strip()]
    assert outcome.standings == {outcome.failing[0].fingerprint: Standing.NEW}
    assert [article.id for article in outcome.new] == ["wiki/tern.md"]
    assert outcome.checked == {"wiki/gull.md", "wiki/tern.md", "wiki/weather.txt"}
    assert not outcome.passes


def test_an_article_that_contradicts_nobody_passes(pass_gate):
    write(gull__md=GULL, tern__md=TERN, weather__txt=WEATHER)
    outcome = pass_gate("weather.txt")
    assert decided(outcome) == (0, [])
    assert outcome.passes
    assert outcome.result.coverage.articles == 3


def test_only_what_a_new_article_takes_part_in_counts_as_left_out(pass_gate):
    write(gull__md=GULL, tern__md=TERN, weather__txt=WEATHER)
    unsure = Settings(min_confidence=1.0)
    (note,) = pass_gate("tern.md", settings=unsure).result.coverage.notes
    assert note == "1 possible finding below the confidence of 1 is left out"
    assert pass_gate("weather.txt", settings=unsure).result.coverage.notes == ()


def test_new_articles_may_not_contradict_each_other(pass_gate):
    write(gull__md=GULL, tern__md=TERN, weather__txt=WEATHER)
    assert decided(pass_gate("gull.md", "tern.md", against="wiki/weather.txt")) == (1, [True])


def test_an_update_is_shown_and_passes(pass_gate):
    write(toll__md=TOLL, risen__md=RISEN)
    outcome = pass_gate("risen.md")
    assert [judged.finding.relation for judged in outcome.judged] == [Relation.UPDATE]
    assert decided(outcome) == (0, [False])
    strict = Policy(fail_on=Severity.LOW, relations=frozenset(Relation))
    assert decided(pass_gate("risen.md", policy=strict)) == (1, [True])


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        (Policy(fail_on=Severity.HIGH), 1),
        (Policy(relations=frozenset({Relation.UPDATE})), 0),
    ],
)
def test_the_policy_decides(pass_gate, policy, code):
    write(gull__md=GULL, tern__md=TERN)
    assert pass_gate("tern.md", policy=policy).exit_code == code


UNREADABLE = [
    ("an empty new article", {"new__md": b""}, ["new.md"], 0),
    ("a missing new article", {}, ["none.md"], 0),
    ("an empty old article", {"old__md": b""}, ["weather.txt"], 0),
    ("an empty old article, and a contradiction", {"old__md": b""}, ["tern.md"], 1),
    ("an empty new article, and a contradiction", {"new__md": b""}, ["tern.md", "new.md"], 1),
]


@pytest.mark.parametrize(("files", "new", "findings"), [c[1:] for c in UNREADABLE], ids=[c[0] for c in UNREADABLE])
def test_what_can_not_be_read_is_never_clean(pass_gate, files, new, findings):
    write(gull__md=GULL, tern__md=TERN, weather__txt=WEATHER, **files)
    outcome = pass_gate(*new)
    assert outcome.exit_code is Exit.INCOMPLETE
    assert len(outcome.failing) == findings
    assert len(outcome.result.coverage.skipped) == 1


def test_an_index_that_is_not_there_is_never_clean(pass_gate):
    write(gull__md=GULL)
    assert pass_gate("gull.md", against="none.index").exit_code is Exit.INCOMPLETE


def test_a_model_that_is_missing_is_an_error(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    write(gull__md=GULL, tern__md=TERN)
    with pytest.raises(ModelError):
        gate("wiki/tern.md", "wiki", settings=Settings(encoder="no-such-model"))


def test_the_findings_are_those_of_a_full_check_that_involve_it(pass_gate, encoder):
    write(gull__md=GULL, tern__md=TERN, owl__md=OWL, toll__md=TOLL, risen__md=RISEN)
    full = check(["wiki"], encoder=encoder)
    for name in ("gull.md", "tern.md", "owl.md", "toll.md", "risen.md"):
        involved = [f for f in full.findings if any(side.path == f"wiki/{name}" for side in f.sides)]
        assert list(pass_gate(name).result.findings) == involved != []


@pytest.mark.parametrize("against", ["wiki", "./wiki", ["wiki/gull.md", "wiki/tern.md"], ["wiki", "wiki/tern.md"]])
def test_an_article_counts_once_however_it_is_named(pass_gate, against):
    write(gull__md=GULL, tern__md=TERN)
    outcome = pass_gate("tern.md", against=against)
    assert outcome.checked == {"wiki/gull.md", "wiki/tern.md"}
    assert decided(outcome) == (1, [True])


# Baselines and reviewers.

LEAD = "The harbour of Hestvik lies in the north of the fjord.\n\n"


def baseline_of(outcome):
    return baselines.of(outcome.result.findings, outcome.result.coverage, {"min_confidence": Settings().min_confidence})


EDITS = [
    ("nothing", TERN, [Standing.KNOWN], 0),
    ("moved down", LEAD + TERN, [Standing.KNOWN], 0),
    ("lines broken anew", textwrap.fill(TERN, 30), [Standing.KNOWN], 0),
    ("Windows line ends", textwrap.fill(TERN, 30).replace("\n", "\r\n"), [Standing.KNOWN], 0),
    ("a date for the article", f"---\ndate: 2021-03-02\n---\n\n{TERN}", [Standing.KNOWN], 0),
    ("another figure", TERN.replace("340", "350"), [Standing.NEW], 1),
    ("fixed", TERN.replace("340", "212"), [], 0),
]


@pytest.mark.parametrize(("text", "standings", "code"), [edit[1:] for edit in EDITS], ids=[edit[0] for edit in EDITS])
def test_a_baseline_knows_a_finding_until_its_words_change(pass_gate, text, standings, code):
    write(gull__md=GULL, tern__md=TERN)
    before = baseline_of(pass_gate("tern.md"))
    write(tern__md=text)
    outcome = pass_gate("tern.md", baseline=before)
    assert [judged.standing for judged in outcome.judged] == standings
    assert outcome.exit_code == code
    assert [entry.fingerprint for entry in outcome.fixed] == (
        [] if Standing.KNOWN in standings else [before.entries[0].fingerprint]
    )
    assert any("fixed since the baseline" in note for note in outcome.result.coverage.notes) is bool(outcome.fixed)


LONG = (
    "The ferry Solveig, which had left the harbour of Hestvik in thick fog and without the pilot whom its owners had "
    "promised the council last year, was carrying {} passengers on Monday morning when it ran aground "
    "on the rocks below the old lighthouse, as a spokesman of the coastguard told us.\n"
)
"""Just short enough to be quoted whole, as a reader sees it."""


@examples(max_examples=12)
@given(st.integers(20, 90), st.sampled_from(["", "    "]), st.integers(0, 2), st.sampled_from(["\n", "\r\n"]))
def test_a_fingerprint_outlives_moves_and_new_line_breaks(encoder, width, indent, moved, end):
    def fingerprints(edit):
        texts = {f"{name}__txt": edit(LONG.format(figure)) for name, figure in (("gull", 212), ("tern", 340))}
        write(**texts)
        found = check(["wiki"], settings=Settings(nli=NO_MODEL), encoder=encoder).findings
        return [finding.fingerprint for finding in found]

    again = fingerprints(
        # all of it wrapped alike: a long line among short ones is where paragraphs are told apart
        lambda text: (
            f"{textwrap.fill(LEAD, width)}\n\n" * moved + textwrap.fill(text, width, subsequent_indent=indent)
        ).replace("\n", end)
    )
    assert len(LONG) < MAX_QUOTE
    assert again == fingerprints(str) != []


def test_a_baseline_of_other_settings_is_a_warning(pass_gate):
    write(gull__md=GULL, tern__md=TERN)
    before = baseline_of(pass_gate("tern.md"))
    outcome = pass_gate("tern.md", baseline=before, settings=Settings(min_confidence=0.6))
    assert outcome.warnings == (f"min confidence was {Settings().min_confidence} and is 0.6",)
    assert pass_gate("tern.md", baseline=before).warnings == ()


def test_the_baseline_of_an_outcome_knows_all_of_it(pass_gate):
    write(gull__md=GULL, tern__md=TERN)
    outcome = pass_gate("tern.md")
    Path("known.json").write_text(baselines.dumps(outcome.baseline), encoding="utf-8")
    assert decided(pass_gate("tern.md", baseline="known.json")) == (0, [False])
    assert decided(outcome.accepted()) == (0, [False])


REVIEWS = [
    (Standing.DISMISSED, False, Standing.DISMISSED, 0),
    (Standing.CONFIRMED, False, Standing.CONFIRMED, 1),
    (Standing.DISMISSED, True, Standing.DISMISSED, 0),
    (Standing.CONFIRMED, True, Standing.KNOWN, 0),
]


@pytest.mark.parametrize(("review", "in_baseline", "standing", "code"), REVIEWS)
def test_what_reviewers_said_counts(pass_gate, review, in_baseline, standing, code):
    write(gull__md=GULL, tern__md=TERN)
    first = pass_gate("tern.md")
    reviewed = {first.failing[0].fingerprint: review}
    outcome = pass_gate("tern.md", reviewed=reviewed, baseline=first.baseline if in_baseline else None)
    assert [judged.standing for judged in outcome.judged] == [standing]
    assert outcome.exit_code == code


def test_what_a_rule_hides_is_neither_failing_nor_fixed(pass_gate):
    write(gull__md=GULL, tern__md=TERN)
    before = pass_gate("tern.md").baseline
    for rules in (Rules(kinds={Kind.QUANTITY: None}), Rules(ignores=(Ignore("old", path="gull.md"),))):
        outcome = pass_gate("tern.md", baseline=before, rules=rules)
        assert (decided(outcome), outcome.fixed) == ((0, []), ())
        assert before.entries[0].fingerprint in " ".join(outcome.result.coverage.notes)


# Frames.


def frame(*texts, **columns):
    return pd.DataFrame({"text": texts, **columns})


def test_documents_of_a_frame_are_gated_against_a_frame(encoder):
    old = frame(GULL, WEATHER, source=["The Gull", "The Hut"], published=["2021-03-01", "2021-03-02"])
    new = frame(TERN, title=["Ferry aground"])
    outcome = gate(new, old, encoder=encoder)
    assert decided(outcome) == (1, [True])
    assert {side.article for side in outcome.failing[0].sides} == {"new#1", "against#1"}
    assert {str(side.published) for side in outcome.failing[0].sides} == {"2021-03-01", "None"}
    assert gate(frame(WEATHER), old, encoder=encoder).passes


def test_frames_and_files_can_be_mixed(encoder):
    write(gull__md=GULL)
    assert gate(frame(TERN), "wiki", encoder=encoder).exit_code == 1
    assert gate("wiki/gull.md", frame(TERN), encoder=encoder).exit_code == 1


@pytest.mark.parametrize("column", ["id", "path", "ID"])
def test_a_document_with_an_id_takes_the_place_of_the_one_that_has_it(encoder, column):
    old = frame(GULL, WEATHER, **{column: ["a1", 7]})
    outcome = gate(frame(TERN, **{column: ["a1"]}), old, encoder=encoder)
    assert outcome.passes
    assert outcome.checked == {"a1", "7"}
    assert gate(frame(TERN, **{column: ["a2"]}), old, encoder=encoder).failing[0].sides[0].location == "a1:1"


@pytest.mark.parametrize(
    ("documents", "problem"),
    [
        (pd.DataFrame({"words": ["a"]}), "there is no column for the text"),
        (frame("", None), "no row of the table holds a text"),
        (frame(GULL, TERN, id=["a", "a"]), "'a' more than once"),
        (frame(GULL, TERN, id=["a", None]), "has no value in some row"),
    ],
)
def test_a_frame_that_can_not_be_read_is_a_wrong_call(encoder, documents, problem):
    with pytest.raises(UsageError, match=problem):
        gate(documents, frame(GULL), encoder=encoder)


# Indexes.


@pytest.fixture
def index(encoder):
    """Makes an index of files of ``wiki``."""

    def make(*names):
        with store.open("wiki.index", encoder=encoder) as opened:
            opened.add(pipeline.read([f"wiki/{name}" for name in names]).articles)
        return "wiki.index"

    return make


def test_an_index_gives_what_paths_give(pass_gate, index):
    write(gull__md=GULL, tern__md=TERN, owl__md=OWL, toll__md=TOLL, risen__md=RISEN)
    names = ["gull.md", "owl.md", "toll.md"]
    stored = index(*names)
    for new in ("tern.md", "risen.md", "owl.md"):
        by_index, by_paths = (
            pass_gate(new, against=against) for against in (stored, [f"wiki/{name}" for name in names])
        )
        assert by_index.judged == by_paths.judged
        assert (by_index.checked, by_index.result.articles) == (by_paths.checked, by_paths.result.articles)
        assert by_index.baseline == by_paths.baseline


def test_a_new_version_does_not_contradict_the_indexed_one(pass_gate, index):
    write(gull__md=GULL, weather__txt=WEATHER)
    stored = index("gull.md", "weather.txt")
    write(gull__md=TERN)
    outcome = pass_gate("gull.md", against=stored)
    assert decided(outcome) == (0, [])
    assert outcome.checked == {"wiki/gull.md", "wiki/weather.txt"}


def test_an_article_that_is_indexed_under_another_name_is_refused(encoder, index):
    write(gull__md=GULL)
    stored = index("gull.md")
    with pytest.raises(UsageError, match=r"is wiki/gull\.md in the index"):
        gate([Path("wiki/gull.md").absolute()], stored, encoder=encoder)


def test_what_passes_is_added_and_nothing_else(pass_gate, index, encoder):
    write(gull__md=GULL, tern__md=TERN, weather__txt=WEATHER)
    stored = Path(index("gull.md"))
    assert admit(pass_gate("weather.txt", against=stored), stored, Settings(), encoder) == ("wiki/weather.txt",)
    with pytest.raises(UsageError, match="don't pass"):
        admit(pass_gate("tern.md", against=stored), stored, Settings(), encoder)
    with store.open(stored, readonly=True) as opened:
        assert [entry.id for entry in opened.entries()] == ["wiki/gull.md", "wiki/weather.txt"]


def test_an_article_is_added_as_its_file_states_it(pass_gate, index, encoder):
    write(gull__md=GULL, tern__md=f"---\nsource: tern.example\n---\n\n{WEATHER}")
    stored = Path(index("gull.md"))
    rules = Rules(sources=(Source("The Tern", aliases=("tern.example",)),))
    outcome = pass_gate("tern.md", against=stored, rules=rules)
    assert [article.source for article in outcome.result.articles] == ["The Tern"]
    admit(outcome, stored, Settings(), encoder)
    with store.open(stored, readonly=True) as opened:
        assert [entry.source for entry in opened.entries()] == [None, "tern.example"]


def test_a_damaged_index_is_an_error(pass_gate, index):
    write(gull__md=GULL)
    Path("wiki.index").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(StoreError):
        pass_gate("gull.md", against="wiki.index")


def test_an_index_of_another_model_is_an_error(index):
    from factcheck.testing import FakeEncoder

    write(gull__md=GULL)
    stored = index("gull.md")
    with pytest.raises(StoreError):
        gate("wiki/gull.md", stored, encoder=FakeEncoder())


def test_an_index_and_articles_are_not_mixed(index):
    write(gull__md=GULL)
    with pytest.raises(UsageError, match="is an index, and other articles are named beside it"):
        index_among([index("gull.md"), "wiki"])
