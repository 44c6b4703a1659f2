//! Briefs from outside: whatever the reports say, a brief quotes them word for word and within bounds.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tidings::compose::brief::{Habits, Options, Parts, Teller, brief, brief_knowing, sum_up, verify};
use tidings::model::{Entry, EntryId, Field, Heading, Link, Outlet, OutletId, PlainText, Quote};

/// A report of `outlet`, `minutes` after the first.
fn report(outlet: &str, minutes: i64, title: &str, text: &str) -> (Entry, Outlet) {
    let id = OutletId::new(outlet);
    let site = format!("{outlet}.example");
    let at = "2026-03-02T06:00:00Z".parse::<Timestamp>().expect("a time");
    let entry = Entry {
        link: Link::parse(&format!("https://{site}/{minutes}"), None).ok(),
        summary: PlainText::vouched(text),
        published: Some(at + SignedDuration::from_mins(minutes)),
        first_seen: at + SignedDuration::from_hours(100),
        ..Entry::titled(EntryId::from_stored(format!("{outlet}-{minutes}")), id.clone(), title)
    };
    (entry, Outlet { id, site, family: None, weight: 1.0, paywall: None })
}

fn tellers(reports: &[(Entry, Outlet)]) -> Vec<Teller<'_>> {
    reports.iter().map(|(entry, outlet)| Teller { entry, outlet, new: true, copy: false }).collect()
}

fn bounds(max_excerpt: usize, facts: usize) -> Options {
    let mut options = Options::default();
    options.max_excerpt = max_excerpt;
    options.facts = facts;
    options
}

fn quotes(parts: &Parts) -> Vec<&Quote> {
    let asked = parts.questions.iter().flat_map(|question| question.paragraphs.iter().flatten());
    [&parts.headline].into_iter().chain(&parts.facts).chain(&parts.summary).chain(&parts.adds).chain(asked).collect()
}

fn texts(quotes: &[Quote]) -> Vec<&str> {
    quotes.iter().map(|quote| quote.text.as_str()).collect()
}

fn answers(parts: &Parts, heading: Heading) -> Vec<&str> {
    let asked = parts.questions.iter().filter(|question| question.heading == heading);
    asked.flat_map(|question| question.paragraphs.iter().flatten()).map(|quote| quote.text.as_str()).collect()
}

fn flood() -> Vec<(Entry, Outlet)> {
    vec![
        report(
            "daily",
            0,
            "Dam bursts above Moss",
            "MOSS (AP) — A dam burst above the town of Moss on Monday and the flood killed 12 people, police said. \
             But nobody was warned. Read more on our site. The dam was built by Nordkraft in 1931 and last inspected \
             for $40,000 in May. “We saw the wall move at noon,” said Anna Moe, the mayor of the town.",
        ),
        report(
            "herald",
            30,
            "Norway: flood after dam fails",
            "Police in Moss said the flood from the burst dam killed 15 people on Monday. Parliament will debate the \
             safety of 300 old dams on Thursday. Who will pay for the repairs?",
        ),
        report(
            "post",
            60,
            "Town of Moss under water",
            "Rescue teams pulled 80 residents from rooftops in the flooded centre of Moss. The town has ...",
        ),
    ]
}

#[test]
fn a_story_is_told_by_its_outlets() {
    let reports = flood();
    let parts = brief(&tellers(&reports), 0, &[], &Options::default()).expect("a brief");
    assert_eq!(parts.headline.text, "Dam bursts above Moss");
    assert_eq!(
        answers(&parts, Heading::WhereReportsDiffer),
        [
            "A dam burst above the town of Moss on Monday and the flood killed 12 people, police said.",
            "Police in Moss said the flood from the burst dam killed 15 people on Monday.",
        ]
    );
    let shown: Vec<&str> = quotes(&parts).iter().map(|quote| quote.text.as_str()).collect();
    for unfit in ["But nobody", "Read more", "Who will pay", "The town has", "MOSS (AP)"] {
        assert!(!shown.iter().any(|text| text.contains(unfit)), "{unfit} in {shown:#?}");
    }
    assert!(shown.iter().any(|text| text.starts_with("Rescue teams")), "{shown:#?}");
    assert!(shown.iter().any(|text| text.starts_with("Parliament will")), "{shown:#?}");
}

#[test]
fn sections_are_asked_only_when_they_have_an_answer() {
    let reports = flood();
    let options = bounds(200, 0);
    let parts = brief(&tellers(&reports), 0, &[], &options).expect("a brief");
    let headings: Vec<Heading> = parts.questions.iter().map(|question| question.heading).collect();
    assert!(!headings.contains(&Heading::WhatIsNew), "no earlier report: {headings:?}");
    assert!(!headings.contains(&Heading::WhatCameBefore), "no earlier report: {headings:?}");

    let past =
        [report("daily", -600, "Rain fills the lakes", "Heavy rain filled 40 lakes north of Moss over the weekend.")];
    let parts = brief(&tellers(&reports), 0, &tellers(&past), &options).expect("a brief");
    assert_eq!(
        answers(&parts, Heading::WhatCameBefore),
        ["Heavy rain filled 40 lakes north of Moss over the weekend."]
    );
    assert!(!answers(&parts, Heading::WhatIsNew).is_empty(), "{:#?}", parts.questions);
}

#[test]
fn a_story_that_returns_is_summed_up_by_what_was_not_shown() {
    let reports = [
        report(
            "daily",
            0,
            "Dam bursts above Moss",
            "A dam burst above Moss and the flood killed 12 people, police said.",
        ),
        report(
            "herald",
            30,
            "Moss: flood",
            "Police in Moss said the flood from the burst dam killed 12 people at home.",
        ),
        report(
            "post",
            60,
            "Search in Moss",
            "Rescue teams searched the flooded streets of Moss through the whole night.",
        ),
    ];
    let mut tellers = tellers(&reports);
    let first =
        |tellers: &[Teller<'_>]| brief(tellers, 0, &[], &Options::default()).expect("a brief").summary[0].clone();
    assert_eq!(first(&tellers).text, "Police in Moss said the flood from the burst dam killed 12 people at home.");
    // The new report has no figure and no two names of its own, so there is no section on what is new.
    tellers[0].new = false;
    tellers[1].new = false;
    assert_eq!(first(&tellers).text, "Rescue teams searched the flooded streets of Moss through the whole night.");
}

#[test]
fn what_each_outlet_adds_is_in_no_other() {
    let common = "The council of Moss closed the old bridge over the river on Monday after a storm.";
    let reports = [
        report("daily", 0, "Moss closes its bridge", &format!("{common} Repairs by Nordkraft cost 40 million kroner.")),
        report("herald", 5, "Old bridge in Moss shut", common),
        report("post", 9, "Bridge shut in Moss", &format!("{common} Cars wait in long lines at the ferry.")),
    ];
    let options = bounds(200, 1);
    let parts = brief(&tellers(&reports), 0, &[], &options).expect("a brief");
    let told: BTreeSet<&str> = texts(&parts.summary).into_iter().chain(texts(&parts.adds)).collect();
    assert!(told.contains("Repairs by Nordkraft cost 40 million kroner."), "{told:#?}");
    assert!(!texts(&parts.adds).contains(&"Cars wait in long lines at the ferry."), "no two facts: {told:#?}");
    assert!(!texts(&parts.adds).contains(&common), "three outlets have it");
}

#[test]
fn what_an_outlet_always_writes_is_left_out() {
    let habit = "The Daily has told the news of the coast since 1902.";
    let reports: Vec<(Entry, Outlet)> = (0..3)
        .map(|at| {
            report("daily", at, "Dam bursts", &format!("Dam number {at} burst above the town of Moss today. {habit}"))
        })
        .collect();
    let plain = brief(&tellers(&reports[..1]), 0, &[], &Options::default()).expect("a brief");
    assert!(quotes(&plain).iter().any(|quote| quote.text == habit));
    let habits = Habits::learn(reports.iter().map(|(entry, _)| entry));
    let parts = brief_knowing(&tellers(&reports[..1]), 0, &[], &habits, &Options::default()).expect("a brief");
    assert!(quotes(&parts).iter().all(|quote| quote.text != habit), "{parts:#?}");
}

#[test]
fn nothing_is_said_without_a_source() {
    let mut reports = flood();
    for (entry, _) in &mut reports {
        entry.link = None;
    }
    assert_eq!(brief(&tellers(&reports), 0, &[], &Options::default()), None);
    assert_eq!(brief(&[], 0, &[], &Options::default()), None);
}

#[test]
fn one_altered_byte_is_noticed() {
    let reports = flood();
    let parts = brief(&tellers(&reports), 0, &[], &Options::default()).expect("a brief");
    for quote in quotes(&parts) {
        let (entry, _) = reports.iter().find(|(entry, _)| entry.id == quote.entry).expect("its entry");
        assert!(verify(quote, entry));
        let mut altered = quote.clone();
        altered.text = quote.text.replacen('e', "a", 1);
        assert!(!verify(&altered, entry), "{altered:?}");
        let mut moved = quote.clone();
        moved.start += 1;
        assert!(!verify(&moved, entry), "{moved:?}");
        let mut beyond = quote.clone();
        beyond.end = usize::MAX;
        assert!(!verify(&beyond, entry));
    }
}

/// Sentences of all kinds, good and bad, in several scripts, joined in any order.
fn text() -> impl Strategy<Value = String> {
    let sentence = prop::sample::select(vec![
        "A dam burst above the town of Moss on Monday, police said.",
        "Police said the flood killed 12 people in the town of Moss.",
        "The flood killed 15 people in Moss, police said on Monday.",
        "“We saw the wall move at noon,” said Anna Moe, the mayor.",
        "Repairs will begin on 3 May and cost about $2.1bn.",
        "The repairs of the dam cost $2.9 billion, Nordkraft said in a report to the council of the town.",
        "But he left.",
        "Who knows?",
        "Der Damm bei Moss brach am 3. Mai nach langem Regen.",
        "Le barrage de Moss a cédé lundi après de fortes pluies.",
        "ノルウェーでダムが決壊し、町が浸水した。",
        "Read more ...",
        "Mr. B. Ito of the U.S. Senate arrived at 5 p.m. in Moss",
        "\u{202e}\u{200f}«»„“",
        "👩‍👩‍👧 e\u{301}…",
    ]);
    prop::collection::vec(prop_oneof![4 => sentence.prop_map(str::to_owned), 1 => "\\PC{0,40}"], 0..8)
        .prop_map(|sentences| sentences.join(" "))
}

fn story() -> impl Strategy<Value = Vec<(Entry, Outlet)>> {
    let outlet = prop::sample::select(vec!["daily", "herald", "post", "wire"]);
    prop::collection::vec((outlet, text(), text(), text()), 1..7).prop_map(|reports| {
        reports
            .into_iter()
            .zip(0..)
            .map(|((outlet, title, summary, text), minutes)| {
                let (mut entry, outlet) = report(outlet, minutes, &title, &summary);
                entry.text = PlainText::vouched(text);
                (entry, outlet)
            })
            .collect()
    })
}

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_quote_is_found_where_it_says(reports in story(), earlier in story(), most in 0_usize..120) {
        let options = bounds(most, 3);
        let parts = brief(&tellers(&reports), 0, &tellers(&earlier), &options).expect("links");
        let mut by_outlet: BTreeMap<&str, usize> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for quote in quotes(&parts) {
            let entry = reports.iter().chain(&earlier).map(|(entry, _)| entry).find(|entry| verify(quote, entry));
            prop_assert!(entry.is_some(), "{quote:?}");
            let field = format!("{:?}", quote.field);
            if seen.insert((&quote.entry, field, quote.start)) {
                *by_outlet.entry(&quote.site).or_default() += words(&quote.text);
            }
        }
        // The headline is always shown, however long it is.
        *by_outlet.entry(&parts.headline.site).or_default() -= words(&parts.headline.text);
        for (site, words) in by_outlet {
            prop_assert!(words <= most, "{words} of {site}");
        }
    }

    #[test]
    fn no_sentence_appears_twice(reports in story(), earlier in story()) {
        let options = bounds(300, 3);
        let parts = brief(&tellers(&reports), 0, &tellers(&earlier), &options).expect("links");
        let asked = parts.questions.iter().flat_map(|question| question.paragraphs.iter().flatten());
        let page: Vec<&str> = parts.facts.iter().chain(&parts.adds).chain(asked).map(|quote| quote.text.as_str()).collect();
        let distinct: BTreeSet<&str> = page.iter().copied().collect();
        prop_assert_eq!(distinct.len(), page.len(), "{:#?}", page);
        let new = parts.questions.iter().filter(|it| it.heading == Heading::WhatIsNew);
        let new: Vec<&Quote> = new.flat_map(|it| it.paragraphs.iter().flatten()).collect();
        for quote in &parts.summary {
            prop_assert!(parts.facts.is_empty() || parts.facts.contains(quote) || new.contains(&quote));
        }
    }

    #[test]
    fn the_order_of_tellers_does_not_matter(reports in story(), turn in 0_usize..6) {
        let straight = brief(&tellers(&reports), 0, &[], &Options::default());
        let mut turned = tellers(&reports);
        let by = turn % turned.len();
        turned.rotate_left(by);
        let first = (turned.len() - by) % turned.len();
        prop_assert_eq!(straight, brief(&turned, first, &[], &Options::default()));
    }

    #[test]
    fn a_sum_keeps_its_words(reports in story(), most in 0_usize..80) {
        let summed = sum_up(&tellers(&reports), most);
        prop_assert!(summed.iter().map(|quote| quote.text.split_whitespace().count()).sum::<usize>() <= most);
        prop_assert!(summed.iter().all(|quote| quote.field != Field::Title));
    }
}
