"""How likely: stated numbers first, then words on a published scale; always of the words' own claim, 0 to 1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from detente import lexicons
from detente.errors import UsageError
from detente.extract.grammar import words as grammar
from detente.extract.wordings import Wordings, folded, runs

PUBLISHED: Final = ("icd203", "kent", "ipcc", "perceptions", "phia")
DENIED: Final = 24  # characters before a number in which a "not" turns "above" into "at most"
SCALES: Final = ("auto", *PUBLISHED)
DIGIT: Final = re.compile(r"\d")
BEFORE: Final = 90  # characters around a number in which a word of chance makes it a probability
AFTER: Final = 40


@dataclass(frozen=True, slots=True)
class Probability:
    """Where a probability stands, its words, its interval and the scale it was read on."""

    start: int
    end: int
    text: str
    low: float
    high: float
    scale: str
    graded: bool = False  # an adjective weighs the chance ("slender prospects")

    @property
    def middle(self) -> float:
        return round((self.low + self.high) / 2, 4)


def find(text: str, *, scale: str = "auto", offset: int = 0) -> Probability | None:
    """The probability that a passage states or puts in words; None without one.

    Raises `UsageError` for a scale that does not exist.
    """
    check(scale)
    words = runs(text)
    found = _stated(text, offset) if numbered(text, words) else None
    if found is not None or not _phrases().stand(words, folded(text)):
        return found
    return _worded(text, scale, offset)


def hinted(text: str, words: frozenset[str]) -> bool:
    """False where a passage with these words, in lower case, states no probability and puts none in words."""
    return _phrases().stand(words, folded(text)) or numbered(text, words)


def numbered(text: str, words: frozenset[str]) -> bool:
    """False where a passage with these words states no probability as a number."""
    counts = not words.isdisjoint(_number_words()) or not words.isdisjoint(_fractions()) or bool(DIGIT.search(text))
    return counts and (not words.isdisjoint(_around_number()) or _reckoned().within(words) or "-in-" in text.lower())


@cache
def _around_number() -> frozenset[str]:
    """The words of `_stated_patterns` without which a number is a probability only beside a word of chance."""
    return frozenset({"against", "price", "prices", "cents", "fifty", "50", "it"})


@cache
def _reckoned() -> Wordings:
    return Wordings(_of_class("chance") | _of_class("reckoning"))


@cache
def _phrases() -> Wordings:
    grades = (row["word"] for row in lexicons.table("chances") if row["kind"] == "grade")
    return Wordings((*(row["phrase"] for row in lexicons.table("verbal_probability")), *grades))


def check(scale: str) -> None:
    """Nothing where the scale is known; `UsageError` naming the scales where it is not."""
    if scale not in SCALES:
        raise UsageError(f"There is no probability scale {scale}.", hint=f"There are: {', '.join(SCALES)}.")


@cache
def _number_words() -> Mapping[str, float]:
    rows = [row for row in lexicons.table("calendar_words") if row["class"] == "number" and len(row["word"]) > 2]
    return {row["word"]: float(row["value"]) for row in rows}


@cache
def _stated_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    number = r"(?:\d+(?:[.,]\d+)?|" + "|".join(sorted(_number_words(), key=lambda w: (-len(w), w))) + ")"
    compound = rf"(?:{number}(?:[- ]{number})?)"
    percent = r"(?: ?%| ?per ?cent|[- ]percent|-per-cent)"
    around = "|".join(re.escape(word) for word in _around())
    fractions = "|".join(sorted(_fractions(), key=lambda w: (-len(w), w)))
    chance = "|".join(sorted(map(re.escape, _of_class("chance")), key=lambda w: (-len(w), w)))
    return tuple(
        (name, re.compile(rf"(?<![\w.,])(?<!\s[-−])(?<!minus ){pattern}(?!\w)"))
        for name, pattern in (
            ("percent", rf"from (?:{compound}){percent}? to (?P<a>{compound}){percent}"),
            ("split", rf"(?P<a>{compound})(?: ?[-/:] ?| to |-to-)(?P<b>{compound})"),
            ("range", rf"(?P<a>{compound}){percent}? ?(?:to|-|–|and) ?(?P<b>{compound}){percent}"),
            ("percent", rf"(?:an? )?(?:(?:{around}) )?(?P<a>{compound}){percent}(?: (?:of )?(?:{chance}))?"),
            ("in", rf"(?:an? )?(?P<a>{compound})(?: |-)(?:chances? )?in(?: |-)(?P<b>{compound})(?: (?:{chance}))?"),
            ("against", rf"(?P<a>{compound})(?: |-)to(?: |-)(?P<b>{compound})(?: odds)? against"),
            ("even", r"(?P<a>fifty)[- ](?P<b>fifty)|(?P<c>50)[-/ :](?P<d>50)"),
            ("fraction", rf"(?P<a>one|two|three|four)[- ](?P<b>{fractions})s?"),
            ("fraction", rf"(?P<a>a) (?P<b>{fractions})(?= (?:{chance}|that)\b|[^\w ]|$)"),
            ("in", rf"(?:an? )?(?P<a>{compound}) chances?(?: |-)(?:in|out of)(?: |-)(?P<b>{compound})"),
            ("in", rf"(?P<a>{compound})(?: |-)(?:times )?out(?: |-)of(?: |-)(?P<b>{compound})"),
            ("odds", rf"(?:odds|price|prices)(?: \w+){{0,4}} (?P<a>{compound})(?: to |-to-|-|/)(?P<b>{compound})"),
            ("decimal", rf"(?:{chance})(?: (?:of|at|is|was|to))* (?P<a>0?\.\d+)"),
            ("for", rf"(?P<a>{compound})(?: |-)to(?: |-)(?P<b>{compound})(?: odds)? (?:on|in favou?r)"),
            ("for", rf"(?P<a>{compound})(?: |-)to(?: |-)(?P<b>{compound})(?: odds)?(?= that\b)"),
            ("cents", rf"(?P<a>{compound}) cents (?:on|in|to) the (?:dollar|euro|pound)"),
            ("decimal", rf"(?P<a>0?\.\d+)(?: {{1,2}}|-)(?:{chance})"),
            ("percent", rf"(?P<a>{compound}) ?(?:pc|p\.c\.)(?= (?:{chance})\b)"),
        )
    )


def value(text: str) -> float | None:
    """A number in figures or words; None where it is neither."""
    text = re.sub(r",(?=\d{3}(?!\d))", "", text.strip()).replace(",", ".")
    try:
        return float(text)
    except ValueError:
        parts = [_number_words().get(part) for part in re.split(r"[ -]", text)]
        known = [part for part in parts if part is not None]
        return sum(known) if known and len(known) == len(parts) else None


def _stated(text: str, offset: int) -> Probability | None:
    low = folded(text)
    for name, pattern in _stated_patterns():
        for match in pattern.finditer(low):
            groups = match.groupdict()
            if name == "even":
                start, end = match.span()
                return Probability(offset + start, offset + end, text[start:end], 0.45, 0.55, "stated")
            a = 1.0 if match["a"] == "a" else value(match["a"])
            b = _fractions().get(groups["b"]) if name == "fraction" else value(groups["b"]) if groups.get("b") else None
            in_favour = name == "odds" and low[match.end() :].startswith(" that")
            bounds = _bounds("for" if in_favour else name, a, b)
            if bounds is None or not _of_chance(low, match, name):
                continue
            start, end = match.span()
            low_p, high_p = _loosened(match[0], low[: match.start()], bounds)
            return Probability(offset + start, offset + end, text[start:end], low_p, high_p, "stated")
    return None


@cache
def _around() -> Mapping[str, tuple[float, float]]:
    rows = [row for row in lexicons.table("calendar_words") if row["class"] == "around"]
    rows.sort(key=lambda row: (-len(row["word"]), row["word"]))
    return {row["word"]: (float(row["value"].split(":")[0]), float(row["value"].split(":")[1])) for row in rows}


def _loosened(said: str, before: str, bounds: tuple[float, float]) -> tuple[float, float]:
    """The interval of a number said with a margin ("nearly", "about", "more than"), in its words or just before."""
    said = said.removeprefix("a ").removeprefix("an ")
    before = " " + before.rstrip().removesuffix(" a").removesuffix(" an")
    denied = any(f" {word} " in f"{before[-DENIED:]} ".replace("n't", " n't") for word in grammar("inverting"))
    for word, (below, above) in _around().items():
        if denied:
            below, above = -above, -below
        if said.startswith(f"{word} ") or before.endswith(f" {word}"):
            return round(max(0.0, bounds[0] + below), 4), round(min(1.0, bounds[1] + above), 4)
    return bounds


def _bounds(name: str, a: float | None, b: float | None) -> tuple[float, float] | None:
    """The interval of a form of words; None where it is no probability (140 percent, five in two)."""
    if a is None:
        return None
    if name == "decimal":
        return (a, a) if 0 <= a <= 1 else None
    if name in {"percent", "cents"}:
        return (round(a / 100, 4), round(a / 100, 4)) if 0 <= a <= 100 else None
    if b is None or b <= 0:
        return None
    if name == "split":
        return (round(a / 100, 4), round(a / 100, 4)) if a + b == 100 and a % 5 == 0 and a != 50 else None
    if name == "range":
        return (a / 100, b / 100) if 0 <= a < b <= 100 else None
    against = name in {"against", "odds"}
    share = a / b if name in {"in", "fraction"} else b / (a + b) if against else a / (a + b)
    if name in {"in", "fraction"} and (a >= b or b > 1000):
        return None
    return (max(0.0, round(share - 0.003, 2)), round(share + 0.004, 2)) if 0 <= share <= 1 else None


@cache
def _fractions() -> Mapping[str, float]:
    return {row["word"]: float(row["value"]) for row in lexicons.table("calendar_words") if row["class"] == "fraction"}


@cache
def _chance_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _of_class('chance') | _of_class('reckoning'))))})\b")


@cache
def _of_class(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in lexicons.table("calendar_words") if row["class"] == kind)


def _of_chance(low: str, match: re.Match[str], name: str) -> bool:
    """True where the number is a probability and not a share, a growth or a score."""
    if _chance_words().search(match[0]) or name in {"against", "odds", "cents"}:
        return True
    if _share().match(low, match.end(), match.end() + AFTER):
        return False
    around = _chance_words().finditer(low, max(0, match.start() - BEFORE))
    return any(word.end() <= match.end() + AFTER for word in around) or (
        name == "in" and (low[: match.start()].rstrip().endswith(("it's", "it is")) or "-in-" in match[0])
    )


@cache
def _share() -> re.Pattern[str]:
    """What follows a number that counts people or goods, not chances ("40 percent of voters")."""
    certain, counted = ("|".join(sorted(_of_class(kind))) for kind in ("certainty", "counted"))
    return re.compile(rf" (?:of (?:(?:{counted}) )?(?!(?:{certain})\b)[a-z]|points?\b)")


@cache
def _scale(scale: str) -> tuple[re.Pattern[str], Mapping[str, tuple[float, float, str]]]:
    known: dict[str, tuple[float, float, str]] = {}
    for row in lexicons.table("verbal_probability"):
        cell = row[scale] or row["auto"]
        low, _, high = cell.partition("-")
        known[row["phrase"]] = (float(low), float(high), scale if scale in PUBLISHED and row[scale] else _sources(row))
    phrases = "|".join(re.escape(p) for p in sorted(known, key=lambda p: (-len(p), p)))
    return re.compile(rf"(?<!\w)(?:{phrases})(?!\w)"), known


def _sources(row: lexicons.Row) -> str:
    """The published scales whose envelope an interval is, joined by "+"; "detente" where none has the phrase."""
    return "+".join(name for name in PUBLISHED if row[name]) or "detente"


def _worded(text: str, scale: str, offset: int) -> Probability | None:
    pattern, known = _scale(scale)
    said = folded(text)
    match = pattern.search(said)
    if match is not None:
        low, high, name = known[match[0]]
        start, end = match.span()
        return Probability(offset + start, offset + end, text[start:end], low, high, name)
    return _graded(text, said, offset)


@cache
def _grades() -> tuple[tuple[re.Pattern[str], ...], Mapping[str, tuple[float, float]]]:
    words: dict[str, list[str]] = {"grade": [], "noun": [], "copula": [], "adverb": []}
    known: dict[str, tuple[float, float]] = {}
    for row in lexicons.table("chances"):
        words[row["kind"]].append(row["word"])
        if row["kind"] == "grade":
            low, _, high = row["auto"].partition("-")
            known[row["word"]] = (float(low), float(high))
    grade, noun, copula, adverb = ("|".join(sorted(group, key=lambda w: (-len(w), w))) for group in words.values())
    return (
        re.compile(rf"(?<![\w-])(?P<grade>{grade})(?: [a-z]+)? (?P<noun>{noun})(?!\w)"),
        re.compile(
            rf"(?<!\w)(?P<noun>{noun}) (?:(?:of|for|that|to|in) [^.;:!?]{{2,120}}? )?(?:{copula}) "
            rf"(?:(?:{adverb}) )?(?P<grade>{grade})(?!\w)"
        ),
    ), known


def _graded(text: str, said: str, offset: int) -> Probability | None:
    """A chance that an adjective weighs, before its noun or said of it ("the prospects of peace look slender")."""
    patterns, known = _grades()
    for pattern in patterns:
        match = pattern.search(said)
        if match is not None:
            low, high = known[match["grade"]]
            start, end = match.span("grade")
            if match.start("noun") > start:
                end = match.end("noun")
            return Probability(offset + start, offset + end, text[start:end], low, high, "detente", graded=True)
    return None
