"""The charts of the app: what a point tells when pointed at, series laid over, sparklines, columns, calibration."""

from __future__ import annotations

import dataclasses
from datetime import date
from xml.etree import ElementTree

import pytest

from detente.explore.charts.calibration import Bin, calibration
from detente.explore.charts.columns import Column, columns
from detente.explore.charts.line_band import Overlay, line_band
from detente.explore.charts.spark import spark
from detente.explore.views.calibrated import interval
from tests.explore.html_tree import parse
from tests.explore.test_charts import point

HOSTILE = "</div><script>alert(1)</script>"


def test_a_point_tells_its_drivers_as_text_and_the_latest_does_so_unasked() -> None:
    told = [dataclasses.replace(point(month), tip=(f"month {month}", HOSTILE)) for month in (1, 2)]
    chart = line_band([*told, point(3)], [], title="t", desc="d")
    ElementTree.fromstring(chart)
    page = parse(chart)
    assert [tip.text() for tip in page.all("div", class_="tip")] == [f"month {n}{HOSTILE}" for n in (1, 2)]
    assert [a.attributes["href"] for a in page.all("a", class_="latest")] == ["#m2"]
    assert not page.all("script")


def test_a_chart_without_drivers_keeps_its_height() -> None:
    plain, told = point(1), dataclasses.replace(point(1), tip=("a",))
    heights = [
        float(ElementTree.fromstring(line_band([one], [], title="t", desc="d")).attrib["height"])
        for one in (plain, told)
    ]
    assert heights[1] > heights[0]


def test_a_series_laid_over_keeps_to_the_days_drawn() -> None:
    over = Overlay(2, ((date(2010, 1, 1), 0.0), (date(2011, 1, 10), 100.0), (date(2011, 2, 1), -100.0)))
    page = parse(line_band([point(1), point(3)], [], title="t", desc="d", overlays=[over]))
    line = page.all("polyline", class_="o2")[0].attributes["points"].split()
    assert [float(place.partition(",")[2]) for place in line] == [0.0, 200.0]


def test_a_series_laid_over_is_broken_by_a_long_silence_and_shows_a_value_alone() -> None:
    days = [date(2011, 1, 10), date(2011, 3, 1), date(2012, 5, 1)]
    over = Overlay(1, tuple((day, 50.0) for day in days))
    shown = [dataclasses.replace(point(n), day=day) for n, day in ((1, days[0]), (3, days[2]))]
    page = parse(line_band(shown, [], title="t", desc="d", overlays=[over]))
    lines = [line.attributes["points"].split() for line in page.all("polyline", class_="o1")]
    assert [len(line) for line in lines] == [2, 2]
    ends = [float(place.partition(",")[0]) for place in lines[1]]
    assert ends[1] - ends[0] == pytest.approx(18.0)


def test_a_sparkline_ends_in_the_colour_of_its_last_value() -> None:
    assert 'class="dot coop"' in spark([-50.0, 30.0]) and 'class="dot conf"' in spark([50.0, -30.0])
    assert spark([]) == ""
    assert "aria-hidden" in spark([1.0])


def test_each_column_opens_its_rows_and_the_tallest_is_the_most() -> None:
    rows = [Column(date(2011, month, 1), month, f"/d?m={month}", f"month {month}") for month in (1, 2, 4)]
    page = parse(columns(rows, title="t", desc="d"))
    assert [a.attributes["href"] for a in page.all("a")] == ["/d?m=1", "/d?m=2", "/d?m=4"]
    tops = [float(bar.attributes["y1"]) for bar in page.all("line", class_="bar")]
    assert tops == sorted(tops, reverse=True)


def test_calibration_puts_each_bin_at_its_odds_and_share() -> None:
    bins = [Bin(0.2, 0.1, 0.0, 0.4, 5, "/f?bin=2", "low"), Bin(0.8, 0.9, 0.6, 1.0, 20, "/f?bin=8", "high")]
    page = parse(calibration(bins, title="t", desc="d"))
    low, high = (a.all("circle")[0].attributes for a in page.all("a"))
    assert float(low["cx"]) < float(high["cx"]) and float(low["cy"]) > float(high["cy"])
    assert float(low["r"]) < float(high["r"])


@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 1), (3, 10), (50, 100)])
def test_the_interval_holds_the_share(k: int, n: int) -> None:
    low, high = interval(k, n)
    assert 0 <= low <= k / n <= high <= 1 and low < high
