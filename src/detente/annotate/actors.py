"""Who the text names: states, organisations, their seats and offices, office-holders, roles, troops and citizens.

Conventions
- A name is read from the lexicons (`names.py`); the longest form wins. A surname alone counts when it is distinctive
  and its bearer is in office at the time of the document, after a title, or after the full name in the document.
- An office-holder acts for a state while the term fits the document's interval; afterwards the mention is `former`
  and has no code of its own, but where the sentence tells of a day within the term or gives the title; before it there
  is no code either, unless the text itself gives one.
- "Russian troops", "Egypt's irrigation minister", "the leaders of Uganda and Rwanda": one mention for the noun phrase,
  with the codes of the states in it and the sector of the noun; the names in it stand on their own too, `inside`.
  Codes say whose people they are, also of those who do not act for the state: `sector` tells (civil, academic,
  media, business, opposition, rebels).
- "Israeli jets", "Japan's ban": a mention for the adjective or possessor alone, which `modifies` the noun.
- "in Moscow", "near Tehran", "the Helsinki summit": codes stay, `role` is "place".
  "Russian-backed", "anti-Russian": `role` is "backed".

| name | is |
|---|---|
| `line` | a sentence beside its reading text (`sentences.Line`) |
| `name` | something named at tokens of one line, still open to change (`phrases.Name`) |
| `hit` | a form of the gazetteer found in a text (`names.Hit`) |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from detente.annotate import holders
from detente.annotate.context import Context
from detente.annotate.names import LATEST, Entry, Gazetteer, Hit, words
from detente.annotate.phrases import HYPHENS, NOUNS, PLACED, STATE_KINDS, Name, head_of, leftwards, noun_end, row
from detente.annotate.sentences import Line
from detente.records import Mention, Token

_ORDER = (
    "none",
    "leader",
    "organisation",
    "state",
    "demonym",
    "metonym",
    "capital",
    "body",
    "role",
    "short",
    "place",
    "prefix",
)
UNSAID = ("none", "place")
LOCAL = ("civil", "rebels", "opposition", "business")
_PREFERENCE = {kind: rank for rank, kind in enumerate(_ORDER)}


def find(lines: Sequence[Line], gazetteer: Gazetteer, context: Context) -> list[list[Name]]:
    """The names of every line, nested ones included, ordered by place."""
    hits = [gazetteer.find(line.text) for line in lines]
    context.text = " ".join(line.text for line in lines)
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
    posts = [_named(line, hit, hit.entries[0]) for hit in gazetteer.find_folded(line.text)]
    posts = [post for post in posts if _is_noun(line, post)]
    titled = {post.last: post.office or "" for post in posts if post.kind == "role"}
    chosen = [name for hit in hits if (name := _chosen(line, hit, gazetteer, context, titled)) is not None]
    names = [name for name in chosen if name.kind not in ("role", "body")]
    posts += [name for name in chosen if name.kind in ("role", "body")]
    proper = tuple(names)
    for post in sorted(posts, key=lambda post: post.first):
        names += [] if any(_swallows(name, post) for name in proper) else [_phrase(line, post, proper)]
    for name in names:
        _settle(line, name)
        form = line.text[name.start : name.end]
        if name.kind == "capital" and name.role is None and form in gazetteer.seats:
            needs, code = gazetteer.seats[form]
            name.codes = (code,) if any(need in context.text for need in needs) else name.codes
    return sorted(names, key=lambda name: (name.start, -name.end))


def _named(line: Line, hit: Hit, entry: Entry) -> Name:
    first, last = line.tokens_of(hit.start, hit.end)
    name = Name(first, last, hit.start, hit.end, entry.kind, entry.codes, entry.sector)
    if entry.kind == "role":
        name.role, name.office = entry.name, entry.office
    elif entry.kind in ("place", "capital"):
        name.title = entry.name if entry.kind == "place" else line.text[hit.start : hit.end]
    return name


def _is_noun(line: Line, post: Name) -> bool:
    """False where a role word is a verb or an adjective, or only qualifies another noun ("police station")."""
    tokens = line.sentence.tokens
    last = tokens[post.last - 1]
    if last.tag not in NOUNS and not (last.tag == "JJ" and last.text[0].isupper()):
        return False
    after = tokens[post.last] if post.last < len(tokens) else None
    first = tokens[post.first - 1].text.lower() if post.first else ""
    if last.tag == "NNS" and first in words("singular_det"):
        return False
    if last.text in words("bare_role") and not _owned(tokens, post):
        return False
    if last.text[0].isupper() and _in_institution(tokens, post.last):
        return False
    qualifies = after is not None and (after.tag in ("NN", "NNS") or after.text in HYPHENS)
    return not qualifies or (
        post.kind == "role" and last.text[0].isupper() and after is not None and after.tag == "NNP"
    )


def _owned(tokens: Sequence[Token], post: Name) -> bool:
    """True when something says whose head or member it is: "of", a possessor, an adjective of origin, "the"."""
    before = tokens[post.first - 1] if post.first else None
    after = tokens[post.last] if post.last < len(tokens) else None
    if after is not None and after.text.lower() in ("of", "for"):
        return True
    return before is not None and (
        before.tag in ("POS", "PRP$", "NNP") or before.text[0].isupper() or before.tag == "DT"
    )


def _in_institution(tokens: Sequence[Token], at: int) -> bool:
    """True when capitalised words up to the head of an institution's name follow ("Expert" in "Expert Group")."""
    for token in tokens[at : at + 4]:
        if not token.text[0].isupper():
            return False
        if token.text in words("org_head"):
            return True
    return False


def _chosen(line: Line, hit: Hit, gazetteer: Gazetteer, context: Context, titled: Mapping[int, str]) -> Name | None:
    """The reading of a form that fits its place and the date, or None when it is something else here."""
    form = line.text[hit.start : hit.end]
    if form in gazetteer.ambiguous and _spoken_against(line, context, form, gazetteer):
        return None
    first, _ = line.tokens_of(hit.start, hit.end)
    ranked = sorted(hit.entries, key=lambda entry: _rank(entry, context, titled.get(first, "")))
    fitting = [entry for entry in ranked if _alive(entry, context)]
    for entry in fitting or [entry for entry in ranked if entry.kind in ("state", "organisation", "leader")]:
        name = _named(line, hit, entry)
        if entry.kind == "none":
            return name
        if entry.kind == "leader":
            if holders.bears(line, name, entry, context, titled):
                return holders.holder(line, name, entry, context, titled)
        elif entry.kind == "short":
            if len(entry.codes) > 1:
                name.kind, name.plural = "group", True
                return name
            if _short(line, name, gazetteer.short[entry.name], context):
                name.kind = "state" if entry.codes[0] in gazetteer.sovereign else "organisation"
                return name
        elif entry.kind == "prefix":
            if name.last + 1 < len(line.starts) and line.sentence.tokens[name.last].text in HYPHENS:
                name.kind = "demonym"
                return name
        elif not _foreign(line, name, entry, titled) and not _double_barrelled(line, name, gazetteer):
            return name
    return None


def _swallows(name: Name, post: Name) -> bool:
    """True when a role word is a part of a proper name ("Navy" in "Royal Navy") or of an office-holder's."""
    if name.kind == "leader":
        return name.first < post.last and post.first < name.last
    return name.first <= post.first and post.last <= name.last


def _short(line: Line, name: Name, needs: Sequence[str], context: Context) -> bool:
    """True for "the North" and its like, on its own and in a document that has named the state in full."""
    tokens = line.sentence.tokens
    if not name.first or tokens[name.first - 1].tag != "DT":
        return False
    after = tokens[name.last] if name.last < len(tokens) else None
    if after is not None and (after.tag in NOUNS or after.text in (*HYPHENS, "of")) and after.tag not in ("NN", "NNS"):
        return False
    return any(need in context.text for need in needs)


def _spoken_against(line: Line, context: Context, form: str, gazetteer: Gazetteer) -> bool:
    """True when words nearby say that a form names no state; words of the whole document may speak for it."""
    against, favour = gazetteer.ambiguous[form]
    near, whole = line.passage.text.replace(form, " "), context.text.replace(form, " ")
    return any(word in near for word in against) and not any(word in whole for word in favour)


def _rank(entry: Entry, context: Context, title: str) -> tuple[int, ...]:
    """Sorts the readings of a form: kind; the living before the dead; of namesakes the one named in full, in office,
    with the title that stands before the name, in the highest office."""
    kind = _PREFERENCE[entry.kind]
    if entry.kind != "leader":
        return (kind, -_until(entry).toordinal())
    serving = [term for term in entry.terms if context.within(term)]
    ranks = [int(words("office_rank").get(term.office, "9")) for term in serving or entry.terms]
    untitled = not any(term.office == title for term in serving)
    if entry.surname and not (serving or title) and entry.name not in context.named:
        kind = _PREFERENCE["prefix"]  # "Colombo" is the capital before it is a minister of 1991
    return (kind, entry.name not in context.named, not serving, untitled, min(ranks), -_until(entry).toordinal())


def _until(entry: Entry) -> date:
    return max((term.ends for term in entry.terms), default=LATEST)


def _alive(entry: Entry, context: Context) -> bool:
    """True when the state or organisation exists at the time of the document (office-holders are judged later)."""
    return entry.kind == "leader" or not entry.terms or any(context.within(term) for term in entry.terms)


def _foreign(line: Line, name: Name, entry: Entry, titled: Mapping[int, str]) -> bool:
    """True when the form is part of a person's name ("Michael Jordan", "Mr Hague") or stands in a shouted line."""
    tokens = line.sentence.tokens
    before = tokens[name.first - 1] if name.first else None
    after = tokens[name.last] if name.last < len(tokens) else None
    if before is not None and before.text in words("honorific"):
        return True
    form = line.text[name.start : name.end]
    if form.isupper() and len(form) == 2 and before is not None and after is not None:
        return len(before.text) > 2 and before.text.isupper() and after.text.isupper() and after.text.isalpha()
    if entry.kind not in ("state", "capital", "place") or not (entry.given or tokens[name.first].entity == "PERSON"):
        return False
    runs_on = after is not None and after.entity == "PERSON" and after.tag == "NNP"
    follows = (
        before is not None and before.tag == "NNP" and before.entity in ("PERSON", "ORG") and name.first not in titled
    )
    return (follows or runs_on) and tokens[name.first].entity in ("PERSON", "ORG")


def _double_barrelled(line: Line, name: Name, gazetteer: Gazetteer) -> bool:
    """True for the second half of a surname such as "Ferreiro-Lima": a hyphen after a capitalised word of no state."""
    tokens = line.sentence.tokens
    at = name.first - 2
    if at < 0 or tokens[at + 1].text not in HYPHENS or tokens[at + 1].end != tokens[name.first].start:
        return False
    first = tokens[at]
    return first.text[0].isupper() and first.tag == "NNP" and not gazetteer.find(first.text)


def _phrase(line: Line, post: Name, names: Sequence[Name]) -> Name:
    """The noun phrase around a role or body, with the states it belongs to."""
    tokens = line.sentence.tokens
    left = leftwards(line, post.first, names)
    within = [n for n in names if n.kind in STATE_KINDS and post.first <= n.first and n.last <= post.last]
    owners = [n for n in left.names if not _backed(tokens, n)]
    owners = [n for n in owners if n.kind != "place"] or (owners if post.sector in (*LOCAL, "academic") else [])
    parts = [*owners, *within]
    abroad = [n for n in left.names if _backed(tokens, n)]
    last = post.last
    preposition = tokens[last].lemma.lower() if last < len(tokens) else ""
    if preposition in ("of", "for", "in", "to"):
        found, end = row(line, last + 1, [n for n in names if n.kind in PLACED])
        joined = end < len(tokens) and (tokens[end].text in HYPHENS or tokens[end].tag in (*NOUNS, "JJ"))
        named = preposition == "to" and bool(found) and tokens[found[-1].last - 1].dep == "pobj"  # his name follows
        if joined and not named:
            found = []
        if found and preposition == "to" and tokens[post.last - 1].lemma.lower() in words("mission"):
            abroad, last = [*abroad, *found], end
        elif found and found[0].kind == "place" and (preposition != "in" or post.sector not in LOCAL):
            pass
        elif found and not parts and (preposition == "of" or (preposition == "for" and found[0].kind != "demonym")):
            parts, last = found, last if end < len(tokens) and tokens[end].tag == "POS" else end
        elif found and not parts and preposition == "in" and found[0].kind in ("capital", "place"):
            parts, last = ([], last) if _sent(tokens, post) else (found, last)
    codes = tuple(dict.fromkeys(code for part in parts for code in part.codes))
    kind = "role" if post.kind == "role" else "group"
    name = Name(left.first, last, line.starts[left.first], line.ends[last - 1], kind, codes, post.sector)
    said = (post.role or "").split(" ")[0] in words("former")
    name.head, name.role, name.office, name.former = post.last - 1, post.role, post.office, left.former or said
    name.owner, name.definite = left.pronoun, left.definite
    name.plural = tokens[post.last - 1].tag in ("NNS", "NNPS")
    name.country = codes[0] if len(codes) == 1 else None
    if name.former and post.kind == "role":
        name.codes, name.sector = (), "civil"
    for part in (*parts, *abroad):
        if name.first <= part.first and part.last <= name.last:
            part.inside = True
            name.parts.append(part)
    return name


def _sent(tokens: Sequence[Token], post: Name) -> bool:
    return tokens[post.last - 1].lemma.lower() in words("mission")


def _backed(tokens: Sequence[Token], name: Name) -> bool:
    """True for the first part of a compound such as "Moscow-based", "Russian-backed"; not of "Russian-led"."""
    if _prefixed(tokens, name):
        return True
    if name.last + 1 >= len(tokens) or tokens[name.last].text not in HYPHENS:
        return False
    second = tokens[name.last + 1]
    return second.text.lower() in words("backing") and second.text.lower() not in words("acting")


def _prefixed(tokens: Sequence[Token], name: Name) -> bool:
    """True for the second part of "anti-Russian", "pro-Russian"."""
    hyphen = name.first > 1 and tokens[name.first - 1].text in HYPHENS
    return hyphen and tokens[name.first - 2].text.lower() in words("anti")


def _settle(line: Line, name: Name) -> None:
    """Head, what it modifies, and whether it only tells where."""
    tokens = line.sentence.tokens
    if name.head < 0:
        name.head = head_of(tokens, name.first, name.last)
    if name.kind not in PLACED:
        return
    after = tokens[name.last] if name.last < len(tokens) else None
    if _backed(tokens, name):
        name.role = "backed"
    elif after is not None and after.tag == "POS":
        name.modifies = _noun(tokens, name.last + 1)
    elif name.kind == "demonym" or tokens[name.head].dep in ("amod", "compound", "nmod", "poss"):
        name.modifies = _noun(tokens, name.last + 1 if after is not None and after.text in HYPHENS else name.last)
    if name.kind in ("capital", "state", "place") and name.role is None and _tells_where(tokens, name):
        name.role = "place"


def _tells_where(tokens: Sequence[Token], name: Name) -> bool:
    if name.modifies is not None:
        return name.kind == "capital" and tokens[name.modifies].lemma.lower() in words("venue_noun")
    at = name.first - 1
    while at >= 0 and at > name.first - 5 and _before_place(tokens[at]):
        at -= 1
    if at < 0 or tokens[at].text.lower() not in words("locative"):
        return False
    governor = tokens[tokens[at].head].lemma.lower()
    return governor not in words("object_noun")


def _before_place(token: Token) -> bool:
    """Words between a preposition and a place: "in [neutral] Vienna", "in [Finland's capital] Helsinki"."""
    return token.tag in ("DT", "JJ", "NNP", "POS") or token.text in words("seat_noun")


def _noun(tokens: Sequence[Token], at: int) -> int | None:
    end = noun_end(tokens, at)
    return end - 1 if end > at else None
