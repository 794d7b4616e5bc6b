"""A simulated world told as news: the store's verdicts on forecasts are what the simulation knows to be true."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

import detente
from detente.config import Config, Engine
from detente.measure.scorecards import scorecards
from detente.records import Document, Forecast, Incident, Score
from detente.resolve.outcomes import overruled

MADE = date(2015, 3, 2)
ACTS = {
    "sign a treaty": ("{a} and {b} signed a treaty on Tuesday, the two foreign ministries said.", "AGREE"),
    "impose sanctions": ("{a} imposed sanctions on {b} on Tuesday, the government said.", "SANCTION"),
    "hold talks": ("{a} and {b} held talks on Tuesday, the two foreign ministries said.", "CONSULT"),
}
HAPPENED = {
    ("Norway", "Sweden", "sign a treaty"): date(2015, 4, 14),
    ("Norway", "Sweden", "hold talks"): date(2015, 5, 26),
    ("Chile", "Peru", "impose sanctions"): date(2015, 2, 17),
    ("Chile", "Peru", "hold talks"): date(2015, 6, 23),
}
"""What the simulation lets happen, on Tuesdays: twice in time, once before the forecast, once after the horizon."""

SAID = {
    80: '"There is an 80 percent chance that {} before the end of May," said Mara Elling of the Lake Institute.',
    30: "Bo Carlsen, who teaches history, puts the odds at three in ten that {} before the end of May.",
}

CLAIMS = [(a, b, act, p) for a, b in (("Norway", "Sweden"), ("Chile", "Peru")) for act in ACTS for p in (80, 30)]


ASIDES = (
    "Her dog slept under the desk all morning. Outside it snowed on the harbour and the fish market had closed early.",
    "The hall was full. Students had queued since seven, and the coffee ran out before the first question was put.",
    "He smiled as he said it. In his office hang three maps of the coast, all of them drawn by his grandfather.",
    "The book is out next week. It has four hundred pages, no pictures, and a long chapter on lighthouses.",
    "A train passed. The windows of the old library shook, and somebody in the second row dropped a pencil.",
    "Lunch was soup. The waiter knew everybody by name and would not hear of a bill for the visitors.",
    "The radio hummed. On the wall behind the microphone somebody had pinned a child's drawing of a whale.",
    "It was late by then. The cleaners had begun with the corridors, and a bucket stood in front of the lift.",
    "Rain fell on the square. Two boys sold umbrellas to the guests, who paid without asking for change.",
    "The lecture lasted an hour. At the end there were flowers, a bottle of wine, and no applause at all.",
    "A cat walked across the stage. Nobody laughed, since it does so every Thursday when the lamps are lit.",
    "The lift was broken. We took the stairs to the ninth floor, past offices that had been empty for years.",
)


def world() -> Iterator[dict[str, str]]:
    """The pages: one a forecast, the acts, and the weekly bickering that shows that the pair is watched."""
    for n, (a, b, act, p) in enumerate(CLAIMS):
        object_ = f"{b} will {act} with {a}" if act != "impose sanctions" else f"{a} will {act} on {b}"
        yield {
            "id": f"f{n}",
            "date": MADE.isoformat(),
            "outlet": "The Fjord Times",
            "text": f"{SAID[p].format(object_)} {ASIDES[n]}",
        }
    for (a, b, act), day in HAPPENED.items():
        yield {
            "id": f"{a}{act}",
            "date": (day + timedelta(days=2)).isoformat(),
            "outlet": "The Sound",
            "text": ACTS[act][0].format(a=a, b=b),
        }
    for week in range(1, 18):
        sunday = (MADE + timedelta(days=7 * week)).isoformat()
        for a, b in (("Norway", "Sweden"), ("Chile", "Peru")):
            text = f"{a}'s fisheries minister criticised {b} on Sunday over cod quota number {week + 2}."
            yield {"id": f"w{week}{a}", "date": sunday, "outlet": "The Sound", "text": text}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    (folder / "in.jsonl").write_text("".join(json.dumps(page) + "\n" for page in world()), encoding="utf-8")
    detente.build([folder / "in.jsonl"], folder / "s", Config(engine=Engine(workers=1)))
    return folder / "s"


def test_verdicts_are_what_the_simulation_knows(store: Path) -> None:
    names = {"NOR": "Norway", "SWE": "Sweden", "CHL": "Chile", "PER": "Peru"}
    with detente.open(store) as opened:
        forecasts, incidents = opened.records(Forecast), {one.incident_id: one for one in opened.records(Incident)}
    assert len(forecasts) == len(CLAIMS)
    for one in forecasts:
        pair = {names[code] for code in (*one.a, *one.b)}
        act = next(act for act in ACTS if act.split()[-1].startswith((one.about or "?")[:5]))
        day = next((d for (a, b, of), d in HAPPENED.items() if {a, b} == pair and of == act), None)
        true = day is not None and MADE < day <= date(2015, 5, 31)
        assert (one.outcome, one.brier) == (str(true).lower(), pytest.approx((one.p - true) ** 2))  # type: ignore[operator]
        assert one.outcome_basis
        if true:
            assert {incidents[key].plover for key in one.outcome_basis} == {ACTS[act][1]}


def test_the_scores_of_the_store_follow(store: Path) -> None:
    with detente.open(store) as opened:
        forecasts, cards = opened.records(Forecast), opened.records(Score)
    mean = sum(one.brier or 0 for one in forecasts) / len(forecasts)
    speakers = {one.name: one for one in cards if one.of == "speaker"}
    assert {name: (one.rank, one.n_decided, one.n_true) for name, one in speakers.items()} == {
        "Bo Carlsen": (None, 6, 2),
        "Mara Elling": (None, 6, 2),
    }
    (card,) = (one for one in cards if one.of == "outlet")
    assert (card.name, card.rank, card.n_decided, card.n_true) == ("The Fjord Times", 1, 12, 4)
    assert card.brier == pytest.approx(mean, abs=1e-6)
    assert card.skill_base_rate == pytest.approx(1 - mean / (4 / 12 * 8 / 12), abs=1e-5)
    assert [(one.low, one.n_scored, one.n_true) for one in cards if one.of == "bin"] == [(0.2, 6, 2), (0.8, 6, 2)]


def test_what_a_person_decides_flows_into_the_scores(store: Path) -> None:
    with detente.open(store) as opened:
        forecasts, documents = opened.records(Forecast), opened.records(Document)
    first = next(one for one in forecasts if one.outcome == "false")
    ruled = overruled(forecasts, {first.forecast_id: "true"})
    (before, after) = (scorecards(rows, documents)[0] for rows in (forecasts, ruled))
    assert (after.n_true, after.n_by_hand) == (before.n_true + 1, 1)
    assert after.brier != before.brier
