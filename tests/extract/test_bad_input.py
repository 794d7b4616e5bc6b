"""Texts that are no article: sensible quotes and forecasts or none, spans inside the text, never a crash."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from detente.config import Extract
from detente.extract.forecasts import ForecastExtractor
from detente.extract.quotes import QuoteExtractor
from detente.records import Forecast, Quote
from tests.extract.reading import read

DAY = date(2015, 3, 2)


def found(text: str, *, authors: tuple[str, ...] = ()) -> tuple[tuple[Quote, ...], tuple[Forecast, ...]]:
    doc = read(text, DAY, authors=authors)
    quotes, forecasts = QuoteExtractor(Extract()).extract(doc), ForecastExtractor(Extract()).extract(doc)
    for quote in quotes:
        for span in (*quote.content, *quote.source_spans, *quote.cue_spans):
            assert 0 <= span.start < span.end <= len(text)
    for forecast in forecasts:
        assert 0 <= forecast.start < forecast.end <= len(text)
        assert forecast.p is None or 0 <= forecast.p <= 1
    return quotes, forecasts


def test_no_quotation_marks_at_all_leaves_indirect_speech() -> None:
    quotes, _ = found("Norwegian Foreign Minister Kari Lund said that Sweden was a friend. The lake froze, she added.")
    assert [(quote.kind, quote.speaker) for quote in quotes] == [("indirect", "Kari Lund")] * 2


@pytest.mark.parametrize("text", ['"""" “”“” ‘’ «» „“ \'\'', "“", "'\"'\"'\"" * 500, "“ ” " * 3000])
def test_nothing_but_quotation_marks_is_no_speech(text: str) -> None:
    assert found(text) == ((), ())


def test_a_long_interview_keeps_every_turn_and_a_mark_left_open_swallows_no_neighbour() -> None:
    turns = [
        f'"Norway will not sell fish to Sweden in winter {n}," said Kari Lund.\n\n'
        f'Nils Hansen replied that "Sweden would pay {n} crowns.'
        for n in range(150)
    ]
    quotes, _ = found("\n\n".join(turns))
    heard = Counter(quote.speaker for quote in quotes)
    assert heard["Kari Lund"] >= 148 and heard["Nils Hansen"] >= 148
    assert max(quote.content[-1].end - quote.content[0].start for quote in quotes) < 80


def test_a_transcript_gives_forecasts_from_answers_and_describes_who_asks_and_answers() -> None:
    quotes, forecasts = found(
        "Q: Will Norway and Sweden make peace?\n\n"
        "A: I think Norway and Sweden will sign a treaty by the end of the year.\n\n"
        "Q: Are you sure?\n\nA: Nobody is sure."
    )
    assert {quote.speaker for quote in quotes} == {"interviewer (unnamed)", "interviewee (unnamed)"}
    assert [(forecast.direction, forecast.horizon_to) for forecast in forecasts] == [("improve", date(2015, 12, 31))]


def test_lists_of_names_say_nothing() -> None:
    names = "Kari Lund, Ola Nordmann, Per Hansen, Anna Berg, Nils Dahl, Eva Moe, Jon Lie, Liv Vik and Sven Alm.\n"
    assert found(names * 40) == ((), ())


def test_an_all_caps_wire_keeps_its_speakers_by_name() -> None:
    quotes, forecasts = found(
        'OSLO WILL CLOSE ITS BORDER WITH SWEDEN, MINISTER KARI LUND SAID ON MONDAY. "WE WILL NOT WAIT," SHE SAID.'
    )
    assert [(quote.kind, quote.speaker) for quote in quotes] == [("indirect", "Kari Lund"), ("direct", "Kari Lund")]
    assert [forecast.direction for forecast in forecasts] == ["deteriorate"]


def test_a_letter_in_the_first_person_is_its_author_s() -> None:
    text = "I believe that Norway will never join Sweden. I expect relations between Norway and Sweden to improve."
    quotes, forecasts = found(text, authors=("Ada Holm",))
    assert {quote.speaker for quote in quotes} == {"Ada Holm"} == {forecast.speaker for forecast in forecasts}
    assert [forecast.direction for forecast in forecasts] == ["no_change", "improve"]


def test_a_letter_that_nobody_signs_has_no_invented_speaker() -> None:
    quotes, _ = found("I believe that Norway will never join Sweden, and my neighbour agrees.")
    assert {quote.speaker for quote in quotes} <= {None}


@pytest.mark.parametrize("share", ["140 percent", "140%", "-20 percent", "1,000 per cent"])
def test_a_probability_beyond_one_is_none(share: str) -> None:
    _, forecasts = found(
        f"Kari Lund said there was a {share} chance that Norway would go to war with Sweden this year."
    )
    assert forecasts and all(forecast.p is None and forecast.p_low is None for forecast in forecasts)


def test_a_horizon_in_the_past_allows_no_verdict() -> None:
    _, forecasts = found("Kari Lund, an analyst, said that Norway and Sweden would make peace by the end of 2009.")
    assert forecasts
    assert not any(forecast.scoreable for forecast in forecasts)
    assert all(forecast.horizon_to is None for forecast in forecasts)


@pytest.mark.parametrize(
    "text",
    [
        "The relations between Oslo and Stockholm have soured, and alleged Swedish interference made it worse.",
        "The current situation suggests that trade between Norway and Sweden will fall.",
        "This decision means that Norway is ready. A handshake proved that the row was over.",
    ],
)
def test_what_has_no_mouth_says_nothing(text: str) -> None:
    assert found(text)[0] == ()


@pytest.mark.parametrize("paper", ["report", "statement", "survey", "document", "law", "declaration", "administration"])
def test_papers_and_bodies_speak(paper: str) -> None:
    assert len(found(f"The {paper} said that Norway had closed the border.")[0]) == 1
