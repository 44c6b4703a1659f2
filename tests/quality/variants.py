"""What train.py learns from besides whole days: small days, days in a language that no table knows, look-alike acts.

Every variant is made from entries at hand by a fixed seed, so that the same input makes the same files.

small      a few entries of a day, as a reader of few feeds has them
ciphered   every telling word made one that no table holds ("earthquake" -> "qearthquake"), so that only what the entries
           share among themselves can tell; half of them in small letters, as scripts without capitals are
beside     a few ciphered entries among others in plain words, as a few feeds in another language stand in a list
"""

import pathlib
import random
import re

STOP_WORDS = pathlib.Path(__file__).resolve().parents[2] / "src/compose/words/stop.rs"


def stop_words():
    source = STOP_WORDS.read_text(encoding="utf-8")
    return set(re.findall(r'"([^"]+)"', source.split("const EN")[1].split("];")[0]))


def small(entries, seed):
    """Six parts of what some outlets published, four of a few stories among entries that stand alone, and six of one story
    with two such entries at most, as a run with little news has them."""
    outlets = sorted({entry["outlet"] for entry in entries})
    for number in range(6):
        rnd = random.Random(f"{seed}{number}")
        rnd.shuffle(outlets)
        size, part = rnd.choice([12, 20, 30, 38]), []
        for outlet in outlets:
            own = [entry for entry in entries if entry["outlet"] == outlet]
            rnd.shuffle(own)
            part += own[: max(3, size // 4)]
            if len(part) >= size:
                break
        yield part[:size]
    stories = {}
    for entry in entries:
        stories.setdefault(entry["cluster"], []).append(entry)
    several = [story for story in stories.values() if len({entry["outlet"] for entry in story}) > 1]
    alone = [story for story in stories.values() if len(story) == 1]
    for number in range(6, 10):
        rnd = random.Random(f"{seed}{number}")
        part = []
        for story in rnd.sample(several, min(6, len(several))):
            part += rnd.sample(story, min(len(story), rnd.choice([2, 2, 3])))
        for story in rnd.sample(alone, min(16, len(alone))):
            part += story
        yield part
    for number in range(10, 16):
        rnd = random.Random(f"{seed}{number}")
        story = rnd.choice(several)
        part = rnd.sample(story, min(len(story), rnd.choice([2, 2, 3])))
        for story in rnd.sample(alone, rnd.choice([0, 1, 2])):
            part += story
        yield part


def cipher(text, lower, stop):
    def one(found):
        word = found.group(0)
        small_letters = word.lower()
        if small_letters in stop or small_letters.split("'")[0] in stop:
            return small_letters if lower else word
        if lower:
            return "q" + small_letters
        return ("Q" if word[0].isupper() else "q") + small_letters

    return re.sub(r"[^\W\d_][\w'’]*", one, text or "")


def ciphered(entry, lower, stop):
    entry = dict(entry)
    for field in ("title", "summary", "text"):
        entry[field] = cipher(entry.get(field), lower, stop)
    link = entry.get("link") or ""
    if "/" in link.split("://")[-1]:
        entry["link"] = "https://x.example/" + cipher(link.split("://")[-1].split("/", 1)[1], True, stop)
    return entry


def beside(part, day, seed, same_day, stop):
    """Some of `part`, ciphered, among entries of `day` that tell other stories."""
    rnd = random.Random(f"beside{seed}")
    lower = rnd.random() < 0.6
    ids, stories = {entry["id"] for entry in part}, {entry["cluster"] for entry in part}
    others = [entry for entry in day if entry["id"] not in ids and entry["cluster"] not in stories]
    rnd.shuffle(others)
    others = others[: rnd.choice([40, 90, 160])]
    part = [ciphered(entry, lower, stop) for entry in part[: rnd.choice([8, 14, 24, 40])]]
    if not same_day:
        for entry in part:
            entry["published"] = rnd.choice(others)["published"]
    return part + others
