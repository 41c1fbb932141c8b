"""Mines pairs from news that several outlets wrote about the same events.

    python -m training.nli.mine --news FOLDER --output FOLDER [--held-out FOLDER] [--model FOLDER]

*Neutrals*: sentences of two outlets on one event that read alike, which almost never contradict each other; a model
that has not seen many of them cries wolf. Nobody labelled them, so their label only rules contradiction out, and pairs
whose figures differ, where that is doubtful, are left out. *Hard* ones are the neutrals that an exported model, which
has not seen them, takes for contradictions. *Edits*: one value of a sentence is changed (number, age, weekday, month,
name, negation, opposite verb), which makes a contradiction of a pair that agreed, or is reworded without changing it
(rounded, spelt out, bounded), which does not. Every edit comes with its unedited pair.

Events are split by a hash of their names; one in ``HELD_OUT`` is kept for measuring.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from factcheck import encoders
from factcheck.nli import LABELS, NliModel, OnnxNli
from training.nli.data import NOT_CONTRADICTION, Pair, detokenised, write

HELD_OUT = 5
ALIKE = (0.4, 0.93)
"""Cosine between which a pair is worth learning from: less is easy, more is a copy."""
MATCHED = 0.6
"""Cosine from which two sentences that share a value are taken to say it of the same thing."""
PER_EVENT = 60
HARD = 0.3
"""Probability of a contradiction from which a pair that is none counts as hard."""
NEUTRALS, EDITS = 24_000, 24_000
ARTICLES_PER_EVENT = 4
SENTENCES_PER_ARTICLE = 12
EVENTS = 320

SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
OPPOSITES = (
    ("killed", "wounded"), ("died", "survived"), ("arrested", "released"), ("open", "closed"), ("approved", "rejected"),
    ("accepted", "refused"), ("increased", "fell"), ("rose", "fell"), ("won", "lost"), ("before", "after"),
    ("confirmed", "denied"), ("guilty", "not guilty"), ("inside", "outside"), ("first", "second"), ("began", "ended"),
    ("allowed", "banned"), ("north", "south"), ("east", "west"), ("all", "none of the"), ("most", "few"),
    ("continued", "stopped"), ("agreed", "declined"), ("supported", "opposed"), ("man", "woman"), ("men", "women"),
    ("brother", "father"), ("victim", "suspect"), ("critical", "stable"), ("daughter", "son"),
)  # fmt: skip
"""General English words of which one, said of the same thing, rules the other out."""
NUMBER = re.compile(r"(?<![\w.,$€£:/-])(\d{1,3}(?:,\d{3})+|\d{1,4})(?=[ -][a-z])")
SPELT = re.compile(r"\b(" + "|".join(SMALL[2:13]) + r")(?= [a-z])", re.I)
AGE = re.compile(r"(?<=[a-z], )(\d{1,2})(?=,|\.)")
AUXILIARY = re.compile(r"\b(was|were|is|are|has|have|had|will|would|could|did)\b(?! not|n't)")
NAME = re.compile(r"(?<=[a-z,;] )([A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})?)")


def main() -> None:
    """Reads the command line and writes ``mined_neutral`` and ``mined_edits``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--held-out", type=Path)
    parser.add_argument("--model", type=Path, help="also write mined_hard, by this exported model")
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    groups = list(events(options.news, options.events, chance))
    for folder, held in ((options.output, False), (options.held_out, True)):
        if folder is not None:
            chosen = [group for name, group in groups if is_held_out(name) is held]
            neutrals, edits = mine(chosen, chance)
            write(folder / "mined_neutral.jsonl.gz", neutrals[:NEUTRALS])
            write(folder / "mined_edits.jsonl.gz", edits[:EDITS])
            if options.model is not None:
                write(folder / "mined_hard.jsonl.gz", hard(neutrals, OnnxNli(options.model)))
            print(f"{folder}: {len(chosen)} events, {len(neutrals)} neutrals, {len(edits)} edits")


def is_held_out(event: str) -> bool:
    """Whether an event's pairs are kept for measuring."""
    return zlib.crc32(event.encode()) % HELD_OUT == 0


def hard(neutrals: Sequence[Pair], judge: NliModel) -> list[Pair]:
    """The pairs that a model takes for contradictions, although almost none is one."""
    said = judge.predict([(pair.premise, pair.hypothesis) for pair in neutrals])
    contradiction = said[:, LABELS.index("contradiction")]
    return [pair for pair, p in zip(neutrals, contradiction, strict=True) if p > HARD]


def events(news: Path, count: int, chance: random.Random) -> Iterator[tuple[str, list[list[str]]]]:
    """The name of each event with at least two articles, and the articles as lists of sentences."""
    by_event: dict[str, list[list[str]]] = defaultdict(list)
    for name, key in (
        ("gva_articles", "incident_id"),
        ("ecbplus", "topic"),
        ("newswcl50", "event"),
        ("meantime", "event"),
    ):
        with gzip.open(news / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                sentences = row.get("sentences") or split(row.get("text", ""))
                kept = [s for s in map(detokenised, sentences) if 6 <= len(s.split()) <= 45]
                by_event[f"{name}/{row[key]}"].append(kept[:SENTENCES_PER_ARTICLE])
    several = sorted((name, articles) for name, articles in by_event.items() if len(articles) > 1)
    chance.shuffle(several)
    for name, articles in several[:count]:
        chance.shuffle(articles)
        yield name, articles[:ARTICLES_PER_EVENT]


def split(text: str) -> list[str]:
    """Sentences of running text, roughly: good enough for mining, where a bad cut only costs a pair."""
    return [
        s.strip()
        for block in text.split("\n")
        for s in re.split(r"(?<=[.!?][\"” ])\s*(?=[A-Z\"“])", block)
        if s.strip()
    ]


def mine(groups: Sequence[list[list[str]]], chance: random.Random) -> tuple[list[Pair], list[Pair]]:
    """Neutral pairs and edits from events, in random order."""
    encoder = encoders.load()
    neutrals: list[Pair] = []
    edits: list[Pair] = []
    for articles in groups:
        sentences = [(i, s) for i, article in enumerate(articles) for s in dict.fromkeys(article)]
        if len(sentences) < 4:
            continue
        vectors = encoder.encode([s for _, s in sentences])
        near, matched = _alike(sentences, vectors @ vectors.T, chance)
        neutrals += [Pair(a, b, NOT_CONTRADICTION, "alike") for a, b in near]
        for a, b in matched:
            edits += edited(a, b, chance)
        for _, sentence in chance.sample(sentences, min(3, len(sentences))):
            edits += edited(sentence, sentence, chance)[:2]
    chance.shuffle(neutrals)
    chance.shuffle(edits)
    return neutrals, edits


def _alike(
    sentences: list[tuple[int, str]], cosine: np.ndarray, chance: random.Random
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Pairs of two articles that read alike and agree in figures; and those that read so alike that they match."""
    near, matched = [], []
    for x, y in combinations(range(len(sentences)), 2):
        (i, a), (j, b) = sentences[x], sentences[y]
        if i == j or not ALIKE[0] <= cosine[x, y] <= ALIKE[1]:
            continue
        ours, theirs = figures(a), figures(b)
        if ours and theirs and not ours & theirs and cosine[x, y] > 0.55:
            continue
        near.append((a, b))
        if cosine[x, y] >= MATCHED:
            matched.append((a, b))
    chance.shuffle(near)
    chance.shuffle(matched)
    return near[:PER_EVENT], matched[:PER_EVENT]


def figures(sentence: str) -> set[str]:
    """The numbers of a sentence as digits."""
    words = {str(SMALL.index(w.lower())) for w in SPELT.findall(sentence)}
    return words | set(re.findall(r"\d+", sentence.replace(",", "")))


def edited(premise: str, hypothesis: str, chance: random.Random) -> list[Pair]:
    """The pair with a value of the hypothesis changed or reworded, each with the pair as it was."""
    pairs: list[Pair] = []
    makers = [_number, _age, _weekday, _name, _opposite, _negation]
    chance.shuffle(makers)
    for make in makers:
        made = make(premise, hypothesis, chance)
        if made:
            pairs += [*made, Pair(premise, hypothesis, NOT_CONTRADICTION, "unedited")]
            break
    return pairs


def _number(premise: str, hypothesis: str, chance: random.Random) -> list[Pair]:
    for match in list(NUMBER.finditer(hypothesis)) + list(SPELT.finditer(hypothesis)):
        word = match[1]
        value = SMALL.index(word.lower()) if word.lower() in SMALL else int(word.replace(",", ""))
        following = hypothesis[match.end() + 1 :].split()[:1]
        if value < 2 or 1900 <= value <= 2100 or not following or not _counts(premise, value, following[0]):
            continue
        return [
            _reworded_number(premise, hypothesis, match, value, chance, wrong)
            for wrong in (True, chance.random() < 0.3)
        ]
    return []


def _counts(premise: str, value: int, noun: str) -> bool:
    spelt = SMALL[value] if value < len(SMALL) else str(value)
    return bool(re.search(rf"\b({value}|{value:,}|{spelt})\b[ -]{re.escape(noun[:4])}", premise, re.I))


def _reworded_number(
    premise: str, hypothesis: str, match: re.Match[str], value: int, chance: random.Random, wrong: bool
) -> Pair:
    other = (
        max(1, value + chance.choice([-3, -2, -1, 1, 2, 3, 5]))
        if value < 15
        else round(value * chance.choice([0.5, 0.7, 0.85, 1.2, 1.4, 2]))
    )
    if other == value:
        other = value + 1
    if wrong:
        low, high = sorted((value, other))
        texts = [_written(other, chance), _written(other, chance)]
        texts += [f"at least {high + 1}", f"more than {high + 2}", f"fewer than {low}"]
        label = "contradiction"
    else:
        texts = [_written(value, chance), f"at least {value}", f"at least {max(1, value - 1)}"]
        texts += [f"more than {value - 1}", f"fewer than {value + 2}"]
        if value > 20:
            texts += [f"about {_rounded(value)}", f"nearly {_above(value)}", f"more than {_below(value)}"]
        label = "entailment" if premise == hypothesis else NOT_CONTRADICTION
    return Pair(
        premise, hypothesis[: match.start(1)] + chance.choice(texts) + hypothesis[match.end(1) :], label, "number"
    )


def _written(value: int, chance: random.Random) -> str:
    if value < len(SMALL) and chance.random() < 0.6:
        return SMALL[value]
    return f"{value:,}"


def _rounded(value: int) -> int:
    step = 10 ** (len(str(value)) - 1)
    return round(value / step * 2) * step // 2 or value


def _below(value: int) -> int:
    step = max(1, 10 ** (len(str(value)) - 2) * 5)
    return (value - 1) // step * step


def _above(value: int) -> int:
    step = max(1, 10 ** (len(str(value)) - 2) * 5)
    return -(-(value + 1) // step) * step


def _age(premise: str, hypothesis: str, chance: random.Random) -> list[Pair]:
    match = AGE.search(hypothesis)
    if match is None or not re.search(rf"\b{match[1]}\b", premise):
        return []
    other = int(match[1]) + chance.choice([-10, -5, -3, -2, -1, 1, 2, 3, 6, 10])
    return [_with(premise, hypothesis, match, str(max(1, other)), "age")]


def _weekday(premise: str, hypothesis: str, chance: random.Random) -> list[Pair]:
    for group in (WEEKDAYS, MONTHS):
        for word in group:
            match = re.search(rf"\b({word})\b", hypothesis)
            if match and re.search(rf"\b{word}\b", premise):
                return [_with(premise, hypothesis, match, chance.choice([w for w in group if w != word]), "date")]
    return []


def _name(premise: str, hypothesis: str, chance: random.Random) -> list[Pair]:
    shared = [m for m in NAME.finditer(hypothesis) if m[1] in premise and m[1] not in WEEKDAYS + MONTHS]
    others = [m[1] for m in NAME.finditer(premise) if m[1] not in hypothesis and m[1] not in WEEKDAYS + MONTHS]
    if not shared or not others:
        return []
    return [_with(premise, hypothesis, chance.choice(shared), chance.choice(others), "name")]


def _opposite(premise: str, hypothesis: str, chance: random.Random) -> list[Pair]:
    for pair in chance.sample(OPPOSITES, len(OPPOSITES)):
        for word, other in (pair, pair[::-1]):
            match = re.search(rf"\b({word})\b", hypothesis)
            if match and re.search(rf"\b{word}\b", premise):
                return [_with(premise, hypothesis, match, other, "opposite")]
    return []


def _negation(premise: str, hypothesis: str, chance: random.Random) -> list[Pair]:
    matches = [m for m in AUXILIARY.finditer(hypothesis) if re.search(rf"\b{m[1]}\b", premise)]
    if not matches:
        return []
    return [_with(premise, hypothesis, matches[0], f"{matches[0][1]} not", "negation")]


def _with(premise: str, hypothesis: str, match: re.Match[str], words: str, kind: str) -> Pair:
    return Pair(premise, hypothesis[: match.start(1)] + words + hypothesis[match.end(1) :], "contradiction", kind)


if __name__ == "__main__":
    main()
