"""The codebook: every table and column from the records, every code from the lexicons, each with its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from detente import lexicons
from detente.records import STORED
from detente.store import schema
from detente.store.segments import VERSION

KINDS: Final = {
    "plover": "PLOVER types",
    "mode": "PLOVER modes",
    "quad": "Quad classes",
    "status": "Status of an event",
    "class": "Classes of forecasts",
    "direction": "Directions of forecasts",
    "outcome": "Outcomes of forecasts",
    "copy": "Kinds of copies",
    "reaction": "Basis of a reaction",
    "kind": "Kinds of quotes",
    "issue": "Interstate issues",
    "block": "Kinds of blocks",
    "reject": "Reasons for refusing an input",
}
CODES: Final = ("CAMEO codes", "States", "Organisations")


def tree() -> dict[str, Any]:
    """Tables with their columns, and lists of codes with label and definition, ready for JSON."""
    tables = {
        table: {
            "rows": _first_line(record),
            "columns": [
                {"name": c.name, "type": c.kind, "null": c.nullable, "meaning": c.doc} for c in schema.columns(table)
            ],
        }
        for table, record in STORED.items()
    }
    return {"detente": VERSION, "tables": tables, "codes": codes()}


def codes() -> dict[str, list[dict[str, str]]]:
    """Every list of codes by its title."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in lexicons.table("glossary"):
        title = KINDS.get(row["kind"])
        if title is None:
            continue
        meaning = {"code": row["code"], "label": row["label"], "meaning": row["definition"]}
        found.setdefault(title, []).append(meaning)
    found["CAMEO codes"] = list(_cameo())
    for title, table in (("States", "states"), ("Organisations", "organisations")):
        found[title] = [
            {"code": row["code"], "label": row["name"], "meaning": ""}
            for row in sorted(lexicons.table(table), key=lambda row: row["code"])
        ]
    return found


def markdown() -> str:
    """The codebook as Markdown."""
    book = tree()
    lines = [f"# Codebook of Détente {book['detente']}", ""]
    lines += ["Dates are ISO; offsets are half-open positions in Unicode code points into `documents.text`.", ""]
    for name, table in book["tables"].items():
        lines += [
            f"## {name}",
            "",
            f"{table['rows']}",
            "",
            "| column | type | may be null | meaning |",
            "|---|---|---|---|",
        ]
        for column in table["columns"]:
            null = "yes" if column["null"] else ""
            lines.append(f"| `{column['name']}` | {column['type']} | {null} | {_cell(column['meaning'])} |")
        lines.append("")
    for title, entries in book["codes"].items():
        lines += [f"## {title}", "", "| code | name | meaning |", "|---|---|---|"]
        lines += [f"| `{e['code']}` | {_cell(e['label'])} | {_cell(e['meaning'])} |" for e in entries]
        lines.append("")
    return "\n".join(lines)


def _cameo() -> Iterator[dict[str, str]]:
    """CAMEO codes with the phrase for the act, their PLOVER type and Goldstein weight."""
    phrases = {row["code"]: row["noun"] for row in lexicons.table("act_phrases")}
    for row in lexicons.table("cameo"):
        code = row["code"]
        near = next((phrases[code[:n]] for n in range(len(code), 1, -1) if code[:n] in phrases), "")
        label = phrases.get(code) or near or phrases.get(row["plover"], "")
        kind = f"PLOVER {row['plover']}" if row["plover"] else "no PLOVER type"
        yield {"code": code, "label": label, "meaning": f"{kind}, Goldstein weight {row['goldstein']}"}


def _first_line(record: type) -> str:
    return (record.__doc__ or "").split("\n", 1)[0]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
