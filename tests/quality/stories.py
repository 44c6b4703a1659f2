#!/usr/bin/env python3
"""How well does `tidings group` find stories? One command, standard library only.

usage: stories.py [--tidings BINARY] [--corpus FOLDER ...] [--held-out FOLDER]

For every JSON Lines file of the corpus whose entries carry a `cluster`: BCubed F1, precision, recall and F1 of pairs,
with and without the file's largest story, pair F1 of families; of the stories that two or more outlets tell, the share
that holds an entry of another story ("foreign"), and how many labelled ones are found nowhere ("lost"). By the shipped
model beside the textbook (TF-IDF, average linkage) in the same run. Files of pairs (`a`, `b`, `same`) are scored by
pairs. A day that the model was trained on is scored once more by the model of `--held-out` (default: models/ beside this
script) that never saw it, nor any day of its fold; means of days are by those, each kind of days for itself.
"""

import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict

HERE = pathlib.Path(__file__).resolve().parent
FIELDS = ("id", "title", "summary", "text", "link", "published", "outlet", "lang")


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def group(binary, entries, *flags):
    """Cluster and family by id. Tidings never sees the labels."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for entry in entries:
            file.write(json.dumps({key: entry.get(key) for key in FIELDS}) + "\n")
        file.flush()
        done = subprocess.run([binary, "group", *flags, file.name], check=True, capture_output=True, text=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["id"]: row["cluster"] for row in rows}, {row["id"]: row["family"] for row in rows}


def pairs(n):
    return n * (n - 1) / 2


def score(gold, found):
    """BCubed F1 (Bagga and Baldwin 1998); precision, recall and F1 over pairs of entries."""
    ids = list(gold)
    of_gold = Counter(gold[i] for i in ids)
    of_found = Counter(found[i] for i in ids)
    of_both = Counter((gold[i], found[i]) for i in ids)
    bp = sum(n * n / of_found[f] for (_, f), n in of_both.items()) / len(ids)
    br = sum(n * n / of_gold[g] for (g, _), n in of_both.items()) / len(ids)
    right = sum(map(pairs, of_both.values()))
    told = sum(map(pairs, of_found.values()))
    true = sum(map(pairs, of_gold.values()))
    p = right / told if told else 1.0
    r = right / true if true else 1.0
    return harmonic(bp, br), p, r, harmonic(p, r)


def harmonic(a, b):
    return 2 * a * b / (a + b) if a + b else 0.0


def scores(entries, levels):
    found, families = levels
    gold = {entry["id"]: entry["cluster"] for entry in entries}
    largest = Counter(gold.values()).most_common(1)[0][0]
    rest = {i: cluster for i, cluster in gold.items() if cluster != largest}
    without = score(rest, found)[1:] if rest else (math.nan,) * 3
    return (*score(gold, found), *without, score(gold, families)[3], *mixed(entries, found))


def mixed(entries, found):
    """Of groups of two or more outlets the share with an entry that most of the group's do not belong to; and how many
    stories of two or more outlets no group holds two outlets of."""
    groups, stories = defaultdict(list), defaultdict(set)
    for entry in entries:
        groups[found[entry["id"]]].append(entry)
        stories[entry["cluster"]].add(entry.get("outlet"))
    several = foreign = 0
    held = defaultdict(set)
    for group in groups.values():
        if len({entry.get("outlet") for entry in group}) > 1:
            several += 1
            foreign += len({entry["cluster"] for entry in group}) > 1
        for entry in group:
            held[entry["cluster"], id(group)].add(entry.get("outlet"))
    told = {story for (story, _), outlets in held.items() if len(outlets) > 1}
    return (foreign / several if several else 0.0, sum(len(o) > 1 and s not in told for s, o in stories.items()))


def pair_scores(binary, rows, *flags):
    """Each pair is a file of two entries of its own time and place."""
    right = told = true = 0
    entries, same = [], []
    for at, row in enumerate(rows):
        for side in "ab":
            # Sixty days between pairs: none is compared with another.
            day = 60 * at
            entries.append({
                "id": f"{at}{side}", "title": row[side]["title"], "summary": row[side].get("summary"),
                "lang": row.get("lang"), "published": f"{1970 + day // 360:04}-{day % 360 // 30 + 1:02}-01T00:00:00Z",
            })
        same.append(row["same"])
    found, _ = group(binary, entries, *flags)
    for at, truth in enumerate(same):
        joined = found[f"{at}a"] == found[f"{at}b"]
        right, told, true = right + (joined and truth), told + joined, true + truth
    p, r = (right / told if told else 1.0), (right / true if true else 1.0)
    return (math.nan, p, r, harmonic(p, r), *(math.nan,) * 6)


def line(name, how, values):
    cells = "".join("      -" if math.isnan(value) else f"  {value:.3f}" for value in values)
    print(f"{name:<22}{how:<12}{cells}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tidings", default=str(HERE.parents[1] / "target/release/tidings"))
    parser.add_argument("--corpus", type=pathlib.Path, nargs="+", default=[HERE.parents[2] / "shared/corpora/stories"])
    parser.add_argument("--held-out", type=pathlib.Path, default=HERE / "models")
    args = parser.parse_args()
    files = sorted(path for folder in args.corpus for path in folder.glob("*.jsonl"))
    folds = args.held_out / "folds.tsv"
    lines = folds.read_text(encoding="utf-8").splitlines() if folds.exists() else []
    fold_of = dict(line.split("\t") for line in lines if not line.startswith("#"))
    if not files:
        print(f"skipped: no stories in {args.corpus}")
        return 0
    print(f"{'':34}  BCubed  pairs:P     R     F1  without the largest: P, R, F1  family F1  foreign  lost")
    days, sets = defaultdict(dict), {}
    for path in files:
        entries = read(path)
        name = path.stem
        if "a" in entries[0]:
            for how, flags in (("tidings", ()), ("textbook", ("--method", "tfidf"))):
                line(name, how, pair_scores(args.tidings, entries, *flags))
            continue
        if "cluster" not in entries[0]:
            continue
        textbook = scores(entries, group(args.tidings, entries, "--method", "tfidf"))
        shipped = scores(entries, group(args.tidings, entries))
        line(name, "tidings", shipped)
        line(name, "textbook", textbook)
        if name in fold_of:
            held_out = args.held_out / f"{fold_of[name]}.tsv"
            apart = scores(entries, group(args.tidings, entries, "--model", str(held_out)))
            line(name, "held out", apart)
            days[name[:-10]][name] = (apart, textbook)
        elif not name.endswith("_train"):
            sets[name] = (shipped, textbook)
    tables = [(f"{kind}*, mean", table, "held out") for kind, table in sorted(days.items())]
    for title, table, how in [*tables, ("other sets, mean", sets, "tidings")]:
        if table:
            print()
            for at, label in ((0, how), (1, "textbook")):
                rows = [row[at] for row in table.values()]
                line(title, label, [sum(values) / len(values) for values in zip(*rows)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
