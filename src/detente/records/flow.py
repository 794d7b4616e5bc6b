"""What flows through the walk and is not stored: files, raw documents, and annotated text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.records.base import Span
from detente.records.coded import Document


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
    titled: tuple[str, ...] = ()
    """Codes of the actors that the title names, where the title is no part of the text."""
