import numpy as np
import pytest

from detente.measure import index, lines, parameters
from detente.measure.lines import Cells
from detente.measure.panel import Floats
from tests.measure.test_index import counts

SCALE = parameters.scale("week")
GAP = 8


def sparse() -> tuple[Floats, Cells]:
    """Counts (4, T, 3) with silences of many lengths, and the same as cells."""
    data = counts(periods=50)
    for series, silences in enumerate(((3, 4), (10, 18), (20, 33))):
        data[:, silences[0] : silences[1], series] = 0
    data[:, 40:42, 1] = 0
    data[0, [0, -1]] += 1
    found = [np.flatnonzero(data[:, :, n].sum(0) > 0) for n in range(3)]
    gaps = [np.append(np.diff(at), 0) for at in found]
    held = np.concatenate([data[:, at, n] for n, at in enumerate(found)], axis=1)
    of = np.repeat(np.arange(3), [len(at) for at in found])
    return data, Cells(of, np.concatenate(found), np.concatenate(gaps), held, held.sum(0).astype(np.int64))


def test_rows_are_those_of_the_path_over_every_period() -> None:
    data, held = sparse()
    path = index.smooth(data, SCALE)
    wanted = path, index.loosened(path, data, SCALE)
    for line, full in zip(lines.smoothed(held, SCALE), wanted, strict=True):
        rows = lines.rows(held, line, SCALE, GAP)
        mode, sd = lines.theta(line, rows)
        at, of = rows.at, held.of[rows.cell]
        assert mode == pytest.approx(full.theta[at, of], abs=1e-7)
        assert sd == pytest.approx(full.sd[at, of], abs=1e-7)
    silent = [len(set(at[of == n].tolist())) for n in range(3)]
    assert silent == [50, 50 - 8, 50 - 13]


def test_covariances_agree_with_the_full_answer() -> None:
    data, held = sparse()
    path, (line, _) = index.smooth(data, SCALE), lines.smoothed(held, SCALE)
    level, swing = lines.covariances(held, line, back=7, ahead=3)
    for cell in range(0, len(held.of), 5):
        at = np.zeros(50)
        at[held.at[cell]] = 1
        full = index.response(path, SCALE, int(held.of[cell]), at)
        for lag in range(-7, 4):
            other = cell + lag
            inside = 0 <= other < len(held.of) and held.of[other] == held.of[cell]
            wanted = full[held.at[other]] if inside else 0.0
            assert level[lag + 7, cell] + swing[lag + 7, cell] == pytest.approx(wanted, abs=1e-9)


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _, held = sparse()
    whole = lines.smoothed(held, SCALE)
    monkeypatch.setattr(lines, "CELLS", 60)
    for one, other in zip(lines.smoothed(held, SCALE), whole, strict=True):
        assert one.level == pytest.approx(other.level, abs=1e-12)
        assert one.g21 == pytest.approx(other.g21, abs=1e-12)
