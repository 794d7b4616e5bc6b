"""Forecasts: class, direction, horizon, probability, condition, states; and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from detente import lexicons
from detente.config import Extract
from detente.extract.forecasts import ForecastExtractor
from detente.lexicons import Row
from detente.records import Forecast
from tests.extract.reading import read

DAY = date(2015, 3, 2)


def forecasts(text: str, day: date | None = DAY, *, scale: str = "auto") -> tuple[Forecast, ...]:
    return ForecastExtractor(Extract(probability_scale=scale)).extract(read(text, day))


@pytest.mark.parametrize("row", lexicons.table("forecast_cues"), ids=lambda row: row["cue"])
def test_every_cue_yields_its_class(row: Row) -> None:
    assert row["yields"] in [one.class_ for one in forecasts(row["example"])]


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Relations between Norway and Sweden will improve.", "improve"),
        ("Relations between Norway and Sweden will deteriorate.", "deteriorate"),
        ("Relations between Norway and Sweden will remain frozen.", "no_change"),
        ("Relations between Norway and Sweden are unlikely to improve.", "no_change"),
        ("I do not expect relations between Norway and Sweden to improve.", "no_change"),
        ("Sweden will lift its sanctions on Norway.", "improve"),
        ("Sweden will impose new sanctions on Norway.", "deteriorate"),
        ("Sweden will not attack Norway.", "no_change"),
        ("The truce between Norway and Sweden will not hold.", "deteriorate"),
        ("The talks between Norway and Sweden will fail.", "deteriorate"),
        ("Norway and Sweden will hold talks.", "improve"),
        ("The truce between Norway and Sweden will hold.", "no_change"),
        ("Trade between Norway and Sweden will keep growing.", "improve"),
        ("Nobody should expect relations between Norway and Sweden to improve.", "no_change"),
        ("Norway will reopen its border with Sweden after the quarrel.", "improve"),
        ("Norway's next quarrel will be with Sweden, not with Denmark.", "deteriorate"),
    ],
)
def test_directions(text: str, direction: str) -> None:
    (one,) = forecasts(f'"{text}" said Mara Elling.')
    assert one.direction == direction
    assert {*one.a, *one.b} == {"NOR", "SWE"}


def test_everything_a_forecast_tells() -> None:
    text = '"Relations between Norway and Sweden will probably improve before the end of May," said Mara Elling.'
    (one,) = forecasts(text)
    assert (one.class_, one.direction, one.about, one.speaker) == ("assertion", "improve", "relations", "Mara Elling")
    assert (one.horizon_text, one.horizon_from, one.horizon_to) == ("before the end of May", DAY, date(2015, 5, 31))
    assert (one.probability_text, one.p_low, one.p_high) == ("probably", 0.55, 0.87)
    assert one.p_scale == "icd203+kent+perceptions+phia"
    assert one.scoreable
    assert one.quote_id is not None


def test_stated_odds_of_an_event() -> None:
    (one,) = forecasts('"I see a 30 percent chance of war between Norway and Sweden this year," said Mara Elling.')
    assert (one.p_low, one.p_high, one.p_scale, one.direction) == (0.3, 0.3, "stated", "deteriorate")


def test_odds_against_are_turned_over_with_the_claim() -> None:
    (one,) = forecasts('"War between Norway and Sweden is highly unlikely this year," said Mara Elling.')
    assert one.direction == "no_change"
    assert one.p_low is not None
    assert one.p_low >= 0.8


def test_scale_can_be_switched() -> None:
    text = '"Norway and Sweden will probably make peace this year," said Mara Elling.'
    assert [(one.p_low, one.p_high, one.p_scale) for one in forecasts(text, scale="kent")] == [(0.63, 0.87, "kent")]
    assert [(one.p_low, one.p_high, one.p_scale) for one in forecasts(text, scale="phia")] == [(0.55, 0.75, "phia")]


def test_conditions_are_kept_and_not_scored() -> None:
    (one,) = forecasts('"If Norway closes the border, ties with Sweden will sour by June," said Mara Elling.')
    assert (one.class_, one.condition_text, one.scoreable) == ("conditional", "If Norway closes the border", False)


def test_contradictions_in_one_mouth_are_two_rows() -> None:
    text = (
        '"Maybe relations between Norway and Sweden will improve. Then again, maybe relations between Norway and '
        'Sweden will deteriorate," said Mara Elling.'
    )
    assert [one.direction for one in forecasts(text)] == ["improve", "deteriorate"]


def test_an_officials_own_deed_is_intent() -> None:
    text = '"We will reopen our embassy in Sweden," Norwegian Foreign Minister Mara Elling said.'
    assert [one.class_ for one in forecasts(text)] == ["intent"]


def test_the_author_foresees_too() -> None:
    (one,) = forecasts("Relations between Norway and Sweden will hardly improve this year.")
    assert (one.quote_id, one.speaker, one.direction) == (None, None, "no_change")


@pytest.mark.parametrize(
    "text",
    [
        "Will Norway and Sweden ever make peace?",
        "The prospects of a pact between Norway and Sweden looked bright in 1998. Nothing came of them.",
        "The presidents of Norway and Sweden will meet in Oslo on 23 March, the palace announced.",
        "Had Norway waited, Sweden would have lost patience and closed the border.",
        "Without the storm the Swedish minister would have landed in Norway.",
        "If Norway had kept its word, there might have been no quarrel with Sweden.",
        "Experts had expected the talks between Norway and Sweden to collapse.",
        "But for the ferry Norway would now be quarrelling with Sweden.",
        "From the hill one could see Norway and Sweden.",
        "The Norwegian boats could be heard from Sweden.",
        "Norway are unlikely to beat Sweden on Saturday.",
        "The prime ministers of Norway and Sweden will lay the first stone of a bridge on Thursday.",
        "The minister of Norway would pay Sweden a visit in May, come what may, he had said in 1990.",
        "The Norwegian film will probably win in Sweden too.",
        "The handball match between Norway and Sweden will probably be played in the rain.",
        "An embassy will always be the last to know.",
        "The treaty between Norway and Sweden was signed in June; it would last for forty years.",
        "The minister said that the talks between Norway and Sweden had failed.",
        "The ferry will sail on Friday.",
        "Nothing of the kind.",
        "",
    ],
)
def test_no_forecast(text: str) -> None:
    assert [one for one in forecasts(text) if one.class_ in {"assertion", "possibility", "conditional"}] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The general did not exclude that Swedish planes would bomb Norwegian villages.", "possibility"),
        ("A Swedish attack on the bridge would bring war with Norway.", "conditional"),
        ("The minister expressed the hope that Norway and Sweden would make peace.", "hope"),
        ("Norway plans to lift its tariffs on Swedish steel.", "intent"),
        ("Given a new government, Norway and Sweden will make peace.", "conditional"),
        ("Mara Elling said the risk of Sweden failing to pay Norway was small.", "assertion"),
    ],
)
def test_classes(text: str, kind: str) -> None:
    assert kind in [one.class_ for one in forecasts(text)]


def test_speech_that_goes_on_after_its_cue_is_a_claim_of_its_own() -> None:
    text = "“The bridge from Norway to Sweden will stay shut,” said Mara Elling, “and the two will quarrel about fish.”"
    found = forecasts(text)
    assert [text[one.start : one.end] for one in found] == [
        "The bridge from Norway to Sweden will stay shut",
        "the two will quarrel about fish",
    ]


def test_a_claim_has_the_interval_of_its_event() -> None:
    (one,) = forecasts('"Norway and Sweden will make peace before the vote in August," said Mara Elling.')
    assert (one.horizon_text, one.horizon_to, one.scoreable) == ("before the vote in August", date(2015, 8, 31), True)


def test_odds_beyond_certainty_and_horizons_of_the_past_are_refused() -> None:
    for text in (
        '"There is a 140 percent chance of war between Norway and Sweden this year," said Mara Elling.',
        '"There is a minus 20 percent chance of war between Norway and Sweden this year," said Mara Elling.',
    ):
        assert [one.p_scale for one in forecasts(text)] in ([None], [])
    for one in forecasts('"Norway and Sweden will make peace by 1990," said Mara Elling.'):
        assert (one.horizon_to, one.scoreable) == (None, False)


def test_an_author_in_the_first_person_is_the_one_who_signs() -> None:
    text = "I do not believe that Norway and Sweden will make peace this year."
    (one,) = ForecastExtractor(Extract()).extract(read(text, DAY, authors=("Kari Lund",)))
    assert (one.speaker, one.direction, one.scoreable) == ("Kari Lund", "no_change", True)


def test_without_a_date_a_horizon_has_words_only() -> None:
    (one,) = forecasts('"Norway and Sweden will make peace before the end of May," said Mara Elling.', None)
    assert (one.horizon_text, one.horizon_from, one.horizon_to) == ("before the end of May", None, None)


@pytest.mark.parametrize(
    "text", ["a " * 20_000, '"' * 500, "If if if unless would may will. " * 50, "Q: Will it?\n\nA: 140 percent."]
)
def test_odd_input_gives_rows_with_true_spans_or_none(text: str) -> None:
    for one in forecasts(text):
        assert 0 <= one.start < one.end <= len(text)
