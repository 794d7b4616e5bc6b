"""Clauses: every predicate (verb or event noun) with its status: whether the act it names happened.

The status comes from the words of the clause itself (modals, negation, adverbs, determiners, conditions) and from
the chain of words that govern it (`governors.py`), each a row of `lexicons/modality.tsv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.annotate import governors
from detente.annotate.governors import NOMINAL, OBJECTS, SUBJECTS, VERBAL
from detente.annotate.modality import ACTUAL, Effect, Verdict, effects, event_nouns, grammar
from detente.records import Clause, Mention, Sentence, Span, TimeExpression

DEEPEST = 80
"""Words above words beyond which a chain is not followed: no sentence of a person has so many."""


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
        self.lemmas = [token.lemma.lower() for token in self.tokens]
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                self.children[token.head].append(token.index)
        self.firsts, self.lasts = self._extents()
        self.all_times = times
        self.times = [time for time in times if time.direction == "future"]
        self.verdicts: dict[int, Verdict] = {}
        self.depth = 0
        self.hearsay = self._hearsay()
        self.quotes = self._quotes()

    def heads(self) -> list[int]:
        """Tokens that head a clause: full verbs, copulas and event nouns."""
        nouns = event_nouns()
        return [
            t.index
            for t in self.tokens
            if (t.pos in VERBAL and t.dep not in {"aux", "auxpass"})
            or (t.pos in NOMINAL and self.lemmas[t.index] in nouns)
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
        return self.firsts[i], self.lasts[i]

    def _extents(self) -> tuple[list[int], list[int]]:
        """First and last token under each: every token widens those above it, up to the first that is as wide."""
        firsts, lasts = list(range(len(self.tokens))), list(range(len(self.tokens)))
        for token in self.tokens:
            i, above = token.index, token.head
            while not firsts[above] <= i <= lasts[above]:
                firsts[above], lasts[above] = min(firsts[above], i), max(lasts[above], i)
                above = self.tokens[above].head
        return firsts, lasts

    def tense(self, i: int) -> str:
        """past, present, future or none."""
        token = self.tokens[i]
        auxes = [self.tokens[c] for c in self.children[i] if self.tokens[c].dep in {"aux", "auxpass"}]
        if any(a.lemma in grammar("future_modal") or a.text.lower() in grammar("future_modal") for a in auxes):
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
            if self.depth > DEEPEST:
                return Verdict("hypothetical", (i,))
            self.depth += 1
            self.verdicts[i] = ACTUAL
            token = self.tokens[i]
            own = self._own_verb(i) if token.pos in VERBAL else self._own_noun(i)
            above = governors.above_verb(self, i) if token.pos in VERBAL else governors.above_noun(self, i)
            verdict = self._both(own, above)
            if verdict.status == "actual" and self.hearsay is not None:
                verdict = replace(self.hearsay, reporter=verdict.reporter)
            self.verdicts[i] = verdict
            self.depth -= 1
        return self.verdicts[i]

    # --- the words of the clause itself -------------------------------------------------------------------------

    def _own_verb(self, i: int) -> Verdict:
        negation, modal, adverb, condition = self.negation(i), None, None, None
        for c in self.children[i]:
            token = self.tokens[c]
            word = self.lemmas[c]
            if token.dep == "aux" and token.tag == "MD":
                modal = c
            elif token.dep in {"mark", "advmod", "prep"} and self.row("s", c) and word != "had":
                condition = c if token.dep == "mark" or self._opens(c, i) else condition
            elif token.dep == "advmod" and word in effects()["r"] and word not in {"never", "not"}:
                adverb = c
        if condition is None and self._inverted(i):
            condition = i
        if condition is not None:
            return Verdict("hypothetical", (condition,))
        if modal is not None:
            return self._modal(i, modal, negation)
        if adverb is not None and negation is None:
            return Verdict(effects()["r"][self.lemmas[adverb]][0].status, (adverb,))
        if negation is not None:
            return Verdict("negated", (negation,))
        if self.tense(i) == "present" and self.future(i):
            return Verdict("planned", (i,))
        return ACTUAL

    def _opens(self, c: int, verb: int) -> bool:
        """True for an adverb that opens the clause of a verb ("once Iran attacks"), not one inside ("had once met")."""
        return any(t.dep in {"nsubj", "nsubjpass"} and t.head == verb and t.index > c for t in self.tokens)

    def _modal(self, i: int, modal: int, negation: int | None) -> Verdict:
        word = self.lemmas[modal]
        text = self.tokens[modal].text.lower()
        if negation is not None:
            sure = word in grammar("sure_modal") or text in grammar("sure_modal")
            perfect = any(self.tokens[c].lemma == "have" and self.tokens[c].dep == "aux" for c in self.children[i])
            return Verdict("negated" if sure and not perfect else "hypothetical", (modal, negation))
        if word in grammar("future_modal") or text in grammar("future_modal"):
            return Verdict("hypothetical" if self._has_condition(i) else "planned", (modal,))
        if word == "would" and not self._has_condition(i) and self._past_report(i):
            return Verdict("planned", (modal,))
        return Verdict("hypothetical", (modal,))

    def _own_noun(self, i: int) -> Verdict:
        for c in self.children[i]:
            token = self.tokens[c]
            word = self.lemmas[c]
            if token.dep in {"det", "neg", "preconj"} and word in effects()["d"]:
                return Verdict("negated", (c,))
            if token.dep in {"amod", "advmod", "compound"}:
                rows = effects()["a"].get(token.text.lower()) or effects()["a"].get(word)
                if rows and not rows[0].words:
                    return Verdict(rows[0].status, (c,))
                deeper = [g for g in self.children[c] if self.lemmas[g] in effects()["r"]]
                if deeper:
                    return Verdict(effects()["r"][self.lemmas[deeper[0]]][0].status, (deeper[0],))
        return ACTUAL

    def negation(self, i: int) -> int | None:
        for c in self.children[i]:
            token = self.tokens[c]
            word = self.lemmas[c]
            if token.dep == "neg" or (token.dep == "advmod" and word in {"never", "hardly", "scarcely", "nowhere"}):
                return c
            if token.dep == "advmod" and any(self.lemmas[g] in effects()["d"] for g in self.children[c]):
                return c  # "no longer", "no more"
            if token.dep in SUBJECTS or token.dep in OBJECTS:
                if word in effects()["d"] and (word != "none" or token.dep in SUBJECTS):
                    return c
                for g in self.children[c]:
                    if self.lemmas[g] in effects()["d"] and self.tokens[g].dep in {
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
        if token.dep not in {"aux", "auxpass"} or self.lemmas[first] not in {"have", "should", "be"}:
            return False
        subject = next((c for c in self.children[i] if self.tokens[c].dep in SUBJECTS), None)
        return subject is not None and first < subject and self.tokens[i].dep in {"advcl", "ccomp"}

    def _has_condition(self, i: int) -> bool:
        for c in self.children[i]:
            if self.tokens[c].dep not in {"advcl", "prep", "ccomp"}:
                continue
            if self.tokens[c].text.lower() in grammar("condition") or self._inverted(c):
                return True
            for g in self.children[c]:
                if self.lemmas[g] in grammar("condition") and self.tokens[g].dep in {
                    "mark",
                    "advmod",
                }:
                    return True
        return False

    def _past_report(self, i: int) -> bool:
        if any(self.tokens[c].lemma == "have" for c in self.children[i]):
            return False
        origin = self.tokens[governors.first_of(self, i)]
        if origin.dep != "ccomp":
            return False
        effect = self.effect("v", origin.head)
        told = self.tokens[origin.head].tag in {"VBD", "VBN"}
        return told and effect is not None and effect.status in {"pass", "planned"}

    def future(self, i: int) -> bool:
        first, last = self.extent(i)
        start, end = self.tokens[first].start, self.tokens[last].end
        return any(start <= time.start and time.end <= end for time in self.times)

    # --- rows ---------------------------------------------------------------------------------------------------

    def row(self, pos: str, i: int) -> Effect | None:
        rows = effects().get(pos, {}).get(self.lemmas[i], ())
        return next((effect for effect in rows if self.follows(effect.words, i)), None)

    def effect(self, pos: str, i: int) -> Effect | None:
        """The longest row of a part of speech that fits token `i`; of two alike, the one whose word follows at once."""
        rows = [e for e in effects()[pos].get(self.lemmas[i], ()) if self.satisfied(e, i)]
        if len(rows) > 1 and i + 1 < len(self.tokens):
            following = self.lemmas[i + 1]
            rows = [e for e in rows if len(e.words) == len(rows[0].words)]
            return next((e for e in rows if e.words[:1] == (following,)), rows[0])
        return rows[0] if rows else None

    def satisfied(self, effect: Effect, i: int) -> bool:
        """The further words of a form hang on its head, at most two steps down."""
        if not effect.words:
            return True
        direct = {self.lemmas[c] for c in self.children[i]}
        direct |= {
            self.lemmas[g]
            for c in self.children[i]
            if self.lemmas[c] in grammar("tied_particle")
            for g in self.children[c]
        }
        if any(word in grammar("tied_particle") and word not in direct for word in effect.words):
            return False
        near = {self.lemmas[c] for c in self.children[i]}
        near |= {self.lemmas[g] for c in self.children[i] for g in self.children[c]}
        return all(word in near for word in effect.words)

    def follows(self, words: tuple[str, ...], i: int) -> bool:
        after = self.lemmas[i + 1 : i + 1 + len(words) + 1]
        return all(word in after for word in words)

    def _hearsay(self) -> Verdict | None:
        """What a phrase makes of all that the sentence tells (`unconfirmed reports`, `no truth in`)."""
        lemmas, rows = self.lemmas, effects()["x"]
        if rows.keys().isdisjoint(lemmas):
            return None
        for i, lemma in enumerate(lemmas):
            for effect in rows.get(lemma, ()):
                at, seen = i, True
                for word in effect.words:
                    window = lemmas[at + 1 : at + 5]
                    seen = word in window
                    if not seen:
                        break
                    at += 1 + window.index(word)
                if seen:
                    return Verdict(effect.status, (i, at))
        return None

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
