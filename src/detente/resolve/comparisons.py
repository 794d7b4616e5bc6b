"""Comparisons: the likeness of one report to several, with what recurs among the reports of a pair worked out once.

Reports of one pair of actors come in a few dozen types and codes, a few hundred days and contents, and most have no
document in common: what two of them say of one another is looked up by those, and only their words are compared anew.
The sums are those of `likeness`, in the same order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from detente.resolve import likeness as alike
from detente.resolve.likeness import APART, FEW_WORDS, SAME_WORDS, UNSURE, VAGUE
from detente.resolve.reports import Report

LINKS: Final = 2
"""How many of the strongest links decide."""

ALIKE: Final = 0.8
"""The share of the longer clause's words that a copied clause shares."""

Acts = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A report, and the numbers of the type, act, days and content that it shares with others of its pair."""

    report: Report
    doc_id: str
    words: frozenset[str]
    size: int
    kind: int
    act: int
    when: int
    content: int
    dated: bool
    """It names a day."""


def _numbers() -> defaultdict[Hashable, int]:
    """A number for each value asked for."""
    found: defaultdict[Hashable, int] = defaultdict()
    found.default_factory = found.__len__
    return found


@dataclass(slots=True)
class Comparisons:
    """What was found of the reports of one pair of actors."""

    weights: Mapping[str, float] = field(default_factory=alike.weights)
    _kinds: defaultdict[Hashable, int] = field(default_factory=_numbers)
    _acts: defaultdict[Hashable, int] = field(default_factory=_numbers)
    _whens: defaultdict[Hashable, int] = field(default_factory=_numbers)
    _contents: defaultdict[Hashable, int] = field(default_factory=_numbers)
    _kin: dict[tuple[int, int], bool] = field(default_factory=dict)
    _act: dict[tuple[int, int], Acts | None] = field(default_factory=dict)
    _when: dict[tuple[int, int], float] = field(default_factory=dict)
    _content: dict[tuple[int, int], float] = field(default_factory=dict)

    def of(self, report: Report) -> Compared:
        """The report with its numbers."""
        type_ = report.plover, report.status
        return Compared(
            report,
            report.doc_id,
            report.words,
            len(report.words),
            self._kinds[type_],
            self._acts[(*type_, report.cameo, report.reciprocal, report.pairs)],
            self._whens[(*type_, report.first, report.last)],
            self._contents[report.place, report.issues, report.figures],
            report.width is not None and report.width <= VAGUE,
        )

    def kin(self, one: Compared, others: Iterable[Compared]) -> bool:
        """The types of the one and of some other may tell one act."""
        known = self._kin
        for two in others:
            key = one.kind, two.kind
            if key not in known:
                known[key] = alike.kinship(one.report, two.report) > 0
            if known[key]:
                return True
        return False

    def score(self, one: Compared, others: Sequence[Compared]) -> float:
        """Mean of the two strongest links with reports that name the day, if any do, else with any report.

        One report that names a day and cannot be meant forbids the whole.
        """
        links, dated = [], []
        for two in others:
            value = alike.likeness(one.report, two.report) if one.doc_id == two.doc_id else self._likeness(one, two)
            links.append(value)
            if two.dated:
                if value == APART:
                    return APART
                dated.append(value)
        best = sorted(dated or links, reverse=True)[:LINKS]
        return sum(best) / len(best)

    def _likeness(self, one: Compared, two: Compared) -> float:
        """Log odds that two reports of different documents tell one incident."""
        key = one.act, two.act
        acts = self._act[key] if key in self._act else self._acted(one, two)
        if acts is None:
            return APART
        key = one.when, two.when
        when = self._when[key] if key in self._when else self._timed(one, two)
        if when == APART:
            return APART
        key = one.content, two.content
        content = self._content[key] if key in self._content else self._told(one, two)
        kin, act, one_way, unsure = acts
        score = when + kin + act + content
        if one.size and two.size and (both := len(one.words & two.words)):
            shorter, longer = (one.size, two.size) if one.size < two.size else (two.size, one.size)
            wording = self.weights["wording"] * both / (shorter if shorter > FEW_WORDS else FEW_WORDS)
            if both >= SAME_WORDS and both >= ALIKE * longer:
                wording += self.weights["same_words"]
            score += wording
        return score + one_way + unsure

    def _acted(self, one: Compared, two: Compared) -> Acts | None:
        """What types, codes, sides and status say."""
        a, b, w = one.report, two.report, self.weights
        found = None
        kin = alike.kinship(a, b)
        if kin and a.pairs & b.pairs and not alike.statuses_clash(a, b):
            one_way = a.reciprocal != b.reciprocal and a.plover not in alike.two_sided()
            unsure = (a.status in UNSURE) != (b.status in UNSURE)
            found = (
                w["same_type"] * (2 * kin - 1),
                alike.act(a, b),
                w["one_way"] if one_way else 0.0,
                w["unsure"] if unsure else 0.0,
            )
        self._act[one.act, two.act] = found
        return found

    def _timed(self, one: Compared, two: Compared) -> float:
        """What the days say, with the odds that stand before anything is known."""
        found = self.weights["prior"] + alike.when(one.report, two.report)
        self._when[one.when, two.when] = found
        return found

    def _told(self, one: Compared, two: Compared) -> float:
        """What place, issues and figures say."""
        found = alike.content(one.report, two.report)
        self._content[one.content, two.content] = found
        return found
