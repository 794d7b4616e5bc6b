"""`detente verify`: is the store what was sealed?"""

from __future__ import annotations

from detente.cli.options import ConfigFile, Debug, Json, Store
from detente.cli.output import as_json, note, say


def verify(store: Store, config: ConfigFile = None, json: Json = False, debug: Debug = False) -> None:
    """Check every checksum and every offset of a store again, and name the file that is damaged."""
    from detente.errors import StoreError
    from detente.store.verification import verify as check

    report = check(store)
    if json:
        as_json({"segments": report.segments, "rows": report.rows, "offsets": report.offsets, "faults": report.faults})
    if report.faults:
        for fault in report.faults[:-1] if not json else ():
            note(fault)
        raise StoreError(report.faults[-1], hint=f"{len(report.faults)} faults in all. Build the store again.")
    if report.strays and not json:
        note(f"{len(report.strays)} files were left by an interrupted run; the next build removes them.")
    if not json:
        say(f"{store} is sound: {report.segments} segments, {report.rows} rows, {report.offsets} offsets checked.")
