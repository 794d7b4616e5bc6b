"""Clauses: every predicate (verb or event noun) with its status: whether the act it names happened.

The status comes from the words of the clause itself (modals, negation, adverbs, determiners, conditions) and from
the chain of words that govern it (`plans to`, `denied`, `stopped short of`), each a row of `lexicons/modality.tsv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from detente.lexicons import Row, table
from detente.records import Clause, Mention, Sentence, Span, TimeExpression, Token

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
OBJECTS = frozenset({"dobj", "dative", "attr", "oprd", "nsubjpass", "obj"})
COMPLEMENTS = frozenset({"xcomp", "ccomp", "pcomp", "dobj", "acl", "csubj", "csubjpass", "prep", "oprd"})
PREPOSITIONS_OF_FACT = frozenset(
    {"after", "since", "during", "at", "in", "from", "following", "despite", "because", "by", "amid", "through", "as"}
)
NEG_MODALS = frozenset({"will", "would", "can", "ca", "could", "wo", "shall", "cannot"})
PARTICLES = frozenset(
    {
        "off",
        "on",
        "for",
        "up",
        "out",
        "of",
        "about",
        "to",
        "from",
        "back",
        "down",
        "over",
        "away",
        "through",
        "upon",
        "short",
    }
)
REPORTERS = frozenset({"pass", "alleged", "denied"})


@dataclass(frozen=True, slots=True)
class Effect:
    """What a governing word makes of the act it governs, and what it makes of it when negated itself."""

    words: tuple[str, ...]
    status: str
    negated: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status, the tokens that gave it, and the token of whoever reports it."""

    status: str
    cue: tuple[int, ...] = ()
    reporter: int | None = None


ACTUAL = Verdict("actual")


@cache
def effects() -> dict[str, dict[str, tuple[Effect, ...]]]:
    """Rows of `modality.tsv` by part of speech and first lemma, longest form first."""
    found: dict[str, dict[str, list[Effect]]] = {}
    for row in table("modality"):
        for form in row.listed("form"):
            words = tuple(form.split())
            effect = Effect(words[1:], row["effect"], row["negated"])
            found.setdefault(row["pos"], {}).setdefault(words[0], []).append(effect)
    return {
        pos: {word: tuple(sorted(rows, key=lambda e: -len(e.words))) for word, rows in heads.items()}
        for pos, heads in found.items()
    }


@cache
def event_nouns() -> frozenset[str]:
    """Lemmas of the nouns that name acts: the heads of the noun rows of `frames.tsv`."""
    return frozenset(word for row in table("frames") if "n" in row["pos"] for word in _noun_heads(row))


def _noun_heads(row: Row) -> list[str]:
    heads = []
    for form in row.listed("forms"):
        words = form.replace("-", " ").split()
        marked = [word.rstrip("*") for word in words if word.endswith("*")]
        heads.append(marked[0] if marked else words[0] if len(words) > 1 and words[1] == "of" else words[-1])
    return heads


def find(
    sentences: Sequence[Sentence], mentions: Sequence[Mention], times: Sequence[TimeExpression]
) -> tuple[Clause, ...]:
    """Every verb and event noun of the sentences as a clause with its status, in the order of the text."""
    dated: dict[int, list[TimeExpression]] = {}
    for time in times:
        dated.setdefault(time.sentence, []).append(time)
    found: list[Clause] = []
    for sentence in sentences:
        reading = Reading(sentence, dated.get(sentence.index, ()))
        found.extend(reading.clause(i) for i in reading.heads())
    return tuple(found)


class Reading:
    """One sentence while its clauses are judged: children of each token, verdicts already reached."""

    def __init__(self, sentence: Sentence, times: Sequence[TimeExpression]) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                self.children[token.head].append(token.index)
        self.all_times = times
        self.times = [time for time in times if time.direction == "future"]
        self.verdicts: dict[int, Verdict] = {}
        self.rumour = self._rumour()
        self.quotes = self._quotes()

    def heads(self) -> list[int]:
        """Tokens that head a clause: full verbs, copulas and event nouns."""
        nouns = event_nouns()
        return [
            t.index
            for t in self.tokens
            if (t.pos in VERBAL and t.dep not in {"aux", "auxpass"}) or (t.pos in NOMINAL and t.lemma.lower() in nouns)
        ]

    def clause(self, i: int) -> Clause:
        """The clause headed by token `i`."""
        verdict = self.status(i)
        first, last = self.extent(i)
        cue = None
        if verdict.cue:
            cue = Span(self.tokens[min(verdict.cue)].start, self.tokens[max(verdict.cue)].end)
        return Clause(
            sentence=self.sentence.index,
            head=i,
            start=self.tokens[first].start,
            end=self.tokens[last].end,
            status=verdict.status,
            tense=self.tense(i),
            cue=cue,
            reporter=verdict.reporter,
            quoted=self.quotes[i],
        )

    def extent(self, i: int) -> tuple[int, int]:
        """First and last token of everything that hangs on token `i`."""
        first = last = i
        stack = list(self.children[i])
        while stack:
            j = stack.pop()
            first, last = min(first, j), max(last, j)
            stack.extend(self.children[j])
        return first, last

    def tense(self, i: int) -> str:
        """past, present, future or none."""
        token = self.tokens[i]
        auxes = [self.tokens[c] for c in self.children[i] if self.tokens[c].dep in {"aux", "auxpass"}]
        if any(a.lemma in {"will", "shall"} or a.text.lower() in {"'ll", "wo"} for a in auxes):
            return "future"
        tags = {a.tag for a in auxes} | {token.tag}
        if "VBD" in tags or (token.tag == "VBN" and any(a.lemma == "have" for a in auxes)):
            return "past"
        if tags & {"VBZ", "VBP"}:
            return "present"
        return "past" if token.tag == "VBN" else "none"

    def status(self, i: int) -> Verdict:
        """The verdict on token `i`, from its own words and from what governs it."""
        if i not in self.verdicts:
            self.verdicts[i] = ACTUAL
            token = self.tokens[i]
            own = self._own_verb(i) if token.pos in VERBAL else self._own_noun(i)
            above = self._above_verb(i) if token.pos in VERBAL else self._above_noun(i)
            verdict = self._both(own, above)
            if verdict.status == "actual" and self.rumour:
                verdict = Verdict("alleged", self.rumour, verdict.reporter)
            self.verdicts[i] = verdict
        return self.verdicts[i]

    # --- the words of the clause itself -------------------------------------------------------------------------

    def _own_verb(self, i: int) -> Verdict:
        negation, modal, adverb, condition = self._negation(i), None, None, None
        for c in self.children[i]:
            token = self.tokens[c]
            word = token.lemma.lower()
            if token.dep == "aux" and token.tag == "MD":
                modal = c
            elif token.dep in {"mark", "advmod", "prep"} and self._row("s", c) and word != "had":
                condition = c if token.dep == "mark" or word in {"once", "until"} else condition
            elif token.dep == "advmod" and word in effects()["r"] and word not in {"never", "not"}:
                adverb = c
        if condition is None and self._inverted(i):
            condition = i
        if condition is not None:
            return Verdict("hypothetical", (condition,))
        if modal is not None:
            return self._modal(i, modal, negation)
        if adverb is not None and negation is None:
            return Verdict(effects()["r"][self.tokens[adverb].lemma.lower()][0].status, (adverb,))
        if negation is not None:
            return Verdict("negated", (negation,))
        if self.tense(i) == "present" and self._future(i):
            return Verdict("planned", (i,))
        return ACTUAL

    def _modal(self, i: int, modal: int, negation: int | None) -> Verdict:
        word = self.tokens[modal].lemma.lower()
        text = self.tokens[modal].text.lower()
        if negation is not None:
            sure = word in NEG_MODALS or text in NEG_MODALS
            perfect = any(self.tokens[c].lemma == "have" and self.tokens[c].dep == "aux" for c in self.children[i])
            return Verdict("negated" if sure and not perfect else "hypothetical", (modal, negation))
        if word in {"will", "shall"} or text in {"'ll", "wo"}:
            return Verdict("hypothetical" if self._has_condition(i) else "planned", (modal,))
        if word == "would" and not self._has_condition(i) and self._past_report(i):
            return Verdict("planned", (modal,))
        return Verdict("hypothetical", (modal,))

    def _own_noun(self, i: int) -> Verdict:
        for c in self.children[i]:
            token = self.tokens[c]
            word = token.lemma.lower()
            if token.dep in {"det", "neg", "preconj"} and word in effects()["d"]:
                return Verdict("negated", (c,))
            if token.dep in {"amod", "advmod", "compound"}:
                rows = effects()["a"].get(token.text.lower()) or effects()["a"].get(word)
                if rows and not rows[0].words:
                    return Verdict(rows[0].status, (c,))
                deeper = [g for g in self.children[c] if self.tokens[g].lemma.lower() in effects()["r"]]
                if deeper:
                    return Verdict(effects()["r"][self.tokens[deeper[0]].lemma.lower()][0].status, (deeper[0],))
        return ACTUAL

    def _negation(self, i: int) -> int | None:
        for c in self.children[i]:
            token = self.tokens[c]
            word = token.lemma.lower()
            if token.dep == "neg" or (token.dep == "advmod" and word in {"never", "hardly", "scarcely", "nowhere"}):
                return c
            if token.dep in SUBJECTS or token.dep in OBJECTS:
                if word in effects()["d"] and (word != "none" or token.dep in SUBJECTS):
                    return c
                for g in self.children[c]:
                    if self.tokens[g].lemma.lower() in effects()["d"] and self.tokens[g].dep in {
                        "det",
                        "neg",
                        "preconj",
                    }:
                        return g
            if token.dep == "preconj" and word == "neither":
                return c
        return None

    def _inverted(self, i: int) -> bool:
        """True for `Had the leader been kept`, `Should it attack`: an auxiliary that opens the clause."""
        first = next((c for c in self.children[i] if self.tokens[c].dep != "punct"), i)
        token = self.tokens[first]
        if token.dep not in {"aux", "auxpass"} or token.lemma.lower() not in {"have", "should", "be"}:
            return False
        subject = next((c for c in self.children[i] if self.tokens[c].dep in SUBJECTS), None)
        return subject is not None and first < subject and self.tokens[i].dep in {"advcl", "ccomp"}

    def _has_condition(self, i: int) -> bool:
        for c in self.children[i]:
            if self.tokens[c].dep not in {"advcl", "prep", "ccomp"}:
                continue
            if self.tokens[c].text.lower() in {"provided", "providing", "unless", "if"} or self._inverted(c):
                return True
            for g in self.children[c]:
                if self.tokens[g].lemma.lower() in {"if", "unless", "provided"} and self.tokens[g].dep in {
                    "mark",
                    "advmod",
                }:
                    return True
        return False

    def _past_report(self, i: int) -> bool:
        token = self.tokens[i]
        if token.dep not in {"ccomp", "conj"} or any(self.tokens[c].lemma == "have" for c in self.children[i]):
            return False
        governor = self.tokens[token.head]
        if token.dep == "conj":
            return self._past_report(token.head)
        effect = self._effect("v", governor.index)
        return effect is not None and effect.status in {"pass", "planned"} and governor.tag in {"VBD", "VBN"}

    def _future(self, i: int) -> bool:
        first, last = self.extent(i)
        start, end = self.tokens[first].start, self.tokens[last].end
        return any(start <= time.start and time.end <= end for time in self.times)

    # --- the chain of words above -------------------------------------------------------------------------------

    def _above_verb(self, i: int) -> Verdict:
        token = self.tokens[i]
        governor, dep = token.head, token.dep
        if governor == i:
            return ACTUAL
        if dep == "pcomp":
            return self._through_preposition(governor)
        if dep == "conj":
            return self._joined(i, governor)
        if dep in {"advcl", "acl", "relcl"}:
            return self._adverbial(i, governor)
        if dep in COMPLEMENTS or dep in {"advmod", "amod"}:
            return self._governed(governor, i)
        return ACTUAL

    def _adverbial(self, i: int, governor: int) -> Verdict:
        infinitive = any(self.tokens[c].lemma == "to" and self.tokens[c].dep == "aux" for c in self.children[i])
        if self.tokens[i].dep == "acl":
            if self.tokens[governor].pos in NOMINAL and (infinitive or self._clausal(i)):
                verdict = self._governed(governor, i)
                return Verdict("hypothetical", (i,)) if verdict.status == "actual" and infinitive else verdict
            return ACTUAL
        if self.tokens[i].dep == "relcl":
            if infinitive:
                return Verdict("hypothetical", (i,))
            return self._governed(governor, i) if self._content(i, governor) else ACTUAL
        if infinitive:
            if self.tokens[governor].pos == "ADJ" or self._effect("v", governor) is not None:
                return self._governed(governor, i)
            return Verdict("hypothetical", (i,))
        if self.tokens[i].tag == "VBG" and not any(self.tokens[c].dep == "mark" for c in self.children[i]):
            above = self.status(governor)
            return above if above.status in {"planned", "hypothetical", "alleged"} else ACTUAL
        return ACTUAL

    def _content(self, i: int, noun: int) -> bool:
        """True for `reports that an envoy went`, which the parser takes for a relative clause."""
        effect = self._effect("n", noun) if self.tokens[noun].pos in NOMINAL else None
        if effect is None or effect.status not in {"alleged", "denied", "pass"}:
            return False
        subjects = [c for c in self.children[i] if self.tokens[c].dep in SUBJECTS]
        return any(self.tokens[c].tag not in {"WDT", "WP"} and self.tokens[c].lemma != "that" for c in subjects)

    def _clausal(self, i: int) -> bool:
        return any(self.tokens[c].dep == "mark" for c in self.children[i])

    def _joined(self, i: int, first: int) -> Verdict:
        """A second verb shares what governs the first; its modal too, when it has none and no subject of its own."""
        own_subject = any(self.tokens[c].dep in SUBJECTS for c in self.children[i])
        own_aux = any(self.tokens[c].dep in {"aux", "auxpass"} for c in self.children[i])
        above = self._above_verb(first) if self.tokens[first].pos in VERBAL else self._above_noun(first)
        if own_subject or own_aux or self.tokens[i].tag != self.tokens[first].tag:
            return above
        status = self.status(first)
        either = any(self.tokens[c].dep == "cc" and self.tokens[c].lemma in {"or", "nor"} for c in self.children[first])
        return above if status.status == "negated" and not either else status

    def _above_noun(self, i: int) -> Verdict:
        token = self.tokens[i]
        governor, dep = token.head, token.dep
        if governor == i:
            return ACTUAL
        if dep == "pobj":
            return self._through_preposition(governor)
        if dep == "nsubj":
            return self._as_subject(governor, i)
        if dep in {"conj", "appos"}:
            return self.status(governor) if self.tokens[governor].pos in NOMINAL else self._above_verb(governor)
        if dep in OBJECTS or dep in {"ccomp", "xcomp"}:
            return self._governed(governor, i)
        return ACTUAL

    def _as_subject(self, verb: int, noun: int) -> Verdict:
        """A subject shares its verb's status where the verb says that it happens; `is off` and `is likely` colour it."""
        for c in self.children[verb]:
            shared = self.tokens[c].dep == "conj" and self.tokens[c].lemma == "be"
            if shared and not any(self.tokens[g].dep in SUBJECTS for g in self.children[c]):
                return self._as_subject(c, noun)
        for c in self.children[verb]:
            token = self.tokens[c]
            if token.dep in {"acomp", "attr", "advmod", "prt", "prep", "oprd"} and self.tokens[verb].lemma == "be":
                rows = effects()["a"].get(token.lemma.lower()) or effects()["a"].get(token.text.lower())
                if rows and self._follows(rows[0].words, c):
                    negated = self._negation(verb) is not None
                    return Verdict(rows[0].negated if negated else rows[0].status, (c,))
        if self._indefinite(noun) and any(self.tokens[c].tag == "MD" for c in self.children[verb]):
            return Verdict("hypothetical", (verb,))
        for effect in effects()["o"].get(self.tokens[verb].lemma.lower(), ()):
            if self._satisfied(effect, verb):
                return self.status(verb)
        coloured = self._effect("v", verb)
        if coloured is not None and coloured.status == "cancelled":
            return Verdict(coloured.negated if self._negation(verb) is not None else "cancelled", (verb,))
        return ACTUAL

    def _indefinite(self, noun: int) -> bool:
        determiners = {
            self.tokens[c].lemma.lower() for c in self.children[noun] if self.tokens[c].dep in {"det", "poss"}
        }
        return not determiners - {"a", "an", "any", "another", "some"}

    def _through_preposition(self, preposition: int) -> Verdict:
        token = self.tokens[preposition]
        word = token.lemma.lower()
        governor = token.head
        while self.tokens[governor].pos == "ADV" and self.tokens[governor].head != governor:
            governor = self.tokens[governor].head
        for effect in effects()["p"].get(word, ()):
            if len(effect.words) == 0 and word in {"without", "barring", "save"}:
                return Verdict(effect.status, (preposition,))
            if effect.words and self._follows(effect.words, preposition):
                return Verdict(effect.status, (preposition,))
        if governor == preposition:
            return ACTUAL
        if self.tokens[governor].pos == "ADP" and self.tokens[governor].head != governor:
            return self._through_preposition(governor)
        known = self._effect("v" if self.tokens[governor].pos in VERBAL else "n", governor)
        gerund = any(self.tokens[c].dep == "pcomp" for c in self.children[preposition])
        if (
            word in PREPOSITIONS_OF_FACT
            and word != "from"
            and not gerund
            and (known is None or word not in known.words)
        ):
            return ACTUAL
        if word == "from" and known is None:
            return ACTUAL
        if self.tokens[governor].pos in NOMINAL and known is None and word not in {"of", "for"}:
            return ACTUAL
        return self._governed(governor, preposition)

    def _governed(self, governor: int, below: int) -> Verdict:
        token = self.tokens[governor]
        special = self._special(governor, below)
        if special is not None:
            return special
        kind = "v" if token.pos in VERBAL else "a" if token.pos in {"ADJ", "ADV"} else "n"
        effect = self._effect(kind, governor)
        if kind == "v" and self.tokens[below].dep == "xcomp" and self._row("vp", governor) and self._passive(governor):
            effect = self._row("vp", governor)
        if effect is None and kind == "a" and token.tag in {"VBN", "VBD"}:
            effect = self._effect("v", governor)
        if effect is None and kind == "a" and self.tokens[token.head].pos in VERBAL and token.head != governor:
            return self._governed(token.head, governor)
        if effect is not None and effect.status == "hypothetical" and self._indicative(governor, below):
            effect = None
        above = self.status(governor) if kind != "a" else self._adjective(governor)
        reporter = above.reporter
        if kind == "v" and (effect is None or effect.status in REPORTERS):
            subject = next((c for c in self.children[governor] if self.tokens[c].dep in {"nsubj", "agent"}), None)
            reporter = subject if subject is not None and effect is not None else reporter
        if (effect is None or effect.status == "pass") and kind == "v" and self._dated_ahead(governor, below):
            return Verdict("planned", (governor,), reporter)
        if effect is None:
            return Verdict(above.status, above.cue, reporter)
        if effect.status == "pass" and reporter is not None and above.status == "actual" and self._unofficial(reporter):
            return Verdict("alleged", (reporter,), reporter)
        status = combine(above.status, effect, negated=self._is_negated(governor, kind))
        return Verdict(status, above.cue if status == above.status and above.cue else (governor,), reporter)

    def _passive(self, verb: int) -> bool:
        return any(self.tokens[c].dep in {"auxpass", "nsubjpass"} for c in self.children[verb])

    def _indicative(self, governor: int, below: int) -> bool:
        """`insists that it has no part in it` reports a fact; `insists that it leave` asks for one."""
        token = self.tokens[below]
        if self.tokens[governor].lemma not in {"insist", "suggest"} or token.dep != "ccomp":
            return False
        tags = {token.tag} | {
            self.tokens[c].tag for c in self.children[below] if self.tokens[c].dep in {"aux", "auxpass"}
        }
        return bool(tags & {"VBD", "VBZ", "VBP"}) and "MD" not in tags

    def _dated_ahead(self, verb: int, below: int) -> bool:
        """`has called a march for Sunday`: what is arranged lies ahead, though the arranging is done."""
        token = self.tokens[below]
        if token.pos not in NOMINAL or token.dep not in OBJECTS or self._row("ar", verb) is None:
            return False
        first, last = self.extent(verb)
        start, end = self.tokens[first].start, self.tokens[last].end
        return any(
            start <= time.start and time.end <= end and (time.direction == "future" or time.text.lower().startswith("for "))
            for time in self.all_times
        )

    def _unofficial(self, reporter: int) -> bool:
        words = effects().get("w", {})
        return any(self.tokens[i].lemma.lower() in words for i in (reporter, *self.children[reporter]))

    def _special(self, governor: int, below: int) -> Verdict | None:
        """`has yet to`, `is to`, `was to have`, `is going to`."""
        token = self.tokens[governor]
        if token.lemma == "have" and any(self.tokens[c].lemma.lower() == "yet" for c in self.children[governor]):
            return Verdict("negated", (governor,))
        if token.lemma == "go" and token.tag == "VBG" and self.tokens[below].dep == "xcomp":
            negated = self._negation(governor) is not None
            return Verdict("negated" if negated else "planned", (governor,))
        if token.lemma == "be" and self.tokens[below].dep == "xcomp" and self._bare(governor):
            perfect = any(self.tokens[c].lemma == "have" and self.tokens[c].dep == "aux" for c in self.children[below])
            if self._negation(governor) is not None:
                return Verdict("negated", (governor,))
            return Verdict("cancelled" if perfect and token.tag == "VBD" else "planned", (governor,))
        return None

    def _bare(self, copula: int) -> bool:
        return not any(self.tokens[c].dep in {"acomp", "attr", "expl"} for c in self.children[copula])

    def _adjective(self, i: int) -> Verdict:
        verb = self.tokens[i].head
        if verb != i and self.tokens[verb].pos in VERBAL and self.tokens[i].dep in {"acomp", "oprd"}:
            above = self.status(verb)
            return ACTUAL if above.status == "negated" else above
        return ACTUAL

    def _is_negated(self, i: int, kind: str) -> bool:
        if kind == "n":
            return any(
                self.tokens[c].lemma.lower() in effects()["d"] and self.tokens[c].dep in {"det", "neg", "preconj"}
                for c in self.children[i]
            )
        if self._negation(i) is not None:
            return True
        verb = self.tokens[i].head
        return kind == "a" and verb != i and self._negation(verb) is not None

    # --- rows ---------------------------------------------------------------------------------------------------

    def _row(self, pos: str, i: int) -> Effect | None:
        rows = effects().get(pos, {}).get(self.tokens[i].lemma.lower(), ())
        return next((effect for effect in rows if self._follows(effect.words, i)), None)

    def _effect(self, pos: str, i: int) -> Effect | None:
        rows = effects()[pos].get(self.tokens[i].lemma.lower(), ())
        return next((effect for effect in rows if self._satisfied(effect, i)), None)

    def _satisfied(self, effect: Effect, i: int) -> bool:
        """The further words of a form hang on its head, at most two steps down."""
        if not effect.words:
            return True
        direct = {self.tokens[c].lemma.lower() for c in self.children[i]}
        direct |= {
            self.tokens[g].lemma.lower()
            for c in self.children[i]
            if self.tokens[c].lemma.lower() in PARTICLES
            for g in self.children[c]
        }
        if any(word in PARTICLES and word not in direct for word in effect.words):
            return False
        near = {self.tokens[c].lemma.lower() for c in self.children[i]}
        near |= {self.tokens[g].lemma.lower() for c in self.children[i] for g in self.children[c]}
        return all(word in near for word in effect.words)

    def _follows(self, words: tuple[str, ...], i: int) -> bool:
        after = [t.lemma.lower() for t in self.tokens[i + 1 : i + 1 + len(words) + 1]]
        return all(word in after for word in words)

    def _rumour(self) -> tuple[int, ...]:
        lemmas = [t.lemma.lower() for t in self.tokens]
        for i, lemma in enumerate(lemmas):
            for effect in effects()["x"].get(lemma, ()):
                at, seen = i, True
                for word in effect.words:
                    window = lemmas[at + 1 : at + 5]
                    seen = word in window
                    if not seen:
                        break
                    at += 1 + window.index(word)
                if seen:
                    return (i, at)
        return ()

    def _quotes(self) -> list[bool]:
        inside, found = False, []
        for token in self.tokens:
            if token.text in {'"', "“", "”", "``", "''"}:
                inside = token.text != "”" and (token.text == "“" or not inside)
            found.append(inside)
        return found

    @staticmethod
    def _both(own: Verdict, above: Verdict) -> Verdict:
        if own.status == "actual":
            return above
        if above.status == "actual" or (above.status, own.status) in {("alleged", "negated"), ("planned", "negated")}:
            return Verdict(own.status, own.cue, above.reporter)
        if above.status in {"denied", "alleged", "cancelled", "negated"}:
            return Verdict(above.status, above.cue + own.cue, above.reporter)
        if "hypothetical" in {own.status, above.status}:
            return Verdict("hypothetical", own.cue + above.cue, above.reporter)
        return Verdict(own.status, own.cue, above.reporter)


def combine(above: str, effect: Effect, *, negated: bool) -> str:
    """Status of an act whose governor has status `above` and `effect`."""
    if negated:
        return effect.negated if effect.negated != "pass" else "actual"
    if effect.status == "pass":
        return effect.negated if above == "negated" else above
    if above in {"cancelled", "denied", "alleged", "negated"} and effect.status in {"planned", "hypothetical"}:
        return above
    if above == "hypothetical" and effect.status in {"planned", "cancelled", "negated"}:
        return "hypothetical"
    if above == "negated":
        return effect.negated
    return effect.status


def children_of(tokens: Sequence[Token]) -> list[list[int]]:
    """Indices of the children of each token."""
    found: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.index:
            found[token.head].append(token.index)
    return found
