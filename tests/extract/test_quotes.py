"""Who said what: cues by frame, sources, contents, speakers, relays; and what is no quote."""

from __future__ import annotations

import re
from datetime import date

import pytest

from detente import lexicons
from detente.config import Extract
from detente.extract.quotes import QuoteExtractor
from detente.lexicons import Row
from detente.records import Quote, Span
from tests.extract.reading import read


def quotes(text: str, *, model: str = "auto", headline: int = 0, authors: tuple[str, ...] = ()) -> tuple[Quote, ...]:
    doc = read(text, date(2015, 3, 2), headline=headline, authors=authors)
    return QuoteExtractor(Extract(model=model)).extract(doc)


def words(text: str, spans: tuple[Span, ...]) -> str:
    return " ".join(re.sub(r"\W+", " ", " ".join(text[s.start : s.end] for s in spans)).split())


def marked(example: str) -> tuple[str, str, str, str]:
    """The plain text of an example and its source, cue and content."""
    found = {o: re.search(rf"\{o}(.+?)\{c}", example) for o, c in ("[]", "{}", "<>")}
    plain = re.sub(r"[\[\]{}<>]", "", example)
    parts = [re.sub(r"[\[\]{}<>]", "", m[1]) if (m := found[o]) else "" for o in "[{<"]
    return plain, *(" ".join(re.sub(r"\W+", " ", part).split()) for part in parts)  # type: ignore[return-value]


@pytest.mark.parametrize("row", lexicons.table("quote_cues"), ids=lambda row: row["cue"] + "-" + row["frames"][:12])
def test_every_cue_attributes_its_example(row: Row) -> None:
    text, source, _, content = marked(row["example"])
    headline = len(text) if row["cue"] == ":" else 0
    found = [q for model in ("auto", "rules") for q in quotes(text, model=model, headline=headline)]
    assert (source, content) in [(words(text, q.source_spans), words(text, q.content)) for q in found]


def test_direct_speech_resumed_after_the_cue_is_one_quote() -> None:
    text = '"The lake is ours," said Mara Elling, a fellow at the Fjord Institute. "We paid for it."'
    (quote,) = quotes(text)
    assert words(text, quote.content) == "The lake is ours We paid for it"
    assert (quote.kind, quote.speaker, quote.role, quote.affiliation) == (
        "direct",
        "Mara Elling",
        "fellow",
        "Fjord Institute",
    )


def test_a_phrase_in_marks_makes_indirect_speech_mixed() -> None:
    (quote,) = quotes('The mayor said that the lake was "a gift of the glaciers".')
    assert quote.kind == "mixed"


def test_participle_shares_the_source_of_the_first_cue() -> None:
    text = '"The lake is ours," the mayor said, adding that the town had paid for it.'
    first, second = quotes(text)
    assert words(text, second.source_spans) == "the mayor"
    assert words(text, second.content) == "that the town had paid for it"
    assert first.kind == "direct"


def test_relays_are_a_chain_and_not_the_speaker() -> None:
    text = '"The lake is ours," TASS cited Mara Elling as saying.'
    (quote,) = quotes(text)
    assert (quote.speaker, quote.chain) == ("Mara Elling", ("TASS",))


def test_report_of_a_hope_is_relayed_hope() -> None:
    text = "The mayor of Bergen hopes that the ferry will sail again, Reuters reported on Tuesday."
    (quote,) = quotes(text)
    assert words(text, quote.content) == "that the ferry will sail again"
    assert quote.chain == ("Reuters",)


def test_surname_pronoun_and_role_mean_the_person_named_before() -> None:
    text = (
        "Political analyst Mara Elling said the pact would hold.\n\n"
        '"It was signed in blood," she said.\n\n'
        '"And in ink," the analyst added.\n\n'
        "Elling also noted that the ink was cheap."
    )
    assert [quote.speaker for quote in quotes(text)] == ["Mara Elling"] * 4


def test_two_who_speak_as_one_are_both_named() -> None:
    text = "Both Angela Merkel and Emmanuel Macron said that the pact would hold."
    (quote,) = quotes(text)
    assert quote.speaker == "Angela Merkel; Emmanuel Macron"


def test_unnamed_speakers_are_described() -> None:
    (quote,) = quotes("Several Norwegian officials said that the pact would hold.")
    assert quote.speaker is not None
    assert quote.speaker.endswith("(unnamed)")
    assert quote.country == "NOR"


def test_a_capital_speaks_for_its_state() -> None:
    (quote,) = quotes("Oslo said that the pact would hold.")
    assert (quote.speaker, quote.country) == ("Norway (Oslo)", "NOR")


def test_first_person_outside_marks_is_the_author() -> None:
    (quote,) = quotes("I believe that the pact will hold.", authors=("Mara Elling",))
    assert quote.speaker == "Mara Elling"


def test_second_reporting_verb_is_not_swallowed() -> None:
    text = "The spokesman said the ship had kept its distance and told Oslo to stop the search."
    contents = [words(text, quote.content) for quote in quotes(text)]
    assert contents == ["the ship had kept its distance", "Oslo to stop the search"]


def test_headline_quotes_are_marked() -> None:
    text = "'The lake is ours,' mayor says\n\nThe town of Bergen slept."
    found = quotes(text, headline=30)
    assert found
    assert all(quote.headline for quote in found)


def test_transcript_turns_are_attributed() -> None:
    text = "MINISTER HALVORSEN: The ferry will sail again in May."
    assert [words(text, quote.source_spans) for quote in quotes(text)] in ([], ["MINISTER HALVORSEN"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        '"',
        "\"\"\"\"''''“”“”",
        "Ferry timetables, harbour fees and tide tables.",
        "The cat slept. The dog barked. Nobody moved.",
        "word " * 3000,
        'He said "' * 200,
        "a\x00b “c\x00d”, said E.",
    ],
)
def test_odd_input_gives_rows_with_true_spans_or_none(text: str) -> None:
    for quote in quotes(text):
        spans = (*quote.content, *quote.source_spans, *quote.cue_spans)
        assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_same_text_same_quotes() -> None:
    text = '"The lake is ours," said Mara Elling. She added that it was deep.'
    assert quotes(text) == quotes(text)
    assert len({quote.quote_id for quote in quotes(text)}) == len(quotes(text))


def test_rules_work_without_weights() -> None:
    text = "The mayor said that the lake was deep."
    assert [quote.p for quote in quotes(text, model="rules")] == [0.8]


def test_a_name_after_a_dash_signs_what_stands_before_it() -> None:
    text = "“The lake belongs to all of us.” ― Mara Elling\n“Let it freeze, then.”— Ola Prado.\nIt froze."
    assert [quote.speaker for quote in quotes(text)] == ["Mara Elling", "Ola Prado"]


def test_who_reports_what_others_said_relays_it() -> None:
    text = "Mara Elling told reporters that Ola Prado had promised that the harbour would reopen."
    found = {quote.speaker: quote.chain for quote in quotes(text)}
    assert found == {"Mara Elling": (), "Ola Prado": ("Mara Elling",)}
