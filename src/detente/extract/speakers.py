"""Who speaks, by full name: from the words of the source, the people of the document and what was said before.

A source is read in this order: a name (completed from the fullest mention of it in the document), a pronoun, a noun
that takes up somebody ("the expert", "the Cuban leader"), a paper that speaks for its owner ("the release"), a state
or body that speaks itself. What is left stays described and unnamed: "experts (unnamed)".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from detente.extract.countries import state_names
from detente.extract.grammar import words as grammar
from detente.extract.names import Description, describe, held, text_of, untitled, words
from detente.extract.registers import NOBODY, Register, Speaker, head_of, same, sex_of
from detente.extract.speech import Attribution
from detente.extract.trees import Tree
from detente.records import Annotated, Mention

_UNNAMED: Final = "{} (unnamed)"


class Speakers:
    """Reads the sources of a document's attributions, one after another in the order of the text."""

    def __init__(self, doc: Annotated, trees: Sequence[Tree]) -> None:
        self.doc = doc
        self.trees = trees
        self.register = Register(doc, trees)
        self.spoken: list[Speaker] = []

    def read(self, one: Attribution) -> Speaker:
        """The speaker of an attribution; call in the order of the text."""
        if one.follows and self.spoken:
            speaker = self.spoken[-1]
        elif not one.source_tokens or self._none(one):
            return NOBODY
        else:
            speaker = self._resolve(one)
        speaker = self.register.completed(speaker)
        if speaker.name is not None:
            self.spoken.append(replace(speaker, at=one.source[0].start if one.source else one.content[0].start))
        return speaker

    def _none(self, one: Attribution) -> bool:
        """True where the source names that there is none: "nobody at the base", "no minister"."""
        first = self.trees[one.sentence].tokens[min(one.source_tokens)]
        return first.text.lower() in grammar("nobody")

    def _resolve(self, one: Attribution) -> Speaker:
        tree = self.trees[one.sentence]
        indices = sorted(one.source_tokens)
        at = tree.tokens[indices[0]].start
        turn = self._in_interview(one, tree.tokens[indices[0]].text.lower(), at)
        if turn is not None:
            return turn
        plural = self._several(one, tree, indices)
        if plural is not None:
            return plural
        found = describe(tree, indices, self.register.full)
        found = replace(found, affiliation=self.register.housed(found.affiliation, one.sentence))
        head = head_of(tree, indices)
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
        apposed = self._apposed(tree, one.sentence, indices)
        if apposed is not None:
            return apposed
        taken = self._taken_up(tree, one.sentence, indices, head, at)
        if taken is not None:
            return taken
        return self._unnamed(tree, one.sentence, indices, found.role, found.affiliation)

    def _in_interview(self, one: Attribution, label: str, at: int) -> Speaker | None:
        """Who asks or answers in an interview: the one person named in full before an answer, else described."""
        if one.key != ":" or len(one.source_tokens) > 1:
            return None
        if label in words("asker"):
            return Speaker(_UNNAMED.format(max(words("asker"), key=len)), sex="i")
        if label not in words("answerer"):
            return None
        met = [
            s
            for s in self.register.known
            if s.at < at and s.named and " " in (s.name or "") and s.sex not in {"i", "p"}
        ]
        return met[0] if len(met) == 1 else Speaker(_UNNAMED.format(max(words("answerer"), key=len)))

    def _familiar(self, tree: Tree, sentence: int, indices: list[int], found: Description) -> Description:
        """The source read again: a surname that the document gives in full elsewhere, unseen by the parser."""
        for mention in self.register.mentions[sentence]:
            if (
                mention.person
                and mention.first >= indices[0]
                and mention.last <= indices[-1] + 1
                and not mention.inside
                and not held(tree, mention.head, indices)
            ):
                return replace(found, name=untitled(mention.person), first=mention.first, last=mention.last)
        for i in indices:
            token = tree.tokens[i]
            written = self.doc.document.text[token.start : token.start + 1]
            capital = written.isupper() and token.text.lower() not in words("title") and len(token.text) > 2
            central = len(indices) <= 3 or i == head_of(tree, indices)
            if capital and central and self.register.match(token.text) is not None:
                return replace(found, name=token.text, first=i, last=i + 1)
        return replace(found, name=None)

    def _several(self, one: Attribution, tree: Tree, indices: list[int]) -> Speaker | None:
        """Two named people who speak as one ("Both Trump and Putin"), or "both men" after two names."""
        inside = [
            m
            for m in self.register.mentions[one.sentence]
            if m.person and m.first >= indices[0] and m.last <= indices[-1] + 1
        ]
        names = list(dict.fromkeys(m.person for m in inside if m.person))
        joined = any(tree.tokens[i].dep == "cc" for i in indices) and any(
            tree.tokens[m.head].dep == "conj" for m in inside
        )
        if len(names) == 2 and joined:
            return Speaker("; ".join(self.register.complete(name) for name in names), None, None, None, "p")
        if tree.tokens[indices[0]].text.lower() == "both" and len(names) == 0:
            before = [
                m
                for row in self.register.mentions[: one.sentence + 1]
                for m in row
                if m.person and m.start < one.source[0].start
            ]
            recent = list(dict.fromkeys(self.register.complete(m.person) for m in reversed(before) if m.person))[:2]
            if len(recent) == 2:
                return Speaker("; ".join(reversed(recent)), None, None, None, "p")
        return None

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
            (
                m
                for m in self.register.mentions[sentence]
                if m.person and m.first < last and m.last > first and " " in m.person
            ),
            None,
        )
        short = " " not in name and self.register.match(name) is None
        if holder is not None and holder.person is not None and same(holder.person, name) and short:
            name = untitled(holder.person)
        country = self.register.countries.of(sentence, indices)
        at = tree.tokens[first].start
        match = self.register.match(name)
        if match is not None:
            met = Speaker(
                match.name,
                role or match.role,
                body or match.affiliation,
                match.country or country,
                match.sex or sex_of(tree, indices),
                at,
            )
            return self.register.meet(met)
        return self.register.meet(Speaker(name, role, body, country, sex_of(tree, indices), at))

    def _pronoun(self, word: str, at: int) -> Speaker:
        sex = words("pronoun")[word]
        if word in grammar("author"):
            return self._author()
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

    def _author(self) -> Speaker:
        """Whoever signs the document, where somebody says "I" outside quotation marks."""
        authors = self.doc.document.authors
        return self.register.meet(Speaker(authors[0])) if len(authors) == 1 else NOBODY

    def _learn(self, speaker: Speaker, sex: str) -> None:
        self.register.known = [replace(s, sex=sex) if s.name == speaker.name else s for s in self.register.known]
        self.spoken = [replace(s, sex=sex) if s.name == speaker.name else s for s in self.spoken]

    def _subject_before(self, at: int, sex: str) -> Speaker | None:
        """The last person who was the subject of a sentence before `at`."""
        for number in range(len(self.trees) - 1, -1, -1):
            tree = self.trees[number]
            if tree.sentence.start >= at:
                continue
            people = [m for m in self.register.mentions[number] if m.person and m.end <= at and not m.inside]
            for mention in people:
                head = tree.tokens[mention.head]
                while head.dep in {"appos", "compound"} and head.head != head.index:
                    head = tree.tokens[head.head]
                if head.dep in {"nsubj", "nsubjpass"} and head.head < len(tree):
                    match = self.register.match(mention.person or "")
                    if match is not None and (not match.sex or not sex or match.sex == sex):
                        return replace(match, at=mention.start)
            if at - tree.sentence.end > 600:
                break
        return None

    def _body(self, tree: Tree, sentence: int, indices: list[int], head: int) -> Speaker | None:
        """A state, an organisation or an office that speaks; a paper speaks for its owner."""
        word = tree.tokens[head].text.lower()
        paper = word in words("document")
        inside = [m for m in self.register.mentions[sentence] if m.first >= indices[0] and m.last <= indices[-1] + 1]
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
                return self.register.meet(self._speaking(mention, word))
        some = tree.tokens[indices[0]].text.lower() in grammar("article")
        if tree.tokens[head].pos == "PROPN" or (word in words("body") and not some):
            own = {i for i in indices[:1] if tree.tokens[i].pos == "DET" or tree.tokens[i].tag == "PRP$"}
            kept = [i for i in indices if i <= head and i not in own]
            proper = next((i for i in kept if tree.tokens[i].pos == "PROPN"), None)
            if proper is not None and all(tree.lower[i] in words("body") for i in kept if i < proper):
                kept = [i for i in kept if i >= proper]
            name = text_of(tree.tokens, kept[0], kept[-1] + 1) if kept else ""
            country = self.register.countries.of(sentence, indices)
            name = self.register.countries.with_state(tree, name, country, kept)
            role = word if word in words("body") else None
            return self.register.meet(Speaker(name, role, name, country, "i", tree.tokens[head].start))
        return None

    def _speaking(self, mention: Mention, word: str) -> Speaker:
        """A state or body by its name; `word` is what the text calls it, a paper that speaks for it, or neither."""
        seat = mention.kind in {"metonym", "capital"}
        called = word if word in words("document") or (word in words("body") and not seat) else None
        state = called or next(iter(words("state_role")))
        code = mention.codes[0] if mention.codes else None
        text = mention.text
        if mention.kind == "state":
            name = state_names().get(code or "", text)
            return Speaker(name, state, name, code, "i", mention.start)
        if mention.kind == "capital":
            owner = state_names().get(code or "")
            return Speaker(f"{owner} ({text})" if owner else text, state, owner, code, "i", mention.start)
        name = text.removeprefix("the ").removeprefix("The ")
        role = state if mention.kind == "metonym" else called
        return Speaker(name, role, name, code, "i", mention.start)

    def _paper(self, tree: Tree, sentence: int, indices: list[int], head: int) -> Speaker | None:
        owner = [
            i
            for i in indices
            if i != head
            and tree.tokens[i].pos in {"PROPN", "NOUN"}
            and tree.tokens[i].dep in {"poss", "pobj", "compound", "appos"}
        ]
        away = [i for i in owner if tree.lower[tree.tokens[i].head] in grammar("place_preposition")]
        owner = [i for i in owner if i not in away] or owner
        for i in owner:
            mention = next(
                (m for m in self.register.mentions[sentence] if m.first <= i < m.last and not m.person), None
            )
            if (
                mention is not None
                and mention.codes
                and mention.kind in {"state", "capital", "metonym", "organisation"}
            ):
                return self.register.meet(self._speaking(mention, tree.tokens[head].text.lower()))
        for i in owner:
            if tree.tokens[i].pos == "PROPN":
                name = describe(
                    tree, sorted(k for k in tree.subtree(i) if k in indices and k != head), self.register.full
                ).name
                run = [k for k in range(i, -1, -1) if tree.tokens[k].pos == "PROPN" and k in indices]
                first, last = i, i + 1
                while first - 1 in run:
                    first -= 1
                while last in indices and last < head + len(tree) and tree.tokens[last].pos == "PROPN":
                    last += 1
                name = text_of(tree.tokens, first, last) if last - first > 1 or not name else name
                paper, country = tree.tokens[head].text.lower(), self.register.countries.of(sentence, indices)
                return self.register.meet(Speaker(name, paper, name, country, "i", tree.tokens[i].start))
        for i in owner:
            if tree.tokens[i].text.lower() in words("body"):
                kept = [k for k in sorted(tree.subtree(i)) if k <= i and tree.tokens[k].pos not in {"DET", "PRON"}]
                country, paper = self.register.countries.of(sentence, indices), tree.tokens[head].text.lower()
                name = self.register.countries.with_state(tree, text_of(tree.tokens, kept[0], i + 1), country, kept)
                return self.register.meet(Speaker(name, paper, name, country, "i", tree.tokens[i].start))
        return next((s for s in reversed(self.spoken) if s.sex == "i"), None)

    def _apposed(self, tree: Tree, sentence: int, indices: list[int]) -> Speaker | None:
        """The name after a noun that the parser did not tie to it ("replied his guest, Foreign Minister X, when …")."""
        comma = indices[-1] + 1
        if len(indices) > 4 or comma + 1 >= len(tree) or tree.tokens[comma].text != ",":
            return None
        for mention in self.register.mentions[sentence]:
            ends = mention.last >= len(tree) or tree.tokens[mention.last].text in {",", ".", ";", ":"}
            if mention.person and " " in mention.person and not mention.inside and ends:
                lead = range(comma + 1, mention.first)
                if mention.first > comma and all(tree.kinds[i] == "DET" for i in lead):
                    return self.register.match(mention.person)
        return None

    def _taken_up(self, tree: Tree, sentence: int, indices: list[int], head: int, at: int) -> Speaker | None:
        """Whom a definite noun takes up: by role, by country, or as the last who fits."""
        first = tree.tokens[indices[0]]
        word = tree.tokens[head].text.lower()
        alone = len(indices) == 1 and word in words("title")
        if len(indices) == 1 and word in words("scholar") and self._heads(sentence):
            return self._headlined(word)
        if (first.text.lower() not in grammar("definite") and not alone) or any(
            tree.tokens[i].text in {","} for i in indices
        ):
            return None
        country = self.register.countries.of(sentence, indices)
        fitting = [s for s in self._recent(at) if s.named and s.sex not in {"i", "p"}]
        if country is not None:
            fitting = [s for s in fitting if s.country in {country, None}]
        for speaker in fitting:
            if speaker.role and word in speaker.role.lower().replace("-", " ").split():
                return speaker
        kind = "scholar" if word in words("scholar") else "official" if word in words("official") else None
        if kind is None or (len(indices) > 3 and country is None):
            return None
        loose = kind == "scholar" or word in words("hypernym")
        for speaker in fitting:
            if not speaker.role or (loose and any(part in words(kind) for part in speaker.role.lower().split())):
                return speaker
        return fitting[0] if fitting and kind == "scholar" and not country else None

    def _heads(self, sentence: int) -> bool:
        """True in a headline, or in a first line that stands alone where nothing is marked as one."""
        lead = sentence == 0 and len(self.trees) > 1
        return self.trees[sentence].sentence.kind == "headline" or (
            lead and self.trees[0].sentence.paragraph != self.trees[1].sentence.paragraph
        )

    def _headlined(self, word: str) -> Speaker | None:
        """The one scholar of a document whose headline says only "expert"."""
        scholars = [
            s
            for s in self.register.known
            if s.named and s.role and any(part in words("scholar") for part in s.role.lower().split())
        ]
        return scholars[0] if len(scholars) == 1 else None

    def _recent(self, at: int) -> list[Speaker]:
        """Speakers before `at`, the last one first, then others of the document by nearness."""
        heard = list(dict.fromkeys(s.name for s in reversed(self.spoken)))
        ranked = [match for name in heard if name and (match := self.register.match(name)) is not None]
        others = sorted((s for s in self.register.known if s.at <= at and s not in ranked), key=lambda s: -s.at)
        return [*ranked, *others]

    def _unnamed(self, tree: Tree, sentence: int, indices: list[int], role: str | None, body: str | None) -> Speaker:
        head = head_of(tree, indices)
        plural = tree.tokens[head].tag in {"NNS", "NNPS"}
        kept = [i for i in indices if not (tree.tokens[i].pos in {"DET"} or tree.tokens[i].dep == "predet")]
        end = next(
            (i for i in kept if i > head and tree.tokens[i].text in grammar("relative") | {",", "(", "-", "–"}),
            indices[-1] + 1,
        )
        kept = [i for i in kept if i < end]
        if not kept:
            return NOBODY
        while len(kept) > 1 and tree.tokens[kept[0]].tag == "PRP$":
            kept.pop(0)
        country = self.register.countries.of(sentence, indices)
        name = self.register.countries.with_state(tree, text_of(tree.tokens, kept[0], kept[-1] + 1), country, kept)
        return Speaker(_UNNAMED.format(name), role, body, country, "p" if plural else "", tree.tokens[head].start)
