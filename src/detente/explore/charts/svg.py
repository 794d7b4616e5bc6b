"""Elements: the only place where SVG is put together; every attribute and text is escaped."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup, escape

INSET: Final = 3.0  # per cent kept free on each side, so that marks at the ends stay whole


def element(name: str, *children: Markup | str, **attributes: object) -> Markup:
    """One element; `class_` and `stroke_width` become `class` and `stroke-width`, None leaves an attribute out."""
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-") if key not in CAMEL else CAMEL[key]}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = Markup("").join(children)
    return Markup(f"<{name}{pairs}>{inside}</{name}>") if inside else Markup(f"<{name}{pairs}/>")  # noqa: S704


CAMEL: Final = {
    "view_box": "viewBox",
    "preserve_aspect_ratio": "preserveAspectRatio",
    "pattern_units": "patternUnits",
}


def text(words: str, x: str, y: float, **attributes: object) -> Markup:
    """A line of text at a place."""
    return element("text", words, x=x, y=number(y), **attributes)


def percent(fraction: float) -> str:
    """A place between the insets, from 0 to 1, as per cent of the width."""
    return f"{number(INSET + (100 - 2 * INSET) * min(1.0, max(0.0, fraction)))}%"


def number(value: float) -> str:
    """A coordinate with at most two decimals and no idle nought."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def anchor_at(fraction: float) -> str:
    """Where a label at this place must be anchored so that it stays inside the chart."""
    return "start" if fraction < 0.12 else "end" if fraction > 0.88 else "middle"


def figure(*children: Markup, name: str, title: str, desc: str, height: float, class_: str = "chart") -> Markup:
    """A whole chart: as wide as its place, so many pixels high, with a title and a description."""
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", desc, id=f"{name}-desc"),
        *children,
        class_=class_,
        width="100%",
        height=number(height),
        role="group",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
    )
