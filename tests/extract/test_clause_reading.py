"""Acts that the clause scorer reads in a document about a pair: which become rows, and which do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from detente.extract import second_reading
from detente.extract.clause_reading import RULE
from detente.extract.events import EventExtractor
from detente.models import clause_scorer
from detente.models.clause_scorer import STATUSES, TYPES, Told, Window
from detente.records import Event
from tests.extract.passages import annotated

ABOUT = "Peru expelled two Chilean diplomats on Monday. Chile called the step absurd. "
"""A report that tells acts between two states, sentence after sentence."""
DATED = "The lights of the customs shed went out on Sunday."
"""A sentence of which no rule makes an act."""


@dataclass
class Fake:
    """A scorer that is sure of one word: its type, its status, who acts, who is acted upon, and how sure."""

    word: str
    plover: str = "SANCTION"
    status: str = "actual"
    source: str = "PER"
    target: str = "CHL"
    p: float = 0.9

    def read(self, window: Window) -> list[Told]:
        return [
            self.told(window, head)
            for head, start in zip(window.heads, window.starts, strict=True)
            if window.text[start:].startswith(self.word)
        ]

    def told(self, window: Window, head: int) -> Told:
        rest = {"NONE": 1 - self.p, self.plover: self.p}
        sides = [tuple(float(state.code == code) for state in window.states) for code in (self.source, self.target)]
        statuses = tuple(float(status == self.status) for status in STATUSES)
        return Told(head, tuple(rest.get(type_, 0.0) for type_ in TYPES), statuses, *sides)


Reader = Callable[..., list[Event]]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """What becomes of a text where the scorer is sure of one word."""
    monkeypatch.setattr(second_reading, "available", lambda: True)

    def rows(fake: Fake, text: str = ABOUT + DATED) -> list[Event]:
        monkeypatch.setattr(clause_scorer, "scorer", lambda: fake)
        return [row for row in EventExtractor().extract(annotated(text)) if row.rule == RULE]

    return rows


def test_what_the_scorer_is_sure_of_becomes_an_act_of_the_pair(read: Reader) -> None:
    (row,) = read(Fake("went"))
    assert (row.source, row.target, row.plover, row.status) == (("PER",), ("CHL",), "SANCTION", "actual")
    assert str(row.date_from) == "2018-06-10"
    assert (ABOUT + DATED)[row.trigger_start : row.trigger_end] == "went"


def test_what_two_do_together_goes_both_ways(read: Reader) -> None:
    assert {row.source for row in read(Fake("went", plover="CONSULT"))} == {("PER",), ("CHL",)}


def test_a_planned_act_is_planned(read: Reader) -> None:
    assert [row.status for row in read(Fake("went", status="planned"))] == ["planned"]


@pytest.mark.parametrize(
    ("fake", "text"),
    [
        (Fake("went", p=0.2), ABOUT + DATED),
        (Fake("went", plover="ASSAULT", p=0.45), ABOUT + DATED),
        (Fake("went", target="ECU"), ABOUT + "Ecuador watched. " + DATED),
        (Fake("went"), ABOUT + "The lights of the customs shed went out."),
        (Fake("went"), "Peru is large. Chile is long. The sea is cold. " + DATED),
        (Fake("expelled"), ABOUT + DATED),
        (Fake("went"), ABOUT + 'A guard said: "The lights of the customs shed went out on Sunday."'),
    ],
    ids=["unsure", "unsure of a grave act", "another pair", "no day", "no report of a pair", "told already", "quoted"],
)
def test_nothing_else_does(read: Reader, fake: Fake, text: str) -> None:
    assert read(fake, text) == []


def test_without_weights_the_second_reading_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_reading, "available", lambda: False)
    rows = EventExtractor().extract(annotated(ABOUT + DATED))
    assert rows
    assert not any(row.rule == RULE for row in rows)
