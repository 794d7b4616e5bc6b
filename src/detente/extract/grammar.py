"""Small words of English grammar by what they do, from `grammar_words.tsv`."""

from __future__ import annotations

from functools import cache

from detente import lexicons


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one class, in lower case."""
    return frozenset(row["word"] for row in lexicons.table("grammar_words") if row["class"] == kind)
