"""Which field of a record means what: guessed from the common names, or told by `ingest.fields`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final

from detente import lexicons
from detente.records import Hints

PART: Final = re.compile(r"\s*(?:,|;|\band\b)\s*")
ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
MAX_AUTHORS: Final = 20


@dataclass(frozen=True, slots=True)
class Fields:
    """Field of ours to the names it may have in a record, best first."""

    names: Mapping[str, tuple[str, ...]]

    def value(self, record: Mapping[str, Any], field: str) -> Any:
        """The first filled value among the names of `field`, or None; names match without case."""
        folded = {key.casefold(): value for key, value in reversed(list(record.items())) if isinstance(key, str)}
        for name in self.names[field]:
            value = record.get(name, folded.get(name.casefold()))
            if value not in (None, "", [], {}):
                return value
        return None

    def hints(self, record: Mapping[str, Any]) -> Hints:
        """What the record says about itself."""
        lang = words(self.value(record, "lang"))
        country = words(self.value(record, "outlet_country"))
        return Hints(
            url=words(self.value(record, "url")),
            title=words(self.value(record, "title")),
            published=moment(self.value(record, "published")),
            outlet=words(self.value(record, "outlet")),
            outlet_country=country.upper() if country is not None and len(country) == 3 else None,
            authors=people(self.value(record, "authors")),
            lang=lang.casefold()[:2] if lang is not None and len(lang) in (2, 5) else None,
            fetched=day(self.value(record, "fetched")),
        )


@cache
def guess(mapping: str = "") -> Fields:
    """The names of `record_fields.tsv`, with those of `mapping` ("text=story, title=kopf") put first."""
    names = {row["field"]: row.listed("names") for row in lexicons.table("record_fields")}
    for pair in mapping.split(","):
        field, _, name = (part.strip() for part in pair.partition("="))
        if field in names and name:
            names[field] = (name, *names[field])
    return Fields(names)


def words(value: Any) -> str | None:
    """A one-line string from a field's value: text, a number, or an object with a name (`{"name": "Fjord Post"}`)."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title") or value.get("@id") or value.get("id")
    if isinstance(value, list):
        value = next((item for item in value if item), None)
        return words(value) if value is not None else None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return " ".join(str(value).split()) or None


def moment(value: Any) -> str | None:
    """A date field as text; seconds or milliseconds since 1970 become an ISO day."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e14:
        seconds = value / 1000 if abs(value) > 1e11 else value
        if 1e8 < abs(seconds) < 1e11:
            return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    return words(value)


def day(value: Any) -> date | None:
    """The day of an ISO-like date field, or None."""
    found = ISO.search(moment(value) or "")
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def people(value: Any) -> tuple[str, ...]:
    """Author names from a list, or from one string split at commas, semicolons and "and"."""
    if isinstance(value, list):
        names = [words(item) for item in value]
    else:
        text = words(value)
        names = [part.removeprefix("By ").removeprefix("by ") for part in PART.split(text)] if text else []
    return tuple(dict.fromkeys(name for name in names if name))[:MAX_AUTHORS]
