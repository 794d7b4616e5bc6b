"""Acts told by taking up another act."""

from __future__ import annotations

import pytest

from detente.config import Extract
from detente.extract.events import EventExtractor
from tests.extract.passages import annotated

RULE = "references:anaphora"


def taken_up(text: str) -> set[tuple[str, ...]]:
    """(source, target, type) of the rows that take up another act."""
    rows = EventExtractor(Extract(model="rules")).extract(annotated(text))
    return {(*row.source, *row.target, row.plover) for row in rows if row.rule == RULE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway expelled two Serbian diplomats on Monday. Denmark followed suit.", ("DNK", "SRB", "SANCTION")),
        ("Norway expelled two Serbian diplomats on Monday. Serbia did the same.", ("SRB", "NOR", "SANCTION")),
        (
            "Norway expelled two Serbian diplomats on Monday. An identical retaliation from Serbia came on Tuesday.",
            ("SRB", "NOR", "SANCTION"),
        ),
        (
            "Norway froze its aid to Serbia on Monday. The Norwegian step of that day was noted.",
            ("NOR", "SRB", "SANCTION"),
        ),
    ],
)
def test_what_takes_up_an_act_is_an_act(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in taken_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "Denmark followed suit.",
        "Norway grew last year. Denmark followed suit.",
        "Norway expelled two Serbian diplomats on Monday. It was a step too far.",
        'Norway expelled two Serbian diplomats on Monday. "Denmark did so," he said.',
    ],
)
def test_nothing_to_take_up_is_no_act(text: str) -> None:
    assert taken_up(text) == set()
