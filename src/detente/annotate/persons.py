"""Names of people that no lexicon holds: capitalised words that a title, a role or the parser's entities vouch for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from detente.annotate import time_words
from detente.annotate.names import plain, words
from detente.annotate.phrases import HYPHENS, NOUNS, Name
from detente.annotate.sentences import Line
from detente.records import Token


def find(lines: Sequence[Line], found: Sequence[list[Name]]) -> None:
    """Adds the people of every line to `found`: full names first, then surnames of those named in full."""
    runs = [list(_runs(line, row)) for line, row in zip(lines, found, strict=True)]
    known: dict[str, str] = {}
    for line, row, here in zip(lines, found, runs, strict=True):
        for name in [_person(line, *run) for run in here if _vouched(line, row, *run)]:
            row.append(name)
            for part in _surnames(name.person or ""):
                known.setdefault(part, name.person or "")
    _namesakes(found, known)
    for line, row, here in zip(lines, found, runs, strict=True):
        taken = _taken(row, ("person",))
        for first, last in here:
            text = plain(line.text[line.starts[first] : line.ends[last - 1]])
            if first not in taken and text in known:
                row.append(_person(line, first, last, known[text]))
        row.sort(key=lambda name: (name.start, -name.end))


def marked(line: Line, row: Sequence[Name]) -> Line:
    """`line` with the heads of people's names as the parser marks people: it takes "Modi" alone for a town."""
    tokens = line.sentence.tokens
    heads = {
        name.head for name in row if name.kind in ("leader", "person") and tokens[name.head].tag in ("NNP", "NNPS")
    }
    if all(tokens[head].entity == "PERSON" for head in heads):
        return line
    changed = tuple(replace(token, entity="PERSON") if token.index in heads else token for token in tokens)
    return replace(line, sentence=replace(line.sentence, tokens=changed))


def _namesakes(found: Sequence[list[Name]], known: Mapping[str, str]) -> None:
    """Surnames told whose they are: of a stranger named in full rather than of an office-holder who is not."""
    full = {name.person for row in found for name in row if name.kind == "leader" and not name.surname}
    for name in (name for row in found for name in row if name.person):
        own = known.get(plain((name.person or "").rpartition(" ")[2]))
        if name.kind == "leader" and name.surname and own and name.person not in full:
            _another(name, own)
        elif name.kind == "person" and " " not in (name.person or ""):
            name.person = known.get(plain(name.person or ""), name.person)


def _another(name: Name, person: str) -> None:
    """The surname of an office-holder, where the document itself names somebody else who bears it."""
    name.kind, name.person = "person", person
    name.codes, name.role, name.sector, name.country, name.former = (), None, None, None, False


def _surnames(person: str) -> tuple[str, ...]:
    """Words that later stand for a full name: the last; the first too in names of the "Park Ji-yeon" sort."""
    parts = plain(person).split(" ")
    if len(parts) < 2:
        return ()
    return (parts[-1], parts[0]) if len(parts) == 2 and "-" in parts[1] and parts[1][-1].islower() else (parts[-1],)


def _taken(row: Sequence[Name], kinds: tuple[str, ...]) -> set[int]:
    return {i for name in row if name.kind in kinds for i in range(name.first, name.last)}


def _runs(line: Line, row: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words that are nothing else: token ranges without titles."""
    tokens = line.sentence.tokens
    proper = ("state", "demonym", "capital", "metonym", "organisation", "leader", "none")
    taken = _taken(row, proper) | {name.head for name in row if name.kind in ("role", "group")}
    taken |= {i for name in row if name.kind == "role" for i in _title(tokens, name)}
    i = 0
    while i < len(tokens):
        if i in taken or not _capital(tokens[i]):
            i += 1
            continue
        first = i
        i += 1
        while i < len(tokens) and i not in taken:
            tight = tokens[i - 1].text in HYPHENS and tokens[i].start == tokens[i - 1].end
            joined = _particle(tokens, i, taken) or _hyphen(tokens, i, taken)
            if not (_capital(tokens[i], inner=True) or joined or tight):
                break
            i += 1
        yield first, i


def _title(tokens: Sequence[Token], name: Name) -> range:
    """The capitalised role words themselves ("Deputy Foreign Minister")."""
    first = name.head
    while first > name.first and tokens[first - 1].text[0].isupper() and tokens[first - 1].tag in (*NOUNS, "JJ"):
        first -= 1
    return range(first, name.head + 1) if name.role else range(name.head, name.head + 1)


def _capital(token: Token, *, inner: bool = False) -> bool:
    text = token.text
    if not text[0].isupper() or text in words("honorific") or text.lower() in time_words.words("weekday"):
        return False
    if text.lower() in time_words.words("month") and token.entity != "PERSON":
        return False
    if token.tag in ("NNP", "NNPS") or token.entity == "PERSON":
        return text not in ("I",)
    return (
        inner and token.tag in ("NN", "NNS", "JJ", "FW", "VB", "VBN", "VBD", "VBZ", "IN", "CD", "RB") and len(text) > 1
    )


def _particle(tokens: Sequence[Token], at: int, taken: set[int]) -> bool:
    low = tokens[at].text
    if low not in words("particle") or at + 1 >= len(tokens) or at + 1 in taken:
        return False
    return (
        tokens[at + 1].text[0].isupper() or tokens[at + 1].text in words("particle") or tokens[at + 1].text in HYPHENS
    )


def _hyphen(tokens: Sequence[Token], at: int, taken: set[int]) -> bool:
    if tokens[at].text not in HYPHENS or at + 1 >= len(tokens) or at + 1 in taken:
        return False
    return (
        tokens[at].start == tokens[at - 1].end
        and tokens[at + 1].start == tokens[at].end
        and tokens[at + 1].text[0].isalpha()
    )


def _vouched(line: Line, row: Sequence[Name], first: int, last: int) -> bool:
    """True when something says that a run of capitals is a person and nothing that it is an institution."""
    tokens = line.sentence.tokens
    run = tokens[first:last]
    if any(token.text in words("org_head") for token in run) or run[-1].text in HYPHENS:
        return False
    before = tokens[first - 1] if first else None
    if before is not None and before.text in words("honorific"):
        return True
    marked = sum(token.entity == "PERSON" for token in run) * 2 >= len(run)
    titled = any(name.last == first and name.kind == "role" for name in row) or (
        before is not None and before.tag == "NN" and before.text in words("person_noun")
    )
    long = sum(token.text[0].isupper() and len(token.text) > 1 for token in run) >= 2
    if titled and (long or marked):
        return True
    if before is not None and before.tag == "DT" and not marked:
        return False
    if not long:
        return False
    return marked or _described(tokens, row, first, last)


def _described(tokens: Sequence[Token], row: Sequence[Name], first: int, last: int) -> bool:
    """True when an apposition tells what somebody is: ", a trade lawyer", ", who …", or a role before a comma."""
    if last + 1 < len(tokens) and tokens[last].text == ",":
        if tokens[last + 1].text.lower() == "who":
            return True
        if any(name.kind == "role" and name.first == last + 1 for name in row):
            return True
    if first > 1 and tokens[first - 1].text == ",":
        return any(name.kind == "role" and name.last == first - 1 for name in row)
    return False


def _person(line: Line, first: int, last: int, full: str | None = None) -> Name:
    """A person at tokens `first` to `last`, an honorific before them included."""
    tokens = line.sentence.tokens
    person = full or line.text[line.starts[first] : line.ends[last - 1]]
    gender = None
    while first and tokens[first - 1].text in words("honorific"):
        first -= 1
        gender = words("honorific")[tokens[first].text] or gender
    name = Name(first, last, line.starts[first], line.ends[last - 1], "person", (), person=person, gender=gender)
    name.head = _head(tokens, first, last)
    return name


def _head(tokens: Sequence[Token], first: int, last: int) -> int:
    outside = [i for i in range(first, last) if not first <= tokens[i].head < last and tokens[i].text not in HYPHENS]
    return outside[-1] if outside else last - 1
