#!/usr/bin/env python3
"""Makes entries of captured feeds: what background.py and vectors.py count over, and ten labelled days for train.py.

usage: days.py CAPTURES OUT

CAPTURES holds a folder a day (2020-05-08/bbc.xml, ...). OUT gets `stream.jsonl`, every entry of every day, without the
days of --leave-out and their neighbours, and for each day of labels/days.tsv a file `day-….jsonl` whose entries have
a `cluster`. Standard library only.
"""

import argparse
import datetime
import hashlib
import html
import json
import pathlib
import re
from collections import defaultdict
from email.utils import parsedate_to_datetime

LABELS = pathlib.Path(__file__).resolve().parent / "labels" / "days.tsv"


def text_of(item, tag):
    found = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", item, re.S)
    if not found:
        return ""
    body = found.group(1)
    raw = re.match(r"\s*<!\[CDATA\[(.*?)\]\]>\s*$", body, re.S)
    plain = html.unescape(html.unescape(raw.group(1) if raw else body))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", plain)).strip()


def entries(folder):
    seen = set()
    for path in sorted(folder.glob("*.xml")):
        outlet = path.stem
        source = path.read_text(encoding="utf-8", errors="replace")
        for found in re.finditer(r"<(item|entry)\b[^>]*>(.*?)</\1>", source, re.S):
            item = found.group(2)
            title, link, summary = (text_of(item, tag) for tag in ("title", "link", "description"))
            name = hashlib.sha1((outlet + link + title).encode()).hexdigest()[:12]
            if not title or name in seen:
                continue
            seen.add(name)
            if len(summary) > 300:
                summary = summary[:300].rsplit(" ", 1)[0] + "…"
            try:
                published = parsedate_to_datetime(text_of(item, "pubDate")).isoformat()
            except (TypeError, ValueError):
                published = None
            yield {"id": name, "title": title, "summary": summary, "link": link, "published": published,
                   "outlet": outlet, "lang": "en"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("captures", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--leave-out", nargs="*", default=[], help="days on which the method is judged")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    away = set()
    for day in map(datetime.date.fromisoformat, args.leave_out):
        away |= {(day + datetime.timedelta(days=step)).isoformat() for step in (-1, 0, 1)}
    stories = defaultdict(dict)
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            day, story, name = line.split("\t")
            stories[day][name] = f"{day}:{story}"
    with open(args.out / "stream.jsonl", "w", encoding="utf-8") as stream:
        for folder in sorted(path for path in args.captures.iterdir() if path.is_dir()):
            day = folder.name
            read = list(entries(folder))
            if day in stories:
                with open(args.out / f"day-{day}.jsonl", "w", encoding="utf-8") as file:
                    for entry in read:
                        label = stories[day].get(entry["id"], f"{day}:alone-{entry['id']}")
                        file.write(json.dumps({**entry, "cluster": label}) + "\n")
            if day not in away:
                for entry in read:
                    stream.write(json.dumps({**entry, "id": f"{day}-{entry['id']}"}) + "\n")


if __name__ == "__main__":
    main()
