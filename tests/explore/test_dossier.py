"""The dossier keeps its promises: every number opens its rows, every row its words, and every mark leads back."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import random
import subprocess
import sys
from collections import Counter

import pytest

from detente.errors import UsageError
from detente.explore.dossier import page_of, render
from detente.explore.material import Material
from detente.records import Document, Span
from tests.explore import corpus, texts
from tests.explore.html_tree import Node, parse

KEPT = ("a", "b", "documents", "since", "left_out")
SUPERSCRIPT = frozenset({"sup"})


@pytest.fixture(scope="module")
def html() -> str:
    return render(corpus.corpus(), "NOR", "SWE")


@pytest.fixture(scope="module")
def page(html: str) -> Node:
    return parse(html)


def ids(page: Node) -> dict[str, Node]:
    return {node.attributes["id"]: node for node in page.walk() if "id" in node.attributes}


def inner_links(page: Node) -> list[Node]:
    return [node for node in page.all("a") if node.attributes.get("href", "").startswith("#")]


def check_numbers(page: Node) -> int:
    """Every number link opens as many rows as it says: 1 a row, more a note; returns how many were checked."""
    places = ids(page)
    checked = 0
    for link in page.all("a", class_="n"):
        if "v" in link.attributes["class"].split():
            continue
        target = places[link.attributes["href"][1:]]
        if link.text() == "1":
            assert "note" not in target.attributes.get("class", "")
            assert target.tag in ("li", "article", "mark"), link.attributes
        else:
            rows = next(child for child in target.children if isinstance(child, Node) and child.tag == "ol")
            assert int(link.text()) == len(rows.all("li")), link.attributes
        checked += 1
    for block in page.walk():
        if "data-n" in block.attributes:
            listed = next(node for node in block.walk() if node.tag in ("ol", "ul"))
            assert int(block.attributes["data-n"]) == sum(isinstance(child, Node) for child in listed.children)
            assert block.all("summary")[0].text().split()[0] == block.attributes["data-n"]
    return checked


def check_links(page: Node) -> None:
    """No link of the page leads nowhere, and no place has a name twice."""
    names = Counter(node.attributes["id"] for node in page.walk() if "id" in node.attributes)
    assert [name for name, n in names.items() if n > 1] == []
    assert [a.attributes["href"] for a in inner_links(page) if a.attributes["href"][1:] not in names] == []


def check_marks(page: Node, documents: dict[str, Document]) -> int:
    """Every marked passage holds the words of its span and leads back to rows that lead to it."""
    places = ids(page)
    pieces: dict[str, str] = {}
    links: dict[str, list[str]] = {}
    for mark in page.all("mark"):
        name = mark.attributes.get("id") or next(
            (c.removeprefix("of-") for c in mark.attributes["class"].split() if c.startswith("of-")), ""
        )
        if name:
            pieces[name] = pieces.get(name, "") + mark.text(without=SUPERSCRIPT)
            own = [child for child in mark.children if isinstance(child, Node) and child.tag == "sup"]
            links.setdefault(name, []).extend(a.attributes["href"] for sup in own for a in sup.all("a"))
    for name, words in pieces.items():
        doc_id, start, end = name.rsplit("-", 2)
        whole = documents[doc_id].text[int(start) : int(end)]
        # A span may reach from the body into page furniture, which stands further down: compare without the order.
        assert Counter("".join(words.split())) == Counter("".join(whole.split()))
        assert links[name], name
        for href in links[name]:
            row = places[href[1:]]
            assert f"#{name}" in [a.attributes.get("href") for a in row.all("a")], (href, name)
    return len(pieces)


def test_every_number_opens_as_many_rows_as_it_says(page: Node) -> None:
    assert check_numbers(page) > 60


def test_every_link_leads_somewhere(page: Node) -> None:
    check_links(page)


def test_every_marked_passage_leads_back_to_rows_that_lead_to_it(page: Node) -> None:
    documents = {doc_id: texts.document(doc_id) for doc_id in texts.DOCUMENTS}
    spans = {(e.doc_id, e.start, e.end) for e in corpus.events()} | {
        (f.doc_id, f.start, f.end) for f in corpus.forecasts()
    }
    assert check_marks(page, documents) >= len(spans)


def test_every_incident_opens_the_words_of_each_report(page: Node) -> None:
    cards = {node.attributes["id"]: node for node in page.all("li", class_="card")}
    assert sorted(cards) == sorted(row.incident_id for row in corpus.incidents())
    for event in corpus.events():
        anchor = f"#{event.doc_id}-{event.start}-{event.end}"
        words = [
            a.text() for a in cards[event.incident_id or ""].all("a", class_="ev") if a.attributes["href"] == anchor
        ]
        assert words == [texts.DOCUMENTS[event.doc_id][0][event.start : event.end]]


def test_counts_agree_with_the_tables(page: Node) -> None:
    months = [row for row in corpus.months(corpus.incidents()) if row.period == "month" and not row.directed]
    shown = {node.all("div")[0].attributes["id"]: node for node in page.all("details", class_="month")}
    for row in months:
        key = f"m-{row.from_.isoformat()[:7]}"
        if not row.n_incidents:
            assert key not in shown
            continue
        said = [
            int(a.text()) if a.tag == "a" else 0
            for a in shown[key].walk()
            if a.attributes.get("class") in ("n", "none")
        ]
        assert said[:3] == [row.n_incidents, row.cooperation, row.conflict]


def test_a_status_is_told_by_word_and_shape(page: Node) -> None:
    shapes = {}
    for card in page.all("li", class_="card"):
        status = next(node.text() for node in card.all("span", class_="status"))
        path = card.all("path")[0].attributes
        shapes[status] = (path["d"], path["class"])
    assert sorted(shapes) == ["actual", "alleged", "cancelled"]
    assert len(set(shapes.values())) == 3


def test_contradicting_forecasts_stand_side_by_side(page: Node) -> None:
    sides = page.all("div", class_="side")
    assert [side.all("a", class_="n")[0].text() for side in sides] == ["1", "1", "1"]
    assert ["Kari Strand" in sides[0].text(), "Per Ek" in sides[2].text()] == [True, True]
    assert "70\N{NO-BREAK SPACE}% – 90\N{NO-BREAK SPACE}%" in sides[1].text()
    assert "Came true" in sides[2].text()


def test_nothing_runs_and_nothing_is_fetched(html: str, page: Node) -> None:
    assert page.all("script") == []
    assert [
        n.tag for n in page.walk() if any(k.startswith("on") or k in ("style", "src", "srcset") for k in n.attributes)
    ] == []
    outside = [
        a.attributes["href"] for a in page.walk() if "href" in a.attributes and not a.attributes["href"].startswith("#")
    ]
    assert outside == ["data:,"]
    style = page.all("style")[0].text()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = page.all("meta", **{"http-equiv": "Content-Security-Policy"})[0].attributes["content"]
    assert policy.startswith("default-src 'none'") and f"'sha256-{digest}'" in policy
    assert "url(" not in style and "@import" not in style


def test_the_same_records_in_another_order_give_the_same_bytes(html: str) -> None:
    records = list(corpus.corpus()._records)
    random.Random(3).shuffle(records)
    assert render(corpus.Corpus(*records), "swe", "nor") == html


def test_another_hash_seed_gives_the_same_bytes(html: str) -> None:
    code = "import sys; from tests.explore import corpus; from detente.explore.dossier import render\n"
    code += "sys.stdout.buffer.write(render(corpus.corpus(), 'NOR', 'SWE').encode())"
    for seed in ("0", "7"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LANG": "tr_TR.UTF-8", "PYTHONPATH": ":".join(sys.path)},
        )
        assert done.stdout == html.encode()


def test_an_unknown_pair_is_told_which_pairs_there_are() -> None:
    with pytest.raises(UsageError, match=r"nothing on FRA and ITA\. It holds: NOR SWE \(Norway, Sweden\)"):
        render(corpus.corpus(), "ITA", "FRA")


def test_one_state_is_no_pair() -> None:
    with pytest.raises(UsageError, match="two different states"):
        render(corpus.corpus(), "NOR", "nor")


def test_an_empty_store_says_what_to_do() -> None:
    with pytest.raises(UsageError, match="build it from more text"):
        render(corpus.Corpus(), "NOR", "SWE")


def bare(**changes: object) -> Material:
    empty = {field.name: () for field in dataclasses.fields(Material) if field.name not in KEPT}
    return corpus.material(**(empty | changes))


def test_forecasts_alone_make_a_page() -> None:
    page = parse(page_of(bare(forecasts=corpus.forecasts()[1:])))
    said = page.text()
    for words in (
        "No month can be measured.",
        "No incident between the two was found.",
        "Nobody is quoted.",
        "No incident names an issue.",
    ):
        assert words in said
    check_numbers(page)
    check_links(page)


def test_incidents_without_forecasts_make_a_page() -> None:
    page = parse(
        page_of(
            corpus.material(forecasts=(), quotes=(), polls=(), domestic=(), reactions=(), turning_points=(), rejects=())
        )
    )
    assert "No forecast about the two was found." in page.text()
    assert "No input of the store was refused." in page.text()
    check_numbers(page)
    check_links(page)


def test_too_many_refusals_are_told_by_reason() -> None:
    rows = corpus.material().rejects * 300
    page = parse(page_of(corpus.material(rejects=rows)))
    assert "by reason: no_text 300." in page.text()
    assert len(page.all("strong")) < 100


def test_a_crowded_timeline_draws_the_most_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.explore import incidents

    monkeypatch.setattr(incidents, "DRAWN", 1)
    page = parse(page_of(corpus.material()))
    chart = next(svg for svg in page.all("svg") if svg.attributes.get("aria-labelledby") == "timeline-chart-title")
    assert [a.attributes["href"] for a in chart.all("a")] == ["#iaaaaaaaaaaaaaaaa"]
    assert "the most reported and the weightiest of them" in page.text()


def test_one_month_is_said_to_tell_no_movement() -> None:
    rows = corpus.incidents()[1:2]
    material = corpus.material(
        incidents=rows, relations=corpus.months(rows), turning_points=(), reactions=(), events=()
    )
    page = parse(page_of(material))
    assert "One month only" in page.text()
    assert len(page.all("details", class_="month")) == 1
    check_numbers(page)


def test_spans_outside_every_block_are_still_shown() -> None:
    documents = tuple(dataclasses.replace(row, blocks=()) for row in corpus.material().documents)
    half = tuple(dataclasses.replace(row, blocks=row.blocks[:1]) for row in corpus.material().documents)
    for some in (documents, half):
        page = parse(page_of(corpus.material(documents=some)))
        check_links(page)
        assert check_marks(page, {row.doc_id: row for row in some}) > 10


def test_a_copy_is_not_shown_twice_but_named(page: Node) -> None:
    copy = ids(page)["d000000000000004"]
    assert "the same text as Sweden expels Norwegian diplomats" in copy.text()
    assert "two Norwegian diplomats it accused" not in copy.text()


def test_too_much_text_is_cut_to_its_marked_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.explore import documents

    monkeypatch.setattr(documents, "WHOLE", 10)
    page = parse(page_of(corpus.material(quotes=(), forecasts=(), events=corpus.events()[:1])))
    check_links(page)
    text = ids(page)["d000000000000002"].text()
    assert "Paragraphs without marked passages are left out" in text
    assert "Norway summoned the Swedish ambassador" in text  # stands in a paragraph with a marked passage
    assert "Relations will get worse" not in text


def test_crossing_spans_are_lit_as_one(html: str, page: Node) -> None:
    crossed = {c for mark in page.all("mark") for c in mark.attributes["class"].split() if c.startswith("of-")}
    assert crossed
    for name in crossed:
        assert f":root:has(#{name[3:]}:target) .{name}" in html


def test_dates_tell_what_they_rest_on(page: Node) -> None:
    dated = ids(page)["dated-d000000000000001"]
    assert "OSLO, 3 May 2011" in dated.text()
    span = texts.span("d000000000000001", "OSLO, 3 May 2011")
    assert f"#d000000000000001-{span.start}-{span.end}" in [a.attributes["href"] for a in dated.all("a")]
    assert Span(0, 1) != span


def test_what_others_coded_is_laid_over_the_index() -> None:
    own = corpus.material().incidents
    theirs = tuple(dataclasses.replace(row, origin="gdelt", incident_id=f"i{n:016x}") for n, row in enumerate(own))
    page = parse(page_of(corpus.material(incidents=(*own, *theirs), relations=corpus.months((*own, *theirs)))))
    assert [li.text().strip() for li in page.all("ul", class_="laid")[0].all("li")] == ["Détente, from text", "GDELT"]
    assert page.all("polyline", class_="o0") and page.all("polyline", class_="o1")
    assert not parse(page_of(corpus.material())).all("ul", class_="laid")
