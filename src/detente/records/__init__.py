"""The frozen values that flow through the walk; those listed in `STORED` become tables.

Offsets are half-open positions in Unicode code points into `Document.text`, the decoded raw text, which
nothing after `clean/` changes. Dates are `datetime.date`; an interval is inclusive on both sides.
States are ISO 3166 alpha-3 codes or the organisation codes of `lexicons/organisations.tsv`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from detente.records.base import (
    Span,
    column,
)
from detente.records.coded import (
    BLOCK_KINDS,
    STATUSES,
    Basis,
    Block,
    Document,
    Domestic,
    Event,
    Forecast,
    Poll,
    Quote,
    Reject,
    Stance,
    Superseded,
)
from detente.records.derived import (
    Component,
    Driver,
    Framing,
    Incident,
    IndexOutlook,
    Link,
    Normal,
    Outlook,
    Reaction,
    Reciprocity,
    Relation,
    Score,
    ToneWord,
    TurningPoint,
)
from detente.records.flow import (
    MENTION_KINDS,
    Annotated,
    Clause,
    Hints,
    Mention,
    Person,
    Place,
    RawDocument,
    RawFile,
    Sentence,
    TimeExpression,
    Token,
    Topic,
)
from detente.records.reviewed import Correction

__all__ = [
    "BLOCK_KINDS",
    "MENTION_KINDS",
    "STATUSES",
    "STORED",
    "Annotated",
    "Basis",
    "Block",
    "Clause",
    "Component",
    "Correction",
    "Document",
    "Domestic",
    "Driver",
    "Event",
    "Forecast",
    "Framing",
    "Hints",
    "Incident",
    "IndexOutlook",
    "Link",
    "Mention",
    "Normal",
    "Outlook",
    "Person",
    "Place",
    "Poll",
    "Quote",
    "RawDocument",
    "RawFile",
    "Reaction",
    "Reciprocity",
    "Reject",
    "Relation",
    "Score",
    "Sentence",
    "Span",
    "Stance",
    "Superseded",
    "TimeExpression",
    "Token",
    "ToneWord",
    "Topic",
    "TurningPoint",
    "column",
]

STORED: Final[Mapping[str, type]] = {
    "documents": Document,
    "rejects": Reject,
    "events": Event,
    "incidents": Incident,
    "quotes": Quote,
    "forecasts": Forecast,
    "stances": Stance,
    "polls": Poll,
    "domestic": Domestic,
    "reactions": Reaction,
    "reciprocity": Reciprocity,
    "relations": Relation,
    "turning_points": TurningPoint,
    "outlooks": Outlook,
    "index_outlooks": IndexOutlook,
    "framing": Framing,
    "scores": Score,
    "superseded": Superseded,
    "corrections": Correction,
}
