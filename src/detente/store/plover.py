"""PLOVER JSON lines made plain: one tab-separated line an act, source and target, for `imports/plover.sql`.

An actor or recipient is a code, or an object with a `code` (of which the first three letters name the state) and an
`entity_text`; `event` is a type or a list of types. Lines that are no such object keep their place and say so. The
layout is that of the manual's table "PLOVER JSON"; keys that we do not know are passed over. A key `cameo`, which our
own export adds, tells the CAMEO code where that is one of the type.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Final

from detente import lexicons

WIDTH: Final = 14
DEEP: Final = 200_000
"""Characters of one line beyond which it is not parsed."""


def flatten(lines: Path, flat: Path) -> None:
    """Writes the plain lines beside the ones that came."""
    with lines.open(encoding="utf-8", newline="\n") as given, flat.open("w", encoding="utf-8", newline="\n") as out:
        for number, line in enumerate(given, start=1):
            if line.strip():
                out.writelines("\t".join(row) + "\n" for row in _rows(line, number))


def _rows(line: str, number: int) -> Iterator[list[str]]:
    row = _object(line)
    try:
        held = [] if row is None else list(_acts(row))
    except (TypeError, AttributeError):
        held = []
    if row is None or not held:
        yield [str(number), "json", *[""] * (WIDTH - 2)]
        return
    name = _plain(row.get("id") or number)
    cite, place = _mapping(row.get("cite_info")), row.get("event_loc")
    told = _plain(place.get("placename") or place.get("city") or "") if isinstance(place, dict) else _plain(place)
    link = _plain(cite.get("url") or row.get("link"))
    for n, (kind, one, two) in enumerate(held):
        (source, source_text), (target, target_text) = one, two
        mode = row.get("mode")
        yield [
            str(number),
            "",
            name if len(held) == 1 else f"{name}.{n}",
            _plain(row.get("date")),
            source_text,
            target_text,
            source,
            target,
            kind,
            _plain(mode[0] if isinstance(mode, list) and mode else mode if isinstance(mode, str) else ""),
            link,
            _plain(cite.get("publication") or cite.get("corpus")),
            told,
            _cameo(row.get("cameo"), kind),
        ]


def _acts(row: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str], tuple[str, str]]]:
    """Type, source and target of each act of a line."""
    kinds = row["event"] if isinstance(row.get("event"), list) else [row.get("event")]
    sources, targets = _entities(row.get("actor")), _entities(row.get("recipient"))
    for kind, source, target in product(kinds, sources, targets or [("", "")]):
        said = kind.get("type") or kind.get("code") if isinstance(kind, dict) else kind
        if isinstance(said, str) and said:
            yield _plain(said), source, target


def _cameo(given: Any, kind: str) -> str:
    """The CAMEO code given with an act where it is one of the act's type, else nothing."""
    code = given if isinstance(given, str) and given.isdigit() else ""
    found = next((_types()[code[:k]] for k in range(len(code), 1, -1) if code[:k] in _types()), None)
    return code if found == kind.upper() else ""


@cache
def _types() -> Mapping[str, str]:
    return {row["code"]: row["plover"] for row in lexicons.table("cameo")}


def _entities(value: Any) -> list[tuple[str, str]]:
    """State and name of each entity."""
    found = []
    for entity in value if isinstance(value, list) else [value] if value else []:
        held = entity if isinstance(entity, dict) else {"code": entity}
        code, text = _plain(held.get("code")), _plain(held.get("entity_text") or held.get("text"))
        found.append((code[:3].upper(), text or code))
    return found


def _object(line: str) -> dict[str, Any] | None:
    if len(line) > DEEP:
        return None
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) and row.get("date") and row.get("actor") and row.get("event") else None


def _mapping(value: Any) -> Mapping[str, Any]:
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, dict) else {}


def _plain(value: Any) -> str:
    """A value as one cell: no tabs, no line ends."""
    return "" if value is None else " ".join(str(value).split())
