"""Each command on a small store: what it says, what it writes, what it leaves alone."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from detente import __version__
from detente.cli.app import app, run
from detente.cli.output import progress
from detente.records import STORED
from detente.store.segments import MANIFEST
from tests.cli.samples import ANSWER, articles, detente

CapFd = pytest.CaptureFixture[str]

COMMANDS = [
    "demo",
    "build",
    "dossier",
    "serve",
    "export",
    "code",
    "relate",
    "import",
    "measure",
    "verify",
    "codebook",
    "search",
    "diff",
    "site",
    "mcp",
    "rerun",
    "whatif",
    "backtest",
]
GROUPS = ["review"]


def test_build_says_what_came_in_and_what_to_do_next(tmp_path: Path, capfd: CapFd) -> None:
    sources = articles(tmp_path / "in")
    (sources / "empty.txt").write_bytes(b"")
    store = tmp_path / "s"
    found = detente(capfd, "build", sources, "--store", store, "--workers", "1")
    assert found.status == 0
    lines = found.out.splitlines()
    assert lines[0] == f"3 documents in {store}: 3 new, 0 known before."
    assert "Refused or left out:" in lines
    assert any(line.strip().startswith("1  empty: ") and line.endswith("(empty.txt)") for line in lines)
    assert any(line.startswith("Pairs with most incidents: POL RUS (") for line in lines)
    assert lines[-1] == f"Next: detente dossier POL RUS --store {store} -o POL-RUS.html"
    assert "Reading sentences and coding: 3" in found.err
    assert "  3 of 3, " in found.err and " a second, 0 s left" in found.err


def test_the_next_command_works(built: Path, tmp_path: Path, capfd: CapFd) -> None:
    found = detente(capfd, "dossier", "Poland", "rus", "--store", built, "-o", tmp_path / "POL-RUS.html")
    assert found.status == 0 and "POL-RUS.html written (" in found.out
    page = (tmp_path / "POL-RUS.html").read_text(encoding="utf-8")
    assert page.lstrip().startswith("<!doctype html>") and "Poland" in page


def test_a_second_build_reads_only_what_is_new(built: Path, tmp_path: Path, capfd: CapFd) -> None:
    store, sources = tmp_path / "s", built.parent / "articles"
    shutil.copytree(built, store)
    before = (store / MANIFEST).read_bytes()
    found = detente(capfd, "build", sources, "--store", store)
    assert found.status == 0
    assert found.out.startswith(f"3 documents in {store}: 0 new, 3 known before.")
    assert "coding" not in found.err
    assert (store / MANIFEST).read_bytes() == before


def test_json_is_one_object(built: Path, tmp_path: Path, capfd: CapFd) -> None:
    store, sources = tmp_path / "s", built.parent / "articles"
    shutil.copytree(built, store)
    found = detente(capfd, "build", sources, "--store", store, "--json")
    facts = json.loads(found.out)
    assert found.err == ""
    assert (facts["new"], facts["known"], facts["rows"]["documents"]) == (0, 3, 3)
    assert facts["version"].startswith(f"{__version__}+")
    assert set(facts["rows"]) == set(STORED)
    assert facts["pairs"][0].keys() == {"a", "b", "n_incidents"}


@pytest.mark.parametrize("table", STORED)
def test_export_gives_every_table(table: str, built: Path, tmp_path: Path, capfd: CapFd) -> None:
    rows = detente(capfd, "export", table, "--store", built)
    assert rows.status == 0
    given = [json.loads(line) for line in rows.out.splitlines()]
    cells = list(csv.reader(io.StringIO(detente(capfd, "export", table, "--store", built, "--format", "csv").out)))
    assert len(cells) == len(given) + 1
    assert all(list(row) == cells[0] for row in given)
    target = tmp_path / "x.parquet"
    found = detente(capfd, "export", table, "--store", built, "--format", "parquet", "-o", target, "--json")
    assert json.loads(found.out) == {"table": table, "rows": len(given), "file": str(target)}


def test_every_row_carries_the_version(built: Path, capfd: CapFd) -> None:
    for table in STORED:
        for line in detente(capfd, "export", table, "--store", built).out.splitlines():
            assert json.loads(line)["version"].startswith(f"{__version__}+"), table


def test_code_gives_a_row_for_a_row(tmp_path: Path, capfd: CapFd) -> None:
    rows = [{"id": "a", "text": ANSWER, "date": "2016-05-20"}, {"id": 7, "text": "Nothing happened."}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = detente(capfd, "code", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl")
    assert (found.status, found.out) == (0, "")
    first, second = (json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert list(first) == ["id", "events", "quotes", "forecasts"]
    assert any((e["source"], e["target"], e["quad"]) == (["RUS"], ["POL"], 4) for e in first["events"])
    for event in first["events"]:
        assert 0 <= event["start"] < event["end"] <= len(ANSWER)
        assert event["doc_id"] == "a"
    assert any(ANSWER[q["content"][0]["start"] :].startswith('"We regret') for q in first["quotes"])
    assert second == {"id": 7, "events": [], "quotes": [], "forecasts": []}


def test_code_to_standard_output(tmp_path: Path, capfd: CapFd) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": "Nothing happened."}))
    assert json.loads(detente(capfd, "code", tmp_path / "in.jsonl").out)["id"] == "a"


def test_verify_says_what_it_checked(built: Path, capfd: CapFd) -> None:
    found = detente(capfd, "verify", "--store", built)
    assert found.status == 0
    assert found.out.startswith(f"{built} is sound: ") and "offsets checked" in found.out
    facts = json.loads(detente(capfd, "verify", "--store", built, "--json").out)
    assert facts["faults"] == [] and facts["offsets"] > 20


def test_measure_changes_nothing_where_nothing_changed(built: Path, tmp_path: Path, capfd: CapFd) -> None:
    store = tmp_path / "s"
    shutil.copytree(built, store)
    before = (store / MANIFEST).read_bytes()
    assert detente(capfd, "measure", "--store", store).status == 0
    assert (store / MANIFEST).read_bytes() == before


def test_codebook_prints_tables_and_codes(capfd: CapFd) -> None:
    found = detente(capfd, "codebook")
    assert found.status == 0
    assert all(f"\n## {table}\n" in found.out for table in STORED)
    assert set(json.loads(detente(capfd, "codebook", "--json").out)) == {"detente", "tables", "codes"}


def test_import_joins_other_peoples_events(tmp_path: Path, capfd: CapFd) -> None:
    header = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
    header += "Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\t"
    header += "Province\tCountry\tLatitude\tLongitude"
    row = "1\t2018-01-05\tRussia\t\tRussian Federation\tMake a visit\t042\t1.9\t"
    row += "Poland\t\tPoland\t9\t1\tWire\tWarsaw\t\t\tPoland\t0\t0"
    (tmp_path / "icews.tab").write_text(f"{header}\n{row}\n", encoding="utf-8")
    store = tmp_path / "s"
    found = detente(capfd, "import", "icews", tmp_path / "icews.tab", "--store", store)
    assert found.status == 0, found.err
    assert "POL RUS (1)" in found.out
    events = [json.loads(line) for line in detente(capfd, "export", "events", "--store", store).out.splitlines()]
    assert {event["origin"] for event in events} == {"icews"}
    assert all(event["version"].startswith(__version__) for event in events)
    assert detente(capfd, "verify", "--store", store).status == 0
    before = (store / MANIFEST).read_bytes()
    assert detente(capfd, "import", "icews", tmp_path / "icews.tab", "--store", store).status == 0
    assert (store / MANIFEST).read_bytes() == before, "the same file again changes nothing"
    sources = articles(tmp_path / "in")
    assert detente(capfd, "build", sources, "--store", store, "--workers", "1").status == 0
    events = [json.loads(line) for line in detente(capfd, "export", "events", "--store", store).out.splitlines()]
    assert {event["origin"] for event in events} == {"icews", "text"}


def test_import_of_an_unknown_kind(tmp_path: Path, capfd: CapFd) -> None:
    found = detente(capfd, "import", "acled", tmp_path / "x", "--store", tmp_path / "s")
    assert found.status == 1 and "There are: gdelt, icews, plover, polecat." in found.err


def test_version_and_help(capfd: CapFd) -> None:
    assert detente(capfd, "--version").out == f"detente {__version__}\n"
    top = detente(capfd, "--help")
    assert top.status == 0
    assert all(f"  {command} " in top.out for command in COMMANDS)
    assert "Start with: detente demo" in top.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capfd: CapFd) -> None:
    found = detente(capfd, command, "--help")
    assert found.status == 0
    for option in ("--config", "--json", "--debug", "--help"):
        assert option in found.out or (command, option) == ("mcp", "--json"), "it speaks JSON and nothing else"
    assert not any(line.rstrip().endswith("TEXT") for line in found.out.splitlines()), "an option without a help text"


def test_there_is_no_command_without_a_test() -> None:
    names = [
        command.name or (command.callback.__name__ if command.callback else "") for command in app.registered_commands
    ]
    assert sorted(names) == sorted(COMMANDS)
    groups = [group.typer_instance for group in app.registered_groups]
    assert [group.info.name for group in groups if group is not None] == GROUPS


@pytest.mark.parametrize("group", GROUPS)
def test_every_command_of_a_group_explains_itself(group: str, capfd: CapFd) -> None:
    inner = detente(capfd, group, "--help").out.partition("Commands:")[2].split("\n  ")
    names = [line.split()[0] for line in inner if line.strip() and not line.startswith(" ")]
    assert names
    for name in names:
        found = detente(capfd, group, name, "--help")
        assert found.status == 0 and "--json" in found.out and "--debug" in found.out
        assert not any(line.rstrip().endswith("TEXT") for line in found.out.splitlines() if "  --" in line)


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    import subprocess

    check = (
        "import sys, contextlib, io\n"
        "from detente.cli.app import run\n"
        "with contextlib.redirect_stdout(io.StringIO()): run(['--help'])\n"
        "names = {'spacy', 'duckdb', 'pyarrow', 'numpy', 'jinja2', 'ahocorasick', 'detente.lexicons'}\n"
        "heavy = names & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)\n"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
    check = "import sys, detente; sys.exit(f'{len(sys.modules)}' if 'detente.records' in sys.modules else 0)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_interrupting_is_said_to_be_safe(capfd: CapFd, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.store import codebook

    def interrupted() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(codebook, "markdown", interrupted)
    found = detente(capfd, "codebook")
    assert found.status == 130 and "the same command goes on from here" in found.err


def test_progress_on_a_terminal_shows_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with progress() as report:
        report("code", 0, 4)
        report("code", 4, 4)
    assert "Reading sentences and coding" in screen.getvalue() and "4 of 4" in screen.getvalue()


def test_completion_is_on(capfd: CapFd) -> None:
    assert "--install-completion" in detente(capfd, "--help").out


def test_run_takes_its_arguments_from_the_command_line(monkeypatch: pytest.MonkeyPatch, capfd: CapFd) -> None:
    monkeypatch.setattr(sys, "argv", ["detente", "--version"])
    assert run() == 0
    assert capfd.readouterr().out == f"detente {__version__}\n"


def test_events_leave_in_the_layout_of_a_data_set_and_say_what_had_no_place(
    built: Path, tmp_path: Path, capfd: CapFd
) -> None:
    found = detente(capfd, "export", "events", "--store", built, "--layout", "icews", "-o", tmp_path / "x.tab")
    assert found.status == 0 and "events were left out" in found.err
    again = detente(capfd, "import", "icews", tmp_path / "x.tab", "--store", tmp_path / "again")
    assert again.status == 0 and "POL RUS" in again.out
    assert "for events, not for quotes" in detente(capfd, "export", "quotes", "--store", built, "--layout", "icews").err
    folded = detente(capfd, "export", "events", "--store", built, "--fold")
    plain = detente(capfd, "export", "events", "--store", built)
    fewer, more = (one.out.count('"status": "planned"') for one in (folded, plain))
    assert fewer < more
    assert (
        "leave as jsonl or csv"
        in detente(
            capfd, "export", "events", "--store", built, "--fold", "--format", "parquet", "-o", tmp_path / "x.parquet"
        ).err
    )
