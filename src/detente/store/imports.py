"""Imports: event data that others coded (ICEWS, GDELT, POLECAT, PLOVER) as our tables `events` and `incidents`.

1. every file is opened as UTF-8 text (gzip and zip unpacked, Latin-1 and stray bytes mended) under a size limit;
2. DuckDB splits its lines and stages them in one shape (`imports/<kind>.sql`);
3. names and codes become ours through `lexicons/{states,import_names,import_types,cameo}.tsv`;
4. rows that cannot be used are left out, counted and, where a row is broken, named with file and line.
"""

from __future__ import annotations

import codecs
import gzip
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from detente import lexicons
from detente.errors import InputError, UsageError
from detente.records import Reject
from detente.store import plover, schema

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

CHUNK: Final = 1 << 20
MAX_BYTES: Final = 20_000_000_000
"""Unpacked bytes of one file; a larger one is refused (a zip bomb, or two decades of GDELT in one file)."""

NAMED: Final = 1000
"""Broken rows named one by one for each file and fault; further ones are counted together."""

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "icews": ("event id", "event date", "source name", "source country", "cameo code", "target name", "target country"),
    "polecat": (
        "event id",
        "event date",
        "event type",
        "actor name",
        "actor country",
        "recipient name",
        "recipient country",
    ),
    "gdelt": (),
    "plover": (),
}
OPTIONAL: Final[Mapping[str, tuple[str, ...]]] = {
    "icews": ("story id", "publisher", "city"),
    "polecat": ("event mode", "source", "city"),
    "gdelt": (),
    "plover": (),
}
GDELT: Final = {57: (51, 57), 58: (51, 58), 61: (53, 61)}
"""Columns of a GDELT export → the 1-based columns of the place name and of the address."""

MENTIONS: Final = 16
"""Columns of a GDELT mentions file, which tells who reports the events of the export files given with it."""

GROUPS: Final = frozenset({"igo", "bloc", "bank", "court"})
"""Kinds of organisations whose codes GDELT and POLECAT may use as we do; others would take the place of states."""

REASONS: Final = {
    "columns": "The row has fewer columns than the header or layout asks for; mend or remove it.",
    "date": "The date is missing or not a day between 1900 and 2199; mend or remove the row.",
    "code": "The event code is not a CAMEO code or PLOVER type; mend or remove the row.",
    "statement": "Statements and appeals, which PLOVER does not code, are left out: {rows}.",
    "no_state": "Rows that name no state on one side are left out: {rows}.",
    "unknown_state": "Rows with a state or region that the actor tables do not hold are left out: {rows}, {examples}.",
    "domestic": "Rows that stay inside one state are left out: {rows}.",
    "json": "The line is not a JSON object with an id, a date, an actor and an event; mend or remove it.",
    "mention": "Mentions of events that stand in none of these files: {n}; give them together with their exports.",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """Arrow tables in the shape of `events` and `incidents` (`version` empty), and what was left out and why."""

    events: pa.Table
    incidents: pa.Table
    rejects: tuple[Reject, ...]


def read(kind: str, paths: Sequence[str | Path]) -> Imported:
    """All of `paths` as one import of `kind` (icews, gdelt, polecat or plover), in whatever order they come.

    Raises `UsageError` for an unknown kind and `InputError` where no file holds a single usable row.
    """
    import duckdb

    if kind not in COLUMNS:
        raise UsageError(f"There is no reader for {kind}.", hint=f"There are: {', '.join(sorted(COLUMNS))}.")
    rejects: list[Reject] = []
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:") as connection:
        connection.execute("SET memory_limit = '800MB'")
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET temp_directory = $folder", {"folder": folder})
        connection.execute("SET VARIABLE kind = $kind", {"kind": kind})
        _lexicons(connection, kind)
        _run(connection, "staged")
        for path in sorted(map(Path, paths)):
            rejects += _stage(connection, kind, path, Path(folder))
        if kind == "gdelt":
            rejects += _mentions(connection)
        _run(connection, "coded")
        rejects += _left_out(connection)
        _run(connection, "numbered")
        events = _table(connection, "events")
        _phrases(connection)
        incidents = _table(connection, "incidents")
    if not events.num_rows:
        first = f"{rejects[0].path}: {rejects[0].reason}" if rejects else f"{paths[0]}: There is no row in it."
        raise InputError(f"No usable {kind} event in {len(paths)} file(s). {first}")
    return Imported(events, incidents, tuple(rejects))


def _sql(name: str) -> str:
    return files("detente.store").joinpath("imports", f"{name}.sql").read_text(encoding="utf-8")


def _run(connection: duckdb.DuckDBPyConnection, name: str, **values: Any) -> duckdb.DuckDBPyConnection:
    return connection.execute(_sql(name), values) if values else connection.execute(_sql(name))


def _table(connection: duckdb.DuckDBPyConnection, name: str) -> pa.Table:
    return connection.sql(_sql(name)).to_arrow_table().cast(schema.arrow(name))


def _left_out(connection: duckdb.DuckDBPyConnection) -> Iterator[Reject]:
    for path, place, reason, n, examples in _run(connection, "rejects", limit=NAMED).fetchall():
        rows = f"{n:,} row{'' if n == 1 else 's'}"
        told = REASONS[reason].format(rows=rows, examples=f"for example {', '.join(examples or ())}")
        yield Reject(path, place, f"import_{reason}", told + (f" ({rows})" if n > 1 and place else ""))


# --- lexicons ---------------------------------------------------------------------------------------------------


def _lexicons(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    names: dict[str, str] = {}
    for row in lexicons.table("organisations"):
        if kind in ("icews", "plover") or row["kind"] in GROUPS:
            names[row["name"] if kind == "icews" else row["code"]] = row["code"]
    for row in lexicons.table("states"):
        given = (row["name"], *row.listed("names")) if kind == "icews" else (row["code"], row["cameo"])
        names |= {name: row["code"] for name in given if name}
    titles = {row["code"]: row["name"] for table in ("organisations", "states") for row in lexicons.table(table)}
    names |= {row["given"]: row["code"] for row in lexicons.table("import_names") if row["kind"] in (kind, "any")}
    types = {row["given"]: row["plover"] for row in lexicons.table("import_types") if row["kind"] == kind}
    acts = [(row["code"], row["plover"], float(row["goldstein"])) for row in lexicons.table("cameo")]
    _fill(connection, "names", {"given": list(names), "code": list(names.values())})
    _fill(connection, "titles", {"code": list(titles), "name": list(titles.values())})
    _fill(connection, "types", {"given": list(types), "plover": list(types.values())})
    roots = {row["type"]: row["cameo"] for row in lexicons.table("plover")}
    roots |= {plover: code for code, plover, _ in reversed(acts) if len(code) == 2 and plover}
    _fill(connection, "roots", {"plover": list(roots), "code": list(roots.values())})
    columns = [list(column) for column in zip(*acts, strict=True)]
    _fill(connection, "acts", dict(zip(("code", "plover", "goldstein"), columns, strict=True)))


def _phrases(connection: duckdb.DuckDBPyConnection) -> None:
    """The noun for every kind of act that was read, by the rule of the summaries: longest code, else the type."""
    nouns = {row["code"]: row["noun"] for row in lexicons.table("act_phrases")}
    kinds = connection.execute("SELECT DISTINCT plover, cameo FROM numbered ORDER BY ALL").fetchall()
    found = [next((nouns[c[:k]] for k in range(len(c), 2, -1) if c[:k] in nouns), nouns[p]) for p, c in kinds]
    columns = {"plover": [p for p, _ in kinds], "cameo": [c for _, c in kinds], "noun": found}
    _fill(connection, "phrases", columns)


def _fill(connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, list[Any]]) -> None:
    import pyarrow as pa

    kinds = {"goldstein": pa.float64()}
    table = pa.table({key: pa.array(values, kinds.get(key, pa.string())) for key, values in columns.items()})
    connection.register(name, table)


# --- files ------------------------------------------------------------------------------------------------------


def _stage(connection: duckdb.DuckDBPyConnection, kind: str, path: Path, folder: Path) -> Iterator[Reject]:
    """Adds the rows of one file to `staged`; yields a reject where the file cannot be used at all."""
    plain = folder / "lines.txt"
    try:
        head = _unpack(path, plain)
        if kind == "plover":
            plover.flatten(plain, plain.with_name("flat.txt"))
            plain = plain.with_name("flat.txt")
        positions = _layout(kind, head)
    except (OSError, EOFError, ValueError, zipfile.BadZipFile) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        yield Reject(str(path), None, "import_file", f"The file cannot be read as {kind}: {reason}")
        return
    for name, value in positions.items():
        connection.execute(f'SET VARIABLE "{name}" = {value:d}')
    _run(connection, "lines", path=str(plain))
    connection.execute("SET VARIABLE path = $path", {"path": str(path)})
    _run(connection, "mentions" if kind == "gdelt" and positions["width"] == MENTIONS else kind)


def _mentions(connection: duckdb.DuckDBPyConnection) -> Iterator[Reject]:
    """Adds the reports that mentions files tell of; yields what belongs to no event."""
    told = _run(connection, "unmatched").fetchall()
    if not told:
        return
    for path, n in told:
        if n:
            yield Reject(path, None, "import_mention", REASONS["mention"].format(n=f"{n:,}"))
    _run(connection, "mentioned")


def _layout(kind: str, head: str) -> dict[str, int]:
    """Where each column stands, from 1, and how wide a row must be. Raises `ValueError` for another layout."""
    cells = [cell.strip().strip('"').lower() for cell in head.split("\t")]
    if not head.strip():
        raise ValueError("it is empty.")
    if kind == "gdelt":
        width = len(cells)
        if width == MENTIONS:
            return {"width": MENTIONS}
        if width not in GDELT:
            raise ValueError(f"a GDELT export has 57, 58 or 61 columns and mentions have 16; this file has {width}.")
        return {"width": 57, "place": GDELT[width][0], "url": GDELT[width][1]}
    if kind == "plover":
        if not head.lstrip().startswith("{"):
            raise ValueError("its first line is no JSON object.")
        return {"width": plover.WIDTH}
    missing = [name for name in COLUMNS[kind] if name not in cells]
    if missing:
        raise ValueError(f"the header lacks the column {missing[0]!r}.")
    found = {name: cells.index(name) + 1 for name in COLUMNS[kind]}
    beyond = 1_000_000
    found |= {name: cells.index(name) + 1 if name in cells else beyond for name in OPTIONAL[kind]}
    return found | {"width": max(position for position in found.values() if position < beyond)}


def _unpack(path: Path, plain: Path) -> str:
    """Writes the file unpacked and as UTF-8 to `plain`; returns its first line. Raises `ValueError` if too large."""
    try:
        return _transcode(path, plain, "utf-8")
    except UnicodeDecodeError:
        return _transcode(path, plain, "latin-1")


def _transcode(path: Path, plain: Path, encoding: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)()
    size = 0
    with plain.open("w", encoding="utf-8", newline="\n") as out:
        for stream in _streams(path):
            while data := stream.read(CHUNK):
                size += len(data)
                if size > MAX_BYTES:
                    raise ValueError(f"it is larger than {MAX_BYTES:,} bytes unpacked.")
                out.write(decoder.decode(data).replace("\0", "").replace("\x1f", " "))
        out.write(decoder.decode(b"", final=True))
    with plain.open(encoding="utf-8", newline="\n") as text:
        return text.readline().rstrip("\r\n").removeprefix("\ufeff")


def _streams(path: Path) -> Iterator[IO[bytes]]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            members = sorted(name for name in archive.namelist() if not name.endswith("/"))
            if not members:
                raise ValueError("the archive is empty.")
            for member in members:
                with archive.open(member) as part:
                    yield part
        return
    with path.open("rb") as file:
        mark = file.read(4)
    if mark == b"PK\x03\x04":
        raise ValueError("it is a zip archive cut short or damaged; fetch it again.")
    if mark[:2] == b"\x1f\x8b":
        with gzip.open(path, "rb") as stream:
            yield stream  # type: ignore[misc]
    else:
        with path.open("rb") as stream:
            yield stream
