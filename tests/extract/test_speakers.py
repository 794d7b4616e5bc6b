"""Who speaks, as whom: roles of people and bodies, countries, who is taken up, and who is not."""

from __future__ import annotations

from datetime import date

import pytest

from detente import lexicons
from detente.extract.quotes import QuoteExtractor
from detente.lexicons import Row
from detente.records import Quote
from tests.extract.reading import read


def quotes(text: str, *, headline: int = 0) -> tuple[Quote, ...]:
    return QuoteExtractor().extract(read(text, date(2015, 3, 2), headline=headline))


@pytest.mark.parametrize("row", lexicons.table("role_verbs"), ids=lambda row: row["verb"])
def test_what_somebody_does_is_what_he_is(row: Row) -> None:
    assert [(quote.speaker, quote.role) for quote in quotes(row["example"])] == [("Mara Elling", row["role"])]


def test_a_clause_that_tells_no_trade_gives_no_role() -> None:
    (quote,) = quotes("Mara Elling, who left the hall early, said the ferry was safe.")
    assert (quote.speaker, quote.role) == ("Mara Elling", None)


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        ("Norway said that it would wait.", "Norway", "government"),
        ("The Norwegian Defence Ministry said that it would wait.", "Norwegian Defence Ministry", "ministry"),
        ("The Kremlin's statement said that talks would resume.", "Kremlin", "statement"),
        ("Prime Minister Jan Holt said that it would wait.", "Jan Holt", "Prime Minister"),
        ("Colonel (retd) Nils Berg said that it would wait.", "Nils Berg", "Colonel"),
        ("Mrs. Kari Lund said that it would wait.", "Kari Lund", None),
        (
            "Danish Ambassador to the United Kingdom Jonas Lindqvist told the agency that it would wait.",
            "Jonas Lindqvist",
            "Ambassador to the United Kingdom",
        ),
    ],
)
def test_speakers_have_the_role_in_which_they_speak(text: str, speaker: str, role: str | None) -> None:
    (quote,) = quotes(text)
    assert (quote.speaker, quote.role) == (speaker, role)


def test_a_field_of_study_is_no_nationality() -> None:
    (quote,) = quotes("Mara Elling, a lecturer in American studies in Oslo, said that the pact would hold.")
    assert quote.country == "NOR"


def test_the_one_expert_of_a_document_is_the_expert_of_its_headline() -> None:
    head = "Expert: Pact will hold"
    text = f"{head}\n\nThe pact will hold, said Mara Elling, an expert at the Fjord Institute."
    assert {quote.speaker for quote in quotes(text, headline=len(head))} == {"Mara Elling"}


def test_a_spokesman_is_not_taken_for_the_premier_named_before() -> None:
    text = "Prime Minister Jan Holt left for Rome. The spokesman of the foreign ministry said that he would return."
    (quote,) = quotes(text)
    assert quote.speaker != "Jan Holt" and (quote.role or "").startswith("spokesman")


def test_he_is_the_one_in_apposition_to_the_subject() -> None:
    text = "Oleg Sorin said no. Norway's premier, Erik Halvorsen, tried to calm the House. He said no one was to blame."
    assert quotes(text)[-1].speaker == "Erik Halvorsen"


@pytest.mark.parametrize("none", ["Nobody at the base", "None of the ministers", "No minister"])
def test_nobody_is_no_speaker(none: str) -> None:
    assert {quote.speaker for quote in quotes(f"{none} said that the pact would hold.")} <= {None}


def test_economists_at_a_bank_are_not_the_bank() -> None:
    (quote,) = quotes("Economists at the lender Fjordbank expect that exports will fall.")
    assert (quote.speaker or "").startswith("Economists") and quote.affiliation == "Fjordbank"
