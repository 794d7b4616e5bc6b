"""The server behind `detente serve` listens on this machine, prints a link that works once, and says what is wrong."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from detente.cli.server import Server, listen
from detente.errors import MachineError, UsageError


@pytest.fixture(scope="module")
def heard() -> list[str]:
    return []


@pytest.fixture(scope="module")
def server(built: Path, heard: list[str]) -> Iterator[Server]:
    made = listen(built, 0, heard.append)
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    yield made
    made.server.should_exit = True
    thread.join(20)


def ask(port: int, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": f"127.0.0.1:{port}"} | headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8"), {name.lower(): v for name, v in answer.getheaders()}
    finally:
        connection.close()


def test_the_link_opens_the_store_once(server: Server, heard: list[str]) -> None:
    link = urlsplit(server.link("/dyads"))
    status, _, headers = ask(server.port, f"{link.path}?{link.query}")
    assert (status, headers["location"]) == (303, "/dyads")
    cookie = headers["set-cookie"].partition(";")[0]
    status, page, headers = ask(server.port, "/dyads", Cookie=cookie)
    assert status == 200 and "Poland and Russia" in page
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "server" not in headers and "python" not in str(headers).lower()
    assert ask(server.port, f"{link.path}?{link.query}")[0] == 403
    assert len(heard) == 1 and urlsplit(heard[0]).port == server.port


def test_it_listens_on_this_machine_only(server: Server) -> None:
    assert server.listener.getsockname()[0] == "127.0.0.1"


def test_a_stranger_is_shown_nothing(server: Server) -> None:
    status, page, _ = ask(server.port, "/dyads")
    assert status == 403 and "Poland" not in page


def test_another_host_name_is_refused(server: Server) -> None:
    assert ask(server.port, "/", Host=f"evil.example:{server.port}")[0] == 403


def test_a_taken_port_is_said(server: Server, built: Path) -> None:
    port = server.port
    with pytest.raises(MachineError, match=f"127.0.0.1:{port} cannot be used: address already in use. Choose another"):
        listen(built, port, print)


def test_a_folder_without_a_store_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no store"):
        listen(tmp_path, 0, print)
