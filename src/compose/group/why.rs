//! Why two entries are taken for one story.

use super::terms::Analysed;

/// What two entries have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// How alike their words are, from 0 to 1.
    pub score: f64,
    /// Names both mention, most telling first.
    pub names: Vec<String>,
    /// Numbers both mention.
    pub numbers: Vec<String>,
    /// Other telling words both use, most telling first.
    pub words: Vec<String>,
}

/// What entries `i` and `j` of the input share; nothing if there are no such entries.
pub(super) fn between(analysed: &Analysed, i: usize, j: usize) -> Option<Why> {
    let a = &analysed.items[*analysed.places.get(i)?];
    let b = &analysed.items[*analysed.places.get(j)?];
    let mut shared: Vec<(u32, f32)> = a
        .vector
        .iter()
        .filter_map(|(term, weight)| {
            let at = b.vector.binary_search_by_key(term, |(term, _)| *term).ok()?;
            Some((*term, weight * b.vector[at].1))
        })
        .collect();
    let score = shared.iter().map(|(_, product)| f64::from(*product)).sum();
    shared.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    let mut why = Why { score, names: Vec::new(), numbers: Vec::new(), words: Vec::new() };
    for (term, _) in shared {
        let term = &analysed.terms[term as usize];
        let list = match (term.number, term.name) {
            (true, _) => &mut why.numbers,
            (false, true) => &mut why.names,
            (false, false) => &mut why.words,
        };
        list.push(term.text.to_string());
    }
    Some(why)
}
