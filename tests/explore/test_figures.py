from detente.explore.figures import by_words, differ, named


def worded(text: str) -> list[tuple[float, str]]:
    return [(figure.value, figure.words) for figure in named(text)]


def test_figures_are_named_with_what_they_count() -> None:
    assert worded("Norway expelled four Swedish diplomats and 1,200 sheep") == [
        (4.0, "four swedish diplomats"),
        (1200.0, "1,200 sheep"),
    ]
    assert worded("Five killed as boats collide") == [(5.0, "five killed")]


def test_days_years_and_spans_of_time_are_no_figures() -> None:
    assert worded("On 5 March 2011 the two met, after three days of talks in 2010 already") == []


def test_reports_differ_where_they_count_the_same_otherwise() -> None:
    told = [named("killing three soldiers"), named("five soldiers died"), named("three soldiers and nine boats")]
    assert differ(told) == {"sold"}
    assert differ(told[::2]) == frozenset()
    assert by_words(told) == {"three soldiers": (1, 3), "five soldiers": (2,), "nine boats": (3,)}
