"""Acts: what is done to whom, before it becomes a row, and the rows of acts with their codes, dates and places."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

from detente.extract.arguments import Scene
from detente.extract.candidates import SEATS
from detente.extract.frames import Frame
from detente.extract.modes import mode
from detente.extract.timing import Timing
from detente.lexicons import Row, table
from detente.records import Annotated, Clause, Event

HOSTING = "043"
"""The CAMEO code of receiving a visit."""


@cache
def plover() -> dict[str, Row]:
    """The rows of `plover.tsv` by type."""
    return {row["type"]: row for row in table("plover")}


QUADS = {name: int(row["quad"]) for name, row in plover().items()}


@dataclass(frozen=True, slots=True)
class Act:
    """A directed act with its status, before date and place: what a frame or the scorer found at token `head`."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    source_text: str | None
    target_text: str | None
    plover: str
    mode: str | None
    cameo: str
    status: str
    head: int
    words: tuple[int, ...]
    p: float
    rule: str


@cache
def goldsteins() -> dict[str, float]:
    """Goldstein weight by CAMEO code."""
    return {row["code"]: float(row["goldstein"]) for row in table("cameo")}


def goldstein(code: str) -> float:
    """The weight of a CAMEO code, or of the longest code that begins it."""
    known = goldsteins()
    return next((known[code[:n]] for n in range(len(code), 1, -1) if code[:n] in known), 0.0)


def turned(frame: Frame, status: str) -> str:
    """The clause's status as the frame's own wording turns it."""
    if "off" in frame.flags and status == "actual":
        return "cancelled"
    if "not" in frame.flags and status == "negated":
        return "actual"
    return "planned" if "ahead" in frame.flags and status == "actual" else status


def event(doc: Annotated, scene: Scene, act: Act, clause: Clause | None, timing: Timing) -> Event:
    """The row of an act, with the day, place, issues and evidence that its clause has."""
    tree = scene.tree
    when = timing.of(tree, act.head, act.status, clause.tense if clause else "none")
    start = clause.start if clause else tree.sentence.start
    end = clause.end if clause else tree.sentence.end
    place = str(tree.tokens[act.head].start)
    return Event(
        event_id=_identity(doc.document.doc_id, place, act.source, act.target, act.plover, act.status),
        incident_id=None,
        doc_id=doc.document.doc_id,
        start=start,
        end=end,
        trigger_start=min(tree.tokens[w].start for w in act.words),
        trigger_end=max(tree.tokens[w].end for w in act.words),
        source=act.source,
        target=act.target,
        source_text=act.source_text,
        target_text=act.target_text,
        plover=act.plover,
        mode=act.mode or mode(tree, act.plover, act.words),
        cameo=act.cameo,
        goldstein=goldstein(act.cameo),
        quad=QUADS[act.plover],
        status=act.status,
        historical=when.historical,
        date_from=when.date_from,
        date_to=when.date_to,
        place=timing.place(tree, act.head) or _seat(scene, act),
        issues=timing.issues(start, end, tree.sentence.index),
        quote_id=None,
        p=act.p,
        rule=act.rule,
    )


def _seat(scene: Scene, act: Act) -> str | None:
    """Where a visit leads, when no other place is named: the visited capital or country, or the host's."""
    if act.mode != "visit":
        return None
    named = act.source_text if act.cameo == HOSTING else act.target_text
    return next((m.text for m in scene.mentions if m.text == named and m.kind in SEATS), None)


def _identity(*parts: object) -> str:
    return "e" + hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
