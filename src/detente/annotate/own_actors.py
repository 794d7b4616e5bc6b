"""Actors of a user's own, laid over the shipped lexicons: a CSV file that the setting `annotate.actors` names.

One row a name, for a person one row a term in office. Columns: `name`, `code` (a state or organisation of the
codebook), `kind` (person, body, organisation, place or none), `aliases` (split at '|'), `role`, `sector`, `from`, `to`.
A form of the file ousts whatever the shipped lexicons say of it; a person whom they know keeps those terms that do not
overlap.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from detente.annotate import names
from detente.annotate.names import EARLIEST, LATEST, Entry, Gazetteer, Term, day, plain, shipped
from detente.errors import UsageError
from detente.lexicons import table

REQUIRED = ("name", "code")
COLUMNS = (*REQUIRED, "kind", "aliases", "role", "sector", "from", "to")
KINDS = {"person": "leader", "body": "metonym", "organisation": "organisation", "place": "place", "none": "none"}
SECTORS = ("government", "military", "legislature", "opposition", "civil", "business", "media", "rebels", "academic")


@dataclass(frozen=True, slots=True)
class Own:
    """One checked row: where it stands, its kind in the gazetteer, its forms and its term."""

    line: int
    name: str
    kind: str
    forms: tuple[str, ...]
    term: Term


def gazetteer(path: str) -> Gazetteer:
    """The shipped gazetteer, or with a path the one with the actors of that file laid over it."""
    if not path:
        return names.gazetteer()
    try:
        state = Path(path).stat()
    except OSError as error:
        raise UsageError(f"The actors in {path} cannot be read: {error.strerror}.") from error
    return _laid(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _laid(path: str, changed: int, size: int) -> Gazetteer:
    """One gazetteer for each state of a file."""
    return Gazetteer(laid_over(path))


def laid_over(path: str) -> Iterator[tuple[str, Entry]]:
    """The forms of the shipped lexicons under those of the file, with what each may stand for."""
    rows = read(Path(path))
    mine = [(plain(form), entry) for form, entry in _entries(rows)]
    people = {entry.name: entry for _, entry in mine if entry.kind == "leader"}
    taken = dict(mine)
    for form, entry in shipped():
        if entry.name in people and entry.kind == "leader":
            yield form, replace(entry, terms=_merged(people[entry.name].terms, entry.terms))
        elif plain(form) not in taken or (entry.kind == "leader" and taken[plain(form)].surname):
            yield form, entry
    known = {(plain(form), entry.name) for form, entry in shipped() if entry.kind == "leader"}
    yield from ((form, entry) for form, entry in mine if (form, entry.name) not in known)


def read(path: Path) -> list[Own]:
    """The checked rows of a file. Raises `UsageError` naming file, line and what to do."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"The actors in {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The actors in {path} are not UTF-8.", hint="Save the file as CSV in UTF-8.") from error
    reader = csv.DictReader(io.StringIO(text), restkey="")
    header = reader.fieldnames or ()
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        raise UsageError(f"{path}:1 has no column {missing[0]}.", hint=f"Columns: {', '.join(COLUMNS)}.")
    strange = [column for column in header if column not in COLUMNS]
    if strange:
        raise UsageError(f"{path}:1 has the unknown column {strange[0]!r}.", hint=f"Columns: {', '.join(COLUMNS)}.")
    codes = frozenset(row["code"] for name in ("states", "organisations") for row in table(name))
    try:
        found = [_row(f"{path}:{reader.line_num}", reader.line_num, cells, codes) for cells in reader]
    except csv.Error as error:
        raise UsageError(f"{path}:{reader.line_num} is not valid CSV: {error}.") from error
    _apart(path, found)
    return found


def _row(place: str, line: int, cells: Mapping[str, str | None], codes: frozenset[str]) -> Own:
    if "" in cells:
        raise UsageError(f"{place} has more cells than the first line.", hint="Put cells with commas into quotes.")
    cell = {column: (cells.get(column) or "").strip() for column in COLUMNS}
    kind = cell["kind"] or "person"
    if not cell["name"]:
        raise UsageError(f"{place} has no name.", hint="Give one or delete the line.")
    if kind not in KINDS:
        raise UsageError(f"{place} has the unknown kind {kind!r}.", hint=f"Use one of {', '.join(KINDS)}.")
    if cell["code"] not in codes and (cell["code"] or kind != "none"):
        hint = "Use a code of `detente codebook`, for example FRA or NAT, or the kind none for what is no actor."
        raise UsageError(f"{place} has the unknown code {cell['code']!r}.", hint=hint)
    if cell["sector"] and cell["sector"] not in SECTORS:
        raise UsageError(
            f"{place} has the unknown sector {cell['sector']!r}.", hint=f"Use one of {', '.join(SECTORS)}."
        )
    begins, ends = _day(place, cell["from"], EARLIEST), _day(place, cell["to"], LATEST)
    if ends < begins:
        raise UsageError(f"{place} ends before it begins.", hint="Exchange `from` and `to`.")
    sector = cell["sector"] or ("government" if kind == "person" else None)
    aliases = (alias.strip() for alias in cell["aliases"].split("|"))
    forms = tuple(dict.fromkeys((cell["name"], *(alias for alias in aliases if alias))))
    return Own(line, cell["name"], KINDS[kind], forms, Term(cell["code"], cell["role"], sector, begins, ends))


def _day(place: str, cell: str, default: date) -> date:
    try:
        return day(cell, default)
    except ValueError:
        hint = "Write 2017, 2017-05 or 2017-05-14, or leave the cell empty."
        raise UsageError(f"{place} has {cell!r} where a date belongs.", hint=hint) from None


def _apart(path: Path, rows: Iterable[Own]) -> None:
    """Raises `UsageError` where two rows of one name hold for the same days."""
    before: dict[str, list[Own]] = {}
    for row in rows:
        for other in before.get(row.name, ()):
            if row.term.begins <= other.term.ends and other.term.begins <= row.term.ends:
                hint = "Let one end before the other begins, or delete one."
                raise UsageError(f"{path}:{row.line} overlaps with line {other.line}: both are {row.name}.", hint=hint)
        before.setdefault(row.name, []).append(row)


def _entries(rows: Iterable[Own]) -> Iterator[tuple[str, Entry]]:
    """The forms of the rows; all terms of a name in one entry."""
    named: dict[str, list[Own]] = {}
    for row in rows:
        named.setdefault(row.name, []).append(row)
    for name, same in named.items():
        first = same[0]
        terms = tuple(sorted((row.term for row in same), key=lambda term: term.begins))
        forms = dict.fromkeys(form for row in same for form in row.forms)
        if first.kind == "leader":
            for form in forms:
                yield form, Entry("leader", name, terms=terms, surname=" " not in form)
            if name.rpartition(" ")[2] not in forms:
                yield name.rpartition(" ")[2], Entry("leader", name, terms=terms, surname=True, alone=False)
        else:
            codes = (first.term.state,) if first.term.state else ()
            alive = terms if first.kind == "organisation" else ()
            for form in forms:
                yield form, Entry(first.kind, name, codes, first.term.sector, terms=alive)


def _merged(own: tuple[Term, ...], known: tuple[Term, ...]) -> tuple[Term, ...]:
    """The user's terms with those of the lexicons that overlap none of them, oldest first."""
    apart = (old for old in known if not any(old.begins <= new.ends and new.begins <= old.ends for new in own))
    return tuple(sorted((*own, *apart), key=lambda term: term.begins))
