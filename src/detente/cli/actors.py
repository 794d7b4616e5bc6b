"""What a person types for a state or organisation, as its code."""

from __future__ import annotations

import difflib

from detente.errors import UsageError


def code(given: str) -> str:
    """The code of a state or organisation given by code or name. Raises `UsageError` naming the nearest."""
    from detente import lexicons

    known: dict[str, str] = {}
    for table in ("organisations", "states"):
        for row in lexicons.table(table):
            known |= {name.casefold(): row["code"] for name in (*row.listed("names"), row["name"])}
    codes = {held: held for held in set(known.values())}
    wanted = given.strip()
    if wanted.upper() in codes:
        return wanted.upper()
    if wanted.casefold() in known:
        return known[wanted.casefold()]
    near = difflib.get_close_matches(wanted.casefold(), sorted([*known, *map(str.casefold, codes)]), n=1, cutoff=0.0)
    meant = known.get(near[0], near[0].upper())
    raise UsageError(
        f"There is no state or organisation {given}.",
        hint=f"Did you mean {meant}? All codes: detente codebook.",
    )
