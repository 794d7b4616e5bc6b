"""Issues: every row's example."""

from __future__ import annotations

import pytest

from detente.lexicons import Row, table
from tests.annotate.given import annotated


@pytest.mark.parametrize("row", table("issues"), ids=lambda row: row["issue"])
def test_every_issue_is_named_in_its_example(row: Row) -> None:
    assert row["yields"] in {topic.issue for topic in annotated(row["example"]).topics}


def test_capitals_count_where_the_form_has_them() -> None:
    assert not [t for t in annotated("He gave a quad bike to his niece.").topics if t.issue == "alliance"]


def test_spans_hold_the_words() -> None:
    text = "The two sides spoke of fishing rights."
    assert [(text[t.start : t.end], t.issue) for t in annotated(text).topics] == [("fishing rights", "fisheries")]
