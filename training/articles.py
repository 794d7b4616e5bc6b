"""Examples from whole articles: `python -m training.articles GOLD -o FILE` writes what `--articles FILE` learns from.

GOLD is the folder with `articles_dev` and `incidents_dev`. For every sentence the questions that the coder itself would
ask (`extract/pairs.py`): those whose sides and place fit an incident of the gold take its type and status. In the
articles, whose gold names every incident, all others are examples of no act; in the reports only the wrong directions
of an act are. Every third article and episode stays out, to measure on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.config import Config
from detente.extract.pairs import Question, questions
from detente.pipeline import files, ingest, silent
from detente.records import Annotated, Document, Mention, Reject
from detente.steps import Cleaning, annotator
from training.passages import RECIPROCAL

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """One place of an incident in the gold: its span, its directed pairs, the type and status that it has there."""

    span: Range
    pairs: frozenset[tuple[str, str]]
    type_: str
    status: str
    doubtful: bool


def articles(gold: Path) -> dict[str, list[Unit]]:
    """The incidents of the articles by file, every third file left out."""
    names = sorted(path.name for path in (gold / "articles_dev" / "texts").iterdir())
    found: dict[str, list[Unit]] = {name: [] for number, name in enumerate(names, start=1) if number % 3}
    for row in _rows(gold / "articles_dev" / "incidents.jsonl"):
        for place in row["evidence"]:
            if place["file"] in found:
                found[place["file"]].append(_unit(row, place, row["types"][0], row["status"]))
    return found


def reports(gold: Path) -> dict[str, list[Unit]]:
    """The incidents of the reports by report, every third episode left out."""
    found: dict[str, list[Unit]] = {}
    for row in _rows(gold / "incidents_dev" / "incidents.jsonl"):
        if int(row["episode"][1:]) % 3:
            for place in row["mentions"]:
                found.setdefault(place["report"], []).append(_unit(row, place, row["type"], place["status"]))
    return found


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _unit(row: dict[str, Any], place: dict[str, Any], type_: str, status: str) -> Unit:
    pairs = frozenset((source, target) for source, target in row["pairs"])
    return Unit((place["start"], place["end"]), pairs, type_, status, bool(row.get("doubtful")))


def documents(source: Path) -> Iterator[Annotated]:
    """Every document of a folder or file, annotated."""
    config = Config()
    for item in ingest(files([source], config), {}, config, silent):
        cleaned = item if isinstance(item, Reject) else Cleaning(config)(item)
        if isinstance(cleaned, Document):
            yield annotator(config).annotate(cleaned)


def labelled(doc: Annotated, units: list[Unit], *, whole: bool) -> Iterator[dict[str, Any]]:
    """The questions of a document with what the gold answers; `whole` where its gold names every incident."""
    mentions: dict[int, list[Mention]] = {}
    for mention in doc.mentions:
        mentions.setdefault(mention.sentence, []).append(mention)
    for sentence in doc.sentences:
        here = [unit for unit in units if unit.span[0] < sentence.end and sentence.start < unit.span[1]]
        for question in questions(doc, sentence, mentions):
            fitting = [unit for unit in here if _fits(question, unit, turned=False)]
            against = [unit for unit in here if _fits(question, unit, turned=True)]
            if any(unit.doubtful for unit in (*fitting, *against)):
                continue
            for unit in fitting:
                yield _example(question, unit.type_, unit.status)
            if not fitting and (whole or any(unit.type_ not in RECIPROCAL for unit in against)):
                yield _example(question, "NONE", "none")


def _fits(question: Question, unit: Unit, *, turned: bool) -> bool:
    one, two = (question.target, question.source) if turned else (question.source, question.target)
    return any(source in one.codes and target in two.codes for source, target in unit.pairs)


def _example(question: Question, type_: str, status: str) -> dict[str, Any]:
    pair = question.pair
    return {"text": pair.text, "source": pair.source, "target": pair.target, "type": type_, "status": status}


def main() -> None:
    """Writes the examples and prints how many there are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    args = parser.parse_args()
    lines: list[str] = []
    for source, units, whole in (
        (args.gold / "articles_dev" / "texts", articles(args.gold), True),
        (args.gold / "incidents_dev" / "reports.jsonl", reports(args.gold), False),
    ):
        for doc in documents(source):
            name = Path(doc.document.path).name if whole else doc.document.record or ""
            if name in units:
                lines += [json.dumps(row) for row in labelled(doc, units[name], whole=whole)]
    args.out.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} examples, {sum('NONE' in line for line in lines)} of no act")


if __name__ == "__main__":
    main()
