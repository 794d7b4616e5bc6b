"""The gazetteer: every name, demonym, capital, metonym, body, office-holder and role of the lexicons in one automaton.

A form with a capital letter is matched as it is written, any other in every case; accents and curly apostrophes do
not count. The longest of the overlapping forms wins, the leftmost first, and a form must stand on word borders.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import ahocorasick

from detente import lexicons
from detente.errors import LexiconError
from detente.lexicons import Row

COMMON: Final = ("role", "body")
EARLIEST: Final = date.min
LATEST: Final = date.max


@dataclass(frozen=True, slots=True)
class Entry:
    """What one form may stand for. `terms`: of an office-holder, oldest first, or the life of a state.

    `surname`: the form is a surname alone, `alone`: that is enough while in office; `given`: the form also is a name
    that people bear ("Jordan", "Chad").
    """

    kind: str
    name: str
    codes: tuple[str, ...] = ()
    sector: str | None = None
    office: str | None = None
    terms: tuple[Term, ...] = ()
    surname: bool = False
    alone: bool = True
    given: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One stretch in office."""

    state: str
    title: str
    sector: str | None
    begins: date
    ends: date
    office: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A form found in a text: half-open offsets into that text, and what it may stand for."""

    start: int
    end: int
    entries: tuple[Entry, ...]


class Gazetteer:
    """Aho-Corasick automata over forms: `cased` (proper names), `folded` (roles and bodies that many states have)."""

    def __init__(self, entries: Iterable[tuple[str, Entry]]) -> None:
        cased: dict[str, list[Entry]] = {}
        folded: dict[str, list[Entry]] = {}
        for form, entry in entries:
            key = plain(form)
            common = entry.kind in COMMON and not (key.isupper() and len(key) < 6)
            kept = folded.setdefault(key.lower(), []) if common else cased.setdefault(key, [])
            if entry not in kept:
                kept.append(entry)
        self.states = {
            entry.codes[0]: entry.name
            for kept in cased.values()
            for entry in kept
            if entry.kind in ("state", "organisation") and entry.codes
        }
        self.sovereign = {
            entry.codes[0] for kept in cased.values() for entry in kept if entry.kind == "state" and entry.codes
        }
        self.cased = automaton((form, tuple(kept)) for form, kept in cased.items())
        self.folded = automaton((form, tuple(kept)) for form, kept in folded.items())
        self.shouted = automaton((form.upper(), form) for form in sorted(cased) if len(form) > 3 or form.isupper())
        self.short = {row["form"]: row.listed("needs") for row in lexicons.table("short_names")}
        self.seats = {row["form"]: (row.listed("needs"), row["code"]) for row in lexicons.table("short_names")}
        self.ambiguous = {
            row["form"]: (frozenset(row.listed("against")), frozenset(row.listed("favour")))
            for row in lexicons.table("ambiguities")
        }

    def find(self, text: str) -> list[Hit]:
        """Proper names in `text`, not overlapping, in order."""
        return [Hit(start, end, entries) for start, end, entries in longest(self.cased, plain(text))]

    def find_folded(self, text: str) -> list[Hit]:
        """Common nouns (roles, ministries) in `text`, not overlapping, in order."""
        return [Hit(start, end, entries) for start, end, entries in longest(self.folded, plain(text).lower())]

    def truecase(self, text: str) -> str:
        """A text set in capitals as it would stand in print, of the same length: names keep their capitals."""
        chars = list("".join(c.lower() if len(c.lower()) == 1 else c for c in text))
        for start, end, form in longest(self.shouted, plain(text)):
            chars[start:end] = form if len(form) == end - start else chars[start:end]
        fresh = True
        for at, char in enumerate(chars):
            if fresh and char.isalpha():
                chars[at] = char.upper() if len(char.upper()) == 1 else char
                fresh = False
            elif char in ".!?" and text[at + 1 : at + 2] in (" ", ""):
                fresh = True
        return "".join(chars)

    def sentence_case(self, text: str, common: Collection[str]) -> str:
        """A headline in Title Case as it would stand in a sentence, of the same length: `common` words are lowered."""
        kept = [(start, end) for start, end, _ in longest(self.cased, plain(text))]
        chars = list(text)
        for at, word in _words_of(text):
            inside = any(start <= at < end for start, end in kept)
            if at and not inside and word[0].isupper() and word[1:].islower() and word.lower() in common:
                chars[at] = word[0].lower()
        return "".join(chars)


def _words_of(text: str) -> Iterator[tuple[int, str]]:
    """The words of a text with their offsets."""
    begin = -1
    for at, char in enumerate(text + " "):
        if char.isalpha() and begin < 0:
            begin = at
        elif not char.isalpha() and begin >= 0:
            yield begin, text[begin:at]
            begin = -1


def longest(automaton: Any, text: str) -> Iterator[tuple[int, int, Any]]:
    """Matches on word borders, the leftmost first and of these the longest, none overlapping another."""
    if not len(automaton):
        return
    found = [
        (last - length + 1, -(last + 1), value)
        for last, (length, value) in automaton.iter(text)
        if _borders(text, last - length + 1, last + 1)
    ]
    found.sort(key=lambda match: match[:2])
    reached = 0
    for start, stop, value in found:
        if start >= reached:
            reached = -stop
            yield start, -stop, value


def _borders(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())


def automaton(pairs: Iterable[tuple[str, Any]]) -> Any:
    automaton = ahocorasick.Automaton()
    for form, value in pairs:
        automaton.add_word(form, (len(form), value))
    if len(automaton):
        automaton.make_automaton()
    return automaton


class _Plain(dict[int, str]):
    """Lazily filled table: a letter without its accents where that leaves one letter, plain quotes for curly ones."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFD", char)[:1]
        self[code] = base if base.isascii() else char
        return self[code]


_PLAIN: Final = _Plain({ord("’"): "'", ord("‘"): "'", ord("ʼ"): "'", ord("“"): '"', ord("”"): '"', ord("–"): "-"})


def plain(text: str) -> str:
    """`text` without accents and curly quotes, of the same length."""
    return text if text.isascii() else text.translate(_PLAIN)


@cache
def words(kind: str) -> Mapping[str, str]:
    """Every form of one kind of `actor_words.tsv`, as written there, with its value."""
    return {
        form: row["value"]
        for row in lexicons.table("actor_words")
        if row["kind"] == kind
        for form in row.listed("forms")
    }


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the shipped lexicons."""
    return Gazetteer(shipped())


def shipped() -> Iterator[tuple[str, Entry]]:
    """Every form of the shipped lexicons with what it may stand for."""
    for row in _rows("states"):
        yield from _state(row)
    for row in _rows("organisations"):
        yield from _organisation(row)
    yield from _holders()
    yield from _bodies()
    for row in _rows("places"):
        for form in dict.fromkeys((row["name"], *row.listed("aliases"))):
            if len(form) > 2:
                yield form, Entry("place", row["name"], _code(row["state"]), given=True)
    for row in _rows("short_names"):
        yield row["form"], Entry("short", row["form"], row.listed("code"))
    for row in _rows("not_actors"):
        yield row["form"], Entry("none", row["form"])
    for row in _rows("state_prefixes"):
        yield row["form"], Entry("prefix", row["form"], (row["code"],))


def _bodies() -> Iterator[tuple[str, Entry]]:
    """Bodies of one state as proper names, those that many states have and roles as common nouns."""
    for row in _rows("bodies"):
        kind = "metonym" if row["state"] else "body"
        for form in row.listed("forms"):
            yield form, Entry(kind, row["body"], _code(row["state"]), row["sector"] or None)
    for row in _rows("roles"):
        for form in row.listed("forms"):
            yield form, Entry("role", row["role"], (), row["sector"] or None, row["office"] or None)


def _code(cell: str) -> tuple[str, ...]:
    return (cell,) if cell else ()


def _organisation(row: Row) -> Iterator[tuple[str, Entry]]:
    codes = (row["code"],)
    terms = (Term(row["code"], "", None, day(row["from"], EARLIEST), day(row["to"], LATEST)),)
    for form in (row["name"], *row.listed("names")):
        yield form, Entry("organisation", row["name"], codes, terms=terms)
    for form in row.listed("demonyms"):
        yield form, Entry("demonym", row["name"], codes)


def _state(row: Row) -> Iterator[tuple[str, Entry]]:
    codes = (row["code"],)
    terms = (Term(row["code"], "", None, day(row["from"], EARLIEST), day(row["to"], LATEST)),)
    given = frozenset(
        cell.partition(":")[0].strip() for cell in row.listed("ambiguous") if "name" in cell.partition(":")[2]
    )
    for form in dict.fromkeys((row["name"], *row.listed("names"))):
        yield form, Entry("state", row["name"], codes, terms=terms, given=form in given)
    for form in row.listed("demonyms"):
        yield form, Entry("demonym", row["name"], codes, terms=terms)
        if form[-1:] in "ni" and form[-3:] != "men":
            yield form + "s", Entry("demonym", row["name"], codes, terms=terms)
    for form in dict.fromkeys((*row.listed("capital"), *row.listed("capitals"))):
        yield form, Entry("capital", row["name"], codes, terms=terms, given=form in given)
    for form in row.listed("metonyms"):
        yield form, Entry("metonym", row["name"], codes, terms=terms)


def _holders() -> Iterator[tuple[str, Entry]]:
    """Office-holders: all terms of a person in one entry; the surname as a form of its own."""
    people: dict[str, list[Row]] = {}
    for row in _rows("offices"):
        people.setdefault(row["person"], []).append(row)
    for person, rows in people.items():
        terms = tuple(
            Term(
                row["state"], row["title"] or row["office"], row["sector"] or None,
                day(row["from"], EARLIEST), day(row["to"], LATEST), row["office"],
            )
            for row in sorted(rows, key=lambda row: (row["from"], row["to"] or "9"))
        )  # fmt: skip
        entry = Entry("leader", person, terms=terms)
        surname = Entry("leader", person, terms=terms, surname=True, alone=any(_yes(row["surname_ok"]) for row in rows))
        for form in dict.fromkeys((person, *(alias for row in rows for alias in row.listed("aliases")))):
            yield form, surname if " " not in form else entry
        yield rows[0]["surname"] or person.rpartition(" ")[2], surname


def _yes(cell: str) -> bool:
    return cell.lower() in ("yes", "y", "1", "true")


def day(cell: str, default: date) -> date:
    """The day a cell names; a year or month alone means its first day (or its last, for the end of a term)."""
    if not cell:
        return default
    parts = [int(part) for part in cell.split("-")]
    if default is LATEST:
        year, month = parts[0], parts[1] if len(parts) > 1 else 12
        if len(parts) < 3:
            following = date(year + month // 12, month % 12 + 1, 1)
            return date.fromordinal(following.toordinal() - 1)
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


def _rows(name: str) -> tuple[Row, ...]:
    try:
        return lexicons.table(name)
    except LexiconError:
        return ()
