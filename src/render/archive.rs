//! The archive: every digest, by week.

use super::escape::shorten;
use super::frame::Frame;
use super::labels::{Labels, count, fill};
use super::site;
use super::view::{ArchiveView, DayView, PageView, WeekView};
use super::when::When;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::borrow::Cow;

/// Characters of a headline in the archive.
const HEADLINE: usize = 120;

/// What the archive says of one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionSummary {
    /// Its folder in the output: [`crate::model::Edition::key`].
    pub key: String,
    /// When it was made.
    pub at: Timestamp,
    /// The headline of its first story; none on a quiet day.
    pub headline: Option<String>,
    /// Stories it told at more than a line.
    pub stories: usize,
    /// Entries it looked at.
    pub entries: usize,
}

/// `editions`, newest first, by week.
pub(super) fn view<'a>(editions: &'a [EditionSummary], frame: &Frame<'a>, zone: &TimeZone) -> ArchiveView<'a> {
    let labels = frame.labels;
    let newest = editions.iter().map(|edition| edition.at).max().unwrap_or_default();
    let when = When::new(labels, zone.clone(), newest);
    let mut ordered: Vec<&EditionSummary> = editions.iter().collect();
    ordered.sort_by(|a, b| (b.at, &b.key).cmp(&(a.at, &a.key)));
    let monday = |edition: &EditionSummary| week(when.local(edition.at).date());
    let weeks = ordered
        .chunk_by(|a, b| monday(a) == monday(b))
        .map(|days| WeekView {
            title: days
                .first()
                .map(|edition| {
                    // An archive spans years: a week always says which one it is of.
                    let date = when.date(&labels.date_year, monday(edition));
                    fill(&labels.week_of, &[("date", &date)])
                })
                .unwrap_or_default(),
            days: days.iter().map(|edition| day(edition, labels, &when)).collect(),
        })
        .collect();
    ArchiveView {
        page: PageView {
            title: labels.archive.clone(),
            root: site::root(site::ARCHIVE),
            prev: None,
            skip: labels.skip_page.clone(),
            noindex: frame.noindex,
            formats: frame.formats,
        },
        labels,
        weeks,
    }
}

fn day<'a>(edition: &'a EditionSummary, labels: &'a Labels, when: &When<'_>) -> DayView<'a> {
    let local = when.local(edition.at);
    let mut date = when.weekday_and_day(local.date());
    // Later ones of a day have their time in their key.
    if edition.key.split('/').count() > 3 {
        date = fill(&labels.time_of_day, &[("date", &date), ("time", &local.strftime("%H:%M").to_string())]);
    }
    DayView {
        href: site::edition(&edition.key),
        date,
        headline: edition
            .headline
            .as_deref()
            .map_or(Cow::Borrowed(labels.no_story.as_str()), |text| shorten(text, HEADLINE)),
        figures: format!("{}, {}", count(&labels.stories, edition.stories), count(&labels.entries, edition.entries)),
    }
}

/// The Monday of its week.
fn week(date: Date) -> Date {
    let back = i64::from(date.weekday().to_monday_zero_offset());
    date.checked_sub(back.days()).unwrap_or(date)
}
