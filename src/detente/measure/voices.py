"""Voices: what kind of speaker a quote lets speak: an official of some state, an expert, or another.

By the longest role of `lexicons/roles.tsv` in the speaker's role and affiliation; a state or an organisation that
speaks by itself ("Moscow said") is official. Who has no role, or one that is not listed, is neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
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


def tally(quotes: Iterable[Quote], a: str, b: str) -> Mapping[str, int]:
    """Quotes by speaker as the columns of `framing` have them: officials of `a`, of `b`, of others, and experts."""
    names = {a: "n_officials_a", b: "n_officials_b"}
    found: Counter[str] = Counter()
    for quote in quotes:
        found["n_quotes"] += 1
        one = kind(quote)
        if one == OFFICIAL and quote.country:
            found[names.get(quote.country, "n_officials_third")] += 1
        elif one == EXPERT:
            found["n_experts"] += 1
    return found


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
