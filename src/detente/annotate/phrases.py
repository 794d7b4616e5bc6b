"""Names on tokens, and the noun phrases that are built around them: who stands left and right of a head noun.

Works on the surface and part-of-speech tags, because the parser loses its way in strings of titles and names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.annotate.names import words
from detente.annotate.sentences import Line
from detente.records import Token

NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
ADJECTIVES = frozenset(("JJ", "JJR", "JJS", "VBN", "CD", "HYPH", "AFX"))
STATE_KINDS = frozenset(("state", "demonym", "capital", "metonym", "organisation"))
PLACED = STATE_KINDS | {"place"}
HYPHENS = frozenset(("-", "–", "/"))


@dataclass(slots=True)
class Name:
    """Something named at tokens `first` to `last` (exclusive) of one line; `start`/`end` in the line's text.

    `country` is the state of a person, also where it does not act for it; `gender` m or f where a title tells;
    `plural` marks a role or group of several; `parts` are the names inside a phrase; `owner` is the token of
    a possessive pronoun ("its leaders"); `definite`: "the expert"; `title` is the name of a place
    as the lexicon has it; `surname`: an office-holder's surname alone; `leads`: in the subject of the whole sentence.
    """

    first: int
    last: int
    start: int
    end: int
    kind: str
    codes: tuple[str, ...]
    sector: str | None = None
    person: str | None = None
    role: str | None = None
    former: bool = False
    head: int = -1
    inside: bool = False
    modifies: int | None = None
    group: int | None = None
    country: str | None = None
    gender: str | None = None
    plural: bool = False
    office: str | None = None
    surname: bool = False
    title: str | None = None
    owner: int | None = None
    definite: bool = False
    leads: bool = False
    parts: list[Name] = field(default_factory=list)


def head_of(tokens: Sequence[Token], first: int, last: int) -> int:
    """The token of a range whose own head lies outside it; the last noun of those, where there are several."""
    outside = [i for i in range(first, last) if not first <= tokens[i].head < last or tokens[i].head == i]
    nouns = [i for i in outside if tokens[i].tag in NOUNS]
    chosen = nouns or [i for i in outside if tokens[i].pos != "PUNCT" and tokens[i].tag != "POS"]
    return chosen[-1] if chosen else last - 1


def noun_end(tokens: Sequence[Token], at: int) -> int:
    """One past the last noun of the unbroken run of adjectives and nouns that starts at `at` (`at` where none is)."""
    end = at
    while at < len(tokens) and (tokens[at].tag in NOUNS or tokens[at].tag in ADJECTIVES):
        at += 1
        if tokens[at - 1].tag in NOUNS:
            end = at
    return end


@dataclass(slots=True)
class Left:
    """What stands before a head noun: where the phrase begins, the names in it, a possessive pronoun, "former"."""

    first: int
    names: list[Name]
    pronoun: int | None = None
    definite: bool = False
    former: bool = False


def leftwards(line: Line, at: int, names: Sequence[Name]) -> Left:
    """The modifiers of the noun at token `at`, back to its determiner."""
    tokens = line.sentence.tokens
    by_last = {name.last: name for name in names if name.kind in PLACED}
    left = Left(at, [])
    i = at
    while i > 0 and at - i < 10:
        token = tokens[i - 1]
        if i in by_last and _admits(tokens, left, by_last[i], i):
            left.names.insert(0, by_last[i])
            i = left.first = by_last[i].first
        elif token.text in words("former"):
            left.former = True
            i = left.first = i - 1
        elif token.tag == "POS" or token.text in HYPHENS:
            i -= 1
        elif (token.tag in ADJECTIVES and (token.tag != "VBN" or token.dep == "amod")) or (
            token.tag in NOUNS and not left.names and i not in by_last
        ):
            i = left.first = i - 1
        elif token.tag in ("CC", ",") and left.names and i - 1 in by_last and _joins(tokens, left, by_last[i - 1]):
            i -= 1
        else:
            break
    if i > 0 and tokens[i - 1].tag in ("DT", "PRP$"):
        left.first = i - 1
        left.definite = tokens[i - 1].lemma.lower() == "the"
        left.pronoun = i - 1 if tokens[i - 1].tag == "PRP$" else None
    return left


def _admits(tokens: Sequence[Token], left: Left, name: Name, at: int) -> bool:
    """True when a name before the modifiers found so far belongs to the same noun phrase."""
    if not left.names:
        return True
    between = tokens[at : left.names[0].first]
    return bool(between) and all(t.tag in ("CC", ",", "POS", "DT") or t.text in HYPHENS for t in between)


def _joins(tokens: Sequence[Token], left: Left, name: Name) -> bool:
    """True when a name before "and" stands in the same row as the modifiers after it; a comma needs an "and" later."""
    if tokens[name.last].tag == "," and not any(
        t.tag == "CC" for t in tokens[left.names[0].first : left.names[-1].first]
    ):
        return False
    if left.names[0].codes == name.codes:
        return False
    return left.names[0].kind == name.kind or {left.names[0].kind, name.kind} <= {"demonym", "state", "organisation"}


def row(line: Line, at: int, names: Sequence[Name]) -> tuple[list[Name], int]:
    """The coordinated names that begin at token `at` ("the", commas and "and" allowed), and the token after them."""
    tokens = line.sentence.tokens
    by_first = {name.first: name for name in names}
    found: list[Name] = []
    end = i = at
    while i < len(tokens):
        if i in by_first and (not found or any(t.tag in ("CC", ",") for t in tokens[end:i])):
            found.append(by_first[i])
            i = end = by_first[i].last
        elif tokens[i].tag in ("DT", ",", "CC"):
            i += 1
        else:
            break
    return found, end
