#!/usr/bin/env python3
"""Learns src/compose/group/model.tsv: how likely it is that two entries tell one story.

usage: train.py --tidings BINARY --days DAY.jsonl ... --others SET.jsonl ... --out FOLDER [--folds N]
(needs numpy)

DAYS are labelled days of real feeds, OTHERS sets where nearly every entry has company. Besides these it learns from
variants of the days (see variants.py) and from look-alike acts (lookalikes.py). The features of pairs come from
`tidings group --print features`, so that training and running cannot differ. FOLDER gets `model.tsv`, learned from
everything, and `fold-1.tsv` ... with `folds.tsv`: models that never saw the days of their fold, nor any variant of
them, by which to judge the method (see stories.py). Neighbouring days lie in one fold; kinds of days (the part of the
file's name before the date) are dealt out alike. Only weights leave this script.

A pair of one story counts 1 / sqrt(entries of the story - 1), so that large stories do not drown the small ones.
Of pairs that are plainly not alike, a fifth are used, at five times the weight.
"""

import argparse
import io
import json
import os
import pathlib
import subprocess
import tempfile
from collections import Counter, defaultdict

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # sums in one order, so that the same input makes the same numbers

import numpy as np  # noqa: E402

import lookalikes  # noqa: E402
import variants  # noqa: E402

HIDDEN, DECAY, ROUNDS, BATCH, RATE = 16, 0.03, 14, 256, 3e-3
# How much each kind of file counts beside a day. Chosen by the average precision of pairs on days held out.
WEIGHTS = {
    "day": 1, "other": 0.2, "ciphered day": 0.3, "ciphered day in small letters": 0.6, "small": 1, "small ciphered": 1,
    "small beside": 0.5, "look-alikes": 0.2, "look-alikes ciphered": 0.2, "look-alikes beside": 0.2,
    "look-alikes alone": 0.5,
}
# Two networks, each learned mostly from one kind of days: what one product line does on a technology day is drawn
# narrower than an event. How much newspaper days and technology days count, variants of them included.
NETWORKS = [{"news": 1, "tech": 0.15}, {"news": 0.3, "tech": 1}]
# Added to the log-odds of the newspapers' network: its days have few stories, and half of them would not be found.
NEWSPAPER_ODDS = 0.3
LOOKALIKES = 40
# Less is known of a pair without times, and chance likeness over months is not seen: its log-odds are lowered by this
# (between 0.5 and 1 best on the sets without times: mean BCubed F1 .886, against .874 without).
UNTIMED = 0.7
LINK = {
    "core": {"first": 0.45, "power": 0.4, "least": 0.09, "both": 0.5, "mean": 0.6},
    "family": {"first": 0.22, "power": 0.6, "least": 0.06, "both": 0.3, "mean": 0.8},
}


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def features(binary, entries):
    """Names, features, labels and weights of the pairs that the program looks at."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for at, entry in enumerate(entries):
            file.write(json.dumps({**entry, "id": str(at)}) + "\n")
        file.flush()
        done = subprocess.run([binary, "group", "--print", "features", file.name], check=True, capture_output=True, text=True)
    head, body = done.stdout.split("\n", 1)
    names = head.split("\t")[2:]
    table = np.loadtxt(io.StringIO(body), dtype=np.float32, ndmin=2) if body else np.zeros((0, len(names) + 2), np.float32)
    clusters = np.array([entry["cluster"] for entry in entries])
    a, b = table[:, 0].astype(int), table[:, 1].astype(int)
    sizes = Counter(clusters.tolist())
    same = clusters[a] == clusters[b]
    weight = np.ones(len(same))
    weight[same] = [1 / np.sqrt(sizes[c] - 1) for c in clusters[a[same]].tolist()]
    return names, table[:, 2:], same.astype(np.float32), weight


def files(days, others):
    """Everything that is learned from: kind, the day it was made of (none for what is no day's), entries."""
    stop = variants.stop_words()
    for path in others:
        yield "other", None, read(path)
    everything = {path: read(path) for path in days}
    for path, day in everything.items():
        yield "day", path, day
        yield "ciphered day", path, [variants.ciphered(entry, False, stop) for entry in day]
        yield "ciphered day in small letters", path, [variants.ciphered(entry, True, stop) for entry in day]
        seed = pathlib.Path(path).stem
        for number, part in enumerate(variants.small(day, seed)):
            yield "small", path, part
            yield "small ciphered", path, [variants.ciphered(entry, number % 5 < 3, stop) for entry in part]
            yield "small beside", path, variants.beside(part, day, f"{seed}{number}", True, stop)
    for seed in range(LOOKALIKES):
        alike = lookalikes.day(seed)
        yield "look-alikes", None, alike
        yield "look-alikes ciphered", None, [variants.ciphered(entry, seed % 5 < 3, stop) for entry in alike]
        for number in range(3):
            yield "look-alikes alone", None, lookalikes.few(100 + 3 * seed + number)
        path = days[seed % len(days)]
        yield "look-alikes beside", path, variants.beside(alike, everything[path], f"alike{seed}", False, stop)


def logistic(z):
    return 1 / (1 + np.exp(-np.clip(z, -30, 30)))


def learn(x, y, w, seed):
    """One network with a linear bypass, by Adam with decoupled weight decay and a falling rate."""
    random = np.random.RandomState(seed)
    n, width = x.shape
    p = {
        "hidden": (random.randn(width, HIDDEN) / np.sqrt(width)).astype(np.float32),
        "hidden_bias": np.zeros(HIDDEN, np.float32),
        "out": (random.randn(HIDDEN) / np.sqrt(HIDDEN) / 2).astype(np.float32),
        "linear": np.zeros(width, np.float32),
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
    """A network for newspapers and one for technology, over the same pairs; sets are (kind of day, features, ...)."""
    networks = []
    for seed, counts in enumerate(NETWORKS):
        x = np.vstack([features for _, features, _, _ in sets])
        y = np.concatenate([same for _, _, same, _ in sets])
        w = np.concatenate([weight * counts.get(kind, 1) for kind, _, _, weight in sets])
        easy = (y == 0) & (x[:, 0] < 0.09)
        keep = ~easy | (np.random.RandomState(0).rand(len(y)) < 0.2)
        w = np.where(easy, 5 * w, w)[keep]
        x, y, w = x[keep], y[keep], (w / w.mean()).astype(np.float32)
        mean, spread = x.mean(axis=0), np.maximum(x.std(axis=0), 0.05)
        p = learn(((x - mean) / spread).astype(np.float32), y, w, seed)
        # The scaling goes into the weights.
        hidden, linear = p["hidden"] / spread[:, None], p["linear"] / spread
        networks.append((p["bias"][0] - mean @ linear, linear, p["hidden_bias"] - mean @ hidden, hidden, p["out"]))
    bias, linear, hidden_bias, hidden, out = zip(*networks)
    return np.array(bias), np.stack(linear, axis=1), np.concatenate(hidden_bias), np.hstack(hidden), np.concatenate(out)


def write(path, names, model, note):
    bias, linear, hidden_bias, hidden, out = model
    linear = linear + UNTIMED * (np.array(names) == "time_known")[:, None]
    bias = bias - UNTIMED + np.array([NEWSPAPER_ODDS, 0])
    rows = [("bias", bias, hidden_bias), ("out", np.zeros(len(NETWORKS)), out), *zip(names, linear, hidden)]
    with open(path, "w", encoding="utf-8") as file:
        file.write("# Weights of the pair score, learned by tests/quality/train.py.\n")
        file.write(f"# {note}\n")
        for name, first, rest in rows:
            file.write("\t".join([name, *(f"{value:.4g}" for value in (*first, *rest))]) + "\n")
        for level, settings in LINK.items():
            for name, value in settings.items():
                file.write(f"{level}.{name}\t{value}\n")


def folds_of(days, count):
    """Days by fold: of each kind of days, neighbours in time lie together."""
    kinds = defaultdict(list)
    for path in days:
        kinds[pathlib.Path(path).stem[:-10]].append(path)
    out = {}
    for paths in kinds.values():
        paths.sort(key=lambda path: pathlib.Path(path).stem[-10:])
        for at, path in enumerate(paths):
            out[path] = at * count // len(paths)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tidings", required=True)
    parser.add_argument("--days", nargs="+", required=True)
    parser.add_argument("--others", nargs="*", default=[])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--folds", type=int, default=6, help="how many models never see some days; 0 for none")
    parser.add_argument("--never", default="", help="leave out all days whose name begins so: a whole era or kind")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    days = [path for path in args.days if not (args.never and pathlib.Path(path).stem.startswith(args.never))]
    sets = []
    for kind, path, entries in files(days, args.others):
        names, x, y, w = features(args.tidings, entries)
        day = path and ("tech" if pathlib.Path(path).stem.startswith("tech-") else "news")
        # Look-alikes beside a day are of no kind; their day only keeps them out of its fold.
        sets.append((path, (None if kind.startswith("look") else day, x, y, w * WEIGHTS[kind])))
    about = f"{len(days)} labelled days, their variants, {LOOKALIKES} days of look-alikes, {len(args.others)} sets from the literature"
    write(args.out / "model.tsv", names, train([table for _, table in sets]), f"From {about}.")
    fold_of = folds_of(days, args.folds) if args.folds else {}
    for fold in range(args.folds):
        rest = [table for path, table in sets if path is None or fold_of[path] != fold]
        write(args.out / f"fold-{fold + 1}.tsv", names, train(rest), f"From {about}, but without those of fold {fold + 1}.")
    if fold_of:
        with open(args.out / "folds.tsv", "w", encoding="utf-8") as file:
            file.write("# Days and the fold whose model never saw them.\n")
            for path, fold in sorted(fold_of.items(), key=lambda item: pathlib.Path(item[0]).stem):
                file.write(f"{pathlib.Path(path).stem}\tfold-{fold + 1}\n")


if __name__ == "__main__":
    main()
