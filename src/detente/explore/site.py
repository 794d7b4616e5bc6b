"""A whole store as a static site: a page of pairs, a dossier each, the codebook, the tables, and how to cite them.

Every page is one file without script and without a request to anywhere; links between pages are relative, so the folder
may be moved, zipped or put on any web server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from detente.errors import UsageError
from detente.explore import front
from detente.explore.dossier import filled, page_of
from detente.explore.material import pairs, select
from detente.records import STORED
from detente.store import citation
from detente.store import codebook as book
from detente.store.database import Database
from detente.store.export import export, replacing

Record = TypeVar("Record")
Progress = Callable[[str, int, int], None]

INDEX: Final = "index.html"
CODEBOOK: Final = "codebook.html"
DATA: Final = "data"
PAIRS: Final = "pairs"
FORMATS: Final = ("csv", "parquet")
HEAD: Final = '<header class="head">\n'
BACK: Final = f'<p class="kicker"><a href="../{INDEX}">All pairs</a></p>\n'
"""What leads from a dossier back to the first page, and where it is put."""

MARK: Final = ".detente-site"
"""A file that tells a folder of ours from any other, which is never written into."""


@dataclass(frozen=True, slots=True)
class Download:
    """One table of the site: its rows, and a file in each format with its size in kB."""

    table: str
    rows: int
    files: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Site:
    """What was written: pages, dossiers and files, and the pairs left out for having too few incidents."""

    pages: int
    dossiers: int
    files: int
    left_out: int


class Held:
    """A database that reads each table once, for many dossiers."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._held: dict[type, tuple[Any, ...]] = {}

    def records(self, kind: type[Record]) -> tuple[Record, ...]:
        """Every record of a kind."""
        if kind not in self._held:
            self._held[kind] = self.database.records(kind)
        return self._held[kind]


def write(
    database: Database, target: Path, *, least: int = 1, texts: bool = False, progress: Progress | None = None
) -> Site:
    """Writes the site of a store into a folder that is new, empty or an earlier site.

    Pairs with fewer than `least` incidents get no dossier; the table of documents, which holds whole articles, is left
    out unless `texts`. Raises `UsageError` for a folder that holds anything else, `MachineError` where it cannot be
    written.
    """
    _refuse_foreign(target)
    tables = Held(database)
    every = pairs(tables)
    kept = [pair for pair in every if pair.n_incidents >= least]
    _text(target / MARK, f"{database.manifest.digest()}\n")
    for done, pair in enumerate(kept, start=1):
        dossier = page_of(select(tables, pair.a, pair.b))
        _text(target / address(pair.a, pair.b), dossier.replace(HEAD, HEAD + BACK, 1))
        if progress is not None:
            progress("site", done, len(kept))
    downloads = tuple(_downloads(database, target, texts=texts))
    known = {(pair.a, pair.b) for pair in kept}
    first = front.view(tables, link=lambda a, b: address(a, b) if (a, b) in known else None)
    cited = (citation.sentence(database), citation.bibtex(database))
    _text(
        target / INDEX,
        filled("site.html", page=first, downloads=downloads, cited=cited, codebook=CODEBOOK, texts=texts),
    )
    _text(target / CODEBOOK, filled("site_codebook.html", book=book.tree(), index=INDEX))
    _sweep(target, {address(pair.a, pair.b) for pair in kept} | {href for one in downloads for _, href, _ in one.files})
    return Site(len(kept) + 2, len(kept), sum(len(one.files) for one in downloads), len(every) - len(kept))


def address(a: str, b: str) -> str:
    """Where the dossier of a pair stands, seen from the first page."""
    one, other = sorted((a, b))
    return f"{PAIRS}/{one}-{other}.html"


def _downloads(database: Database, target: Path, *, texts: bool) -> Iterator[Download]:
    for table in STORED:
        if not database.count(table) or (table in ("documents", "superseded") and not texts):
            continue
        files = []
        for form in FORMATS:
            place = target / DATA / f"{table}.{form}"
            place.parent.mkdir(parents=True, exist_ok=True)
            export(database.root, table, form, place)
            files.append((form, f"{DATA}/{place.name}", -(-place.stat().st_size // 1000)))
        yield Download(table, database.count(table), tuple(files))


def _sweep(target: Path, kept: set[str]) -> None:
    """Takes away what an earlier site wrote and this one did not."""
    for folder in (PAIRS, DATA):
        for place in sorted((target / folder).glob("*")):
            if place.relative_to(target).as_posix() not in kept:
                place.unlink()


def _text(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with replacing(place) as file:
        file.write(text.encode("utf-8"))


def _refuse_foreign(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError(f"{target} is no folder.", hint="Give a new folder with -o.")
    if any(target.iterdir()) and not (target / MARK).is_file():
        raise UsageError(f"The folder {target} holds other things.", hint="Give a new or an empty folder with -o.")
