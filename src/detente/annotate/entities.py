"""What kind of name a word belongs to, by a small tagger that was learnt from the parser's own recogniser.

The recogniser computes vectors of its own, as dear as those of tagger and parser together. The tagger takes the
latter as they are, and of its own kind only the vector of each form, which is remembered. Two windows of three words,
then a look at what was first thought of two words to either side. It says kinds alone, not where a name begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from detente import models
from detente.annotate import vectors
from detente.errors import UsageError

NAME: Final = "entities"
CHOICES: Final = ("auto", "model")
PAD: Final = 2  # empty rows between documents
ALIKE: Final = 1e-2  # largest difference of the mean vector of the probe from that of the model it was learnt beside


def check(choice: str) -> None:
    """Nothing where the setting is known; `UsageError` where it is not."""
    if choice not in CHOICES:
        raise UsageError(f"Nothing called {choice} marks names.", hint=f"There are: {', '.join(CHOICES)}.")


@dataclass(frozen=True, slots=True)
class Tagger:
    """The tagger beside one pipeline; `of` gives None where it was learnt beside another."""

    labels: tuple[str, ...]
    columns: list[int]
    forms: vectors.Forms
    layers: tuple[vectors.Layer, ...]
    first: tuple[np.ndarray, np.ndarray]
    second: np.ndarray

    @classmethod
    def of(cls, pipeline: Any) -> Tagger | None:
        """The tagger, where it ships and the pipeline's vectors are those that it was learnt beside."""
        held = models.tensors(NAME)
        if held is None or not all(pipeline.has_pipe(name) for name in ("tok2vec", "parser", "ner")):
            return None
        known = vectors.embedding(pipeline.get_pipe("ner").model)
        labels = tuple(models.fitted(NAME)["labels"])
        if known is None or set(labels) - {""} != set(pipeline.get_pipe("ner").labels) or not _fits(pipeline, held):
            return None
        layers = [
            vectors.Layer(*(held[f"{layer}.{part}"] for part in ("weights", "bias", "gain", "shift")))
            for layer in ("lower", "upper")
        ]
        return cls(labels, *known, tuple(layers), (held["first.weights"], held["first.bias"]), held["second.weights"])

    def __call__(self, docs: Sequence[Any]) -> list[list[str]]:
        """The kind of each word of each document, "" for a word of no name; each doc's tensor holds its vectors."""
        own = np.concatenate([doc.tensor for doc in docs])
        sizes = [len(doc) for doc in docs]
        rows, places = vectors.spread(np.concatenate([own, self.forms.of(docs, self.columns)], axis=1), sizes, PAD)
        words = np.zeros((len(rows), 1), dtype="f")
        for place in places:
            words[place] = 1
        for layer in self.layers:
            rows = layer(rows)
            rows *= words
        scores = rows @ self.first[0] + self.first[1]
        best = (scores + self._neighbours(scores, words)).argmax(axis=1)
        return [[self.labels[number] for number in best[place].tolist()] for place in places]

    def _neighbours(self, scores: np.ndarray, words: np.ndarray) -> np.ndarray:
        """What the first thoughts on two words to either side say."""
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        raised *= words / raised.sum(axis=1, keepdims=True)
        count = len(raised)
        around = np.zeros((count + 4, raised.shape[1]), dtype="f")
        around[2:-2] = raised
        seen = np.concatenate([around[at : at + count] for at in (0, 1, 3, 4)], axis=1)
        return np.asarray(seen @ self.second)


def probe(pipeline: Any) -> np.ndarray:
    """The mean vector of a few words by the pipeline's own network: which network it is."""
    docs = [pipeline.make_doc(text) for text in vectors.PROBE]
    return np.asarray(np.concatenate(pipeline.get_pipe("tok2vec").predict(docs)).mean(axis=0))


def _fits(pipeline: Any, held: dict[str, np.ndarray]) -> bool:
    found = probe(pipeline)
    return found.shape == held["probe"].shape and bool(np.abs(found - held["probe"]).max() < ALIKE)
