#!/usr/bin/env python3
"""Makes src/compose/group/vectors.bin: words that keep the same company lie close together.

usage: vectors.py TIDINGS OUT ENTRIES.jsonl ...      (needs numpy, scipy and scikit-learn)

Words are counted together where they stand in the same entry; the positive pointwise mutual information of that is
reduced to DIMENSIONS numbers a word by a truncated SVD (Levy and Goldberg 2014). TIDINGS cuts and folds the words, so
that table and program cannot differ. Only words seen in LEAST entries or more are kept, and no text.

The file: lines that start with `#`; a line `words N dimensions D`; N words, one a line; N times D signed bytes.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter

import numpy as np
import scipy.sparse as sp
from sklearn.utils.extmath import randomized_svd

LEAST = 12
DIMENSIONS = 48


def main(tidings, target, files):
    seen, kept = set(), 0
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as out:
        for path in files:
            with open(path, encoding="utf-8") as lines:
                for line in lines:
                    entry = json.loads(line)
                    key = (entry["title"], entry.get("outlet"))
                    if entry.get("lang", "en") != "en" or key in seen:
                        continue
                    seen.add(key)
                    row = {"id": str(kept), "title": entry["title"], "summary": entry.get("summary"), "lang": "en"}
                    out.write(json.dumps(row) + "\n")
                    kept += 1
        out.flush()
        done = subprocess.run([tidings, "group", "--print", "words", out.name], check=True, capture_output=True, text=True)
    documents = [line.split() for line in done.stdout.split("\n")[:-1]]
    frequency = Counter(word for words in documents for word in set(words))
    words = [w for w, n in frequency.most_common() if n >= LEAST and not w[0].isdigit() and len(w) <= 24]
    number = {word: i for i, word in enumerate(words)}
    at = [(row, number[word]) for row, each in enumerate(documents) for word in set(each) if word in number]
    rows, columns = map(np.array, zip(*at))
    matrix = sp.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(documents), len(words)))
    together = (matrix.T @ matrix).tocoo()
    once = np.array([frequency[word] for word in words], np.float32)
    other = together.row != together.col
    row, column, times = together.row[other], together.col[other], together.data[other]
    information = np.log(times * len(documents) / (once[row] * once[column])) * times / (times + 3)
    keep = (information > 0) & (times >= 2)
    company = sp.csr_matrix((information[keep], (row[keep], column[keep])), shape=together.shape)
    left, strength, _ = randomized_svd(company, n_components=DIMENSIONS, random_state=0)
    vectors = left * np.sqrt(strength)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    # What all entries share tells none apart: most of the mean entry is taken out.
    idf = np.log(len(documents) / once).astype(np.float32)
    sums = matrix @ (vectors * idf[:, None])
    sums /= np.linalg.norm(sums, axis=1, keepdims=True) + 1e-9
    mean = sums.mean(axis=0)
    vectors -= 0.7 * mean
    vectors /= np.abs(vectors).max() / 127
    with open(target, "wb") as file:
        file.write(b"# Vectors of folded, stemmed words in English news, made by tests/quality/vectors.py from how\n")
        file.write(b"# often words stand in one entry together, over headlines and summaries of fourteen outlets'\n")
        file.write(b"# feeds, April to December 2020, and of news stories of 2012 to 2021; no text.\n")
        file.write(f"words {len(words)} dimensions {DIMENSIONS}\n".encode())
        for word in words:
            file.write(word.encode() + b"\n")
        file.write(np.round(vectors).astype(np.int8).tobytes())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
