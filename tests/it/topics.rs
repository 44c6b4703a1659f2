//! The language of topics: what a keyword means, and what the rules of a topic come to.

use proptest::prelude::{ProptestConfig, Strategy, any, proptest};
use tidings::compose::filter::{
    Filter, Judgement, Lacking, Part, PatternProblem, Reason, Rule, care, check_pattern, near_misses, uncovered,
};
use tidings::model::{Entry, EntryId, Link, Matcher, Outlet, OutletId, Pattern, PlainText, Scope, Topic, TopicId};

fn words(words: &str) -> Matcher {
    Matcher {
        pattern: Pattern::Words(words.to_owned()),
        scope: Scope::Anywhere,
        weight: 1.0,
        case: None,
        plurals: true,
    }
}

fn regex(source: &str) -> Matcher {
    Matcher { pattern: Pattern::Regex(source.to_owned()), ..words("") }
}

/// A topic of these keywords.
pub(crate) fn topic(id: &str, any: &[&str]) -> Topic {
    Topic {
        id: TopicId::new(id),
        title: id.to_owned(),
        any: any.iter().map(|keyword| words(keyword)).collect(),
        all: Vec::new(),
        not: Vec::new(),
        min_score: 1.0,
        max: None,
        outlets: None,
        languages: None,
    }
}

/// An entry that is a headline alone.
pub(crate) fn entry(title: &str) -> Entry {
    Entry::titled(EntryId::from_stored("0000000000000001"), OutletId::new("daily"), title)
}

fn filter(topics: &[Topic]) -> Filter {
    Filter::new(topics, &[], &[])
}

/// The words of `text` that a keyword finds.
fn found(matcher: &Matcher, text: &str) -> Option<String> {
    let topic = Topic { any: vec![matcher.clone()], ..topic("t", &[]) };
    let filter = filter(&[topic]);
    let entry = entry(text);
    let judgement = filter.judge(&entry);
    assert!(filter.replay(&judgement, &entry), "{matcher:?} on {text:?}: {judgement:?}");
    let place = judgement.topics.first()?.hits[0].place;
    assert_eq!(place.part, Part::Title);
    Some(text[place.start..place.end].to_owned())
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn a_keyword_finds_words_and_only_words() {
    let mut wrong = Vec::new();
    let mut check = |keyword: &str, yes: &[(&str, &str)], no: &[&str]| {
        let expected = yes.iter().map(|(text, words)| (*text, Some(*words))).chain(no.iter().map(|text| (*text, None)));
        for (text, expected) in expected {
            let found = found(&words(keyword), text);
            if found.as_deref() != expected {
                wrong.push(format!("{keyword:?} in {text:?}: found {found:?}, expected {expected:?}"));
            }
        }
    };
    // Whole words.
    check("ai", &[("New ai lab", "ai"), ("(AI)", "AI"), ("ai", "ai"), ("#AI", "AI")], &["email", "Saint", "aisle"]);
    check("mac", &[("The Mac.", "Mac")], &["machine", "Macron", "stomach"]);
    // Capitals.
    check("AI", &[("AI-powered", "AI"), ("Two AIs", "AIs"), ("the AI's", "AI's")], &["ai", "Ai Weiwei"]);
    check("US", &[("US bank", "US"), ("U.S. bank", "U.S"), ("the US’s", "US’s")], &["tell us", "USA", "bus", "U.K."]);
    check("IT", &[("IT budgets", "IT")], &["it", "It rains", "ITV"]);
    check("NASA", &[("NASA: go", "NASA")], &["Nasa"]);
    check("OpenAI", &[("OPENAI", "OPENAI"), ("openai’s plan", "openai’s")], &["Open AI"]);
    // Phrases, across punctuation and line breaks.
    check(
        "data breach",
        &[
            ("A data breach", "data breach"),
            ("data-breach", "data-breach"),
            ("data\nbreach", "data\nbreach"),
            ("“data”, breach", "data”, breach"),
            ("Data Breaches", "Data Breaches"),
            ("data  —  breach", "data  —  breach"),
        ],
        &["data", "breach of data", "data was breached", "database breach", "data breached", "data & breach"],
    );
    check("breach", &[("a big breach data breach", "breach")], &[]);
    // Prefixes.
    check(
        "layoff*",
        &[("layoffs", "layoffs"), ("Layoff", "Layoff"), ("layoff's", "layoff's")],
        &["lay off", "playoffs"],
    );
    check("large language model*", &[("Large-language modelling", "Large-language modelling")], &["language models"]);
    check(
        "elect* fraud",
        &[("electoral fraud", "electoral fraud"), ("elect fraud", "elect fraud")],
        &["election of fraud"],
    );
    // Plurals and possessives.
    check(
        "startup",
        &[("startups", "startups"), ("a startup’s", "startup’s"), ("startups' pay", "startups")],
        &["startupped"],
    );
    check("company", &[("companies", "companies"), ("company's", "company's")], &["companion"]);
    check("deals", &[("a deal", "deal"), ("deals", "deals")], &["dealt", "dealer"]);
    check("Windows", &[("windows 11", "windows")], &["window", "a Window"]);
    check("news", &[("News", "News")], &["new"]);
    check("Reuters", &[("Reuters’ own", "Reuters")], &["reuter"]);
    check(
        "McDonald's",
        &[("McDonald’s", "McDonald’s"), ("McDonalds", "McDonalds"), ("Mcdonald", "Mcdonald")],
        &["McDonaldson"],
    );
    check("O'Brien", &[("O’Brien", "O’Brien"), ("o'brien's", "o'brien's")], &["Brien", "O Brian"]);
    check("Brien", &[], &["O'Brien"]);
    check("don", &[("Don said", "Don")], &["don't", "don’t"]);
    check("L'Oréal", &[("L’Oréal", "L’Oréal"), ("Loreal", "Loreal")], &["Lareal"]);
    check("Oréal", &[("L'Oréal", "Oréal")], &["Loreal"]);
    check("Assemblée", &[("à l’Assemblée", "Assemblée"), ("assemblee", "assemblee")], &["rassemblée"]);
    // Hyphens, numbers.
    check(
        "e-mail",
        &[("E-mail", "E-mail"), ("e mail", "e mail"), ("e‑mails", "e‑mails"), ("email", "email")],
        &["mail"],
    );
    check(
        "GPT-5",
        &[("GPT-5", "GPT-5"), ("gpt 5", "gpt 5"), ("GPT‑5", "GPT‑5"), ("GPT5", "GPT5")],
        &["GPT-50", "GPT-5.1", "GPT", "EGPT-5"],
    );
    check("COVID-19", &[("Covid19", "Covid19"), ("covid-19", "covid-19")], &["covid-190"]);
    check("3.5", &[("v 3.5", "3.5"), ("3.5.", "3.5")], &["13.5", "3.51", "3 5"]);
    check("5", &[("at 5.", "5")], &["5.1", "1,5", "15"]);
    check("747", &[("747s", "747s")], &["7470"]);
    check("G7", &[("G7-Gipfel", "G7")], &["G77", "G 7"]);
    // Symbols.
    check("C++", &[("C++ is", "C++"), ("c++17", "c++"), ("(C++)", "C++")], &["C", "C+", "C+++", "ABC++", "C# and C"]);
    check("C#", &[("in C#.", "C#")], &["C", "C++", "C sharp"]);
    check("C", &[("written in C.", "C"), ("C, Rust", "C")], &["C++", "C#", "Cs", "R&C", "C&A"]);
    check(
        ".NET",
        &[(".NET 9", ".NET"), ("for .net", ".net"), ("(.NET)", ".NET")],
        &["net", "end.Net", "example.net", "the end. Net gain"],
    );
    check("R&D", &[("R&D", "R&D"), ("R & D", "R & D"), ("r&d", "r&d")], &["R D", "R and D", "RD", "R&DA"]);
    check("AT&T", &[("AT&T’s", "AT&T’s")], &["ATT", "at t"]);
    check("Disney", &[("Disney+", "Disney")], &["Disneyland"]);
    check("#MeToo", &[("#metoo", "#metoo")], &["me too", "metoo"]);
    check("$5", &[("for $5.", "$5")], &["5", "$50", "$5.5"]);
    check("€", &[("5 €", "€"), ("€5", "€")], &["5 $"]);
    check("node.js", &[("Node.js", "Node.js"), ("Node JS", "Node JS")], &["nodejs"]);
    check("Amazon", &[("Amazon.com", "Amazon"), ("amazon/ebay", "amazon")], &["Amazonas"]);
    // Emoji.
    check("🚀", &[("to the 🚀", "🚀"), ("moon🚀🚀", "🚀"), ("🚀launch", "🚀")], &["moon", "👩‍🚀"]);
    check("❤️", &[("I ❤ NY", "❤"), ("I ❤️ NY", "❤️")], &["💔"]);
    check("👍", &[("👍🏽", "👍🏽")], &["👎"]);
    check("🇺🇸", &[("🇺🇸", "🇺🇸"), ("🇩🇪🇺🇸", "🇺🇸")], &["🇪🇺", "🇧🇺🇸🇪"]);
    check("👩‍🚀", &[("👩‍🚀!", "👩‍🚀")], &["🚀", "👩"]);
    // Accents, width, letters of their own.
    check("cafe", &[("Café", "Café"), ("CAFE\u{301}S", "CAFE\u{301}S"), ("ｃａｆｅ", "ｃａｆｅ")], &["cafeteria"]);
    check("Zürich", &[("Zurich", "Zurich"), ("ZÜRICH", "ZÜRICH")], &["Zuricher"]);
    check("Straße", &[("STRASSE", "STRASSE"), ("Straße", "Straße")], &["Strase"]);
    check("Ørsted", &[("Orsted", "Orsted")], &[]);
    check("ﬁnance", &[("Finance", "Finance")], &[]);
    check("мой", &[("Мой дом", "Мой"), ("мои\u{306} дом", "мои\u{306}")], &["мои дома"]);
    check("їжак", &[("Їжак", "Їжак"), ("і\u{308}жак", "і\u{308}жак")], &["іжак"]);
    check("двоўе", &[("двоу\u{306}е", "двоу\u{306}е")], &["двоуе"]);
    check("ёлка", &[("Елка", "Елка")], &["Елкаа"]);
    check("Hawai'i", &[("Hawaiʻi", "Hawaiʻi"), ("HAWAI’I", "HAWAI’I"), ("Hawaii", "Hawaii")], &["Hawai"]);
    check("Dambatta", &[("Ɗambatta", "Ɗambatta")], &["Ƙambatta"]);
    // Digits of other scripts.
    check("2031", &[("عام ٢٠٣١", "٢٠٣١"), ("ปี๒๐๓๑", "๒๐๓๑"), ("सन् २०३१", "२०३१")], &["٢٠٣١٫٥", "٢٠٣١٬٠٠٠", "๒๐๓๑๕"]);
    check("12,500", &[("١٢٬٥٠٠ طن", "١٢٬٥٠٠")], &["12", "١٢"]);
    check("США", &[("США:", "США")], &["сша"]);
    check("Αθήνα", &[("ΑΘΗΝΑ", "ΑΘΗΝΑ")], &["Αθηναϊκός"]);
    // Turkish i.
    check("İstanbul", &[("istanbul", "istanbul"), ("ISTANBUL", "ISTANBUL"), ("İSTANBUL", "İSTANBUL")], &["İstanbullu"]);
    check("Diyarbakır", &[("DIYARBAKIR", "DIYARBAKIR"), ("diyarbakir", "diyarbakir")], &[]);
    check("ISIK", &[("IŞIK", "IŞIK")], &["ışık"]);
    // German compounds.
    check("Klima", &[("Klima-Gipfel", "Klima")], &["Klimawandel", "Weltklima"]);
    check("Klima*", &[("Klimawandel", "Klimawandel")], &["Weltklima"]);
    // Arabic, Hebrew, Persian.
    check(
        "إيران",
        &[("في ايران", "ايران"), ("إِيرَان", "إِيرَان"), ("إيـران", "إيـران"), ("والإيران", "إيران")],
        &["إيراني", "تإيران"],
    );
    check("الذكاء الاصطناعي", &[("عن الذكاء الاصطناعي.", "الذكاء الاصطناعي")], &["الذكاء"]);
    check("צה״ל", &[("צה\"ל הודיע", "צה\"ל"), ("צהל", "צהל")], &["צ"]);
    check("תל אביב", &[("תל־אביב", "תל־אביב"), ("תֵּל אָבִיב", "תֵּל אָבִיב")], &["תלאביב"]);
    check("کتاب", &[("كتاب", "كتاب")], &["كتابة"]);
    // Scripts without spaces.
    check("人工智能", &[("中国人工智能产业", "人工智能"), ("「人工智能」", "人工智能")], &["人工的智能", "人工"]);
    check("東京", &[("東京都で", "東京")], &["東、京"]);
    check("地震", &[("北海道で地震発生", "地震")], &["地と震"]);
    check(
        "AI技術",
        &[("生成AI技術の", "AI技術"), ("生成 AI 技術", "AI 技術"), ("ＡＩ技術", "ＡＩ技術")],
        &["AI", "OAI技術"],
    );
    check("AI", &[("生成AIの", "AI"), ("用AI写作", "AI")], &["生成ai"]);
    check("データ", &[("ﾃﾞｰﾀ漏えい", "ﾃﾞｰﾀ"), ("データ", "データ")], &["テータ"]);
    check("か", &[("何か", "か")], &["が"]);
    check("น้ำท่วม", &[("เกิดน้ำท่วมหนัก", "น้ำท่วม")], &["น้ำมัน"]);
    check("삼성", &[("삼성이 발표", "삼성"), ("삼성전자", "삼성")], &["한삼성", "삼서"]);
    check("हिन्दी", &[("हिन्दी में", "हिन्दी")], &["हिन्द"]);
    check("फोन", &[("फ़ोन में", "फ़ोन")], &["फन"]);
    check("चांद", &[("चाँद पर", "चाँद")], &["चंद"]);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn options_of_a_keyword() {
    let check = |matcher: &Matcher, yes: &[&str], no: &[&str]| {
        for text in yes {
            assert!(found(matcher, text).is_some(), "{matcher:?} in {text:?}");
        }
        for text in no {
            assert_eq!(found(matcher, text), None, "{matcher:?} in {text:?}");
        }
    };
    let plain = Matcher { plurals: false, ..words("deal") };
    check(&plain, &["deal", "Deal."], &["deals", "deal's"]);
    check(&Matcher { case: Some(false), ..words("AI") }, &["ai", "AI", "Ai"], &[]);
    check(&Matcher { case: Some(true), ..words("Apple") }, &["Apple", "Apples", "Apple’s"], &["apple", "APPLE"]);
    check(&Matcher { case: Some(true), ..words("Big Apple") }, &["Big, Apple"], &["big Apple", "Big apple"]);
    check(&Matcher { case: Some(true), ..words("Öl*") }, &["Ölpreis"], &["ölig"]);
    check(&Matcher { case: Some(true), ..words("New* Apple") }, &["Newer Apple"], &["newer Apple", "Newer apple"]);
    check(&Matcher { case: Some(true), ..words("mac") }, &["mac"], &["Mac", "MAC"]);
    check(&regex(r"CVE-\d{4}-\d+"), &["see CVE-2026-1234!", "cve-2026-1"], &["CVE-26-1", "CVE"]);
    check(&Matcher { case: Some(true), ..regex(r"\bx\d\b") }, &["an x1"], &["X1", "x12"]);
}

#[test]
fn a_pattern_that_cannot_be_looked_for() {
    type Problem = fn(String) -> PatternProblem;
    let check = |words: &str, problem: Option<Problem>| {
        let expected = problem.map_or(Ok(()), |problem| Err(problem(words.trim().to_owned())));
        assert_eq!(check_pattern(words), expected, "{words:?}");
        if expected.is_err() {
            assert_eq!(found(&self::words(words), "any, text * at ** all m*sh?"), None, "{words:?}");
        }
    };
    for good in ["AI", "layoff*", "C++", ".NET", "🚀", "R&D", "elect* fraud", "東京", "$", "don't"] {
        check(good, None);
    }
    check("", Some(|_| PatternProblem::Empty));
    check(" \t", Some(|_| PatternProblem::Empty));
    check("—", Some(PatternProblem::OnlyPunctuation));
    check("!?", Some(PatternProblem::OnlyPunctuation));
    check("*", Some(|_| PatternProblem::Everything));
    check("*phone", Some(PatternProblem::StrayStar));
    check("m*sh", Some(PatternProblem::StrayStar));
    check("layoff**", Some(PatternProblem::StrayStar));
    check("data * breach", Some(PatternProblem::LoneStar));
    check("* *", Some(PatternProblem::LoneStar));
    check("!*", Some(PatternProblem::OnlyPunctuation));
}

#[test]
fn scopes() {
    let full = Entry {
        summary: PlainText::vouched("insummary"),
        text: PlainText::vouched("intext"),
        authors: vec!["Ann Other".into(), "Jo Inauthor".into()],
        categories: vec!["misc".into(), "intag".into()],
        link: Link::parse("https://example.com/inurl/a-b", None).ok(),
        ..entry("intitle")
    };
    let outlets = [Outlet {
        id: OutletId::new("daily"),
        site: "insite.example".to_owned(),
        family: None,
        weight: 1.0,
        paywall: None,
    }];
    let places = [
        ("intitle", Part::Title, 0, &[Scope::Anywhere, Scope::Title][..]),
        ("insummary", Part::Summary, 0, &[Scope::Anywhere, Scope::Text]),
        ("intext", Part::Text, 0, &[Scope::Anywhere, Scope::Text]),
        ("inauthor", Part::Author, 1, &[Scope::Author]),
        ("intag", Part::Tag, 1, &[Scope::Tag]),
        ("inurl", Part::Url, 0, &[Scope::Url]),
        ("daily", Part::Outlet, 0, &[Scope::Outlet]),
        ("insite", Part::Site, 0, &[Scope::Outlet]),
    ];
    let scopes = [Scope::Anywhere, Scope::Title, Scope::Text, Scope::Author, Scope::Tag, Scope::Url, Scope::Outlet];
    for (keyword, part, item, covered) in places {
        for scope in scopes {
            for pattern in [Pattern::Words(keyword.to_owned()), Pattern::Regex(keyword.to_owned())] {
                let matcher = Matcher { scope, pattern, ..words("") };
                let topics = [Topic { any: vec![matcher], ..topic("t", &[]) }];
                let filter = Filter::new(&topics, &[], &outlets);
                let judgement = filter.judge(&full);
                let place = judgement.topics.first().map(|matched| matched.hits[0].place);
                let expected = covered.contains(&scope).then_some((part, item));
                assert_eq!(place.map(|place| (place.part, place.item)), expected, "{keyword} in {scope:?}");
                assert!(filter.replay(&judgement, &full));
            }
        }
    }
    // A phrase does not reach from one part into the next.
    let reaching = Topic { any: vec![words("intitle insummary")], ..topic("t", &[]) };
    assert!(!filter(&[reaching]).judge(&full).is_kept());
}

/// Every combination of rules and of what an entry holds, against the definition.
#[test]
fn truth_table() {
    let mut cases = 0;
    let mut kept = 0;
    for rules in 0u32..64 {
        let has = |bit: u32| rules & (1 << bit) != 0;
        let topic = Topic {
            any: if has(0) {
                vec![
                    Matcher { weight: 1.0, ..words("alpha") },
                    Matcher { weight: 0.5, scope: Scope::Title, ..words("beta") },
                ]
            } else {
                Vec::new()
            },
            all: if has(1) {
                vec![vec![words("gamma"), words("delta")], vec![Matcher { scope: Scope::Text, ..words("epsilon") }]]
            } else {
                Vec::new()
            },
            not: if has(2) { vec![words("zeta")] } else { Vec::new() },
            min_score: if has(3) { 1.5 } else { 0.5 },
            outlets: has(4).then(|| vec![OutletId::new("daily")]),
            languages: has(5).then(|| vec!["en".to_owned()]),
            ..topic("t", &[])
        };
        let outlet_nots = [(OutletId::new("herald"), vec![words("omega")])];
        let filter = Filter::new(&[topic], &outlet_nots, &[]);
        for holds in 0u32..1024 {
            let holds_bit = |bit: u32| holds & (1 << bit) != 0;
            let names = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "omega"];
            let present: Vec<&str> =
                names.iter().enumerate().filter(|(bit, _)| holds & (1 << bit) != 0).map(|(_, name)| *name).collect();
            let (herald, german, in_text) = (holds_bit(7), holds_bit(8), holds_bit(9));
            let mut entry = entry("");
            let text = PlainText::vouched(present.join(", "));
            if in_text {
                entry.text = text;
            } else {
                entry.title = text;
            }
            entry.outlet = OutletId::new(if herald { "herald" } else { "daily" });
            entry.language = Some(if german { "de-AT" } else { "en-GB" }.to_owned());

            let [alpha, beta, gamma, delta, epsilon, zeta, omega] = std::array::from_fn(|bit| holds & (1 << bit) != 0);
            let beta = beta && !in_text;
            let epsilon = epsilon && in_text;
            let sum = if alpha { 1.0 } else { 0.0 } + if beta { 0.5 } else { 0.0 };
            let expected = (!has(0) || ((alpha || beta) && sum >= if has(3) { 1.5 } else { 0.5 }))
                && (!has(1) || ((gamma || delta) && epsilon))
                && !(has(2) && zeta)
                && !(has(4) && herald)
                && !(has(5) && german)
                && !(herald && omega);
            let judgement = filter.judge(&entry);
            assert_eq!(judgement.is_kept(), expected, "rules {rules:06b}, {present:?}, {judgement:?}");
            assert_eq!(judgement.topics.is_empty(), judgement.dropped.is_some());
            // Searching the other way is slow, and has a test of its own.
            if cases % 16 == 0 {
                assert!(filter.replay(&judgement, &entry), "rules {rules:06b}, {present:?}, {judgement:?}");
            }
            cases += 1;
            kept += usize::from(expected);
        }
    }
    assert_eq!(cases, 65_536);
    assert!(kept > 1000 && kept < cases / 2, "{kept}");
}

#[test]
fn the_rule_that_decided_is_named() {
    let about = Topic {
        all: vec![vec![words("layoff*")]],
        not: vec![words("sponsored")],
        min_score: 1.5,
        outlets: Some(vec![OutletId::new("daily")]),
        languages: Some(vec!["en".to_owned()]),
        ..topic("jobs", &["Seattle", "Redmond"])
    };
    let nots = [(OutletId::new("daily"), vec![words("horoscope")])];
    let filter = Filter::new(&[about], &nots, &[]);
    let check = |title: &str, outlet: &str, language: &str, name: &str, test: fn(&Reason) -> bool| {
        let mut entry = entry(title);
        entry.outlet = OutletId::new(outlet);
        entry.language = Some(language.to_owned());
        let judgement = filter.judge(&entry);
        assert!(judgement.dropped.as_ref().is_some_and(test), "{title}: {name}: {judgement:?}");
        assert!(filter.replay(&judgement, &entry));
    };
    check("Weather", "daily", "en", "nothing", |reason| *reason == Reason::NoTopic);
    check("Sponsored", "daily", "en", "nothing but a not", |reason| *reason == Reason::NoTopic);
    check(
        "Seattle, Redmond: layoffs, horoscope",
        "daily",
        "en",
        "outlet",
        |reason| matches!(reason, Reason::OutletNot { hit, .. } if hit.keyword == "horoscope"),
    );
    check(
        "Seattle, Redmond: layoffs, sponsored",
        "daily",
        "en",
        "not",
        |reason| matches!(reason, Reason::TopicNot { hit, .. } if hit.keyword == "sponsored" && hit.rule == Rule::Not),
    );
    check(
        "Seattle layoffs",
        "daily",
        "en",
        "too little",
        |reason| matches!(reason, Reason::MinScore { score, needed, .. } if *score < *needed),
    );
    check(
        "Seattle, Redmond",
        "daily",
        "en",
        "no group",
        |reason| matches!(reason, Reason::Lacking { lacking, hits, .. } if *lacking == [Lacking::All(0)] && hits.len() == 2),
    );
    check(
        "Layoffs",
        "daily",
        "en",
        "no any",
        |reason| matches!(reason, Reason::Lacking { lacking, .. } if *lacking == [Lacking::Any]),
    );
    check("Seattle, Redmond: layoffs", "herald", "en", "outlets", |reason| matches!(reason, Reason::Outlets { .. }));
    check(
        "Seattle, Redmond: layoffs",
        "daily",
        "de",
        "language",
        |reason| matches!(reason, Reason::Languages { language, .. } if language == "de"),
    );
}

#[test]
fn the_same_keyword_counts_once_and_a_topic_without_keywords_takes_its_outlets() {
    let twice = Topic { min_score: 2.0, ..topic("twice", &["dam", "dam"]) };
    assert!(!filter(&[twice]).judge(&entry("dam dam")).is_kept());
    let title_too = Topic {
        any: vec![words("dam"), Matcher { scope: Scope::Title, ..words("dam") }],
        min_score: 2.0,
        ..topic("both", &[])
    };
    assert!(filter(&[title_too]).judge(&entry("dam")).is_kept());
    let mine = Topic { outlets: Some(vec![OutletId::new("daily")]), ..topic("mine", &[]) };
    let open = filter(&[topic("ai", &["AI"]), mine]);
    let judgement = open.judge(&entry("Anything"));
    assert_eq!(judgement.topics.iter().map(|matched| matched.topic).collect::<Vec<_>>(), [1]);
    let judgement = open.judge(&entry("AI"));
    assert_eq!(judgement.topics.len(), 2);
    assert_eq!(judgement.best().map(|best| best.topic), Some(0), "a keyword fits better than none");
    let mut other = entry("Anything");
    other.outlet = OutletId::new("herald");
    assert_eq!(open.judge(&other).dropped, Some(Reason::NoTopic));
}

#[test]
fn near_misses_come_nearest_first() {
    let seattle = Topic { all: vec![vec![words("startup")]], min_score: 2.0, ..topic("t", &["Seattle", "Redmond"]) };
    let filter = filter(&[seattle]);
    let entries = ["Weather", "Redmond startups", "Seattle", "Seattle, Redmond", "Seattle, Redmond startup"].map(entry);
    let judgements = filter.judge_all(&entries);
    let near = near_misses(&judgements, 9);
    assert_eq!(near.iter().map(|miss| miss.entry).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(near.iter().all(|miss| miss.nearness > 0.0 && miss.nearness < 1.0));
    assert_eq!(near_misses(&judgements, 1).len(), 1);
}

#[test]
fn keywords_are_looked_after() {
    let about = Topic { not: vec![words("advert")], ..topic("t", &["dam", "flood", "burst", "unicorn"]) };
    let nots = [(OutletId::new("daily"), vec![words("horoscope")])];
    let filter = Filter::new(&[about], &nots, &[]);
    let titles = ["Dam burst", "Dam and flood", "Flood burst dam", "dam bursts", "Rain"];
    let entries: Vec<Entry> = titles.iter().map(|title| entry(title)).collect();
    let entries: Vec<&Entry> = entries.iter().collect();
    let care = care(&filter, &entries);
    let names = |tallies: &[tidings::compose::filter::Tally]| -> Vec<String> {
        tallies.iter().map(|tally| tally.keyword.clone()).collect()
    };
    assert_eq!(names(&care.idle), ["unicorn", "advert", "horoscope"]);
    assert_eq!(names(&care.greedy), ["dam", "burst"]);
    assert!(care.together.is_empty());
    let titles = ["Dam floods", "Dam flooding flood", "The flood at the dam", "Rain", "Sun"];
    let entries: Vec<Entry> = titles.iter().map(|title| entry(title)).collect();
    let entries: Vec<&Entry> = entries.iter().collect();
    let care = tidings::compose::filter::care(&filter, &entries);
    assert_eq!(names(&care.together[0].keywords), ["dam", "flood"]);
}

#[test]
fn words_that_kept_stories_share() {
    let filter = filter(&[topic("t", &["dam"])]);
    let kept: Vec<Entry> = ["The dam and the sluice", "The sluices", "The Sluice’s dam", "The dam", "The dam"]
        .iter()
        .map(|title| entry(title))
        .collect();
    let other: Vec<Entry> = (0..50).map(|_| entry("The weather")).collect();
    let stories: Vec<Vec<&Entry>> = kept.iter().map(|entry| vec![entry]).collect();
    let found = uncovered(&filter, &stories, &other.iter().collect::<Vec<_>>(), 9);
    assert_eq!(found.iter().map(|found| (found.word.as_str(), found.stories)).collect::<Vec<_>>(), [("sluice", 3)]);
}

/// What is shown of words that no keyword names, per language, keywords and headlines.
#[test]
fn words_without_a_keyword_are_words_as_they_are_written() {
    for (language, keywords, headlines, expected) in [
        ("en", vec!["dam"], ["Dam: Sluices open", "Sluices and dam", "A dam’s sluice"], vec!["Sluices"]),
        ("en", vec!["dam"], ["Companies at the dam", "Company’s dam", "Companies leave dam"], vec!["Companies"]),
        // A keyword finds it by its beginning, in another spelling, as a plural.
        ("en", vec!["dam", "flood*"], ["Dam flooding", "Floods at dam", "Dam flooded"], vec![]),
        ("de", vec!["damm", "wasserwahlen"], ["Wasserwahl am Damm", "Damm: Wasserwahlen", "Damm, Wasserwahl"], vec![]),
        ("de", vec!["damm", "Ueberlauf"], ["Überlauf am Damm", "Damm: Überlauf", "Der Überlauf, der Damm"], vec![]),
        // A word and not its stem, whatever is tied to it.
        ("de", vec!["damm"], ["Schleusen am Damm", "Die Schleusen, der Damm", "Damm: Schleuse"], vec!["Schleusen"]),
        ("fr", vec!["digue"], ["L’écluse, la digue", "La digue et l’écluse", "Digue: une écluse"], vec!["écluse"]),
        ("tr", vec!["baraj"], ["Vanköy'de baraj", "Baraj Vanköy'e", "Vanköy'ün baraj"], vec!["Vanköy"]),
        ("ko", vec!["댐"], ["댐 수문이 열려", "댐의 수문은", "수문에서 댐"], vec!["수문"]),
        // Half of a Chinese word is none.
        ("zh", vec!["大坝"], ["大坝水闸开启", "水闸与大坝", "大坝的水闸"], vec![]),
    ] {
        let filter = filter(&[topic("t", &keywords)]);
        let in_language = |title: &str| Entry { language: Some(language.to_owned()), ..entry(title) };
        let kept: Vec<Entry> = headlines.iter().map(|title| in_language(title)).collect();
        let other: Vec<Entry> = (0..50).map(|_| in_language("—")).collect();
        let stories: Vec<Vec<&Entry>> = kept.iter().map(|entry| vec![entry]).collect();
        let found = uncovered(&filter, &stories, &other.iter().collect::<Vec<_>>(), 9);
        assert_eq!(found.iter().map(|found| found.word.as_str()).collect::<Vec<_>>(), expected, "{headlines:?}");
    }
}

/// Numbers without randomness: a linear congruential generator (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % sides as u64).expect("small")
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

const VOCABULARY: [&str; 60] = [
    "AI",
    "ai",
    "US",
    "us",
    "U.S.",
    "data",
    "breach",
    "breaches",
    "startup",
    "startups'",
    "C++",
    "C#",
    ".NET",
    "R&D",
    "R & D",
    "GPT-5",
    "GPT5",
    "5.1",
    "don't",
    "O’Brien’s",
    "e-mail",
    "email",
    "🚀",
    "👩‍🚀",
    "東京",
    "人工智能",
    "AI技術",
    "น้ำท่วม",
    "Klimawandel",
    "Klima",
    "İstanbul",
    "ISTANBUL",
    "café",
    "Cafe\u{301}s",
    "news",
    "new",
    "company",
    "companies",
    "—",
    "…",
    "(",
    ")",
    "\n",
    "“",
    "إيران",
    "삼성이",
    "l’Assemblée",
    "WHO WILL WIN",
    "タイヤメーカー",
    "タイ政府",
    "印度尼西亚",
    "印度总理",
    "인도네시아",
    "인도에서",
    "Müller",
    "start-up",
    "ebikes",
    "للصين",
    "ובישראל",
    "x",
];

const KEYWORDS: [&str; 40] = [
    "AI",
    "US",
    "data breach",
    "startup",
    "C++",
    "C",
    "C#",
    ".NET",
    "R&D",
    "GPT-5",
    "don",
    "O'Brien",
    "e-mail",
    "🚀",
    "東京",
    "人工 智能",
    "AI技術",
    "น้ำท่วม",
    "Klima*",
    "Klima",
    "İstanbul",
    "cafe",
    "news",
    "new",
    "company",
    "companies",
    "إيران",
    "삼성",
    "Assemblée",
    "WHO",
    "タイ",
    "印度",
    "인도",
    "Mueller",
    "e-bike",
    "الصين",
    "ישראל",
    "尼西亚",
    "電 影",
    "dat* breach",
];

fn some_topics(dice: &mut Dice, count: usize) -> Vec<Topic> {
    (0..count)
        .map(|number| {
            let mut some = |most: usize| -> Vec<Matcher> {
                (0..dice.roll(most + 1))
                    .map(|_| {
                        let scope = [Scope::Anywhere, Scope::Anywhere, Scope::Title, Scope::Text][dice.roll(4)];
                        let weight = [0.5, 1.0, 2.0][dice.roll(3)];
                        Matcher { scope, weight, ..words(dice.pick(&KEYWORDS)) }
                    })
                    .collect()
            };
            let (mut any, group, not) = (some(6), some(2), some(1));
            any.push(regex(r"x\s+\S"));
            Topic {
                any,
                all: if group.is_empty() { Vec::new() } else { vec![group] },
                not,
                min_score: [0.5, 1.0, 3.0][dice.roll(3)],
                outlets: (dice.roll(4) == 0).then(|| vec![OutletId::new("daily")]),
                languages: (dice.roll(4) == 0).then(|| vec!["en".to_owned()]),
                ..topic(&format!("t{number}"), &[])
            }
        })
        .collect()
}

fn some_entry(dice: &mut Dice) -> Entry {
    let mut text = |most: usize| {
        let count = dice.roll(most) + 1;
        let words: Vec<&str> = (0..count).map(|_| dice.pick(&VOCABULARY)).collect();
        PlainText::vouched(words.join([" ", ", ", "", " - "][dice.roll(4)]))
    };
    let (title, summary) = (text(4), text(6));
    let mut entry = entry("");
    (entry.title, entry.summary) = (title, summary);
    entry.outlet = OutletId::new(dice.pick(&["daily", "herald"]));
    entry.language = [None, Some("en-US"), Some("de")][dice.roll(3)].map(str::to_owned);
    entry
}

/// The rule that a verdict names, run again by itself and by another way of searching, says the same.
#[test]
fn every_verdict_of_ten_thousand_entries_can_be_made_again() {
    let mut dice = Dice(5);
    let topics = some_topics(&mut dice, 6);
    let nots = [(OutletId::new("herald"), vec![words("x"), words("news")])];
    let filter = Filter::new(&topics, &nots, &[]);
    let entries: Vec<Entry> = (0..10_000).map(|_| some_entry(&mut dice)).collect();
    let judgements = filter.judge_all(&entries);
    assert_eq!(judgements.len(), entries.len(), "one verdict an entry");
    let mut kinds = std::collections::BTreeMap::new();
    for (entry, judgement) in entries.iter().zip(&judgements) {
        assert_eq!(judgement.topics.is_empty(), judgement.dropped.is_some(), "{judgement:?}");
        assert!(filter.replay(judgement, entry), "{:?} {:?}\n{judgement:?}", &*entry.title, &*entry.summary);
        let kind = match &judgement.dropped {
            None => "kept",
            Some(Reason::NoTopic) => "no topic",
            Some(Reason::OutletNot { .. }) => "outlet not",
            Some(Reason::TopicNot { .. }) => "topic not",
            Some(Reason::MinScore { .. }) => "min score",
            Some(Reason::Lacking { .. }) => "lacking",
            Some(Reason::Languages { .. }) => "languages",
            Some(_) => "outlets",
        };
        *kinds.entry(kind).or_insert(0) += 1;
    }
    assert!(kinds.len() >= 6, "the run must meet most kinds of verdict: {kinds:?}");
    for (entry, judgement) in entries.iter().zip(&judgements).step_by(100) {
        assert_eq!(*judgement, filter.judge(entry), "alone as among others");
    }
    // A verdict that is not so must not pass.
    let wrong = Judgement { topics: Vec::new(), dropped: Some(Reason::NoTopic) };
    let refuted = entries.iter().zip(&judgements).filter(|(_, j)| j.is_kept()).all(|(e, _)| !filter.replay(&wrong, e));
    assert!(refuted);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_judged_and_places_lie_in_it(
        text in proptest::string::string_regex("(\\PC|[ .,'’&+#]|AI|C\\+\\+|e-mail|東京|🚀|é|ß|İ|タイ|印度|인도|ー|はが|ไทย|ال|ה|US WHO){0,40}").expect("a pattern"),
        seed in any::<u32>().prop_map(u64::from),
    ) {
        let mut dice = Dice(seed);
        let topics = some_topics(&mut dice, 3);
        let filter = filter(&topics);
        let entry = entry(&text);
        let judgement = filter.judge(&entry);
        for hit in judgement.topics.iter().flat_map(|matched| &matched.hits) {
            assert!(hit.place.start < hit.place.end, "{text:?} {hit:?}");
            assert!(text.get(hit.place.start..hit.place.end).is_some(), "{text:?} {hit:?}");
        }
        assert!(filter.replay(&judgement, &entry), "{text:?} {judgement:?}");
    }

    #[test]
    fn any_keyword_is_refused_or_finds_itself(keyword in "\\PC{1,12}") {
        // A star stands for something else than itself.
        let keyword = keyword.replace('*', "");
        if check_pattern(&keyword).is_ok() {
            assert!(found(&words(&keyword), &keyword).is_some(), "{keyword:?}");
        }
    }
}
