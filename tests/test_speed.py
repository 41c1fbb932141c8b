"""The figures on speed: what is timed, and that nothing that failed is."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import nli_speed, speed
from benchmarks.speed import IMPORT, REPORT, Took
from factcheck import onnx_model
from factcheck.nli import OnnxNli
from factcheck.testing import FakeEncoder, FakeNli


def test_a_command_takes_time_by_the_clock_and_of_the_processor() -> None:
    waited = speed.timed([sys.executable, "-c", "import time; time.sleep(0.3)"])
    worked = speed.timed([sys.executable, "-c", "import time\nwhile time.process_time() < 0.4: pass"])
    assert waited.clock >= 0.3
    assert worked.processor >= 0.4


def test_a_command_that_fails_is_not_timed() -> None:
    with pytest.raises(RuntimeError, match="ended with 3"):
        speed.timed([sys.executable, "-c", "raise SystemExit(3)"])


def test_medians_and_their_ratio() -> None:
    runs = [{IMPORT: Took(4, 2), REPORT: Took(clock, 1)} for clock in (3, 1, 9)]
    found = speed.medians(runs)
    assert found["medians"][REPORT] == {"clock": 3, "processor": 1}
    assert found["report_to_import"] == {"clock": 0.75, "processor": 0.5}
    assert [took["clock"] for took in found["all"][REPORT]] == [3, 1, 9]


def test_the_models_are_given_once_more_what_the_report_gave_them(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("The council approved the pier. It has 40 berths.\n")
    (tmp_path / "b.md").write_text("The council rejected the pier. It has 60 berths.\n")
    model = FakeNli()
    found = speed.measure([tmp_path], FakeEncoder(), model)
    assert (found["articles"], list(found["stages"])) == (2, [*speed.STAGES.values(), "conclude", "report"])
    assert found["texts_encoded"] > 4
    assert found["pairs_judged"] > 0
    assert model.asked == model.asked[: found["pairs_judged"]] * 2


def test_results_join_those_that_are_there(tmp_path: Path) -> None:
    stored = tmp_path / "speed.json"
    speed.store("cold", {"runs": 1}, stored)
    speed.store("news", {"articles": 2}, stored)
    speed.store("cold", {"runs": 3}, stored)
    found = json.loads(stored.read_text())
    assert (found["cold"]["runs"], found["news"]["articles"]) == (3, 2)


def test_the_model_with_wide_weights_says_the_same(tmp_path: Path) -> None:
    nli_speed.widened(onnx_model.shipped("nli"), tmp_path / "wide")
    pairs = [("The pier was rebuilt.", "The pier was never rebuilt."), ("Snow fell.", "The pier was rebuilt.")]
    assert np.allclose(OnnxNli(tmp_path / "wide").predict(pairs), OnnxNli.shipped().predict(pairs), atol=1e-6)
    sizes = [(folder / "model.onnx").stat().st_size for folder in (tmp_path / "wide", onnx_model.shipped("nli"))]
    assert sizes[0] > 1.9 * sizes[1]
