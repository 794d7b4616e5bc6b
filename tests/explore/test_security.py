"""The gate: another machine, another page, a used link, an odd address get a refusal and change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from detente.explore.app import create_app
from detente.explore.security import HEADERS, LARGEST, Gate
from tests.explore.app_client import HOST, ORIGIN, client
from tests.explore.app_pages import store


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store(tmp_path_factory.mktemp("gate"))


@pytest.fixture(scope="module")
def web(root: Path) -> Iterator[TestClient]:
    with client(root) as opened:
        yield opened


def stranger(root: Path, **options: Any) -> TestClient:
    """A client without a session."""
    return TestClient(create_app(root, **options), base_url=f"http://{HOST}", follow_redirects=False)


def gate(web: TestClient) -> Gate:
    found: Gate = web.app.state.gate  # type: ignore[attr-defined]
    return found


def test_the_link_works_once_and_leaves_a_strict_cookie(root: Path) -> None:
    heard: list[str] = []
    web = stranger(root, on_entry=heard.append)
    token = gate(web).token
    first = web.get(f"/dyads?order=move&token={token}")
    assert (first.status_code, first.headers["location"]) == (303, "/dyads?order=move")
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and token not in cookie
    assert heard == [gate(web).token] and heard[0] != token
    assert stranger(root).get(f"/?token={token}").status_code == 403
    web.cookies.clear()
    assert web.get(f"/?token={token}").status_code == 403


def test_a_session_may_follow_its_old_link(root: Path) -> None:
    web = stranger(root)
    token = gate(web).token
    web.get(f"/?token={token}")
    again = web.get(f"/?token={token}")
    assert (again.status_code, again.headers["location"]) == (303, "/")


@pytest.mark.parametrize("path", ["/", "/incidents.csv", "/static/app.css", "/nothing", "/?token=", "/?token=wrong"])
def test_without_a_session_nothing_is_shown(root: Path, path: str) -> None:
    answer = stranger(root).get(path)
    assert answer.status_code == 403 and "Norway" not in answer.text


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{HOST[-4:]}",
        f"{HOST}.evil.example",
        "",
        "127.0.0.1",
        "localhost:1",
        "127.0.0.1:08650",
    ],
)
def test_another_host_is_refused(web: TestClient, host: str) -> None:
    answer = web.get("/", headers={"host": host})
    assert answer.status_code == 403 and "Norway" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "http://evil.example"},
        {"origin": f"https://{HOST}"},
        {"origin": "http://localhost:8650"},
        {"origin": f"http://{HOST}.evil.example"},
        {"referer": f"http://{HOST}/"},
    ],
)
def test_a_write_from_elsewhere_is_refused(web: TestClient, headers: dict[str, str]) -> None:
    assert web.post("/review", data={"x": "1"}, headers=headers).status_code == 403


def test_a_form_that_is_too_large_is_refused(web: TestClient) -> None:
    answer = web.post("/review", content=b"x", headers=ORIGIN | {"content-length": str(LARGEST + 1)})
    assert answer.status_code == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_other_methods_are_refused(web: TestClient, method: str) -> None:
    assert web.request(method, "/", headers=ORIGIN).status_code == 405


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("//evil.example/", 400),
        ("/%2F%2Fevil.example", 400),
        ("/%5Cevil.example", 400),
        ("/%00", 400),
        ("/%0d%0aSet-Cookie:x", 400),
        ("/" + "a" * 5000, 414),
        ("/?order=" + "a" * 5000, 414),
        ("/dyad/..%2f..%2fetc/passwd", 404),
        ("/static/../app.py", 404),
        ("/static/%2e%2e/app.py", 404),
    ],
)
def test_an_odd_address_is_refused(web: TestClient, path: str, status: int) -> None:
    answer = web.request("GET", f"http://{HOST}{path}")
    assert answer.status_code == status
    assert "evil" not in answer.text and "location" not in answer.headers and "set-cookie" not in answer.headers


def test_a_link_never_leads_elsewhere(root: Path) -> None:
    web = stranger(root)
    answer = web.request("GET", f"http://{HOST}//evil.example/?token={gate(web).token}")
    assert answer.status_code == 400 and "location" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/incidents?x=1", "/static/app.css", "/incidents.csv", "/dyad/SWE/NOR"]
)
def test_every_answer_carries_the_headers(web: TestClient, path: str) -> None:
    answer = web.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, name
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy and "http" not in policy


def test_an_answer_to_a_stranger_carries_them_too(root: Path) -> None:
    answer = stranger(root).get("/")
    assert all(answer.headers[name] == value for name, value in HEADERS.items())


def test_reading_changes_nothing(root: Path, web: TestClient) -> None:
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}
    for path in ("/", "/dyads", "/dyad/NOR/SWE", "/incidents.csv", "/review", "/codebook", "/about", "/calibration"):
        assert web.get(path).status_code == 200
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()} == before


ODD = ["", "'", "' OR 1=1 --", "<script>alert(1)</script>", "../../etc/passwd", "\u0000", "ÿ" * 200, "-1", "9" * 30]
ODD += ["1e309", "NaN", "%", "\u202e", "a\nb", "USA", "2011-13", "0000-00-00", "9999-12-31", "{}", "[]", "$a"]
USUAL = {"a": "NOR", "b": "SWE", "at": "2011-05", "section": "issues", "form": "csv", "key": "i0"}


def test_no_odd_value_of_any_parameter_is_a_fault_of_ours(web: TestClient) -> None:
    """Every parameter of every page that reads, from the app's own description of itself."""
    asked = 0
    for path, methods in web.app.openapi()["paths"].items():  # type: ignore[attr-defined]
        for parameter in methods.get("get", {}).get("parameters", ()):
            for value in ODD[:: 1 if parameter["in"] == "path" else 3]:
                place = (
                    path.replace(f"{{{parameter['name']}}}", quote(value, safe=""))
                    if parameter["in"] == "path"
                    else path
                )
                for name, usual in USUAL.items():
                    place = place.replace(f"{{{name}}}", usual)
                given = {parameter["name"]: value} if parameter["in"] == "query" else {}
                answer = web.get(place, params=given)
                asked += 1
                assert answer.status_code < 500, f"{place} {given}: {answer.status_code}"
    assert asked > 500
