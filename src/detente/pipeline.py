"""The walk from news text to measured relations, in order; each step is told in the folder of its name.

    1 ingest    files become raw documents, or rejects with a reason
    2 clean     text gets roles, a title, an outlet and a date; nothing after this changes it
    3 dedupe    documents that copy others are linked to them            (sees all documents)
    4 annotate  sentences, actors, clauses and times are marked
    5 extract   events, quotes, forecasts, stances, polls and domestic acts are coded
    6 resolve   mentions of one real-world event become one incident     (sees all documents)
    7 measure   indices, turning points, outlooks and framing are computed
    8 publish   every table is sealed, and the cache that answers questions is built

Steps 1, 2, 4 and 5 look at one document and are done once for it (the last three in `steps.py`); 3, 6, 7 and 8 look at
all and are done again whenever something changed.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

from detente import registry, steps
from detente.clean.passage import passage
from detente.config import Config
from detente.engines import machine
from detente.engines.batches import paired
from detente.errors import InputError
from detente.places import place
from detente.records import RawDocument, Reject, Superseded
from detente.store import ledger, memory, overlaid, runs, schema
from detente.store.database import build_cache, restore_cache
from detente.store.exchange import Exchange
from detente.store.holdings import Holdings
from detente.store.overlay import Overlay
from detente.store.segments import CACHE, Writer, key, read
from detente.store.sorting import Ordered
from detente.store.summary import Summary, summarise
from detente.store.tables import published, stamped
from detente.together import documents, incidents
from detente.together import evidence as told
from detente.together.evidence import Evidence

if TYPE_CHECKING:
    import pyarrow as pa

Item = TypeVar("Item")
Place = str | os.PathLike[str]
Progress = Callable[[str, int, int], None]

DEFAULT: Final = Config()

SHARD: Final = 1_024
"""Documents sealed together: the most that an interrupted build has to do again. With 256 the passes over 20,000 cost a
quarter more, and a million documents make four times as many files."""

ENOUGH: Final = 256
"""Short documents for which one more worker is started: to load the models takes as long as to code so many."""

RECORDS: Final = 1_000
"""Records read between two words of progress inside of files."""

AT_ONCE: Final = 64
"""Passages up to this number are coded in this process; more are worth the start of workers."""


def silent(step: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


# --- the walk ---------------------------------------------------------------------------------------------------


def build(sources: Iterable[Place], store: Place, config: Config = DEFAULT, progress: Progress = silent) -> Summary:
    """Brings `store` up to date with `sources`; what it knows already is not coded again.

    Raises `InputError` when nothing can be used, `StoreError` or `MachineError` when the store cannot be written.
    """
    # 1 ingest: names before the store is touched, so that a wrong path leaves nothing behind; then what they hold
    sources = tuple(sources)
    entries = files(sources, config)
    # an engine that is not there, a gate or a file of actors that cannot be used are refused before anything is read
    registry.load("engines", config.engine.kind)
    if config.annotate != DEFAULT.annotate:
        steps.annotator(config)
    with Writer(store) as writer:
        holdings = _holdings(writer, config)
        new = holdings.settle(ingest(entries, holdings.known(), config, progress))
        # 2 clean
        fresh = 0
        for cleaned in _chunks(_each(steps.Taking(config), new, config, progress, step="clean"), SHARD):
            results = [steps.outcome(document, result) for document, result in cleaned]
            taken = _of(steps.Taken, results)
            name = holdings.add([one.document for one in taken], _of(Reject, results))
            documents.keep(writer.root, name, [one.trace for one in taken])
            fresh += len(taken)
        # 3 dedupe: part of `publish`, since a copy may be of a document that was there before
        # 4 annotate and 5 extract
        waiting = holdings.uncoded()
        unread = 0
        coded = _each(steps.Coding(config), waiting, config, progress, step="code")
        for name, group in groupby(coded, key=lambda pair: pair[0][0]):
            results = [steps.outcome(document, result) for (_, document), result in group]
            unread += sum(steps.UNREAD in tables for tables in _of(dict, results))
            holdings.add_coded(name, steps.joined(_of(dict, results)), _of(Reject, results))
        # 3 dedupe, 6 resolve, 7 measure, 8 publish
        publish(writer, holdings, config, progress)
        runs.record(writer, "build", config, made_by=steps.version(), sources=sources)
        summary = summarise(writer, version=steps.version(), new=fresh, unread=unread)
    if not summary.rows["documents"]:
        raise InputError("Nothing in the input can be used.", hint=summary.reasons())
    return summary


def measure(store: Place, config: Config = DEFAULT, progress: Progress = silent) -> Summary:
    """Steps 3, 6, 7 and 8 again over whatever documents and events the store holds.

    Raises `UsageError` where there is no store.
    """
    read(place(store))  # a wrong path makes no store
    with Writer(store) as writer:
        holdings = _holdings(writer, config)
        publish(writer, holdings, config, progress)
        runs.record(writer, "measure", config, made_by=steps.version())
        return summarise(writer, version=steps.version(), new=0)


def import_events(
    kind: str, files: Sequence[Place], store: Place, config: Config = DEFAULT, progress: Progress = silent
) -> Summary:
    """Adds event data that others coded (gdelt, icews, polecat, plover) to the store; given again, they change nothing.

    Raises `UsageError` for another kind, `InputError` when no row can be used.
    """
    from detente.store import imports

    progress("import", 0, 1)
    found = imports.read(kind, [os.fspath(file) for file in files])
    with Writer(store) as writer:
        made_by = steps.version()
        held = {"events": stamped(found.events, made_by), "incidents": stamped(found.incidents, made_by)}
        held["rejects"] = published("rejects", map(steps.signed, found.rejects))
        name = key(kind, *sorted(os.fspath(file) for file in files))
        writer.commit(add=(writer.write("import", kind, name, held),))
        new = found.events.num_rows
        del found, held
        publish(writer, _holdings(writer, config), config, progress)
        runs.record(writer, "import", config, made_by=steps.version(), sources=files, kind=kind)
        return summarise(writer, version=steps.version(), new=new, known=0)


def code(
    rows: Sequence[Mapping[str, Any]], config: Config = DEFAULT, progress: Progress = silent
) -> Iterator[dict[str, Any]]:
    """For each passage `{id, text, date?}` one row `{id, events, quotes, forecasts}`; offsets point into its text.

    A passage is read whatever it names: the gate is for piles of documents.
    """
    config = replace(config, annotate=replace(config.annotate, gate="off"))
    documents = [passage(row) for row in rows]
    if len(documents) <= AT_ONCE:
        results: Iterator[Any] = map(steps.Coding(config), documents)
    else:
        results = (result for _, result in _each(steps.Coding(config), documents, config, progress, step="code"))
    kept = ("events", "quotes", "forecasts")
    for row, result in zip(rows, results, strict=True):
        if isinstance(result, Exception):
            yield {"id": row["id"]} | {table: [] for table in kept} | {"error": str(result)}
        else:
            yield {"id": row["id"]} | {table: [schema.jsonable(r) for r in result[table]] for table in kept}


def relate(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each `{id, text, source, target}` the act that the sentence reports: `{id, plover, quad, binary, p}`."""
    from detente.extract import relate as relating

    items = [relating.RelateItem(*(row[name] for name in ("id", "text", "source", "target"))) for row in rows]
    for found in relating.relate(items):
        yield {name: getattr(found, name) for name in ("id", "plover", "quad", "binary", "p")}


# --- 1 ingest ---------------------------------------------------------------------------------------------------


def files(sources: Iterable[Place], config: Config) -> list[Any]:
    """Every file below the sources, and what is refused by its name. Raises `InputError` where there is none."""
    from detente.ingest import sources as places

    entries = list(places.find(sources, config.ingest))
    if not entries:
        raise InputError(
            f"There is no file in {', '.join(os.fspath(source) for source in sources)}.",
            hint="Give files or folders that hold text, for example .txt or .jsonl.",
        )
    return entries


def ingest(
    entries: Sequence[Any], known: Mapping[str, Any], config: Config, progress: Progress
) -> Iterator[RawDocument | Reject]:
    """Every record of the files: documents and rejects. Pages that are `known` at their place are not parsed again."""
    from detente.ingest import intake

    largest = max((getattr(entry, "size", 0) for entry in entries), default=0)
    more = min(largest, config.ingest.max_container_bytes) // 1_000_000  # for what is held as a whole
    settings = replace(config.engine, memory_mb=config.engine.memory_mb + more)
    engine = registry.load("engines", settings.kind)(settings)
    progress("read", 0, len(entries))
    before = told = 0
    for through, items in intake.gather(entries, config.ingest, engine, known):
        for item in items:
            yield steps.signed(item) if isinstance(item, Reject) else item
            told += 1
            if not told % RECORDS:
                progress("records", told, 0)
        if through > before:
            progress("read", before := through, len(entries))


# --- 3 dedupe, 6 resolve, 7 measure and 8 publish: all documents together ----------------------------------------


def publish(writer: Writer, holdings: Holdings, config: Config, progress: Progress = silent) -> None:
    """Links, merges and measures everything the store holds, and seals the tables that people read."""
    code = ("clean/repeats.py", "dedupe", "resolve", "together", "measure", "models", "records", "lexicons")
    ours = ("pipeline.py", "steps.py", "store/overlay.py", "store/overlaid.py", "store/sorting.py", "store/tables.py")
    overlay = Overlay.of(ledger.read(writer.root))
    stage = key(registry.digest(*code, *ours), config.digest())
    name = key(writer.manifest.without("publish").digest(), overlay.digest())
    if writer.manifest.has("publish", stage, name):
        restore_cache(writer.root, writer.manifest)
        return
    with Exchange(writer.root) as exchange:
        tables = combined(holdings, overlay, exchange, config, progress)
        # 8 publish
        progress("publish", 0, 1)
        earlier = writer.manifest.stage("publish")
        writer.commit(add=(writer.write("publish", stage, name, tables),), drop=earlier)
        del tables  # before the cache is written, which takes memory of its own
    build_cache(writer.root, writer.manifest, writer.root / CACHE)
    progress("publish", 1, 1)


def combined(
    holdings: Holdings, overlay: Overlay, exchange: Exchange, config: Config, progress: Progress
) -> dict[str, Any]:
    """Every table that people read, most of them part by part."""
    # 3 dedupe, once lines that an outlet repeats on its pages have left the body, with what was read out of them,
    # and people's corrections are laid over what is left
    progress("dedupe", 0, 1)
    laid = documents.lay(holdings, overlay, exchange)
    memory.release()
    index = documents.link(laid, exchange)
    memory.release()
    # 6 resolve
    progress("resolve", 0, 1)
    merged = incidents.merge(index, exchange)
    evidence = Evidence(index, merged.incidents, overlay, exchange)
    ordered = Ordered(exchange, documents.ordered(exchange))
    memory.release()
    for number, tables in incidents.settled(merged, index, overlay, exchange):
        evidence.collect(tables)
        ordered.add(tables, index.starts[number])
    memory.release()
    # 7 measure
    progress("measure", 0, 1)
    brought = overlaid.imported(holdings.writer, overlay)["incidents"]
    held = {"incidents": published("incidents", merged.incidents, brought)}
    del brought
    held |= measured(evidence, ordered, held["incidents"], config)
    held |= {table: ordered.parts(table) for table in ("documents", "quotes", "stances", "polls", "domestic")}
    held["events"] = _with_imported(ordered, holdings.writer, overlay)
    held["forecasts"] = told.come_due(evidence, ordered)
    refused = (holdings.records(step, Reject) for step in ("ingest", "clean", "extract", "import"))
    held["rejects"] = published("rejects", chain.from_iterable(refused))
    held["superseded"] = published("superseded", map(steps.signed, holdings.records("history", Superseded)))
    held["corrections"] = published("corrections", map(steps.signed, overlay.corrections()))
    return held


def measured(evidence: Evidence, ordered: Ordered, incidents: pa.Table, config: Config) -> dict[str, Any]:
    """Every table computed from incidents, part by part: those of counts from all, those of words from our own."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from detente.measure import acts

    made_by, settings = steps.version(), config.measure
    compute = functools.partial(registry.load, "measures")
    known = acts.gather(incidents)
    evidence.measure(compute("relations")(known, settings))
    told.decide(evidence, ordered)
    others = acts.gather(incidents.filter(pc.not_equal(incidents["origin"], "text")))
    replies = pa.concat_tables([schema.arrow("reactions").empty_table(), *compute("answers")(others, settings)])
    found = {
        "relations": evidence.exchange.all(told.RELATIONS),
        "turning_points": compute("turning_points")(known, settings),
        "outlooks": compute("outlooks")(known, settings),
        "index_outlooks": compute("index_outlooks")(known, settings),
        "reactions": (published("reactions", told.reactions(evidence), replies) for _ in range(1)),
        "reciprocity": compute("reciprocity")(known, settings),
        "framing": told.framing(evidence),
        "scores": (published("scores", told.scores(evidence)) for _ in range(1)),
    }
    return {table: (stamped(part, made_by) for part in parts) for table, parts in found.items()}


def _with_imported(ordered: Ordered, writer: Writer, overlay: Overlay) -> Iterator[pa.Table]:
    """Our own events and imported ones, which are read when they are asked for."""
    yield from ordered.parts("events", overlaid.imported(writer, overlay)["events"])


# --- small parts ------------------------------------------------------------------------------------------------


def _holdings(writer: Writer, config: Config) -> Holdings:
    """The per-document half of the store, under the stage versions of today."""
    cleaning = registry.digest("ingest", "clean", "records", "lexicons")
    coding = registry.digest("annotate", "extract", "resolve", "models", "records", "lexicons")
    return Holdings(
        writer,
        clean=key(cleaning, repr(config.ingest), repr(config.clean)),
        extract=key(coding, config.annotate.digest(), repr(config.extract)),
    )


def _each(
    function: Callable[[Any], Any], items: Collection[Item], config: Config, progress: Progress, *, step: str
) -> Iterator[tuple[Item, Any]]:
    """Each item with its result, in order, worked out by the configured engine; few are in hand at once."""
    if not len(items):
        return
    weight = max(len(items), getattr(items, "weight", 0))
    workers = min(machine.workers(config.engine.workers), -(-weight // ENOUGH))
    engine = registry.load("engines", config.engine.kind)(replace(config.engine, workers=workers))
    progress(step, 0, len(items))
    for done, pair in enumerate(paired(engine, function, items, workers=workers), start=1):
        progress(step, done, len(items))
        yield pair


def _of(kind: type[Item], results: Iterable[Any]) -> list[Item]:
    return [result for result in results if isinstance(result, kind)]


def _chunks(items: Iterator[Item], size: int) -> Iterator[list[Item]]:
    while chunk := list(islice(items, size)):
        yield chunk
