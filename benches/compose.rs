//! How fast entries are grouped, beside cutting the same text into words once, how it grows, what it takes to hold
//! them, and how well it goes against planted stories.
//!
//! `cargo bench --bench compose` runs 1k, 10k, 20k and 100k entries; `TIDINGS_BENCH_MILLION=1` adds a million.
//! The text is coined, so it is good for speed, growth and sanity, not for judging quality on real news.
//! `TIDINGS_BENCH_ITEMS=FILE` takes entries from a file instead, the first 1k, 10k, ... of it, or from a file for each
//! size if its name holds `{n}`: lines of number, story or `-`, seconds since 1970, outlet, headline and summary, with
//! tabs between, in any order of time.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark, not the library")]

use jiff::Timestamp;
use std::collections::HashMap;
use std::io::Write as _;
use std::time::{Duration, Instant};
use tidings::compose::group::training::tokenise;
use tidings::compose::group::{Options, Seen, group};
use tidings::model::{EntryId, OutletId, PlainText};
use tidings::text::Article;

/// The best of so many runs counts: what else the machine does only ever adds.
const RUNS: usize = 3;

/// The clock of a thread's time may tick a hundred times a second only.
const LONG_ENOUGH: Duration = Duration::from_millis(200);

fn main() {
    println!("  entries  tokenise     group  ratio  growth  KiB/entry  pairs: precision  recall");
    let path = std::env::var("TIDINGS_BENCH_ITEMS").ok();
    let mut before: Option<(usize, f64)> = None;
    for n in sizes() {
        let entries = match path.as_ref().map(|path| path.replace("{n}", &n.to_string())) {
            None => planted(n),
            Some(path) => read(&std::fs::read_to_string(path).unwrap_or_default(), n),
        };
        if entries.len() < n {
            println!("{n:>9}  the file holds {} entries only", entries.len());
            continue;
        }
        let stored = stored(&entries);
        let read = || -> Vec<Article<'_>> { stored.iter().map(Article::read).collect() };
        let articles = read();
        let cut = best(|| tokenise(&articles));
        drop(articles);
        forget_memory();
        let held = memory();
        let (mut precision, mut recall) = (1.0, 1.0);
        let took = best(|| {
            (precision, recall) = quality(&entries, group(&read(), &Options::default(), &Seen::default()).clusters());
        });
        let growth = before.map_or(f64::NAN, |(m, time)| (took / time).ln() / (float(n) / float(m)).ln());
        let kib = (float(memory()) - float(held)) / float(n);
        println!(
            "{n:>9}  {cut:>7.3}s  {took:>7.3}s  {:>5.2}  {growth:>6.2}  {kib:>9.2}  {precision:>16.3}  {recall:>6.3}",
            took / cut
        );
        before = Some((n, took));
    }
}

fn sizes() -> Vec<usize> {
    let mut sizes = vec![1_000, 10_000, 20_000, 100_000];
    if std::env::var("TIDINGS_BENCH_MILLION").is_ok() {
        sizes.push(1_000_000);
    }
    sizes
}

/// Seconds that `work` takes, once. What is short is done many times over, since the clock ticks.
fn best<T>(mut work: impl FnMut() -> T) -> f64 {
    let mut times = 1;
    let mut time = || loop {
        let (start, spent) = (Instant::now(), spent());
        for _ in 0..times {
            std::hint::black_box(work());
        }
        let took = spent.and_then(|before| self::spent()?.checked_sub(before)).unwrap_or_else(|| start.elapsed());
        if took >= LONG_ENOUGH {
            return took.as_secs_f64() / f64::from(times);
        }
        times *= 4;
    };
    (0..RUNS).map(|_| time()).fold(f64::INFINITY, f64::min)
}

/// Time this thread has had a processor, where the system tells: other programs do not count.
fn spent() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// The most memory used since [`forget_memory`] in KiB, where the system tells.
fn memory() -> usize {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// Has the system forget how much was used before (proc(5), `clear_refs`).
fn forget_memory() {
    if let Ok(mut file) = std::fs::OpenOptions::new().write(true).open("/proc/self/clear_refs") {
        let _ = file.write_all(b"5");
    }
}

#[expect(clippy::cast_precision_loss, reason = "a benchmark's counts")]
fn float(n: usize) -> f64 {
    n as f64
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

const COMMON: [&str; 12] = ["the", "of", "to", "and", "a", "in", "for", "that", "is", "on", "with", "as"];

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
                // As in English, two words in five are among the commonest, which tell nothing.
                while words.len() < length {
                    let common = random.next(5) < 2;
                    words.push(if common { COMMON[random.next(COMMON.len())].to_owned() } else { random.word(30_000) });
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

/// The entries as feeds bring them.
fn stored(entries: &[Entry]) -> Vec<tidings::model::Entry> {
    let stored = |entry: &Entry| tidings::model::Entry {
        summary: PlainText::vouched(&entry.summary),
        published: Some(entry.time),
        language: Some("en".to_owned()),
        ..tidings::model::Entry::titled(EntryId::from_stored(&entry.id), OutletId::new(&entry.outlet), &entry.title)
    };
    entries.iter().map(stored).collect()
}

/// The first `n` entries of a file as described above.
fn read(text: &str, n: usize) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut stories: HashMap<&str, usize> = HashMap::new();
    for line in text.lines().take(n) {
        let cells: Vec<&str> = line.splitn(6, '\t').collect();
        let [id, story, second, outlet, title, summary] = cells[..] else { continue };
        let time = second.parse().ok().and_then(|second| Timestamp::from_second(second).ok()).unwrap_or_default();
        let next = entries.len();
        let story = if story == "-" { next } else { *stories.entry(story).or_insert(next) };
        let [id, title, summary, outlet] = [id, title, summary, outlet].map(str::to_owned);
        entries.push(Entry { id, story, title, summary, time, outlet });
    }
    entries
}

/// Precision and recall of pairs against the stories as planted.
fn quality(entries: &[Entry], groups: &[Vec<usize>]) -> (f64, f64) {
    let pairs = |sizes: &HashMap<(usize, usize), usize>| float(sizes.values().map(|n| n * (n - 1) / 2).sum());
    let (mut both, mut told, mut planted) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (at, members) in groups.iter().enumerate() {
        for &member in members {
            *both.entry((at, entries[member].story)).or_default() += 1;
            *told.entry((at, 0)).or_default() += 1;
            *planted.entry((0, entries[member].story)).or_default() += 1;
        }
    }
    let (right, told, planted) = (pairs(&both), pairs(&told), pairs(&planted));
    (right / told, right / planted)
}
