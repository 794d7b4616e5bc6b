"""Every attribution of a document: direct speech first, then what the grammar of the remaining words attributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Final

from detente.extract import bounds, cues, direct_speech, quotation_marks, reporting_clauses, turns
from detente.extract.attributions import candidates
from detente.extract.candidate import Candidate
from detente.extract.complements import source_of
from detente.extract.direct_speech import Utterance
from detente.extract.quotation_marks import Stretch
from detente.extract.reporting_clauses import MARKS, Page
from detente.extract.trees import Tree, forest, reporting
from detente.extract.turns import Turn
from detente.records import Annotated, Span

DIRECT_P: Final = 0.95
FLOATING_P: Final = 0.7
UNCLAIMED: Final = 3  # words of a phrase between marks that may be attributed without a parse of its clause
JOINING: Final = frozenset({"CCONJ", "PUNCT", "ADV"})
LEADING: Final = frozenset({"SCONJ", "PART", "ADP", "DET"})
COVERED: Final = 0.5  # share of a candidate's content in direct speech above which it only repeats it


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution before its speaker is named. `sentence` and `head` place the cue; `source_tokens` its source."""

    content: tuple[Span, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    kind: str
    key: str
    frame: str
    sentence: int
    head: int | None
    source_tokens: frozenset[int]
    p: float
    headline: bool = False
    follows: bool = False
    relay: tuple[Span, ...] = ()


def paragraphs(doc: Annotated) -> tuple[list[Span], list[int]]:
    """The paragraphs that the parse covers, and for each sentence the position of its own."""
    spans: list[Span] = []
    numbers: list[int] = []
    where: list[int] = []
    for sentence in doc.sentences:
        if numbers and numbers[-1] == sentence.paragraph:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, sentence.end))
        else:
            numbers.append(sentence.paragraph)
            spans.append(Span(sentence.start, sentence.end))
        where.append(len(spans) - 1)
    return spans, where


@dataclass(frozen=True, slots=True)
class Scene:
    """A document's sentences as trees, what is spoken in them, and the phrases between marks that are not."""

    page: Page
    spoken: tuple[Utterance, ...]
    loud: tuple[Stretch, ...]
    phrases: tuple[Stretch, ...]


def scene(doc: Annotated) -> Scene:
    """What stands between quotation marks in a document, and who is said to say it."""
    trees = forest(doc.sentences)
    places, _ = paragraphs(doc)
    page = Page(doc.document.text, trees, places, reporting())
    told = turns.find(page)
    stretches = quotation_marks.find(
        page.text, places, cache(partial(_breaks, trees)), [tree.sentence.end for tree in trees]
    )
    stretches = tuple(one for one in stretches if not _told(one, told))
    spoken, phrases = direct_speech.utterances(page, stretches)
    spoken = sorted([*spoken, *(Utterance(t.pieces, t.cue, t.paragraph) for t in told)], key=_begin)
    loud = [stretch for stretch in stretches if stretch not in phrases]
    loud += [Stretch(piece.start, piece.end, turn.paragraph) for turn in told for piece in turn.pieces]
    return Scene(page, tuple(spoken), tuple(sorted(loud, key=lambda stretch: stretch.start)), tuple(phrases))


def find(doc: Annotated, *, rules: bool = False) -> list[Attribution]:
    """The attributions of a document in the order of the text; `rules` leaves the learned weights aside."""
    here = scene(doc)
    trees = here.page.trees
    found = list(_direct(doc, trees, here.spoken))
    heads = {(u.cue.sentence, u.cue.head): u.cue.source for u in here.spoken if u.cue is not None}
    for number, candidate, weight in weighed(trees, here.loud, here.spoken, rules=rules):
        if _within(trees[number].tokens[candidate.head].start, here.phrases) is not None:
            continue
        candidate = _shared(trees[number], number, candidate, heads)
        heads[number, candidate.head] = candidate.source
        candidate = bounds.settled(trees[number], candidate, rules=rules)
        attribution = _indirect(doc, trees[number], number, candidate, weight, here.phrases)
        if attribution is not None and not _covered(attribution, here.loud):
            found.append(attribution)
    found = _unrepeated(found)
    found += _unclaimed(here.page, here.phrases, found)
    return sorted(_resumed(doc, sorted(found, key=_order)), key=_order)


def _within(offset: int, phrases: Sequence[Stretch]) -> Stretch | None:
    """The phrase between marks that holds an offset."""
    return next((stretch for stretch in phrases if stretch.start < offset < stretch.end), None)


def _told(stretch: Stretch, told: Sequence[Turn]) -> bool:
    """True for quotation marks inside a turn of a transcript, or around it with its label."""
    return any(piece.overlaps(stretch.span) for turn in told for piece in turn.pieces)


def _begin(one: Utterance) -> tuple[int, int]:
    return one.pieces[0].start, one.pieces[-1].end


def _unclaimed(page: Page, phrases: Sequence[Stretch], found: Sequence[Attribution]) -> Iterator[Attribution]:
    """Phrases between marks that no attribution holds, beside a verb of speech ("told the crew to “wait and see”")."""
    held = [piece for one in found for piece in one.content]
    for stretch in _joined(page, phrases):
        if len(page.text[stretch.start : stretch.end].split()) < UNCLAIMED or any(
            stretch.span.overlaps(p) for p in held
        ):
            continue
        paragraph = page.paragraphs[stretch.paragraph]
        low = max((s.end for s in phrases if paragraph.start < s.end <= stretch.start), default=paragraph.start)
        if not reporting_clauses.leads(page, low, stretch):
            continue
        cue = reporting_clauses.before(page, low, stretch)
        if cue is None or not cue.source:
            continue
        tree = page.trees[cue.sentence]
        first = tree.at(stretch.start) or 0
        ahead = first and first - 1 not in cue.cue and tree.kinds[first - 1] in LEADING
        start = tree.tokens[first - 1].start if ahead else stretch.start
        yield Attribution(
            (Span(start, stretch.end),),
            tree.spans(cue.source),
            tree.spans(cue.cue),
            "direct",
            tree.lemmas[cue.head],
            "phrase",
            cue.sentence,
            cue.head,
            cue.source,
            FLOATING_P,
            tree.sentence.kind == "headline",
            relay=tree.spans(cue.relay),
        )


def _joined(page: Page, phrases: Sequence[Stretch]) -> list[Stretch]:
    """The phrases, those that only "and" or a comma parts made one."""
    found: list[Stretch] = []
    for stretch in phrases:
        last = found[-1] if found else None
        gap = page.tokens(last.end, stretch.start) if last is not None and last.paragraph == stretch.paragraph else []
        if last is not None and gap and all(page.token(place).pos in JOINING for place in gap):
            found[-1] = replace(last, end=stretch.end)
        else:
            found.append(stretch)
    return found


def _order(one: Attribution) -> tuple[int, int, tuple[Span, ...]]:
    return one.content[0].start, one.content[-1].end, one.cue


def _resumed(doc: Annotated, found: Sequence[Attribution]) -> list[Attribution]:
    """Attributions with speech that nobody claims joined to the last one of its paragraph.

    "The mayor said the lake was full. \"It has never been so full.\"" is one mouth: so it was in 276 of 300 such
    places of the news that people marked for who speaks.
    """
    kept: list[Attribution] = []
    for one in found:
        last = _last_of_paragraph(doc, kept, one) if one.frame == "floating" else None
        if last is None:
            kept.append(one)
            continue
        kind = last.kind if last.kind == "direct" else "mixed"
        kept[kept.index(last)] = replace(last, content=(*last.content, *one.content), kind=kind)
    return kept


def _last_of_paragraph(doc: Annotated, kept: Sequence[Attribution], one: Attribution) -> Attribution | None:
    """The attribution with a source whose words end last before `one` in the same paragraph."""
    paragraph = doc.sentences[one.sentence].paragraph
    before = [
        other
        for other in kept
        if other.source and doc.sentences[other.sentence].paragraph == paragraph and _end(other) <= one.content[0].start
    ]
    return max(before, key=lambda other: (_end(other), -other.content[0].start), default=None)


def _end(one: Attribution) -> int:
    return max(part.end for part in (*one.content, *one.source, *one.cue))


def weighed(
    trees: Sequence[Tree],
    speech: Sequence[Stretch],
    spoken: Sequence[Utterance],
    *,
    rules: bool,
    keep_all: bool = False,
) -> Iterator[tuple[int, Candidate, float]]:
    """Candidates of all sentences with the probability that each reports speech or thought, the unlikely left out."""
    used = {(u.cue.sentence, u.cue.head) for u in spoken if u.cue is not None}
    at = 0
    for number, tree in enumerate(trees):
        while at < len(speech) and speech[at].end <= tree.sentence.start:
            at += 1
        quoted = _quoted(tree, speech, at)
        company = tuple(candidates(tree, quoted))
        cited = {i for one in company if one.relay for i in one.cue if i != one.head}
        company = tuple(one for one in company if one.head not in cited)
        for candidate in company:
            if (number, candidate.head) in used:
                continue
            weight = cues.weigh(tree, candidate, company, rules=rules)
            if keep_all or weight >= cues.THRESHOLD:
                yield number, candidate, weight


def _shared(
    tree: Tree, number: int, candidate: Candidate, heads: Mapping[tuple[int, int], frozenset[int]]
) -> Candidate:
    """A participle after a cue of the same sentence ("…, he said, adding that …") shares that cue's source."""
    head = tree.tokens[candidate.head]
    if head.tag != "VBG" or candidate.key not in reporting() or candidate.relay:
        return candidate
    before = [at for sentence, at in heads if sentence == number and at < candidate.head]
    first = tree.tokens[max(0, min(candidate.cue) - 1)]
    if not before or first.text not in {",", "and", '"', "”"}:
        return candidate
    source = heads[number, max(before)]
    return replace(candidate, source=source, content=candidate.content - source) if source else candidate


def _quoted(tree: Tree, speech: Sequence[Stretch], at: int) -> frozenset[int]:
    inside: set[int] = set()
    while at < len(speech) and speech[at].start < tree.sentence.end:
        stretch = speech[at]
        inside.update(t.index for t in tree.tokens if stretch.start <= t.start < stretch.end)
        at += 1
    return frozenset(inside)


def _breaks(trees: Sequence[Tree]) -> list[int]:
    """Where a reporting clause breaks in after a comma: there an unclosed quotation ends."""
    breaks: list[int] = []
    for tree in trees:
        for token in tree.tokens:
            if token.tag in {"VBD", "VBZ", "VBP"} and token.lemma.lower() in reporting():
                first = min(source_of(tree, token.index) | tree.verb_group(token.index))
                if first and tree.tokens[first - 1].text == ",":
                    breaks.append(tree.tokens[first - 1].end)
    return sorted(breaks)


def _direct(doc: Annotated, trees: Sequence[Tree], spoken: Sequence[Utterance]) -> Iterator[Attribution]:
    for utterance in spoken:
        cue = utterance.cue
        first = _sentence_at(trees, utterance.pieces[0].start)
        headline = bool(trees) and trees[first].sentence.kind == "headline"
        if cue is None:
            p = FLOATING_P
            yield Attribution(
                utterance.pieces,
                (),
                (),
                "direct",
                "",
                "floating",
                first,
                None,
                frozenset(),
                p,
                headline,
                utterance.follows,
            )
            continue
        tree = trees[cue.sentence]
        key = tree.lemmas[cue.head]
        yield Attribution(
            utterance.pieces,
            tree.spans(cue.source),
            tree.spans(cue.cue) or (tree.span(cue.head, cue.head + 1),),
            "direct",
            key,
            "direct",
            cue.sentence,
            cue.head,
            cue.source,
            DIRECT_P,
            headline,
            relay=tree.spans(cue.relay),
        )


def _sentence_at(trees: Sequence[Tree], offset: int) -> int:
    from bisect import bisect_right

    return max(0, bisect_right([tree.sentence.start for tree in trees], offset) - 1)


def _indirect(
    doc: Annotated, tree: Tree, number: int, candidate: Candidate, p: float, phrases: Sequence[Stretch]
) -> Attribution | None:
    pieces = tuple(_tidied(doc.document.text, span) for span in tree.spans(candidate.content))
    if not pieces:
        return None
    pieces = _with_mark(doc.document.text, pieces)
    broken = _within(pieces[-1].end, phrases)
    if broken is not None and pieces[-1].start <= broken.start:
        pieces = (*pieces[:-1], Span(pieces[-1].start, broken.end))
    near = [s for s in phrases if s.start < pieces[-1].end and pieces[0].start < s.end]
    inside = [s for s in near if any(piece.overlaps(s.span) for piece in pieces)]
    covered = sum(min(p.end, s.end) - max(p.start, s.start) for s in inside for p in pieces if p.overlaps(s.span))
    size = sum(piece.end - piece.start for piece in pieces)
    kind = "direct" if inside and covered >= 0.85 * size else "mixed" if inside else "indirect"
    headline = tree.sentence.kind == "headline"
    cue = tree.spans(candidate.cue) or tuple(tree.span(i, i + 1) for i in sorted(candidate.cue))
    return Attribution(
        pieces,
        tree.spans(candidate.source),
        cue,
        kind,
        candidate.key,
        candidate.frame,
        number,
        candidate.head,
        candidate.source,
        p,
        headline,
        relay=tree.spans(candidate.relay),
    )


def _tidied(text: str, span: Span) -> Span:
    """The span without blanks at its edges."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _with_mark(text: str, pieces: tuple[Span, ...]) -> tuple[Span, ...]:
    """The final full stop or closing mark belongs to what is said."""
    last = pieces[-1]
    end = last.end
    while end < len(text) and text[end] in MARKS and text[last.start : end].count(text[end]) % 2:
        end += 1
    return (*pieces[:-1], Span(last.start, end))


def _covered(attribution: Attribution, speech: Sequence[Stretch]) -> bool:
    size = sum(piece.end - piece.start for piece in attribution.content)
    shared = sum(
        max(0, min(piece.end, stretch.end) - max(piece.start, stretch.start))
        for piece in attribution.content
        for stretch in speech
    )
    return shared > COVERED * size


def _part_of(one: Attribution, other: Attribution) -> bool:
    """True for a noun's clause inside what its own verb governs ("sees a chance | that …")."""
    same = one.source == other.source and one.frame.startswith("noun") and one.sentence == other.sentence
    return same and all(any(outer.covers(inner) for outer in other.content) for inner in one.content)


def _unrepeated(found: list[Attribution]) -> list[Attribution]:
    """One attribution for the same words of the same mouth, the likelier reading."""
    kept: list[Attribution] = []
    for one in sorted(found, key=lambda a: (-a.p, a.content[0].start)):
        if not any(one.content == other.content or _part_of(one, other) for other in kept):
            kept.append(one)
    return kept
