//! Whether a story that was told has anything new to show, and who of its reports has words to show.
//!
//! One reader of facts ([`Known`]) answers both whether a told story returns and which of its sentences are marked as
//! new, so that no story returns to show nothing.

use super::habits::Habits;
use super::known::Known;
use super::pool::{self, Pool};
use super::quality::Standing;
use super::teller::{Options, Teller, cite, named};
use super::telling::Telling;
use super::{facts, questions};
use crate::model::Field;
use crate::text::{names, terms};
use rustc_hash::FxHashSet;

/// What whoever read earlier editions knows of the story; `None` where they told none of what is at hand, so that
/// everything is new and nothing needs to be marked.
pub(super) fn known(tellers: &[Teller<'_>], earlier: &[Teller<'_>]) -> Option<Known> {
    let mut shown = earlier.iter().chain(tellers.iter().filter(|teller| !teller.new)).peekable();
    shown.peek()?;
    Some(Known::of(shown))
}

/// Whether a brief of these tellers would show whoever read `earlier` anything new: a sentence in the section on it,
/// or the headline that stands for the story.
///
/// Takes what [`super::brief_knowing`] takes, and says what that shows.
#[must_use]
pub fn has_news(
    tellers: &[Teller<'_>],
    representative: usize,
    earlier: &[Teller<'_>],
    habits: &Habits,
    options: &Options,
) -> bool {
    let Some(named) = named(tellers, representative) else { return false };
    known(tellers, earlier).is_none_or(|known| shows_news(tellers, named, &known, habits, options))
}

/// The places of the tellers not shown before that could stand for the story with something new: all of them where
/// nothing was shown before.
pub(crate) fn bringing_news(tellers: &[Teller<'_>], habits: &Habits, options: &Options) -> Vec<usize> {
    let known = known(tellers, &[]);
    let brings = |teller: &Teller<'_>| {
        let alone = [*teller];
        let shows = |named| known.as_ref().is_none_or(|known| shows_news(&alone, named, known, habits, options));
        teller.new && named(&alone, 0).is_some_and(shows)
    };
    tellers.iter().enumerate().filter(|(_, teller)| brings(teller)).map(|(at, _)| at).collect()
}

fn shows_news(tellers: &[Teller<'_>], named: &Teller<'_>, known: &Known, habits: &Habits, options: &Options) -> bool {
    if named.new && !named.copy && known.is_news_headline(&named.entry.title) {
        return true;
    }
    let Some(link) = named.entry.link.clone() else { return false };
    let pool = Pool::read(tellers, Some(named), habits);
    let mut telling = Telling::new(&pool, options.max_excerpt);
    telling.spend(&named.outlet.id, &cite(named, link, Field::Title, 0, named.entry.title.len()));
    questions::what_is_new(&mut telling, known).is_some()
}

/// The places of the tellers to quote: the first, whose headline stands for the story, and of those after it the
/// first `most` that have a sentence which stands alone, fits, and says more than that headline; those of a voice not
/// yet heard before others.
#[must_use]
pub fn speaking(tellers: &[Teller<'_>], most: usize, habits: &Habits, options: &Options) -> Vec<usize> {
    let Some((first, others)) = tellers.split_first() else { return Vec::new() };
    let headline = terms::set(&first.entry.title);
    let headlined: FxHashSet<String> = names::words(&first.entry.title).collect();
    let speaks = |teller: &Teller<'_>| {
        let mut found = false;
        pool::read_sentences(teller, habits, &headlined, &headline, &mut FxHashSet::default(), |sentence| {
            found = sentence.standing == Standing::Alone
                && terms::count(sentence.text) <= options.max_excerpt
                && !facts::restates(&terms::set(sentence.text), &headline);
            !found
        });
        found
    };
    let mut heard = vec![first.outlet.voice()];
    let (mut taken, mut more) = (vec![0], Vec::new());
    for (at, teller) in others.iter().enumerate().filter(|(_, teller)| speaks(teller)) {
        let list = if heard.contains(&teller.outlet.voice()) { &mut more } else { &mut taken };
        list.push(at + 1);
        heard.push(teller.outlet.voice());
        if taken.len() > most {
            break;
        }
    }
    let room = (most + 1).saturating_sub(taken.len());
    taken.extend(more.into_iter().take(room));
    taken
}
