//! The reports of one story beside one another: which carry the words of another, which headline stands for all.

use super::stories::Report;
use crate::model::Entry;
use std::collections::BTreeSet;

/// Words in a shingle.
const SHINGLE: usize = 5;

/// Two texts are one when the shorter shares this much of its shingles with the longer. Broder's containment;
/// two newsrooms that write for themselves share next to none, a trimmed wire copy nearly all.
const COPIED: f64 = 0.6;

/// Which of `entries`, oldest first, carry the words of an earlier one.
pub(super) fn copies(entries: &[&Entry]) -> Vec<bool> {
    let shingles: Vec<BTreeSet<Vec<String>>> = entries.iter().map(|entry| shingles(entry)).collect();
    (0..entries.len())
        .map(|index| {
            (0..index).any(|before| {
                entries[before].outlet != entries[index].outlet && contained(&shingles[before], &shingles[index])
            })
        })
        .collect()
}

fn shingles(entry: &Entry) -> BTreeSet<Vec<String>> {
    let body: &str = if entry.text.is_empty() { &entry.summary } else { &entry.text };
    let words: Vec<String> = words(body).take(300).collect();
    words.windows(SHINGLE).map(<[String]>::to_vec).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn contained(a: &BTreeSet<Vec<String>>, b: &BTreeSet<Vec<String>>) -> bool {
    let least = a.len().min(b.len());
    if least < SHINGLE {
        return false;
    }
    #[expect(clippy::cast_precision_loss, reason = "a few hundred shingles")]
    let share = a.intersection(b).count() as f64 / least as f64;
    share >= COPIED
}

/// The place of the report whose headline stands for all: the one that shares most words with the other
/// headlines, weighted by its outlet; plain headlines before questions, opinion, live pages and capitals.
pub(super) fn representative(reports: &[Report<'_>]) -> usize {
    let titles: Vec<BTreeSet<String>> = reports
        .iter()
        .map(|report| words(&report.entry.title).filter(|word| word.chars().count() > 2).collect())
        .collect();
    let rank = |index: usize| {
        let report = &reports[index];
        #[expect(clippy::cast_precision_loss, reason = "a headline has a few words")]
        let shared: f64 = titles
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index && reports[*other].outlet.id != report.outlet.id)
            .map(|(_, title)| {
                let both = title.intersection(&titles[index]).count() as f64;
                both / (title.len().max(titles[index].len()).max(1)) as f64
            })
            .sum();
        (is_plain(&report.entry.title), report.fresh, (shared + 0.1) * report.outlet.weight)
    };
    (0..reports.len())
        .filter(|index| reports[*index].entry.link.is_some())
        .max_by(|a, b| {
            let (x, y) = (rank(*a), rank(*b));
            x.0.cmp(&y.0).then(x.1.cmp(&y.1)).then(x.2.total_cmp(&y.2)).then_with(|| b.cmp(a))
        })
        .unwrap_or(0)
}

/// A headline that tells what happened: no question, no opinion, no live page, no shouting.
fn is_plain(title: &str) -> bool {
    const MARKS: [&str; 10] = [
        "opinion",
        "analysis:",
        "live:",
        "live updates",
        "as it happened",
        "watch:",
        "podcast",
        "video:",
        "explainer:",
        "editorial",
    ];
    let lower = title.to_lowercase();
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = title.chars().filter(|c| c.is_uppercase()).count();
    !title.contains('?')
        && !MARKS.iter().any(|mark| lower.contains(mark))
        && (letters < 8 || capitals * 10 < letters * 7)
}
