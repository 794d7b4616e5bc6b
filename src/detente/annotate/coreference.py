"""Who "he", "its leaders", "the two countries" and "the Russian leader" are, within one document.

Small and careful: a pronoun takes the nearest fitting antecedent of its own or the three sentences before, subjects
first; "the two countries" the last pair of states that stood together; a definite role the last person who bears it.
Where nothing fits, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.annotate import pairs
from detente.annotate.memory import REACH, Memory
from detente.annotate.names import words
from detente.annotate.phrases import Name
from detente.annotate.sentences import Line
from detente.records import Token

_ACTING = ("state", "capital", "metonym", "organisation", "group")
_QUOTES = frozenset('"“”«»')


def find(lines: Sequence[Line], found: Sequence[list[Name]], home: str | None = None) -> None:
    """Adds pronouns and pairs to `found`, and fills codes and persons of roles that take somebody up.

    `home` is the state of the outlet: of several ministers "the minister" is its own.
    """
    memory = Memory(main=pairs.main(found), home=home)
    open_quote = False
    paragraph = -1
    for index, (line, row) in enumerate(zip(lines, found, strict=True)):
        if line.sentence.paragraph != paragraph:
            open_quote, paragraph = False, line.sentence.paragraph
        quoted, open_quote = _quoted(line.sentence.tokens, open_quote)
        _walk(index, line, row, memory, quoted)
        row.sort(key=lambda name: (name.start, -name.end))


def _quoted(tokens: Sequence[Token], inside: bool) -> tuple[list[bool], bool]:
    """For every token whether it stands within quotation marks, and whether the last one does."""
    marks = []
    for token in tokens:
        if token.text in ("“", "``", "«"):
            inside = True
        elif token.text in ("”", "''", "»"):
            inside = False
        elif token.text == '"':
            inside = not inside
        marks.append(inside)
    return marks, inside


def _walk(index: int, line: Line, row: list[Name], memory: Memory, quoted: Sequence[bool]) -> None:
    """The tokens of a line in order: names are remembered, pronouns and pairs resolved against what was before."""
    tokens = line.sentence.tokens
    by_head: dict[int, list[Name]] = {}
    for name in row:
        by_head.setdefault(name.head, []).append(name)
    starts = {token.index: resolved for token, resolved in pairs.phrases(line, row)}
    added: list[Name] = []
    for token in tokens:
        for name in by_head.get(token.index, ()):
            _role(index, line, name, memory, quoted)
            _remember(index, tokens, name, memory)
        if token.index in starts:
            added += pairs.resolved(index, line, row, starts[token.index], memory)
        elif token.tag in ("PRP", "PRP$") and token.index not in (n.owner for n in row):
            added += _pronoun(index, line, row, token, memory, quoted[token.index])
    row += added
    pairs.note(index, row, memory)


def _remember(index: int, tokens: Sequence[Token], name: Name, memory: Memory) -> None:
    if name.role == "place" and name.codes:
        memory.place = (index, name.codes)
    name.leads = _of_main_clause(tokens, name)
    subject = _is_subject(tokens, name.head) or (name.modifies is not None and _is_subject(tokens, name.modifies))
    if name.person and name.kind in ("leader", "person"):
        if name.gender is None and name.kind == "leader":
            name.gender = "f" if name.person.split(" ")[0] in words("given_female") else "m"
        elif name.gender is None and name.person.split(" ")[0] in words("given_female"):
            name.gender = "f"
        memory.people.append((index, name, subject))
        if subject and _speaks(tokens, name.head):
            memory.speakers.append((index, name, True))
    elif name.kind == "role" and not (name.inside or name.plural or name.person) and len(name.codes) == 1:
        memory.people.append((index, name, subject))
    elif name.kind in _ACTING and len(name.codes) == 1 and name.role not in ("place", "backed"):
        described = name.plural or (name.inside and name.modifies is None and name.kind == "state")
        memory.states += [] if described else [(index, name, subject)]
    if name.plural and len(name.codes) >= 1 and name.kind in ("role", "group", "demonym"):
        memory.plurals.append((index, name.codes, subject))


def _of_main_clause(tokens: Sequence[Token], name: Name) -> bool:
    """True for the subject of the sentence as a whole, or a name that stands in it."""
    at = name.head
    for _ in range(3):
        if tokens[at].dep in ("nsubj", "nsubjpass"):
            verb = tokens[at].head
            return tokens[verb].head == verb
        at = tokens[at].head
    return False


def _is_subject(tokens: Sequence[Token], at: int) -> bool:
    """True for a subject, for what stands in apposition to one, or is coordinated with one."""
    for _ in range(3):
        if tokens[at].dep in ("nsubj", "nsubjpass"):
            return True
        if tokens[at].dep not in ("appos", "conj"):
            return False
        at = tokens[at].head
    return False


def _speaks(tokens: Sequence[Token], at: int) -> bool:
    """True for the subject of a verb of saying."""
    for _ in range(3):
        if tokens[at].dep in ("nsubj", "nsubjpass"):
            return tokens[tokens[at].head].lemma.lower() in words("speech")
        at = tokens[at].head
    return False


def _role(index: int, line: Line, name: Name, memory: Memory, quoted: Sequence[bool]) -> None:
    """Codes and person of a role or body that belongs to or takes up somebody named before."""
    if name.kind not in ("role", "group") or name.person:
        return
    tokens = line.sentence.tokens
    noun = tokens[name.head].lemma.lower()
    if name.owner is not None and not name.codes:
        owner = _antecedent(index, line, (), tokens[name.owner], memory)
        owner = owner or _own(tokens[name.owner], memory, quoted[name.owner])
        if owner is not None and owner.codes:
            if noun in words("counterpart") or noun in words("host_noun"):
                name.codes = _other(index, owner.codes, memory) or _hosting(line, noun, owner.codes, memory)
            else:
                name.codes = owner.codes
            name.country = name.codes[0] if len(name.codes) == 1 else None
        return
    if name.plural or not (name.definite or name.codes):
        return
    fitting = [person for _, person, _ in reversed(memory.people) if _fits(name, noun, person)]
    if not fitting:
        _institution(index, noun, name, memory)
        return
    own = [person for person in fitting if memory.home is not None and person.country == memory.home]
    person = fitting[0] if name.codes or not own else own[0]
    name.person = person.person
    if not name.codes and not person.former:
        name.codes, name.country = person.codes, person.country


def _own(token: Token, memory: Memory, quoted: bool) -> Name | None:
    """The state of the outlet for its own "our"; what somebody is quoted with is another's."""
    if quoted or memory.home is None or token.text.lower() not in words("our"):
        return None
    return Name(0, 0, 0, 0, "state", (memory.home,))


def _institution(index: int, noun: str, name: Name, memory: Memory) -> None:
    """The state of `the foreign ministry`, `the army`: the outlet's own where the text is about it, else the last
    state that was the subject of a sentence."""
    if name.kind != "group" or name.codes or name.inside or noun not in words("institution"):
        return
    own = memory.home is not None and memory.main is not None and memory.home in memory.main
    recent = [state.codes for when, state, subject in memory.states if subject and index - when <= 1]
    codes = (memory.home,) if own else recent[-1] if recent else ()
    if codes and codes[0] is not None:
        name.codes, name.country = (codes[0],), codes[0]


def _fits(name: Name, noun: str, person: Name) -> bool:
    """True when a definite role ("the Russian leader", "the expert") can take up this person."""
    if name.codes and person.codes and name.codes != person.codes:
        return False
    role = (person.role or "").lower()
    if name.codes and person.kind == "leader" and noun in words("leader_noun"):
        return bool(person.codes) and any(word in role for word in words("leader_noun"))
    if name.kind != "role" or (name.codes and not person.codes):
        return False
    if noun in role.split() or (name.role or "") in role:
        return True
    scholar = ("academic", "civil", "media", None)
    return not name.codes and name.sector == "academic" and person.kind == "person" and person.sector in scholar


def _hosting(line: Line, noun: str, codes: tuple[str, ...], memory: Memory) -> tuple[str, ...]:
    """The state in which somebody is a guest: the place that the sentence names so far."""
    if noun not in words("host_noun") or memory.place is None or memory.place[0] != line.sentence.index:
        return ()
    return memory.place[1] if memory.place[1] != codes else ()


def _other(index: int, codes: tuple[str, ...], memory: Memory) -> tuple[str, ...]:
    """The other state of the pair that a counterpart belongs to."""
    for when, pair in reversed(memory.pairs):
        if len(codes) == 1 and codes[0] in pair and index - when <= REACH + 2:
            return tuple(code for code in pair if code != codes[0])
    return ()


def _pronoun(index: int, line: Line, row: Sequence[Name], token: Token, memory: Memory, quoted: bool) -> Iterator[Name]:
    kind = words("pronoun").get(token.text.lower())
    found = _own(token, memory, quoted) if token.tag == "PRP$" else None
    if found is None and (kind in (None, "s") or (quoted and kind != "n")):
        return
    found = found or _antecedent(index, line, row, token, memory)
    if found is None:
        return
    i = token.index
    name = Name(i, i + 1, line.starts[i], line.ends[i], "pronoun", found.codes, found.sector, found.person, found.role)
    name.head, name.country, name.gender, name.former = i, found.country, found.gender, found.former
    if token.tag == "PRP$" and token.head != i:
        name.modifies = token.head
    if found.codes or found.person:
        yield name


def _antecedent(index: int, line: Line, row: Sequence[Name], token: Token, memory: Memory) -> Name | None:
    """Whoever a pronoun stands for, or None; `row` holds the names of its line that it may not share a verb with."""
    kind = words("pronoun").get(token.text.lower())
    if kind in ("m", "f"):
        return _person(index, line, token, memory, kind)
    if kind == "n":
        return None if _expletive(line.sentence.tokens, token) else _thing(index, line, row, token, memory)
    if kind == "p":
        return _several(index, memory)
    return None


def _person(index: int, line: Line, token: Token, memory: Memory, gender: str) -> Name | None:
    near = [c for c in memory.people if index - c[0] <= REACH and c[1].gender in (None, gender)]
    if (
        token.dep == "nsubj"
        and _speaks(line.sentence.tokens, token.index)
        and not any(c[0] == index and c[2] for c in near)
    ):
        said = [c for c in memory.speakers if index - c[0] <= 2 * REACH and c[1].gender in (None, gender)]
        if said:
            said[-1][1].gender = said[-1][1].gender or gender
            memory.speakers.append((index, said[-1][1], True))
            return said[-1][1]
    here = [c for c in near if c[0] == index and not _clause_mates(line.sentence.tokens, c[1], token)]
    for pool in (here, *([c for c in near if c[0] == index - back] for back in range(1, REACH + 1))):
        if pool:
            subjects = [c for c in pool if c[2]]
            chosen = (subjects or pool)[-1][1]
            chosen.gender = chosen.gender or gender
            return chosen
    return None


def _clause_mates(tokens: Sequence[Token], name: Name, token: Token) -> bool:
    """True when the name and an object pronoun hang on the same verb: "Putin met him"."""
    return token.tag == "PRP" and tokens[name.head].head == token.head and token.dep not in ("nsubj", "nsubjpass")


def _thing(index: int, line: Line, row: Sequence[Name], token: Token, memory: Memory) -> Name | None:
    barred = _acted_on(line.sentence.tokens, row, token)
    states = [c for c in memory.states if c[1].codes not in barred]
    here = [c for c in states if c[0] == index and not _clause_mates(line.sentence.tokens, c[1], token)]
    near = _nearest_subject(line.sentence.tokens, token)
    here = [c for c in here if c[1].head != near] or here
    before = [c for c in states if c[0] == index - 1]
    for pool in (here, before):
        subjects = [c for c in pool if c[2]]
        if pool is before:
            subjects = [c for c in subjects if c[1].leads] or subjects
        if subjects:
            return subjects[-1][1]
        if pool and (pool is here or len({c[1].codes for c in pool}) == 1):
            return pool[-1][1]
    return None


def _acted_on(tokens: Sequence[Token], row: Sequence[Name], token: Token) -> set[tuple[str, ...]]:
    """Codes of the states in the objects of the verb whose subject a pronoun is: "it expelled Finnish diplomats"."""
    if token.dep not in ("nsubj", "nsubjpass"):
        return set()
    verb = token.head
    objects = {t.index for t in tokens if t.head == verb and t.dep in ("dobj", "dative", "iobj") and t.index > verb}
    return {name.codes for name in row if name.codes and {name.head, tokens[name.head].head} & objects}


def _nearest_subject(tokens: Sequence[Token], token: Token) -> int | None:
    """The subject of the clause in which a pronoun is an object: it is somebody else."""
    if token.dep not in ("dobj", "pobj", "iobj", "dative"):
        return None
    at = token.head
    for _ in range(len(tokens)):
        subject = next((t.index for t in tokens if t.head == at and t.dep in ("nsubj", "nsubjpass")), None)
        if subject is not None or tokens[at].head == at:
            return subject
        at = tokens[at].head
    return None


def _expletive(tokens: Sequence[Token], token: Token) -> bool:
    """ "It is possible that": a subject that stands for nothing."""
    if token.text.lower() != "it" or token.dep not in ("nsubj", "nsubjpass", "expl"):
        return False
    verb = tokens[token.head]
    kids = [t for t in tokens if t.head == verb.index]
    if any(t.dep == "acomp" and t.lemma.lower() in words("personal") for t in kids):
        return False
    clause = any(t.dep in ("ccomp", "xcomp", "acomp", "attr", "advcl", "csubj") for t in kids)
    return verb.lemma.lower() in words("expletive") and clause


def _several(index: int, memory: Memory) -> Name | None:
    for when, codes, subject in reversed(memory.plurals):
        if index - when <= 1 and subject:
            return Name(0, 0, 0, 0, "group", codes)
    return None
