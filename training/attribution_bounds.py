"""Learns where what is said begins and ends: `python -m training.attribution_bounds TRAIN.jsonl.gz... -o OUT.json`.

Rows are those of `attribution_cues.py`. For every candidate that half agrees with an attribution of the gold, the
reading nearest to the gold's letters is right and every other wrong. A conditional logit with L2 over binary
features (each candidate is a choice among its readings); features seen fewer than five times are left out. Needs scipy.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from detente.extract import bounds
from detente.extract.trees import Tree
from detente.records import Annotated
from training import attribution_cues as cues

PENALTY = 3.0


def examples(doc: Annotated, gold: Sequence[dict[str, Any]]) -> Iterator[tuple[list[str], bool]]:
    """Features and truth of every reading of the candidates that the gold half holds."""
    text = doc.document.text
    wanted = [(cues.letters(text, cues.spans(g["content"])), cues.letters(text, cues.spans(g["source"]))) for g in gold]
    for tree, candidate in cues.listed(doc):
        source = _letters(text, tree, candidate.source)
        options = [(r, _letters(text, tree, r.content)) for r in bounds.readings(tree, candidate)]
        scored = [
            (
                max(
                    (len(g[0] & o) / len(g[0] | o) for g in wanted if g[0] & o and (g[1] & source or not g[1])),
                    default=0.0,
                ),
                r,
            )
            for r, o in options
        ]
        best = max(value for value, _ in scored)
        if best < 0.5 or next(value for value, r in scored if r.own) < 0.25:
            continue
        right = next(r for value, r in sorted(scored, key=lambda pair: (-pair[0], not pair[1].own)))
        for _, reading in scored:
            yield list(reading.features), reading is right


def _letters(text: str, tree: Tree, tokens: frozenset[int]) -> set[int]:
    return cues.letters(text, [(span.start, span.end) for span in tree.spans(tokens)])


def choices(rows: Sequence[tuple[list[str], bool]]) -> list[list[tuple[list[str], bool]]]:
    """The readings of each candidate together; the parse's own comes first."""
    found: list[list[tuple[list[str], bool]]] = []
    for names, right in rows:
        if names[0] == "own":
            found.append([])
        found[-1].append((names, right))
    return found


def fit(groups: Sequence[Sequence[tuple[list[str], bool]]]) -> dict[str, float]:
    """The weights by feature of a conditional logit: of the readings of one candidate exactly one is right."""
    seen = Counter(name for group in groups for names, _ in group for name in set(names))
    vocabulary = {name: n for n, name in enumerate(sorted(k for k, v in seen.items() if v >= cues.FEWEST))}
    flat = [row for group in groups for row in group]
    columns = [sorted({vocabulary[name] for name in names if name in vocabulary}) for names, _ in flat]
    ends = np.cumsum([0, *map(len, columns)])
    shape = (len(flat), len(vocabulary))
    matrix = csr_matrix((np.ones(int(ends[-1])), [c for row in columns for c in row], ends), shape=shape)
    starts = np.cumsum([0, *map(len, groups)])[:-1]
    group_of = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    truth = np.array([float(right) for _, right in flat])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        top = np.maximum.reduceat(scores, starts)
        shares = np.exp(scores - top[group_of])
        totals = np.add.reduceat(shares, starts)
        logs = scores - top[group_of] - np.log(totals)[group_of]
        slope = matrix.T @ (shares / totals[group_of] - truth) + PENALTY * weights
        return float(-(logs * truth).sum() + PENALTY / 2 * (weights @ weights)), slope

    found = minimize(loss, np.zeros(len(vocabulary)), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return {name: round(float(found[n]), 3) for name, n in vocabulary.items() if abs(found[n]) >= 0.02}


def main() -> None:
    """Reads, parses, learns, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args()
    rows = [row for doc, gold in cues.documents(options.train) for row in examples(doc, gold)]
    card = {"learnt_from": [path.name for path in options.train], "examples": len(rows), "weights": fit(choices(rows))}
    options.out.write_text(json.dumps(card, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
