"""Timing: when and where an act took place, from the time expressions, places and topics of its clause."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from detente.extract.frames import VERBS, Tree, grammar
from detente.records import Annotated, Place, TimeExpression, Topic

YEAR = timedelta(days=365)
WEEK = timedelta(days=7)
MONTH = timedelta(days=32)
NEWS_LAG = timedelta(days=2)
LONG = frozenset({"year", "decade", "open"})
"""Times too long to tell one act from another."""
NEXT = 1
"""Sentences over which the time of a story is carried on."""


@dataclass(frozen=True, slots=True)
class When:
    """The interval of an act, and whether it lies more than a year before publication."""

    date_from: date | None
    date_to: date | None
    historical: bool


class Timing:
    """The dated phrases, places and issues of a document, by sentence."""

    def __init__(self, doc: Annotated) -> None:
        self.published_from = doc.document.published_from
        self.published_to = doc.document.published_to
        self.times: dict[int, list[TimeExpression]] = {}
        self.places: dict[int, list[Place]] = {}
        self.topics: dict[int, list[Topic]] = {}
        self.told: tuple[int, date, date] | None = None
        for time in doc.times:
            if time.date_from is not None or time.date_to is not None:
                self.times.setdefault(time.sentence, []).append(time)
        for place in doc.places:
            self.places.setdefault(place.sentence, []).append(place)
        for topic in doc.topics:
            self.topics.setdefault(topic.sentence, []).append(topic)

    def of(self, tree: Tree, head: int, status: str, tense: str) -> When:
        """The interval of the act at token `head`: its own time expression, else near the day of publication."""
        time = self._nearest(tree, head)
        if time is not None:
            begin, end = time.date_from, time.date_to
            if self._back(status, tense) and begin and end and self.published_to and begin > self.published_to:
                begin, end = _earlier(begin, end, by_year=begin - self.published_to > WEEK)
            if self._back(status, tense) and self.published_to and end and end > self.published_to:
                end = self.published_to if begin and begin <= self.published_to else end
            self._tell(tree, head, status, begin, end)
        elif status == "actual" and tense == "past" and (story := self._story(tree)) is not None:
            begin, end = story
        elif status in {"actual", "denied", "alleged", "negated"} and self.published_to is not None:
            begin = (self.published_from or self.published_to) - NEWS_LAG
            end = self.published_to
        elif status in {"planned", "hypothetical"}:
            begin, end = self.published_from, None
        else:
            begin, end = None, None
        old = end is not None and self.published_from is not None and end < self.published_from - YEAR
        return When(begin, end, old)

    def dated(self, index: int) -> bool:
        """True where a sentence names a time."""
        return index in self.times

    def timed(self, tree: Tree, head: int) -> bool:
        """True where a time of its sentence tells when the act at token `head` took place."""
        return self._nearest(tree, head) is not None

    def hung(self, tree: Tree, head: int, others: Collection[int] = ()) -> TimeExpression | None:
        """The time that the act at token `head` has to itself, at most a month or season long; None without one.

        `others`: tokens that name other acts, whose times are theirs.
        That of a verb hangs on it; that of a noun stands in its phrase, or on a verb that says no more than that the
        act took place (`the ban came into force on Monday`).
        """
        times = self.times.get(tree.sentence.index)
        if times is None:
            return None
        if tree.tokens[head].pos not in VERBS and (beside := self._beside(tree, head)) is not None:
            return beside
        time = self._nearest(tree, head, own=True)
        if time is None or time.granularity in LONG:
            return None
        if tree.tokens[head].pos in VERBS:
            return None if _claimed(tree, time, head, others) else time
        if _within(tree, time, head):
            return time
        above = tree.tokens[head].head
        took_place = tree.tokens[head].dep in {"nsubj", "nsubjpass"} and tree.lemmas[above] in grammar("befall")
        return time if took_place and _within(tree, time, above) else None

    def _beside(self, tree: Tree, head: int) -> TimeExpression | None:
        """The time that stands straight after the phrase of a noun, wherever the parser hung it."""
        inside = {head, *tree.below(head, 6)}
        last = head
        while last + 1 in inside:
            last += 1
        if last + 1 == len(tree.tokens):
            return None
        after = tree.tokens[last + 1]
        times = self.times.get(tree.sentence.index, ())
        return next((t for t in times if t.start <= after.start < t.end and t.granularity not in LONG), None)

    def _tell(self, tree: Tree, head: int, status: str, begin: date | None, end: date | None) -> None:
        """Remembers when the main act of a sentence took place, where it lies back some days or months."""
        if status != "actual" or begin is None or end is None or self.published_from is None:
            return
        main = tree.tokens[head].head == head or tree.tokens[head].dep == "conj"
        if main and self.published_from - YEAR < end < self.published_from - NEWS_LAG and end - begin < MONTH:
            self.told = (tree.sentence.index, begin, end)

    def _story(self, tree: Tree) -> tuple[date, date] | None:
        """The time of the story that an undated sentence goes on with: that of the sentence just before."""
        index = tree.sentence.index
        self._hear(index - 1)
        if self.told is None or not 0 <= index - self.told[0] <= NEXT or index in self.times:
            return None
        begin, end = self.told[1:]
        self.told = (index, begin, end)
        return begin, end

    def _hear(self, index: int) -> None:
        """Takes up the one day that a sentence without acts of its own names (`It began on Saturday, when …`)."""
        days = [t for t in self.times.get(index, ()) if t.granularity == "day" and t.direction != "future"]
        if self.published_from is None or len(days) != 1 or (self.told is not None and self.told[0] >= index):
            return
        begin, end = days[0].date_from, days[0].date_to
        if begin and end and self.published_from - YEAR < end < self.published_from - NEWS_LAG:
            self.told = (index, begin, end)

    @staticmethod
    def _back(status: str, tense: str) -> bool:
        return status == "actual" and tense != "future"

    def _nearest(self, tree: Tree, head: int, *, own: bool = False) -> TimeExpression | None:
        """The time expression that hangs on the act, on a word it governs, or on a verb that carries it.

        Without `own` also one that stands elsewhere in the sentence."""
        best: tuple[int, int, TimeExpression] | None = None
        for time in self.times.get(tree.sentence.index, ()):
            at = next((t.index for t in tree.tokens if t.start < time.end and time.start < t.end), None)
            if at is None:
                continue
            rank = 1 if _hung_on(tree, time, head) else _path(tree, at, head)
            if rank == 9 and (own or time.direction == "future" or at > head or _subordinate(tree, at)):
                continue
            if rank is not None and (best is None or (rank, abs(at - head)) < best[:2]):
                best = (rank, abs(at - head), time)
        return best[2] if best else None

    def place(self, tree: Tree, head: int) -> str | None:
        """The place named nearest to the act within its clause."""
        found = self.places.get(tree.sentence.index, ())
        middle = tree.tokens[head].start
        return min(found, key=lambda p: (abs(p.start - middle), p.start)).name if found else None

    def issues(self, start: int, end: int, sentence: int) -> tuple[str, ...]:
        """Issues named in the clause, else in the sentence, in alphabetical order."""
        here = self.topics.get(sentence, ())
        near = {topic.issue for topic in here if start <= topic.start and topic.end <= end}
        return tuple(sorted(near or {topic.issue for topic in here}))


def _path(tree: Tree, at: int, head: int) -> int | None:
    """Steps between a time expression and the act: 0 under it, 1 to 6 beside it, 9 elsewhere in the sentence."""
    above = _ancestors(tree, at)
    if head in above:
        told = tree.lemmas[above[0]] == "of" and len(above) > 1 and above[1] != head
        return None if told else above.index(head)
    up = head
    for step in range(1, 7):
        token = tree.tokens[up]
        if token.head == up or token.dep in {"ccomp", "relcl", "parataxis"}:
            break
        up = token.head
        if up in above:
            return 2 + step
        if token.dep in {"advcl", "conj"}:
            break
    return 9


def _claimed(tree: Tree, time: TimeExpression, head: int, others: Collection[int]) -> bool:
    """True for a time in the phrase of another act (`pinned medals on the guards of the capture on 23 March`)."""
    at = next((t.index for t in tree.tokens if t.start < time.end and time.start < t.end), head)
    return any(i != head and i in others for i in _ancestors(tree, at))


def _earlier(begin: date, end: date, *, by_year: bool) -> tuple[date, date]:
    """The interval a week before, or on the same days of the year before."""
    if not by_year:
        return begin - WEEK, end - WEEK
    shift = (begin.year - 1, min(begin.day, 28) if begin.month == 2 else begin.day)
    first = date(shift[0], begin.month, shift[1])
    return first, first + (end - begin)


def _within(tree: Tree, time: TimeExpression, head: int) -> bool:
    """True for a time that stands below token `head`, with no other verb between."""
    at = next((t.index for t in tree.tokens if t.start < time.end and time.start < t.end), None)
    above = _ancestors(tree, at) if at is not None else []
    told = bool(above) and tree.tokens[above[-1]].dep == "acl" and tree.tokens[above[-1]].head == head
    return told or head in above


def _hung_on(tree: Tree, time: TimeExpression, head: int) -> bool:
    """True for an act in a clause that hangs on the time itself (`on 3 May, when they agreed to meet`)."""
    for _ in range(4):
        token = tree.tokens[head]
        above = tree.tokens[token.head]
        if token.dep == "relcl" and time.start <= above.start < time.end:
            return True
        if token.head == head or token.dep not in {"xcomp", "conj", "dobj", "relcl"}:
            return False
        head = token.head
    return False


def _subordinate(tree: Tree, at: int) -> bool:
    """True for a time inside a clause that only describes a noun (`the ban which they imposed in March`)."""
    above = _ancestors(tree, at)
    return bool(above) and tree.tokens[above[-1]].dep in {"relcl", "acl"}


def _ancestors(tree: Tree, at: int) -> list[int]:
    """The tokens above a time expression, up to and with the first verb."""
    found = []
    up = at
    for _ in range(12):
        token = tree.tokens[up]
        if up != at:
            found.append(up)
        if token.head == up or (token.pos in VERBS and token.dep not in {"aux", "auxpass"}):
            break
        up = token.head
    return found
