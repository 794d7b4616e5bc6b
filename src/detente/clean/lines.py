"""The lines of a page with what can be seen of each on its own: words, punctuation, cues. Glued lines are cut first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice, pairwise
from operator import itemgetter
from typing import Any, Final

import ahocorasick

from detente import lexicons

WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
ASCII_WORD: Final = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")  # the same, half again as fast
GLUE: Final = re.compile(r"(?<=[^\W\d_A-Z][^\W\d_A-Z]|[0-9°)][0-9CF:])(?=[A-Z][^\W\d_]|[A-Z]{3})")
GLUED_TIME: Final = re.compile(r"(?<=\d:\d\d)(?=\d{2,}\s)")
CAMEL: Final = re.compile(
    r"(?:You|Face|Whats|Linked|Buzz|Huff|Wiki|Mc|Mac|Tik|Snap|Pay|Master|Bit|Git|Web|Micro|Health|News)$"
)
FIRST: Final = itemgetter(0)
END: Final = re.compile(r"[.!?…。！？।؟][\"'”’»“)\]」』]*$")
WIDE: Final = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")  # scripts without spaces between words
WIDE_WORD: Final = 2.0  # their letters a word, roughly
INNER_END: Final = re.compile(r"[a-z\d)\"”’][.!?][\"”’]? [A-Z\"“‘«]")
EDGE: Final = " \t\r\f\v\xa0•·*-–—|[](){}>»›→▶■●"
NARROW: Final = (40, 100)  # characters of a margin at which text is wrapped
MAX_CUE: Final = 400  # characters; longer lines are prose, whatever words they hold
ENGLISH: Final = 0.25  # share of English function words that no other language reaches
LANGUAGE_SAMPLE: Final = 800  # words
LONGEST: Final = 20_000  # characters; longer lines are split at white space alone
KINDS: Final = ("share", "related", "tags", "legal", "nav", "byline", "credit", "caption", "clock")


@dataclass(frozen=True, slots=True)
class Line:
    """One line or glued part of one: offsets of its visible text, what precedes it, what can be counted in it."""

    start: int
    end: int
    text: str
    number: int
    blank_before: bool
    indent: int
    words: int
    capitals: float
    prose: float
    final: bool
    inner: int
    cues: tuple[tuple[str, str], ...]

    def cue(self, kind: str) -> str | None:
        """How strongly cues speak for `kind`: whole, starts, contains, or None."""
        return next((form for k, form in self.cues if k == kind), None)

    @property
    def long(self) -> bool:
        """True for what only running text looks like: a full sentence of some length."""
        return self.words >= 12 and self.prose > 0.2


@dataclass(frozen=True, slots=True)
class Cues:
    """The automaton over `page_cues.tsv` and the cues that must be a whole line."""

    automaton: Any
    whole: dict[str, str]


@cache
def cues() -> Cues:
    """The cues, compiled once."""
    automaton: Any = ahocorasick.Automaton()
    found: dict[str, list[tuple[str, str, int]]] = {}
    whole: dict[str, str] = {}
    for row in lexicons.table("page_cues"):
        for cue in row.listed("cues"):
            folded = cue.casefold()
            if row["form"] == "whole":
                whole.setdefault(folded, row["kind"])
            else:
                found.setdefault(folded, []).append((row["kind"], row["form"], len(folded)))
    for cue, meanings in found.items():
        automaton.add_word(cue, tuple(meanings))
    automaton.make_automaton()
    return Cues(automaton, whole)


@cache
def function_words(lang: str = "en") -> frozenset[str]:
    """The words of one language in `function_words.tsv`."""
    return frozenset(w for row in lexicons.table("function_words") if row["lang"] == lang for w in row.listed("words"))


@cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """Each function word to the languages that use it."""
    found: dict[str, list[str]] = {}
    for row in lexicons.table("function_words"):
        for word in row.listed("words"):
            found.setdefault(word, []).append(row["lang"])
    return {word: tuple(langs) for word, langs in found.items()}


def language(words: Iterable[str]) -> tuple[str | None, float]:
    """The language whose function words are most frequent, and their share of all words; None without any."""
    listed = list(words)
    english = function_words()
    share = sum(map(english.__contains__, listed)) / max(len(listed), 1)
    if share > ENGLISH:
        return "en", share
    hits: dict[str, int] = {}
    speakers, counted = _speakers(), Counter(listed)
    for word in counted.keys() & speakers.keys():
        for lang in speakers[word]:
            hits[lang] = hits.get(lang, 0) + counted[word]
    if not hits:
        return None, 0.0
    best = max(hits, key=lambda lang: (hits[lang], lang == "en", lang))
    return best, hits[best] / len(listed)


def split(text: str) -> tuple[Line, ...]:
    """The visible lines of `text`: glued ones cut apart where a cue shows the seam, wrapped ones put together."""
    parts: list[tuple[str, int, int, bool, int, list[str]]] = []
    blank, before = True, -2
    for number, start, end in _unwrapped(text):
        raw = text[start:end]
        inner = raw.strip()
        blank = blank or number > before + 1
        at = start + raw.index(inner[0])
        for offset, part in _parts(inner):
            words = words_of(part) if len(part) < LONGEST else part.split()
            parts.append((part, at + offset, number, blank, at - start, words))
            blank = False
        before = number + raw.count("\n")
    sample = islice(chain.from_iterable(part[5] for part in parts), LANGUAGE_SAMPLE)
    common = function_words(language(sample)[0] or "en")
    return tuple(_line(*part, common=common) for part in parts)


def words_of(text: str) -> list[str]:
    """The words of a text, those with apostrophes and hyphens whole."""
    return (ASCII_WORD if text.isascii() else WORD).findall(text)


def _unwrapped(text: str) -> list[tuple[int, int, int]]:
    """Number, start and end of each line that is not blank; where a page is wrapped at a margin, of each paragraph."""
    found: list[tuple[int, int, int]] = []
    start = 0
    for number, raw in enumerate(text.split("\n")):
        if raw and not raw.isspace():
            found.append((number, start, start + len(raw)))
        start += len(raw) + 1
    sizes = sorted(end - begin for _, begin, end in found)
    margin = sizes[int(len(sizes) * 0.98)] if sizes else 0
    if not (NARROW[0] <= margin <= NARROW[1]) or sizes[-1] > 1.25 * margin:
        return found
    goes_on = [
        other[0] == one[0] + 1
        and (one[2] - one[1] >= 0.7 * margin or text[one[2] - 1] == "-")
        and not END.search(text[max(one[1], one[2] - 8) : one[2]].rstrip())
        and text[other[1] : other[2]].lstrip()[:1].islower()
        for one, other in pairwise(found)
    ]
    if sum(goes_on) < max(1, 0.15 * len(found)):
        return found
    out = [found[0]]
    for one, other in pairwise(found):
        full = other[0] == one[0] + 1 and (one[2] - one[1] >= 0.75 * margin or text[one[2] - 1] == "-")
        first = text[other[1] : other[2]].lstrip()[:1]
        if full and (first.islower() or not END.search(text[max(one[1], one[2] - 8) : one[2]].rstrip())):
            out[-1] = (out[-1][0], out[-1][1], other[2])
        else:
            out.append(other)
    return out


def _line(
    part: str, start: int, number: int, blank: bool, indent: int, words: list[str], *, common: frozenset[str]
) -> Line:
    total = len(words)
    prose = sum(map(common.__contains__, words))
    if not part.isascii() and total * 12 < len(part):
        wide = len(WIDE.findall(part))
        total = max(total, int(wide / WIDE_WORD))
        prose = max(prose, int(0.3 * total) if wide > 24 else 0)
    return Line(
        start=start,
        end=start + len(part),
        text=part,
        number=number,
        blank_before=blank,
        indent=indent,
        words=total,
        capitals=sum(map(str.isupper, map(FIRST, words))) / len(words) if words else 0.0,
        prose=prose / total if total else 0.0,
        final=END.search(part[-6:]) is not None,
        inner=len(INNER_END.findall(part[:MAX_CUE])),
        cues=tuple(_cues(part)),
    )


def _cues(part: str) -> Iterator[tuple[str, str]]:
    """Kinds and forms of the cues in a line, strongest form first."""
    if len(part) > MAX_CUE:
        return
    folded = part.casefold()
    bare = folded.strip(EDGE).rstrip(":… ")
    kind = cues().whole.get(bare)
    if kind is not None:
        yield kind, "whole"
    lead = len(folded) - len(folded.lstrip(EDGE))
    hits: dict[tuple[str, str], None] = {}
    for last, meanings in cues().automaton.iter(folded):
        for kind_, form, size in meanings:
            first = last - size + 1
            if form == "starts" and first not in (0, lead):
                continue
            if _bounded(folded, first, last + 1):
                hits.setdefault((kind_, form))
    yield from (hit for hit in hits if hit[1] == "starts")
    yield from (hit for hit in hits if hit[1] == "contains")


def _bounded(text: str, start: int, end: int) -> bool:
    """True when no letter or digit is cut at either edge."""
    left = start == 0 or not (text[start].isalnum() and text[start - 1].isalnum())
    return left and (end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum()))


def _parts(line: str) -> Iterator[tuple[int, str]]:
    """The line, or its parts where lower case runs into upper case ("showersCastro") and a part is furniture."""
    if len(line) > MAX_CUE or (END.search(line[-6:]) and len(line) > 120):
        yield 0, line
        return
    seams = sorted(
        {m.start() for m in GLUE.finditer(line) if not CAMEL.search(line[max(0, m.start() - 8) : m.start()])}
        | {m.start() for m in GLUED_TIME.finditer(line)}
    )
    bounds = [0, *seams, len(line)]
    pieces = [(a, line[a:b]) for a, b in pairwise(bounds)]
    if len(pieces) == 1 or not any(_furniture(piece) for _, piece in pieces):
        yield 0, line
        return
    for at, piece in pieces:
        inner = piece.strip()
        if inner:
            yield at + piece.index(inner[0]), inner


def _furniture(piece: str) -> bool:
    """True for a part that is a clock, a share button, a menu item or a byline on its own."""
    kinds = {kind for kind, _ in _cues(piece)}
    return bool(kinds & {"share", "clock", "nav", "byline"}) or CLOCK.search(piece) is not None


CLOCK: Final = re.compile(r"\d{1,2}[:.]\d\d\b|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4}|°[CF]\b|\b(?:19|20)\d\d$")
