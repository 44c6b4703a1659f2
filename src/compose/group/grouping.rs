//! What grouping found.

use super::features;
use super::link::Edge;
use super::terms::Analysed;
use super::why::{self, Why};
use jiff::SignedDuration;

/// Entries in groups: each entry is in exactly one.
#[derive(Debug)]
pub struct Grouping {
    pub(super) clusters: Vec<Vec<usize>>,
    /// Of each cluster the number of its family, from 0 in the order of their first clusters.
    pub(super) families: Vec<usize>,
    pub(super) analysed: Analysed,
    /// How likely each pair is to tell one story, by place; by the later entry, then by the earlier.
    pub(super) edges: Vec<Edge>,
    /// How far apart in time entries are compared.
    pub(super) window: SignedDuration,
}

/// Two entries of different weeks whose words are alike as much as this are of one story. (Of pairs within three days that
/// are half as much alike, three in four are, on labelled days; what recurs from week to week looks like them.)
const ALIKE: f64 = 0.6;

impl Grouping {
    /// The groups: indices into the input, ascending within a group;
    /// groups are ordered by the time and id of their first entry.
    #[must_use]
    pub fn clusters(&self) -> &[Vec<usize>] {
        &self.clusters
    }

    /// Of each of [`clusters`](Self::clusters) the family it belongs to: stories so near to one another that they stand
    /// together. Families are numbered from 0 in the order of their first cluster.
    #[must_use]
    pub fn families(&self) -> &[usize] {
        &self.families
    }

    /// For each entry of the input, whether `new` holds for it or for an entry that it was found to be like.
    #[must_use]
    pub fn touched(&self, new: impl Fn(usize) -> bool) -> Vec<bool> {
        let new: Vec<bool> = (0..self.analysed.len()).map(new).collect();
        let mut out = new.clone();
        for edge in &self.edges {
            let [a, b] = [edge.a, edge.b].map(|place| self.analysed.input_index(place as usize));
            out[a] |= new[b];
            out[b] |= new[a];
        }
        out
    }

    /// How likely entries `i` and `j` of the input are to tell one story, from 0 to 1; 0 where they were too unlike to be
    /// looked at, and where there are no such entries.
    #[must_use]
    pub fn score(&self, i: usize, j: usize) -> f64 {
        why::score_of(&self.analysed, &self.edges, i, j)
    }

    /// How surely entries `i` and `j` are of one story, from 0 to 1: [`score`](Self::score), and where they are too far apart
    /// in time to be judged, as far as their words tell.
    #[must_use]
    pub fn tie(&self, i: usize, j: usize) -> f64 {
        let places = self.analysed.places.get(i).zip(self.analysed.places.get(j));
        let Some((a, b)) = places.map(|(&a, &b)| (&self.analysed.items[a], &self.analysed.items[b])) else {
            return 0.0;
        };
        let seconds = a.time.zip(b.time).map_or(0, |(a, b)| a.abs_diff(b));
        if SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX)) > self.window {
            (self.alike(i, j) / ALIKE).min(1.0)
        } else {
            self.score(i, j)
        }
    }

    /// How alike the words of entries `i` and `j` of the input are, from 0 to 1.
    #[must_use]
    pub fn alike(&self, i: usize, j: usize) -> f64 {
        let places = self.analysed.places.get(i).zip(self.analysed.places.get(j));
        places.map_or(0.0, |(&a, &b)| {
            f64::from(features::shared_cosine(&self.analysed.items[a], &self.analysed.items[b]))
        })
    }

    /// What entries `i` and `j` of the input have in common; nothing if there are no such entries.
    #[must_use]
    pub fn why(&self, i: usize, j: usize) -> Option<Why> {
        why::between(&self.analysed, &self.edges, i, j)
    }

    /// The one of `members` that entry `i` of the input has most in common with, and what; nothing if there is no
    /// other. Of equals the first in `members`.
    #[must_use]
    pub fn bond(&self, i: usize, members: &[usize]) -> Option<(usize, Why)> {
        let closest = why::closest(&self.analysed, &self.edges, i, members)?;
        Some((closest, self.why(i, closest)?))
    }
}
