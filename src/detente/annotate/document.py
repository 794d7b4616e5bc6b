"""The walk of the room: reading text → parse → times → actors → people → clauses → topics → places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from detente.annotate import (
    actors,
    coordination,
    coreference,
    entities,
    gate,
    own_actors,
    people,
    persons,
    places,
    reading,
    repairs,
    sentences,
    times,
    titles,
    topics,
)
from detente.annotate.context import Context
from detente.annotate.names import Gazetteer
from detente.config import Annotate
from detente.lexicons.homes import home
from detente.records import Annotated, Clause, Document, Mention, Sentence, TimeExpression


class SpacyAnnotator:
    """Annotates with spaCy's small English model and the lexicons; loads both on first use.

    Raises `UsageError` at once where the user's own actors cannot be used, or for a setting that does not exist.
    """

    def __init__(self, config: Annotate | None = None) -> None:
        self.config = config or Annotate()
        gate.check(self.config.gate)
        entities.check(self.config.names)
        if self.config.actors:
            own_actors.read(Path(self.config.actors))

    def annotate(self, document: Document) -> Annotated:
        """`document` with sentences, mentions, people, times, clauses, topics and places."""
        model = sentences.model(self.config.model, self.config.names)
        names = own_actors.gazetteer(self.config.actors)
        # 1 reading text
        passages = reading.passages(document, model.words, _casing(names, model.words))
        # 2 parse
        lines = tuple(repairs.mend(line, names) for line in sentences.parse(passages, model))
        # 3 times
        dated = times.find(lines, document.published_from, document.published_to)
        # 4 actors
        context = Context(document.published_from or date.min, document.published_to or date.max, _told(dated))
        found = actors.find(lines, names, context)
        # 5 people, and who belongs together
        persons.find(lines, found)
        table = people.find(lines, found, names.states, home(document))
        lines = tuple(coordination.join(persons.marked(line, row), row) for line, row in zip(lines, found, strict=True))
        coreference.find(lines, found, document.outlet_country)
        mentions = tuple(
            actors.mention(line, name)
            for line, row in zip(lines, found, strict=True)
            for name in row
            if name.kind not in actors.UNSAID
        )
        parsed = tuple(line.sentence for line in lines)
        # 6 clauses
        clauses = _clauses(parsed, mentions, dated)
        # 7 topics, 8 places
        about = topics.find(lines)
        where = places.find(lines, found)
        titled = titles.named(document, names)
        return Annotated(document, parsed, mentions, table, dated, clauses, about, where, titled)

    def annotate_many(self, documents: Iterable[Document]) -> Iterator[Annotated]:
        """The same for many, in their order; each document is a batch of its own, so that company changes nothing."""
        for document in documents:
            yield self.annotate(document)


def _casing(names: Gazetteer, common: frozenset[str]) -> Callable[[str], str]:
    """How a line in capitals or Title Case is brought down to the case of running text."""

    def cased(text: str) -> str:
        return names.truecase(text) if reading.is_capitals(text) else names.sentence_case(text, common)

    return cased


def _told(dated: Iterable[TimeExpression]) -> dict[int, list[tuple[date, date]]]:
    """The intervals that the dated phrases of each sentence name."""
    told: dict[int, list[tuple[date, date]]] = {}
    for time in dated:
        if time.date_from is not None and time.date_to is not None:
            told.setdefault(time.sentence, []).append((time.date_from, time.date_to))
    return told


def _clauses(
    parsed: tuple[Sentence, ...], mentions: tuple[Mention, ...], dated: tuple[TimeExpression, ...]
) -> tuple[Clause, ...]:
    if find_spec("detente.annotate.clauses") is None:
        return ()
    found: tuple[Clause, ...] = import_module("detente.annotate.clauses").find(parsed, mentions, dated)
    return found
