//! The health page: every feed. It changes only with a new edition or when something happened to one, so it knows
//! nothing of when a feed was last asked.

use super::frame::Frame;
use super::labels::{Labels, count, fill};
use super::site;
use super::view::{HealthView, PageView, RowView, TimeView};
use super::when::{When, utc};
use crate::model::{FeedStatus, Ill, in_largest_unit};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// What the health page says of one feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedHealth {
    /// How the outlet is cited.
    pub site: String,
    /// The feed's address, without secrets.
    pub url: String,
    /// When its newest entry turned up.
    pub last_new: Option<Timestamp>,
    /// How it is.
    pub status: FeedStatus,
    /// What had to be mended before it could be read, by name: `duplicate-entry`.
    pub repairs: Vec<String>,
}

/// `feeds`, those in trouble first, then in the order given.
pub(super) fn view<'a>(feeds: &'a [FeedHealth], frame: &Frame<'a>, zone: &TimeZone) -> HealthView<'a> {
    let labels = frame.labels;
    let when = When::new(labels, zone.clone(), Timestamp::default());
    // Full dates: "14:54" would be another day tomorrow, and the page must not change by waiting.
    let moment = |at: Timestamp| {
        let local = when.local(at);
        let date = when.date(&labels.date_year, local.date());
        fill(&labels.time_of_day, &[("date", &date), ("time", &local.strftime("%H:%M").to_string())])
    };
    let told = |ill: &Ill| match ill {
        Ill::Failing { gone: true, .. } => labels.gone.clone(),
        Ill::Failing { since, .. } => fill(&labels.trouble_since, &[("time", &moment(*since))]),
        Ill::Silent { silence, gap } => {
            fill(&labels.silent, &[("time", &length(labels, *silence)), ("gap", &length(labels, *gap))])
        }
        Ill::Undated(since) => fill(&labels.undated_since, &[("time", &moment(*since))]),
    };
    let repaired = |feed: &FeedHealth| {
        // They are named for programs.
        let what = feed.repairs.iter().map(|name| name.replace('-', " ")).collect::<Vec<_>>().join(", ");
        (!what.is_empty()).then(|| fill(&labels.repaired, &[("what", &what)]))
    };
    let mut ordered: Vec<&FeedHealth> = feeds.iter().collect();
    ordered.sort_by_key(|feed| feed.status.ills.is_empty());
    HealthView {
        page: PageView {
            title: labels.health.clone(),
            root: site::root(site::HEALTH),
            prev: None,
            skip: labels.skip_page.clone(),
            noindex: frame.noindex,
            formats: frame.formats,
        },
        labels,
        rows: ordered
            .into_iter()
            .map(|feed| RowView {
                site: &feed.site,
                url: &feed.url,
                state: match feed.status.ills.first() {
                    Some(ill) => told(ill),
                    None if feed.status.asked => labels.fine.clone(),
                    None => labels.unasked.clone(),
                },
                bad: !feed.status.ills.is_empty(),
                // That it is gone says why.
                cause: feed.status.ills.iter().find_map(|ill| match ill {
                    Ill::Failing { cause, gone: false, .. } => Some(cause.trim()),
                    _ => None,
                }),
                notes: feed.status.ills.iter().skip(1).map(told).chain(repaired(feed)).collect(),
                last_new: feed.last_new.map(|at| TimeView { text: moment(at), utc: utc(at) }),
            })
            .collect(),
    }
}

/// A length of time in its largest unit that it holds at least twice, as `tidings feeds` tells it.
fn length(labels: &Labels, time: SignedDuration) -> String {
    let (number, unit) = in_largest_unit(time);
    count([&labels.seconds, &labels.minutes, &labels.hours, &labels.days][unit], number)
}
