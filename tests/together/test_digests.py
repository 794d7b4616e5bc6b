"""Equal rows have equal digests, wherever they lie; other rows have others."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from detente.together.digests import digests

Row = dict[str, object]

KINDS = {
    "word": pa.string(),
    "number": pa.int64(),
    "share": pa.float64(),
    "day": pa.date32(),
    "so": pa.bool_(),
    "words": pa.list_(pa.string()),
    "spans": pa.list_(pa.struct([("start", pa.int64()), ("on", pa.date32())])),
}
DAYS = some.none() | some.dates(date(1990, 1, 1), date(2030, 1, 1))
SPANS = some.fixed_dictionaries({"start": some.none() | some.integers(0, 9), "on": DAYS})
ROW = some.fixed_dictionaries(
    {
        "word": some.none() | some.text(max_size=3),
        "number": some.none() | some.integers(-9, 9),
        "share": some.none() | some.floats(-1, 1),
        "day": DAYS,
        "so": some.none() | some.booleans(),
        "words": some.none() | some.lists(some.none() | some.text(max_size=2), max_size=3),
        "spans": some.lists(SPANS, max_size=2),
    }
)


def table(rows: list[Row]) -> pa.Table:
    return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in KINDS.items()})


@settings(deadline=None)
@given(some.lists(ROW, min_size=1, max_size=5), some.lists(ROW, max_size=5), some.lists(ROW, max_size=3))
def test_a_stretch_is_known_wherever_it_lies(rows: list[Row], before: list[Row], after: list[Row]) -> None:
    (alone,) = digests(table(rows), [0, len(rows)])
    start, end = len(before), len(before) + len(rows)
    assert digests(table([*before, *rows, *after]), [0, start, end, end + len(after)])[1] == alone
    assert digests(table([*before, *rows]).slice(start), [0, len(rows)]) == [alone]
    parts = pa.concat_tables([table(rows[:1]), table(rows[1:])])
    assert digests(parts, [0, len(rows)]) == [alone]


@pytest.mark.parametrize("name", KINDS)
def test_a_value_that_changes_in_any_column_is_noticed(name: str) -> None:
    row = {"word": "", "number": 0, "share": 0.0, "day": date(1970, 1, 1), "so": False, "words": [], "spans": []}
    others = {"word": "a", "number": 1, "share": 0.5, "day": date(1970, 1, 2), "so": True, "words": [""]}
    other = others.get(name, [{"start": None, "on": None}])
    found = {digests(table([row | {name: value}]), [0, 1])[0] for value in (row[name], other, None)}
    assert len(found) == 3


def test_where_one_value_ends_and_the_next_begins_is_told() -> None:
    held = {"word": pa.array(["ab", "c"]), "other": pa.array(["d", ""])}
    moved = {"word": pa.array(["a", "bc"]), "other": pa.array(["d", ""])}
    assert digests(pa.table(held), [0, 2]) != digests(pa.table(moved), [0, 2])
    assert digests(pa.table(held), [0, 2]) != digests(pa.table({"word": held["word"]}), [0, 2])
