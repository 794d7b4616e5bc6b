"""Readers: every input ends as documents or rejects with a reason, twice the same, and nothing is raised."""

from __future__ import annotations

import json
import random

import pytest

from detente import registry
from detente.config import Ingest
from detente.records import RawDocument, RawFile, Reject
from tests.cli.samples import VISIT

RECORD = json.dumps({"id": "a", "text": VISIT, "title": "Talks", "date": "2016-03-03"}).encode()

CONTENTS = {
    "text": VISIT.encode(),
    "record": RECORD + b"\n" + RECORD.replace(b'"a"', b'"b"'),
    "csv": b"id,text\n1,Russia expelled two diplomats.\n2,\n",
    "html": b"<html><head><title>Talks</title></head><body><p>Russia expelled two diplomats.</p></body></html>",
    "empty": b"",
    "blank": b" \n\t\n",
    "binary": bytes(range(256)) * 40,
    "nul": b"\0" * 500,
    "latin": "Der Außenminister traf Präsident Niinistö.".encode("latin-1"),
    "utf16": "\ufeffRussia expelled two diplomats.".encode("utf-16"),
    "bom": b"\xef\xbb\xbfRussia expelled two diplomats.",
    "cut utf8": "Außenminister".encode()[:3],
    "deep": b"[" * 5_000,
    "surrogate": b'{"id": "s", "text": "Russia \\ud800 expelled two diplomats."}',
    "broken": b'{"id": 1, "text": \n{"text": 5}\n[]\nnull\n"x"\n',
}


@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize("name", registry.names("readers"))
def test_every_content_ends_as_documents_or_rejects(name: str, content: str) -> None:
    reader = registry.load("readers", name)(Ingest())
    file = RawFile(f"in/{content}{next((s for s in reader.suffixes if s), '')}", CONTENTS[content])
    found = list(reader.read(file))
    assert found, "an input that ends as nothing is a silent drop"
    assert list(registry.load("readers", name)(Ingest()).read(file)) == found, "twice the same"
    for item in found:
        assert item.path == file.path
        if isinstance(item, Reject):
            assert item.code and item.code == item.code.lower() and item.reason.endswith(".")
        else:
            assert isinstance(item, RawDocument)
            assert item.text.strip() and 0 <= item.encoding_p <= 1
            item.text.encode("utf-8")
    ids = [item.doc_id for item in found if isinstance(item, RawDocument)]
    assert len(set(ids)) == len(ids) or content == "broken"


@pytest.mark.parametrize("name", registry.names("readers"))
def test_the_identity_does_not_depend_on_the_path(name: str) -> None:
    reader = registry.load("readers", name)(Ingest())
    suffix = next((s for s in reader.suffixes if s), "")
    ids = []
    for path in (f"a{suffix}", f"elsewhere/b{suffix}"):
        found = reader.read(RawFile(path, RECORD if "json" in suffix else CONTENTS["text"]))
        ids.append([item.doc_id for item in found if isinstance(item, RawDocument)])
    assert ids[0] == ids[1]


@pytest.mark.parametrize("name", registry.names("readers"))
def test_noise_is_survived(name: str) -> None:
    reader = registry.load("readers", name)(Ingest())
    suffix = next((s for s in reader.suffixes if s), "")
    chance = random.Random(5)
    for _ in range(60):
        data = bytearray(chance.choice([RECORD, CONTENTS["text"], CONTENTS["csv"], CONTENTS["html"]]))
        for _ in range(chance.randrange(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        assert list(reader.read(RawFile(f"noise{suffix}", bytes(data))))


@pytest.mark.parametrize("name", registry.names("readers"))
def test_a_file_above_the_limit_is_refused_with_the_limit(name: str) -> None:
    reader = registry.load("readers", name)(Ingest(max_bytes=50))
    suffix = next((s for s in reader.suffixes if s), "")
    found = list(reader.read(RawFile(f"big{suffix}", RECORD if "json" in suffix else CONTENTS["text"])))
    assert found and all(isinstance(item, Reject) for item in found)
