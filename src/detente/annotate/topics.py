"""Where the text names an interstate issue: forms of `lexicons/issues.tsv`, found by one automaton."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from detente import lexicons
from detente.annotate.names import automaton, longest, plain
from detente.annotate.sentences import Line
from detente.records import Topic


def find(lines: Sequence[Line]) -> tuple[Topic, ...]:
    """The topics of all lines, in order; a form with a capital must stand in capitals, others in any case."""
    return tuple(topic for line in lines for topic in _in_line(line))


def _in_line(line: Line) -> Iterator[Topic]:
    text = plain(line.text)
    for start, end, values in longest(_forms(), text.lower()):
        for form, issue in values:
            if form == form.lower() or text[start:end] == form:
                raw = line.raw(start, end)
                yield Topic(*raw, line.sentence.index, issue)


@cache
def _forms() -> Any:
    forms: dict[str, list[tuple[str, str]]] = {}
    for row in lexicons.table("issues"):
        for form in row.listed("forms"):
            kept = forms.setdefault(plain(form).lower(), [])
            if (plain(form), row["issue"]) not in kept:
                kept.append((plain(form), row["issue"]))
    return automaton((form, tuple(kept)) for form, kept in forms.items())
