"""The frozen values that flow through the walk; those listed in `STORED` become tables.

Offsets are half-open positions in Unicode code points into `Document.text`, the decoded raw text, which
nothing after `clean/` changes. Dates are `datetime.date`; an interval is inclusive on both sides.
States are ISO 3166 alpha-3 codes or the organisation codes of `lexicons/organisations.tsv`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final


def column(doc: str, *, name: str | None = None, **keywords: Any) -> Any:
    """A dataclass field that becomes a column: its meaning and, where Python reserves the word, its stored name."""
    metadata: Mapping[str, str] = {"doc": doc} if name is None else {"doc": doc, "name": name}
    return dataclasses.field(metadata=metadata, **keywords)


# --- what flows -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch `[start, end)` of one document's text."""

    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """True when `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True when the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class RawFile:
    """One input as it was found: its name as given by the user, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Hints:
    """What a container said about a record (a JSONL field, a feed entry); None where it said nothing.

    `extracted`: the reader already cut the page's furniture off, so nearly every line is the article.
    """

    url: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    outlet_country: str | None = None
    authors: tuple[str, ...] = ()
    lang: str | None = None
    fetched: date | None = None
    extracted: bool = False


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One record of a source as decoded text, before anyone has asked what its lines are."""

    doc_id: str
    path: str
    record: str | None
    text: str
    encoding: str
    encoding_p: float
    hints: Hints = Hints()


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


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a parsed sentence. `index` and `head` count tokens from the start of the sentence."""

    index: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    entity: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One parsed sentence of the headline or body; `kind` is the kind of block it stands in."""

    index: int
    paragraph: int
    start: int
    end: int
    kind: str
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the text names or refers to an actor.

    `codes` are the states or organisations the mention acts for (several for "both leaders", empty when it is
    a person of no known state); `kind` one of `MENTION_KINDS`; `first`/`last` the token range in its sentence
    (`last` exclusive) and `head` its syntactic head; `person` the full name where it is a person.

    `inside`: it stands within a larger mention and only describes it ("Russian" in "Russian troops", "Russia" in
    "the ambassador to Russia"): the larger one is the actor. `modifies`: index of the noun it qualifies, for an
    adjective, a possessor or a compound part ("Israeli" in "Israeli jets" → jets, "Japan's" in "Japan's ban" →
    ban), else None. `group`: mentions of one sentence that are coordinated ("Trump and Russian President Vladimir
    Putin", "the US and Russian officials", "Washington-Moscow") share a number; the number is the index in the
    sentence of the first one's head; the tokens' `head` and `dep` are repaired accordingly. `role` is the office
    of a person or role, "place" for a capital or state that only tells where ("in Moscow"), "backed" for an
    adjective in a compound such as "Russian-backed" or "anti-Russian", which acts for nobody.
    """

    start: int
    end: int
    sentence: int
    first: int
    last: int
    head: int
    text: str
    codes: tuple[str, ...]
    kind: str
    sector: str | None = None
    person: str | None = None
    role: str | None = None
    former: bool = False
    inside: bool = False
    modifies: int | None = None
    group: int | None = None


MENTION_KINDS = (
    "state",
    "demonym",
    "capital",
    "metonym",
    "organisation",
    "leader",
    "person",
    "role",
    "group",
    "pronoun",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody (or an institution that speaks) in one document: the fullest name, role, affiliation and country."""

    name: str
    role: str | None
    affiliation: str | None
    country: str | None
    spans: tuple[Span, ...]
    institution: bool = False


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A dated phrase resolved against the document's date; `direction` is past, future or none (not known)."""

    start: int
    end: int
    sentence: int
    text: str
    date_from: date | None
    date_to: date | None
    granularity: str
    direction: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One predicate (a verb or an event noun) with its reach and modality.

    `head` is the token index in the sentence; `status` one of `STATUSES` as the clause structure has it;
    `cue` the span of the words that made it other than actual; `tense` past, present, future or none;
    `reporter` the token index of whoever reports it, `quoted` True inside quotation marks.
    """

    sentence: int
    head: int
    start: int
    end: int
    status: str
    tense: str
    cue: Span | None = None
    reporter: int | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """A place where the text names an interstate issue; `issue` is a code of `lexicons/issues.tsv`."""

    start: int
    end: int
    sentence: int
    issue: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place name that tells where something happened; `state` is the state it lies in."""

    start: int
    end: int
    sentence: int
    name: str
    state: str | None


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with everything the extractors may ask of it; the parse covers headline and body only."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    people: tuple[Person, ...]
    times: tuple[TimeExpression, ...]
    clauses: tuple[Clause, ...]
    topics: tuple[Topic, ...] = ()
    places: tuple[Place, ...] = ()


STATUSES = ("actual", "planned", "hypothetical", "cancelled", "negated", "denied", "alleged")


# --- what is stored ---------------------------------------------------------------------------------------------


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
    origin: str = column("text for our own coding, else gdelt, icews or polecat", default="text")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Link:
    """Another incident and what it is to this one.

    `kind`: cancels, cancelled_by, carries_out, carried_out_by, replaces or replaced_by.
    """

    incident_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Incident:
    """One row a real-world event, merged from all reports of it."""

    incident_id: str = column("identity, stable across rebuilds")
    source: tuple[str, ...] = column("states or organisations that act")
    target: tuple[str, ...] = column("states or organisations acted upon")
    reciprocal: bool = column("both sides act alike: a meeting, an agreement")
    plover: str = column("PLOVER type")
    cameo: str = column("CAMEO code")
    goldstein: float = column("Goldstein weight, -10 to 10")
    quad: int = column("quad class, 1 to 4")
    status: str = column("status that the reports together support")
    date_from: date | None = column("earliest day")
    date_to: date | None = column("latest day")
    place: str | None = column("where")
    issues: tuple[str, ...] = column("interstate issues")
    n_documents: int = column("documents that report it, copies counted once")
    n_outlets: int = column("outlets that report it")
    summary: str = column("one line, composed from codes")
    historical: bool = column("background in every report of it", default=False)
    event_ids: tuple[str, ...] = column("the mentions it was merged from", default=())
    links: tuple[Link, ...] = column("the same act planned, called off or held, as incidents of their own", default=())
    origin: str = column("text, gdelt, icews or polecat", default="text")
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
class Reaction:
    """One row an incident that answers another."""

    incident_id: str = column("what was answered")
    answer_id: str = column("the answer")
    lag_days: int = column("days between them")
    p: float = column("probability that it is an answer, 0 to 1")
    basis: str = column("stated (the text says so) or timing")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """One row a pair, side and kind of act: how the other side answers such acts, by a mutually exciting process."""

    a: str = column("state that acts")
    b: str = column("state that may answer")
    measure: str = column("kind of the acts: cooperation or conflict")
    from_: date = column("first day of what was fitted", name="from")
    to: date = column("last day of what was fitted")
    n_acts: int = column("such acts of a toward b, joint acts left out")
    n_answering: int = column("acts of b toward a of the same kind")
    usual: float = column("such acts of a a week that nothing calls forth")
    answers: float = column("acts of the same kind of b that one such act calls forth directly")
    answers_low: float = column("lower end of its 90 % interval")
    answers_high: float = column("upper end")
    crossed: float = column("acts of the other kind of b that one such act calls forth directly")
    repeats: float = column("further such acts of a that one calls forth directly")
    turns: float = column("acts of the other kind of a that one such act calls forth directly")
    half_life: float = column("days in which the pull of an act halves, one for the pair")
    half_life_low: float = column("lower end of its 90 % interval")
    half_life_high: float = column("upper end")
    spiral: float = column("branching ratio of the pair: further acts an act calls forth in a generation; 1 never ends")
    spiral_low: float = column("lower end of its 90 % interval")
    spiral_high: float = column("upper end")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Driver:
    """An incident and its share of a move of the index, in index points.

    `kind` is new (happened since the row before), fading (older, losing weight), later (its evidence reaches back) or
    rest (all others together, with an empty `incident_id`: the drivers of a row sum to its move).
    """

    incident_id: str
    contribution: float
    kind: str = "new"


@dataclass(frozen=True, slots=True)
class Relation:
    """One row a pair of states and period: counts, and the index of cooperation and conflict with its 90 % band."""

    a: str = column("first state, alphabetical unless directed")
    b: str = column("second state")
    directed: bool = column("true when only acts of a toward b count")
    period: str = column("day, week or month")
    from_: date = column("first day of the period", name="from")
    to: date = column("last day of the period")
    n_incidents: int = column("incidents in the period")
    n_documents: int = column("documents that report them")
    cooperation: int = column("cooperative incidents")
    conflict: int = column("conflictual incidents")
    index: float = column("100 (P(cooperation) - P(conflict)), -100 to 100")
    low: float = column("lower end of the 90 % band")
    high: float = column("upper end of the 90 % band")
    drivers: tuple[Driver, ...] = column("incidents and what each contributed to the move since the period before")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """One row a day on which a relation changed course."""

    a: str = column("first state")
    b: str = column("second state")
    day: date = column("the day", name="date")
    direction: str = column("up or down")
    strength: float = column("score of the change, higher is sharper")
    incident_ids: tuple[str, ...] = column("incidents responsible")
    online: bool = column("seen without looking ahead")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Component:
    """One negative binomial of an outlook's mixture."""

    weight: float
    mean: float
    size: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """One row a forecast of next period's counts for a pair of states."""

    a: str = column("first state")
    b: str = column("second state")
    made_on: date = column("last day whose events it knows")
    from_: date = column("first day forecast", name="from")
    to: date = column("last day forecast")
    measure: str = column("cooperation or conflict")
    mixture: tuple[Component, ...] = column("negative binomials with weights that sum to 1")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Normal:
    """One component of a mixture: a normal distribution with its weight."""

    weight: float
    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class IndexOutlook:
    """One row a forecast of the index of a pair of states for the next week or month."""

    a: str = column("first state")
    b: str = column("second state")
    made_on: date = column("last day whose events it knows")
    from_: date = column("first day forecast", name="from")
    to: date = column("last day forecast")
    index: float = column("median of the index forecast")
    low: float = column("lower end of its central 90 %")
    high: float = column("upper end")
    mixture: tuple[Normal, ...] = column("normals with weights that sum to 1")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Framing:
    """One row an incident and outlet: whether and how the outlet told it."""

    incident_id: str | None = column("incident; null for a month of a pair")
    a: str = column("first state of the pair")
    b: str = column("second state of the pair")
    outlet: str = column("outlet")
    covered: bool = column("the outlet reports the incident")
    n_documents: int = column("documents of the outlet that do, copies counted once")
    tone: float | None = column("mean tone of its words about the pair, -1 to 1; null where nothing is said")
    spokespeople: tuple[str, ...] = column("who is quoted, by name")
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


STORED: Final[Mapping[str, type]] = {
    "documents": Document,
    "rejects": Reject,
    "events": Event,
    "incidents": Incident,
    "quotes": Quote,
    "forecasts": Forecast,
    "stances": Stance,
    "polls": Poll,
    "domestic": Domestic,
    "reactions": Reaction,
    "reciprocity": Reciprocity,
    "relations": Relation,
    "turning_points": TurningPoint,
    "outlooks": Outlook,
    "index_outlooks": IndexOutlook,
    "framing": Framing,
    "superseded": Superseded,
}
