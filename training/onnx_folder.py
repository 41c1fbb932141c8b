"""Writes a traced model as the folder that ``factcheck.onnx_model`` loads.

The weights are stored as fp16, and every computation is done in fp32: the graph casts each weight when it is loaded.
(Dynamic quantisation would be smaller and faster, but there a row's result moves with what else is in its batch.)
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper

SMALL = 64
"""Initializers with fewer elements stay fp32."""


def write(
    folder: Path, network: torch.nn.Module, example: Mapping[str, torch.Tensor], output: str, tokenizer: Any, *,
    name: str, config: Mapping[str, Any],
) -> None:  # fmt: skip
    """Writes graph, tokenizer, configuration and manifest; ``example`` is a batch of rows by tokens."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        graph = Path(scratch, "model.onnx")
        axes = {name: {0: "rows", 1: "tokens"} for name in example}
        torch.onnx.export(
            network, tuple(example.values()), str(graph), input_names=list(example), output_names=[output],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        onnx.save(halved(onnx.load(graph)), folder / "model.onnx")
        tokenizer.save_pretrained(scratch)
        shutil.copy(Path(scratch, "tokenizer.json"), folder / "tokenizer.json")
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    names = ("config.json", "model.onnx", "tokenizer.json")
    digests = {file: hashlib.sha256((folder / file).read_bytes()).hexdigest() for file in names}
    manifest = json.dumps({"name": name, "files": digests}, indent=1)
    (folder / "manifest.json").write_text(manifest + "\n", encoding="utf-8")


def halved(graph: onnx.ModelProto) -> onnx.ModelProto:
    """The graph with its large fp32 weights stored as fp16, each followed by a cast back to fp32; of a table the rows
    are cast that were looked up, so that the whole of it is never held twice."""
    casts, looked_up = [], {node.input[0]: node for node in graph.graph.node if node.op_type == "Gather"}
    read = Counter(name for node in graph.graph.node for name in node.input)
    after: dict[str, onnx.NodeProto] = {}
    for weight in graph.graph.initializer:
        array = numpy_helper.to_array(weight)
        if array.dtype != np.float32 or array.size < SMALL:
            continue
        name = weight.name
        weight.CopyFrom(numpy_helper.from_array(array.astype(np.float16), f"{name}_fp16"))
        if name in looked_up and read[name] == 1:
            rows = looked_up[name].output[0]
            looked_up[name].input[0], looked_up[name].output[0] = f"{name}_fp16", f"{rows}_fp16"
            after[f"{rows}_fp16"] = onnx.helper.make_node("Cast", [f"{rows}_fp16"], [rows], to=onnx.TensorProto.FLOAT)
        else:
            casts.append(onnx.helper.make_node("Cast", [f"{name}_fp16"], [name], to=onnx.TensorProto.FLOAT))
    nodes = [
        *casts,
        *(each for node in graph.graph.node for each in (node, after.get(node.output[0])) if each is not None),
    ]
    del graph.graph.node[:]
    graph.graph.node.extend(nodes)
    onnx.checker.check_model(graph)
    return graph
