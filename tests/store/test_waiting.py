"""Raw documents come out of the spool as they went in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from detente.records import Hints
from detente.store.waiting import Queue, Spool
from tests.store import samples


def test_documents_come_back_in_the_order_they_are_asked_for(tmp_path: Path) -> None:
    told = Hints(title="Ein „Titel“\n", authors=("A", "B"), fetched=date(2017, 1, 2), extracted=True)
    documents = [samples.raw(1), replace(samples.raw(2), text="\u2028 \x00 Ä", record="line 2", hints=told)]
    spool = Spool(tmp_path)
    numbers = [spool.put(document) for document in documents]
    queue = spool.queue(numbers[::-1])
    assert len(queue) == 2
    assert list(queue) == list(queue) == documents[::-1]
    assert list(tmp_path.iterdir()) == []


def test_a_queue_tells_its_length_and_makes_nothing_before_it_is_asked() -> None:
    made: list[int] = []

    def items() -> object:
        for n in range(3):
            made.append(n)
            yield n

    queue: Queue[int] = Queue(3, items)  # type: ignore[arg-type]
    assert (len(queue), made) == (3, [])
    assert next(iter(queue)) == 0
    assert made == [0]
    assert 2 in queue
