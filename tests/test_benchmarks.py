"""The benchmark itself: whether it judges, counts, traces and shows findings as it says."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from benchmarks import docs, gold, listing, news, pairs, results, runs, stages, stories, tables
from benchmarks.__main__ import app
from benchmarks.stages import Stage
from benchmarks.stories import State
from factcheck import comparators, mentions, records
from factcheck.comparators import Judge
from factcheck.config import MAX_SIDES, NO_MODEL, Settings
from factcheck.errors import FactcheckError, UsageError
from factcheck.records import (
    Article,
    Claim,
    ClaimPair,
    Coverage,
    Evidence,
    Finding,
    Kind,
    Label,
    Mention,
    Modality,
    Place,
    Relation,
    Severity,
    Side,
    Skipped,
    Span,
    Verdict,
)
from factcheck.results import Result
from factcheck.testing import FakeEncoder

ARTICLES = {
    "herald.md": "---\ntitle: Bakery burns in Ostwick\n---\nFire destroyed the bakery on Mill Lane, and it took 40 "
    "firefighters\nto put it out.\n\nThe baker’s “oldest oven” was saved. Nobody slept in the flat above the shop.\n",
    "gazette.md": "Some 60 firefighters fought the blaze in Ostwick until dawn.\n\nThe bakery on Dock Road is a ruin. "
    "Roughly 12 miles of hose were laid.\n",
    "echo.md": "A crew of 60 came to the burning bakery.\n\nHoses of some 19 kilometres were rolled out.\n",
}
CREW, STREET = "it took 40 firefighters to put it out", "Fire destroyed the bakery on Mill Lane"
KEY = {
    "story": "ostwick-fire",
    "discrepancies": [
        {
            "id": "d1", "kind": "quantity", "relation": "conflict", "about": "firefighters", "difficulty": "easy",
            "sides": [
                {"article": "herald.md", "quote": CREW, "value": "40"},
                {"article": "gazette.md", "quote": "Some 60 firefighters fought the blaze in Ostwick", "value": "60"},
                {"article": "echo.md", "quote": "A crew of 60 came to the burning bakery.", "value": "60"},
            ],
        },
        {
            "id": "d2", "kind": "place", "relation": "conflict", "about": "street", "difficulty": "hard",
            "sides": [
                {"article": "herald.md", "quote": STREET, "value": "Mill Lane"},
                {"article": "gazette.md", "quote": "The bakery on Dock Road is a ruin.", "value": "Dock Road"},
            ],
        },
    ],
    "consistent": [
        {
            "id": "c1", "trap": "unit", "about": "hose",
            "sides": [
                {"article": "gazette.md", "quote": "Roughly 12 miles of hose were laid."},
                {"article": "echo.md", "quote": "Hoses of some 19 kilometres were rolled out."},
            ],
        }
    ],
}  # fmt: skip
RIGHT = (("herald.md", CREW), ("gazette.md", "Some 60 firefighters fought the blaze"))
AGAIN = (("herald.md", CREW), ("echo.md", "A crew of 60 came to the burning bakery."))
AGREE = (("gazette.md", "Some 60 firefighters fought the blaze"), ("echo.md", "A crew of 60 came"))
HOSES = (("gazette.md", "Roughly 12 miles of hose were laid."), ("echo.md", "Hoses of some 19 kilometres"))
STREETS = (("herald.md", STREET), ("gazette.md", "The bakery on Dock Road is a ruin."))


@pytest.fixture
def story(tmp_path: Path) -> gold.Story:
    folder = tmp_path / "set" / "ostwick-fire"
    (folder / "articles").mkdir(parents=True)
    for name, text in ARTICLES.items():
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    (folder / "gold.json").write_text(json.dumps(KEY), encoding="utf-8")
    return gold.read([tmp_path / "set"])[0]


def side(path: str, quote: str) -> Side:
    return Side(
        path, path, f"{path}:1", 1, Span(0, 1), quote, "value", Span(0, 1), path.partition(".")[0],
        None, None, None, (), Modality.ASSERTED, "key",
    )  # fmt: skip


def finding(
    sides: Sequence[tuple[str, str]], confidence: float = 0.9, kind: Kind = Kind.QUANTITY, folder: str = "articles/"
) -> Finding:
    made = tuple(side(f"{folder}{name}", quote) for name, quote in sides)
    return Finding("f", kind, Relation.CONFLICT, "about", made, Severity.LOW, confidence, "why", ("code",))


def result(*findings: Finding, skipped: tuple[Skipped, ...] = ()) -> Result:
    return Result((), findings, (), (), (), Coverage(2, 100, 0, 0, 0, "fake", "none", "none", skipped))


# --- gold: places of quotations


@pytest.mark.parametrize(
    ("name", "quote", "shown"),
    [
        ("herald.md", CREW, "it took 40 firefighters\nto put it out"),
        ("herald.md", 'The baker\'s "oldest oven" was saved.', "The baker’s “oldest oven” was saved."),
        ("herald.md", "Bakery burns in Ostwick", "Bakery burns in Ostwick"),
    ],
    ids=["line break", "quotation marks", "title"],
)
def test_a_quotation_is_placed_where_it_stands(story: gold.Story, name: str, quote: str, shown: str) -> None:
    (span,) = story.place(f"some/folder/{name}", quote)
    assert ARTICLES[name][span.start : span.end] == shown


@pytest.mark.parametrize("quote", ["", "not in it", "x" * 401])
def test_a_quotation_that_is_not_there_has_no_place(story: gold.Story, quote: str) -> None:
    assert story.place("herald.md", quote) == ()


def test_a_quotation_has_every_place_where_it_stands() -> None:
    assert gold.Folded.of("ash, ash and  ash").find("ash") == (Span(0, 3), Span(5, 8), Span(14, 17))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Span(0, 40), Span(28, 80), True),
        (Span(0, 40), Span(29, 80), False),
        (Span(0, 40), Span(3, 8), True),
        (Span(0, 40), Span(38, 45), False),
    ],
    ids=["12 shared", "11 shared", "short and inside", "short and half inside"],
)
def test_spans_are_one_place_if_they_share_enough(one: Span, other: Span, same: bool) -> None:
    assert gold.same_place(one, other) is gold.same_place(other, one) is same


def test_a_set_without_a_story_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        gold.read([tmp_path])


def test_a_key_that_can_not_be_understood_is_a_usage_error(story: gold.Story) -> None:
    (story.folder / "gold.json").write_text('{"story": "s", "discrepancies": [{}]}', encoding="utf-8")
    with pytest.raises(UsageError, match="ostwick-fire"):
        gold.read([story.folder])


# --- stories: states and figures


@pytest.mark.parametrize(
    ("sides", "state", "item", "trap"),
    [
        (RIGHT, State.RIGHT, "d1", None),
        (RIGHT[::-1], State.RIGHT, "d1", None),
        (HOSES + RIGHT, State.RIGHT, "d1", None),
        (AGREE, State.FALSE, None, None),
        (RIGHT[:1] * 2, State.FALSE, None, None),
        (RIGHT[:1], State.FALSE, None, None),
        ((RIGHT[0], STREETS[1]), State.FALSE, None, None),
        (HOSES, State.FALSE, None, "c1"),
        (RIGHT * (MAX_SIDES // 2), State.RIGHT, "d1", None),
        (RIGHT * (MAX_SIDES // 2 + 1), State.FALSE, None, None),
    ],
    ids=[
        "right", "other way round", "two sides of several", "same value", "one article", "one side", "two facts",
        "trap", "as many sides as allowed", "too many sides",
    ],
)  # fmt: skip
def test_a_finding_has_a_state(
    story: gold.Story, sides: Sequence[tuple[str, str]], state: State, item: str | None, trap: str | None
) -> None:
    (judged,) = stories.judge(story, [finding(sides)])
    assert judged.state is state
    assert (judged.item and judged.item.id, judged.trap and judged.trap.id) == (item, trap)


def test_a_further_finding_on_a_discrepancy_is_a_duplicate(story: gold.Story) -> None:
    sure, unsure = finding(AGAIN, 0.9), finding(RIGHT, 0.6)
    judged = stories.judge(story, [unsure, sure])
    assert [(j.finding, j.state) for j in judged] == [(sure, State.RIGHT), (unsure, State.DUPLICATE)]


def test_a_finding_on_two_discrepancies_is_about_the_one_of_its_kind(story: gold.Story) -> None:
    (judged,) = stories.judge(story, [finding(RIGHT + STREETS, kind=Kind.PLACE)])
    assert judged.item
    assert judged.item.id == "d2"


def test_a_finding_on_two_discrepancies_is_about_the_new_one(story: gold.Story) -> None:
    judged = stories.judge(story, [finding(STREETS, 0.9, Kind.PLACE), finding(RIGHT + STREETS, 0.8, Kind.PLACE)])
    assert [j.item.id for j in judged if j.item] == ["d2", "d1"]


def test_a_side_that_is_not_in_its_article_is_noted(story: gold.Story) -> None:
    sides = [*RIGHT, ("echo.md", "words that nobody wrote")]
    assert [j.unplaced for j in stories.judge(story, [finding(RIGHT), finding(sides)])] == [False, True]


def test_figures_of_a_story(story: gold.Story) -> None:
    found = [finding(RIGHT), finding(AGAIN, 0.8), finding(HOSES, 0.7), finding(AGREE, 0.6)]
    figures = stories.figures([story], stories.judge(story, found))
    counts = {name: figures[name] for name in ("stories", "gold", "right", "duplicates", "false", "traps")}
    assert counts == {"stories": 1, "gold": 2, "right": 1, "duplicates": 1, "false": 2, "traps": 1}
    assert (figures["precision"], figures["recall"], figures["f1"]) == (0.333, 0.5, 0.4)
    assert figures["by"]["kind"] == {
        "place": {"gold": 1, "found": 0, "recall": 0.0},
        "quantity": {"gold": 1, "found": 1, "recall": 1.0, "right": 1, "false": 2, "precision": 0.333},
    }
    assert figures["by"]["difficulty"]["easy"] == {"gold": 1, "found": 1, "recall": 1.0}
    assert figures["traps_by"] == {"unit": {"items": 1, "hit": 1, "findings": 1}}
    assert figures["by_story"] == {"ostwick-fire": {"gold": 2, "right": 1, "duplicate": 1, "false": 2}}


def test_average_precision_by_hand(story: gold.Story) -> None:
    # ranks: 1 false alarm, 2 right (1 of 2), a duplicate that takes no rank, 3 right (2 of 3)
    found = [finding(AGREE, 0.9), finding(RIGHT, 0.8), finding(AGAIN, 0.7), finding(STREETS, 0.6, Kind.PLACE)]
    judged = stories.judge(story, found)
    assert stories.average_precision(judged, gold=2) == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert stories.average_precision(judged, gold=4) == pytest.approx((1 / 2 + 2 / 3) / 4)
    assert stories.average_precision([], gold=2) == 0


# --- stages


def claim(name: str, quote: str, *, mention: Kind | None = None, states: bool = False) -> Claim:
    start = ARTICLES[name].index(quote)
    span = Span(start, start + len(quote))
    mentions = (Mention(mention, Place("x"), Span(start, start + 4), quote[:4], "?"),) if mention else ()
    said = (records.State("burn", False),) if states else ()
    return Claim(f"{name}:{start}", name, span, quote, quote, span, quote, mentions=mentions, states=said)


def trace(
    left: Claim, right: Claim, *, paired: bool = False, label: Label | None = None, others: tuple[Claim, ...] = ()
) -> stages.Trace:
    articles = tuple(
        Article(name, f"articles/{name}", text, (), None, None, None, None, "") for name, text in ARTICLES.items()
    )
    sides = [Evidence(claim, claim.quote, claim.span, claim.quote) for claim in (left, right)]
    verdicts = [Verdict(label, Kind.PLACE, 0.06, "code", "reason", "about", sides[0], sides[1])] if label else []
    pairs = (ClaimPair(left, right, 0.5),) if paired else ()
    return stages.Trace(articles, (left, right, *others), pairs, tuple(verdicts))


MILL = claim("herald.md", STREET, mention=Kind.PLACE)
DOCK = claim("gazette.md", "The bakery on Dock Road is a ruin.", mention=Kind.PLACE)
BARE = claim("gazette.md", "The bakery on Dock Road is a ruin.", mention=Kind.TIME)
FLAT = claim("herald.md", "Nobody slept in the flat above the shop.", mention=Kind.PLACE)


@pytest.mark.parametrize(
    ("seen", "passed"),
    [
        (trace(FLAT, DOCK, paired=True, label=Label.CONTRADICTION), set()),
        (trace(MILL, BARE), {Stage.CLAIMS}),
        (trace(MILL, DOCK), {Stage.CLAIMS, Stage.MENTIONS}),
        (trace(MILL, BARE, paired=True), {Stage.CLAIMS, Stage.PAIRS}),
        (trace(MILL, DOCK, paired=True, label=Label.ENTAILMENT), {Stage.CLAIMS, Stage.MENTIONS, Stage.PAIRS}),
        (trace(MILL, DOCK, paired=True, label=Label.CONTRADICTION), set(Stage) - {Stage.FINDINGS}),
    ],
    ids=["elsewhere", "claims", "mentions", "pairs", "agreement", "contradiction"],
)
def test_a_discrepancy_gets_past_stages(story: gold.Story, seen: stages.Trace, passed: set[Stage]) -> None:
    assert stages.reached(story, seen, found=())["d2"] == passed


def test_an_event_is_stated_by_a_claim_with_a_state() -> None:
    burnt = claim("herald.md", STREET, mention=Kind.PLACE, states=True)
    assert stages.stating(burnt, "event") == (burnt.span,)
    assert stages.stating(MILL, "event") == stages.stating(MILL, "time") == ()


def test_recall_of_stages_and_what_is_missed(story: gold.Story) -> None:
    reach = {story.slug: stages.reached(story, trace(MILL, DOCK), found={"d1"})}
    table = stages.recall([story], reach)
    assert list(table) == ["place", "quantity", "all"]
    assert table["place"] == {"gold": 1, "claims": 1, "mentions": 1, "pairs": 0, "verdicts": 0, "findings": 0}
    assert (table["all"]["gold"], table["all"]["claims"], table["all"]["findings"]) == (2, 1, 1)
    assert stages.missed(reach) == {"ostwick-fire": {"d2": "pairs"}}


def test_the_stages_of_the_real_check_are_seen(story: gold.Story) -> None:
    attach, verdicts = mentions.attach, comparators.verdicts
    checked, seen = stages.traced(
        runs.checker(Settings(nli=NO_MODEL), FakeEncoder(), None), [story.folder / "articles"]
    )
    assert len(seen.articles) == 3
    assert len(seen.claims) == checked.coverage.claims > 0
    assert len(seen.pairs) == checked.coverage.pairs_compared > 0
    assert seen.verdicts
    assert (mentions.attach, comparators.verdicts) == (attach, verdicts)


def test_a_check_that_passes_the_stages_by_is_an_error() -> None:
    with pytest.raises(FactcheckError, match="stages"):
        stages.traced(lambda paths: result(), [])


# --- news


def rows(*outlets: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"incident_id": event, "source": source, "text": f"{source} on {event}."} for event, source in outlets]


def stored(path: Path, lines: Sequence[dict[str, Any]]) -> Path:
    path.write_bytes(gzip.compress("".join(json.dumps(line) + "\n" for line in lines).encode()))
    return path


def test_events_with_two_outlets_are_chosen_the_same_way_every_time(tmp_path: Path) -> None:
    lines = rows(*((f"e{number}", outlet) for number in range(9) for outlet in ("a.com", "b.com")))
    lines += rows(("single", "a.com"), ("single", "a.com:80"))
    chosen = news.read(stored(tmp_path / "one.jsonl.gz", lines), 4)
    again = news.read(stored(tmp_path / "two.jsonl.gz", lines[::-1]), 4)
    assert [group.id for group in chosen] == [group.id for group in again]
    assert len(chosen) == 4
    assert len(news.read(tmp_path / "one.jsonl.gz", 99)) == 9


def test_a_long_crisis_is_cut_and_the_rest_counted(tmp_path: Path) -> None:
    lines = [{"event": "flood", "text": f"Report number {n}."} for n in range(news.MAX_ARTICLES + 3)]
    (group,) = news.read(stored(tmp_path / "news.jsonl.gz", lines), 1)
    assert (len(group.rows), group.dropped) == (news.MAX_ARTICLES, 3)


@pytest.mark.parametrize("lines", [[], rows(("e1", "a.com"))], ids=["empty", "one outlet"])
def test_news_without_two_outlets_is_a_usage_error(tmp_path: Path, lines: list[dict[str, Any]]) -> None:
    with pytest.raises(UsageError):
        news.read(stored(tmp_path / "news.jsonl.gz", lines), 1)


def test_the_load_is_counted_per_thousand_claims(tmp_path: Path) -> None:
    groups = news.read(stored(tmp_path / "news.jsonl.gz", rows(("e1", "a.com"), ("e1", "b.com"))), 1)
    reports = news.check(groups, lambda paths: result(finding(RIGHT), finding(STREETS, kind=Kind.PLACE)))
    figures = news.figures(Path("news.jsonl.gz"), reports)
    assert (figures["groups"], figures["claims"], figures["findings"], figures["per_1000_claims"]) == (1, 100, 2, 20.0)
    assert figures["by"]["kind"]["place"] == {"findings": 1, "per_1000_claims": 10.0}
    assert any(CREW in line for line in listing.of_news(reports))
    assert CREW not in json.dumps(figures)


def test_findings_that_join_two_events_are_counted(tmp_path: Path) -> None:
    events = (("e1", "a.com"), ("e1", "b.com"), ("e2", "a.com"), ("e2", "b.com"))
    groups = news.read(stored(tmp_path / "news.jsonl.gz", rows(*events)), 2)
    within, across = (
        finding([(f"g.jsonl#{one}", CREW), (f"g.jsonl#{other}", CREW)]) for one, other in ((1, 2), (2, 3))
    )
    assert news.archive(groups, lambda paths: result(within, across)) == {"findings": 2, "of_two_events": 1}


def test_the_articles_of_an_event_can_be_read(tmp_path: Path) -> None:
    lines = [{"event": "fire", "text": text, "dct": "2024-05-01"} for text in ARTICLES.values()]
    (report,) = news.check(
        news.read(stored(tmp_path / "news.jsonl.gz", lines), 1),
        runs.checker(Settings(nli=NO_MODEL), FakeEncoder(), None),
    )
    assert (report.articles, report.skipped) == (3, 0)
    assert report.claims > 0


# --- pairs

PAIRS = (
    {"a": "The kiln at Brackwater kept 46 potters in work.", "b": "The kiln at Brackwater kept 52 potters in work.",
     "label": "contradiction"},
    {"a": "The kiln at Brackwater kept 46 potters in work.", "b": "The kiln at Brackwater kept 46 potters in work.",
     "label": "entailment"},
    {"a": "The kiln at Brackwater kept 46 potters in work.", "b": "A choir sang on the quay.",
     "label": "contradiction"},
    {"a": "The kiln at Brackwater kept 46 potters in work.", "b": "The kiln at Brackwater kept 58 potters in work.",
     "label": "neutral"},
)  # fmt: skip


def test_pairs_are_found_missed_and_flagged(tmp_path: Path) -> None:
    path = stored(tmp_path / "kilns.jsonl.gz", PAIRS)
    figures, checked = pairs.measure([path], Settings(min_confidence=0.05), FakeEncoder(), None)
    assert figures["by_set"] == {
        "kilns": {"contradictions": 2, "found": 1, "recall": 0.5, "others": 2, "flagged": 1, "flagged_share": 0.5}
    }
    told = list(pairs.listing(checked))
    assert [line for line in told if not line.startswith(" ")] == ["MISSED", "FALSE"]
    assert " A choir sang on the quay." in told
    assert any(line.endswith("quantity: 46 / 58") for line in told)
    (table,) = tables.of_section("pairs", figures)
    assert table.rows == (("kilns", "2", "1", "0.500", "2", "1", "0.500"),)


@pytest.mark.parametrize("content", [b"no gzip", gzip.compress(b"{not json}\n")], ids=["not gzipped", "not JSON"])
def test_pairs_that_can_not_be_read_are_a_usage_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pairs.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"pairs\.jsonl\.gz"):
        pairs.run(path, Settings(), FakeEncoder(), Judge(None))


def test_the_command_measures_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.encoders.load", lambda name: FakeEncoder())
    path, output = stored(tmp_path / "kilns.jsonl.gz", PAIRS), tmp_path / "results.json"
    outcome = CliRunner().invoke(app, ["--pairs", str(path), "--nli", NO_MODEL, "--list", "--output", str(output)])
    assert outcome.exit_code == 0, outcome.output
    assert results.read(output)["pairs"]["sets"] == ["kilns"]
    assert "MISSED" in outcome.output


# --- runs, results, tables, docs, command


def story_run(story: gold.Story, monkeypatch: pytest.MonkeyPatch, *findings: Finding) -> runs.StoryRun:
    monkeypatch.setattr(stages, "traced", lambda check, paths: (check(paths), trace(MILL, DOCK, paired=True)))
    return runs.run_stories([story.folder.parent], lambda paths: result(*findings))


def test_a_run_over_stories(story: gold.Story, monkeypatch: pytest.MonkeyPatch) -> None:
    run = story_run(story, monkeypatch, finding(RIGHT), finding(HOSES, 0.6))
    figures = runs.story_figures([story.folder.parent], run)
    assert figures["stories"]["sets"] == ["set"]
    assert (figures["stories"]["right"], figures["stories"]["false"]) == (1, 1)
    assert figures["stages"]["missed"] == {"ostwick-fire": {"d2": "verdicts"}}
    assert figures["stages"]["recall"]["all"]["findings"] == 1


def test_the_listing_says_what_was_right_false_and_missed(story: gold.Story, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(listing.of_stories(story_run(story, monkeypatch, finding(RIGHT), finding(HOSES, 0.6))))
    assert "right d1" in text
    assert "FALSE c1 (unit)" in text
    assert "MISSED d2 at verdicts" in text


def test_an_article_that_can_not_be_read_stops_the_run(story: gold.Story, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = result(skipped=(Skipped("echo.md", "it is empty"),))
    monkeypatch.setattr(stages, "traced", lambda check, paths: (broken, trace(MILL, DOCK)))
    with pytest.raises(FactcheckError, match="it is empty"):
        runs.run_stories([story.folder], lambda paths: broken)


def test_results_hold_the_conditions_and_no_path(story: gold.Story, monkeypatch: pytest.MonkeyPatch) -> None:
    measured = results.conditions(Settings(min_confidence=0.4), FakeEncoder(), "2024-05-01")
    measured |= runs.story_figures([story.folder.parent], story_run(story, monkeypatch, finding(RIGHT)))
    path = story.folder / "new" / "results.json"
    results.write(path, measured)
    assert results.read(path) == measured
    assert (measured["encoder"], measured["date"]) == ("fake", "2024-05-01")
    assert measured["thresholds"]["min_confidence"] == 0.4
    assert measured["thresholds"]["MAX_SIDES"] == MAX_SIDES
    assert {"cpus", "python"} <= set(measured["machine"])
    assert str(story.folder.parent) not in path.read_text(encoding="utf-8")


def test_of_a_model_in_a_folder_only_the_last_part_is_stored(tmp_path: Path) -> None:
    assert results.model_name(str(tmp_path)) == tmp_path.name
    assert results.model_name("publisher/model") == "publisher/model"


def test_a_table_in_markdown() -> None:
    table = tables.Table("T", ("kind", "found"), (("place", "1"), ("time", "12")))
    assert tables.markdown(table) == "| kind | found |\n| --- | ---: |\n| place | 1 |\n| time | 12 |"


def test_stored_results_are_written_into_the_page(
    story: gold.Story, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    measured = results.conditions(Settings(), FakeEncoder(), None)
    measured |= runs.story_figures([story.folder.parent], story_run(story, monkeypatch, finding(RIGHT)))
    path, page = tmp_path / "benchmarks/results/now.json", tmp_path / "docs/quality.md"
    results.write(path, measured)
    page.parent.mkdir()
    page.write_text(docs.PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    assert docs.write(path, page) == ["stories", "stages"]
    once = page.read_text(encoding="utf-8")
    assert "| precision | 1.000 |" in once
    assert "[now.json](../benchmarks/results/now.json)" in once
    docs.write(path, page)
    assert page.read_text(encoding="utf-8") == once


def test_the_documentation_quotes_results_that_are_stored_there(story: gold.Story) -> None:
    elsewhere = story.folder / "gold.json"
    with pytest.raises(UsageError, match="benchmarks/results"):
        docs.shown_path(elsewhere)


@pytest.mark.parametrize("name", results.SECTIONS)
def test_the_figures_in_the_documentation_are_those_of_the_file_they_name(name: str) -> None:
    text = docs.PAGE.read_text(encoding="utf-8")
    shown = text[text.index(f"<!-- {name} -->") : text.index(f"<!-- /{name} -->")]
    if link := re.search(r"\((\.\./benchmarks/results/[^)]+)\)", shown):
        stored_results = results.read(docs.PAGE.parent / link[1])
        assert docs.filled(text, name, docs.section(name, stored_results, link[1])) == text
    else:
        assert not re.search(r"\d", shown)


def test_the_options_are_documented() -> None:
    command: Any = typer.main.get_command(app)
    options = {flag for p in command.params if p.param_type_name == "option" for flag in p.opts} - {"--help"}
    assert options == set(re.findall(r"^\| `(--[a-z-]+)`", docs.PAGE.read_text(encoding="utf-8"), re.MULTILINE))


def test_a_call_without_stories_and_news_is_a_usage_error() -> None:
    outcome = CliRunner().invoke(app, ["--min-confidence", "0.4"])
    assert outcome.exit_code == UsageError.exit_code
    assert "nothing to measure" in outcome.output


def test_a_set_without_stories_is_told_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.encoders.load", lambda name: FakeEncoder())
    outcome = CliRunner().invoke(app, [str(tmp_path)])
    assert outcome.exit_code == UsageError.exit_code
    assert "no story was found" in outcome.output


def test_the_command_measures_stories_and_writes_results(story: gold.Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.encoders.load", lambda name: FakeEncoder())
    output = story.folder.parent.parent / "results.json"
    outcome = CliRunner().invoke(app, [str(story.folder.parent), "--nli", NO_MODEL, "--list", "--output", str(output)])
    assert outcome.exit_code == 0, outcome.output
    assert results.read(output)["stories"]["gold"] == 2
    assert "average precision" in outcome.output


def test_the_keys_of_our_own_stories_quote_their_articles() -> None:
    stories = gold.read([Path(__file__).resolve().parent.parent / "fixtures" / "stories"])
    assert len(stories) == 76
    for told in stories:
        for item in (*told.discrepancies, *told.consistent):
            assert all(len(side.spans) == 1 for side in item.sides), (told.slug, item.id)
            assert len({side.article for side in item.sides}) > 1, (told.slug, item.id)
        for item in told.discrepancies:
            assert len({side.value for side in item.sides}) > 1, (told.slug, item.id)
