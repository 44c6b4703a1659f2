#!/usr/bin/env python3
"""Makes src/compose/group/background.tsv: in how many entries of past news each word stands.

usage: background.py TIDINGS [--table TABLE.tsv] [--feeds FOLDER] [ENTRIES.jsonl ...] > background.tsv

ENTRIES are the JSON Lines that `tidings group` reads, FOLDER holds feeds (a folder a day, as days.py reads them), TABLE
is such a table, whose counts are added. TIDINGS is the program's binary, which cuts and folds the words, so that table
and program cannot differ. Only counts leave this script, never text: words seen in fewer than LEAST entries are
dropped. Entries are counted once for each headline. Leave out the days on which grouping is judged, and their
neighbours.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import days

LEAST = 5


def entries(args):
    for path in args.entries:
        with open(path, encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())
    if args.feeds:
        for folder in sorted(path for path in args.feeds.iterdir() if path.is_dir()):
            if re.match(args.leave_out or "$^", folder.name):
                continue
            yield from days.entries(folder)


def is_english(entry):
    """Feeds seldom say; a text with the commonest English words is."""
    words = set(re.findall(r"[a-z]+", f"{entry['title']} {entry.get('summary') or ''}".lower()))
    return entry.get("lang", "en") == "en" and len(words & {"the", "of", "to", "and", "in", "for", "on", "is", "with"}) >= 2


def count(tidings, found):
    seen, kept = set(), 0
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as out:
        for entry in found:
            key = (entry["title"], entry.get("outlet"))
            if key in seen or not is_english(entry):
                continue
            seen.add(key)
            row = {"id": str(kept), "title": entry["title"], "summary": entry.get("summary"), "lang": "en"}
            out.write(json.dumps(row) + "\n")
            kept += 1
        out.flush()
        done = subprocess.run([tidings, "group", "--print", "frequencies", out.name], check=True, capture_output=True, text=True)
    words = {}
    for line in done.stdout.splitlines():
        word, frequency, *name = line.split("\t")
        words[word] = (int(frequency), bool(name))
    return kept, words


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tidings")
    parser.add_argument("--table", type=pathlib.Path)
    parser.add_argument("--feeds", type=pathlib.Path)
    parser.add_argument("--leave-out", help="a regular expression: names of folders of FEEDS that are not counted")
    parser.add_argument("entries", nargs="*")
    args = parser.parse_intermixed_args()
    documents, words = count(args.tidings, entries(args)) if args.entries or args.feeds else (0, {})
    print(f"{documents} entries counted", file=sys.stderr)
    if args.table:
        for line in args.table.read_text(encoding="utf-8").splitlines():
            word, *cells = line.split("\t")
            if word == "#documents":
                documents += int(cells[0])
            elif not line.startswith("#"):
                more, name = words.get(word, (0, False))
                words[word] = (more + int(cells[0]), cells[1:] == ["n"] or name)
    rows = sorted((word, often, name) for word, (often, name) in words.items())
    print("# Document frequencies of folded, stemmed words in English news: word, entries, n = written as a name.")
    print("# Counted by tests/quality/background.py over headlines and summaries: feeds of 2020 and 2023, of single days")
    print("# from 2014 to 2026, and news stories of 2012 to 2021 and of August 2025; counts, no text.")
    print(f"#documents\t{documents}")
    for word, often, name in rows:
        if often >= LEAST and len(word) <= 24 and "#" not in word:
            print(f"{word}\t{often}" + ("\tn" if name else ""))


if __name__ == "__main__":
    main()
