"""Names compared: spellings of one name from other scripts, short forms, initials, middle names and titles left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from detente import lexicons

SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"), (r"kh", "h"), (r"sch", "sh"), (r"tch", "ch"), (r"ou|oo", "u"), (r"ee", "i"), (r"[yj]", "i"),
        (r"ck|q|c(?!h)", "k"), (r"w", "v"), (r"x", "ks"), (r"^ie", "e"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
"""How letters of other scripts are spelt in English in more than one way, and one sound for each."""


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name by its sounds: the last word, the first (empty: a surname alone) and what is between."""

    last: str
    first: str
    middle: tuple[str, ...]


@lru_cache(maxsize=65_536)
def name(text: str) -> Name:
    """The name in a text of one to a few words, without titles."""
    parts = text.replace("’", "'").split()
    while len(parts) > 1 and parts[0].casefold().rstrip(".") in _titles():
        parts.pop(0)
    folded = [_sound(part) for part in _joined(parts)]
    return Name(folded[-1], folded[0] if len(folded) > 1 else "", tuple(folded[1:-1]))


def bare(text: str) -> str:
    """A name as it is written, without the titles before it."""
    parts = text.split()
    while len(parts) > 1 and parts[0].casefold().rstrip(".") in _titles():
        parts.pop(0)
    return " ".join(parts)


def alike(one: Name, other: Name) -> bool:
    """True where two full names may be one person's: the last word the same, the first the same, short or initial."""
    if one.last != other.last:
        return False
    if "".join((one.first, *one.middle)) == "".join((other.first, *other.middle)):
        return True
    if not _given(one.first, other.first):
        return False
    if not one.middle or not other.middle:
        return True
    return _given(one.middle[0], other.middle[0])


def initial(one: Name) -> bool:
    """True where a name gives only the first letter of the first name."""
    return len(one.first) == 1


def _given(one: str, other: str) -> bool:
    if min(len(one), len(other)) == 1:
        return one[:1] == other[:1]
    return one == other or _forms().get(one, one) == _forms().get(other, other)


@lru_cache(maxsize=65_536)
def _sound(word: str) -> str:
    """A word by its sounds: no accents, hyphens or dots, one spelling for each sound."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if c.isalpha() and c.isascii())
    plain = plain or "".join(c for c in word.casefold() if c.isalpha()) or word.casefold()
    for pattern, sound in SOUNDS:
        plain = pattern.sub(sound, plain)
    return plain


def _joined(parts: list[str]) -> list[str]:
    """Words with those small ones that belong to the next ("Mc Allister", "al-Rashid") taken in or left off."""
    found: list[str] = []
    for part in parts:
        low = part.casefold()
        for article in _articles():
            if low.startswith(f"{article}-") and len(low) > len(article) + 2:
                part = part[len(article) + 1 :]
        if found and found[-1].casefold() in _prefixes():
            part = found.pop() + part
        found.append(part)
    kept = [part for part in found if part.casefold() not in _articles()]
    return kept or found


@cache
def _titles() -> frozenset[str]:
    rows = lexicons.table("speaker_words")
    return frozenset(row["word"].rstrip(".") for row in rows if row["class"] in {"title", "official"})


@cache
def _articles() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicons.table("speaker_words") if row["class"] == "article_of_name")


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicons.table("speaker_words") if row["class"] == "prefix_of_name")


@cache
def _forms() -> Mapping[str, str]:
    """First names by sound, each with the sound of the name that it is a form of."""
    return {
        _sound(form): _sound(row["name"])
        for row in lexicons.table("given_names")
        for form in (row["name"], *row.listed("forms"))
    }


@cache
def on_record() -> frozenset[str]:
    """Names of office-holders as the table of offices spells them."""
    return frozenset(row["person"] for row in lexicons.table("offices"))
