"""Office-holders: whose surname stands there, and for whom its bearer acts at the time that is told of."""

from __future__ import annotations

from collections.abc import Mapping

from detente.annotate.context import Context
from detente.annotate.names import Entry, Term, words
from detente.annotate.phrases import NOUNS, Name
from detente.annotate.sentences import Line


def bears(line: Line, name: Name, entry: Entry, context: Context, titled: Mapping[int, str]) -> bool:
    """True when a surname alone can mean this office-holder here; `titled`: the office that stands before a token."""
    tokens = line.sentence.tokens
    if not entry.surname:
        return True
    own, before = tokens[name.first], tokens[name.first - 1] if name.first else None
    after = tokens[name.last] if name.last < len(tokens) else None
    title = before is not None and (before.text in words("honorific") or name.first in titled)
    if before is not None and not title and before.tag in ("NNP", "NNPS") and before.text[0].isupper():
        return False
    if after is not None and after.tag == "NNP" and after.text[0].isupper() and own.dep == "compound":
        return False
    if not own.text[0].isupper() or (own.pos in ("AUX", "ADP", "DET", "VERB") and not title):
        return False
    if entry.name in context.named:
        return True
    serving = any(context.within(term) for term in entry.terms)
    known = entry.alone and entry.terms[-1].begins <= context.ends and own.tag in NOUNS
    return (serving and (entry.alone or title)) or known


def holder(line: Line, name: Name, entry: Entry, context: Context, titled: Mapping[int, str]) -> Name:
    """An office-holder with the office of the document's time, or of the time that the sentence tells of.

    Former where all terms are over.
    """
    name.person, name.surname = entry.name, entry.surname
    fitting = [term for term in entry.terms if context.within(term)] or _then(line, name, entry, context, titled)
    if fitting:
        term = min(reversed(fitting), key=lambda term: words("office_rank").get(term.office, "9"))
        name.codes, name.role, name.sector = (term.state,), term.title or None, term.sector
        name.country, name.office = term.state, term.office
    elif entry.terms:
        state = entry.terms[-1].state
        name.country = words("successor").get(state, state)
        if entry.terms[-1].ends < context.begins:
            name.former, name.role, name.sector = True, entry.terms[-1].title or None, "civil"
    return name


def _then(line: Line, name: Name, entry: Entry, context: Context, titled: Mapping[int, str]) -> list[Term]:
    """Terms that are over and of which the sentence tells all the same: "President Clinton met …", "Obama expelled them
    in December 2016"; nothing where it calls somebody former."""
    if any(token.text.lower() in words("former") for token in line.sentence.tokens if token.index < name.first):
        return []
    over = [term for term in entry.terms if term.ends < context.begins]
    told = [term for term in over if context.tells_of(term, line.sentence.index)]
    return told or [term for term in over if term.office == titled.get(name.first)]
