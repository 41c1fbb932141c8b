"""The ledger: what a decision holds for, what is taken back, and that no line is lost, whoever writes meanwhile."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck import findings
from factcheck import ledger as ledgers
from factcheck.errors import StoreError, UsageError
from factcheck.ledger import REASONS, Choice, Ledger, append, decide, lines, merge, read, undo
from factcheck.records import Finding, Kind, Modality, Relation, Severity, Side, Span, Standing

CONFIRMED, DISMISSED, UNSURE = Choice.CONFIRMED, Choice.DISMISSED, Choice.UNSURE
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


def side(article, value, words="The ferry carried {} passengers.", line=1):
    quote = words.format(value)
    return Side(
        f"{article}.md", f"{article}.md", f"{article}.md:{line}", line, Span(line, line + len(quote)), quote, value,
        Span(line + 1, line + 2), article, None, None, None, (), Modality.ASSERTED, f"{value} count",
    )  # fmt: skip


def finding(*sides, kind=Kind.QUANTITY, **more):
    given = {"relation": Relation.CONFLICT, "about": "passengers", "severity": Severity.HIGH, "confidence": 0.9} | more
    return Finding(
        findings._fingerprint(kind, sides), kind, sides=sides, explanation="Why.", reasons=("quantity-different",),
        **given,
    )  # fmt: skip


def decided(found, choice=DISMISSED, reviewer="Ida", minute=0, **more):
    return decide(found, choice, reviewer=reviewer, now=NOON + timedelta(minutes=minute), **more)


def ledger(*decisions):
    return Ledger(tuple(sorted(decisions, key=lambda decision: decision.order)))


GULL, TERN, OWL = side("gull", "12"), side("tern", "15"), side("owl", "15")
PAIR, ALL = finding(GULL, TERN), finding(GULL, TERN, OWL)
OTHER = finding(side("rook", "1"), side("wren", "2"))


# What a decision holds for.

HOLDS = [
    ("the same", PAIR, PAIR, "current"),
    ("moved down", PAIR, finding(side("gull", "12", line=40), TERN), "current"),
    ("lines broken anew", PAIR, finding(side("gull", "12", "The  ferry\ncarried {} passengers."), TERN), "current"),
    ("capitals", PAIR, finding(side("gull", "12", "THE FERRY carried {} passengers."), TERN), "current"),
    ("less sure, more severe", PAIR, replace(PAIR, confidence=0.6, severity=Severity.LOW), "current"),
    ("a side went away", ALL, PAIR, "current"),
    ("another figure", PAIR, finding(GULL, side("tern", "16")), "former"),
    ("other words", PAIR, finding(GULL, side("tern", "15", "The ferry had {} passengers.")), "former"),
    ("one more side", PAIR, ALL, "former"),
    ("one more side, and another figure", PAIR, finding(GULL, side("tern", "16"), OWL), "former"),
    ("both figures changed", PAIR, finding(side("gull", "13"), side("tern", "16")), "none"),
    ("another article", PAIR, finding(GULL, OWL), "none"),
    ("another kind", PAIR, finding(GULL, TERN, kind=Kind.TIME), "none"),
    ("another fact", PAIR, OTHER, "none"),
]


@pytest.mark.parametrize(("before", "now", "holds"), [case[1:] for case in HOLDS], ids=[case[0] for case in HOLDS])
def test_what_a_decision_holds_for(before, now, holds):
    decision = decided(before)
    known = ledger(decision, decided(finding(side("lark", "3"), side("kite", "4"))))
    assert known.current(now) == (decision if holds == "current" else None)
    assert known.former(now) == (decision if holds == "former" else None)
    assert known.standings([now]) == ({now.fingerprint: Standing.DISMISSED} if holds == "current" else {})
    assert known.history(now) == ((decision,) if holds == "current" else ())


FIRST, LATER = decided(PAIR), decided(PAIR, CONFIRMED, minute=1)
BACK = undo(FIRST, reviewer="Ida", now=NOON)
CURRENT = [
    ("nothing", (), None),
    ("the latest counts", (FIRST, LATER), "confirmed"),
    ("whoever says it", (FIRST, decided(PAIR, CONFIRMED, "Bo", minute=1)), "confirmed"),
    ("unsure has no effect", (FIRST, decided(PAIR, UNSURE, minute=1)), None),
    ("on the whole, later", (FIRST, decided(ALL, CONFIRMED, minute=1)), "confirmed"),
    ("on the whole, earlier", (decided(PAIR, minute=1), decided(ALL, CONFIRMED)), "dismissed"),
    ("taken back", (FIRST, undo(FIRST, reviewer="Bo")), None),
    ("taken back by a slow clock", (FIRST, undo(FIRST, reviewer="Bo", now=NOON - timedelta(days=1))), None),
    ("what it replaced holds again", (FIRST, LATER, undo(LATER, reviewer="Ida", now=NOON)), "dismissed"),
    ("taking back taken back", (FIRST, BACK, undo(BACK, reviewer="Ida", now=NOON)), "dismissed"),
    ("decided anew after it was taken back", (FIRST, BACK, LATER), "confirmed"),
]


@pytest.mark.parametrize(("lines", "standing"), [case[1:] for case in CURRENT], ids=[case[0] for case in CURRENT])
def test_what_counts_of_several_lines(lines, standing):
    known = ledger(*lines)
    assert known.standings([PAIR]).get(PAIR.fingerprint) == standing
    assert len(known.history(PAIR)) == len(lines)
    assert {decision.fingerprint for decision in known.latest} <= {PAIR.fingerprint, ALL.fingerprint}


DISAGREEMENTS = [
    ("one reviewer's change of mind", (decided(PAIR), decided(PAIR, CONFIRMED, minute=1)), []),
    ("agreement", (decided(PAIR), decided(PAIR, reviewer="Bo", minute=1)), []),
    ("disagreement", (decided(PAIR, minute=1), decided(PAIR, CONFIRMED, "Bo")), ["Bo", "Ida"]),
    ("one is unsure", (decided(PAIR), decided(PAIR, UNSURE, "Bo")), []),
    ("one took it back", (decided(PAIR), undo(decided(PAIR), reviewer="Ida"), decided(PAIR, CONFIRMED, "Bo")), []),
    ("another fact", (decided(PAIR), decided(OTHER, CONFIRMED, "Bo")), []),
]


@pytest.mark.parametrize(("lines", "who"), [c[1:] for c in DISAGREEMENTS], ids=[c[0] for c in DISAGREEMENTS])
def test_disagreements(lines, who):
    known = ledger(*lines)
    told = [[decision.reviewer for decision in words] for words in known.disagreements()]
    assert told == ([who] if who else [])
    [latest] = [decision for decision in known.latest if decision.fingerprint == PAIR.fingerprint]
    assert [word.reviewer for word in known.contrary(latest)] == [name for name in who if name != latest.reviewer]


# What a decision holds.


def test_a_decision_keeps_what_the_reviewer_saw():
    decision = decided(PAIR, CONFIRMED, note="asked the yard", right=findings.mark(GULL))
    assert (decision.fingerprint, decision.kind, decision.confidence) == (PAIR.fingerprint, "quantity", 0.9)
    assert [(s.article, s.source, s.value, s.quote) for s in decision.sides] == [
        ("gull.md", "gull", "12", "The ferry carried 12 passengers."),
        ("tern.md", "tern", "15", "The ferry carried 15 passengers."),
    ]
    assert (decision.right, decision.time) == (decision.sides[0].mark, "2031-03-04T12:00:00.000000+00:00")


WRONG = [
    ({"choice": Choice.UNDONE}, "can't be undone"),
    ({"choice": DISMISSED, "reason": "boring"}, "'boring' is no reason"),
    ({"choice": CONFIRMED, "reason": "misread"}, "'misread' is no reason to call a finding confirmed"),
    ({"choice": CONFIRMED, "right": "none"}, "no side 'none'"),
    ({"choice": CONFIRMED, "reviewer": " "}, "name of its reviewer"),
]


@pytest.mark.parametrize(("given", "problem"), WRONG, ids=[case[1] for case in WRONG])
def test_a_wrong_decision_is_refused(given, problem):
    with pytest.raises(UsageError, match=problem):
        decide(PAIR, **{"reviewer": "Ida"} | given)


def test_no_two_decisions_have_one_id():
    ids = [decided(PAIR, minute=minute, reason=reason).id for minute in range(3) for reason in REASONS]
    assert len(set(ids)) == len(ids)
    assert decided(PAIR).id == decided(PAIR).id


# The file.

texts = st.text(max_size=20) | st.sampled_from(["a\nb", "\u2028\u0085\r", "\ud800", '"}', "<<<<<<<", ""])
decisions = st.lists(
    st.builds(
        lambda choice, note, reviewer, minute, pair: decided(pair, choice, reviewer + "x", minute, note=note),
        st.sampled_from([CONFIRMED, DISMISSED, UNSURE]), texts, texts, st.integers(0, 9),
        st.sampled_from([PAIR, ALL, OTHER]),
    ),
    max_size=6,
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("ledgers")


def fresh(folder, name):
    (folder / name).unlink(missing_ok=True)
    return folder / name


@settings(max_examples=25, deadline=None)
@given(decisions, st.randoms(use_true_random=False))
def test_the_order_of_additions_does_not_matter(folder, given, random):
    one, other = fresh(folder, "one"), fresh(folder, "other")
    held = append(one, given)
    shuffled = random.sample(given, len(given))
    for decision in shuffled:
        append(other, [decision])
    assert held == read(one) == ledger(*set(given))
    if given:
        assert one.read_bytes() == other.read_bytes()


@settings(max_examples=25, deadline=None)
@given(decisions, decisions)
def test_merging_is_commutative_and_idempotent(folder, ours, theirs):
    one, other, both = fresh(folder, "one"), fresh(folder, "other"), fresh(folder, "both")
    for file, held in ((one, ours), (other, theirs), (both, [*ours, *theirs])):
        file.touch()
        append(file, held)
    before = other.read_bytes()
    merge(one, [other])
    merge(one, [other, one])
    assert other.read_bytes() == before
    merge(other, [one])
    assert one.read_bytes() == other.read_bytes() == both.read_bytes()


def test_a_file_that_is_not_there_is_an_empty_ledger(tmp_path):
    assert read(tmp_path / "none.jsonl") == Ledger()
    append(tmp_path / "deep" / "new.jsonl", [decided(PAIR)])
    assert read(tmp_path / "deep" / "new.jsonl").standings([PAIR])
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["new.jsonl"]


def test_what_can_not_be_read_or_written_is_an_error(tmp_path):
    with pytest.raises(StoreError, match="can't be read"):
        read(tmp_path)
    with pytest.raises(StoreError, match="can't be"):
        append(tmp_path, [decided(PAIR)])
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="can't be written"):
        append(tmp_path / "file" / "below.jsonl", [decided(PAIR)])
    with pytest.raises(UsageError, match="no ledger"):
        merge(tmp_path / "new.jsonl", [tmp_path / "none.jsonl"])


GOOD = json.loads(lines.encoded(decided(PAIR)))
NO_CHOICE = "choice must be one of confirmed, dismissed, unsure, undone"
DAMAGED = [
    ("cut off", json.dumps(GOOD)[:100], "is no JSON"),
    ("a mark of a merge", "<<<<<<< HEAD", "is a mark that a merge left behind"),
    ("another mark", "=======", "is a mark that a merge left behind"),
    ("a list", "[]", "is no object"),
    ("a number", "3", "is no object"),
    ("too deep", "[" * 100_000, "is no JSON"),
    ("no text", "\udcff", "is no JSON"),
    ("nothing in it", "{}", "has no schema_version"),
    ("of the future", json.dumps(GOOD | {"schema_version": 2}), "is of schema_version 2, and this factcheck reads 1"),
    ("no choice", json.dumps({k: v for k, v in GOOD.items() if k != "choice"}), "has no choice"),
    ("another choice", json.dumps(GOOD | {"choice": "maybe"}), NO_CHOICE),
    ("a choice that is a list", json.dumps(GOOD | {"choice": []}), NO_CHOICE),
    ("a note that is a number", json.dumps(GOOD | {"note": 3}), "note must be a text"),
    ("a day", json.dumps(GOOD | {"time": "2031-03-04"}), "time must be ISO 8601 with a zone"),
    ("no time", json.dumps(GOOD | {"time": None}), "time must be ISO 8601 with a zone"),
    ("more than sure", json.dumps(GOOD | {"confidence": 1.5}), "confidence must be a number from 0 to 1"),
    ("not a number", json.dumps(GOOD | {"confidence": float("nan")}), "confidence must be a number from 0 to 1"),
    ("true", json.dumps(GOOD | {"confidence": True}), "confidence must be a number from 0 to 1"),
    ("one side", json.dumps(GOOD | {"sides": GOOD["sides"][:1]}), "sides must be two or more"),
    ("sides by name", json.dumps(GOOD | {"sides": {}}), "sides must be a list of objects"),
    ("a side without a mark", json.dumps(GOOD | {"sides": [{"article": "a"}] * 2}), "has no source"),
    ("reasons that are numbers", json.dumps(GOOD | {"reasons": [1]}), "reasons must be a list of texts"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "problem"), [case[1:] for case in DAMAGED], ids=[case[0] for case in DAMAGED])
def test_a_damaged_line_is_told_and_kept_and_the_others_count(tmp_path, line, problem):
    file = tmp_path / "decisions.jsonl"
    append(file, [decided(OTHER), decided(ALL)])
    first, second = file.read_bytes().splitlines()
    raw = line.encode("utf-8", "surrogateescape")
    file.write_bytes(b"\n".join([first, raw, b"", second]))
    known = read(file)
    assert [(d.line, d.problem) for d in known.damaged] == [(2, problem)]
    assert len(known.decisions) == 2
    held = append(file, [decided(PAIR)])
    assert (len(held.decisions), [d.line for d in held.damaged]) == (3, [4])
    assert raw in file.read_bytes().splitlines()
    assert append(file, []) == held == read(file)


def test_fields_that_this_version_does_not_know_are_kept(tmp_path):
    file = tmp_path / "decisions.jsonl"
    line = json.dumps(GOOD | {"mood": "good"}, sort_keys=True)
    file.write_text(f"\ufeff{line}\r\n", encoding="utf-8")
    append(file, [decided(OTHER)])
    assert line in file.read_text().split("\n")
    assert len(read(file).decisions) == 2


def test_a_link_and_rights_stay_what_they_are(tmp_path):
    file, link = tmp_path / "team" / "decisions.jsonl", tmp_path / "link.jsonl"
    append(file, [decided(PAIR)])
    file.chmod(0o640)
    link.symlink_to(file)
    append(link, [decided(OTHER)])
    assert link.is_symlink()
    assert len(read(file).decisions) == 2
    assert file.stat().st_mode & 0o777 == 0o640


# git.


def git(folder, *args):
    who = ["-c", "user.name=Ida", "-c", "user.email=ida@example.org", "-c", "init.defaultBranch=main"]
    run = subprocess.run(["git", *who, *args], cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("start", [0, 5])
def test_git_puts_together_what_two_branches_add(tmp_path, start):
    found = [finding(side(f"a{i}", "1"), side(f"b{i}", "2")) for i in range(15)]
    file = tmp_path / ledgers.DEFAULT
    (tmp_path / ".gitattributes").write_text(f"{ledgers.DEFAULT} merge=union\n")
    file.touch()
    append(file, [decided(f) for f in found[:start]])
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "start")
    for branch, added in (("ours", found[start:10]), ("theirs", found[8:])):
        git(tmp_path, "checkout", "-b", branch, "main")
        append(file, [decided(f, reviewer=branch) for f in added])
        git(tmp_path, "commit", "-am", branch)
    git(tmp_path, "merge", "ours", "-m", "both")
    known = read(file)
    assert known.damaged == ()
    assert known.standings(found).keys() == {f.fingerprint for f in found}
    assert len(known.decisions) == start + (10 - start) + 7


# Several at once, and sudden ends.

WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_ledger import decided, finding, side, append
for i in range(int(sys.argv[2]), int(sys.argv[3])):
    append(Path(sys.argv[1]), [decided(finding(side(f"a{{i}}", "1"), side(f"b{{i}}", "2")))])
    print(i, flush=True)
"""


def writer(file, first, last):
    code = WRITER.format(tests=str(Path(__file__).parent))
    root = Path(ledgers.__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", code, str(file), str(first), str(last)], stdout=subprocess.PIPE, text=True, cwd=root
    )


def test_processes_that_write_at_once_lose_nothing(tmp_path):
    file = tmp_path / "decisions.jsonl"
    writers = [writer(file, first, first + 25) for first in (0, 25)]
    assert [one.wait(60) for one in writers] == [0, 0]
    for one in writers:
        one.stdout.close()
    known = read(file)
    assert (len(known.decisions), known.damaged) == (50, ())
    assert [file.name for file in tmp_path.iterdir()] == ["decisions.jsonl"]


def test_a_process_that_is_killed_leaves_whole_lines_and_all_that_it_said_were_stored(tmp_path):
    file = tmp_path / "decisions.jsonl"
    chance = random.Random(7)
    said = 0
    for start in range(0, 3000, 1000):
        process = writer(file, start, start + 1000)
        assert process.stdout.readline()
        time.sleep(chance.uniform(0.02, 0.2))
        os.kill(process.pid, signal.SIGKILL)
        said += 1 + len(process.stdout.read().split())
        process.wait()
        process.stdout.close()
        known = read(file)
        assert known.damaged == ()
        assert said <= len(known.decisions) <= said + start // 1000 + 1
    append(file, [decided(PAIR)])
    assert [file.name for file in tmp_path.iterdir()] == ["decisions.jsonl"]


def test_ten_thousand_decisions_are_no_burden(tmp_path):
    file = tmp_path / "decisions.jsonl"
    line = lines.encoded(decided(finding(side("gull", "12"), side("tern", "15")), note="id-of-it"))
    changing = [decided(PAIR).fingerprint.encode(), decided(PAIR, note="id-of-it").id.encode()]
    with file.open("wb") as made:
        for number in range(10_000):
            made.write(line.replace(changing[0], b"%016d" % number).replace(changing[1], b"%016x" % number) + b"\n")
    # Against what no reader can do without, so that a busy machine slows both.
    start = time.process_time()
    assert len([json.loads(stored) for stored in file.read_bytes().splitlines()]) == 10_000
    parsing = time.process_time() - start
    lines.understood.cache_clear()
    start = time.process_time()
    assert len(read(file).valid) == 10_000
    reading = time.process_time() - start
    assert reading < 20 * parsing  # 5 to 6 times on an idle machine
    taken = []
    for minute in range(5):
        start = time.process_time()
        append(file, [decided(OTHER, minute=minute)])
        taken.append(time.process_time() - start)
    assert sorted(taken)[2] < reading / 2  # a tenth on an idle machine
