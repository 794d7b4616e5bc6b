"""How outlets tell a pair, in all and month by month: the page on framing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from detente.explore import addresses
from detente.explore.catalogue import UNNAMED
from detente.explore.framing import FEW
from detente.explore.numbers import Number, counted, number
from detente.explore.views import groups
from detente.explore.wording import month, signed, state_name
from detente.store.reader import Reader, Row

VOICES: Final = 6
MONTHS: Final = 36  # rows of outlets by month, the latest first


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet that reports on the pair: how much, in what tone, with whose voices."""

    name: str
    href: str | None
    documents: Number
    incidents: Number
    tones: tuple[Mean | None, Mean | None]
    optimism: Mean | None
    led: Number
    omitted: Number
    kinds: str
    voices: tuple[tuple[str, Number], ...]
    telling: Number | None


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean, how many words or views it rests on, and whether these are too few to say much."""

    value: str
    n: int
    few: bool


@dataclass(frozen=True, slots=True)
class OutletMonth:
    """One month of an outlet: what it led with and left out, its tone by side, optimism beside the index."""

    label: str
    month_href: str
    name: str
    href: str
    telling: Number
    documents: Number
    led: int
    omitted: int
    tones: tuple[Mean | None, Mean | None]
    optimism: Mean | None
    index: str | None


@dataclass(frozen=True, slots=True)
class Framed:
    """The page on framing: outlets, their months, and incidents told by several and by one."""

    outlets: tuple[OutletRow, ...]
    months: tuple[OutletMonth, ...]
    monthly: Number
    sides: tuple[str, str]
    several: Number
    alone: Number
    tellings: Number


def framing(reader: Reader, a: str, b: str) -> Framed:
    """Outlets that report on the pair."""
    framed = {row["outlet"]: row for row in reader.rows("framing", a=a, b=b, whole="yes")}
    voices: dict[str | None, list[tuple[str, Number]]] = defaultdict(list)
    for row in reader.ask("voices_of_pair", a=a, b=b):
        named: dict[str, Any] = {"outlet": row["outlet"]} if row["outlet"] else {}
        if named:
            n = number(row["n_quotes"], "quotes", a=a, b=b, **named, **groups.placed(row["country"]))
            voices[row["outlet"]].append((state_name(row["country"]) if row["country"] else "country not known", n))
    months = reader.rows("framing", order="latest", limit=MONTHS, a=a, b=b, monthly="yes")
    return Framed(
        outlets=tuple(
            _outlet(row, a, b, framed.get(row["outlet"], {}), voices[row["outlet"]])
            for row in reader.ask("outlets_of_pair", a=a, b=b)
        ),
        months=tuple(_month(reader, row) for row in months),
        monthly=counted(reader, "framing", a=a, b=b, monthly="yes"),
        sides=(state_name(a), state_name(b)),
        several=counted(reader, "incidents", a=a, b=b, told="several"),
        alone=counted(reader, "incidents", a=a, b=b, told="one"),
        tellings=counted(reader, "framing", a=a, b=b),
    )


def _outlet(row: Row, a: str, b: str, framed: Row, voices: list[tuple[str, Number]]) -> OutletRow:
    name = row["outlet"]
    named: dict[str, Any] = {"outlet": name} if name is not None else {"named": "no"}
    return OutletRow(
        name=name or UNNAMED,
        href=addresses.outlet(name) if name else None,
        documents=number(row["n_documents"], "documents", a=a, b=b, copies="no", **named),
        incidents=number(row["n_incidents"], "incidents", a=a, b=b, **named),
        tones=(
            _mean(framed.get("tone_a"), framed.get("n_words_a", 0)),
            _mean(framed.get("tone_b"), framed.get("n_words_b", 0)),
        ),
        optimism=_mean(framed.get("optimism"), framed.get("n_views", 0)),
        led=number(len(framed.get("led", ())), "incidents", a=a, b=b, led=name),
        omitted=number(len(framed.get("omitted", ())), "incidents", a=a, b=b, omitted=name),
        kinds=_kinds(framed),
        voices=tuple(voices[:VOICES]),
        telling=number(1, "framing", a=a, b=b, outlet=name, whole="yes") if framed else None,
    )


def _kinds(framed: Row) -> str:
    """Whose voices the outlet carries, by kind: officials of each side, of third parties, experts, others."""
    if not framed or not framed["n_quotes"]:
        return ""
    told = [
        (f"officials of {state_name(framed['a'])}", framed["n_officials_a"]),
        (f"of {state_name(framed['b'])}", framed["n_officials_b"]),
        ("of third parties", framed["n_officials_third"]),
        ("experts", framed["n_experts"]),
    ]
    told.append(("others", framed["n_quotes"] - sum(n for _, n in told)))
    return ", ".join(f"{kind} {n}" for kind, n in told)


def _month(reader: Reader, row: Row) -> OutletMonth:
    a, b, name, at = row["a"], row["b"], row["outlet"], f"{row['month']:%Y-%m}"
    return OutletMonth(
        label=month(row["month"]),
        month_href=addresses.dyad(a, b, f"month/{at}"),
        name=name,
        href=addresses.outlet(name),
        telling=number(1, "framing", a=a, b=b, outlet=name, month=at),
        documents=counted(reader, "documents", a=a, b=b, outlet=name, framed=at, copies="no"),
        led=len(row["led"]),
        omitted=len(row["omitted"]),
        tones=(_mean(row["tone_a"], row["n_words_a"]), _mean(row["tone_b"], row["n_words_b"])),
        optimism=_mean(row["optimism"], row["n_views"]),
        index=None if row["index"] is None else signed(row["index"]),
    )


def _mean(value: float | None, n: int) -> Mean | None:
    return None if value is None else Mean(signed(value, 2), n, n < FEW)
