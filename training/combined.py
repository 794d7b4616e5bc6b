"""Frames and model together on the PLV sentences: `python -m training.combined --plv FILE --kept FILE` prints figures.

`--kept` holds the cross-validated probabilities that `training.relation_scorer --folds 5 --keep FILE` wrote. What the
frames alone code between the two sides of a sentence adds its probability, times a weight, to that of its root.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.events import codes, document

from detente.annotate.document import SpacyAnnotator
from detente.config import Extract
from detente.extract.events import EventExtractor
from detente.models.relation_scorer import ROOTS
from training.passages import FOLDED, YIELD, Example, plv
from training.scores import figures

WEIGHTS = (0.0, 0.1, 0.2, 0.4, 0.8, 10.0)


def coded(item: Example, annotator: SpacyAnnotator, extractor: EventExtractor) -> dict[str, float]:
    """The roots that the frames code from the source to the target of a sentence, with their probabilities."""
    doc = annotator.annotate(document(item.text))
    source, target = codes(doc, item.source), codes(doc, item.target)
    found: dict[str, float] = {}
    for row in extractor.extract(doc):
        if source & set(row.source) and target & set(row.target):
            root = FOLDED.get((row.plover, row.status), YIELD.get(row.plover, row.plover))
            found[root] = max(found.get(root, 0.0), row.p)
    return found


def main() -> None:
    """Prints for how many sentences the frames code anything, and the figures at each weight of their word."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plv", type=Path, required=True)
    parser.add_argument("--kept", type=Path, required=True)
    args = parser.parse_args()
    kept = [json.loads(line) for line in args.kept.read_text(encoding="utf-8").splitlines()]
    items = {item.id: item for item in plv(args.plv)}
    annotator, extractor = SpacyAnnotator(), EventExtractor(Extract(model="rules", min_p=0.2))
    frames = [coded(items[row["id"]], annotator, extractor) for row in kept]
    truth = [row["root"] for row in kept]
    right = sum(
        max(found, key=lambda root: found[root]) == root for found, root in zip(frames, truth, strict=True) if found
    )
    print(f"The frames code {sum(map(bool, frames))} of {len(kept)} sentences, {right} of them rightly")
    for weight in WEIGHTS:
        guess = []
        for row, found in zip(kept, frames, strict=True):
            scores = [p + weight * found.get(root, 0.0) for root, p in zip(ROOTS, row["p"], strict=True)]
            guess.append(ROOTS[scores.index(max(scores))])
        print(weight, figures(truth, guess), flush=True)


if __name__ == "__main__":
    main()
