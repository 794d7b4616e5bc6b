"""Copies: what counts as one, and that neither order nor chains matter."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from detente.dedupe import copies
from detente.dedupe.fingerprints import Fingerprints, Prints
from detente.records import Block, Document

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
WORDS = ["harbour", "ferry", "herring", "quota", "minister", "island", "bridge", "winter", "storm", "market", "captain"]


def text(seed: int, words: int = 120) -> str:
    rng = random.Random(seed)
    return " ".join(f"{rng.choice(WORDS)}{rng.randint(0, 400)}" for _ in range(words))


def document(name: str, body: str) -> Document:
    return Document(
        doc_id=name, path=f"{name}.txt", record=None, url=None, title=None, outlet=None, outlet_country=None,
        authors=(), agency=None, published_from=None, published_to=None, published=None, published_p=None,
        published_basis=(), lang="en", text=body, blocks=(Block(0, len(body), "body"),), encoding="utf-8",
        encoding_p=1.0,
    )  # fmt: skip


def test_a_reprint_is_the_same() -> None:
    body = text(1)
    found = copies.find([document("d1", body), document("d2", "BERGEN - " + body.upper()), document("d3", text(2))])
    assert [(copy.doc_id, copy.duplicate_of, copy.duplicate_relation) for copy in found] == [("d1", "d2", "same")]


def test_a_short_take_inside_a_longer_report_is_contained() -> None:
    body = text(1, 80)
    (found,) = copies.find([document("d1", body), document("d2", f"{body} {text(3, 60)}")])
    assert (found.doc_id, found.duplicate_of, found.duplicate_relation) == ("d1", "d2", "contains")


def test_a_rewritten_version_is_revised() -> None:
    words = text(1, 150).split()
    newer = words[:]
    newer[10:14], newer[60:63] = ["now", "others", "said", "so"], ["nobody", "knew"]
    newer[120:] = text(9, 20).split()
    (found,) = copies.find([document("d1", " ".join(words)), document("d2", " ".join(newer))])
    assert found.duplicate_relation == "revised"


def test_the_order_of_the_input_does_not_matter() -> None:
    bodies = [text(1), text(1) + " more words at the end of it", text(2), text(2, 90), text(5)]
    documents = [document(f"d{n}", body) for n, body in enumerate(bodies)]
    expected = copies.find(documents)
    for seed in range(5):
        shuffled = documents[:]
        random.Random(seed).shuffle(shuffled)
        assert copies.find(shuffled) == expected


def test_a_chain_of_likenesses_is_no_group() -> None:
    words = text(7, 300).split()
    steps = [" ".join(words[at : at + 100]) for at in (0, 40, 80, 120, 160, 200)]
    documents = {f"d{n}": document(f"d{n}", step) for n, step in enumerate(steps)}
    prints = {name: Fingerprints().of(entry) for name, entry in documents.items()}
    for copy in copies.find(list(documents.values())):
        one, other = prints[copy.doc_id], prints[copy.duplicate_of]
        shared = len(set(one.shingles.tolist()) & set(other.shingles.tolist()))
        assert copies.relate(shared, len(one), len(other)) == copy.duplicate_relation


def test_a_copy_of_a_copy_points_to_the_original() -> None:
    body = text(1)
    found = copies.find([document("d1", body), document("d2", body), document("d3", body + " and so on")])
    assert {copy.duplicate_of for copy in found} == {"d3"}


def test_many_stretches_and_portions_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [document(f"d{n}", f"{text(n // 2)} {text(n, 9)}") for n in range(12)]
    expected = copies.find(documents)
    monkeypatch.setattr(copies, "STRETCH", 100)
    monkeypatch.setattr(copies, "FETCHED", 20)
    monkeypatch.setattr(copies, "MET", 3)
    monkeypatch.setattr(copies, "LEFT", 2)
    assert len(expected) == 6
    assert copies.find(documents) == expected


def test_short_texts_are_copies_only_when_equal() -> None:
    found = copies.find(
        [document("d1", "No comment today."), document("d2", "no comment, today"), document("d3", "No.")]
    )
    assert [(copy.doc_id, copy.duplicate_of) for copy in found] == [("d2", "d1")]


def test_reuters_pairs() -> None:
    pairs, corpus = SHARED / "ingest/reuters_duplicate_pairs.json.gz", SHARED / "corpora/reuters21578.jsonl.gz"
    if not (pairs.exists() and corpus.exists()):
        pytest.skip("the Reuters pairs are not beside the project")
    gold = [entry for entry in json.loads(gzip.decompress(pairs.read_bytes())) if entry[3] >= 0.8 or entry[2] >= 0.7]
    wanted = {name for entry in gold[:150] for name in entry[:2]}
    rows = [json.loads(row) for row in gzip.decompress(corpus.read_bytes()).splitlines()]
    kept = [row for row in rows if row["id"] in wanted]
    maker = Fingerprints()
    prints = [maker.of_text(row["text"]) for row in kept]
    found = {frozenset((kept[p.a]["id"], kept[p.b]["id"])) for p in copies.pairs(Prints.of(prints))}
    direct = [entry for entry in gold[:150] if entry[2] < 1.0]
    assert sum(frozenset(entry[:2]) in found for entry in direct) >= 0.95 * len(direct)
