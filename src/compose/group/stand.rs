//! Which entry stands for its story.

use super::features::shared_cosine;
use super::grouping::Grouping;
use super::item::{Held, Item, meet};
use crate::compose::report::Report;
use crate::text::Article;
use crate::text::kind::Marks;
use crate::text::lexicon::Lexicon;
use jiff::Timestamp;

/// Hours after which an entry counts half as fresh.
const HALF_LIFE_HOURS: f64 = 24.0;

/// This share of a headline's words, by their weight, must stand in what another voice says, or nobody bears it out. Low, as
/// a headline may be witty and still of the story: what shares a word or two passes, what shares none does not.
const BORNE_OUT: f32 = 0.15;

/// Each headline is held against this many others of its story at most, evenly spread: enough to tell which is in the
/// middle, and no story that a stranger can make takes the square of its size.
const COMPARED: usize = 100;

/// How likely another report must be to tell the same story for its words to stand under a headline. (On technology mornings
/// held out, at most two a story: without a bound 38.8 reports of the story and 6.0 of others were quoted, from .7 on 34.2
/// and 2.3, from .8 on 32.0 and 1.0.)
pub const QUOTED_FROM: f64 = 0.7;

impl Grouping {
    /// The place among `reports` of the one whose headline stands for the story: of those that `may` be chosen, the one most
    /// surely on the same story as the reports of other voices, weighted by its outlet and by how fresh it is at `now`.
    ///
    /// A headline is chosen only where no better kind is at hand: plain before one that asks, shouts or explains, these
    /// before opinion, live pages, newsletters, podcasts, videos and round-ups, and last one whose words no other voice
    /// bears out; of one kind, one that something which may be quoted supports. Nothing if none may be chosen. Ties go to the
    /// earlier, then to the first in what was grouped.
    #[must_use]
    pub fn representative(&self, reports: &[Report<'_>], may: impl Fn(usize) -> bool, now: Timestamp) -> Option<usize> {
        let item = |report: &Report<'_>| {
            let place = *self.analysed.places.get(report.place)?;
            self.analysed.items.get(place)
        };
        let items: Vec<Option<&Item>> = reports.iter().map(item).collect();
        let close = |one: &Report<'_>, other: &Report<'_>| self.score(one.place, other.place) >= QUOTED_FROM;
        let step = reports.len().div_ceil(COMPARED).max(1);
        let compared = || (0..reports.len()).step_by(step);
        let rank = |at: usize| {
            let report = &reports[at];
            let others = || compared().filter(|&other| reports[other].voice() != report.voice());
            let central: f64 = compared()
                .filter(|&other| other != at)
                .map(|other| {
                    let alike = items[at].zip(items[other]).map_or(0.0, |(a, b)| f64::from(shared_cosine(a, b)));
                    // An outlet's own pieces do not make its headline surer.
                    let own = reports[other].voice() == report.voice();
                    alike + if own { 0.0 } else { self.score(report.place, reports[other].place) }
                })
                .sum();
            let hours = now.duration_since(report.time).as_secs_f64().max(0.0) / 3600.0;
            // A week-old medoid still beats a fresh outlier: freshness moves the score by a third at most.
            let fresh = (2.0 + 0.5_f64.powf(hours / HALF_LIFE_HOURS)) / 3.0;
            let borne = others().next().is_none()
                || items[at].is_none_or(|own| borne_out(own, others().filter_map(|other| items[other])) >= BORNE_OUT);
            let shouts = || shouts(report, compared().filter(|other| *other != at).map(|other| reports[other].title()));
            let kind = match awkward(report.article) {
                _ if !borne => UNSUPPORTED,
                kind if kind < SHOUTING && shouts() => SHOUTING,
                kind => kind,
            };
            let bare =
                !speaks(report) && !others().any(|other| speaks(&reports[other]) && close(report, &reports[other]));
            ((kind, bare), (1.0 + central) * report.outlet.weight.max(0.0).sqrt() * fresh)
        };
        let ranks: Vec<((u8, bool), f64)> = (0..reports.len()).map(rank).collect();
        (0..reports.len()).filter(|&at| may(at)).min_by(|&a, &b| {
            let ((one, x), (two, y)) = (ranks[a], ranks[b]);
            one.cmp(&two)
                .then(y.total_cmp(&x))
                .then(reports[a].time.cmp(&reports[b].time))
                .then(reports[a].place.cmp(&reports[b].place))
        })
    }
}

/// The share of the weight of a headline's terms that stand in one of `others`.
fn borne_out<'i>(own: &Item, others: impl Iterator<Item = &'i Item>) -> f32 {
    let title = |held: &&Held| held.in_title();
    let all: f32 = own.vector.iter().filter(title).map(|held| held.weight).sum();
    let mut met: Vec<u32> = Vec::new();
    for other in others {
        meet(&own.vector, &other.vector, |held, _| {
            if held.in_title() {
                met.push(held.term());
            }
        });
    }
    met.sort_unstable();
    met.dedup();
    let shared: f32 = own
        .vector
        .iter()
        .filter(|held| held.in_title() && met.binary_search(&held.term()).is_ok())
        .map(|held| held.weight)
        .sum();
    if all > 0.0 { shared / all } else { 0.0 }
}

/// How poor a headline is that no other voice bears out, and one that shouts.
const UNSUPPORTED: u8 = 6;
const SHOUTING: u8 = 2;

/// Whether it says more than its headline.
fn speaks(report: &Report<'_>) -> bool {
    !(report.entry().summary.is_empty() && report.entry().text.is_empty())
}

/// How poor a headline is: 0 is plain.
fn awkward(article: &Article<'_>) -> u8 {
    let poor = [
        (Marks::OTHER, 4),
        (Marks::ROUND_UP, 4),
        (Marks::LIVE, 3),
        (Marks::OPINION, 3),
        (Marks::CAPITALS, SHOUTING),
        (Marks::QUESTION, SHOUTING),
        (Marks::EXPLAINER, 1),
    ];
    if article.entry.title.trim().is_empty() {
        return 5;
    }
    poor.into_iter().filter(|(mark, _)| article.marks.has(*mark)).map(|(_, level)| level).max().unwrap_or(0)
}

/// Bytes of another headline that are looked at: no headline that is read is longer.
const HEADLINE: usize = 300;

/// Letters from which on a word in capitals is read as shouted: shorter ones are initials more often than not.
const LOUD: usize = 4;

/// Whether a headline shouts: it ends in an exclamation, or has a word in capitals that is no name which the others write so
/// too.
fn shouts<'t>(report: &Report<'_>, others: impl Iterator<Item = &'t str>) -> bool {
    let title = report.title();
    let initials = &report.article.lexicon.capitals.initials;
    let words = |text: &'t str| text[..text.floor_char_boundary(HEADLINE)].split(|c: char| !c.is_alphanumeric());
    let loud = |word: &str| word.chars().count() >= LOUD && word.chars().all(char::is_uppercase);
    if title.trim_end().ends_with('!') {
        return true;
    }
    let mut own: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| loud(word)).collect();
    own.retain(|word| !initials.contains(*word) && !Lexicon::english().capitals.initials.contains(*word));
    if own.is_empty() {
        return false;
    }
    for word in others.flat_map(words).filter(|word| loud(word)) {
        own.retain(|own| *own != word);
    }
    !own.is_empty()
}

#[cfg(test)]
mod tests {
    use crate::compose::group::samples::{articles, at, entry};
    use crate::compose::group::{Options, Seen, group};
    use crate::compose::report::Report;
    use crate::model::{Entry, Outlet};
    use jiff::Timestamp;

    /// Reports of one story, each of an outlet of its own: headline, what it says, address, weight of its outlet.
    fn chosen(reports: &[(&str, &str, &str, f64)]) -> Option<usize> {
        let entries: Vec<Entry> = reports
            .iter()
            .enumerate()
            .map(|(id, (title, summary, link, _))| {
                let id = id.to_string();
                Entry { language: Some("en".to_owned()), ..at(entry(&id, &id, title, summary), link, 0) }
            })
            .collect();
        let outlet = |(entry, report): (&Entry, &(&str, &str, &str, f64))| {
            let (id, site) = (entry.outlet.clone(), entry.outlet.to_string());
            Outlet { id, site, family: None, weight: report.3, paywall: None }
        };
        let outlets: Vec<Outlet> = entries.iter().zip(reports).map(outlet).collect();
        let articles = articles(&entries);
        let grouping = group(&articles, &Options::default(), &Seen::default());
        let told = articles.iter().zip(&outlets).enumerate();
        let told: Vec<Report<'_>> =
            told.map(|(place, (article, outlet))| Report::new(article, outlet, place)).collect();
        grouping.representative(&told, |_| true, Timestamp::from_second(1_790_003_600).expect("a time"))
    }

    fn check(titles: &[&str], expected: Option<usize>) {
        let reports: Vec<_> = titles.iter().map(|title| (*title, "", "https://a.example/dam", 1.0)).collect();
        assert_eq!(chosen(&reports), expected, "{titles:?}");
    }

    #[test]
    fn a_plain_headline_in_the_middle_stands_for_all() {
        check(&[], None);
        check(&["Why did the Rjukan dam burst?", "Rjukan dam bursts"], Some(1));
        check(&["RJUKAN DAM BURSTS, HUNDREDS FLEE", "Rjukan dam bursts"], Some(1));
        check(&["Rjukan dam: live updates", "Opinion: the Rjukan dam", "Dam of Rjukan in storm"], Some(2));
        check(&["Why did the Rjukan dam burst?"], Some(0));
        check(
            &["Ministers meet over dam", "Rjukan dam bursts, hundreds flee", "Hundreds flee as Rjukan dam bursts"],
            Some(1),
        );
        let weighed = |weight| {
            let link = "https://a.example/dam";
            chosen(&[
                ("Rjukan dam bursts, hundreds flee", "", link, 1.0),
                ("Hundreds flee as Rjukan dam bursts", "", link, weight),
            ])
        };
        assert_eq!((weighed(1.0), weighed(3.0)), (Some(0), Some(1)));
    }

    #[test]
    fn an_article_before_what_is_heard_or_watched_and_plain_before_loud() {
        check(&["Podcast: Rjukan dam bursts", "Rjukan dam bursts after rain"], Some(1));
        check(&["[Video] Rjukan dam bursts", "Rjukan dam bursts after rain"], Some(1));
        check(&["Rjukan dam bursts!", "Rjukan dam bursts after rain"], Some(1));
        check(&["Rjukan dam bursts TOMORROW", "Rjukan dam bursts after rain"], Some(1));
        // Initials that others write so too are no shout.
        check(&["Rjukan dam bursts, DSBX says", "DSBX: Rjukan dam gone"], Some(0));
        let link = |one: &str, other: &str| {
            chosen(&[("Rjukan dam bursts", "", one, 1.0), ("Rjukan dam bursts after rain", "", other, 1.0)])
        };
        assert_eq!(link("https://a.example/videos/1", "https://b.example/dam"), Some(1));
        assert_eq!(link("https://a.example/dam-podcast", "https://b.example/newsletter/dam"), Some(0));
    }

    #[test]
    fn a_headline_that_nobody_bears_out_heads_no_story() {
        let link = "https://a.example/dam";
        let (one, two) = (
            "The Rjukan dam burst on Monday, and hundreds fled from the valley.",
            "Hundreds fled from Rjukan as the dam burst on Monday.",
        );
        let both = format!("{one} {two}");
        let reports = [
            ("Buy ZORK coins now", both.as_str(), link, 9.0),
            ("Rjukan dam bursts", one, link, 1.0),
            ("Hundreds flee as Rjukan dam bursts", two, link, 1.0),
        ];
        assert_ne!(chosen(&reports), Some(0));
        assert_eq!(chosen(&reports[..1]), Some(0), "alone it has nobody to agree with");
    }

    #[test]
    fn one_that_can_be_quoted_stands_before_one_that_cannot() {
        let link = "https://a.example/dam";
        let (dam, library) = ("Rjukan dam bursts", "Library of Moss opens late");
        let text = "The library of Moss will open at noon from March on.";
        // Neither bears the other out, so that is all there is between them.
        assert_eq!(chosen(&[(dam, "", link, 1.0), (library, text, link, 1.0)]), Some(1));
        assert_eq!(chosen(&[(dam, "A dam burst at Rjukan on Monday.", link, 1.0), (library, "", link, 1.0)]), Some(0));
    }
}
