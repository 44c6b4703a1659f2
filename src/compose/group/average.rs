//! The textbook: average linkage over a sparse graph.

use super::item::{count, index};
use super::link::{Edge, Merge};
use rustc_hash::FxHashMap;
use std::collections::BinaryHeap;

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
        if (index(members[a].len()), index(members[b].len())) != merge.sizes {
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
                let sizes = (index(members[a as usize].len()), index(members[b as usize].len()));
                heap.push(Merge { score, a, b, sizes });
            }
        }
    }
    for group in &mut members {
        group.sort_unstable();
    }
    members.retain(|group| !group.is_empty());
    members
}

#[cfg(test)]
mod tests {
    use super::{Edge, average};

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
