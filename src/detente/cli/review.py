"""`detente review`: rows judged and corrected; the ledger of corrections told, exported and imported."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.options import Debug, Json, Store
from detente.cli.output import as_json, note, say
from detente.places import Place

if TYPE_CHECKING:
    from detente.store.ledger import Line
    from detente.store.rulings import Ruling

review = typer.Typer(
    name="review",
    help="Judge and correct rows; the corrections are kept apart, laid over the rows, and outlive every build.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)

Reviewer = Annotated[
    str, typer.Option("--reviewer", metavar="NAME", help="Who says so; without it the name of your account.")
]
Ids = Annotated[list[str], typer.Argument(metavar="ID", help="Ids of events, quotes, forecasts or incidents.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the row.")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A remark to keep with it.")]
Alone = Annotated[bool, typer.Option("--alone", help="This row only, not the same act the other way round.")]
Queue = Annotated[str, typer.Option("--queue", metavar="NAME", help="uncertain, disputed or chance.")]
Table = Annotated[str, typer.Option("--table", metavar="TABLE", help="events, quotes or forecasts.")]


def _me() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return "reviewer"


@review.command()
def accept(
    ids: Ids, store: Store, reviewer: Reviewer = "", note: Note = None, json: Json = False, debug: Debug = False
) -> None:
    """Say that rows are right as they stand."""
    _judge(store, ids, "accept", reviewer, note=note, json=json)


@review.command()
def reject(
    ids: Ids,
    store: Store,
    reviewer: Reviewer = "",
    note: Note = None,
    alone: Alone = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Say that rows are wrong altogether: they leave the tables, the incidents and the index."""
    _judge(store, ids, "reject", reviewer, note=note, alone=alone, json=json)


@review.command()
def correct(
    row: Id,
    field: Annotated[str, typer.Argument(metavar="COLUMN", help="Column to correct, for example plover.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What it should be; lists with commas, - for nothing.")],
    store: Store,
    reviewer: Reviewer = "",
    note: Note = None,
    alone: Alone = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Put another value in a column of a row."""
    _judge(store, [row], "correct", reviewer, field=field, value=value, note=note, alone=alone, json=json)


@review.command("note")
def remark(
    row: Id,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The remark.")],
    store: Store,
    reviewer: Reviewer = "",
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Keep a remark on a row; it changes nothing."""
    _judge(store, [row], "note", reviewer, note=text, json=json)


@review.command()
def undo(
    store: Store,
    row: Annotated[str | None, typer.Argument(metavar="ID", help="Row; without it your last correction.")] = None,
    reviewer: Reviewer = "",
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Take back your last correction, of any row or of one."""
    from detente.store import ledger, rulings
    from detente.store.segments import read

    read(store)
    name = reviewer or _me()
    taken = rulings.last(ledger.read(store), name, row)
    made = ledger.append(store, rulings.undone(taken, rulings.Ruling(name, "", "undo", at=_now())))
    _told(store, made, json=json)


@review.command("next")
def following(
    store: Store,
    table: Table = "events",
    queue: Queue = "uncertain",
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed, another order by chance.")] = 1,
    reviewer: Reviewer = "",
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Show the next row that you have not judged, with its sentence; the page of detente serve does it by keys."""
    from detente.explore import reviewing
    from detente.store.database import Database
    from detente.store.rulings import next_row

    reviewing.check(table, queue)
    with Database(store) as database:
        found = next_row(database, table, queue, reviewer or _me(), seed=seed)
        item = None if found.row_id is None else reviewing.item(database, found.row_id)
    if json:
        as_json({"row_id": found.row_id, "waiting": found.waiting})
    elif item is None:
        say(f"You have judged every row of {table} in this queue.")
    else:
        _show(item, store, found.waiting)


@review.command("list")
def listed(
    store: Store,
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help="standing, overruled, undone, dangling, void or new.")
    ] = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """List the corrections and what became of each; new ones are not in the figures yet."""
    from detente.explore import reviewing
    from detente.store.database import Database

    with Database(store) as database:
        found = [row for row in reviewing.account(database) if state in (None, row["state"])]
    if json:
        as_json(found)
        return
    for row in found:
        said = f"{row['field']} = {row['value']}" if row["field"] and row["action"] == "correct" else ""
        note_ = f"“{row['note']}”" if row["note"] else ""
        parts = (row["correction_id"], f"{row['state']:<9}", row["reviewer"], row["action"], row["row_id"], said, note_)
        say("  ".join(part for part in parts if part))
    new = sum(row["state"] == "new" for row in found)
    dangling = sum(row["state"] == "dangling" for row in found)
    say(f"Corrections: {len(found)}." if found else "There is no such correction.")
    if dangling:
        say(f"Of rows that are no longer there: {dangling}.")
    if new:
        say(f"Not in the figures yet: {new}. Next: detente measure --store {store}")


@review.command()
def report(store: Store, json: Json = False, debug: Debug = False) -> None:
    """Tell how far reviewers agree (Krippendorff's alpha) and how often the coder was right, by type."""
    from dataclasses import asdict

    from detente.explore import reviewing
    from detente.store.database import Database

    with Database(store) as database:
        found = reviewing.report(database)
    if json:
        as_json({name: [asdict(row) for row in getattr(found, name)] for name in ("agreement", "precision", "chance")})
        return
    people = "one reviewer" if found.reviewers == 1 else f"{found.reviewers} reviewers"
    say(f"Rows judged by {people}: {found.judged}." if found.judged else "No row was judged yet.")
    for agreement in found.agreement:
        if agreement.rows:
            alpha = "not defined" if agreement.alpha is None else f"{agreement.alpha:.3f}"
            alike = f"{100 * (agreement.alike or 0):.0f} % alike"
            say(f"  {agreement.on:<9} alpha {alpha:<11} on {agreement.rows} rows judged by two or more, {alike}")
    for title, rows in (("Rows drawn by chance", found.chance), ("All judged rows, however chosen", found.precision)):
        if rows:
            say(f"{title}: right as coded")
        for row in rows:
            share = f"{100 * row.share:5.1f} % ({100 * row.low:.0f} to {100 * row.high:.0f})"
            say(f"  {row.kind:<10} {share}  {row.right} of {row.n}, {row.corrected} corrected, {row.wrong} wrong")


@review.command("export")
def exported(
    store: Store,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.jsonl", help="File to write.")],
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write the ledger of corrections to a file, to keep or to give away."""
    from detente.store import ledger
    from detente.store.export import replacing
    from detente.store.segments import read

    read(store)
    lines = ledger.read(store)
    with replacing(output) as file:
        for line in lines:
            file.write(f"{ledger.to_json(line)}\n".encode())
    if json:
        as_json({"corrections": len(lines), "file": str(output)})
    else:
        note(f"{len(lines)} corrections in {output}.")


@review.command("import")
def imported(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="A ledger that detente review export wrote.")],
    store: Store,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Add another reviewer's ledger to this store's; lines that are there already are passed over."""
    from detente.errors import InputError
    from detente.store import ledger
    from detente.store.segments import read

    read(store)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"The file {file} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    new, known = ledger.merge(store, data, str(file))
    if json:
        as_json({"new": new, "known": known})
    else:
        say(f"{new} corrections added, {known} known before.")
        if new:
            say(f"Next: detente measure --store {store}")


# --- small parts ------------------------------------------------------------------------------------------------


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _judge(
    store: Place, ids: list[str], action: str, reviewer: str, *, alone: bool = False, json: bool = False, **said: Any
) -> None:
    from detente.store import ledger
    from detente.store.database import Database
    from detente.store.rulings import Ruling, lines

    at = _now()
    with Database(store) as database:
        rulings: list[Ruling] = [Ruling(reviewer or _me(), row, action, at=at, **said) for row in ids]
        made = [line for ruling in rulings for line in lines(database, ruling, alone=alone)]
    _told(store, ledger.append(store, made), json=json)


def _told(store: Place, made: tuple[Line, ...], *, json: bool) -> None:
    if json:
        as_json([{"id": line.id, "row_id": line.row_id, "action": line.action} for line in made])
        return
    for line in made:
        said = f" {line.field} = {line.value}" if line.action == "correct" else ""
        say(f"{line.id}  {line.reviewer}  {line.action}  {line.row_id}{said}")
    if any(line.action != "note" for line in made):
        say(f"In the figures after: detente measure --store {store}")


def _show(item: Any, store: Place, waiting: int) -> None:
    say(f"{item.row_id}  ({waiting} waiting)")
    say("  ".join(part for part in (item.outlet, item.day, item.title) if part))
    say("")
    say("".join(f"[{text}]" if marked else text for text, marked in item.passage))
    say("")
    for cell in item.cells:
        say(f"  {cell.field:<12} {cell.shown}")
    say("")
    say(f"Next: detente review accept {item.row_id} --store {store}   (or reject, correct, note)")
