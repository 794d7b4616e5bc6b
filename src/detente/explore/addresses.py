"""Where each thing stands in the app: the only place that puts an address together."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote, urlencode


def question(**given: Any) -> str:
    """The question part of an address, names sorted, unset ones left out; "" where nothing is asked."""
    held = {name.rstrip("_"): value for name, value in given.items() if value is not None and value != ""}
    pairs = [(name, value.isoformat() if isinstance(value, date) else str(value)) for name, value in held.items()]
    return f"?{urlencode(sorted(pairs), quote_via=quote)}" if pairs else ""


def joined(base: str, **given: Any) -> str:
    """An address with more asked of it than it asks already."""
    more = question(**given)
    return base + (f"&{more[1:]}" if "?" in base and more else more)


def listing(noun: str, **filters: Any) -> str:
    """The page that shows the rows of a listing."""
    return f"/{noun}{question(**filters)}"


def download(noun: str, suffix: str, **filters: Any) -> str:
    """The same rows as a file."""
    return f"/{noun}.{suffix}{question(**filters)}"


def dyad(a: str, b: str, section: str | None = None, **state: Any) -> str:
    """A pair of states, or one section of its page."""
    one, other = sorted((a, b))
    return f"/dyad/{one}/{other}{f'/{section}' if section else ''}{question(**state)}"


def incident(key: str) -> str:
    """An incident."""
    return f"/incident/{quote(key)}"


def document(key: str, start: int | None = None, end: int | None = None) -> str:
    """A document, or a span of it."""
    place = "" if start is None or end is None else f"#{quote(key)}-{start}-{end}"
    return f"/document/{quote(key)}{place}"


def speaker(name: str, country: str | None = None) -> str:
    """A speaker."""
    return f"/speaker{question(name=name, country=country)}"


def outlet(name: str) -> str:
    """An outlet."""
    return f"/outlet{question(name=name)}"


def issue(code: str) -> str:
    """An interstate issue."""
    return f"/issue{question(code=code)}"
