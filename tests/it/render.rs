//! Pages as readers get them: golden files, and what must hold for any digest.

#[path = "render/sample.rs"]
mod sample;

use crate::support::corpora::cases;
use jiff::SignedDuration;
use sample::{HOSTILE, day_before, many, quiet, rich};
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use tidings::model::{Digest, FeedStatus, Ill, Link, Page, Quote};
use tidings::render::{
    EditionRef, EditionSummary, FeedGroup, FeedHealth, FeedLink, Options, RenderError, Renderer, Telling,
};

fn renderer() -> Renderer {
    let mut options = Options::default();
    options.zone = "Europe/Oslo".into();
    Renderer::new(&options).expect("the built-in templates compile")
}

fn text(page: &Page) -> &str {
    std::str::from_utf8(&page.body).expect("pages are UTF-8")
}

fn summary(digest: &Digest) -> EditionSummary {
    EditionSummary {
        key: digest.edition.key.clone(),
        at: digest.edition.at,
        headline: digest.briefs().next().map(|brief| brief.headline.text.clone()),
        stories: digest.briefs().count(),
        entries: digest.figures.entries,
    }
}

fn health() -> Vec<FeedHealth> {
    let feed = |site: &str, ills: Vec<Ill>| FeedHealth {
        site: site.to_owned(),
        url: format!("https://{site}/feed.xml"),
        last_new: Some(sample::moment("2026-05-06T04:00:00Z")),
        status: FeedStatus { asked: true, ills, ..FeedStatus::default() },
        repairs: Vec::new(),
    };
    let failing = |cause: &str, gone| Ill::Failing {
        since: sample::moment("2026-05-03T07:00:00Z"),
        failures: 3,
        cause: cause.to_owned(),
        gone,
    };
    let silent = Ill::Silent { silence: SignedDuration::from_hours(9 * 24), gap: SignedDuration::from_hours(20) };
    let undated = Ill::Undated(sample::moment("2026-05-01T07:00:00Z"));
    vec![
        feed("wired.com", Vec::new()),
        FeedHealth {
            repairs: vec!["control-characters".into(), "odd-date".into()],
            ..feed("ledger.example", Vec::new())
        },
        FeedHealth { last_new: None, ..feed("cityminutes.example", vec![failing(HOSTILE[0], false)]) },
        feed("gone.example", vec![failing("gone for good, says the server (410)", true)]),
        feed("weekly.example", vec![silent, undated]),
    ]
}

fn groups() -> Vec<FeedGroup> {
    let feed = |site: &str| FeedLink {
        site: site.to_owned(),
        link: Link::parse(&format!("https://{site}/feed.xml?a=1&b=2"), None).expect("an address"),
    };
    vec![
        FeedGroup { title: Some(HOSTILE[0].to_owned()), feeds: vec![feed("wired.com"), feed("ledger.example")] },
        FeedGroup { title: None, feeds: vec![feed("harbour.example")] },
    ]
}

/// All pages of a site that has published `digests`, newest first.
fn site(digests: &[Digest]) -> Vec<Page> {
    let renderer = renderer();
    let mut pages = vec![renderer.styles()];
    for (n, digest) in digests.iter().enumerate() {
        let previous = digests.get(n + 1).map(|p| EditionRef { key: p.edition.key.clone(), at: p.edition.at });
        pages.extend(renderer.edition(digest, previous.as_ref()).expect("an edition"));
        if n == 0 {
            pages.push(renderer.front(digest, previous.as_ref()).expect("a front page"));
        }
    }
    let tellings = Telling::all(digests);
    pages.extend(tellings.values().flat_map(|tellings| renderer.story(tellings).expect("a story")));
    pages.extend(renderer.feeds(digests).expect("feeds"));
    let summaries: Vec<EditionSummary> = digests.iter().map(summary).collect();
    pages.push(renderer.archive(&summaries).expect("an archive"));
    pages.push(renderer.health(&health()).expect("a health page"));
    pages.extend(renderer.topics(digests).expect("topics"));
    pages.push(renderer.opml("Morning brief", &groups()));
    pages.push(Renderer::schema());
    pages
}

fn page<'a>(pages: &'a [Page], path: &str) -> &'a Page {
    pages.iter().find(|page| page.path == path).unwrap_or_else(|| panic!("no page {path}"))
}

fn html(pages: &[Page]) -> impl Iterator<Item = &Page> {
    pages.iter().filter(|page| is_html(&page.path))
}

fn is_html(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "html")
}

fn select(css: &str) -> Selector {
    Selector::parse(css).expect("a selector")
}

#[test]
fn pages_are_golden() {
    let pages = site(&[rich(), day_before()]);
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        for path in [
            "index.html",
            "2026/05/06/index.html",
            "2026/05/06/digest.md",
            "2026/05/06/digest.json",
            "story/2026-05-06-microsoft-openai-amazon-4f2a1c.html",
            "story/2026-05-06-build-plugin-77ab01.html",
            "archive.html",
            "health.html",
            "feed.xml",
            "feed.json",
            "feeds.opml",
            "2026/05/06/digest.txt",
            "topic/security.html",
        ] {
            insta::assert_snapshot!(path.replace('/', "-"), text(page(&pages, path)));
        }
        let pages = site(&[quiet()]);
        insta::assert_snapshot!("quiet-index.html", text(page(&pages, "index.html")));
    });
}

/// A page in each language: dates, plurals and labels as people there write them.
#[test]
fn every_language_has_golden_pages() {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        for language in tidings::model::LANGUAGES.into_iter().skip(1) {
            let mut options = Options::default();
            options.language = language.to_owned();
            options.zone = "Europe/Oslo".into();
            let renderer = Renderer::new(&options).expect("a renderer");
            let mut digest = many(2);
            digest.edition.from = sample::moment("2026-05-03T06:31:00Z");
            let pages = renderer.edition(&digest, None).expect("an edition");
            insta::assert_snapshot!(format!("{language}-digest.txt"), text(page(&pages, "2026/05/06/digest.txt")));
            let front = Html::parse_document(text(page(&pages, "2026/05/06/index.html")));
            assert_eq!(front.root_element().attr("lang"), Some(language));
            let story = Telling::all(std::slice::from_ref(&digest)).into_values().next().expect("a story");
            let story = renderer.story(&story).expect("a page");
            let words: Vec<String> = Html::parse_document(text(&story[0]))
                .select(&select("h1, h2, .meta, .note, .stat, footer"))
                .map(|it| it.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" "))
                .collect();
            insta::assert_snapshot!(format!("{language}-story-words"), words.join("\n"));
        }
    });
}

#[test]
fn every_quote_is_followed_by_a_link_to_its_source() {
    let digests = [rich(), day_before()];
    let pages = site(&digests);
    let front = Html::parse_document(text(page(&pages, "index.html")));
    let lead = digests[0].lead.as_ref().expect("a lead");
    for quote in lead.facts.iter().chain(&lead.adds) {
        assert_cited(&front, "index.html", quote);
    }
    for brief in digests[0].sections.iter().flat_map(|section| &section.briefs) {
        assert!(!brief.summary.is_empty());
        for quote in &brief.summary {
            assert_cited(&front, "index.html", quote);
        }
    }
    for brief in digests[0].briefs() {
        let path = format!("story/{}.html", brief.story);
        let story = Html::parse_document(text(page(&pages, &path)));
        let answers = brief.questions.iter().flat_map(|question| question.paragraphs.iter().flatten());
        for quote in brief.facts.iter().chain(&brief.adds).chain(answers) {
            assert_cited(&story, &path, quote);
        }
    }
}

/// Some element holds the words of `quote`, and the first link after them leads to its source.
fn assert_cited(document: &Html, path: &str, quote: &Quote) {
    let words = shown(&quote.text);
    let places: Vec<ElementRef<'_>> = document
        .select(&select("main span[dir=auto]"))
        .filter(|span| span.text().collect::<String>().contains(&words))
        .collect();
    assert!(!places.is_empty(), "{path} does not say {words:?}");
    let cited = places.iter().any(|span| {
        span.next_siblings()
            .filter_map(ElementRef::wrap)
            .find_map(|next| if next.value().name() == "a" { Some(next) } else { next.select(&select("a")).next() })
            .is_some_and(|a| a.attr("href") == Some(quote.link.as_str()))
    });
    assert!(cited, "{path} does not cite {words:?}");
}

/// What an HTML5 parser gives back of `text`: characters that HTML forbids are dropped by us.
fn shown(text: &str) -> String {
    // The samples leave every direction open.
    let dropped = |c: char| {
        c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.trim().chars().filter(|c| !dropped(*c)).collect()
}

/// Elements of our templates.
const OURS: &str = "html head meta title link body a div header p h1 h2 h3 nav ul ol li span main article svg line text circle \
    time section aside footer table thead tbody tr th td small br strong b i bdi";

/// An HTML5 parser finds no element, attribute or address in `page` that our templates do not have.
pub(crate) fn assert_only_ours(page: &Page, document: &Html) {
    let allowed: BTreeSet<&str> = OURS.split_whitespace().collect();
    assert!(
        !text(page).chars().any(|c| c.is_control() && !c.is_ascii_whitespace()),
        "{} has a control character",
        page.path
    );
    assert_eq!(document.select(&select("meta")).count(), 5, "{}: a meta element of theirs", page.path);
    assert_eq!(document.select(&select("link[rel=stylesheet]")).count(), 1, "{}", page.path);
    for element in document.root_element().descendants().filter_map(ElementRef::wrap) {
        let element = element.value();
        assert!(allowed.contains(element.name()), "{} has <{}>", page.path, element.name());
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on") && name != "style" && name != "src", "{}: {name}={value}", page.path);
            if name == "href" {
                let lower = value.to_ascii_lowercase();
                let scheme = lower.split_once(':').map(|(scheme, _)| scheme);
                assert!(matches!(scheme, None | Some("http" | "https")), "{}: {value}", page.path);
            }
        }
    }
}

/// A digest, and so a page of each kind, with each of `words` wherever foreign words go.
fn full_of(words: &[String]) -> Digest {
    let mut digest = rich();
    let sources: Vec<_> =
        (0_i64..).zip(words).map(|(n, text)| sample::source("h.example", &format!("{n}"), text, n)).collect();
    let mut story = sample::brief("ai", "hostile-1", &words[0], sources, &[]);
    story.facts = story.sources.iter().map(|source| sample::quote(source, &source.title)).collect();
    story.summary.clone_from(&story.facts);
    story.adds.clone_from(&story.facts);
    for source in &mut story.sources {
        source.site.clone_from(&source.title);
        source.earlier_titles = vec![source.title.clone()];
    }
    digest.title.clone_from(&words[words.len() - 1]);
    digest.near_misses.clone_from(&digest.sections[0].singles);
    digest.sections.truncate(1);
    let section = &mut digest.sections[0];
    section.title.clone_from(&words[0]);
    section.briefs = vec![story];
    section.references.clear();
    section.singles =
        words.iter().enumerate().map(|(n, text)| sample::single(&format!("s{n}"), "h.example", text, 1)).collect();
    let trouble = digest.troubles.remove(0);
    digest.troubles = words
        .iter()
        .map(|text| {
            let mut t = trouble.clone();
            t.cause.clone_from(text);
            t.site.clone_from(text);
            t
        })
        .collect();
    digest
}

pub(crate) fn words_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// CommonMark in which no foreign word opens a tag, and links lead only where ours do.
fn assert_only_words(page: &Page) {
    for line in text(page).lines() {
        let mut before = ' ';
        let mut in_address = false;
        for c in line.chars() {
            match c {
                '<' if before == '(' => in_address = true,
                '<' | '`' => assert!(before == '\\' || in_address, "{}: {line}", page.path),
                '>' => in_address = false,
                _ => {}
            }
            before = if before == '\\' && c == '\\' { ' ' } else { c };
        }
        for address in line.split("](<").skip(1) {
            let scheme = address.split(':').next().unwrap_or_default();
            let ours =
                matches!(scheme, "http" | "https") || address.starts_with("../") || address.starts_with("story/");
            assert!(ours, "{}: {address}", page.path);
        }
    }
}

/// HTML mail holds our tables and nothing that is fetched.
pub(crate) fn assert_mail_is_ours(mail: &str) {
    let document = Html::parse_document(mail);
    let ours = "html head meta title body table tbody tr td h1 h2 h3 div span a b";
    for element in document.root_element().descendants().filter_map(ElementRef::wrap) {
        let element = element.value();
        assert!(ours.split(' ').any(|name| name == element.name()), "mail has <{}>", element.name());
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on") && name != "src" && name != "background", "mail has {name}={value}");
            assert!(name != "style" || !value.contains("url") && !value.contains("expression"), "{value}");
            assert!(name != "href" || value.starts_with("http://") || value.starts_with("https://"), "{value}");
        }
    }
    assert!(mail.len() < 80 * 1024, "{} bytes", mail.len());
}

fn assert_harmless(renderer: &Renderer, digest: &Digest) {
    let digests = std::slice::from_ref(digest);
    let mut pages = renderer.feeds(digests).expect("feeds");
    pages.push(renderer.front(digest, None).expect("a front page"));
    pages.extend(Telling::all(digests).values().flat_map(|tellings| renderer.story(tellings).expect("a story")));
    pages.extend(renderer.topics(digests).expect("topics"));
    pages.push(renderer.archive(&[summary(digest)]).expect("an archive"));
    for page in html(&pages) {
        assert_only_ours(page, &Html::parse_document(text(page)));
    }
    for page in renderer.edition(digest, None).expect("an edition") {
        match page.path.rsplit('.').next() {
            Some("md") => assert_only_words(&page),
            Some("txt") => {
                let moves = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}');
                assert!(!text(&page).chars().any(moves), "{} moves the cursor", page.path);
            }
            Some("json") => {
                let back: Digest = serde_json::from_slice(&page.body).expect("a digest");
                assert_eq!(back, *digest, "words are kept as they are");
            }
            _ => {}
        }
    }
    assert_mail_is_ours(&renderer.letter(digest, None).expect("a letter").html);
    // Our own reader gets the stories back as they were sent.
    let titles: BTreeSet<String> = digest.briefs().map(|brief| words_of(&brief.headline.text)).collect();
    let read: Vec<BTreeSet<String>> = ["feed.xml", "feed.json"]
        .iter()
        .map(|path| {
            let document =
                tidings::parse::read(&page(&pages, path).body, None, None, &tidings::parse::Options::default());
            let document = document.unwrap_or_else(|error| panic!("{path}: {error}"));
            let outlet = tidings::model::OutletId::new("ours");
            let feed = tidings::model::FeedId::derive(&outlet, path);
            let (entries, _) =
                tidings::parse::entries(&document, &feed, &outlet, sample::moment("2027-01-01T00:00:00Z"));
            assert_eq!(entries.len(), digest.briefs().count(), "{path}");
            for entry in &entries {
                assert!(
                    entry.link.is_some() && entry.identity.guid.as_deref().is_some_and(|id| id.starts_with("tag:"))
                );
            }
            entries.iter().map(|entry| words_of(&entry.title)).collect()
        })
        .collect();
    assert_eq!(read[0], read[1], "both feeds say the same");
    let plain = |title: &String| title.chars().all(|c| c.is_alphanumeric() || " ,.–-".contains(c)) && title.len() < 400;
    assert!(titles.iter().filter(|title| plain(title)).all(|title| read[0].contains(title)), "{titles:?} {read:?}");
    for path in ["feed.xml", "feed.json"] {
        let feed =
            feed_rs::parser::parse(&page(&pages, path).body[..]).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(feed.entries.len(), digest.briefs().count(), "{path}");
        for entry in &feed.entries {
            let content = entry.content.as_ref().and_then(|content| content.body.as_deref()).expect("content");
            for element in Html::parse_fragment(content).root_element().descendants().filter_map(ElementRef::wrap) {
                let name = element.value().name();
                assert!(matches!(name, "ul" | "li" | "p" | "a" | "time" | "html"), "{path} has <{name}>");
            }
        }
    }
}

/// Attacks and harmless texts of the corpus: all of them when `TIDINGS_CORPORA` names its folder, else a few hundred,
/// which takes seconds.
#[test]
#[cfg_attr(not(corpora), ignore = "the corpora are absent: set TIDINGS_CORPORA")]
fn attacks_stay_words() {
    let step = if option_env!("TIDINGS_CORPORA").is_some() { 1 } else { 16 };
    let mut words = Vec::new();
    for file in ["attacks.jsonl", "attacks_bulk.jsonl", "benign.jsonl"] {
        for case in cases(&format!("security/xss/{file}")).iter().step_by(step) {
            words.push(case["payload"].as_str().expect("a payload").to_owned());
        }
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages/attacks");
    // Pages of another choice of attacks.
    let _ = std::fs::remove_dir_all(&folder);
    // Templates are compiled once, and what is parsed again in a debug build keeps two cores busy.
    let renderer = renderer();
    let batches: Vec<&[String]> = words.chunks(60).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some((n, words)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|n| Some((n, *batches.get(n)?)))
        {
            let digest = full_of(words);
            assert_harmless(&renderer, &digest);
            // For a browser: `tests/pages/run` opens these and counts what runs.
            let digests = std::slice::from_ref(&digest);
            let mut pages = vec![renderer.front(&digest, None).expect("a front page")];
            pages.extend(Telling::all(digests).into_values().flat_map(|it| renderer.story(&it).expect("a story")));
            for page in pages.iter().filter(|page| page.path == "index.html" || page.path.contains("hostile")) {
                write(&folder.join(format!("{n}")).join(&page.path), &page.body);
            }
            // A letter is HTML that strange programs show: a browser is one of them.
            let letter = renderer.letter(&digest, None).expect("a letter");
            write(&folder.join(format!("{n}/letter.html")), letter.html.as_bytes());
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(work);
        }
    });
}

#[test]
fn hostile_words_stay_words() {
    assert_harmless(&renderer(), &full_of(&HOSTILE.map(str::to_owned)));
    let pages = site(&[rich(), day_before()]);
    for page in html(&pages) {
        assert_only_ours(page, &Html::parse_document(text(page)));
    }
    // The words themselves survive.
    let front = Html::parse_document(text(page(&pages, "index.html")));
    let all: String = front.root_element().text().collect();
    for words in HOSTILE {
        assert!(all.contains(&shown(words)), "lost {words:?}");
    }
}

#[test]
fn feeds_are_read_back() {
    let digests = [rich(), day_before()];
    for base_url in [None, Some("https://news.example/brief".to_owned())] {
        let mut options = Options::default();
        options.base_url.clone_from(&base_url);
        let pages = Renderer::new(&options).expect("a renderer").feeds(&digests).expect("feeds");
        let stories: BTreeSet<&str> =
            digests.iter().flat_map(Digest::briefs).map(|brief| brief.headline.text.trim()).collect();
        for page in &pages {
            let feed = feed_rs::parser::parse(&page.body[..]).unwrap_or_else(|error| panic!("{}: {error}", page.path));
            assert_eq!(feed.entries.len(), stories.len(), "{}", page.path);
            let ids: BTreeSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
            assert_eq!(ids.len(), stories.len());
            assert!(ids.iter().all(|id| id.starts_with("tag:")), "{ids:?}");
            for entry in &feed.entries {
                assert!(entry.updated.is_some() && entry.published.is_some());
                let link = &entry.links.first().expect("a link").href;
                assert_eq!(link.starts_with("https://news.example/brief/story/"), base_url.is_some(), "{link}");
            }
        }
        let json: serde_json::Value = serde_json::from_slice(&pages[1].body).expect("JSON");
        assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(json["home_page_url"].is_null(), base_url.is_none());
        // Every markup that a reader of the feed would be given is ours.
        for item in json["items"].as_array().expect("items") {
            let content = Html::parse_fragment(item["content_html"].as_str().expect("content"));
            for element in content.root_element().descendants().filter_map(ElementRef::wrap) {
                let name = element.value().name();
                assert!(matches!(name, "ul" | "li" | "p" | "a" | "time" | "html"), "<{name}> in a feed");
            }
        }
    }
}

#[test]
fn updated_moves_on_a_new_fact_only() {
    let updated = |digests: &[Digest]| {
        let pages = renderer().feeds(digests).expect("feeds");
        let json: serde_json::Value = serde_json::from_slice(&pages[1].body).expect("JSON");
        let items = json["items"].as_array().expect("items").clone();
        let item = items.into_iter().find(|item| item["id"].as_str().is_some_and(|id| id.contains("build-plugin")));
        item.expect("the story")["date_modified"].as_str().expect("a date").to_owned()
    };
    let before = updated(&[day_before()]);
    assert_eq!(updated(&[rich(), day_before()]), before, "more reports of the same are no fact");
    let mut told = rich();
    let plugin = &mut told.sections[1].briefs[0];
    plugin.summary = vec![sample::quote(&plugin.sources[13].clone(), "A second version was found.")];
    assert!(updated(&[told.clone(), day_before()]) > before);
    // A later telling that quotes an older report does not take it back.
    let after = updated(&[told.clone(), day_before()]);
    assert_eq!(updated(&[rich(), told, day_before()]), after);
}

#[test]
fn data_gives_the_digest_back() {
    let digest = rich();
    let pages = renderer().edition(&digest, None).expect("an edition");
    let data: serde_json::Value = serde_json::from_slice(&page(&pages, "2026/05/06/digest.json").body).expect("JSON");
    assert_eq!((&data["format"], &data["version"]), (&"tidings-digest".into(), &1.into()));
    let back: Digest = serde_json::from_value(data).expect("a digest");
    assert_eq!(back, digest);
}

/// Every key of `value` that the schema does not describe, at its path.
fn undescribed(
    schema: &serde_json::Value,
    root: &serde_json::Value,
    value: &serde_json::Value,
    path: &str,
) -> Vec<String> {
    let resolved = schema["$ref"].as_str().map_or(schema, |name| &root["$defs"][name.trim_start_matches("#/$defs/")]);
    let choices: Vec<&serde_json::Value> =
        ["anyOf", "oneOf"].iter().filter_map(|key| resolved[*key].as_array()).flatten().collect();
    if !choices.is_empty() {
        let all = choices.iter().map(|choice| undescribed(choice, root, value, path));
        return all.min_by_key(Vec::len).unwrap_or_default();
    }
    match value {
        serde_json::Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, inside)| {
                let here = format!("{path}.{key}");
                match resolved["properties"].get(key) {
                    Some(schema) => undescribed(schema, root, inside, &here),
                    None => vec![here],
                }
            })
            .collect(),
        serde_json::Value::Array(items) if resolved.get("items").is_some_and(serde_json::Value::is_object) => {
            items.iter().flat_map(|item| undescribed(&resolved["items"], root, item, path)).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn data_follows_the_schema_that_ships() {
    let schema: serde_json::Value = serde_json::from_slice(&Renderer::schema().body).expect("JSON");
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
    for digest in [rich(), day_before(), quiet(), many(0), many(7)] {
        let pages = renderer().edition(&digest, None).expect("an edition");
        let path = format!("{}/digest.json", digest.edition.key);
        let data: serde_json::Value = serde_json::from_slice(&page(&pages, &path).body).expect("JSON");
        let problems: Vec<String> =
            validator.iter_errors(&data).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(problems.is_empty(), "{problems:#?}");
        assert_eq!(undescribed(&schema, &schema, &data, ""), Vec::<String>::new());
    }
    let mut data = serde_json::to_value(rich()).expect("JSON");
    data["format"] = "tidings-digest".into();
    data["version"] = 1.into();
    assert!(validator.is_valid(&data));
    for (pointer, wrong) in [
        ("/version", 2.into()),
        ("/lead/headline/start", (-1).into()),
        ("/lead/sources/0/link", "javascript:alert(1)".into()),
        ("/lead/facts/0/field", "body".into()),
        ("/edition/at", "yesterday".into()),
    ] {
        let mut broken = data.clone();
        *broken.pointer_mut(pointer).expect("a field") = wrong;
        assert!(!validator.is_valid(&broken), "{pointer} may be anything");
    }
}

#[test]
fn outlets_are_listed_for_other_readers() {
    let page = renderer().opml(HOSTILE[1], &groups());
    let mut reader = quick_xml::Reader::from_str(text(&page));
    while reader.read_event().expect("well-formed XML") != quick_xml::events::Event::Eof {}
    let document = Html::parse_fragment(text(&page));
    let outlines: Vec<ElementRef<'_>> = document.select(&select("outline")).collect();
    let texts: Vec<&str> = outlines.iter().filter_map(|outline| outline.attr("text")).collect();
    assert_eq!(texts, [HOSTILE[0], "wired.com", "ledger.example", "All topics", "harbour.example"]);
    assert_eq!(outlines[1].attr("xmlurl"), Some("https://wired.com/feed.xml?a=1&b=2"));
}

#[test]
fn a_topic_page_tells_each_story_once_and_rests_with_its_topic() {
    let mut later = rich();
    later.edition.key = "2026/05/07".into();
    later.edition.at = sample::moment("2026-05-07T06:31:00Z");
    later.lead = None;
    later.sections.truncate(1);
    let topic = |digests: &[Digest]| {
        let pages = renderer().topics(digests).expect("topics");
        text(page(&pages, "topic/security.html")).to_owned()
    };
    let before = topic(&[rich(), day_before()]);
    assert_eq!(topic(&[later, rich(), day_before()]), before, "another topic moved");
    let document = Html::parse_document(&before);
    let told: Vec<String> =
        document.select(&select("article")).filter_map(|it| it.attr("id").map(str::to_owned)).collect();
    let once: BTreeSet<&String> = told.iter().collect();
    assert_eq!((told.len(), once.len()), (2, 2), "{told:?}");
    let front = Html::parse_document(text(page(&site(&[rich(), day_before()]), "index.html")));
    for href in ["topic/ai.html", "topic/security.html", "topic/harbour.html"] {
        let links = front.select(&select(&format!("a[href='{href}']"))).count();
        assert!(links >= 1, "the front page does not lead to {href}");
    }
}

#[test]
fn pages_link_to_no_file_that_is_not_written() {
    let mut options = Options::default();
    options.formats = tidings::model::Formats { html: true, ..tidings::model::Formats::NONE };
    let renderer = Renderer::new(&options).expect("a renderer");
    let digests = [rich()];
    let mut pages = vec![renderer.front(&digests[0], None).expect("a front page")];
    pages.push(renderer.archive(&[summary(&digests[0])]).expect("an archive"));
    pages.push(renderer.health(&health()).expect("a health page"));
    pages.extend(renderer.topics(&digests).expect("topics"));
    for page in &pages {
        let document = Html::parse_document(text(page));
        for link in document.select(&select("[href]")).filter_map(|link| link.attr("href")) {
            let ours = !link.starts_with("http") && !link.starts_with('#');
            let path = link.split('#').next().unwrap_or_default();
            assert!(!ours || is_html(path) || path.ends_with("style.css"), "{} links to {link}", page.path);
        }
    }
}

/// Writes the site for `tests/pages/check.mjs`, and follows every link within it.
#[test]
fn links_within_the_site_lead_somewhere() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    for (name, digests) in [
        ("rich", vec![rich(), day_before()]),
        ("quiet", vec![quiet()]),
        ("none", vec![many(0)]),
        ("one", vec![many(1)]),
        ("ten", vec![many(10)]),
        ("twenty", vec![many(20)]),
        ("sixty", vec![many(60)]),
    ] {
        let pages = site(&digests);
        let paths: BTreeSet<&str> = pages.iter().map(|page| page.path.as_str()).collect();
        assert_eq!(paths.len(), pages.len(), "a page is written twice");
        let mut titles = BTreeSet::new();
        for page in &pages {
            write(&folder.join(name).join(&page.path), &page.body);
        }
        for page in html(&pages) {
            let document = Html::parse_document(text(page));
            let title: String = document.select(&select("title")).flat_map(|title| title.text()).collect();
            assert!(titles.insert(title.clone()), "two pages are called {title:?}");
            let base = url::Url::parse("https://site.invalid/").and_then(|url| url.join(&page.path)).expect("a base");
            for link in document.select(&select("[href]")) {
                let href = link.attr("href").unwrap_or_default();
                let target = base.join(href).unwrap_or_else(|_| panic!("{}: {href}", page.path));
                if target.host_str() != Some("site.invalid") {
                    assert_eq!(link.attr("rel"), Some("noopener noreferrer"), "{}: {href}", page.path);
                    continue;
                }
                let path = target.path().trim_start_matches('/');
                let known = paths.contains(path);
                assert!(known || path == "2026/05/03/index.html", "{} links to {path}", page.path);
                if let Some(fragment) = target.fragment().filter(|_| is_html(path)) {
                    let there = text(pages.iter().find(|page| page.path == path).expect("known"));
                    assert!(there.contains(&format!("id=\"{fragment}\"")), "{}: {path} has no #{fragment}", page.path);
                }
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a test's own folder: nobody reads it half-written")]
pub(crate) fn write(path: &Path, body: &[u8]) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, body).expect("a file");
}

#[test]
fn the_masthead_is_honest() {
    let renderer = renderer();
    let stat = |digest: &Digest| {
        let previous = EditionRef { key: "2026/05/05".into(), at: sample::moment("2026-05-05T06:30:00Z") };
        let page = renderer.front(digest, Some(&previous)).expect("a front page");
        let document = Html::parse_document(text(&page));
        document.select(&select("header")).flat_map(|stat| stat.text()).collect::<String>()
    };
    let mut digest = rich();
    let line = stat(&digest);
    assert!(line.contains("Wednesday 6 May 2026"), "{line}");
    assert!(line.contains("3 new stories and 1 that moved since Tue 08:30."), "{line}");
    assert!(line.contains("Read 42 of 44 feeds, 612 entries, 38 on your topics, 4 stories, 10 short items."), "{line}");
    assert!(!line.contains("Covers"), "{line}");
    digest.edition.from = sample::moment("2026-05-04T06:31:00Z");
    let line = stat(&digest);
    assert!(line.contains("Mon 4 May to Wednesday 6 May 2026"), "{line}");
    assert!(line.contains("Covers Monday to Wednesday."), "{line}");
    let line = stat(&quiet());
    assert!(line.contains("No new story since Wed 08:31."), "{line}");
}

#[test]
fn a_reader_may_replace_one_template() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut options = Options::default();
    options.templates = Some(folder.path().to_owned());
    write(&folder.path().join("mark.hbs"), b"<em class=\"mine\">{{mark.text}}</em>");
    write(&folder.path().join("style.css"), b"body{color:red}");
    let renderer = Renderer::new(&options).expect("templates");
    let mut digest = rich();
    digest.lead = None;
    digest.sections.truncate(1);
    let front = renderer.front(&digest, None).expect("a front page");
    assert!(text(&front).contains("<em class=\"mine\">New</em>"));
    assert_eq!(renderer.styles().body, b"body{color:red}");

    write(&folder.path().join("mark.hbs"), b"fine\n{{mark.txet}}");
    let error = Renderer::new(&options).expect("it compiles").front(&digest, None).expect_err("a missing field");
    assert!(error.to_string().starts_with("mark.hbs:2:"), "{error}");
    assert!(error.to_string().contains("there is no `mark.txet` here"), "{error}");

    write(&folder.path().join("mark.hbs"), b"fine\n{{#if mark}}");
    let error = Renderer::new(&options).expect_err("a template that does not compile");
    assert!(matches!(&error, RenderError::Template { file, line: 2, .. } if file == "mark.hbs"), "{error}");
    assert!(error.to_string().contains("a {{#block}} without its {{/block}}"), "{error}");

    options.templates = Some(folder.path().join("absent"));
    assert!(matches!(Renderer::new(&options), Err(RenderError::Folder { .. })));
}

#[test]
fn a_letter_stays_below_80_kb_in_every_script() {
    for word in
        ["ferry ", "p\u{e9}niche ", "\u{43f}\u{430}\u{440}\u{43e}\u{43c} ", "\u{6e21}\u{3057}\u{8239}\u{3001}", "= = "]
    {
        let mut digest = many(60);
        for brief in digest.sections.iter_mut().flat_map(|section| &mut section.briefs) {
            brief.headline.text = word.repeat(12);
            for quote in &mut brief.summary {
                quote.text = word.repeat(30);
            }
        }
        let letter = renderer().letter(&digest, None).expect("a letter");
        let sent = |text: &str| lettre::message::SinglePart::plain(text.to_owned()).formatted().len();
        let sent = sent(&letter.html) + sent(&letter.text);
        assert!((60_000..=78_500).contains(&sent), "{sent} bytes of {word:?}: too many, or too much left out");
    }
}

#[test]
fn wrong_options_are_named() {
    let with = |change: fn(&mut Options)| {
        let mut options = Options::default();
        change(&mut options);
        Renderer::new(&options).expect_err("a mistake").to_string()
    };
    assert!(with(|options| options.language = "tlh".into()).contains("\"tlh\""));
    assert!(with(|options| options.zone = "Europe/Olso".into()).contains("Europe/Olso"));
    assert!(with(|options| options.base_url = Some("file:///tmp".into())).contains("file:///tmp"));
    assert!(matches!(renderer().story(&[]), Err(RenderError::Untold)));
}

#[test]
fn pages_are_light() {
    let renderer = renderer();
    let front = renderer.front(&many(20), None).expect("a front page");
    assert!(front.body.len() <= 60 * 1024, "{} bytes for 20 stories", front.body.len());
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, &front.body).expect("packed");
    let packed = packed.finish().expect("packed").len();
    assert!(packed <= 12 * 1024, "{packed} bytes for 20 stories, packed");
    let style = renderer.styles().body.len();
    assert!(style <= 10 * 1024, "{style} bytes of style");
    let digest = many(60);
    let page = renderer.front(&digest, None).expect("a front page");
    assert_eq!(page, renderer.front(&digest, None).expect("a front page"), "same digest, same bytes");
}
