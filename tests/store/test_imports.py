import gzip
import json
import zipfile
from pathlib import Path

import pytest

from detente import lexicons
from detente.errors import InputError, UsageError
from detente.store import imports, schema
from detente.store.imports import Imported

ICEWS = "\t".join(
    (
        *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code"),
        *("Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher"),
        *("City", "District", "Province", "Country", "Latitude", "Longitude"),
    )
)
POLECAT = "\t".join(
    (
        *("Event ID", "Event Date", "Event Type", "Event Mode", "{}", "Actor Name", "Actor Country"),
        *("Recipient Name", "Recipient Country", "Source", "City"),
    )
)

PLOVER = {
    "id": "p1",
    "date": "2018-03-14",
    "actor": [{"code": "NORGOV", "entity_text": "Oslo"}],
    "recipient": [{"code": "SWE"}],
    "event": ["SANCTION"],
    "mode": ["expel"],
    "cite_info": {"url": "https://example.org/a", "publication": "Fjord Post"},
    "unknown_key": 7,
}


def icews(number: int, day: str, code: str, source: str = "Norway", target: str = "Sweden", story: int = 1) -> str:
    cells = [
        number,
        day,
        f"Envoy of {source}",
        "",
        source,
        "",
        code,
        "1",
        f"King of {target}",
        "",
        target,
        story,
        1,
        f"paper {story}",
    ]
    return "\t".join(map(str, [*cells, "NA", "", "", "", "", ""]))


def gdelt(number: int, day: str, code: str, width: int = 61, **cells: str) -> str:
    row = [""] * width
    given = {
        "0": str(number),
        "1": day,
        "5": "NOR",
        "6": "OSLO",
        "7": "NOR",
        "15": "SWE",
        "16": "STOCKHOLM",
        "17": "SWE",
        "26": code,
    }
    for place, value in (given | {"32": "3", "33": "9"} | {k[1:]: v for k, v in cells.items()}).items():
        row[int(place)] = value
    return "\t".join(row)


def written(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("".join(line + "\n" for line in lines).encode(encoding))
    return path


def codes(found: Imported) -> list[tuple[str | None, str]]:
    return [(reject.place, reject.code) for reject in found.rejects]


def test_a_row_becomes_an_event_and_its_incident(tmp_path: Path) -> None:
    found = imports.read("icews", [written(tmp_path / "a.tab", ICEWS, icews(7, "2018-03-14", "0841"))])
    (event,), (incident,) = found.events.to_pylist(), found.incidents.to_pylist()
    assert found.events.schema == schema.arrow("events") and found.incidents.schema == schema.arrow("incidents")
    assert (event["source"], event["target"], event["plover"], event["quad"]) == (["NOR"], ["SWE"], "CONCEDE", 1)
    assert (event["origin"], event["place"], event["start"], event["goldstein"]) == ("icews", None, None, 7.0)
    assert event["incident_id"] == incident["incident_id"] and incident["event_ids"] == [event["event_id"]]
    assert incident["summary"] == "Norway to Sweden: release or return, 14 Mar 2018"


def test_further_stories_of_one_act_are_one_incident(tmp_path: Path) -> None:
    rows = [icews(n, "2018-03-14", "112", story=n) for n in range(5)]
    found = imports.read("icews", [written(tmp_path / "a.tab", ICEWS, *rows, icews(9, "2018-03-15", "112"))])
    assert sorted(i["n_documents"] for i in found.incidents.to_pylist()) == [1, 5]
    assert found.events.num_rows == 6


def test_bad_rows_are_named_and_the_rest_kept(tmp_path: Path) -> None:
    rows = [
        icews(1, "2018-03-14", "040"),
        icews(2, "0000-00-00", "040"),
        icews(3, "2018-03-14", "zz9"),
        "4\t2018-03-14",
        icews(5, "2018-03-14", "010"),
        icews(6, "2018-03-14", "040", target="Norway"),
        icews(7, "2018-03-14", "040", target="Atlantis"),
        icews(8, "2018-03-14", "040", target="NULL"),
    ]
    found = imports.read("icews", [written(tmp_path / "a.tab", ICEWS, *rows)])
    assert found.events.num_rows == 1
    assert sorted(codes(found), key=str) == [
        ("line 3", "import_date"),
        ("line 4", "import_code"),
        ("line 5", "import_columns"),
        (None, "import_domestic"),
        (None, "import_no_state"),
        (None, "import_statement"),
        (None, "import_unknown_state"),
    ]


def test_states_not_known_are_named_the_most_frequent_first(tmp_path: Path) -> None:
    rows = [icews(n, "2018-03-14", "040", target=name) for n, name in enumerate(["Atlantis", "Ruritania", "Atlantis"])]
    found = imports.read("icews", [written(tmp_path / "a.tab", ICEWS, icews(9, "2018-03-14", "040"), *rows)])
    (reject,) = found.rejects
    assert reject.reason.endswith("are left out: 3 rows, for example Atlantis, Ruritania.")


def test_an_archive_cut_short_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.tab", "\n".join([ICEWS, icews(1, "2018-03-14", "040")]))
    path.write_bytes(path.read_bytes()[:90])
    with pytest.raises(InputError, match="zip archive cut short or damaged"):
        imports.read("icews", [path])


@pytest.mark.parametrize("form", ["plain", "gz", "zip", "parts", "latin-1", "stray", "crlf", "quoted"])
def test_forms_of_one_file_give_the_same_rows(tmp_path: Path, form: str) -> None:
    lines = [ICEWS, icews(1, "2018-03-14", "040"), icews(2, "2018-03-15", "112").replace("King", "Roi dénommé")]
    data = "".join(line + "\n" for line in lines)
    path = tmp_path / "a.tab"
    if form in ("zip", "parts"):
        parts = [lines] if form == "zip" else [lines[:2], [ICEWS, lines[2]]]
        with zipfile.ZipFile(path, "w") as archive:
            for n, part in enumerate(parts):
                archive.writestr(f"{n}.tab", "\n".join(part) + "\n")
    else:
        quoted = "".join("\t".join(f'"{cell}"' for cell in line.split("\t")) + "\n" for line in lines)
        forms = {"stray": data.replace("\n", "\t\t\n"), "crlf": data.replace("\n", "\r\n"), "quoted": quoted}
        changed = forms.get(form, data)
        raw = changed.encode("latin-1" if form == "latin-1" else "utf-8")
        path.write_bytes(gzip.compress(raw) if form == "gz" else raw)
    expected = imports.read("icews", [written(tmp_path / "b.tab", *lines)])
    found = imports.read("icews", [path])
    assert found.events == expected.events and found.incidents == expected.incidents


@pytest.mark.parametrize(("width", "place", "url"), [(61, 52, 60), (58, 50, 57), (57, 50, None)])
def test_gdelt_of_every_width(tmp_path: Path, width: int, place: int, url: int | None) -> None:
    cells = {f"c{place}": "Oslo, Norway"} | ({f"c{url}": "https://example.org/a"} if url else {})
    found = imports.read("gdelt", [written(tmp_path / "a.csv", gdelt(11, "20180314", "0411", width, **cells))])
    (event,), (incident,) = found.events.to_pylist(), found.incidents.to_pylist()
    assert (event["cameo"], event["plover"], event["place"]) == ("0411", "CONSULT", "Oslo, Norway")
    assert event["doc_id"] == ("https://example.org/a" if url else "gdelt:11")
    assert (incident["n_documents"], incident["n_outlets"]) == (9, 3)


@pytest.mark.parametrize("name", ["Intensity", "Event Intensity"])
def test_polecat_takes_the_type_and_its_root(tmp_path: Path, name: str) -> None:
    row = "P1\t2021-05-06\tDEMAND\tmeet\t-5\tOslo\tNOR\tStockholm\tSWE\tAFP\tNone\t\t\t"
    found = imports.read(
        "polecat", [written(tmp_path / "p.txt", POLECAT.format(name), row, row.replace("DEMAND", "DANCE"))]
    )
    (event,) = found.events.to_pylist()
    assert (event["plover"], event["mode"], event["cameo"], event["place"]) == ("REQUEST", "meet", "10", None)
    assert codes(found) == [("line 3", "import_code")]


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("icews", "", "empty"),
        ("icews", "Event ID\tEvent Date\n1\t2018-01-01\n", "lacks the column 'source name'"),
        ("gdelt", "a\tb\tc\n", "has 3"),
        ("plover", "Event ID\n", "no JSON object"),
    ],
)
def test_a_file_of_another_layout_is_refused_with_its_reason(
    tmp_path: Path, kind: str, content: str, reason: str
) -> None:
    good = {"icews": ICEWS, "gdelt": gdelt(1, "20180314", "040"), "plover": json.dumps(PLOVER)}[kind]
    rows = [icews(1, "2018-03-14", "040")] if kind == "icews" else []
    bad = tmp_path / "bad.tab"
    bad.write_text(content)
    found = imports.read(kind, [bad, written(tmp_path / "good.tab", good, *rows)])
    assert found.events.num_rows == 1
    assert [(r.path, r.code) for r in found.rejects] == [(str(bad), "import_file")] and reason in found.rejects[
        0
    ].reason
    with pytest.raises(InputError, match="No usable"):
        imports.read(kind, [bad])


@pytest.mark.parametrize("weight", ["1e308", "-1e308", "NaN", "inf", "", "heavy"])
def test_weights_are_those_of_the_codebook_whatever_the_file_says(tmp_path: Path, weight: str) -> None:
    row = gdelt(1, "20180314", "112", c30=weight)
    found = imports.read("gdelt", [written(tmp_path / "a.csv", row)])
    (event,) = found.events.to_pylist()
    assert -10 <= event["goldstein"] < 0


def test_dates_in_the_year_nought_are_named(tmp_path: Path) -> None:
    rows = [gdelt(1, "20180314", "112"), gdelt(2, "00000101", "112"), gdelt(3, "00180314", "112")]
    found = imports.read("gdelt", [written(tmp_path / "a.csv", *rows)])
    assert found.events.num_rows == 1
    assert codes(found) == [("line 2", "import_date"), ("line 3", "import_date")]


def test_missing_file_and_unknown_kind(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        imports.read("icews", [tmp_path / "none.tab"])
    with pytest.raises(UsageError, match="no reader"):
        imports.read("phoenix", [])


def test_order_of_files_changes_nothing_and_a_repeated_row_counts_once(tmp_path: Path) -> None:
    a = written(tmp_path / "a.tab", ICEWS, icews(1, "2018-03-14", "040"), icews(2, "2018-03-15", "112"))
    b = written(tmp_path / "b.tab", ICEWS, icews(2, "2018-03-15", "112"), icews(3, "2018-03-16", "190"))
    one, two = imports.read("icews", [a, b]), imports.read("icews", [b, a])
    assert one.events == two.events and one.incidents == two.incidents and one.events.num_rows == 3


def test_broken_rows_beyond_the_limit_are_counted_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "NAMED", 2)
    rows = [icews(n, "0000-00-00", "040") for n in range(5)]
    found = imports.read("icews", [written(tmp_path / "a.tab", ICEWS, icews(9, "2018-03-14", "040"), *rows)])
    assert [r.place for r in found.rejects] == ["line 3", "line 4", "line 5 and after"]
    assert "(3 rows)" in found.rejects[-1].reason


@pytest.mark.parametrize("row", lexicons.table("cameo"), ids=lambda row: row["code"])
def test_every_cameo_row_has_a_type_and_a_weight_in_range(row: lexicons.Row) -> None:
    types = {r["code"] for r in lexicons.table("act_phrases") if r["code"].isalpha()}
    assert row["plover"] in types or row["code"][:2] in ("01", "02")
    assert -10 <= float(row["goldstein"]) <= 10


@pytest.mark.parametrize("row", lexicons.table("import_names"), ids=lambda row: f"{row['kind']}-{row['given']}")
def test_every_import_name_leads_to_a_known_code(row: lexicons.Row) -> None:
    known = {r["code"] for name in ("states", "organisations") for r in lexicons.table(name)}
    assert row["code"] in known


def test_plover_lines_become_events(tmp_path: Path) -> None:
    both = PLOVER | {
        "id": "p2",
        "recipient": [{"code": "SWE"}, {"code": "DNK"}],
        "event": "CONSULT",
        "event_loc": "Oslo",
    }
    found = imports.read("plover", [written(tmp_path / "p.jsonl", json.dumps(PLOVER), "", json.dumps(both))])
    rows = sorted(
        (e["source"][0], e["target"][0], e["plover"], e["mode"], e["place"]) for e in found.events.to_pylist()
    )
    assert rows == [
        ("NOR", "DNK", "CONSULT", "expel", "Oslo"),
        ("NOR", "SWE", "CONSULT", "expel", "Oslo"),
        ("NOR", "SWE", "SANCTION", "expel", None),
    ]
    assert {(e["origin"], e["doc_id"]) for e in found.events.to_pylist()} == {
        ("plover", "plover:https://example.org/a")
    }
    assert found.incidents.num_rows == 3


@pytest.mark.parametrize(
    "line",
    ["{", "[1]", "null", '{"id": 1}', '{"date": "2018-01-01", "actor": [1, [2]], "event": "AID"}', "[" * 9000],
    ids=["cut", "list", "null", "bare", "odd", "deep"],
)
def test_plover_lines_that_are_none_are_named(tmp_path: Path, line: str) -> None:
    found = imports.read("plover", [written(tmp_path / "p.jsonl", json.dumps(PLOVER), line)])
    assert found.events.num_rows == 1
    assert [place for place, _ in codes(found)] in (["line 2"], [None])


def mention(number: int, page: str, confidence: str = "70", outlet: str = "example.org") -> str:
    return "\t".join(
        [str(number), "20180314", "20180314", "1", outlet, page, "3", "1", "2", "3", "1", confidence, *"abcd"]
    )


@pytest.mark.parametrize(("given", "code"), [("1621", "1621"), ("040", "16"), ("x", "16"), (163, "16"), (None, "16")])
def test_a_cameo_code_beside_a_plover_type_is_taken_where_it_is_of_the_type(
    tmp_path: Path, given: object, code: str
) -> None:
    found = imports.read("plover", [written(tmp_path / "a.jsonl", json.dumps(PLOVER | {"cameo": given}))])
    (event,) = found.events.to_pylist()
    assert (event["plover"], event["cameo"], event["mode"]) == ("SANCTION", code, "expel")


def test_mentions_are_further_reports_of_their_events(tmp_path: Path) -> None:
    events = written(
        tmp_path / "export.csv", gdelt(11, "20180314", "112", c60="https://example.org/a", c33="1", c32="1")
    )
    told = [
        mention(11, "https://example.org/a"),
        mention(11, "https://example.net/b", "30", "example.net"),
        mention(11, "https://example.net/b", "90", "example.net"),
        mention(99, "https://example.net/c"),
    ]
    pages = written(tmp_path / "a_mentions.csv", *told)
    found = imports.read("gdelt", [events, pages])
    rows = {e["doc_id"]: e["p"] for e in found.events.to_pylist()}
    assert rows == {"https://example.org/a": 1.0, "https://example.net/b": 0.3}
    (incident,) = found.incidents.to_pylist()
    assert (incident["n_documents"], len(incident["event_ids"])) == (2, 2)
    (reject,) = found.rejects
    assert (reject.code, reject.reason.partition(": ")[2]) == (
        "import_mention",
        "1; give them together with their exports.",
    )
    assert imports.read("gdelt", [pages, events]).events == found.events


def test_mentions_alone_hold_no_act(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="together with their exports"):
        imports.read("gdelt", [written(tmp_path / "m.csv", mention(11, "https://example.org/a"))])


@pytest.mark.parametrize("place", [0, 1, 26, 60])
def test_an_empty_cell_anywhere_is_no_fault_of_the_program(tmp_path: Path, place: int) -> None:
    rows = [gdelt(1, "20180314", "112"), gdelt(2, "20180314", "112", 61, **{f"c{place}": ""})]
    assert imports.read("gdelt", [written(tmp_path / "a.csv", *rows)]).events.num_rows >= 1


def test_states_that_do_not_exist_yet_are_taken_as_the_file_has_them(tmp_path: Path) -> None:
    rows = [
        icews(1, "1987-03-14", "040", "Estonia", "Finland"),
        icews(2, "2018-03-14", "040", "Soviet Union", "Norway"),
    ]
    found = imports.read("icews", [written(tmp_path / "a.tab", ICEWS, *rows)])
    assert {e["source"][0] for e in found.events.to_pylist()} == {"EST", "SUN"}


@pytest.mark.parametrize("row", lexicons.table("plover"), ids=lambda row: row["type"])
def test_every_plover_type_can_be_imported(tmp_path: Path, row: lexicons.Row) -> None:
    found = imports.read("plover", [written(tmp_path / "p.jsonl", json.dumps(PLOVER | {"event": row["type"]}))])
    (event,) = found.events.to_pylist()
    assert (event["plover"], event["quad"]) == (row["type"], int(row["quad"]))
