"""Whether a claim denies what it names: denials are counted out, two of them make none."""

from __future__ import annotations

from detente.extract import directions
from detente.extract.claims import Claim
from detente.extract.forecast_cues import cues as known_cues
from detente.extract.forecast_cues import of_cue
from detente.extract.grammar import words
from detente.extract.speech import Attribution
from detente.extract.trees import Tree


def denies(tree: Tree, claim: Claim, cues: tuple[str, ...], *, stated: bool = False) -> bool:
    """True where the claim denies: an odd number of denials in its main clauses, its cues and its reporting verb."""
    _, known = known_cues()
    count = sum(known[cue][1] for cue in cues)
    deny = [cue for cue in cues if known[cue][1]]
    spoken_for = " ".join(deny)
    condition = words("condition")
    for i in claim.indices:
        token = tree.tokens[i]
        word = token.text.lower()
        under = tree.tokens[token.head]
        if word in condition:
            continue
        if directions.fails(tree, i):
            count += 1
        denies = token.dep == "neg" or word in words("denial")
        if not denies or _idle(tree, i):
            continue
        in_condition = any(
            tree.tokens[c].text.lower() in condition and (tree.tokens[c].tag != "MD" or c == claim.indices[0])
            for c in tree.children[under.index]
        )
        marked = tree.child(under.index, "mark") is not None
        relative = under.dep == "relcl" or (under.dep == "acl" and not marked)
        paired = word in words("second_denial") and any(
            tree.tokens[k].text.lower() in words("nobody") for k in claim.indices
        )
        weighs = stated and _weighs(tree, under.index)
        if in_condition or relative or paired or weighs or _covered(word, spoken_for):
            continue
        count += 1
    said = claim.attribution
    if said is not None and said.kind != "direct" and said.key in of_cue("denial"):
        count += 1
    if said is not None and said.kind != "direct" and said.key in of_cue("exclusion"):
        count += not denied_cue(tree, said)
    elif said is not None and said.kind != "direct" and said.key in words("belief") | of_cue("denial"):
        count += said.sentence == claim.sentence and _negated_verb(tree, said)
    if said is not None and said.sentence == claim.sentence and said.kind != "direct":
        count += any(tree.tokens[i].text.lower() in words("denying_source") for i in said.source_tokens)
    count += _denied_above(tree, claim)
    if words("never_ruled") & set(cues):
        count = 0 if count else 1
    return count % 2 == 1


def _weighs(tree: Tree, verb: int) -> bool:
    """True for a verb that only puts a number on a claim ("I would not put it above 20 percent")."""
    ahead = any(tree.tokens[c].text.lower() in words("future") for c in tree.children[verb])
    put = tree.child(verb, "dobj", "dative")
    weighed = put is not None and tree.tokens[put].text.lower() in words("impersonal")
    return weighed and not ahead and tree.tokens[verb].lemma.lower() in words("estimating")


def _denied_above(tree: Tree, claim: Claim) -> bool:
    """True where the clause above a claim denies it ("Nobody believes that …", "It is not true that …")."""
    inside = set(claim.indices)
    said = claim.attribution
    top = next((i for i in claim.indices if tree.tokens[i].dep == "ccomp" and tree.tokens[i].head not in inside), None)
    if (
        top is None
        or tree.tokens[top].head > claim.indices[0]
        or (said is not None and said.sentence == claim.sentence and said.head == tree.tokens[top].head)
    ):
        return False
    under = tree.children[tree.tokens[top].head]
    return any(
        tree.tokens[c].dep == "neg"
        or (tree.tokens[c].dep == "nsubj" and tree.tokens[c].text.lower() in words("denying_source"))
        or (tree.tokens[c].dep == "acomp" and tree.tokens[c].text.lower() in words("untrue"))
        for c in under
    )


def _negated_verb(tree: Tree, said: Attribution) -> bool:
    """True for "do not believe"."""
    return (
        said.head is not None
        and said.head < len(tree)
        and any(tree.tokens[c].dep == "neg" for c in tree.children[said.head])
    )


def denied_cue(tree: Tree, said: Attribution) -> bool:
    """True where the reporting verb is itself negated ("did not exclude")."""
    if said.head is None or said.head >= len(tree):
        return False
    return any(
        tree.tokens[c].dep == "neg" or tree.tokens[c].text.lower() in words("denial") for c in tree.children[said.head]
    )


def _idle(tree: Tree, i: int) -> bool:
    """True for a "not" or "no" that denies no clause: "than not", "but not", "no better"."""
    before = tree.tokens[i - 1].text.lower() if i else ""
    after = tree.tokens[i + 1].tag if i + 1 < len(tree) else ""
    contrast = before == "," and tree.tokens[i].text.lower() == "not" and after in {"IN", "DT", "NNP", "PRP$"}
    return (
        contrast
        or before in words("no_denial_before")
        or (tree.tokens[i].text.lower() == "no" and after in {"JJR", "RBR"})
    )


def _covered(word: str, cues: str) -> bool:
    parts = cues.replace("'", " ").split()
    return word in parts or (word in {"n't", "not"} and any(p in {"not", "t", "don"} for p in parts))
