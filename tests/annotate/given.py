"""Documents and annotations for the tests, made of one text."""

from __future__ import annotations

from datetime import date
from functools import cache

from detente.annotate.document import SpacyAnnotator
from detente.records import Annotated, Block, Document, Mention, Person


def document(
    text: str, published: str | None = "2017-05-02", *blocks: Block, outlet_country: str | None = None
) -> Document:
    """A document of one body block, published on one day."""
    day = date.fromisoformat(published) if published else None
    return Document(
        doc_id="d0", path="given.txt", record=None, url=None, title=None, outlet=None, outlet_country=outlet_country,
        authors=(), agency=None, published_from=day, published_to=day, published=day, published_p=None,
        published_basis=(), lang="en", text=text, blocks=blocks or (Block(0, len(text), "body"),), encoding="utf-8",
        encoding_p=1.0,
    )  # fmt: skip


@cache
def annotated(text: str, published: str | None = "2017-05-02", outlet_country: str | None = None) -> Annotated:
    """The annotation of a text."""
    return SpacyAnnotator().annotate(document(text, published, outlet_country=outlet_country))


def mention(doc: Annotated, text: str) -> Mention:
    """The first mention that reads `text`."""
    found = next((m for m in doc.mentions if m.text == text), None)
    assert found is not None, f"no mention {text!r} in {[m.text for m in doc.mentions]}"
    return found


def person(doc: Annotated, name: str) -> Person:
    """The entry of a person."""
    found = next((p for p in doc.people if p.name == name), None)
    assert found is not None, f"no person {name!r} in {[p.name for p in doc.people]}"
    return found


def codes(doc: Annotated) -> set[str]:
    """Every state that some mention stands for."""
    return {code for m in doc.mentions for code in m.codes}
