"""The people and bodies of one document as they become known: names in full, roles, affiliations, states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from detente.extract.countries import Countries
from detente.extract.names import describe, spelled_out, text_of, untitled, words
from detente.extract.trees import Tree
from detente.records import Annotated, Mention, Person

NEAR: Final = 8  # sentences back in which a body is looked for by its kind


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker as far as the document tells; `sex` m, f, i (a body), p (several) or unknown."""

    name: str | None
    role: str | None = None
    affiliation: str | None = None
    country: str | None = None
    sex: str = ""
    at: int = 0

    @property
    def named(self) -> bool:
        return self.name is not None and not self.name.endswith("(unnamed)")


NOBODY = Speaker(None)


class Register:
    """Everybody whom a document names, joined over spellings and roles."""

    def __init__(self, doc: Annotated, trees: Sequence[Tree]) -> None:
        self.doc = doc
        self.trees = trees
        self.known: list[Speaker] = []
        self.mentions: list[list[Mention]] = [[] for _ in trees]
        for mention in doc.mentions:
            if mention.sentence < len(self.mentions):
                named = mention.kind in {"person", "leader"}
                known = named or mention.person is None
                self.mentions[mention.sentence].append(mention if known else replace(mention, person=None))
        self.countries = Countries(doc, trees, self.mentions)
        self.full = frozenset(name for person in doc.people if " " in (name := untitled(person.name)))
        self._introduce()

    def _introduce(self) -> None:
        """Everybody whom the document names: those in full first, as it spells them, then those by surname alone."""
        short: list[tuple[Tree, Mention]] = []
        for tree, mentions in zip(self.trees, self.mentions, strict=True):
            for mention in mentions:
                if (
                    mention.kind not in {"person", "leader"}
                    or not mention.person
                    or " " not in untitled(mention.person)
                ):
                    continue
                if spelled(mention) is None or tree.sentence.kind == "headline":
                    short.append((tree, mention))
                else:
                    self.meet(self._from_mention(tree, mention))
        for tree, mention in short:
            surname = untitled(mention.person or "").split()[-1]
            if self.match(surname) is None:
                self.meet(self._from_mention(tree, mention))

    def _from_mention(self, tree: Tree, mention: Mention) -> Speaker:
        headline = tree.sentence.kind == "headline"
        indices = list(range(mention.first, mention.last)) if headline else sorted(phrase(tree, mention))
        found = describe(tree, indices, self.full)
        country = self.countries.of(mention.sentence, indices) if mention.kind == "person" else None
        country = country or (mention.codes[0] if len(mention.codes) == 1 else None)
        same = found.name is not None and found.name.split()[-1] == (mention.person or "").split()[-1]
        role = found.role if same and found.role else mention.role
        name = spelled(mention) or untitled(mention.person or "")
        return Speaker(name, role, found.affiliation if same else None, country, sex_of(tree, indices), mention.start)

    def meet(self, speaker: Speaker) -> Speaker:
        """The speaker joined with what is already known of the same name."""
        for n, other in enumerate(self.known):
            if other.name is not None and speaker.name is not None and same(other.name, speaker.name):
                longer = other.name if len(other.name) >= len(speaker.name) or " " in other.name else speaker.name
                joined = Speaker(
                    longer,
                    other.role or speaker.role,
                    other.affiliation or speaker.affiliation,
                    other.country or speaker.country,
                    other.sex or speaker.sex,
                    min(other.at, speaker.at),
                )
                self.known[n] = joined
                return joined
        self.known.append(speaker)
        return speaker

    def _employer(self, speaker: Speaker, person: Person) -> str | None:
        """For whom a person works; the table of people is surer where the state is the employer."""
        surname = person.name.split()[-1]
        own = None if speaker.affiliation and surname in speaker.affiliation else speaker.affiliation
        named = own is not None and any(part.lower() in words("body") for part in own.split())
        named = named or (own is not None and sum(part[:1].isupper() for part in own.split()) > 1)
        return own if named or person.affiliation is None else person.affiliation

    def housed(self, body: str | None, sentence: int) -> str | None:
        """A body in the words that the document names it with before, where only its kind is said ("the institute")."""
        parts = (body or "").split()
        kind = parts[-1] if len(parts) == 2 and parts[0] in words("again") else body
        if kind is None or " " in kind or not kind.islower():
            return body
        return self._fuller(kind, sentence)

    def _fuller(self, body: str, sentence: int) -> str:
        """The name of a body given by its kind alone."""
        for number in range(sentence, max(-1, sentence - NEAR), -1):
            tokens = self.trees[number].tokens
            for at in range(len(tokens) - 1, 0, -1):
                first = at
                while first and tokens[first - 1].pos in {"PROPN", "NOUN", "ADJ"}:
                    first -= 1
                if tokens[at].text.lower() == body and any(tokens[i].pos == "PROPN" for i in range(first, at + 1)):
                    return text_of(tokens, first, at + 1)
            named = [m for m in self.mentions[number] if m.kind == "organisation" and not m.inside]
            if named and body in words("general_body"):
                return spelled_out(named[-1].text.removeprefix("the ").removeprefix("The "))
        return body

    def _sentence(self, at: int) -> int:
        """The sentence that holds an offset."""
        return next((n for n, tree in enumerate(self.trees) if tree.sentence.end > at), len(self.trees) - 1)

    def match(self, name: str) -> Speaker | None:
        exact = [s for s in self.known if s.name and same(s.name, name)]
        return max(exact, key=lambda s: len(s.name or ""), default=None)

    def complete(self, name: str) -> str:
        match = self.match(name)
        return match.name if match is not None and match.name else name

    def completed(self, speaker: Speaker) -> Speaker:
        """The speaker with what the table of people knows and his own words leave out."""
        if speaker.name is None or ";" in speaker.name:
            return speaker
        person = next((p for p in self.doc.people if same(p.name, speaker.name or "") and " " in p.name), None)
        if person is None:
            return speaker
        return replace(
            speaker,
            role=speaker.role or person.role,
            affiliation=self.housed(self._employer(speaker, person), self._sentence(speaker.at)),
            country=speaker.country or person.country,
        )


def spelled(mention: Mention) -> str | None:
    """The full name as the text spells it; None where the mention gives the surname alone."""
    person = untitled(mention.person or "")
    parts = [
        part
        for part in mention.text.replace("\n", " ").split()
        if part[:1].isupper() or part.lower() in words("particle")
    ]
    size = len(person.split())
    if size < 2 or len(parts) < size:
        return None
    tail = parts[-size:]
    return untitled(" ".join(tail)) if tail[-1].casefold()[:3] == person.split()[-1].casefold()[:3] else None


@lru_cache(maxsize=1024)
def _parts(name: str) -> tuple[str, list[str], str]:
    """A name without case, its words, and these with single blanks between them."""
    folded = name.casefold().replace("’", "'")
    parts = folded.split()
    return folded, parts, " ".join(parts)


def same(one: str, other: str) -> bool:
    """True when one name is the other, or its last or first word, or a shorter form of it."""
    (one, short, inner), (other, long_, outer) = _parts(one), _parts(other)
    if one == other:
        return True
    if not short or not long_:
        return False
    if len(short) > len(long_):
        short, inner, long_, outer = long_, outer, short, inner
    if len(short) == 1:
        return short[0] == long_[-1] or (short[0] == long_[0] and len(short[0]) > 1 and len(long_) > 1)
    return (short[-1] == long_[-1] and short[0] == long_[0]) or inner in outer


def phrase(tree: Tree, mention: Mention) -> set[int]:
    """The noun phrase around a mention, without clauses that hang on its verb."""
    head = mention.head
    while tree.tokens[head].dep in {"compound", "appos", "nmod", "flat"} and tree.tokens[head].head != head:
        head = tree.tokens[head].head
    around = tree.subtree(head)
    runs = tree.pieces(around)
    for first, last in runs:
        if first <= mention.head < last and last - first <= 40:
            return set(range(first, last))
    return set(range(mention.first, mention.last))


def head_of(tree: Tree, indices: Sequence[int]) -> int:
    inside = set(indices)
    heads = [i for i in indices if tree.tokens[i].head not in inside or tree.tokens[i].head == i]
    nominal = [i for i in heads if tree.tokens[i].pos in {"NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET"}]
    return (nominal or heads or list(indices))[0]


def sex_of(tree: Tree, indices: Sequence[int]) -> str:
    titles = words("title")
    return next((titles[w] for i in indices if (w := tree.tokens[i].text.lower()) in titles and titles[w]), "")
