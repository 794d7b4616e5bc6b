"""States, organisations, roles and bodies: codes, dates, and every row's own example."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from detente.lexicons import Row, table
from tests.lexicons.forms import holds

# ISO 3166-1 alpha-3 codes of places that have no row in states.tsv: no organisation may use them either.
UNLISTED = (
    *("ALA", "AIA", "ASM", "ATA", "ATF", "BES", "BLM", "BVT", "CCK", "CXR", "GGY", "GLP", "GUF", "HMD", "IMN", "IOT"),
    *("JEY", "MAF", "MNP", "MSR", "MTQ", "MYT", "NFK", "PCN", "REU", "SGS", "SHN", "SJM", "SPM", "SXM", "TCA", "TKL"),
    *("UMI", "VIR", "WLF"),
)
CONTRACT = (
    *("EUU", "NAT", "UNO", "AFU", "ASA", "ARL", "GCC", "CIS", "CST", "SCO"),
    *("OSC", "IAE", "WTO", "IMF", "WBK", "ICC", "OPC", "GSE", "GTW", "BRI"),
)
HISTORICAL = {"SUN", "YUG", "CSK", "DDR"}
SECTORS = {"government", "military", "legislature", "opposition", "civil", "business", "media", "academic", "rebels"}
OFFICES = {
    "",
    "head_of_state",
    "head_of_government",
    "foreign_minister",
    "defence_minister",
    "ambassador",
    "spokesperson",
    "national_security_adviser",
    "envoy",
    "legislature",
    "party_leader",
    "other",
}

STATES = table("states")
ORGANISATIONS = table("organisations")
ROLES = table("roles")
BODIES = table("bodies")


def forms(row: Row, *columns: str) -> list[str]:
    """Every form of a row in the given columns."""
    return [form for column in columns for form in row.listed(column)]


@pytest.mark.parametrize("row", STATES, ids=lambda row: row["code"])
def test_a_states_example_names_the_state(row: Row) -> None:
    assert holds(row["example"], forms(row, "name", "names", "demonyms", "capital", "capitals", "metonyms"))
    assert row["yields"] == row["code"]


@pytest.mark.parametrize("row", ORGANISATIONS, ids=lambda row: row["code"])
def test_an_organisations_example_names_it(row: Row) -> None:
    assert holds(row["example"], forms(row, "name", "names", "demonyms"))
    assert row["yields"] == row["code"]


@pytest.mark.parametrize("row", ROLES, ids=lambda row: row["role"])
def test_a_roles_example_holds_the_role(row: Row) -> None:
    assert holds(row["example"], forms(row, "forms"), folded=True)
    assert row["yields"] == row["sector"]


@pytest.mark.parametrize("row", BODIES, ids=lambda row: row["body"])
def test_a_bodys_example_holds_the_body(row: Row) -> None:
    assert holds(row["example"], forms(row, "forms"), folded=True)
    assert row["yields"] == (row["state"] or row["sector"])


def test_codes_are_three_capitals_and_unique() -> None:
    codes = [row["code"] for row in (*STATES, *ORGANISATIONS)] + [*UNLISTED]
    assert [code for code, times in Counter(codes).items() if times > 1] == []
    assert [code for code in codes if not (len(code) == 3 and code.isascii() and code.isupper())] == []


def test_the_contracts_codes_are_there() -> None:
    organisations = {row["code"] for row in ORGANISATIONS}
    states = {row["code"] for row in STATES}
    assert [code for code in CONTRACT if code not in organisations] == []
    assert HISTORICAL | {"XKX", "PSE", "TWN"} <= states
    assert len(states) >= 200


def test_a_name_or_demonym_stands_for_one_living_state() -> None:
    owners: dict[str, set[str]] = {}
    for row in STATES:
        flagged = {note.split(":")[0] for note in row.listed("ambiguous")}
        if row["code"] in HISTORICAL:
            continue
        for form in forms(row, "name", "names", "demonyms", "capital", "capitals", "metonyms"):
            if form not in flagged:
                owners.setdefault(form, set()).add(row["code"])
    assert {form: codes for form, codes in owners.items() if len(codes) > 1} == {}


def test_a_name_stands_for_one_organisation() -> None:
    owners: dict[str, set[str]] = {}
    for row in ORGANISATIONS:
        for form in forms(row, "name", "names"):
            owners.setdefault(form, set()).add(row["code"])
    assert {form: codes for form, codes in owners.items() if len(codes) > 1} == {}


def test_no_organisation_is_called_like_a_state() -> None:
    names = {form for row in STATES for form in forms(row, "name", "names", "demonyms", "metonyms")}
    assert [form for row in ORGANISATIONS for form in forms(row, "name", "names") if form in names] == []


@pytest.mark.parametrize("row", [*STATES, *ORGANISATIONS], ids=lambda row: row["code"])
def test_an_ambiguous_note_speaks_of_a_form_or_part_of_one(row: Row) -> None:
    for note in row.listed("ambiguous"):
        form, _, meaning = note.partition(":")
        assert form and meaning.strip(), f"{row.place} has a note without form or meaning: {note}"


@pytest.mark.parametrize("row", [*STATES, *ORGANISATIONS], ids=lambda row: row["code"])
def test_a_life_has_a_beginning_before_its_end(row: Row) -> None:
    if row["from"] and row["to"]:
        assert date.fromisoformat(row["from"]) < date.fromisoformat(row["to"])
    elif row["from"] or row["to"]:
        date.fromisoformat(row["from"] or row["to"])


def test_parents_and_states_are_known_codes() -> None:
    known = {row["code"] for row in (*STATES, *ORGANISATIONS)}
    assert [row.place for row in ORGANISATIONS if row["parent"] and row["parent"] not in known] == []
    assert [row.place for row in ORGANISATIONS if row["state"] and row["state"] not in known] == []
    assert [row.place for row in BODIES if row["state"] and row["state"] not in known] == []


def test_sectors_and_offices_are_known() -> None:
    assert [row.place for row in (*ROLES, *BODIES) if row["sector"] not in SECTORS] == []
    assert [row.place for row in ROLES if row["office"] not in OFFICES] == []
    assert [row.place for row in (*ROLES, *BODIES) if row["acts_for_state"] not in {"0", "1"}] == []


def test_a_role_form_stands_once() -> None:
    times = Counter(form.casefold() for row in ROLES for form in {form.casefold() for form in row.listed("forms")})
    assert [form for form, count in times.items() if count > 1] == []


@pytest.mark.parametrize("name", ["states", "organisations", "roles", "bodies"])
def test_every_row_says_how_sure_and_from_where(name: str) -> None:
    assert [row.place for row in table(name) if row["confidence"] not in {"high", "medium"} or not row["source"]] == []
