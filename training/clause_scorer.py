"""Trains the clause scorer: which act between states each verb and noun of a sentence tells, who acts and upon whom.

    python -m training.clause_scorer EXAMPLES --base FILE --folds 5 --only 1    # figures on reports it did not see
    python -m training.clause_scorer EXAMPLES --base FILE --out FOLDER          # weights, int8 ONNX, with their card

EXAMPLES is what `training/clauses.py` wrote. The encoder begins as the relation scorer's after its first stage
(`--base`), which has read our passages and no PLV sentence. Heads on each verb and noun give type and status; its
products with the marks of the states, before the text and in it, give who acts and upon whom.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from detente.models.clause_scorer import FIRST_MARK, MOST_MARKS, STATUSES, TYPES, Mark, State, Window, encode
from training.relation_scorer import BASE

FIRST = 0.7
"""Share of the first of several types that are right."""
SHARES = (1.0, 0.4, 0.5, 0.5)
"""Weights of the losses of type, status, source and target."""
SHARE = 3
"""In each epoch one in so many is read of the passages, which the encoder knows, and of sentences without an act."""
LOW = (1.2e-4, 1e-3)
"""Highest learning rates of encoder and heads."""
FROZEN = 2
"""Layers of the encoder that stay as they are: a fifth faster."""
WIDTH = 128
"""Of the products of a head and a state."""
NONE = TYPES.index("NONE")


class Reader(nn.Module):
    """Encoder, and heads on tokens: logits of type and status, and of each state as source and as target."""

    def __init__(self, layers: int = 6) -> None:
        super().__init__()
        self.body = BertModel.from_pretrained(
            str(BASE), add_pooling_layer=False, attn_implementation="eager", num_hidden_layers=layers
        )
        self.hidden = nn.Sequential(nn.Dropout(0.1), nn.Linear(384, 256), nn.Tanh(), nn.Dropout(0.1))
        self.typed = nn.Linear(256, len(TYPES))
        self.stated = nn.Linear(256, len(STATUSES))
        self.roles = nn.ModuleList([nn.Linear(384, WIDTH) for _ in range(4)])
        self.bias = nn.Parameter(torch.zeros(2))
        self.drop = nn.Dropout(0.1)

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, states: torch.Tensor, heads: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        read = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        tokens = read.gather(1, heads.unsqueeze(-1).expand(-1, -1, read.shape[-1]))
        features = self.hidden(tokens)
        marks = ids.gather(1, states)
        elsewhere = (ids.unsqueeze(1) != marks.unsqueeze(2)).to(read.dtype).unsqueeze(1) * -1e4
        dropped, sides = self.drop(tokens), self.drop(read)
        source, target = (
            ((self.roles[2 * n](dropped) @ self.roles[2 * n + 1](sides).transpose(1, 2)).unsqueeze(2) / math.sqrt(WIDTH)
             + elsewhere).amax(-1) + self.bias[n]
            for n in range(2)
        )  # fmt: skip
        return self.typed(features), self.stated(features), source, target


@dataclass(frozen=True, slots=True)
class Coded:
    """An example as numbers: tokens, places of states and heads, and what each head tells."""

    ids: list[int]
    states: list[int]
    heads: list[int]
    types: list[dict[int, float]]
    statuses: list[int]
    sources: list[list[int]]
    targets: list[list[int]]


def tokenizer() -> Any:
    """The tokenizer of the encoder, without padding."""
    found = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


def coded(row: dict[str, Any], pieces: Any) -> Coded:
    """An example as numbers."""
    window = Window(
        row["text"],
        row["begin"],
        tuple(State(*state) for state in row["states"]),
        tuple(Mark(*mark) for mark in row["marks"]),
        tuple(range(len(row["heads"]))),
        tuple(head["start"] for head in row["heads"]),
    )
    ids, states, heads = encode(pieces, window)
    kept = [(head, at) for head, at in zip(row["heads"], heads, strict=True) if at >= 0]
    return Coded(
        ids, states, [at for _, at in kept],
        [_types(head["types"]) for head, _ in kept],
        [STATUSES.index(head["status"]) if head.get("status") else -100 for head, _ in kept],
        [head.get("sources", []) for head, _ in kept],
        [head.get("targets", []) for head, _ in kept],
    )  # fmt: skip


def _types(said: Sequence[str]) -> dict[int, float]:
    if len(said) == 1:
        return {TYPES.index(said[0]): 1.0}
    others = (1 - FIRST) / (len(said) - 1)
    return {TYPES.index(type_): FIRST if n == 0 else others for n, type_ in enumerate(said)}


def batch(rows: Sequence[Coded]) -> tuple[torch.Tensor, ...]:
    """Padded ids, mask, places of states and of heads."""
    width, many, most = (max(len(f(row)) for row in rows) for f in (_ids, _states, _heads))
    ids, mask = torch.zeros(len(rows), width, dtype=torch.long), torch.zeros(len(rows), width, dtype=torch.long)
    states, heads = torch.zeros(len(rows), many, dtype=torch.long), torch.zeros(len(rows), most, dtype=torch.long)
    for i, row in enumerate(rows):
        ids[i, : len(row.ids)] = torch.tensor(row.ids)
        mask[i, : len(row.ids)] = 1
        states[i, : len(row.states)] = torch.tensor(row.states)
        heads[i, : len(row.heads)] = torch.tensor(row.heads)
    return ids, mask, states, heads


def _ids(row: Coded) -> list[int]:
    return row.ids


def _states(row: Coded) -> list[int]:
    return row.states


def _heads(row: Coded) -> list[int]:
    return row.heads


def lost(model: Reader, rows: Sequence[Coded]) -> torch.Tensor:
    """The weighted loss of one batch, a mean over its heads; status and sides count for acts alone."""
    inputs = batch(rows)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        types, statuses, sources, targets = (out.float() for out in model(*inputs))
    truth, status = torch.zeros_like(types), torch.full(types.shape[:2], -100)
    one, two = torch.zeros_like(sources), torch.zeros_like(targets)
    present, sided = torch.zeros(types.shape[:2]), torch.zeros_like(sources)
    for i, row in enumerate(rows):
        for j, spread in enumerate(row.types):
            for type_, share in spread.items():
                truth[i, j, type_] = share
            present[i, j], status[i, j] = 1, row.statuses[j] if NONE not in spread else -100
            one[i, j, row.sources[j]], two[i, j, row.targets[j]] = 1, 1
            if NONE not in spread:
                sided[i, j, : len(row.states)] = 1
    acts = (truth[..., NONE] == 0) & (present > 0)
    each = nn.functional.cross_entropy(types.transpose(1, 2), truth.transpose(1, 2), reduction="none")
    loss = SHARES[0] * (each * present).sum() / present.sum()
    if acts.any():
        loss = loss + SHARES[1] * nn.functional.cross_entropy(statuses[acts], status[acts], ignore_index=-100)
        for share, said, known in ((SHARES[2], sources, one), (SHARES[3], targets, two)):
            each = nn.functional.binary_cross_entropy_with_logits(said, known, reduction="none") * sided
            loss = loss + share * each.sum() / acts.sum()
    return loss


def fit(model: Reader, rows: Sequence[dict[str, Any]], *, epochs: int, seed: int, size: int = 16) -> None:
    """Fits the model; the same seed gives the same weights on the same machine."""
    torch.manual_seed(seed)
    order, pieces = random.Random(seed), tokenizer()
    model.body.embeddings.requires_grad_(requires_grad=False)
    for layer in model.body.encoder.layer[:FROZEN]:
        layer.requires_grad_(requires_grad=False)
    body = [weight for weight in model.body.parameters() if weight.requires_grad]
    others = [weight for name, weight in model.named_parameters() if not name.startswith("body.")]
    optimiser = torch.optim.AdamW([{"params": body}, {"params": others}], weight_decay=0.01)
    steps = sum(math.ceil(sum(_read(row, n, epoch) for n, row in enumerate(rows)) / size) for epoch in range(epochs))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, list(LOW), total_steps=steps + 1, pct_start=0.1)
    model.train()
    for epoch in range(epochs):
        begun, total = time.process_time(), 0.0
        parts = _parts([row for n, row in enumerate(rows) if _read(row, n, epoch)], pieces, order, size)
        for part in parts:
            loss = lost(model, part)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch} loss {total / len(parts):.3f} {time.process_time() - begun:.0f} CPU-s", flush=True)
    model.eval()


def _read(row: dict[str, Any], number: int, epoch: int) -> bool:
    """True for an example that is read in this epoch: of passages, and of sentences of reports without an act, one in
    so many, different ones each time."""
    quiet = row["kind"] == "report" and all(head["types"] == ["NONE"] for head in row["heads"])
    return not (quiet or row["kind"] == "passage") or number % SHARE == epoch % SHARE


def _parts(rows: Sequence[dict[str, Any]], pieces: Any, order: random.Random, size: int) -> list[list[Coded]]:
    """Random batches of like length: stretches of fifty batches are sorted by length."""
    found = [row for row in (coded(row, pieces) for row in rows) if row.heads]
    order.shuffle(found)
    parts = []
    for k in range(0, len(found), size * 50):
        stretch = sorted(found[k : k + size * 50], key=lambda row: len(row.ids))
        parts += [stretch[j : j + size] for j in range(0, len(stretch), size)]
    order.shuffle(parts)
    return parts


def begun(base: Path | None, *, layers: int, seed: int) -> Reader:
    """A model to be fitted: the encoder as the relation scorer's first stage left it, all marks different."""
    torch.manual_seed(seed)
    model = Reader(layers)
    if base is not None:
        known = {name[5:]: weight for name, weight in load_file(str(base)).items() if name.startswith("body.")}
        model.body.load_state_dict(known, strict=False)
    table = model.body.embeddings.word_embeddings.weight
    with torch.no_grad():
        table[FIRST_MARK : FIRST_MARK + MOST_MARKS] = torch.randn(MOST_MARKS, table.shape[1]) * table.std()
    return model


def predict(model: Reader, rows: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """For each example and head the probabilities of everything, and what is right."""
    pieces = tokenizer()
    found: list[list[dict[str, Any]]] = []
    with torch.no_grad():
        for row in rows:
            item = coded(row, pieces)
            if not item.heads:
                found.append([])
                continue
            types, statuses, sources, targets = model(*batch([item]))
            types, statuses = types[0].softmax(-1).numpy(), statuses[0].softmax(-1).numpy()
            sides = [sides[0].sigmoid().numpy() for sides in (sources, targets)]
            found.append([
                {"types": types[j], "statuses": statuses[j], "sources": sides[0][j], "targets": sides[1][j],
                 "truth": item.types[j], "status": item.statuses[j], "from": item.sources[j], "to": item.targets[j]}
                for j in range(len(item.heads))
            ])  # fmt: skip
    return found


def figures(found: Sequence[Sequence[dict[str, Any]]]) -> str:
    """Average precision of acts, best F1 of acts, with their types and with types and sides; statuses of acts."""
    heads = [head for row in found for head in row]
    acts = [head for head in heads if NONE not in head["truth"]]
    ranked = sorted(heads, key=lambda head: head["types"][NONE])
    right = np.array([NONE not in head["truth"] for head in ranked])
    typed = np.array([_best(head) in head["truth"] and NONE not in head["truth"] for head in ranked])
    sided = np.array([bool(t) and _sided(head) for t, head in zip(typed, ranked, strict=True)])
    n = np.arange(1, len(ranked) + 1)
    ap = float((np.cumsum(right) / n)[right].mean())
    scores = []
    for hits in (right, typed, sided):
        got = np.cumsum(hits)
        f1 = 2 * got / (n + len(acts))
        at = int(np.argmax(f1))
        parts = got[at] / n[at], got[at] / len(acts), 1 - ranked[at]["types"][NONE]
        scores.append("{:.3f} (p {:.2f} r {:.2f} at {:.2f})".format(f1[at], *parts))
    status = np.mean([head["statuses"].argmax() == head["status"] for head in acts])
    type_ = np.mean([_best(head) in head["truth"] for head in acts])
    pair = np.mean([_sided(head) for head in acts])
    rest = f"of acts: type {type_:.3f} status {status:.3f} sides {pair:.3f}"
    return f"AP {ap:.3f}; F1 acts {scores[0]}, typed {scores[1]}, sided {scores[2]}; {rest}"


def _best(head: dict[str, Any]) -> int:
    return int(np.argmax(np.where(np.arange(len(TYPES)) == NONE, -1, head["types"])))


def _sided(head: dict[str, Any]) -> bool:
    """True where the likeliest source and target are right."""
    known = [side for side in ("from", "to") if head[side]]
    guess = {"from": int(head["sources"].argmax()), "to": int(head["targets"].argmax())}
    if head["from"] == head["to"]:
        return {int(k) for k in np.argsort(-(head["sources"] + head["targets"]))[:2]} <= set(head["from"])
    return all(guess[side] in head[side] for side in known)


def export(model: Reader, out: Path, card: dict[str, object]) -> None:
    """Writes `model.onnx` (int8, per channel) and `card.json` with its sha256."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    full = out / "full.onnx"
    rows = [Coded([101, 5, 2000, 102, 2001, 2002, 102], [1, 1], [4, 5], [], [], [], [])] * 2
    axes = {"ids": {0: "n", 1: "width"}, "mask": {0: "n", 1: "width"}, "states": {0: "n", 1: "k"}}
    axes |= {"heads": {0: "n", 1: "h"}, "type": {0: "n", 1: "h"}, "status": {0: "n", 1: "h"}}
    axes |= {"source": {0: "n", 1: "h", 2: "k"}, "target": {0: "n", 1: "h", 2: "k"}}
    torch.onnx.export(
        model, batch(rows), str(full), input_names=["ids", "mask", "states", "heads"],
        output_names=["type", "status", "source", "target"], dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(str(full), str(out / "model.onnx"), per_channel=True, weight_type=QuantType.QInt8)
    full.unlink()
    total = hashlib.sha256((out / "model.onnx").read_bytes()).hexdigest()
    card |= {"types": TYPES, "statuses": STATUSES, "sha256": {"model.onnx": total}}
    (out / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def _number(row: dict[str, Any]) -> int:
    return zlib.crc32(row["id"].encode())


def main() -> None:
    """Cross-validates on reports, or trains on everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path, nargs="+")
    parser.add_argument("--base", type=Path, help="first stage of the relation scorer (safetensors)")
    parser.add_argument("--layers", type=int, default=6, help="layers of the encoder that are kept")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--without", nargs="*", default=[], help="kinds of examples to leave out")
    parser.add_argument("--folds", type=int, default=0, help="measure on one part in so many of the reports")
    parser.add_argument("--only", type=int, default=0, help="measure the first few parts only")
    parser.add_argument("--keep", type=Path, help="keep the weights of the last part here")
    parser.add_argument("--measured", type=Path, help="examples of the reports to measure on")
    parser.add_argument("--out", type=Path, help="train on everything and write the weights here")
    args = parser.parse_args()
    torch.set_num_threads(1)
    rows = [json.loads(line) for path in args.examples for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["kind"] not in args.without]
    print(f"{len(rows)} sentences", flush=True)
    for fold in range(args.only or args.folds):
        held = [row for row in rows if row["kind"] != "news" and _number(row) % args.folds == fold]
        known = {row["id"] for row in held}
        model = begun(args.base, layers=args.layers, seed=fold)
        fit(model, [row for row in rows if row["id"] not in known], epochs=args.epochs, seed=fold)
        for kind in sorted({row["kind"] for row in held}):
            part = [row for row in held if row["kind"] == kind]
            print(f"part {fold}, {kind}, {len(part)} sentences: {figures(predict(model, part))}", flush=True)
        if args.keep:
            torch.save(model.state_dict(), args.keep)
    if args.out:
        model = begun(args.base, layers=args.layers, seed=0)
        fit(model, rows, epochs=args.epochs, seed=0)
        if args.keep:
            torch.save(model.state_dict(), args.keep)
        if args.measured:
            held = [json.loads(line) for line in args.measured.read_text(encoding="utf-8").splitlines()]
            print(f"reports to measure on: {figures(predict(model, held))}", flush=True)
        export(model, args.out, {"epochs": args.epochs, "seed": 0, "layers": args.layers, "examples": len(rows)})


if __name__ == "__main__":
    main()
