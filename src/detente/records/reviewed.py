"""What people say of the rows: the ledger of corrections, as it is laid over the tables and published beside them."""

from __future__ import annotations

from dataclasses import dataclass

from detente.records.base import column


@dataclass(frozen=True, slots=True)
class Correction:
    """One row a line of the ledger of corrections: who said what of which row, what stood there, what came of it."""

    number: int = column("position in the ledger, from 1; of lines that contradict one another the later one holds")
    correction_id: str = column("identity, from what the line says and the line before it")
    reviewer: str = column("who says so")
    table: str = column("table of the row: events, quotes, forecasts, documents, stances, polls or domestic")
    row_id: str = column("identity of the row")
    action: str = column("accept, reject, correct, undo or note")
    field: str | None = column("column that is corrected; null for the other actions")
    value: str | None = column("what it shall be, as JSON; for an undo the line that is taken back; else null")
    note: str | None = column("remark of the reviewer")
    queue: str | None = column("how the row was chosen for review: uncertain, disputed or chance; null: looked up")
    original: str | None = column("what the coder had, as JSON: the column, or the whole row where that was judged")
    state: str = column("standing, overruled, undone, dangling (the row is gone) or void (no code any more)")
    version: str = column("version of coder and lexicons", default="")
