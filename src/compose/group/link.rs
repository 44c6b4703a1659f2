//! From pairs to groups: average linkage over a sparse graph.

use super::model::Link;
use super::terms::{count, index};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Two entries (by place, `a < b`) and how alike they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) score: f32,
}

/// A merge that may be done: best first, then oldest first, so that ties have one outcome.
#[derive(PartialEq)]
struct Merge {
    score: f32,
    a: u32,
    b: u32,
    /// The sizes the two groups had; a merge of groups that have grown since is stale.
    sizes: (usize, usize),
}

impl Eq for Merge {}

impl PartialOrd for Merge {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Merge {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then(other.a.cmp(&self.a)).then(other.b.cmp(&self.b))
    }
}

/// Joins the two groups with the highest mean score, again and again, while that mean is `least` or more.
/// A pair without an edge scores 0. Groups come back in order of their first entry.
pub(super) fn average(entries: usize, edges: &[Edge], least: f32) -> Vec<Vec<usize>> {
    let mut members: Vec<Vec<usize>> = (0..entries).map(|place| vec![place]).collect();
    let mut sums: Vec<FxHashMap<u32, f32>> = vec![FxHashMap::default(); entries];
    let mut heap = BinaryHeap::new();
    for edge in edges {
        sums[edge.a as usize].insert(edge.b, edge.score);
        sums[edge.b as usize].insert(edge.a, edge.score);
        if edge.score >= least {
            heap.push(Merge { score: edge.score, a: edge.a, b: edge.b, sizes: (1, 1) });
        }
    }
    while let Some(merge) = heap.pop() {
        let (a, b) = (merge.a as usize, merge.b as usize);
        if (members[a].len(), members[b].len()) != merge.sizes {
            continue;
        }
        let moved = std::mem::take(&mut members[b]);
        members[a].extend(moved);
        let mut neighbours: Vec<(u32, f32)> = std::mem::take(&mut sums[b]).into_iter().collect();
        neighbours.sort_unstable_by_key(|(other, _)| *other);
        for (other, sum) in neighbours {
            sums[other as usize].remove(&merge.b);
            if other != merge.a {
                *sums[a].entry(other).or_default() += sum;
                *sums[other as usize].entry(merge.a).or_default() += sum;
            }
        }
        for (&other, sum) in &sums[a] {
            let pairs = count(members[a].len() * members[other as usize].len());
            let score = sum / pairs;
            if score >= least {
                let (a, b) = (merge.a.min(other), merge.a.max(other));
                heap.push(Merge { score, a, b, sizes: (members[a as usize].len(), members[b as usize].len()) });
            }
        }
    }
    for group in &mut members {
        group.sort_unstable();
    }
    members.retain(|group| !group.is_empty());
    members
}

/// Joins groups by the learned probabilities of their pairs.
///
/// The score of two groups is a mix of the mean probability of their pairs (a pair without an edge has none)
/// and of the mean, over all members of both, of the best link into the other group:
/// a large story need not link each to each, but no one may come in on a single member's word.
/// What is asked for falls with the size of the larger group, since links grow thinner as a story grows.
pub(super) fn learned(entries: usize, edges: &[Edge], link: Link) -> Vec<Vec<usize>> {
    let mut groups = Groups::new(entries, edges, link);
    let mut heap = BinaryHeap::new();
    for edge in edges.iter().filter(|edge| edge.score >= link.first.max(link.least)) {
        // The score of two single entries is that of their edge.
        heap.push(Merge { score: edge.score, a: edge.a, b: edge.b, sizes: (1, 1) });
    }
    while let Some(merge) = heap.pop() {
        let (a, b) = (merge.a as usize, merge.b as usize);
        if (groups.members[a].len(), groups.members[b].len()) != merge.sizes {
            continue;
        }
        for other in groups.merge(merge.a, merge.b) {
            groups.offer(merge.a.min(other), merge.a.max(other), &mut heap);
        }
    }
    let mut members = groups.members;
    for group in &mut members {
        group.sort_unstable();
    }
    members.retain(|group| !group.is_empty());
    members
}

struct Groups {
    members: Vec<Vec<usize>>,
    /// The edges of each entry, by the other entry.
    edges: Vec<Vec<(u32, f32)>>,
    /// The group each entry is in: the place of its first entry to have been merged into.
    group_of: Vec<u32>,
    link: Link,
}

impl Groups {
    fn new(entries: usize, list: &[Edge], link: Link) -> Self {
        let mut edges: Vec<Vec<(u32, f32)>> = vec![Vec::new(); entries];
        for edge in list {
            edges[edge.a as usize].push((edge.b, edge.score));
            edges[edge.b as usize].push((edge.a, edge.score));
        }
        Self {
            members: (0..entries).map(|place| vec![place]).collect(),
            edges,
            group_of: (0..entries).map(index).collect(),
            link,
        }
    }

    /// Puts the merge of two groups on the heap if their score is high enough.
    fn offer(&self, a: u32, b: u32, heap: &mut BinaryHeap<Merge>) {
        let (x, y) = (self.members[a as usize].len(), self.members[b as usize].len());
        let score = self.score(a, b);
        let asked = (self.link.first / count(x.max(y)).powf(self.link.power)).max(self.link.least);
        if score >= asked {
            heap.push(Merge { score, a, b, sizes: (x, y) });
        }
    }

    fn score(&self, a: u32, b: u32) -> f32 {
        let (x, y) = (&self.members[a as usize], &self.members[b as usize]);
        let (small, large) = if x.len() <= y.len() { (a, b) } else { (b, a) };
        let mut best: Vec<(u32, f32)> = Vec::new();
        let (mut sum, mut best_sum) = (0.0, 0.0);
        for &member in &self.members[small as usize] {
            let mut most: f32 = 0.0;
            for &(other, score) in &self.edges[member] {
                if self.group_of[other as usize] == large {
                    sum += score;
                    most = most.max(score);
                    best.push((other, score));
                }
            }
            best_sum += most;
        }
        best.sort_unstable_by(|p, q| p.0.cmp(&q.0).then(q.1.total_cmp(&p.1)));
        best.dedup_by_key(|(other, _)| *other);
        best_sum += best.iter().map(|(_, score)| score).sum::<f32>();
        let mean = sum / count(x.len() * y.len());
        self.link.mean * mean + (1.0 - self.link.mean) * best_sum / count(x.len() + y.len())
    }

    /// Moves the members of `b` into `a` and names the groups that `a` now has edges to.
    fn merge(&mut self, a: u32, b: u32) -> Vec<u32> {
        let moved = std::mem::take(&mut self.members[b as usize]);
        for &member in &moved {
            self.group_of[member] = a;
        }
        self.members[a as usize].extend(moved);
        let mut others: Vec<u32> = self.members[a as usize]
            .iter()
            .flat_map(|&member| &self.edges[member])
            // The score of two groups is never above their best edge, so weaker ones need not be asked after.
            .filter(|(_, score)| *score >= self.link.least)
            .map(|(other, _)| self.group_of[*other as usize])
            .filter(|group| *group != a)
            .collect();
        others.sort_unstable();
        others.dedup();
        others
    }
}

#[cfg(test)]
mod tests {
    use super::{Edge, Link, average, learned};

    #[test]
    fn a_large_group_asks_less_but_not_nothing() {
        let link = Link { first: 0.4, power: 0.5, least: 0.1, mean: 0.5, alone: 1.0 };
        let edge = |a, b, score| Edge { a, b, score };
        let check = |edges: &[Edge], expected: &[&[usize]]| assert_eq!(learned(4, edges, link), expected);
        check(&[edge(0, 1, 0.3)], &[&[0], &[1], &[2], &[3]]);
        check(&[edge(0, 1, 0.5)], &[&[0, 1], &[2], &[3]]);
        // 0.3 would not do for two entries; a pair that both speak for may come in.
        let core = [edge(0, 1, 0.9), edge(0, 2, 0.35), edge(1, 2, 0.35)];
        check(&core, &[&[0, 1, 2], &[3]]);
        check(&[&core[..], &[edge(2, 3, 0.3)]].concat(), &[&[0, 1, 2], &[3]]);
    }

    #[test]
    fn groups_join_by_their_mean() {
        let edge = |a, b, score| Edge { a, b, score };
        let check = |edges: &[Edge], expected: &[&[usize]]| assert_eq!(average(4, edges, 0.5), expected);
        check(&[], &[&[0], &[1], &[2], &[3]]);
        check(&[edge(0, 2, 0.9)], &[&[0, 2], &[1], &[3]]);
        // A chain does not hold: 3 is near 2 alone.
        check(&[edge(0, 2, 0.9), edge(2, 3, 0.8)], &[&[0, 2], &[1], &[3]]);
        check(&[edge(0, 2, 0.9), edge(2, 3, 0.8), edge(0, 3, 0.3)], &[&[0, 2, 3], &[1]]);
    }
}
