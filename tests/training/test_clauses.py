"""Examples for the clause scorer: which word an act hangs on, and what the other words tell."""

from __future__ import annotations

from typing import Any

from training.clauses import Truth, labelled, root_of

from tests.extract.passages import annotated

TEXT = "Peru expelled two envoys of Chile on Friday. Buses ran late in the rain."
ACT = "expelled two envoys of Chile"


def rows(*truths: Truth, whole: bool = True) -> dict[str, dict[str, Any]]:
    """What is told of each head, by its word."""
    found = list(labelled(annotated(TEXT), truths, whole=whole))
    return {
        row["text"][head["start"] :].split()[0].strip(".,"): head | {"row": row}
        for row in found
        for head in row["heads"]
    }


def truth(said: str, *, doubtful: bool = False) -> Truth:
    at = TEXT.index(said)
    return Truth((at, at + len(said)), ("SANCTION", "REJECT"), "actual", (("PER", "CHL"),), doubtful)


def test_an_act_hangs_on_the_highest_word_of_its_span() -> None:
    sentence = annotated(TEXT).sentences[0]
    at = TEXT.index(ACT)
    root = root_of(sentence, (at, at + len(ACT)))
    assert root is not None
    assert sentence.tokens[root].text == "expelled"
    below = root_of(sentence, (at, at + len(ACT)), taken=[root])
    assert below is not None
    assert sentence.tokens[below].text == "envoys"
    assert root_of(sentence, (at, at)) is None


def test_its_types_status_and_sides_are_told() -> None:
    found = rows(truth(ACT))
    act = found["expelled"]
    states = [code for code, _, _ in act["row"]["states"]]
    assert (act["types"], act["status"]) == (["SANCTION", "REJECT"], "actual")
    assert [states[k] for k in act["sources"]] == ["PER"]
    assert [states[k] for k in act["targets"]] == ["CHL"]


def test_words_beside_an_act_tell_none_and_those_within_are_left_out() -> None:
    found = rows(truth(ACT))
    assert "envoys" not in found
    assert found["ran"]["types"] == ["NONE"]


def test_where_not_every_act_is_marked_only_the_act_is_told() -> None:
    assert set(rows(truth(ACT), whole=False)) == {"expelled"}


def test_doubtful_acts_tell_nothing() -> None:
    assert "expelled" not in rows(truth(ACT, doubtful=True))
