#!/usr/bin/env python3
"""Makes src/compose/group/areas.tsv: how much more often words stand in technology news than in newspapers.

usage: areas.py TIDINGS TECHNOLOGY NEWSPAPERS [--not OUTLET ...] [--leave-out DAY ...] > areas.tsv

TECHNOLOGY and NEWSPAPERS are folders of captured feeds as days.py reads them; --not names outlets of TECHNOLOGY that are
newspapers themselves, --leave-out days on which grouping is judged. A word counts if it stands in LEAST entries or more
and at least twice as often in one as in the other. Only these ratios leave the script.
"""

import argparse
import math
import pathlib

import background
import days

LEAST, MOST = 15, 9


def entries(folder, but, leave_out):
    for day in sorted(path for path in folder.iterdir() if path.is_dir()):
        if day.name not in leave_out:
            yield from (entry for entry in days.entries(day) if entry["outlet"] not in but)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tidings")
    parser.add_argument("technology", type=pathlib.Path)
    parser.add_argument("newspapers", type=pathlib.Path)
    parser.add_argument("--not", nargs="*", default=[], dest="but")
    parser.add_argument("--leave-out", nargs="*", default=[])
    args = parser.parse_args()
    n, technology = background.count(args.tidings, entries(args.technology, args.but, args.leave_out))
    m, newspapers = background.count(args.tidings, entries(args.newspapers, [], args.leave_out))
    print("# How much more often words stand in the feeds of technology outlets than in those of newspapers: thirds of a")
    print("# natural logarithm, from -9 to 9. Counted by tests/quality/areas.py over feeds of 2020 and 2023; no text.")
    for word in sorted(technology.keys() | newspapers.keys()):
        here, there = technology.get(word, (0,))[0], newspapers.get(word, (0,))[0]
        thirds = round(3 * math.log((here + 2) / (n + 4) / ((there + 2) / (m + 4))))
        if here + there >= LEAST and abs(thirds) >= 2 and len(word) <= 24:
            print(f"{word}\t{max(-MOST, min(MOST, thirds))}")


if __name__ == "__main__":
    main()
