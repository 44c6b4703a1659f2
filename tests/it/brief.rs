//! Briefs from outside: whatever the reports say, a brief quotes them word for word and within bounds.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tidings::compose::brief::{Options, Parts, brief, brief_knowing, has_news, speaking, sum_up, verify};
use tidings::compose::report::Report;
use tidings::model::{Entry, EntryId, Field, Heading, Link, Outlet, OutletId, PlainText, Quote};
use tidings::text::{Article, Boilerplate};

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

fn as_reports(reports: &[(Entry, Outlet)]) -> Vec<Report<'_>> {
    // A test is short, so that its articles may live as long as it does.
    let article = |entry| &*Box::leak(Box::new(Article::read(entry)));
    reports.iter().enumerate().map(|(at, (entry, outlet))| Report::new(article(entry), outlet, at)).collect()
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
    let parts = brief(&as_reports(&reports), 0, &[], &Options::default()).expect("a brief");
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
    let parts = brief(&as_reports(&reports), 0, &[], &options).expect("a brief");
    let headings: Vec<Heading> = parts.questions.iter().map(|question| question.heading).collect();
    assert!(!headings.contains(&Heading::WhatIsNew), "no earlier report: {headings:?}");
    assert!(!headings.contains(&Heading::WhatCameBefore), "no earlier report: {headings:?}");

    let past =
        [report("daily", -600, "Rain fills the lakes", "Heavy rain filled 40 lakes north of Moss over the weekend.")];
    let parts = brief(&as_reports(&reports), 0, &as_reports(&past), &options).expect("a brief");
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
    let mut told = as_reports(&reports);
    let first = |told: &[Report<'_>]| brief(told, 0, &[], &Options::default()).expect("a brief").summary[0].clone();
    assert_eq!(first(&told).text, "Police in Moss said the flood from the burst dam killed 12 people at home.");
    // The new report has no figure and no two names of its own, so there is no section on what is new.
    told[0].fresh = false;
    told[1].fresh = false;
    assert_eq!(first(&told).text, "Rescue teams searched the flooded streets of Moss through the whole night.");
}

/// Whether a brief of a story told before shows anything new: a section on it, or the headline where that is it.
fn shows_news(parts: &Parts, told: &[(Entry, Outlet)]) -> bool {
    // A story whose only report is the headline has news exactly if the headline is it.
    let title = parts.headline.text.as_str();
    let alone = [report("alone", 500, title, "")];
    let headline = has_news(&as_reports(&alone), 0, &as_reports(told), &Boilerplate::default(), &Options::default());
    headline || !answers(parts, Heading::WhatIsNew).is_empty()
}

#[test]
fn a_told_story_returns_for_what_its_brief_can_mark_as_new() {
    let told = [report(
        "daily",
        0,
        "Dam bursts above Moss",
        "A dam burst above Moss on Monday. The flood hit 1,900 homes and two schools, Boris Hale of the police said. \
         The World Dam Council sent three experts to the town of Moss.",
    )];
    let table = [
        ("a rounding", "Moss: flood after dam fails", "The flood hit 1,912 homes in the town of Moss.", false),
        ("spelled out", "Moss: flood after dam fails", "The flood from the dam hit 2 schools in Moss.", false),
        ("as a figure", "Moss: flood after dam fails", "The flood brought 3 experts to the town of Moss.", false),
        ("a known surname", "Moss: flood after dam fails", "The flood is over in Moss, Mr Hale said on Monday.", false),
        ("initials", "Moss: flood after dam fails", "The flood brought the WDC to the town of Moss.", false),
        ("one name", "Moss: flood after dam fails", "The flood is over in Moss, said Karin Dahl on Monday.", false),
        ("a label", "Moss: flood after dam fails", "The flood of 2026 is over in Moss since 5 a.m. on Monday.", false),
        ("a question", "Moss: flood after dam fails", "Who will pay the 40 million kroner for the dam?", false),
        ("a formula", "Moss: flood after dam fails", "Sign up for 40 more stories on the flooded town.", false),
        ("a figure", "Moss: flood after dam fails", "The flood killed 12 people in the town of Moss.", true),
        ("two names", "Moss: flood after dam fails", "The flood is over, Karin Dahl and Per Moe said.", true),
        (
            "a quotation",
            "Moss: flood after dam fails",
            "“Nobody warned the valley in time,” the mayor Hale said.",
            true,
        ),
        ("a headline", "Moss dam: toll rises to 12", "The flood is over in Moss.", true),
        ("a headline in capitals", "Moss Dam Fails As Karin Dahl Watches, Per Moe Sleeps", "The flood is over.", false),
    ];
    for (what, title, text, expected) in table {
        for outlet in ["daily", "herald"] {
            let fresh = [report(outlet, 600, title, text)];
            let (now, before) = (as_reports(&fresh), as_reports(&told));
            assert_eq!(has_news(&now, 0, &before, &Boilerplate::default(), &Options::default()), expected, "{what}");
            let parts = brief(&now, 0, &before, &Options::default()).expect("a brief");
            assert_eq!(shows_news(&parts, &told), expected, "{what}: {parts:#?}");
            let copied = [Report { copy_of: Some(&now[0].entry().id), ..now[0] }];
            assert!(!has_news(&copied, 0, &before, &Boilerplate::default(), &Options::default()), "{what}: a copy");
        }
    }
}

#[test]
fn what_differs_gives_way_to_what_is_new() {
    let told =
        [report("daily", 0, "Flood in Moss", "The flood in the town of Moss killed 15 people on Monday, police said.")];
    let fresh = [report(
        "herald",
        600,
        "Moss counts its dead",
        "The flood in the town of Moss killed 12 people on Monday, police said. Repairs of the broken dam above the old \
         town will cost the ministry about 40 million kroner.",
    )];
    let all: Vec<Report<'_>> = [Report { fresh: false, ..as_reports(&told)[0] }, as_reports(&fresh)[0]].to_vec();
    for most in 15..40 {
        let options = bounds(most, 3);
        let parts = brief(&all, 1, &[], &options).expect("a brief");
        let marked = !answers(&parts, Heading::WhatIsNew).is_empty();
        assert_eq!(has_news(&all, 1, &[], &Boilerplate::default(), &options), marked, "{most} words: {parts:#?}");
    }
}

#[test]
fn the_closest_reports_with_something_to_say_are_quoted() {
    let reports = [
        report("daily", 0, "Dam bursts above Moss", "A dam burst above Moss and the flood took 40 homes."),
        report("herald", 1, "Moss: flood", "Who will pay for the broken dam and for the lost homes of the town?"),
        report("post", 2, "Moss under water", "Sign up for the newsletter of the Post and read more of Moss."),
        report("wire", 3, "Flood in Moss", "The dam above Moss burst."),
        report("daily", 4, "Moss after the flood", "Rescue teams pulled 80 residents from rooftops in the old centre."),
        report(
            "valley",
            5,
            "Moss: what is known",
            "Nordkraft built the wall in 1931 and last had it looked at in May.",
        ),
        report("coast", 6, "Moss: the search", "Boats from the whole coast came to the valley before it was light."),
    ];
    let spoken = |most| speaking(&as_reports(&reports), most, &Boilerplate::default(), &Options::default());
    assert_eq!(spoken(2), [0, 5, 6], "other voices with a sentence that says more than the headline");
    assert_eq!(spoken(3), [0, 5, 6, 4], "then another report of a voice heard before");
    assert_eq!(spoken(0), [0]);
}

#[test]
fn two_voices_are_heard_where_two_have_something_to_say() {
    let table: [(&str, &str, &str); 3] = [
        (
            "the first has three good sentences",
            "A dam burst above the town of Moss on Monday. The wall of the dam above Moss was built by Nordkraft in 1931. \
             The dam held 40 million litres of water for the town of Moss.",
            "Boats from the coast came to the valley with blankets.",
        ),
        (
            "both tell the same, the second with more of its own",
            "A flood from the burst dam killed 12 people in the town of Moss on Monday, police said.",
            "The flood killed 12 people in Moss when a wall that Nordkraft built in 1931 gave way under weeks of rain, \
             divers and engineers found.",
        ),
        (
            "both tell the same, the first goes on",
            "A flood from the burst dam killed 12 people in the town of Moss on Monday. Engineers of Nordkraft had asked \
             for new gates in spring.",
            "A flood killed 12 people in Moss on Monday after the dam burst.",
        ),
    ];
    for (what, first, second) in table {
        let reports = [report("daily", 0, "Norway in mourning", first), report("herald", 9, "A valley mourns", second)];
        let parts = brief(&as_reports(&reports), 0, &[], &Options::default()).expect("a brief");
        let sites: BTreeSet<&str> = parts.summary.iter().map(|quote| quote.site.as_str()).collect();
        assert_eq!(sites.len(), 2, "{what}: {:#?}", parts.summary);
    }
    let same = "A flood from the burst dam killed 12 people in the town of Moss on Monday";
    let reports = [
        report("daily", 0, "Norway", &format!("{same}.")),
        report("herald", 9, "Moss", &format!("{same}, police said.")),
    ];
    let parts = brief(&as_reports(&reports), 0, &[], &Options::default()).expect("a brief");
    assert_eq!(parts.summary.len(), 1, "nothing of its own: {:#?}", parts.summary);
}

#[test]
fn figures_of_two_subjects_do_not_differ() {
    let table = [
        (
            "Acme will cut 200 jobs in the plants of the coast this spring.",
            "Bolt will cut 300 jobs in the plants of the coast this spring.",
            false,
        ),
        (
            "Acme will cut 200 jobs in the plants of the coast this spring.",
            "Acme will cut 300 jobs in the plants of the coast this spring.",
            true,
        ),
        (
            "The flood killed 12 people in Moss after the old dam broke.",
            "The flood killed 15 people in Rygge after the old dam broke.",
            false,
        ),
        (
            "Acme sold 200 boats to towns of the coast last year.",
            "Acme sold 300 boats to towns of the coast this year.",
            false,
        ),
    ];
    for (one, two, expected) in table {
        let reports = [report("daily", 0, "Spring news", one), report("herald", 9, "News of spring", two)];
        let parts = brief(&as_reports(&reports), 0, &[], &Options::default()).expect("a brief");
        assert_eq!(!answers(&parts, Heading::WhereReportsDiffer).is_empty(), expected, "{one} / {two}");
    }
}

#[test]
fn an_article_of_one_language_is_no_pronoun_of_another() {
    let table = [
        ("it", "Il governo ha approvato lunedì la nuova legge sulle dighe."),
        ("pt", "O governo aprovou na segunda-feira uma lei para as barragens."),
        ("fr", "Le ministre du Travail a reçu mardi les ouvriers du barrage."),
        ("es", "Sin agua desde el lunes, el pueblo espera la ayuda de la capital."),
        ("nl", "Door de storm staat het dorp sinds maandag onder water."),
    ];
    for (language, sentence) in table {
        for declared in [Some(language), Some("en"), None] {
            let (mut entry, outlet) = report("daily", 0, "Moss", sentence);
            entry.language = declared.map(str::to_owned);
            let reports = [(entry, outlet)];
            assert_eq!(texts(&sum_up(&as_reports(&reports), 60)), [sentence], "{declared:?}");
        }
    }
}

#[test]
fn one_file_makes_a_language() {
    // Polish, which nothing but its file knows: abbreviations, ordinals, figures, agencies, formulas, verbs of speech.
    let first = "MOSS (PAP) - Tama nad miastem Moss pękła 3. maja o godz. 14 i zalała ul. Długą, poinformował prof. Jan \
                 Nowak. Straty sięgają ponad 2,5 mln zł. Ona nie chciała mówić o tamie przed radą. Czytaj więcej o \
                 pogodzie nad morzem na naszej stronie. „Widzieliśmy, jak pękła ściana tamy”, powiedziała Anna Kowal, \
                 burmistrz. Rada miasta będzie głosować nad odbudową tamy w środę.";
    let other = "Ekipy ratunkowe ewakuowały 80 mieszkańców z zalanego centrum miasta Moss w poniedziałek rano.";
    let reports =
        [report("kurier", 0, "Pękła tama nad Moss", first), report("gazeta", 30, "Powódź w mieście Moss", other)];
    let parts = brief(&as_reports(&reports), 0, &[], &bounds(200, 0)).expect("a brief");
    let shown: Vec<&str> = quotes(&parts).iter().map(|quote| quote.text.as_str()).collect();
    let dam = "Tama nad miastem Moss pękła 3. maja o godz. 14 i zalała ul. Długą, poinformował prof. Jan Nowak.";
    assert!(shown.contains(&dam), "one sentence, without its dateline: {shown:#?}");
    assert!(shown.contains(&"Straty sięgają ponad 2,5 mln zł."), "{shown:#?}");
    assert!(!shown.iter().any(|text| text.starts_with("Ona") || text.contains("Czytaj")), "{shown:#?}");
    assert!(shown.contains(&"„Widzieliśmy, jak pękła ściana tamy”, powiedziała Anna Kowal, burmistrz."), "{shown:#?}");
    assert_eq!(answers(&parts, Heading::WhatComesNext), ["Rada miasta będzie głosować nad odbudową tamy w środę."]);
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
    let parts = brief(&as_reports(&reports), 0, &[], &options).expect("a brief");
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
    let plain = brief(&as_reports(&reports[..1]), 0, &[], &Options::default()).expect("a brief");
    assert!(quotes(&plain).iter().any(|quote| quote.text == habit));
    let habits = Boilerplate::learn(as_reports(&reports).iter().map(|report| report.article));
    let parts = brief_knowing(&as_reports(&reports[..1]), 0, &[], &habits, &Options::default()).expect("a brief");
    assert!(quotes(&parts).iter().all(|quote| quote.text != habit), "{parts:#?}");
}

#[test]
fn nothing_is_said_without_a_source() {
    let mut reports = flood();
    for (entry, _) in &mut reports {
        entry.link = None;
    }
    assert_eq!(brief(&as_reports(&reports), 0, &[], &Options::default()), None);
    assert_eq!(brief(&[], 0, &[], &Options::default()), None);
}

#[test]
fn one_altered_byte_is_noticed() {
    let reports = flood();
    let parts = brief(&as_reports(&reports), 0, &[], &Options::default()).expect("a brief");
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
        let parts = brief(&as_reports(&reports), 0, &as_reports(&earlier), &options).expect("links");
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
        let parts = brief(&as_reports(&reports), 0, &as_reports(&earlier), &options).expect("links");
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
        let straight = brief(&as_reports(&reports), 0, &[], &Options::default());
        let mut turned = as_reports(&reports);
        let by = turn % turned.len();
        turned.rotate_left(by);
        let first = (turned.len() - by) % turned.len();
        prop_assert_eq!(straight, brief(&turned, first, &[], &Options::default()));
    }

    /// A story returns exactly if its brief can show what is new.
    #[test]
    fn what_returns_is_marked_and_what_is_marked_returns(
        reports in story(), earlier in story(), shown in 0_u8..64, copies in 0_u8..64, named in 0_usize..6, most in 0_usize..90
    ) {
        let options = bounds(most, 3);
        let mut now = as_reports(&reports);
        for (at, report) in now.iter_mut().enumerate() {
            report.fresh = shown >> at & 1 == 0;
            report.copy_of = (copies >> at & 1 == 1).then_some(&report.article.entry.id);
        }
        let named = named % now.len();
        let before = as_reports(&earlier);
        let parts = brief(&now, named, &before, &options).expect("links");
        let bare = Entry { summary: PlainText::default(), text: PlainText::default(), ..now[named].entry().clone() };
        let bare = Article::read(&bare);
        let headline = [Report { article: &bare, ..now[named] }];
        let told: Vec<Report<'_>> = before.iter().chain(now.iter().filter(|report| !report.fresh)).copied().collect();
        let by_headline = has_news(&headline, 0, &told, &Boilerplate::default(), &options);
        let marked = by_headline || !answers(&parts, Heading::WhatIsNew).is_empty();
        prop_assert_eq!(has_news(&now, named, &before, &Boilerplate::default(), &options), marked);
    }

    #[test]
    fn a_sum_keeps_its_words(reports in story(), most in 0_usize..80) {
        let summed = sum_up(&as_reports(&reports), most);
        prop_assert!(summed.iter().map(|quote| quote.text.split_whitespace().count()).sum::<usize>() <= most);
        prop_assert!(summed.iter().all(|quote| quote.field != Field::Title));
    }
}
