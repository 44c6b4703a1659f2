//! The health page: every feed. It changes only when something happened to one, so it knows
//! nothing of when a feed was last asked.

use super::Frame;
use super::labels::fill;
use super::site;
use super::view::{HealthView, PageView, RowView, TimeView};
use super::when::{When, utc};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What the health page says of one feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedHealth {
    /// How the outlet is cited.
    pub site: String,
    /// The feed's address, without secrets.
    pub url: String,
    /// When its newest entry turned up.
    pub last_new: Option<Timestamp>,
    /// Since when it has not answered well; none while it does.
    pub trouble_since: Option<Timestamp>,
    /// What happened, in plain words.
    pub cause: Option<String>,
    /// The server says that it is gone for good.
    pub gone: bool,
    /// What had to be mended before it could be read.
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
    let mut ordered: Vec<&FeedHealth> = feeds.iter().collect();
    ordered.sort_by_key(|feed| !(feed.gone || feed.trouble_since.is_some()));
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
                state: match feed.trouble_since {
                    _ if feed.gone => labels.gone.clone(),
                    Some(since) => fill(&labels.trouble_since, &[("time", &moment(since))]),
                    None => labels.fine.clone(),
                },
                bad: feed.gone || feed.trouble_since.is_some(),
                cause: feed.cause.as_deref().map(str::trim),
                notes: &feed.repairs,
                last_new: feed.last_new.map(|at| TimeView { text: moment(at), utc: utc(at) }),
            })
            .collect(),
    }
}
