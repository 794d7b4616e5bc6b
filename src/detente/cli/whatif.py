"""`detente whatif`: the answers to expect if one side eases or sanctions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from detente.cli.options import ConfigFile, Debug, Json, settings
from detente.cli.options import Store as StoreOption
from detente.cli.output import as_json, note, say


def whatif(
    a: Annotated[str, typer.Argument(metavar="A", help="The side that acts: USA, or United States.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The side that may answer: RUS.")],
    store: StoreOption,
    act: Annotated[
        str,
        typer.Option(
            "--act",
            metavar="ACT",
            help="cooperation, conflict, eases, sanctions, or a PLOVER type: SANCTION, CONCEDE …",
        ),
    ] = "conflict",
    times: Annotated[int, typer.Option("--times", min=1, max=1000, metavar="N", help="How many such acts.")] = 1,
    weeks: Annotated[int, typer.Option("--weeks", min=1, max=26, metavar="N", help="How many weeks ahead.")] = 4,
    config: ConfigFile = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Tell what answers to expect, week by week, if A eases or sanctions B: beyond the usual, each with its band."""
    from detente.cli.actors import code
    from detente.measure import reciprocity
    from detente.records import Reciprocity
    from detente.store.database import Database

    measure, first, second = reciprocity.kind_of(act), code(a), code(b)
    with Database(store) as database:
        rows = [row for row in database.records(Reciprocity) if {row.a, row.b} == {first, second}]
    if not rows:
        raise _unknown(first, second, settings(config).measure.hawkes_events)
    found = reciprocity.what_if(rows, first, second, measure, acts=times, weeks=weeks)
    if json:
        as_json({"a": first, "b": second, "measure": measure, "acts": times, "expected": [asdict(e) for e in found]})
        return
    several = "s" if times > 1 else ""
    say(f"{times} {measure} act{several} of {first} toward {second}, and what follows beyond the usual:")
    for line in _table(rows, found):
        say(line)
    spiral = rows[0]
    note(
        f"From {spiral.from_} to {spiral.to}. Each act calls forth {spiral.spiral:.2f} further ones in a generation "
        f"({spiral.spiral_low:.2f} to {spiral.spiral_high:.2f}); what follows in time need not be meant as an answer."
    )


def _unknown(a: str, b: str, least: int) -> Exception:
    from detente.errors import InputError

    return InputError(
        f"The store tells too little of {a} and {b} to say who answers whom: it takes {least} dated acts that are not "
        "joint.",
        hint="Add more reports or import event data; measure.hawkes_events sets the least number.",
    )


def _table(rows: list[Any], found: Any) -> list[str]:
    """One line a side and kind of act: the usual number a week, then each week's further acts with their band."""
    usual = {(row.a, row.measure): row.n_acts * 7 / ((row.to - row.from_).days + 1) for row in rows}
    weeks = sorted({e.week for e in found})
    lines = [f"{'':30}{'usual':>8}" + "".join(f"{f'week {week}':>22}" for week in weeks)]
    for side, target, kind in dict.fromkeys((e.a, e.b, e.measure) for e in found):
        cells = [e for e in found if (e.a, e.measure) == (side, kind)]
        told = "".join(f"{f'+{e.acts:.2f} ({e.low:.2f}–{e.high:.2f})':>22}" for e in cells)
        lines.append(f"{f'{side} to {target}, {kind}':30}{usual[side, kind]:8.2f}{told}")
    return lines
