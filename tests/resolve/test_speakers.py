"""A surname alone takes the full name that the collection gives its only bearer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from detente.records import Document, Quote, Span, Stance
from detente.resolve.speakers import carried, link


def document(name: str, year: int) -> Document:
    day = date(year, 1, 1)
    return Document(
        name, name, None, None, None, None, None, (), None, day, day, day, 1.0, (), "en", "", (), "utf-8", 1.0
    )


def quote(doc: str, speaker: str | None, country: str | None = None) -> Quote:
    return Quote(f"q-{doc}-{speaker}", doc, (Span(0, 1),), (), (), "direct", speaker, None, None, country, (), 0.9)


def names(documents: list[Document], quotes: list[Quote]) -> list[str | None]:
    linked, _ = link(documents, quotes, [])
    return [one.speaker for one in linked]


def test_surname_is_completed() -> None:
    documents = [document("d1", 2015), document("d2", 2016)]
    assert names(documents, [quote("d1", "Mara Elling", "NOR"), quote("d2", "Elling")]) == ["Mara Elling"] * 2


def test_two_bearers_leave_it_open() -> None:
    documents = [document("d1", 2015)]
    found = names(documents, [quote("d1", "Mara Elling"), quote("d1", "Jon Elling"), quote("d1", "Elling")])
    assert found[2] == "Elling"


def test_another_state_or_age_is_another_person() -> None:
    documents = [document("d1", 2015), document("d2", 1990)]
    quotes = [quote("d1", "Mara Elling", "NOR"), quote("d1", "Elling", "SWE"), quote("d2", "Elling", "NOR")]
    assert names(documents, quotes) == ["Mara Elling", "Elling", "Elling"]


def test_described_speakers_name_nobody() -> None:
    documents = [document("d1", 2015)]
    assert names(documents, [quote("d1", "Norwegian experts (unnamed)"), quote("d1", None)]) == [
        "Norwegian experts (unnamed)",
        None,
    ]


def test_stances_carry_the_linked_name() -> None:
    stance = Stance("s1", "d1", "Elling", None, "NOR", "SWE", None, "warming", (Span(0, 1),), ("q-d1-Elling",))
    linked = replace(quote("d1", "Elling"), speaker="Mara Elling")
    assert [one.speaker for one in carried([linked], [stance])] == ["Mara Elling"]
    assert carried([], [stance]) == (stance,)
