//! Why two entries are taken for one story.

use super::features::shared_cosine;
use super::item::{index, meet};
use super::link::Edge;
use super::terms::Analysed;
use super::weigh::Kind;

/// What two entries have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// How likely they are to tell one story, from 0 to 1; 0 if they were too unlike to be looked at.
    pub score: f64,
    /// How alike their words are, from 0 to 1.
    pub alike: f64,
    /// Names both mention, most telling first.
    pub names: Vec<String>,
    /// Numbers both mention.
    pub numbers: Vec<String>,
    /// Other telling words both use, most telling first.
    pub words: Vec<String>,
}

/// The one of `members` whose pair with `i` has the greatest score; where none was looked at, whose words are most
/// like those of `i`.
pub(super) fn closest(analysed: &Analysed, edges: &[Edge], i: usize, members: &[usize]) -> Option<usize> {
    let place = *analysed.places.get(i)?;
    let others = || members.iter().copied().filter(|j| *j != i && *j < analysed.places.len());
    // The first of equals, so that the order of the members decides, not that of the comparison.
    let best = |scores: &mut dyn Iterator<Item = (usize, f32)>| {
        scores.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(j, _)| j)
    };
    let judged = best(&mut others().filter_map(|j| Some((j, score(edges, place, analysed.places[j])?))));
    judged.or_else(|| {
        let alike = |j: usize| shared_cosine(&analysed.items[place], &analysed.items[analysed.places[j]]);
        best(&mut others().map(|j| (j, alike(j))))
    })
}

/// The score of entries `i` and `j` of the input.
pub(super) fn score_of(analysed: &Analysed, edges: &[Edge], i: usize, j: usize) -> f64 {
    let places = analysed.places.get(i).zip(analysed.places.get(j));
    places.and_then(|(&a, &b)| score(edges, a, b)).map_or(0.0, f64::from)
}

/// The score of the pair at two places, where it was looked at.
fn score(edges: &[Edge], a: usize, b: usize) -> Option<f32> {
    let (first, later) = (index(a.min(b)), index(a.max(b)));
    let at = edges.binary_search_by_key(&(later, first), |edge| (edge.b, edge.a)).ok()?;
    Some(edges[at].score)
}

/// What entries `i` and `j` of the input share; nothing if there are no such entries.
pub(super) fn between(analysed: &Analysed, edges: &[Edge], i: usize, j: usize) -> Option<Why> {
    let places = (*analysed.places.get(i)?, *analysed.places.get(j)?);
    let (a, b) = (&analysed.items[places.0], &analysed.items[places.1]);
    let mut shared: Vec<(u32, f32)> = Vec::new();
    meet(&a.vector, &b.vector, |x, y| shared.push((x.term(), x.weight * y.weight)));
    let score = score_of(analysed, edges, i, j);
    let alike = shared.iter().map(|(_, product)| f64::from(*product)).sum();
    shared.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    let mut why = Why { score, alike, names: Vec::new(), numbers: Vec::new(), words: Vec::new() };
    for (term, _) in shared {
        let list = match analysed.weights[term as usize].kind {
            Kind::Number => &mut why.numbers,
            Kind::Name => &mut why.names,
            Kind::Word => &mut why.words,
        };
        list.push(analysed.terms[term as usize].text.to_string());
    }
    Some(why)
}
