"""The five documents of the invented corpus, and spans in them found by their words."""

from __future__ import annotations

from datetime import date

from detente.records import Basis, Block, Document, Span

TALKS = """Norway and Sweden hold talks on the border
By Kari Lund
OSLO, 3 May 2011

The foreign ministers of Norway and Sweden met in Oslo on Tuesday to discuss \
fishing rights. "We have come a long way," Norwegian Foreign Minister Kari Strand said.

Strand said ties would improve if Stockholm reopened its ports. Sweden had expelled two Norwegian diplomats in March.

Share this story"""
ROW = """Sweden expels Norwegian diplomats
STOCKHOLM, 14 March 2011

Sweden on Monday expelled two Norwegian diplomats it accused of spying. \
Norway summoned the Swedish ambassador two days later, an official said.

"Relations will get worse before they get better," analyst Per Ek told the Lake Courier. \
A planned visit by the Norwegian prime minister was cancelled.
Terms of use"""
COMMENT = """Why nothing will change
Relations between Norway and Sweden are unlikely to change this year, experts say. \
Norway allegedly hacked a Swedish ministry, which Oslo denies. \
About 61 percent of Swedes distrust Norway, pollster Norrmatt found. \
The Swedish parliament voted to cut the joint budget."""

DOCUMENTS = {
    "d000000000000001": (TALKS, "Norway and Sweden hold talks on the border", "Fjord Post", "NOR", date(2011, 5, 4)),
    "d000000000000002": (ROW, "Sweden expels Norwegian diplomats", "Lake Courier", "SWE", date(2011, 3, 14)),
    "d000000000000003": (COMMENT, "Why nothing will change", "The Baltic Reader", "FIN", None),
    "d000000000000004": (ROW, "Sweden expels Norwegian diplomats", "Reprint Daily", None, date(2011, 3, 15)),
}


def span(doc_id: str, words: str) -> Span:
    """Where the words stand in a document of this corpus."""
    start = DOCUMENTS[doc_id][0].index(words)
    return Span(start, start + len(words))


def document(doc_id: str) -> Document:
    """One document; its first line is the headline, short later lines are page furniture, the rest is body."""
    text, title, outlet, country, day = DOCUMENTS[doc_id]
    blocks = []
    position = 0
    for line in text.split("\n"):
        kind = "headline" if position == 0 else "body" if len(line) > 60 else "byline" if "By" in line else "nav"
        kind = "dateline" if "2011" in line and len(line) < 40 else kind
        if line:
            blocks.append(Block(position, position + len(line), kind))
        position += len(line) + 1
    dated = next((block for block in blocks if block.kind == "dateline"), None)
    basis = (
        Basis("dateline", dated.start, dated.end, day, day)
        if dated
        else Basis("office_terms", None, None, date(2011, 1, 1), date(2011, 12, 31))
    )
    copy = doc_id == "d000000000000004"
    return Document(
        doc_id=doc_id,
        path=f"{outlet.lower().replace(' ', '-')}.txt",
        record=None,
        url=None,
        title=title,
        outlet=outlet,
        outlet_country=country,
        authors=("Kari Lund",) if country == "NOR" else (),
        agency=None,
        published_from=day or date(2011, 1, 1),
        published_to=day or date(2011, 12, 31),
        published=day,
        published_p=0.9 if day else None,
        published_basis=(basis,),
        lang="en",
        text=text,
        blocks=tuple(blocks),
        encoding="utf-8",
        encoding_p=1.0,
        duplicate_of="d000000000000002" if copy else None,
        duplicate_relation="same" if copy else None,
        version="0.1.0+test",
    )
