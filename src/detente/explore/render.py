"""Pages from templates: autoescape always, an unknown name an error, the same frame around each."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from detente import __version__
from detente.explore import addresses, wording
from detente.explore.dossier import BLANK, REPLACED, UNSEEN
from detente.explore.takeaway import FORMATS

FRAGMENT: Final = "hx-request"


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of the app."""
    from detente.explore.routes import nav

    html = (
        environment()
        .get_template(f"app/{template}")
        .render(version=__version__, nav=nav(), path=request.url.path, store=request.app.state.store.name, **values)
    )
    return HTMLResponse(UNSEEN.sub(REPLACED, BLANK.sub("\n", html)), status_code=status)


@cache
def environment() -> Environment:
    """The templates with what every page may call."""
    made = Environment(
        loader=PackageLoader("detente.explore"),
        autoescape=True,
        undefined=StrictUndefined,
        lstrip_blocks=True,
        trim_blocks=True,
    )
    made.globals |= {"to": addresses, "say": wording, "formats": tuple(FORMATS.values())}
    return made
