"""Encoders: the small networks behind the two scorers: their checked weights, their word pieces, and how they run."""

from __future__ import annotations

import hashlib
import json
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from typing import Any

import numpy as np

from detente.errors import StoreError


def opened(folder: Traversable, name: str) -> tuple[Any, dict[str, bytes]]:
    """The network of a folder, ready to run on one thread, and the files that its card names.

    Raises `StoreError` where a file is not the one whose sha256 stands in the card; `name` is that of the scorer.
    """
    import onnxruntime

    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    weights = {part: (folder / part).read_bytes() for part in card["sha256"]}
    for part, data in weights.items():
        if hashlib.sha256(data).hexdigest() != card["sha256"][part]:
            raise StoreError(f"The weights {part} of the {name} are damaged.", hint="Install Détente again.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(weights["model.onnx"], options, providers=["CPUExecutionProvider"])
    return session, weights


def tokenizer(vocabulary: bytes) -> Any:
    """Word pieces as they come, neither filled up nor cut."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_str(vocabulary.decode())
    made.no_padding()
    made.no_truncation()
    return made


def softmax(logits: Any) -> Any:
    """Probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    return shifted / shifted.sum(-1, keepdims=True)


def available(folder: Traversable) -> bool:
    """True where the weights of a scorer and the libraries that run them are installed."""
    there = all((folder / part).is_file() for part in ("card.json", "model.onnx"))
    return there and all(find_spec(library) is not None for library in ("onnxruntime", "tokenizers"))
