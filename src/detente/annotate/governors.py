"""Governors: what the chain of words above an act makes of it (`plans to`, `denied`, `stopped short of`)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.annotate.modality import ACTUAL, Verdict, combine, effects, grammar

if TYPE_CHECKING:
    from detente.annotate.clauses import Reading

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
OBJECTS = frozenset({"dobj", "dative", "attr", "oprd", "nsubjpass", "obj"})
COMPLEMENTS = frozenset({"xcomp", "ccomp", "pcomp", "dobj", "acl", "csubj", "csubjpass", "prep", "oprd"})
REPORTERS = frozenset({"pass", "alleged", "denied"})


def above_verb(reading: Reading, i: int) -> Verdict:
    token = reading.tokens[i]
    governor, dep = token.head, token.dep
    if governor == i:
        return announced(reading, i)
    if dep == "pcomp":
        return through_preposition(reading, governor)
    if dep == "conj":
        return joined(reading, i, governor)
    if dep in {"advcl", "acl", "relcl"}:
        return adverbial(reading, i, governor)
    if dep == "ccomp" and any(t.text == ";" for t in reading.tokens[min(i, governor) : max(i, governor)]):
        return ACTUAL
    if dep in COMPLEMENTS or dep in {"advmod", "amod"}:
        verdict = governed(reading, governor, i)
        told = (
            dep == "ccomp"
            and verdict.status == "actual"
            and any(t.head == i and t.dep == "nsubj" for t in reading.tokens)
        )
        return replace(announced(reading, i), reporter=verdict.reporter) if told else verdict
    return ACTUAL


def _marker(reading: Reading, i: int) -> int | None:
    """The "to" of an infinitive."""
    return next((c for c in reading.children[i] if reading.tokens[c].dep == "aux" and reading.lemmas[c] == "to"), None)


def announced(reading: Reading, i: int) -> Verdict:
    """A verb that nothing governs: an infinitive is a headline's future (`Putin to meet Erdogan`)."""
    marker = _marker(reading, i)
    return Verdict("planned", (marker,)) if marker is not None else ACTUAL


def adverbial(reading: Reading, i: int, governor: int) -> Verdict:
    marker = _marker(reading, i)
    if marker and reading.lemmas[marker - 1] in grammar("foremost"):
        verb = _verb_over(reading, governor)  # "was among the first to send help" tells that it was sent
        return reading.status(verb) if verb is not None else ACTUAL
    infinitive = marker is not None
    if reading.tokens[i].dep == "acl":
        if reading.tokens[governor].pos in NOMINAL and (infinitive or clausal(reading, i)):
            verdict = governed(reading, governor, i)
            known = reading.effect("n", governor)
            if known is not None and known.status == "pass":
                return verdict
            return Verdict("hypothetical", (i,)) if verdict.status == "actual" and infinitive else verdict
        return ACTUAL
    if reading.tokens[i].dep == "relcl":
        if infinitive:
            return Verdict("hypothetical", (i,))
        return governed(reading, governor, i) if content(reading, i, governor) else ACTUAL
    if infinitive:
        if reading.tokens[governor].pos == "ADJ" or reading.effect("v", governor) is not None:
            return governed(reading, governor, i)
        return Verdict("hypothetical", (i,))
    if reading.tokens[i].tag == "VBG" and not any(reading.tokens[c].dep == "mark" for c in reading.children[i]):
        above = reading.status(governor)
        return above if above.status in {"planned", "hypothetical", "alleged"} else ACTUAL
    return ACTUAL


def _verb_over(reading: Reading, at: int) -> int | None:
    """The token itself, or the nearest verb above it."""
    for _ in range(len(reading.tokens)):
        if reading.tokens[at].pos in VERBAL:
            return at
        if reading.tokens[at].head == at:
            return None
        at = reading.tokens[at].head
    return None


def content(reading: Reading, i: int, noun: int) -> bool:
    """True for `reports that an envoy went`, which the parser takes for a relative clause."""
    effect = reading.effect("n", noun) if reading.tokens[noun].pos in NOMINAL else None
    if effect is None or effect.status not in {"alleged", "denied", "pass"}:
        return False
    subjects = [c for c in reading.children[i] if reading.tokens[c].dep in SUBJECTS]
    return any(reading.tokens[c].tag not in {"WDT", "WP"} and reading.tokens[c].lemma != "that" for c in subjects)


def clausal(reading: Reading, i: int) -> bool:
    return any(reading.tokens[c].dep == "mark" for c in reading.children[i])


def first_of(reading: Reading, i: int) -> int:
    """The first member of a coordination that token `i` belongs to."""
    while reading.tokens[i].dep == "conj" and reading.tokens[i].head != i:
        i = reading.tokens[i].head
    return i


def joined(reading: Reading, i: int, first: int) -> Verdict:
    """A second verb shares what governs the first; its modal too, when it has none and no subject of its own."""
    own_subject = any(reading.tokens[c].dep in SUBJECTS for c in reading.children[i])
    own_aux = any(reading.tokens[c].dep in {"aux", "auxpass"} for c in reading.children[i])
    origin = first_of(reading, first)
    above = above_verb(reading, origin) if reading.tokens[origin].pos in VERBAL else above_noun(reading, origin)
    if own_subject or own_aux or reading.tokens[i].tag != reading.tokens[first].tag:
        return above
    status = reading.status(first)
    either = any(
        reading.tokens[c].dep == "cc" and reading.tokens[c].lemma in {"or", "nor"} for c in reading.children[first]
    )
    return above if status.status == "negated" and not either else status


def above_noun(reading: Reading, i: int) -> Verdict:
    token = reading.tokens[i]
    governor, dep = token.head, token.dep
    if governor == i:
        return ACTUAL
    if dep == "pobj":
        return through_preposition(reading, governor)
    if dep == "nsubj":
        return as_subject(reading, governor, i)
    if dep in {"conj", "appos"}:
        return reading.status(governor) if reading.tokens[governor].pos in NOMINAL else above_verb(reading, governor)
    if dep in OBJECTS or dep in {"ccomp", "xcomp"}:
        return governed(reading, governor, i)
    return ACTUAL


def as_subject(reading: Reading, verb: int, noun: int) -> Verdict:
    """A subject shares its verb's status where the verb says that it happens; `is off` and `is likely` colour it."""
    for c in reading.children[verb]:
        shared = reading.tokens[c].dep == "conj" and reading.tokens[c].lemma == "be"
        if shared and not any(reading.tokens[g].dep in SUBJECTS for g in reading.children[c]):
            return as_subject(reading, c, noun)
    for c in reading.children[verb]:
        token = reading.tokens[c]
        if token.dep in {"acomp", "attr", "advmod", "prt", "prep", "oprd"} and reading.tokens[verb].lemma == "be":
            rows = effects()["a"].get(token.lemma.lower()) or effects()["a"].get(token.text.lower())
            if rows and reading.follows(rows[0].words, c):
                negated = reading.negation(verb) is not None
                return Verdict(rows[0].negated if negated else rows[0].status, (c,))
    if indefinite(reading, noun) and any(reading.tokens[c].tag == "MD" for c in reading.children[verb]):
        return Verdict("hypothetical", (verb,))
    for effect in effects()["o"].get(reading.lemmas[verb], ()):
        if reading.satisfied(effect, verb):
            return reading.status(verb)
    coloured = reading.effect("v", verb)
    if coloured is not None and coloured.status == "cancelled":
        return Verdict(coloured.negated if reading.negation(verb) is not None else "cancelled", (verb,))
    return ACTUAL


def indefinite(reading: Reading, noun: int) -> bool:
    determiners = {reading.lemmas[c] for c in reading.children[noun] if reading.tokens[c].dep in {"det", "poss"}}
    return not determiners - grammar("indefinite")


def _displaced(reading: Reading, preposition: int, governor: int) -> bool:
    """`After a meeting was cancelled`, where the parser made the conjunction a preposition, its subject an object."""
    if reading.tokens[governor].pos not in VERBAL or preposition > governor or not passive(reading, governor):
        return False
    subject = any(reading.tokens[c].dep in SUBJECTS for c in reading.children[governor])
    return not subject and any(reading.tokens[c].dep == "pobj" for c in reading.children[preposition])


def _worded(reading: Reading, at: int | None) -> Verdict | None:
    """What a preposition says by itself (`without`, `short of`), or an adverb before it (`far from`)."""
    if at is None:
        return None
    for effect in effects()["p"].get(reading.tokens[at].lemma.lower(), ()):
        alone = not effect.words and reading.tokens[at].lemma.lower() in grammar("lone_preposition")
        if alone or (effect.words and reading.follows(effect.words, at)):
            return Verdict(effect.status, (at,))
    return None


def through_preposition(reading: Reading, preposition: int) -> Verdict:
    token = reading.tokens[preposition]
    word = token.lemma.lower()
    governor, adverb = token.head, None
    while reading.tokens[governor].pos == "ADV" and reading.tokens[governor].head != governor:
        adverb, governor = governor, reading.tokens[governor].head
    if _displaced(reading, preposition, governor):
        noun = next(c for c in reading.children[preposition] if reading.tokens[c].dep == "pobj")
        return governed(reading, governor, noun)
    worded = _worded(reading, preposition) or _worded(reading, adverb)
    if worded is not None:
        return worded
    if governor == preposition:
        return ACTUAL
    if reading.tokens[governor].pos == "ADP" and reading.tokens[governor].head != governor:
        return through_preposition(reading, _outermost(reading, governor))
    known = reading.effect("v" if reading.tokens[governor].pos in VERBAL else "n", governor)
    gerund = word in grammar("means_preposition") and any(
        reading.tokens[c].dep == "pcomp" for c in reading.children[preposition]
    )
    told = known is not None and (bool(known.words) or reading.tokens[governor].pos in NOMINAL)
    if word in grammar("fact_preposition") and word != "from" and not gerund and not told:
        return ACTUAL
    if word == "from" and known is None:
        return ACTUAL
    if reading.tokens[governor].pos in NOMINAL and known is None and word not in {"of", "for"}:
        return ACTUAL
    return governed(reading, governor, preposition)


def _outermost(reading: Reading, preposition: int) -> int:
    """The first of a chain of prepositions (`from under the table`)."""
    for _ in reading.tokens:
        above = reading.tokens[preposition].head
        if reading.tokens[above].pos != "ADP" or reading.tokens[above].head == above:
            break
        preposition = above
    return preposition


def governed(reading: Reading, governor: int, below: int) -> Verdict:
    token = reading.tokens[governor]
    idiom = special(reading, governor, below)
    if idiom is not None:
        return idiom
    valued = evaluated(reading, governor, below)
    if valued is not None:
        return Verdict("hypothetical", (valued,), reading.status(governor).reporter)
    kind = "v" if token.pos in VERBAL else "a" if token.pos in {"ADJ", "ADV"} else "n"
    effect = reading.effect(kind, governor)
    if (
        kind == "v"
        and reading.tokens[below].dep == "xcomp"
        and reading.row("vp", governor)
        and passive(reading, governor)
    ):
        effect = reading.row("vp", governor)
    if effect is None and kind == "a" and token.tag in {"VBN", "VBD"}:
        effect = reading.effect("v", governor)
    if effect is None and kind == "a" and reading.tokens[token.head].pos in VERBAL and token.head != governor:
        return governed(reading, token.head, governor)
    if effect is not None and effect.status == "hypothetical" and indicative(reading, governor, below):
        effect = None
    above = reading.status(governor) if kind != "a" else adjective(reading, governor)
    reporter = above.reporter
    if kind == "v" and (effect is None or effect.status in REPORTERS):
        subject = next((c for c in reading.children[governor] if reading.tokens[c].dep in {"nsubj", "agent"}), None)
        reporter = subject if subject is not None and effect is not None else reporter
    if (effect is None or effect.status == "pass") and kind == "v" and dated_ahead(reading, governor, below):
        return Verdict("planned", (governor,), reporter)
    if effect is None:
        return Verdict(above.status, above.cue, reporter)
    if effect.status == "pass" and reporter is not None and above.status == "actual" and unofficial(reading, reporter):
        return Verdict("alleged", (reporter,), reporter)
    status = combine(above.status, effect, negated=is_negated(reading, governor, kind))
    return Verdict(status, above.cue if status == above.status and above.cue else (governor,), reporter)


def evaluated(reading: Reading, verb: int, below: int) -> int | None:
    """The adjective of `it is easier to meet them`, which weighs an act and does not report it."""
    if reading.tokens[below].dep != "xcomp" or reading.tokens[verb].lemma != "be":
        return None
    dummy = any(reading.lemmas[c] == "it" and reading.tokens[c].dep in SUBJECTS for c in reading.children[verb])
    adjectives = [c for c in reading.children[verb] if reading.tokens[c].dep == "acomp"]
    rows = effects()["a"]
    return next((c for c in adjectives if dummy and reading.lemmas[c] in rows), None)


def passive(reading: Reading, verb: int) -> bool:
    return any(reading.tokens[c].dep in {"auxpass", "nsubjpass"} for c in reading.children[verb])


def indicative(reading: Reading, governor: int, below: int) -> bool:
    """`insists that it has no part in it` reports a fact; `insists that it leave` asks for one."""
    token = reading.tokens[below]
    if reading.tokens[governor].lemma not in grammar("fixed_that") or token.dep != "ccomp":
        return False
    tags = {token.tag} | {
        reading.tokens[c].tag for c in reading.children[below] if reading.tokens[c].dep in {"aux", "auxpass"}
    }
    return bool(tags & {"VBD", "VBZ", "VBP"}) and "MD" not in tags


def dated_ahead(reading: Reading, verb: int, below: int) -> bool:
    """`has called a march for Sunday`: what is arranged lies ahead, though the arranging is done."""
    token = reading.tokens[below]
    if token.pos not in NOMINAL or token.dep not in OBJECTS or reading.row("ar", verb) is None:
        return False
    first, last = reading.extent(verb)
    start, end = reading.tokens[first].start, reading.tokens[last].end
    return any(
        start <= time.start and time.end <= end and (time.direction == "future" or time.text.lower().startswith("for "))
        for time in reading.all_times
    )


def unofficial(reading: Reading, reporter: int) -> bool:
    words = effects().get("w", {})
    return any(reading.lemmas[i] in words for i in (reporter, *reading.children[reporter]))


def special(reading: Reading, governor: int, below: int) -> Verdict | None:
    """`has yet to`, `is to`, `was to have`, `is going to`."""
    token = reading.tokens[governor]
    if token.lemma == "have" and any(reading.lemmas[c] == "yet" for c in reading.children[governor]):
        return Verdict("negated", (governor,))
    if token.lemma == "go" and token.tag == "VBG" and reading.tokens[below].dep == "xcomp":
        negated = reading.negation(governor) is not None
        return Verdict("negated" if negated else "planned", (governor,))
    if token.lemma == "be" and reading.tokens[below].dep == "xcomp" and bare(reading, governor):
        perfect = any(
            reading.tokens[c].lemma == "have" and reading.tokens[c].dep == "aux" for c in reading.children[below]
        )
        if reading.negation(governor) is not None:
            return Verdict("negated", (governor,))
        return Verdict("cancelled" if perfect and token.tag == "VBD" else "planned", (governor,))
    return None


def bare(reading: Reading, copula: int) -> bool:
    return not any(reading.tokens[c].dep in {"acomp", "attr", "expl"} for c in reading.children[copula])


def adjective(reading: Reading, i: int) -> Verdict:
    verb = reading.tokens[i].head
    if verb != i and reading.tokens[verb].pos in VERBAL and reading.tokens[i].dep in {"acomp", "oprd"}:
        above = reading.status(verb)
        return ACTUAL if above.status == "negated" else above
    return ACTUAL


def is_negated(reading: Reading, i: int, kind: str) -> bool:
    if kind == "n":
        return any(
            reading.lemmas[c] in effects()["d"] and reading.tokens[c].dep in {"det", "neg", "preconj"}
            for c in reading.children[i]
        )
    if reading.negation(i) is not None:
        return True
    verb = reading.tokens[i].head
    return kind == "a" and verb != i and reading.negation(verb) is not None
