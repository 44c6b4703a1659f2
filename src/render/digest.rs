//! The digest page: one edition, as the front page and in its own folder.

use super::brief::Teller;
use super::cited::{place, title_place};
use super::frame::Frame;
use super::labels::{Labels, count, fill};
use super::site;
use super::thread;
use super::view::{
    BriefView, ContentView, DigestView, PageView, PlaceView, ReferenceView, SectionView, SinglesView, TroubleView,
};
use super::when::When;
use crate::model::{Digest, Figures, News, Reference, Section, TopicId, Trouble};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The edition before another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionRef {
    /// Its folder in the output: [`crate::model::Edition::key`].
    pub key: String,
    /// When it was made.
    pub at: Timestamp,
}

/// A digest says which days it covers when it covers more than this: a daily run that is a few
/// hours late still makes the digest of one day.
const ONE_DAY: SignedDuration = SignedDuration::from_hours(30);
/// The small lines of time span this at least.
const SPARK: SignedDuration = SignedDuration::from_hours(24);

/// `digest` for the page at `path`.
pub(super) fn view<'a>(
    digest: &'a Digest,
    previous: Option<&EditionRef>,
    path: &str,
    frame: &Frame<'a>,
    zone: &TimeZone,
) -> DigestView<'a> {
    let labels = frame.labels;
    let edition = &digest.edition;
    let when = When::new(labels, zone.clone(), edition.at);
    let root = site::root(path);
    let earliest = edition.at.checked_sub(SPARK).unwrap_or(edition.from);
    let teller =
        Teller { labels, when: when.clone(), root: root.clone(), span: (edition.from.min(earliest), edition.at) };
    let front = path == site::INDEX;
    let heading = heading(digest, labels, &when);
    let figures = &digest.figures;
    let feeds_read =
        fill(&labels.feeds_read, &[("read", &figures.feeds_read.to_string()), ("feeds", &figures.feeds.to_string())]);
    let previous = previous.map(|previous| PlaceView {
        href: format!("{root}{}", site::edition(&previous.key)),
        text: when.neighbour(previous.at),
    });
    DigestView {
        page: PageView {
            title: title(digest, front, &heading, labels, &when),
            prev: previous.as_ref().map(|previous| previous.href.clone()),
            skip: labels.skip.clone(),
            noindex: frame.noindex,
            formats: frame.formats,
            root,
        },
        labels,
        name: digest.title.trim(),
        news: if figures.stories_new == 0 {
            labels.nothing_new.clone()
        } else {
            count(&labels.new_stories, figures.stories_new)
        },
        moved: moved(figures, previous.is_some(), edition.from, labels, &when),
        figures: figures_line(figures, labels),
        covers: covers(digest, labels, &when),
        contents: contents(digest, labels),
        quiet: digest.is_empty().then(|| fill(&labels.quiet_text, &[("time", &when.near_with_day(edition.from))])),
        near: (digest.is_empty() && !digest.near_misses.is_empty())
            .then(|| SinglesView { singles: digest.near_misses.iter().map(|single| teller.single(single)).collect() }),
        lead: digest.lead.as_ref().map(|lead| BriefView {
            topic: Some(PlaceView {
                href: format!("{}{}", teller.root, site::topic(lead.topic.as_str())),
                text: topic_title(digest, &lead.topic).to_owned(),
            }),
            ..teller.brief(lead, true)
        }),
        threads: digest.threads.iter().map(|thread| thread::view(thread, digest, labels)).collect(),
        sections: digest
            .sections
            .iter()
            .filter(|section| !is_blank(section))
            .map(|section| section_view(section, digest, &teller))
            .collect(),
        left_out: (figures.left_out > 0).then(|| count(&labels.left_out, figures.left_out)),
        feeds_line: if figures.feeds_read >= figures.feeds { labels.trouble_none.clone() } else { feeds_read.clone() },
        feeds_read,
        needs: (!digest.troubles.is_empty()).then(|| count(&labels.trouble_some, digest.troubles.len())),
        troubles: digest
            .troubles
            .iter()
            .map(|trouble| TroubleView {
                site: &trouble.site,
                url: &trouble.url,
                cause: trouble.cause.trim(),
                times: times(labels, trouble).unwrap_or_default(),
                last_good: trouble.last_success.map(|at| when.view_with_day(at)),
            })
            .collect(),
        files: if front { format!("{}/", edition.key) } else { String::new() },
        made: fill(&labels.made, &[("time", &made(edition.at, labels, &when))]),
        previous,
        heading,
    }
}

/// How often in a row a feed has failed; a feed that answers well but brings nothing has not failed once.
pub(super) fn times(labels: &Labels, trouble: &Trouble) -> Option<String> {
    let failures = usize::try_from(trouble.failures).unwrap_or(usize::MAX);
    (failures > 0).then(|| count(&labels.times, failures))
}

/// Whether there is nothing to say under this topic.
pub(super) fn is_blank(section: &Section) -> bool {
    section.briefs.is_empty() && section.singles.is_empty() && section.references.is_empty()
}

/// The day, or the first and the last of the days it covers.
pub(super) fn heading(digest: &Digest, labels: &Labels, when: &When<'_>) -> String {
    let edition = &digest.edition;
    let (from, to) = (when.local(edition.from).date(), when.local(edition.at).date());
    if edition.at.duration_since(edition.from) <= ONE_DAY || from == to {
        return when.long(to);
    }
    fill(&labels.date_range, &[("from", &when.weekday_and_day(from)), ("to", &when.long(to))])
}

/// The front page has the name of the digest alone, which makes a good bookmark; an edition has
/// its day, and a later one of the same day its time.
fn title(digest: &Digest, front: bool, heading: &str, labels: &Labels, when: &When<'_>) -> String {
    let name = super::escape::shorten(&digest.title, 40);
    if front {
        return name.into_owned();
    }
    let parts = digest.edition.key.split('/').count();
    if parts > 3 {
        let clock = when.local(digest.edition.at).strftime("%H:%M").to_string();
        let date = when.weekday_and_day(when.local(digest.edition.at).date());
        return format!("{name}, {}", fill(&labels.time_of_day, &[("date", &date), ("time", &clock)]));
    }
    format!("{name}, {heading}")
}

/// "and 3 that moved since Tue 18:30"; the first edition has nothing before it.
fn moved(figures: &Figures, has_previous: bool, from: Timestamp, labels: &Labels, when: &When<'_>) -> Option<String> {
    let since = has_previous.then(|| fill(&labels.since, &[("time", &when.near_with_day(from))]));
    let moved = (figures.stories_updated > 0)
        .then(|| format!("{} {}", labels.and, count(&labels.moved, figures.stories_updated)));
    match (moved, since) {
        (Some(moved), Some(since)) => Some(format!("{moved} {since}")),
        (moved, since) => moved.or(since),
    }
}

/// "Read 41 of 44 feeds, 612 entries, 38 on your topics, 9 stories and 4 short items".
pub(super) fn figures_line(figures: &Figures, labels: &Labels) -> String {
    let read = [("read", &*figures.feeds_read.to_string()), ("feeds", &*figures.feeds.to_string())];
    let mut line = format!(
        "{}, {}, {}, {}",
        fill(&labels.read, &read),
        count(&labels.entries, figures.entries),
        fill(&labels.kept, &[("n", &figures.entries_kept.to_string())]),
        count(&labels.stories, figures.briefs),
    );
    if figures.singles > 0 {
        line.push_str(", ");
        line.push_str(&count(&labels.singles, figures.singles));
    }
    line
}

/// "Covers Saturday to Monday": by date where a weekday would be ambiguous.
pub(super) fn covers(digest: &Digest, labels: &Labels, when: &When<'_>) -> Option<String> {
    let edition = &digest.edition;
    let length = edition.at.duration_since(edition.from);
    let (from, to) = (when.local(edition.from).date(), when.local(edition.at).date());
    if length <= ONE_DAY || from == to {
        return None;
    }
    let week = length < SignedDuration::from_hours(6 * 24);
    let name = |date| if week { when.weekday(date).to_owned() } else { when.weekday_and_day(date) };
    Some(fill(&labels.covers, &[("from", &name(from)), ("to", &name(to))]))
}

/// "Wednesday 6 May 2026, 06:31 UTC".
pub(super) fn made(at: Timestamp, labels: &Labels, when: &When<'_>) -> String {
    let local = when.local(at);
    let clock = local.strftime("%H:%M %Z").to_string();
    fill(&labels.time_of_day, &[("date", &when.long(local.date())), ("time", &clock)])
}

/// What the digest calls `topic`.
pub(super) fn topic_title<'a>(digest: &'a Digest, topic: &'a TopicId) -> &'a str {
    digest
        .sections
        .iter()
        .find(|section| section.topic == *topic)
        .map_or(topic.as_str(), |section| section.title.trim())
}

/// The topics with something to tell. The lead counts for its topic, which leads to the lead
/// where it has nothing else.
fn contents<'a>(digest: &'a Digest, labels: &Labels) -> Vec<ContentView<'a>> {
    let is_new = |news: &News| matches!(news, News::New);
    digest
        .sections
        .iter()
        .filter_map(|section| {
            let lead = digest.lead.as_ref().filter(|lead| lead.topic == section.topic);
            let told = lead.into_iter().chain(&section.briefs);
            let fresh = told.clone().filter(|brief| is_new(&brief.news)).count();
            let all = told.count() + section.singles.len();
            let href = match lead {
                Some(lead) => site::story_anchor(&lead.story),
                None => site::topic_anchor(section.topic.as_str()),
            };
            (all > 0 || !section.references.is_empty()).then(|| ContentView {
                href: format!("#{href}"),
                title: section.title.trim(),
                count: (all != fresh).then_some(all),
                fresh: (fresh > 0).then(|| count(&labels.fresh, fresh)),
            })
        })
        .collect()
}

/// Where the headline of a story that is told elsewhere on the page was copied from.
fn place_of(reference: &Reference, digest: &Digest) -> Option<String> {
    let told = digest.briefs().find(|brief| brief.story == reference.story).map(|brief| place(&brief.headline));
    told.or_else(|| {
        let mut singles = digest.sections.iter().flat_map(|section| &section.singles);
        singles.find(|single| single.story == reference.story).map(|single| title_place(&single.source))
    })
}

fn section_view<'a>(section: &'a Section, digest: &'a Digest, teller: &Teller<'a>) -> SectionView<'a> {
    SectionView {
        anchor: site::topic_anchor(section.topic.as_str()),
        page: format!("{}{}", teller.root, site::topic(section.topic.as_str())),
        title: section.title.trim(),
        briefs: section.briefs.iter().map(|brief| teller.brief(brief, false)).collect(),
        singles: section.singles.iter().map(|single| teller.single(single)).collect(),
        references: section
            .references
            .iter()
            .map(|reference| ReferenceView {
                // A story told in one line has no element of its own to point at.
                href: if digest.briefs().any(|brief| brief.story == reference.story) {
                    format!("#{}", site::story_anchor(&reference.story))
                } else {
                    format!("#{}", site::topic_anchor(reference.topic.as_str()))
                },
                headline: reference.headline.trim(),
                place: place_of(reference, digest),
                topic: fill(&teller.labels.told_under, &[("topic", topic_title(digest, &reference.topic))]),
            })
            .collect(),
    }
}
