"""Whatever is wrong is said in one sentence with the right status, and nothing is lost or half-written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.store.segments import LOCK, MANIFEST, Writer, read
from tests.cli.samples import ANSWER, articles, detente
from tests.store import samples

CapFd = pytest.CaptureFixture[str]


def rejects(capfd: CapFd, store: Path) -> list[tuple[str, str | None, str]]:
    found = detente(capfd, "export", "rejects", "--store", store)
    return [(Path(r["path"]).name, r["place"], r["code"]) for r in map(json.loads, found.out.splitlines())]


def test_missing_path(tmp_path: Path, capfd: CapFd) -> None:
    found = detente(capfd, "build", tmp_path / "nowhere", "--store", tmp_path / "s")
    assert found.status == 2
    assert found.err == f"detente: There is no file or folder {tmp_path / 'nowhere'}. Check the spelling of the path.\n"
    assert not (tmp_path / "s").exists()


def test_empty_folder(tmp_path: Path, capfd: CapFd) -> None:
    (tmp_path / "in").mkdir()
    found = detente(capfd, "build", tmp_path / "in", "--store", tmp_path / "s")
    assert found.status == 2
    assert f"detente: There is no file in {tmp_path / 'in'}. Give files or folders that hold text" in found.err
    assert not (tmp_path / "s").exists()


def test_an_engine_that_is_not_there_leaves_nothing_behind(tmp_path: Path, capfd: CapFd) -> None:
    found = detente(capfd, "build", articles(tmp_path / "in"), "--store", tmp_path / "s", "--engine", "steam")
    assert found.status == 1
    assert found.err == "detente: There is no engine named steam. There are: local, ray.\n"
    assert not (tmp_path / "s").exists()


def test_nothing_usable_is_said_with_the_reasons(tmp_path: Path, capfd: CapFd) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "picture.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    found = detente(capfd, "build", tmp_path / "in", "--store", tmp_path / "s")
    assert found.status == 2
    last = found.err.splitlines()[-1]
    assert last.startswith("detente: Nothing in the input can be used. ")
    assert "picture.txt: " in last and "empty.txt: " in last
    assert sorted(rejects(capfd, tmp_path / "s")) == [("empty.txt", None, "empty"), ("picture.txt", None, "binary")]


def test_bad_files_beside_a_good_one_are_listed_and_counted(tmp_path: Path, capfd: CapFd) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    (sources / "binary.txt").write_bytes(b"\x7fELF\x02\x01\x01" + bytes(2000))
    (sources / "empty.txt").write_bytes(b"")
    (sources / "blank.txt").write_text(" \n\n", encoding="utf-8")
    good = json.dumps({"id": "good", "date": "2016-05-20", "text": ANSWER})
    lines = [good, '{"id": "cut", "text": "Russia', '{"id": "mute"}', "[1, 2]", '{"id": "void", "text": "  "}']
    (sources / "wire.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = detente(capfd, "build", sources, "--store", tmp_path / "s", "--workers", "1")
    assert found.status == 0
    assert "1 documents in" in found.out and "Refused or left out:" in found.out
    assert sorted(rejects(capfd, tmp_path / "s"), key=str) == [
        ("binary.txt", None, "binary"),
        ("blank.txt", None, "empty"),
        ("empty.txt", None, "empty"),
        ("wire.jsonl", "line 2", "json"),
        ("wire.jsonl", "line 3", "no_text"),
        ("wire.jsonl", "line 4", "record"),
        ("wire.jsonl", "line 5", "no_text"),
    ]


def test_store_of_another_version(tmp_path: Path, capfd: CapFd) -> None:
    store = samples.store(tmp_path / "s")
    before = json.loads((store / MANIFEST).read_text())
    (store / MANIFEST).write_text(json.dumps(before | {"format": 77, "detente": "9.1"}))
    written = (store / MANIFEST).read_bytes()
    sources = articles(tmp_path / "in")
    for command in (["build", str(sources)], ["export", "events"], ["verify"], ["measure"], ["dossier", "RUS", "USA"]):
        found = detente(capfd, *command, "--store", store)
        assert found.status == 3, command
        assert "was made by another version of Détente (9.1, format 77)" in found.err.splitlines()[-1]
        assert found.err.splitlines()[-1].endswith("Build it again from its sources into an empty folder.")
    assert (store / MANIFEST).read_bytes() == written


def test_store_that_another_process_is_writing(tmp_path: Path, capfd: CapFd) -> None:
    store = samples.store(tmp_path / "s")
    sources = articles(tmp_path / "in")
    with Writer(store):
        holder = (store / LOCK).read_text().strip()
        found = detente(capfd, "build", sources, "--store", store)
        assert found.status == 3
        assert f"The store {store} is being written by process {holder}. Wait for it" in found.err.splitlines()[-1]
        assert detente(capfd, "export", "events", "--store", store).status == 0, "reading goes on"


@pytest.mark.parametrize("command", ["build", "demo"])
def test_unwritable_folder(command: str, tmp_path: Path, capfd: CapFd) -> None:
    (tmp_path / "file").write_text("in the way")
    given = {"build": ["build", str(articles(tmp_path / "in"))], "demo": ["demo", "--no-serve"]}
    found = detente(capfd, *given[command], "--store", tmp_path / "file" / "s")
    assert found.status == 3
    assert f"The store {tmp_path / 'file' / 's'} cannot be written: not a directory" in found.err.splitlines()[-1]
    assert found.err.splitlines()[-1].endswith("Choose a folder that you may write to with --store.")


def test_a_folder_of_other_things_is_not_a_store(tmp_path: Path, capfd: CapFd) -> None:
    sources = articles(tmp_path / "in")
    found = detente(capfd, "build", sources, "--store", sources)
    assert found.status == 1
    assert "is not a store and not empty: it holds expulsion.txt. Give an empty or a new folder" in found.err


def test_a_pair_that_the_store_does_not_hold(built: Path, tmp_path: Path, capfd: CapFd) -> None:
    found = detente(capfd, "dossier", "FRA", "BRA", "--store", built, "-o", tmp_path / "x.html")
    assert found.status == 1
    assert "BRA" in found.err and "FRA" in found.err
    assert "POL and RUS" in found.err or "POL RUS" in found.err or "POL–RUS" in found.err, found.err
    assert not (tmp_path / "x.html").exists()


def test_unknown_table_and_format(built: Path, capfd: CapFd) -> None:
    found = detente(capfd, "export", "evnets", "--store", built)
    assert (found.status, found.out) == (1, "")
    assert found.err.startswith("detente: There is no table evnets. There are: documents, rejects, events, ")
    found = detente(capfd, "export", "events", "--format", "xlsx", "--store", built)
    assert (found.status, found.err) == (1, "detente: There is no format xlsx. There are: jsonl, csv, parquet, dta.\n")


def test_unknown_setting_names_the_nearest(tmp_path: Path, capfd: CapFd, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my.toml").write_text("[engine]\nworker = 2\n")
    sources = articles(tmp_path / "in")
    found = detente(capfd, "build", sources, "--store", tmp_path / "s", "--config", tmp_path / "my.toml")
    assert (found.status, found.err) == (
        1,
        "detente: There is no setting engine.worker. Did you mean engine.workers?\n",
    )
    monkeypatch.setenv("DETENTE_ENGINE_TIMEOUT", "soon")
    found = detente(capfd, "build", sources, "--store", tmp_path / "s")
    assert (found.status, found.err) == (1, "detente: The setting engine.timeout must be of type float, not 'soon'.\n")
    found = detente(capfd, "build", sources, "--store", tmp_path / "s", "--config", tmp_path / "none.toml")
    assert found.status == 1 and "cannot be read: No such file or directory" in found.err
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["code"], "Missing argument"),
        (["nonsense"], "No such command"),
        (["export", "events"], "Missing option"),
        (["build", "x", "--store", "s", "--wrokers", "2"], "No such option"),
        (["dossier", "RUS", "--store", "s"], "Missing argument"),
    ],
)
def test_wrong_usage_is_status_1_and_points_to_help(given: list[str], said: str, capfd: CapFd) -> None:
    found = detente(capfd, *given)
    assert (found.status, found.out) == (1, "")
    assert said in found.err and "--help" in found.err
    assert len(found.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("RU", "POL", "There is no state or organisation RU. Did you mean RUS? All codes: detente codebook."),
        ("Polnad", "RUS", "There is no state or organisation Polnad. Did you mean POL? All codes: detente codebook."),
        ("RUS", "RUS", "A dossier is about two different states, not RUS twice. Name two codes: RUS USA."),
    ],
)
def test_bad_codes(a: str, b: str, said: str, built: Path, tmp_path: Path, capfd: CapFd) -> None:
    found = detente(capfd, "dossier", a, b, "--store", built, "-o", tmp_path / "x.html")
    assert (found.status, found.err) == (1, f"detente: {said}\n")
    assert not (tmp_path / "x.html").exists()


def test_bad_passages_are_named_and_skipped(tmp_path: Path, capfd: CapFd) -> None:
    rows = ['{"id": 1, "text": "Russia expelled two diplomats."}', "{broken", '{"id": 2}', '{"text": "no id"}']
    rows += ['{"id": 3, "text": "x", "date": "yesterday"}', '["list"]', ""]
    (tmp_path / "in.jsonl").write_text("\n".join(rows))
    found = detente(capfd, "code", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl")
    assert found.status == 0
    path = tmp_path / "in.jsonl"
    assert [line for line in found.err.splitlines() if line.startswith("Skipped")] == [
        f"Skipped {path}, line 2: it is not valid JSON.",
        f"Skipped {path}, line 3: it has no text.",
        f"Skipped {path}, line 4: it has no id.",
        f"Skipped {path}, line 5: its date 'yesterday' is not a day such as 2017-01-28.",
        f"Skipped {path}, line 6: it is no JSON object.",
    ]
    assert [json.loads(line)["id"] for line in (tmp_path / "out.jsonl").read_text().splitlines()] == [1]


def test_no_usable_passage(tmp_path: Path, capfd: CapFd) -> None:
    (tmp_path / "in.jsonl").write_text("{}\n")
    found = detente(capfd, "code", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl")
    assert found.status == 2
    assert "can be used: " in found.err and "line 1: it has no id." in found.err
    assert not (tmp_path / "out.jsonl").exists()
    assert detente(capfd, "code", tmp_path / "none.jsonl").status == 2


def test_output_that_cannot_be_written(built: Path, tmp_path: Path, capfd: CapFd) -> None:
    target = tmp_path / "missing" / "x"
    for command in (["export", "events", "--store", str(built)], ["dossier", "POL", "RUS", "--store", str(built)]):
        found = detente(capfd, *command, "-o", target)
        assert found.status == 3
        assert f"The file {target} cannot be written: no such file or directory." in found.err


def test_no_store_there(tmp_path: Path, capfd: CapFd) -> None:
    for command in (["export", "events"], ["verify"], ["dossier", "RUS", "USA"], ["serve"], ["measure"]):
        found = detente(capfd, *command, "--store", tmp_path / "s")
        assert found.status == 1
        assert f"There is no store in {tmp_path / 's'}. Make one: detente build" in found.err
        assert not (tmp_path / "s").exists()


def test_damage_is_named(built: Path, tmp_path: Path, capfd: CapFd) -> None:
    import shutil

    store = tmp_path / "s"
    shutil.copytree(built, store)
    segment = read(store).segments("publish", "events")[0]
    (store / segment.file).write_bytes(b"PAR1")
    found = detente(capfd, "verify", "--store", store)
    assert found.status == 3 and f"The segment {store / segment.file} is damaged" in found.err
    assert detente(capfd, "export", "events", "--store", store).status == 3


def test_a_bug_is_said_without_a_traceback(capfd: CapFd, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.store import codebook

    def broken() -> str:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(codebook, "markdown", broken)
    found = detente(capfd, "codebook")
    assert found.status == 3
    assert found.err == (
        "detente: This is a bug in Détente: ZeroDivisionError: division by zero. Run again with --debug.\n"
    )
    found = detente(capfd, "codebook", "--debug")
    assert "Traceback (most recent call last)" in found.err
