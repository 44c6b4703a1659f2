//! The health page: every feed. It changes only with a new edition or when something happened to one, so it knows
//! nothing of when a feed was last asked.

use super::frame::Frame;
use super::labels::{Labels, count, fill};
use super::site;
use super::view::{HealthView, PageView, RowView, TimeView};
use super::when::{When, utc};
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
    /// Since when it has not answered well; none while it does.
    pub trouble_since: Option<Timestamp>,
    /// What happened, in plain words.
    pub cause: Option<String>,
    /// It answers, but brought nothing for longer than its habit explains: for how long, and the usual time between
    /// two of its entries.
    pub silent: Option<(SignedDuration, SignedDuration)>,
    /// Since when its entries bear no dates, though they did before.
    pub undated_since: Option<Timestamp>,
    /// The server says that it is gone for good.
    pub gone: bool,
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
    let wrong = |feed: &FeedHealth| -> Vec<String> {
        let failing = match feed.trouble_since {
            _ if feed.gone => Some(labels.gone.clone()),
            since => since.map(|since| fill(&labels.trouble_since, &[("time", &moment(since))])),
        };
        let silent = feed
            .silent
            .map(|(time, gap)| fill(&labels.silent, &[("time", &length(labels, time)), ("gap", &length(labels, gap))]));
        let undated = feed.undated_since.map(|since| fill(&labels.undated_since, &[("time", &moment(since))]));
        failing.into_iter().chain(silent).chain(undated).collect()
    };
    let repaired = |feed: &FeedHealth| {
        // They are named for programs.
        let what = feed.repairs.iter().map(|name| name.replace('-', " ")).collect::<Vec<_>>().join(", ");
        (!what.is_empty()).then(|| fill(&labels.repaired, &[("what", &what)]))
    };
    let mut ordered: Vec<(&FeedHealth, Vec<String>)> = feeds.iter().map(|feed| (feed, wrong(feed))).collect();
    ordered.sort_by_key(|(_, wrong)| wrong.is_empty());
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
            .map(|(feed, wrong)| RowView {
                site: &feed.site,
                url: &feed.url,
                state: wrong.first().unwrap_or(&labels.fine).clone(),
                bad: !wrong.is_empty(),
                cause: feed.cause.as_deref().map(str::trim),
                notes: wrong.into_iter().skip(1).chain(repaired(feed)).collect(),
                last_new: feed.last_new.map(|at| TimeView { text: moment(at), utc: utc(at) }),
            })
            .collect(),
    }
}

/// A length of time in its largest unit that it holds at least twice, as `tidings feeds` tells it.
fn length(labels: &Labels, time: SignedDuration) -> String {
    let (words, size) = match time.as_secs() {
        ..7_200 => (&labels.minutes, 60),
        7_200..172_800 => (&labels.hours, 3_600),
        172_800.. => (&labels.days, 86_400),
    };
    count(words, usize::try_from(time.as_secs() / size).unwrap_or(0))
}
