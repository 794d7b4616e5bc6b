"""The app on a small store, asked without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from detente.explore.app import create_app

HOST = "127.0.0.1:8650"
ORIGIN = {"origin": f"http://{HOST}"}


def client(store: Path, **options: Any) -> TestClient:
    """A client whose session is open."""
    app = create_app(store, **options)
    made = TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)
    made.cookies.set(app.state.gate.cookie, app.state.gate.session)
    return made
