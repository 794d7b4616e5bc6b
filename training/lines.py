"""Trains the line weights of `detente.clean.prose`.

Run `python training/lines.py PAGES.json.gz [ARTICLES_DIR] -o lines.json`.

PAGES is the public set of pages as text lines with their article (`{key: {"text", "gold"}}`). Two thirds of it, by the
hash of the key, are learnt from; the last third is only scored. ARTICLES_DIR holds `documents.jsonl` and `texts/` of
labelled articles; those whose number is divisible by three are only scored. Figures: shingle-4 precision, recall and
F1, each page weighing the same.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.neural_network import MLPClassifier

from detente.clean import lines, prose
from detente.clean.lines import Line

WORDS = lines.re.compile(r"\w+")


@dataclass
class Page:
    """A page, which of its lines are the article, and the article's words."""

    key: str
    lines: tuple[Line, ...]
    body: list[int]
    gold: list[str]
    text: str


def public(path: Path) -> list[Page]:
    """The pages of the public set; a line is body when its words stand in the article in that order."""
    pages = []
    for key, entry in json.loads(gzip.decompress(path.read_bytes())).items():
        gold = WORDS.findall(entry["gold"].casefold())
        joined = " " + " ".join(gold) + " "
        found = lines.split(entry["text"])
        body = []
        for line in found:
            words = WORDS.findall(line.text.casefold())
            body.append(int(bool(words) and f" {' '.join(words)} " in joined))
        for at, line in enumerate(found):  # a short line of the article that also stands in a menu far from it
            near = sum(body[max(0, at - 3) : at + 4]) - body[at]
            if body[at] and line.words <= 5 and near == 0:
                body[at] = 0
        pages.append(Page(key, found, body, gold, entry["text"]))
    return pages


def articles(folder: Path) -> list[Page]:
    """Labelled articles: a line is body when most of it lies in a body span."""
    pages = []
    for row in (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(row)
        text = (folder / "texts" / entry["file"]).read_bytes().decode()
        found = lines.split(text)
        spans = entry["body"]
        body = [
            int(sum(max(0, min(e, line.end) - max(s, line.start)) for s, e in spans) > 0.5 * (line.end - line.start))
            for line in found
        ]
        gold = WORDS.findall(" ".join(text[s:e] for s, e in spans).casefold())
        pages.append(Page(entry["file"], found, body, gold, text))
    return pages


def augmented(pages: list[Page], rng: random.Random, *, rounds: int) -> list[Page]:
    """Pages with their furniture thinned out or their body shortened, as other scrapers would leave them."""
    out = []
    for page in pages:
        for _ in range(rounds):
            keep_p, cut = rng.choice((0.1, 0.3, 0.6)), rng.random() < 0.3
            total, at, kept = sum(page.body), 0, []
            limit = rng.randint(2, max(2, total))
            for line, label in zip(page.lines, page.body, strict=True):
                at += label
                if label and cut and at > limit:
                    continue
                if label or rng.random() < keep_p:
                    kept.append((line, label))
            out.append(Page(page.key, tuple(line for line, _ in kept), [b for _, b in kept], page.gold, page.text))
    return out


def composed(articles: list[str], furniture: list[str], rng: random.Random, *, count: int) -> list[Page]:
    """Short articles with cards, adverts and captions between their paragraphs, furniture above and below."""
    pages = []
    for number in range(count):
        paragraphs = [p.strip() for p in rng.choice(articles).split("\n") if len(p.split()) >= 5]
        start = rng.randrange(max(1, len(paragraphs) - 4))
        chosen = paragraphs[start : start + rng.randint(2, 9)]
        rows: list[tuple[str, int]] = [(line, 0) for line in rng.sample(furniture, rng.randint(0, 6))]
        for paragraph in chosen:
            rows.append((paragraph, 1))
            if rng.random() < 0.3:
                rows += [(line, 0) for line in rng.sample(furniture, rng.randint(1, 3))]
        rows += [(line, 0) for line in rng.sample(furniture, rng.randint(0, 5))]
        gap = rng.choice(("\n", "\n\n"))
        text = "".join(line + gap for line, _ in rows)
        found, at, ends = lines.split(text), 0, []
        for line, label in rows:
            ends.append((at, at + len(line), label))
            at += len(line) + len(gap)
        body = [next((label for a, b, label in ends if a <= line.start < b), 0) for line in found]
        pages.append(Page(f"composed{number}", found, body, [], text))
    return pages


def held_out(key: str) -> bool:
    """One page in three, whatever their order."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 3 == 0


def scores(pages: list[Page], predict) -> dict[str, float]:
    """Shingle-4 precision, recall, F1 with equal weight a page, and the same over characters of lines."""
    tp = fp = fn = 0.0
    for page in pages:
        chosen = predict(page)
        words = WORDS.findall(" ".join(line.text for line, c in zip(page.lines, chosen, strict=True) if c).casefold())
        want, have = (Counter(zip(*(w[i:] for i in range(4)), strict=False)) for w in (page.gold, words))
        both = sum((want & have).values())
        norm = max(sum(want.values()) + sum(have.values()) - both, 1)
        tp, fp, fn = tp + both / norm, fp + (sum(have.values()) - both) / norm, fn + (sum(want.values()) - both) / norm
    p, r = tp / max(tp + fp, 1e-9), tp / max(tp + fn, 1e-9)
    return {"precision": round(p, 4), "recall": round(r, 4), "f1": round(2 * p * r / max(p + r, 1e-9), 4)}


def train(features, labels, weights, seed: int) -> MLPClassifier:
    """A small network; examples of more words are drawn more often."""
    rng = np.random.default_rng(seed)
    drawn = rng.choice(len(labels), size=len(labels) * 2, p=weights / weights.sum())
    model = MLPClassifier((16,), alpha=0.05, max_iter=60, early_stopping=True, random_state=seed, batch_size=256)
    return model.fit(features[drawn], labels[drawn])


def exported(models: list[MLPClassifier]) -> dict:
    """The weights of networks put side by side: the mean of their logits, rounded to five places."""
    hidden = np.hstack([model.coefs_[0] for model in models])
    hidden_bias = np.concatenate([model.intercepts_[0] for model in models])
    out = np.concatenate([model.coefs_[1][:, 0] for model in models]) / len(models)
    bias = sum(float(model.intercepts_[1][0]) for model in models) / len(models)
    rounded = [np.round(array, 5).tolist() for array in (hidden, hidden_bias, out)]
    return dict(zip(("hidden", "hidden_bias", "out"), rounded, strict=True)) | {"out_bias": round(bias, 5)}


def fit(pages: list[Page], seeds: tuple[int, ...] = (0, 1, 2)) -> dict:
    """Both layers; the second learns from first-layer thoughts about pages the first had not seen."""
    weights = [np.array([max(line.words, 1) ** 0.5 for line in p.lines]) / max(len(p.lines), 40) ** 0.5 for p in pages]
    first = [prose.line_features(p.lines) for p in pages]
    labels = [np.array(p.body) for p in pages]
    fold = [int(hashlib.sha256(p.key.encode()).hexdigest()[:8], 16) % 4 for p in pages]
    second: list = [None] * len(pages)
    for part in range(4):
        rest = [i for i in range(len(pages)) if fold[i] != part]
        model = train(*(np.concatenate([x[i] for i in rest]) for x in (first, labels, weights)), 0)
        for i in range(len(pages)):
            if fold[i] == part:
                thought = model.predict_proba(first[i])[:, 1].astype(np.float32)
                second[i] = prose.page_features(pages[i].lines, first[i], thought)
    every, by = np.concatenate(labels), np.concatenate(weights)
    line = [train(np.concatenate(first), every, by, seed) for seed in seeds]
    page = [train(np.concatenate(second), every, by, seed) for seed in seeds]
    return {"line": exported(line), "page": exported(page)}


def main() -> None:
    """Train, score the held-out parts, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("--stories", type=Path, nargs="*", default=[], help=".jsonl.gz files with clean text to dress")
    parser.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args()
    everything = public(options.pages)
    learn, check = [p for p in everything if not held_out(p.key)], [p for p in everything if held_out(p.key)]
    own = articles(options.articles) if options.articles else []
    own_check = [p for n, p in enumerate(own, 1) if n % 3 == 0]
    own_learn = [p for n, p in enumerate(own, 1) if n % 3]
    rng = random.Random(1)
    furniture = [
        line.text
        for page in own_learn * 4 + learn
        for line, label in zip(page.lines, page.body, strict=True)
        if not label and 2 <= len(line.text) < 160
    ]
    files = [gzip.decompress(path.read_bytes()).splitlines() for path in options.stories]
    stories = [json.loads(row)["text"] for rows in files for row in rows]
    made = composed(stories, furniture, rng, count=400) if stories else []
    material = made + learn + augmented(learn, rng, rounds=2) + own_learn * 4 + augmented(own_learn, rng, rounds=4)
    raw = fit(material)
    options.out.write_text(json.dumps(raw) + "\n", encoding="utf-8")
    line, page = (prose._network(raw[name]) for name in ("line", "page"))

    def predict(entry: Page):
        features = prose.line_features(entry.lines)
        return page(prose.page_features(entry.lines, features, line(features))) >= 0.5

    for name, pages in (
        ("learnt", learn),
        ("held out", check),
        ("own, learnt", own_learn),
        ("own, held out", own_check),
    ):
        exact, found = scores(pages, lambda p: p.body), scores(pages, predict)
        print(f"{name:14s} {len(pages):4d} pages, exact lines {exact}, found {found}")


if __name__ == "__main__":
    main()
