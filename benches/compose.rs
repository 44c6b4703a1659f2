//! How fast entries are grouped, beside cutting the same text into words once, and how well, against planted stories.
//!
//! `cargo bench --bench compose` runs 1k, 10k and 100k entries; `TIDINGS_BENCH_MILLION=1` adds a million.
//! The text is coined, so it is good for speed, growth and sanity, not for judging quality on real news.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark, not the library")]

use divan::Bencher;
use divan::counter::ItemsCount;
use jiff::Timestamp;
use std::collections::HashMap;
use tidings::compose::group::training::tokenise;
use tidings::compose::group::{Candidate, Options, group};

fn main() {
    for n in sizes() {
        quality(n);
    }
    divan::main();
}

fn sizes() -> Vec<usize> {
    let mut sizes = vec![1_000, 10_000, 100_000];
    if std::env::var("TIDINGS_BENCH_MILLION").is_ok() {
        sizes.push(1_000_000);
    }
    sizes
}

#[divan::bench(args = sizes(), sample_count = 5, sample_size = 1)]
fn grouped(bencher: Bencher<'_, '_>, n: usize) {
    let entries = planted(n);
    let candidates = candidates(&entries);
    bencher.counter(ItemsCount::new(n)).bench(|| group(&candidates, &Options::default()));
}

#[divan::bench(args = sizes(), sample_count = 5, sample_size = 1)]
fn tokenised(bencher: Bencher<'_, '_>, n: usize) {
    let entries = planted(n);
    let candidates = candidates(&entries);
    bencher.counter(ItemsCount::new(n)).bench(|| tokenise(&candidates));
}

struct Entry {
    id: String,
    story: usize,
    title: String,
    summary: String,
    time: Timestamp,
    outlet: String,
}

/// Numbers that look random and are the same in every run (`SplitMix64`).
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) >> 33).unwrap_or(0) % below
    }

    /// A word of a large vocabulary in which low numbers are far more common, as in any language.
    fn word(&mut self, size: usize) -> String {
        let first = self.next(size) + 1;
        let second = self.next(first) + 1;
        coin(self.next(second))
    }
}

fn coin(mut n: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "dar", "fen", "gil", "hom", "pus", "jan"];
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES[n % 16]);
        n /= 16;
        if n == 0 {
            return word;
        }
    }
}

/// `n` entries over ten days; a third belong to a story of two to eight entries within a day.
fn planted(n: usize) -> Vec<Entry> {
    let mut random = Random(1);
    let mut entries = Vec::with_capacity(n);
    let mut story = 0;
    while entries.len() < n {
        let size = if random.next(7) == 0 { 2 + random.next(7) } else { 1 };
        let start = random.next(10 * 86_400);
        // What the story is about: two names and some words of its own; each telling takes most of them.
        let names: Vec<String> = (0..2).map(|_| coin(random.next(40 * n) + 4_096)).collect();
        let topic: Vec<String> = (0..8).map(|_| random.word(30_000)).collect();
        for _ in 0..size.min(n - entries.len()) {
            let mut telling = |length: usize| {
                let mut words: Vec<String> = names.iter().map(|name| name[..1].to_uppercase() + &name[1..]).collect();
                for word in &topic {
                    if random.next(3) > 0 {
                        words.push(word.clone());
                    }
                }
                while words.len() < length {
                    words.push(random.word(30_000));
                }
                words.join(" ")
            };
            let (title, summary) = (telling(9), telling(30));
            let second = 1_790_000_000 + start + random.next(86_400);
            entries.push(Entry {
                id: entries.len().to_string(),
                story,
                title,
                summary,
                time: Timestamp::from_second(i64::try_from(second).unwrap_or(0)).unwrap_or_default(),
                outlet: random.next(n / 20 + 5).to_string(),
            });
        }
        story += 1;
    }
    entries
}

fn candidates(entries: &[Entry]) -> Vec<Candidate<'_>> {
    entries
        .iter()
        .map(|entry| Candidate {
            id: &entry.id,
            title: &entry.title,
            summary: &entry.summary,
            text: "",
            link: None,
            published: Some(entry.time),
            outlet: Some(&entry.outlet),
            lang: Some("en"),
        })
        .collect()
}

/// Precision and recall of pairs against the stories as planted.
fn quality(n: usize) {
    let entries = planted(n);
    let grouping = group(&candidates(&entries), &Options::default());
    let pairs = |sizes: &HashMap<(usize, usize), usize>| sizes.values().map(|n| n * (n - 1) / 2).sum::<usize>();
    let (mut both, mut told, mut true_) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (at, members) in grouping.clusters().iter().enumerate() {
        for &member in members {
            *both.entry((at, entries[member].story)).or_default() += 1;
            *told.entry((at, 0)).or_default() += 1;
            *true_.entry((0, entries[member].story)).or_default() += 1;
        }
    }
    let (right, told, true_) = (pairs(&both), pairs(&told), pairs(&true_));
    println!("{n} entries: {right} of {told} pairs told are right, of {true_} planted");
}
