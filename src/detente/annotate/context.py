"""What is known of a document while its names are read: its time, the times its sentences tell of, its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from detente.annotate.names import EARLIEST, LATEST, Term


@dataclass(slots=True)
class Context:
    """The document's interval, the dated phrases of each sentence, who was named in full, its words."""

    begins: date = EARLIEST
    ends: date = LATEST
    told: Mapping[int, Sequence[tuple[date, date]]] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    text: str = ""

    def within(self, term: Term) -> bool:
        """True for a term that may run at the time of the document."""
        return term.begins <= self.ends and self.begins <= term.ends

    def tells_of(self, term: Term, sentence: int) -> bool:
        """True where a sentence speaks of a time that lies within the term."""
        return any(term.begins <= first and last <= term.ends for first, last in self.told.get(sentence, ()))
