"""Search: what people type is understood or said not to be, and never reaches the database as it is."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import StoreError, UsageError
from detente.records import Block, Document, Span
from detente.store import search
from detente.store.database import Database
from detente.store.search import CACHE, Term, expression, hits, opened, terms
from tests.store import samples

BODY = (
    "Freedonia's envoy Élise Moreau met the Sylvanian minister. The two spoke of grain. "
    "A second round of grain talks is planned for May."
)
MENU = "Home Weather Horoscope"


def document(number: int, body: str, **changes: object) -> Document:
    text = f"{body}\n{MENU}"
    blocks = (Block(0, len(body), "body"), Block(len(body) + 1, len(text), "nav"))
    return samples.document(number, text=text, blocks=blocks, published=date(2017, 1, number), **changes)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    said = samples.quote(1, content=(Span(63, 83),), speaker="Élise Moreau", country="FRA")
    return samples.store(
        tmp_path_factory.mktemp("search"),
        documents=[document(1, BODY), document(2, "Grain prices fell. Talks failed.", title="Prices")],
        quotes=[said],
        events=[
            samples.event(1, start=0, end=56, plover="CONSULT", place="Geneva"),
            samples.event(
                2, doc_id="story", start=None, end=None, trigger_start=None, trigger_end=None, origin="icews"
            ),
        ],
    )


@pytest.fixture(scope="module")
def index(store: Path) -> Iterator[sqlite3.Connection]:
    with Database(store) as database, opened(database) as connection:
        yield connection


def found(index: sqlite3.Connection, query: str) -> list[str]:
    return sorted(hit.row_id[:1] + hit.row_id[-1:] for hit in hits(index, query).hits)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("grain", ["d1", "d2", "q1"]),
        ('"grain talks"', ["d1"]),
        ("grain talks", ["d1", "d2"]),
        ("grain -envoy", ["d2"]),
        ('grain -"grain talks"', ["d2", "q1"]),
        ("elise", ["d1", "e1", "q1"]),
        ("speaker:moreau", ["q1"]),
        ("title:prices", ["d2"]),
        ("prices OR envoy", ["d1", "d2", "e1", "q1"]),
        ("minist*", ["d1", "e1", "q1"]),
        ("type:CONSULT", ["e1"]),
        ("status:actual state:USA", ["e1", "e2"]),
        ('place:geneva "met the"', ["e1"]),
        ("icews", ["e2"]),
        ("horoscope", []),
        ("GRAIN", ["d1", "d2", "q1"]),
        ('"grain', ["d1", "d2", "q1"]),
        ("grain)", ["d1", "d2", "q1"]),
    ],
)
def test_queries_find_what_they_say(index: sqlite3.Connection, query: str, rows: list[str]) -> None:
    assert found(index, query) == rows


def test_snippets_mark_what_was_found(index: sqlite3.Connection) -> None:
    (hit,) = hits(index, '"grain talks"').hits
    assert [text for text, marked in hit.snippet if marked] == ["grain talks"]
    assert (hit.kind, hit.day, hit.outlet) == ("document", "2017-01-01", "The Courier")
    (event,) = hits(index, "geneva").hits
    assert (event.doc_id, event.start, event.end) == (samples.event(1).doc_id, 0, 56)


def test_counts_are_of_all_and_pages_follow_one_another(index: sqlite3.Connection) -> None:
    first, second = (hits(index, "grain", kind="document", limit=1, offset=at) for at in (0, 1))
    assert first.total["document"] == 2 and len(first.hits) == len(second.hits) == 1
    assert {hit.row_id for hit in (*first.hits, *second.hits)} == {samples.document(n).doc_id for n in (1, 2)}


def test_what_is_understood() -> None:
    assert terms('a "b c" -d speaker:e f* OR g') == (
        Term(("a",)),
        Term(("b", "c")),
        Term(("d",), without=True),
        Term(("e",), "speaker"),
        Term(("f",), prefix=True),
        Term(("g",), either=True),
    )
    assert expression(terms("a b OR c -d")) == '(("a") AND ("b" OR "c")) NOT "d"'


def test_an_unknown_field_is_said_and_read_as_a_word(index: sqlite3.Connection) -> None:
    told = hits(index, "mood:good grain").told
    assert len(told) == 1 and told[0].startswith("There is no field mood; it was read as a word.")


@pytest.mark.parametrize("query", ["", "  ", "-", '"', '""', "-grain", "***", "()", "OR", "\0", "…"])
def test_a_query_without_a_word_says_so(index: sqlite3.Connection, query: str) -> None:
    if query == "OR":
        assert hits(index, query).total["document"] == 0
        return
    with pytest.raises(UsageError, match="There is no word to look for"):
        hits(index, query)


HARD = st.text(alphabet=st.sampled_from("ab \"*()-:^+{}[]NEARORANDNOT\\'\0\x02\ud800é漢;%_,.=#@"), max_size=60)


@settings(deadline=None)
@given(st.one_of(HARD, st.text(max_size=80)))
def test_nothing_that_is_typed_is_an_error_of_syntax(index: sqlite3.Connection, query: str) -> None:
    try:
        result = hits(index, query)
    except UsageError:
        return
    assert len(result.hits) <= 60 and all(hit.snippet for hit in result.hits)


def test_only_three_kinds(index: sqlite3.Connection) -> None:
    with pytest.raises(UsageError, match=r"There is no kind poll\. There are: document, quote, event\."):
        hits(index, "grain", kind="poll")


def test_the_cache_follows_the_store_and_may_be_thrown_away(tmp_path: Path) -> None:
    root = samples.store(tmp_path, documents=[document(1, BODY)])
    with Database(root) as database:
        with opened(database) as one:
            assert hits(one, "grain").total["document"] == 1
        before = (root / CACHE).stat().st_mtime_ns
        with opened(database):
            assert (root / CACHE).stat().st_mtime_ns == before, "it is not built twice"
        (root / CACHE).write_bytes(b"no database")
        with opened(database) as again:
            assert hits(again, "grain").total["document"] == 1
    samples.store(root, documents=[document(1, "Nothing of the kind.")])
    with Database(root) as database, opened(database) as new:
        assert hits(new, "grain").total["document"] == 0


def test_a_folder_that_may_not_be_written_is_searched_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = samples.store(tmp_path, documents=[document(1, BODY)])
    (root / CACHE).mkdir()
    with Database(root) as database, opened(database) as index:
        assert hits(index, "grain").total["document"] == 1


def test_a_search_that_takes_too_long_is_given_up(index: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SECONDS", -1.0)
    monkeypatch.setattr(search, "STEPS", 1)
    with pytest.raises(StoreError, match="The search took longer than"):
        hits(index, "grain OR talks OR the OR of")


@pytest.mark.parametrize("query", ["Russia", "RUS", "state:rus", '"Russian Federation"', "Türkiye", "turkiye", "TUR"])
def test_imported_events_are_found_by_every_name_of_their_states(tmp_path: Path, query: str) -> None:
    bare = {"start": None, "end": None, "trigger_start": None, "trigger_end": None, "origin": "icews"}
    codes = {"source_text": None, "target_text": None, "doc_id": "story"}
    told = samples.event(1, **bare, **codes, source=("RUS",), target=("TUR",))
    other = samples.event(2, **bare, **codes, source=("NOR",), target=("SWE",))
    root = samples.store(tmp_path, events=[told, other], incidents=[samples.incident(1), samples.incident(2)])
    with Database(root) as database, opened(database) as index:
        (hit,) = hits(index, query).hits
    assert (hit.row_id, hit.incident_id) == (told.event_id, told.incident_id)


def test_what_a_killed_process_left_half_written_is_removed(tmp_path: Path) -> None:
    root = samples.store(tmp_path, documents=[document(1, BODY)])
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    left = root / f"{CACHE}.{gone.pid}.tmp"
    alive, foreign = root / f"{CACHE}.{os.getppid()}.tmp", root / f"{CACHE}.mine.tmp"
    for path in (left, alive, foreign):
        path.write_bytes(b"half")
    with Database(root) as database, opened(database):
        assert not left.exists() and foreign.exists()
        assert alive.exists() or os.name != "posix"
        left.write_bytes(b"half again")
        with opened(database) as index:
            assert hits(index, "grain").total["document"] == 1
        assert not left.exists(), "where the cache is there already too"


def test_texts_lose_the_marks_of_snippets(tmp_path: Path) -> None:
    root = samples.store(tmp_path, documents=[document(1, "Grain \x02was\x03 sold.")])
    with Database(root) as database, opened(database) as index:
        (hit,) = hits(index, "grain").hits
    assert [text for text, marked in hit.snippet if marked] == ["Grain"]
