"""The front page of a static site: the pairs of a store, what came in, what was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from detente.explore.material import Tables, pairs_of
from detente.explore.wording import interval, state_name
from detente.lexicons import lifetimes
from detente.lexicons.lifetimes import Stray
from detente.records import Document, Incident, Reject

YEAR: Final = 366
"""Days of the widest interval that counts as a date here."""


@dataclass(frozen=True, slots=True)
class PairRow:
    """One pair of states: where its dossier is, what happened between the two, when."""

    href: str | None
    a: str
    b: str
    incidents: int
    cooperation: int
    conflict: int
    when: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason for refusing inputs and how many it befell."""

    code: str
    example: str
    n: int


@dataclass(frozen=True, slots=True)
class Front:
    """Everything the front page shows."""

    pairs: tuple[PairRow, ...]
    documents: int
    copies: int
    outlets: int
    incidents: int
    refusals: tuple[Refusal, ...]
    strays: tuple[Stray, ...]


def view(database: Tables, *, link: Callable[[str, str], str | None]) -> Front:
    """The front page of a store; `link` tells where the dossier of a pair stands, None where it has none."""
    incidents = database.records(Incident)
    documents = database.records(Document)
    groups: dict[tuple[str, str], list[Incident]] = {}
    for incident in incidents:
        for pair in pairs_of(incident):
            groups.setdefault(pair, []).append(incident)
    order = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return Front(
        pairs=tuple(_row(a, b, rows, link(a, b)) for (a, b), rows in order),
        documents=sum(row.duplicate_of is None for row in documents),
        copies=sum(row.duplicate_of is not None for row in documents),
        outlets=len({row.outlet for row in documents if row.outlet is not None}),
        incidents=len(incidents),
        refusals=_refusals(database.records(Reject)),
        strays=strays(incidents),
    )


def strays(incidents: Iterable[Incident]) -> tuple[Stray, ...]:
    """States in incidents, dated to a year, of years in which they did not exist."""
    return lifetimes.strays(((*row.source, *row.target), _middle(row), row.summary or "") for row in incidents)


def _middle(row: Incident) -> date | None:
    if row.date_from is None or row.date_to is None or (row.date_to - row.date_from).days > YEAR:
        return None
    return row.date_from + (row.date_to - row.date_from) // 2


def _row(a: str, b: str, rows: list[Incident], href: str | None) -> PairRow:
    happened = [row for row in rows if row.status == "actual"]
    first: list[date] = [row.date_from for row in happened if row.date_from is not None]
    last: list[date] = [row.date_to for row in happened if row.date_to is not None]
    return PairRow(
        href=href,
        a=state_name(a),
        b=state_name(b),
        incidents=len(rows),
        cooperation=sum(row.quad <= 2 for row in happened),
        conflict=sum(row.quad > 2 for row in happened),
        when=interval(min(first), max(last)) if first and last else "",
    )


def _refusals(rejects: Iterable[Reject]) -> tuple[Refusal, ...]:
    rows = tuple(rejects)
    examples = {row.code: row.reason for row in reversed(rows)}
    order = sorted(Counter(row.code for row in rows).items(), key=lambda item: (-item[1], item[0]))
    return tuple(Refusal(code, examples[code], n) for code, n in order)
