//! Threads: the stories of one running event under one name, weighed as one, and each told once.

use super::support::town::{Published, Town, report};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// Eight stories of a storm among other news, of four outlets; two of them are told by several.
fn stormy() -> Town {
    let one = |title: &str, summary: &str, time: &str| -> Published { report(title, summary, time) };
    Town::at("2026-03-01T06:00:00Z")
        .digest("stories = 3")
        // On a day of eleven entries a rare name alone makes one story of them all.
        .section(
            "[[override]]\nsplit = [\"https://daily.example/storm-zelmira--insurers-count-the-cost\",
             \"https://herald.example/ferries-stay-in-port-as-zelmira-nears\",
             \"https://post.example/king-visits-town-hit-by-zelmira\",
             \"https://courier.example/schools-shut-because-of-zelmira\",
             \"https://courier.example/zelmira-fells-a-thousand-trees\"]",
        )
        .topic("all", &["storm", "Zelmira", "library", "tram"])
        .outlet(
            "daily",
            [
                one("Storm Zelmira: Oslo floods", "Storm Zelmira flooded 400 cellars in Oslo on Sunday.", "05:00"),
                one("Storm Zelmira: insurers count the cost", "Insurers expect claims of 90 million crowns.", "05:02"),
                one(
                    "Library of Moss burns down",
                    "The library of Moss burned down on Sunday; 9,000 books are lost.",
                    "05:04",
                ),
            ],
        )
        .outlet(
            "herald",
            [
                one("Zelmira floods Oslo", "On Sunday storm Zelmira flooded 400 cellars in Oslo.", "05:10"),
                one("Ferries stay in port as Zelmira nears", "Captains in Bergen wait for the wind to drop.", "05:12"),
                one("Fire destroys library of Moss", "9,000 books burned on Sunday in the library of Moss.", "05:14"),
            ],
        )
        .outlet(
            "post",
            [
                one(
                    "Oslo under water after Zelmira",
                    "Cellars in Oslo, 400 of them, were flooded by storm Zelmira on Sunday.",
                    "05:20",
                ),
                one("King visits town hit by Zelmira", "The king walked through Drammen in boots.", "05:22"),
                one("Tram drivers get new caps", "The caps are blue.", "00:24"),
            ],
        )
        .outlet(
            "courier",
            [
                one("Schools shut because of Zelmira", "Pupils in Bergen stay at home on Monday.", "05:30"),
                one("Zelmira fells a thousand trees", "Foresters near Voss have not slept.", "05:32"),
            ],
        )
}

fn digest(town: &Town) -> Value {
    let text = fs::read_to_string(town.output("2026/03/01/digest.json")).expect("a digest");
    serde_json::from_str(&text).expect("JSON")
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

#[test]
fn a_running_event_is_one_thread_and_each_of_its_stories_stands_once() {
    let mut town = stormy();
    town.run().succeeds();
    let digest = digest(&town);
    let threads = list(&digest["threads"]);
    assert_eq!(threads.len(), 1, "{threads:?}");
    let thread = &threads[0];
    assert_eq!((&thread["name"], &thread["id"]), (&Value::from("Storm Zelmira"), &Value::from("zelmira")));
    let titles: Vec<String> =
        list(&thread["stories"]).iter().map(|story| story["source"]["title"].to_string()).collect();
    assert!(titles.len() >= 5 && !titles.iter().any(|title| title.contains("library") || title.contains("Tram")));
    // Its head is told by three, leads the page, and is quoted with its own story alone.
    assert_eq!(thread["head"], digest["lead"]["story"]);
    let parts = list(&digest["lead"]["score"]["parts"]);
    assert!(parts.iter().any(|part| part[0] == "thread" && part[1].as_f64() > Some(0.0)), "{parts:?}");
    let quoted: BTreeSet<String> =
        list(&digest["lead"]["facts"]).iter().map(|quote| quote["text"].to_string()).collect();
    assert!(quoted.iter().all(|text| text.contains("Oslo")), "{quoted:?}");
    let mut told: Vec<String> = vec![digest["lead"]["story"].to_string()];
    for section in list(&digest["sections"]) {
        told.extend(
            list(&section["briefs"]).iter().chain(&list(&section["singles"])).map(|it| it["story"].to_string()),
        );
    }
    let once: BTreeSet<&String> = told.iter().collect();
    assert_eq!(once.len(), told.len(), "each story stands once");
    for story in list(&thread["stories"]).iter().filter(|story| story["shown"] == true) {
        assert!(told.contains(&story["story"].to_string()), "{story}");
    }
    let page = fs::read_to_string(town.output("index.html")).expect("a page");
    assert!(page.contains("<h2 id=\"thread-zelmira-h\" dir=\"auto\">Storm Zelmira</h2>"), "{page}");
    town.tidings(&["verify"]).succeeds();
    let told = town.tidings(&["explain", "https://post.example/king-visits-town-hit-by-zelmira"]).succeeds().out();
    assert!(told.contains("Part of the thread zelmira"), "{told}");
}

#[test]
fn a_thread_does_not_fill_the_page() {
    // Lines: of the storm's five single reports three take their seats, and the tram, the oldest of all, its own, before the
    // others.
    let mut town = stormy();
    town.run().succeeds();
    let singles: Vec<String> = list(&digest(&town)["sections"])
        .iter()
        .flat_map(|section| list(&section["singles"]))
        .map(|single| single["source"]["title"].to_string())
        .collect();
    let tram = singles.iter().position(|title| title.contains("Tram")).expect("the tram has a line");
    assert_eq!((tram, singles.len()), (3, 6), "{singles:?}");
}
