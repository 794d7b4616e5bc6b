"""Who speaks, by full name: from the words of the source, the people of the document and what was said before.

A source is read in this order: a name (completed from the fullest mention of it in the document), a pronoun, a noun
that takes up somebody ("the expert", "the Cuban leader"), a paper that speaks for its owner ("the release"), a state
or body that speaks itself. What is left stays described and unnamed: "experts (unnamed)".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from detente import lexicons
from detente.extract.names import Description, describe, text_of, untitled, words
from detente.extract.speech import Attribution
from detente.extract.trees import Tree
from detente.records import Annotated, Mention, Span


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
    """The people and bodies met so far in a document, and the attribution in hand read against them."""

    def __init__(self, doc: Annotated, trees: Sequence[Tree]) -> None:
        self.doc = doc
        self.trees = trees
        self.known: list[Speaker] = []
        self.spoken: list[Speaker] = []
        self.mentions: list[list[Mention]] = [[] for _ in trees]
        for mention in doc.mentions:
            if mention.sentence < len(self.mentions):
                named = mention.kind in {"person", "leader"}
                self.mentions[mention.sentence].append(mention if named else replace(mention, person=None))
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
                if _spelled(mention) is None or tree.sentence.kind == "headline":
                    short.append((tree, mention))
                else:
                    self._meet(self._from_mention(tree, mention))
        for tree, mention in short:
            surname = untitled(mention.person or "").split()[-1]
            if self._match(surname) is None:
                self._meet(self._from_mention(tree, mention))

    def _from_mention(self, tree: Tree, mention: Mention) -> Speaker:
        headline = tree.sentence.kind == "headline"
        indices = list(range(mention.first, mention.last)) if headline else sorted(_phrase(tree, mention))
        found = describe(tree, indices, self.full)
        country = mention.codes[0] if len(mention.codes) == 1 else self._country(mention.sentence, indices)
        same = found.name is not None and found.name.split()[-1] == (mention.person or "").split()[-1]
        role = found.role if same and found.role else mention.role
        name = _spelled(mention) or untitled(mention.person or "")
        return Speaker(name, role, found.affiliation if same else None, country, _sex(tree, indices), mention.start)

    def _meet(self, speaker: Speaker) -> Speaker:
        """The speaker joined with what is already known of the same name."""
        for n, other in enumerate(self.known):
            if other.name is not None and speaker.name is not None and _same(other.name, speaker.name):
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

    def read(self, one: Attribution) -> Speaker:
        """The speaker of an attribution; call in the order of the text."""
        if one.follows and self.spoken:
            speaker = self.spoken[-1]
        elif not one.source_tokens:
            return NOBODY
        else:
            speaker = self._resolve(one)
        speaker = self._completed(speaker)
        if speaker.name is not None:
            self.spoken.append(replace(speaker, at=one.source[0].start if one.source else one.content[0].start))
        return speaker

    def _completed(self, speaker: Speaker) -> Speaker:
        """The speaker with what the table of people knows and his own words leave out."""
        if speaker.name is None:
            return speaker
        person = next((p for p in self.doc.people if _same(p.name, speaker.name or "") and " " in p.name), None)
        if person is None:
            return speaker
        return replace(
            speaker,
            role=speaker.role or person.role,
            affiliation=speaker.affiliation or person.affiliation,
            country=speaker.country or person.country,
        )

    def _resolve(self, one: Attribution) -> Speaker:
        tree = self.trees[one.sentence]
        indices = sorted(one.source_tokens)
        at = tree.tokens[indices[0]].start
        plural = self._several(one, tree, indices)
        if plural is not None:
            return plural
        found = describe(tree, indices, self.full)
        head = _head(tree, indices)
        word = tree.tokens[head].text.lower()
        if found.name is None or found.name.lower() in words("title"):
            found = self._familiar(tree, one.sentence, indices, found)
        if found.name is not None and word not in words("document"):
            return self._named(
                tree, one.sentence, indices, found.name, found.first, found.last, found.role, found.affiliation
            )
        if len(indices) == 1 and word in words("pronoun"):
            return self._pronoun(word, at)
        body = self._body(tree, one.sentence, indices, head)
        if body is not None:
            return body
        taken = self._taken_up(tree, one.sentence, indices, head, at)
        if taken is not None:
            return taken
        return self._unnamed(tree, one.sentence, indices, found.role, found.affiliation)

    def _familiar(self, tree: Tree, sentence: int, indices: list[int], found: Description) -> Description:
        """The source read again: a surname that the document gives in full elsewhere, though the parser sees no name."""
        for mention in self.mentions[sentence]:
            if (
                mention.person
                and mention.first >= indices[0]
                and mention.last <= indices[-1] + 1
                and not mention.inside
            ):
                return replace(found, name=untitled(mention.person), first=mention.first, last=mention.last)
        for i in indices:
            token = tree.tokens[i]
            if token.text[:1].isupper() and token.text.lower() not in words("title") and len(token.text) > 2:
                if self._match(token.text) is not None and (len(indices) <= 3 or i == _head(tree, indices)):
                    return replace(found, name=token.text, first=i, last=i + 1)
        return replace(found, name=None)

    def _several(self, one: Attribution, tree: Tree, indices: list[int]) -> Speaker | None:
        """Two named people who speak as one ("Both Trump and Putin"), or "both men" after two names."""
        inside = [
            m for m in self.mentions[one.sentence] if m.person and m.first >= indices[0] and m.last <= indices[-1] + 1
        ]
        names = list(dict.fromkeys(m.person for m in inside if m.person))
        joined = any(tree.tokens[i].dep == "cc" for i in indices) and any(
            tree.tokens[m.head].dep == "conj" for m in inside
        )
        if len(names) == 2 and joined:
            return Speaker("; ".join(self._complete(name) for name in names), None, None, None, "p")
        if tree.tokens[indices[0]].text.lower() == "both" and len(names) == 0:
            before = [
                m
                for row in self.mentions[: one.sentence + 1]
                for m in row
                if m.person and m.start < one.source[0].start
            ]
            recent = list(dict.fromkeys(self._complete(m.person) for m in reversed(before) if m.person))[:2]
            if len(recent) == 2:
                return Speaker("; ".join(reversed(recent)), None, None, None, "p")
        return None

    def _complete(self, name: str) -> str:
        match = self._match(name)
        return match.name if match is not None and match.name else name

    def _match(self, name: str) -> Speaker | None:
        exact = [s for s in self.known if s.name and _same(s.name, name)]
        return max(exact, key=lambda s: len(s.name or ""), default=None)

    def _named(
        self,
        tree: Tree,
        sentence: int,
        indices: list[int],
        name: str,
        first: int,
        last: int,
        role: str | None,
        body: str | None,
    ) -> Speaker:
        holder = next(
            (m for m in self.mentions[sentence] if m.person and m.first < last and m.last > first and " " in m.person),
            None,
        )
        short = " " not in name and self._match(name) is None
        if holder is not None and holder.person is not None and _same(holder.person, name) and short:
            name = untitled(holder.person)
        country = self._country(sentence, indices)
        at = tree.tokens[first].start
        match = self._match(name)
        if match is not None:
            met = Speaker(
                match.name,
                role or match.role,
                body or match.affiliation,
                match.country or country,
                match.sex or _sex(tree, indices),
                at,
            )
            return self._meet(met)
        return self._meet(Speaker(name, role, body, country, _sex(tree, indices), at))

    def _pronoun(self, word: str, at: int) -> Speaker:
        sex = words("pronoun")[word]
        if sex == "i":
            return next((s for s in reversed(self.spoken) if s.sex == "i"), NOBODY)
        if sex == "p":
            return next((s for s in reversed(self.spoken) if s.sex == "p"), NOBODY)
        last = self.spoken[-1] if self.spoken else None
        subject = self._subject_before(at, sex)
        if subject is not None and (last is None or subject.at > last.at):
            return subject
        for speaker in reversed(self.spoken):
            if speaker.sex in {"", sex} or not sex:
                if speaker.named and sex and not speaker.sex:
                    self._learn(speaker, sex)
                return speaker
        return subject or NOBODY

    def _learn(self, speaker: Speaker, sex: str) -> None:
        self.known = [replace(s, sex=sex) if s.name == speaker.name else s for s in self.known]
        self.spoken = [replace(s, sex=sex) if s.name == speaker.name else s for s in self.spoken]

    def _subject_before(self, at: int, sex: str) -> Speaker | None:
        """The last person who was the subject of a sentence before `at`."""
        for number in range(len(self.trees) - 1, -1, -1):
            tree = self.trees[number]
            if tree.sentence.start >= at:
                continue
            people = [m for m in self.mentions[number] if m.person and m.end <= at and not m.inside]
            for mention in people:
                if tree.tokens[mention.head].dep in {"nsubj", "nsubjpass"} and tree.tokens[mention.head].head < len(
                    tree
                ):
                    match = self._match(mention.person or "")
                    if match is not None and (not match.sex or not sex or match.sex == sex):
                        return replace(match, at=mention.start)
            if at - tree.sentence.end > 600:
                break
        return None

    def _body(self, tree: Tree, sentence: int, indices: list[int], head: int) -> Speaker | None:
        """A state, an organisation or an office that speaks; a paper speaks for its owner."""
        word = tree.tokens[head].text.lower()
        paper = word in words("document")
        inside = [m for m in self.mentions[sentence] if m.first >= indices[0] and m.last <= indices[-1] + 1]
        if paper:
            return self._paper(tree, sentence, indices, head)
        if word in words("title"):
            return None
        for mention in inside:
            if mention.first <= head < mention.last and mention.kind in {
                "state",
                "capital",
                "metonym",
                "organisation",
                "body",
            }:
                return self._meet(self._speaking(mention))
        if tree.tokens[head].pos == "PROPN" or word in words("body"):
            kept = [i for i in indices if not (tree.tokens[i].pos == "DET" and i == indices[0])]
            kept = [i for i in kept if i <= head]
            name = text_of(tree.tokens, kept[0], kept[-1] + 1) if kept else ""
            country = self._country(sentence, indices)
            name = self._with_state(tree, name, country, kept)
            return self._meet(Speaker(name, None, name, country, "i", tree.tokens[head].start))
        return None

    def _speaking(self, mention: Mention) -> Speaker:
        code = mention.codes[0] if mention.codes else None
        text = mention.text
        if mention.kind == "state":
            return Speaker(state_names().get(code or "", text), None, None, code, "i", mention.start)
        if mention.kind == "capital":
            state = state_names().get(code or "")
            return Speaker(f"{state} ({text})" if state else text, None, state, code, "i", mention.start)
        name = text.removeprefix("the ").removeprefix("The ")
        return Speaker(name, None, name, code, "i", mention.start)

    def _paper(self, tree: Tree, sentence: int, indices: list[int], head: int) -> Speaker | None:
        owner = [
            i
            for i in indices
            if i != head
            and tree.tokens[i].pos in {"PROPN", "NOUN"}
            and tree.tokens[i].dep in {"poss", "pobj", "compound", "appos"}
        ]
        for i in owner:
            mention = next((m for m in self.mentions[sentence] if m.first <= i < m.last and not m.person), None)
            if (
                mention is not None
                and mention.codes
                and mention.kind in {"state", "capital", "metonym", "organisation"}
            ):
                return self._meet(self._speaking(mention))
        for i in owner:
            if tree.tokens[i].pos == "PROPN":
                name = describe(tree, sorted(k for k in tree.subtree(i) if k in indices and k != head), self.full).name
                run = [k for k in range(i, -1, -1) if tree.tokens[k].pos == "PROPN" and k in indices]
                first, last = i, i + 1
                while first - 1 in run:
                    first -= 1
                while last in indices and last < head + len(tree) and tree.tokens[last].pos == "PROPN":
                    last += 1
                name = text_of(tree.tokens, first, last) if last - first > 1 or not name else name
                return self._meet(
                    Speaker(name, None, name, self._country(sentence, indices), "i", tree.tokens[i].start)
                )
        return next((s for s in reversed(self.spoken) if s.sex == "i"), None)

    def _taken_up(self, tree: Tree, sentence: int, indices: list[int], head: int, at: int) -> Speaker | None:
        """Whom a definite noun takes up: by role, by country, or as the last who fits."""
        first = tree.tokens[indices[0]]
        word = tree.tokens[head].text.lower()
        alone = len(indices) == 1 and word in words("title")
        if (
            first.text.lower() not in {"the", "his", "her", "this"}
            and not alone
            or any(tree.tokens[i].text in {","} for i in indices)
        ):
            return None
        country = self._country(sentence, indices)
        fitting = [s for s in self._recent(at) if s.named and s.sex not in {"i", "p"}]
        if country is not None:
            fitting = [s for s in fitting if s.country in {country, None}]
        for speaker in fitting:
            if speaker.role and word in speaker.role.lower().replace("-", " ").split():
                return speaker
        kind = "scholar" if word in words("scholar") else "official" if word in words("official") else None
        if kind is None or len(indices) > 3 and country is None:
            return None
        for speaker in fitting:
            if not speaker.role or any(part in words(kind) for part in speaker.role.lower().split()):
                return speaker
        return fitting[0] if fitting and kind == "scholar" and not country else None

    def _recent(self, at: int) -> list[Speaker]:
        """Speakers before `at`, the last one first, then others of the document by nearness."""
        heard = list(dict.fromkeys(s.name for s in reversed(self.spoken)))
        ranked = [match for name in heard if name and (match := self._match(name)) is not None]
        others = sorted((s for s in self.known if s.at <= at and s not in ranked), key=lambda s: -s.at)
        return [*ranked, *others]

    def _unnamed(self, tree: Tree, sentence: int, indices: list[int], role: str | None, body: str | None) -> Speaker:
        head = _head(tree, indices)
        plural = tree.tokens[head].tag in {"NNS", "NNPS"}
        kept = [i for i in indices if not (tree.tokens[i].pos in {"DET"} or tree.tokens[i].dep == "predet")]
        end = next(
            (i for i in kept if i > head and tree.tokens[i].text in {",", "who", "which", "that", "(", "-", "–"}),
            indices[-1] + 1,
        )
        kept = [i for i in kept if i < end]
        if not kept:
            return NOBODY
        while len(kept) > 1 and tree.tokens[kept[0]].tag == "PRP$":
            kept.pop(0)
        country = self._country(sentence, indices)
        name = self._with_state(tree, text_of(tree.tokens, kept[0], kept[-1] + 1), country, kept)
        return Speaker(f"{name} (unnamed)", role, body, country, "p" if plural else "", tree.tokens[head].start)

    def _with_state(self, tree: Tree, name: str, country: str | None, kept: list[int]) -> str:
        """An office of state with the state it belongs to, where its words leave that out ("Chinese foreign ministry")."""
        office = any(tree.tokens[i].text.lower() in words("office") for i in kept)
        people = demonyms().get(country or "")
        if not office or not people or " of " in name:
            return name
        if any(n and n.lower() in name.lower() for n in (people, state_names().get(country or "", ""))):
            return name
        return f"{people} {name.split(' in ')[0].split(' on ')[0]}"

    def _country(self, sentence: int, indices: list[int]) -> str | None:
        """The state that the words of a source tie it to; a state after "to" is where an envoy is sent."""
        low, high = indices[0], indices[-1] + 1
        tree = self.trees[sentence]
        tokens = tree.tokens
        inside = [m for m in self.mentions[sentence] if m.first >= low and m.last <= high and m.codes]
        for mention in sorted(inside, key=lambda m: (m.inside, m.kind == "organisation", m.first)):
            if self._ties(tree, mention, low):
                return mention.codes[0]
        span = Span(tokens[low].start, tokens[high - 1].end)
        place = next(
            (p.state for p in self.doc.places if p.state and span.start <= p.start and p.end <= span.end), None
        )
        return place or self._context(tree, sentence, indices)

    def _ties(self, tree: Tree, mention: Mention, low: int) -> bool:
        """True where a state in a source is the bearer's own, not what he studies or where he is sent."""
        tokens = tree.tokens
        before = tokens[mention.first - 1].text.lower() if mention.first > low else ""
        if before == "the" and mention.first - 1 > low:
            before = tokens[mention.first - 2].text.lower()
        if before in {"to", "on", "about", "against"}:
            return False
        if mention.kind != "demonym":
            return True
        noun = tokens[mention.modifies] if mention.modifies is not None else tokens[tokens[mention.head].head]
        held = (
            noun.dep in {"pobj", "dobj", "compound"}
            and noun.text.lower() not in words("body")
            and noun.entity != "PERSON"
        )
        outside = (
            noun.dep in {"pobj", "dobj"}
            and tokens[noun.head].text.lower() in {"of", "by"}
            and noun.tag in {"NNS", "NNPS"}
        )
        return (
            not held
            or outside
            or mention.first == low
            or (mention.first == low + 1 and before in {"the", "a", "an", "by"})
        )

    def _context(self, tree: Tree, sentence: int, indices: list[int]) -> str | None:
        """The state that "its" or an office of state without a name refers to: the one named last before."""
        tokens = tree.tokens
        first = tokens[indices[0]].text.lower()
        if first != "its":
            return None
        at = tokens[indices[0]].start
        for number in range(sentence, max(-1, sentence - 4), -1):
            named = [m for m in self.mentions[number] if m.end <= at and m.codes and not m.inside and m.role != "place"]
            subjects = [m for m in named if self.trees[number].tokens[m.head].dep in {"nsubj", "nsubjpass", "poss"}]
            for mention in reversed(subjects or named):
                return mention.codes[0]
        return None


@cache
def demonyms() -> dict[str, str]:
    """The adjective of each state."""
    return {row["code"]: row.listed("demonyms")[0] for row in lexicons.table("states") if row.listed("demonyms")}


@cache
def state_names() -> dict[str, str]:
    """The English name of each state code."""
    return {row["code"]: row["name"] for row in (*lexicons.table("states"), *lexicons.table("organisations"))}


def _spelled(mention: Mention) -> str | None:
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


def _same(one: str, other: str) -> bool:
    """True when one name is the other, or its last or first word, or a shorter form of it."""
    one, other = one.casefold().replace("’", "'"), other.casefold().replace("’", "'")
    if one == other:
        return True
    a, b = one.split(), other.split()
    if not a or not b:
        return False
    short, long_ = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) == 1:
        return short[0] == long_[-1] or short[0] == long_[0] and len(short[0]) > 1 and len(long_) > 1
    return short[-1] == long_[-1] and short[0] == long_[0] or " ".join(short) in " ".join(long_)


def _phrase(tree: Tree, mention: Mention) -> set[int]:
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


def _head(tree: Tree, indices: Sequence[int]) -> int:
    inside = set(indices)
    heads = [i for i in indices if tree.tokens[i].head not in inside or tree.tokens[i].head == i]
    nominal = [i for i in heads if tree.tokens[i].pos in {"NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET"}]
    return (nominal or heads or list(indices))[0]


def _sex(tree: Tree, indices: Sequence[int]) -> str:
    titles = words("title")
    return next((titles[w] for i in indices if (w := tree.tokens[i].text.lower()) in titles and titles[w]), "")
