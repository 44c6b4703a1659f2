#!/usr/bin/env python3
"""Makes src/compose/group/background.tsv: in how many entries of past news each word stands.

usage: background.py TIDINGS ENTRIES.jsonl ... > src/compose/group/background.tsv

ENTRIES are the JSON Lines that `tidings group` reads; TIDINGS is its binary, which cuts and folds the words, so that
table and program cannot differ. Only counts leave this script, never text: words seen in fewer than LEAST entries are
dropped. Entries are counted once for each headline.
"""

import json
import subprocess
import sys
import tempfile

LEAST = 5


def main(tidings, files):
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
                    entry["id"] = str(kept)
                    entry["published"] = None
                    entry["link"] = None
                    out.write(json.dumps(entry) + "\n")
                    kept += 1
        out.flush()
        done = subprocess.run([tidings, "group", "--print", "frequencies", out.name], check=True, capture_output=True, text=True)
    rows = []
    for line in done.stdout.splitlines():
        word, frequency, *name = line.split("\t")
        if int(frequency) >= LEAST and len(word) <= 24 and "#" not in word:
            rows.append((word, int(frequency), bool(name)))
    rows.sort()
    print("# Document frequencies of folded, stemmed words in English news: word, entries, n = written as a name.")
    print("# Counted by tests/quality/background.py over headlines and summaries of fourteen outlets' feeds,")
    print("# April to December 2020 (made readable by days.py), and of US news stories of 2012 to 2021: counts, no text.")
    print(f"#documents\t{kept}")
    for word, frequency, name in rows:
        print(f"{word}\t{frequency}" + ("\tn" if name else ""))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
