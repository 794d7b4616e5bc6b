"""How speakers speak of a relation: by rows of the lexicon, negation turned round, two rows for a divided mouth."""

from __future__ import annotations

from datetime import date

from detente import lexicons
from detente.config import Extract
from detente.extract.stances import StanceExtractor
from detente.records import Stance
from tests.extract.reading import read
from tests.lexicons.forms import holds


def stances(text: str) -> list[Stance]:
    return list(StanceExtractor(Extract()).extract(read(text, date(2015, 3, 2))))


def test_a_speaker_s_words_show_the_stance_toward_the_other_state() -> None:
    text = 'Norwegian Foreign Minister Kari Lund said: "Sweden is a friend and a partner of ours."'
    (one,) = stances(text)
    assert (one.speaker, one.country, one.a, one.b, one.toward) == ("Kari Lund", "NOR", "NOR", "SWE", "SWE")
    assert one.stance == "warming" and [text[s.start : s.end] for s in one.spans] == ["friend", "partner"]
    assert len(one.quote_ids) == 1


def test_negation_turns_a_stance_round() -> None:
    (one,) = stances("Norwegian Foreign Minister Kari Lund said that Sweden was not an enemy.")
    assert one.stance == "warming"


def test_a_phrase_that_is_itself_a_denial_turns_nothing_round_and_a_supposition_shows_nothing() -> None:
    (one,) = stances("Norwegian Foreign Minister Kari Lund said she had no objection to good relations with Sweden.")
    assert one.stance == "warming" and len(one.spans) == 2
    assert stances("Norwegian Foreign Minister Kari Lund said she would wait if Sweden were an enemy.") == []


def test_steady_stays_steady() -> None:
    (one,) = stances("Norwegian Foreign Minister Kari Lund said that with Sweden it was business as usual.")
    assert one.stance == "steady"


def test_a_divided_mouth_has_two_rows() -> None:
    text = "Norwegian Foreign Minister Kari Lund said Sweden was a partner. Lund called the Swedish step a provocation."
    assert sorted(one.stance for one in stances(text)) == ["cooling", "warming"]


def test_a_third_party_s_stance_is_on_the_pair_it_speaks_of_or_its_own() -> None:
    found = stances('"Norway and Sweden have rebuilt friendly relations," said Mara Elling of the Lake Institute.')
    assert [(one.a, one.b, one.toward, one.stance) for one in found] == [("NOR", "SWE", None, "warming")]


def test_without_speaker_pair_or_words_there_is_no_stance() -> None:
    assert stances("Norway and Sweden are friends.") == []
    assert stances("Kari Lund said that a friend had called.") == []
    assert stances("Norwegian Foreign Minister Kari Lund said that Sweden had closed a bridge.") == []
    assert stances("") == []


def test_the_lexicon_s_phrases_stand_in_their_examples_once() -> None:
    rows = lexicons.table("stance_words")
    assert [row.place for row in rows if not holds(row["example"], [row["phrase"]], folded=True)] == []
    assert len({row["phrase"] for row in rows}) == len(rows)
    assert {row["stance"] for row in rows} == {"warming", "steady", "cooling"}
