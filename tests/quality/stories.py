#!/usr/bin/env python3
"""How well does `tidings group` find stories? One command, standard library only.

usage: stories.py [--tidings BINARY] [--corpus FOLDER] [--held-out FOLDER]

For every JSON Lines file of the corpus whose entries carry a `cluster`: BCubed F1, precision, recall and F1 of pairs,
with and without the file's largest story, for the shipped model beside the textbook (TF-IDF, average linkage) in the
same run. Files of pairs (`a`, `b`, `same`) are scored by pairs. A day that the model was trained on is scored once
more by the model of `--held-out` (default: models/ beside this script) that never saw it; means of days are by those.
"""

import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

HERE = pathlib.Path(__file__).resolve().parent
FIELDS = ("id", "title", "summary", "link", "published", "outlet", "lang")


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def group(binary, entries, *flags):
    """Cluster by id. Tidings never sees the labels, nor more text than a feed gives."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for entry in entries:
            file.write(json.dumps({key: entry.get(key) for key in FIELDS}) + "\n")
        file.flush()
        done = subprocess.run([binary, "group", *flags, file.name], check=True, capture_output=True, text=True)
    return {row["id"]: row["cluster"] for row in map(json.loads, done.stdout.splitlines())}


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


def scores(entries, found):
    gold = {entry["id"]: entry["cluster"] for entry in entries}
    largest = Counter(gold.values()).most_common(1)[0][0]
    rest = {i: cluster for i, cluster in gold.items() if cluster != largest}
    return (*score(gold, found), *(score(rest, found)[1:] if rest else (math.nan,) * 3))


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
    found = group(binary, entries, *flags)
    for at, truth in enumerate(same):
        joined = found[f"{at}a"] == found[f"{at}b"]
        right, told, true = right + (joined and truth), told + joined, true + truth
    p, r = (right / told if told else 1.0), (right / true if true else 1.0)
    return math.nan, p, r, harmonic(p, r), math.nan, math.nan, math.nan


def line(name, how, values):
    cells = "".join("      -" if math.isnan(value) else f"  {value:.3f}" for value in values)
    print(f"{name:<22}{how:<12}{cells}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tidings", default=str(HERE.parents[1] / "target/release/tidings"))
    parser.add_argument("--corpus", type=pathlib.Path, default=HERE.parents[2] / "shared/corpora/stories")
    parser.add_argument("--held-out", type=pathlib.Path, default=HERE / "models")
    args = parser.parse_args()
    files = sorted(args.corpus.glob("*.jsonl"))
    if not files:
        print(f"skipped: no stories in {args.corpus}")
        return 0
    print(f"{'':34}  BCubed  pairs:P     R     F1  without the largest story: P, R, F1")
    days, sets = {}, {}
    for path in files:
        entries = read(path)
        name = path.stem
        if "a" in entries[0]:
            for how, flags in (("tidings", ()), ("textbook", ("--method", "tfidf"))):
                line(name, how, pair_scores(args.tidings, entries, *flags))
            continue
        textbook = scores(entries, group(args.tidings, entries, "--method", "tfidf"))
        shipped = scores(entries, group(args.tidings, entries))
        line(name, "tidings", shipped)
        line(name, "textbook", textbook)
        held_out = args.held_out / f"{name}.tsv"
        if held_out.exists():
            apart = scores(entries, group(args.tidings, entries, "--model", str(held_out)))
            line(name, "held out", apart)
            days[name] = (apart, textbook)
        elif not name.endswith("_train"):
            sets[name] = (shipped, textbook)
    for title, table, how in (("days, mean", days, "held out"), ("other sets, mean", sets, "tidings")):
        if table:
            print()
            for at, label in ((0, how), (1, "textbook")):
                rows = [row[at] for row in table.values()]
                line(title, label, [sum(values) / len(values) for values in zip(*rows)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
