"""The name, role and affiliation a noun phrase gives its bearer ("Mara Elling, a fellow at the Fjord Institute")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from detente import lexicons
from detente.extract.grammar import words as grammar
from detente.extract.trees import Tree
from detente.records import Token

JOINS: Final = frozenset({"-", "–", "'", "’", "."})
PERSONS: Final = ("title", "official", "scholar", "kin")
OUTER: Final = frozenset({"ORG", "GPE", "NORP", "FAC", "LOC", "EVENT", "PRODUCT", "WORK_OF_ART", "DATE"})


@dataclass(frozen=True, slots=True)
class Description:
    """What a noun phrase says of its bearer; `first`/`last` the tokens of the name (equal where there is none)."""

    name: str | None
    role: str | None
    affiliation: str | None
    first: int = 0
    last: int = 0


@cache
def words(kind: str) -> Mapping[str, str]:
    """The words of one class of `speaker_words.tsv` with their sex."""
    return {row["word"]: row["sex"] for row in lexicons.table("speaker_words") if row["class"] == kind}


def describe(tree: Tree, indices: Sequence[int], known: frozenset[str]) -> Description:
    """What the tokens `indices` of a source say; `known` are full names that the document is known to hold."""
    tokens = tree.tokens
    runs = _runs(tokens, indices)
    best: tuple[int, int, int, int] | None = None
    for begin, last in runs:
        first = _parted(tokens, begin, last, known)
        score = _score(tree, first, last, indices, known)
        if score > 0 and (best is None or score > best[0]):
            best = (score, begin, first, last)
    if best is None:
        house = next((text_of(tokens, *run) for run in runs if _houses(tree, *run, indices)), None)
        return Description(None, _bare_role(tree, indices), _affiliation(tree, indices, ()) or house)
    _, begin, first, last = best
    inside = range(begin, last)
    name = text_of(tokens, first, last)
    return Description(name, _role(tree, indices, first, last), _affiliation(tree, indices, inside), first, last)


def _parted(tokens: Sequence[Token], first: int, last: int, known: frozenset[str]) -> int:
    """Where a known name begins in a run that a state or body opens ("ambassador to the United States Mara Elling")."""
    ends = (at for at in range(first + 1, last - 1) if text_of(tokens, at, last) in known)
    return next(ends, first)


def untitled(name: str) -> str:
    """A name without the titles before it."""
    parts = name.split()
    titles = words("title")
    while len(parts) > 1 and parts[0].lower() in titles:
        parts.pop(0)
    return " ".join(parts)


def text_of(tokens: Sequence[Token], first: int, last: int) -> str:
    """The words `first` to `last` (exclusive) with the blanks that the text has between them."""
    parts: list[str] = []
    for i in range(first, last):
        if i > first and tokens[i].start > tokens[i - 1].end:
            parts.append(" ")
        parts.append(tokens[i].text)
    return "".join(parts)


def _proper(token: Token) -> bool:
    return (
        token.pos == "PROPN" or token.tag in {"NNP", "NNPS"} or (token.entity == "PERSON" and token.text[:1].isupper())
    )


def _runs(tokens: Sequence[Token], indices: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of proper nouns, joined over hyphens and lower-case particles, titles cut off the front."""
    inside = set(indices)
    found: list[tuple[int, int]] = []
    i = min(inside, default=0)
    while i < len(tokens) and i <= max(inside, default=-1):
        if i not in inside or not _proper(tokens[i]):
            i += 1
            continue
        first = i
        while i in inside and (_proper(tokens[i]) or _joins(tokens, i, inside)):
            i += 1
        found += _untitled(tokens, first, i)
    return found


def _joins(tokens: Sequence[Token], i: int, inside: set[int]) -> bool:
    follows = i + 1 in inside and i + 1 < len(tokens)
    if not follows:
        return False
    tight = tokens[i].start == tokens[i - 1].end and tokens[i + 1].start == tokens[i].end
    if tokens[i].text in JOINS or (tight and tokens[i].tag != "POS"):
        return tight
    after = _proper(tokens[i + 1]) or tokens[i + 1].text in JOINS or tokens[i + 1].text.lower() in words("particle")
    return tokens[i].text.lower() in words("particle") and after and tokens[i].text.islower()


def _untitled(tokens: Sequence[Token], first: int, last: int) -> list[tuple[int, int]]:
    """The run without titles; a title inside it parts the bearer from what stands before."""
    titles = words("title")
    cut = first
    for i in range(first, last - 1):
        if tokens[i].text.lower() in titles and tokens[i + 1].text not in JOINS:
            cut = i + 1
    if cut == last - 1 and tokens[cut].text.lower() in titles:
        return []
    return [(cut, last)]


def _score(tree: Tree, first: int, last: int, indices: Sequence[int], known: frozenset[str]) -> int:
    tokens = tree.tokens
    name = text_of(tokens, first, last)
    score = 4 if name in known else 0
    person = sum(tokens[i].entity == "PERSON" for i in range(first, last))
    outer = sum(tokens[i].entity in OUTER for i in range(first, last))
    score += 3 if person else -3 if outer == last - first else 0
    if any(tokens[i].text.lower() in words("body") for i in range(first, last)):
        score -= 6
    before = tokens[first - 1] if first > 0 and first - 1 in indices else None
    titled = before is not None and any(before.text.lower() in words(kind) for kind in PERSONS)
    score += 3 if titled else 0
    score -= 6 if before is not None and before.tag == "NN" and _is_body(before) else 0
    if before is None or before.text == "," or before.pos == "NOUN" or before.text == ")":
        score += 2
    elif before.text.lower() in grammar("body_preposition") or before.pos == "ADP":
        score -= 4
    elif before.pos == "DET":
        score -= 3
    score -= 9 if held(tree, last - 1, indices) else 0
    words_in = sum(tokens[i].text[:1].isupper() for i in range(first, last))
    score += 1 if 2 <= words_in <= 5 else 0
    if any(tokens[i].tag == "POS" for i in range(last, min(last + 1, len(tokens)))):
        score -= 4
    return score


def _is_body(token: Token) -> bool:
    """True for a kind of house ("the lender Waalbank")."""
    return token.text.lower() in words("body") or token.text.lower() in words("group")


def held(tree: Tree, at: int, indices: Sequence[int]) -> bool:
    """True where a name hangs on a preposition inside the source ("economists at the lender Waalbank")."""
    while tree.tokens[at].dep in {"compound", "appos", "nmod", "conj"} and tree.tokens[at].head in indices:
        at = tree.tokens[at].head
    return tree.tokens[at].dep == "pobj" and tree.tokens[at].head in indices


def _houses(tree: Tree, first: int, last: int, indices: Sequence[int]) -> bool:
    """True for the name of a house after its kind ("economists at the lender Waalbank")."""
    place = any(tree.tokens[i].entity in {"GPE", "LOC", "NORP", "DATE", "EVENT", "FAC"} for i in range(first, last))
    before = tree.tokens[first - 1] if first and first - 1 in indices else None
    return not place and before is not None and before.pos == "NOUN" and held(tree, last - 1, indices)


def _role(tree: Tree, indices: Sequence[int], first: int, last: int) -> str | None:
    """The title before the name, else the noun in apposition or relation after it."""
    tokens = tree.tokens
    inside = sorted(indices)
    before = [i for i in inside if i < first]
    while before and tokens[before[-1]].text in {",", "(", ")"}:
        before.pop()
    lead = [i for i in before if tokens[i].pos != "DET" and tokens[i].tag not in {"PRP$", "CC"} and _wordy(tokens[i])]
    bracket = next((i for i in before if tokens[i].text == "("), last)
    owned = max((i for i in lead if tokens[i].tag == "POS"), default=-1)
    lead = [i for i in _without_origin(tree, [i for i in lead if i > owned]) if i < bracket]
    polite = all(tokens[i].text.lower() in grammar("plain_title") for i in lead)
    if lead and not polite:
        return text_of(tokens, lead[0], lead[-1] + 1)
    titled = (
        text_of(tokens, lead[0], lead[-1] + 1) if lead and tokens[lead[-1]].text.lower() in words("scholar") else None
    )
    return _following_role(tree, inside, last) or titled


def _wordy(token: Token) -> bool:
    return any(c.isalpha() for c in token.text)


def _following_role(tree: Tree, inside: Sequence[int], last: int) -> str | None:
    """The noun in apposition to a name, or what a relative clause says of its bearer."""
    tokens = tree.tokens
    after = [i for i in inside if i >= last]
    while after and (tokens[after[0]].text in {",", "(", "-", "–"} or tokens[after[0]].pos == "DET"):
        after.pop(0)
    based = next((n for n, i in enumerate(after[:6]) if tokens[i].text.lower() in grammar("seated")), None)
    after = after if based is None else after[based + 1 :]
    if not after or tokens[after[0]].pos == "ADP":
        return None
    if tokens[after[0]].tag in {"WP", "WDT"}:
        verb = next((tokens[i] for i in after[1:5] if tokens[i].pos == "VERB"), None)
        return None if verb is None else _verbs().get(verb.lemma.lower())
    return _up_to_preposition(tree, after)


@cache
def _verbs() -> Mapping[str, str]:
    """What somebody is who does something for a living."""
    return {row["verb"]: row["role"] for row in lexicons.table("role_verbs")}


def _without_origin(tree: Tree, lead: list[int]) -> list[int]:
    """A role without the nationality that stands before it: that is the country."""
    while lead and _origin(tree.tokens[lead[0]]):
        lead = lead[1:]
        while lead and (tree.tokens[lead[0]].tag == "POS" or tree.tokens[lead[0]].text in {"-", "–"}):
            lead = lead[1:]
    return lead


def _origin(token: Token) -> bool:
    """True for the name or the adjective of a state; "Western" and "European" are part of a role."""
    return token.entity == "GPE" or (token.entity == "NORP" and token.text.casefold() in _nationalities())


@cache
def _nationalities() -> frozenset[str]:
    rows = lexicons.table("states")
    return frozenset(form.casefold() for row in rows for form in (*row.listed("demonyms"), row["name"]))


def _up_to_preposition(tree: Tree, after: list[int]) -> str | None:
    kept: list[int] = []
    for i in after:
        token = tree.tokens[i]
        if kept and (token.text in {",", ";", ":", "(", "-", "–"} or token.tag in {"WP", "WDT"}):
            break
        if token.text.lower() in grammar("role_preposition") and kept:
            break
        if token.text.lower() == "of" and _names_body(tree, i, after):
            break
        kept.append(i)
    while kept and tree.tokens[kept[-1]].pos in {"ADV", "PUNCT"}:
        kept.pop()
    return text_of(tree.tokens, kept[0], kept[-1] + 1) if kept and tree.tokens[kept[0]].pos != "CCONJ" else None


def _names_body(tree: Tree, of: int, after: Sequence[int]) -> bool:
    following = [i for i in after if i > of][:3]
    return any(_proper(tree.tokens[i]) for i in following)


def _affiliation(tree: Tree, indices: Sequence[int], name: Sequence[int]) -> str | None:
    """The proper name of a body after "of", "at", "with" …: the nearest to the name."""
    tokens = tree.tokens
    inside = sorted(set(indices) - set(name))
    for i in inside:
        if tokens[i].text.lower() not in grammar("body_preposition") or i + 1 not in inside:
            continue
        first = i + 1
        while first in inside and (tokens[first].pos == "DET" or tokens[first].text.lower() == "same"):
            first += 1
        last = first
        while (
            last in inside
            and tokens[last].text not in {",", ";", "who", "(", ")"}
            and tokens[last].pos not in {"VERB", "AUX"}
        ):
            stops = tokens[last].text.lower() in grammar("place_preposition") | grammar("employer_preposition")
            if stops and last > first:
                break
            last += 1
        run = range(first, last)
        if any(_proper(tokens[k]) for k in run) and any(tokens[k].text.lower() in words("body") for k in run):
            return text_of(tokens, first, last)
    for i in inside:
        if tokens[i].entity == "ORG":
            last = i
            while last in inside and tokens[last].entity == "ORG":
                last += 1
            first = i + 1 if tokens[i].pos == "DET" else i
            last = _body_of(tree, last, inside)
            if tokens[last - 1].text.lower() in words("official") or tokens[last - 1].text.lower() in words("title"):
                continue
            return spelled_out(text_of(tokens, first, last)) if first < last else None
    return _owner(tree, inside, name) or _plain_house(tree, inside)


def _body_of(tree: Tree, last: int, inside: Sequence[int]) -> int:
    """Where a name with a possessive ends that leads to the body itself ("parliament's foreign affairs committee")."""
    if last not in inside or tree.tokens[last].tag != "POS":
        return last
    at = last + 1
    while at in inside and tree.tokens[at].pos in {"NOUN", "PROPN", "ADJ"}:
        at += 1
    return at if at > last + 1 and tree.tokens[at - 1].text.lower() in words("body") else last


def _owner(tree: Tree, inside: Sequence[int], name: Sequence[int]) -> str | None:
    """The house before a name or an office in the possessive ("Brookfield's Hal Dorsey", "the ministry's aide")."""
    tokens = tree.tokens
    mark = next((i for i in inside if tokens[i].tag == "POS" and (not name or i < name[0])), None)
    if mark is None or tokens[mark - 1].entity in OUTER - {"ORG"}:
        return None
    first = mark
    while first - 1 in inside and tokens[first - 1].pos in {"NOUN", "PROPN", "ADJ"}:
        first -= 1
    house = tokens[mark - 1].text.lower() in words("body") or (bool(name) and tokens[mark - 1].pos == "PROPN")
    return text_of(tokens, first, mark) if house and first < mark else None


def _plain_house(tree: Tree, inside: Sequence[int]) -> str | None:
    """A body without a name of its own: after a preposition ("at a Seoul think tank"), or before the office."""
    tokens = tree.tokens
    for i in inside:
        if tokens[i].text.lower() not in grammar("house_preposition") or i + 1 not in inside:
            continue
        first = i + 1
        while first in inside and tokens[first].pos == "DET":
            first += 1
        last = first
        while last in inside and tokens[last].pos in {"NOUN", "PROPN", "ADJ", "PART"}:
            last += 1
        kinds = [k for k in range(first, last) if _is_body(tokens[k])]
        if kinds:
            called = kinds[-1] + 1 < last and all(tokens[k].pos == "PROPN" for k in range(kinds[-1] + 1, last))
            return text_of(tokens, kinds[-1] + 1 if called and tokens[kinds[-1]].text.islower() else first, last)
    kept = _without_origin(tree, [i for i in inside if tokens[i].pos != "DET"])
    run = [i for n, i in enumerate(kept) if i == kept[0] + n and tokens[i].pos in {"NOUN", "PROPN", "ADJ"}]
    house = [n for n, i in enumerate(run[:-1]) if tokens[i].text.lower() in words("body")]
    return text_of(tokens, run[0], run[house[-1]] + 1) if house else None


@cache
def _initials() -> Mapping[str, str]:
    """Names of organisations by their initials."""
    found: dict[str, str] = {}
    for row in lexicons.table("organisations"):
        short = "".join(part[0] for part in row["name"].split() if part[0].isupper())
        if len(short) > 1 and short in row.listed("names"):
            found.setdefault(short, row["name"])
    return found


def spelled_out(body: str) -> str:
    """A body by its name where the text gives the initials ("EU")."""
    return _initials().get(body.replace(".", ""), body)


def _bare_role(tree: Tree, indices: Sequence[int]) -> str | None:
    kept = [i for i in sorted(indices) if tree.tokens[i].pos != "DET" and tree.tokens[i].tag != "PRP$"]
    kept = _without_origin(tree, kept)
    return _up_to_preposition(tree, kept) if kept else None
