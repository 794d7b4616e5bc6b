from datetime import date

import pytest

from detente.config import Measure
from detente.measure import index, lines, panel, parameters, priors
from detente.measure.acts import gather
from detente.measure.index_outlooks import index_outlooks
from detente.measure.relations import relations
from detente.records import Incident, IndexOutlook
from tests.measure.samples import history, incident


def outlooks(pattern: list[tuple[int, int]]) -> list[IndexOutlook]:
    return list(index_outlooks(history(pattern), Measure()))


def test_next_week_and_month_follow_the_last_day() -> None:
    week, month = outlooks([(2, 1)] * 30)
    assert (week.to - week.from_).days == 6 and week.made_on < week.from_
    assert month.from_.day == 1 and (month.to - month.from_).days >= 27
    for row in (week, month):
        assert -100 <= row.low < row.index < row.high <= 100
        assert sum(part.weight for part in row.mixture) == pytest.approx(1, abs=1e-5)


def test_the_outlook_starts_from_where_the_line_stands_and_is_less_sure_than_the_line() -> None:
    rows = history([(1, 3)] * 30)
    (last,) = [r for r in relations(rows, Measure()) if r.period == "week" and not r.directed][-1:]
    week = index_outlooks(rows, Measure())[0]
    assert week.index == pytest.approx(last.index, abs=8)
    low, high = band_of_the_line(rows)
    assert week.high - week.low > high - low > 10


def band_of_the_line(rows: list[Incident]) -> tuple[float, float]:
    """The central 90 % of the last week around the line itself, without the further moves that `relations` allows."""
    acts = gather(rows)
    acts = acts.keep(~acts.directed)
    counted = panel.build(acts, "week")
    scale = priors.of_panel(counted, acts, parameters.scale("week"))
    held = lines.cells(counted)
    line, _ = lines.smoothed(held, scale)
    theta, sd = lines.theta(line, lines.rows(held, line, scale, panel.SILENCE["week"]))
    low, high = index.band(index.index_of(theta, scale), theta, sd, scale)
    return float(low[-1]), float(high[-1])


def test_friends_are_expected_to_stand_above_foes() -> None:
    assert outlooks([(3, 0)] * 20)[0].index > 40 > -20 > outlooks([(0, 3)] * 20)[0].index


def test_few_or_old_acts_give_no_outlook() -> None:
    assert outlooks([(1, 1)] * 3) == []
    late = incident("late", date(2024, 1, 1), source=("FIN",), target=("DNK",))
    assert index_outlooks([*history([(1, 1)] * 30), late], Measure()) == ()
    assert index_outlooks(history([(1, 1)] * 30), Measure(index="goldstein")) == ()
