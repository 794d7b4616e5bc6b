"""Synthetic event data in the layout of ICEWS: many states, few of them busy, twenty years; always the same rows."""

from __future__ import annotations

import random
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


def written(target: Path, rows: int, *, states: int = 60) -> Path:
    """A file of so many events between so many states."""
    chance = random.Random(20_261_122)
    names = [row["name"] for row in table("states") if len(row["code"]) == 3][:states]
    weights = [1 / (place + 1) for place in range(len(names))]
    with target.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(1, rows + 1):
            one, other = chance.choices(names, weights, k=2)
            if one == other:
                other = names[(names.index(one) + 1) % len(names)]
            day = FIRST + timedelta(chance.randrange(DAYS))
            cells = (str(number), day.isoformat(), one, "", one, "Act", chance.choice(CODES), "0", other, "", other,
                     str(number), "1", f"Paper {number % 40}", "")  # fmt: skip
            file.write("\t".join(cells) + "\n")
    return target
