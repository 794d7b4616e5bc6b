"""A user's own actors: what they change in the reading of a text, and the sentence that each mistake gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from detente.annotate.document import SpacyAnnotator
from detente.annotate.own_actors import COLUMNS, laid_over, read
from detente.config import Annotate, Config
from detente.errors import UsageError
from detente.records import Mention
from tests.extract.passages import document

HEAD = "name,code,kind,aliases,role,sector,from,to\n"


def written(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "actors.csv"
    path.write_text(head + "".join(row + "\n" for row in rows), encoding="utf-8")
    return path


def mentions(text: str, path: Path, day: date = date(2018, 6, 15)) -> dict[str, Mention]:
    annotator = SpacyAnnotator(Annotate(actors=str(path)))
    return {mention.text: mention for mention in annotator.annotate(document(text, day)).mentions}


@pytest.mark.parametrize(("day", "codes"), [(date(2018, 6, 15), ("BGR",)), (date(2023, 6, 15), ())])
def test_a_person_acts_for_the_state_within_the_term_only(tmp_path: Path, day: date, codes: tuple[str, ...]) -> None:
    path = written(tmp_path, "Zorka Melnik,BGR,person,Melnik,minister for water,,2017,2019")
    found = mentions("Zorka Melnik thanked Greece on Friday.", path, day)
    assert found["Zorka Melnik"].codes == codes


def test_a_surname_counts_alone_where_it_is_an_alias(tmp_path: Path) -> None:
    path = written(tmp_path, "Zorka Melnik,BGR,person,Melnik,minister for water,,,")
    assert mentions("Melnik thanked Greece on Friday.", path)["Melnik"].codes == ("BGR",)


def test_a_body_acts_for_its_state(tmp_path: Path) -> None:
    path = written(tmp_path, "River Guard,MDA,body,,,military,,")
    assert mentions("The River Guard seized a Ukrainian barge.", path)["River Guard"].codes == ("MDA",)


def test_a_name_that_is_no_actor_loses_its_shipped_reading(tmp_path: Path) -> None:
    text = "The water rose at Malta Bend on Friday."
    assert "Malta" in mentions(text, written(tmp_path))
    assert mentions(text, written(tmp_path, "Malta Bend,,none,,,,,")) == {}


def test_a_known_person_keeps_the_shipped_terms_that_do_not_overlap(tmp_path: Path) -> None:
    path = written(tmp_path, "Emmanuel Macron,FRA,person,,minister for the economy,,2014-08-26,2016-08-30")
    terms = next(entry.terms for form, entry in laid_over(str(path)) if form == "Emmanuel Macron")
    assert [(term.title, term.begins.year) for term in terms][:2] == [
        ("minister for the economy", 2014),
        ("president", 2017),
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Zorka Melnik,QQQ,,,,,,", ":2 has the unknown code 'QQQ'. Use a code of `detente codebook`"),
        (",BGR,,,,,,", ":2 has no name. Give one or delete the line."),
        ("Zorka Melnik,BGR,king,,,,,", ":2 has the unknown kind 'king'. Use one of person"),
        ("Zorka Melnik,BGR,,,,police,,", ":2 has the unknown sector 'police'. Use one of government"),
        ("Zorka Melnik,BGR,,,,,soon,", ":2 has 'soon' where a date belongs. Write 2017"),
        ("Zorka Melnik,BGR,,,,,,9999-13", ":2 has '9999-13' where a date belongs."),
        ("Zorka Melnik,BGR,,,,,2019,2017", ":2 ends before it begins. Exchange `from` and `to`."),
        ("Zorka Melnik,BGR,,,,,,,more", ":2 has more cells than the first line. Put cells with commas into quotes."),
    ],
)
def test_a_mistake_is_told_with_file_line_and_what_to_do(tmp_path: Path, row: str, message: str) -> None:
    path = written(tmp_path, row)
    with pytest.raises(UsageError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}{message}")


def test_overlapping_terms_name_both_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "Zorka Melnik,BGR,,,,,2015,2017", "Zorka Melnik,GRC,,,,,2017-12,")
    with pytest.raises(UsageError, match=r"actors\.csv:3 overlaps with line 2: both are Zorka Melnik\. Let one end"):
        read(path)


def test_terms_that_follow_each_other_are_taken(tmp_path: Path) -> None:
    path = written(tmp_path, "Zorka Melnik,BGR,,,,,2015,2016", "Zorka Melnik,GRC,,,,,2017,")
    assert [own.term.state for own in read(path)] == ["BGR", "GRC"]


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("name,codes\n", "has no column code. Columns: name, code"),
        ("name,code,age\n", "has the unknown column 'age'"),
        ("", "has no column"),
    ],
)
def test_a_wrong_header_lists_the_columns(tmp_path: Path, head: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read(written(tmp_path, head=head))


def test_files_that_cannot_be_read_are_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        SpacyAnnotator(Annotate(actors=str(tmp_path / "none.csv")))
    (tmp_path / "latin.csv").write_bytes("name,code\nJosé,ESP\n".encode("latin-1"))
    with pytest.raises(UsageError, match="are not UTF-8"):
        read(tmp_path / "latin.csv")


def test_the_digest_follows_what_the_file_says_not_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    one = written(tmp_path, "Zorka Melnik,BGR,,,,,,")
    same = written(tmp_path / "other", "Zorka Melnik,BGR,,,,,,")
    config = Config()
    digests = [replace(config, annotate=Annotate(actors=str(path))).digest() for path in (one, same)]
    assert digests[0] == digests[1] != config.digest()
    written(tmp_path, "Zorka Melnik,GRC,,,,,,")
    assert replace(config, annotate=Annotate(actors=str(one))).digest() != digests[0]


def test_the_how_to_names_every_column() -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "use-your-own-actors.md"
    text = page.read_text(encoding="utf-8")
    assert all(f"`{column}`" in text for column in COLUMNS)
