"""The language of a document's body."""

from __future__ import annotations

from typing import Final

from detente.clean import lines
from detente.clean.blocks import Page

CLEAR: Final = 0.12  # share of function words that settles the language without a model
SAMPLE: Final = 1500  # characters
FEW: Final = 12
"""Words below which a model guesses: of 31 scraps of financial tables ("Shr 20 cts vs 22 cts") it took 17 for Pidgin,
Welsh or Volapük. To load it takes as long as to clean 200 stories."""


def find(page: Page) -> str | None:
    """ISO 639-1 code: by function words where they are plain, else by py3langid; None for what is too short to tell."""
    text = "\n".join(page.text[block.start : block.end] for block in page.body)[:SAMPLE]
    words = text.split()  # not all clean words, but quick: enough where they settle it
    if sum(map(lines.function_words().__contains__, words)) > lines.ENGLISH * len(words):
        return "en"
    told = lines.words_of(text)
    lang, share = lines.language(told)
    if lang is not None and share >= CLEAR:
        return lang
    if not any(char.isalpha() for char in text):
        return None
    if lang == "en" and text.isascii():  # short, but no other language has more of its words in it
        return lang
    if lang is None and len(told) < FEW and text.isascii():
        return None
    import py3langid

    return str(py3langid.classify(text)[0])
