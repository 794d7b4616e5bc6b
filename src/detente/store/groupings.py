"""Listings of what the layouts group: pairs of states, speakers, outlets and issues."""

from __future__ import annotations

from typing import Final

from detente.store.listings import CODE, TEXT, Filter, Listing

DYADS: Final = Listing(
    "dyads",
    "dyads",
    "pair of states",
    "pairs of states",
    (
        ("a", "first state, alphabetical"),
        ("b", "second state"),
        ("n_incidents", "incidents between the two, whether they happened or not"),
        ("cooperation", "those that the index counts as cooperation"),
        ("conflict", "those that the index counts as conflict"),
        ("first_day", "first day of the earliest incident that counts and is dated within a year"),
        ("last_day", "last day of the latest"),
        ("month", "last month measured"),
        ("index", "index of that month, -100 to 100"),
        ("low", "lower end of its 90 % band"),
        ("high", "upper end"),
        ("month_before", "month that the move is measured from, three months before or the last one earlier"),
        ("move", "points the index moved between the two"),
    ),
    (Filter("state", CODE, "a = $state OR b = $state", "State"),),
    {
        "incidents": "n_incidents DESC, a, b",
        "move": "abs(move) DESC NULLS LAST, a, b",
        "newest": "last_day DESC NULLS LAST, a, b",
        "warmest": '"index" DESC NULLS LAST, a, b',
        "coldest": '"index" NULLS LAST, a, b',
        "name": "a, b",
    },
    screen=("through",),
)
SPEAKERS: Final = Listing(
    "speakers",
    "speakers",
    "speaker",
    "speakers",
    (
        ("speaker", "full name"),
        ("country", "state of the speaker"),
        ("n_quotes", "quotes"),
        ("n_documents", "documents they stand in"),
        ("n_outlets", "outlets of these"),
        ("first_day", "day of the first document"),
        ("last_day", "day of the last"),
    ),
    (Filter("country", CODE, "country = $country", "Country"),),
    {"quotes": "n_quotes DESC, speaker, country", "name": "speaker, country"},
)
OUTLETS: Final = Listing(
    "outlets",
    "outlets",
    "outlet",
    "outlets",
    (
        ("outlet", "name"),
        ("country", "state of the outlet"),
        ("n_documents", "documents, copies of others left out"),
        ("n_copies", "documents that copy others"),
        ("n_incidents", "incidents that its documents report"),
        ("first_day", "day of the first document"),
        ("last_day", "day of the last"),
    ),
    (
        Filter("country", CODE, "country = $country", "Country"),
        Filter("named", TEXT, "outlet = $named", "Name", shown=False),
    ),
    {"documents": "n_documents DESC, outlet", "name": "outlet"},
)
ISSUES: Final = Listing(
    "issues",
    "issues",
    "issue",
    "issues",
    (
        ("issue", "code of the issue"),
        ("n_incidents", "incidents about it, whether they happened or not"),
        ("cooperation", "those that the index counts as cooperation"),
        ("conflict", "those that the index counts as conflict"),
        ("first_day", "first day of the earliest incident that counts and is dated within a year"),
        ("last_day", "last day of the latest"),
    ),
    (Filter("code", TEXT, "issue = $code", "Issue", shown=False),),
    {"incidents": "n_incidents DESC, issue", "conflict": "conflict DESC, issue", "name": "issue"},
)
