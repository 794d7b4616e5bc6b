"""Terms of office: dates, codes, no overlapping terms, no alias of two people at once, and enough of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations

import pytest

from detente.lexicons import Row, table
from tests.lexicons.dates import first_day, last_day
from tests.lexicons.test_actors import OFFICES, SECTORS

ROWS = table("offices")
TERMS = 2500
STATES = 120
# The fullest coverage a newsroom expects: each of these has a leader and a foreign minister on every day since 2001.
FOLLOWED = ["USA", "RUS", "CHN", "GBR", "FRA", "DEU", "JPN", "TUR", "IRN", "ISR"]


def spell(row: Row) -> tuple[str, str, str, str]:
    """What may not overlap: one person in one office under one title."""
    return row["person"], row["state"], row["office"], row["title"]


def overlaps(one: Row, other: Row) -> bool:
    """True when two terms share more than the day of the handover."""
    return first_day(one["from"]) < last_day(other["to"]) and first_day(other["from"]) < last_day(one["to"])


@pytest.mark.parametrize("column", ["from", "to"])
def test_every_date_is_a_day_a_month_or_a_year(column: str) -> None:
    bad = []
    for row in ROWS:
        try:
            first_day(row[column])
        except ValueError:
            bad.append(f"{row.place}: {row[column]}")
    assert bad == []
    assert [row.place for row in ROWS if not row["from"]] == []


def test_a_term_begins_before_it_ends() -> None:
    assert [row.place for row in ROWS if first_day(row["from"]) > last_day(row["to"])] == []


def test_states_offices_and_sectors_are_known() -> None:
    codes = {row["code"] for name in ("states", "organisations") for row in table(name)}
    assert [row.place for row in ROWS if row["state"] not in codes] == []
    assert [row.place for row in ROWS if row["office"] not in OFFICES - {""}] == []
    assert [row.place for row in ROWS if row["sector"] not in SECTORS] == []


def test_every_row_says_how_sure_and_from_where() -> None:
    assert [row.place for row in ROWS if row["confidence"] not in {"high", "medium"} or not row["source"]] == []
    assert [row.place for row in ROWS if not row["title"] or row["surname_ok"] not in {"0", "1"}] == []


def test_nobody_holds_one_office_twice_at_once() -> None:
    spells: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for row in ROWS:
        spells[spell(row)].append(row)
    clashes = [
        (one.place, other.place)
        for rows in spells.values()
        for one, other in combinations(rows, 2)
        if overlaps(one, other)
    ]
    assert clashes == []


def test_a_state_has_one_head_of_government_at_a_time() -> None:
    ruling: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in ROWS:
        if row["office"] == "head_of_government" and row["confidence"] == "high":
            ruling[row["state"], row["title"]].append(row)
    clashes = [
        f"{one['person']} and {other['person']} of {one['state']} ({one.place}, {other.place})"
        for rows in ruling.values()
        for one, other in combinations(rows, 2)
        if overlaps(one, other) and (last_day(one["to"]) - first_day(other["from"])).days > 40
    ]
    assert clashes == []


def test_no_alias_belongs_to_two_people_in_power_at_once() -> None:
    owners: dict[str, list[Row]] = defaultdict(list)
    for row in ROWS:
        for form in {row["person"], *row.listed("aliases")}:
            owners[form].append(row)
    clashes = {
        f"{form}: {one['person']} ({one['state']}) and {other['person']} ({other['state']})"
        for form, rows in owners.items()
        for one, other in combinations(rows, 2)
        if one["person"] != other["person"] and one["state"] != other["state"] and overlaps(one, other)
    }
    assert sorted(clashes) == []


def test_a_surname_stands_alone_only_where_the_flag_allows_it() -> None:
    bare = [
        row.place
        for row in ROWS
        if row["surname_ok"] == "0" and row["surname"] != row["person"] and row["surname"] in row.listed("aliases")
    ]
    assert bare == []


@pytest.mark.parametrize("code", FOLLOWED)
def test_no_gap_in_the_leadership_of_a_followed_state(code: str) -> None:
    for offices in (("head_of_state", "head_of_government"), ("foreign_minister",)):
        terms = sorted(
            (first_day(row["from"]), last_day(row["to"]))
            for row in ROWS
            if row["state"] == code and row["office"] in offices
        )
        covered = terms[0][1]
        for start, end in terms[1:]:
            gap = (start - covered).days
            assert start.year < 2001 or gap <= 120, f"{code}: nobody in {offices} for {gap} days before {start}"
            covered = max(covered, end)
        assert covered.year >= 2025


def test_the_base_is_as_broad_as_promised() -> None:
    states = {row["code"] for row in table("states")}
    assert len(ROWS) >= TERMS
    assert len({row["state"] for row in ROWS} & states) >= STATES


def test_every_living_state_in_the_news_has_a_leader_today() -> None:
    current = Counter(
        row["state"] for row in ROWS if row["office"] in {"head_of_state", "head_of_government"} and not row["to"]
    )
    assert [code for code in FOLLOWED if not current[code]] == []


def test_no_surname_is_a_word_that_opens_sentences() -> None:
    words = {"He", "No", "To", "Do", "So", "An", "It", "Is", "In", "On", "Will", "Can", "His", "Her", "We", "Win"}
    assert [row.place for row in ROWS if row["surname"] in words] == []
