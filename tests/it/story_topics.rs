//! Topics are asked of stories: what is about a topic is told with all its reports, and a word in passing pulls nobody in.

use super::support::town::{Published, Town, report};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

const DAMS: &str = "[topic.dams]\nany = [\"dam\"]";

/// Four outlets on one flood. Only the headlines of those named say "dam".
fn flood(with_dam: &[&str], topics: &str) -> Town {
    let reports = [
        (
            "daily",
            "Lillestad flooded",
            "The Lillestad valley in Norway was flooded on Sunday; 40 homes stand in water.",
        ),
        (
            "herald",
            "Water fills the Lillestad valley",
            "On Sunday water filled the Lillestad valley in Norway; 40 homes are lost.",
        ),
        (
            "post",
            "Forty homes flooded at Lillestad",
            "Forty homes in the Lillestad valley, Norway, were flooded on Sunday.",
        ),
        (
            "courier",
            "Lillestad valley under water",
            "The Lillestad valley in Norway has been under water since Sunday; 40 homes are hit.",
        ),
    ];
    let mut town = Town::at("2026-03-01T06:00:00Z");
    town.table(topics);
    for (number, (outlet, title, summary)) in reports.into_iter().enumerate() {
        let title = if with_dam.contains(&outlet) { format!("{title} as dam bursts") } else { title.to_owned() };
        town = town.outlet(outlet, [report(&title, summary, &format!("05:{number}0"))]);
    }
    town
}

/// What became of each outlet's report: `kept`, `dropped`.
fn verdicts(town: &Town) -> BTreeMap<String, String> {
    let account = account(town);
    let word = |value: &Value| value.as_str().expect("text").to_owned();
    account["verdicts"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| (word(&it["outlet"]), word(&it["verdict"])))
        .collect()
}

fn account(town: &Town) -> Value {
    let text = fs::read_to_string(town.output("2026/03/01/why.json")).expect("verdicts");
    serde_json::from_str(&text).expect("JSON")
}

fn kept(town: &mut Town) -> Vec<String> {
    town.run().succeeds();
    verdicts(town).into_iter().filter(|(_, verdict)| verdict == "kept").map(|(outlet, _)| outlet).collect()
}

#[test]
fn a_story_that_a_quarter_of_those_who_tell_it_call_by_a_keyword_is_told_whole() {
    let mut town = flood(&["post"], DAMS);
    assert_eq!(kept(&mut town), ["courier", "daily", "herald", "post"]);
    let story = account(&town)["stories"][0].clone();
    assert_eq!(story["members"].as_array().map(Vec::len), Some(4));
    let by = story["topics"][0]["by"].as_str().expect("why");
    assert!(["headline", "voices"].contains(&by), "{story}");
    let told = town.tidings(&["explain", "https://courier.example/lillestad-valley-under-water"]).succeeds().out();
    assert!(told.contains("Kept with its story, which is told under [topic.dams]"), "{told}");
    assert!(told.contains("by itself it would be dropped: no topic has a keyword that is in it"), "{told}");
    let preview = town.tidings(&["preview", "dams", "--at", "2026-03-01T07:00"]).succeeds().out();
    assert!(preview.contains("3 entries besides, with the stories they tell"), "{preview}");
    // What the topics say of the last page has not changed.
    let against = town.tidings(&["check", "--against", "last"]).succeeds().out();
    assert!(against.contains("nothing changes"), "{against}");
}

#[test]
fn a_word_in_passing_brings_one_report_and_not_the_story() {
    let mut town = flood(&[], DAMS);
    let passing = "The Lillestad valley in Norway was flooded on Sunday; 40 homes stand in water. It was the worst flood in the \
                   region since records began, the mayor said, and repairs will take until autumn. Some recalled how, in 1987, \
                   a dam had to be mended.";
    town.publishes("daily", [report("Lillestad flooded", passing, "05:00")]);
    assert_eq!(kept(&mut town), ["daily"]);
}

#[test]
fn what_a_topic_or_an_outlet_is_not_to_have_stays_out_of_its_stories() {
    let topics = format!("{DAMS}\nnot = [\"forty\"]");
    let mut town = flood(&["daily", "herald"], &topics).outlet_line("courier", "not = [\"under water\"]");
    assert_eq!(kept(&mut town), ["daily", "herald"]);
}

#[test]
fn a_topic_of_some_outlets_tells_a_story_with_those_alone() {
    let mut town = flood(&["daily"], &format!("{DAMS}\noutlets = [\"daily\", \"post\"]"));
    assert_eq!(kept(&mut town), ["daily", "post"]);
}

#[test]
fn a_keyword_is_not_found_in_the_name_of_something_else() {
    let site = |title: &str, summary: &str, time: &str| -> Published { report(title, summary, time) };
    let mut town = Town::at("2026-03-01T06:00:00Z")
        .topic("security", &["hackers"])
        .outlet(
            "daily",
            [site(
                "Tell Hacker News: Quillon opens its compiler",
                "Quillon opened its compiler Varnish to all on Sunday.",
                "05:00",
            )],
        )
        .outlet(
            "herald",
            [site("Quillon opens Varnish, its compiler", "Quillon has opened its compiler Varnish to all.", "05:10")],
        );
    // The report by itself is taken as before; the story is not.
    assert_eq!(kept(&mut town), ["daily"]);
}

#[test]
fn one_headline_of_several_needs_a_second_keyword() {
    let topic = "[topic.virus]\nany = [\"pandemic\", \"vaccine*\", \"lockdown*\", \"infection*\"]";
    let gymnast = |first: &str| {
        let mut town = Town::at("2026-03-01T06:00:00Z");
        town.table(topic);
        town.outlet(
            "daily",
            [report(first, "Mira Sandvold flew over the vault in Oslo on Sunday; judges gave 15.9.", "05:00")],
        )
        .outlet(
            "herald",
            [report(
                "Mira Sandvold stuns Oslo on the vault",
                "Judges in Oslo gave Mira Sandvold 15.9 on Sunday.",
                "05:10",
            )],
        )
    };
    // The herald's headline stands for both: the daily's has words that nobody bears out.
    assert_eq!(kept(&mut gymnast("Pandemic cannot stop Mira Sandvold on the vault in Oslo")), ["daily"]);
    let mut about = gymnast("Pandemic: lockdown cannot stop Mira Sandvold on the vault in Oslo");
    assert_eq!(kept(&mut about), ["daily", "herald"]);
}
