"""Calibrations: what they make of a score, that nothing is lost on the way to a file, and which ones are refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import calibration as calibrations
from factcheck.calibration import NO_CALIBRATION, Adjustment, Calibration
from factcheck.errors import UsageError

shares = st.integers(0, 10_000).map(lambda whole: whole / 10_000)
weights = st.floats(-3, 3).map(lambda weight: round(weight, 4))
reasons = st.dictionaries(st.sampled_from(["quantity-different", "quantity-rounded"]), weights)
adjustments = st.builds(Adjustment, weights, st.floats(0.1, 3).map(lambda slope: round(slope, 4)), reasons)
calibrated = st.builds(Calibration, st.dictionaries(st.sampled_from(["quantity", "time"]), adjustments), st.integers(0))
codes = st.sets(st.sampled_from(["quantity-different", "quantity-rounded", "other"]))


@given(codes, shares)
def test_no_calibration_and_one_that_changes_nothing_leave_scores_as_they_are(codes, score):
    assert NO_CALIBRATION.confidence("quantity", codes, score) == score
    inside = min(max(score, calibrations.CERTAIN), 1 - calibrations.CERTAIN)
    assert Calibration({"quantity": Adjustment()}).confidence("quantity", codes, score) == pytest.approx(inside)


@given(calibrated, codes, shares, shares)
def test_order_is_kept_and_confidence_is_a_probability(calibration, codes, one, other):
    low, high = (calibration.confidence("quantity", codes, score) for score in sorted((one, other)))
    assert 0 <= low <= high <= 1
    assert calibration.confidence("place", codes, one) == one


@given(calibrated, codes, shares, shares)
def test_below_the_floor_nothing_reaches_the_threshold(calibration, codes, score, threshold):
    if score < calibration.floor(threshold):
        assert all(calibration.confidence(kind, codes, score) < threshold for kind in ("quantity", "time", "place"))


@given(calibrated)
def test_a_file_gives_back_what_was_written(tmp_path_factory, calibration):
    file = tmp_path_factory.mktemp("calibration") / "calibration.json"
    file.write_text(calibration.dumps())
    assert calibrations.read(file) == calibration


def test_no_file_is_no_calibration(tmp_path):
    assert calibrations.read(tmp_path / "none.json") == NO_CALIBRATION
    assert not NO_CALIBRATION


GOOD = json.loads(Calibration({"time": Adjustment(0.5, 0.9, {"time-different": 0.1})}, 30).dumps())
TIME = GOOD["kinds"]["time"]
DAMAGED = {
    "empty": "",
    "a list": "[]",
    "another schema": json.dumps(GOOD | {"schema_version": 2}),
    "no kinds": json.dumps(GOOD | {"kinds": None}),
    "a kind that there is not": json.dumps(GOOD | {"kinds": {"mood": TIME}}),
    "a slope of 0": json.dumps(GOOD | {"kinds": {"time": TIME | {"slope": 0}}}),
    "a slope that turns the order round": json.dumps(GOOD | {"kinds": {"time": TIME | {"slope": -1}}}),
    "no number": json.dumps(GOOD | {"kinds": {"time": TIME | {"shift": float("nan")}}}),
    "a text": json.dumps(GOOD | {"kinds": {"time": TIME | {"shift": "0.1"}}}),
    "reasons in a list": json.dumps(GOOD | {"kinds": {"time": TIME | {"reasons": []}}}),
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_an_error(tmp_path, content):
    file = tmp_path / "calibration.json"
    file.write_text(content)
    with pytest.raises(UsageError, match=r"calibration\.json can't be understood"):
        calibrations.read(file)
