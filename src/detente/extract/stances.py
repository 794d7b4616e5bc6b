"""The extractor of stances: how each speaker of a document speaks of a relation, warming, steady or cooling.

Read off the words of their quotes by `stance_words.tsv`, nothing else: a speaker without such words has no stance. The
pair is the speaker's state and the first other one that the quote (else its sentence) names, or the first two of those.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from detente import lexicons
from detente.config import Extract
from detente.extract.grammar import words as grammar
from detente.extract.quotations import attributed
from detente.records import Annotated, Mention, Quote, Sentence, Span, Stance, Token

REVERSED: Final = {"warming": "cooling", "cooling": "warming", "steady": "cooling"}
"""What a denial makes of a stance; who denies that things go on as they did speaks of a break."""

REACH: Final = 4  # words before a phrase in which a negation turns it round
STATES: Final = frozenset({"state", "demonym", "capital", "metonym", "leader", "organisation"})

Key = tuple[str, str | None, str, str, str]


class StanceExtractor:
    """Finds the stances of a document's speakers; `config.model` chooses how its quotes are found."""

    def __init__(self, config: Extract | None = None) -> None:
        self.config = config or Extract()

    def extract(self, doc: Annotated) -> tuple[Stance, ...]:
        """One row a speaker, pair and stance, in the order in which they first show."""
        found: dict[Key, list[tuple[Span, str]]] = {}
        starts = [sentence.start for sentence in doc.sentences]
        named = [m for m in doc.mentions if m.codes and m.kind in STATES and m.role != "place"]
        for quote, _ in attributed(doc, rules=self.config.model == "rules"):
            pair = _pair(doc.sentences, named, quote) if quote.speaker else None
            if pair is None or quote.speaker is None:
                continue
            for piece in quote.content:
                for stance, span in _shown(doc.sentences, starts, piece):
                    found.setdefault((quote.speaker, quote.country, *pair, stance), []).append((span, quote.quote_id))
        return tuple(_row(doc.document.doc_id, key, shown) for key, shown in found.items())


def united(stances: Iterable[Stance]) -> tuple[Stance, ...]:
    """Rows of one speaker, pair and stance that were found in pieces of one document as one row."""
    found: dict[str, Stance] = {}
    for stance in stances:
        known = found.setdefault(stance.stance_id, stance)
        spans = tuple(sorted({*known.spans, *stance.spans}))
        quotes = tuple(dict.fromkeys((*known.quote_ids, *stance.quote_ids)))
        found[stance.stance_id] = replace(known, spans=spans, quote_ids=quotes)
    return tuple(found.values())


def _row(doc_id: str, key: Key, shown: Sequence[tuple[Span, str]]) -> Stance:
    speaker, country, a, b, stance = key
    identity = "|".join((doc_id, speaker, a, b, stance))
    return Stance(
        stance_id="s" + hashlib.sha256(identity.encode()).hexdigest()[:16],
        doc_id=doc_id,
        speaker=speaker,
        country=country,
        a=a,
        b=b,
        toward={a: b, b: a}.get(country or ""),
        stance=stance,
        spans=tuple(sorted({span for span, _ in shown})),
        quote_ids=tuple(dict.fromkeys(quote_id for _, quote_id in shown)),
    )


def _pair(sentences: Sequence[Sentence], named: Sequence[Mention], quote: Quote) -> tuple[str, str] | None:
    """The two states that a quote is about, alphabetical; `named` are the document's mentions of states."""
    first, last = quote.content[0].start, quote.content[-1].end
    around = [s for s in sentences if s.start < last and first < s.end]
    low = min(s.start for s in around) if around else first
    close = [m for m in named if low <= m.start < max(last, around[-1].end if around else last)]
    inside = [m for m in close if any(piece.start <= m.start < piece.end for piece in quote.content)]
    near = [m for m in close if any(s.start <= m.start < s.end for s in around)]
    own = [quote.country] if quote.country else []
    codes = list(dict.fromkeys((*own, *_codes(inside), *_codes(near))))
    return (min(codes[:2]), max(codes[:2])) if len(codes) > 1 else None


def _codes(mentions: Sequence[Mention]) -> Iterator[str]:
    return (code for m in mentions for code in m.codes)


def _shown(sentences: Sequence[Sentence], starts: Sequence[int], piece: Span) -> Iterator[tuple[str, Span]]:
    """The stances that a piece of speech shows, with the words, the longest phrase at each place."""
    at = max(0, bisect_right(starts, piece.start) - 1)
    while at < len(sentences) and sentences[at].start < piece.end:
        yield from _within([t for t in sentences[at].tokens if piece.start <= t.start < piece.end])
        at += 1


def _within(tokens: Sequence[Token]) -> Iterator[tuple[str, Span]]:
    phrases, leads = _phrases()
    texts, lemmas = [t.text.lower() for t in tokens], [t.lemma.lower() for t in tokens]
    n = spent = 0
    while n < len(tokens):
        step = 1
        longest = max(leads.get(texts[n], 0), leads.get(lemmas[n], 0))
        for size in range(min(longest, len(tokens) - n), 0, -1):
            stance = phrases.get(" ".join(texts[n : n + size])) or phrases.get(" ".join(lemmas[n : n + size]))
            if stance is not None:
                negated = any(_denies(t) for t in tokens[max(spent, n - REACH) : n])
                if not _supposed(tokens[:n]):
                    yield REVERSED[stance] if negated else stance, Span(tokens[n].start, tokens[n + size - 1].end)
                step, spent = size, n + size
                break
        n += step


def _denies(token: Token) -> bool:
    return token.dep == "neg" or token.text.lower() in grammar("denial")


def _supposed(before: Sequence[Token]) -> bool:
    """True inside a clause that begins with "if" or its like: what is only supposed shows no stance."""
    for token in reversed(before):
        if token.text in {",", ";", ":"}:
            return False
        if token.dep == "mark" and token.text.lower() in grammar("condition"):
            return True
    return False


@cache
def _phrases() -> tuple[Mapping[str, str], Mapping[str, int]]:
    """The stance of each phrase, and for the first word of each the number of words of the longest that it begins."""
    known = {row["phrase"]: row["stance"] for row in lexicons.table("stance_words")}
    leads: dict[str, int] = {}
    for phrase in known:
        words = phrase.split()
        leads[words[0]] = max(leads.get(words[0], 0), len(words))
    return known, leads
