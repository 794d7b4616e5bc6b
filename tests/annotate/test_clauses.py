"""Every row of `modality.tsv` gives the act in its example the status it promises."""

from __future__ import annotations

import pytest

from detente.annotate.clauses import find
from detente.lexicons import Row, table
from detente.records import STATUSES, Sentence, Token
from tests.extract.passages import annotated

ROWS = table("modality")


def status(marked: str) -> list[str]:
    """Statuses of the clauses whose heads stand between the asterisks."""
    start = marked.index("*")
    end = marked.index("*", start + 1) - 1
    doc = annotated(marked.replace("*", ""))
    heads = [(clause, doc.sentences[clause.sentence].tokens[clause.head]) for clause in doc.clauses]
    return [clause.status for clause, head in heads if start <= head.start < end]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_example(row: Row) -> None:
    assert status(row["example"]) == [row["yields"]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_cells_are_known(row: Row) -> None:
    assert {row["effect"], row["negated"]} <= {*STATUSES, "pass"}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Chad will not *attack* Sudan.", "negated"),
        ("Chad denied that it planned to *attack* Sudan.", "denied"),
        ("Chad refused to rule out *attacking* Sudan.", "hypothetical"),
        ("The ministers were to have *met* in Oslo.", "cancelled"),
        ("Chad abandoned a plan to *attack* Sudan.", "cancelled"),
        ("Had Sudan agreed, Chad would have *freed* the pilots.", "hypothetical"),
        ("Chad announced that it would *free* the pilots.", "planned"),
        ("Chad has no plans to *attack* Sudan.", "negated"),
        ("Not a single ship was *seized* by Chad.", "negated"),
        ("Chad met Sudan and *signed* a treaty.", "actual"),
        ("After *attacking* Sudan, Chad withdrew.", "actual"),
        ("Chad had once before *expelled* the envoy of Sudan.", "actual"),
        ("Once Chad *frees* the pilots, Sudan will talk.", "hypothetical"),
        ("Chad is believed to have *attacked* Sudan.", "alleged"),
        ("Chad was among the first to *send* help to Sudan.", "actual"),
        ("Chad wants to be the first to *recognise* Sudan.", "hypothetical"),
    ],
)
def test_composition(marked: str, expected: str) -> None:
    assert status(marked) == [expected]


def test_clauses_know_their_tense_and_reporter() -> None:
    doc = annotated("Rome said on Monday that it expelled two Russians.")
    tokens = doc.sentences[0].tokens
    expelled = next(clause for clause in doc.clauses if tokens[clause.head].text == "expelled")
    assert (expelled.tense, expelled.status) == ("past", "actual")
    assert expelled.reporter is not None and tokens[expelled.reporter].text == "Rome"


@pytest.mark.parametrize("relation", ["xcomp", "conj"])
def test_a_chain_of_thousands_of_verbs_is_survived(relation: str) -> None:
    tokens = tuple(
        Token(i, 5 * i, 5 * i + 4, "plan", "plan", "VERB", "VB", relation if i else "ROOT", max(0, i - 1), "")
        for i in range(3000)
    )
    clauses = find([Sentence(0, 0, 0, 15_000, "body", tokens)], (), ())
    assert len(clauses) == 3000
    assert {clause.status for clause in clauses} <= set(STATUSES)


@pytest.mark.parametrize(
    "text", ["Putin to meet Erdogan in Sochi on Monday", "Putin to meet Erdogan in Sochi on Monday, Kremlin says"]
)
def test_an_infinitive_of_a_headline_lies_ahead(text: str) -> None:
    doc = annotated(text)
    tokens = doc.sentences[0].tokens
    assert [c.status for c in doc.clauses if tokens[c.head].text == "meet"] == ["planned"]
