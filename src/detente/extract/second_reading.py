"""Second reading: acts whose clauses leave a side to the document, once all its sentences have been read.

Only a document that tells acts between states, sentence after sentence, lends its pair (`references.Focus`); and only
an act with a day of its own is news and no remark. Frames come first, then words that take up other acts, then what
the clause scorer reads beside both (`clause_reading.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.extract.acts import Act, event, turned
from detente.extract.anaphora import echoes
from detente.extract.arguments import Scene
from detente.extract.clause_reading import Clauses
from detente.extract.references import LENT, Focus, refer
from detente.extract.timing import Timing
from detente.extract.triggers import find
from detente.models.clause_scorer import available
from detente.records import Annotated, Clause, Event

LENDABLE = frozenset({"actual", "planned", "hypothetical"})
"""Statuses of acts that are lent sides: what was denied, called off or is but alleged has its parties with it."""


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
        reading = Clauses(self.doc, self.timing, self.about.pair or ()) if self.learned and available() else None
        for scene in scenes:
            found: dict[tuple[object, ...], Event] = {}
            for act, clause in self._acts(scene):
                row = event(self.doc, scene, act, clause, self.timing)
                found.setdefault((row.plover, row.date_from, row.source, row.target), row)
            if reading is not None:
                self._add(scene, reading, found)
            yield from found.values()

    def _add(self, scene: Scene, reading: Clauses, found: dict[tuple[object, ...], Event]) -> None:
        """Beside the rows that are there what the clause scorer reads, unless one of them tells the same."""
        known = [*(row for _, row in self.about.told if _in(row, scene)), *found.values()]
        for act, clause in reading.acts(scene, self.clauses.get(scene.tree.sentence.index, {}), known):
            row = event(self.doc, scene, act, clause, self.timing)
            if not any(_same(row, other) for other in known):
                found.setdefault((row.plover, row.date_from, row.source, row.target), row)

    def _acts(self, scene: Scene) -> Iterator[tuple[Act, Clause | None]]:
        judged = self.clauses.get(scene.tree.sentence.index, {})
        yield from self._framed(scene, judged)
        yield from self._taken_up(scene, judged)

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

    def _told(self, scene: Scene, head: int, clause: Clause | None, *, dated: bool = True) -> bool:
        """True for an act that nobody is quoted with and that has its own day, where it needs one."""
        quoted = clause is not None and clause.quoted
        return not quoted and (not dated or self.timing.hung(scene.tree, head, scene.heads) is not None)


def _in(row: Event, scene: Scene) -> bool:
    return row.start is not None and scene.tree.sentence.start <= row.start < scene.tree.sentence.end


def _same(row: Event, other: Event) -> bool:
    """True for two rows of one sentence that tell one act: of one pair, type and time, of one that came to nothing
    whatever the time (`the trip was called off last week`), or on one word."""
    sides = [{frozenset((a, b)) for a in r.source for b in r.target} for r in (row, other)]
    if not sides[0] & sides[1]:
        return False
    if row.trigger_start == other.trigger_start:
        return True
    undone = row.status == other.status != "actual"
    return row.plover == other.plover and (undone or row.date_from == other.date_from)
