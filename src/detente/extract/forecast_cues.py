"""The words of `forecast_cues.tsv` and `forecast_fields.tsv`, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from detente import lexicons
from detente.extract.wordings import Wordings, folded, runs


@cache
def cues() -> tuple[re.Pattern[str], Mapping[str, tuple[str, bool]]]:
    known = {row["cue"]: (row["class"], row["negated"] == "yes") for row in lexicons.table("forecast_cues")}
    ordered = sorted(known, key=lambda cue: (-len(cue), cue))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)"), known


@lru_cache(maxsize=64)
def find(text: str) -> tuple[tuple[int, int, str], ...]:
    """The cues in a text, each with the places where it begins and ends."""
    if not hinted(text, runs(text)):
        return ()
    low = text.lower().replace("’", "'").replace("\n", " ")
    return tuple((*match.span(), match[0]) for match in cues()[0].finditer(low))


@cache
def _wordings() -> Wordings:
    return Wordings(row["cue"] for row in lexicons.table("forecast_cues"))


def hinted(text: str, words: frozenset[str]) -> bool:
    """False where a passage with these words, in lower case, holds no cue."""
    return _wordings().stand(words, folded(text))


@cache
def fields(kind: str) -> frozenset[str]:
    """The words of one class of `forecast_fields.tsv`."""
    return frozenset(row["word"] for row in lexicons.table("forecast_fields") if row["class"] == kind)


@cache
def _field(kind: str) -> re.Pattern[str]:
    ordered = sorted(fields(kind), key=lambda w: (-len(w), w))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")


def of_field(text: str, kind: str) -> bool:
    """True where a text holds a word of the class."""
    return bool(_field(kind).search(text.lower().replace("’", "'")))


@cache
def of_cue(kind: str) -> frozenset[str]:
    """Reporting verbs that foresee or hope by themselves."""
    return frozenset(row["cue"] for row in lexicons.table("quote_cues") if row.get("forecast") == kind)
