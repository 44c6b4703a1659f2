#!/usr/bin/env python3
"""Makes days on which the same act is done by different subjects: what labelled days hold too few of to learn from.

usage: lookalikes.py FOLDER [DAYS]

FOLDER gets DAYS files (default 40) of invented entries with a `cluster`: two companies report results, three teams win
by one score, two banks are robbed of data. Reports of one subject are one story, whatever words they use; those of
two subjects are two, however alike they sound. Every word is ours. The same call makes the same bytes.
"""

import json
import pathlib
import random
import sys

# Each act: what fills its places, then its reports as (headline, summary). A report names its subject in one at least.
COMPANIES = "Apple Alphabet Microsoft Samsung Nvidia Intel Sony Nokia Amazon Netflix Tesla Boeing Shell Siemens Adobe Oracle".split()
PLACES = ["northern Chile", "eastern Japan", "Nepal", "southern Peru", "western Turkey", "Crete", "Sumatra", "Alaska",
          "central Italy", "Taiwan", "Iceland", "Oaxaca"]
CITIES = ["Leeds", "Lyon", "Porto", "Hamburg", "Gdansk", "Denver", "Osaka", "Perth", "Bergen", "Malaga", "Quito", "Turin"]
TEAMS = ["Arsenal", "Chelsea", "Liverpool", "Everton", "Bayern", "Dortmund", "Leipzig", "Freiburg", "Milan", "Napoli",
         "Celtic", "Rangers", "Ajax", "Porto"]
PEOPLE = ["Robert Hale", "Ruth Oyelaran", "Marta Lindqvist", "Tom Varley", "Ines Duarte", "Karim Haddad", "Yuki Mori",
          "Peter Kowal", "Anna Weiss", "Luis Prado", "Grace Otieno", "Helen Marsh"]
JOBS = ["actor", "pianist", "novelist", "painter", "director", "singer", "architect", "photographer"]
PRODUCTS = ["Firefox", "Chrome", "Blender", "Krita", "Debian", "Fedora", "Signal", "Nextcloud", "Postgres", "Godot"]
GADGETS = ["Galaxy S26", "Pixel 11", "iPhone 18", "ThinkPad X1", "Kindle Scribe", "Steam Deck 2", "Surface Pro", "Quest 4",
           "Roborock Qrevo", "Ray-Ban Display", "MacBook Air", "Echo Show"]
FIRMS = ["Orchid Bank", "Westway Clinics", "Harbour Gas", "Northgate Schools", "Lumen Air", "Bluebell Stores", "Kestrel Rail",
         "Castle Insurance", "Pinewood Council", "Meridian Hotels"]
COUNTRIES = ["Norway", "Kenya", "Brazil", "Poland", "Vietnam", "Chile", "Canada", "Greece", "Ghana", "Latvia"]
THINGS = ["laptops", "headphones", "tablets", "monitors", "keyboards", "robot vacuums", "smartwatches", "routers"]
GAMES = ["Wordle", "Connections", "Strands", "Quordle", "Spelling Bee", "Mini Crossword"]
SHOWS = ["The Quiet Harbour", "Ninth Street", "Salt and Iron", "The Long Winter", "Paper Kings", "Glass Country"]
BILLS = ["pension", "housing", "forestry", "railway", "data", "fisheries", "school", "water"]

ACTS = [
    (PLACES, [
        ("Magnitude {n1}.{d1} earthquake strikes {s}", "No tsunami warning was issued after the quake."),
        ("Strong quake rattles {s}", "The {n1}.{d1} tremor cut power to thousands of homes."),
        ("{s} shaken by powerful earthquake, buildings damaged", "Rescue teams were sent out after the magnitude {n1}.{d1} shock."),
    ]),
    (COMPANIES, [
        ("{s} reports record quarterly revenue of ${n2} billion", "Sales in China rose a third."),
        ("{s} beats forecasts with best quarter ever", "The company posted revenue of ${n2} billion for the period."),
        ("Shares jump as {s} posts ${n2} billion quarter", "Analysts had expected less of the group."),
        ("Record quarter lifts stock", "{s} said revenue reached ${n2} billion and raised its outlook."),
    ]),
    (TEAMS, [
        ("{s} win 2-1 with late goal", "The forward struck in stoppage time after a long wait."),
        ("Late winner sends {s} top", "A 2-1 victory at home leaves the club two points clear."),
        ("{s} sink rivals at the death", "The substitute made it 2-1 in the last minute."),
    ]),
    (PRODUCTS, [
        ("{s} {n2} released with vertical tabs", "The new version shipped on Tuesday."),
        ("{s} {n2} is out: what is new", "Vertical tabs come to {s} by default with the release."),
        ("Vertical tabs arrive in {s}", "Version {n2} of the program can be downloaded now."),
    ]),
    (COMPANIES, [
        ("{s} raises prices in the UK", "The standard plan now costs £{n1}.99 a month."),
        ("{s} subscribers to pay more", "British customers will be charged £{n1}.99 from next month."),
        ("Price rise for {s} users as standard plan goes to £{n1}.99", "It is the second increase in two years."),
    ]),
    (PEOPLE, [
        ("Veteran {j} {s} dies at {n2}", "The {j} worked on more than sixty titles."),
        ("{s}, {j} who charmed generations, has died", "{s} was {n2}, the family said."),
        ("Tributes paid to {s}", "Colleagues remembered the {j}, who died on Sunday aged {n2}."),
    ]),
    (FIRMS, [
        ("Data breach at {s} exposes {n1} million customers", "Hackers stole names and addresses."),
        ("{s} says attackers copied records of {n1} million people", "The company has told the regulator of the breach."),
        ("Hackers take customer data from {s}", "Names and addresses of {n1} million were copied."),
    ]),
    (CITIES, [
        ("Fire at {s} warehouse kills {n1}", "Firefighters worked through the night."),
        ("{n1} dead after blaze tears through {s} depot", "The cause is being looked into."),
        ("Families mourn victims of {s} fire", "Investigators are searching what is left of the warehouse."),
    ]),
    (CITIES, [
        ("Storm floods streets of {s}", "Hundreds were moved to higher ground as the river rose."),
        ("Hundreds leave homes in {s} as river bursts its banks", "Heavy rain is forecast until Thursday."),
        ("{s} flood: schools shut, trains halted", "The river stands at its highest level for {n2} years."),
    ]),
    (CITIES, [
        ("Transport strike brings {s} to a halt", "Unions want {n1} per cent more pay."),
        ("Commuters stranded in {s} as drivers walk out", "No buses or trams will run before Friday, the union said."),
        ("Buses and trams stay in depots in {s}", "Drivers are asking for a rise of {n1} per cent."),
    ]),
    (GADGETS, [
        ("{s} review: a fine screen, a high price", "Battery life is good and the camera is better."),
        ("I spent a week with the {s}", "It is the best of its kind if you can pay for it."),
        ("Hands-on with the {s}: great, but costly", "The screen is bright and the keys feel good."),
    ]),
    (GADGETS, [
        ("{s} drops to its lowest price ever", "Save ${n2} in this deal while it lasts."),
        ("This {s} deal saves you ${n2}", "The discount is on at two shops today."),
    ]),
    (GADGETS, [
        ("{s} announced with brighter screen and longer battery life", "It goes on sale next month for ${n2}9."),
        ("Everything you need to know about the new {s}", "The device was shown on Tuesday and costs ${n2}9."),
        ("New {s} promises two days on one charge", "Orders open next week."),
    ]),
    (FIRMS, [
        ("{s} to cut {n2}00 jobs", "Staff were told on Monday."),
        ("{n2}00 posts to go at {s}", "The chief executive blamed falling demand."),
        ("{s} lays off staff as demand falls", "Unions called the loss of {n2}00 jobs a betrayal."),
    ]),
    (COMPANIES, [
        ("{s} sued over patents on batteries", "The suit was filed in Texas."),
        ("Inventor takes {s} to court", "He says his battery patents were used without a licence."),
        ("{s} faces patent case in Texas", "Damages of ${n2} million are asked for."),
    ]),
    (FIRMS, [
        ("{s} raises ${n2} million in new funding", "Investors led by a pension fund took part."),
        ("Investors put ${n2} million into {s}", "The round values the firm at a billion."),
    ]),
    (COUNTRIES, [
        ("{s} votes in close election", "Polls closed at eight and a result is due in the morning."),
        ("Opposition ahead in {s} as count begins", "Turnout was {n2} per cent."),
        ("Long queues as {s} goes to the polls", "Voters are choosing a new parliament."),
    ]),
    (COUNTRIES, [
        ("Central bank of {s} cuts rate to {n1} per cent", "The bank said prices were rising more slowly."),
        ("{s} lowers interest rates", "Borrowing now costs {n1} per cent, a quarter point less."),
    ]),
    (COUNTRIES, [
        ("Prime minister of {s} resigns", "The decision came after a vote was lost."),
        ("{s} leader steps down after lost vote", "A successor will be named within days."),
        ("Who will lead {s} now?", "The prime minister resigned on Monday."),
    ]),
    (COUNTRIES, [
        ("Parliament of {s} passes {b} law", "The law was passed by {n2} votes to 71."),
        ("{s} adopts {b} reform", "Lawmakers approved the bill after a long debate."),
    ]),
    (THINGS, [
        ("Best {s} of 2026", "Our favourite {s}, tested and reviewed."),
    ]),
    (GAMES, [
        ("{s} today: hints and answer", "Here are clues for puzzle {n2}4."),
        ("Today's {s} hints and answers", "Need help with the puzzle? Number {n2}4 is a hard one."),
    ]),
    (SHOWS, [
        ("{s} renewed for another season", "The series returns next year."),
        ("{s} will be back", "A second season has been ordered, the network said."),
        ("How to watch the finale of {s}", "The last episode of the season is out on Friday."),
    ]),
    (CITIES, [
        ("Live: {s} mayor speaks", "Follow the latest updates."),
    ]),
    (CITIES, [
        ("Man arrested after stabbing in {s}", "Two people are in hospital."),
        ("Police hold suspect over {s} knife attack", "A man of {n2} was arrested near the station."),
        ("Two hurt in {s} stabbing", "Officers say there is no further danger."),
    ]),
    (COUNTRIES, [
        ("{s} reports {n2}00 new cases of measles", "Health officials asked parents to have children vaccinated."),
        ("Measles spreads in {s}", "There were {n2}00 new cases last week."),
    ]),
    (FIRMS, [
        ("Critical flaw in {s} software: patch now", "CVE-2026-{n2}17 lets attackers run code."),
        ("{s} fixes bug that let attackers in", "The hole, CVE-2026-{n2}17, is being used already."),
    ]),
    (COMPANIES, [
        ("{s} to buy chip maker for ${n1} billion", "The deal needs approval in Brussels."),
        ("{s} agrees ${n1} billion takeover of chip designer", "It is the largest purchase the company has made."),
    ]),
    (CITIES, [
        ("{s} opens first tram line", "The line has {n2} stops."),
        ("Trams run in {s} at last", "Passengers rode free on the first day of the line."),
    ]),
    (PEOPLE, [
        ("{s} wins prize for book on whales", "The jury praised its calm."),
        ("Book on whales earns {s} the prize", "The award is worth {n2},000 euros."),
    ]),
]


def day(seed):
    rnd = random.Random(seed)
    used, entries = set(), []
    for act, (subjects, reports) in rnd.sample(list(enumerate(ACTS)), rnd.choice([8, 14, 22])):
        for subject in rnd.sample(subjects, rnd.choice([2, 2, 3, 4])):
            if subject in used and rnd.random() < 0.7:
                continue
            used.add(subject)
            # Two subjects often share a figure: ages, scores and prices are few.
            places = {"s": subject, "n1": rnd.choice([3, 5, 6, 6, 7]), "d1": rnd.choice([1, 1, 4]),
                      "n2": rnd.choice([84, 118, 84, 143, 52, 39]), "j": rnd.choice(JOBS), "b": rnd.choice(BILLS)}
            for title, summary in rnd.sample(reports, rnd.randint(1, len(reports))):
                hour, minute = rnd.randint(5, 11), rnd.randint(0, 59)
                entries.append({
                    "title": title.format(**places), "summary": summary.format(**places) if rnd.random() < 0.85 else "",
                    "link": None, "published": f"2026-02-18T{hour:02}:{minute:02}:00Z",
                    "outlet": f"outlet{rnd.randint(1, 9)}.example", "lang": "en", "cluster": f"{seed}:{act}:{subject}",
                })
    rnd.shuffle(entries)
    return [{"id": f"{seed}-{at}", **entry} for at, entry in enumerate(entries)]


def few(seed):
    """One act by two subjects, told once or twice each, and nothing else."""
    rnd = random.Random(f"few{seed}")
    act = rnd.choice(sorted({entry["cluster"].split(":")[1] for entry in day(seed)}))
    subjects = {}
    for entry in day(seed):
        if entry["cluster"].split(":")[1] == act:
            subjects.setdefault(entry["cluster"], []).append(entry)
    chosen = rnd.sample(sorted(subjects), min(2, len(subjects)))
    return [entry for subject in chosen for entry in subjects[subject][: rnd.choice([1, 1, 2])]]


def main(folder, days="40"):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(int(days)):
        with open(folder / f"lookalike-{seed:02}.jsonl", "w", encoding="utf-8") as file:
            for entry in day(seed):
                file.write(json.dumps(entry) + "\n")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(*sys.argv[1:])
