"""Modality: what governing words make of the acts they govern, from `lexicons/modality.tsv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.lexicons import Row, table


@cache
def grammar(kind: str) -> frozenset[str]:
    """The function words of one kind, from `clause_words.tsv`."""
    return frozenset(w for row in table("clause_words") if row["kind"] == kind for w in row.listed("words"))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a governing word makes of the act it governs, and what it makes of it when negated itself."""

    words: tuple[str, ...]
    status: str
    negated: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status, the tokens that gave it, and the token of whoever reports it."""

    status: str
    cue: tuple[int, ...] = ()
    reporter: int | None = None


ACTUAL = Verdict("actual")


@cache
def effects() -> dict[str, dict[str, tuple[Effect, ...]]]:
    """Rows of `modality.tsv` by part of speech and first lemma, longest form first."""
    found: dict[str, dict[str, list[Effect]]] = {}
    for row in table("modality"):
        for form in row.listed("form"):
            words = tuple(form.split())
            effect = Effect(words[1:], row["effect"], row["negated"])
            found.setdefault(row["pos"], {}).setdefault(words[0], []).append(effect)
    return {
        pos: {word: tuple(sorted(rows, key=lambda e: -len(e.words))) for word, rows in heads.items()}
        for pos, heads in found.items()
    }


@cache
def event_nouns() -> frozenset[str]:
    """Lemmas of the nouns that name acts: the heads of the noun rows of `frames.tsv`."""
    return frozenset(word for row in table("frames") if "n" in row["pos"] for word in _noun_heads(row))


def _noun_heads(row: Row) -> list[str]:
    heads = []
    for form in row.listed("forms"):
        words = form.replace("-", " ").split()
        marked = [word.rstrip("*") for word in words if word.endswith("*")]
        heads.append(marked[0] if marked else words[0] if len(words) > 1 and words[1] == "of" else words[-1])
    return heads


def combine(above: str, effect: Effect, *, negated: bool) -> str:
    """Status of an act whose governor has status `above` and `effect`."""
    if negated:
        return effect.negated if effect.negated != "pass" else "actual"
    if effect.status == "pass":
        return effect.negated if above == "negated" else above
    if above in {"cancelled", "denied", "alleged", "negated"} and effect.status in {"planned", "hypothetical"}:
        return above
    if above == "hypothetical" and effect.status in {"planned", "cancelled", "negated"}:
        return "hypothetical"
    if above == "negated":
        return effect.negated
    return effect.status
