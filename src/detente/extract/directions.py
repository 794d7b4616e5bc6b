"""Which way a claim says that a relation goes: better, worse, on as before, or only that something happens or not.

Words of relations decide first, then acts by whether they are of the friendly or the hostile kind. A word says its own
part of what it governs: "lift" turns its object round, "widen" lets it stand, "recall" outweighs the ambassador
recalled; a negation leaves things as they are, unless what it denies is an end or a way out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from detente import lexicons
from detente.extract.grammar import words as grammar
from detente.extract.trees import Tree

SIGN: Final = {"improve": 1, "cooperative": 1, "deteriorate": -1, "conflictual": -1}
TREND: Final = frozenset({"improve", "deteriorate"})
ACTS: Final = frozenset({"cooperative", "conflictual"})
TURNING: Final = frozenset({"reverse", "wane", "avert"})
TELLING: Final = TREND | ACTS | {"no_change"}
PLAIN: Final = TURNING | {"rise", "force", "prolong"}
LINKS: Final = frozenset(
    {"dobj", "dative", "nsubjpass", "nsubj", "pobj", "prep", "compound", "conj", "nmod", "amod", "poss", "xcomp"}
    | {"pcomp", "attr", "acomp", "oprd", "prt", "advmod", "agent"}
)
SUBJECT: Final = frozenset({"nsubj"})
STEPS: Final = 5  # links between a word and the one that governs it


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the lexicon in a claim: its classes and the tokens it covers."""

    word: str
    classes: frozenset[str]
    first: int
    last: int


@cache
def _words() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """The classes of each word by part of speech; under "" those of every part."""
    known: dict[str, dict[str, frozenset[str]]] = {}
    for row in lexicons.table("directions"):
        parts = known.setdefault(row["word"], {})
        for pos in row.listed("pos") or ("",):
            parts[pos] = parts.get(pos, frozenset()) | {row["class"]}
    return known


@cache
def _leads() -> Mapping[str, int]:
    """The first word of each phrase with the number of words of the longest that it begins."""
    leads: dict[str, int] = {}
    for word in _words():
        first, *rest = word.split(" ")
        leads[first] = max(leads.get(first, 0), 1 + len(rest))
    return leads


def hits(tree: Tree, indices: Iterable[int]) -> list[Hit]:
    """The words of relations and acts among the tokens, the longest phrases first at each place."""
    return list(_hits(tree, tuple(sorted(indices))))


@lru_cache(maxsize=128)
def _hits(tree: Tree, places: tuple[int, ...]) -> tuple[Hit, ...]:
    leads = _leads()
    found: list[Hit] = []
    at = 0
    while at < len(places):
        first = places[at]
        longest = max(leads.get(tree.lower[first], 0), leads.get(tree.lemmas[first], 0))
        hit = _longest(tree, places[at : at + longest]) if longest else None
        if hit is not None:
            found.append(hit)
            at += places[at : at + longest].index(hit.last - 1)
        at += 1
    return tuple(found)


def _longest(tree: Tree, run: tuple[int, ...]) -> Hit | None:
    """The longest phrase that the tokens of a run begin with."""
    known = _words()
    while run:
        texts = " ".join([tree.lower[i] for i in run])
        lemmas = " ".join([tree.lemmas[i] for i in run])
        word = texts if texts in known else lemmas if lemmas in known else None
        if word is not None:
            classes = known[word].get("", frozenset()) | known[word].get(tree.kinds[run[0]], frozenset())
            if classes:
                return Hit(word, classes, run[0], run[-1] + 1)
        run = run[:-1]
    return None


def direction(tree: Tree, indices: Iterable[int], *, negated: bool) -> tuple[str, str | None]:
    """The direction of a claim and what it is about: relations, or the act by its word; None where no word tells."""
    found = [hit for hit in hits(tree, indices) if not fails(tree, hit.first)]
    acts = [hit for hit in found if hit.classes & ACTS]
    weighing = Weighing(tree, found)
    trend = weighing.trend()
    steady = weighing.steady()
    related = any("relations" in hit.classes for hit in found)
    about = "relations" if related or (trend and not acts) else acts[-1].word if acts else None
    value = trend or weighing.sum()
    if steady:
        verbal = any(tree.tokens[found[n].first].pos == "VERB" for n in steady)
        if negated and verbal:
            return ("improve" if weighing.kept(steady) < 0 else "deteriorate"), about
        return "no_change", about
    if negated and not weighing.averted():
        return ("no_change" if any(hit.classes - PLAIN for hit in found) else "event_does_not_happen"), about
    if negated:
        value = -value
    if value:
        return ("improve" if value > 0 else "deteriorate"), about
    return "event_happens", about


def fails(tree: Tree, i: int) -> bool:
    """True for a verb that denies the one it takes ("fail to", "not hesitate to")."""
    return tree.tokens[i].lemma.lower() in grammar("failing") and tree.child(i, "xcomp") is not None


def _stands(tree: Tree, hit: Hit) -> bool:
    """True where a word of lasting is said of something, not an attribute ("the last of") nor an act ("hold talks")."""
    token = tree.tokens[hit.last - 1]
    if token.lemma.lower() in grammar("holding") and tree.child(token.index, "dobj", "nsubjpass") is not None:
        return False
    return token.dep != "amod" and (token.pos != "ADJ" or token.dep in {"acomp", "oprd", "attr", "ROOT", "conj"})


def tends(tree: Tree, indices: Iterable[int]) -> bool:
    """True where a claim names a change of a relation."""
    return any(hit.classes & TREND for hit in hits(tree, indices))


def evades(tree: Tree, indices: Iterable[int]) -> bool:
    """True where a claim is of what can be averted."""
    return any("avert" in hit.classes for hit in hits(tree, indices))


def telling(found: Iterable[Hit]) -> bool:
    """True where a word tells by itself, not only of more or less of something."""
    return any(hit.classes - PLAIN or "reverse" in hit.classes for hit in found)


def trending(found: Iterable[Hit]) -> bool:
    """True where a word tells of a relation rather than of an act alone."""
    return any(hit.classes & {"improve", "deteriorate", "no_change", "relations"} for hit in found)


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


class Weighing:
    """What the words of a claim come to together: each weighs what it governs."""

    def __init__(self, tree: Tree, found: Sequence[Hit]) -> None:
        self.tree = tree
        self.found = found
        self.owner = {i: n for n, hit in enumerate(found) for i in range(hit.first, hit.last)}
        self.above: dict[int, tuple[int, str, str]] = {}
        for n, hit in enumerate(found):
            link = self._link(n, hit)
            if link is not None:
                self.above[n] = link
        self.below: dict[int, list[int]] = {}
        for n, (up, _, _) in self.above.items():
            if not self._loops(n):
                self.below.setdefault(up, []).append(n)

    def _top(self, hit: Hit) -> int:
        """The token of a hit that hangs on what is outside it."""
        inside = range(hit.first, hit.last)
        own = [i for i in inside if self.tree.tokens[i].head not in inside or self.tree.tokens[i].head == i]
        return own[0] if own else hit.first

    def _link(self, n: int, hit: Hit) -> tuple[int, str, str] | None:
        """The hit that governs this one, by which relation, and the preposition between; None where none does."""
        tokens = self.tree.tokens
        at, between = self._top(hit), ""
        if tokens[at].dep == "prep" and hit.last - hit.first > 1:
            return None
        for _ in range(STEPS):
            token = tokens[at]
            if token.dep not in LINKS or token.head == at:
                return None
            if token.dep == "prep":
                between = token.text.lower()
            at = token.head
            if token.dep != "conj" and self.owner.get(at, n) != n:
                return self.owner[at], token.dep, between
        return None

    def _loops(self, n: int) -> bool:
        seen = {n}
        at = n
        while at in self.above:
            at = self.above[at][0]
            if at in seen:
                return True
            seen.add(at)
        return False

    def _depth(self, n: int) -> int:
        at, steps = self._top(self.found[n]), 0
        while self.tree.tokens[at].head != at and steps < 60:
            at, steps = self.tree.tokens[at].head, steps + 1
        return steps

    def _carried(self, n: int, *, loose: bool) -> int:
        """The sign of what a hit acts on: its object, else, where it takes none, its subject."""
        verb = self._top(self.found[n])
        takes = any(self.tree.tokens[c].dep == "dobj" and c not in self.owner for c in self.tree.children[verb])
        objects, subjects, forces = 0, 0, 0
        for child in self.below.get(n, ()):
            _, dep, _ = self.above[child]
            force = -1 if loose and "force" in self.found[child].classes else 0
            value = self.value(child) or force
            if dep in SUBJECT:
                subjects, forces = subjects + value, forces + force
            else:
                objects += value
        return _sign(objects or (forces if takes else subjects))

    def value(self, n: int) -> int:
        """Better (1), worse (-1) or neither (0): what a word comes to with all that hangs on it."""
        hit = self.found[n]
        own = _sign(sum(SIGN[kind] for kind in hit.classes if kind in SIGN))
        led = _sign(sum(self.value(c) for c in self.below.get(n, ()) if self._leads_to(n, c)))
        if led:
            return led
        carried = self._carried(n, loose=bool(hit.classes & (TURNING | {"rise"})))
        fades = hit.classes & TURNING == {"wane"} and self.tree.child(self._top(hit), "dobj") is not None
        if hit.classes & TURNING and carried and not fades:
            return -carried
        if "rise" in hit.classes and carried:
            return carried
        return own or carried

    def _leads_to(self, n: int, child: int) -> bool:
        """True for where a verb's movement ends ("slide into war", "return to the table")."""
        _, dep, between = self.above[child]
        verb = self.tree.tokens[self._top(self.found[n])].pos == "VERB"
        return verb and dep == "prep" and between in grammar("resulting")

    def _roots(self) -> list[int]:
        return [n for n in range(len(self.found)) if n not in self.above or self._loops(n)]

    def _reach(self, n: int) -> set[int]:
        """A hit and all that it governs."""
        seen: set[int] = set()
        queue = [n]
        while queue:
            at = queue.pop()
            if at not in seen:
                seen.add(at)
                queue += self.below.get(at, ())
        return seen

    def trend(self) -> int:
        """What the words of relations come to; 0 where there are none or they cancel out."""
        return self._total([n for n in self._roots() if any(self.found[k].classes & TREND for k in self._reach(n))])

    def sum(self) -> int:
        """What all words come to."""
        return self._total(self._roots())

    def _total(self, roots: Sequence[int]) -> int:
        values = {n: self.value(n) for n in roots}
        total = sum(values.values())
        if total == 0 and any(values.values()):
            total = sum(value for n, value in values.items() if not self._subject(n))
        return _sign(total)

    def _subject(self, n: int) -> bool:
        """True for a word in the subject of a clause."""
        at = self._top(self.found[n])
        for _ in range(STEPS):
            token = self.tree.tokens[at]
            if token.dep in {"nsubj", "nsubjpass", "csubj"}:
                return True
            if token.dep not in {"pobj", "prep", "compound", "conj", "amod", "nmod", "poss"} or token.head == at:
                return False
            at = token.head
        return False

    def steady(self) -> list[int]:
        """The words that say of something that it lasts, and are what the claim is about."""
        found = []
        for n, hit in enumerate(self.found):
            what = self._carried(n, loose=False) if "prolong" in hit.classes else 0
            lasting = "no_change" in hit.classes or what < 0 or (what > 0 and "rise" not in hit.classes)
            if lasting and _stands(self.tree, hit) and not self._moves(n) and not self._overruled(n):
                found.append(n)
        return found

    def _moves(self, n: int) -> bool:
        """True for going on with a change ("continue to improve", "keep growing")."""
        reach = [k for k in self._reach(n) - {n} if self.above[k][1] not in SUBJECT]
        moving = TREND | {"rise", "reverse", "wane"}
        after = self.owner.get(self.found[n].last)
        if (
            after is not None
            and self.found[after].classes & moving
            and self.tree.tokens[self.found[n].last].tag == "VBG"
        ):
            return True
        return any(
            self.found[k].classes & moving and self.tree.tokens[self.found[k].first].pos in {"VERB", "NOUN"}
            for k in reach
        )

    def _overruled(self, n: int) -> bool:
        """True where another word, higher in the clause, tells the direction."""
        reach, depth = self._reach(n), self._depth(n)
        return any(k not in reach and self.value(k) and self._depth(k) < depth for k in self._roots())

    def kept(self, steady: Sequence[int]) -> int:
        """Better or worse: what it is that lasts."""
        held = sum(self.value(child) for n in steady for child in self.below.get(n, ()))
        return _sign(held) or self.sum()

    def averted(self) -> bool:
        """True where a claim is of a way round something good or bad."""
        return any("avert" in hit.classes and self._carried(n, loose=False) for n, hit in enumerate(self.found))
