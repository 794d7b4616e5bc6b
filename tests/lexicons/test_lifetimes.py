from datetime import date

from detente.lexicons.lifetimes import strays, years


def test_states_outside_their_years_are_told_the_most_frequent_first() -> None:
    acts = [
        (("MNE", "SSD"), date(2005, 1, 2), "a visit"),
        (("SSD", "NOR"), date(1990, 5, 1), "a loan"),
        (("SUN", "USA"), date(1999, 3, 4), "a treaty"),
        (("SSD", "KEN"), date(2011, 7, 9), "a greeting"),
    ]
    found = [(s.code, s.n, s.first, s.last, s.example, s.lived) for s in strays(acts)]
    assert found == [
        ("SSD", 2, date(1990, 5, 1), date(2005, 1, 2), "a loan", "existed from 2011 on"),
        ("MNE", 1, date(2005, 1, 2), date(2005, 1, 2), "a visit", "existed from 2006 on"),
        ("SUN", 1, date(1999, 3, 4), date(1999, 3, 4), "a treaty", "existed from 1922 to 1991"),
    ]


def test_the_year_of_birth_and_of_death_belong_to_a_life() -> None:
    assert strays([(("SSD",), date(2011, 1, 1), ""), (("SUN",), date(1991, 12, 31), "")]) == ()


def test_states_without_bounds_and_acts_without_a_day_are_passed_over() -> None:
    assert strays([(("USA", "NAT", "???"), date(1900, 1, 1), ""), (("SSD",), None, "")]) == ()
    assert "USA" not in years()
