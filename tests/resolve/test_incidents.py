import random
from dataclasses import replace
from datetime import date

from detente.records import Document, Event
from detente.resolve.incidents import Merged, merge
from tests.resolve.samples import document, events

A = document(
    "fjord", "The premiers of Norway and Sweden spoke by telephone on Tuesday about the border fence.", "2011-05-04"
)
B = document(
    "lake",
    "Their telephone talk of 3 May about the fence lasted an hour. They had met in Geneva in June.",
    "2011-07-01",
)
CALL = "premiers of Norway and Sweden spoke by telephone on Tuesday about the border fence"


def groups(merged: Merged) -> set[frozenset[str]]:
    return {frozenset(incident.event_ids) for incident in merged.incidents}


def test_one_call_told_by_two_documents_is_one_incident() -> None:
    one = events(A, CALL, "NOR CONSULT 041 SWE", on=("2011-05-03", "2011-05-03"), both=True)
    two = events(
        B, "telephone talk of 3 May about the fence", "SWE CONSULT 041 NOR", on=("2011-05-03", "2011-05-03"), both=True
    )
    (incident,) = merge((A, B), (*one, *two)).incidents
    assert (incident.n_documents, incident.n_outlets, incident.reciprocal) == (2, 2, True)
    assert incident.date_from == incident.date_to == date(2011, 5, 3)
    assert incident.summary == "Norway and Sweden: phone call, 3 May 2011"


def test_two_calls_three_months_apart_stay_two() -> None:
    one = events(A, CALL, "NOR CONSULT 041 SWE", on=("2011-05-03", "2011-05-03"), both=True)
    two = events(A, CALL[3:], "NOR CONSULT 041 SWE", on=("2011-02-02", "2011-02-02"), both=True)
    assert len(merge((A,), (*one, *two)).incidents) == 2


def test_vague_mention_joins_the_dated_incident() -> None:
    one = events(A, CALL, "NOR CONSULT 041 SWE", on=("2011-05-03", "2011-05-03"), both=True)
    two = events(
        B, "telephone talk of 3 May about the fence", "NOR CONSULT 041 SWE", on=("2011-05-01", "2011-05-31"), both=True
    )
    (incident,) = merge((A, B), (*one, *two)).incidents
    assert incident.date_from == date(2011, 5, 3)


def test_tit_and_tat_stay_two() -> None:
    text = document("tit", "Norway expelled ten Swedes. Sweden expelled ten Norwegians.", "2011-05-04")
    on = ("2011-05-03", "2011-05-03")
    tit = events(text, "Norway expelled ten Swedes", "NOR SANCTION 161 SWE", on=on)
    tat = events(text, "Sweden expelled ten Norwegians", "SWE SANCTION 161 NOR", on=on)
    assert len(merge((text,), (*tit, *tat)).incidents) == 2


def test_sanctions_of_two_senders_on_one_day_stay_two() -> None:
    text = document("two", "Norway put nine men on a list. Denmark put nine men on a list too.", "2011-05-04")
    on = ("2011-05-03", "2011-05-03")
    one = events(text, "Norway put nine men on a list", "NOR SANCTION 163 SWE", on=on)
    two = events(text, "Denmark put nine men on a list too", "DNK SANCTION 163 SWE", on=on)
    assert {i.source for i in merge((text,), (*one, *two)).incidents} == {("NOR",), ("DNK",)}


def test_planned_and_held_is_one_cancelled_and_held_later_are_two() -> None:
    plan = document("plan", "The two will meet in Geneva on 20 May.", "2011-05-04")
    held = document("held", "The two met in Geneva on Friday.", "2011-05-21")
    off = document("off", "The meeting in Geneva was called off.", "2011-05-10")
    planned = events(
        plan,
        "meet in Geneva on 20 May",
        "NOR CONSULT 044 SWE",
        on=("2011-05-20", "2011-05-20"),
        both=True,
        status="planned",
    )
    met = events(held, "met in Geneva on Friday", "NOR CONSULT 044 SWE", on=("2011-05-20", "2011-05-20"), both=True)
    dropped = events(
        off,
        "meeting in Geneva was called off",
        "NOR CONSULT 044 SWE",
        on=("2011-05-10", "2011-05-10"),
        both=True,
        status="cancelled",
    )
    (one,) = merge((plan, held), (*planned, *met)).incidents
    assert one.status == "actual"
    later = [replace(e, date_from=date(2011, 6, 20), date_to=date(2011, 6, 20)) for e in met]
    two = merge((plan, held, off), (*planned, *dropped, *later)).incidents
    assert sorted(i.status for i in two) == ["actual", "cancelled"]


def test_a_possible_meeting_is_not_the_one_told_beside_it() -> None:
    text = document("mixed", "After their call on Monday the two may meet this year.", "2011-05-04")
    call = events(text, "their call on Monday", "NOR CONSULT 040 SWE", on=("2011-05-02", "2011-05-02"), both=True)
    may = events(
        text, "may meet this year", "NOR CONSULT 040 SWE", on=("2011-05-02", None), both=True, status="hypothetical"
    )
    assert {i.status for i in merge((text,), (*call, *may)).incidents} == {"actual", "hypothetical"}


def test_copies_count_once_and_their_mentions_join() -> None:
    copy = replace(A, doc_id="dcopy", outlet="The Echo", duplicate_of=A.doc_id, duplicate_relation="same")
    on = ("2011-05-03", "2011-05-03")
    rows = [
        *events(A, CALL, "NOR CONSULT 041 SWE", on=on, both=True),
        *events(copy, CALL, "NOR CONSULT 041 SWE", on=on, both=True),
    ]
    (incident,) = merge((A, copy), rows).incidents
    assert (incident.n_documents, incident.n_outlets, len(incident.event_ids)) == (1, 1, 4)


def corpus() -> tuple[tuple[Document, ...], list[Event]]:
    rows: list[Event] = []
    for number, on in enumerate(("2011-05-03", "2011-05-04", "2011-05-20", "2011-06-01", "2011-06-02")):
        rows += events(A, CALL[number:], "NOR CONSULT 041 SWE", on=(on, on), both=True)
        rows += events(
            B, "met in Geneva in June"[number:], "NOR CONSULT 044 SWE", on=("2011-06-01", "2011-06-30"), both=True
        )
        rows += events(A, CALL[number + 9 :], "NOR ACCUSE 111 SWE", on=(on, on))
    return (A, B), rows


def test_order_of_rows_and_documents_changes_nothing() -> None:
    documents, rows = corpus()
    before = merge(documents, rows)
    shuffled = list(rows)
    random.Random(1).shuffle(shuffled)
    assert merge(documents[::-1], shuffled) == before


def test_every_event_stands_in_exactly_one_incident() -> None:
    documents, rows = corpus()
    merged = merge(documents, rows)
    told = [event_id for incident in merged.incidents for event_id in incident.event_ids]
    assert sorted(told) == sorted(row.event_id for row in rows) == sorted(merged.assignments)


def test_ids_survive_a_grown_corpus() -> None:
    one = events(A, CALL, "NOR CONSULT 041 SWE", on=("2011-05-03", "2011-05-03"), both=True)
    other = events(B, "met in Geneva in June", "NOR CONSULT 044 SWE", on=("2011-06-10", "2011-06-10"), both=True)
    alone = {i.incident_id for i in merge((A,), one).incidents}
    assert alone < {i.incident_id for i in merge((A, B), (*one, *other)).incidents}


def test_open_plans_at_the_end_of_time() -> None:
    plan = events(A, CALL, "NOR CONSULT 041 SWE", on=("9999-12-31", None), both=True, status="planned")
    past = events(A, CALL[3:], "NOR CONSULT 041 SWE", on=(None, "0001-01-01"), both=True)
    assert len(merge((A,), (*plan, *past)).incidents) == 2


def test_a_loose_memory_joins_the_only_act_it_can_mean_but_not_one_of_two() -> None:
    memory = document("memory", "Last month Oslo and its neighbour talked.", "2011-06-09")
    may = events(memory, "talked", "NOR CONSULT 040 SWE", on=("2011-05-01", "2011-05-31"), both=True)
    one = events(A, CALL, "NOR CONSULT 041 SWE", on=("2011-05-03", "2011-05-03"), both=True)
    two = events(B, "met in Geneva in June", "NOR CONSULT 044 SWE", on=("2011-05-24", "2011-05-24"), both=True)
    assert len(merge((A, memory), (*one, *may)).incidents) == 1
    assert len(merge((A, B, memory), (*one, *two, *may)).incidents) == 3


def test_an_id_is_that_of_the_report_printed_first_whatever_is_added() -> None:
    on = ("2011-05-03", "2011-05-03")
    first = events(A, CALL, "NOR CONSULT 041 SWE", on=on, both=True)
    name = merge((A,), first).incidents[0].incident_id
    for n in range(8):
        later = document(f"later {n}", f"The premiers spoke by telephone about the border fence {n}.", "2011-05-06")
        more = events(later, "premiers spoke by telephone about the border fence", "NOR CONSULT 041 SWE", on=on)
        (incident,) = merge((A, later), (*first, *more)).incidents
        assert incident.incident_id == name and incident.n_documents == 2


def test_a_document_without_a_date_joins_by_what_it_says() -> None:
    undated = document("undated", "The premiers of Norway and Sweden spoke by telephone about the border fence.", None)
    clause = "premiers of Norway and Sweden spoke by telephone about the border fence"
    one = events(A, CALL, "NOR CONSULT 041 SWE", on=("2011-05-03", "2011-05-03"), both=True)
    loose = ("1984-12-17", "2030-12-23")
    two = events(undated, clause, "NOR CONSULT 041 SWE", on=loose, both=True)
    (incident,) = merge((A, undated), (*one, *two)).incidents
    assert incident.date_from == incident.date_to == date(2011, 5, 3)
    other = document("other", "The kings of Norway and Sweden wrote letters.", None)
    three = events(other, "kings of Norway and Sweden wrote letters", "NOR CONSULT 040 SWE", on=loose, both=True)
    assert len(merge((A, other), (*one, *three)).incidents) == 2


def test_a_memory_that_names_the_figure_joins_though_it_names_but_the_year() -> None:
    news = document("news", "Norway expelled four Swedish envoys on Tuesday over a map.", "2011-05-04")
    memory = document("memory", "In 2011 Norway expelled four Swedish envoys.", "2016-02-01")
    told = events(
        news, "Norway expelled four Swedish envoys on Tuesday", "NOR SANCTION 166 SWE", on=("2011-05-03",) * 2
    )
    back = events(
        memory, "Norway expelled four Swedish envoys", "NOR SANCTION 166 SWE", on=("2011-01-01", "2011-12-31")
    )
    assert len(merge((news, memory), (*told, *back)).incidents) == 1
    six = document("memory", "In 2011 Norway expelled six Swedish envoys.", "2016-02-01")
    other = events(six, "Norway expelled six Swedish envoys", "NOR SANCTION 166 SWE", on=("2011-01-01", "2011-12-31"))
    assert len(merge((news, six), (*told, *other)).incidents) == 2


def test_a_claim_and_its_denial_in_one_document_are_one_incident() -> None:
    text = document("both", "Norway denied shelling the islet. Sweden said Norway shelled the islet.", "2011-05-04")
    on = ("2011-05-03", "2011-05-03")
    denied = events(text, "shelling the islet", "NOR ASSAULT 193 SWE", on=on, status="denied")
    alleged = events(text, "Norway shelled the islet", "NOR ASSAULT 193 SWE", on=on, status="alleged")
    assert len(merge((text,), (*denied, *alleged)).incidents) == 1
    planned = events(text, "Norway shelled the islet", "NOR ASSAULT 193 SWE", on=on, status="hypothetical")
    assert len(merge((text,), (*alleged, *planned)).incidents) == 2
