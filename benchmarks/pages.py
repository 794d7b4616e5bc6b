"""How fast pages answer over a million imported events: `python -m benchmarks.pages [ROWS]`.

The events come through the importer of ICEWS files; the months of the index are laid beside them as plain balances,
since this measures pages and not the measure. Each page is asked for many pairs, incidents and words, first and later
times alike; what is told is the time from question to whole answer over loopback.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.imported import written  # noqa: E402
from benchmarks.serving import Session, served  # noqa: E402
from benchmarks.shared import detente  # noqa: E402

ROWS: Final = 1_000_000
ASKED: Final = 60
WORDS: Final = ("Russia", "sanctions", '"Russia China"', "Paper 7", "meeting", "outlet:Paper")

MONTHS: Final = """
WITH pairs AS (
    SELECT
        least(source[1], target[1]) AS a,
        greatest(source[1], target[1]) AS b,
        date_trunc('month', date_from)::DATE AS first,
        count(*) AS n,
        count(*) FILTER (quad <= 2) AS good,
        count(*) FILTER (quad > 2) AS bad,
        arg_max(incident_id, abs(goldstein)) AS driver
    FROM incidents
    GROUP BY ALL
)
SELECT
    a, b, false AS directed, 'month' AS period, first AS "from", last_day(first) AS "to", n AS n_incidents,
    n AS n_documents, good AS cooperation, bad AS conflict, 100.0 * (good - bad) / n AS "index",
    100.0 * (good - bad) / n - 20 AS low, 100.0 * (good - bad) / n + 20 AS high,
    [{'incident_id': driver, 'contribution': 1.0, 'kind': 'new'}] AS drivers, 'x' AS version
FROM pairs
ORDER BY a, b, first
"""


def main(arguments: list[str] | None = None) -> int:
    """Builds the store, serves it, and asks."""
    given = arguments if arguments is not None else sys.argv[1:]
    rows = int(given[0]) if given else ROWS
    with tempfile.TemporaryDirectory() as scratch:
        store = Path(given[1]) if len(given) > 1 else Path(scratch) / "store"
        if not store.exists():
            begun = time.monotonic()
            laid(store, written(Path(scratch) / "events.tab", rows))
            print(f"{rows} events laid in a store in {time.monotonic() - begun:.0f} s")
        begun = time.monotonic()
        detente("search", "Russia", "--store", store)  # writes the index, as the first search does
        print(f"index of words written in {time.monotonic() - begun:.0f} s")
        begun = time.monotonic()
        with served(store) as session:
            print(f"served after {time.monotonic() - begun:.2f} s")
            for name, ask in pages(session).items():
                told(session, name, ask)
    return 0


def laid(store: Path, file: Path) -> None:
    """A store that has published the events of a file, with months of the index."""
    import duckdb
    import pyarrow as pa

    from detente.records import STORED
    from detente.store import imports, schema
    from detente.store.database import build_cache
    from detente.store.segments import CACHE, Writer
    from detente.store.tables import stamped

    found = imports.read("icews", [str(file)])
    tables = {table: schema.arrow(table).empty_table() for table in STORED}
    for table in ("events", "incidents"):
        keys = [(name, "ascending") for name in schema.ORDER[table]]
        tables[table] = stamped(getattr(found, table), "x").sort_by(keys).combine_chunks()
    connection = duckdb.connect()
    connection.register("incidents", tables["incidents"])
    tables["relations"] = pa.Table.from_batches(
        connection.sql(MONTHS)
        .to_arrow_table()
        .select(schema.arrow("relations").names)
        .cast(schema.arrow("relations"))
        .to_batches()
    )
    with Writer(store) as writer:
        writer.commit(add=(writer.write("publish", "x", "x", tables),))
        begun = time.monotonic()
        build_cache(writer.root, writer.manifest, writer.root / CACHE)
        print(f"cache laid out in {time.monotonic() - begun:.0f} s")


def pages(session: Session) -> dict[str, Callable[[int], str]]:
    """Each kind of page with what makes the n-th address of it."""
    chance = random.Random(5)
    dyads = rows(session, "/dyads.json")
    few = dyads[:20] + chance.sample(dyads, min(40, len(dyads)))
    pairs = [(row["a"], row["b"]) for row in few]
    incidents = [row["incident_id"] for a, b in pairs[:12] for row in rows(session, f"/incidents.json?a={a}&b={b}")[:5]]

    def pair(n: int) -> str:
        return "/".join(pairs[n % len(pairs)])

    return {
        "home": lambda n: "/" if n % 2 else "/?order=move",
        "dyad": lambda n: f"/dyad/{pair(n)}",
        "dyad, incidents": lambda n: f"/dyad/{pair(n)}/incidents",
        "dyad, filtered": lambda n: f"/dyad/{pair(n)}/incidents?type=SANCTION&since=2010-01-01",
        "dyad, month": lambda n: f"/dyad/{pair(n)}/month/{2005 + n % 18}-{1 + n % 12:02}",
        "incident": lambda n: f"/incident/{incidents[n % len(incidents)]}",
        "search": lambda n: f"/search?q={quote(WORDS[n % len(WORDS)])}",
        "incidents": lambda n: f"/incidents?page={1 + n % 5}",
        "incidents of a state": lambda n: f"/incidents?state={pairs[n % len(pairs)][0]}",
        "compare": lambda n: f"/compare?one={pair(n).replace('/', '-')}&other={pair(n + 1).replace('/', '-')}",
    }


def rows(session: Session, path: str) -> Any:
    """The rows of a file."""
    import json

    return json.loads(session.get(path).text)


def told(session: Session, name: str, address: Callable[[int], str]) -> None:
    """Asks and tells the middle, the 95th of a hundred and the longest."""
    taken = []
    for n in range(ASKED):
        begun = time.monotonic()
        answer = session.get(address(n))
        taken.append(time.monotonic() - begun)
        if answer.status != 200:
            print(f"{answer.status} {address(n)}")
            return
    taken.sort()
    middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    print(f"{name}: median {1000 * middle:.0f} ms, p95 {1000 * late:.0f} ms, longest {1000 * taken[-1]:.0f} ms")


if __name__ == "__main__":
    raise SystemExit(main())
