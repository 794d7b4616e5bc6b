"""RSS and Atom files on disk: one document an entry, with what the feed says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from detente.config import Ingest
from detente.ingest import fields, limits, markup
from detente.records import Hints, RawDocument, RawFile, Reject

ENTRIES: Final = ("item", "entry")
BODIES: Final = ("encoded", "content", "description", "summary", "body")
DATES: Final = ("pubDate", "published", "date", "issued", "created", "updated", "modified")


class FeedReader:
    """Reads `.xml`, `.rss`, `.atom` and `.rdf` feeds; no entity is expanded, nothing is fetched."""

    suffixes: tuple[str, ...] = (".xml", ".rss", ".atom", ".rdf")

    def __init__(self, config: Ingest = Ingest()) -> None:  # noqa: B008 (frozen)
        self.config = config

    def read(self, file: RawFile) -> Iterator[RawDocument | Reject]:
        """The entries in order, or one reject that says why there are none."""
        decoded = limits.text_of(file.data, self.config, path=file.path, place=None)
        if isinstance(decoded, Reject):
            yield decoded
            return
        if "<!ENTITY" in decoded.text:
            yield Reject(file.path, None, "entities", "The feed defines entities of its own; such feeds are not read.")
            return
        seen = markup.shape(decoded.text)
        if seen.nesting > self.config.max_nesting or seen.attributes > self.config.max_attributes:
            reason = (
                "The feed exceeds the limit ingest.max_nesting or ingest.max_attributes; raise it to read this file."
            )
            yield Reject(file.path, None, "depth", reason)
            return
        root = _root(file.data)
        if root is None:
            yield Reject(file.path, None, "xml", "This is no XML that can be read.")
            return
        yield from self._entries(file.path, root, encoding=(decoded.encoding, decoded.p))

    def _entries(self, path: str, root: Any, *, encoding: tuple[str, float]) -> Iterator[RawDocument | Reject]:
        channel = next((node for node in root.iter() if _local(node) in ("channel", "feed")), root)
        outlet = _text(channel, ("title",))
        lang = _text(channel, ("language",)) or channel.get("{http://www.w3.org/XML/1998/namespace}lang")
        found = 0
        for node in root.iter():
            if _local(node) not in ENTRIES:
                continue
            found += 1
            place = f"entry {found}"
            if found > self.config.max_records:
                yield limits.too_many(path, place, self.config, "Entries")
                return
            yield _entry(node, path, place, outlet=outlet, lang=lang, encoding=encoding)
        if not found:
            yield Reject(path, None, "no_text", "There is no entry in it; only RSS and Atom feeds are read from XML.")


def _entry(
    node: Any, path: str, place: str, *, outlet: str | None, lang: str | None, encoding: tuple[str, float]
) -> RawDocument | Reject:
    bodies = [markup.lines(text) for name in BODIES if (text := _text(node, (name,), plain=False))]
    title = _text(node, ("title",))
    body = max(bodies, key=len, default="")
    if not body.strip():
        return Reject(path, place, "no_text", "The entry has no text, only a title or a link.")
    text = body if title is None or body.startswith(title) else f"{title}\n\n{body}"
    link = _text(node, ("link",)) or next((n.get("href") for n in node if _local(n) == "link" and n.get("href")), None)
    hints = Hints(
        url=link,
        title=title,
        published=_text(node, DATES),
        outlet=_text(node, ("source",)) or outlet,
        authors=fields.people(_text(node, ("author", "creator")) or _name(node)),
        lang=lang.casefold()[:2] if lang else None,
        extracted=True,
    )
    raw = "\x1f".join((link or "", title or "", body)).encode("utf-8", "replace")
    return RawDocument(limits.doc_id(raw), path, _text(node, ("guid", "id")) or place, text, *encoding, hints)


def _root(data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _local(node: Any) -> str:
    return node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def _text(node: Any, names: tuple[str, ...], *, plain: bool = True) -> str | None:
    """The text of the first child with one of these names, best name first."""
    for name in names:
        for child in node:
            if _local(child) == name:
                text = "".join(str(part) for part in child.itertext())
                if plain:
                    text = " ".join(markup.lines(text).split())
                if text.strip():
                    return text
    return None


def _name(node: Any) -> str | None:
    author = next((child for child in node if _local(child) == "author"), None)
    return None if author is None else _text(author, ("name",))
