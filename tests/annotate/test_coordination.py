"""Conjuncts: numbered alike, and hung where they belong in the tree."""

from __future__ import annotations

from detente.records import Sentence
from tests.annotate.given import annotated, mention


def heads(sentence: Sentence) -> dict[str, tuple[str, str]]:
    return {t.text: (t.dep, sentence.tokens[t.head].text) for t in sentence.tokens}


def test_a_name_before_a_titled_name_is_a_subject_too() -> None:
    doc = annotated("Merkel and French President Emmanuel Macron discussed Syria.", "2018-05-02")
    tree = heads(doc.sentences[0])
    assert tree["Merkel"] == ("nsubj", "discussed")
    assert tree["Macron"] == ("conj", "Merkel")
    both = {m.text: m.group for m in doc.mentions if m.kind == "leader"}
    assert len(set(both.values())) == 1 and None not in both.values()


def test_lists_hyphens_and_shared_nouns() -> None:
    doc = annotated("Germany, Italy and Spain called. Oslo-Stockholm ties froze. Iranian and Saudi officials met.")
    assert len({mention(doc, n).group for n in ("Germany", "Italy", "Spain")}) == 1
    assert mention(doc, "Oslo").group == mention(doc, "Stockholm").group is not None
    assert mention(doc, "Iranian and Saudi officials").codes == ("IRN", "SAU")
    assert mention(doc, "Iranian").group == mention(doc, "Saudi").group is not None


def test_a_spaced_dash_joins_nobody() -> None:
    doc = annotated("Spies seen in Norway – Sweden")
    assert mention(doc, "Norway").group is None


def test_the_tree_stays_a_tree() -> None:
    for text in (
        "US seeks a weaker Russia – Pentagon",
        "Norway, and Sweden, and the Finnish president and Denmark met.",
    ):
        for sentence in annotated(text).sentences:
            for token in sentence.tokens:
                seen: set[int] = set()
                at = token.index
                while sentence.tokens[at].head != at:
                    assert at not in seen
                    seen.add(at)
                    at = sentence.tokens[at].head
