"""Examples for the clause scorer: `python -m training.clauses --gold GOLD -o FILE` writes what it learns from.

From the reports of `training/data` and whole articles of the gold, whose marks name every act: each sentence with the
states of its document, its verbs and nouns with what they tell, most of them nothing. From the passages of
`training/data`: the act that each tells. From broad news: sentences of which the rules
make no row, as telling no act. Every third article and the reports to measure on stay out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from detente.config import Extract
from detente.extract.events import EventExtractor
from detente.extract.frames import VERBS
from detente.extract.windows import states, window
from detente.models.clause_scorer import Window
from detente.records import Annotated, Mention, Sentence
from training import articles, passages, reports
from training.articles import documents

Range = tuple[int, int]
NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Truth:
    """An act marked in a text: its span, the right types (the best first), its status, who acts toward whom."""

    span: Range
    types: tuple[str, ...]
    status: str
    pairs: tuple[tuple[str, str], ...]
    doubtful: bool = False


def labelled(doc: Annotated, truths: Sequence[Truth], *, whole: bool) -> Iterator[dict[str, Any]]:
    """Each sentence of a document with what its heads tell; `whole` where the truths name every act of the text."""
    mentions: dict[int, list[Mention]] = {}
    for mention in doc.mentions:
        mentions.setdefault(mention.sentence, []).append(mention)
    parties = states(doc)
    for sentence in doc.sentences:
        here = [truth for truth in truths if truth.span[0] < sentence.end and sentence.start < truth.span[1]]
        asked = window(doc, sentence, mentions, parties)
        asked, roots = _rooted(asked, sentence, here)
        rows = list(_heads(asked, sentence, here, roots, whole=whole))
        if rows and parties:
            yield _example(asked, rows)


def _rooted(asked: Window, sentence: Sentence, truths: Sequence[Truth]) -> tuple[Window, dict[int, Truth]]:
    """The window with the root of each truth among its heads, and the truths by their roots."""
    roots: dict[int, Truth] = {}
    for truth in sorted(truths, key=lambda truth: truth.span[0] - truth.span[1]):
        root = root_of(sentence, truth.span, taken=roots)
        if root is not None:
            roots[root] = truth
    heads = sorted({*asked.heads, *roots})
    before = sentence.start - asked.begin
    starts = tuple(sentence.tokens[head].start - before for head in heads)
    return replace(asked, heads=tuple(heads), starts=starts), roots


def root_of(sentence: Sentence, span: Range, taken: Iterable[int] = ()) -> int | None:
    """The token that a span hangs on: the highest verb or noun of it; None where it has none that is not taken."""
    start, end = span
    inside = [t for t in sentence.tokens if start <= t.start and t.end <= end and t.index not in taken]
    content = [t for t in inside if t.pos in VERBS or t.pos in {"NOUN", "PROPN"}]
    if not content:
        return None
    depth = {t.index: _depth(sentence, t.index) for t in content}
    return min(content, key=lambda t: (depth[t.index], t.pos not in VERBS, t.index)).index


def _depth(sentence: Sentence, index: int) -> int:
    steps, at = 0, index
    while sentence.tokens[at].head != at and steps < len(sentence.tokens):
        steps, at = steps + 1, sentence.tokens[at].head
    return steps


def _heads(
    asked: Window, sentence: Sentence, truths: Sequence[Truth], roots: dict[int, Truth], *, whole: bool
) -> Iterator[dict[str, Any]]:
    places = {state.code: number for number, state in enumerate(asked.states)}
    for head, start in zip(asked.heads, asked.starts, strict=True):
        token = sentence.tokens[head]
        truth = roots.get(head)
        if truth is None:
            within = any(t.span[0] <= token.start < t.span[1] for t in truths)
            if whole and not within:
                yield {"start": start, "types": [NONE]}
            continue
        if truth.doubtful:
            continue
        row: dict[str, Any] = {"start": start, "types": list(truth.types)}
        if truth.types != (NONE,):
            row["status"] = truth.status
            row["sources"] = sorted({places[a] for a, _ in truth.pairs if a in places})
            row["targets"] = sorted({places[b] for _, b in truth.pairs if b in places})
        yield row


def _example(asked: Window, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "text": asked.text,
        "begin": asked.begin,
        "states": [[state.code, state.name, state.home] for state in asked.states],
        "marks": [[mark.start, mark.end, mark.state] for mark in asked.marks],
        "heads": rows,
    }


# --- where truths come from -------------------------------------------------------------------------------------


def annotated(rows: Iterable[dict[str, Any]]) -> Iterator[Annotated]:
    """Records as the product reads them, annotated."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        yield from documents(path)


def record(report: reports.Report) -> dict[str, Any]:
    """A report as a record that the product reads."""
    return {
        "id": report.id,
        "outlet": report.outlet,
        "outlet_country": report.home,
        "published": report.published.isoformat(),
        "title": report.title,
        "text": report.text,
    }


def truths(report: reports.Report) -> list[Truth]:
    """The acts of a report."""
    return [Truth((act.start, act.end), act.types, act.status, tuple(p for p in act.pairs)) for act in report.acts]


def of_reports(found: Sequence[reports.Report]) -> Iterator[dict[str, Any]]:
    """Examples from reports."""
    known = {report.id: report for report in found}
    for doc in annotated(record(report) for report in found):
        report = known[doc.document.record or ""]
        if doc.document.text == report.text:
            for row in labelled(doc, truths(report), whole=True):
                yield row | {"id": report.id, "kind": "report"}


def of_gold(gold: Path) -> Iterator[dict[str, Any]]:
    """Examples from the articles of the gold, every third left out."""
    units = articles.articles(gold)
    for doc in documents(gold / "articles_dev" / "texts"):
        name = Path(doc.document.path).name
        if name in units:
            marked = [Truth(u.span, (u.type_,), u.status, tuple(sorted(u.pairs)), u.doubtful) for u in units[name]]
            for row in labelled(doc, marked, whole=True):
                yield row | {"id": name, "kind": "article"}


def of_news(path: Path, most: int) -> Iterator[dict[str, Any]]:
    """Examples of no act from broad news: sentences that name a state or a day and of which the rules make no row.

    `path`: gzipped JSON Lines with a `text`, articles that are mostly about affairs at home; the first `most` that name
    two states.
    """
    coder, found = EventExtractor(Extract(model="rules", min_p=0.2)), 0
    rows = (json.loads(line) for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines())
    for doc in annotated({"id": str(n), "text": row["text"]} for n, row in enumerate(rows)):
        if found == most or len(states(doc)) < 2:
            continue
        found += 1
        told = [(row.start or 0, row.end or 0) for row in coder.extract(doc)]
        quiet = {
            sentence.index
            for sentence in doc.sentences
            if not any(start < sentence.end and sentence.start < end for start, end in told)
        }
        named = {mention.sentence for mention in doc.mentions if mention.codes} | {time.sentence for time in doc.times}
        for row, sentence in _whole(doc):
            if sentence.index in quiet and sentence.index in named and sentence.index % 3 == 0:
                yield row | {"id": doc.document.record, "kind": "news"}


def _whole(doc: Annotated) -> Iterator[tuple[dict[str, Any], Sentence]]:
    """Every sentence of a document as one that tells no act."""
    mentions: dict[int, list[Mention]] = {}
    for mention in doc.mentions:
        mentions.setdefault(mention.sentence, []).append(mention)
    parties = states(doc)
    for sentence in doc.sentences:
        asked = window(doc, sentence, mentions, parties)
        rows = list(_heads(asked, sentence, (), {}, whole=True))
        if rows:
            yield _example(asked, rows), sentence


def of_passages() -> Iterator[dict[str, Any]]:
    """Examples from the passages whose two sides are states, with the trigger as the span of the act."""
    known: dict[str, dict[str, Any]] = {}
    spans: dict[str, list[tuple[Range, passages.Example]]] = {}
    for item, trigger in passages.triggered():
        known.setdefault(item.text, {"id": f"p{len(known)}", "text": item.text})
        spans.setdefault(item.text, []).append((trigger, item))
    texts = {row["id"]: row["text"] for row in known.values()}
    for doc in annotated(known.values()):
        text = texts[doc.document.record or ""]
        if doc.document.text != text:
            continue
        found = [truth for span, item in spans[text] if (truth := _of_passage(doc, span, item)) is not None]
        for row in labelled(doc, found, whole=len(found) == len(spans[text])):
            yield row | {"id": doc.document.record, "kind": "passage"}


def _of_passage(doc: Annotated, span: Range, item: passages.Example) -> Truth | None:
    """The act of a passage where its sides are known; no act where neither is anybody of a state."""
    one, two = (_codes(doc, side) for side in (item.source, item.target))
    if item.type_ == NONE:
        return Truth(span, (NONE,), "none", ())
    if not one and not two:
        return None
    pairs = tuple((a, b) for a in one or (reports.UNKNOWN,) for b in two or (reports.UNKNOWN,) if a != b)
    if not one or not two or not pairs:
        return None
    mutual = item.type_ in {"CONSULT", "COOPERATE"}
    return Truth(span, (item.type_ or NONE,), item.status or "", (*pairs, *((b, a) for a, b in pairs if mutual)))


def _codes(doc: Annotated, side: Range) -> tuple[str, ...]:
    """The codes of whoever is named in a span: the mention that fills most of it."""
    over = [m for m in doc.mentions if m.codes and m.start < side[1] and side[0] < m.end]
    best = max(over, key=lambda m: (not m.inside, min(m.end, side[1]) - max(m.start, side[0])), default=None)
    return best.codes if best is not None else ()


def main() -> None:
    """Writes the examples and prints how many there are of each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, help="the folder of the gold")
    parser.add_argument("--news", type=Path, help="articles of broad news, gzipped JSON Lines")
    parser.add_argument("--most", type=int, default=120, help="how many of them that name two states")
    parser.add_argument(
        "--only", nargs="*", default=["reports", "gold", "passages", "news"], help="which sources to write"
    )
    parser.add_argument("-o", "--out", type=Path, required=True)
    args = parser.parse_args()
    found: list[dict[str, Any]] = []
    told, wrong = reports.check(sorted(passages.DATA.glob("reports_*.txt")))
    for line in wrong:
        print(line)
    if "reports" in args.only:
        found += of_reports([report for report in told if not report.measured])
    if "measured" in args.only:
        found += of_reports([report for report in told if report.measured])
    if "gold" in args.only and args.gold:
        found += of_gold(args.gold)
    if "news" in args.only and args.news:
        found += of_news(args.news, args.most)
    if "passages" in args.only:
        found += of_passages()
    args.out.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")
    for kind in sorted({row["kind"] for row in found}):
        rows = [row for row in found if row["kind"] == kind]
        heads = [head for row in rows for head in row["heads"]]
        acts = sum(head["types"] != [NONE] for head in heads)
        print(f"{kind}: {len(rows)} sentences, {len(heads)} heads, {acts} acts")


if __name__ == "__main__":
    main()
