from dataclasses import replace
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as some

from detente.resolve.comparisons import LINKS, Comparisons
from detente.resolve.likeness import APART, VAGUE, likeness
from detente.resolve.reports import Report
from tests.resolve.test_likeness import report

WORDS = ("depar", "ferry", "harbo", "herri", "minis", "quays", "trade", "visit")
PAIRS = (frozenset({("NOR", "SWE")}), frozenset({("NOR", "SWE"), ("SWE", "NOR")}), frozenset({("SWE", "NOR")}))


@some.composite
def reports(draw: some.DrawFn) -> Report:
    """A report whose every part has few values, so that two of them often share some."""
    first = draw(some.none() | some.integers(1000, 1060))
    return replace(
        report("CONSULT"),
        doc_id=draw(some.sampled_from("abcd")),
        plover=draw(some.sampled_from(("CONSULT", "AGREE", "SUPPORT", "REJECT", "ACCUSE"))),
        status=draw(some.sampled_from(("actual", "planned", "cancelled", "hypothetical", "denied"))),
        cameo=draw(some.sampled_from(("04", "041", "042", "112", "12"))),
        reciprocal=draw(some.booleans()),
        pairs=draw(some.sampled_from(PAIRS)),
        first=first,
        last=None if first is None else first + draw(some.sampled_from((0, 1, 6, 90))),
        place=draw(some.sampled_from((None, "Oslo", "OSLO", "Bergen"))),
        issues=draw(some.frozensets(some.sampled_from(("fish", "trade")))),
        words=draw(some.frozensets(some.sampled_from(WORDS))),
        figures=draw(some.frozensets(some.sampled_from(("3", "40")))),
    )


@settings(deadline=None)
@given(some.lists(reports(), min_size=2, max_size=7))
def test_what_is_remembered_of_a_pair_changes_no_likeness(found: list[Report]) -> None:
    comparisons = Comparisons()
    for one, two in permutations(found, 2):
        value = likeness(one, two)
        named = two.width is not None and two.width <= VAGUE
        expected = APART if named and value == APART else value
        assert comparisons.score(comparisons.of(one), [comparisons.of(two)]) == expected


@settings(deadline=None)
@given(some.lists(reports(), min_size=2, max_size=7))
def test_the_strongest_links_decide_and_a_named_day_forbids(found: list[Report]) -> None:
    comparisons = Comparisons()
    one, *others = found
    values = [likeness(one, other) for other in others]
    dated = [value for value, other in zip(values, others, strict=True) if other.width in (0, VAGUE)]
    best = sorted(dated or values)[-LINKS:]
    expected = APART if APART in dated else sum(best) / len(best)
    assert comparisons.score(comparisons.of(one), [comparisons.of(other) for other in others]) == expected
