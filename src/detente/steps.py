"""What is done to one document: steps 2, 4 and 5 of the walk, as functions that a worker can carry."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

import detente
from detente import lexicons, registry
from detente.clean.passage import passage
from detente.config import Config
from detente.records import Annotated, Document, Event, RawDocument, Reject
from detente.store import schema
from detente.store.holdings import CODED

Tables = dict[str, tuple[Any, ...]]
Trace = tuple[bytes, Any, list[int], int | None]

READ: Final = ("en", None)
"""Languages whose documents are coded, unknown ones among them; others are kept, marked and left alone."""

UNREAD: Final = "unread"
"""Beside the tables of a document that the gate kept out: its id."""


def version() -> str:
    """The version that every row carries: of the coder, of its lexicons, and of its models."""
    return f"{detente.__version__}+{lexicons.digest()[:8]}.{registry.digest('models')[:8]}"


@dataclass(frozen=True, slots=True)
class Cleaning:
    """Step 2 for one raw document."""

    config: Config

    def __call__(self, raw: RawDocument) -> Document | Reject:
        from detente.clean.document import clean

        cleaned: Document | Reject = signed(clean(raw, self.config.clean))
        return cleaned


@dataclass(frozen=True, slots=True)
class Taken:
    """A cleaned document, and its trace (see `trace`)."""

    document: Document
    trace: Trace


@dataclass(frozen=True, slots=True)
class Taking:
    """Step 2 for one raw document, with what step 3 compares of it: both by one worker."""

    config: Config

    def __call__(self, raw: RawDocument) -> Taken | Reject:
        cleaned = Cleaning(self.config)(raw)
        return cleaned if isinstance(cleaned, Reject) else Taken(cleaned, trace(cleaned))


def trace(document: Document) -> Trace:
    """What is compared of a document: hash and shingles of the body, numbers of its short lines and of the title."""
    from detente.clean import repeats

    print_ = _fingerprints().of(document)
    return print_.words, print_.shingles, repeats.numbers(document), repeats.title_number(document)


@functools.cache
def _fingerprints() -> Any:
    """What remembers the numbers of words."""
    from detente.dedupe.fingerprints import Fingerprints

    return Fingerprints()


@dataclass(frozen=True, slots=True)
class Coding:
    """Steps 4 and 5 for one document; in the store's queue it comes with the key of its shard."""

    config: Config

    def prepare(self) -> None:
        """Loads parser, lexicons and models, all of which the first passage asks for."""
        self.join(list(self._read(passage({"id": "", "text": lexicons.table("states")[0]["example"]}))))

    def __call__(self, item: Document | tuple[str, Document]) -> Tables:
        return self.join(list(self.pieces(item)))

    def pieces(self, item: Document | tuple[str, Document]) -> Iterator[Tables]:
        """What the document holds; of a long one, piece by piece; nothing where the gate keeps it out."""
        from detente.annotate import gate

        document = item if isinstance(item, Document) else item[1]
        if document.lang in READ:
            if gate.passes(document, self.config.annotate):
                yield from self._read(document)
            else:
                yield dict.fromkeys(CODED, ()) | {UNREAD: (document.doc_id,)}

    def _read(self, document: Document) -> Iterator[Tables]:
        from detente.annotate import pieces

        for piece in pieces.cut(document):
            # 4 annotate
            annotated = annotator(self.config).annotate(piece)
            # 5 extract
            tables = extract(annotated, self.config)
            yield {table: tuple(signed(record) for record in records) for table, records in tables.items()}

    def join(self, parts: Sequence[Tables]) -> Tables:
        """The tables of all pieces as those of one document."""
        from detente.extract import stances

        if len(parts) == 1:
            return parts[0]
        tables = joined(parts)
        return tables | {"stances": stances.united(tables["stances"])}


def extract(annotated: Annotated, config: Config) -> Tables:
    """What every extractor finds in one document, events and forecasts linked to the quotes they stand in."""
    from detente.resolve import attribution

    tables: Tables = dict.fromkeys(CODED, ())
    for extractor in extractors(config):
        for record in extractor.extract(annotated):
            tables[schema.table_of(type(record))] += (record,)
    linked = attribution.attribute(tables["events"], tables["quotes"], tables["forecasts"])
    tables["events"], tables["quotes"], tables["forecasts"] = (tuple(part) for part in linked)
    return tables


@functools.cache
def annotator(config: Config) -> Any:
    """The annotator under these settings, loaded once."""
    return registry.load("annotators", "spacy")(config.annotate)


@functools.cache
def extractors(config: Config) -> tuple[Any, ...]:
    """Every registered extractor, loaded once."""
    return tuple(registry.load("extractors", name)(config.extract) for name in registry.names("extractors"))


def outcome(item: RawDocument | Document, result: Any) -> Any:
    """The result, or the reject that stands for a document that could not be finished.

    A reject that the text itself earned names the document, which is then not tried again.
    """
    if isinstance(result, Reject):
        return replace(result, doc_id=item.doc_id)
    if not isinstance(result, Exception):
        return result
    code = getattr(result, "code", "error")
    return signed(Reject(item.path, getattr(item, "record", None), code, f"{result} Its text was left out."))


def signed(record: Any) -> Any:
    """The record under the version of today."""
    return replace(record, version=version())


def assigned(event: Event, incidents: Mapping[str, str]) -> Event:
    """The event with the incident that it reports."""
    return replace(event, incident_id=incidents.get(event.event_id))


def joined(parts: Iterable[Tables]) -> Tables:
    """The coded tables of several documents, or pieces of one, as one set."""
    held = list(parts)
    return {table: tuple(chain.from_iterable(part[table] for part in held)) for table in CODED}
