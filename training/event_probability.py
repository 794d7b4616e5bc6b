"""Fits the probabilities of events: `python -m training.event_probability [--weights FOLDER] [--gold FOLDER]`.

`knots`: a rising curve from a frame's reliability to its probability, for the rules alone. Every row between the sides
of a listed act (or of a listed pair without an act) in the training passages is right where type and status are as
listed. One text in two fits the curve (pool adjacent violators), the others measure it. Rows on pairs that no author
listed cannot be judged and are left out.

`paired`: logistic weights of the reliability and of the scorer's probabilities of type and status, fitted on the rows
of the passages of `passages_9*` and, with `--gold`, of whole articles. Weights that learnt from these texts would
flatter: `--weights` names a folder with weights trained without them. `unpaired`, `near` and `afar` were set by hand
from what `benchmarks.calibration` prints of the gold that was learnt from; they stay as they are.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from benchmarks.calibration import Told, judged, told_of
from benchmarks.events import Outcome, annotated, listed, outcome, outcomes, reliability

from detente.config import Extract
from detente.extract.calibration import calibrated, fitted, knots, logit
from detente.extract.events import EventExtractor
from detente.extract.pairs import MOST_CHARACTERS
from detente.models.relation_scorer import STATUSES, TYPES, Pair, RelationScorer
from detente.records import Annotated, Event, Mention
from training.articles import documents

OUT = Path(__file__).parent.parent / "src" / "detente" / "models" / "event_probability.json"
LEAST_ROWS = 25
"""Reliabilities with fewer rows are pooled with the next."""
APART = "passages_9"
RIDGE = 1.0
Fitted = tuple[list[float], bool]
"""Features of a row and whether it is right."""


def on_pairs(found: Iterable[Outcome]) -> list[tuple[str, float, bool]]:
    """Text, reliability and rightness of each row on a listed pair, once a row."""
    right: dict[tuple[str, str], bool] = {}
    level: dict[tuple[str, str], float] = {}
    for item in found:
        for row in item.rows:
            key = (item.act.text, row.event_id)
            hit = row.plover == item.act.plover and row.status == item.act.status
            right[key] = right.get(key, False) or hit
            level[key] = row.p
    return [(text, level[text, name], hit) for (text, name), hit in right.items()]


def fit(rows: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """The rising step curve of least squares, as points (mean reliability, share right) of its blocks."""
    levels: dict[float, list[bool]] = {}
    for x, hit in rows:
        levels.setdefault(x, []).append(hit)
    blocks: list[tuple[float, float, int]] = []
    for x in sorted(levels):
        hits = levels[x]
        block = (x * len(hits), float(sum(hits)), len(hits))
        if blocks and blocks[-1][2] < LEAST_ROWS:
            block = _joined(blocks.pop(), block)
        while blocks and blocks[-1][1] / blocks[-1][2] >= block[1] / block[2]:
            block = _joined(blocks.pop(), block)
        blocks.append(block)
    return [(round(x / n, 3), round(hits / n, 3)) for x, hits, n in blocks]


def _joined(one: tuple[float, float, int], two: tuple[float, float, int]) -> tuple[float, float, int]:
    return one[0] + two[0], one[1] + two[1], one[2] + two[2]


def logistic(rows: Sequence[Fitted]) -> list[float]:
    """Constant and weights of a logistic regression with a ridge on the weights, by Newton's method."""
    x = np.array([[1.0, *features] for features, _ in rows])
    y = np.array([right for _, right in rows], dtype=float)
    ridge = RIDGE * np.diag([0.0] + [1.0] * (x.shape[1] - 1))
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + ridge @ weights
        weights -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, slope)
    return [round(float(weight), 3) for weight in weights]


def features(doc: Annotated, row: Event, scorer: RelationScorer) -> list[float]:
    """Reliability and, where both sides stand in the row's sentence, the log odds of its type and status."""
    at = row.trigger_start or row.start or 0
    sentence = next(s for s in doc.sentences if s.start <= at < s.end)
    here = [m for m in doc.mentions if m.sentence == sentence.index and m.codes]
    one, two = _mention(here, row.source, row.source_text), _mention(here, row.target, row.target_text)
    apart = one is not None and two is not None and (one.end <= two.start or two.end <= one.start)
    if one is None or two is None or not apart or sentence.end - sentence.start > MOST_CHARACTERS:
        return [row.p]
    start = sentence.start
    text = doc.document.text[start : sentence.end]
    scores = scorer.score([Pair(text, (one.start - start, one.end - start), (two.start - start, two.end - start))])[0]
    own, status = scores.types[TYPES.index(row.plover)], scores.statuses[STATUSES.index(row.status)]
    return [row.p, logit(own), logit(status)]


def _mention(here: Sequence[Mention], codes: Sequence[str], text: str | None) -> Mention | None:
    fitting = [m for m in here if set(m.codes) & set(codes)]
    return min(fitting, key=lambda m: (m.text != text, m.inside, m.start), default=None)


def of_passages(extractor: EventExtractor, scorer: RelationScorer) -> Iterator[Fitted]:
    """Features and rightness of the rows of the passages set apart."""
    for doc, examples in annotated():
        if any(example.id.startswith(APART) for example in examples):
            found = extractor.extract(doc)
            rows = {row.event_id: row for row in found}
            right: dict[str, bool] = {}
            for act in listed(doc, examples):
                for row in outcome(act, found).rows:
                    hit = row.plover == act.plover and row.status == act.status
                    right[row.event_id] = right.get(row.event_id, False) or hit
            yield from ((features(doc, rows[name], scorer), hit) for name, hit in right.items())


def of_articles(gold: Path, extractor: EventExtractor, scorer: RelationScorer) -> Iterator[Fitted]:
    """The same of the rows of whole articles."""
    told: dict[str, list[Told]] = told_of(gold)
    for doc in documents(gold / "articles_dev" / "texts"):
        for row in extractor.extract(doc):
            cells = {
                field: getattr(row, field) for field in ("source", "target", "plover", "status", "start", "end", "p")
            }
            for item in judged([cells], told.get(Path(doc.document.path).name, []), apart=True):
                yield features(doc, row, scorer), item.right


def _write(numbers: dict[str, object]) -> None:
    OUT.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    fitted.cache_clear()
    knots.cache_clear()


def main() -> None:
    """Fits, writes the numbers and prints the reliability of the texts set aside."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, help="folder with weights that have not seen what is fitted on")
    parser.add_argument("--gold", type=Path, help="folder with `articles_dev`")
    args = parser.parse_args()
    numbers = dict(fitted())
    _write(numbers | {"knots": [[0.0, 0.0], [1.0, 1.0]]})  # so that rows carry their plain reliability
    extractor, scorer = EventExtractor(Extract(model="rules", min_p=0.0)), RelationScorer(args.weights)
    rows = [*of_passages(extractor, scorer), *(of_articles(args.gold, extractor, scorer) if args.gold else ())]
    numbers["paired"] = logistic([row for row in rows if len(row[0]) > 1])
    told = on_pairs(outcomes(annotated(), Extract(model="rules", min_p=0.2)))
    apart = [(p, hit) for text, p, hit in told if zlib.crc32(text.encode()) % 2]
    numbers["knots"] = fit([(p, hit) for text, p, hit in told if not zlib.crc32(text.encode()) % 2])
    numbers["fitted_on"] = {"knots": len(told) - len(apart), "paired": sum(len(row[0]) > 1 for row in rows)}
    _write(numbers)
    shown, error = reliability([(calibrated(p), hit) for p, hit in apart])
    print(f"{shown}\n\n{len(apart)} rows of the rules set aside, expected calibration error {error:.3f}")
    print("paired", numbers["paired"])


if __name__ == "__main__":
    main()
