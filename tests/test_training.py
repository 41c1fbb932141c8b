"""The training of the models: what is shown, what is learnt from it, and that a stored weight is the weight."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from itertools import islice
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper

from factcheck import encoders
from training import onnx_folder
from training.nli import average, data, from_stories, mine, teach, train
from training.nli.data import NOT_CONTRADICTION, UNKNOWN, Pair

SOURCES = {
    "own_news": [
        Pair(f"Pier {number} opened.", f"Text {number} {part}.", label, "event")
        for number in range(40)
        for part, label in enumerate(("contradiction", "entailment", "neutral"))
    ],
    "snli_42k": [Pair(f"A dog runs {n}.", f"An animal moves {n}.", "entailment") for n in range(40)],
    "no such source": [Pair("Never.", "Shown.", "neutral")],
}


def test_pairs_are_read_as_they_were_written_and_detokenised(tmp_path: Path) -> None:
    pairs = [
        Pair("The pier isn't open.", "It opened.", "contradiction", "event"),
        Pair("A.", "B.", UNKNOWN, "", (0.25, 0.5, 0.25)),
    ]
    data.write(tmp_path / "some.jsonl.gz", pairs)
    assert data.read_folder(tmp_path) == {"some": pairs}
    with gzip.open(tmp_path / "bank.jsonl.gz", "wt") as file:
        file.write(json.dumps({"a": "The pier is n't open -LRB- yet -RRB- .", "b": "``Soon''", "label": "neutral"}))
    assert data.read(tmp_path / "bank.jsonl.gz") == [Pair("The pier isn't open (yet).", '"Soon"', "neutral")]


@pytest.mark.parametrize(
    ("label", "turned"),
    [
        ("contradiction", "contradiction"),
        (NOT_CONTRADICTION, NOT_CONTRADICTION),
        ("entailment", UNKNOWN),
        ("neutral", UNKNOWN),
    ],
)
def test_only_what_holds_both_ways_keeps_its_label_when_turned(label: str, turned: str) -> None:
    assert Pair("A.", "B.", label).turned() == Pair("B.", "A.", turned)


def test_the_mixture_moves_to_the_job_and_knows_its_sources() -> None:
    mixer = data.Mixer(SOURCES, seed=3)
    early, late = (Counter("Pier" in p.premise + p.hypothesis for p in mixer.draw(2000, at)) for at in (0.0, 1.0))
    assert early[True] / 2000 == pytest.approx(8 / 11, abs=0.04)
    assert late[True] / 2000 == pytest.approx(45 / 46, abs=0.02)
    assert not any(p.premise == "Never." for p in mixer.draw(2000, 0.5))


def test_a_source_is_shown_whole_before_anything_of_it_comes_again() -> None:
    drawn = data.Mixer({"snli_42k": SOURCES["snli_42k"]}, seed=1).draw(80, 0.0)
    assert len(set(drawn[:40])) == 40
    assert set(Counter(drawn).values()) == {2}


def test_a_teacher_is_asked_about_every_form_and_nothing_twice() -> None:
    asked = list(islice(teach.questions({"own_news": SOURCES["own_news"]}, seed=5), 200))
    assert len({(p.premise, p.hypothesis) for p in asked}) == 200
    siblings = [p for p in asked if p.kind.startswith("siblings")]
    turned = [p for p in asked if p.hypothesis.startswith("Pier")]
    assert len(siblings) > 20
    assert len(turned) > 20
    for pair in siblings:
        first, second = pair.premise.split(), pair.hypothesis.split()
        assert first[1] == second[1]
        assert first[2] != second[2]
        assert pair.label == UNKNOWN
    assert {p.label for p in turned} == {"contradiction", UNKNOWN}
    assert asked == list(islice(teach.questions({"own_news": SOURCES["own_news"]}, seed=5), 200))


def losses(logits: list[float], pair: Pair) -> float:
    return float(train.taught_loss(torch.tensor([logits]), [pair]))


@pytest.mark.parametrize(
    ("label", "better", "worse"),
    [
        ("contradiction", [3.0, 0.0, 0.0], [0.0, 3.0, 0.0]),
        ("entailment", [0.0, 3.0, 0.0], [0.0, 0.0, 3.0]),
        (NOT_CONTRADICTION, [0.0, 3.0, 0.0], [3.0, 0.0, 0.0]),
        (NOT_CONTRADICTION, [0.0, 0.0, 3.0], [3.0, 0.0, 0.0]),
    ],
)
def test_the_loss_falls_with_what_the_label_admits(label: str, better: list[float], worse: list[float]) -> None:
    assert losses(better, Pair("A.", "B.", label)) < losses(worse, Pair("A.", "B.", label)) - 1


def test_a_label_that_admits_two_does_not_choose_between_them() -> None:
    pair = Pair("A.", "B.", NOT_CONTRADICTION)
    assert losses([0.0, 3.0, 0.0], pair) == pytest.approx(losses([0.0, 0.0, 3.0], pair))


def test_a_teachers_answer_counts_beside_the_label() -> None:
    answer = (0.1, 0.2, 0.7)
    at_answer = np.log(answer).tolist()
    unknown = Pair("A.", "B.", UNKNOWN, "", answer)
    others = [[2.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 4.0]]
    assert losses(at_answer, unknown) < min(losses(other, unknown) for other in others)
    assert losses([0.0, 2.0, 0.0], unknown) < losses([0.0, 2.0, 0.0], Pair("A.", "B.", "contradiction", "", answer))
    alone, both = Pair("A.", "B.", "neutral"), [Pair("A.", "B.", "neutral"), unknown]
    mixed = float(train.taught_loss(torch.tensor([[0.0, 1.0, 0.0]] * 2), both))
    assert mixed == pytest.approx((losses([0.0, 1.0, 0.0], alone) + losses([0.0, 1.0, 0.0], unknown)) / 2)


def test_the_mean_of_models_is_the_mean_of_their_weights() -> None:
    states = [{"weight": torch.full((2, 2), value), "steps": torch.tensor(7)} for value in (1.0, 2.0, 6.0)]
    mean = average.mean(states)
    assert mean["weight"].tolist() == [[3.0, 3.0], [3.0, 3.0]]
    assert int(mean["steps"]) == 7


@pytest.mark.parametrize(
    ("premise", "hypothesis", "kind"),
    [
        ("Rescuers found 14 miners alive.", "Crews found 14 miners in the shaft.", "number"),
        ("The driver, 34, was charged.", "Police named the driver, 34, on Friday.", "age"),
        ("The bridge closed on Monday.", "It has been closed since Monday.", "date"),
        ("Two people were killed there.", "The crash killed two riders.", "opposite"),
    ],
)
def test_an_edit_contradicts_and_comes_with_its_unedited_pair(premise: str, hypothesis: str, kind: str) -> None:
    made = [pair for seed in range(30) for pair in mine.edited(premise, hypothesis, random.Random(seed))]
    edits = [pair for pair in made if pair.kind == kind]
    assert any(pair.label == "contradiction" for pair in edits)
    for pair in edits:
        assert pair.premise == premise
        assert pair.hypothesis != hypothesis or pair.label != "contradiction"
    assert Pair(premise, hypothesis, NOT_CONTRADICTION, "unedited") in made


def test_a_word_or_figure_is_never_edited_into_itself() -> None:
    for seed in range(200):
        for pair in mine.edited("About 9 of 40 boats sank.", "Some 9 boats of the 40 sank.", random.Random(seed)):
            if pair.label == "contradiction":
                assert mine.figures(pair.hypothesis) != {"9", "40"} or "not" in pair.hypothesis


def side(article: str, quote: str, value: str | None = None) -> dict[str, str]:
    """A side of an entry of a key."""
    return {"article": article, "quote": quote} | ({"value": value} if value else {})


def test_a_key_gives_a_pair_for_each_two_of_its_sides() -> None:
    three = [side("a.md", "Ten sank.", "10"), side("b.md", "A dozen sank.", "12"), side("c.md", "Twelve sank.", "12")]
    own = side("a.md", "All ten went down.", "10")
    same = [side("a.md", "It is 5 miles."), side("b.md", "It is 8 km.")]
    differ, agree = {"kind": "quantity", "sides": [*three, own]}, {"trap": "unit", "sides": same}
    gold = {"discrepancies": [differ], "consistent": [agree]}
    assert list(from_stories.keyed(gold)) == [
        Pair("Ten sank.", "A dozen sank.", "contradiction", "quantity"),
        Pair("Ten sank.", "Twelve sank.", "contradiction", "quantity"),
        Pair("A dozen sank.", "Twelve sank.", NOT_CONTRADICTION, "quantity"),
        Pair("A dozen sank.", "All ten went down.", "contradiction", "quantity"),
        Pair("Twelve sank.", "All ten went down.", "contradiction", "quantity"),
        Pair("It is 5 miles.", "It is 8 km.", NOT_CONTRADICTION, "unit"),
    ]


def test_what_a_key_does_not_list_is_no_contradiction(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, source, count in (("a.md", "Gull", "212"), ("b.md", "Tern", "340")):
        text = f"The ferry carried {count} passengers. The ferry left the harbour of Marlow at noon on Monday."
        (folder / name).write_text(f"---\ntitle: Ferry\nsource: {source}\n---\n{text}\n", encoding="utf-8")
    carried = [side(f"{name}.md", f"The ferry carried {n} passengers.", n) for name, n in (("a", "212"), ("b", "340"))]
    gold = {"discrepancies": [{"id": "d1", "kind": "quantity", "sides": carried}], "consistent": []}
    key = tmp_path / "gold.json"
    key.write_text(json.dumps(gold), encoding="utf-8")
    pairs = list(from_stories.of_story(key, encoders.load(), random.Random(1)))
    contradictions = [pair for pair in pairs if pair.label == "contradiction"]
    others = [pair for pair in pairs if pair.label != "contradiction"]
    assert {pair.kind for pair in contradictions} == {"quantity", "claims"}
    assert all({"212", "340"} <= set((pair.premise + pair.hypothesis).split()) for pair in contradictions)
    assert others
    assert not any("212" in p.premise + p.hypothesis and "340" in p.premise + p.hypothesis for p in others)


def graph_of(table: np.ndarray, weight: np.ndarray) -> onnx.ModelProto:
    """A graph that looks rows up in a table and multiplies them by a weight."""
    nodes = [
        helper.make_node("Gather", ["table", "rows"], ["looked"]),
        helper.make_node("MatMul", ["looked", "weight"], ["out"]),
    ]
    inputs = [helper.make_tensor_value_info("rows", TensorProto.INT64, ["n"])]
    outputs = [helper.make_tensor_value_info("out", TensorProto.FLOAT, ["n", weight.shape[1]])]
    stored = [numpy_helper.from_array(table, "table"), numpy_helper.from_array(weight, "weight")]
    return helper.make_model(
        helper.make_graph(nodes, "tiny", inputs, outputs, stored),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=9,
    )


def test_halved_weights_are_half_the_bytes_and_computed_in_full() -> None:
    chance = np.random.default_rng(2)
    table, weight = (chance.normal(size=shape).astype(np.float32) for shape in ((300, 16), (16, 8)))
    halved = onnx_folder.halved(graph_of(table, weight))
    assert {each.data_type for each in halved.graph.initializer} == {TensorProto.FLOAT16}
    rows = np.array([0, 7, 299, 7])
    (said,) = onnxruntime.InferenceSession(halved.SerializeToString()).run(None, {"rows": rows})
    stored = [each.astype(np.float16).astype(np.float32) for each in (table, weight)]
    np.testing.assert_allclose(said, stored[0][rows] @ stored[1], rtol=1e-5, atol=1e-6)
    # The table's rows are cast after they were looked up: a table cast whole would be held twice.
    assert [node.op_type for node in halved.graph.node] == ["Cast", "Gather", "Cast", "MatMul"]
    assert halved.graph.node[1].input[0] == "table_fp16"
