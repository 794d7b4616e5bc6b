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
        for quote, _ in attributed(doc, rules=self.config.model == "rules"):
            pair = _pair(doc, quote) if quote.speaker else None
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


def _pair(doc: Annotated, quote: Quote) -> tuple[str, str] | None:
    """The two states that a quote is about, alphabetical."""
    inside = [m for m in doc.mentions if any(piece.start <= m.start < piece.end for piece in quote.content)]
    first, last = quote.content[0].start, quote.content[-1].end
    around = [s for s in doc.sentences if s.start < last and first < s.end]
    near = [m for m in doc.mentions if any(s.start <= m.start < s.end for s in around)]
    own = [quote.country] if quote.country else []
    codes = list(dict.fromkeys((*own, *_codes(inside), *_codes(near))))
    return (min(codes[:2]), max(codes[:2])) if len(codes) > 1 else None


def _codes(mentions: Sequence[Mention]) -> Iterator[str]:
    return (code for m in mentions if m.kind in STATES and m.role != "place" for code in m.codes)


def _shown(sentences: Sequence[Sentence], starts: Sequence[int], piece: Span) -> Iterator[tuple[str, Span]]:
    """The stances that a piece of speech shows, with the words, the longest phrase at each place."""
    phrases, longest = _phrases()
    at = max(0, bisect_right(starts, piece.start) - 1)
    while at < len(sentences) and sentences[at].start < piece.end:
        tokens = [t for t in sentences[at].tokens if piece.start <= t.start < piece.end]
        n = spent = 0
        while n < len(tokens):
            step = 1
            for size in range(min(longest, len(tokens) - n), 0, -1):
                run = tokens[n : n + size]
                stance = phrases.get(" ".join(t.text.lower() for t in run))
                stance = stance or phrases.get(" ".join(t.lemma.lower() for t in run))
                if stance is not None:
                    negated = any(_denies(t) for t in tokens[max(spent, n - REACH) : n])
                    if not _supposed(tokens[:n]):
                        yield REVERSED[stance] if negated else stance, Span(run[0].start, run[-1].end)
                    step, spent = size, n + size
                    break
            n += step
        at += 1


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
def _phrases() -> tuple[Mapping[str, str], int]:
    rows = lexicons.table("stance_words")
    return {row["phrase"]: row["stance"] for row in rows}, max(len(row["phrase"].split()) for row in rows)
