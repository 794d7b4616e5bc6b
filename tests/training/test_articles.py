"""Examples from whole articles: what the gold answers to the coder's own questions."""

from __future__ import annotations

from training.articles import Unit, labelled

from tests.extract.passages import annotated

TEXT = "Peru thanked Chile for the cranes. Lima also sent a note. Ecuador and Peru have long coasts."


def unit(pair: tuple[str, str], type_: str, *, doubtful: bool = False) -> Unit:
    return Unit((0, 20), frozenset({pair}), type_, "actual", doubtful)


def told(units: list[Unit], *, whole: bool) -> set[tuple[str, str, str]]:
    rows = labelled(annotated(TEXT), units, whole=whole)
    return {(r["text"][slice(*r["source"])], r["text"][slice(*r["target"])], r["type"]) for r in rows}


def test_a_pair_with_an_act_takes_its_type_and_the_rest_of_a_whole_article_is_no_act() -> None:
    found = told([unit(("PER", "CHL"), "SUPPORT")], whole=True)
    assert ("Peru", "Chile", "SUPPORT") in found
    assert ("Chile", "Peru", "NONE") in found
    assert ("Ecuador", "Peru", "NONE") in found


def test_a_report_whose_gold_is_not_whole_gives_only_acts_and_their_wrong_directions() -> None:
    found = told([unit(("PER", "CHL"), "SUPPORT")], whole=False)
    assert found == {("Peru", "Chile", "SUPPORT"), ("Chile", "Peru", "NONE")}


def test_the_other_direction_of_a_meeting_is_not_called_no_act() -> None:
    assert told([unit(("PER", "CHL"), "CONSULT")], whole=False) == {("Peru", "Chile", "CONSULT")}


def test_doubtful_gold_gives_nothing() -> None:
    assert told([unit(("PER", "CHL"), "SUPPORT", doubtful=True)], whole=False) == set()
