"""How the page was made: versions, codes, refusals, how to cite it."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Final

from detente import __version__
from detente.explore.catalogue import Catalogue
from detente.explore.front import strays
from detente.explore.wording import Term, interval, state_name, terms
from detente.lexicons.lifetimes import Stray
from detente.records import Reject

LISTED: Final = 200  # refused inputs listed one by one; more are told by their reasons only


@dataclass(frozen=True, slots=True)
class MethodView:
    """Everything the section on method shows; `rejects` is empty where there are too many to list."""

    software: str
    versions: tuple[str, ...]
    fingerprint: str
    types: tuple[Term, ...]
    quads: tuple[Term, ...]
    statuses: tuple[Term, ...]
    classes: tuple[Term, ...]
    rejects: tuple[Reject, ...]
    refusals: tuple[tuple[str, int], ...]
    strays: tuple[Stray, ...]
    citation: str
    bibtex: str


def view(catalogue: Catalogue) -> MethodView:
    """Codes that the page uses, versions of coder and lexicons, the citation."""
    material = catalogue.material
    used = {row.plover for row in catalogue.incidents}
    marks_found = {row.version for row in catalogue.documents} | {row.version for row in catalogue.incidents}
    versions = sorted(marks_found - {""})
    listed = "\n".join(sorted(row.doc_id for row in catalogue.documents))
    fingerprint = hashlib.sha256(listed.encode()).hexdigest()[:12]
    pair = f"{state_name(material.a)} and {state_name(material.b)}"
    dates = [row.published or row.published_to for row in catalogue.documents]
    last = max((value for value in dates if value is not None), default=None)
    until = f", documents until {interval(last, last)}" if last is not None else ""
    title = f"Relations between {pair}: a sourced dossier{until}"
    marks = ", ".join(versions) or __version__
    return MethodView(
        software=__version__,
        versions=tuple(versions),
        fingerprint=fingerprint,
        types=tuple(entry for entry in terms("plover") if entry.code in used),
        quads=terms("quad"),
        statuses=terms("status"),
        classes=terms("class"),
        rejects=material.rejects if len(material.rejects) <= LISTED else (),
        refusals=tuple(sorted(Counter(row.code for row in material.rejects).items())),
        strays=strays(catalogue.incidents),
        citation=f"{title}. Made with Détente {__version__} (coder and lexicons {marks}; documents {fingerprint}).",
        bibtex=(
            f"@misc{{detente-{material.a.lower()}-{material.b.lower()}-{fingerprint},\n"
            f"  title = {{{title}}},\n"
            f"  note = {{Made with Détente {__version__}, coder and lexicons {marks}, documents {fingerprint}}}\n}}"
        ),
    )
