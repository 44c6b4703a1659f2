//! How fast feeds are read: our whole path from bytes to entries, beside a bare loop over XML events and beside
//! feed-rs with ammonia, over the same real feeds in the same run.
//!
//! The feeds are the captures of the corpora, where `build.rs` has found any, or else the project's fixtures.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark reads its arguments, the clock, and speaks"
)]

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Instant;
use tidings::model::{FeedId, OutletId};
use tidings::parse;

fn main() {
    // Who asks for one benchmark by name wants that one alone.
    if std::env::args().skip(1).all(|argument| argument.starts_with('-')) {
        ratios();
    }
    divan::main();
}

/// All feeds, each as its bytes.
static FEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpora = Path::new(env!("TIDINGS_CORPORA_FOLDER"));
    let mut paths = Vec::new();
    for folder in ["feeds/files/real.captures", "feeds/files/real.news", "news"] {
        collect(&corpora.join(folder), &mut paths);
    }
    if paths.is_empty() {
        println!("no captures in {}: measuring over the fixtures", corpora.display());
        collect(&root.join("tests/fixtures/feeds"), &mut paths);
    }
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read(path).ok()).collect()
});

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|kind| kind == "xml" || kind == "rss" || kind == "atom") {
            paths.push(path);
        }
    }
}

fn size() -> usize {
    FEEDS.iter().map(Vec::len).sum()
}

/// Our path: bytes to entries.
fn tidings(bytes: &[u8]) -> usize {
    let (feed, outlet) = (FeedId::from_stored("f"), OutletId::new("o"));
    parse::read(bytes, None, None, &parse::Options::default())
        .map_or(0, |document| parse::entries(&document, &feed, &outlet, Timestamp::MAX).0.len())
}

/// The least that any reader of XML must do.
fn events(bytes: &[u8]) -> usize {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    reader.config_mut().check_end_names = false;
    let mut count = 0;
    while let Ok(event) = reader.read_event() {
        if matches!(event, quick_xml::events::Event::Eof) {
            break;
        }
        count += 1;
    }
    count
}

/// What a reader in Rust would use otherwise: feed-rs, and ammonia to make its HTML safe.
fn feed_rs_and_ammonia(bytes: &[u8]) -> usize {
    let Ok(feed) = feed_rs::parser::parse(bytes) else { return 0 };
    let mut count = 0;
    for entry in &feed.entries {
        let texts =
            [entry.title.as_ref(), entry.summary.as_ref()].into_iter().flatten().map(|text| text.content.as_str());
        let bodies = entry.content.iter().filter_map(|content| content.body.as_deref());
        count += texts.chain(bodies).map(|text| black_box(ammonia::clean(text)).len()).sum::<usize>();
    }
    count
}

/// The fastest of five passes over all feeds, in seconds.
fn best(read: fn(&[u8]) -> usize) -> f64 {
    let pass = || {
        let start = Instant::now();
        FEEDS.iter().for_each(|bytes| {
            black_box(read(bytes));
        });
        start.elapsed().as_secs_f64()
    };
    (0..5).map(|_| pass()).fold(f64::INFINITY, f64::min)
}

#[expect(clippy::cast_precision_loss, reason = "megabytes")]
fn ratios() {
    let megabytes = size() as f64 / 1e6;
    let (ours, bare, other) = (best(tidings), best(events), best(feed_rs_and_ammonia));
    println!("{} feeds, {megabytes:.1} MB", FEEDS.len());
    println!("tidings               {:7.1} MB/s", megabytes / ours);
    println!("bare quick-xml events {:7.1} MB/s, tidings at {:.2} of it", megabytes / bare, bare / ours);
    println!("feed-rs with ammonia  {:7.1} MB/s, tidings at {:.2} of it", megabytes / other, other / ours);
}

fn over_all(bencher: Bencher<'_, '_>, read: fn(&[u8]) -> usize) {
    bencher.counter(BytesCount::new(size())).bench(|| FEEDS.iter().map(|bytes| read(black_box(bytes))).sum::<usize>());
}

#[divan::bench(sample_count = 10)]
fn bytes_to_entries(bencher: Bencher<'_, '_>) {
    over_all(bencher, tidings);
}

#[divan::bench(sample_count = 10)]
fn bare_events(bencher: Bencher<'_, '_>) {
    over_all(bencher, events);
}

#[divan::bench(sample_count = 3)]
fn feed_rs_with_ammonia(bencher: Bencher<'_, '_>) {
    over_all(bencher, feed_rs_and_ammonia);
}
