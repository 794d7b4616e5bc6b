"""Trains the weights of `detente.clean.postmarks`.

Run `python training/postmarks.py PAGES.json.gz [MORE...] -o postmarks.json`.

PAGES is the public set of dated pages (`{address: {"text", "date"}}`); two thirds, by the hash of the address, are
learnt from, the rest is only scored. MORE: folders of labelled articles (`documents.jsonl`, `texts/`; every third is
only scored) and `.jsonl.gz` files of dated articles (`text`, `date`), all learnt from.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
from datetime import date, timedelta
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from detente.clean import blocks, chronology, dates, postmarks
from detente.config import Clean


def held_out(key: str) -> bool:
    """One page in three, whatever their order."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 3 == 0


def candidates(text: str) -> dict[date, dict[str, float]]:
    """The features of the days that a page names, as the dating sees them."""
    config = Clean()
    page = blocks.find(text)
    read = chronology.read(page, date.fromisoformat(config.earliest), date.fromisoformat(config.latest))
    low, high = read.interval(dates.SHARE)
    days: dict[date, list[postmarks.Postmark]] = {}
    for mark in postmarks.find(page, day_first=None):
        day = dates._reading(mark, read)
        if not mark.crawled and not dates.against(day, read, low):
            days.setdefault(day, []).append(mark)
    return postmarks.features(days, read, (low, high) if (high - low).days <= dates.SHARP else None)


def material(paths: list[Path]) -> list[tuple[str, date, date, float, bool]]:
    """Text, first and last right day, weight, held out."""
    out = []
    rng = random.Random(1)
    for path in paths:
        if path.is_dir():
            for number, row in enumerate((path / "documents.jsonl").read_text(encoding="utf-8").splitlines(), 1):
                entry = json.loads(row)
                text = (path / "texts" / entry["file"]).read_bytes().decode()
                span = (date.fromisoformat(entry[key]) for key in ("published_from", "published_to"))
                out.append((text, *span, 2.0, number % 3 == 0))
        elif path.name.endswith(".jsonl.gz"):
            for number, row in enumerate(gzip.decompress(path.read_bytes()).splitlines()):
                entry = json.loads(row)
                if number % 2:
                    day = date.fromisoformat(entry["date"])
                    out.append((dressed(entry["text"], day, rng), day, day, 0.04, False))
                else:
                    out.append((entry["text"], *[date.fromisoformat(entry["date"])] * 2, 0.04, False))
        else:
            for key, entry in json.loads(gzip.decompress(path.read_bytes())).items():
                if isinstance(entry["date"], str):
                    out.append((entry["text"], *[date.fromisoformat(entry["date"])] * 2, 1.0, held_out(key)))
    return out


FORMS = ("%d %B %Y", "%B %d, %Y", "%b %d, %Y", "%Y-%m-%d", "%d/%m/%Y", "%A, %B %d, %Y", "%d %b %Y")
TIMES = ("", "", " 07:14", ", 9:02 a.m.", " 18:30 GMT", " | 21:05")


def dressed(text: str, day: date, rng: random.Random) -> str:
    """An article with furniture of our own around it, in one of the ways in which pages carry dates, or none at all."""

    def show(when: date) -> str:
        return when.strftime(rng.choice(FORMS)) + rng.choice(TIMES)

    title, _, body = text.partition("\n")
    later = day + timedelta(days=rng.choice((1, 20, 200, 600, 1500)))
    others = [later - timedelta(days=n) for n in range(4)]
    related = "Related news\n" + "\n".join(f"{show(o)}\nHarbour seals return to the bay" for o in others)
    zone = rng.choice(("GMT", "CET", "SGT", "EST"))
    clock = f"{later:%a %d %b %Y} {rng.randint(0, 23):02d}:{rng.randint(0, 59):02d} {zone}"
    published = rng.choice(("Published", "Posted on", "First published", "Originally published", "Date:"))
    updated = rng.choice(("Updated", "Last updated", "Last modified:", "Updated:"))
    return rng.choice(
        (
            f"{clock}\nHome | World | Sport\n{title}\nBy Kari Holm\n{body}\n(c) Fjord Post",
            f"{updated} {show(later)}\n{title}\nBy Kari Holm\n{published} {show(day)}\n{body}",
            f"Fjord Post\n{title}\n{published} {show(day)} | {updated} {show(later)}\n{body}\n{related}",
            f"{title}\n{show(day)}\n{body}\n{related}",
            f"FJORD POST   {day:%A, %B %d, %Y}   PAGE 3\n{title}\n{body}",
            f"{title}\n{body}\n{published} {show(day)}\nAll rights reserved",
            f"{show(later)}\nHome | World\n{title}\nKari Holm, {show(day)}\n{body}",
            f"{title}\n{body}\n{related}",
            f"{clock}\n{title}\n{show(day)}Kari HolmFjord Post App Download\n{body}",
            f"{show(day)}\n{title}\n{body}\nCopyright 2001-{later.year}",
        )
    )


def main() -> None:
    """Fit, write, and say how well the held-out pages fare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args()
    rows, labels, weights = [], [], []
    pages = [(candidates(text), first, last, weight, out) for text, first, last, weight, out in material(options.paths)]
    for days, first, last, weight, out in pages:
        if out:
            continue
        for day, row in days.items():
            rows.append(row)
            labels.append(int(first <= day <= last))
            weights.append(weight / len(days) ** 0.5)
    vectors = DictVectorizer()
    model = LogisticRegression(C=2.0, max_iter=2000).fit(vectors.fit_transform(rows), labels, sample_weight=weights)
    names = vectors.get_feature_names_out()
    learnt = {name: round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=True)}
    learnt["bias"] = round(float(model.intercept_[0]), 4)
    options.out.write_text(json.dumps(learnt, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    for name, part in (("learnt", False), ("held out", True)):
        for least in (0.4, 0.45, 0.5, 0.6, 0.7):
            n = right = wrong = 0
            for days, first, last, weight, out in pages:
                if out != part or weight < 1:
                    continue
                n += 1
                if days:
                    p = model.predict_proba(vectors.transform(list(days.values())))[:, 1]
                    best = int(p.argmax())
                    if p[best] >= least:
                        ok = first <= list(days)[best] <= last
                        right, wrong = right + ok, wrong + (not ok)
            accuracy, precision = right / n, right / max(right + wrong, 1)
            print(f"{name:9s} p >= {least}: {n} pages, accuracy {accuracy:.3f}, precision {precision:.3f}")


if __name__ == "__main__":
    main()
