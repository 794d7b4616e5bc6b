"""Voices: what kind of speaker a quote lets speak: an official of some state, an expert, or another.

By the longest role of `lexicons/roles.tsv` in the speaker's role and affiliation; a state or an organisation that
speaks by itself ("Moscow said") is official. Who has no role, or one that is not listed, is neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from detente import lexicons
from detente.annotate.names import automaton, longest, plain
from detente.records import Quote

OFFICIAL: Final = "official"
EXPERT: Final = "expert"
OTHER: Final = "other"

OFFICIALS: Final = frozenset({"government", "military", "legislature"})
EXPERTS: Final = frozenset({"academic"})


def kind(quote: Quote) -> str:
    """official, expert or other."""
    for words in (quote.role, quote.affiliation):
        told = _told(words) if words else None
        if told is not None:
            return told
    bare = (quote.speaker or "").partition(" (")[0]
    return OFFICIAL if quote.role is None and quote.country and bare in _states() else OTHER


@lru_cache(maxsize=20_000)
def _told(words: str) -> str | None:
    """What a role or an affiliation says; None where it holds no listed role."""
    sectors = {sector for _, _, sector in longest(_roles(), plain(words).lower())}
    if EXPERTS & sectors:
        return EXPERT
    if OFFICIALS & sectors:
        return OFFICIAL
    return OTHER if sectors else None


@dataclass(frozen=True, slots=True)
class Voices:
    """The quotes of one document: how many, by speaker, of officials by state, and of experts."""

    quotes: int
    speakers: Mapping[str, int]
    officials: Mapping[str, int]
    experts: int


def count(quotes: Collection[Quote]) -> Voices:
    """Who is quoted."""
    kinds = [(kind(quote), quote.country) for quote in quotes]
    return Voices(
        len(quotes),
        Counter(quote.speaker for quote in quotes if quote.speaker),
        Counter(country for one, country in kinds if one == OFFICIAL and country),
        sum(one == EXPERT for one, _ in kinds),
    )


def tally(documents: Iterable[Voices], a: str, b: str) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Quotes by speaker; and by the columns of `framing`: of officials of `a`, of `b` and of others, and of experts."""
    names = {a: "n_officials_a", b: "n_officials_b"}
    speakers: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for one in documents:
        speakers.update(one.speakers)
        found["n_quotes"] += one.quotes
        found["n_experts"] += one.experts
        for country, times in one.officials.items():
            found[names.get(country, "n_officials_third")] += times
    return speakers, found


@cache
def _roles() -> Any:
    """Form of a role, in lower case → sector."""
    return automaton(
        (plain(form).lower(), row["sector"]) for row in lexicons.table("roles") for form in row.listed("forms")
    )


@cache
def _states() -> frozenset[str]:
    """Names of states and organisations, as speakers bear them."""
    return frozenset(row["name"] for table in ("states", "organisations") for row in lexicons.table(table))
