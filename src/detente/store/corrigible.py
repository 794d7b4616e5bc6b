"""Which columns of which tables a person may correct, and what may stand in them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from detente import lexicons
from detente.errors import UsageError
from detente.records import STATUSES

IDENTITY: Final[Mapping[str, str]] = {
    "events": "event_id",
    "quotes": "quote_id",
    "forecasts": "forecast_id",
    "documents": "doc_id",
    "stances": "stance_id",
    "polls": "poll_id",
    "domestic": "domestic_id",
}
"""The tables whose rows may be judged, each with the column that names a row."""

FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "events": {
        "plover": "plover",
        "cameo": "cameo",
        "source": "actors",
        "target": "actors",
        "status": "status",
        "date_from": "date",
        "date_to": "date",
        "historical": "flag",
        "place": "text",
        "issues": "issues",
    },
    "quotes": {"speaker": "text", "role": "text", "affiliation": "text", "country": "actor"},
    "forecasts": {
        "speaker": "text",
        "class": "class",
        "direction": "direction",
        "a": "actors",
        "b": "actors",
        "about": "text",
        "horizon_from": "date",
        "horizon_to": "date",
        "p": "probability",
        "outcome": "outcome",
    },
    "documents": {"title": "text", "outlet": "text", "outlet_country": "actor", "agency": "text"},
    "stances": {"speaker": "name", "country": "actor", "stance": "stance"},
    "polls": {"value": "number", "question": "text", "population": "text", "pollster": "text", "about": "actors"},
    "domestic": {
        "state": "state",
        "status": "status",
        "date_from": "date",
        "date_to": "date",
        "bears_on": "actors",
        "issues": "issues",
    },
}
LETTERS: Final[Mapping[str, str]] = {
    "e": "events",
    "q": "quotes",
    "f": "forecasts",
    "d": "documents",
    "s": "stances",
    "p": "polls",
    "n": "domestic",
}
"""The first letter of an identity tells its table."""

REQUIRED: Final = frozenset({"plover", "cameo", "status", "flag", "class", "stance", "number", "name", "state"})
"""Kinds of columns that may not be left empty."""

LONGEST: Final = 500
"""Characters of a text that is put in a row."""

NOTHING: Final = ("", "null", "none", "-")
"""What a person writes for an empty column."""

TRUE, FALSE = ("true", "yes", "1"), ("false", "no", "0")


def table_of(row_id: str) -> str | None:
    """The table that a row's identity belongs to, by its first letter; None where none does."""
    return LETTERS.get(row_id[:1])


def kind(table: str, field: str) -> str:
    """What may stand in a column. Raises `UsageError` for a table or column that cannot be corrected."""
    if table not in FIELDS:
        raise UsageError(f"The rows of {table} cannot be corrected.", hint=f"Those of {', '.join(FIELDS)} can.")
    if field not in FIELDS[table]:
        raise UsageError(
            f"The column {field} of {table} cannot be corrected.", hint=f"These can: {', '.join(FIELDS[table])}."
        )
    return FIELDS[table][field]


def value(table: str, field: str, given: Any) -> Any:
    """What is given, as the column holds it in JSON: text from a person or a value from a ledger. Raises `UsageError`.

    Lists may be written with commas; a word from `NOTHING` empties a column that may be empty.
    """
    sort = kind(table, field)
    if isinstance(given, str):
        given = " ".join(given.split())
        if given.casefold() in NOTHING:
            given = None
    if sort in ("actors", "issues"):
        parts = given.split(",") if isinstance(given, str) else given or []
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            raise UsageError(f"The column {field} takes a list of codes, not {given!r}.")
        one = "actor" if sort == "actors" else "issue"
        return sorted({_of(one, field, part.strip()) for part in parts if part.strip()})
    if given is None:
        if sort in REQUIRED:
            raise UsageError(f"The column {field} of {table} cannot be empty.")
        return None
    return _of(sort, field, given)


@cache
def codes(sort: str) -> tuple[str, ...]:
    """The codes that a kind of column takes, in their lexicon's order; empty where it takes none."""
    if sort == "plover":
        return tuple(row["type"] for row in lexicons.table("plover"))
    if sort == "cameo":
        return tuple(row["code"] for row in lexicons.table("cameo") if row["plover"])
    if sort == "status":
        return STATUSES
    if sort == "state":
        return tuple(sorted(row["code"] for row in lexicons.table("states")))
    if sort == "actor":
        return tuple(sorted({*codes("state"), *(row["code"] for row in lexicons.table("organisations"))}))
    if sort == "stance":
        return tuple(dict.fromkeys(row["stance"] for row in lexicons.table("stance_words")))
    return tuple(row["code"] for row in lexicons.table("glossary") if row["kind"] == sort)


def _of(sort: str, field: str, given: Any) -> Any:
    reader = _READERS.get(sort)
    if reader is not None:
        return reader(field, given)
    known = codes(sort)
    if not isinstance(given, str):
        raise UsageError(f"The column {field} takes a code, not {given!r}.")
    for form in (given, given.upper(), given.casefold()):
        if form in known:
            return form
    near = difflib.get_close_matches(given, known, n=1, cutoff=0.0) or difflib.get_close_matches(
        given.upper(), known, n=1, cutoff=0.0
    )
    raise UsageError(f"{given!r} is no code for {field}.", hint=f"Did you mean {near[0]}? All codes: detente codebook.")


def _date(field: str, given: Any) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except (TypeError, ValueError):
        raise UsageError(f"The column {field} takes a day such as 2017-01-28, not {given!r}.") from None


def _flag(field: str, given: Any) -> bool:
    word = str(given).casefold()
    if word not in (*TRUE, *FALSE):
        raise UsageError(f"The column {field} takes true or false, not {given!r}.")
    return word in TRUE


def _number(field: str, given: Any) -> float:
    try:
        found = float(given)
    except (TypeError, ValueError):
        found = float("nan")
    if not abs(found) < 1e15:
        raise UsageError(f"The column {field} takes a number, not {given!r}.")
    return found


def _probability(field: str, given: Any) -> float:
    found = _number(field, given)
    if not 0 <= found <= 1:
        raise UsageError(f"The column {field} takes a probability from 0 to 1, not {given!r}.")
    return found


def _text(field: str, given: Any) -> str:
    if not isinstance(given, str) or len(given) > LONGEST or not given.isprintable():
        raise UsageError(f"The column {field} takes one line of text of at most {LONGEST} characters.")
    return given


_READERS: Final[Mapping[str, Callable[[str, Any], Any]]] = {
    "date": _date,
    "flag": _flag,
    "number": _number,
    "probability": _probability,
    "text": _text,
    "name": _text,
}
