"""The contract of every entailment model, that the shipped one works, and that a damaged or unknown one is an error."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from factcheck import cli, nli, onnx_model
from factcheck.errors import ModelError
from factcheck.nli import CachingNli, CrossEncoderNli, NliModel, OnnxNli
from factcheck.testing import FakeNli

SHIPPED = onnx_model.shipped("nli")
TINY_LABELS = ("Neutral", "ENTAILMENT", "contradiction")
"""The labels of the tiny cross-encoder, by column."""

PAIRS = [
    ("The pier was rebuilt.", "The pier was never rebuilt."),
    ("Snow fell on the hills.", "The pier was rebuilt."),
    ("The pier was rebuilt.", "the pier was rebuilt"),
    ("", ""),
    ("The pier was rebuilt.", ""),
    ("", "Snow fell on the hills."),
    ("naïve – ½ “pier” 橋は閉鎖された \U0001f309\u202e\x00", "Мост закрыт\n\tдо мая."),
    ("pier " * 900, "The pier was rebuilt."),
    ("The pier was rebuilt.", "snow " * 900),
]


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a cross-encoder of random weights, whose labels stand in another order than ours."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast, set_seed

    folder = tmp_path_factory.mktemp("tiny")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "pier", "snow", "the", "was", "never", "rebuilt", "fell"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
    set_seed(7)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        initializer_range=0.5,
        id2label=dict(enumerate(TINY_LABELS)),
        label2id={label: column for column, label in enumerate(TINY_LABELS)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def shipped() -> OnnxNli:
    return OnnxNli.shipped()


@pytest.fixture(params=["shipped", "cross-encoder", "fake", "caching"])
def model(request: pytest.FixtureRequest) -> NliModel:
    if request.param == "shipped":
        loaded: NliModel = request.getfixturevalue("shipped")
        return loaded
    if request.param == "cross-encoder":
        return CrossEncoderNli(str(request.getfixturevalue("tiny")))
    return FakeNli() if request.param == "fake" else CachingNli(FakeNli())


class TestContract:
    def test_name(self, model: NliModel) -> None:
        assert model.name

    def test_rows_are_probabilities(self, model: NliModel) -> None:
        rows = model.predict(PAIRS)
        assert (rows.shape, rows.dtype) == ((len(PAIRS), len(nli.LABELS)), np.float32)
        assert rows.min() >= 0
        assert rows.sum(axis=1) == pytest.approx(1.0, abs=1e-5)

    def test_nothing_is_surer_than_its_surest(self, model: NliModel) -> None:
        texts = [*{text for pair in PAIRS for text in pair}]
        every = [(premise, hypothesis) for premise in texts for hypothesis in texts]
        assert model.predict(every).max() <= model.surest <= 1

    def test_no_pair_gives_no_rows(self, model: NliModel) -> None:
        empty = model.predict([])
        assert (empty.shape, empty.dtype) == ((0, len(nli.LABELS)), np.float32)

    def test_the_same_score_alone_as_among_others_in_any_order(self, model: NliModel) -> None:
        together = model.predict(PAIRS)
        alone = np.concatenate([model.predict([pair]) for pair in PAIRS])
        assert np.abs(together - alone).max() < 1e-4
        order = random.Random(3).sample(range(len(PAIRS) * 9), len(PAIRS) * 9)  # several batches
        shuffled = model.predict([PAIRS[i % len(PAIRS)] for i in order])
        assert np.abs(shuffled - together[[i % len(PAIRS) for i in order]]).max() < 1e-4

    def test_equal_calls_give_equal_bytes(self, model: NliModel) -> None:
        assert np.array_equal(model.predict(PAIRS), model.predict(PAIRS))

    def test_what_is_said_changes_the_score(self, model: NliModel) -> None:
        rows = model.predict([("the pier was rebuilt", "the pier was rebuilt"), ("snow fell", "the pier was rebuilt")])
        assert np.abs(rows[0] - rows[1]).max() > 1e-3


class TestLabels:
    def test_their_order_is_that_of_the_model_s_configuration(self, tiny: Path) -> None:
        from sentence_transformers import CrossEncoder

        raw = CrossEncoder(str(tiny), device="cpu").predict(PAIRS[:3], apply_softmax=True)
        by_label = {label.lower(): raw[:, column] for column, label in enumerate(TINY_LABELS)}
        expected = np.stack([by_label[label] for label in nli.LABELS], axis=1)
        assert np.allclose(CrossEncoderNli(str(tiny)).predict(PAIRS[:3]), expected, atol=1e-5)
        assert not np.allclose(raw, expected, atol=1e-2)  # or the order would not matter

    def test_the_shipped_model_takes_the_order_from_its_configuration(
        self, shipped: OnnxNli, altered: Callable[..., Path]
    ) -> None:
        folder = altered(id2label={"0": "Neutral", "1": "CONTRADICTION", "2": "entailment"})
        found, turned = shipped.predict(PAIRS), OnnxNli(folder).predict(PAIRS)
        assert np.array_equal(turned, found[:, [1, 2, 0]])

    @pytest.mark.parametrize(
        ("names", "columns"),
        [
            ({0: "contradiction", 1: "entailment", 2: "neutral"}, [0, 1, 2]),
            ({"0": "Entailment", "1": "NEUTRAL", "2": "Contradiction"}, [2, 0, 1]),
        ],
    )
    def test_columns(self, names: dict[Any, str], columns: list[int]) -> None:
        assert nli.columns(names, "any") == columns

    @pytest.mark.parametrize(
        "names",
        [
            {0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"},
            {0: "positive", 1: "negative"},
            {0: "contradiction", 1: "entailment"},
            {0: "contradiction", 1: "entailment", 2: "neutral", 3: "other"},
            {},
        ],
    )
    def test_other_labels_are_an_error(self, names: dict[int, str]) -> None:
        with pytest.raises(ModelError, match="a/model gives") as caught:
            nli.columns(names, "a/model")
        assert "natural-language inference" in caught.value.remedy

    def test_a_cross_encoder_with_other_labels_is_an_error(self, tiny: Path, tmp_path: Path) -> None:
        folder = shutil.copytree(tiny, tmp_path / "ranker")
        config = json.loads((folder / "config.json").read_text())
        config["id2label"] = {"0": "no", "1": "perhaps", "2": "yes"}
        config["label2id"] = {"no": 0, "perhaps": 1, "yes": 2}
        (folder / "config.json").write_text(json.dumps(config))
        with pytest.raises(ModelError, match="no, perhaps, yes"):
            nli.load(str(folder))


CONTRADICTIONS = [
    ("Twelve people were injured in the fire.", "Nobody was hurt in the fire."),
    ("The council approved the new stadium.", "The council rejected the new stadium."),
    ("The mine was empty when it flooded.", "Forty miners were underground when the mine flooded."),
    ("The bridge is still standing.", "The bridge collapsed on Monday night."),
]
OTHERS = [
    ("The museum opened its doors in May.", "The museum has 300 paintings."),
    ("The train was late.", "The driver apologised to the passengers."),
    ("A fire destroyed the old mill in Arnhem.", "The old mill was destroyed by a fire."),
    ("The council approved the new stadium.", "The council approved the new stadium."),
]


class TestShipped:
    """Plain pairs: not a measurement, but a damaged or wrongly exported model fails on them."""

    @pytest.mark.parametrize(("premise", "hypothesis"), CONTRADICTIONS)
    def test_a_plain_contradiction(self, shipped: OnnxNli, premise: str, hypothesis: str) -> None:
        [(contradiction, _, _)] = shipped.predict([(premise, hypothesis)])
        assert contradiction > 0.5

    @pytest.mark.parametrize(("premise", "hypothesis"), OTHERS)
    def test_plainly_none(self, shipped: OnnxNli, premise: str, hypothesis: str) -> None:
        [(contradiction, _, _)] = shipped.predict([(premise, hypothesis)])
        assert contradiction < 0.5

    def test_a_restatement_is_entailed(self, shipped: OnnxNli) -> None:
        rows = shipped.predict(OTHERS[2:])
        assert (rows.argmax(axis=1) == nli.LABELS.index("entailment")).all()

    def test_it_is_small_and_named_by_its_hash(self, shipped: OnnxNli) -> None:
        assert sum(file.stat().st_size for file in SHIPPED.iterdir()) < 50e6
        digest = json.loads((SHIPPED / onnx_model.MANIFEST).read_text())["files"]["model.onnx"]
        assert digest[:12] in shipped.name
        assert shipped.name == nli.named(None)

    def test_every_file_but_the_manifest_is_in_it(self) -> None:
        listed = json.loads((SHIPPED / onnx_model.MANIFEST).read_text())["files"].keys()
        needed = {"config.json", "model.onnx", "tokenizer.json"}
        assert needed <= listed <= {file.name for file in SHIPPED.iterdir()}

    def test_it_needs_no_torch(self) -> None:
        code = (
            "import sys; from factcheck import nli; nli.load().predict([('It rained.', 'It was dry.')]); "
            "print(*sorted({'torch', 'transformers', 'sentence_transformers'} & sys.modules.keys()))"
        )
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
        assert ran.stdout.split() == []

    def test_importing_the_seam_loads_no_runtime(self) -> None:
        heavy = "{'torch', 'transformers', 'sentence_transformers', 'onnxruntime', 'tokenizers'}"
        code = f"import sys; import factcheck.nli; print(*sorted({heavy} & sys.modules.keys()))"
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
        assert ran.stdout.split() == []


@pytest.fixture
def altered(tmp_path: Path) -> Callable[..., Path]:
    """A copy of the shipped model with another configuration, and with the manifest that goes with it."""
    import hashlib

    def alter(**options: Any) -> Path:
        folder = copy(tmp_path)
        config = json.loads((folder / "config.json").read_text()) | options
        (folder / "config.json").write_text(json.dumps(config))
        manifest = json.loads((folder / onnx_model.MANIFEST).read_text())
        manifest["files"]["config.json"] = hashlib.sha256((folder / "config.json").read_bytes()).hexdigest()
        (folder / onnx_model.MANIFEST).write_text(json.dumps(manifest))
        return folder

    return alter


def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "nli"))


def change_a_byte(folder: Path) -> None:
    with (folder / "model.onnx").open("r+b") as file:
        file.seek(-1000, 2)
        byte = file.read(1)
        file.seek(-1000, 2)
        file.write(bytes([byte[0] ^ 1]))


def manifest(text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / onnx_model.MANIFEST).write_text(text)


DAMAGE: list[tuple[Callable[[Path], object], str]] = [
    (change_a_byte, r"model\.onnx is not the file that its manifest names"),
    (lambda folder: (folder / "model.onnx").unlink(), r"model\.onnx can't be read"),
    (lambda folder: (folder / "tokenizer.json").unlink(), r"tokenizer\.json can't be read"),
    (lambda folder: (folder / "config.json").write_text("{}"), r"config\.json is not the file"),
    (lambda folder: (folder / onnx_model.MANIFEST).unlink(), "no manifest"),
    (manifest(""), "no manifest"),
    (manifest("[]"), "no manifest"),
    (manifest('"files"'), "no manifest"),
    (manifest('{"name": "m"}'), "no manifest"),
    (manifest('{"name": "m", "files": {}}'), "no manifest"),
    (manifest('{"name": "m", "files": ["model.onnx"]}'), "no manifest"),
    (manifest('{"name": "m", "files": {"model.onnx": 7}}'), "no manifest"),
]
IDS = [
    "a byte", "no model", "no tokenizer", "other configuration", "no manifest", "empty", "a list", "a text", "no files",
    "no hashes", "a list of files", "a number",
]  # fmt: skip


class TestDamage:
    @pytest.mark.parametrize(("damage", "told"), DAMAGE, ids=IDS)
    def test_it_is_an_error_that_names_file_and_remedy(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], object], told: str
    ) -> None:
        folder = copy(tmp_path)
        damage(folder)
        monkeypatch.setattr(nli, "_shipped", lambda: folder)
        for fails in (nli.load, lambda: nli.location(None)):
            with pytest.raises(ModelError, match=told) as caught:
                fails()
            assert str(folder) in caught.value.problem
            assert "reinstall factcheck" in caught.value.remedy

    @pytest.mark.parametrize("file", ["config.json", "tokenizer.json"])
    def test_a_file_that_the_manifest_does_not_name_is_not_used(self, tmp_path: Path, file: str) -> None:
        folder = copy(tmp_path)
        listed = json.loads((folder / onnx_model.MANIFEST).read_text())
        del listed["files"][file]
        (folder / onnx_model.MANIFEST).write_text(json.dumps(listed))
        with pytest.raises(ModelError, match=f"manifest.json does not name {file}"):
            OnnxNli(folder)

    def test_a_manifest_that_fits_saves_no_broken_configuration(self, altered: Callable[..., Path]) -> None:
        with pytest.raises(ModelError):
            OnnxNli(altered(id2label={"0": "yes", "1": "no"}))

    def test_the_command_exits_with_3(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = copy(tmp_path)
        change_a_byte(folder)
        monkeypatch.setattr(nli, "_shipped", lambda: folder)
        (tmp_path / "a.txt").write_text("It rained.")
        (tmp_path / "b.txt").write_text("It was dry.")
        told = CliRunner().invoke(cli.app, ["report", str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
        assert (told.exit_code, told.stdout) == (3, "")
        assert "model.onnx is not the file" in told.stderr
        assert "reinstall factcheck" in told.stderr


class TestLoading:
    def test_none_is_no_model(self) -> None:
        assert nli.load("none") is None
        assert nli.named("none") == "none"

    def test_a_folder_is_a_cross_encoder(self, tiny: Path) -> None:
        loaded = nli.load(str(tiny))
        assert loaded is not None
        assert loaded.name == nli.named(str(tiny)) == str(tiny)
        assert nli.location(str(tiny)) == str(tiny.resolve())

    def test_a_folder_may_hold_a_model_of_our_own_form(self, shipped: OnnxNli, tmp_path: Path) -> None:
        folder = str(copy(tmp_path))
        model = nli.load(folder)
        assert model is not None
        assert (model.name, nli.named(folder), nli.location(folder)) == (shipped.name, shipped.name, folder)
        assert np.array_equal(model.predict(PAIRS), shipped.predict(PAIRS))

    def test_a_damaged_folder_of_our_own_form_is_an_error(self, tmp_path: Path) -> None:
        folder = copy(tmp_path)
        (folder / "config.json").write_text("{}")
        with pytest.raises(ModelError, match=r"config\.json"):
            nli.load(str(folder))

    def test_an_unknown_name_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
        with pytest.raises(ModelError, match="no-such/model") as caught:
            nli.load("no-such/model")
        assert "--nli none" in caught.value.remedy

    def test_a_folder_without_a_model_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match="can't be loaded"):
            nli.load(str(tmp_path))


class TestCaching:
    def test_each_pair_is_predicted_once(self) -> None:
        inner = FakeNli()
        caching = CachingNli(inner)
        caching.predict([("a", "b"), ("b", "a"), ("a", "b")])
        caching.predict([("a", "b"), ("a", "c")])
        assert sorted(inner.asked) == [("a", "b"), ("a", "c"), ("b", "a")]

    def test_it_changes_no_score(self, shipped: OnnxNli) -> None:
        caching = CachingNli(shipped)
        caching.predict(PAIRS[4:])
        assert np.abs(caching.predict(PAIRS) - shipped.predict(PAIRS)).max() < 1e-4
        assert caching.name == shipped.name
