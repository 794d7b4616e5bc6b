"""The extractor of quotes: every attribution of a document with its speaker, role, country and relays."""

from __future__ import annotations

from detente.config import Extract
from detente.extract.quotations import attributed
from detente.records import Annotated, Quote


class QuoteExtractor:
    """Finds who said what; `config.model` "rules" leaves the learned weights aside."""

    def __init__(self, config: Extract | None = None) -> None:
        self.config = config or Extract()

    def extract(self, doc: Annotated) -> tuple[Quote, ...]:
        """The quotes of a document in the order of the text."""
        return tuple(quote for quote, _ in attributed(doc, rules=self.config.model == "rules"))
