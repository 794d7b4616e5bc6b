"""Screens: what looks ahead and is no forecast of relations: sport, weather, calendars, general truths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from detente.extract import directions
from detente.extract.claims import Claim
from detente.extract.forecast_cues import of_field
from detente.extract.grammar import words as grammar
from detente.extract.horizons import Horizon
from detente.extract.probabilities import Probability
from detente.extract.trees import Tree

if TYPE_CHECKING:
    from detente.extract.forecasts import Context

YEAR: Final = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)")


def foreign(context: Context, claim: Claim, said: str) -> bool:
    """True for sport, weather and markets."""
    tree = context.trees[claim.sentence]
    sentence = tree.sentence
    ahead = any(tree.tokens[i].tag == "MD" for i in claim.indices)
    other = of_field(context.text[sentence.start : sentence.end], "other_domain") or _team(context, claim)
    named = (hit for hit in directions.hits(tree, claim.indices) if "relations" in hit.classes)
    related = any(tree.tokens[hit.last - 1].dep != "compound" for hit in named)
    return (other and not related) or (not ahead and of_field(said, "past_time"))


def _team(context: Context, claim: Claim) -> bool:
    """True where one state's name stands with a verb in the plural, as teams do ("Sweden are unlikely to win")."""
    tree = context.trees[claim.sentence]
    for mention in context.mentions[claim.sentence]:
        token = tree.tokens[mention.head]
        alone = tree.child(mention.head, "conj", "det", "amod", "appos") is None
        if mention.kind != "state" or token.dep != "nsubj" or token.tag != "NNP" or not alone:
            continue
        verb = tree.tokens[token.head]
        plural = [verb, *(tree.tokens[c] for c in tree.children[verb.index] if tree.tokens[c].dep == "aux")]
        if any(t.tag == "VBP" and t.lemma.lower() in grammar("plural_verb") for t in plural):
            return True
    return False


def scheduled(
    claim: Claim, said: str, horizon: Horizon | None, chance: Probability | None, topic: Sequence[directions.Hit]
) -> bool:
    """True for what is only announced or fixed in a calendar."""
    if chance is not None:
        return False
    if of_field(said, "schedule_cue"):
        return True
    exact = horizon is not None and horizon.begins is not None and horizon.begins == horizon.ends
    hostile = any("conflictual" in hit.classes for hit in topic)
    return exact and (of_field(said, "schedule_verb") or (claim.quote is None and not hostile))


def outlived(context: Context, claim: Claim) -> bool:
    """True for what somebody foresaw long ago ("In 1989 few expected that …"): the words around a claim say when."""
    tree, said = context.trees[claim.sentence], claim.attribution
    present = any(tree.tokens[i].text.lower() in grammar("future") | grammar("can") for i in claim.indices)
    verb = tree.root if said is None else said.head
    if present or verb is None or verb >= len(tree) or tree.tokens[verb].tag not in {"VBD", "VBN"}:
        return False
    if said is not None and (said.kind == "direct" or said.sentence != claim.sentence):
        return False
    text, sentence = context.text, tree.sentence
    around = f"{text[sentence.start : claim.start]} {text[claim.end : sentence.end]}"
    around = text[sentence.start : sentence.end] if said is None else around
    document = context.doc.document
    day = document.published or document.published_from
    years = [int(year) for year in YEAR.findall(around)]
    return of_field(around, "long_ago") or (day is not None and any(year < day.year for year in years))


def permitted(said: str, around: str, modals: frozenset[str]) -> bool:
    """True for what a treaty allows ("Under the accord lorries may cross")."""
    return modals == {"may"} and (of_field(said, "permission") or of_field(around, "permission"))


def epistemic(tree: Tree, claim: Claim, horizon: Horizon | None) -> bool:
    """True for a guess at what is so already ("The letter is probably a forgery")."""
    if horizon is not None or any(tree.tokens[i].tag in {"MD", "TO"} for i in claim.indices):
        return False
    inside = set(claim.indices)
    top = next((i for i in claim.indices if tree.tokens[i].head not in inside or tree.tokens[i].head == i), None)
    if top is None or tree.tokens[top].lemma.lower() != "be" or tree.tokens[top].tag not in {"VBZ", "VBP", "VBD"}:
        return False
    guessed = any(tree.tokens[c].text.lower() in grammar("guessing") for c in tree.children[top])
    named = tree.child(top, "attr")
    return guessed and named is not None and tree.tokens[named].pos == "NOUN" and tree.child(top, "expl") is None


def generic(tree: Tree, claim: Claim, own: Sequence[str], topic: Sequence[directions.Hit]) -> bool:
    """True for a general truth: nobody in particular is its subject."""
    said = " ".join(tree.tokens[i].text.lower() for i in claim.indices)
    if of_field(said, "generic_subject"):
        return True
    if own or topic or (claim.quote is not None and claim.quote.kind == "direct"):
        return False
    subject = next((i for i in claim.indices if tree.tokens[i].dep in {"nsubj", "nsubjpass"}), None)
    if subject is None:
        return False
    first = tree.tokens[min(tree.subtree(subject))]
    return first.text.lower() in grammar("article")
