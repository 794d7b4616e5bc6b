import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from detente.config import Measure
from detente.errors import UsageError
from detente.measure import index, panel, parameters, priors
from detente.measure.acts import gather
from detente.measure.relations import relations, tables
from detente.records import STORED, Incident, Relation
from detente.store import schema
from tests.measure.samples import START, history, incident

TURN = history([(4, 0)] * 12 + [(0, 5)] * 12)


def weeks(incidents: list[Incident], *, period: str = "week", directed: bool = False) -> list[Relation]:
    return [r for r in relations(incidents, Measure()) if r.period == period and r.directed == directed]


def test_index_follows_what_happens_and_the_band_holds_it() -> None:
    rows = weeks(TURN)
    assert len(rows) == 24
    assert rows[2].index > 40 and rows[-3].index < -30
    assert all(-100 <= r.low <= r.index <= r.high <= 100 for r in rows)


def test_one_incident_gives_a_wide_band() -> None:
    (row,) = weeks([incident("one", START)])
    assert (row.cooperation, row.conflict, row.n_incidents) == (1, 0, 1)
    assert row.high - row.low > 80


def test_drivers_of_a_row_sum_to_its_move() -> None:
    rows = weeks(TURN)
    for before, after in pairwise(rows):
        assert sum(d.contribution for d in after.drivers) == pytest.approx(after.index - before.index, abs=2e-6)


def test_the_turn_is_explained_by_the_new_conflicts() -> None:
    row = weeks(TURN)[12]
    named = [d for d in row.drivers if d.incident_id]
    assert named and named[0].contribution < 0
    assert {d.incident_id for d in named if d.kind == "new"} <= {i.incident_id for i in TURN if i.quad == 3}
    assert row.drivers[-1].kind == "rest" and row.drivers[-1].incident_id == ""


def test_where_many_acts_add_a_little_those_not_named_stand_together_by_class() -> None:
    rows = weeks(history([(20, 5)] * 6 + [(5, 40)] * 6))
    row = rows[6]
    named, lumped = ([d for d in row.drivers if bool(d.quad) == lump and d.kind != "rest"] for lump in (False, True))
    assert sum(d.contribution for d in row.drivers) == pytest.approx(row.index - rows[5].index, abs=2e-6)
    assert all((d.acts, d.quad) == (1, None) and d.incident_id for d in named)
    (conflict,) = [d for d in lumped if (d.quad, d.kind) == (3, "new")]
    assert conflict.acts == 40 - sum(d.kind == "new" for d in named) and conflict.incident_id == ""
    assert conflict.contribution < 0
    assert row.drivers[-1].kind == "rest" and (row.drivers[-1].acts, row.drivers[-1].quad) == (0, None)


def test_reporting_five_times_as_much_hardly_moves_the_index() -> None:
    loud = [replace(i, incident_id=f"{i.incident_id}{n}") for i in TURN for n in range(5)]
    plain, louder = weeks(TURN), weeks(loud)
    gaps = [abs(a.index - b.index) for a, b in zip(plain, louder, strict=True)]
    assert sum(gaps) / len(gaps) < 12


def test_counts_by_direction_and_reciprocal_acts() -> None:
    rows = [
        incident("a", START),
        incident("b", START, reciprocal=True, quad=3),
        incident("c", START, source=("SWE",), target=("NOR",)),
    ]
    found = {
        (r.a, r.b, r.directed): (r.cooperation, r.conflict) for r in relations(rows, Measure()) if r.period == "month"
    }
    assert found == {("NOR", "SWE", False): (2, 1), ("NOR", "SWE", True): (1, 1), ("SWE", "NOR", True): (1, 1)}


@pytest.mark.parametrize(
    ("status", "quad", "counts"),
    [
        ("actual", 1, (1, 0)),
        ("cancelled", 1, (0, 1)),
        ("planned", 1, None),
        ("hypothetical", 1, None),
        ("denied", 3, None),
    ],
)
def test_only_what_happened_counts(status: str, quad: int, counts: tuple[int, int] | None) -> None:
    rows = weeks([incident("x", START, quad=quad, status=status)])
    assert [(r.cooperation, r.conflict) for r in rows] == ([counts] if counts else [])


def test_vague_dates_count_by_month_alone() -> None:
    rows = relations([incident("x", date(2011, 1, 1), date_to=date(2011, 1, 31))], Measure())
    assert {r.period for r in rows} == {"month"}


def test_short_silences_are_bridged_and_long_ones_are_gaps() -> None:
    rows = weeks(history([(1, 0), (0, 0), (0, 0), (1, 0)] + [(0, 0)] * 30 + [(1, 0)]))
    assert [(r.from_ - START).days // 7 for r in rows] == [0, 1, 2, 3, 34]


def test_the_daily_index_needs_enough_incidents() -> None:
    few, many = history([(2, 1)] * 10), history([(3, 3)] * 10)
    assert {r.period for r in relations(few, Measure())} == {"week", "month"}
    assert {r.period for r in relations(many, Measure())} == {"day", "week", "month"}


def test_nothing_gives_nothing() -> None:
    assert relations([], Measure()) == ()


def test_ten_thousand_acts_on_one_day() -> None:
    rows = weeks([incident(f"{n}", START, quad=4) for n in range(10_000)])
    assert rows[0].conflict == 10_000 and -100 <= rows[0].low <= rows[0].index < -30


def test_order_and_form_of_input_change_nothing() -> None:
    shuffled = list(TURN)
    random.Random(2).shuffle(shuffled)
    expected = relations(TURN, Measure())
    assert relations(shuffled, Measure()) == expected
    assert STORED["incidents"] is Incident
    table = schema.to_arrow("incidents", [schema.row(i) for i in shuffled])
    assert relations(table, Measure()) == expected


def test_after_a_long_silence_the_index_starts_anew() -> None:
    old = [incident(f"old{n}", date(1961, 1, 3), quad=4) for n in range(6)]
    alone, both = weeks(TURN), weeks([*old, *TURN])
    assert both[0].from_ == date(1961, 1, 2) and both[0].index < 0
    assert [r.index for r in both[1:]] == pytest.approx([r.index for r in alone], abs=1e-6)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_impossible_years_are_not_measured(day: date) -> None:
    assert relations([incident("slip", day)], Measure()) == ()


def test_a_handful_of_acts_in_a_month_moves_the_line_in_a_small_store() -> None:
    months = [(2, 0), (1, 0), (0, 4), (0, 1), (0, 0), (0, 0), (3, 0), (2, 0)]
    rows = [
        incident(f"{at}{which}{n}", date(2011, 1 + at, 5 + 3 * n), quad=1 + 2 * which)
        for at, counts in enumerate(months)
        for which, count in enumerate(counts)
        for n in range(count)
    ]
    line = {r.from_.month: r for r in weeks(rows, period="month")}
    assert line[3].index < -15 < 30 < line[7].index
    assert line[1].index - line[3].index > 40
    assert line[3].high - line[3].low > 60


def many() -> list[Incident]:
    """Three pairs, one of them silent for long, one directed both ways."""
    quiet = history([(2, 1), (0, 0), (1, 0)] + [(0, 0)] * 20 + [(0, 3), (1, 0)], source=("DNK",), target=("FIN",))
    back = history([(1, 1)] * 12, source=("SWE",), target=("NOR",))
    third = history([(0, 2)] * 6, source=("FIN",), target=("SWE",))
    named = [(f"x{n}", rows) for n, rows in enumerate((quiet, back, third, TURN))]
    return [replace(i, incident_id=f"{name}{i.incident_id}") for name, rows in named for i in rows]


def test_some_pairs_alone_are_what_they_are_among_all() -> None:
    every = relations(many(), Measure())
    for pairs in ([("FIN", "DNK")], [("NOR", "SWE"), ("FIN", "SWE")], [("AAA", "BBB")], []):
        wanted = {tuple(sorted(pair)) for pair in pairs}
        chosen = tuple(r for r in every if tuple(sorted((r.a, r.b))) in wanted)
        assert relations(many(), Measure(), pairs=pairs) == chosen


@pytest.mark.parametrize(("acts", "rows"), [(1, 1), (40, 30), (100, 10_000)])
def test_where_blocks_are_cut_changes_nothing(acts: int, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pa.concat_tables(tables(many(), Measure()))
    monkeypatch.setattr("detente.measure.relations.ACTS", acts)
    monkeypatch.setattr("detente.measure.relations.ROWS", rows)
    parts = list(tables(many(), Measure()))
    assert len(parts) > 1
    assert pa.concat_tables(parts).equals(whole)


def test_tables_have_the_shape_and_the_order_of_the_store() -> None:
    whole = pa.concat_tables(tables(many(), Measure()))
    assert whole.schema.equals(schema.arrow("relations"))
    rows = whole.to_pylist()
    assert schema.ordered("relations", rows) == rows


def test_after_a_long_silence_a_new_act_is_not_given_what_was_known_before() -> None:
    rows = history([(3, 1)] * 6 + [(0, 0)] * 60 + [(0, 2)])
    last = next(r for r in weeks(rows) if r.from_ == START + timedelta(weeks=66))
    acts = gather(rows)
    acts = acts.keep(~acts.directed)
    counted = panel.build(acts, "week")
    counts = counted.counts(np.array([0]), start=counted.first, length=67)
    scale = priors.of_panel(counted, acts, parameters.scale("week"))
    parts, _ = index.explain(index.smooth(counts, scale), scale, series=0, before=5, after=66)
    assert last.drivers[0].contribution == pytest.approx(float(parts[66, 2]), abs=1e-5)


PLAIN = Measure(index="goldstein")


def weighed(incidents: list[Incident]) -> list[Incident]:
    return [replace(i, goldstein=3.0 if i.quad < 3 else -5.0) for i in incidents]


def test_the_plain_alternative_can_be_chosen() -> None:
    rows = [r for r in relations(weighed(TURN), PLAIN) if r.period == "week" and not r.directed]
    assert rows[6].index > 15 > -25 > rows[-3].index
    assert all(-100 <= r.low <= r.index <= r.high <= 100 for r in rows)
    for before, after in pairwise(rows):
        assert sum(d.contribution for d in after.drivers) == pytest.approx(after.index - before.index, abs=2e-6)
    assert {d.kind for r in rows for d in r.drivers} == {"new", "fading", "rest"}


@pytest.mark.parametrize("weight", [1e308, -1e308, float("nan"), float("inf")])
@pytest.mark.parametrize("config", [Measure(), PLAIN], ids=["composition", "goldstein"])
def test_absurd_weights_stay_finite(config: Measure, weight: float) -> None:
    rows = relations([replace(i, goldstein=weight) for i in history([(2, 1)] * 3)], config)
    assert rows and all(-100 <= r.low <= r.index <= r.high <= 100 for r in rows)


def test_an_index_of_another_name_is_refused() -> None:
    with pytest.raises(UsageError, match="no index named mood"):
        relations([], Measure(index="mood"))
