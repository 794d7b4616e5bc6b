"""Fits the curve from a frame's reliability to its probability: `python -m training.event_probability`.

Every row of the rules alone between the sides of a listed act (or of a listed pair without an act) in the training
passages is right where type and status are as listed. One text in two fits the curve (pool adjacent violators), the
others measure it. Rows on pairs that no author listed cannot be judged and are left out.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.events import Outcome, annotated, outcomes, reliability

from detente.config import Extract
from detente.extract.calibration import calibrated, knots

OUT = Path(__file__).parent.parent / "src" / "detente" / "models" / "event_probability.json"
LEAST_ROWS = 25
"""Reliabilities with fewer rows are pooled with the next."""


def judged(found: Iterable[Outcome]) -> list[tuple[str, float, bool]]:
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


def main() -> None:
    """Fits, writes the curve and prints the reliability of the texts set aside."""
    OUT.write_text(json.dumps({"knots": [[0.0, 0.0], [1.0, 1.0]]}) + "\n", encoding="utf-8")
    knots.cache_clear()
    rows = judged(outcomes(annotated(), Extract(model="rules", min_p=0.2)))
    apart = [(p, hit) for text, p, hit in rows if zlib.crc32(text.encode()) % 2]
    curve = fit([(p, hit) for text, p, hit in rows if not zlib.crc32(text.encode()) % 2])
    OUT.write_text(json.dumps({"knots": curve, "fitted_on": len(rows) - len(apart)}, indent=1) + "\n", encoding="utf-8")
    knots.cache_clear()
    shown, error = reliability([(calibrated(p), hit) for p, hit in apart])
    print(shown)
    print(f"\n{len(apart)} rows set aside, expected calibration error {error:.3f}")


if __name__ == "__main__":
    main()
