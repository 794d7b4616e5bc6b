"""Trains the tagger of names (`annotate/entities.py`) on what the parser's own recogniser says of many texts.

    python -m training.entities ARTICLES.jsonl.gz --examples FILE.npz                      # reads, with the parser
    python -m training.entities --examples FILE.npz --out src/detente/models [--test FILE.npz]   # learns, with torch

Every text is read twice: as it stands, and with three in four of its names exchanged for names of the lexicons, so that
the tagger knows more of the world than what the articles speak of. No label was made by hand.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

WIDTH: Final = 96
PIECES: Final = 2
PAD: Final = 2
EXCHANGED: Final = 0.75
SIZE: Final = 1000
"""Words of a batch: whole passages, up to so many and the last one's rest."""
BATCH: Final = 64
RATE: Final = 4e-3
DROPPED: Final = 0.1


# --- reading: what the recogniser says ---------------------------------------------------------------------------


def texts(paths: Iterable[Path]) -> Iterator[str]:
    """The paragraphs of the articles, then the passages written for this project, each once."""
    from training.passages import own

    for path in paths:
        for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines():
            yield from (part.strip() for part in json.loads(line)["text"].split("\n") if part.strip())
    yield from dict.fromkeys(example.text for example in own())


def names(order: random.Random) -> dict[str, list[str]]:
    """Names of the lexicons by the recogniser's kinds; people's also mixed anew of first and last names."""
    from detente import lexicons

    held: dict[str, list[str]] = {kind: [] for kind in ("GPE", "NORP", "ORG", "PERSON", "LOC")}
    for row in lexicons.table("states"):
        held["GPE"] += [row["name"], *row.listed("names"), row["capital"], *row.listed("capitals")] * 2
        held["NORP"] += row.listed("demonyms")
        held["ORG"] += row.listed("metonyms")
    for row in lexicons.table("places"):
        held["GPE" if row["kind"] in ("capital", "city") else "LOC"].append(row["name"])
    for row in lexicons.table("organisations"):
        held["ORG"] += [row["name"], *row.listed("names")]
    for row in lexicons.table("offices"):
        held["PERSON"] += [row["person"], row["surname"]]
    found = {kind: [name for name in listed if name[:1].isupper()] for kind, listed in held.items()}
    parts = [name.split() for name in found["PERSON"]]
    firsts, lasts = [part[0] for part in parts if len(part) > 1], [part[-1] for part in parts]
    found["PERSON"] += [f"{order.choice(firsts)} {order.choice(lasts)}" for _ in parts]
    return found


def exchanged(doc: Any, pool: dict[str, list[str]], order: random.Random) -> str:
    """The text with other names in the place of most, the same one for the same."""
    parts, at, chosen = [], 0, dict[tuple[str, str], str]()
    for entity in doc.ents:
        kind, text = entity.label_, entity.text
        if kind in pool and text[0].isupper() and order.random() < EXCHANGED:
            tail = next((mark for mark in ("'s", "’s") if text.endswith(mark)), "")
            new = chosen.setdefault((text.removesuffix(tail), kind), order.choice(pool[kind]))
            parts += [doc.text[at : entity.start_char], new, tail]
            at = entity.end_char
    return "".join(parts) + doc.text[at:]


def read(given: Sequence[str], out: Path, *, pool: dict[str, list[str]] | None, order: random.Random) -> None:
    """Writes vectors, forms and kinds of all words of the texts, and of their copies with other names if `pool`."""
    from detente.annotate import entities, sentences, vectors

    pipeline = sentences.model("en_core_web_sm").pipeline
    pipeline.enable_pipe("ner")
    columns, forms = vectors.embedding(pipeline.get_pipe("ner").model) or ([], None)
    assert forms is not None
    labels = ("", *sorted(pipeline.get_pipe("ner").labels))
    place = {label: number for number, label in enumerate(labels)}
    known: dict[bytes, int] = {}
    features: list[np.ndarray] = []
    kept: dict[str, list[Any]] = {"vectors": [], "forms": [], "kinds": [], "sizes": []}
    rounds = [list(given), []]
    for number, part in enumerate(rounds):
        for start in range(0, len(part), BATCH):
            docs = [doc for doc in pipeline.pipe(part[start : start + BATCH], batch_size=BATCH) if len(doc)]
            for doc in docs:
                for row in doc.to_array(columns).reshape(len(doc), -1):
                    if known.setdefault(row.tobytes(), len(known)) == len(features):
                        features.append(row.copy())
                    kept["forms"].append(known[row.tobytes()])
                kept["vectors"].append(doc.tensor.astype("f2"))
                kept["kinds"] += [place[token.ent_type_] for token in doc]
                kept["sizes"].append(len(doc))
                if pool and number == 0:
                    rounds[1].append(exchanged(doc, pool, order))
    table = np.concatenate([forms.embed(np.stack(features[at : at + 4096])) for at in range(0, len(features), 4096)])
    np.savez(
        out, vectors=np.concatenate(kept["vectors"]), forms=np.array(kept["forms"], "i4"), table=table,
        kinds=np.array(kept["kinds"], "i1"), sizes=np.array(kept["sizes"], "i4"), labels=np.array(labels),
        probe=entities.probe(pipeline),
    )  # fmt: skip


# --- learning ----------------------------------------------------------------------------------------------------


def network(count: int) -> Any:
    """The tagger as torch has it, arithmetic as in `annotate/entities.py`."""
    import torch
    from torch import nn

    def around(rows: Any, *steps: int) -> Any:
        wide = nn.functional.pad(rows, (0, 0, 2, 2))
        return torch.cat([wide[2 + step : 2 + step + len(rows)] for step in steps], dim=1)

    class Network(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.lower = nn.Linear(3 * 2 * WIDTH, PIECES * WIDTH)
            self.upper = nn.Linear(3 * WIDTH, PIECES * WIDTH)
            self.norms = nn.ModuleList([nn.LayerNorm(WIDTH, eps=1e-8), nn.LayerNorm(WIDTH, eps=1e-8)])
            self.first, self.second = nn.Linear(WIDTH, count), nn.Linear(4 * count, count, bias=False)
            self.drop = nn.Dropout(DROPPED)

        def forward(self, rows: Any, words: Any) -> tuple[Any, Any]:
            low = self.lower(around(rows, -1, 0, 1)).view(-1, PIECES, WIDTH).amax(1)
            low = self.drop(self.norms[0](low)) * words
            high = self.upper(around(low, -1, 0, 1)).view(-1, PIECES, WIDTH).amax(1)
            scores = self.first((low + self.drop(self.norms[1](high))) * words)
            return scores, scores + self.second(around(scores.softmax(1) * words, -2, -1, 1, 2))

    return Network()


class Examples:
    """What `read` wrote, in batches of whole passages with empty rows between."""

    def __init__(self, path: Path) -> None:
        held = np.load(path, allow_pickle=False)
        self.vectors, self.table = held["vectors"], held["table"]
        self.forms, self.kinds = held["forms"], held["kinds"].astype("i8")
        self.labels, self.probe = [str(label) for label in held["labels"]], held["probe"]
        ends = np.cumsum(held["sizes"])
        self.batches: list[list[tuple[int, int]]] = [[]]
        for end, size in zip(ends.tolist(), held["sizes"].tolist(), strict=True):
            if sum(last - first for first, last in self.batches[-1]) >= SIZE:
                self.batches.append([])
            self.batches[-1].append((end - size, end))

    def batch(self, number: int) -> tuple[Any, Any, Any]:
        """Rows, 1 where a word stands, and its kind (-100 elsewhere)."""
        import torch

        places = self.batches[number]
        count = sum(last - first + PAD for first, last in places) + PAD
        rows, words = np.zeros((count, 2 * WIDTH), "f"), np.zeros((count, 1), "f")
        kinds, at = np.full(count, -100), PAD
        for first, last in places:
            to = slice(at, at + last - first)
            rows[to, :WIDTH], rows[to, WIDTH:] = self.vectors[first:last], self.table[self.forms[first:last]]
            words[to], kinds[to] = 1, self.kinds[first:last]
            at += last - first + PAD
        return torch.from_numpy(rows), torch.from_numpy(words), torch.from_numpy(kinds)


def fit(given: Examples, *, epochs: int, seed: int) -> Any:
    """The network learnt from the examples; the same seed gives the same weights on the same machine."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    order = random.Random(seed)
    model = network(len(given.labels))
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    total = epochs * len(given.batches)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=total, pct_start=0.1)
    for _ in range(epochs):
        for number in order.sample(range(len(given.batches)), len(given.batches)):
            rows, words, kinds = given.batch(number)
            first, second = model(nn.functional.dropout(rows, DROPPED), words)
            loss = nn.functional.cross_entropy(second, kinds) + 0.5 * nn.functional.cross_entropy(first, kinds)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return model.eval()


def figures(model: Any, given: Examples) -> dict[str, float]:
    """How often the tagger says what the recogniser said: share of words, and F1 over words of a kind."""
    import torch

    told, said = [], []
    with torch.no_grad():
        for number in range(len(given.batches)):
            rows, words, kinds = given.batch(number)
            told.append(model(rows, words)[1].argmax(1)[kinds >= 0].numpy())
            said.append(kinds[kinds >= 0].numpy())
    own, truth = np.concatenate(told), np.concatenate(said)
    found = {"words": float((own == truth).mean())}
    for label in ("", "PERSON", "ORG", "GPE", "NORP", "DATE"):
        kinds = [given.labels.index(label)] if label else list(range(1, len(given.labels)))
        both = ((own == truth) & np.isin(own, kinds)).sum()
        found[label or "all kinds"] = float(2 * both / (np.isin(own, kinds).sum() + np.isin(truth, kinds).sum()))
    return {name: round(value, 4) for name, value in found.items()}


def write(model: Any, given: Examples, out: Path, card: dict[str, Any]) -> None:
    """Writes `entities.safetensors` (16-bit numbers) and `entities.json`."""
    from safetensors.numpy import save

    held = {"probe": given.probe.astype("f4")}
    for name, norm in zip(("lower", "upper"), model.norms, strict=True):
        part = getattr(model, name)
        held |= {f"{name}.weights": part.weight.detach().numpy().T, f"{name}.bias": part.bias.detach().numpy()}
        held |= {f"{name}.gain": norm.weight.detach().numpy(), f"{name}.shift": norm.bias.detach().numpy()}
    held |= {"first.weights": model.first.weight.detach().numpy().T, "first.bias": model.first.bias.detach().numpy()}
    held["second.weights"] = model.second.weight.detach().numpy().T
    small = {name: np.ascontiguousarray(array, "f4" if name == "probe" else "f2") for name, array in held.items()}
    data = save(small)
    (out / "entities.safetensors").write_bytes(data)
    card |= {"labels": given.labels, "words": len(given.kinds), "sha256": hashlib.sha256(data).hexdigest()}
    (out / "entities.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Reads or learns, as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="*", help="gzipped JSON Lines with a `text` in each row")
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--plain", action="store_true", help="read each text only as it stands: for --test")
    parser.add_argument("--test", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    if args.articles:
        order = random.Random(args.seed)
        given = list(texts(args.articles))
        read(given, args.examples, pool=None if args.plain else names(order), order=order)
    if args.out:
        examples = Examples(args.examples)
        model = fit(examples, epochs=args.epochs, seed=args.seed)
        tested = {path.stem: figures(model, Examples(path)) for path in args.test}
        print(json.dumps(tested, indent=1))
        write(model, examples, args.out, {"epochs": args.epochs, "seed": args.seed, "agreement": tested})


if __name__ == "__main__":
    main()
