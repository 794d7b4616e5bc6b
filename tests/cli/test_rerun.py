"""`detente rerun` and `detente diff`: a store made again, and two stores side by side."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from detente.store.runs import RUN
from tests.cli.samples import EXPULSION, articles, detente

CapFd = pytest.CaptureFixture[str]


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "s")
    return tmp_path / "s"


def test_a_rerun_is_the_same_byte_for_byte(store: Path, tmp_path: Path, capfd: CapFd) -> None:
    found = detente(capfd, "rerun", store, "--store", tmp_path / "again")
    assert found.status == 0 and found.out == f"{tmp_path / 'again'} holds the same tables, byte for byte.\n"
    assert (tmp_path / "again" / RUN).read_bytes() == (store / RUN).read_bytes()
    assert detente(capfd, "diff", store, tmp_path / "again").out == "The two hold the same rows.\n"


def test_a_rerun_lays_the_corrections_over_it_too(store: Path, tmp_path: Path, capfd: CapFd) -> None:
    event = json.loads(detente(capfd, "export", "events", "--store", store).out.splitlines()[0])["event_id"]
    detente(capfd, "review", "reject", event, "--store", store)
    detente(capfd, "measure", "--store", store)
    assert detente(capfd, "rerun", store / RUN, "--store", tmp_path / "again", "--json").status == 0
    found = detente(capfd, "export", "events", "--store", tmp_path / "again")
    assert event not in found.out


def test_sources_that_changed_are_found_and_named(
    tmp_path: Path, capfd: CapFd, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = articles(tmp_path / "here" / "in")
    monkeypatch.chdir(tmp_path / "here")
    detente(capfd, "build", "in", "--store", tmp_path / "s", "--workers", "1")
    shutil.copytree(sources, tmp_path / "there" / "in")
    (tmp_path / "there" / "in" / "expulsion.txt").write_text(EXPULSION.replace("Poland", "Latvia"), "utf-8")
    again = tmp_path / "again"
    found = detente(capfd, "rerun", tmp_path / "s", "--store", again, "--from", tmp_path / "there")
    assert found.status == 1 and "These tables differ: documents, " in found.out
    told = detente(capfd, "diff", tmp_path / "s", again).out
    assert "documents: 1 came, 1 went, 0 changed (3 rows before, 3 after)" in told
    assert "its document is gone" in told and "its document is new" in told
    rows = tmp_path / "rows.jsonl"
    assert detente(capfd, "diff", tmp_path / "s", again, "-o", rows).status == 0
    changes = [json.loads(line) for line in rows.read_text("utf-8").splitlines()]
    assert {"documents", "events"} <= {change["table"] for change in changes}
    facts = json.loads(detente(capfd, "diff", tmp_path / "s", again, "--table", "documents", "--json").out)
    assert [row["change"] for row in facts["rows"]].count("came") == 1


def test_settings_of_a_build_are_those_of_its_rerun(tmp_path: Path, capfd: CapFd) -> None:
    sources = articles(tmp_path / "in")
    (tmp_path / "own.toml").write_text("[extract]\nmin_p = 0.8\n", "utf-8")
    detente(capfd, "build", sources, "--store", tmp_path / "s", "--config", tmp_path / "own.toml", "--workers", "1")
    run = json.loads((tmp_path / "s" / RUN).read_text("utf-8"))
    assert [step["settings"] for step in run["steps"]] == [{"extract.min_p": 0.8}]
    assert detente(capfd, "rerun", tmp_path / "s", "--store", tmp_path / "again").status == 0


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"format": 2}', '{"format": 1, "steps": [{"do": "rm"}], "tables": {}}']
)
def test_a_file_that_tells_no_run(tmp_path: Path, capfd: CapFd, content: str) -> None:
    (tmp_path / "odd.json").write_text(content, "utf-8")
    found = detente(capfd, "rerun", tmp_path / "odd.json", "--store", tmp_path / "again")
    assert found.status == 2 and "tells no run. Give a store or its RUN.json." in found.err


def test_wrong_places(store: Path, tmp_path: Path, capfd: CapFd) -> None:
    found = detente(capfd, "rerun", tmp_path / "none", "--store", tmp_path / "again")
    assert found.status == 2 and "There is no run to do again in" in found.err
    found = detente(capfd, "rerun", store, "--store", store)
    assert found.status == 1 and "There is a store in" in found.err
    found = detente(capfd, "diff", store, tmp_path / "none")
    assert found.status == 1 and "There is no store in" in found.err
    found = detente(capfd, "diff", store, store, "--table", "poems")
    assert found.status == 1 and "There is no table poems." in found.err


def test_the_same_build_again_is_one_step(store: Path, built: Path, capfd: CapFd) -> None:
    before = (store / RUN).read_bytes()
    detente(capfd, "build", built.parent / "articles", "--store", store)
    detente(capfd, "measure", "--store", store)
    assert (store / RUN).read_bytes() == before
