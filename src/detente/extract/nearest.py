"""The mention nearest to a word, where no listed place holds one."""

from __future__ import annotations

from collections.abc import Iterable

from detente.extract.arguments import Argument, Scene
from detente.extract.frames import VERBS
from detente.records import Mention

APART = frozenset({"conj", "parataxis", "ccomp", "advcl", "relcl", "ROOT"})


def nearest(
    scene: Scene, i: int, barred: Iterable[str], *, within: tuple[int, int] | None = None, near: bool = False,
    placed: bool = False,
) -> Argument | None:  # fmt: skip
    """The mention of another state nearest to token `i`, those after it preferred.

    `within`: only between two tokens; `near`: only one that does not stand in another clause with its own subject;
    `placed`: also one that only tells where.
    """
    out = set(barred)
    fitting = [m for m in scene.mentions if set(m.codes) - out and _offered(scene, m, i, within, placed)]
    if near:
        fitting = [m for m in fitting if not _alien(scene, m, i)]
    if not fitting:
        return None
    mention = min(fitting, key=lambda m: m.first - i if m.first >= i else 2 * (i - m.last) + 3)
    codes = tuple(code for code in mention.codes if code not in out)
    sure = 0.4 if mention.kind == "organisation" else 0.6
    return Argument(scene.grouped(mention, codes, frozenset(out)), mention.head, mention.text, sure)


def _offered(scene: Scene, mention: Mention, i: int, within: tuple[int, int] | None, placed: bool) -> bool:
    """False for former office-holders, places, what stands outside the stretch, and subjects of later clauses in it."""
    if mention.former or mention.role == "backed" or (mention.role == "place" and not placed):
        return False
    if within is None:
        token = scene.tree.tokens[mention.head]
        if token.dep in {"nsubj", "nsubjpass"}:
            return not (scene.tree.tokens[token.head].dep in {"conj", "ccomp"} and token.head > i)
        return True
    return within[0] <= mention.head <= within[1]


def _clause_of(scene: Scene, i: int) -> int:
    """The verb of the clause in which token `i` stands."""
    for _ in range(len(scene.tree.tokens)):
        token = scene.tree.tokens[i]
        if token.head == i or (token.pos in VERBS and token.dep not in {"aux", "auxpass"}):
            return i
        i = token.head
    return i


def _alien(scene: Scene, mention: Mention, i: int) -> bool:
    """True for a mention in a clause of its own, side by side with that of token `i` or below it."""
    tree = scene.tree
    verb = _clause_of(scene, mention.head)
    if verb == _clause_of(scene, i) or not tree.kids(verb, "nsubj", "nsubjpass"):
        return False
    above = i
    for _ in range(len(tree.tokens)):
        if above == verb:
            return False
        token = tree.tokens[above]
        if token.head == above or (token.dep == "conj" and tree.kids(above, "nsubj", "nsubjpass")):
            break
        above = token.head
    return tree.tokens[verb].dep in APART
