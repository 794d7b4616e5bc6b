"""How well pages are read: `python benchmarks/reading.py [--data ../shared]` prints every figure that the data allow.

Public sets are scored on the third of the pages that no training saw (by the hash of their key), the labelled articles
whole. Speed is per second of processor time of one core. Whatever is not beside the project is left out and named.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from detente.clean import blocks, dates
from detente.clean.document import clean
from detente.config import Clean
from detente.dedupe import copies
from detente.dedupe.fingerprints import Fingerprints, Prints
from detente.records import Document, Hints, RawDocument

WORDS = re.compile(r"\w+")
CONFIG = Clean()


def raw(text: str, url: str | None = None) -> RawDocument:
    """A text as a reader would hand it on."""
    return RawDocument("d0", "page.txt", None, text, "utf-8", 1.0, Hints(url=url))


def held_out(key: str) -> bool:
    """The third of a public set that training leaves out."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 3 == 0


def loaded(path: Path) -> Any:
    """A gzipped JSON file."""
    return json.loads(gzip.decompress(path.read_bytes()))


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a JSON lines file, gzipped or not."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return map(json.loads, data.decode("utf-8").splitlines())


def body(folder: Path) -> None:
    """Shingle-4 precision, recall and F1 of the body, each page weighing the same."""
    tp = fp = fn = 0.0
    pages = [
        (key, page) for key, page in loaded(folder / "ingest/textonly_boilerplate_dev.json.gz").items() if held_out(key)
    ]
    for _, entry in pages:
        page = blocks.find(entry["text"])
        found = WORDS.findall(" ".join(entry["text"][b.start : b.end] for b in page.body).casefold())
        gold = WORDS.findall(entry["gold"].casefold())
        want, have = (Counter(zip(*(words[i:] for i in range(4)), strict=False)) for words in (gold, found))
        both = sum((want & have).values())
        norm = max(sum(want.values()) + sum(have.values()) - both, 1)
        tp, fp, fn = tp + both / norm, fp + (sum(have.values()) - both) / norm, fn + (sum(want.values()) - both) / norm
    p, r = tp / (tp + fp), tp / (tp + fn)
    print(
        f"body of public pages, held out ({len(pages)}): precision {p:.3f} recall {r:.3f} F1 {2 * p * r / (p + r):.3f}"
    )


def published(folder: Path) -> None:
    """Accuracy of the day and precision where a day is named, without and with the address of the page."""
    entries = [e for e in loaded(folder / "ingest/textonly_date_dev.json.gz").items() if isinstance(e[1]["date"], str)]
    for name, part in (("held out", True), ("learnt from", False)):
        for address in (False, True):
            n = right = wrong = covered = 0
            for key, entry in entries:
                if held_out(key) != part:
                    continue
                page = blocks.find(entry["text"])
                found = dates.find(raw(entry["text"], key if address else None), page, CONFIG)
                day = date.fromisoformat(entry["date"])
                n, right, wrong = n + 1, right + (found.best == day), wrong + (found.best not in (None, day))
                covered += found.date_from is not None and found.date_from <= day <= (found.date_to or day)
            how = "with address" if address else "text alone"
            shares = f"accuracy {right / n:.3f} precision {right / max(right + wrong, 1):.3f} covered {covered / n:.3f}"
            print(f"day of public pages, {name}, {how} ({n}): {shares}")


def hidden(folder: Path) -> None:
    """Share of articles whose day lies in the interval when no date is given, and the intervals' median width."""
    found = []
    for entry in rows(folder / "quotes/polnear_dev.jsonl.gz"):
        day = date.fromisoformat(entry["date"])
        dated = dates.find(raw(entry["text"]), blocks.find(entry["text"]), CONFIG)
        if dated.date_from is not None and dated.date_to is not None:
            found.append((dated.date_from <= day <= dated.date_to, (dated.date_to - dated.date_from).days + 1))
    share = sum(ok for ok, _ in found) / len(found)
    print(f"undated articles ({len(found)}): covered {share:.3f}, median width {median(w for _, w in found):.0f} days")


def labelled(gold: Path, texts: Path) -> None:
    """Titles, outlets and intervals of the labelled articles, and days named wrongly."""
    n = titles = outlets = held = wrong = 0
    for entry in rows(gold):
        text = (texts / entry["file"]).read_bytes().decode()
        found = clean(raw(text), CONFIG)
        if not isinstance(found, Document):
            continue
        first, last = date.fromisoformat(entry["published_from"]), date.fromisoformat(entry["published_to"])
        n += 1
        titles += _plain(found.title) == _plain(entry["headline"])
        outlets += _plain(found.outlet) == _plain(entry["outlet"])
        held += (found.published_from or date.min) <= last and first <= (found.published_to or date.max)
        wrong += found.published is not None and not first <= found.published <= last
    print(f"{gold.parent.name} ({n}): titles {titles}, outlets {outlets}, intervals {held}, wrong days {wrong}")


def duplicates(folder: Path) -> None:
    """Recall of the verified pairs in a year of wire stories, precision against all pairs that share text, speed."""
    stories = [row for row in rows(folder / "corpora/reuters21578.jsonl.gz") if len(row["text"] or "") > 200]
    gold = loaded(folder / "ingest/reuters_duplicate_pairs.json.gz")
    start = time.process_time()
    maker = Fingerprints()
    prints = [maker.of_text(row["text"]) for row in stories]
    found = {frozenset((p.a, p.b)) for p in copies.pairs(Prints.of(prints))}
    speed = len(stories) / (time.process_time() - start)
    groups: dict[bytes, list[int]] = {}
    for at, print_ in enumerate(prints):
        groups.setdefault(print_.words, []).append(at)
    names = [row["id"] for row in stories]
    twins = {at: group for group in groups.values() for at in group}
    pairs = {
        frozenset((names[x], names[y])) for pair in found for x in twins[min(pair)] for y in twins[max(pair)] if x != y
    }
    for label, column, least in (("Jaccard >= .7", 2, 0.7), ("containment >= .8", 3, 0.8)):
        wanted = {frozenset(entry[:2]) for entry in gold if entry[column] >= least}
        print(f"copies, {label} ({len(wanted)}): recall {len(wanted & pairs) / len(wanted):.3f}")
    known = {frozenset(entry[:2]) for entry in gold if entry[2] >= 0.3 or entry[3] >= 0.6}
    print(
        f"copies ({len(pairs)} pairs): precision {len(pairs & known) / len(pairs):.3f}, {speed:,.0f} documents a second"
    )


def speed(folder: Path) -> None:
    """Cleaning and dating together, documents a second."""
    for name in ("reuters21578", "reuters_2017q4"):
        texts = [row["text"] for row in rows(folder / f"corpora/{name}.jsonl.gz") if row["text"]][:1500]
        for text in (texts[0], "Bergen Molde Kristiansund " * 20):  # lexicons and language model loaded once a process
            clean(raw(text), CONFIG)
        start = time.process_time()
        for text in texts:
            clean(raw(text), CONFIG)
        each = len(texts) / (time.process_time() - start)
        print(
            f"clean and date, {name} ({sum(map(len, texts)) // len(texts)} characters): {each:,.0f} documents a second"
        )


def _plain(text: str | None) -> str:
    return re.sub(r"^the ", "", " ".join(WORDS.findall((text or "").casefold())))


def main() -> None:
    """Print what can be measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    shared = parser.parse_args().data
    jobs: list[tuple[Callable[..., None], tuple[Path, ...]]]
    jobs = [(job, (shared / "data",)) for job in (body, published, hidden, duplicates, speed)]
    gold = shared / "gold"
    jobs.append((labelled, (gold / "seeds/documents.jsonl", shared / "seeds")))
    jobs.append((labelled, (gold / "articles_dev/documents.jsonl", gold / "articles_dev/texts")))
    for job, arguments in jobs:
        try:
            job(*arguments)
        except FileNotFoundError as error:
            print(f"{job.__name__}: left out, {error.filename} is not there")


if __name__ == "__main__":
    main()
