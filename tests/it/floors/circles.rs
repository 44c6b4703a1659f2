//! Files that import one another, directly or around several corners.

use super::resolve::Named;
use super::source::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// Which file imports which, and where.
pub(super) type Graph<'t> = BTreeMap<&'t str, BTreeMap<&'t str, String>>;

/// The groups of two and more files in which each reaches each.
pub(super) fn circles<'t>(graph: &Graph<'t>) -> Vec<BTreeSet<&'t str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = graph.keys().map(|file| (*file, reach(graph, file))).collect();
    let mut found: Vec<BTreeSet<&str>> = Vec::new();
    for (file, ahead) in &reached {
        let circle: BTreeSet<&str> =
            ahead.iter().copied().filter(|other| reached.get(other).is_some_and(|back| back.contains(file))).collect();
        if circle.len() > 1 && !found.contains(&circle) {
            found.push(circle);
        }
    }
    found
}

/// The imports that tie a circle, one a line.
pub(super) fn imports_within(graph: &Graph<'_>, circle: &BTreeSet<&str>) -> String {
    let mut lines = Vec::new();
    for file in circle {
        for (other, place) in graph.get(file).into_iter().flatten().filter(|(other, _)| circle.contains(*other)) {
            lines.push(format!("    {place} needs {other}"));
        }
    }
    lines.join("\n")
}

/// Takes an arrow out; whether it was there.
pub(super) fn remove(graph: &mut Graph<'_>, from: &str, to: &str) -> bool {
    graph.get_mut(from).is_some_and(|imports| imports.remove(to).is_some())
}

pub(super) fn graph(tree: &Tree) -> Graph<'_> {
    let mut graph: Graph<'_> = BTreeMap::new();
    for mention in tree.mentions.iter().filter(|mention| !mention.in_test) {
        let (Named::Module(module) | Named::Item(module)) = tree.follow(mention).named else { continue };
        let (Some(from), Some(to)) = (tree.file_of(&mention.module), tree.file_of(&module)) else { continue };
        if from != to {
            let (from, to) = (tree.files[from].as_str(), tree.files[to].as_str());
            let place = || format!("{from}:{}: {}", mention.line, mention.path.join("::"));
            graph.entry(from).or_default().entry(to).or_insert_with(place);
        }
    }
    graph
}

/// Every file that can be come to from `start`.
fn reach<'t>(graph: &Graph<'t>, start: &str) -> BTreeSet<&'t str> {
    let mut reached = BTreeSet::new();
    let mut ahead = vec![start];
    while let Some(file) = ahead.pop() {
        for next in graph.get(file).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(*next) {
                ahead.push(*next);
            }
        }
    }
    reached
}
