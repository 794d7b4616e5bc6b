"""Time expressions → intervals against the interval in which the document was published.

Every expression is found once and dated twice, for the first and the last day on which the document can have been
published; its interval is the hull of both. A bare weekday or month follows the tense of its clause: past, the
latest up to publication; future, the next. A preposition makes a bound of what it stands before: "before the end of
August" runs from publication to the last of August, "since May" from the first of May to publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from detente import lexicons
from detente.annotate import dating, durations
from detente.annotate.calendar import Interval
from detente.annotate.sentences import Line
from detente.annotate.time_words import BOUNDS, NOTHING, Frame, words
from detente.records import TimeExpression, Token

_RULES: Final = {**dating.RULES, **durations.RULES}
KEYS: Final = ("month", "weekday", "season", "holiday", "deictic", "horizon", "lately", "unit")  # rarest first
_DAYS: Final = ("iso", "dated", "days", "monthday", "nth_weekday", "weekday", "holiday", "edge", "weekend", "next_to")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of `time_patterns.tsv`, compiled; one of the words `needs` stands in all it matches, if there are."""

    id: str
    rule: str
    matcher: re.Pattern[str]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """An expression in a line: offsets with its preposition, the words matched, the operator and the tense."""

    line: Line
    start: int
    end: int
    match: re.Match[str]
    rule: str
    id: str
    operator: str
    tense: str


def find(lines: Sequence[Line], begins: date | None, ends: date | None) -> tuple[TimeExpression, ...]:
    """The dated phrases of all lines, in order; relative ones have no days in a document without a date."""
    found = [item for line in lines for item in _in_line(line)]
    early, late = _dated(found, begins), _dated(found, ends)
    return tuple(_record(item, *pair) for item, pair in zip(found, zip(early, late, strict=True), strict=True))


def _in_line(line: Line) -> Iterator[Found]:
    """Expressions of one sentence, the longest where several overlap."""
    text = line.text
    said = frozenset(_WORD.findall(text.casefold()))
    if not _timely(said, text):
        return
    matches: list[tuple[int, int, int, Pattern, re.Match[str]]] = []
    for order, pattern in enumerate(_patterns()):
        if pattern.needs and pattern.needs.isdisjoint(said):
            continue
        matches += [
            (match.start() - match.end(), match.start(), order, pattern, match)
            for match in pattern.matcher.finditer(text)
            if match.end() > match.start()
        ]
    matches.sort(key=lambda item: item[:3])
    taken: list[tuple[int, int]] = []
    kept: list[Found] = []
    for _, start, _, pattern, match in matches:
        if any(start < end and begin < match.end() for begin, end in taken):
            continue
        begin, operator = _operator(text, start)
        if operator == "on" and pattern.rule not in _DAYS:
            begin, operator = start, ""
        if not _plausible(line, match, pattern, operator):
            continue
        taken.append((start, match.end()))
        first, _ = line.tokens_of(start, match.end())
        tense = tense_of(line.sentence.tokens, first)
        if pattern.rule == "in_n" and _record_before(line.sentence.tokens, first):
            tense = "past"
        if tense == "past" and " " not in match.group() and match.group().lower() in words("horizon"):
            continue
        kept.append(Found(line, begin, match.end(), match, pattern.rule, pattern.id, operator, tense))
    yield from sorted(kept, key=lambda item: item.start)


def _operator(text: str, start: int) -> tuple[int, str]:
    """Where an expression begins with its preposition, and what that makes of it ("" for none)."""
    match = _OPERATOR().search(text[max(0, start - 40) : start])
    if match is None:
        return start, ""
    return start - (match.end() - match.start()), words("operator")[match["operator"].lower()]


def _plausible(line: Line, match: re.Match[str], pattern: Pattern, operator: str) -> bool:
    """False where the words are no time here: "2,000 troops", the verb "march", a number before a plural noun."""
    tokens = line.sentence.tokens
    first, last = line.tokens_of(match.start(), match.end())
    if pattern.rule == "horizon" and first and last < len(tokens) and tokens[first - 1].text == tokens[last].text:
        return False  # "as soon as"
    if pattern.id == "year" and last < len(tokens) and tokens[last].text.lower() in words("measure"):
        return False
    if pattern.id == "year" and not operator:
        after = tokens[last] if last < len(tokens) else None
        return after is not None and after.tag in ("NN", "NNP", "JJ", "POS", ")", ",", ".", "CC", "-RRB-", ":")
    if pattern.id == "month-bare":
        return bool(operator) or (tokens[first].tag in ("NNP", "NNPS") and tokens[first].entity != "PERSON")
    if pattern.id == "season-bare":
        return bool(operator) or match.group().lower().startswith("the ")
    return True


def _record_before(tokens: Sequence[Token], at: int) -> bool:
    """True for "the first visit in seven years": the stretch lies behind."""
    return any(token.text.lower() in words("record") for token in tokens[max(0, at - 6) : at])


def tense_of(tokens: Sequence[Token], index: int) -> str:
    """past, future or none: what the nearest verb above a token says."""
    at = index
    prospect = words("prospect")
    for _ in range(len(tokens)):
        if tokens[at].lemma.lower() in prospect:
            return "future"
        if tokens[at].pos in ("VERB", "AUX"):
            if any(t.head == at and t.lemma.lower() in prospect for t in tokens):
                return "future"
            said = _verb_tense(tokens, at)
            if said != "none":
                return said
        if tokens[at].head == at:
            break
        at = tokens[at].head
    return _verb_tense(tokens, at)


def _verb_tense(tokens: Sequence[Token], verb: int) -> str:
    future = words("future")
    helpers = [t for t in tokens if t.head == verb and t.dep in ("aux", "auxpass") and t.index < verb]
    if any(t.lemma.lower() in future or t.text.lower() in future for t in helpers):
        return "future"
    own = tokens[verb]
    if own.lemma.lower() in words("future_verb") and (own.tag != "VBN" or helpers):
        return "future" if own.tag in ("VBZ", "VBP", "VBG", "VBN") else "past"
    head = tokens[own.head]
    if any(t.tag == "TO" for t in helpers):
        due = head.lemma.lower() in words("future_verb") or head.lemma.lower() in words("due")
        return "future" if due else "none"
    if own.tag == "VBD" or any(t.tag == "VBD" or t.lemma in ("have",) for t in helpers):
        return "past"
    if own.pos == "AUX" or own.lemma == "be":
        due = any(t.head == verb and t.lemma.lower() in words("due") for t in tokens)
        return "future" if due and own.tag != "VBD" else ("past" if own.tag == "VBD" else "none")
    return "future" if own.tag in ("VBZ", "VBP") and not helpers else "none"


def _dated(found: Sequence[Found], day: date | None) -> list[Interval]:
    """The interval of each expression for one day of publication; later ones may lean on earlier ones."""
    dated: list[Interval] = []
    last = NOTHING
    for item in found:
        ahead = item.operator == "for" or (item.tense == "none" and item.operator in BOUNDS)
        frame = Frame(day, "future" if ahead else item.tense, last, item.operator)
        span = _bounded(_RULES[item.rule](item.match, frame), item.operator, frame)
        dated.append(span)
        last = span if span[0] is not None or span[1] is not None else last
    return dated


def _bounded(span: Interval, operator: str, frame: Frame) -> Interval:
    """What a preposition makes of an interval."""
    begin, end = span
    day = frame.day
    opening = None if frame.tense == "past" else day
    if operator == "since":
        return begin, day
    if operator in ("by", "through") and end is not None:
        return (opening if opening and opening <= end else (begin if operator == "through" else None)), end
    if operator in ("before", "until") and begin is not None:
        single = begin == end
        inclusive = operator == "until" and single
        stop = end if inclusive else begin - timedelta(days=0 if single and operator == "before" and opening else 1)
        if opening and stop and stop < opening:
            stop = end
        return opening, stop
    if operator == "after" and end is not None:
        return (end, day) if frame.tense == "past" and day and day >= end else (end, None)
    return span


def _record(item: Found, early: Interval, late: Interval) -> TimeExpression:
    begins = None if early[0] is None or late[0] is None else min(early[0], late[0])
    ends = None if early[1] is None or late[1] is None else max(early[1], late[1])
    start, end = item.line.raw(item.start, item.end)
    text = item.line.text[item.start : item.end]
    direction = _direction(item, begins, ends)
    return TimeExpression(
        start, end, item.line.sentence.index, text, begins, ends, _granularity(begins, ends), direction
    )


def _direction(item: Found, begins: date | None, ends: date | None) -> str:
    if item.rule in ("within", "rolling_next", "horizon_open", "rest") or (
        item.rule == "horizon" and begins and not ends
    ):
        return "future"
    if item.rule == "rolling_past" or item.operator == "since":
        return "past"
    return item.tense


def _granularity(begins: date | None, ends: date | None) -> str:
    """The smallest common unit that holds the interval: day, week, month, season, year, decade or open."""
    if begins is None or ends is None:
        return "open"
    size = (ends - begins).days
    for limit, name in ((0, "day"), (7, "week"), (31, "month"), (93, "season"), (366, "year"), (3660, "decade")):
        if size <= limit:
            return name
    return "open"


@cache
def _patterns() -> tuple[Pattern, ...]:
    groups = _groups()
    compiled = []
    for row in lexicons.table("time_patterns"):
        source = row["pattern"]
        for name, group in groups.items():
            source = source.replace("{" + name + "}", group)
        matcher = re.compile(rf"(?<![\w-])(?:{source})(?!\w)", re.I)
        compiled.append(Pattern(row["id"], row["resolve"], matcher, _needs(row["pattern"])))
    return tuple(compiled)


def _needs(pattern: str) -> frozenset[str]:
    """Words one of which a match cannot do without; none where that cannot be told from the pattern."""
    bare = pattern
    while (shorter := re.sub(r"\([^()]*\)\?", "", bare)) != bare:
        bare = shorter
    literal = re.search(r"\(\?P<(?:unit|piece)>([a-z|]+?)s?\??\)", bare)
    while (shorter := re.sub(r"\((?:\?<?[=!][^()]*|[^()]*\|[^()]*)\)", "", bare)) != bare:
        bare = shorter
    kind = next((kind for kind in KEYS if "{" + kind in bare), None)
    if "|" in bare or (kind is None and literal is None):
        return frozenset()
    if kind is None and literal is not None:
        return frozenset(form for one in literal[1].split("|") for form in (one, one + "s"))
    return frozenset(_WORD.findall(form.casefold())[0] for form in words(kind or ""))


def _groups() -> Mapping[str, str]:
    """What each `{name}` of a pattern stands for."""

    def forms(kind: str, *, cased: bool = False) -> str:
        own = [form for row in lexicons.table("time_words") if row["kind"] == kind for form in row.listed("forms")]
        joined = "|".join(re.escape(form) for form in sorted(own, key=len, reverse=True))
        return f"(?-i:{joined})" if cased else f"(?:{joined})"

    many = "|".join(f for row in lexicons.table("time_words") if row["kind"] == "unit" for f in row.listed("forms")[1:])
    one = "|".join(row.listed("forms")[0] for row in lexicons.table("time_words") if row["kind"] == "unit")
    number = rf"\d{{1,3}}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-[a-z]+|{forms('number')}"
    day = rf"\d{{1,2}}(?:st|nd|rd|th)?|{forms('ordinal')}"
    return {
        "month": f"(?P<month>{forms('month', cased=True)})", "weekday": f"(?P<weekday>{forms('weekday', cased=True)})",
        "holiday": f"(?P<holiday>{forms('holiday')})", "season": f"(?P<season>{forms('season')})",
        "units_many": f"(?:{many}|{forms('unit')})", "units_all": forms("unit"), "unit": f"(?P<unit>{one})",
        "n": f"(?P<n>{number})", "ordinals": forms("ordinal"), "ordinal": f"(?P<ordinal>{forms('ordinal')})",
        "part": f"(?P<part>{forms('part')})", "turn": f"(?P<turn>{forms('turn')})",
        "dayth": rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)|{forms('ordinal')})", "day2": rf"(?P<day2>{day})",
        "day": f"(?P<day>{day})", "year": r"(?P<year>(?:19|20)\d\d)", "deictic": forms("deictic"),
        "horizon": forms("horizon"), "lately": forms("lately"),
    }  # fmt: skip


@cache
def _OPERATOR() -> re.Pattern[str]:  # noqa: N802
    forms = "|".join(re.escape(form) for form in sorted(words("operator"), key=len, reverse=True))
    fill = "|".join(re.escape(form) for form in sorted(words("filler"), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?P<operator>{forms})(?: (?:{fill}))? $", re.I)


@cache
def _TRIGGER() -> re.Pattern[str]:  # noqa: N802
    """One word of time at least stands in the sentence; a cheap question before the dear ones."""
    forms = sorted({form for kind in KEYS for form in words(kind)}, key=len, reverse=True)
    joined = "|".join(re.escape(form) for form in forms)
    return re.compile(
        rf"(?<!\w)(?:{joined}|weekend|year-end)(?!\w)|(?:19|20)\d\d|\d(?:st|nd|rd|th)\b|the \w+th\b", re.I
    )


def _timely(said: frozenset[str], text: str) -> bool:
    """Whether a word of time stands in a sentence of the words `said`; the dear question only where it may be."""
    plain, firsts = _single()
    if not plain.isdisjoint(said):
        return True
    return (not firsts.isdisjoint(said) or _COUNTED.search(text) is not None) and _TRIGGER().search(text) is not None


@cache
def _single() -> tuple[frozenset[str], frozenset[str]]:
    """The forms of time that are one word, and the first words of the others."""
    forms = [form.casefold() for kind in KEYS for form in words(kind)]
    plain = frozenset(form for form in forms if _WORD.fullmatch(form)) | {"weekend"}
    return plain, frozenset(_WORD.findall(form)[0] for form in forms) | {"year"}


_WORD: Final = re.compile(r"\w+")
_COUNTED: Final = re.compile(r"\d|the \w+th\b", re.I)
