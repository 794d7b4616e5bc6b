"""Second reading: acts whose clauses leave a side to the document, once all its sentences have been read.

Only a document that tells acts between states, sentence after sentence, lends its pair (`references.Focus`); and only
an act with a day of its own is news and no remark. Frames come first, then words that take up other acts, then what
the scorer reads in a clause where neither was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.extract.acts import Act, event, turned
from detente.extract.anaphora import echoes
from detente.extract.arguments import Scene
from detente.extract.frames import VERBS
from detente.extract.proposals import BOTH, codes, guess
from detente.extract.references import LENT, Focus, refer
from detente.extract.timing import Timing
from detente.extract.triggers import find
from detente.records import Annotated, Clause, Event

LENDABLE = frozenset({"actual", "planned", "hypothetical"})
"""Statuses of acts that are lent sides: what was denied, called off or is but alleged has its parties with it."""

GUESSED = 0.33
"""Reliability of an act that the scorer alone sees between sides that the document lends."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A document read once: what it is about, its clauses by sentence and token, its times.

    `learned`: the scorer has a say.
    """

    doc: Annotated
    about: Focus
    clauses: Mapping[int, Mapping[int, Clause]]
    timing: Timing
    learned: bool

    def read(self, scenes: Sequence[Scene]) -> Iterator[Event]:
        """The acts of all sentences whose sides the document lends, one a type and time of each."""
        if not self.about.settled():
            return
        for scene in scenes:
            found: dict[tuple[object, ...], Event] = {}
            for act, clause in self._acts(scene):
                row = event(self.doc, scene, act, clause, self.timing)
                found.setdefault((row.plover, row.date_from, row.source, row.target), row)
            yield from found.values()

    def _acts(self, scene: Scene) -> Iterator[tuple[Act, Clause | None]]:
        judged = self.clauses.get(scene.tree.sentence.index, {})
        found = [*self._framed(scene, judged), *self._taken_up(scene, judged)]
        yield from found
        if self.learned and not (found or scene.placed):
            yield from self._guessed(scene, judged)

    def _framed(self, scene: Scene, judged: Mapping[int, Clause]) -> Iterator[tuple[Act, Clause | None]]:
        """What frames name that found no sides."""
        for trigger in scene.unplaced if scene.spoken else find(scene.tree):
            frame, clause = trigger.frame, judged.get(trigger.head)
            if trigger.head in scene.placed or not self._told(scene, trigger.head, clause):
                continue
            status = turned(frame, clause.status if clause else "actual")
            if status not in LENDABLE:
                continue
            for lent in refer(scene, trigger, self.about):
                act = Act(
                    lent.source, lent.target, lent.source_text, lent.target_text, frame.plover, frame.mode,
                    frame.cameo, status, trigger.head, trigger.words, lent.p, frame.id.replace("frames:", LENT),
                )  # fmt: skip
                yield act, clause

    def _taken_up(self, scene: Scene, judged: Mapping[int, Clause]) -> Iterator[tuple[Act, Clause | None]]:
        """What is told by taking up another act."""
        for echo in echoes(scene, self.about):
            clause, model = judged.get(echo.head), echo.model
            if not self._told(scene, echo.head, clause, dated=echo.dated):
                continue
            act = Act(
                echo.source, echo.target, echo.source_text, None, model.plover, model.mode, model.cameo,
                clause.status if clause else "actual", echo.head, (echo.head,), echo.p, f"{LENT}anaphora",
            )  # fmt: skip
            yield act, clause

    def _guessed(self, scene: Scene, judged: Mapping[int, Clause]) -> Iterator[tuple[Act, Clause]]:
        """What the scorer reads in dated clauses of a sentence that names nobody but the pair."""
        pair = self.about.pair
        named = {c for m in scene.mentions if m.role not in {"place", "backed"} for c in m.codes}
        if pair is None or named - set(pair):
            return
        for head, clause in sorted(judged.items()):
            if scene.tree.tokens[head].pos not in VERBS or not self._told(scene, head, clause):
                continue
            subject = scene.subject(head)
            turn = subject is not None and subject.codes == pair[1:]
            source, target = (pair[1], pair[0]) if turn else pair
            read = guess(self.doc.document.text, (source, target), clause)
            if read is None:
                continue
            text = subject.text if subject is not None else None
            act = Act(
                (source,), (target,), text, None, read[0], None, codes()[read[0]], read[1], head, (head,), GUESSED,
                f"{LENT}relation_scorer",
            )  # fmt: skip
            yield act, clause
            if read[0] in BOTH:
                yield replace(act, source=act.target, target=act.source), clause

    def _told(self, scene: Scene, head: int, clause: Clause | None, *, dated: bool = True) -> bool:
        """True for an act that nobody is quoted with and that has its own day, where it needs one."""
        quoted = clause is not None and clause.quoted
        return not quoted and (not dated or self.timing.hung(scene.tree, head, scene.heads) is not None)
