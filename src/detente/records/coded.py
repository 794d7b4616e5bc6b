"""What a document says, as stored: the document itself, its events, quotes, forecasts, stances, polls and more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.records.base import Span, column


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text and the role it plays on the page (`BLOCK_KINDS`)."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Basis:
    """One piece of evidence for a document's date: its kind, the span that says it (None: metadata), what it says."""

    kind: str
    start: int | None
    end: int | None
    date_from: date | None
    date_to: date | None


BLOCK_KINDS = (
    "headline",
    "body",
    "byline",
    "dateline",
    "caption",
    "credit",
    "related",
    "tags",
    "nav",
    "share",
    "clock",
    "legal",
    "duplicate",
)


STATUSES = ("actual", "planned", "hypothetical", "cancelled", "negated", "denied", "alleged")


@dataclass(frozen=True, slots=True)
class Document:
    """One row a document: what it is, who published it when, and the roles of its parts."""

    doc_id: str = column("identity, from the hash of the raw bytes, never of path or time")
    path: str = column("the file it came from, as given")
    record: str | None = column("id, line or member inside a container; null for a plain file")
    url: str | None = column("address, where known")
    title: str | None = column("headline")
    outlet: str | None = column("who published it")
    outlet_country: str | None = column("state of the outlet")
    authors: tuple[str, ...] = column("bylines")
    agency: str | None = column("news agency that wrote it, when another outlet carries it")
    published_from: date | None = column("earliest day of publication that the evidence allows")
    published_to: date | None = column("latest day of publication that the evidence allows")
    published: date | None = column("best day, null where the evidence names none")
    published_p: float | None = column("probability of the best day, 0 to 1")
    published_basis: tuple[Basis, ...] = column("the evidence that dated it, with spans and kinds")
    lang: str | None = column("ISO 639-1 language of the body")
    text: str = column("decoded raw text; every offset points into it")
    blocks: tuple[Block, ...] = column("stretches of the text by their role on the page")
    encoding: str = column("encoding the bytes were decoded with")
    encoding_p: float = column("confidence in that encoding, 0 to 1")
    duplicate_of: str | None = column("document this one copies", default=None)
    duplicate_relation: str | None = column("same, contains or revised", default=None)
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Reject:
    """One row an input that did not become a document, and why."""

    path: str = column("the file it came from, as given")
    place: str | None = column("line, record or member inside it")
    code: str = column("short stable name of the reason")
    reason: str = column("one sentence: what was wrong and what to do")
    doc_id: str | None = column("the document that its text would have been; null where no text was read", default=None)
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Event:
    """One row a mention of an act and direction: who did what to whom, and whether it happened."""

    event_id: str = column("identity, from document, span, pair, type and status")
    incident_id: str | None = column("the real-world event it reports")
    doc_id: str = column("document that reports it; null offsets for imported rows")
    start: int | None = column("evidence clause, first character")
    end: int | None = column("evidence clause, one past the last character")
    trigger_start: int | None = column("word that names the act, first character")
    trigger_end: int | None = column("word that names the act, one past the last character")
    source: tuple[str, ...] = column("states or organisations that act; empty when none is named")
    target: tuple[str, ...] = column("states or organisations acted upon; empty when none is named")
    source_text: str | None = column("the actor as the text has it")
    target_text: str | None = column("the recipient as the text has it")
    plover: str = column("PLOVER type, one of sixteen")
    mode: str | None = column("PLOVER mode")
    cameo: str = column("CAMEO code, to the level that the text supports")
    goldstein: float = column("Goldstein weight of the CAMEO code, -10 to 10")
    quad: int = column("1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict")
    status: str = column("actual, planned, hypothetical, cancelled, negated, denied or alleged")
    historical: bool = column("background older than a year at publication")
    date_from: date | None = column("earliest day of the act")
    date_to: date | None = column("latest day of the act")
    place: str | None = column("where it took place")
    issues: tuple[str, ...] = column("interstate issues it is about")
    quote_id: str | None = column("who says so; null when the author asserts it")
    p: float = column("probability that pair, type and status are right, 0 to 1")
    rule: str = column("lexicon row or model that coded it")
    origin: str = column("text for our own coding, else gdelt, icews, polecat or plover", default="text")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Quote:
    """One row an attribution: what was said, who said it, who relayed it."""

    quote_id: str = column("identity, from document and spans")
    doc_id: str = column("document")
    content: tuple[Span, ...] = column("what was said")
    source_spans: tuple[Span, ...] = column("the words that name the speaker")
    cue_spans: tuple[Span, ...] = column("the words that attribute")
    kind: str = column("direct, indirect or mixed")
    speaker: str | None = column("full name, resolved")
    role: str | None = column("what the speaker is")
    affiliation: str | None = column("for whom the speaker works")
    country: str | None = column("state of the speaker")
    chain: tuple[str, ...] = column("who relayed it, nearest to the speaker first")
    p: float = column("probability that the attribution is right, 0 to 1")
    headline: bool = column("stands in the headline", default=False)
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Forecast:
    """One row a statement about the future: what, of whom, until when, how likely, and what came of it."""

    forecast_id: str = column("identity, from document and span")
    doc_id: str = column("document")
    quote_id: str | None = column("the quote it stands in; null when the author foresees it")
    start: int = column("first character of the claim")
    end: int = column("one past its last character")
    speaker: str | None = column("who foresees it")
    class_: str = column("assertion, possibility, conditional, intent, hope or normative", name="class")
    scoreable: bool = column("pair, claim and horizon allow a verdict")
    a: tuple[str, ...] = column("states concerned, one side")
    b: tuple[str, ...] = column("states concerned, other side")
    about: str | None = column("relations or the kind of event")
    direction: str | None = column("improve, deteriorate, no_change, event_happens or event_does_not_happen")
    horizon_text: str | None = column("the words that say until when")
    horizon_from: date | None = column("first day of the horizon")
    horizon_to: date | None = column("last day of the horizon")
    probability_text: str | None = column("the words that say how likely")
    p_low: float | None = column("lower probability, 0 to 1")
    p: float | None = column("probability, 0 to 1")
    p_high: float | None = column("upper probability, 0 to 1")
    p_scale: str | None = column(
        "stated, or the published scales whose envelope turned words into numbers; detente where none has the phrase"
    )
    condition_text: str | None = column("the condition, where there is one")
    outcome: str | None = column("true, false or unresolved", default=None)
    outcome_basis: tuple[str, ...] = column("incidents that decided it", default=())
    brier: float | None = column("Brier score", default=None)
    log_score: float | None = column("logarithmic score, natural units", default=None)
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Stance:
    """One row a speaker's stance toward a relation in one document; who says both warm and cold things has two rows."""

    stance_id: str = column("identity, from document, speaker, pair and stance")
    doc_id: str = column("document")
    speaker: str = column("full name, resolved")
    country: str | None = column("state of the speaker")
    a: str = column("first state of the pair, alphabetical")
    b: str = column("second state")
    toward: str | None = column("the other state, where the speaker's own is one of the two")
    stance: str = column("warming, steady or cooling, in words: neither a forecast nor an act")
    spans: tuple[Span, ...] = column("the words that show it")
    quote_ids: tuple[str, ...] = column("the quotes they stand in")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Poll:
    """One row a figure from an opinion poll that bears on a relation."""

    poll_id: str = column("identity")
    doc_id: str = column("document")
    start: int = column("first character")
    end: int = column("one past the last character")
    value: float = column("the figure")
    unit: str = column("percent")
    question: str | None = column("what was asked, as the text has it")
    population: str | None = column("who was asked")
    pollster: str | None = column("who asked")
    date_from: date | None = column("earliest day")
    date_to: date | None = column("latest day")
    about: tuple[str, ...] = column("states it is about")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Domestic:
    """One row an act inside one state that bears on a relation."""

    domestic_id: str = column("identity")
    doc_id: str = column("document")
    start: int = column("first character")
    end: int = column("one past the last character")
    state: str = column("where")
    body: str = column("legislature, court, party, elite …")
    act: str = column("what was done")
    bears_on: tuple[str, ...] = column("states whose relation it bears on")
    issues: tuple[str, ...] = column("interstate issues")
    date_from: date | None = column("earliest day")
    date_to: date | None = column("latest day")
    status: str = column("as for events")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Superseded:
    """One row of a document whose file holds something else now; it counts nowhere any more and is kept as it was."""

    doc_id: str = column("document that the row came from")
    superseded_by: str | None = column("document that stands at its place now; null where nothing does")
    path: str = column("file, as given by the user")
    record: str | None = column("record in the file, where there are several")
    from_table: str = column("table that the row stood in")
    row: str = column("the row as JSON, with the version that made it")
    version: str = column("version of coder and lexicons that superseded it", default="")
