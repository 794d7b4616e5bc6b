"""Requests that must be refused, and odd values of every parameter: `python -m benchmarks.gate [STORE]`.

Forged hosts and origins, missing, used and stolen tokens, writes by GET, other methods, addresses that would lead
elsewhere, and for every parameter that the app's own description names a list of odd values. Asked of each: a 4xx where
a refusal is due, never a 5xx, and a store whose files are the same afterwards.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.serving import Session, given_or_demo, served  # noqa: E402
from benchmarks.shared import SHARED  # noqa: E402

ODD: Final = ("", "'", "' OR 1=1 --", "<script>alert(1)</script>", "../../etc/passwd", "\x00", "ÿ" * 300, "-1",
              "9" * 40, "1e309", "NaN", "%", "\u202e", "a\nb", "USA", "2011-13", "0000-00-00", "9999-12-31", "{}", "[]",
              "$a",
              "x" * 5000, "true", "null", "//evil.example")  # fmt: skip
CACHES: Final = (".duckdb", ".sqlite", ".db")
ELSEWHERE: Final = (
    "//evil.example/", "//evil.example/?token=x", "/%2f%2fevil.example", "/%5cevil.example", "/%00", "/%0d%0aX:y",
    "/static/../app.py", "/static/%2e%2e/%2e%2e/cli/app.py", "/static/..%2fapp.py", "/" + "a" * 9000,
    "/?order=" + "a" * 9000, "/dyad/..%2f..%2fetc/passwd", "/document/..%2f..", "/review?target=e1&action=accept",
)  # fmt: skip
USUAL: Final = {"a": "RUS", "b": "TUR", "at": "2016-06", "section": "issues", "form": "csv", "key": "i0"}


def main(arguments: list[str] | None = None) -> int:
    """Asks everything; 0 when every answer is as it must be."""
    with given_or_demo(arguments) as store:
        before = digest(store)
        with served(store) as session:
            refused, faults = forged(session)
            asked, more = fuzzed(session, store)
        faults += more
        if digest(store) != before:
            faults.append("the store's files changed")
    print(f"{refused} requests that must be refused, {asked} odd ones: {len(faults)} faults")
    for fault in faults[:20]:
        print(f"  {fault}")
    return 1 if faults else 0


def digest(store: Path) -> str:
    """One hash over every file of the store, but for the lock and the caches, which may be written anew at any time."""
    total = hashlib.sha256()
    for path in sorted(store.rglob("*")):
        if path.is_file() and path.name != "LOCK" and path.suffix not in CACHES:
            total.update(str(path.relative_to(store)).encode() + path.read_bytes())
    return total.hexdigest()


def forged(session: Session) -> tuple[int, list[str]]:
    """Requests from elsewhere: each must get a 4xx, and tell nothing."""
    faults, n = [], 0
    for method, path, headers in _forgeries(session):
        answer = session.ask(method, path, headers, b"target=e1&action=accept" if method == "POST" else None)
        n += 1
        leads = answer.headers.get("location", "")
        if not 400 <= answer.status < 500 or "Turkey" in answer.text or leads or "set-cookie" in answer.headers:
            faults.append(f"{answer.status} {method} {path[:60]} {headers} {leads}")
        if answer.headers.get("content-security-policy", "").count("'none'") < 3:
            faults.append(f"no policy on {method} {path[:60]}")
    return n, faults


def _forgeries(session: Session) -> Iterator[tuple[str, str, dict[str, str]]]:
    host, cookie = f"127.0.0.1:{session.port}", session.cookie
    good = {"Host": host, "Cookie": cookie}
    used = session.link[len(session.origin) :]
    hosts = ("evil.example", f"evil.example:{session.port}", f"{host}.evil.example", "127.0.0.1", "localhost:1",
             f"127.0.0.1:{session.port}@evil.example", f"[::ffff:127.0.0.1]:{session.port}", "")  # fmt: skip
    for name in hosts:
        for path in ("/", "/incidents.json", "/static/app.css"):
            yield "GET", path, {"Host": name, "Cookie": cookie}
    for path in ("/", "/incidents.csv", "/static/app.css", "/nothing", used, "/?token=", "/?token=" + "x" * 32):
        yield "GET", path, {"Host": host}
        yield "GET", path, {"Host": host, "Cookie": f"detente-{session.port}=wrong"}
        yield "GET", path, {"Host": host, "Referer": session.link}
        yield "GET", path, {"Host": host, "Authorization": f"Bearer {cookie}"}
    origins = ("null", "http://evil.example", f"https://{host}", f"http://localhost:{session.port}", f"http://{host}.evil.example",
               f"http://{host}/", "")  # fmt: skip
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for path in ("/review", "/review/import", "/", "/incidents"):
        yield "POST", path, good | form
        for origin in origins:
            yield "POST", path, good | form | {"Origin": origin}
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"):
        yield method, "/review", good | {"Origin": session.origin}
    for path in ELSEWHERE:
        yield "GET", path, good


def fuzzed(session: Session, store: Path) -> tuple[int, list[str]]:
    """Odd values of every parameter of every page, from the app's own description."""
    from detente.explore.app import create_app

    naughty = SHARED / "data" / "hostile" / "blns.json"
    odd = [*ODD, *(json.loads(naughty.read_text(encoding="utf-8"))[::9] if naughty.is_file() else ())]
    faults, n = [], 0
    for path, methods in create_app(store).openapi()["paths"].items():
        for parameter in methods.get("get", {}).get("parameters", ()):
            for value in odd:
                address = _address(path, parameter, str(value))
                answer = session.get(address)
                n += 1
                if answer.status >= 500:
                    faults.append(f"{answer.status} {address[:120]}")
    return n, faults


def _address(path: str, parameter: dict[str, Any], value: str) -> str:
    value = value.encode("utf-8", "replace").decode()
    if parameter["in"] == "path":
        path = path.replace(f"{{{parameter['name']}}}", quote(value, safe=""))
    for name, usual in USUAL.items():
        path = path.replace(f"{{{name}}}", usual)
    return f"{path}?{urlencode({parameter['name']: value})}" if parameter["in"] == "query" else path


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
