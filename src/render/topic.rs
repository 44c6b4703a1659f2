//! The page of one topic: its stories of the last editions, each once, as it was last told.

use super::brief::Teller;
use super::digest::topic_title;
use super::frame::Frame;
use super::labels::fill;
use super::site;
use super::view::{PageView, TopicDayView, TopicView};
use super::when::When;
use crate::model::{Digest, TopicId};
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

/// A topic page takes no further day once it has this many stories.
const STORIES: usize = 30;

/// The topics that the newest editions of `digests` told something of, in the order they are first met.
pub(super) fn topics(digests: &[Digest]) -> Vec<&TopicId> {
    let mut seen = BTreeSet::new();
    recent(digests)
        .flat_map(|digest| {
            let lead = digest.lead.iter().map(|lead| &lead.topic);
            let told = digest.sections.iter().filter(|it| !it.briefs.is_empty() || !it.singles.is_empty());
            lead.chain(told.map(|section| &section.topic))
        })
        .filter(|topic| seen.insert(*topic))
        .collect()
}

fn recent(digests: &[Digest]) -> impl Iterator<Item = &Digest> {
    digests.iter().take(site::LOOKS_BACK)
}

/// The page of `topic` from `digests`, newest first. Times are told as seen from the newest edition that had
/// something on it, so that the page rests while the topic does.
pub(super) fn view<'a>(topic: &'a TopicId, digests: &'a [Digest], frame: &Frame<'a>, zone: &TimeZone) -> TopicView<'a> {
    let labels = frame.labels;
    let path = site::topic(topic.as_str());
    let root = site::root(&path);
    let mut seen = BTreeSet::new();
    let mut days: Vec<TopicDayView<'a>> = Vec::new();
    let mut title = topic.as_str();
    let mut told = 0;
    let mut at = None;
    for digest in recent(digests) {
        if told >= STORIES {
            break;
        }
        let section = digest.sections.iter().find(|section| section.topic == *topic);
        let briefs: Vec<_> =
            digest.briefs().filter(|brief| brief.topic == *topic && seen.insert(&brief.story)).collect();
        let singles: Vec<_> =
            section.iter().flat_map(|it| &it.singles).filter(|single| seen.insert(&single.story)).collect();
        if briefs.is_empty() && singles.is_empty() {
            continue;
        }
        let edition = &digest.edition;
        let when = When::new(labels, zone.clone(), *at.get_or_insert(edition.at));
        if days.is_empty() {
            title = topic_title(digest, topic);
        }
        let is_newest = days.is_empty();
        told += briefs.len() + singles.len();
        let local = when.local(edition.at);
        let mut date = when.weekday_and_day(local.date());
        if edition.key.split('/').count() > 3 {
            date = fill(&labels.time_of_day, &[("date", &date), ("time", &local.strftime("%H:%M").to_string())]);
        }
        let span = (edition.from.min(edition.at - jiff::SignedDuration::from_hours(24)), edition.at);
        let teller = Teller { labels, when, root: root.clone(), span };
        days.push(TopicDayView {
            href: format!("{root}{}", site::edition(&edition.key)),
            date,
            briefs: briefs
                .into_iter()
                .map(|brief| {
                    let mut view = teller.brief(brief, false);
                    // What was new on an earlier day is not new any more.
                    view.mark = view.mark.filter(|_| is_newest);
                    view
                })
                .collect(),
            singles: singles.into_iter().map(|single| teller.single(single)).collect(),
        });
    }
    TopicView {
        page: PageView {
            title: super::escape::shorten(title, 60).into_owned(),
            prev: None,
            skip: labels.skip.clone(),
            noindex: frame.noindex,
            formats: frame.formats,
            root,
        },
        labels,
        title,
        days,
    }
}
