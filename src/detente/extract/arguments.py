"""Arguments: which states stand where around a trigger: its subject, object, prepositions, possessors, and beyond."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from detente.extract.frames import NOUNS, VERBS, Tree, classes, grammar
from detente.extract.triggers import Trigger
from detente.records import Mention, Place

QUALIFIERS = ("poss", "amod", "compound", "nmod", "nummod", "npadvmod")
STEPS = 6
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Argument:
    """The states of one side, the token that names it, its words, how sure the place is (1 to 0), and the noun that
    heads the phrase in which it stands (`experts` in `experts from Chad`; -1 where it was found elsewhere)."""

    codes: tuple[str, ...]
    token: int
    text: str
    sure: float
    head: int = -1


class Scene:
    """One sentence with its mentions on the tokens, and who was spoken of before.

    The first reading leaves for the second: `heads` of all wordings of acts, those `placed`, and those `unplaced` that
    found no sides; `spoken` is False where it left the sentence alone.
    """

    def __init__(
        self, tree: Tree, mentions: Sequence[Mention], before: Argument | None = None, places: Sequence[Place] = (),
        pair: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.pair = pair
        self.depth = 0
        self.unplaced: list[Trigger] = []
        self.heads: frozenset[int] = frozenset()
        self.placed: set[int] = set()
        self.spoken = True
        self.tree = tree
        self.before = before
        self.mentions = [m for m in mentions if m.codes]
        codeless = [m for m in mentions if not m.codes]
        self.nobody = {m.head for m in codeless if m.sector in {"academic", "media"} or m.kind == "pronoun"}
        self.sectors = {m.head: m.sector for m in mentions if m.sector and not m.inside}
        found = ((p, t) for p in places if p.state for t in tree.tokens if p.start <= t.start < p.end)
        self.places: dict[int, str] = {token.index: place.state for place, token in found if place.state}
        widest = sorted(self.mentions, key=lambda m: m.last - m.first, reverse=True)
        self.at: dict[int, Mention] = {i: m for m in widest for i in range(m.first, m.last)}
        narrowest = sorted(self.mentions, key=lambda m: m.last - m.first)
        self.owner: dict[int, Mention] = {i: m for m in narrowest for i in range(m.first, m.last)}

    # --- noun phrases -------------------------------------------------------------------------------------------

    def phrase(self, i: int, *, deep: bool = False, barred: Iterable[str] = ()) -> Argument | None:
        """The states that a noun phrase headed by token `i` stands for, with those coordinated with it."""
        found = self._one(i, deep=deep, barred=frozenset(barred))
        if found is None:
            others = (self._one(c, deep=True, barred=frozenset(barred)) for c in self._coordinated(i) if deep)
            return next((replace(other, head=i) for other in others if other is not None), None)
        codes = list(found.codes)
        for c in self._coordinated(i):
            other = self._one(c, deep=False, barred=frozenset(barred))
            if other is not None:
                codes += [code for code in other.codes if code not in codes]
        return replace(found, codes=tuple(codes), head=i)

    def _coordinated(self, i: int) -> list[int]:
        found: list[int] = []
        queue = self.tree.kids(i, "conj")
        found += self._along(i)
        while queue:
            c = queue.pop(0)
            found.append(c)
            queue += self.tree.kids(c, "conj")
        return found

    def _along(self, i: int) -> list[int]:
        """Heads of phrases that join the company: `along with its allies, including the Union`."""
        found: list[int] = []
        for c in self.tree.kids(i, "prep"):
            if self.tree.lemmas[c] in grammar("company"):
                stack = [c]
                while stack:
                    at = stack.pop()
                    heads = self.tree.kids(at, "pobj")
                    found += heads
                    stack += self.tree.kids(at, "prep")
                    stack += [g for h in heads for g in self.tree.kids(h, "prep") if self.tree.lemmas[g] == "include"]
        return found

    def _one(self, i: int, *, deep: bool, barred: frozenset[str]) -> Argument | None:
        mention = self.owner.get(i)
        if mention is not None and set(mention.codes) <= barred:
            inside = self.at.get(i)
            mention = inside if inside is not None and inside.head == i else mention
        if mention is not None and mention.role != "backed" and not set(mention.codes) <= barred:
            kept = tuple(code for code in mention.codes if code not in barred)
            return Argument(self.grouped(mention, kept, barred), i, mention.text, 0.6 if mention.former else 1.0)
        inner = self.qualifiers(i, barred)
        if inner is not None:
            return inner
        if self._both(i) and not set(self.pair) <= barred:
            return Argument(tuple(c for c in self.pair if c not in barred), i, self.tree.tokens[i].text, 0.85)
        if self.tree.lemmas[i] in grammar("relative"):
            return self._antecedent(i, barred)
        if deep and self.tree.lemmas[i] in grammar("object_pronoun"):
            referred = self._main_subject(i)
            if referred is not None and not set(referred.codes) & barred:
                return replace(referred, sure=referred.sure * 0.85)
        if not deep:
            return self._inside(i, ("of", "from", "between"), barred)
        return self._inside(i, grammar("nested_preposition"), barred) or self._appositive(i, barred)

    def _both(self, i: int) -> bool:
        """True for `both leaders`, `the two countries`, `the sides`: the pair the text is about."""
        if not self.pair or self.tree.lemmas[i] not in classes()["pair"]:
            return False
        words = {self.tree.lemmas[c] for c in self.tree.children[i]}
        if words & grammar("one_of_two"):
            return False
        if (
            "the" in words
            and self.tree.tokens[i].tag == "NNS"
            and not self.tree.kids(i, "prep", "poss", "relcl", "nummod")
        ):
            return True
        return bool(words & grammar("pair_word")) or self.tree.lemmas[i] in grammar("pair_noun")

    def grouped(self, mention: Mention, codes: tuple[str, ...], barred: frozenset[str]) -> tuple[str, ...]:
        if mention.group is None:
            return codes
        more = [
            code
            for other in self.mentions
            if other.group == mention.group and not other.inside
            for code in other.codes
            if code not in barred
        ]
        return tuple(dict.fromkeys([*codes, *more]))

    def qualifiers(self, i: int, barred: Iterable[str] = (), *, meeting: bool = False) -> Argument | None:
        """The states named by adjectives, possessors and compound parts of a noun."""
        codes: dict[str, int] = {}
        text = ""
        stack = [c for c in self.tree.children[i] if self.tree.tokens[c].dep in QUALIFIERS]
        while stack:
            c = stack.pop(0)
            mention = self.at.get(c)
            scenery = mention is not None and meeting and (mention.role == "place" or mention.kind == "organisation")
            if mention is not None and mention.role not in {"backed"} and not scenery:
                text = text or mention.text
                codes |= {code: c for code in mention.codes if code not in set(barred) and code not in codes}
            stack += [g for g in self.tree.children[c] if self.tree.tokens[g].dep in {*QUALIFIERS, "conj", "punct"}]
        if not codes:
            return None
        return Argument(tuple(codes), next(iter(codes.values())), text, 0.95)

    def _inside(self, i: int, prepositions: Collection[str], barred: frozenset[str]) -> Argument | None:
        """The states in phrases below a noun, not deeper than a person would nest them."""
        if self.depth > DEEPEST:
            return None
        self.depth += 1
        found = self._below(i, prepositions, barred)
        self.depth -= 1
        return found

    def _below(self, i: int, prepositions: Collection[str], barred: frozenset[str]) -> Argument | None:
        for c in self.tree.kids(i, "prep", "agent"):
            if self.tree.lemmas[c] not in prepositions:
                continue
            for g in self.tree.kids(c, "pobj", "pcomp"):
                found = self._one(g, deep=True, barred=barred)
                if found is not None:
                    return replace(found, sure=found.sure * 0.95)
        for c in self.tree.kids(i, "acl"):
            found = self._inside(c, prepositions, barred) if self.tree.tokens[c].pos in VERBS else None
            if found is not None:
                return replace(found, sure=found.sure * 0.85)
        return None

    def _appositive(self, i: int, barred: frozenset[str]) -> Argument | None:
        found = (self._one(c, deep=False, barred=barred) for c in self.tree.kids(i, "appos"))
        return next((f for f in found if f is not None), None)

    def _antecedent(self, i: int, barred: frozenset[str]) -> Argument | None:
        at = self.tree.tokens[i].head
        for _ in range(3):
            token = self.tree.tokens[at]
            if token.dep == "relcl" and token.head != at and token.head not in {i}:
                return self._one(token.head, deep=False, barred=barred)
            at = token.head
        return None

    def subject(self, verb: int, steps: int = STEPS) -> Argument | None:
        """Who does what the verb says: its subject, or the one it borrows from the verb or noun above it."""
        tree = self.tree
        if steps == 0 or tree.passive(verb):
            return self.agent(verb) if steps else None
        for c in tree.kids(verb, "nsubj"):
            return None if tree.lemmas[c] in classes()["abstract"] else self._nominal(c) or self._seated(c)
        return self._borrowed(verb, steps)

    def _seated(self, i: int) -> Argument | None:
        """`investigators in Seoul`, `a court in The Hague`: people of a capital act for its state."""
        token = self.tree.tokens[i]
        if token.pos != "NOUN" or self.tree.lemmas[i] in classes()["outsider"]:
            return None
        for c in (c for c in self.tree.kids(i, "prep") if self.tree.lemmas[c] in {"in", "at"}):
            for g in self.tree.kids(c, "pobj"):
                mention = self.owner.get(g)
                if mention is not None and mention.kind in {"capital", "metonym", "state"}:
                    return Argument(mention.codes, g, mention.text, 0.8, i)
                if self.tree.lemmas[g] == "capital" and (seat := self.qualifiers(g)) is not None:
                    return replace(seat, sure=0.8, head=i)
        return None

    def located(self, verb: int) -> Argument | None:
        """Where a crowd without a nationality stands: the state of a place named in its subject or sentence."""
        for c in self.tree.kids(verb, "nsubj"):
            found = self._inside(c, grammar("crowd_place"), frozenset())
            if found is not None:
                return replace(found, sure=0.8)
            for j in (c, *self.tree.below(c, 3)):
                if j in self.places:
                    return Argument((self.places[j],), c, self.tree.tokens[c].text, 0.8)
        return self._scene_of(verb)

    def _scene_of(self, verb: int) -> Argument | None:
        """The state of the place of the deed (`a mob broke into the Saudi embassy in Tehran`)."""
        below = set(self.tree.below(verb, 5))
        there = next((m for m in self.mentions if m.role == "place" and m.head in below), None)
        return Argument(there.codes, verb, there.text, 0.75) if there is not None else None

    def agent(self, verb: int) -> Argument | None:
        """The by-phrase of a passive."""
        for c in self.tree.kids(verb, "agent", "prep"):
            if self.tree.lemmas[c] == "by":
                for g in self.tree.kids(c, "pobj"):
                    return self.phrase(g)
        return None

    def patient(self, verb: int) -> int | None:
        """The token of the object: of the passive subject, or of the noun a participle stands after."""
        tree = self.tree
        if tree.passive(verb):
            subject = tree.kids(verb, "nsubjpass")
            if subject:
                return subject[0]
            token = tree.tokens[verb]
            if token.dep in {"acl", "relcl", "amod"}:
                return token.head
            if token.dep in {"xcomp", "conj", "advcl"} and tree.tokens[token.head].pos in VERBS:
                above = tree.kids(token.head, "nsubjpass", "nsubj")
                return above[0] if above else None
            return None
        found = tree.kids(verb, "dobj", "obj")
        return found[0] if found else None

    def _nominal(self, i: int) -> Argument | None:
        found = self.phrase(i)
        if (
            found is not None
            or self.tree.tokens[i].pos != "PRON"
            or self.tree.lemmas[i] not in grammar("subject_pronoun")
        ):
            return found
        if i in self.nobody:
            return None
        if self.tree.lemmas[i] in grammar("plural_pronoun"):
            several = self._several(i)
            if several is not None:
                return several
        near = self._main_subject(i)
        if near is not None:
            return replace(near, sure=near.sure * 0.85)
        return replace(self.before, token=i, sure=0.7) if self.before is not None else None

    def _several(self, i: int) -> Argument | None:
        """The states that `they` takes up: the last group before it, in this sentence or the one before."""
        groups = [m for m in self.mentions if len(m.codes) > 1 and m.last <= i]
        if groups:
            return Argument(groups[-1].codes, i, groups[-1].text, 0.8)
        if self.before is not None and len(self.before.codes) > 1:
            return replace(self.before, token=i, sure=0.75)
        return None

    def _main_subject(self, i: int) -> Argument | None:
        """The subject of a clause above, for a pronoun in a clause below it."""
        at = self.tree.tokens[i].head
        for _ in range(STEPS):
            token = self.tree.tokens[at]
            if token.head == at:
                return None
            at = token.head
            for c in self.tree.kids(at, "nsubj", "nsubjpass"):
                if c < i:
                    found = self.phrase(c)
                    if found is not None:
                        return found
        return None

    def _borrowed(self, verb: int, steps: int) -> Argument | None:
        tree, token = self.tree, self.tree.tokens[verb]
        above = token.head
        if above == verb:
            return None
        if token.dep in {"acl", "relcl"} and token.tag == "VBG":
            return self.phrase(above) or self.doer(above, steps - 1)
        if token.dep == "acl" and tree.tokens[above].pos in NOUNS:
            return self.doer(above, steps - 1)
        if token.dep == "pcomp":
            return self._of_gerund(above, steps)
        if tree.tokens[above].pos in {"ADJ"} and tree.tokens[above].head != above:
            above = tree.tokens[above].head
        if tree.tokens[above].pos not in VERBS:
            return self.doer(above, steps - 1) if tree.tokens[above].pos in NOUNS else None
        if token.dep in {"xcomp", "ccomp"} and tree.lemmas[above] not in grammar("subject_control"):
            controller = self.patient(above)
            if controller is not None:
                return self.phrase(controller)
        if tree.passive(above):
            patient = self.patient(above)
            return self._nominal(patient) if patient is not None else None
        return self.subject(above, steps - 1)

    def _of_gerund(self, preposition: int, steps: int) -> Argument | None:
        above = self.tree.tokens[preposition].head
        if self.tree.tokens[above].pos in VERBS:
            patient = self.patient(above)
            controlled = patient is not None and self.tree.lemmas[preposition] in grammar("control_preposition")
            found = self.phrase(patient) if patient is not None and controlled else None
            return found or self.subject(above, steps - 1)
        return self.doer(above, steps - 1)

    def doer(self, noun: int, steps: int = STEPS) -> Argument | None:
        """Who does what an event noun names: its possessor or adjective, a by-phrase, or its verb's subject."""
        found = self.qualifiers(noun) or self._inside(noun, ("by", "from"), frozenset())
        if found is not None or steps == 0:
            return found
        verb = self.governor(noun)
        return self.subject(verb, steps - 1) if verb is not None else None

    def governor(self, noun: int) -> int | None:
        """The verb that a noun is the object or subject of, straight or through `of` and `for`."""
        at = noun
        for _ in range(4):
            token = self.tree.tokens[at]
            if token.head == at:
                return None
            if self.tree.tokens[token.head].pos in VERBS:
                return token.head
            at = token.head
            if self.tree.tokens[at].dep in {"advcl", "relcl", "parataxis"}:
                return None
        return None

    def prepositional(self, i: int, word: str, barred: Iterable[str]) -> Argument | None:
        """The states in a phrase with preposition `word` that hangs on token `i`."""
        for c in self.tree.kids(i, "prep", "agent", "dative", "prt", "advmod"):
            found = self._after(c, word, barred)
            if found is not None:
                return found
        return None

    def _after(self, preposition: int, word: str, barred: Iterable[str]) -> Argument | None:
        if self.tree.lemmas[preposition] == word:
            below = [h for g in self.tree.kids(preposition, "prep") for h in self.tree.kids(g, "pobj")]
            for g in self.tree.kids(preposition, "pobj", "pcomp") or below:
                found = self.phrase(g, deep=True, barred=barred)
                if found is None and word in grammar("toward") and self.places.get(g, "") not in {"", *barred}:
                    found = Argument((self.places[g],), g, self.tree.tokens[g].text, 0.8, g)
                if found is None and self.tree.tokens[g].pos in VERBS:
                    inner = self.tree.kids(g, "nsubj", "nsubjpass", "dobj")
                    found = next((f for h in inner if (f := self.phrase(h, deep=True, barred=barred))), None)
                if found is not None:
                    return found
        if self.depth > DEEPEST:
            return None
        self.depth += 1
        chained = (self._after(g, word, barred) for g in self.tree.kids(preposition, "prep"))
        found = next((f for f in chained if f is not None), None)
        self.depth -= 1
        return found

    def complement(self, verb: int, barred: Iterable[str]) -> Argument | None:
        """The subject of the clause that is the verb's complement (`demanded that Washington end`)."""
        for c in self.tree.kids(verb, "ccomp", "xcomp", "advcl"):
            for g in self.tree.kids(c, "nsubj", "nsubjpass"):
                found = self.phrase(g, deep=True, barred=barred)
                if found is not None:
                    return found
        return None
