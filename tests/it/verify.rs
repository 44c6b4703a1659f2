//! `tidings verify`: one altered byte is found, wherever it is, and nothing else is.

use super::support::town::{Published, Town, report};
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use tidings::model::{Digest, Entry, EntryId, Field, Quote};
use tidings::pipeline::{VerifyReport, verify};
use tidings::store::{Sqlite, Store as _};

/// Three outlets on one dam, with enough to say for facts, sections and what each adds.
pub(crate) fn flood() -> Town {
    let daily = "The Lillestad dam burst on Sunday and flooded 40 homes in the valley. Mayor Karin Dahl said: “We \
                 heard it at five and ran for the hill.” The council will meet on Monday to decide on a new dam.";
    let herald = "A dam above Lillestad broke at dawn & water reached 40 homes. Some 1,900 people left their \
                  beds for a school in Moss. Repairs will cost $12 million, the county of Viken said.";
    let post = "Forty homes stand in water after the dam at Lillestad gave way on Sunday. Engineers had warned \
                Statkraft of cracks in 2019, a report shows.";
    Town::at("2026-03-01T06:00:00Z")
        .outlet("daily", [report("Dam bursts at Lillestad, 40 homes flooded", daily, "05:10")])
        .outlet("herald", [report("Lillestad dam breaks and floods 40 homes", herald, "05:30")])
        .outlet("post", [report("Homes flooded as Lillestad dam bursts", post, "05:40")])
        .topic("floods", &["dam", "flood*"])
}

/// What the herald says of the dam a day later: a fact that brings the story back.
pub(crate) fn toll_rises() -> Published {
    let text = "The dam at Lillestad burst on Sunday and flooded 40 homes. Rescuers found 7 people dead below the broken \
                Lillestad dam on Monday morning.";
    report("Lillestad dam: toll rises to 7", text, "05:00")
}

fn store(town: &Town) -> PathBuf {
    town.output(".state/tidings.db")
}

fn verified(folder: &Path, store: &Path) -> VerifyReport {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(verify(folder, store, None)).expect("a report")
}

fn entries(store: &Path, ids: &[EntryId]) -> BTreeMap<EntryId, Entry> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let read = runtime.block_on(async { Sqlite::open(store).await?.entries(ids).await });
    read.expect("entries").into_iter().map(|entry| (entry.id.clone(), entry)).collect()
}

fn digest(town: &Town) -> Digest {
    serde_json::from_slice(&fs::read(town.output("2026/03/01/digest.json")).expect("a file")).expect("a digest")
}

fn quotes(digest: &Digest) -> Vec<&Quote> {
    let mut quotes = Vec::new();
    for brief in digest.briefs() {
        quotes.push(&brief.headline);
        quotes.extend(brief.facts.iter().chain(&brief.summary).chain(&brief.adds));
        quotes.extend(brief.questions.iter().flat_map(|question| question.paragraphs.iter().flatten()));
    }
    quotes
}

#[expect(clippy::disallowed_methods, reason = "a test's own folder: nobody reads it half-written")]
pub(crate) fn put(path: &Path, body: &[u8]) {
    fs::write(path, body).expect("written");
}

#[test]
fn what_was_just_written_verifies() {
    let mut town = flood();
    town.run().succeeds();
    let said = town.tidings(&["verify"]).succeeds().out();
    assert!(said.contains("word for word as stored"), "{said}");
    let output = town.output("");
    let folder = output.to_str().expect("a path").to_owned();
    town.tidings(&["verify", &folder]).succeeds();
    // A folder without an edition, and one that is not there.
    let empty = tempfile::tempdir().expect("a folder");
    let path = empty.path().to_str().expect("a path").to_owned();
    assert!(town.tidings(&["verify", &path]).exits(2).err().contains("no edition"));
    let nowhere = format!("{path}/nowhere");
    let said = town.tidings(&["verify", &nowhere]).exits(5).err();
    assert!(said.contains("nowhere") && said.contains("There is no such folder. Check the name"), "{said}");
}

/// Another byte in the place of this one: of a number another digit, of words another letter.
pub(crate) fn another(byte: u8) -> u8 {
    match byte {
        b'0'..=b'8' => byte + 1,
        b'9' => b'0',
        b'e' => b'o',
        _ => b'e',
    }
}

/// Each byte of `places` in `file` becomes another one, one a copy of the file; verifying must complain of every copy.
fn assert_every_byte_counts(file: &Path, places: &[Range<usize>], store: &Path) {
    let page = fs::read(file).expect("a file");
    let folder = tempfile::tempdir().expect("a folder");
    let copy = |name: &str, body: &[u8]| {
        let folder = folder.path().join(name);
        fs::create_dir(&folder).expect("a folder");
        put(&folder.join(file.file_name().expect("a name")), body);
    };
    copy("whole", &page);
    let bytes: BTreeSet<usize> = places.iter().flat_map(Clone::clone).collect();
    for byte in &bytes {
        let mut altered = page.clone();
        altered[*byte] = another(altered[*byte]);
        copy(&byte.to_string(), &altered);
    }
    let faults = verified(folder.path(), store).faults;
    let named: BTreeSet<&Path> = faults.iter().filter_map(|fault| fault.file.parent()).collect();
    assert!(!named.contains(folder.path().join("whole").as_path()), "{} as it was written", file.display());
    for byte in bytes {
        let around = String::from_utf8_lossy(&page[byte.saturating_sub(60)..(byte + 60).min(page.len())]);
        assert!(named.contains(folder.path().join(byte.to_string()).as_path()), "byte {byte} changed, in {around}");
    }
}

/// Where in a digest a quotation says its words, and where it has them from.
fn places_of_quotes(data: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    for (at, _) in data.match_indices("\"text\": \"") {
        let from = data[..at].rfind('{').expect("an object");
        let to = at + data[at..].find(['}']).expect("its end");
        for key in ["entry", "field", "link", "start", "end", "text"] {
            let name = format!("\"{key}\": ");
            let value = from + data[from..to].find(&name).unwrap_or_else(|| panic!("no {key}")) + name.len();
            let end = value + data[value..].find(['\n', '}']).expect("the end of the line");
            let value = &data[value..end];
            let words = value.trim_end_matches(',').trim_matches('"');
            let at = words.as_ptr() as usize - data.as_ptr() as usize;
            places.push(at..at + words.len());
        }
    }
    places
}

/// Where on a page words are copied from a report: their place in it, the words, and the address they lead to.
fn places_on_page(page: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let within = |from: usize, before: &str, after: char| {
        let at = from + page[from..].find(before).expect("it begins") + before.len();
        at..at + page[at..].find(after).expect("it ends")
    };
    for (at, _) in page.match_indices(" data-q=\"") {
        let place = within(at, " data-q=\"", '"');
        let words = within(place.end, ">", '<');
        let is_link = page[place.end..words.start].contains(" href=");
        if is_link || !page[place.clone()].contains("/title/") {
            places.push(within(place.end, " href=\"", '"'));
        }
        places.extend([place, words]);
    }
    places
}

#[test]
fn one_altered_byte_of_an_edition_is_found() {
    let mut town = flood();
    town.run().succeeds();
    let (store, digest) = (store(&town), digest(&town));
    let path = town.output("2026/03/01/digest.json");
    let places = places_of_quotes(&fs::read_to_string(&path).expect("a file"));
    assert!(places.len() >= 6 * 6 && places.len() == quotes(&digest).len() * 6, "{places:?}");
    assert_every_byte_counts(&path, &places, &store);
    for path in ["index.html".to_owned(), format!("story/{}.html", digest.lead.as_ref().expect("a lead").story)] {
        let path = town.output(&path);
        let places = places_on_page(&fs::read_to_string(&path).expect("a page"));
        assert!(places.len() >= 3 * 4, "{places:?}");
        assert_every_byte_counts(&path, &places, &store);
    }
}

#[test]
fn one_altered_byte_of_the_store_is_found() {
    let mut town = flood();
    town.run().succeeds();
    let (path, digest) = (store(&town), digest(&town));
    // One edition is enough to read again and again.
    let folder = tempfile::tempdir().expect("a folder");
    put(&folder.path().join("digest.json"), &fs::read(town.output("2026/03/01/digest.json")).expect("a file"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let sql = |text: String, words: Option<String>, id: i64| {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path);
        runtime.block_on(async {
            let pool = sqlx::SqlitePool::connect_with(options).await.expect("the store");
            let query = sqlx::query_scalar::<_, String>(sqlx::AssertSqlSafe(text));
            let query = if let Some(words) = words { query.bind(words) } else { query };
            let found = query.bind(id).fetch_optional(&pool).await.expect("a query");
            pool.close().await;
            found
        })
    };
    for quote in quotes(&digest) {
        let column = match quote.field {
            Field::Title => "title",
            Field::Summary => "summary",
            Field::Text => "body",
        };
        let id = u64::from_str_radix(quote.entry.as_str(), 16).expect("a number").cast_signed();
        let before = sql(format!("select {column} from entries where id = ?"), None, id).expect("text");
        let update = format!("update entries set {column} = ? where id = ?");
        let cited = before.char_indices().filter(|(at, _)| (quote.start..quote.end).contains(at));
        for (at, c) in cited {
            let mut altered = before.clone();
            altered.replace_range(at..at + c.len_utf8(), if c == 'e' { "o" } else { "e" });
            sql(update.clone(), Some(altered), id);
            let faults = verified(folder.path(), &path).faults;
            let named = faults.iter().any(|fault| fault.words.trim() == quote.text.trim());
            assert!(named, "{c:?} at {at} of {:?} is not missed by {faults:#?}", quote.text);
        }
        sql(update, Some(before), id);
    }
    assert_eq!(verified(folder.path(), &path).faults, []);
}

#[test]
fn what_an_outlet_changes_later_does_not_undo_a_citation() {
    let mut town = flood();
    town.run().succeeds();
    town.publishes(
        "daily",
        [report(
            "Dam bursts at Lillestad, 40 homes flooded",
            "Corrected: the dam at Lillestad did not burst, says Mayor Karin Dahl, and 12 homes are wet.",
            "2026-03-01T05:10:00Z",
        )],
    );
    town.later("2026-03-02T06:00:00Z");
    town.run().succeeds();
    town.tidings(&["verify"]).succeeds();
    let output = town.output("");
    let cited: Vec<EntryId> = quotes(&digest(&town)).iter().map(|quote| quote.entry.clone()).collect();
    let now = entries(&store(&town), &cited);
    let gone =
        quotes(&digest(&town)).into_iter().any(|quote| !tidings::compose::brief::verify(quote, &now[&quote.entry]));
    assert!(gone, "the test changes nothing that was quoted");
    assert_eq!(verified(&output, &store(&town)).faults, []);
}

#[test]
fn a_story_that_returns_begins_with_what_is_new() {
    let mut town = flood();
    town.run().succeeds();
    town.later("2026-03-02T06:00:00Z");
    town.publishes(
        "herald",
        [report(
            "Lillestad dam: toll rises to 7",
            "The dam at Lillestad burst on Sunday and flooded 40 homes. Rescuers found 7 people dead below the broken \
             Lillestad dam on Monday morning. Minister Per Moe will visit the flooded valley on Tuesday.",
            "05:00",
        )],
    );
    town.run().succeeds();
    let data = fs::read(town.output("2026/03/02/digest.json")).expect("a file");
    let digest: Digest = serde_json::from_slice(&data).expect("a digest");
    let lead = digest.lead.as_ref().expect("a lead");
    let first = lead.told().first().map(|quote| quote.text.clone()).expect("a sentence");
    assert!(first.contains("7 people dead") || first.contains("Per Moe"), "{first}: {lead:#?}");
    let page = fs::read_to_string(town.output("index.html")).expect("a page");
    let document = Html::parse_document(&page);
    let shown: String =
        document.select(&select(".lead .facts [data-q], .lead .sum [data-q]")).next().expect("told").text().collect();
    assert_eq!(shown, first);
    let story = fs::read_to_string(town.output(&format!("story/{}.html", lead.story))).expect("a page");
    assert_eq!(story.matches(&format!("\">{first}<")).count(), 1, "said once on its page");
    assert!(story.contains("What is new since the last digest?"));
}

#[test]
fn the_page_of_a_story_notes_what_a_headline_was_before() {
    let mut town = flood();
    town.run().succeeds();
    let before = "Dam bursts at Lillestad, 40 homes flooded";
    let after = "Lillestad dam: mayor had warned of cracks";
    let mut renamed = report(after, "The Lillestad dam burst on Sunday and flooded 40 homes.", "2026-03-01T05:10:00Z");
    renamed.path = report(before, "", "").path;
    town.later("2026-03-02T06:00:00Z");
    town.publishes("daily", [renamed]);
    // A fact that brings the story back.
    town.publishes("herald", [toll_rises()]);
    town.run().succeeds();
    let data = fs::read(town.output("2026/03/02/digest.json")).expect("a file");
    let digest: Digest = serde_json::from_slice(&data).expect("a digest");
    let story = &digest.lead.as_ref().expect("a lead").story;
    let page = fs::read_to_string(town.output(&format!("story/{story}.html"))).expect("a page");
    assert!(page.contains("Earlier headline: <bdi data-q=") && page.contains(&format!(">{before}</bdi>")), "{page}");
    assert!(page.contains(&format!(">{after}</a>")), "the headline it has now: {page}");
    town.tidings(&["verify"]).succeeds();
}

#[test]
fn who_dates_back_has_not_reported_first() {
    let mut town = flood();
    town.run().succeeds();
    town.later("2026-03-02T06:00:00Z");
    town.publishes(
        "herald",
        [report(
            "Lillestad dam: toll rises to 7",
            "The dam at Lillestad burst on Sunday and flooded 40 homes. Rescuers found 7 people dead below the dam.",
            "2026-02-28T20:00:00Z",
        )],
    );
    town.run().succeeds();
    let data = fs::read(town.output("2026/03/02/digest.json")).expect("a file");
    let digest: Digest = serde_json::from_slice(&data).expect("a digest");
    let lead = digest.lead.as_ref().expect("a lead");
    assert!(lead.sources.len() >= 3, "{:#?}", lead.sources);
    assert_eq!(lead.sources[0].site, "daily.example", "first to report");
    let late = lead.sources.iter().find(|source| source.title.contains("toll rises")).expect("the late report");
    assert_eq!(late.time.to_string(), "2026-03-02T06:00:00Z", "when it was first seen");
}

#[test]
fn no_outlet_is_quoted_with_more_words_than_it_may_be() {
    let words = |digest: &Digest| {
        let mut words: BTreeMap<String, usize> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for quote in quotes(digest) {
            if seen.insert((quote.entry.clone(), quote.field as u8, quote.start)) {
                *words.entry(quote.site.clone()).or_default() += quote.text.split_whitespace().count();
            }
        }
        words
    };
    let mut wide = flood().digest("max_excerpt = 90");
    wide.run().succeeds();
    assert!(words(&digest(&wide)).values().any(|count| *count > 20), "{:?}", words(&digest(&wide)));
    let mut narrow = flood().digest("max_excerpt = 20");
    narrow.run().succeeds();
    assert!(words(&digest(&narrow)).values().all(|count| *count <= 20), "{:?}", words(&digest(&narrow)));
    let said = flood().digest("max_excerpt = 5").run().exits(2).err();
    assert!(said.contains("`max_excerpt` is a whole number from 20 to 1000"), "{said}");
}

#[test]
fn a_told_story_returns_only_for_what_its_page_can_show() {
    let table = [
        // (headline, text of the next morning, whether the story returns)
        (
            "Lillestad after the flood",
            "Some 1,912 people left their beds when the dam at Lillestad burst on Sunday.",
            false,
        ),
        ("Lillestad after the flood", "The dam at Lillestad burst and flooded forty homes, Mrs Dahl said.", false),
        ("Lillestad after the flood", "The dam at Lillestad flooded 40 homes on Sunday, said Ola Strand.", false),
        (
            "Lillestad after the flood",
            "The flood from the dam at Lillestad has now killed 7 people in their homes.",
            true,
        ),
        ("Lillestad dam flood kills 7", "The dam at Lillestad burst on Sunday.", true),
    ];
    for (title, text, expected) in table {
        let mut town = flood();
        town.run().succeeds();
        town.later("2026-03-02T06:00:00Z");
        town.publishes("post", [report(title, text, "05:00")]);
        town.run();
        let data = fs::read(town.output("2026/03/02/digest.json")).expect("a file");
        let digest: Digest = serde_json::from_slice(&data).expect("a digest");
        let returned = digest.briefs().next();
        assert_eq!(returned.is_some(), expected, "{text}");
        let Some(brief) = returned else { continue };
        let marked = brief.questions.iter().any(|question| question.heading == tidings::model::Heading::WhatIsNew);
        assert!(marked || brief.headline.text == title, "{text}: {brief:#?}");
    }
}

#[test]
fn the_page_speaks_the_language_of_the_configuration() {
    let mut town = flood().digest("language = \"de\"");
    town.run().succeeds();
    let page = fs::read_to_string(town.output("index.html")).expect("a page");
    assert!(page.contains("<html lang=\"de\"") && page.contains("Sonntag, 1. März 2026"), "{page}");
    let said = flood().digest("language = \"german\"").run().exits(2).err();
    assert!(said.contains("did you mean \"de\"? `language` may be: en, de, fr, es"), "{said}");
}

fn select(css: &str) -> Selector {
    Selector::parse(css).expect("a selector")
}

/// The address of the first link at or after `place`, in its paragraph or list item.
fn next_link(place: ElementRef<'_>) -> Option<String> {
    place
        .next_siblings()
        .filter_map(ElementRef::wrap)
        .find_map(|next| if next.value().name() == "a" { Some(next) } else { next.select(&select("a")).next() })
        .and_then(|link| link.attr("href").map(str::to_owned))
}

/// Every sentence of every brief that an edition shows, on its own page and on those of its stories, ends in a link to
/// an entry of its story that says it word for word; returns how many there are.
pub(crate) fn sentences_that_are_cited(output: &Path, key: &str) -> usize {
    let data = fs::read(output.join(key).join("digest.json")).expect("a file");
    let digest: Digest = serde_json::from_slice(&data).expect("a digest");
    let mut sentences = 0;
    for brief in digest.briefs() {
        let ids: Vec<EntryId> = brief.sources.iter().map(|source| source.entry.clone()).collect();
        let entries = entries(&output.join(".state/tidings.db"), &ids);
        let told = ".facts li, .sum, .adds li, .e-content p";
        let pages = [
            (format!("{key}/index.html"), format!("article[id=s-{}]", brief.story)),
            (format!("story/{}.html", brief.story), "article".to_owned()),
        ];
        for (path, article) in pages {
            let page = fs::read_to_string(output.join(&path)).expect("a page");
            let document = Html::parse_document(&page);
            let article = document.select(&select(&article)).next().unwrap_or_else(|| panic!("no {article} in {path}"));
            let before = sentences;
            for block in article.select(&select(told)) {
                // Nothing is said outside the sentences that are cited, and the names of outlets.
                let outside: String = block
                    .children()
                    .filter_map(|child| child.value().as_text().map(|text| text.trim().to_owned()))
                    .collect();
                assert_eq!(outside, "", "{path}");
                for place in block.select(&select("[data-q]")) {
                    sentences += 1;
                    let words: String = place.text().collect();
                    let link = next_link(place).unwrap_or_else(|| panic!("{path}: {words:?} ends in no link"));
                    let mut ours = entries.values().filter(|it| it.link.as_ref().is_some_and(|it| it.as_str() == link));
                    let says = |entry: &Entry| [&*entry.summary, &*entry.text].iter().any(|it| it.contains(&words));
                    assert!(ours.any(says), "{path}: {link} is no entry of the story that says {words:?}");
                }
            }
            assert!(sentences > before, "{path} tells nothing of {:?}", brief.headline.text);
        }
    }
    sentences
}

#[test]
fn every_sentence_ends_in_a_link_to_an_entry_of_its_story_that_says_it() {
    let mut town = flood();
    town.run().succeeds();
    assert!(sentences_that_are_cited(&town.output(""), "2026/03/01") >= 8);
}
