"""What stands around a name and says who it is: titles, appositions, relative clauses; role, affiliation, country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.annotate.names import words
from detente.annotate.phrases import HYPHENS, NOUNS, STATE_KINDS, Name, leftwards
from detente.annotate.sentences import Line
from detente.records import Token

_CHUNK = frozenset(
    (*NOUNS, "JJ", "JJR", "JJS", "VBN", "VBG", "CD", "HYPH", "POS", "AFX", "FW", "DT", "CC", "PRP$", ":")
)
_REACH = 40


@dataclass(slots=True)
class Description:
    """A role in words, for whom, of which state. `rank`: a fuller description before a bare title (0 first);
    `mate`: only said to be somebody's colleague."""

    role: str | None = None
    affiliation: str | None = None
    country: str | None = None
    codes: tuple[str, ...] = ()
    sector: str | None = None
    former: bool = False
    rank: int = 1
    mate: bool = False
    phrase: Name | None = None

    @staticmethod
    def of_phrase(line: Line, row: Sequence[Name], phrase: Name) -> Description:
        """The description that a role phrase gives ("Russian Ambassador to the United States")."""
        bare = line.sentence.tokens[phrase.head].lemma.lower() in words("counterpart")
        sector = phrase.sector if phrase.codes or not bare else None
        made = Description(codes=phrase.codes, sector=sector, former=phrase.former, phrase=phrase)
        made.mate = line.sentence.tokens[phrase.head].lemma.lower() in words("colleague") and not phrase.codes
        made.role = None if bare else phrase.role if phrase.plural else _role_text(line, phrase)
        made.country = phrase.country or _located(line, row, phrase.first, phrase.head, phrase)
        return made


def after(line: Line, row: Sequence[Name], name: Name) -> Description | None:
    """What follows a name: ", director of the Y", " of the Y", ", who heads the Y", "the head of the Y"."""
    tokens = line.sentence.tokens
    at = name.last
    if at >= len(tokens):
        return None
    bare = tokens[at].tag in ("DT",)
    if tokens[at].text == "(":
        return None
    if tokens[at].lemma.lower() in ("of", "from", "at", "with"):
        return _of(line, row, at) if name.kind == "person" else None
    if tokens[at].text != "," and not bare:
        return None
    at += not bare
    if at < len(tokens) and tokens[at].text.lower() in ("who", "whose"):
        return _who(line, row, at + 1)
    made = _apposition(line, row, at, bare=bare)
    return None if name.kind == "leader" and made is not None and made.phrase is None else made


def before(line: Line, row: Sequence[Name], name: Name) -> Description | None:
    """What stands before a name and a comma: "The deputy dean of the Y, X", "Venezuela's president, X"."""
    tokens = line.sentence.tokens
    comma = name.first - 1
    if comma < 1 or tokens[comma].text != ",":
        return None
    for phrase in row:
        if phrase.kind != "role" or phrase.person or phrase.plural or phrase.head >= comma or phrase.inside:
            continue
        between = tokens[max(phrase.last, phrase.head + 1) : comma]
        opens = (
            not phrase.first or not tokens[phrase.first - 1].text[0].isalpha() or tokens[phrase.first - 1].tag == "CC"
        )
        if not (opens or phrase.codes) or any(t.tag not in _CHUNK and t.tag not in ("IN", "TO") for t in between):
            continue
        made = Description.of_phrase(line, row, phrase)
        made.affiliation, inside = _affiliation(line, phrase.head + 1, comma)
        made.country = made.country or _located(line, row, inside or phrase.first, comma, phrase)
        made.rank = 0
        return made
    return None


def owner(line: Line, row: Sequence[Name], name: Name, sector: str | None) -> str | None:
    """The state for which an office-holder without a country most likely acts: the one that acts in the sentence.

    A minister mostly tells what his own state will do, an officer what others did.
    """
    tokens = line.sentence.tokens
    acting = [
        n
        for n in row
        if n.kind in ("state", "capital", "metonym") and n.codes and not n.inside and n.role is None
        and n is not name and tokens[n.head].dep in ("nsubj", "nsubjpass") and n.modifies is None
        and not (sector == "military" and _spoken_of(tokens, n.head, name.head))
    ]  # fmt: skip
    codes = {n.codes for n in acting}
    return acting[0].codes[0] if acting and len(codes) == 1 else None


def _spoken_of(tokens: Sequence[Token], at: int, speaker: int) -> bool:
    """True for a subject inside what the speaker says: "the admiral said China had fired" makes him no Chinese."""
    verb = tokens[at].head
    while tokens[verb].head != verb:
        if tokens[verb].dep == "ccomp" and tokens[verb].head == tokens[speaker].head:
            return True
        verb = tokens[verb].head
    return False


def _apposition(line: Line, row: Sequence[Name], at: int, *, bare: bool) -> Description | None:
    """A noun phrase that begins at token `at` and says what somebody is."""
    tokens = line.sentence.tokens
    phrase = next((p for p in row if p.kind == "role" and p.first == at and not p.person and not p.plural), None)
    if phrase is not None:
        if _goes_on(tokens, phrase):
            return None
        head = phrase.head
        made = Description.of_phrase(line, row, phrase)
        phrase.inside = True
    else:
        noun = _noun_head(tokens, at)
        if noun is None:
            return None
        head = noun
        if bare or tokens[head].tag in ("NNP", "NNPS") or not _human(tokens, at, head):
            return None
        owners = [n for n in row if n.kind in STATE_KINDS and at <= n.first and n.last <= head and n.modifies == head]
        made = Description(role=_plain_role(line, row, at, head), sector="civil")
        made.country = owners[0].codes[0] if owners and owners[0].codes else None
    made.rank = 0
    stop = _stop(tokens, head + 1)
    begin = head + 1
    if phrase is not None and phrase.last > begin and phrase.codes and phrase.sector in ("government", "military"):
        begin = phrase.last
    made.affiliation, inside = _affiliation(line, begin, stop)
    if made.affiliation is None and begin < stop and tokens[begin].text.lower() in ("who", "that"):
        inner = _who(line, row, begin + 1)
        made.affiliation = inner.affiliation if inner else None
        made.country = made.country or (inner.country if inner else None)
    made.country = made.country or _located(line, row, inside or head + 1, stop, phrase)
    return made


def _goes_on(tokens: Sequence[Token], phrase: Name) -> bool:
    """True when a phrase after a comma begins something new: "…, spokeswoman Ida Holm said", "…, the king left"."""
    if phrase.last < len(tokens) and tokens[phrase.last].tag in ("NNP", "NNPS"):
        return True
    return tokens[phrase.head].dep in ("nsubj", "nsubjpass") and tokens[phrase.head].head > phrase.head


def _who(line: Line, row: Sequence[Name], at: int) -> Description | None:
    """A relative clause: "heads the Y ministry", "teaches Russian foreign policy in Izmir"."""
    tokens = line.sentence.tokens
    while (at < len(tokens) and tokens[at].tag in ("RB", "MD")) or (at < len(tokens) and tokens[at].pos == "AUX"):
        at += 1
    if at >= len(tokens) or not tokens[at].tag.startswith("V"):
        return None
    role = words("role_verb").get(tokens[at].text.lower())
    if role is None:
        return None
    stop = _stop(tokens, at + 1)
    affiliation, inside = _affiliation(line, at + 1, stop)
    made = Description(role=role or None, affiliation=affiliation, sector="academic" if role else None, rank=0)
    end = _chunk_end(tokens, at + 1, stop)
    whole = bool(role) and end > at + 1 and _institutional(tokens, at + 1, end) and (inside is None or inside < end)
    if whole:
        made.affiliation, inside = _institution(line, at + 1, end), None
    elif role and (thing := _object(line, at + 1, stop)):
        made.role = f"{role} of {thing}"
    made.country = _located(line, row, inside or at + 1, stop, None)
    return made if made.role or made.affiliation or made.country else None


def _of(line: Line, row: Sequence[Name], at: int) -> Description | None:
    """ "X of the Y Institute"."""
    tokens = line.sentence.tokens
    stop = _stop(tokens, at + 1)
    affiliation, inside = _affiliation(line, at, stop)
    if affiliation is None:
        return None
    return Description(affiliation=affiliation, country=_located(line, row, inside or at, stop, None))


def _stop(tokens: Sequence[Token], at: int) -> int:
    """Where a description ends: at a comma, a verb in its own right, a bracket, a quotation mark."""
    end = min(len(tokens), at + _REACH)
    for i in range(at, end):
        token = tokens[i]
        if token.text in (",", ";", "(", "—", "–", '"', "“", "”", "``", "''") or token.tag == ".":
            return i
        if token.tag in ("VBD", "VBZ", "VBP", "MD") and i > at and tokens[i - 1].tag not in ("WP", "WDT"):
            return i
    return end


def title(line: Line, names: Sequence[Name], at: int) -> tuple[Description, int] | None:
    """A common noun directly before a name ("Colombian jurist X"), and the token where its phrase begins."""
    tokens = line.sentence.tokens
    if at < 1 or tokens[at - 1].tag != "NN" or not tokens[at - 1].text[0].islower():
        return None
    if tokens[at - 1].text in words("org_noun"):
        return None
    left = leftwards(line, at - 1, names)
    made = Description(role=_plain_role(line, names, left.first, at - 1), sector="civil", former=left.former)
    owners = [name for name in left.names if name.role != "backed"]
    made.country = owners[0].codes[0] if owners and owners[0].codes else None
    for owned in owners:
        owned.inside = True
    return made, left.first


def _noun_head(tokens: Sequence[Token], at: int) -> int | None:
    """The head of the noun phrase that begins at `at`; None where none begins there."""
    i = at
    head = None
    while i < len(tokens) and (tokens[i].tag in _CHUNK) and tokens[i].tag not in ("CC", ":"):
        if tokens[i].tag in NOUNS:
            head = i
        i += 1
    return head


def _human(tokens: Sequence[Token], at: int, head: int) -> bool:
    """True when an apposition may describe a person: a determiner before a singular noun, or a noun for people."""
    return tokens[head].text in words("person_noun") or (tokens[at].tag in ("DT", "PRP$") and tokens[head].tag == "NN")


def _plain_role(line: Line, row: Sequence[Name], at: int, head: int) -> str:
    """The words of a role, without determiner and states."""
    tokens = line.sentence.tokens
    states = {i for n in row if n.kind in STATE_KINDS for i in range(n.first, n.last)}
    skipped = ("DT", "POS", "PRP$", "CC")
    kept = [i for i in range(at, head + 1) if i not in states and tokens[i].tag not in skipped]
    while kept and tokens[kept[0]].text in HYPHENS:
        kept.pop(0)
    if kept and kept[-1] - kept[0] + 1 == len(kept):
        return line.text[line.starts[kept[0]] : line.ends[head]]
    return " ".join(tokens[i].text for i in kept)


def _role_text(line: Line, phrase: Name) -> str:
    """The words of a role phrase: modifiers and head, and a common noun after "of" ("professor of law")."""
    tokens = line.sentence.tokens
    role = _plain_role(line, phrase.parts, phrase.first, phrase.head)
    at = phrase.head + 1
    if at + 1 < len(tokens) and tokens[at].lemma.lower() in ("of", "to") and at + 1 < len(tokens):
        noun = _noun_head(tokens, at + 1)
        if tokens[at].lemma.lower() == "to" and phrase.last > at:
            return f"{role} {line.text[line.starts[at] : line.ends[phrase.last - 1]]}"
        common = noun is not None and tokens[noun].tag in ("NN", "NNS") and tokens[noun].text not in words("org_noun")
        if (
            noun is not None
            and common
            and tokens[at + 1].tag != "DT"
            and not any(p.first > phrase.head for p in phrase.parts)
        ):
            return f"{role} of {line.text[line.starts[at + 1] : line.ends[noun]]}"
    return role


def _affiliation(line: Line, at: int, stop: int) -> tuple[str | None, int | None]:
    """The institution named between two tokens after "of", "at", "for", "with", and where it begins."""
    tokens = line.sentence.tokens
    i = at
    while i < stop:
        if tokens[i].lemma.lower() in words("works_for") or tokens[i].tag == "IN":
            end = _chunk_end(tokens, i + 1, stop)
            if end > i + 1 and _institutional(tokens, i + 1, end):
                first = _main(tokens, i + 1, end)
                return _institution(line, first, end), first
        i += 1
    return None, None


def _chunk_end(tokens: Sequence[Token], at: int, stop: int) -> int:
    """The end of a noun phrase with "of", "for" and "and" inside it, but not "in"."""
    end = i = at
    while i < stop:
        token = tokens[i]
        if token.tag in NOUNS or token.tag in ("CD", "POS", "FW"):
            i += 1
            end = i
        elif token.tag in _CHUNK or (token.lemma.lower() in ("of", "for", "on") and end == i):
            i += 1
        else:
            break
    return end


def _institutional(tokens: Sequence[Token], at: int, end: int) -> bool:
    run = tokens[at:end]
    named = any(t.text in words("org_head") for t in run if t.text[0].isupper())
    common = any(t.text.lower() in words("org_noun") for t in run)
    return named or common or (sum(t.tag == "NNP" for t in run) >= 2 and run[0].tag == "DT")


def _main(tokens: Sequence[Token], at: int, end: int) -> int:
    """Past the faculty or department, where the university that holds it follows."""
    start = at + (tokens[at].tag == "DT")
    if start < end and tokens[start].text in words("unit_noun"):
        for i in range(start + 1, end - 1):
            if tokens[i].lemma.lower() in ("of", "at", "in") and tokens[i + 1].tag == "DT":
                return i + 1
    return at


def _institution(line: Line, first: int, end: int) -> str:
    """The name of an institution, without determiner, "Moscow-based" before it and "think tank" after it."""
    tokens = line.sentence.tokens
    start = first + (tokens[first].tag in ("DT", "PRP$"))
    based = [i for i in range(start, end - 1) if tokens[i].text.lower() in words("posted")]
    start = based[-1] + 1 if based else start
    proper = [i for i in range(start, end) if tokens[i].text[0].isupper()]
    tail = " ".join(t.text for t in tokens[proper[-1] + 1 : end]).replace(" - ", "-") if proper else ""
    stop = proper[-1] + 1 if proper and tail in words("org_noun") else end
    return line.text[line.starts[start] : line.ends[stop - 1]]


def _undetermined(tokens: Sequence[Token], at: int, text: str) -> str:
    if tokens[at].tag in ("DT", "PRP$"):
        return text[len(tokens[at].text) :].strip()
    return text


def _object(line: Line, at: int, stop: int) -> str | None:
    """The object of a verb as words, up to the next preposition other than "of"."""
    tokens = line.sentence.tokens
    end = i = at
    while i < stop and (tokens[i].tag in _CHUNK or tokens[i].lemma.lower() == "of"):
        i += 1
        end = i if tokens[i - 1].tag in NOUNS else end
    return _undetermined(tokens, at, line.text[line.starts[at] : line.ends[end - 1]]) if end > at else None


def _located(line: Line, row: Sequence[Name], at: int, stop: int, phrase: Name | None) -> str | None:
    """The state in a description: where an institution stands ("in Izmir", "Moscow-based"), else in its name.

    Where a diplomat is posted and what an expert studies tell nothing about their own state.
    """
    tokens = line.sentence.tokens
    posted = phrase is not None and tokens[phrase.head].lemma.lower() in words("mission")
    named = [n for n in row if n.kind in (*STATE_KINDS, "place") and n.codes and at <= n.first < stop]
    standing = [n for n in named if _stands(tokens, n, posted=posted)]
    holding = [n for n in named if n not in standing and _holds(tokens, n, posted=posted)]
    return next((name.codes[0] for name in (*standing, *holding)), None)


def _stands(tokens: Sequence[Token], name: Name, *, posted: bool) -> bool:
    """True for the place where an institution or somebody sits."""
    if name.role == "backed":
        after_ = tokens[name.last + 1].text.lower() if name.last + 1 < len(tokens) else ""
        return after_ in words("posted")
    previous = tokens[name.first - 1].text.lower() if name.first else ""
    if not (name.role == "place" or (name.kind in ("capital", "place") and previous in words("locative"))):
        return False
    verb = tokens[name.first - 2].text.lower() if name.first > 1 else ""
    return not posted and verb not in words("posted")


def _holds(tokens: Sequence[Token], name: Name, *, posted: bool) -> bool:
    """True for a state within the name of an institution, or of the town where it sits ("the Lebanese capital")."""
    if name.role == "backed" or (posted and name.kind in ("capital", "place")):
        return False
    if name.modifies is not None and name.kind != "metonym":
        noun = tokens[name.modifies].text
        seat = noun in words("seat_noun") and not posted
        return seat or noun in words("org_head") or noun.lower() in words("org_noun") or _in_institution(tokens, name)
    return name.kind in ("capital", "state", "demonym", "place") and _in_institution(tokens, name)


def _in_institution(tokens: Sequence[Token], name: Name) -> bool:
    """True for a state within a proper name ("Carnegie Moscow Center", "Institute of China")."""
    after_ = [t.text for t in tokens[name.last : name.last + 5]]
    for text in after_:
        if text in words("org_head"):
            return True
        if not text[:1].isupper():
            return False
    return False
