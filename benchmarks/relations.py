"""How well relations are measured: `python -m benchmarks.relations` prints each figure, in about four minutes.

Merging (the third of the episodes kept unseen, and the rest), turning points, alerts beside an online z-score,
outlooks, robustness beside the plain alternative, the decomposition, speed, the recovery of known Hawkes
parameters, and what the five seeds must yield. Scorers and data lie in `../shared`; without them only what needs
neither is printed.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.shared import SHARED, built, episodes, scratch, table, there
from benchmarks.shared import score as scored
from detente.config import Measure
from detente.measure import acts, hawkes, index, outlooks, panel, parameters, relations, turning_points
from detente.records import Relation
from detente.store import imports, schema
from training import relations as training

DATA = SHARED / "data" / "eventdata"
DENSE, SPARSE = "events_icews18", "events_icews0515_20pct"
SPAN = ("--from", "2018-01-05", "--to", "2018-10-28")
SLOWLY = ("--alarms", "2", "--tolerance", "14", "--apart", "28")
BREAK = "2018-06-04"
ROUNDS = 4
"""Rounds of paths and loadings of a fit, as in `training/relations.py`."""
TRUE = np.array([[0.25, 0.2, 0.03, 0.02], [0.3, 0.2, 0.02, 0.03], [0.02, 0.02, 0.2, 0.35], [0.02, 0.03, 0.3, 0.15]])


def incidents(name: str, folder: Path, *options: str) -> Any:
    """The incidents of one event file, through the ICEWS reader; `options` thin or repeat its rows."""
    path = folder / f"{name}{''.join(options)}.tab"
    command = [sys.executable, SHARED / "bench" / "index_input.py", DATA / f"{name}.csv.gz", path, *options]
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
    return imports.read("icews", [path]).incidents


def kept(folder: Path, **tables: Iterable[Any]) -> Path:
    """A folder with these tables as the scorers read them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("relations", "turning_points", "outlooks"):
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as out:
            for row in tables.get(name, ()):
                out.write(json.dumps(schema.jsonable(row)) + "\n")
    return folder


def merging(folder: Path) -> None:
    """Reports to incidents, from the text; on the part of the episodes looked at and on the part that was not."""
    gold = SHARED / "gold" / "incidents_dev"
    tables = built(gold / "reports.jsonl", folder / "merging")
    rows = []
    for part, unseen in (("looked at", False), ("unseen", True)):
        found = scored("incidents", episodes(gold, folder / f"gold_{unseen}", unseen=unseen), tables)
        most = found["bcubed_found"]["n_pred"]
        rows.append(
            (
                part,
                *(round(found[name][key], 3) for name, key in (("bcubed", "f1"), ("bcubed_found", "f1"))),
                f"{round(found['pairwise']['p'], 3)} ({found['pairwise']['n_pred']} pairs)",
                f"{found['false_merges']} of {most} mentions",
                found["dates"]["within"],
                found["type"],
                found["status"],
                found["mentions"]["r"],
            )
        )
    head = (
        "episodes",
        "B³",
        "B³ of found",
        "pairwise precision",
        "false merges",
        "day right",
        "type",
        "status",
        "found",
    )
    print(table(head, rows), flush=True)


def turns(name: str, found: Path, *options: str) -> None:
    """Recall of the dated turning points of the dev list."""
    figures = scored("index", DATA / "turning_points_dev.csv", found, *options)["turning"]
    print(f"turning points, {name}: " + json.dumps(figures), flush=True)


def alerts(rows: Sequence[Any], table_: Any) -> None:
    """Alerts within seven days after a turning point, ours and those of an online z-score of the Goldstein sum."""
    gold = [row.split(",") for row in (DATA / "turning_points_dev.csv").read_text(encoding="utf-8").splitlines()[1:]]
    points = [(_pair(r[0]), date.fromisoformat(r[1]).toordinal(), "up" if int(r[2]) > 0 else "down") for r in gold]
    ours: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        if row.online:
            ours[row.a, row.b].append((row.day.toordinal(), row.direction))
    sums = _sums(table_)
    pairs = [pair for pair in ours if pair in sums]
    first, last = min(s[0] for s in sums.values()), max(s[0] + len(s[1]) for s in sums.values())
    points = [p for p in points if p[0] in pairs and first <= p[1] < last]
    wanted = sum(len(ours[pair]) for pair in pairs)
    low, high = 0.5, 12.0
    for _ in range(24):
        middle = (low + high) / 2
        theirs = {pair: _z_alarms(*sums[pair], middle) for pair in pairs}
        low, high = (middle, high) if sum(map(len, theirs.values())) > wanted else (low, middle)
    for name, sent in (("ours", ours), (f"z-score over {high:.2f}", theirs)):
        hits = [[way for day, way in sent[pair] if 0 <= day - on <= 7] for pair, on, _ in points]
        recall = sum(bool(h) for h in hits) / len(hits)
        directed = sum(way in h for h, (_, _, way) in zip(hits, points, strict=True)) / len(hits)
        n = sum(len(sent[pair]) for pair in pairs)
        print(f"online alerts, {name}: {n} sent, recall {recall:.3f}, directed {directed:.3f} ({len(points)} points)")


def _pair(name: str) -> tuple[str, str]:
    one, _, other = name.partition("-")
    return min(one, other), max(one, other)


def _sums(table_: Any) -> dict[tuple[str, str], tuple[int, Any]]:
    """Pair → first day and the sum of Goldstein weights by day."""
    found = acts.gather(table_)
    found = found.keep(~found.directed)
    counted = panel.build(found, "day", whole=True)
    start, length = int(np.min(found.day)), int(np.ptp(found.day)) + 1
    total = np.zeros((len(counted.series), length))
    np.add.at(total, (counted.of, counted.at - start), counted.acts.weight / 10)
    return {(a, b): (start, total[n]) for n, (a, b, _) in enumerate(counted.series)}


def _z_alarms(start: int, values: Any, least: float) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for t in range(14, len(values)):
        past = values[max(0, t - 28) : t]
        z = (values[t] - past.mean()) / (past.std() + 1)
        if abs(z) >= least and (not found or start + t - found[-1][0] > 6):
            found.append((start + t, "up" if z > 0 else "down"))
    return found


def steadiness(rows: Sequence[Relation], others: Mapping[str, Sequence[Relation]], name: str) -> None:
    """Root mean square change of the weekly index over its spread when reports vanish or are repeated."""
    weekly = _weekly(rows)
    busy = {pair for pair, n in _events(rows).items() if n >= 100}
    for what, changed in others.items():
        other = _weekly(changed)
        figures = []
        for chosen in (None, busy):
            both = [k for k in weekly if k in other and (chosen is None or k[:2] in chosen)]
            after = [k for k in both if k[2] >= date.fromisoformat(BREAK)]
            moved = np.array([weekly[k] - other[k] for k in after])
            figures.append(float(np.sqrt((moved**2).mean()) / np.std([weekly[k] for k in both])))
        print(f"steadiness, {name}, {what}: nRMSE {figures[0]:.3f}, pairs with 100 incidents {figures[1]:.3f}")


def _weekly(rows: Iterable[Relation]) -> dict[tuple[str, str, date], float]:
    return {(r.a, r.b, r.from_): r.index for r in rows if r.period == "week" and not r.directed}


def _events(rows: Iterable[Relation]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        if row.period == "week" and not row.directed:
            found[row.a, row.b] += row.n_incidents
    return found


def events(folder: Path) -> None:
    """Everything that is measured on event data that others coded."""
    dense, sparse = incidents(DENSE, folder), incidents(SPARSE, folder)
    rows = relations.relations(dense, Measure())
    points = turning_points.turning_points(dense, Measure())
    ahead = outlooks.outlooks(dense, Measure())
    found = kept(folder / "dense", relations=rows, turning_points=points, outlooks=ahead)
    turns("2018, daily, ±3 days, 12 a year", found, *SPAN)
    alerts(points, dense)
    figures = scored("index", Path("-"), found)
    print("outlooks, 2018, weeks 22 to 42: " + json.dumps(figures["outlooks"]), flush=True)
    thin = incidents(DENSE, folder, "--keep", "0.2", "--after", BREAK)
    loud = incidents(DENSE, folder, "--times", "5", "--after", BREAK)
    for config in (Measure(), Measure(index="goldstein")):
        line = rows if config.index == "composition" else relations.relations(dense, config)
        changed = {"thinned to a fifth": thin, "every report five times": loud}
        steadiness(line, {k: relations.relations(v, config) for k, v in changed.items()}, config.index)
    points = turning_points.turning_points(sparse, Measure())
    ahead = outlooks.outlooks(sparse, Measure())
    found = kept(
        folder / "sparse",
        relations=[r for r in relations.relations(sparse, Measure()) if r.period == "week"],
        turning_points=points,
        outlooks=ahead,
    )
    turns("2005 to 2015, weekly, ±14 days, 2 a year", found, *SLOWLY)
    print("outlooks, 2005 to 2015: " + json.dumps(scored("index", Path("-"), found)["outlooks"]), flush=True)


def simulated(periods: int = 500, pairs: int = 200) -> Any:
    """Counts (4, T, N) of a level that walks and a swing that dies down, by the loadings as fitted."""
    chance, scale = np.random.default_rng(1), parameters.scale("week")
    level = np.cumsum(chance.standard_t(3, (periods, pairs)) * scale.step, axis=0) + chance.normal(0, 0.7, pairs)
    swing = np.zeros((periods, pairs))
    for t in range(1, periods):
        swing[t] = scale.rho * swing[t - 1] + scale.swing * chance.normal(size=pairs)
    shares = index.shares(level + swing, scale)
    total = chance.poisson(6.0, (periods, pairs))
    return np.stack([chance.poisson(total * share) for share in shares]).astype(float)


def model() -> None:
    """The time of fit, smoothing and online scan for 200 pairs over 500 weeks, and the decomposition."""
    counts, scale = simulated(), parameters.scale("week")
    begun = time.process_time()
    fitted = training.WEEK
    for _ in range(ROUNDS):
        fitted = training.loadings([(counts, counts)], fitted)
    fit = time.process_time() - begun
    path = index.smooth(counts, scale)
    index.loosened(path, counts, scale)
    smoothed = time.process_time() - begun - fit
    turning_points.score(counts, ((8, 1),))
    turning_points.score(counts, ((8, 2), (26, 2)))
    total = time.process_time() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    near = float(np.corrcoef(fitted.beta, scale.beta)[0, 1])
    print(
        f"200 pairs, 500 weeks: loadings fitted in {fit:.1f}, smoothed in {smoothed:.1f}, scanned in "
        f"{total - fit - smoothed:.1f}, together {total:.1f} CPU seconds; {most:.0f} MB so far; loadings found against "
        f"true ones: correlation {near:.3f}"
    )
    worst = 0.0
    for series in range(0, 200, 10):
        parts, prior = index.explain(path, scale, series=series, before=100, after=101)
        total = float((parts * counts[:, :, series].T).sum()) + prior
        worst = max(worst, abs(total - float(path.index[101, series] - path.index[100, series])))
    print(f"decomposition: attributed sum against the move, largest difference {worst:.1e}", flush=True)


def recovery(runs: int = 100, days: int = 1500, half_life: float = 4.0) -> None:
    """How often the true branching ratio of a simulated process lies inside its 90 % interval."""
    usual = np.array([0.15, 0.1, 0.1, 0.1])
    true = float(np.max(np.abs(np.linalg.eigvals(TRUE))))
    keep, inside, near = 0.5 ** (1 / half_life), 0, 0
    for seed in range(runs):
        chance = np.random.default_rng(seed)
        state, counts = np.zeros(4), np.zeros((days, 4))
        for t in range(days):
            counts[t] = chance.poisson(usual + TRUE @ state)
            state = keep * state + (1 - keep) * counts[t]
        fit = hawkes.fit(counts)
        inside += fit.ratio[0] <= true <= fit.ratio[2]
        near += fit.half_life[0] <= half_life <= fit.half_life[2]
    print(f"simulated, branching ratio {true:.3f}: inside its interval in {inside} of {runs}, half-life in {near}")


def seeds(folder: Path) -> None:
    """The call of 28 January 2017, told by two documents; another of November 2016; documents without a date."""
    tables = built(SHARED / "seeds", folder / "seeds")
    rows = [json.loads(line) for line in (tables / "incidents.jsonl").read_text(encoding="utf-8").splitlines()]
    calls = [r for r in rows if r["plover"] == "CONSULT" and {"RUS", "USA"} <= {*r["source"], *r["target"]}]
    for what, first, last, least in (
        ("28 January 2017", "2017-01-28", "2017-01-28", 2),
        ("November 2016", "2016-11-01", "2016-11-30", 1),
    ):
        near = [r for r in calls if r["status"] == "actual" and r["cameo"] == "041" and r["date_from"]]
        near = [r for r in near if r["date_from"] <= last and first <= r["date_to"]]
        told = [(r["date_from"], r["date_to"], r["n_documents"]) for r in near]
        print(f"seeds, calls of {what}: {told}, wanted one with at least {least} documents")
    documents = [json.loads(line) for line in (tables / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    wide = [(r["path"].rsplit("/", 1)[-1], r["published_from"], r["published_to"]) for r in documents]
    print("seeds, days of documents: " + json.dumps([w for w in wide if w[1] != w[2]]), flush=True)


def main() -> None:
    """Print what can be measured."""
    model()
    recovery()
    if not there():
        return
    jobs: Sequence[Callable[[Path], None]] = (merging, seeds, events)
    for job in jobs:
        scratch(job)


if __name__ == "__main__":
    main()
