"""The server answers this machine, with strict headers, and nothing but pages."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.cli.server import serve
from detente.errors import MachineError


@pytest.fixture(scope="module")
def port(built: Path) -> Iterator[int]:
    server = serve(built, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def ask(port: int, path: str, method: str = "GET", host: str | None = None) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, headers={"Host": host if host is not None else f"127.0.0.1:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8"), dict(answer.getheaders())
    finally:
        connection.close()


def test_the_first_page_lists_the_pairs(port: int) -> None:
    status, page, headers = ask(port, "/")
    assert status == 200
    assert '<a href="/dossier/POL/RUS">POL and RUS</a>' in page
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Python" not in headers.get("Server", "")


def test_a_pair_is_its_dossier(port: int) -> None:
    status, page, headers = ask(port, "/dossier/POL/RUS")
    assert status == 200 and "Poland" in page
    assert "script-src" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "", "127.0.0.1"]
)
def test_another_host_name_is_refused(host: str, port: int) -> None:
    status, page, _ = ask(port, "/", host=host.format(port=port))
    assert status == 403 and "POL" not in page


def test_localhost_is_this_machine(port: int) -> None:
    assert ask(port, "/", host=f"localhost:{port}")[0] == 200


@pytest.mark.parametrize(
    "path",
    ["/dossier/FRA/BRA", "/dossier/../../etc/passwd", "/nothing", "//evil.example/", "/dossier/<b>/RUS", "/?x=1"],
)
def test_what_is_not_there_is_not_found_nor_echoed(path: str, port: int) -> None:
    status, page, headers = ask(port, path)
    assert status == 404
    assert "<b>" not in page and "evil" not in page
    assert "Location" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_there_is_only_reading(method: str, port: int) -> None:
    assert ask(port, "/", method=method)[0] == 501


def test_a_taken_port_is_said(port: int, built: Path) -> None:
    with pytest.raises(MachineError, match=f"127.0.0.1:{port} cannot be used: address already in use. Choose another"):
        serve(built, port)
