"""Charts: well-formed, told in words, reachable by keyboard, true to their numbers."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

from detente.explore.charts import bars
from detente.explore.charts.axis import Axis
from detente.explore.charts.line_band import ZERO, Point, Turn, line_band
from detente.explore.charts.svg import element
from detente.explore.charts.timeline import SHAPES, Mark, timeline
from detente.records import STATUSES
from tests.explore.html_tree import parse

LANES = ("a", "b", "c", "d")


def point(month: int, index: float = 10.0, *, joined: bool = True, silent: bool = False) -> Point:
    href = None if silent else f"#m{month}"
    return Point(date(2011, month, 1), index, index - 20, index + 20, 2, 1, href, f"month {month}", joined)


def test_a_chart_is_well_formed_and_told_in_words() -> None:
    chart = line_band(
        [point(1, joined=False), point(2)], [Turn(date(2011, 1, 9), True, "#t", "up")], title="A < B", desc="d"
    )
    root = ElementTree.fromstring(chart)
    assert [child.text for child in root if child.tag in ("title", "desc")] == ["A < B", "d"]
    assert root.attrib["aria-labelledby"] == "index-chart-title"


def test_each_point_is_a_link_at_its_height() -> None:
    page = parse(line_band([point(1, -40, joined=False), point(2, 60)], [], title="t", desc="d"))
    found = [(a.attributes["href"], float(a.all("circle")[0].attributes["cy"])) for a in page.all("a")]
    assert found == [("#m1", ZERO + 40), ("#m2", ZERO - 60)]


def test_a_gap_breaks_the_line_and_a_silent_month_makes_it_dashed() -> None:
    gap = parse(line_band([point(1, joined=False), point(5, joined=False)], [], title="t", desc="d"))
    assert (len(gap.all("polygon")), len(gap.all("line", class_="whisker"))) == (0, 2)
    bridge = parse(line_band([point(1, joined=False), point(2, silent=True), point(3)], [], title="t", desc="d"))
    assert (len(bridge.all("polygon")), len(bridge.all("path", class_="bridge")), len(bridge.all("a"))) == (1, 1, 2)
    whole = parse(line_band([point(1, joined=False), point(2), point(3)], [], title="t", desc="d"))
    assert (len(whole.all("path", class_="bridge")), len(whole.all("path", class_="line"))) == (0, 1)


def test_every_status_has_a_mark_of_its_own() -> None:
    assert set(SHAPES) == set(STATUSES)
    marks = [Mark(date(2011, 1, 1), date(2011, 1, 1), 1, status, f"#{status}", status) for status in STATUSES]
    page = parse(timeline(marks, LANES, title="t", desc="d"))
    looks = {(a.all("path")[0].attributes["d"], a.all("path")[0].attributes["class"]) for a in page.all("a")}
    assert len(looks) == len(STATUSES)


def test_marks_of_one_day_do_not_hide_each_other() -> None:
    marks = [Mark(date(2011, 1, 1), date(2011, 1, 1), 4, "actual", f"#{n}", "w") for n in range(5)]
    page = parse(timeline(marks, LANES, title="t", desc="d"))
    heights = [svg.attributes["y"] for a in page.all("a") for svg in a.all("svg")]
    assert len(set(heights)) == 5


def test_an_interval_is_drawn_as_a_line() -> None:
    wide = Mark(date(2011, 1, 1), date(2011, 2, 1), 4, "actual", "#a", "w")
    assert len(parse(timeline([wide], LANES, title="t", desc="d")).all("line", class_="reach")) == 1


def test_a_day_with_thousands_of_incidents_makes_no_tower() -> None:
    marks = [Mark(date(2011, 3, 14), date(2011, 3, 14), 4, "actual", f"#i{n}", str(n)) for n in range(2000)]
    page = parse(timeline(marks, LANES, title="t", desc="d"))
    assert len(page.all("a")) == 2000
    assert float(page.all("svg", class_="chart")[0].attributes["height"]) < 700


def test_labels_of_a_long_axis_are_years() -> None:
    labels = [label for _, label in Axis(date(1990, 5, 1), date(2020, 5, 1)).ticks()]
    assert labels == ["1995", "2000", "2005", "2010", "2015", "2020"]


def test_labels_of_a_short_axis_are_months() -> None:
    assert [label for _, label in Axis(date(2011, 1, 10), date(2011, 3, 20)).ticks()] == ["Feb 2011", "Mar 2011"]


def test_shares_are_drawn_to_scale() -> None:
    widths = [rect.attributes["width"] for rect in parse(bars.shares(1, 2, 4)).all("rect")]
    assert widths == ["25%", "12.5%"]


def test_attributes_and_text_are_escaped() -> None:
    assert element("text", "<&", x='"') == '<text x="&#34;">&lt;&amp;</text>'
