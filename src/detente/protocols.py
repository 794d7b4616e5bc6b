"""The four shapes a plug-in may have. Whoever fulfils one gets the contract tests for free."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from detente.records import Annotated, Document, RawDocument, RawFile, Reject

Shard = TypeVar("Shard")
Result = TypeVar("Result")


class Reader(Protocol):
    """Turns one file into its documents and rejects; raises nothing for bad content.

    It may also have `stream(source)`: the same from an open file of any size (`ingest.streams.Stream`).
    """

    suffixes: tuple[str, ...]

    def read(self, file: RawFile) -> Iterator[RawDocument | Reject]:
        """The records of `file` in their order, each a document or a reject with its reason."""
        ...


class Annotator(Protocol):
    """Turns a cleaned document into one that extractors can question."""

    def annotate(self, document: Document) -> Annotated:
        """`document` with sentences, mentions, people, times and clauses."""
        ...


class Extractor(Protocol):
    """Finds one kind of record in an annotated document, knowing no other document and no other extractor."""

    def extract(self, doc: Annotated) -> Iterable[Any]:
        """Records of one type of `records.STORED`, in the order of the text, each with its spans."""
        ...


class Engine(Protocol):
    """Runs one pure function over shards, in any order, and returns the results in the order of the shards.

    It may also have `stream(function, shards)`: the answers of `function.steps` to every shard as they come, each with
    the number of its shard, after the last one None or what broke the shard off; few of them are ever held.
    """

    def map(self, function: Callable[[Shard], Result], shards: Sequence[Shard]) -> Iterator[Result | Exception]:
        """One result a shard; an exception stands for a shard that could not be finished."""
        ...
