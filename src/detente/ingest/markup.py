"""HTML to lines of text by one linear scan, and the counts that say whether a real parser may see a page.

No tree is built: fifty thousand nested tags or an unclosed comment cost what their length costs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

SILENT: Final = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "object", "head", "math", "select"}
)
INLINE: Final = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "kbd", "mark"}
    | {"q", "s", "small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr", "del", "dfn", "img", "ruby"}
    | {"rt", "rp", "time"}
)
VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
     "li", "td", "tr", "th", "dt", "dd", "option"}
)  # fmt: skip
NAME: Final = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
CHARSET: Final = re.compile(rb"charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
SPACES: Final = re.compile(r"[ \t\xa0\r\n\f\v]+")
HEAD: Final = 4096  # bytes in which a charset is declared


@dataclass(frozen=True, slots=True)
class Shape:
    """What a page is like before it is parsed: its tags, their deepest nesting, the most attributes on one."""

    tags: int
    nesting: int
    attributes: int


def charset(data: bytes) -> str | None:
    """The encoding that the head of a page declares."""
    found = CHARSET.search(data[:HEAD])
    return found[1].decode("ascii") if found else None


def shape(text: str) -> Shape:
    """The shape of a page, by one scan."""
    tags = level = nesting = attributes = 0
    at = text.find("<")
    while at >= 0:
        end = text.find(">", at)
        if end < 0:
            break
        name = NAME.match(text, at + 1)
        if name is not None:
            tags += 1
            attributes = max(attributes, text.count("=", at, end))
            if text[at + 1] == "/":
                level = max(0, level - 1)
            elif name[1].casefold() not in VOID and text[end - 1] != "/":
                level += 1
                nesting = max(nesting, level)
        at = text.find("<", end)
    return Shape(tags, nesting, attributes)


def lines(text: str) -> str:
    """The visible text of a page, one line a block, scripts and styles left out, entities read."""
    pieces: list[str] = []
    at = 0
    while True:
        start = text.find("<", at)
        if start < 0:
            pieces.append(text[at:])
            break
        pieces.append(text[at:start])
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4)
            at = len(text) if end < 0 else end + 3
            continue
        name = NAME.match(text, start + 1)
        if name is None and text[start + 1 : start + 2] not in ("!", "?"):
            pieces.append("<")
            at = start + 1
            continue
        end = text.find(">", start)
        if end < 0:
            break
        tag = name[1].casefold() if name else "!"
        at = end + 1
        if tag in SILENT and text[start + 1] != "/" and text[end - 1] != "/":
            at = _after(text, tag, at)
        pieces.append("" if tag in INLINE else "\n")
    flowing = unescape("".join(piece if piece == "\n" else SPACES.sub(" ", piece) for piece in pieces))
    return "\n".join(line for raw in flowing.split("\n") if (line := raw.strip()))


def _after(text: str, tag: str, at: int) -> int:
    """Where the content of a silent element ends; at once when it is never closed."""
    found = re.compile(rf"</{tag}\b[^<>]{{0,100}}>", re.IGNORECASE).search(text, at)
    return found.end() if found else at


def title(text: str) -> str | None:
    """The content of the first `<title>`, on one line."""
    head = text[:200_000]
    start = head.casefold().find("<title") if head.isascii() else head.lower().find("<title")
    if start < 0:
        return None
    opened = head.find(">", start)
    closed = head.find("</", opened)
    words = unescape(head[opened + 1 : closed if closed > 0 else opened + 400])
    return " ".join(words.split())[:400] or None
