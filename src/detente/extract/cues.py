"""How surely a cue reports speech or thought: by the lexicon's frames, or by learned weights where they ship."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from itertools import repeat
from typing import Final

from detente import lexicons, models
from detente.extract.candidate import Candidate
from detente.extract.grammar import words as grammar
from detente.extract.relays import passes_on
from detente.extract.trees import Tree, reporting

THRESHOLD: Final = 0.4  # swept on held-out news, .3 to .5: .4 best; for frames that the lexicon lists .3 costs nothing
LISTED: Final = 0.25
UNLISTED: Final = 0.5  # for a phrase ("discussed ties") after a cue that the lexicon does not know in that frame
MARKS: Final = frozenset({'"', "“", "”", "``", "''"})
CLAUSAL: Final = frozenset({"that", "whether", "bare", "after", "inside", "accordingto", "relay", "colon"})
SAFE: Final = {"that": 0.1, "after": 0.1, "inside": 0.1, "accordingto": 0.1, "whether": 0.1, "bare": 0.12}
RELAYED: Final = 0.9  # the whole form "cited X as saying" leaves no doubt
FUNCTION: Final = frozenset({"ADP", "SCONJ", "CCONJ", "PRON", "DET", "PART", "ADV"})
FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
MODEL: Final = "attribution_cues"


@cache
def frames() -> Mapping[str, frozenset[str]]:
    """For each cue the frames in which it attributes."""
    known: dict[str, frozenset[str]] = {}
    for row in lexicons.table("quote_cues"):
        known[row["cue"]] = known.get(row["cue"], frozenset()) | frozenset(row.listed("frames"))
    return known


def weights() -> Mapping[str, float] | None:
    """The learned weights by feature, None where they do not ship."""
    held = models.numbers(MODEL)
    return None if held is None else held["weights"]


def weigh(tree: Tree, candidate: Candidate, others: Sequence[Candidate] = (), *, rules: bool) -> float:
    """Probability that a candidate is an attribution, 0 to 1; `others` are the candidates of its sentence."""
    if mute(tree, candidate.source) or _silent(tree, candidate):
        return 0.0
    if candidate.frame == "relay" and candidate.source:
        return RELAYED
    learned = None if rules else weights()
    if learned is None:
        return by_rule(candidate) if candidate.frame != "colon" or _speaks(tree, candidate) else 0.0
    if candidate.frame == "colon" and not _speaks(tree, candidate):
        return 0.0
    total = sum(map(learned.get, features(tree, candidate, others), repeat(0.0)))
    p = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
    if candidate.frame == "object" and candidate.key in _weighing() and _weighs(tree, candidate):
        return max(p, THRESHOLD)
    if by_rule(candidate):
        return max(p, THRESHOLD) if p >= SAFE.get(candidate.frame, LISTED) else p
    sure = candidate.frame in CLAUSAL or p >= UNLISTED or _marked(tree, candidate)
    return p if sure else min(p, THRESHOLD / 2)


def _marked(tree: Tree, candidate: Candidate) -> bool:
    """True where quotation marks stand in the content."""
    return any(tree.tokens[i].text in MARKS for i in candidate.content)


def mute(tree: Tree, source: Collection[int]) -> bool:
    """True where the head of a source names no person, body or paper: "relations", "the situation", "this decision"."""
    heads = [tree.tokens[i] for i in sorted(source) if tree.tokens[i].head not in source or tree.tokens[i].head == i]
    if not heads or heads[0].pos != "NOUN" or (heads[0].text[:1].isupper() and heads[0].index):
        return False
    lemma = heads[0].lemma.lower()
    nouns = _nouns()
    return nouns.get(lemma) == "word" or (lemma not in nouns and lemma.endswith(_endings()))


def _silent(tree: Tree, candidate: Candidate) -> bool:
    """True for words that were not said: "declined to comment", "refused to say more"."""
    if candidate.frame != "infinitive":
        return False
    head = next((i for i in sorted(candidate.content) if tree.kinds[i] == "VERB"), None)
    if head is None or tree.lemmas[head] not in reporting():
        return False
    told = any(tree.deps[c] in {"ccomp", "dobj", "xcomp", "prep"} for c in tree.children[head])
    return not told and tree.lemmas[candidate.head] in grammar("refusal")


@cache
def _nouns() -> Mapping[str, str]:
    return {row["word"]: row["kind"] for row in lexicons.table("mute_nouns") if row["kind"] != "ending"}


@cache
def _endings() -> tuple[str, ...]:
    return tuple(row["word"] for row in lexicons.table("mute_nouns") if row["kind"] == "ending")


@cache
def _weighing() -> frozenset[str]:
    return frozenset(row["cue"] for row in lexicons.table("quote_cues") if row["forecast"] == "assertion")


def _weighs(tree: Tree, candidate: Candidate) -> bool:
    """True where the content gives odds ("puts the risk of war at one in ten")."""
    return any(tree.lemmas[i] in _odds() for i in candidate.content)


@cache
def _odds() -> frozenset[str]:
    rows = lexicons.table("forecast_cues")
    return frozenset(row["cue"] for row in rows if row["class"] == "assertion" and " " not in row["cue"])


def _speaks(tree: Tree, candidate: Candidate) -> bool:
    """True where the words before a colon can be somebody: a name that the parser knows, or a word for a person."""
    source = [tree.tokens[i] for i in sorted(candidate.source)]
    if all(t.text.isupper() and len(t.text) > 4 for t in source):
        return False
    named = any(t.entity in {"PERSON", "ORG", "GPE", "NORP"} and t.dep != "pobj" for t in source)
    return named or any(t.lemma.lower() in _persons() for t in source)


@cache
def _persons() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicons.table("speaker_words") if row["class"] in {"scholar", "official"})


def by_rule(candidate: Candidate) -> float:
    """0.8 where the lexicon lists the frame for the cue, else 0."""
    listed = frames().get(candidate.key) or frames().get(candidate.key.split()[0], frozenset())
    named = bool(candidate.source) or candidate.frame == "accordingto"
    return 0.8 if candidate.frame in listed and named else 0.0


def features(tree: Tree, candidate: Candidate, others: Sequence[Candidate] = ()) -> list[str]:
    """What a reader would look at: cue, frame, who, how it stands; names of binary features."""
    head = tree.tokens[candidate.head]
    named, listed = _named(candidate.key, candidate.frame)
    names = [*named, f"tag={head.tag}|{candidate.frame}", f"dep={head.dep}", f"kind={tree.sentence.kind}", *listed]
    names += _source_features(tree, candidate)
    size = len(candidate.content)
    names.append(f"size={'1' if size < 2 else '3' if size < 4 else '8' if size < 9 else '16' if size < 17 else 'more'}")
    names.append(f"size|{candidate.frame}={'3' if size < 4 else '8' if size < 9 else 'more'}")
    negated = any(tree.deps[i] == "neg" for i in candidate.cue)
    modal = next((tree.lemmas[i] for i in sorted(candidate.cue) if tree.tags[i] == "MD"), "none")
    names += [f"negated={negated}", f"modal={modal}"]
    names += _content_features(tree, candidate)
    return names + _place_features(tree, candidate) + _company_features(candidate, others)


@lru_cache(maxsize=4096)
def _named(key: str, frame: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The features of a cue in a frame, and of what the lexicon knows of it."""
    listed = frames().get(key) or frames().get(key.split()[0])
    known = "unlisted" if listed is None else "yes" if frame in listed else "other"
    named = ("bias", f"frame={frame}", f"key={key}", f"key+frame={key}|{frame}")
    return named, (f"listed={known}", f"listed={known}|{frame}")


def _place_features(tree: Tree, candidate: Candidate) -> list[str]:
    """How the cue stands in its sentence: under which word, in which mood, before which words of the content."""
    head = tree.tokens[candidate.head]
    above = tree.tokens[head.head]
    under = "root" if above.index == head.index else above.lemma.lower()
    opener = next((tree.lower[c] for c in tree.children[candidate.head] if tree.deps[c] == "mark"), "")
    first = tree.tokens[min(candidate.content)]
    lead = first.text.lower() if first.pos in FUNCTION else first.tag
    finite = any(tree.tags[i] in FINITE for i in candidate.content)
    known = candidate.key in frames()
    names = [f"under={head.dep}|{under}", f"under={head.dep}|{above.pos}|{known}", f"opener={opener}|{known}"]
    names += [f"lead={lead}", f"lead={lead}|{candidate.frame}", f"finite={finite}|{candidate.frame}|{known}"]
    names += [f"lead={lead}|{candidate.key}", f"tag={head.tag}|{known}|{candidate.frame}"]
    source = sorted(candidate.source)
    if source and len(source) == 1 and tree.kinds[source[0]] == "PRON":
        names.append(f"pronoun={tree.lower[source[0]]}|{known}|{candidate.frame}")
    aux = sorted(tree.lemmas[c] for c in tree.children[candidate.head] if tree.deps[c] == "aux")
    return [
        *names,
        f"aux={' '.join(aux)}|{known}",
        f"share={round(4 * len(candidate.content) / len(tree))}|{candidate.frame}",
    ]


def _company_features(candidate: Candidate, others: Sequence[Candidate]) -> list[str]:
    """Whether the candidate stands inside what another reports, or another inside what it reports."""
    outer = [o for o in others if o.head != candidate.head and candidate.head in o.content and not passes_on(o)]
    inner = [o for o in others if o.head != candidate.head and o.head in candidate.content]
    names = []
    if outer:
        near = min(outer, key=lambda o: (len(o.content), o.head))
        known = near.key in frames() and near.frame in frames()[near.key]
        names += [
            f"outer={near.frame}",
            f"outer={known}|{candidate.frame}",
            f"outer={known}|{candidate.key in frames()}",
        ]
        names.append(f"outer={near.key}")
    if inner:
        known = any(o.key in frames() and o.frame in frames()[o.key] for o in inner)
        names += [f"inner={known}|{candidate.frame}", f"inner={known}|{candidate.key in frames()}"]
    return [*names, f"company={bool(outer)}{bool(inner)}|{candidate.frame}"]


def _source_features(tree: Tree, candidate: Candidate) -> list[str]:
    if not candidate.source:
        return ["source=none", f"source=none|{candidate.frame}"]
    heads = [
        i for i in sorted(candidate.source) if tree.tokens[i].head not in candidate.source or tree.tokens[i].head == i
    ]
    head = tree.tokens[heads[0] if heads else min(candidate.source)]
    kind = head.text.lower() if head.pos == "PRON" else head.entity or head.pos
    before = "before" if max(candidate.source) < candidate.head else "after"
    return [
        f"source={kind}",
        f"sourcelemma={head.lemma.lower()}",
        f"side={before}|{candidate.frame}",
        f"sdep={head.dep}",
    ]


def _content_features(tree: Tree, candidate: Candidate) -> list[str]:
    first = tree.tokens[min(candidate.content)]
    heads = [i for i in candidate.content if tree.tokens[i].head not in candidate.content or tree.tokens[i].head == i]
    head = tree.tokens[min(heads)] if heads else first
    quoted = _marked(tree, candidate)
    nominal = head.lemma.lower() if candidate.frame in {"object", "prep-of", "prep-for", "prep-on"} else head.pos
    return [f"chead={nominal}", f"ctag={head.tag}", f"first={first.pos}", f"quoted={quoted}"]
