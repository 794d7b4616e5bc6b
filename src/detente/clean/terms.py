"""Terms of office: a text that calls somebody president was mostly written while he was president."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from detente import lexicons
from detente.clean import datecues, vocabulary
from detente.clean.vocabulary import Vocabulary

OPENING: Final = 3.5  # log units for days outside a term that the opening names
LATER: Final = 1.5  # the same for mentions further down, which may tell of the past
GRACE: Final = timedelta(days=45)  # texts keep a title a little longer
LAST: Final = date(2100, 1, 1)
MOST: Final = 12  # office-holders that one text is dated by
NAME: Final = re.compile(
    r"\s+((?:[A-Z][\w.'’-]*|de|da|al-\w+|bin|von|van)(?:\s(?:[A-Z][\w.'’-]*|de|da|bin|von|van|al-\w+)){0,4})"
)
BEFORE: Final = 24  # characters before a title that may hold "former" or "deputy"
YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")

Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Term:
    """A mention of an office-holder with the periods in which the title was right."""

    start: int
    end: int
    periods: tuple[Period, ...]
    former: bool
    penalty: float

    @property
    def date_from(self) -> date:
        """First day of the first period (the last day of office, for a former holder)."""
        return min(last for _, last in self.periods) if self.former else min(first for first, _ in self.periods)

    @property
    def date_to(self) -> date | None:
        """Last day of the last period, where it has ended."""
        last = max(last for _, last in self.periods)
        return None if self.former or last >= LAST else last

    @property
    def allowed(self) -> tuple[Period, ...]:
        """The periods in which the mention can have been written."""
        if self.former:
            return ((self.date_from, LAST),)
        return tuple((begin, end if end >= LAST else end + GRACE) for begin, end in self.periods)


def find(text: str, spans: Sequence[tuple[int, int]], *, opening: int = 0) -> Iterator[Term]:
    """The office-holders named with their title in `spans`, each once; the first `opening` spans are the opening."""
    index, holders = _index()
    known = _known(text, spans)
    titles = [title for title in index.possible(known) if title in known.folded] if known else []
    seen: set[tuple[Period, ...]] = set()
    for number, (start, end) in enumerate(spans if titles else ()):
        folded = text[start:end].casefold()
        if len(folded) != end - start:
            continue
        for at, title in vocabulary.places(titles, folded, 0, len(folded)):
            if (at and folded[at - 1].isalnum()) or folded[at + len(title) : at + len(title) + 1].isalnum():
                continue
            name = NAME.match(text, start + at + len(title), end)
            term = None if name is None else _term(text, start + at, name, holders[title], number < opening)
            if term is not None and term.periods not in seen:
                seen.add(term.periods)
                yield term
                if len(seen) >= MOST:
                    return


def people(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Term]:
    """Office-holders named in full without their title: the news knows them some years before and after office."""
    index, periods = _people()
    words = _known(text, spans)
    names = [name for name in index.possible(words) if name in text] if words else []
    seen: set[str] = set()
    for start, end in spans if names else ():
        for at, name in vocabulary.places(names, text, start, end):
            known = periods[name]
            if (
                (at and text[at - 1].isalnum())
                or text[at + len(name) : at + len(name) + 1].isalnum()
                or known[0] in seen
            ):
                continue
            seen.add(known[0])
            yield Term(at, at + len(name), (known[1],), former=False, penalty=0.0)
            if len(seen) >= MOST:
                return


def _known(text: str, spans: Sequence[tuple[int, int]]) -> Vocabulary | None:
    """The words between the first and the last of the spans."""
    if not spans:
        return None
    return vocabulary.of(text, min(start for start, _ in spans), max(end for _, end in spans))


@cache
def _people() -> tuple[vocabulary.Index, dict[str, tuple[str, Period]]]:
    """The index of full names, and for each the person with the years in which news may speak of them."""
    found: dict[str, tuple[str, date, date]] = {}
    for row in lexicons.table("offices"):
        first, last = _day(row["from"], last=False), _day(row["to"], last=True) if row["to"] else LAST
        for name in (row["person"], *row.listed("aliases")):
            if " " in name and name.split()[0].casefold() not in ("president", "minister", "king"):
                known = found.get(name, (row["person"], first, last))
                found[name] = (known[0], min(known[1], first), max(known[2], last))
    index = vocabulary.Index(found, whole=True)
    return index, {name: (person, (first, last)) for name, (person, first, last) in found.items()}


def _term(
    text: str, start: int, name: re.Match[str], holders: dict[str, tuple[Period, ...]], opening: bool
) -> Term | None:
    words = name[1].split()
    for size in range(len(words), 0, -1):
        known = " ".join(words[:size]).rstrip(".'’")
        periods = holders.get(known) or holders.get(known.removesuffix("'s").removesuffix("’s"))
        if periods is None:
            continue
        lead = text[max(0, start - BEFORE) : start]
        if datecues.pattern("deputy").search(lead):
            return None
        if not opening and YEAR.search(text[max(0, start - 120) : name.end() + 60]):
            return None
        former = datecues.pattern("former").search(lead) is not None
        return Term(start, name.start(1) + len(known), periods, former, OPENING if opening and not former else LATER)
    return None


@cache
def _index() -> tuple[vocabulary.Index, dict[str, dict[str, tuple[Period, ...]]]]:
    """The index of titles, and for each title its holders' names with their periods."""
    found: dict[str, dict[str, list[Period]]] = {}
    for row in lexicons.table("offices"):
        period = (_day(row["from"], last=False), _day(row["to"], last=True) if row["to"] else LAST)
        title = row["title"].casefold()
        if not title:
            continue
        surnames = [row["surname"]] if row["surname"] else []
        for name in dict.fromkeys((row["person"], *row.listed("aliases"), *surnames)):
            found.setdefault(title, {}).setdefault(name, []).append(period)
    holders = {
        title: {name: tuple(sorted(periods)) for name, periods in names.items()} for title, names in found.items()
    }
    return vocabulary.Index(found, whole=True), holders


def _day(written: str, *, last: bool) -> date:
    """A day from YYYY, YYYY-MM or YYYY-MM-DD."""
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 3:
        return date(*parts)
    month = parts[1] if len(parts) == 2 else (12 if last else 1)
    return date(parts[0], month, monthrange(parts[0], month)[1] if last else 1)
