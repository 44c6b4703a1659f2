//! `tidings verify`: one altered byte is found, wherever it is, and nothing else is.

use super::support::town::{Town, report};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use tidings::model::{Digest, Entry, EntryId, Field, Quote};
use tidings::pipeline::{VerifyReport, verify};
use tidings::store::{Sqlite, Store as _};

/// Three outlets on one dam, with enough to say for facts, sections and what each adds.
fn flood() -> Town {
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

fn store(town: &Town) -> PathBuf {
    town.output(".state/tidings.db")
}

fn verified(folder: &Path, store: &Path) -> VerifyReport {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(verify(folder, store)).expect("a report")
}

fn entries(town: &Town, ids: &[EntryId]) -> BTreeMap<EntryId, Entry> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let read = runtime.block_on(async { Sqlite::open(&store(town)).await?.entries(ids).await });
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
fn put(path: &Path, body: &[u8]) {
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
    assert!(town.tidings(&["verify", &nowhere]).exits(5).err().contains("nowhere"));
}

/// Each byte of each sentence of a file becomes another one, in turn. A sentence is found between `before` and
/// `after`, where the file cites it; `place` begins what verifying must say of where it stands.
fn assert_every_byte_counts(file: &Path, sentences: &[String], around: (&str, &str), store: &Path, place: &str) {
    let page = fs::read(file).expect("a file");
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join(file.file_name().expect("a name"));
    put(&copy, &page);
    assert_eq!(verified(folder.path(), store).faults, [], "{} as it was written", file.display());
    for sentence in sentences {
        let whole = format!("{}{sentence}{}", around.0, around.1);
        let at = page.windows(whole.len()).position(|there| there == whole.as_bytes()).expect("the sentence")
            + around.0.len();
        for byte in at..at + sentence.len() {
            let mut altered = page.clone();
            altered[byte] = if altered[byte] == b'e' { b'o' } else { b'e' };
            put(&copy, &altered);
            let faults = verified(folder.path(), store).faults;
            let told = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
            let copy = copy.display().to_string();
            assert!(told.contains(&format!("{copy}: {place}")), "byte {byte} of {sentence:?}: {told:?}");
        }
    }
}

#[test]
fn one_altered_byte_of_an_edition_is_found() {
    let mut town = flood();
    town.run().succeeds();
    let (store, digest) = (store(&town), digest(&town));
    let quotes = quotes(&digest);
    assert!(quotes.len() >= 6, "{quotes:#?}");
    let data: Vec<String> = quotes.iter().map(|quote| Value::from(&*quote.text).to_string()).collect();
    let data: Vec<String> = data.iter().map(|text| text[1..text.len() - 1].to_owned()).collect();
    assert_every_byte_counts(&town.output("2026/03/01/digest.json"), &data, ("\"text\": \"", "\""), &store, "l");
    let path = town.output(&format!("story/{}.html", digest.lead.as_ref().expect("a lead").story));
    let page = fs::read_to_string(&path).expect("a page");
    let document = Html::parse_document(&page);
    let shown: BTreeSet<String> = document
        .select(&select("[data-q]"))
        .map(|place| place.inner_html().replace('\'', "&#39;").replace('"', "&quot;"))
        .collect();
    assert!(shown.len() >= 6, "{shown:#?}");
    let shown: Vec<String> = shown.into_iter().collect();
    assert_every_byte_counts(&path, &shown, ("\">", "<"), &store, "line ");
}

#[test]
fn one_altered_byte_of_the_store_is_found() {
    let mut town = flood();
    town.run().succeeds();
    let (path, digest) = (store(&town), digest(&town));
    let output = town.output("");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for quote in quotes(&digest) {
        let column = match quote.field {
            Field::Title => "title",
            Field::Summary => "summary",
            Field::Text => "body",
        };
        let id = u64::from_str_radix(quote.entry.as_str(), 16).expect("a number").cast_signed();
        let middle = i64::try_from(quote.start + quote.text.len() / 2).expect("small");
        // One letter of the stored text, whatever it was, becomes a tilde, and then what it was.
        let alter = |to: Option<String>| {
            let path = path.clone();
            async move {
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
                let pool = sqlx::SqlitePool::connect_with(options).await.expect("the store");
                let select = format!("select {column} from entries where id = ?");
                let before: String =
                    sqlx::query_scalar(sqlx::AssertSqlSafe(select)).bind(id).fetch_one(&pool).await.expect("text");
                let mut altered: Vec<char> = before.chars().collect();
                let at = before.char_indices().position(|(byte, _)| byte >= usize::try_from(middle).expect("small"));
                altered[at.expect("inside")] = '~';
                let after = to.unwrap_or_else(|| altered.into_iter().collect());
                let update = format!("update entries set {column} = ? where id = ?");
                sqlx::query(sqlx::AssertSqlSafe(update)).bind(after).bind(id).execute(&pool).await.expect("altered");
                pool.close().await;
                before
            }
        };
        let before = runtime.block_on(alter(None));
        let faults = verified(&output, &path).faults;
        let named = faults.iter().filter(|fault| fault.words.trim() == quote.text.trim()).count();
        assert!(named >= 1, "{:?} is not among {faults:#?}", quote.text);
        runtime.block_on(alter(Some(before)));
    }
    assert_eq!(verified(&output, &path).faults, []);
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
    let now = entries(&town, &cited);
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
    assert!(words(&digest(&wide)).values().any(|count| *count > 25), "{:?}", words(&digest(&wide)));
    let mut narrow = flood().digest("max_excerpt = 25");
    narrow.run().succeeds();
    assert!(words(&digest(&narrow)).values().all(|count| *count <= 25), "{:?}", words(&digest(&narrow)));
    let said = flood().digest("max_excerpt = 5").run().exits(2).err();
    assert!(said.contains("`max_excerpt` is a whole number from 20 to 1000"), "{said}");
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

#[test]
fn every_sentence_ends_in_a_link_to_an_entry_of_its_story_that_says_it() {
    let mut town = flood();
    town.run().succeeds();
    let digest = digest(&town);
    let lead = digest.lead.as_ref().expect("a lead");
    let ids: Vec<EntryId> = lead.sources.iter().map(|source| source.entry.clone()).collect();
    let entries = entries(&town, &ids);
    for (path, at_least) in [("index.html".to_owned(), 3), (format!("story/{}.html", lead.story), 5)] {
        let page = fs::read_to_string(town.output(&path)).expect("a page");
        let document = Html::parse_document(&page);
        let told = ".facts li, .sum, .adds li, .e-content p";
        let mut sentences = 0;
        for block in document.select(&select(told)) {
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
                let entry = entries.values().find(|entry| entry.link.as_ref().is_some_and(|it| it.as_str() == link));
                let entry = entry.unwrap_or_else(|| panic!("{path}: {link} is no entry of the story"));
                let says = [&*entry.summary, &*entry.text].iter().any(|text| text.contains(&words));
                assert!(says, "{path}: {link} does not say {words:?}");
            }
        }
        assert!(sentences >= at_least, "{path} has {sentences} sentences");
    }
}
