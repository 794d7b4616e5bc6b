"""Who the text names: states, organisations, their seats and offices, office-holders, roles, troops and citizens.

Conventions
- A name is read from the lexicons (`names.py`); the longest form wins. A surname alone counts when it is distinctive
  and its bearer is in office at the time of the document, after a title, or after the full name in the document.
- An office-holder acts for a state while the term fits the document's interval; afterwards the mention is `former`
  and has no code of its own; before it there is no code either, unless the text itself gives one.
- "Russian troops", "Egypt's irrigation minister", "the leaders of Uganda and Rwanda": one mention for the noun phrase,
  with the codes of the states in it and the sector of the noun; the names in it stand on their own too, `inside`.
- "Israeli jets", "Japan's ban": a mention for the adjective or possessor alone, which `modifies` the noun.
- "in Moscow", "near Tehran": codes stay, `role` is "place". "Russian-backed", "anti-Russian": `role` is "backed".

| name | is |
|---|---|
| `line` | a sentence beside its reading text (`sentences.Line`) |
| `name` | something named at tokens of one line, still open to change (`phrases.Name`) |
| `hit` | a form of the gazetteer found in a text (`names.Hit`) |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from detente.annotate.names import EARLIEST, LATEST, Entry, Gazetteer, Hit, Term
from detente.annotate.phrases import NOUNS, STATE_KINDS, Left, Name, head_of, leftwards, noun_end, row
from detente.annotate.sentences import Line
from detente.records import Mention, Token

_PREFERENCE = ("leader", "organisation", "state", "demonym", "metonym", "capital", "body", "role")


@dataclass(slots=True)
class Context:
    """What is known of the document while its lines are read: its interval, and who was named in full."""

    begins: date = EARLIEST
    ends: date = LATEST
    named: set[str] = field(default_factory=set)


def find(lines: Sequence[Line], gazetteer: Gazetteer, context: Context) -> list[list[Name]]:
    """The names of every line, nested ones included, ordered by place."""
    hits = [gazetteer.find(line.text) for line in lines]
    for found in hits:
        context.named |= {
            entry.name for hit in found for entry in hit.entries if entry.kind == "leader" and not entry.surname
        }
    return [_of_line(line, found, gazetteer, context) for line, found in zip(lines, hits, strict=True)]


def mention(line: Line, name: Name) -> Mention:
    """The record of a name, with raw offsets."""
    start, end = line.raw(name.start, name.end)
    return Mention(
        start=start, end=end, sentence=line.sentence.index, first=name.first, last=name.last, head=name.head,
        text=line.text[name.start : name.end], codes=name.codes, kind=name.kind, sector=name.sector,
        person=name.person, role=name.role, former=name.former, inside=name.inside, modifies=name.modifies,
        group=name.group,
    )  # fmt: skip


def _of_line(line: Line, hits: Iterable[Hit], gazetteer: Gazetteer, context: Context) -> list[Name]:
    folded = gazetteer.find_folded(line.text)
    roles = [_name(line, hit, hit.entries[0]) for hit in folded]
    titled = {role.last for role in roles if role.kind == "role"}
    names: list[Name] = []
    for hit in hits:
        name = _chosen(line, hit, context, titled)
        if name is not None:
            names.append(name)
    taken = {i for name in names for i in range(name.first, name.last)}
    roles = [role for role in roles if not taken & set(range(role.first, role.last))]
    phrases = [phrase for role in roles if (phrase := _phrase(line, role, names)) is not None]
    names += phrases
    for name in names:
        _settle(line, name)
    return sorted(names, key=lambda name: (name.start, -name.end))


def _name(line: Line, hit: Hit, entry: Entry) -> Name:
    first, last = line.tokens_of(hit.start, hit.end)
    name = Name(first, last, hit.start, hit.end, entry.kind, entry.codes, entry.sector, acts=entry.acts)
    if entry.kind == "role":
        name.role = entry.name
    return name


def _chosen(line: Line, hit: Hit, context: Context, titled: set[int]) -> Name | None:
    """The reading of a form that fits its place and the date, or None when it is something else here."""
    ranked = sorted(hit.entries, key=lambda entry: _PREFERENCE.index(entry.kind))
    for entry in ranked:
        name = _name(line, hit, entry)
        if entry.kind == "leader":
            if _bears(line, name, entry, context, titled):
                return _holder(name, entry, context)
        elif not _foreign(line, name, entry, context):
            return name
    return None


def _bears(line: Line, name: Name, entry: Entry, context: Context, titled: set[int]) -> bool:
    """True when a surname alone can mean this office-holder here."""
    tokens = line.sentence.tokens
    if not entry.surname:
        return True
    before = tokens[name.first - 1] if name.first else None
    if before is not None and before.tag == "NNP" and name.first not in titled and before.lemma not in ("Mr.", "Ms."):
        if not before.text.rstrip(".") in ("Mr", "Mrs", "Ms", "Presidents", "Ministers"):
            return False
    if tokens[name.first].tag not in NOUNS and tokens[name.first].pos != "PROPN":
        return entry.alone and tokens[name.first].pos not in ("AUX", "ADP", "DET", "VERB")
    if entry.name in context.named:
        return True
    fits = any(_fits(term, context) for term in entry.terms)
    return fits and (entry.alone or name.first in titled)


def _fits(term: Term, context: Context) -> bool:
    return term.begins <= context.ends and context.begins <= term.ends


def _holder(name: Name, entry: Entry, context: Context) -> Name:
    """An office-holder with the office of the document's time; former where all terms are over."""
    name.person = entry.name
    fitting = [term for term in entry.terms if _fits(term, context)]
    if fitting:
        term = fitting[-1]
        name.codes, name.role, name.sector = (term.state,), term.office or None, term.sector
    elif entry.terms and entry.terms[-1].ends < context.begins:
        name.former, name.role = True, entry.terms[-1].office or None
    return name


def _foreign(line: Line, name: Name, entry: Entry, context: Context) -> bool:
    """True when the form is part of a person's name ("Michael Jordan") or its state does not exist at the time."""
    tokens = line.sentence.tokens
    if entry.terms and not any(_fits(term, context) for term in entry.terms) and len(entry.codes) > 0:
        return entry.kind != "state"
    person = all(tokens[i].entity == "PERSON" for i in range(name.first, name.last))
    before = tokens[name.first - 1] if name.first else None
    return person and before is not None and before.entity == "PERSON" and entry.kind in ("state", "capital")


def _phrase(line: Line, role: Name, names: Sequence[Name]) -> Name | None:
    """The noun phrase around a role or body, with the states it belongs to."""
    tokens = line.sentence.tokens
    left = leftwards(line, role.first, names)
    parts = _owners(line, left)
    last = role.last
    following = tokens[last].lemma.lower() if last < len(tokens) else ""
    if not parts and following in ("of", "for", "in"):
        found, end = row(line, last + 1, [name for name in names if name.kind in STATE_KINDS])
        if found and (following != "in" or found[0].kind == "capital"):
            parts, last = found, end
    codes = tuple(dict.fromkeys(code for part in parts for code in part.codes)) if role.acts else ()
    name = Name(
        left.first, last, line.starts[left.first], line.ends[last - 1],
        "role" if role.kind == "role" else "group", codes, role.sector, role=role.role,
    )  # fmt: skip
    name.head = role.last - 1
    holder = next((n for n in names if n.first == role.last and n.kind == "leader"), None)
    if holder is not None:
        name.last, name.end, name.kind = holder.last, holder.end, "leader"
        name.person, name.former, name.head = holder.person, holder.former, holder.last - 1
        name.codes = codes or holder.codes
        name.sector = role.sector or holder.sector
        parts = [*parts, holder]
    for part in parts:
        part.inside = True
    name.parts = parts
    return name


def _owners(line: Line, left: Left) -> list[Name]:
    """The states before a head noun that it acts for: not "Moscow-based", "Russian-backed"."""
    tokens = line.sentence.tokens
    kept = []
    for name in left.names:
        after = tokens[name.last] if name.last < len(tokens) else None
        if after is not None and after.text in ("-", "–") and tokens[name.last + 1].tag in ("VBN", "VBD", "JJ"):
            continue
        kept.append(name)
    return kept


def _settle(line: Line, name: Name) -> None:
    """Head, what it modifies, and whether it only tells where."""
    tokens = line.sentence.tokens
    if not name.head:
        name.head = head_of(tokens, name.first, name.last)
    if name.kind not in STATE_KINDS:
        return
    after = tokens[name.last] if name.last < len(tokens) else None
    before = tokens[name.first - 1] if name.first else None
    if before is not None and before.tag == "DT" and name.first > 1:
        before = tokens[name.first - 2]
    hyphen = after is not None and after.text in ("-", "–") and name.last + 1 < len(tokens)
    if hyphen and tokens[name.last + 1].tag in ("VBN", "VBD"):
        name.role = "backed"
    elif after is not None and after.tag == "POS":
        name.modifies = _noun(tokens, name.last + 1)
    elif tokens[name.head].dep in ("amod", "compound", "nmod", "poss") or name.kind == "demonym":
        name.modifies = _noun(tokens, name.last)
    if name.kind in ("capital", "state") and before is not None and before.lemma.lower() in ("in", "at", "near"):
        if name.modifies is None:
            name.role = "place"


def _noun(tokens: Sequence[Token], at: int) -> int | None:
    end = noun_end(tokens, at)
    return end - 1 if end > at else None
