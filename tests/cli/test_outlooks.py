"""`detente whatif` and `detente backtest` on a small store of imported event data."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from detente import lexicons
from detente.cli.app import run
from detente.measure.reciprocity import kind_of
from tests.cli.samples import detente

CapFd = pytest.CaptureFixture[str]

HEAD = (
    "Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|Intensity|Target Name|"
    "Target Sectors|Target Country|Story ID|Sentence Number|Publisher|City|District|Province|Country|Latitude|Longitude"
)


def row(number: int, day: date, one: str, code: str, two: str) -> str:
    cells = [str(number), day.isoformat(), one, "", one, "", code, "0", two, "", two, str(number), "1", "Fjord Post"]
    return "\t".join([*cells, *[""] * 6])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Norway accuses Sweden, Sweden answers two days later; now and then one of them praises the other."""
    folder = tmp_path_factory.mktemp("icews")
    lines, day = [HEAD.replace("|", "\t")], date(2011, 1, 3)
    for n in range(60):
        day += timedelta(days=5 + (n * 7) % 9)
        lines.append(row(4 * n, day, "Norway", "112", "Sweden"))
        lines.append(row(4 * n + 1, day + timedelta(days=2), "Sweden", "112", "Norway"))
        lines.append(row(4 * n + 2, day + timedelta(days=4), "Sweden", "051", "Norway"))
    (folder / "events.tab").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "few.toml").write_text("[measure]\nhawkes_events = 40\noutlook_events = 60\n", encoding="utf-8")
    given = ["icews", folder / "events.tab", "--store", folder / "s", "--config", folder / "few.toml"]
    assert run(["import", *map(str, given)]) == 0
    return folder


@pytest.mark.parametrize("line", lexicons.table("next_steps"), ids=lambda line: line["word"])
def test_every_word_for_a_step_has_its_kind(line: lexicons.Row) -> None:
    assert line["example"].split()[-1] == line["word"]
    assert kind_of(line["word"]) == line["yields"] == line["measure"]


def test_whatif_expects_the_answer_of_the_other_side(store: Path, capfd: CapFd) -> None:
    found = detente(capfd, "whatif", "Norway", "SWE", "--act", "accuse", "--store", store / "s", "--json")
    told = json.loads(found.out)
    answers = {(e["a"], e["measure"], e["week"]): e["acts"] for e in told["expected"]}
    assert found.status == 0 and told["measure"] == "conflict"
    assert answers["SWE", "conflict", 1] > 0.3 > answers["NOR", "cooperation", 1]


def test_whatif_says_it_in_a_table(store: Path, capfd: CapFd) -> None:
    found = detente(capfd, "whatif", "NOR", "SWE", "--act", "sanctions", "--weeks", "2", "--store", store / "s")
    assert found.out.startswith("1 conflict act of NOR toward SWE, and what follows beyond the usual:")
    (line,) = (line for line in found.out.splitlines() if line.startswith("SWE to NOR, conflict"))
    assert line.count("(") == 2 and "week 3" not in found.out
    assert "need not be meant as an answer" in found.err


def test_whatif_names_what_it_does_not_know(store: Path, capfd: CapFd) -> None:
    assert (
        "There is no kind of act named dance."
        in detente(capfd, "whatif", "NOR", "SWE", "--act", "dance", "--store", store / "s").err
    )
    found = detente(capfd, "whatif", "NOR", "FIN", "--store", store / "s")
    assert found.status == 2 and "too little of NOR and FIN" in found.err


def test_backtest_prints_the_plain_rules_beside_the_pool(store: Path, capfd: CapFd) -> None:
    found = detente(capfd, "backtest", "--store", store / "s", "--config", store / "few.toml", "--json")
    scores = json.loads(found.out)["scores"]
    told = {(s["forecaster"], s["measure"], s["period"]) for s in scores}
    rules = {"pool", "mean so far", "last value", "discounted mean"}
    assert told >= {(rule, measure, "week") for rule in rules for measure in ("cooperation", "conflict")}
    assert told >= {(rule, "index", "week") for rule in ("pool", "model alone")}
    assert all(0 <= s["covered"] <= 1 and s["n"] > 0 for s in scores)
    shown = detente(capfd, "backtest", "--store", store / "s", "--config", store / "few.toml")
    assert len(shown.out.splitlines()) == len(scores) + 1 and "Log score: higher is better" in shown.err


def test_nothing_to_score_is_said(built: Path, capfd: CapFd) -> None:
    found = detente(capfd, "backtest", "--store", built)
    assert found.status == 2 and "no outlook that can be scored" in found.err


@pytest.mark.parametrize("rows", [1, 2000])
def test_one_event_and_thousands_of_a_day_make_a_page_without_a_nan(tmp_path: Path, capfd: CapFd, rows: int) -> None:
    lines = [row(n, date(2011, 5, 3), "Norway", ("112", "040")[n % 2], "Sweden") for n in range(rows)]
    (tmp_path / "e.tab").write_text("\n".join([HEAD.replace("|", "\t"), *lines]) + "\n", encoding="utf-8")
    assert detente(capfd, "import", "icews", tmp_path / "e.tab", "--store", tmp_path / "s").status == 0
    assert detente(capfd, "dossier", "NOR", "SWE", "--store", tmp_path / "s", "-o", tmp_path / "p.html").status == 0
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert not re.search(r"\b(nan|NaN|inf|Infinity)\b", page.partition("<body>")[2])
    assert "how the relation moved" in page.lower()
