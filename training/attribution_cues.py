"""Learns how surely a cue attributes: `python -m training.attribution_cues TRAIN.jsonl.gz... -o OUT.json`.

Rows are `{text, attributions: [{content, source}]}` with half-open offsets. Every candidate that the grammar allows
is right when the gold holds an attribution with half of the same content (Jaccard over letters) and an overlapping
source. A logistic regression with L2 over binary features; features seen fewer than five times are left out, so that
no passage can be read back from the weights. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression

from detente.config import Annotate, Clean
from detente.extract import bounds, cues, speech
from detente.extract.candidate import Candidate
from detente.extract.trees import Tree
from detente.records import Annotated

FEWEST = 5
STRENGTH = 0.3


def spans(value: Any) -> list[tuple[int, int]]:
    """Offsets in either of the forms `[s, e]` and `[[s, e], ...]`."""
    if not value:
        return []
    pairs = [value] if isinstance(value[0], int) else value
    return [(start, end) for start, end in pairs]


def letters(text: str, pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Positions of letters and digits inside the spans."""
    return {k for start, end in pairs for k in range(start, end) if text[k].isalnum()}


def listed(doc: Annotated) -> list[tuple[Tree, Candidate]]:
    """Every candidate of a document with the sentence that it stands in."""
    scene = speech.scene(doc)
    return [
        (scene.page.trees[number], candidate)
        for number, candidate, _ in speech.weighed(
            scene.page.trees, scene.loud, scene.spoken, rules=True, keep_all=True
        )
    ]


def examples(doc: Annotated, gold: Sequence[dict[str, Any]]) -> Iterator[tuple[list[str], bool]]:
    """Features and truth of every candidate of a document."""
    text = doc.document.text
    wanted = [(letters(text, spans(g["content"])), letters(text, spans(g["source"])), g.get("doubtful")) for g in gold]
    company: dict[int, list[Candidate]] = {}
    found = listed(doc)
    for tree, candidate in found:
        company.setdefault(id(tree), []).append(candidate)
    for tree, candidate in found:
        settled = bounds.settled(tree, candidate, rules=False)
        content = letters(text, [(s.start, s.end) for s in tree.spans(settled.content)])
        source = letters(text, [(s.start, s.end) for s in tree.spans(candidate.source)])
        same = [g for g in wanted if g[0] & content and len(g[0] & content) >= 0.5 * len(g[0] | content)]
        if any(g[2] for g in same):
            continue
        right = any(bool(g[1] & source) or not (g[1] or source) for g in same)
        yield cues.features(tree, candidate, company[id(tree)]), right


def fit(rows: Sequence[tuple[list[str], bool, float]]) -> dict[str, float]:
    """The weights by feature."""
    seen = Counter(name for names, _, _ in rows for name in set(names))
    vocabulary = {name: n for n, name in enumerate(sorted(k for k, v in seen.items() if v >= FEWEST))}
    columns: list[int] = []
    ends = [0]
    for names, _, _ in rows:
        columns += sorted({vocabulary[name] for name in names if name in vocabulary})
        ends.append(len(columns))
    matrix = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(vocabulary)))
    truth = np.array([right for _, right, _ in rows])
    share = np.array([weight for _, _, weight in rows])
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=500, fit_intercept=False, random_state=0)
    model.fit(matrix, truth, sample_weight=share)
    return {
        name: round(float(w), 3) for name, w in zip(sorted(vocabulary), model.coef_[0], strict=True) if abs(w) >= 0.02
    }


def documents(paths: Sequence[Path]) -> Iterator[tuple[Annotated, list[dict[str, Any]]]]:
    """Every document of the files, read as the program reads it, with its attributions."""
    from detente.annotate.document import SpacyAnnotator
    from detente.clean.document import clean
    from detente.records import Document, Hints, RawDocument

    annotator = SpacyAnnotator(Annotate())
    for path in paths:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for line in data.decode("utf-8").split("\n"):
            if not line.strip():
                continue
            row = json.loads(line)
            document = clean(RawDocument("d", path.name, None, row["text"], "utf-8", 1.0, Hints()), Clean())
            if isinstance(document, Document):
                yield annotator.annotate(document), row["attributions"]


def main() -> None:
    """Reads, parses, learns, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args()
    rows = [(names, right, 1.0) for doc, gold in documents(options.train) for names, right in examples(doc, gold)]
    card = {"learnt_from": [path.name for path in options.train], "examples": len(rows), "weights": fit(rows)}
    options.out.write_text(json.dumps(card, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
