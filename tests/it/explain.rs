//! Why is it there, why is it not, and what would change: asked of the program as a reader asks.

use super::support::outlet::Reply;
use super::support::town::{Published, Town, report};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

fn dam() -> Published {
    report("Dam bursts in Norway", "The Lillestad dam burst on Sunday and flooded 40 homes in Norway.", "05:10")
}

fn dam_again() -> Published {
    report("Norway: Lillestad dam has burst", "A dam burst at Lillestad in Norway; 40 homes are flooded.", "05:30")
}

/// Two outlets on one dam, a library, and an advertisement.
fn town() -> Town {
    Town::at("2026-03-01T06:00:00Z")
        .outlet(
            "daily",
            [
                dam(),
                report("Library opens late", "The town library of Moss will open at noon in March.", "04:10"),
                report("Ten deals on dam boots", "Sponsored: boots for every dam, from 20 crowns.", "04:20"),
            ],
        )
        .outlet("herald", [dam_again(), report("Deals on skis", "Skis at half price for all of next week.", "04:40")])
        .outlet_line("daily", "not = [\"deal\"]")
        .topic("floods", &["dam", "flood*"])
        .topic("norway", &["Norway", "ski*"])
}

fn told(town: &mut Town, what: &str) -> String {
    town.tidings(&["explain", what]).succeeds().out().replace(&format!("{}/", town.folder().display()), "")
}

fn data(town: &mut Town, words: &[&str]) -> Value {
    serde_json::from_str(&town.tidings(words).succeeds().out()).expect("JSON")
}

/// Compares what the program says with what a person has read and approved.
fn approve(name: &str, text: &str) {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

fn verdicts(town: &Town, edition: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(town.output(&format!("{edition}/why.json"))).expect("verdicts");
    let account: Value = serde_json::from_str(&text).expect("JSON");
    let verdicts = account["verdicts"].as_array().expect("a list");
    let word = |value: &Value| value.as_str().expect("text").to_owned();
    verdicts.iter().map(|it| (word(&it["title"]), word(&it["verdict"]))).collect()
}

#[test]
fn an_entry_is_explained_with_its_rule_and_its_story() {
    let mut town = town();
    town.run().succeeds();
    let kept = told(&mut town, "daily.example/dam-bursts-in-norway");
    let dropped = told(&mut town, "https://daily.example/ten-deals-on-dam-boots?utm_source=mail");
    let refused = told(&mut town, "library");
    approve("explain", &format!("{kept}\n----\n{dropped}\n----\n{refused}"));
}

#[test]
fn the_parts_of_a_score_add_up_and_every_member_has_its_reason() {
    let mut town = town();
    town.run().succeeds();
    let found = data(&mut town, &["explain", "Lillestad", "--json"]);
    assert_eq!(found["kind"], "story", "{found:#}");
    let score = &found["story"]["score"];
    let parts = score["parts"].as_array().expect("parts");
    let sum: f64 = parts.iter().map(|part| part[1].as_f64().expect("points")).sum();
    assert!((sum - score["total"].as_f64().expect("a total")).abs() < 1e-9, "{score}");
    let members = found["story"]["members"].as_array().expect("members");
    assert_eq!(members.len(), 2);
    for member in members {
        let bond = &member["bond"];
        assert!(bond["score"].as_f64().expect("a score") > 0.0, "{member}");
        let text = format!("{}{}{}", bond["names"], bond["numbers"], bond["words"]);
        assert!(text.contains("Norway") && text.contains("40"), "{member}");
    }
    // By the name of the story and by its page as well.
    let id = found["story"]["story"].as_str().expect("a name").to_owned();
    assert_eq!(data(&mut town, &["explain", &id, "--json"]), found);
    assert_eq!(data(&mut town, &["explain", &format!("output/story/{id}.html"), "--json"]), found);
}

#[test]
fn an_older_edition_answers_for_what_it_considered() {
    let mut town = town();
    town.run().succeeds();
    for (day, title) in [("02", "Frost in Moss"), ("03", "Snow in Moss")] {
        let at = format!("2026-03-{day}T06:00:00Z");
        town.later(&at);
        town.publishes("daily", [report(title, "It was a cold night in Moss, says the town.", "05:00")]);
        town.run().succeeds();
    }
    let text = told(&mut town, "https://daily.example/library-opens-late");
    assert!(text.contains("Dropped: no topic has a keyword that is in it (edition 2026/03/01)"), "{text}");
    let text = told(&mut town, "frost");
    assert!(text.contains("(edition 2026/03/02)"), "{text}");
}

#[test]
fn what_is_told_before_and_what_waits_say_so() {
    let mut town = town();
    town.run().succeeds();
    town.later("2026-03-02T06:00:00Z");
    town.publishes(
        "herald",
        [report("In Norway, a dam burst", "The Lillestad dam in Norway has burst; 40 homes are flooded.", "05:00")],
    );
    town.run().succeeds();
    let text = told(&mut town, "herald.example/in-norway--a-dam-burst");
    assert!(text.contains("Told before: "), "{text}");
    town.later("2026-03-03T06:00:00Z");
    town.publishes("herald", [report("Dam inquiry opens", "An inquiry looks into the dam from Monday.", "05:00")]);
    town.tidings(&["gather", "--at", "2026-03-03T06:00:00Z"]).succeeds();
    let text = told(&mut town, "inquiry");
    assert!(text.contains("Waiting: no edition has considered it yet"), "{text}");
    assert!(text.contains("any \"dam\" in the headline: \"Dam\""), "{text}");
}

#[test]
fn what_nobody_knows_is_answered_with_what_is_near() {
    let mut town = town();
    let ended = town.tidings(&["explain", "https://daily.example/x"]).exits(2);
    assert!(ended.err().contains("nothing is stored yet") && !town.output(".state").exists(), "{}", ended.err());
    town.run().succeeds();
    let mut said = String::new();
    for what in
        ["https://daily.example/dam-burst-in-norway", "https://daily.example/q", "https://other.example/x", "unicorn"]
    {
        let ended = town.tidings(&["explain", what]).exits(2);
        let _ = writeln!(said, "{}", ended.err().replace(&format!("{}/", town.folder().display()), ""));
    }
    said += &told(&mut town, "deals");
    approve("explain-unknown", &said);
}

#[test]
fn a_story_stands_under_the_topic_it_fits_best_and_the_others_point_to_it() {
    let mut town = town();
    town.run().succeeds();
    let digest = town.digest_json();
    assert_eq!(digest["lead"]["topic"], "floods", "two keywords against one");
    let sections = digest["sections"].as_array().expect("sections");
    let norway = sections.iter().find(|section| section["topic"] == "norway").expect("a pointer");
    assert_eq!(norway["references"][0]["story"], digest["lead"]["story"]);
    assert_eq!(norway["references"][0]["topic"], "floods");
    let id = digest["lead"]["story"].as_str().expect("a name");
    let told = sections.iter().flat_map(|section| section["briefs"].as_array().expect("briefs"));
    assert_eq!(told.filter(|brief| brief["story"] == id).count(), 0, "told once, as the lead");
}

#[test]
fn the_not_of_an_outlet_drops_there_only_and_undoing_it_brings_entries_back() {
    let mut town = town();
    town.run().succeeds();
    let before = verdicts(&town, "2026/03/01");
    assert_eq!(before["Ten deals on dam boots"], "dropped");
    assert_eq!(before["Deals on skis"], "kept", "the other outlet may");
    // The rule is taken out: the same morning's digest is made again.
    let text = town.feeds_toml().replace("not = [\"deal\"]\n", "");
    town.writes(&text);
    town.later("2026-03-01T06:30:00Z");
    town.run().succeeds();
    let after = verdicts(&town, "2026/03/01");
    assert_eq!(after["Ten deals on dam boots"], "kept");
    assert_eq!(after.len(), before.len(), "nothing is lost, nothing comes twice");
}

#[test]
fn every_entry_of_an_edition_has_one_verdict() {
    let mut town = town();
    town.run().succeeds();
    let text = fs::read_to_string(town.output("2026/03/01/why.json")).expect("verdicts");
    let account: Value = serde_json::from_str(&text).expect("JSON");
    let entries: Vec<&Value> = account["verdicts"].as_array().expect("a list").iter().map(|it| &it["entry"]).collect();
    let mut once = entries.clone();
    once.sort_by_key(|id| id.as_str());
    once.dedup();
    assert_eq!((entries.len(), once.len()), (5, 5));
    assert_eq!(town.digest_json()["figures"]["entries"], 5);
}

#[test]
fn a_copy_of_one_wire_report_is_merged_and_speaks_once() {
    let wire = "Hundreds fled their homes on Monday after a dam burst above the town of Rjukan, police said in Norway.";
    let mut town = Town::at("2026-03-01T06:00:00Z")
        .outlet("daily", [report("Dam bursts above Rjukan", wire, "05:00")])
        .outlet("herald", [report("Rjukan: dam bursts, hundreds flee", wire, "05:20")])
        .topic("floods", &["dam"]);
    town.run().succeeds();
    let text = told(&mut town, "https://herald.example/rjukan--dam-bursts--hundreds-flee");
    assert!(text.contains("Merged as a copy: its story is told under [topic.floods]"), "{text}");
    assert!(text.contains("carries the words of daily: \"Dam bursts above Rjukan\""), "{text}");
    assert!(text.contains("1 voice: daily"), "{text}");
}

#[test]
fn who_is_linked_to_ranks_higher_and_is_told_so() {
    let blog = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>blog</title><id>b</id><entry><id>b1</id>\
                <title>Worth reading</title><link href=\"https://blog.example/worth\"/>\
                <updated>2026-03-01T05:40:00Z</updated><content type=\"html\">&lt;a \
                href='https://daily.example/dam-bursts-in-norway?utm_source=blog'&gt;this&lt;/a&gt;</content></entry></feed>";
    let mut town = town().outlet_that("blog", Reply::feed(blog));
    town.run().succeeds();
    let found = data(&mut town, &["explain", "Lillestad", "--json"]);
    let story = &found["story"];
    assert_eq!(story["followed"][0]["outlet"], "blog", "{story:#}");
    let links = story["score"]["parts"].as_array().expect("parts").iter().find(|part| part[0] == "links").cloned();
    assert_eq!(links.expect("a part")[1], 1.0, "2 · 1 / (1 + 1)");
    assert!(told(&mut town, "Lillestad").contains("linked to by blog"));
}

#[test]
fn a_preview_shows_what_the_file_takes_now_and_took_then() {
    let mut town = town();
    town.run().succeeds();
    let text =
        town.feeds_toml().replace("any = [\"dam\", \"flood*\"]", "any = [\"dam\", \"library\"]\nnot = [\"Lillestad\"]");
    town.writes(&text.replace("not = [\"deal\"]\n", ""));
    let at = ["--at", "2026-03-02T06:00:00Z"];
    let overview = town.tidings(&["preview", at[0], at[1]]).succeeds().out();
    let one = town.tidings(&["preview", "floods", "--days", "7", at[0], at[1]]).succeeds().out();
    approve("preview", &format!("{overview}\n----\n{one}"));
    let found = data(&mut town, &["preview", "floods", "--json", at[0], at[1]]);
    assert_eq!(found["topics"][0]["lost"], 2, "{found:#}");
    assert_eq!(found["topics"][0]["gained"], 2, "{found:#}");
    let none = data(&mut town, &["preview", "--json", "--days", "1", "--at", "2026-04-02T06:00:00Z"]);
    assert_eq!(none["entries"], 0, "older than was asked for");
}

#[test]
fn a_topic_that_is_not_there_is_named_with_the_one_that_is_meant() {
    let mut town = town();
    let ended = town.tidings(&["preview", "flods"]).exits(2);
    let said = ended.err();
    assert!(said.contains("there is no topic \"flods\"") && said.contains("did you mean \"floods\"?"), "{said}");
    assert!(said.contains("the topics are: floods, norway"), "{said}");
    let ended = town.tidings(&["preview", "--days", "0"]).exits(2);
    assert!(ended.err().contains("1..=3660"), "{}", ended.err());
}

#[test]
fn check_holds_the_file_against_the_last_page() {
    let mut town = town();
    let against = ["check", "--against", "last"];
    assert!(town.tidings(&against).exits(2).err().contains("nothing is stored yet"));
    town.run().succeeds();
    let before = town.pages();
    assert!(town.tidings(&against).succeeds().out().contains("nothing changes"));
    let text = town.feeds_toml().replace("any = [\"dam\", \"flood*\"]", "any = [\"dam\", \"library\"]");
    town.writes(
        &text
            .replace("not = [\"deal\"]\n", "")
            .replace("any = [\"Norway\", \"ski*\"]", "any = [\"Norway\", \"ski*\", \"Lillestad\"]"),
    );
    town.later("2026-03-02T06:00:00Z");
    town.publishes("herald", [report("Dam inquiry opens", "An inquiry looks into the dam from Monday.", "05:00")]);
    town.tidings(&["gather", "--at", "2026-03-02T06:00:00Z"]).succeeds();
    let ended = town.tidings(&against).succeeds();
    approve("check-against", &ended.out().replace(&format!("{}/", town.folder().display()), ""));
    assert_eq!(town.pages(), before, "it only looks");
}

#[test]
fn check_looks_after_keywords_and_needs_no_store() {
    let mut town = town().topic("odd", &["unicorn", "half price", "price", "homes"]);
    let said = town.tidings(&["check"]).succeeds().out();
    assert!(said.contains("no mistakes") && said.lines().count() == 1, "{said}");
    assert!(!town.output(".state").exists(), "looking makes nothing");
    town.run().succeeds();
    let said = town.tidings(&["check", "--at", "2026-03-02T06:00:00Z"]).succeeds().out();
    approve("check-keywords", &said.replace(&format!("{}/", town.folder().display()), ""));
    town.tidings(&["check", "-q"]).succeeds().silently();
    // A store that cannot be read is no mistake of the file.
    fs::copy(town.output("feed.xml"), town.output(".state/tidings.db")).expect("damaged");
    let said = town.tidings(&["check"]).succeeds().out();
    assert!(said.contains("How the keywords fare cannot be told"), "{said}");
}

#[tokio::test]
async fn each_story_names_its_family_and_what_was_said_is_counted_once() {
    let mut town = town();
    let seen = async |town: &Town| -> Vec<String> {
        let url = format!("sqlite://{}", town.store().display());
        let pool = sqlx::SqlitePool::connect(&url).await.expect("a store");
        let note: String =
            sqlx::query_scalar("select value from notes where name = 'seen'").fetch_one(&pool).await.expect("the note");
        pool.close().await;
        // The first line says when.
        note.lines().skip(1).map(str::to_owned).collect()
    };
    town.run().succeeds();
    let text = fs::read_to_string(town.output("2026/03/01/why.json")).expect("an account");
    let account: Value = serde_json::from_str(&text).expect("JSON");
    let stories = account["stories"].as_array().expect("stories");
    let names: Vec<&Value> = stories.iter().map(|story| &story["story"]).collect();
    assert!(!stories.is_empty() && stories.iter().all(|story| names.contains(&&story["family"])), "{stories:#?}");
    // An edition that is made again is not measured by its own words, nor are they counted twice.
    let once = seen(&town).await;
    assert!(once.iter().any(|line| line.starts_with("norway\t2")), "{once:?}");
    let mut town = town.topic("boots", &["boots"]);
    town.run().succeeds();
    assert_eq!(seen(&town).await, once);
}
