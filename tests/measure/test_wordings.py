from collections import defaultdict
from dataclasses import replace

from detente.measure import wordings
from detente.measure.framing import framing
from tests.measure.test_framing import FIRST, ROWS, SECOND, TALK, WORDS


def known() -> dict[str, wordings.Wording]:
    called: dict[str, wordings.Called] = defaultdict(lambda: defaultdict(set))
    for event in ROWS:
        wordings.call(called[event.doc_id], event)
    return {one.doc_id: wordings.of(one, called[one.doc_id]) for one in (FIRST, SECOND)}


def test_a_table_of_wordings_gives_them_back() -> None:
    found = known()
    assert any(one.words for one in found.values()) and all(one.sentences and one.leads for one in found.values())
    assert wordings.read(wordings.table(found.values())) == list(found.values())


def test_documents_whose_wording_is_known_need_no_text() -> None:
    bare = [replace(one, text="", blocks=()) for one in (FIRST, SECOND)]
    told = framing(bare, ROWS, [], [TALK, WORDS], worded=known())
    assert told == framing((FIRST, SECOND), ROWS, [], [TALK, WORDS])
    assert told != framing(bare, ROWS, [], [TALK, WORDS])
