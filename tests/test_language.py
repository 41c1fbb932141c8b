"""Passages parsed once, in the order of the articles."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace

import pytest

from factcheck import language, pipeline
from factcheck.articles import Reading
from factcheck.errors import ModelError


def test_parsed_passages_come_in_order(tell):
    articles = [tell("The mill burned.", "The dam held."), tell("The quay sank.", title="Quay")]
    parsed = list(language.parse(articles))
    assert [article for article, _ in parsed] == articles
    assert [[p.doc.text for p in passages] for _, passages in parsed] == [
        ["The mill burned.", "The dam held."],
        ["Quay", "The quay sank."],
    ]
    assert [[p.passage for p in passages] for _, passages in parsed] == [list(a.passages) for a in articles]


@pytest.mark.parametrize("text", ["The mill burned.", "  The mill\n\tburned. ", "Zoë’s café — “shut” 🎨.", "wasn’t"])
def test_positions_in_the_parse_are_positions_in_the_passage(tell, text):
    [(_, [parsed])] = language.parse([tell(text)])
    assert len(parsed.doc.text) == len(text)
    for token in parsed.doc:
        assert text[token.idx : token.idx + len(token)].replace("’", "'") == token.text.replace("’", "'")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The agent uses port\u00a09443.", "The agent uses port 9443."),
        ("It weighs 12\u202fkg.", "It weighs 12 kg."),
        ("It cost 10\u00a0000 euros.", "It cost 10\u00a0000 euros."),
    ],
)
def test_a_no_break_space_divides_words_but_not_the_digits_of_a_number(tell, text, read):
    [(_, [parsed])] = language.parse([tell(text)])
    assert parsed.doc.text == read


@pytest.mark.parametrize(
    ("stated", "refused"),
    [(None, False), ("en", False), ("EN-gb", False), ("English", False), ("und", False), ("sv", True), ("de-AT", True)],
)
def test_what_says_that_it_is_not_english_is_refused(tell, stated, refused):
    article = replace(tell("The mill burned."), language=stated)
    found = pipeline.parseable(Reading((article,), (), ()))
    assert [skipped.path for skipped in found.skipped] == ([article.id] if refused else [])
    assert found.articles == (() if refused else (article,))


def test_an_article_without_passages_has_no_parse(tell):
    [(_, parsed)] = language.parse([tell()])
    assert parsed == ()


def test_progress_counts_articles(tell):
    told = []
    list(language.parse([tell("The mill burned."), tell("The dam held.")], progress=told.append))
    assert told == [1, 2]


def test_the_pipeline_is_loaded_once():
    assert language.load() is language.load()


def test_the_report_can_name_the_model():
    name, version = language.name().split()
    assert name.startswith("en-core-web-sm")
    assert version[0].isdigit()


def test_a_missing_model_says_what_to_install(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *rest: None)
    language.load.cache_clear()
    try:
        with pytest.raises(ModelError) as caught:
            language.load()
        assert language.name() == "none"
    finally:
        language.load.cache_clear()
    assert "pip install" in caught.value.remedy


def test_a_hidden_module_is_absent_and_then_there_again(tmp_path, monkeypatch):
    (tmp_path / "seldom_imported.py").write_text("answer = 42\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with language._hidden("seldom_imported"):
        with pytest.raises(ImportError):
            importlib.import_module("seldom_imported")
        with language._hidden("json"):
            assert importlib.import_module("json") is json
    assert importlib.import_module("seldom_imported").answer == 42
