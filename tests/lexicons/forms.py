"""How the tests look for a lexicon form inside an example sentence."""

from __future__ import annotations

from collections.abc import Iterable


def holds(sentence: str, forms: Iterable[str], *, folded: bool = False) -> bool:
    """True when one of `forms` stands in `sentence` as whole words."""
    text = sentence.casefold() if folded else sentence
    return any(_stands(text, form.casefold() if folded else form) for form in forms if form)


def _stands(text: str, form: str) -> bool:
    start = text.find(form)
    while start >= 0:
        end = start + len(form)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            return True
        start = text.find(form, start + 1)
    return False
