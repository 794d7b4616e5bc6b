"""How codes, days and numbers are put into words: names of states, glossary labels, dates, signs."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from detente.lexicons import table

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""Not taken from the locale: the same words everywhere."""
ORIGINS: Final = {
    "text": "Détente, from text",
    "gdelt": "GDELT",
    "icews": "ICEWS",
    "polecat": "POLECAT",
    "plover": "PLOVER",
}
"""Whoever coded an incident."""
LINKS: Final = {
    "cancels": "calls off",
    "cancelled_by": "called off by",
    "carries_out": "carries out",
    "carried_out_by": "carried out by",
    "replaces": "replaces",
    "replaced_by": "replaced by",
}
"""What a linked incident is to another."""
NOT_KNOWN: Final = "date not known"


@dataclass(frozen=True, slots=True)
class Term:
    """One code of the glossary: what it is called, the phrase that heads a group of it, what it means."""

    code: str
    label: str
    phrase: str
    definition: str


def term(kind: str, code: object) -> Term:
    """The glossary's word for a code; a code it lacks speaks for itself."""
    text = str(code)
    return _glossary().get((kind, text)) or Term(text, text.replace("_", " "), "", "")


def terms(kind: str) -> tuple[Term, ...]:
    """Every term of one kind, in the order of the glossary."""
    return tuple(entry for (of, _), entry in _glossary().items() if of == kind)


def state_name(code: str) -> str:
    """The English name of a state or organisation; the code itself where the lexicons lack it."""
    return _names().get(code, code)


def with_article(code: str) -> str:
    """The name as it stands inside a sentence: "the United States", "Russia"."""
    name = state_name(code)
    return f"the {name}" if code in _articles() else name


def issue_name(code: str) -> str:
    """The English name of an interstate issue: its code with spaces, or the word of the glossary."""
    return term("issue", code).label


def joined(parts: Sequence[str], *, last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def day(value: date) -> str:
    """ "3 May 2011"."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def month(value: date) -> str:
    """ "May 2011"."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def interval(first: date | None, last: date | None) -> str:
    """The shortest clear words for an inclusive interval, open sides allowed."""
    if first is None or last is None:
        if first is None and last is None:
            return NOT_KNOWN
        return f"from {day(first)}" if first is not None else f"until {day(last)}"  # type: ignore[arg-type]
    if first == last:
        return day(first)
    whole_months = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if whole_months and first.month == 1 and last.month == 12:
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if whole_months and (first.year, first.month) == (last.year, last.month):
        return month(first)
    if whole_months:
        return f"{MONTHS[first.month - 1]} – {month(last)}" if first.year == last.year else _wide(first, last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def _wide(first: date, last: date) -> str:
    return f"{month(first)} – {month(last)}"


def signed(value: float, digits: int = 0) -> str:
    """ "+12", "−12" with a true minus, "0"; never "−0"."""
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0:
        return text
    return f"+{text}" if value > 0 else f"\N{MINUS SIGN}{text}"


def percent(share: float) -> str:
    """ "73 %"; never 0 % or 100 % unless it is exactly so."""
    rounded = round(100 * share)
    if rounded == 0 and share > 0:
        return "under 1\N{NO-BREAK SPACE}%"
    if rounded == 100 and share < 1:
        return "over 99\N{NO-BREAK SPACE}%"
    return f"{rounded}\N{NO-BREAK SPACE}%"


def excerpt(text: str, length: int = 120) -> str:
    """The text on one line, cut at a word when it is longer than `length` characters."""
    line = " ".join(text[: 4 * length + 200].split())
    if len(line) <= length:
        return line
    cut = line.rfind(" ", length // 2, length)
    return f"{line[: cut if cut > 0 else length]} …"


@cache
def _glossary() -> dict[tuple[str, str], Term]:
    return {
        (row["kind"], row["code"]): Term(row["code"], row["label"], row["phrase"], row["definition"])
        for row in table("glossary")
        if row["kind"] != "article"
    }


@cache
def _articles() -> frozenset[str]:
    return frozenset(row["code"] for row in table("glossary") if row["kind"] == "article")


@cache
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for name in ("states", "organisations") for row in table(name)}
