from datetime import timedelta

import numpy as np
import pytest

from detente.config import Measure
from detente.measure import counts
from detente.measure.outlooks import outlooks
from tests.measure.samples import START, history, incident

WEEKS = [(1 + n % 4, (n * n) % 3) for n in range(40)]


def test_weights_sum_to_one_and_nothing_looks_ahead() -> None:
    rows = outlooks(history(WEEKS), Measure(outlook_events=20))
    assert rows
    for row in rows:
        assert sum(c.weight for c in row.mixture) == pytest.approx(1, abs=1e-4)
        assert all(c.mean > 0 and c.size > 0 for c in row.mixture)
        assert row.made_on < row.from_ <= row.to


def test_what_comes_later_does_not_change_an_outlook() -> None:
    early = START + timedelta(weeks=20)
    long, short = history(WEEKS), [i for i in history(WEEKS) if i.date_from is not None and i.date_from < early]
    for rows, end in ((long, START + timedelta(weeks=40)), (short, early)):
        rows.append(incident("end", end - timedelta(days=1), source=("DNK",)))
    made = {(o.made_on, o.measure): o for o in outlooks(long, Measure(outlook_events=20)) if (o.to - o.from_).days == 6}
    last = [o for o in outlooks(short, Measure()) if (o.to - o.from_).days == 6]
    assert len(last) == 2
    for row in last:
        assert made[early - timedelta(days=1), row.measure].mixture == row.mixture


def test_a_pair_with_few_incidents_gets_none() -> None:
    assert outlooks(history([(1, 0)] * 5), Measure()) == ()


def test_busier_streams_are_expected_busier() -> None:
    rows = [o for o in outlooks(history([(6, 1)] * 30), Measure()) if (o.to - o.from_).days == 6]
    mean = {
        o.measure: sum(c.weight * c.mean for c in o.mixture) for o in rows if o.made_on == max(r.made_on for r in rows)
    }
    assert mean["cooperation"] == pytest.approx(6, abs=1) and mean["conflict"] == pytest.approx(1, abs=0.5)


def test_log_probability_sums_to_one() -> None:
    k = np.arange(400.0)
    assert float(np.exp(counts.log_probability(k, np.full(400, 3.5), 1.2)).sum()) == pytest.approx(1, abs=1e-9)


def test_solve_solves() -> None:
    matrix = np.array([[4.0, 1, 0], [1, 3, 1], [0, 1, 2]])
    right = np.array([1.0, 2, 3])
    assert np.einsum("ij,j->i", matrix, counts.solve(matrix, right)) == pytest.approx(right.tolist())
