"""Each reader on its own kind of file, good and bad."""

from __future__ import annotations

import dataclasses
import gzip
import io
import json
import tarfile
import zipfile
from datetime import date

import pytest

from detente import lexicons
from detente.config import Ingest
from detente.ingest import fields, markup, readers
from detente.ingest.limits import doc_id
from detente.records import RawDocument, RawFile, Reject

BODY = (
    "The two fisheries ministers met in Bergen on Monday and agreed to share the herring quota. "
    "Officials said that the talks had lasted six hours and that a second round would follow in the spring. "
)
PAGE = (
    "<html><head><meta charset='utf-8'><title>Ministers share the herring</title>"
    '<meta property="article:published_time" content="2014-03-02T10:00:00Z"></head><body>'
    '<nav><a href="/">Home</a></nav>'
    f"<article><h1>Ministers share the herring</h1><p>{BODY}</p><p>{BODY * 2}</p><p>{BODY * 2}</p></article>"
    "</body></html>"
)


def read(name: str, data: bytes | str, config: Ingest = Ingest()) -> list[RawDocument | Reject]:  # noqa: B008
    raw = data.encode() if isinstance(data, str) else data
    return list(readers.read(RawFile(name, raw), config))


def documents(found: list[RawDocument | Reject]) -> list[RawDocument]:
    return [item for item in found if isinstance(item, RawDocument)]


def codes(found: list[RawDocument | Reject]) -> list[str]:
    return [item.code for item in found if isinstance(item, Reject)]


# --- text -------------------------------------------------------------------------------------------------------


def test_the_id_comes_from_the_bytes_alone() -> None:
    (one,), (other,) = read("a.txt", BODY), read("folder/b.txt", BODY)
    assert isinstance(one, RawDocument)
    assert isinstance(other, RawDocument)
    assert one.doc_id == other.doc_id == doc_id(BODY.encode())
    assert one.text == BODY


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
        (bytes(range(256)) * 20, "binary"),
        (b"%PDF-1.7 text", "binary"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    assert codes(read("a.txt", data)) == [code]


def test_an_unknown_kind_is_refused_with_the_kinds_there_are() -> None:
    (found,) = read("a.xyz", BODY)
    assert isinstance(found, Reject)
    assert ".jsonl" in found.reason
    assert ".txt" in found.reason


def test_a_file_without_suffix_is_read_by_its_content() -> None:
    assert documents(read("-", json.dumps({"text": BODY}) + "\n"))[0].text == BODY
    assert documents(read("-", BODY))[0].text == BODY
    assert documents(read("-", PAGE))[0].hints.title == "Ministers share the herring"


# --- JSON lines -------------------------------------------------------------------------------------------------


def test_every_line_is_accounted_for() -> None:
    lines = [
        json.dumps({"id": "r1", "text": BODY}),
        "{broken",
        "",
        "[1]",
        json.dumps({"text": 5}),
        json.dumps({"text": BODY}),
    ]
    found = read("a.jsonl", "\n".join(lines))
    assert [item.record for item in documents(found)] == ["r1", "line 6"]
    assert [(item.place, item.code) for item in found if isinstance(item, Reject)] == [
        ("line 2", "json"),
        ("line 4", "record"),
        ("line 5", "no_text"),
    ]


def test_a_record_carries_what_its_fields_say() -> None:
    record = {
        "maintext": BODY,
        "source": {"id": None, "name": "The Fjord Post"},
        "publishedAt": "2014-03-02T10:00:00Z",
        "author": "Kari Holm and Ole Vik",
        "language": "en",
        "date_download": "2014-03-05 11:00:00",
    }
    (found,) = documents(read("a.jsonl", json.dumps(record)))
    assert found.hints.outlet == "The Fjord Post"
    assert found.hints.authors == ("Kari Holm", "Ole Vik")
    assert found.hints.fetched == date(2014, 3, 5)
    assert found.hints.published == "2014-03-02T10:00:00Z"


def test_a_mapping_in_the_configuration_goes_first() -> None:
    config = dataclasses.replace(Ingest(), fields="text=story, title=kopf")
    (found,) = documents(read("a.jsonl", json.dumps({"story": BODY, "kopf": "Herring", "text": "other"}), config))
    assert (found.text, found.hints.title) == (BODY, "Herring")


def test_deep_nesting_is_refused_before_it_is_parsed() -> None:
    found = read("a.jsonl", "[" * 100_000 + "]" * 100_000 + "\n" + json.dumps({"text": BODY}))
    assert codes(found) == ["depth"]
    assert len(documents(found)) == 1


def test_a_lone_surrogate_does_not_reach_the_text() -> None:
    (found,) = documents(read("a.jsonl", '{"text": "\\ud800 ' + BODY + '"}'))
    found.text.encode("utf-8")


@pytest.mark.parametrize("row", lexicons.table("record_fields"), ids=lambda row: row["field"])
def test_the_example_of_each_field(row: lexicons.Row) -> None:
    record = json.loads(row["example"])
    assert fields.words(fields.guess().value(record, row["field"])) == row["yields"]


@pytest.mark.parametrize(("value", "day"), [(1393754400, "2014-03-02"), (1393754400000, "2014-03-02"), ("x", "x")])
def test_seconds_since_1970_become_days(value: object, day: str) -> None:
    assert fields.moment(value) == day


# --- CSV --------------------------------------------------------------------------------------------------------


def test_rows_of_a_table() -> None:
    found = read("a.csv", f'id;headline;body\n7;Herring shared;"{BODY}"\n8;No text;\n')
    assert [(item.record, item.hints.title) for item in documents(found)] == [("7", "Herring shared")]
    assert codes(found) == ["no_text"]


def test_a_table_without_text_column_is_refused() -> None:
    assert codes(read("a.csv", "a,b\n1,2\n")) == ["no_text"]


# --- HTML -------------------------------------------------------------------------------------------------------


def test_a_page_gives_article_title_and_day() -> None:
    (found,) = documents(read("a.html", PAGE))
    assert found.hints.title == "Ministers share the herring"
    assert found.hints.published == "2014-03-02"
    assert "herring quota" in found.text
    assert "Home" not in found.text


def test_a_page_nested_too_deep_keeps_its_text() -> None:
    (found,) = documents(read("a.html", "<div>" * 60_000 + BODY + "</div>" * 60_000))
    assert BODY.strip() in found.text


def test_scripts_comments_and_entities() -> None:
    html = (
        "<p>Fish &amp; chips</p><!-- gone --><script>if (a < b) gone()</script><style>p {}</style><b>bold</b>ly<p>2 < 3"
    )
    assert markup.lines(html) == "Fish & chips\nboldly\n2 < 3"


@pytest.mark.parametrize("noise", ["<a " * 200_000, "<!--" * 100_000, "&" * 400_000, "<script>" * 100_000])
def test_hostile_markup_costs_what_its_length_costs(noise: str) -> None:
    assert len(markup.lines(noise + BODY)) <= len(noise) + len(BODY)
    assert markup.shape(noise).tags >= 0


# --- feeds ------------------------------------------------------------------------------------------------------


def test_entries_of_a_feed() -> None:
    feed = (
        "<rss version='2.0'><channel><title>Fjord Post</title><language>en</language>"
        f"<item><title>Herring shared</title><link>https://fjordpost.example/a</link><description>{BODY}</description>"
        "<pubDate>Sun, 02 Mar 2014 10:00:00 GMT</pubDate></item>"
        "<item><title>Only a title</title></item></channel></rss>"
    )
    found = read("a.rss", feed)
    (document,) = documents(found)
    assert (document.hints.outlet, document.hints.url) == ("Fjord Post", "https://fjordpost.example/a")
    assert codes(found) == ["no_text"]


def test_a_feed_with_entities_of_its_own_is_refused() -> None:
    entity = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    feed = f"{entity}<rss><channel><item><title>&x;</title></item></channel></rss>"
    assert codes(read("a.xml", feed)) == ["entities"]


# --- archives ---------------------------------------------------------------------------------------------------


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_members_of_an_archive_are_named() -> None:
    data = zipped({"../../a.txt": BODY.encode(), "b.jsonl": json.dumps({"text": BODY}).encode(), "c.png": b"x"})
    found = read("news.zip", data)
    assert [(item.path, item.record) for item in documents(found)] == [
        ("news.zip", "../../a.txt"),
        ("news.zip", "b.jsonl!line 1"),
    ]
    assert codes(found) == ["kind"]


def test_a_bomb_is_refused() -> None:
    data = zipped({f"{n}.txt": b"0" * 19_000_000 for n in range(3)})
    assert "ratio" in codes(read("bomb.zip", data))


def test_archives_inside_archives_end_at_the_limit() -> None:
    data = BODY.encode()
    name = "a.txt"
    for _ in range(5):
        data, name = zipped({name: data}), "a.zip"
    assert codes(read("a.zip", data)) == ["depth"]


def test_a_tar_with_a_link() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(BODY)
        archive.addfile(info, io.BytesIO(BODY.encode()))
        link = tarfile.TarInfo("passwd")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    found = read("a.tar.gz", out.getvalue())
    assert len(documents(found)) == 1
    assert codes(found) == ["link"]


def test_a_damaged_archive_is_named() -> None:
    assert codes(read("a.zip", b"PK\x03\x04 broken")) == ["archive"]
    assert codes(read("a.txt.gz", b"\x1f\x8b broken")) == ["archive"]


def test_a_packed_file_is_read() -> None:
    (found,) = documents(read("a.txt.gz", gzip.compress(BODY.encode(), mtime=0)))
    assert found.record == "a.txt"


# --- web archives -----------------------------------------------------------------------------------------------


def warc(*records: tuple[str, str, bytes]) -> bytes:
    out = b""
    for url, kind, payload in records:
        http = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + payload
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2014-03-05T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        out += head.encode() + http + b"\r\n\r\n"
    return out


def test_responses_of_a_web_archive() -> None:
    data = warc(("https://fjordpost.example/a", "text/html", PAGE.encode()), ("https://x.example/i", "image/png", b"x"))
    found = read("a.warc", data)
    (document,) = documents(found)
    assert document.hints.url == "https://fjordpost.example/a"
    assert document.hints.fetched == date(2014, 3, 5)
    assert document.record is not None
    assert document.record.startswith("offset ")
    assert codes(found) == ["kind"]


def test_a_web_archive_without_records() -> None:
    assert codes(read("a.warc", b"no archive at all")) in (["no_text"], ["warc"])


def arc(*records: tuple[str, str, bytes], version: int = 1) -> bytes:
    """An archive of the format before WARC."""
    described = f"{version} 0 Test\nURL IP-address Archive-date Content-type Archive-length\n".encode()
    out = f"filedesc://a.arc 127.0.0.1 20140305000000 text/plain {len(described)}\n".encode() + described + b"\n"
    for url, kind, payload in records:
        http = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind.encode() + b"; charset=utf-8\r\n\r\n" + payload
        more = "200 - - 151 a.arc " if version == 2 else ""
        out += f"{url} 192.0.2.1 20140305101010 {kind} {more}{len(http)}\n".encode() + http + b"\n"
    return out


@pytest.mark.parametrize("version", [1, 2])
def test_responses_of_an_older_web_archive(version: int) -> None:
    page = ("https://fjordpost.example/a b?c", "text/html", PAGE.encode())
    data = arc(page, ("https://x.example/i", "image/png", b"x"), page, version=version)
    found = read("a.arc", data)
    first, second = documents(found)
    assert first.hints.url == "https://fjordpost.example/a b?c"
    assert first.hints.fetched == date(2014, 3, 5)
    assert first.text == second.text and first.record != second.record
    assert codes(found) == ["kind"]
    assert len(documents(read("a.arc.gz", gzip.compress(data, mtime=0)))) == 2


@pytest.mark.parametrize("damage", [b"no record line", b"https://x.example/ 192.0.2.1 20140305101010 text/html -5\n"])
def test_an_older_web_archive_is_read_up_to_its_damage(damage: bytes) -> None:
    found = read("a.arc", arc(("https://fjordpost.example/a", "text/html", PAGE.encode())) + damage)
    assert len(documents(found)) == 1
    assert codes(found) == ["arc"]
