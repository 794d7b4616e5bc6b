"""The people of a document: fullest name, role, affiliation, country, and every place where they are named."""

from __future__ import annotations

from collections.abc import Sequence

from detente.annotate.phrases import Name, head_of
from detente.annotate.sentences import Line
from detente.records import Person, Span


def find(lines: Sequence[Line], found: list[list[Name]]) -> tuple[Person, ...]:
    """The table of people; adds names of persons that no lexicon knows to `found`."""
    for line, row in zip(lines, found, strict=True):
        _strangers(line, row)
    table: dict[str, list[tuple[Line, Name]]] = {}
    for line, row in zip(lines, found, strict=True):
        for name in row:
            if name.person and not name.inside:
                table.setdefault(name.person, []).append((line, name))
    people = []
    for person, places in table.items():
        role = next((name.role for _, name in places if name.role), None)
        country = next((name.codes[0] for _, name in places if name.codes), None)
        spans = tuple(Span(*line.raw(name.start, name.end)) for line, name in places)
        people.append(Person(person, role, None, country, spans))
    return tuple(people)


def _strangers(line: Line, row: list[Name]) -> None:
    """Person names that the parser's entity recogniser marks and no lexicon holds."""
    tokens = line.sentence.tokens
    taken = {i for name in row if name.kind != "role" for i in range(name.first, name.last)}
    i = 0
    while i < len(tokens):
        if tokens[i].entity != "PERSON" or i in taken:
            i += 1
            continue
        first = i
        while i < len(tokens) and tokens[i].entity == "PERSON" and i not in taken and tokens[i].tag != "POS":
            i += 1
        if i == first:
            i += 1
            continue
        start, end = line.starts[first], line.ends[i - 1]
        name = Name(first, i, start, end, "person", (), person=line.text[start:end])
        name.head = head_of(tokens, first, i)
        title = next((other for other in row if other.kind == "role" and other.head == first - 1), None)
        if title is not None:
            name.codes, name.role, name.sector = title.codes, title.role, title.sector
            name.first, name.start = title.first, title.start
            title.inside = True
        row.append(name)
    row.sort(key=lambda name: (name.start, -name.end))
