"""Likeness: the log odds that two reports tell one incident, as a sum of weights from `lexicons/merge_weights.tsv`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from detente import lexicons
from detente.resolve.reports import Report

APART: Final = float("-inf")
"""Two reports that cannot tell one incident, whatever else they share."""

VAGUE: Final = 1
"""An interval wider than this many days does not name a day: "overnight" does, "these days" does not."""

NEAR: Final = 3
"""Two reports that name days further apart than this cannot tell one act."""

REACH: Final = 45
"""Days that an act may come after the day it was announced for, before or after, and still be the act announced."""

SAME_WORDS: Final = 5
"""Clauses that share at least so many words, and nearly all, are one clause copied."""

DUE: Final = 14
"""Days between the day an act was called off and the day it was due, both of which reports give as its date."""

VAGUEST: Final = 64
"""Weeks beyond which a vaguer interval says no less: the act of a document without a date may lie in any year."""

FEW_WORDS: Final = 5
"""Clauses shorter than this count as this long: two words shared by two phrases of three say little."""

UNSURE: Final = frozenset({"hypothetical", "negated", "denied"})


@cache
def weights() -> Mapping[str, float]:
    """Evidence → weight."""
    return MappingProxyType({row["evidence"]: float(row["weight"]) for row in lexicons.table("merge_weights")})


@cache
def _kin() -> Mapping[tuple[str, str], tuple[tuple[str, float], ...]]:
    table: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for row in lexicons.table("act_kin"):
        table.setdefault((row["a"], row["b"]), []).append((row["status_a"], float(row["likeness"])))
    return {pair: tuple(rows) for pair, rows in table.items()}


def kinship(one: Report, two: Report) -> float:
    """How alike the two types are, 0 to 1; 0 when they never tell one act."""
    if one.plover == two.plover:
        return 1.0
    for a, b in ((one, two), (two, one)):
        for status, likeness in _kin().get((a.plover, b.plover), ()):
            if status in ("", a.status):
                return likeness
    return 0.0


@cache
def _sides() -> tuple[frozenset[str], Mapping[str, str]]:
    """Two-sided types, and code → means."""
    rows = lexicons.table("act_sides")
    two_sided = frozenset(row["code"] for row in rows if row["two_sided"] == "yes")
    return two_sided, {row["code"]: row["means"] for row in rows if row["means"]}


def two_sided() -> frozenset[str]:
    """Types of act that two sides do together."""
    return _sides()[0]


def same_means(one: str, two: str) -> bool:
    """Whether two codes may tell one act: not a phone call and a meeting in person."""
    means = _sides()[1]
    return one[:3] not in means or two[:3] not in means or means[one[:3]] == means[two[:3]]


def likeness(one: Report, two: Report) -> float:
    """Log odds that the reports tell one incident; `APART` when they cannot."""
    kin = kinship(one, two)
    if not kin or not one.pairs & two.pairs or statuses_clash(one, two):
        return APART
    if one.doc_id == two.doc_id and (kin < 1 or _told_apart(one, two)):
        return APART
    w = weights()
    wording = _wording(one, two)
    days = when(one, two)
    if days == APART:
        return APART
    score = w["prior"] + days + w["same_type"] * (2 * kin - 1) + act(one, two) + content(one, two) + wording
    if one.reciprocal != two.reciprocal and one.plover not in _sides()[0]:
        score += w["one_way"]
    return score + (w["unsure"] if (one.status in UNSURE) != (two.status in UNSURE) else 0.0)


def _told_apart(one: Report, two: Report) -> bool:
    """Of one document, the one is hypothetical, negated or denied, the other not, and it is no claim and its denial."""
    statuses = {one.status, two.status}
    return (one.status in UNSURE) != (two.status in UNSURE) and statuses != {"denied", "alleged"}


def statuses_clash(one: Report, two: Report) -> bool:
    """A cancelled act never took place: what took place is another one."""
    statuses = {one.status, two.status}
    return "cancelled" in statuses and bool(statuses & {"actual", "alleged"}) and one.plover == two.plover


def when(one: Report, two: Report) -> float:
    """What the days that the two give say; `APART` where no act lies in both."""
    w = weights()
    if one.first is None or two.first is None or one.last is None or two.last is None:
        return w["open_date"]
    gap = max(0, one.first - two.last, two.first - one.last)
    widest = max(one.last - one.first, two.last - two.first)
    vague = (one.last - one.first > VAGUE) + (two.last - two.first > VAGUE)
    plan = _plan_first(one, two) or _plan_first(two, one) or (one.status == two.status == "cancelled" and gap <= DUE)
    if gap == 0 and not vague:
        return w["same_day"]
    if gap == 0:
        told = w["inside"] if vague == 1 else w["both_vague"]
        if one.doc_id == two.doc_id and (one.first, one.last) == (two.first, two.last):
            return told + (w["undated_act"] if one.status == "actual" else 0.0)
        return told + w["vagueness"] * math.log2(min(VAGUEST, max(1.0, widest / 7)))
    if plan and gap <= REACH and one.plover == two.plover:
        return w["inside"] / (1 + gap / 15) + w["plan_to_act"]
    if vague or gap > NEAR:
        return APART
    return w["next_day"] if gap == 1 else w["near_days"]


def _plan_first(plan: Report, act: Report) -> bool:
    """The one is a plan, the other not, and the plan does not come after it."""
    ahead = plan.status in ("planned", "hypothetical") and plan.status != act.status
    return ahead and plan.first is not None and act.last is not None and plan.first <= act.last + NEAR


def act(one: Report, two: Report) -> float:
    """What the codes of one type say."""
    if one.plover != two.plover:
        return 0.0
    w, means = weights(), _sides()[1]
    a, b = one.cameo[:3], two.cameo[:3]
    if a in means and b in means:
        return w["same_base"] if means[a] == means[b] else w["other_means"]
    if len(a) < 3 or len(b) < 3 or a.endswith("0") or b.endswith("0") or a in means or b in means:
        return 0.0
    apart = w["other_base"] * (2 if one.doc_id == two.doc_id else 1)
    return w["same_base"] if a == b else apart


def _wording(one: Report, two: Report) -> float:
    """What the words that both clauses have say; words that one clause alone has say nothing."""
    if not one.words or not two.words:
        return 0.0
    w = weights()
    both = len(one.words & two.words)
    same = both >= SAME_WORDS and both >= 0.8 * max(len(one.words), len(two.words))
    shorter = max(FEW_WORDS, min(len(one.words), len(two.words)))
    return w["wording"] * both / shorter + (w["same_words"] if same else 0.0)


def content(one: Report, two: Report) -> float:
    """What place, issues and figures say."""
    w = weights()
    score = 0.0
    if one.place and two.place:
        score += w["same_place"] if one.place.casefold() == two.place.casefold() else w["other_place"]
    if one.issues and two.issues:
        score += w["same_issue"] if one.issues & two.issues else w["other_issue"]
    if one.figures and two.figures:
        score += w["figure"] if one.figures & two.figures else w["other_figure"]
    return score
