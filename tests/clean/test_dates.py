"""Dating by evidence: our own pages, each with one kind of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from detente.clean import blocks, chronology, datecues, dates, inaugurations, terms, world
from detente.config import Clean
from detente.lexicons import Row, table
from detente.records import Hints, RawDocument

TITLE = "Norway and Iceland share the herring after a night of talks"
BODY = """The two fisheries ministers agreed to share the herring of the northern seas, ending a quarrel that had kept their boats apart. They signed the paper shortly before dawn.

Officials said that the shares would be looked at again every three years, and that the islands would be asked to join. Scientists have warned that the stock is smaller than it was.

"We were tired, but nobody wanted to be the first to leave the table," the minister told reporters after the signing."""  # noqa: E501


def dating(text: str, **hints: object) -> dates.Dating:
    raw = RawDocument("d0", "a.txt", None, text, "utf-8", 1.0, Hints(**hints))  # type: ignore[arg-type]
    return dates.find(raw, blocks.find(text), Clean())


def kinds(found: dates.Dating) -> set[str]:
    return {basis.kind for basis in found.basis}


def test_the_container_is_believed() -> None:
    found = dating(f"{TITLE}\n\n{BODY}", published="Sun, 02 Mar 2014 10:00:00 GMT")
    assert (found.best, kinds(found)) == (date(2014, 3, 2), {"metadata"})


@pytest.mark.parametrize(
    "address",
    [
        "https://fjordpost.example/2014/03/02/herring.html",
        "https://fjordpost.example/news/2014-03-02-herring",
        "https://fjordpost.example/herring-20140302",
        "https://fjordpost.example/world/2014/mar/02/herring",
    ],
)
def test_the_address_is_believed(address: str) -> None:
    assert dating(f"{TITLE}\n\n{BODY}", url=address).best == date(2014, 3, 2)


def test_an_address_of_numbers_is_no_date() -> None:
    assert dating(f"{TITLE}\n\n{BODY}", url="https://fjordpost.example/2014/99/77/id-19991999").best is None


def test_nothing_is_dated_after_it_was_fetched() -> None:
    found = dating(f"{TITLE}\n\n{BODY}", published="2020-01-01", fetched=date(2014, 3, 5))
    assert found.date_to is not None
    assert found.date_to <= date(2014, 3, 5)
    assert found.best is None


def test_a_date_below_the_headline_is_the_day() -> None:
    found = dating(f"Fjord Post\n{TITLE}\nPublished 2 March 2014\n\n{BODY}")
    assert (found.best, found.date_from, found.date_to) == (date(2014, 3, 2),) * 3
    (basis,) = (b for b in found.basis if b.kind == "header")
    text = f"Fjord Post\n{TITLE}\nPublished 2 March 2014\n\n{BODY}"
    assert text[basis.start : basis.end] == "2 March 2014"


def test_published_beats_updated() -> None:
    found = dating(f"Last updated June 14, 2016 9:02 a.m.\n{TITLE}\nOriginally published March 2, 2014\n\n{BODY}")
    assert found.best == date(2014, 3, 2)
    assert "updated" in kinds(found)


def test_a_date_that_can_be_read_two_ways_names_no_day() -> None:
    found = dating(f"Fjord Post\n{TITLE}\nPublished 04/07/2008\n\n{BODY}")
    assert found.best is None
    assert found.date_from is not None
    assert found.date_to is not None
    assert found.date_from <= date(2008, 4, 7) < date(2008, 7, 4) <= found.date_to


def test_another_date_of_the_page_settles_the_order() -> None:
    found = dating(f"Fjord Post\n{TITLE}\nPublished 04/07/2008\n\n{BODY}\nRelated news\n03/28/2008 Ferry strike ends")
    assert found.best == date(2008, 4, 7)


def test_a_glued_clock_is_an_upper_bound_and_no_day() -> None:
    found = dating(f"15:35 GMT +319 March 2018\nListen Live\n{TITLE}\n\n{BODY}")
    assert found.best is None
    assert found.date_to is not None
    assert found.date_to <= date(2018, 3, 19)
    assert kinds(found) == {"clock"}


def test_a_clock_that_the_text_contradicts_is_unmasked() -> None:
    told = "The leaders of the United States and Russia, Joe Biden and Vladimir Putin, met in Geneva on Wednesday."
    found = dating(f"Thu, Jan 14, 2027 | 4°\nHome News\nBiden and Putin meet in Geneva\n\n{told}\n\n{BODY}")
    assert found.best is None
    assert found.date_from is not None
    assert found.date_to is not None
    assert found.date_from <= date(2021, 6, 16) <= found.date_to <= date(2021, 7, 31)
    assert {"clock", "event"} <= kinds(found)


def test_a_dateline_unmasks_a_later_clock() -> None:
    opening = BODY.replace("They signed the paper", "On Thursday they signed the paper")
    text = f"+31 27 September 2022 08:14 Share this story\n{TITLE}\n\nOSLO, Aug 18 (Fjord Wire) - {opening}"
    found = dating(text)
    assert "clock" in kinds(found)
    assert found.date_to is not None and found.date_to <= date(2022, 9, 27)
    assert found.best in (None, date(2022, 8, 18))


def test_a_day_with_its_weekday_fits_few_years() -> None:
    told = BODY.replace("They signed", "In May 2020 they had quarrelled. On {}26 September they signed")
    bare, named = (dating(f"{TITLE}\n\n{told.format(word)}", fetched=date(2026, 1, 1)) for word in ("", "Monday "))
    assert None not in (bare.date_from, bare.date_to, named.date_from, named.date_to)
    assert named.date_to is not None and bare.date_to is not None
    assert date(2022, 9, 26) <= named.date_to < date(2022, 10, 20) < bare.date_to


def test_a_month_told_as_past_is_a_lower_bound() -> None:
    body = BODY.replace("They signed", "In July 2019 they met in Bergen. They signed")
    found = dating(f"{TITLE}\n\n{body}")
    assert found.date_from is not None and found.date_from > date(2018, 6, 1)


def test_no_evidence_gives_a_wide_interval_and_no_day() -> None:
    found = dating(f"{TITLE}\n\n{BODY}")
    assert found.best is None
    assert found.p is None
    assert found.date_from is not None
    assert found.date_to is not None
    assert (found.date_to - found.date_from).days > 3650


def test_a_president_elect_lies_between_election_and_inauguration() -> None:
    found = dating(f"Ministers wait for Seoul\n\nAides of President-elect Roh Moo-hyun came to Bergen.\n\n{BODY}")
    assert found.date_from is not None
    assert found.date_to is not None
    assert date(2002, 12, 1) <= found.date_from <= found.date_to <= date(2003, 2, 25)


def test_months_after_an_inauguration() -> None:
    found = dating(
        f"Seoul and the north\n\nTwo months after the inauguration of Moon Jae-in little has moved.\n\n{BODY}"
    )
    assert found.date_from is not None
    assert found.date_to is not None
    assert found.date_from <= date(2017, 7, 10) <= found.date_to
    assert (found.date_to - found.date_from).days < 80


def test_a_year_named_as_past_is_a_lower_bound_and_one_ahead_is_not() -> None:
    past = chronology.read(blocks.find(f"{TITLE}\n\nThe shares were set in 2011 and 2012.\n\n{BODY}"), *span())
    assert past.interval(0.9)[0] >= date(2010, 6, 1)
    ahead = chronology.read(
        blocks.find(f"{TITLE}\n\nThe shares will be looked at again before 2012.\n\n{BODY}"), *span()
    )
    assert ahead.support(date(2010, 5, 5)) > ahead.support(date(2014, 5, 5))


def test_a_title_bounds_the_text_to_its_term() -> None:
    text = "Prime Minister Gro Harlem Brundtland and the former president Bill Clinton met President Jacques Chirac."
    found = list(terms.find(text, [(0, len(text))], opening=1))
    assert [text[term.start : term.end] for term in found][-1] == "President Jacques Chirac"
    assert any(term.former for term in found)
    chirac = found[-1]
    assert (chirac.date_from, chirac.date_to) == (date(1995, 5, 17), date(2007, 5, 16))


@pytest.mark.parametrize("row", table("world_events"), ids=lambda row: row["id"])
def test_each_world_event_is_found_in_its_example(row: Row) -> None:
    assert row["id"] in {event.id for event in world.matching(row["example"])}
    assert row["from"] == row["yields"] <= row["to"]
    date.fromisoformat(row["from"])
    date.fromisoformat(row["to"])


def test_ids_of_world_events_are_unique_and_enough() -> None:
    ids = [row["id"] for row in table("world_events")]
    assert len(set(ids)) == len(ids) >= 150


@pytest.mark.parametrize("row", table("inaugurations"), ids=lambda row: f"{row['names']}-{row['elected']}")
def test_each_head_of_state_between_election_and_inauguration(row: Row) -> None:
    text = row["example"]
    (bound,) = inaugurations.find(text, 0, len(text))
    assert date.fromisoformat(row["yields"]) in [first for first, _ in bound.windows]
    assert date.fromisoformat(row["elected"]) < date.fromisoformat(row["inaugurated"])


@pytest.mark.parametrize("row", table("date_cues"), ids=lambda row: f"{row['kind']}-{row['form']}")
def test_the_example_of_each_row_of_date_cues(row: Row) -> None:
    assert datecues.pattern(row["kind"], row["form"]).search(row["example"])


@pytest.mark.parametrize("row", table("weekdays"), ids=lambda row: row["day"])
def test_the_example_of_each_weekday(row: Row) -> None:
    found = datecues.weekday().search(row["example"])
    assert found is not None
    assert datecues.weekdays()[found[0].casefold()] == int(row["yields"]) - 1


def span() -> tuple[date, date]:
    return date.fromisoformat(Clean().earliest), date.fromisoformat(Clean().latest)


def test_an_interval_is_the_shortest_that_holds_the_share() -> None:
    sheet = chronology.Chronology.blank(*span())
    sheet.not_before(date(2014, 3, 1), 30.0)
    sheet.not_after(date(2014, 3, 10), 30.0)
    assert sheet.interval(0.99) == (date(2014, 3, 1), date(2014, 3, 10))
    sheet.within(date(2014, 3, 4), date(2014, 3, 4), 20.0)
    assert sheet.interval(0.9) == (date(2014, 3, 4), date(2014, 3, 4))


def test_days_fade_after_an_event() -> None:
    sheet = chronology.Chronology.blank(*span())
    day = date(2014, 3, 1)
    sheet.fades(day, days=10.0, late=0.1)
    values = [sheet.support(day + timedelta(days=n)) for n in (0, 5, 30, 400)]
    assert values == sorted(values, reverse=True)


def test_a_campaign_is_the_time_of_texts_about_its_candidates() -> None:
    told = "Muharrem Ince and Recep Tayyip Erdogan, the candidates for president, ended their campaign in Izmir."
    found = dating(f"Rivals speak in Izmir\n\n{told}\n\n{BODY}")
    assert found.best is None
    assert found.date_from is not None
    assert found.date_to is not None
    assert found.date_from <= date(2018, 6, 1) <= found.date_to


def test_people_in_the_news_bound_a_text_by_their_years_of_office() -> None:
    plain = chronology.read(blocks.find(f"{TITLE}\n\n{BODY}"), *span())
    named = chronology.read(blocks.find(f"{TITLE}\n\nAngela Merkel and Vladimir Putin spoke.\n\n{BODY}"), *span())
    assert plain.support(date(1992, 5, 5)) > named.support(date(1992, 5, 5))
    assert named.support(date(2012, 5, 5)) > named.support(date(2022, 5, 5)) > named.support(date(1992, 5, 5))


def test_years_ahead_count_once_however_many_are_named() -> None:
    one = "The line to Molde is planned to be longer in 2020."
    more = f"{one} Another comes with the budget of 2021, a third with that of 2022."
    found = [chronology.read(blocks.find(f"{TITLE}\n\n{text}\n\n{BODY}"), *span()) for text in (one, more)]
    assert found[1].support(date(2015, 5, 5)) > -10.0


def test_a_page_date_outweighs_a_later_event_told_in_passing() -> None:
    told = "They also spoke of the delivery of S-400 air defence systems to Turkey, for which nothing has been signed."
    found = dating(f"Fjord Post\n11 March 2017\n{TITLE}\n\n{BODY}\n\n{BODY}\n\n{BODY}\n\n{told}")
    assert found.best == date(2017, 3, 11)
