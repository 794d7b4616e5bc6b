"""The people of a document: fullest name, role, affiliation, country, and every place where they are named.

Roles come from titles ("Foreign Minister X"), appositions ("X, director of the Y"; "The institute's director, X")
and relative clauses ("X, who heads the Y ministry"); the country from the state in the role, the name or the place
of the affiliation ("Moscow-based", "Carnegie Moscow Center", "in Izmir"); of an office-holder without one from the
state that acts in the same sentence. Institutions that can speak (ministries, seats, organisations) stand in the
table too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from detente.annotate.descriptions import Description, after, before, owner, title
from detente.annotate.names import plain, words
from detente.annotate.phrases import Name, head_of
from detente.annotate.sentences import Line
from detente.records import Person, Span

OFFICIAL = frozenset(("government", "military", "legislature"))


@dataclass(slots=True)
class Entry:
    """What is known of one person so far."""

    name: str
    descriptions: list[Description] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    country: str | None = None
    office: str | None = None
    sector: str | None = None
    gender: str | None = None
    former: bool = False
    shown: str | None = None


def find(
    lines: Sequence[Line], found: Sequence[list[Name]], states: Mapping[str, str], home: str | None = None
) -> tuple[Person, ...]:
    """The table, in the order of first mention; people in `found` get role, sector, codes and country from it.

    `states` gives the name of a state for its code. `home` is the state of the outlet: an expert of whom a paper says
    what he is and not whence he comes is at home there.
    """
    table: dict[str, Entry] = {}
    bodies: dict[str, Entry] = {}
    for line, row in zip(lines, found, strict=True):
        for name in row:
            if name.person and name.kind in ("leader", "person"):
                _enter(line, row, name, table)
            elif name.kind in ("metonym", "organisation", "group") and not name.person:
                _body(line, name, bodies)
    _housed(list(table.values()))
    people = [_record(entry, states, home) for entry in table.values()]
    for row in found:
        for name in row:
            if name.person in table:
                _informed(name, table[name.person])
                name.person = table[name.person].shown or name.person
    return (*people, *(_institution(entry) for entry in bodies.values()))


def _enter(line: Line, row: Sequence[Name], name: Name, table: dict[str, Entry]) -> None:
    """One mention of a person: titles and appositions around it go into the table."""
    title = _joined(line, row, name)
    key = name.person or ""
    known = table.get(key) or _same(key, table)
    if known is None:
        known = table[key] = Entry(key)
    if name.kind == "leader" and not name.surname:
        known.shown = known.shown or _spelling(line, name, key)
    name.person = key if key in table else known.name
    if name.kind == "leader":
        known.office, known.country, known.sector = name.role, name.country, name.sector
    known.former = known.former or name.former
    known.gender = known.gender or name.gender
    described = [d for d in (title, after(line, row, name), before(line, row, name)) if d is not None]
    for description in described:
        if description.affiliation and not description.codes and description.sector in OFFICIAL:
            description.sector = "academic"
        known.descriptions.append(description)
        if description.phrase is not None:
            description.phrase.person = known.name
    if name.kind == "person" and not any(d.country for d in described):
        official = next((d for d in described if d.sector in OFFICIAL and not d.former), None)
        if official is not None:
            official.country = owner(line, row, name, official.sector)
    known.spans.append(Span(*line.raw(name.start, name.end)))


def _spelling(line: Line, name: Name, known: str) -> str | None:
    """The full name as the document spells it, where that differs by letters and not by words ("Sergey")."""
    spelt = line.text[name.start : name.end]
    spelt = " ".join(spelt.split(" ")[-len(known.split(" ")) :])
    alike = plain(spelt).split(" ")[-1][:3] == plain(known).split(" ")[-1][:3] and spelt[0] == known[0]
    return spelt if alike and spelt.count(" ") == known.count(" ") else None


def _joined(line: Line, row: Sequence[Name], name: Name) -> Description | None:
    """The title directly before a name; the name's mention then takes in the whole phrase."""
    phrase = next((p for p in row if p.kind == "role" and p.last == name.first and p.first < name.first), None)
    for covered in row:
        if covered.kind == "role" and name.first <= covered.first and covered.last <= name.last:
            covered.inside = True
    if phrase is None:
        found = title(line, row, name.first) if not name.codes else None
        if found is None:
            return None
        name.first, name.start = found[1], line.starts[found[1]]
        return found[0]
    description = Description.of_phrase(line, row, phrase)
    name.first, name.start = phrase.first, phrase.start
    phrase.inside = True
    name.head = head_of(line.sentence.tokens, name.first, name.last)
    name.parts = [*phrase.parts, *name.parts]
    if phrase.plural and len(phrase.codes) > 1:
        description.codes, description.country = (), None
    return description


def _same(name: str, table: Mapping[str, Entry]) -> Entry | None:
    """An entry for the same person under another spelling: same surname, first names that begin alike."""
    parts = plain(name).split(" ")
    if len(parts) < 2:
        return None
    for other in table.values():
        theirs = plain(other.name).split(" ")
        if len(theirs) > 1 and theirs[-1] == parts[-1] and theirs[0][:2] == parts[0][:2] and len(parts[0]) > 2:
            return other
    return None


def _informed(name: Name, entry: Entry) -> None:
    """A mention told what the table knows of its bearer."""
    best = next((d for d in entry.descriptions if d.role), None)
    described = next((d for d in entry.descriptions if d.codes or d.country), None)
    name.gender = name.gender or entry.gender
    if name.kind == "role":
        return
    name.role = name.role or (best.role if best else None)
    name.sector = name.sector or (best.sector if best else None)
    name.country = name.country or (described.country if described else None)
    name.former = name.former or any(_over(name, d) for d in entry.descriptions)
    if name.former:
        name.codes = ()
    elif not name.codes and described is not None:
        official = name.sector in OFFICIAL and described.country
        name.codes = described.codes or ((described.country,) if official and described.country else ())


def _over(name: Name, description: Description) -> bool:
    """True when "former" takes away what somebody is: of an office-holder only the very office that he holds."""
    if not description.former or name.kind != "leader" or not name.country:
        return description.former
    return description.phrase is not None and description.phrase.office in (name.office, None)


def _record(entry: Entry, states: Mapping[str, str], home: str | None) -> Person:
    described = entry.descriptions
    role = next((d.role for d in sorted(described, key=lambda d: d.rank) if d.role), None) or entry.office
    affiliation = next((d.affiliation for d in described if d.affiliation), None)
    country = next((d.country for d in described if d.country), None) if entry.country is None else entry.country
    if country is None and entry.office is None and any(d.role or d.affiliation for d in described):
        country = home
    official = (entry.sector or next((d.sector for d in described if d.sector), None)) in OFFICIAL
    if affiliation is None and official and country is not None and not entry.former:
        affiliation = states.get(country)
    return Person(entry.shown or entry.name, role, affiliation, country, tuple(entry.spans))


def _housed(entries: Sequence[Entry]) -> None:
    """ "The same institute" and "her colleague" told which house that is: the one named last before."""
    last: Description | None = None
    for entry in entries:
        for description in entry.descriptions:
            first = (description.affiliation or "").split(" ")[0].lower()
            if last is not None and (first in words("anaphor") or (description.mate and not description.affiliation)):
                description.affiliation = last.affiliation
                description.country = description.country or last.country
            if description.affiliation and first not in words("anaphor"):
                last = description


def _body(line: Line, name: Name, bodies: dict[str, Entry]) -> None:
    """A body that can speak: a seat, an organisation, a ministry."""
    tokens = line.sentence.tokens
    if name.kind == "group" and (name.plural or name.sector not in OFFICIAL or not name.parts):
        return
    first = name.first + (tokens[name.first].tag == "DT")
    text = line.text[line.starts[first] : name.end] if first < name.last else line.text[name.start : name.end]
    entry = bodies.setdefault(text, Entry(text, sector=name.sector))
    entry.country = entry.country or (name.codes[0] if name.codes else None)
    entry.spans.append(Span(*line.raw(name.start, name.end)))


def _institution(entry: Entry) -> Person:
    return Person(entry.name, None, entry.name, entry.country, tuple(entry.spans), institution=True)
