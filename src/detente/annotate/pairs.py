"""Two states that stand together, and phrases for two: "both countries", "the two leaders", "neither side"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from detente.annotate.memory import REACH, Memory
from detente.annotate.names import words
from detente.annotate.people import OFFICIAL
from detente.annotate.phrases import Name
from detente.annotate.sentences import Line
from detente.records import Token


def note(index: int, row: Sequence[Name], memory: Memory) -> None:
    """Two states that stand together: coordinated, hyphenated, or the only two of the sentence."""
    groups: dict[int, list[str]] = {}
    for name in row:
        if name.group is not None:
            groups.setdefault(name.group, []).extend(code for code in name.codes if code)
    sets = [tuple(dict.fromkeys(codes)) for codes in groups.values()]
    pairs = [codes for codes in sets if len(codes) == 2]
    memory.plurals += [(index, codes, True) for codes in sets if len(codes) > 1]
    everyone = tuple(dict.fromkeys(c for n in row if n.role != "backed" and n.kind != "place" for c in n.codes))
    if not pairs and len(everyone) == 2:
        pairs = [everyone]
    if not pairs and len(everyone) == 3:
        acting = tuple(dict.fromkeys(c for n in row if n.role not in ("backed", "place") for c in n.codes))
        pairs = [acting] if len(acting) == 2 else []
    memory.pairs += [(index, pair) for pair in pairs]


def main(found: Sequence[list[Name]]) -> tuple[str, ...] | None:
    """The two states that the whole document speaks of most; None where a third comes near."""
    counts: Counter[str] = Counter()
    for row in found:
        counts.update(c for n in row if not n.inside and n.role not in ("place", "backed") for c in n.codes)
    common = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    if len(common) < 2 or (len(common) == 3 and common[1][1] <= 2 * common[2][1]):
        return None
    return tuple(sorted(code for code, _ in common[:2]))


def phrases(line: Line, row: Sequence[Name]) -> Iterator[tuple[Token, tuple[int, int, str]]]:
    """Phrases for two ("both countries", "the two leaders"): the noun's token with start, noun and what they are."""
    tokens = line.sentence.tokens
    for i, token in enumerate(tokens):
        sort = words("pair_noun").get(token.text.lower())
        if sort is None:
            if _alone(tokens, i):
                yield token, (i if token.text.lower() != "two" else i - 1, i, "people")
            continue
        pair = f"{tokens[i - 1].text.lower()} {token.text.lower()}" if i else ""
        first = i - 1 if pair in words("pair_noun") else i
        for size in (3, 2, 1):
            text = " ".join(t.text.lower() for t in tokens[max(0, first - size) : first])
            if first >= size and text in words("pair_det") and _is_pair(tokens, i, text):
                yield token, (first - size, i, sort)
                break


def _alone(tokens: Sequence[Token], i: int) -> bool:
    """True for `the two` and `both` that stand for people or states themselves."""
    token = tokens[i]
    if token.text.lower() not in words("pair_alone") or token.dep not in ("nsubj", "nsubjpass", "dobj", "pobj"):
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and (after.tag.startswith(("NN", "JJ", "CD")) or after.text.lower() == "of"):
        return False
    return token.text.lower() != "two" or (i > 0 and tokens[i - 1].text.lower() == "the")


def _is_pair(tokens: Sequence[Token], noun: int, determiner: str) -> bool:
    """A bare "the" makes a pair of sides and parties only; a singular noun needs "either" or "neither"."""
    if determiner == "the":
        return tokens[noun].text.lower() in words("pair_bare")
    singular = tokens[noun].tag == "NN"
    return singular == (determiner in ("either", "neither"))


def resolved(
    index: int, line: Line, row: Sequence[Name], place: tuple[int, int, str], memory: Memory
) -> Iterator[Name]:
    """The two states or leaders that a phrase for two takes up; fills a role that stands there already."""
    first, noun, sort = place
    there = next((n for n in row if n.head == noun and n.kind in ("role", "group")), None)
    if there is not None and there.codes:
        return
    codes = _last_leaders(index, memory) if sort == "people" else None
    codes = codes or _last_pair(index, row, memory)
    if codes is None:
        return
    if there is not None:
        there.codes, there.kind = codes, "group"
        return
    name = Name(first, noun + 1, line.starts[first], line.ends[noun], "group", codes, None, plural=True)
    name.head = noun
    yield name


def _last_leaders(index: int, memory: Memory) -> tuple[str, ...] | None:
    codes: dict[str, None] = {}
    for when, name, _ in reversed(memory.people):
        if index - when > REACH + 2:
            break
        if name.sector in OFFICIAL and name.codes:
            codes.setdefault(name.codes[0])
        if len(codes) == 2:
            return tuple(sorted(codes))
    return None


def _last_pair(index: int, row: Sequence[Name], memory: Memory) -> tuple[str, ...] | None:
    """The pair of this sentence, the last pair before it, or the two states that the document speaks of most."""
    acting = [n for n in row if n.role not in ("backed", "place") and (n.modifies is None or n.group is not None)]
    here = tuple(dict.fromkeys(c for n in acting for c in n.codes))
    grouped = {n.codes for n in acting if n.group is not None}
    if len(here) == 2 and (len(grouped) == 2 or not memory.main or set(here) == set(memory.main)):
        return here
    if memory.main and not (memory.pairs and index - memory.pairs[-1][0] <= 1):
        return memory.main
    for when, pair in reversed(memory.pairs):
        if index - when <= 2 * REACH:
            return pair
    if len(here) == 2:
        return here
    return memory.main
