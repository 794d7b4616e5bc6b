"""Speech between quotation marks, each with the words that attribute it.

A stretch between marks is speech where it stands as a sentence of its own would (at a start, after a colon, a comma
or a reporting verb) and ends like one; anything else is a phrase inside the author's sentence and is left to
`attributions.py`, where it makes indirect speech mixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from detente.extract import reporting_clauses as clauses
from detente.extract.quotation_marks import Stretch
from detente.extract.reporting_clauses import ENDS, MARKS, Cue, Page
from detente.extract.trees import VERBAL
from detente.records import Span

SHORTEST: Final = 3  # words that a stretch in mid-sentence needs to be speech


@dataclass(frozen=True, slots=True)
class Utterance:
    """One piece or several pieces of speech of one mouth, and the reporting clause where there is one."""

    pieces: tuple[Span, ...]
    cue: Cue | None
    paragraph: int
    follows: bool = False  # goes on from the utterance before, whose speaker it shares


def spoken(page: Page, stretch: Stretch, low: int, high: int) -> bool:
    """True where a stretch is speech of its own rather than a phrase inside the author's sentence.

    `low` and `high` are the ends of the neighbouring stretches of the paragraph, or its own.
    """
    text, paragraph = page.text, page.paragraphs[stretch.paragraph]
    inside = text[stretch.start : stretch.end].strip("".join(MARKS) + " ")
    words = len(inside.split())
    if not inside or not any(c.isalpha() for c in inside):
        return False
    before = text[paragraph.start : stretch.start].rstrip()
    after = text[stretch.end : paragraph.end].lstrip()
    ended = inside[-1] in ENDS | {",", "—", "–", "-"} or after[:1] == ","
    opens = not before or before[-1] in ENDS | MARKS | {":", "—", "–", ")"}
    if "\n" in text[paragraph.start : stretch.start][len(before) :] and inside[0].isupper() and inside[-1] in ENDS:
        return True
    if opens:
        whole = words >= SHORTEST and (before[-1:] == ":" or not after or clauses.follows(page, stretch, high))
        return ended or whole or stretch.repaired
    capital = inside[0].isupper() or not inside[0].isalpha()
    if before[-1] == ",":
        leads = clauses.leads(page, low, stretch)
        return (capital and (ended or words >= SHORTEST)) or (leads and words >= SHORTEST and ended)
    return _cue_before(page, stretch) and capital and (ended or words >= SHORTEST)


def utterances(page: Page, stretches: Sequence[Stretch]) -> tuple[list[Utterance], list[Stretch]]:
    """Speech with its cues in the order of the text, and the stretches that are only phrases."""
    spoken_ones: list[Stretch] = []
    phrases: list[Stretch] = []
    for n, stretch in enumerate(stretches):
        low, high = _room(page, stretches, n)
        target = spoken_ones if spoken(page, stretch, low, high) else phrases
        target.append(stretch)
    found: list[Utterance] = []
    for n, stretch in enumerate(spoken_ones):
        _add(page, found, stretch, spoken_ones[n - 1] if n else None, _room(page, spoken_ones, n))
    return found, phrases


def _room(page: Page, stretches: Sequence[Stretch], n: int) -> tuple[int, int]:
    """Where the words between a stretch and its neighbours of the same paragraph begin and end."""
    stretch = stretches[n]
    paragraph = page.paragraphs[stretch.paragraph]
    last = stretches[n - 1] if n and stretches[n - 1].paragraph == stretch.paragraph else None
    later = stretches[n + 1] if n + 1 < len(stretches) and stretches[n + 1].paragraph == stretch.paragraph else None
    return last.end if last else paragraph.start, later.start if later else paragraph.end


def _add(page: Page, found: list[Utterance], stretch: Stretch, previous: Stretch | None, room: tuple[int, int]) -> None:
    same = previous is not None and previous.paragraph == stretch.paragraph
    low, high = room
    before = clauses.before(page, low, stretch)
    after = clauses.after(page, stretch, high)
    last = found[-1] if found else None
    if last is not None and previous is not None and previous.continues and previous.paragraph + 1 == stretch.paragraph:
        found[-1] = replace(
            last, pieces=(*last.pieces, stretch.span), paragraph=stretch.paragraph, cue=last.cue or after
        )
        return
    if same and last is not None and last.cue is not None:
        if before is not None and before.head == last.cue.head and before.sentence == last.cue.sentence:
            before = None
        if before is None and after is None and _resumes(page, last.cue, low, stretch.start):
            found[-1] = replace(last, pieces=(*last.pieces, stretch.span))
            return
    cue = (
        before
        if before is not None and (after is None or page.text[: stretch.start].rstrip()[-1:] in {":", ","})
        else after
    )
    follows = cue is None and last is not None and last.paragraph >= stretch.paragraph - 1
    found.append(Utterance((stretch.span,), cue, stretch.paragraph, follows=follows))


def _resumes(page: Page, cue: Cue, low: int, high: int) -> bool:
    """True where nothing stands between two stretches, or only the reporting clause of the first."""
    if not page.text[low:high].strip():
        return True
    begun = [page.token(place).start for place in page.tokens(low, high) if place[1] == 0]
    ended = any(page.text[low:start].rstrip("".join(MARKS) + " \n")[-1:] in ENDS for start in begun if start > low)
    return not ended and low <= page.token((cue.sentence, cue.head)).start < high


def _cue_before(page: Page, stretch: Stretch) -> bool:
    """True where the word before the opening mark is a reporting verb."""
    low = max(page.paragraphs[stretch.paragraph].start, stretch.start - 40)
    near = page.tokens(low, stretch.start)
    if not near:
        return False
    word = page.token(near[-1])
    return word.pos in VERBAL and word.lemma.lower() in page.cues
