//! Of whom or what, and of when, a sentence gives a figure.
//!
//! Two figures of one noun differ only where both are said of one subject: "Acme cut 200 jobs" and "Bolt cut 300 jobs"
//! count jobs, and two companies. There is no parser here; the words of the clause before the figure stand for its
//! subject, and where they do not say plainly that it is the same, it is not.

use super::known::Said;
use crate::text::figures::{Figure, Unit};
use crate::text::lexicon::Lexicon;
use crate::text::line::Line;
use crate::text::terms;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// What stands around a figure.
#[derive(Debug)]
pub(crate) struct Clause {
    /// The terms of the clause before the figure, without the word that leads to it, which is mostly the verb.
    subject: BTreeSet<String>,
    /// Its subject is only called "it" or "which".
    unnamed: bool,
    /// The terms of the whole sentence.
    all: FxHashSet<String>,
    /// Years, months and "last year": what says of when the figure is.
    times: BTreeSet<String>,
}

impl Clause {
    /// The clause of `figure` in a sentence.
    pub(crate) fn of(said: Said<'_>, figure: &Figure) -> Self {
        let Said { words, line, lexicon } = said;
        let words: Vec<&str> = words.split_whitespace().collect();
        let bare: Vec<String> =
            words.iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
        let at = figure.at.min(words.len());
        let opens = |place: &usize| {
            lexicon.sentences.clauses.contains(bare[*place].as_str())
                || words[*place].ends_with([',', ';', ':', '—', '–'])
        };
        let start = (0..at).rev().find(opens).map_or(0, |place| place + 1);
        let tells = |word: &&String| !lexicon.is_calendar(word) && !lexicon.numbers.hedges.contains(word.as_str());
        let before = bare[start..at].iter().filter(tells).flat_map(|word| terms::of(word, lexicon));
        let subject = before.filter(|it| *it != figure.lead && !it.starts_with(|c: char| c.is_ascii_digit())).collect();
        let called = |word: &String| lexicon.grammar.unnamed.contains(word.as_str());
        let unnamed = bare[start.saturating_sub(1)..at].iter().any(called);
        Self { unnamed, subject, all: line.terms.clone(), times: times(line, &bare, lexicon) }
    }

    /// Whether both figures are of one subject and one time.
    pub(crate) fn speaks_of_what(&self, other: &Self) -> bool {
        let same = if self.subject.is_empty() || other.subject.is_empty() {
            // "12 people died after the dam broke", "the dam killed 15 people".
            let (named, sentence) = if self.subject.is_empty() { (other, self) } else { (self, other) };
            named.subject.iter().all(|term| sentence.all.contains(term))
        } else {
            self.subject.is_subset(&other.subject) || other.subject.is_subset(&self.subject)
        };
        same && !self.unnamed && !other.unnamed && self.times == other.times
    }
}

/// What a sentence says of when: years, months, and spans as seen from today. A day of the week tells when something was
/// said more often than when it was.
fn times(line: &Line, bare: &[String], lexicon: &Lexicon) -> BTreeSet<String> {
    let years = line
        .figures
        .iter()
        .filter(|figure| figure.unit == Unit::Label && figure.value >= 1900.0 && figure.value < 2100.0)
        .map(|figure| figure.value.to_string());
    // "May" and "Mar" are words as well.
    let is_word = |word: &String| lexicon.is_stop(word) || lexicon.sentences.counts.contains(word.as_str());
    let months = bare.iter().filter(|word| lexicon.month(word).is_some() && !is_word(word)).cloned();
    let time = &lexicon.time;
    let spans = bare.windows(2).filter(|pair| {
        time.which.contains(pair[0].as_str()) && lexicon.is_span(&pair[1])
            || time.back.contains(pair[1].as_str()) && lexicon.is_span(pair[0].trim_end_matches('s'))
    });
    years.chain(months).chain(spans.map(|pair| pair.join(" "))).collect()
}

#[cfg(test)]
mod tests {
    use super::Clause;
    use crate::compose::brief::known::Said;
    use crate::text::figures;
    use crate::text::lexicon::Lexicon;
    use crate::text::line::Line;

    #[test]
    fn two_figures_are_of_one_subject_or_do_not_differ() {
        let table = [
            ("The flood killed 12 people in Moss.", "Police said the flood killed 15 people in Moss.", true),
            ("The flood killed 12 people.", "The flash flood killed 15 people.", true),
            ("12 people died after the dam broke.", "The dam killed 15 people.", true),
            ("At least 12 people died in the flood.", "On Monday 15 people died in the flood.", true),
            ("Acme cut 200 jobs.", "Acme cut 300 jobs.", true),
            ("Acme cut 200 jobs.", "Bolt cut 300 jobs.", false),
            ("Acme cut 200 jobs.", "The company cut 300 jobs.", false),
            ("Acme’s chip unit cut 200 jobs.", "Acme’s phone unit cut 300 jobs.", false),
            ("Anna Moe won 40 percent of votes.", "Kari Berg won 45 percent of votes.", false),
            ("The north bridge cost $2bn.", "The south bridge cost $3bn.", false),
            ("Moss lost 40 homes.", "Rygge lost 60 homes.", false),
            ("Acme sold 200 cars last year.", "Acme sold 300 cars this year.", false),
            ("Acme sold 200 cars last year.", "Acme sold 300 cars.", false),
            ("Acme sold 200 cars in 2024.", "Acme sold 300 cars in 2025.", false),
            ("Acme sold 200 cars in January.", "Acme sold 300 cars in February.", false),
            ("Acme sold 200 cars in the first quarter.", "Acme sold 300 cars in the second quarter.", false),
            ("Acme, which made 90 vans, sold 200 cars.", "Acme said it made 70 vans.", false),
        ];
        for (a, b, expected) in table {
            let clause = |words: &str| {
                let (line, lexicon) = (Line::read(words, Lexicon::english()), Lexicon::english());
                let figure = line.figures.iter().find(|figure| figure.unit != figures::Unit::Label).expect("a figure");
                Clause::of(Said { words, line: &line, lexicon }, figure)
            };
            assert_eq!(clause(a).speaks_of_what(&clause(b)), expected, "{a} / {b}");
            assert_eq!(clause(b).speaks_of_what(&clause(a)), expected, "{b} / {a}");
        }
    }
}
