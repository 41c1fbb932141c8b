"""The cross-encoder: a sentence encoder's transformer, pooled over each of the two texts, and a linear layer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, AutoTokenizer

LABELS = ("contradiction", "entailment", "neutral")
MAX_PREMISE, MAX_HYPOTHESIS = 80, 64
"""Tokens of each text that are read."""


class PooledCrossEncoder(nn.Module):
    """Three logits for a pair, from [cls, u, v, |u - v|, u * v] with u and v the means over the two texts' tokens.

    Both texts go through the transformer together, so u and v have seen each other; their difference is what a small
    model learns fastest from.
    """

    def __init__(self, transformer: Any, dropout: float = 0.1) -> None:
        super().__init__()
        self.transformer = transformer
        width = transformer.config.hidden_size
        self._tells_texts_apart = getattr(transformer.config, "type_vocab_size", 0) > 1
        self.dropout = nn.Dropout(dropout)
        self.hidden = nn.Linear(5 * width, width)
        self.output = nn.Linear(width, len(LABELS))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Logits [n, 3], columns ``LABELS``."""
        segments = {"token_type_ids": token_type_ids} if self._tells_texts_apart else {}
        states = self.transformer(input_ids=input_ids, attention_mask=attention_mask, **segments).last_hidden_state
        second = (token_type_ids * attention_mask).to(states.dtype)
        first = ((1 - token_type_ids) * attention_mask).to(states.dtype)
        u, v = _mean(states, first), _mean(states, second)
        features = torch.cat([states[:, 0], u, v, (u - v).abs(), u * v], dim=-1)
        return self.output(self.dropout(torch.tanh(self.hidden(self.dropout(features)))))  # type: ignore[no-any-return]


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    weights = mask.unsqueeze(-1)
    return (states * weights).sum(1) / weights.sum(1).clamp(min=1)


def create(base: str | Path) -> tuple[PooledCrossEncoder, Any]:
    """An untrained cross-encoder over the transformer in ``base``, and its tokenizer."""
    return PooledCrossEncoder(AutoModel.from_pretrained(base)), AutoTokenizer.from_pretrained(base)


def save(model: PooledCrossEncoder, tokenizer: Any, folder: Path, **about: object) -> None:
    """Writes weights, configuration, tokenizer and what is said about the training into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), folder / "weights.pt")
    model.transformer.config.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    (folder / "training.json").write_text(json.dumps(about, indent=1, sort_keys=True, default=str), encoding="utf-8")


def restore(folder: Path) -> tuple[PooledCrossEncoder, Any]:
    """The cross-encoder that ``save`` wrote, ready to predict, and its tokenizer."""
    transformer = AutoModel.from_config(AutoConfig.from_pretrained(folder))  # type: ignore[no-untyped-call]
    model = PooledCrossEncoder(transformer)
    model.load_state_dict(torch.load(folder / "weights.pt", map_location="cpu", weights_only=True))
    return model.eval(), AutoTokenizer.from_pretrained(folder)


def encode(tokenizer: Any, premise: str, hypothesis: str) -> tuple[list[int], list[int]]:
    """Token ids and segment ids of ``[CLS] premise [SEP] hypothesis [SEP]``, each text cut to its limit."""
    first = tokenizer(premise, add_special_tokens=False, truncation=True, max_length=MAX_PREMISE)["input_ids"]
    second = tokenizer(hypothesis, add_special_tokens=False, truncation=True, max_length=MAX_HYPOTHESIS)["input_ids"]
    ids = [tokenizer.cls_token_id, *first, tokenizer.sep_token_id, *second, tokenizer.sep_token_id]
    return ids, [0] * (len(first) + 2) + [1] * (len(second) + 1)


def collate(encoded: list[tuple[list[int], list[int]]], pad: int) -> dict[str, Tensor]:
    """The inputs of a batch, padded to its longest pair."""
    width = max(len(ids) for ids, _ in encoded)
    ids = torch.full((len(encoded), width), pad, dtype=torch.long)
    mask, segments = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, (tokens, types) in enumerate(encoded):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        segments[row, : len(types)] = torch.tensor(types)
        mask[row, : len(tokens)] = 1
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": segments}
