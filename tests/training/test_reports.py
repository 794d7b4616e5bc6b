"""Reports with their acts marked: how they are read, and that what is wrong is told by file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from training.reports import check, counts, sentence

from training import reports

REPORT = """\
# A comment.
== ferry-01-m | Harbour Post | NOR | 2011-05-09 | Crews ashore
[Oslo's ferries were turned back at the [quay]2]1 on Friday, and nobody in the ministry wanted to say why the
pilots had waited so long before they spoke, or who had signed for the coal that went ashore.

The weather was fair. [The envoy is expected on Tuesday]3, if the boat runs, with a letter that he has written twice.
= 1 DNK>NOR COERCE|SANCTION actual 2011-05-06
= 2 ->NOR COERCE alleged ? named
= 3 DNK>NOR,NOR>DNK CONSULT planned 2011-05-10..2011-05-12 lent
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "reports_test.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_report_is_read_with_its_acts_and_without_its_marks(tmp_path: Path) -> None:
    (report,), wrong = check([written(tmp_path, REPORT)])
    assert wrong == []
    assert (report.id, report.home, report.published, report.measured) == ("ferry-01-m", "NOR", date(2011, 5, 9), True)
    assert report.text.startswith("Oslo's ferries were turned back at the quay on Friday, and")
    assert "why the pilots had" in report.text
    assert report.text.count("\n\n") == 1
    said = [report.text[act.start : act.end] for act in report.acts]
    assert said == ["Oslo's ferries were turned back at the quay", "quay", "The envoy is expected on Tuesday"]
    first, second, third = report.acts
    assert (first.pairs, first.types, first.date_from) == ((("DNK", "NOR"),), ("COERCE", "SANCTION"), date(2011, 5, 6))
    assert (second.pairs, second.status, second.date_from) == (((reports.UNKNOWN, "NOR"),), "alleged", None)
    assert (third.date_from, third.date_to) == (date(2011, 5, 10), date(2011, 5, 12))


def test_a_side_is_lent_where_the_sentence_does_not_name_it(tmp_path: Path) -> None:
    (report,), _ = check([written(tmp_path, REPORT)])
    assert [act.lent for act in report.acts] == [True, False, True]  # Denmark is not named; the notes have their say


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("| NOR |", "| XXX |", "reports_test.txt:2: XXX is no code"),
        ("2011-05-09 |", "2011-05 |", "reports_test.txt:2: 2011-05 is no day"),
        ("COERCE|SANCTION", "BULLY", "reports_test.txt:7: BULLY is no type"),
        ("actual", "real", "reports_test.txt:7: real is no status"),
        ("->NOR", "NOR>NOR", "reports_test.txt:8: NOR>NOR is no pair"),
        ("= 2", "= 7", "reports_test.txt:8: no span has the number 7"),
        ("2011-05-06", "2011-13-06", "reports_test.txt:7: 2011-13-06 is no day"),
        ("= 2 ->NOR COERCE alleged ? named\n", "", "has no label"),
        ("[quay]2", "[quay]", "the bracket ']' closes nothing"),
        ("[The envoy", "The envoy", "the bracket ']3' closes nothing"),
    ],
)
def test_what_is_wrong_is_told_by_file_and_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    found, wrong = check([written(tmp_path, REPORT.replace(old, new, 1))])
    assert found == []
    assert any(said in line for line in wrong)


def test_what_is_hardly_meant_is_told_too(tmp_path: Path) -> None:
    odd = REPORT.replace("2011-05-06", "2011-05-26").replace("DNK>NOR,NOR>DNK", "DNK>NOR")
    _, wrong = check([written(tmp_path, odd)])
    assert len(wrong) == 2
    assert "after the day of publication" in wrong[0]
    assert "one direction" in wrong[1]


def test_one_id_stands_once(tmp_path: Path) -> None:
    _, wrong = check([written(tmp_path, REPORT + REPORT)])
    assert wrong == ["reports_test.txt:11: the id ferry-01-m stands already at reports_test.txt:2."]


def test_counts_tell_types_and_statuses(tmp_path: Path) -> None:
    found, _ = check([written(tmp_path, REPORT)])
    lines = list(counts(found))
    assert lines[0].startswith("1 reports (1 to measure on)")
    assert "3 acts, 2 with a lent side" in lines[1]
    assert next(line.split() for line in lines if line.startswith("CONSULT"))[2] == "1"


def test_a_sentence_ends_with_its_mark_and_not_with_a_title() -> None:
    text = "It rained. Mr. Sund of the port said nothing. They left."
    at = text.index("said")
    assert text[slice(*sentence(text, at, at + 4))].strip() == "Mr. Sund of the port said nothing."


def test_every_report_of_ours_can_be_read() -> None:
    found = [*reports.learnt(), *reports.measured()]
    assert len({report.id for report in found}) == len(found)
    assert all(report.text[act.start : act.end].strip() for report in found for act in report.acts)
