//! Who carries whose words: a wire report printed by ten outlets is one report.

use crate::text::Article;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher as _;

/// Words in a shingle: five in a row are seldom chosen twice by chance (Broder 1997 uses ten, for whole pages).
const SHINGLE: usize = 5;

/// Share of the shorter text's shingles that the longer one must hold.
const SHARE: f64 = 0.6;

/// Of so many members that share a shingle each is held against each.
const MANY: usize = 40;

/// Fewer shingles than this prove nothing.
const LEAST: usize = 6;

/// For each member of a story, the member whose words it carries: itself, if they are its own.
///
/// Among those who carry the same words, the one published first stands for all (by id where times tie); an unknown
/// time comes last. A headline alone is never a copy, since good headlines are alike: summary and text are compared;
/// but what gives the same address as another is the same article.
/// To count independent reports, count the members that stand for themselves.
#[must_use]
pub fn copies(members: &[&Article<'_>]) -> Vec<usize> {
    if members.len() < 2 {
        return (0..members.len()).collect();
    }
    let shingles: Vec<Vec<u64>> = members.iter().map(|member| shingles(member)).collect();
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, list) in shingles.iter().enumerate() {
        for &shingle in list {
            holders.entry(shingle).or_default().push(at);
        }
    }
    let mut shared: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for list in holders.values() {
        // What many say is held against the first of them: all pairs of them would be as many as strangers choose.
        let firsts = if list.len() > MANY { 1 } else { list.len() };
        for (at, &a) in list.iter().take(firsts).enumerate() {
            for &b in &list[at + 1..] {
                *shared.entry((a, b)).or_default() += 1;
            }
        }
    }
    let mut root: Vec<usize> = (0..members.len()).collect();
    let mut order: Vec<usize> = root.clone();
    order.sort_by_key(|&at| (members[at].time.is_none(), members[at].time, &members[at].entry.id));
    let mut place = vec![0; members.len()];
    for (at, &member) in order.iter().enumerate() {
        place[member] = at;
    }
    // Two outlets that give one address point at one article.
    let mut at_link: FxHashMap<String, usize> = FxHashMap::default();
    let mut same_link = Vec::new();
    for (at, member) in members.iter().enumerate() {
        if let Some(link) = &member.entry.link {
            let first = *at_link.entry(link.key()).or_insert(at);
            if first != at {
                same_link.push((first, at));
            }
        }
    }
    let mut alike: Vec<(usize, usize)> = shared
        .into_iter()
        .filter(|&((a, b), common)| {
            let shorter = shingles[a].len().min(shingles[b].len());
            shorter >= LEAST && as_share(common) >= SHARE * as_share(shorter)
        })
        .map(|(pair, _)| pair)
        .chain(same_link)
        .collect();
    alike.sort_unstable();
    for (a, b) in alike {
        let (a, b) = (find(&root, a), find(&root, b));
        let (first, later) = if place[a] <= place[b] { (a, b) } else { (b, a) };
        root[later] = first;
    }
    (0..members.len()).map(|at| find(&root, at)).collect()
}

fn find(root: &[usize], mut at: usize) -> usize {
    while root[at] != at {
        at = root[at];
    }
    at
}

/// The five-word shingles of summary and text, hashed, each once.
fn shingles(member: &Article<'_>) -> Vec<u64> {
    let mut out = Vec::new();
    let mut last: Vec<u64> = Vec::with_capacity(SHINGLE);
    member.each_word(|word| {
        let Some(word) = word else { return last.clear() };
        if last.len() == SHINGLE {
            last.remove(0);
        }
        last.push(word);
        if last.len() == SHINGLE {
            let mut hasher = FxHasher::default();
            for word in &last {
                hasher.write_u64(*word);
            }
            out.push(hasher.finish());
        }
    });
    out.sort_unstable();
    out.dedup();
    out
}

#[expect(clippy::cast_precision_loss, reason = "counts of words")]
fn as_share(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::copies;
    use crate::compose::group::samples::{articles, at, entry};
    use crate::model::Entry;

    fn check(entries: &[Entry], expected: &[usize]) {
        let articles = articles(entries);
        assert_eq!(copies(&articles.iter().collect::<Vec<_>>()), expected);
    }

    #[test]
    fn wire_copies_are_seen() {
        let wire = "OSLO (Wire) - Hundreds fled their homes on Monday after a dam burst above the town of Rjukan.";
        let bare = "Hundreds fled their homes on Monday after a dam burst above the town of Rjukan, police said.";
        let own = "A wall of water tore through Rjukan before dawn; by noon the roads were full of families.";
        let member = |id: &str, summary, hour| {
            let entry = Entry { link: None, ..at(entry(id, "", "Dam bursts", summary), "https://a.example/", hour) };
            Entry { language: Some("en".to_owned()), ..entry }
        };
        check(&[member("a", bare, 2), member("b", own, 0), member("c", wire, 1), member("d", "", 3)], &[2, 1, 2, 3]);
        check(&[], &[]);
        let ids: Vec<String> = (0..60).map(|at| format!("{at:02}")).collect();
        let many: Vec<Entry> = ids.iter().map(|id| member(id, bare, 0)).collect();
        check(&many, &[0; 60]);
        let list = at(member("l", "Seen on the list", 1), "http://a.example/dam?utm_source=list", 1);
        let linked = at(member("a", own, 0), "https://www.a.example/dam", 0);
        check(&[list, linked, member("b", wire, 2)], &[1, 1, 2]);
    }
}
