from datetime import timedelta

import numpy as np
import pytest

from detente.measure import index, lines, panel, parameters, priors
from detente.measure.acts import Acts, gather
from detente.measure.panel import Floats
from detente.measure.priors import Beginnings
from detente.records import Incident
from tests.measure.samples import START, incident

SCALE = parameters.scale("week")
PLACES = ("DNK", "EST", "FIN", "LTU", "LVA", "NOR", "SWE")


def between(a: str, b: str, *, quad: int, weeks: int) -> list[Incident]:
    """One act a week."""
    return [
        incident(f"{a}{b}{n}", START + timedelta(weeks=n), quad=quad, source=(a,), target=(b,)) for n in range(weeks)
    ]


def quarrels() -> list[Incident]:
    """Norway is at odds with five states, Sweden at peace with them; of the two together there is one act."""
    rows = [r for other in PLACES[:5] for r in between(other, "NOR", quad=4, weeks=10)]
    return rows + [r for other in PLACES[:5] for r in between(other, "SWE", quad=1, weeks=10)]


def found(acts: Acts, a: str, b: str) -> tuple[float, float]:
    whole: Beginnings = priors.beginnings(acts, SCALE)
    at = whole.codes.tolist().index(acts.states.index(a) * len(acts.states) + acts.states.index(b))
    return float(whole.theta[at]), float(whole.sd[at])


def test_a_pair_begins_where_its_states_stand_with_others() -> None:
    acts = gather([*quarrels(), *between("DNK", "FIN", quad=1, weeks=1), *between("EST", "NOR", quad=4, weeks=1)])
    assert found(acts, "EST", "NOR")[0] < found(acts, "DNK", "FIN")[0]
    assert found(acts, "DNK", "NOR")[0] < found(acts, "DNK", "SWE")[0]


def test_what_a_pair_does_has_no_part_in_where_it_begins() -> None:
    few = gather([*quarrels(), *between("NOR", "SWE", quad=1, weeks=1)])
    many = gather([*quarrels(), *between("NOR", "SWE", quad=4, weeks=30)])
    assert found(few, "NOR", "SWE") == found(many, "NOR", "SWE")


def test_a_pair_by_itself_begins_anywhere() -> None:
    theta, sd = found(gather(between("NOR", "SWE", quad=4, weeks=30)), "NOR", "SWE")
    known = found(gather([*quarrels(), *between("NOR", "SWE", quad=4, weeks=1)]), "NOR", "SWE")
    assert theta == SCALE.start
    assert sd > 0.9 > known[1] >= SCALE.start_sd


@pytest.mark.parametrize("times", [1, 5, 50])
def test_a_quiet_pair_moves_slowly_however_loud_its_weeks_are(times: int) -> None:
    weekly = [START + timedelta(weeks=n) for n in range(40)]
    rows = [incident(f"a{n}", day, source=("DNK",), target=("FIN",)) for n, day in enumerate(weekly)]
    rows += [incident(f"b{n}x{k}", day) for n, day in enumerate(weekly[::8]) for k in range(times)]
    acts = gather(rows)
    acts = acts.keep(~acts.directed)
    counted = panel.build(acts, "week")
    scale = priors.of_panel(counted, acts, SCALE)
    steps = dict(zip([a for a, _, _ in counted.series], np.ravel(scale.step).tolist(), strict=True))
    assert steps["DNK"] == pytest.approx(SCALE.step * 40 / 44)
    assert steps["NOR"] == pytest.approx(SCALE.step * SCALE.least)


def test_around_the_line_itself_the_band_holds_where_nothing_leaps() -> None:
    """Worlds that move as the model thinks, without rare leaps: nine weeks in ten around the mode too."""
    chance, periods, series = np.random.default_rng(4), 80, 60
    level = chance.normal(SCALE.start, SCALE.start_sd, series)
    level = level + np.cumsum(chance.standard_t(8.0, (periods, series)) * SCALE.step, axis=0)
    swing = np.zeros((periods, series))
    swing[0] = chance.normal(0, SCALE.swing / np.sqrt(1 - SCALE.rho**2), series)
    for t in range(1, periods):
        swing[t] = SCALE.rho * swing[t - 1] + SCALE.swing * chance.normal(size=series)
    theta = level + swing
    shares = np.stack(index.shares(theta, SCALE), axis=-1)
    counts = np.moveaxis(np.array([[chance.multinomial(1, p) for p in row] for row in shares]), 2, 0).astype(float)
    counts[:, chance.random((periods, series)) < 0.5] = 0
    path = index.smooth(counts, SCALE)
    low, high = index.band(path.index, path.theta, path.sd, SCALE)
    true = index.index_of(theta, SCALE)
    assert 0.85 <= float(((low <= true) & (true <= high)).mean()) <= 0.95


def world(period: str, freedom: float, acts: float) -> tuple[Floats, Floats]:
    """Theta of 150 series over 80 periods that moves as the model thinks, by steps of some freedom, and acts told."""
    scale, chance, size = parameters.scale(period), np.random.default_rng(5), (80, 150)
    level = chance.normal(scale.start, scale.start_sd, size[1])
    level = level + np.cumsum(chance.standard_t(freedom, size) * scale.step, axis=0)
    swing = np.zeros(size)
    swing[0] = chance.normal(0, scale.swing / np.sqrt(1 - scale.rho**2), size[1])
    for t in range(1, size[0]):
        swing[t] = scale.rho * swing[t - 1] + scale.swing * chance.normal(size=size[1])
    theta = level + swing
    told = chance.poisson(acts, size)
    return theta, np.moveaxis(chance.multinomial(told, np.stack(index.shares(theta, scale), -1)), 2, 0).astype(float)


@pytest.mark.parametrize("acts", [0.5, 5.0])
@pytest.mark.parametrize("freedom", [2.0, 8.0])
@pytest.mark.parametrize("period", ["day", "week", "month"])
def test_the_band_holds_the_index_as_often_as_it_says(period: str, freedom: float, acts: float) -> None:
    """Worlds that move as the model thinks, with its rare leaps and without: nine periods in ten, or more."""
    theta, counts = world(period, freedom, acts)
    scale = parameters.scale(period)
    path = index.smooth(counts, scale)
    loose = index.loosened(path, counts, scale)
    low, high = index.band(path.index, loose.theta, loose.sd, scale)
    true = index.index_of(theta, scale)
    assert 0.87 <= float(((low <= true) & (true <= high)).mean()) <= 0.99
    assert np.all((low <= path.index) & (path.index <= high))
    close = index.band(path.index, path.theta, path.sd, scale)
    assert float((high - low).mean()) < 1.7 * float((close[1] - close[0]).mean())


def test_of_panel_is_what_the_rows_are_made_with() -> None:
    acts = gather(quarrels())
    acts = acts.keep(~acts.directed)
    counted = panel.build(acts, "week")
    scale = priors.of_panel(counted, acts, SCALE)
    line, _ = lines.smoothed(lines.cells(counted), scale)
    assert set(line.start.tolist()) == set(np.ravel(scale.start).tolist())
