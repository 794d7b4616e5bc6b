"""Two plain rivals of the relation scorer: `python -m training.baselines --plv FILE` prints their five-fold figures.

A linear SVM on TF-IDF of words and word pairs with the sides masked, and logistic regression on the frozen encoder
(states at both opening markers and the mean). Both learn from the PLV sentences alone or with our passages added.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from tokenizers import Tokenizer

from detente.models.relation_scorer import encode
from training.passages import Example, own, plv
from training.relation_scorer import BASE, Scorer, batch
from training.scores import figures

Fit = Callable[[Sequence[Example], Sequence[Example]], list[str]]


def masked(item: Example) -> str:
    """The text with its sides replaced by two words that no text holds."""
    spans = sorted([(*item.source, " sourceside "), (*item.target, " targetside ")], reverse=True)
    text = item.text
    for start, end, word in spans:
        if end > start:
            text = text[:start] + word + text[end:]
    return text


def linear(known: Sequence[Example], held: Sequence[Example]) -> list[str]:
    """Roots by a linear SVM on masked TF-IDF."""
    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LinearSVC(class_weight="balanced"))
    model.fit([masked(item) for item in known], [item.root for item in known])
    return list(model.predict([masked(item) for item in held]))


STATES: dict[str, np.ndarray] = {}
"""Frozen states by id of the example: folds share them."""


def features(items: Sequence[Example]) -> np.ndarray:
    """Frozen states of the encoder at both opening markers, and the mean."""
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    body = Scorer().body.eval()
    with torch.no_grad():
        for item in items:
            if item.id in STATES:
                continue
            ids, mask, marks = batch([encode(tokenizer, item.text, item.source, item.target)])
            states = body(input_ids=ids, attention_mask=mask).last_hidden_state[0]
            found = torch.cat([states[marks[0, 0]], states[marks[0, 1]], states.mean(0)])
            STATES[item.id] = found.numpy()
    return np.stack([STATES[item.id] for item in items])


def frozen(known: Sequence[Example], held: Sequence[Example]) -> list[str]:
    """Roots by logistic regression on frozen states."""
    model = LogisticRegression(max_iter=2000, class_weight="balanced")
    model.fit(features(known), [item.root for item in known])
    return list(model.predict(features(held)))


def five_folds(items: Sequence[Example], extra: Sequence[Example], fit: Fit) -> dict[str, float]:
    """Macro F1 of root, quad and binary over five folds."""
    order = list(items)
    random.Random(0).shuffle(order)
    truth: list[str] = []
    guess: list[str] = []
    for fold in range(5):
        held = order[fold::5]
        rest = [item for i, item in enumerate(order) if i % 5 != fold]
        truth += [item.root or "" for item in held]
        guess += fit([*rest, *extra], held)
    return figures(truth, guess)


def main() -> None:
    """Prints a row a rival."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plv", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    items = list(plv(args.plv))
    passages = [item for item in own() if item.root]
    for name, fit in (("linear SVM, masked TF-IDF", linear), ("frozen encoder, logistic", frozen)):
        for label, extra in (("PLV alone", []), ("with our passages", passages)):
            if fit is linear or not extra:
                print(f"{name}, {label}: {five_folds(items, extra, fit)}", flush=True)


if __name__ == "__main__":
    main()
