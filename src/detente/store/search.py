"""Full-text search over documents, quotes and events: an SQLite FTS5 cache beside the store, built when first asked.

The cache belongs to one manifest; it is written beside and renamed in, and may be thrown away at any time. What people
type never reaches FTS5 as it is: it is read here (`terms`), and whatever is no operator of ours is a word.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from detente.errors import MachineError, StoreError, UsageError
from detente.places import Place, here
from detente.store import files
from detente.store.database import Database

CACHE: Final = "search.sqlite"
KINDS: Final = ("document", "quote", "event")
VERSION: Final = "2"
"""Goes up whenever `searchable` reads other words."""

SECONDS: Final = 5.0
"""A search that takes longer is given up."""

STEPS: Final = 10_000
"""Instructions of SQLite between two looks at the clock."""

FIELDS: Final = {
    "title": "title",
    "outlet": "outlet",
    "author": "speaker",
    "speaker": "speaker",
    "by": "speaker",
    "text": "body",
    "state": "states",
    "country": "states",
    "type": "labels",
    "status": "labels",
    "issue": "labels",
    "place": "labels",
}
"""What may stand before a colon, and the column it looks in."""

LONGEST: Final = 400
"""Characters of a query, of which at most `MOST` words are looked up."""

MOST: Final = 32
BATCH: Final = 5_000
OPEN, CLOSE = "\x02", "\x03"
"""Marks around what was found, in the pieces of a snippet; texts lose these two characters when they are indexed."""

COUNT: Final = {kind: f"SELECT count(*) FROM {kind} WHERE {kind} MATCH ?" for kind in KINDS}  # noqa: S608  our names
HITS: Final = {
    kind: f"""
        SELECT row_id, doc_id, incident_id, first, last, day, title, outlet, speaker, piece
        FROM (SELECT rowid AS at, title, outlet, speaker, snippet({kind}, 1, ?, ?, '…', 32) AS piece
              FROM {kind} WHERE {kind} MATCH ? ORDER BY {order} LIMIT ? OFFSET ?)
        JOIN {kind}_rows ON id = at"""  # noqa: S608  our names
    for kind, order in (("document", "rank"), ("quote", "rank"), ("event", "rowid DESC"))
}
"""The questions for each kind."""

ADD: Final = {
    kind: (
        f"INSERT INTO {kind}_rows VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  our names
        f"INSERT INTO {kind}(rowid, title, body, speaker, outlet, states, labels) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
    )
    for kind in KINDS
}

PIECE: Final = re.compile(r'(-?)(?:([A-Za-z]{2,10}):)?(?:"([^"]*)(?:"|$)|([^\s"]+))|\s+|"')
WORD: Final = re.compile(r"\w+")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a query: its words in a row, the column they must stand in, and whether they must not."""

    words: tuple[str, ...]
    column: str | None = None
    without: bool = False
    prefix: bool = False
    either: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that was found: what it is, where it leads, its day, and a snippet in pieces (found ones are true)."""

    kind: str
    row_id: str
    doc_id: str
    incident_id: str | None
    start: int | None
    end: int | None
    title: str
    outlet: str
    speaker: str
    day: str
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Hits and how many there are of each kind; `told` says what of the query was not understood as written."""

    hits: list[Hit]
    total: Mapping[str, int]
    told: tuple[str, ...] = ()


def terms(query: str) -> tuple[Term, ...]:
    """What a person typed as parts: words, "phrases", field:word, -without, begin*, one OR other. Never fails."""
    found: list[Term] = []
    either = False
    for match in PIECE.finditer(query[:LONGEST]):
        minus, field, phrase, word = match.groups()
        if phrase is None and word is None:
            continue
        if phrase is None and word == "OR" and not (minus or field) and found:
            either = True
            continue
        column = FIELDS.get(field.casefold()) if field else None
        text = (phrase if phrase is not None else word) or ""
        if field and column is None:
            text = f"{field} {text}"
        words = tuple(WORD.findall(text))[:MOST]
        if not words:
            continue
        prefix = phrase is None and text.endswith("*")
        if phrase is None and column is None and len(words) > 1 and not prefix:
            found.append(Term(words, None, bool(minus), either=either))
        else:
            found.append(Term(words, column, bool(minus), prefix, either))
        either = False
    return tuple(found[:MOST])


def expression(parts: Sequence[Term]) -> str:
    """The parts as FTS5 has them, every word in quotation marks; empty where nothing is looked for."""
    groups: list[list[str]] = []
    wanted = [part for part in parts if not part.without]
    for part in wanted:
        if part.either and groups:
            groups[-1].append(_term(part))
        else:
            groups.append([_term(part)])
    if not groups:
        return ""
    said = " AND ".join(f"({' OR '.join(group)})" for group in groups)
    for part in parts:
        if part.without:
            said = f"({said}) NOT {_term(part)}"
    return said


def _term(part: Term) -> str:
    phrase = '"' + " ".join(part.words) + '"' + (" *" if part.prefix else "")
    return f"{{{part.column}}} : {phrase}" if part.column else phrase


# --- asking -----------------------------------------------------------------------------------------------------


@contextmanager
def opened(database: Database, progress: Progress | None = None) -> Iterator[sqlite3.Connection]:
    """The search cache of a store, built now where it is missing. Raises `MachineError` where it cannot be."""
    with _place(database, progress) as path:
        connection = sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True, check_same_thread=False)
        with closing(connection):
            connection.execute("PRAGMA query_only = 1")
            connection.execute("PRAGMA trusted_schema = 0")
            yield connection


def hits(
    connection: sqlite3.Connection, query: str, *, kind: str | None = None, limit: int = 20, offset: int = 0
) -> Found:
    """What a query finds, of all kinds or of one: documents and quotes best first, events the latest first.

    Raises `UsageError` for a query without a word or a kind that does not exist, `StoreError` when it takes too long.
    """
    parts = terms(query)
    said = expression(parts)
    if not said:
        raise UsageError("There is no word to look for.", hint='Give a word, a "phrase", or speaker:lavrov.')
    if kind is not None and kind not in KINDS:
        raise UsageError(f"There is no kind {kind}.", hint=f"There are: {', '.join(KINDS)}.")
    found, total = [], dict.fromkeys(KINDS, 0)
    try:
        with _hurried(connection):
            for name in KINDS:
                total[name] = connection.execute(COUNT[name], (said,)).fetchone()[0]
                if kind in (None, name) and total[name]:
                    rows = connection.execute(HITS[name], (OPEN, CLOSE, said, limit, offset)).fetchall()
                    found += [_hit(name, row) for row in rows]
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise StoreError("The search cache is damaged.", hint=f"Delete {CACHE}; it is built again.") from error
        raise StoreError(f"The search took longer than {SECONDS:g} seconds.", hint="Give a rarer word.") from error
    except sqlite3.DatabaseError as error:
        raise StoreError("The search cache is damaged.", hint=f"Delete {CACHE}; it is built again.") from error
    return Found(found, total, told(query))


def told(query: str) -> tuple[str, ...]:
    """A sentence for each thing in a query that was read as words although it looks like more."""
    known = ", ".join(FIELDS)
    return tuple(
        f"There is no field {match[2]}; it was read as a word. Fields: {known}."
        for match in PIECE.finditer(query[:LONGEST])
        if match[2] and match[2].casefold() not in FIELDS
    )


def _hit(kind: str, row: Sequence[Any]) -> Hit:
    row_id, doc_id, incident_id, start, end, day, title, outlet, speaker, snippet = row
    pieces = []
    for n, part in enumerate(re.split(f"[{OPEN}{CLOSE}]", snippet)):
        if part:
            pieces.append((part, n % 2 == 1))
    return Hit(
        kind,
        row_id,
        doc_id,
        incident_id,
        start,
        end,
        title or "",
        outlet or "",
        speaker or "",
        day or "",
        tuple(pieces),
    )


@contextmanager
def _hurried(connection: sqlite3.Connection) -> Iterator[None]:
    """Interrupts whatever is asked when its time is over."""
    end = time.monotonic() + SECONDS
    connection.set_progress_handler(lambda: int(time.monotonic() > end), STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


# --- the cache --------------------------------------------------------------------------------------------------


@contextmanager
def _place(database: Database, progress: Progress | None) -> Iterator[Path]:
    """Where the cache is: in the store, or in a folder of its own where we may not write."""
    path = here(database.root / CACHE)
    if path.parent.is_dir():
        files.sweep(path.parent)
    if _belongs(path, mark(database)):
        yield path
        return
    try:
        build(database, path, progress)
        yield path
    except MachineError:
        with tempfile.TemporaryDirectory(prefix="detente-") as folder:
            build(database, Path(folder) / CACHE, progress)
            yield Path(folder) / CACHE


def ready(database: Database) -> bool:
    """True when the cache of what is published now is there."""
    return _belongs(here(database.root / CACHE), mark(database))


def mark(database: Database) -> str:
    """What a cache of this manifest and of today's search is known by."""
    shape = hashlib.sha256((_sql("schema") + VERSION).encode()).hexdigest()[:16]
    return f"{database.manifest.digest()}+{shape}"


def build(database: Database, where: Place, progress: Progress | None = None) -> None:
    """Writes the cache beside where it is to be, then renames it in. Raises `MachineError` where it cannot."""
    path = here(where)
    beside = path
    try:
        beside = files.beside(path)
        beside.unlink(missing_ok=True)
        with closing(sqlite3.connect(beside, isolation_level=None)) as connection:
            _fill(connection, database, progress)
        beside.replace(path)
    except (OSError, sqlite3.Error) as error:
        if beside != path:
            beside.unlink(missing_ok=True)
        raise MachineError(
            f"The search cache {path} cannot be written: {error}.",
            hint="The store itself is whole. Free some space and run the command again.",
        ) from error


def _fill(connection: sqlite3.Connection, database: Database, progress: Progress | None) -> None:
    from detente.store.searchable import rows

    connection.executescript(_sql("schema"))
    total = sum(database.count(table) for table in ("documents", "quotes", "events"))
    done, numbered = 0, dict.fromkeys(KINDS, 0)
    connection.execute("BEGIN")
    for kind, places, words in rows(database, BATCH):
        first = numbered[kind] + 1
        numbered[kind] += len(places)
        ids = range(first, first + len(places))
        connection.executemany(ADD[kind][0], [(n, *place) for n, place in zip(ids, places, strict=True)])
        connection.executemany(ADD[kind][1], [(n, *said) for n, said in zip(ids, words, strict=True)])
        done += len(places)
        if progress is not None:
            progress("search", done, total)
    for kind in KINDS:
        connection.execute(f"INSERT INTO {kind}({kind}) VALUES ('optimize')")  # noqa: S608  our names
    connection.execute("INSERT INTO mark VALUES (?)", (mark(database),))
    connection.execute("COMMIT")


def _belongs(path: Path, wanted: str) -> bool:
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT mark FROM mark").fetchall() == [(wanted,)]
    except sqlite3.Error:
        return False


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.absolute()))


def _sql(name: str) -> str:
    return resources.files("detente.store").joinpath("searches", f"{name}.sql").read_text(encoding="utf-8")
