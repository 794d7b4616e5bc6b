"""JSON lines in and out, for the commands that work without a store."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from detente.cli.output import note
from detente.errors import InputError


def read(path: Path, fields: Sequence[str]) -> list[dict[str, Any]]:
    """The usable rows of a file; the others are named on standard error. Raises `InputError` when none is usable."""
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}.", hint="Check the spelling of the path.") from error
    except OSError as error:
        raise InputError(f"The file {path} cannot be read: {error.strerror}.") from error
    rows, problems = [], []
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip():
            continue
        row = _row(line, fields)
        if isinstance(row, str):
            problems.append(f"{path}, line {number}: {row}")
        else:
            rows.append(row)
    if not rows:
        first = problems[0] if problems else f"{path} is empty."
        raise InputError(
            f"No line of {path} can be used: {first}", hint=f"Each line is a JSON object with {', '.join(fields)}."
        )
    for problem in problems[:20]:
        note(f"Skipped {problem}")
    if len(problems) > 20:
        note(f"Skipped {len(problems) - 20} more lines.")
    return rows


def write(path: Path | None, rows: Iterable[Mapping[str, Any]]) -> int:
    """Writes rows to a file, all or none, or to standard output, and returns their number."""
    from detente.store.export import replacing

    count = 0
    if path is None:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
        return count
    with replacing(path) as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n")
            count += 1
    return count


def _row(line: bytes, fields: Sequence[str]) -> dict[str, Any] | str:
    """The row, or what is wrong with it."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return "it is not valid JSON."
    if not isinstance(row, dict):
        return "it is no JSON object."
    for field in fields:
        if not isinstance(row.get(field), str) and not (field == "id" and isinstance(row.get(field), int)):
            return f"it has no {field}."
    if row.get("date") is not None:
        try:
            row["date"] = date.fromisoformat(str(row["date"])[:10]).isoformat()
        except ValueError:
            return f"its date {row['date']!r} is not a day such as 2017-01-28."
    return row
