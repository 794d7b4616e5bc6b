"""Constraints at home: opinion polls and acts inside one state that bear on the relation."""

from __future__ import annotations

from dataclasses import dataclass

from detente.explore.catalogue import Catalogue, outlet_of, published
from detente.explore.citations import anchor
from detente.explore.passages import Passage
from detente.explore.wording import Term, interval, issue_name, state_name, term
from detente.records import Domestic, Poll


@dataclass(frozen=True, slots=True)
class PollRow:
    """One figure of a poll."""

    anchor: str
    ref: str
    href: str
    figure: str
    question: str | None
    population: str | None
    pollster: str | None
    when: str
    passage: Passage
    source: str
    document_href: str


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act inside a state."""

    anchor: str
    ref: str
    href: str
    state: str
    body: str
    act: str
    status: Term
    issues: tuple[str, ...]
    when: str
    passage: Passage
    source: str
    document_href: str


@dataclass(frozen=True, slots=True)
class DomesticView:
    """Everything the section on constraints at home shows."""

    polls: tuple[PollRow, ...]
    acts: tuple[ActRow, ...]


def view(catalogue: Catalogue) -> DomesticView:
    """Polls and acts in the order of their documents."""
    return DomesticView(
        polls=tuple(_poll(row, catalogue) for row in catalogue.polls),
        acts=tuple(_act(row, catalogue) for row in catalogue.domestic),
    )


def _source(doc_id: str, catalogue: Catalogue) -> str:
    document = catalogue.document[doc_id]
    return f"{outlet_of(document)}, {published(document)}"


def _poll(row: Poll, catalogue: Catalogue) -> PollRow:
    unit = "\N{NO-BREAK SPACE}%" if row.unit == "percent" else f" {row.unit}"
    return PollRow(
        anchor=row.poll_id,
        ref=catalogue.refs[row.poll_id],
        href=f"#{anchor(row.doc_id, row.start, row.end)}",
        figure=f"{row.value:g}{unit}",
        question=row.question,
        population=row.population,
        pollster=row.pollster,
        when=interval(row.date_from, row.date_to),
        passage=catalogue.passage(row.doc_id, row.start, row.end),
        source=_source(row.doc_id, catalogue),
        document_href=f"#{row.doc_id}",
    )


def _act(row: Domestic, catalogue: Catalogue) -> ActRow:
    return ActRow(
        anchor=row.domestic_id,
        ref=catalogue.refs[row.domestic_id],
        href=f"#{anchor(row.doc_id, row.start, row.end)}",
        state=state_name(row.state),
        body=row.body.replace("_", " "),
        act=row.act.replace("_", " "),
        status=term("status", row.status),
        issues=tuple(issue_name(code) for code in row.issues),
        when=interval(row.date_from, row.date_to),
        passage=catalogue.passage(row.doc_id, row.start, row.end),
        source=_source(row.doc_id, catalogue),
        document_href=f"#{row.doc_id}",
    )
