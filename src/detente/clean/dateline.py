"""Datelines: the place, and sometimes day and agency, that open a report ("GENEVA, March 3 (Reuters) - ")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

PLACE: Final = r"[A-Z][\w.'’-]*(?:[ /](?:[A-Z][\w.'’-]*|de|la|of|el|al|da|do|am|upon)){0,3}"
DAY: Final = (
    r"(?:(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th)? (?:[A-Z][a-z]{2,8}\.?|[A-Z]{3,9}))"
    r"(?:,? \d{4})?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)
AGENCY: Final = r"(?:\([^()\n]{2,40}\)|/[A-Za-z-]{3,20}/|\[[^\[\]\n]{2,40}\])"
DASH: Final = r"(?:[.:]?\s?[-–—]{1,3}|\.?:)"
FULL: Final = re.compile(
    rf"(?P<head>(?P<place>{PLACE})(?:, {PLACE})?(?:[,.]? ?(?P<day>{DAY}))?\.?(?:,? ?(?P<agency>{AGENCY}))?)"
    rf"(?P<end>{DASH}\s+|\.\s?[-–—]{{1,2}}\s*|(?<=[)/])\.?\s+(?=[A-Z\"“‘«])|(?<=\d{{4}})\.\s+(?=[A-Z\"“‘«]))"
)
LEADING_AGENCY: Final = re.compile(rf"(?P<head>(?P<agency>{AGENCY}))(?P<end>\s?[-–—]{{1,2}}\s+)")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a dateline ends (`end`), where the report goes on (`after`), and its parts."""

    end: int
    after: int
    place: str | None
    day: str | None
    agency: str | None


def find(text: str) -> Dateline | None:
    """The dateline that opens `text`, or None."""
    head = text[:120]
    found = FULL.match(head)
    if found is None:
        found = LEADING_AGENCY.match(head)
        if found is None:
            return None
        return Dateline(found.end("head"), found.end(), None, None, found["agency"].strip("()[]/ "))
    place, day, agency = found["place"], found["day"], found["agency"]
    colon = ":" in found["end"] and not set(found["end"]) & set("-–—")
    if colon and not (place.isupper() and len(place) > 3):
        return None  # "Putin: we will talk"
    dash = found["end"].startswith((" ", ".", ":", "\u2013", "\u2014"))  # "US- Russia" is a broken word
    if not (day or agency or (dash and (place.isupper() or len(place.split()) <= 2))):
        return None
    if len(text) - found.end() < 25:
        return None
    return Dateline(found.end("head"), found.end(), place, day, agency.strip("()[]/ ") if agency else None)


def agency(text: str) -> str | None:
    """The bracketed agency of a dateline ("MOSCOW, March 3 (Interfax)"), or None."""
    found = re.search(AGENCY, text)
    return found[0].strip("()[]/ ") if found else None
