//! Where reports differ: one quantity, two figures.
//!
//! A wrong alarm here costs more trust than a missed one, so every doubt says "no difference": a bound that both
//! keep, a rounding, another noun, a figure that both reports know, sentences that speak of different things, of
//! different people or of different times.

use super::pool::Pool;
use super::quality::Standing;
use super::subject::Clause;
use crate::text::figures::{Claim, Figure, Unit};
use crate::text::line::Line;
use crate::text::terms;
use rustc_hash::FxHashSet;

/// Two sentences about one quantity share at least this much of the shorter one ...
const SAME_MATTER: f64 = 0.4;
/// ... and at least this many terms beside the figure's noun.
const SHARED: usize = 3;
/// Sentences looked at, best first: every pair of them is compared.
const ENOUGH: usize = 150;
/// Pairs of figures that give one noun two values, of which the sentences around are looked at: a text that is nothing but
/// figures costs no more.
const TRIED: usize = 2_000;
/// Figures further apart than this factor count different things.
const FAR: f64 = 3.0;

/// The two best candidates that give one quantity two figures, in the order of their reports.
pub(crate) fn differ(pool: &Pool<'_>) -> Option<(usize, usize)> {
    let read: Vec<(usize, &[Figure])> = pool
        .candidates
        .iter()
        .enumerate()
        .filter(|(_, candidate)| candidate.standing == Standing::Alone && !pool.reports[candidate.report].is_copy())
        .map(|(at, candidate)| (at, candidate.sentence.line.figures.as_slice()))
        .filter(|(_, figures)| figures.iter().any(|figure| figure.unit != Unit::Label))
        .take(ENOUGH)
        .collect();
    let known = |report: usize, figure: &Figure| {
        let said = pool.reports[report].article.said();
        let lines = std::iter::once(&said.headline).chain(said.sentences.iter().map(|sentence| &sentence.line));
        lines.flat_map(|line| &line.figures).any(|known| known.agrees(figure))
    };
    let mut tried = 0;
    for (index, (first, figures)) in read.iter().enumerate() {
        for (second, others) in &read[index + 1..] {
            let (first, second) = (*first, *second);
            let (a, b) = (&pool.candidates[first], &pool.candidates[second]);
            let voice = |report: usize| pool.reports[report].voice();
            if voice(a.report) == voice(b.report)
                || !same_matter(a.terms(), b.terms())
                || !same_names(&a.sentence.line, &b.sentence.line)
            {
                continue;
            }
            let found = figures.iter().any(|figure| {
                others.iter().any(|other| {
                    if !contradicts(figure, other) || tried >= TRIED {
                        return false;
                    }
                    tried += 1;
                    Clause::of(pool.said(a), figure).speaks_of_what(&Clause::of(pool.said(b), other))
                        // Whoever knows both figures speaks of two quantities, or of then and now.
                        && !known(a.report, other)
                        && !known(b.report, figure)
                })
            });
            if found {
                return Some(if a.report <= b.report { (first, second) } else { (second, first) });
            }
        }
    }
    None
}

fn same_matter(a: &FxHashSet<String>, b: &FxHashSet<String>) -> bool {
    let wordy = |term: &&String| !term.starts_with(|c: char| c.is_ascii_digit());
    let shared = a.iter().filter(wordy).filter(|term| b.contains(*term)).count();
    let least = a.iter().filter(wordy).count().min(b.iter().filter(wordy).count());
    shared > SHARED && least > 0 && terms::ratio(shared, least) >= SAME_MATTER
}

/// Whether two figures give one quantity two values.
fn contradicts(a: &Figure, b: &Figure) -> bool {
    let counted = match (a.unit, b.unit) {
        (Unit::Count, Unit::Count) => !a.noun.is_empty() && a.noun == b.noun && a.value >= 2.0 && b.value >= 2.0,
        (Unit::Percent, Unit::Percent) => same_role(a, b),
        (Unit::Money(one), Unit::Money(two)) => one == two && same_role(a, b),
        _ => false,
    };
    let (low, high) = if a.value < b.value { (a.value, b.value) } else { (b.value, a.value) };
    let hedged = a.claim != Claim::Exact && b.claim != Claim::Exact;
    counted && !hedged && !a.agrees(b) && high <= low * FAR
}

/// Money and shares often come without a noun; then what leads to them has to be the same: "costs $3bn".
fn same_role(a: &Figure, b: &Figure) -> bool {
    a.noun == b.noun && (!a.noun.is_empty() || !a.lead.is_empty() && a.lead == b.lead)
}

/// Whether the names of one sentence are all in the other: two sentences that each name somebody else
/// speak of two things.
fn same_names(a: &Line, b: &Line) -> bool {
    fn last(line: &Line) -> FxHashSet<&String> {
        line.names.iter().filter_map(|name| name.last()).collect()
    }
    let (one, two) = (last(a), last(b));
    one.is_subset(&two) || two.is_subset(&one)
}

#[cfg(test)]
mod tests {
    use super::{contradicts, same_matter};
    use crate::text::lexicon::Lexicon;
    use crate::text::{figures, terms};

    #[test]
    fn figures_contradict_only_on_one_quantity() {
        let table = [
            ("12 people died", "15 people died", true),
            ("12 people died", "12 people died", false),
            ("12 people died", "15 houses fell", false),
            ("at least 12 people", "15 people", false),
            ("more than 12 people", "11 people", true),
            ("costs $2.1bn", "cost $2.4bn", true),
            ("$2.1bn", "$2.4bn", false),
            ("costs $2.1bn", "raised $2.4bn", false),
            ("costs $2.1bn", "costs €2.4bn", false),
            ("costs $2.1bn", "costs $2bn", false),
            ("12 people", "300 people", false),
            ("in 2018", "in 2019", false),
            ("at 7 a.m.", "at 8 a.m.", false),
            ("46 percent of voters", "43 percent of voters", true),
        ];
        for (a, b, expected) in table {
            let (one, two) = (&figures::of(a, Lexicon::english())[0], &figures::of(b, Lexicon::english())[0]);
            assert_eq!(contradicts(one, two), expected, "{a} / {b}");
            assert_eq!(contradicts(two, one), expected, "{b} / {a}");
        }
    }

    #[test]
    fn sentences_must_speak_of_one_matter() {
        let matter =
            |a: &str, b: &str| same_matter(&terms::set(a, Lexicon::english()), &terms::set(b, Lexicon::english()));
        assert!(matter(
            "The flood killed 12 people in Moss, police said.",
            "Police in Moss: the flood killed 15 people."
        ));
        assert!(!matter("The flood killed 12 people in Moss.", "A bus with 15 people left Oslo."));
    }
}
