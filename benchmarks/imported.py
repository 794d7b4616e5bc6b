"""Synthetic event data as ICEWS or GDELT lays it out: many states, few of them busy, twenty years; always the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from detente.lexicons import table

HEAD: Final = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
    "Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\n"
)
FIRST: Final = date(2004, 1, 1)
DAYS: Final = 20 * 365
CODES: Final = ("010", "036", "040", "042", "043", "046", "051", "057", "061", "071", "084", "111", "112", "120", "130",
                "138", "141", "154", "163", "172", "190", "193")  # fmt: skip


GDELT: Final = 61
"""Columns of an export file of GDELT 2.0."""


def written(target: Path, rows: int, *, states: int = 60) -> Path:
    """A file of so many events between so many states, as ICEWS lays them out."""
    names = [row["name"] for row in table("states") if len(row["code"]) == 3][:states]
    with target.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number, (day, code, one, other) in enumerate(_acts(rows, names), start=1):
            cells = (str(number), day.isoformat(), one, "", one, "Act", code, "0", other, "", other,
                     str(number), "1", f"Paper {number % 40}", "")  # fmt: skip
            file.write("\t".join(cells) + "\n")
    return target


def gdelt(target: Path, rows: int, *, states: int = 60) -> Path:
    """The same acts as GDELT lays them out."""
    names = [row["code"] for row in table("states") if len(row["code"]) == 3][:states]
    with target.open("w", encoding="utf-8") as file:
        for number, (day, code, one, other) in enumerate(_acts(rows, names), start=1):
            cells = [""] * GDELT
            cells[0], cells[1], cells[26] = str(number), f"{day:%Y%m%d}", code
            cells[5] = cells[7] = one
            cells[15] = cells[17] = other
            cells[32], cells[33] = str(1 + number % 9), str(1 + number % 4)
            cells[60] = f"https://example.org/{number // 3}"
            file.write("\t".join(cells) + "\n")
    return target


def _acts(rows: int, names: list[str]) -> Iterator[tuple[date, str, str, str]]:
    """Day, code and sides of each act."""
    chance = random.Random(20_261_122)
    weights = [1 / (place + 1) for place in range(len(names))]
    for _ in range(rows):
        one, other = chance.choices(names, weights, k=2)
        if one == other:
            other = names[(names.index(one) + 1) % len(names)]
        day = FIRST + timedelta(chance.randrange(DAYS))
        yield day, chance.choice(CODES), one, other
