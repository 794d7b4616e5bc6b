import pytest

from detente import lexicons
from detente.measure.tone import found, sentences, tone
from detente.records import Block
from tests.resolve.samples import document


@pytest.mark.parametrize("row", lexicons.table("tone_words"), ids=lambda row: row["stem"])
def test_every_stem_sets_the_tone_of_its_example(row: lexicons.Row) -> None:
    assert row["stem"] in row["example"].lower()
    assert tone([row["example"]]) == float(row["yields"]) == float(row["tone"])


@pytest.mark.parametrize("row", lexicons.table("tone_turns"), ids=lambda row: row["words"])
def test_every_turn_turns_the_word_of_its_example(row: lexicons.Row) -> None:
    assert tone([row["example"]]) == float(row["yields"])
    assert tone([row["example"].replace(row["words"], "")]) == -float(row["yields"])


def test_tone_needs_words_and_their_beginnings() -> None:
    assert tone(["Norway met Sweden."]) is None
    assert tone(["an unfriendly act"]) == -1
    assert tone(["a friendly talk, then tension"]) == 0
    assert tone(["sources in spatial planning and their successors"]) is None


def test_a_turn_far_off_turns_nothing() -> None:
    assert tone(["It was not they who in the end were friendly."]) == 1


def test_a_word_goes_toward_the_side_named_nearest() -> None:
    text = "Oslo spoke of its Swedish partner, and Danish anger grew. It was cordial. It was long. It was warm."
    told = [(text[w.start : w.end], w.toward("NOR", "SWE"), w.toward("DNK", "NOR")) for w in found(_of(text), {})]
    assert told == [("partner", "SWE", "DNK"), ("anger", "SWE", "DNK"), ("cordial", "SWE", "DNK"), ("warm", None, None)]


def test_names_that_the_coder_saw_count_in_their_document() -> None:
    (word,) = found(_of("Halvorsen was cordial."), {"NOR": {"Halvorsen"}})
    assert word.toward("NOR", "SWE") == "NOR"
    assert found(_of("Halvorsen was cordial."), {})[0].toward("NOR", "SWE") is None


def test_what_the_page_adds_is_not_told() -> None:
    text = "Norway was warm. Read also: hostile Sweden"
    page = document("page", text, None, blocks=(Block(0, 16, "body"), Block(17, len(text), "related")))
    assert [text[start:end] for start, end in sentences(page)] == ["Norway was warm."]


def test_a_document_without_a_told_block_has_no_sentences() -> None:
    assert not list(sentences(document("bare", "Norway was warm.", None, blocks=(Block(0, 16, "nav"),))))


def _of(text: str):  # type: ignore[no-untyped-def]
    return document("one", text, None)
