"""Frames: the words that name an act, each a row of `lexicons/frames.tsv`, found at the tokens of a parsed sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from detente.lexicons import Row, table
from detente.records import Sentence, Token

VERBS = frozenset({"VERB", "AUX"})
NOUNS = frozenset({"NOUN", "PROPN", "ADJ"})
SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
PARTICIPLES = frozenset({"VBD", "VBN", "VBG"})
CLAUSAL = frozenset({"advcl", "relcl", "ccomp", "conj", "parataxis", "csubj"})


@dataclass(frozen=True, slots=True)
class Form:
    """One wording of a frame: the lemma of its head, and the lemmas that must stand before and after it."""

    head: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a wording means: the act, where source and target stand, what the object must be.

    `source` and `target` list places in order of preference (`subj obj dat poss` or a preposition);
    `flags`: recip (both sides act), bare (an event noun that needs no verb beside it), swap (the subject is the
    target), unnamed (the source may be missing), strict (no looking beyond the listed places), thing (the subject is
    the thing given or imposed, not who acts), crowd (people in the street act), inf (an infinitive must follow),
    troops (the object may be the subject), off (says that the act is called off), ahead (says that the act is to
    come), seat (the target must be a place, straight after its preposition), not (the wording itself holds the
    negation), future (an announcement: fires only where the act lies ahead, and is itself actual).
    """

    id: str
    pos: str
    forms: tuple[Form, ...]
    source: tuple[str, ...]
    target: tuple[str, ...]
    plover: str
    mode: str | None
    cameo: str
    objects: frozenset[str]
    barred: frozenset[str]
    flags: frozenset[str]


Wording = tuple[frozenset[str], frozenset[str], Form, Frame]
"""A form with all its further words, the words one of which must be there as its object, and its frame."""


class Tree:
    """A sentence with the children of each token."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.lemmas = [lemma_of(token) for token in self.tokens]
        self.words = frozenset(self.lemmas).union(token.text.lower() for token in self.tokens)
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                self.children[token.head].append(token.index)

    def kids(self, i: int, *deps: str) -> list[int]:
        """Children of token `i` with one of the relations."""
        return [c for c in self.children[i] if self.tokens[c].dep in deps]

    def passive(self, i: int) -> bool:
        """True for a verb in the passive, also as a bare participle after a noun (`ships seized by`)."""
        if any(self.tokens[c].dep in {"auxpass", "nsubjpass", "agent"} for c in self.children[i]):
            return True
        token = self.tokens[i]
        return token.tag == "VBN" and token.dep in {"acl", "amod", "relcl"} and not self.kids(i, "aux", "nsubj")

    def below(self, i: int, depth: int) -> Iterator[int]:
        """Tokens at most `depth` steps below `i`, leaving out its subject (in the active) and other clauses."""
        passive = self.passive(i)
        layer = [c for c in self.children[i] if self._near(c, passive=passive)]
        while layer and depth:
            yield from layer
            depth -= 1
            layer = [g for c in layer for g in self.children[c] if self.tokens[g].dep not in {"relcl", "advcl"}]

    def _near(self, c: int, *, passive: bool) -> bool:
        token = self.tokens[c]
        if token.dep == "xcomp" and token.tag == "VBG" and token.lemma == "have":
            return False  # "denied having frozen permits" denies no permit
        if token.dep == "ccomp" and (token.tag == "VB" or token.pos == "ADJ"):
            return True
        return token.dep not in CLAUSAL and (passive or token.dep not in SUBJECTS)


def lemma_of(token: Token) -> str:
    """The lemma in lower case, mended where the tagger took a name for a noun or cut a verb short (`staged` → stag)."""
    return _lemma(token.lemma, token.text if token.tag in PARTICIPLES else "", proper=token.pos == "PROPN")


@lru_cache(maxsize=50_000)
def _lemma(lemma: str, text: str, *, proper: bool) -> str:
    """The same of a token's lemma, of its text where it is a past or -ing form, and of whether it is a name."""
    lemma = _joined(lemma.lower())
    if proper and len(lemma) > 3 and lemma.endswith("s") and not lemma.endswith(("ss", "us", "is")):
        return lemma[:-1]
    if text and lemma not in verbs():
        return next((stem for stem in _stems(_joined(text.lower())) if stem in verbs()), lemma)
    return lemma


def _joined(word: str) -> str:
    """A word without the hyphen after "re" (`re-opened`), as the frames have it."""
    return "re" + word[3:] if word.startswith("re-") and len(word) > len("re-") + 2 else word


def _stems(text: str) -> tuple[str, ...]:
    """Infinitives that a regular past or -ing form may come from."""
    bare = text[:-2] if text.endswith("ed") else text[:-3] if text.endswith("ing") else text
    doubled = bare[:-1] if len(bare) > 2 and bare[-1] == bare[-2] else bare
    return (bare, bare + "e", doubled, bare[:-1] + "y" if bare.endswith("i") else bare)


@cache
def verbs() -> frozenset[str]:
    """Heads of all verb rows and the support verbs."""
    heads = {form.head for frame in frames() if "v" in frame.pos for form in frame.forms}
    return frozenset(heads | {word for row in table("support_verbs") for word in row.listed("forms")})


@cache
def grammar(kind: str) -> frozenset[str]:
    """The function words of one kind, from `clause_words.tsv`."""
    return frozenset(w for row in table("clause_words") if row["kind"] == kind for w in row.listed("words"))


@cache
def classes() -> dict[str, frozenset[str]]:
    """The word classes of `frame_classes.tsv`."""
    return {row["class"]: frozenset(row.listed("words")) for row in table("frame_classes")}


@cache
def frames() -> tuple[Frame, ...]:
    """All rows of `frames.tsv`."""
    return tuple(_frame(row) for row in table("frames"))


@cache
def index() -> dict[str, dict[str, tuple[Wording, ...]]]:
    """Wordings by head lemma and part of speech (v, n, a), the most specific first."""
    found: dict[str, dict[str, list[tuple[Form, Frame]]]] = {}
    for frame in frames():
        for form in frame.forms:
            for pos in frame.pos:
                found.setdefault(form.head, {}).setdefault(pos, []).append((form, frame))
    return {head: {pos: _ranked(rows) for pos, rows in kinds.items()} for head, kinds in found.items()}


def _ranked(rows: list[tuple[Form, Frame]]) -> tuple[Wording, ...]:
    rows.sort(key=lambda row: -_weight(*row))
    asked = [frozenset() if "person" in frame.objects else frame.objects for _, frame in rows]
    return tuple(
        (frozenset(form.before + form.after), some, form, frame)
        for (form, frame), some in zip(rows, asked, strict=True)
    )


def _weight(form: Form, frame: Frame) -> int:
    return (
        4 * len(form.before + form.after)
        + 3 * bool(frame.objects)
        + bool(frame.barred)
        + 4 * ("crowd" in frame.flags)
        + 2 * bool(frame.flags & {"thing", "troops"})
    )


def _frame(row: Row) -> Frame:
    objects = {w for part in row.listed("object") if not part.startswith("!") for w in _words(part)}
    barred = {w for part in row.listed("object") if part.startswith("!") for w in _words(part[1:])}
    return Frame(
        id=f"frames:{row['id']}",
        pos=row["pos"],
        forms=tuple(_form(form, row["pos"]) for form in row.listed("forms")),
        source=tuple(row["source"].split()),
        target=tuple(row["target"].split()),
        plover=row["type"],
        mode=row["mode"] or None,
        cameo=row["cameo"],
        objects=frozenset(objects),
        barred=frozenset(barred),
        flags=frozenset(row["flags"].split()),
    )


def _words(part: str) -> frozenset[str]:
    return classes()[part[1:]] if part.startswith("@") else frozenset({part})


def _form(form: str, pos: str) -> Form:
    words = [_joined(word) for word in form.split()]
    if "-" in words[0] and "v" in pos:
        parts = words[0].split("-")
        words = [*parts[:-1], parts[-1] + "*", *words[1:]]
    words = [part for word in words for part in word.split("-")]
    starred = [i for i, word in enumerate(words) if word.endswith("*")]
    head = starred[0] if starred else 0 if "v" in pos or (len(words) > 1 and words[1] == "of") else len(words) - 1
    plain = [word.rstrip("*") for word in words]
    return Form(plain[head], tuple(plain[:head]), tuple(plain[head + 1 :]))
