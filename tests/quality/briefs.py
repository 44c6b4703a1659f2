#!/usr/bin/env python3
"""How well the sentences of `tidings brief` cover an editor's round-up.

    briefs.py STORIES.jsonl[.gz] [TIDINGS] [--words 66]

STORIES holds one story a line, {id, docs: [{title, summary or text, outlet?, link?}], ref}; TIDINGS is the program
(default: target/release/tidings). Prints ROUGE-1, -2 and -L F1 (rouge-score, stemmed) of four ways to pick whole
sentences up to the same number of words: the lead of the first outlet, the leads of all outlets in turn, LexRank
(Erkan and Radev 2004), and ours. Then the share of our sentences found word for word in a report, and 95 per cent
bounds of what ours gains over the leads in turn (paired bootstrap over stories).

Needs: pip install rouge-score
"""

import argparse
import gzip
import json
import math
import random
import re
import subprocess
import sys
from collections import Counter

try:
    from rouge_score import rouge_scorer
except ImportError:
    sys.exit("briefs.py needs the package rouge-score: pip install rouge-score")

MEASURES = ("rouge1", "rouge2", "rougeL")


def load(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def flat(text):
    return " ".join(text.split())


def body(doc):
    return doc.get("summary") or doc.get("text") or ""


def sentences(doc):
    """Sentences of a report for the three methods we compare with: a full stop, white space, a capital."""
    parts = re.split(r"(?<=[.!?])\s+(?=[A-Z\"“‘(])", flat(body(doc)))
    return [part for part in parts if len(part.split()) >= 5]


def cut(ordered, words):
    """The first sentences that fit: the same rule for every method."""
    out, used = [], 0
    for sentence in ordered:
        length = len(sentence.split())
        if used + length <= words:
            out.append(sentence)
            used += length
    return out


def lead(story, words):
    return cut(sentences(story["docs"][0]), words)


def leads_in_turn(story, words):
    reports = [sentences(doc) for doc in story["docs"]]
    deepest = max(map(len, reports), default=0)
    return cut([report[at] for at in range(deepest) for report in reports if at < len(report)], words)


def lexrank(story, words, threshold=0.1, damping=0.85):
    """PageRank over sentences that are alike; one that repeats a chosen sentence is passed over."""
    pool = list(dict.fromkeys(sentence for doc in story["docs"] for sentence in sentences(doc)))
    bags = [Counter(re.findall(r"\w+", sentence.lower())) for sentence in pool]
    seen = Counter(word for bag in bags for word in bag)
    weight = {word: math.log(1 + len(pool) / count) for word, count in seen.items()}
    vectors = [{word: count * weight[word] for word, count in bag.items()} for bag in bags]
    norms = [math.sqrt(sum(value * value for value in vector.values())) or 1.0 for vector in vectors]

    def alike(a, b):
        return sum(value * vectors[b].get(word, 0.0) for word, value in vectors[a].items()) / (norms[a] * norms[b])

    near = [[float(a != b and alike(a, b) > threshold) for b in range(len(pool))] for a in range(len(pool))]
    degree = [sum(row) or 1.0 for row in near]
    rank = [1.0] * len(pool)
    for _ in range(50):
        rank = [
            1 - damping + damping * sum(rank[b] * near[b][a] / degree[b] for b in range(len(pool)))
            for a in range(len(pool))
        ]
    ordered = []
    for at in sorted(range(len(pool)), key=lambda at: -rank[at]):
        if all(alike(at, other) < 0.5 for other in ordered):
            ordered.append(at)
    return cut([pool[at] for at in ordered], words)


def ours(path, program, words):
    """What the program prints for the stories; it reads plain JSON Lines, so packed ones are piped to it."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rb") as file:
        stories = file.read()
    done = subprocess.run(
        [program, "brief", "-", "--words", str(words)], input=stories, stdout=subprocess.PIPE, check=True
    )
    briefs = (json.loads(line) for line in done.stdout.decode("utf-8").splitlines())
    return {brief["id"]: [sentence["text"] for sentence in brief["sentences"]] for brief in briefs}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("stories")
    parser.add_argument("program", nargs="?", default="target/release/tidings")
    parser.add_argument("--words", type=int, default=66)
    asked = parser.parse_args()
    stories = load(asked.stories)
    briefs = ours(asked.stories, asked.program, asked.words)
    methods = {
        "lead, one outlet": lambda story: lead(story, asked.words),
        "leads in turn": lambda story: leads_in_turn(story, asked.words),
        "LexRank": lambda story: lexrank(story, asked.words),
        "tidings brief": lambda story: briefs.get(story["id"], []),
    }
    scorer = rouge_scorer.RougeScorer(list(MEASURES), use_stemmer=True)
    gained = {}
    print(f"{len(stories)} stories, at most {asked.words} words each")
    print(f"{'':18} {'R-1':>6} {'R-2':>6} {'R-L':>6} {'words':>6}")
    for name, pick in methods.items():
        texts = [" ".join(pick(story)) for story in stories]
        scores = [scorer.score(story["ref"], text) for story, text in zip(stories, texts)]
        gained[name] = [[score[measure].fmeasure for measure in MEASURES] for score in scores]
        means = [sum(column) / len(stories) for column in zip(*gained[name])]
        length = sum(len(text.split()) for text in texts) / len(stories)
        print(f"{name:18} " + " ".join(f"{mean:6.3f}" for mean in means) + f" {length:6.1f}")

    said = [(story, sentence) for story in stories for sentence in briefs.get(story["id"], [])]
    found = sum(
        any(flat(sentence) in flat(doc.get("title", "") + " " + body(doc)) for doc in story["docs"])
        for story, sentence in said
    )
    print(f"word for word: {found} of {len(said)} sentences; stories without one: "
          f"{sum(not briefs.get(story['id']) for story in stories)}")

    draw = random.Random(1)
    pairs = list(zip(gained["tidings brief"], gained["leads in turn"]))
    for at, measure in enumerate(MEASURES):
        differences = [own[at] - other[at] for own, other in pairs]
        means = sorted(sum(draw.choices(differences, k=len(pairs))) / len(pairs) for _ in range(1000))
        print(f"{measure:7} over leads in turn: {means[25]:+.3f} to {means[974]:+.3f}")
    return 0 if found == len(said) else 1


if __name__ == "__main__":
    sys.exit(main())
