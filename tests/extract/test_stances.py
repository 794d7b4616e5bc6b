"""How speakers speak of a relation: by rows of the lexicon, negation turned round, two rows for a divided mouth."""

from __future__ import annotations

from datetime import date

import pytest

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


PASSAGES = [
    (
        "Swedish Prime Minister Lars Holm said Norway was a trusted partner and that ties had never been closer.",
        "warming",
    ),
    ('"We want to turn the page with Norway," Swedish Foreign Minister Eva Ström said.', "warming"),
    (
        "Norwegian Defence Minister Kari Lund accused Sweden of treachery and said there would be consequences.",
        "cooling",
    ),
    (
        '"Relations with Sweden are as they were," Norwegian spokesman Ola Berg said. "There is no change."',
        "steady",
    ),
    ("Norway's ambassador to Sweden, Per Dahl, called the Swedish decision a hostile act.", "cooling"),
    ("Chilean President Rosa Vidal told reporters that Peru should stop its provocations.", "cooling"),
    ('"Peru is not our enemy," Chilean President Rosa Vidal said.', "warming"),
    ('"There can be no business as usual with Peru," Chilean Foreign Minister Luis Soto said.', "cooling"),
    (
        "Turkish Foreign Minister Ahmet Kaya said Ankara wanted to rebuild trust with Athens.",
        "warming",
    ),
    ("The Kremlin said it saw no reason for optimism about relations with Poland.", "cooling"),
    ("Polish Foreign Minister Jan Nowak welcomed the Russian offer and praised the constructive tone.", "warming"),
    ('"We cannot trust Russia," Polish Foreign Minister Jan Nowak said.', "cooling"),
    ('"Pakistan will pay a heavy price," Indian Defence Minister Arun Rao warned.', "cooling"),
    ("Indian officials said dialogue with Pakistan would continue and channels remained open.", "steady"),
    ("French President Marc Petit said Paris had no quarrel with Algiers.", "warming"),
    ("Algerian Foreign Minister Said Brahimi said France had shown contempt and arrogance toward Algeria.", "cooling"),
    ("Algeria's president described France as a brotherly nation.", "warming"),
    ('"The relationship with Algeria is poisoned," French minister Luc Morel said.', "cooling"),
    (
        "Egyptian Foreign Minister Samir Hassan called Ethiopia's dam an existential threat.",
        "cooling",
    ),
    (
        "Ethiopian Foreign Minister Abebe Tola said Addis Ababa was ready to listen to Cairo.",
        "warming",
    ),
    ("Japanese Prime Minister Ken Mori said Japan attached great importance to relations with China.", "warming"),
    ('"We regard China as a strategic competitor," Japanese Defence Minister Aki Sato said.', "cooling"),
    ("South Korean President Park Ji-ho said Seoul and Tokyo would keep to the agreed course.", "steady"),
    ("Kenyan Foreign Minister Grace Otieno said Nairobi and Kampala had differences but remained friends.", "warming"),
]


@pytest.mark.parametrize(("text", "stance"), PASSAGES)
def test_what_officials_say_of_the_other_state(text: str, stance: str) -> None:
    found = stances(text)
    assert [one.stance for one in found] == [stance]
    assert all(one.spans and one.toward for one in found if one.country)


def test_who_denies_that_things_go_on_speaks_of_a_break() -> None:
    (one,) = stances('"There can be no business as usual with Sweden," Norwegian Foreign Minister Kari Lund said.')
    assert one.stance == "cooling"


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
