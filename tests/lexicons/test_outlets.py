"""News outlets: known countries, unique names and domains, and every row's own example."""

from __future__ import annotations

from collections import Counter

import pytest

from detente.lexicons import Row, table
from tests.lexicons.forms import holds

ROWS = table("outlets")
KINDS = {"newspaper", "agency", "broadcaster", "site", "journal"}
AGENCIES = ["Reuters", "AP", "AFP", "TASS", "Interfax", "RIA Novosti", "Xinhua", "Kyodo", "Yonhap", "IRNA", "Anadolu"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_an_outlets_example_names_it(row: Row) -> None:
    assert holds(row["example"], [row["name"], *row.listed("aliases")])
    assert row["yields"] == (row["country"] or row["kind"])


def test_countries_kinds_and_flags_are_known() -> None:
    codes = {row["code"] for row in table("states")}
    assert [row.place for row in ROWS if row["country"] and row["country"] not in codes] == []
    assert [row.place for row in ROWS if row["kind"] not in KINDS] == []
    assert [row.place for row in ROWS if row["state_media"] not in {"0", "1"}] == []
    assert [row.place for row in ROWS if row["ambiguous"] not in {"", "1"}] == []


def test_a_name_and_a_domain_stand_for_one_outlet() -> None:
    names = Counter(form for row in ROWS for form in {row["name"], *row.listed("aliases")})
    domains = Counter(domain for row in ROWS for domain in row.listed("domain"))
    assert [form for form, count in names.items() if count > 1] == []
    assert [domain for domain, count in domains.items() if count > 1] == []


def test_a_domain_is_written_as_a_host_without_www() -> None:
    domains = [domain for row in ROWS for domain in row.listed("domain")]
    assert [domain for domain in domains if "." not in domain or domain.startswith(("www.", "http"))] == []


def test_the_agencies_that_feed_the_others_are_there() -> None:
    forms = {form for row in ROWS if row["kind"] == "agency" for form in (row["name"], *row.listed("aliases"))}
    assert [name for name in (*AGENCIES, "PTI", "DPA", "ANSA", "EFE") if name not in forms] == []
    assert len(ROWS) >= 250
