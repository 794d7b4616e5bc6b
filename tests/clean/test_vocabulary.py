"""Which names the words of a text allow, and where they stand."""

from __future__ import annotations

import pytest

from detente.clean import vocabulary


def test_words_are_runs_of_letters_and_digits_without_case() -> None:
    known = vocabulary.of("xx The ex-King's G7_talks ended.", 3, 32)
    assert {"the", "ex", "king", "s", "g7", "talks", "ended"} == known.words
    assert "talks" in known.stems and "ended" in known.stems


def test_folding_keeps_every_character_in_its_place() -> None:
    assert vocabulary.fold("İzmir STRAßE") == "İzmir straße"


@pytest.mark.parametrize(
    ("whole", "text", "expected"),
    [
        (True, "Then Kari Holm-Berg spoke", ["Kari Holm"]),
        (True, "Then Kari Holmen spoke", []),
        (False, "then kari holmen spoke", ["Kari Holm"]),
        (False, "then karina holm spoke", []),
        (False, "harbours were shut", ["harbour"]),
        (True, "harbours were shut", []),
    ],
)
def test_names_are_possible_where_their_words_stand(whole: bool, text: str, expected: list[str]) -> None:
    index = vocabulary.Index(["Kari Holm", "harbour"], whole=whole)
    assert index.possible(vocabulary.of(text, 0, len(text))) == expected


def test_places_come_by_their_end_the_longest_first() -> None:
    found = list(vocabulary.places(["post", "fjord post", "fjord"], "a fjord post", 0, 12))
    assert found == [(2, "fjord"), (2, "fjord post"), (8, "post")]
