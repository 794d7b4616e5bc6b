"""The extractor of forecasts: what somebody foresees for states, until when, how likely, and on what condition."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property, partial
from typing import Final

from detente.config import Extract
from detente.extract import anchors, directions, probabilities
from detente.extract.anchors import Setting
from detente.extract.claims import Claim, claims, narrowed
from detente.extract.contrasts import aside
from detente.extract.foresight import Reading, read
from detente.extract.grammar import words as grammar
from detente.extract.hints import may_foresee
from detente.extract.horizons import Horizon
from detente.extract.names import words
from detente.extract.probabilities import Probability
from detente.extract.quotations import attributed
from detente.extract.screens import epistemic, foreign, generic, outlived, permitted, scheduled
from detente.extract.trees import VERBAL, Tree, forest
from detente.records import Annotated, Forecast, Mention

LOOSEST: Final = timedelta(days=366)
"""Documents dated less closely than this anchor no horizon."""

PREDICTIVE: Final = frozenset({"assertion", "possibility", "conditional"})
NIL: Final = 0.02
"""A stated number up to this says that a thing does not happen; any other is that of the thing as it is worded."""


class ForecastExtractor:
    """Finds forecasts in quotes and in the author's own sentences; raises `UsageError` for an unknown scale."""

    def __init__(self, config: Extract | None = None) -> None:
        self.config = config or Extract()
        probabilities.check(self.config.probability_scale)

    def extract(self, doc: Annotated) -> tuple[Forecast, ...]:
        """The forecasts of a document in the order of the text."""
        context = Context(doc, rules=self.config.model == "rules")
        found: list[Forecast] = []
        for claim in context.claims:
            one = forecast(context, claim, scale=self.config.probability_scale)
            if one is not None:
                found.append(one)
                context.previous, context.previous_sentence = one, claim.sentence
        return tuple(found)


class Context:
    """A document with its trees, its quotes and the states that it is about."""

    def __init__(self, doc: Annotated, *, rules: bool) -> None:
        self.doc = doc
        self.text = doc.document.text
        self.trees = forest(doc.sentences)
        self.quotes = attributed(doc, rules=rules)
        self.claims = claims(self.trees, self.text, self.quotes, may_foresee)
        self.mentions: list[list[Mention]] = [[] for _ in self.trees]
        self.previous: Forecast | None = None
        self.previous_sentence = -1
        for mention in doc.mentions:
            if mention.sentence < len(self.mentions):
                self.mentions[mention.sentence].append(mention)

    def states(self, sentence: int, start: int, end: int) -> list[str]:
        """Codes named between two offsets of a sentence, in their order."""
        named = [m for m in self.mentions[sentence] if start <= m.start < end and m.role != "place"]
        named.sort(key=lambda m: m.kind == "capital" and m.modifies is not None)
        return list(dict.fromkeys(code for m in named for code in m.codes))

    def count(self, code: str) -> int:
        """How often the document names a state."""
        return self._counts[code]

    def within(self, claim: Claim, start: int, end: int) -> list[str]:
        """Codes named between two offsets of a claim."""
        return self.states(claim.sentence, claim.start + start, claim.start + end)

    def others(self, sentence: int) -> tuple[str, ...]:
        """The texts of all sentences but one."""
        return tuple(self.text[t.sentence.start : t.sentence.end] for n, t in enumerate(self.trees) if n != sentence)

    def common(self) -> list[str]:
        """Codes of the document by how often it names them."""
        return self._common

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(code for row in self.mentions for mention in row for code in set(mention.codes))

    @cached_property
    def _common(self) -> list[str]:
        counts: Counter[str] = Counter()
        first: dict[str, int] = {}
        for row in self.mentions:
            for mention in row:
                for code in mention.codes:
                    counts[code] += 1
                    first.setdefault(code, mention.start)
        return sorted(counts, key=lambda code: (-counts[code], first[code]))


def forecast(context: Context, claim: Claim, *, scale: str) -> Forecast | None:
    """The forecast that a claim makes; None where it makes none about states."""
    tree = context.trees[claim.sentence]
    said_so = [] if claim.quote is None or claim.attribution is None else [(claim.quote, claim.attribution)]
    if not may_foresee(tree, claim.indices[0], claim.indices[-1] + 1, context.text, said_so):
        return None
    whole, claim = claim, narrowed(tree, claim, context.text)
    said = context.text[claim.start : claim.end]
    chance = likelihood(context, claim, said, scale) or _matrix(context, whole, claim, scale)
    weighed = chance is not None and (chance.scale == "stated" or chance.graded or " " in chance.text)
    reading = read(tree, claim, context.text, stated=weighed)
    if reading is None:
        return None
    pair = states(context, claim)
    topic = directions.hits(tree, claim.indices)
    own = context.states(claim.sentence, claim.start, claim.end)
    own = own or context.states(whole.sentence, whole.start, whole.end)
    if len(pair) < 1 or foreign(context, claim, said):
        return None
    horizon = until(context, claim, said)
    fixed = reading.kind != "conditional" and scheduled(claim, said, horizon, chance, topic)
    if reading.kind in PREDICTIVE and (
        fixed or generic(tree, claim, own, topic) or outlived(context, claim) or epistemic(tree, claim, horizon)
    ):
        return None
    modals = frozenset(tree.tokens[i].text.lower() for i in claim.indices if tree.tokens[i].tag == "MD")
    around = context.text[tree.sentence.start : claim.start]
    if reading.kind == "possibility" and permitted(said, around, modals):
        return None
    ours = claim.quote is not None and claim.quote.country is not None and _first_person(tree, claim)
    if not (own or topic or ours or _takes_up(context, claim)):
        return None
    if reading.kind == "normative" and not (_subject_states(context, claim) or _impersonal(tree, claim, own)):
        return None
    plain = reading.kind in {"assertion", "possibility"} and claim.quote is None and chance is None
    follows = context.previous is not None and context.previous_sentence == claim.sentence
    if plain and len(_beside(context, claim)) < 2 and not directions.trending(topic) and not follows:
        return None
    if reading.kind == "hope" and not (_verbal(tree, claim) and (own or directions.trending(topic))):
        return None
    kind = intended(context, claim, reading, pair, weighed=chance is not None)
    return _row(context, claim, reading, kind=kind, pair=pair, horizon=horizon, chance=chance)


def until(context: Context, claim: Claim, said: str) -> Horizon | None:
    """The horizon of a claim: wide enough for every day on which its document may have come out, years apart never."""
    document = context.doc.document
    first, last = document.published or document.published_from, document.published or document.published_to
    setting = Setting()
    if first is not None and last is not None and last - first <= LOOSEST:
        own = context.states(claim.sentence, claim.start, claim.end)
        states = (*own, *(c for c in context.common() if c not in own))
        setting = Setting(states, context.others(claim.sentence), partial(context.within, claim))
    else:
        first = last = None
    late = anchors.find(said, last, setting, offset=claim.start)
    early = anchors.find(said, first, setting, offset=claim.start) if first != last else late
    if late is None or early is None or late.ends is None or early.ends is None:
        return late
    begins = None if late.begins is None or early.begins is None else min(early.begins, late.begins)
    return replace(late, begins=begins, ends=max(early.ends, late.ends))


def states(context: Context, claim: Claim) -> list[str]:
    """The states that a claim concerns: named in it, else near it, else those the document is about."""
    found = context.states(claim.sentence, claim.start, claim.end)
    sentence = context.trees[claim.sentence].sentence
    before = context.previous
    near = before is not None and context.trees[context.previous_sentence].sentence.paragraph == sentence.paragraph
    if not found and before is not None and near:
        return [*before.a, *before.b]
    if len(found) < 2:
        found += [c for c in context.states(claim.sentence, sentence.start, sentence.end) if c not in found]
    if len(found) < 2 and claim.quote is not None and claim.quote.country:
        mine = any(context.trees[claim.sentence].tokens[i].text.lower() in grammar("we") for i in claim.indices)
        if mine and claim.quote.country not in found:
            found.append(claim.quote.country)
    if len(found) < 2:
        found += [c for c in context.common() if c not in found][: 2 - len(found)]
    if len(found) == 1 and claim.quote is not None and claim.quote.country not in {None, found[0]}:
        found += [claim.quote.country] if claim.quote.country else []
    if len(found) > 2:
        order = {code: n for n, code in enumerate(found)}
        count = {code: -context.count(code) for code in found}
        kept = sorted(found, key=lambda code: (count[code], order[code]))[:2]
        found = [code for code in found if code in kept]
    return found


def likelihood(context: Context, claim: Claim, said: str, scale: str) -> Probability | None:
    """The probability in the claim, else in the words that report it ("doubted")."""
    found = probabilities.find(said, scale=scale, offset=claim.start)
    verbal = any(context.trees[claim.sentence].tokens[i].pos in VERBAL for i in claim.indices)
    if found is None and verbal and claim.quote is not None and claim.quote.kind != "direct":
        for cue in claim.quote.cue_spans:
            found = found or probabilities.find(context.text[cue.start : cue.end], scale=scale, offset=cue.start)
    return found or _given(context, claim)


def _matrix(context: Context, whole: Claim, claim: Claim, scale: str) -> Probability | None:
    """The probability in the words that lead up to a claim in the same mouth ("There is little doubt that …")."""
    before = context.text[whole.start : claim.start].rstrip()
    if not before or before.split()[-1].lower() not in grammar("subordinating"):
        return None
    return probabilities.find(before, scale=scale, offset=whole.start)


def _given(context: Context, claim: Claim) -> Probability | None:
    """The number that the words before a claim give it ("puts the odds at three in ten | that …")."""
    said = claim.attribution
    if said is None or said.kind == "direct" or said.sentence != claim.sentence or not said.cue:
        return None
    first = min(context.trees[claim.sentence].sentence.start, claim.start)
    found = probabilities.find(context.text[first : claim.start], offset=first)
    return found if found is not None and found.scale == "stated" else None


def _beside(context: Context, claim: Claim) -> list[str]:
    """Codes named in the sentence of a claim."""
    sentence = context.trees[claim.sentence].sentence
    return context.states(claim.sentence, sentence.start, sentence.end)


def _impersonal(tree: Tree, claim: Claim, own: Sequence[str]) -> bool:
    """True for what "it is time" that states do."""
    subject = _subject(tree, claim)
    return len(own) > 1 and subject is not None and tree.tokens[subject].text.lower() in grammar("impersonal")


def _verbal(tree: Tree, claim: Claim) -> bool:
    return any(tree.tokens[i].pos in VERBAL for i in claim.indices)


def _takes_up(context: Context, claim: Claim) -> bool:
    """True where a claim in speech speaks on of what was foreseen before ("It will not last")."""
    tree = context.trees[claim.sentence]
    subject = _subject(tree, claim)
    before = context.previous is not None
    taken = subject is not None and tree.tokens[subject].text.lower() in grammar("taking_up")
    return claim.quote is not None and before and taken


def _first_person(tree: Tree, claim: Claim) -> bool:
    return any(tree.tokens[i].text.lower() in grammar("we") for i in claim.indices)


def _subject(tree: Tree, claim: Claim) -> int | None:
    """The subject of a claim's main clause: the one that stands highest in the tree."""
    own = [i for i in claim.indices if tree.tokens[i].dep in {"nsubj", "nsubjpass"}]
    inside = set(claim.indices)

    def depth(i: int) -> int:
        steps = 0
        while tree.tokens[i].head in inside and tree.tokens[i].head != i and steps < 60:
            i, steps = tree.tokens[i].head, steps + 1
        return steps

    return min(own, key=lambda i: (depth(i), i), default=None)


def _subject_states(context: Context, claim: Claim) -> list[str]:
    """The states that the subject of a claim names."""
    tree = context.trees[claim.sentence]
    subject = _subject(tree, claim)
    if subject is None:
        return []
    reach = sorted(tree.subtree(subject))
    return context.states(claim.sentence, tree.tokens[reach[0]].start, tree.tokens[reach[-1]].end)


def intended(context: Context, claim: Claim, reading: Reading, pair: Sequence[str], *, weighed: bool) -> str:
    """The class of a claim, intent where somebody speaks of what they or their state will do."""
    quote = claim.quote
    if reading.kind != "assertion" or quote is None or weighed:
        return reading.kind
    tree = context.trees[claim.sentence]
    subject = _subject(tree, claim)
    if subject is None or set(reading.cues) & grammar("expectation"):
        return reading.kind
    verb = tree.tokens[tree.tokens[subject].head].lemma.lower()
    first = tree.tokens[subject].text.lower()
    official = quote.speaker is not None and quote.role is None and quote.affiliation is not None
    official |= any(part in words("official") for part in (quote.role or "").lower().replace("-", " ").split())
    if first in grammar("self") and official and verb not in grammar("passive_verb"):
        return "intent"
    moved = verb not in grammar("passive_verb") and not horizon_words(reading)
    if first in grammar("third") and quote.kind == "indirect" and moved:
        return "intent"
    codes = _subject_states(context, claim)
    return "intent" if official and quote.country is not None and codes == [quote.country] else reading.kind


def horizon_words(reading: Reading) -> bool:
    """True where a claim carries a cue of its own besides the future tense."""
    return bool(reading.cues)


def author(context: Context) -> str | None:
    """Who speaks where nobody is quoted: the one who signs, else the agency, else the outlet."""
    doc = context.doc.document
    named = doc.authors[0] if len(doc.authors) == 1 else doc.agency or doc.outlet
    return None if named is None else f"{named} (author)"


def core(
    tree: Tree, claim: Claim, reading: Reading, horizon: Horizon | None, chance: Probability | None
) -> tuple[int, ...]:
    """The tokens that say what happens: the claim without its horizon, its probability and its condition."""
    barred = [(horizon.start, horizon.end)] if horizon is not None else []
    barred += [(chance.start, chance.end)] if chance is not None else []
    barred += [(reading.condition.start, reading.condition.end)] if reading.condition is not None else []
    besides = aside(tree, claim.indices)
    kept = tuple(
        i for i in claim.indices if i not in besides and not any(s <= tree.tokens[i].start < e for s, e in barred)
    )
    causes = {k for i in kept if tree.tokens[i].dep == "prep" and _led_up(tree, i) for k in tree.subtree(i)}
    rest = tuple(i for i in kept if i not in causes)
    return (rest if directions.hits(tree, rest) else kept) or claim.indices


def _led_up(tree: Tree, preposition: int) -> bool:
    """True for words of what came before or why ("after the test", "despite the war")."""
    return tree.tokens[preposition].text.lower() in grammar("leading_up")


def _row(
    context: Context,
    claim: Claim,
    reading: Reading,
    *,
    kind: str,
    pair: Sequence[str],
    horizon: Horizon | None,
    chance: Probability | None,
) -> Forecast:
    doc = context.doc.document
    negated = reading.negated
    if chance is not None and not negated and chance.high <= (NIL if chance.scale == "stated" else 0.05):
        negated = True
    low, high = (None, None) if chance is None else (chance.low, chance.high)
    worded = chance is not None and (chance.scale != "stated" or chance.high <= NIL)
    if low is not None and high is not None and negated and worded and (low + high) / 2 < 0.5:
        low, high = round(1 - high, 4), round(1 - low, 4)
    tree = context.trees[claim.sentence]
    way, about = directions.direction(tree, core(tree, claim, reading, horizon, chance), negated=negated)
    dated = horizon is not None and horizon.ends is not None
    firm = kind == "assertion" or (
        kind == "possibility" and chance is not None and not (chance.low <= 0.01 and chance.high >= 0.4)
    )
    identity = f"{doc.doc_id}|{claim.start}|{claim.end}|{kind}"
    named = None if horizon is None else horizon.text
    weighed = None if chance is None else chance.text
    timed = kind != "conditional" or (horizon is not None and not horizon.relative)
    return Forecast(
        forecast_id="f" + hashlib.sha256(identity.encode()).hexdigest()[:16],
        doc_id=doc.doc_id,
        quote_id=None if claim.quote is None else claim.quote.quote_id,
        start=claim.start,
        end=claim.end,
        speaker=author(context) if claim.quote is None else claim.quote.speaker,
        class_=kind,
        scoreable=bool(firm and dated and len(pair) > 1),
        a=tuple(pair[:1]),
        b=tuple(pair[1:]),
        about=about,
        direction=way,
        horizon_text=named,
        horizon_from=horizon.begins if horizon is not None and timed else None,
        horizon_to=horizon.ends if horizon is not None and timed else None,
        probability_text=weighed,
        p_low=low,
        p=None if low is None or high is None else round((low + high) / 2, 4),
        p_high=high,
        p_scale=None if chance is None else chance.scale,
        condition_text=None
        if reading.condition is None
        else context.text[reading.condition.start : reading.condition.end],
    )
