"""Which state the words of a source tie a speaker to, and the names of states."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from detente import lexicons
from detente.extract.grammar import words as grammar
from detente.extract.names import words
from detente.extract.trees import Tree
from detente.records import Annotated, Mention, Span


class Countries:
    """The states named in a document, asked for those of a noun phrase."""

    def __init__(self, doc: Annotated, trees: Sequence[Tree], mentions: Sequence[Sequence[Mention]]) -> None:
        self.doc = doc
        self.trees = trees
        self.mentions = mentions

    def of(self, sentence: int, indices: list[int]) -> str | None:
        """The state that the words of a source tie it to; a state after "to" is where an envoy is sent."""
        low, high = indices[0], indices[-1] + 1
        tree = self.trees[sentence]
        tokens = tree.tokens
        inside = [m for m in self.mentions[sentence] if m.first >= low and m.last <= high and m.codes]
        for mention in sorted(inside, key=lambda m: (m.kind == "person", m.inside, m.kind == "organisation", m.first)):
            if mention.kind != "person" and self._ties(tree, mention, low):
                return mention.codes[0]
        span = Span(tokens[low].start, tokens[high - 1].end)
        place = next(
            (p.state for p in self.doc.places if p.state and span.start <= p.start and p.end <= span.end), None
        )
        own = next((m.codes[0] for m in inside if m.kind == "person"), None)
        return place or self._context(tree, sentence, indices) or own

    def _ties(self, tree: Tree, mention: Mention, low: int) -> bool:
        """True where a state in a source is the bearer's own, not what he studies or where he is sent."""
        tokens = tree.tokens
        before = tokens[mention.first - 1].text.lower() if mention.first > low else ""
        if before == "the" and mention.first - 1 > low:
            before = tokens[mention.first - 2].text.lower()
        at = mention.first - (2 if tokens[mention.first - 1].text.lower() == "the" else 1)
        near = at - 1 >= 0 and tokens[at - 1].text.lower() in grammar("near_to")
        if before in grammar("sent_to") and not near:
            return False
        if mention.kind != "demonym":
            return True
        noun = tokens[mention.modifies] if mention.modifies is not None else tokens[tokens[mention.head].head]
        if noun.text.lower() in grammar("study_noun"):
            return False
        housed = words("body").keys() | words("group").keys()
        held = (
            noun.dep in {"pobj", "dobj", "compound"}
            and not any(tokens[k].text.lower() in housed for k in range(mention.last, noun.index + 1))
            and not (before == "to" and near)
            and noun.entity != "PERSON"
        )
        outside = (
            noun.dep in {"pobj", "dobj"}
            and tokens[noun.head].text.lower() in grammar("own_preposition")
            and noun.tag in {"NNS", "NNPS"}
        )
        return (
            not held
            or outside
            or mention.first == low
            or (mention.first == low + 1 and before in grammar("lead_determiner"))
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

    def with_state(self, tree: Tree, name: str, country: str | None, kept: list[int]) -> str:
        """An office with the state it belongs to, where its words leave that out ("Chinese foreign ministry")."""
        office = any(tree.tokens[i].text.lower() in words("office") for i in kept)
        people = demonyms().get(country or "")
        if not office or not people or " of " in name:
            return name
        if any(n and n.lower() in name.lower() for n in (people, state_names().get(country or "", ""))):
            return name
        return f"{people} {name.split(' in ')[0].split(' on ')[0]}"


@cache
def demonyms() -> dict[str, str]:
    """The adjective of each state."""
    return {row["code"]: row.listed("demonyms")[0] for row in lexicons.table("states") if row.listed("demonyms")}


@cache
def state_names() -> dict[str, str]:
    """The English name of each state code."""
    return {row["code"]: row["name"] for row in (*lexicons.table("states"), *lexicons.table("organisations"))}
