"""A small invented corpus as records: two states, five documents, every kind of row; spans are found by their words."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any, TypeVar

from detente.config import Measure
from detente.explore.material import Material
from detente.measure import relations
from detente.records import (
    Domestic,
    Event,
    Forecast,
    Framing,
    Incident,
    Poll,
    Quote,
    Reaction,
    Reject,
    Relation,
    TurningPoint,
)
from tests.explore.texts import DOCUMENTS, document, span

Record = TypeVar("Record")


class Corpus:
    """Hands out records as the store does."""

    def __init__(self, *records: Any) -> None:
        self._records = records

    def records(self, kind: type[Record]) -> tuple[Record, ...]:
        """Every record of `kind`."""
        return tuple(record for record in self._records if isinstance(record, kind))


def event(key: str, doc_id: str, words: str, trigger: str, **changes: Any) -> Event:
    """A report of incident `key`."""
    at, act = span(doc_id, words), span(doc_id, trigger)
    row = Event(
        event_id=f"e{key}{doc_id[-4:]}{at.start}",
        incident_id=f"i{key * 16}",
        doc_id=doc_id,
        start=at.start,
        end=at.end,
        trigger_start=act.start,
        trigger_end=act.end,
        source=("SWE",),
        target=("NOR",),
        source_text=None,
        target_text=None,
        plover="SANCTION",
        mode=None,
        cameo="161",
        goldstein=-4.0,
        quad=4,
        status="actual",
        historical=False,
        date_from=None,
        date_to=None,
        place=None,
        issues=(),
        quote_id=None,
        p=0.87,
        rule="frames:test",
    )
    return dataclasses.replace(row, **changes)


def incident(key: str, **changes: Any) -> Incident:
    """An incident of Sweden toward Norway."""
    row = Incident(
        incident_id=f"i{key * 16}",
        source=("SWE",),
        target=("NOR",),
        reciprocal=False,
        plover="SANCTION",
        cameo="161",
        goldstein=-4.0,
        quad=4,
        status="actual",
        date_from=date(2011, 3, 14),
        date_to=date(2011, 3, 14),
        place=None,
        issues=("espionage",),
        n_documents=1,
        n_outlets=1,
        summary="Sweden to Norway: reduced ties",
    )
    return dataclasses.replace(row, **changes)


def incidents() -> tuple[Incident, ...]:
    """Five incidents: two happened, one was called off, one is alleged, one is planned without a date."""
    return (
        incident("a", n_documents=2, n_outlets=2),
        incident(
            "b",
            source=("NOR", "SWE"),
            target=("NOR", "SWE"),
            reciprocal=True,
            plover="CONSULT",
            cameo="044",
            quad=1,
            goldstein=2.5,
            date_from=date(2011, 5, 3),
            date_to=date(2011, 5, 3),
            place="Oslo",
            issues=("fisheries",),
        ),
        incident(
            "c",
            source=("NOR",),
            target=("SWE",),
            plover="CONSULT",
            cameo="042",
            quad=1,
            status="cancelled",
            issues=(),
            date_from=date(2011, 3, 1),
            date_to=date(2011, 3, 31),
        ),
        incident(
            "d",
            source=("NOR",),
            target=("SWE",),
            plover="COERCE",
            cameo="176",
            status="alleged",
            date_from=date(2010, 1, 1),
            date_to=date(2010, 12, 31),
            issues=("cyber",),
        ),
        incident(
            "e",
            source=("NOR",),
            target=("SWE",),
            plover="PROTEST",
            cameo="140",
            quad=3,
            date_from=date(2011, 3, 16),
            date_to=date(2011, 3, 16),
            issues=("espionage", "fisheries"),
        ),
    )


def events() -> tuple[Event, ...]:
    """The reports of the incidents, two of them overlapping and one crossing another."""
    one, two, three = list(DOCUMENTS)[:3]
    return (
        event("a", two, "Sweden on Monday expelled two Norwegian diplomats", "expelled"),
        event("a", one, "Sweden had expelled two Norwegian diplomats in March", "expelled two", historical=True),
        event("b", one, "The foreign ministers of Norway and Sweden met in Oslo on Tuesday", "met"),
        event("c", two, "A planned visit by the Norwegian prime minister was cancelled", "visit", status="cancelled"),
        event("d", three, "Norway allegedly hacked a Swedish ministry", "hacked", status="alleged"),
        event("d", three, "hacked a Swedish ministry, which Oslo denies", "denies", status="denied"),
        event("e", two, "Norway summoned the Swedish ambassador two days later", "summoned", quote_id="q2"),
    )


def quotes() -> tuple[Quote, ...]:
    """Three quotes: one in two stretches, one relayed, one that crosses an event."""
    one, two = list(DOCUMENTS)[:2]
    speaker: dict[str, Any] = {
        "speaker": "Kari Strand",
        "role": "foreign minister",
        "affiliation": "Government of Norway",
        "country": "NOR",
    }
    blank: dict[str, Any] = {"source_spans": (), "cue_spans": (), "p": 0.9, "version": "0.1.0+test"}
    return (
        Quote(
            quote_id="q1",
            doc_id=one,
            content=(span(one, "We have come a long way"),),
            kind="direct",
            chain=(),
            **speaker,
            **blank,
        ),
        Quote(
            quote_id="q3",
            doc_id=one,
            content=(span(one, "ties would improve"), span(one, "if Stockholm reopened its ports")),
            kind="indirect",
            chain=("NTB",),
            **speaker,
            **blank,
        ),
        Quote(
            quote_id="q2",
            doc_id=two,
            content=(span(two, "summoned the Swedish ambassador two days later, an"),),
            kind="indirect",
            chain=(),
            speaker=None,
            role="official",
            affiliation=None,
            country=None,
            **blank,
        ),
    )


def forecasts() -> tuple[Forecast, ...]:
    """Three experts who contradict each other, one of them on a condition."""
    one, two, three = list(DOCUMENTS)[:3]
    blank: dict[str, Any] = {
        "scoreable": True,
        "a": ("NOR",),
        "b": ("SWE",),
        "about": "relations",
        "horizon_text": None,
        "horizon_from": None,
        "horizon_to": None,
        "probability_text": None,
        "p_low": None,
        "p": None,
        "p_high": None,
        "p_scale": None,
        "condition_text": None,
    }
    up, down, flat = (
        span(one, "ties would improve if Stockholm reopened its ports"),
        span(two, "Relations will get worse before they get better"),
        span(three, "Relations between Norway and Sweden are unlikely to change this year"),
    )
    condition = blank | {"condition_text": "if Stockholm reopened its ports"}
    odds = blank | {
        "horizon_text": "this year",
        "horizon_from": date(2011, 1, 1),
        "horizon_to": date(2011, 12, 31),
        "probability_text": "unlikely",
        "p_low": 0.7,
        "p": 0.8,
        "p_high": 0.9,
        "p_scale": "icd203",
    }
    return (
        Forecast(
            forecast_id="f1",
            doc_id=one,
            quote_id="q3",
            start=up.start,
            end=up.end,
            speaker="Kari Strand",
            class_="conditional",
            direction="improve",
            **condition,
        ),
        Forecast(
            forecast_id="f2",
            doc_id=two,
            quote_id=None,
            start=down.start,
            end=down.end,
            speaker="Per Ek",
            class_="assertion",
            direction="deteriorate",
            outcome="true",
            outcome_basis=("ieeeeeeeeeeeeeeee",),
            brier=0.04,
            **blank,
        ),
        Forecast(
            forecast_id="f3",
            doc_id=three,
            quote_id=None,
            start=flat.start,
            end=flat.end,
            speaker=None,
            class_="assertion",
            direction="no_change",
            **odds,
        ),
    )


def rest() -> tuple[Any, ...]:
    """Poll, act at home, reaction, turning point, framing, reject."""
    three = list(DOCUMENTS)[2]
    poll, vote = (
        span(three, "About 61 percent of Swedes distrust Norway"),
        span(three, "The Swedish parliament voted to cut the joint budget"),
    )
    return (
        Poll(
            "p1",
            three,
            poll.start,
            poll.end,
            61.0,
            "percent",
            "distrust Norway",
            "Swedes",
            "Norrmatt",
            None,
            None,
            ("NOR", "SWE"),
        ),
        Domestic(
            "g1",
            three,
            vote.start,
            vote.end,
            "SWE",
            "legislature",
            "cut the joint budget",
            ("NOR", "SWE"),
            ("fisheries",),
            None,
            None,
            "actual",
        ),
        Reaction("iaaaaaaaaaaaaaaaa", "ieeeeeeeeeeeeeeee", 2, 0.8, "stated"),
        TurningPoint("NOR", "SWE", date(2011, 5, 3), "up", 2.4, ("ibbbbbbbbbbbbbbbb",), online=False),
        Framing(None, "NOR", "SWE", "Fjord Post", True, 1, 0.25, ("Kari Strand",)),
        Framing(None, "NOR", "SWE", "Lake Courier", True, 1, -0.4, ("Per Ek",)),
        Reject("broken.jsonl", "line 3", "no_text", "Line 3 has no text; give it a field named text."),
    )


def months(rows: tuple[Incident, ...]) -> tuple[Relation, ...]:
    """The relations that measure makes of the incidents."""
    return tuple(relations.relations(rows, Measure()))


def corpus() -> Corpus:
    """The whole corpus."""
    rows = incidents()
    documents = tuple(document(doc_id) for doc_id in DOCUMENTS)
    return Corpus(*documents, *events(), *rows, *quotes(), *forecasts(), *rest(), *months(rows))


def material(**changes: Any) -> Material:
    """The material of a dossier on Norway and Sweden, with changes."""
    from detente.explore.material import select

    return dataclasses.replace(select(corpus(), "NOR", "SWE"), **changes)
