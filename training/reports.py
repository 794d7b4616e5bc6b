"""The reports of `training/data/reports_*.txt`, whole texts with every act between states marked in them.

`python -m training.reports FILE…` checks them: prints what is wrong by file and line, and counts by type and status.
Reports whose id ends in `-m` are for measuring, never for learning. `training/data/README.md` tells the format.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NoReturn

from detente.lexicons import table
from training.passages import DATA

STATUSES = ("actual", "planned", "hypothetical", "cancelled", "negated", "denied", "alleged")
UNKNOWN = "-"
"""A side that the text does not tell."""
MEASURED = "-m"
WORDS = (40, 400)
"""Fewest and most words of a report."""
SPAN = 60
"""Most words of a marked span."""

_MARK = re.compile(r"\[|\](\d*)")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SENTENCE = re.compile(r"[.!?][”’\"')]*\s+(?=[“‘\"'(]?[A-Z0-9])|\n\n")
_SHORT = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Capt|Sgt|Sen|Rep|St|No|Adm|Maj|Gov|Prof|[A-Z])\.\s+$")


@dataclass(frozen=True, slots=True)
class Act:
    """One label of a marked span: who acts toward whom, as what, with which status and when."""

    number: int
    start: int
    end: int
    pairs: tuple[tuple[str, str], ...]
    types: tuple[str, ...]
    status: str
    date_from: date | None
    date_to: date | None
    lent: bool


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its head, its text without marks, its acts in the order of their labels."""

    id: str
    outlet: str
    home: str | None
    published: date
    title: str
    text: str
    acts: tuple[Act, ...]
    place: str

    @property
    def measured(self) -> bool:
        """True for reports that nothing may be learnt from."""
        return self.id.endswith(MEASURED)


@dataclass(frozen=True, slots=True)
class _Raw:
    """The lines of a report with their numbers."""

    path: str
    head: tuple[int, str]
    text: tuple[tuple[int, str], ...]
    labels: tuple[tuple[int, str], ...]

    def fail(self, line: int, what: str) -> NoReturn:
        raise ValueError(f"{self.path}:{line}: {what}")


def learnt() -> list[Report]:
    """All reports to learn from. Raises `ValueError` naming file and line."""
    return [report for report in everything() if not report.measured]


def measured() -> list[Report]:
    """All reports to measure on. Raises `ValueError` naming file and line."""
    return [report for report in everything() if report.measured]


def everything() -> Iterator[Report]:
    """Every report of `training/data`, file by file. Raises `ValueError` naming file and line."""
    for path in sorted(DATA.glob("reports_*.txt")):
        for raw in _raw(path):
            yield _report(raw)


def check(paths: Iterable[Path]) -> tuple[list[Report], list[str]]:
    """The reports that can be read, and everything that is wrong, by file and line."""
    found: list[Report] = []
    wrong: list[str] = []
    seen: dict[str, str] = {}
    for path in paths:
        for raw in _raw(path):
            try:
                report = _report(raw)
            except ValueError as error:
                wrong.append(str(error))
                continue
            found.append(report)
            if report.id in seen:
                wrong.append(f"{report.place}: the id {report.id} stands already at {seen[report.id]}.")
            seen.setdefault(report.id, report.place)
            wrong += [f"{report.place}: {report.id}: {what}" for what in _doubts(report)]
    return found, wrong


# --- reading ----------------------------------------------------------------------------------------------------


def _raw(path: Path) -> Iterator[_Raw]:
    head: tuple[int, str] | None = None
    text: list[tuple[int, str]] = []
    labels: list[tuple[int, str]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("=="):
            if head is not None:
                yield _Raw(path.name, head, tuple(text), tuple(labels))
            head, text, labels = (number, line), [], []
        elif line.startswith("="):
            labels.append((number, line))
        elif not line.startswith("#"):
            text.append((number, line.strip()))
    if head is not None:
        yield _Raw(path.name, head, tuple(text), tuple(labels))


def _report(raw: _Raw) -> Report:
    line, said = raw.head
    cells = [cell.strip() for cell in said[2:].split("|")]
    if len(cells) != 5:
        raw.fail(line, f"the head has {len(cells)} cells, not five (id | outlet | state | day | title).")
    id_, outlet, home, day, title = cells
    if home != UNKNOWN and home not in _forms():
        raw.fail(line, f"{home} is no code of states.tsv.")
    published = _dates(day)
    if published is None or published[0] != published[1]:
        raw.fail(line, f"{day} is no day (YYYY-MM-DD).")
    text, spans = _unmarked(raw)
    acts = tuple(_act(raw, number, label, text, spans) for number, label in raw.labels)
    for number in sorted(set(spans) - {act.number for act in acts}):
        raw.fail(line, f"the span [{text[slice(*spans[number])][:40]}]{number} has no label.")
    return Report(id_, outlet, None if home == UNKNOWN else home, published[0], title, text, acts, f"{raw.path}:{line}")


def _unmarked(raw: _Raw) -> tuple[str, dict[int, tuple[int, int]]]:
    """The text, paragraphs parted by a blank line, without its marks; the spans by their numbers."""
    text, spans, opened, gap = "", {}, [], False
    for number, line in raw.text:
        if not line:
            gap = bool(text)
            continue
        text += ("\n\n" if gap else " ") if text else ""
        gap, at = False, 0
        for mark in _MARK.finditer(line):
            text += line[at : mark.start()]
            at = mark.end()
            if mark[0] == "[":
                opened.append(len(text))
            elif not opened or not mark[1] or int(mark[1]) in spans:
                raw.fail(number, f"the bracket {mark[0]!r} closes nothing, has no number or one that is taken.")
            else:
                spans[int(mark[1])] = (opened.pop(), len(text))
        text += line[at:]
    if opened:
        raw.fail(raw.head[0], f"the bracket before {text[opened[0] :][:40]!r} is not closed.")
    return text, spans


def _act(raw: _Raw, line: int, label: str, text: str, spans: dict[int, tuple[int, int]]) -> Act:
    cells = label[1:].split()
    if len(cells) not in (5, 6) or not cells[0].isdigit():
        raw.fail(line, f"a label is `= number pairs types status dates [note]`, not {label!r}.")
    number, pairs, types, status, dates = int(cells[0]), cells[1], cells[2].split("|"), cells[3], cells[4]
    if number not in spans:
        raw.fail(line, f"no span has the number {number}.")
    sides = tuple((one, two) for one, _, two in (pair.partition(">") for pair in pairs.split(",")))
    for one, two in sides:
        if one == two or not {one, two} <= {UNKNOWN, *_forms()}:
            raw.fail(line, f"{one}>{two} is no pair of codes of states.tsv and organisations.tsv.")
    if unknown := [type_ for type_ in types if type_ not in _types()]:
        raw.fail(line, f"{unknown[0]} is no type of plover.tsv.")
    if status not in STATUSES:
        raw.fail(line, f"{status} is no status ({', '.join(STATUSES)}).")
    when = _dates(dates)
    if when is None and dates != "?":
        raw.fail(line, f"{dates} is no day, no days from..to and no question mark.")
    if len(cells) == 6 and cells[5] not in ("lent", "named"):
        raw.fail(line, f"the note is `lent` or `named`, not {cells[5]}.")
    start, end = spans[number]
    lent = cells[5] == "lent" if len(cells) == 6 else _lent(text, start, end, sides)
    begun, ended = when or (None, None)
    return Act(number, start, end, sides, tuple(types), status, begun, ended, lent)


def _dates(said: str) -> tuple[date, date] | None:
    """First and last day of a day, month or year, or of what lies between two; None where it is none."""
    one, _, two = said.partition("..")
    try:
        return _day(one)[0], _day(two or one)[1]
    except ValueError:
        return None


def _day(said: str) -> tuple[date, date]:
    match = _DAY.fullmatch(said)
    if match is None:
        raise ValueError(said)
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if day:
        return date(year, month, day), date(year, month, day)
    if month:
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return date(year, 1, 1), date(year, 12, 31)


# --- who is named -----------------------------------------------------------------------------------------------


def _lent(text: str, start: int, end: int, pairs: Iterable[tuple[str, str]]) -> bool:
    """True where the sentence of a span names not every side of its pairs."""
    said = text[slice(*sentence(text, start, end))]
    codes = {code for pair in pairs for code in pair if code != UNKNOWN}
    return not all(_forms()[code].search(said) for code in codes)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or sentences that a span stands in, by marks and capitals alone."""
    ends = _SENTENCE.finditer(text)
    breaks = [0, *(m.end() for m in ends if m[0] == "\n\n" or not _SHORT.search(text[: m.end()]))]
    first = max(at for at in breaks if at <= start)
    last = min((at for at in breaks if at >= end), default=len(text))
    return first, last


@cache
def _forms() -> dict[str, re.Pattern[str]]:
    """For each state and organisation what names it: names, demonyms, capitals, metonyms."""
    columns = ("name", "names", "demonyms", "capital", "capitals", "metonyms", "seat")
    found = {}
    for row in (*table("states"), *table("organisations")):
        words = sorted({form for column in columns for form in row.get(column, "").split("|") if form})
        found[row["code"]] = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")
    return found


@cache
def _types() -> frozenset[str]:
    return frozenset(row["type"] for row in table("plover"))


# --- checking ---------------------------------------------------------------------------------------------------


def _doubts(report: Report) -> Iterator[str]:
    """What can be read but is hardly meant."""
    words = len(report.text.split())
    if not WORDS[0] <= words <= WORDS[1]:
        yield f"it has {words} words."
    for act in report.acts:
        said = report.text[act.start : act.end]
        if act.status == "actual" and act.date_from is not None and act.date_from > report.published:
            yield f"{act.number} is actual and begins after the day of publication."
        if act.date_from is not None and act.date_to is not None and act.date_from > act.date_to:
            yield f"{act.number} ends before it begins."
        if act.types[0] == "CONSULT" and any((two, one) not in act.pairs for one, two in act.pairs if one != UNKNOWN):
            yield f"{act.number} is a CONSULT in one direction alone."
        if not said.strip() or len(said.split()) > SPAN:
            yield f"the span of {act.number} is empty or longer than {SPAN} words."


def counts(reports: Sequence[Report]) -> Iterator[str]:
    """Lines that count reports, and acts by type, status and whether a side is lent."""
    acts = [act for report in reports for act in report.acts]
    words = sum(len(report.text.split()) for report in reports)
    yield f"{len(reports)} reports ({sum(report.measured for report in reports)} to measure on), {words} words"
    yield f"{len(acts)} acts, {sum(act.lent for act in acts)} with a lent side"
    cells = Counter((act.types[0], act.status) for act in acts)
    yield f"{'':10}" + "".join(f"{status:>13}" for status in STATUSES) + f"{'lent':>8}"
    for type_ in sorted(_types()):
        lent = sum(act.lent for act in acts if act.types[0] == type_)
        yield f"{type_:10}" + "".join(f"{cells[type_, status]:13}" for status in STATUSES) + f"{lent:8}"


def main() -> int:
    """Prints what is wrong and the counts; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", help="files of reports")
    parser.add_argument("--lent", action="store_true", help="show every act and whether a side is lent")
    args = parser.parse_args()
    reports, wrong = check(args.files)
    for line in wrong:
        print(line)
    for report in reports if args.lent else ():
        for act in report.acts:
            print(report.id, act.number, "lent" if act.lent else "named", report.text[act.start : act.end])
    for line in counts(reports):
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
