"""The dossier: one self-contained HTML page on a pair of states, without script and without any outside request.

1. select the records that bear on the pair; 2. give each a number and an anchor; 3. build the sections, whose numbers
note their sources as they are made; 4. render them. Every number opens the list of rows it counts, every row opens
the words it rests on, and every marked passage leads back to its rows.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from detente import __version__
from detente.explore import (
    documents,
    domestic,
    forecasts,
    glance,
    incidents,
    issues,
    method,
    outlets,
    outlooks,
    reciprocity,
    relations,
    speakers,
)
from detente.explore.catalogue import catalogue
from detente.explore.evidence import Note, Notes
from detente.explore.material import Material, Tables, select

UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
BLANK: Final = re.compile(r"\n[\n ]*\n")
REPLACED: Final = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the template may show."""

    move: glance.Move | None
    outlooks: outlooks.OutlooksView
    glance: glance.Glance
    relations: relations.RelationsView
    incidents: incidents.IncidentsView
    speakers: speakers.SpeakersView
    forecasts: forecasts.ForecastsView
    reciprocity: reciprocity.ReciprocityView
    issues: issues.IssuesView
    outlets: outlets.OutletsView
    domestic: domestic.DomesticView
    documents: documents.DocumentsView
    method: method.MethodView
    notes: tuple[Note, ...]


def render(database: Tables, a: str, b: str) -> str:
    """The dossier on two states as HTML. Raises `UsageError` naming the pairs held if there is none."""
    return page_of(select(database, a, b))


def page_of(material: Material) -> str:
    """The dossier on a pair's material as HTML; the same material gives the same text, always."""
    known = catalogue(material)
    notes = Notes()
    head = glance.view(known, notes)
    about = relations.view(known, notes)
    page = Page(
        glance=head,
        relations=about,
        move=glance.move(about),
        outlooks=outlooks.view(
            material.outlooks, about.months[-1].day if about.months else None, material.index_outlooks
        ),
        incidents=incidents.view(known, notes),
        speakers=speakers.view(known, notes),
        forecasts=forecasts.view(known, notes),
        reciprocity=reciprocity.view(material.reciprocity),
        issues=issues.view(known, notes),
        outlets=outlets.view(known, notes),
        domestic=domestic.view(known),
        documents=documents.view(known, notes),
        method=method.view(known),
        notes=notes.listed,
    )
    return filled("dossier.html", page=page, crossing=page.documents.crossing)


def filled(template: str, *, crossing: tuple[str, ...] = (), **values: object) -> str:
    """A template with its values, the style sheet and the policy that allows this style and nothing else."""
    style = stylesheet() + "".join(
        f":root:has(#{anchor}:target) .of-{anchor}{{background:var(--lit)}}" for anchor in crossing
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    html = (
        environment()
        .get_template(template)
        .render(
            style=Markup(style),  # noqa: S704  our own file and anchors made of hex digits
            style_hash=digest,
            version=__version__,
            seen=set(),
            **values,
        )
    )
    return UNSEEN.sub(REPLACED, BLANK.sub("\n", html))


@cache
def environment() -> Environment:
    """The templates: autoescape always, an unknown name is an error."""
    return Environment(
        loader=PackageLoader("detente.explore"),
        autoescape=True,
        undefined=StrictUndefined,
        lstrip_blocks=True,
    )


@cache
def stylesheet() -> str:
    """The style sheet with comments and needless blanks taken out."""
    folder = files("detente.explore").joinpath("static")
    text = "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("charts.css", "dossier.css"))
    return " ".join(re.sub(r"/\*[^*]*\*/", "", text).split())
