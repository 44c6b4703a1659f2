//! Whether a story that was told has anything new to show, and who of its reports has words to show.
//!
//! One reader of facts ([`Known`]) answers both whether a told story returns and which of its sentences are marked as
//! new, so that no story returns to show nothing.

use super::facts;
use super::known::Known;
use super::named::named;
use super::options::Options;
use super::pool::{self, Pool};
use super::quality::Standing;
use super::questions;
use super::telling::Telling;
use crate::compose::report::Report;
use crate::text::Boilerplate;
use rustc_hash::FxHashSet;

/// What whoever read earlier editions knows of the story; `None` where they told none of what is at hand, so that
/// everything is new and nothing needs to be marked.
pub(super) fn known<'a>(reports: &'a [Report<'a>], earlier: &'a [Report<'a>]) -> Option<Known<'a>> {
    let mut shown = earlier.iter().chain(reports.iter().filter(|report| !report.fresh)).peekable();
    shown.peek()?;
    Some(Known::of(shown))
}

/// Whether a brief of these reports would show whoever read `earlier` anything new: a sentence in the section on it,
/// or the headline that stands for the story.
///
/// Takes what [`super::brief_knowing`] takes, and says what that shows.
#[must_use]
pub fn has_news(
    reports: &[Report<'_>],
    representative: usize,
    earlier: &[Report<'_>],
    boilerplate: &Boilerplate,
    options: &Options,
) -> bool {
    let Some(named) = named(reports, representative) else { return false };
    known(reports, earlier).is_none_or(|known| shows_news(reports, named, &known, boilerplate, options))
}

/// The places of the reports not shown before that could stand for the story with something new: all of them where
/// nothing was shown before.
pub(crate) fn bringing_news(reports: &[Report<'_>], boilerplate: &Boilerplate, options: &Options) -> Vec<usize> {
    let known = known(reports, &[]);
    let brings = |report: &Report<'_>| {
        let alone = [*report];
        let shows = |named| known.as_ref().is_none_or(|known| shows_news(&alone, named, known, boilerplate, options));
        report.fresh && named(&alone, 0).is_some_and(shows)
    };
    reports.iter().enumerate().filter(|(_, report)| brings(report)).map(|(at, _)| at).collect()
}

fn shows_news(
    reports: &[Report<'_>],
    named: &Report<'_>,
    known: &Known<'_>,
    boilerplate: &Boilerplate,
    options: &Options,
) -> bool {
    if named.fresh && !named.is_copy() && known.is_news_headline(named.article) {
        return true;
    }
    let Some(headline) = named.headline() else { return false };
    let pool = Pool::read(reports, Some(named), boilerplate);
    let mut telling = Telling::new(&pool, options.max_excerpt);
    telling.spend(&named.outlet.id, &headline);
    questions::what_is_new(&mut telling, known).is_some()
}

/// The places of the reports to quote: the first, whose headline stands for the story, and of those after it the
/// first `most` that have a sentence which stands alone, fits, and says more than that headline; those of a voice not
/// yet heard before others.
#[must_use]
pub fn speaking(reports: &[Report<'_>], most: usize, boilerplate: &Boilerplate, options: &Options) -> Vec<usize> {
    let Some((first, others)) = reports.split_first() else { return Vec::new() };
    let headline = &first.article.said().headline.terms;
    let headlined = pool::headlined(&[first]);
    let speaks = |report: &Report<'_>| {
        let mut found = false;
        let mut seen = FxHashSet::default();
        pool::for_each_sentence(report, boilerplate, &headlined, headline, &mut seen, |_, sentence, standing| {
            found = standing == Standing::Alone
                && sentence.line.words <= options.max_excerpt
                && !facts::restates(&sentence.line.terms, headline);
            !found
        });
        found
    };
    let mut heard = vec![first.voice()];
    let (mut taken, mut more) = (vec![0], Vec::new());
    for (at, report) in others.iter().enumerate().filter(|(_, report)| speaks(report)) {
        let list = if heard.contains(&report.voice()) { &mut more } else { &mut taken };
        list.push(at + 1);
        heard.push(report.voice());
        if taken.len() > most {
            break;
        }
    }
    let room = (most + 1).saturating_sub(taken.len());
    taken.extend(more.into_iter().take(room));
    taken
}
