"""Clause reading: acts that the clause scorer reads in the sentences of a document that is about a pair of states.

The scorer says of each verb and noun of a sentence which act it tells and of each state whether it acts or is acted
upon. Asked are dated sentences; what it is sure of, between the two states that the document is about and with a time
of its clause, becomes an act where the sentence has no row that tells the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from detente.extract.acts import Act
from detente.extract.arguments import Scene
from detente.extract.frames import VERBS
from detente.extract.proposals import codes
from detente.extract.remarks import abstract
from detente.extract.timing import Timing
from detente.extract.windows import states, window
from detente.models import clause_scorer
from detente.models.clause_scorer import STATUSES, TYPES, Told
from detente.records import Annotated, Clause, Event, Mention

SURE, SURE_OF_SIDES = 0.3, 0.1
"""Least probability that a token tells an act, and least product of those of the two sides."""
SURE_OF_TYPE, SURE_OF_ACTUAL, SURE_BESIDE = 0.2, 0.3, 0.5
"""Least probability of the type: of what did not happen or not yet, of what did, and of a grave act or one in a
sentence that tells another act of the pair, which it often is once more."""
GRAVE = frozenset({"ASSAULT", "COERCE"})
"""Types of acts that one side is often accused of by the other."""
MORE = 0.7
"""Least probability of further sides."""
STEPS = 6
MUTUAL = frozenset({"CONSULT", "COOPERATE"})
RULE = "references:clause_scorer"
NONE = TYPES.index("NONE")


class Clauses:
    """The scorer's reading of one document, sentence by sentence."""

    def __init__(self, doc: Annotated, timing: Timing, pair: Collection[str]) -> None:
        self.doc = doc
        self.timing = timing
        self.pair = frozenset(pair)
        self.parties = states(doc)
        self.mentions: dict[int, list[Mention]] = {}
        for mention in doc.mentions:
            self.mentions.setdefault(mention.sentence, []).append(mention)

    def acts(
        self, scene: Scene, judged: Mapping[int, Clause], known: Sequence[Event]
    ) -> Iterator[tuple[Act, Clause | None]]:
        """The acts of a sentence beside those that are `known` already."""
        if len(self.parties) < 2 or not self.timing.dated(scene.tree.sentence.index):
            return
        beside = any({*row.source, *row.target} >= self.pair for row in known)
        asked = window(self.doc, scene.tree.sentence, self.mentions, self.parties)
        sure = [told for told in clause_scorer.scorer().read(asked) if told.types[NONE] <= 1 - SURE]
        for told in sure:
            if told.head in scene.placed or _remark(scene, told.head) or _reports(scene, told, sure):
                continue
            if not self.timing.timed(scene.tree, told.head):
                continue
            clause = self._clause(scene, told.head, judged)
            if clause is None or not clause.quoted:
                yield from self._placed(told, clause, beside=beside)

    def _clause(self, scene: Scene, head: int, judged: Mapping[int, Clause]) -> Clause | None:
        """The clause of a verb or noun; of a noun without its own the phrase, as the nearest clause above tells it."""
        tree, at = scene.tree, head
        for _ in range(STEPS):
            if at in judged:
                break
            at = tree.tokens[at].head
        else:
            return None
        if at == head or tree.tokens[head].pos in VERBS:
            return judged[at]
        phrase = {head, *tree.below(head, STEPS)}
        start, end = tree.tokens[min(phrase)].start, tree.tokens[max(phrase)].end
        return replace(judged[at], start=start, end=end)

    def _placed(self, told: Told, clause: Clause | None, *, beside: bool) -> Iterator[tuple[Act, Clause | None]]:
        best = _best(told)
        plover = TYPES[best]
        sides = self._sides(told, mutual=plover in MUTUAL)
        status = _status(told, clause)
        firm = beside or plover in GRAVE
        least = SURE_OF_TYPE if status != "actual" else SURE_BESIDE if firm else SURE_OF_ACTUAL
        if sides is None or told.types[best] < least:
            return
        source, target, sided = sides
        p = round(0.2 + 0.35 * (1 - told.types[NONE]) * (0.5 + sided / 2), 3)
        for one, two in ((source, target), (target, source)) if plover in MUTUAL else ((source, target),):
            act = Act(one, two, None, None, plover, None, codes()[plover], status, told.head, (told.head,), p, RULE)
            yield act, clause

    def _sides(self, told: Told, *, mutual: bool) -> tuple[tuple[str, ...], tuple[str, ...], float] | None:
        """Who acts and who is acted upon, with the product of the probabilities; None where it is not clear."""
        numbers = range(len(self.parties))
        pairs = [(i, j) for i in numbers for j in numbers if i != j]
        one, two = max(pairs, key=lambda pair: self._weight(told, *pair, mutual=mutual))
        p = self._weight(told, one, two, mutual=mutual)
        if p < SURE_OF_SIDES or {self.parties[one].code, self.parties[two].code} != self.pair:
            return None
        others = [k for k in numbers if k not in {one, two}]
        sources = [one, *(k for k in others if told.sources[k] >= MORE > told.targets[k])]
        targets = [two, *(k for k in others if told.targets[k] >= MORE > told.sources[k])]
        return self._codes(sources), self._codes(targets), p

    def _weight(self, told: Told, one: int, two: int, *, mutual: bool) -> float:
        if mutual:
            sides = [max(told.sources[k], told.targets[k]) for k in (one, two)]
            return sides[0] * sides[1]
        return told.sources[one] * told.targets[two]

    def _codes(self, numbers: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.parties[k].code for k in numbers)


def _best(told: Told) -> int:
    """The likeliest type of the act that is told."""
    return max((i for i in range(len(TYPES)) if i != NONE), key=lambda i: told.types[i])


def _reports(scene: Scene, told: Told, sure: Sequence[Told]) -> bool:
    """True for a verb that only reports or decides on the act which the clause below it tells more surely."""
    tokens = scene.tree.tokens
    below = (one for one in sure if tokens[one.head].dep == "ccomp" and tokens[one.head].head == told.head)
    best = _best(told)
    return any(_best(one) == best or max(one.types[:NONE]) > told.types[best] for one in below)


def _remark(scene: Scene, head: int) -> bool:
    return scene.tree.tokens[head].pos in VERBS and abstract(scene, head)


def _status(told: Told, clause: Clause | None) -> str:
    """The more cautious of the scorer's status and the clause's."""
    likely = STATUSES[max(range(len(STATUSES) - 1), key=lambda i: told.statuses[i])]
    return clause.status if clause is not None and likely == "actual" else likely
