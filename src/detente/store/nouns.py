"""The listings there are: every noun that a page can show rows of, with its filters and orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from detente.lexicons import table
from detente.records import STATUSES, STORED
from detente.store import schema
from detente.store.groupings import DYADS, ISSUES, OUTLETS, SPEAKERS
from detente.store.listings import CHOICE, CODE, DAY, ID, MONTH, TEXT, YES_NO, Filter, Listing


def _codes(kind: str) -> tuple[str, ...]:
    """The codes of one kind, in the order of the glossary."""
    return tuple(row["code"] for row in table("glossary") if row["kind"] == kind)


ORIGINS: Final = ("text", "gdelt", "icews", "polecat", "plover")
PAIR: Final = (
    Filter("a", CODE, "a = $a", "First state"),
    Filter("b", CODE, "b = $b", "Second state"),
)
EITHER_WAY: Final = (
    Filter("a", CODE, "(a = $a AND b = $b) OR (a = $b AND b = $a)", "First state"),
    Filter("b", CODE, "$b <> ''", "Second state"),
)
BETWEEN: Final = (
    Filter("a", CODE, "list_contains(a, $a) OR list_contains(b, $a)", "First state"),
    Filter("b", CODE, "list_contains(a, $b) OR list_contains(b, $b)", "Second state"),
)
OF_PAIR: Final = "doc_id IN (SELECT r.doc_id FROM reports AS r JOIN pair_incidents AS p USING (incident_id) WHERE {})"
REPORTING: Final = (
    Filter("a", CODE, OF_PAIR.format("p.a = $a AND p.b = $b"), "First state"),
    Filter("b", CODE, "$b <> ''", "Second state"),
)
TELLING: Final = "incident_id IN (SELECT incident_id FROM reports WHERE outlet = {} AND NOT copy)"
FRAMED: Final = (
    "incident_id IN (SELECT unnest({}) FROM framing AS f WHERE f.a = pair_incidents.a AND f.b = pair_incidents.b "
    "AND f.outlet = {} AND f.incident_id IS NULL AND f.month IS NULL)"
)
PUBLISHED: Final = "published >= $month::DATE AND published < $month::DATE + INTERVAL 1 MONTH"
WRITTEN: Final = (
    "date_trunc('month', coalesce(published, CASE WHEN coalesce(published_to - published_from, 0) <= 31 "
    "THEN published_from END)) = $framed::DATE"
)
OUTLET: Final = "doc_id IN (SELECT doc_id FROM documents WHERE outlet = $outlet)"
SPOKEN: Final = {"yes": "speaker IS NOT NULL", "no": "speaker IS NULL"}


def _record(
    noun: str,
    one: str,
    many: str,
    filters: tuple[Filter, ...],
    orders: Mapping[str, str],
    *,
    screen: tuple[str, ...] = (),
    **more: str,
) -> Listing:
    """The listing of a stored table, with its columns and their meanings."""
    columns = tuple((column.name, column.doc) for column in schema.columns(noun))
    return Listing(noun, more.get("table", noun), one, many, columns, filters, orders, noun, more.get("pair"), screen)


INCIDENTS: Final = _record(
    "incidents",
    "incident",
    "incidents",
    (
        *PAIR,
        Filter("direction", CHOICE, "direction = $direction", "Direction", ("ab", "ba", "both"), of_pair=True),
        Filter("state", CODE, "list_contains(source, $state) OR list_contains(target, $state)", "State"),
        Filter("since", DAY, "day >= $since", "Since"),
        Filter("until", DAY, "day <= $until", "Until"),
        Filter("type", CHOICE, "plover = $type", "Type", _codes("plover")),
        Filter("status", CHOICE, "status = $status", "Status", STATUSES),
        Filter("issue", TEXT, "list_contains(issues, $issue)", "Issue"),
        Filter("outlet", TEXT, TELLING.format("$outlet"), "Outlet"),
        Filter(
            "named",
            CHOICE,
            {
                "yes": "incident_id IN (SELECT incident_id FROM reports WHERE outlet IS NOT NULL AND NOT copy)",
                "no": "incident_id IN (SELECT incident_id FROM reports WHERE outlet IS NULL AND NOT copy)",
            },
            "Told by a named outlet",
            YES_NO,
            shown=False,
        ),
        Filter("side", CHOICE, "side = $side", "Side", ("cooperation", "conflict")),
        Filter("quad", CHOICE, "quad = $quad::INTEGER", "Class", ("1", "2", "3", "4")),
        Filter("origin", CHOICE, "origin = $origin", "Coded by", ORIGINS),
        Filter(
            "month",
            MONTH,
            "side IS NOT NULL AND width <= 62 AND day >= $month::DATE AND day < $month::DATE + INTERVAL 1 MONTH",
            "Counted in the month",
            shown=False,
        ),
        Filter(
            "week",
            DAY,
            "side IS NOT NULL AND width <= 14 AND day >= $week AND day < $week::DATE + 7",
            "Counted in the week",
            shown=False,
        ),
        Filter(
            "dated",
            CHOICE,
            {"yes": "width <= 366", "no": "width IS NULL OR width > 366"},
            "Dated within a year",
            YES_NO,
            shown=False,
        ),
        Filter(
            "doc",
            ID,
            "incident_id IN (SELECT incident_id FROM reports WHERE doc_id = $doc)",
            "Reported in",
            shown=False,
        ),
        Filter(
            "turn",
            DAY,
            "incident_id IN (SELECT unnest(incident_ids) FROM turning_points AS t "
            "WHERE t.a = pair_incidents.a AND t.b = pair_incidents.b AND t.date = $turn)",
            "Behind the turn of",
            shown=False,
            of_pair=True,
        ),
        Filter("also", TEXT, TELLING.format("$also"), "Told by this one too", shown=False),
        Filter("unlike", TEXT, f"NOT ({TELLING.format('$unlike')})", "Not told by", shown=False),
        Filter("led", TEXT, FRAMED.format("led", "$led"), "Led with by", shown=False, of_pair=True),
        Filter("omitted", TEXT, FRAMED.format("omitted", "$omitted"), "Left out by", shown=False, of_pair=True),
        Filter(
            "told",
            CHOICE,
            {"one": "n_outlets = 1", "several": "n_outlets > 1"},
            "Told by",
            ("one", "several"),
            shown=False,
        ),
    ),
    {
        "newest": "day DESC NULLS LAST, incident_id",
        "oldest": "day NULLS LAST, incident_id",
        "reported": "n_documents DESC, day DESC NULLS LAST, incident_id",
        "weight": "abs(goldstein) DESC, day DESC NULLS LAST, incident_id",
    },
    table="incident_rows",
    pair="pair_incidents",
    screen=("n_mentions", "n_told"),
)

EVENTS: Final = _record(
    "events",
    "mention",
    "mentions",
    (
        Filter(
            "incident",
            ID,
            "rowid IN (SELECT spot FROM mentions WHERE mentions.incident_id = $incident)",
            "Incident",
            shown=False,
        ),
        Filter("doc", ID, "doc_id = $doc", "Document", shown=False),
        Filter("state", CODE, "list_contains(source, $state) OR list_contains(target, $state)", "State"),
        Filter("type", CHOICE, "plover = $type", "Type", _codes("plover")),
        Filter("status", CHOICE, "status = $status", "Status", STATUSES),
        Filter("origin", CHOICE, "origin = $origin", "Coded by", ORIGINS),
        Filter("outlet", TEXT, OUTLET, "Outlet"),
    ),
    {"place": 'doc_id, start, "end", event_id', "newest": "date_to DESC NULLS LAST, event_id"},
)

DOCUMENTS: Final = _record(
    "documents",
    "document",
    "documents",
    (
        Filter("outlet", TEXT, "outlet = $outlet", "Outlet"),
        Filter("country", CODE, "outlet_country = $country", "Country of the outlet"),
        Filter("since", DAY, "published >= $since", "Since"),
        Filter("until", DAY, "published <= $until", "Until"),
        Filter(
            "copies",
            CHOICE,
            {"no": "duplicate_of IS NULL", "yes": "duplicate_of IS NOT NULL"},
            "Copies of others",
            YES_NO,
        ),
        Filter("dated", CHOICE, {"yes": "published IS NOT NULL", "no": "published IS NULL"}, "Day known", YES_NO),
        Filter(
            "named", CHOICE, {"yes": "outlet IS NOT NULL", "no": "outlet IS NULL"}, "Outlet known", YES_NO, shown=False
        ),
        Filter("month", MONTH, PUBLISHED, "Published in", shown=False),
        Filter(
            "told",
            MONTH,
            OF_PAIR.format(
                "p.a = $a AND p.b = $b AND p.side IS NOT NULL AND p.width <= 62 "
                "AND p.day >= $told::DATE AND p.day < $told::DATE + INTERVAL 1 MONTH"
            ),
            "On incidents counted in",
            shown=False,
            of_pair=True,
        ),
        Filter("framed", MONTH, WRITTEN, "Written in", shown=False),
        Filter("of", ID, "duplicate_of = $of", "Copies of", shown=False),
        Filter(
            "incident",
            ID,
            "doc_id IN (SELECT doc_id FROM reports WHERE reports.incident_id = $incident AND NOT copy)",
            "That report",
            shown=False,
        ),
        *REPORTING,
    ),
    {"newest": "published DESC NULLS LAST, doc_id", "oldest": "published NULLS LAST, doc_id", "path": "path, doc_id"},
)

QUOTES: Final = _record(
    "quotes",
    "quote",
    "quotes",
    (
        Filter("speaker", TEXT, "speaker = $speaker", "Speaker"),
        Filter("country", CODE, "country = $country", "Country of the speaker"),
        Filter("kind", CHOICE, "kind = $kind", "Kind", ("direct", "indirect", "mixed")),
        Filter("named", CHOICE, SPOKEN, "Speaker named", YES_NO),
        Filter("placed", CHOICE, {"yes": "country IS NOT NULL", "no": "country IS NULL"}, "", YES_NO, shown=False),
        Filter("outlet", TEXT, OUTLET, "Outlet"),
        Filter("doc", ID, "doc_id = $doc", "Document", shown=False),
        *REPORTING,
    ),
    {"place": "doc_id, content, quote_id", "surest": "p DESC, quote_id"},
)

FORECASTS: Final = _record(
    "forecasts",
    "forecast",
    "forecasts",
    (
        *BETWEEN,
        Filter("class", CHOICE, "class = $class", "Class", _codes("class")),
        Filter("direction", CHOICE, "direction = $direction", "Direction", _codes("direction")),
        Filter("outcome", CHOICE, "outcome = $outcome", "Outcome", _codes("outcome")),
        Filter("speaker", TEXT, "speaker = $speaker", "Speaker"),
        Filter("outlet", TEXT, OUTLET, "Outlet"),
        Filter("odds", CHOICE, {"yes": "p IS NOT NULL", "no": "p IS NULL"}, "Odds given", YES_NO),
        Filter("scoreable", CHOICE, {"yes": "scoreable", "no": "NOT scoreable"}, "Can be scored", YES_NO),
        Filter("scored", CHOICE, {"yes": "brier IS NOT NULL", "no": "brier IS NULL"}, "Scored", YES_NO, shown=False),
        Filter("bin", CHOICE, "brier IS NOT NULL AND least(floor(p * 10), 9) = $bin::INTEGER", "Odds in tenths",
               tuple("0123456789"), shown=False),
        Filter("doc", ID, "doc_id = $doc", "Document", shown=False),
    ),
    {"place": 'doc_id, start, "end", forecast_id', "horizon": "horizon_to NULLS LAST, forecast_id"},
)  # fmt: skip

BY_CODE: Final = (Filter("code", TEXT, "code = $code", "Reason"),)
REJECTS: Final = _record("rejects", "refused input", "refused inputs", BY_CODE, {"path": "path, place, code, reason"})

RELATIONS: Final = _record(
    "relations",
    "period",
    "periods",
    (
        *EITHER_WAY,
        Filter("period", CHOICE, "period = $period", "Period", ("day", "week", "month")),
        Filter("directed", CHOICE, {"yes": "directed", "no": "NOT directed"}, "One side's acts only", YES_NO),
    ),
    {"time": 'a, b, directed, period, "from"', "newest": '"from" DESC, a, b, directed, period'},
)

TURNS: Final = _record(
    "turning_points",
    "turning point",
    "turning points",
    (
        *PAIR,
        Filter("state", CODE, "a = $state OR b = $state", "State"),
        Filter("direction", CHOICE, "direction = $direction", "Direction", ("up", "down")),
        Filter("online", CHOICE, {"yes": "online", "no": "NOT online"}, "Seen without looking ahead", YES_NO),
        Filter("since", DAY, "date >= $since", "Since"),
        Filter("until", DAY, "date <= $until", "Until"),
    ),
    {"newest": "date DESC, a, b, direction, online", "strength": "strength DESC, a, b, date, direction, online"},
)

SIDES_OF: Final = (
    "incident_id IN (SELECT p.incident_id FROM pair_incidents AS p WHERE p.a = $a AND p.b = $b) "
    "AND answer_id IN (SELECT p.incident_id FROM pair_incidents AS p WHERE p.a = $a AND p.b = $b)"
)
REACTIONS: Final = _record(
    "reactions",
    "reaction",
    "reactions",
    (
        Filter("a", CODE, SIDES_OF, "First state"),
        Filter("b", CODE, "$b <> ''", "Second state"),
        Filter("incident", ID, "incident_id = $incident OR answer_id = $incident", "Incident", shown=False),
        Filter("basis", CHOICE, "basis = $basis", "Basis", ("stated", "timing")),
    ),
    {"place": "incident_id, answer_id", "surest": "p DESC, incident_id, answer_id"},
)

OUTLOOKS: Final = _record(
    "outlooks",
    "outlook",
    "outlooks",
    (*PAIR, Filter("measure", CHOICE, "measure = $measure", "Measure", ("cooperation", "conflict"))),
    {"newest": 'made_on DESC, a, b, measure, "from"'},
)
INDEX_OUTLOOKS: Final = _record(
    "index_outlooks",
    "outlook of the index",
    "outlooks of the index",
    PAIR,
    {"newest": 'made_on DESC, a, b, "from", "to"'},
)
FRAMING: Final = _record(
    "framing",
    "telling",
    "tellings",
    (
        *PAIR,
        Filter("outlet", TEXT, "outlet = $outlet", "Outlet"),
        Filter("covered", CHOICE, {"yes": "covered", "no": "NOT covered"}, "Covered", YES_NO),
        Filter("incident", ID, "incident_id = $incident", "Incident", shown=False),
        Filter(
            "whole",
            CHOICE,
            {"yes": "incident_id IS NULL AND month IS NULL", "no": "incident_id IS NOT NULL OR month IS NOT NULL"},
            "Of the pair as a whole",
            YES_NO,
        ),
        Filter("month", MONTH, "month = $month::DATE", "Month"),
        Filter("monthly", CHOICE, {"yes": "month IS NOT NULL", "no": "month IS NULL"}, "Of a month", YES_NO),
    ),
    {
        "place": "a, b, incident_id NULLS FIRST, month NULLS FIRST, outlet",
        "latest": "month DESC NULLS LAST, a, b, incident_id NULLS FIRST, outlet",
    },
)
STANCES: Final = _record(
    "stances",
    "stance",
    "stances",
    (
        *PAIR,
        Filter("speaker", TEXT, "speaker = $speaker", "Speaker"),
        Filter("doc", ID, "doc_id = $doc", "", shown=False),
    ),
    {"place": "doc_id, speaker, a, b, stance, stance_id"},
)
RECIPROCITY: Final = _record(
    "reciprocity", "measure of answering", "measures of answering", EITHER_WAY, {"place": "a, b, measure"}
)
ABOUT: Final = (
    Filter("a", CODE, "list_contains(about, $a)", "First state"),
    Filter("b", CODE, "list_contains(about, $b)", "Second state"),
)
POLLS: Final = _record(
    "polls",
    "poll figure",
    "poll figures",
    (*ABOUT, Filter("doc", ID, "doc_id = $doc", "", shown=False)),
    {"place": 'doc_id, start, "end", poll_id'},
)
BEARS: Final = (
    Filter("a", CODE, "state = $a OR list_contains(bears_on, $a)", "First state"),
    Filter("b", CODE, "state = $b OR list_contains(bears_on, $b)", "Second state"),
)
DOMESTIC: Final = _record(
    "domestic",
    "act at home",
    "acts at home",
    (*BEARS, Filter("doc", ID, "doc_id = $doc", "", shown=False)),
    {"place": 'doc_id, start, "end", domestic_id'},
)
NAMED: Final = (
        DYADS, INCIDENTS, EVENTS, DOCUMENTS, QUOTES, SPEAKERS, FORECASTS, STANCES, ISSUES, OUTLETS, RELATIONS, TURNS,
        REACTIONS, RECIPROCITY, OUTLOOKS, INDEX_OUTLOOKS, FRAMING, POLLS, DOMESTIC, REJECTS,
)  # fmt: skip


def _plain(noun: str) -> Listing:
    """The listing of a stored table that nobody described: every row, in its total order."""
    words = noun.replace("_", " ")
    by = ", ".join(f'"{name}"' for name in schema.ORDER[noun])
    return _record(noun, f"row of {words}", f"rows of {words}", (), {"table": by})


LISTINGS: Final[Mapping[str, Listing]] = {entry.noun: entry for entry in NAMED} | {
    noun: _plain(noun) for noun in STORED if noun not in {entry.noun for entry in NAMED}
}
