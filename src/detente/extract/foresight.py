"""How a claim foresees: its class, whether it denies, and the condition it hangs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from detente.extract import directions, forecast_cues
from detente.extract.claims import Claim
from detente.extract.contrasts import aside
from detente.extract.denials import denied_cue, denies
from detente.extract.forecast_cues import cues as known_cues
from detente.extract.forecast_cues import of_cue
from detente.extract.grammar import words
from detente.extract.speech import Attribution
from detente.extract.trees import VERBAL, Tree
from detente.records import Span

LONGEST: Final = 4  # words of a wording that opens a condition
ACTS: Final = frozenset({"cooperative", "conflictual", "deteriorate", "improve", "event"})


@dataclass(frozen=True, slots=True)
class Reading:
    """How a claim foresees: its class, whether it denies, the condition, and the cue words found."""

    kind: str
    negated: bool
    condition: Span | None
    cues: tuple[str, ...]


def read(tree: Tree, claim: Claim, text: str, *, stated: bool = False) -> Reading | None:
    """How a claim foresees; None where it does not. `stated`: it gives a probability."""
    said = claim.attribution
    opener = tree.tokens[claim.indices[0]].text.lower()
    direct = said is not None and said.kind == "direct"
    asks = (said is not None and said.frame == "whether") or (opener in words("asking") and not direct)
    if asks and not stated:
        return None
    if said is not None and said.key in words("sensed") and said.head is not None and _could(tree, said.head):
        return None
    if text[claim.end : tree.sentence.end + 2].lstrip()[:1] == "?" or tree.tokens[claim.indices[-1]].text == "?":
        return None
    besides = aside(tree, claim.indices)
    low = text[claim.start : claim.end].lower().replace("’", "'").replace("\n", " ")
    low = _without(low, [(tree.tokens[i].start - claim.start, tree.tokens[i].end - claim.start) for i in besides])
    idle = _set_phrases(tree, claim)
    _, known = known_cues()
    cues = tuple(cue for _, _, cue in forecast_cues.find(low))
    classes = {known[cue][0] for cue in cues}
    modals = {tree.tokens[i].text.lower() for i in claim.indices if _modal(tree, i) and i not in idle}
    if _looks_back(tree, claim, modals=modals, classes=classes):
        return None
    condition = _condition(tree, claim, cues, modals) or _supposed(tree, claim)
    hung = {
        i for i in claim.indices if condition is not None and condition.start <= tree.tokens[i].start < condition.end
    }
    negated = denies(tree, _standing(claim, besides | hung), cues, stated=stated)
    key = claim.attribution.key if claim.attribution is not None else ""
    if stated:
        classes.add("assertion")
    kind = _kind(tree, claim, classes=classes, modals=modals, cues=cues, condition=condition, key=key)
    return None if kind is None else Reading(kind, negated, condition, cues)


def _without(said: str, spans: Sequence[tuple[int, int]]) -> str:
    """The words of a claim with blanks for those that it sets aside."""
    for start, end in spans:
        said = said[:start] + " " * (end - start) + said[end:]
    return said


def _standing(claim: Claim, besides: frozenset[int]) -> Claim:
    kept = tuple(i for i in claim.indices if i not in besides)
    return replace(claim, indices=kept) if kept and len(kept) < len(claim.indices) else claim


def _kind(
    tree: Tree,
    claim: Claim,
    *,
    classes: set[str],
    modals: set[str],
    cues: tuple[str, ...],
    condition: Span | None,
    key: str,
) -> str | None:
    said = claim.attribution
    decreed = _decreed(tree, claim)
    future = bool(modals & words("future")) and not decreed
    past_cue = said is not None and said.kind != "direct" and _past(said, tree)
    would = bool(modals & words("would")) and (past_cue or condition is not None or "assertion" in classes)
    weighed = "assertion" in classes and (said is not None or _present(tree, claim))
    failed = past_cue and "could" in modals and not modals - {"could", "would"} and _denied(tree, claim, "could")
    passive = any(tree.tokens[i].dep == "auxpass" for i in claim.indices)
    able = "can" in modals and not passive and directions.tends(tree, claim.indices)
    able = able or (passive and "can" in modals and directions.evades(tree, claim.indices))
    told = bool(directions.hits(tree, claim.indices))
    skilled = said is None and modals & words("may") == {"could"} and (not told or _sensed(tree, claim))
    skilled = skilled or (bool(modals & words("can")) and _armed(tree, claim))
    possible = (
        (bool(modals & words("may")) and not failed and not skilled)
        or able
        or ("possibility" in classes and (said is not None or _present(tree, claim)))
    )
    if (
        key in of_cue("hope")
        or _hoped(tree, claim)
        or ("hope" in classes and said is None)
        or _first(tree, claim, "hope", cues)
    ):
        return "hope"
    if key in of_cue("intent") and (future or would or (said is not None and said.frame == "infinitive")):
        return "intent"
    if said is not None and said.kind != "direct" and key in of_cue("denial"):
        return "assertion"
    if said is not None and said.kind != "direct" and key in of_cue("exclusion"):
        return "possibility" if denied_cue(tree, said) else "assertion"
    if "intent" in classes and not modals & (words("may") | words("future")):
        return "intent"
    norm = ("normative" in classes or decreed) and not _inverted(tree, claim)
    if norm and not (future or weighed or possible or would):
        return "normative"
    if condition is not None and (future or would or possible or "can" in modals or weighed or (said and told)):
        return "conditional"
    outweighed = (future and not modals & words("may") and "possibility" not in classes) or _weighed_first(
        tree, claim, cues
    )
    if possible and not outweighed:
        return "possibility"
    if future or would or weighed or key in of_cue("assertion"):
        return "assertion"
    return None


def _source(said: Attribution, claim: Claim) -> frozenset[int]:
    """The words that name who speaks, where they stand in the sentence of the claim."""
    return frozenset(said.source_tokens) if said.sentence == claim.sentence and said.kind != "direct" else frozenset()


def _under_decree(tree: Tree, claim: Claim) -> bool:
    """True for a claim that opens with the text that lays it down ("Under the treaty each side will …")."""
    first = tree.tokens[claim.indices[0]]
    if first.dep != "prep" or first.text.lower() not in words("decreed_by"):
        return False
    return any(tree.tokens[i].lemma.lower() in words("decree") for i in tree.subtree(first.index))


def _armed(tree: Tree, claim: Claim) -> bool:
    """True for what a weapon could do."""
    subjects = [i for i in claim.indices if tree.tokens[i].dep == "nsubj"]
    return any(tree.tokens[i].lemma.lower() in words("weapon") for i in subjects[:1])


def _could(tree: Tree, verb: int) -> bool:
    """True for "could see": nobody foresees with the eyes."""
    return verb < len(tree) and any(tree.tokens[c].text.lower() == "could" for c in tree.children[verb])


def _decreed(tree: Tree, claim: Claim) -> bool:
    """True for what a treaty or an order lays down: "shall" of others than oneself, or words of a text of law."""
    said = claim.attribution
    if said is not None and any(tree.tokens[i].lemma.lower() in words("decree") for i in _source(said, claim)):
        return True
    if _under_decree(tree, claim):
        return True
    verbs = [tree.tokens[i].head for i in claim.indices if tree.tokens[i].text.lower() in words("decreeing")]
    subjects = [tree.child(verb, "nsubj", "nsubjpass") for verb in verbs]
    return bool(verbs) and all(i is not None and tree.tokens[i].text.lower() not in words("self") for i in subjects)


def _modal(tree: Tree, i: int) -> bool:
    return tree.tokens[i].tag == "MD" and not _unreal(tree, i)


def _set_phrases(tree: Tree, claim: Claim) -> set[int]:
    """Modals that only belong to a set phrase ("come what may")."""
    found: set[int] = set()
    for i in claim.indices:
        if tree.tags[i] == "MD" and " ".join(tree.lower[max(0, i - 2) : i + 1]) in words("set_phrase"):
            found.add(i)
    return found


def _unreal(tree: Tree, modal: int) -> bool:
    """True for a modal of what did not or may have happened ("would have stayed"); "will have gone" looks ahead."""
    if tree.tokens[modal].text.lower() in words("future"):
        return False
    verb = tree.tokens[modal].head
    perfect = any(tree.tokens[c].lemma.lower() == "have" and tree.tokens[c].dep == "aux" for c in tree.children[verb])
    return perfect and tree.tokens[verb].tag in {"VBN", "VBD"}


def _looks_back(tree: Tree, claim: Claim, *, modals: set[str], classes: set[str]) -> bool:
    """True where a claim tells what might have been, or what somebody had once foreseen."""
    said = claim.attribution
    if said is not None and said.kind != "direct" and said.head is not None and said.sentence == claim.sentence:
        foresees = said.key in of_cue("assertion") | of_cue("denial") | of_cue("hope")
        if foresees and _pluperfect(tree, said.head):
            return True
    first = claim.indices[0]
    opening = " ".join(t.text.lower() for t in tree.tokens[max(0, first - 1) : first + 1])
    if opening in words("unreal_opening"):
        return True
    past = any(tree.tokens[i].tag == "MD" for i in claim.indices) and not modals
    return past and not classes & {"assertion", "hope", "normative"}


def _pluperfect(tree: Tree, verb: int) -> bool:
    """True for "had expected"."""
    return verb < len(tree) and any(
        tree.tokens[c].dep == "aux" and tree.tokens[c].tag == "VBD" and tree.tokens[c].lemma.lower() == "have"
        for c in tree.children[verb]
    )


def _supposed(tree: Tree, claim: Claim) -> Span | None:
    """The subject on which a claim hangs ("A strike would set off a war"): what is not there yet, and would act."""
    inside = set(claim.indices)
    said = claim.attribution
    shifted = said is not None and said.kind != "direct" and _past(said, tree)
    for i in claim.indices:
        token = tree.tokens[i]
        if token.text.lower() not in words("supposing") or token.tag != "MD" or _unreal(tree, i):
            continue
        subject = tree.child(token.head, "nsubj", "nsubjpass", "csubj")
        if subject is None or subject not in inside:
            continue
        reach = sorted(tree.subtree(subject) & inside)
        first = tree.tokens[reach[0]]
        opener = first.text.lower()
        new = opener in words("any") or (not shifted and (opener in words("article") or first.tag == "VBG"))
        acts = any(hit.classes & ACTS for hit in directions.hits(tree, reach))
        if new and acts and reach[-1] < i:
            return Span(first.start, tree.tokens[reach[-1]].end)
    return None


def _sensed(tree: Tree, claim: Claim) -> bool:
    """True for what could be seen or heard."""
    verbs = [tree.tokens[tree.tokens[i].head] for i in claim.indices if tree.tokens[i].tag == "MD"]
    return any(verb.lemma.lower() in words("sensed") and verb.tag == "VBN" for verb in verbs)


def _hoped(tree: Tree, claim: Claim) -> bool:
    """True for what is the content of a hope ("expressed the hope that …")."""
    said = claim.attribution
    if said is None or said.head is None or said.sentence != claim.sentence or said.head >= len(tree):
        return False
    hope = of_cue("hope")
    return any(tree.tokens[c].dep == "dobj" and tree.tokens[c].lemma.lower() in hope for c in tree.children[said.head])


def _weighed_first(tree: Tree, claim: Claim, cues: tuple[str, ...]) -> bool:
    """True where a word of likelihood precedes the first modal of possibility ("unlikely to ease and may go on")."""
    _, known = known_cues()
    if not cues or known[cues[0]][0] != "assertion":
        return False
    if cues[0] in words("certain_cue"):
        return True
    modal = next((i for i in claim.indices if tree.tokens[i].text.lower() in words("may")), None)
    first = cues[0].split()[0]
    return modal is not None and any(tree.tokens[i].text.lower() == first for i in claim.indices if i < modal)


def _denied(tree: Tree, claim: Claim, modal: str) -> bool:
    """True where a modal is negated ("could not agree")."""
    verbs = [tree.tokens[i].head for i in claim.indices if tree.tokens[i].text.lower() == modal]
    return any(tree.tokens[c].dep == "neg" for verb in verbs for c in tree.children[verb]) and not _marked_out(
        tree, claim
    )


def _marked_out(tree: Tree, claim: Claim) -> bool:
    return any(tree.tokens[i].lemma.lower() in words("ruling") for i in claim.indices)


def _first(tree: Tree, claim: Claim, kind: str, cues: tuple[str, ...]) -> bool:
    """True where a claim in the first person opens with a cue of the class ("We hope that …")."""
    _, known = known_cues()
    return bool(cues) and known[cues[0]][0] == kind


def _past(said: Attribution, tree: Tree) -> bool:
    return said.head is not None and said.head < len(tree) and tree.tokens[said.head].tag in {"VBD", "VBN", "VBG", "IN"}


def _present(tree: Tree, claim: Claim) -> bool:
    """True where the author's clause stands in the present or future."""
    verbs = [tree.tokens[i] for i in claim.indices if tree.tokens[i].pos in VERBAL]
    if any(t.tag in {"VBZ", "VBP", "MD"} for t in verbs):
        return True
    if any(t.tag == "VBD" and t.lemma.lower() in words("estimating") for t in verbs):
        return True
    if (
        not any(t.tag == "VBD" for t in verbs)
        and tree.tokens[tree.root].tag == "VBD"
        and tree.root not in claim.indices
    ):
        return False
    return (bool(verbs) and verbs[0].tag == "VB") or not any(t.tag in {"VBD"} for t in verbs)


def _inverted(tree: Tree, claim: Claim) -> bool:
    return tree.tokens[claim.indices[0]].text.lower() in words("inversion")


def _condition(tree: Tree, claim: Claim, cues: tuple[str, ...], modals: set[str]) -> Span | None:
    """The span of the condition, None without one."""
    tokens = tree.tokens
    inside = set(claim.indices)
    first = tokens[claim.indices[0]]
    if first.text.lower() in words("inversion"):
        comma = next((i for i in claim.indices if tokens[i].text == ","), None)
        if comma is not None:
            return Span(first.start, tokens[comma - 1].end)
    for i in claim.indices:
        token = tokens[i]
        phrase = _opens_condition(tree, i)
        if phrase is None or (phrase in words("opening_condition") and i != claim.indices[0]):
            continue
        opener = tokens[i + len(phrase.split()) - 1]
        head = opener.head
        clause = (
            tree.subtree(head)
            if opener.dep in {"mark", "advmod"} and tokens[head].dep in {"advcl", "ccomp"}
            else tree.subtree(i) | tree.subtree(opener.index)
        )
        clause &= inside
        clause = {k for k in clause if k >= i} or {i}
        last = max(clause)
        comma = next((k for k in claim.indices if k > i and tokens[k].text == ","), None)
        if i == claim.indices[0] and comma is not None:
            last = comma - 1
        if last <= i:
            continue
        return Span(token.start, tokens[last].end)
    return None


def _opens_condition(tree: Tree, i: int) -> str | None:
    """The words at a token that open a condition, the longest."""
    opening = _openings().get(tree.lower[i], ())
    return next((" ".join(run) for run in opening if tree.lower[i : i + len(run)] == run), None)


@cache
def _openings() -> Mapping[str, tuple[list[str], ...]]:
    """The wordings that open a condition by their first word, the longest first."""
    _, known = known_cues()
    opening = [cue.split(" ") for cue in known if known[cue][0] == "conditional" and cue not in words("weak_condition")]
    found: dict[str, list[list[str]]] = {}
    for run in sorted(opening, key=lambda run: (-len(run), run)):
        found.setdefault(run[0], []).append(run)
    return {first: tuple(run for run in runs if len(run) <= LONGEST) for first, runs in found.items()}
