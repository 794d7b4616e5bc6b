"""The parser's word vectors, computed faster: same numbers to float rounding, a third of the work remembered.

A token's first vector depends on six features of its form alone, so each form is computed once and kept. The four
window layers above it are plain matrix products, done here in blocks without the bookkeeping of training, by numpy's
library (140 GFLOPS a core against 60 to 90 of the parser's own, least at small sizes). A network that is built
otherwise, or whose vectors on a probe differ, keeps its own forward pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.lib.stride_tricks import as_strided

ALIKE: Final = 1e-3  # largest difference of a vector on the probe
MOST: Final = 200_000  # forms kept
BLOCK: Final = 256  # rows computed at once: what they need stays in a core's own cache
SMALL: Final = 1e-8  # added to a variance, as thinc does
PROBE: Final = ("A ferry left the harbour, and 3 gulls followed it.", "“Nobody knows,” she said.", "X")


@dataclass(slots=True)
class Forms:
    """First vectors by the features of a form."""

    embed: Any
    rows: dict[bytes, int] = field(default_factory=dict)
    table: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), dtype="f"))

    def vectors(self, features: np.ndarray) -> np.ndarray:
        """One vector for each row of features."""
        features = np.ascontiguousarray(features)
        keys = features.view(f"V{features.shape[1] * features.itemsize}").ravel().tolist()
        new = {key: at for at, key in enumerate(keys) if key not in self.rows}
        if len(self.rows) + len(new) > MOST:
            self.rows = {}
            new = {key: at for at, key in enumerate(keys)}
        if new:
            self._learn(new, features)
        return self.table[[self.rows[key] for key in keys]]

    def of(self, docs: Sequence[Any], columns: Sequence[int]) -> np.ndarray:
        """The vectors of all words of some documents, one below the other."""
        return self.vectors(np.concatenate([doc.to_array(columns).reshape(len(doc), -1) for doc in docs]))

    def _learn(self, new: dict[bytes, int], features: np.ndarray) -> None:
        found = self.embed(features[list(new.values())])
        base, needed = len(self.rows), len(self.rows) + len(new)
        if needed > len(self.table):  # room for as many again, so that growing costs no more than what is there
            grown = np.zeros((2 * needed, found.shape[1]), dtype="f")
            if base:
                grown[:base] = self.table[:base]
            self.table = grown
        self.table[base:needed] = found
        self.rows |= {key: base + n for n, key in enumerate(new)}


@dataclass(frozen=True, slots=True)
class Layer:
    """A window of three words, a maxout, a layer norm, and where it is as wide as what it reads, that added.

    Reads rows of which the first and the last are given only as pad, and gives as many; `weights` are
    `(3 * width read, pieces * width given)`.
    """

    weights: np.ndarray
    bias: np.ndarray
    gain: np.ndarray
    shift: np.ndarray

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        given, width, last = rows.shape[1], len(self.gain), len(rows) - 1
        windows = as_strided(rows, (last - 1, 3 * given), rows.strides, writeable=False)
        found = np.zeros((len(rows), width), dtype="f")
        mean = np.full(width, 1 / width, dtype="f")
        for first in range(1, last, BLOCK):
            stop = min(first + BLOCK, last)
            best = self._maxout(np.ascontiguousarray(windows[first - 1 : stop - 1]), width)
            best -= (best @ mean)[:, None]
            best *= (1 / np.sqrt(np.einsum("ij,ij->i", best, best) / width + SMALL))[:, None]
            best *= self.gain
            best += self.shift
            if given == width:
                best += rows[first:stop]
            found[first:stop] = best
        return found

    def _maxout(self, windows: np.ndarray, width: int) -> np.ndarray:
        pieces = windows @ self.weights
        pieces += self.bias
        best: np.ndarray = np.maximum(pieces[:, :width], pieces[:, width : 2 * width])
        for start in range(2 * width, pieces.shape[1], width):
            np.maximum(best, pieces[:, start : start + width], out=best)
        return best


def quicken(pipeline: Any) -> int:
    """Gives the pipeline's networks the faster forward pass where it yields the same; how many have it then."""
    done = 0
    for _, component in pipeline.pipeline:
        model = getattr(component, "model", None)
        for node in () if model is None or not hasattr(model, "walk") else model.walk():
            done += _replaced(pipeline, node)
    return done


def quicken_steps(pipeline: Any) -> int:
    """Gives the features of the parser's steps, one product over all words, the faster product too; how many."""
    nodes = [
        node
        for _, component in pipeline.pipeline
        for node in (component.model.walk() if hasattr(getattr(component, "model", None), "walk") else ())
        if node.name == "precomputable_affine" and node.has_param("W")
    ]
    for node in nodes:
        node._func = _steps(node, node._func)
    return len(nodes)


def _steps(node: Any, own: Any) -> Any:
    weights = node.get_param("W")
    columns = np.ascontiguousarray(weights.reshape(-1, weights.shape[-1]).T)

    def forward(model: Any, rows: np.ndarray, is_train: bool) -> Any:
        if is_train:
            return own(model, rows, is_train)
        found = np.empty((len(rows) + 1, columns.shape[1]), dtype="f")
        np.matmul(rows, columns, out=found[1:])
        found[0] = model.get_param("pad").ravel()
        return found.reshape((len(found), *weights.shape[:-1])), lambda _: []

    return forward


def _replaced(pipeline: Any, node: Any) -> bool:
    parts = _parts(node)
    if parts is None:
        return False
    columns, forms, layers, pad = parts
    own = node._func

    def forward(model: Any, docs: Sequence[Any], is_train: bool) -> Any:
        if is_train or not docs:
            return own(model, docs, is_train)
        return _vectors(docs, columns, forms, layers, pad), lambda _: []

    probe = [pipeline.make_doc(text) for text in PROBE]
    expected = node.predict(probe)
    given = _vectors(probe, columns, forms, layers, pad)
    same = all(a.shape == b.shape and np.abs(a - b).max() < ALIKE for a, b in zip(expected, given, strict=True))
    if same:
        node._func = forward
    return same


def _vectors(
    docs: Sequence[Any], columns: Sequence[int], forms: Forms, layers: Sequence[Layer], pad: int
) -> list[np.ndarray]:
    rows, places = spread(forms.of(docs, columns), [len(doc) for doc in docs], pad)
    for layer in layers:
        rows = layer(rows)
    return [rows[place] for place in places]


def spread(rows: np.ndarray, sizes: Sequence[int], pad: int) -> tuple[np.ndarray, list[slice]]:
    """Rows of several documents in one table with `pad` empty ones between, and where those of each stand."""
    table = np.zeros((len(rows) + pad * (len(sizes) + 1) + 2, rows.shape[1]), dtype="f")
    places, at, begin = [], pad + 1, 0
    for size in sizes:
        table[at : at + size] = rows[begin : begin + size]
        places.append(slice(at, at + size))
        at, begin = at + size + pad, begin + size
    return table, places


def embedding(model: Any) -> tuple[list[int], Forms] | None:
    """The columns that the network within a component's model looks at, and its vectors of forms; None without one."""
    found = next((parts for node in model.walk() if (parts := _parts(node)) is not None), None)
    return None if found is None else found[:2]


def _parts(node: Any) -> tuple[list[int], Forms, list[Layer], int] | None:
    """The pieces of a network of hashed features under windows; None where it is built otherwise."""
    if len(node.layers) != 2 or len(node.layers[0].layers) < 4 or node.layers[0].layers[0].name != "extract_features":
        return None
    embed, encoder = node.layers
    inner = encoder.layers[0] if encoder.layers else None
    blocks = list(inner.layers) if inner is not None and inner.name.startswith("residual") else []
    if len(blocks) < 2 or not all(block.name.startswith("residual(expand_window>>maxout") for block in blocks):
        return None
    middle = [part for part in embed.layers[1:] if part.name.startswith("with_array")]
    if len(middle) != 2:
        return None

    def embedded(features: np.ndarray) -> np.ndarray:
        found: np.ndarray = middle[1].predict(middle[0].predict(features))
        return found

    layers = [_layer(block) for block in blocks]
    if any(layer is None for layer in layers):
        return None
    columns = list(embed.layers[0].attrs["columns"])
    return columns, Forms(embedded), [layer for layer in layers if layer is not None], int(encoder.attrs.get("pad", 0))


def _layer(block: Any) -> Layer | None:
    nodes = {node.name: node for node in block.walk()}
    maxout, norm, window = nodes.get("maxout"), nodes.get("layernorm"), nodes.get("expand_window")
    if maxout is None or norm is None or window is None or window.attrs.get("window_size") != 1:
        return None
    weights = maxout.get_param("W")
    pieces, width = weights.shape[1], weights.shape[0]
    if pieces != 3 or weights.shape[2] != 3 * width:
        return None
    ordered = weights.transpose(1, 0, 2).reshape(pieces * width, -1)
    bias = maxout.get_param("b").T.reshape(-1)
    return Layer(np.ascontiguousarray(ordered.T), bias.copy(), norm.get_param("G"), norm.get_param("b"))
