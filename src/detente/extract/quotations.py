"""Quotes made of attributions: with speaker, role, country, and whoever passed the words on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from detente import lexicons
from detente.extract import speech
from detente.extract.grammar import words as grammar
from detente.extract.lately import lately
from detente.extract.registers import NOBODY, Speaker
from detente.extract.relays import passing
from detente.extract.speakers import Speakers
from detente.extract.speech import Attribution
from detente.extract.trees import forest
from detente.records import Annotated, Quote, Span


@lately
def attributed(doc: Annotated, *, rules: bool) -> list[tuple[Quote, Attribution]]:
    """Quotes beside the attributions they were made from; those of the last document read are remembered."""
    found = speech.find(doc, rules=rules)
    trees = forest(doc.sentences)
    reader = Speakers(doc, trees)
    found, relays = relayed(found)
    speakers = {id(one): reader.read(one) for one in sorted(found, key=_place)}
    outer = nested(found)
    rows: list[tuple[Quote, Attribution]] = []
    for one in found:
        names = [_plain(doc.document.text[span.start : span.end]) for span in relays.get(id(one), ())]
        speaker = speakers.get(id(one), NOBODY)
        names += [name for above in outer.get(id(one), ()) if (name := speakers.get(id(above), NOBODY).name)]
        chain = tuple(dict.fromkeys(name for name in names if name != speaker.name))
        rows.append((_quote(doc, one, speaker, chain), one))
    return rows


def nested(found: Sequence[Attribution]) -> dict[int, tuple[Attribution, ...]]:
    """For each attribution inside what others say ("he said that they had asked …") those others', nearest first."""
    above: dict[int, tuple[Attribution, ...]] = {}
    open_ones: list[Attribution] = []
    for one in sorted(found, key=lambda a: (a.content[0].start, -a.content[-1].end)):
        parts = (*one.content, *one.cue, *one.source)
        first = min(parts).start
        while open_ones and open_ones[-1].content[-1].end <= one.content[0].start:
            open_ones.pop()
        holding = [o for o in reversed(open_ones) if one.cue and o.content[0].start <= first and _inside(parts, o)]
        if holding:
            above[id(one)] = tuple(holding)
        open_ones.append(one)
    return above


def _inside(parts: Sequence[Span], outer: Attribution) -> bool:
    return all(any(piece.covers(part) for piece in outer.content) for part in parts)


def _place(one: Attribution) -> tuple[int, int]:
    named = one.source and not one.follows
    return (one.source[0].start if named else one.content[0].start, one.content[0].start)


def relayed(found: Sequence[Attribution]) -> tuple[list[Attribution], dict[int, tuple[Span, ...]]]:
    """Attributions without those that only pass on another one, and for each kept one the words that name its relays.

    "X hopes that …, TASS reported": the report's content is the whole of X's attribution; X speaks, TASS relays.
    """
    relays = {id(one): one.relay for one in found if one.relay}
    dropped: set[int] = set()
    trimmed: dict[int, tuple[Span, ...]] = {}
    for outer in found:
        later = outer.frame in {"after", "inside"} and outer.key in passing()
        if not (later or outer.frame == "accordingto") or outer.kind == "direct" or not outer.source:
            continue
        for inner in found:
            same = inner is not outer and inner.sentence == outer.sentence and bool(inner.source)
            if same and (outer.frame == "accordingto") and _trails(outer, inner):
                relays[id(inner)] = (*relays.get(id(inner), ()), *outer.source)
                dropped.add(id(outer))
                trimmed[id(inner)] = outer.cue
                break
            if same and _whole(outer, inner):
                dropped.add(id(outer))
                relays[id(inner)] = (*relays.get(id(inner), ()), *outer.source)
                break
    kept = []
    for one in found:
        if id(one) in trimmed:
            whole = one
            one = replace(one, content=_without(one.content, trimmed[id(one)]))
            relays[id(one)] = relays[id(whole)]
        if id(one) not in dropped:
            kept.append(one)
    return kept, relays


def _trails(outer: Attribution, inner: Attribution) -> bool:
    """True where "according to X" stands at the end of what another is said to say ("…, Y said, according to X")."""
    rest = _without(inner.content, outer.cue)
    return bool(rest) and rest != inner.content and inner.content[-1].end >= outer.cue[0].end


def _without(content: tuple[Span, ...], cue: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(piece for piece in content if not any(piece.overlaps(part) for part in cue))


def _whole(outer: Attribution, inner: Attribution) -> bool:
    """True when an attribution's content is nothing but another attribution."""
    first = outer.content[0]
    parts = (*inner.content, *inner.source, *inner.cue)
    if not all(first.covers(part) for part in parts):
        return False
    size = sum(part.end - part.start for part in parts)
    return size >= 0.7 * (first.end - first.start) and min(parts).start <= first.start + 4


def _quote(doc: Annotated, one: Attribution, speaker: Speaker, chain: tuple[str, ...]) -> Quote:
    identity = f"{doc.document.doc_id}|{one.content}|{one.source}|{one.cue}"
    return Quote(
        quote_id="q" + hashlib.sha256(identity.encode()).hexdigest()[:16],
        doc_id=doc.document.doc_id,
        content=one.content,
        source_spans=one.source,
        cue_spans=one.cue,
        kind=one.kind,
        speaker=speaker.name,
        role=speaker.role,
        affiliation=speaker.affiliation,
        country=speaker.country,
        chain=chain,
        p=round(one.p, 3),
        headline=one.headline,
    )


@cache
def _agencies() -> tuple[str, ...]:
    """Forms of the names of news agencies, the longest first."""
    forms = {form for row in lexicons.table("agencies") for form in (row["name"], *row.listed("forms"))}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _plain(name: str) -> str:
    """A relay by its name: an agency's own, else the words of the text without article."""
    padded = f" {name} "
    for form in _agencies():
        if f" {form} " in padded:
            return form
    words = name.split()
    return " ".join(words[1:] if words and words[0].lower() in grammar("determiner") else words)
