"""A writer that is killed leaves whole articles, and all that it said was written."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from benchmarks import kills
from factcheck import store
from factcheck.testing import FakeEncoder


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize(("kind", "count"), [("file", 10), ("server", 6)])
def test_a_killed_writer_leaves_whole_articles(tmp_path, kind, count, request):
    found = list(kills.trials(count, tmp_path, request.getfixturevalue("server") if kind == "server" else None))
    assert [kill.faults for kill in found] == [()] * count
    assert sum(kill.written for kill in found) > 0
    assert {kill.moment for kill in found} & {"transaction", "committing"}  # not only while nothing was written
    assert max(kill.held for kill in found) > 1


def test_a_lost_change_and_a_strange_article_are_faults(tmp_path):
    versions = kills.small_articles(tmp_path)
    path = tmp_path / "x.index"
    one, other = versions[0][:2]
    with store.open(path, settings=kills.SETTINGS, encoder=FakeEncoder()) as index:
        index.add([replace(one, title="Nobody added this")])
    log = [f"={article.sha256} {article.id}" for article in versions[0][:3]]
    faults = "; ".join(kills._examine(str(path), versions, log).faults)
    assert "none of the articles" in faults
    assert f"lost: {other.id}, {versions[0][2].id}" in faults


@pytest.mark.parametrize(
    ("log", "moment"),
    [
        ([], "between"),
        (["?", "[", "]", "=x a"], "between"),
        (["=x a", "?"], "preparing"),
        (["?", "]"], "preparing"),  # what was read is committed before anything is written
        (["?", "]", "["], "transaction"),
        (["?", "]", "[", "]"], "committing"),
    ],
)
def test_what_a_process_was_doing(log, moment):
    assert kills._moment(log) == moment
