"""A small tree of an HTML page, so that tests can ask what a reader would meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})


@dataclass
class Node:
    """An element with its attributes and what stands in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This element and every one below it, in order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def text(self, *, without: frozenset[str] = frozenset()) -> str:
        """All text inside, elements named in `without` left out."""
        return "".join(
            child if isinstance(child, str) else child.text(without=without)
            for child in self.children
            if isinstance(child, str) or child.tag not in without
        )

    def all(self, tag: str, **attributes: str) -> list[Node]:
        """Every element of that name below whose attributes hold these values (a class: among its classes)."""
        return [node for node in self.walk() if node.tag == tag and node.holds(attributes)]

    def holds(self, wanted: dict[str, str]) -> bool:
        """True when each wanted attribute has its value."""
        return all(
            value in self.attributes.get("class", "").split() if key == "class_" else self.attributes.get(key) == value
            for key, value in wanted.items()
        )


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root", {})
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {key: value or "" for key, value in attrs})
        self.stack[-1].children.append(node)
        if tag not in VOID:
            self.stack.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack[-1].children.append(Node(tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack[-1].tag == tag, f"</{tag}> closes <{self.stack[-1].tag}>"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data)


def parse(html: str) -> Node:
    """The page as a tree; fails where an element is not closed in its place (so every optional end tag is needed)."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert len(builder.stack) == 1, f"<{builder.stack[-1].tag}> is never closed"
    return builder.root


def shape(root: Node) -> Counter[tuple[str, tuple[str, ...]]]:
    """How often each element with each set of attribute names occurs."""
    return Counter((node.tag, tuple(sorted(node.attributes))) for node in root.walk())
