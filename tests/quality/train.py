#!/usr/bin/env python3
"""Learns src/compose/group/model.tsv: how likely it is that two entries tell one story.

usage: train.py --tidings BINARY --days DAY.jsonl ... --others SET.jsonl ... [--more DAY.jsonl ...] --out FOLDER
(needs numpy)

DAYS are labelled days of real feeds, OTHERS sets where nearly every entry has company (they count a twentieth), MORE
further labelled days. The features of pairs come from `tidings group --print features`, so that training and running cannot
differ. FOLDER gets `model.tsv`, learned from everything, and for each of DAYS a model that never saw it, by which to
judge the method (see stories.py). Only weights leave this script.

A pair of one story counts 1 / sqrt(entries of the story - 1), so that large stories do not drown the small ones.
Of pairs that are plainly not alike, a fifth are used, at five times the weight.
"""

import argparse
import io
import json
import pathlib
import subprocess
from collections import Counter

import numpy as np

NETWORKS, HIDDEN, DECAY, ROUNDS, BATCH, RATE = 4, 8, 0.01, 12, 256, 3e-3
OTHERS_WEIGHT = 0.05
# Less is known of a pair without times, and chance likeness over months is not seen: its log-odds are lowered by this
# (between 0.5 and 1 best on the sets without times: mean BCubed F1 .886, against .874 without).
UNTIMED = 0.7
LINK = {"first": 0.33, "power": 0.6, "least": 0.09, "both": 0.3, "mean": 0.8, "alone": 0.02}


def load(binary, path):
    with open(path, encoding="utf-8") as lines:
        clusters = np.array([json.loads(line)["cluster"] for line in lines])
    done = subprocess.run([binary, "group", "--print", "features", path], check=True, capture_output=True, text=True)
    head, body = done.stdout.split("\n", 1)
    table = np.loadtxt(io.StringIO(body), dtype=np.float32, ndmin=2)
    a, b = table[:, 0].astype(int), table[:, 1].astype(int)
    sizes = Counter(clusters)
    same = clusters[a] == clusters[b]
    weight = np.ones(len(same))
    weight[same] = [1 / np.sqrt(sizes[c] - 1) for c in clusters[a[same]]]
    return head.split("\t")[2:], table[:, 2:], same.astype(np.float32), weight


def logistic(z):
    return 1 / (1 + np.exp(-np.clip(z, -30, 30)))


def learn(x, y, w, seed):
    """One network with a linear bypass, by Adam with decoupled weight decay and a falling rate."""
    random = np.random.RandomState(seed)
    n, features = x.shape
    p = {
        "hidden": (random.randn(features, HIDDEN) / np.sqrt(features)).astype(np.float32),
        "hidden_bias": np.zeros(HIDDEN, np.float32),
        "out": (random.randn(HIDDEN) / np.sqrt(HIDDEN) / 2).astype(np.float32),
        "linear": np.zeros(features, np.float32),
        "bias": np.full(1, -3, np.float32),
    }
    first = {key: np.zeros_like(value) for key, value in p.items()}
    second = {key: np.zeros_like(value) for key, value in p.items()}
    step, steps = 0, ROUNDS * (n // BATCH)
    for _ in range(ROUNDS):
        order = random.permutation(n)
        for start in range(0, n - BATCH + 1, BATCH):
            at = order[start : start + BATCH]
            z, step = x[at], step + 1
            sums = z @ p["hidden"] + p["hidden_bias"]
            active = np.maximum(sums, 0)
            error = (logistic(active @ p["out"] + z @ p["linear"] + p["bias"]) - y[at]) * w[at] / BATCH
            back = np.outer(error, p["out"]) * (sums > 0)
            gradients = {
                "out": active.T @ error, "bias": np.array([error.sum()]), "linear": z.T @ error,
                "hidden": z.T @ back, "hidden_bias": back.sum(axis=0),
            }
            rate = RATE * (1 - 0.95 * step / steps)
            for key, gradient in gradients.items():
                first[key] = 0.9 * first[key] + 0.1 * gradient
                second[key] = 0.999 * second[key] + 0.001 * gradient**2
                move = first[key] / (1 - 0.9**step) / (np.sqrt(second[key] / (1 - 0.999**step)) + 1e-7)
                p[key] = (p[key] - rate * move).astype(np.float32)
                if "bias" not in key:
                    p[key] *= 1 - 10 * rate * DECAY
    return p


def train(sets):
    x = np.vstack([features for features, _, _ in sets])
    y = np.concatenate([same for _, same, _ in sets])
    w = np.concatenate([weight for _, _, weight in sets])
    easy = (y == 0) & (x[:, 0] < 0.09)
    keep = ~easy | (np.random.RandomState(0).rand(len(y)) < 0.2)
    w = np.where(easy, 5 * w, w)[keep]
    x, y, w = x[keep], y[keep], (w / w.mean()).astype(np.float32)
    mean, spread = x.mean(axis=0), np.maximum(x.std(axis=0), 0.05)
    networks = [learn((x - mean) / spread, y, w, seed) for seed in range(NETWORKS)]
    # The mean of the networks is one network with all their hidden sums; the scaling goes into the weights.
    linear = np.mean([p["linear"] for p in networks], axis=0) / spread
    hidden = np.hstack([p["hidden"] for p in networks]) / spread[:, None]
    hidden_bias = np.concatenate([p["hidden_bias"] for p in networks]) - mean @ hidden
    out = np.concatenate([p["out"] for p in networks]) / NETWORKS
    bias = np.mean([p["bias"] for p in networks]) - mean @ linear
    return bias, linear, hidden_bias, hidden, out


def write(path, names, model, note):
    bias, linear, hidden_bias, hidden, out = model
    linear = linear + UNTIMED * (np.array(names) == "time_known")
    bias = bias - UNTIMED
    rows = [("bias", bias, hidden_bias), ("out", 0, out), *zip(names, linear, hidden)]
    with open(path, "w", encoding="utf-8") as file:
        file.write("# Weights of the pair score, learned by tests/quality/train.py.\n")
        file.write(f"# {note}\n")
        for name, first, rest in rows:
            file.write("\t".join([name, *(f"{value:.5g}" for value in (first, *rest))]) + "\n")
        for name, value in LINK.items():
            file.write(f"link.{name}\t{value}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tidings", required=True)
    parser.add_argument("--days", nargs="+", required=True)
    parser.add_argument("--others", nargs="*", default=[])
    parser.add_argument("--more", nargs="*", default=[])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--only-shipped", action="store_true", help="leave out the models that never saw a day")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    sets = {}
    for path in [*args.days, *args.more, *args.others]:
        names, x, y, w = load(args.tidings, path)
        sets[path] = (x, y, w * (OTHERS_WEIGHT if path in args.others else 1))
    about = f"{len(args.days)} labelled days, {len(args.more)} more, {len(args.others)} sets from the literature"
    write(args.out / "model.tsv", names, train(list(sets.values())), f"From {about}.")
    for day in [] if args.only_shipped else args.days:
        rest = [table for path, table in sets.items() if path != day]
        stem = pathlib.Path(day).stem
        write(args.out / f"{stem}.tsv", names, train(rest), f"From {about}, but never {stem}.")


if __name__ == "__main__":
    main()
