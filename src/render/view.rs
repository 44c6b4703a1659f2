//! Views: what each template gets. `templates/README.md` tells the same to those who write
//! templates; the two change together.

use super::labels::Labels;
use super::thread::ThreadView;
use crate::model::Formats;
use serde::Serialize;
use std::borrow::Cow;

/// What every page has.
#[derive(Debug, Serialize)]
pub(super) struct PageView {
    /// For the tab of the browser; no two pages of a site share one.
    pub(super) title: String,
    /// From this page to the top folder: empty, or `../` once a level.
    pub(super) root: String,
    /// The page before this one, relative to this page.
    pub(super) prev: Option<String>,
    /// What the skip link says.
    pub(super) skip: String,
    /// Asks search engines to stay away.
    pub(super) noindex: bool,
    /// Which files are written beside the pages.
    pub(super) formats: Formats,
}

/// A link within the site.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PlaceView {
    pub(super) href: String,
    pub(super) text: String,
}

/// A moment: for people, and for machines in UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct TimeView {
    pub(super) text: String,
    pub(super) utc: String,
}

/// Words copied from an entry, and where to read them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct QuoteView<'a> {
    pub(super) text: &'a str,
    /// The place they were copied from, for `tidings verify`: `ENTRY/FIELD/START-END`.
    pub(super) place: String,
    pub(super) site: &'a str,
    pub(super) link: &'a str,
}

/// An entry among those that tell a story.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SourceView<'a> {
    pub(super) title: &'a str,
    pub(super) place: String,
    pub(super) site: &'a str,
    pub(super) link: &'a str,
    pub(super) time: TimeView,
    /// No earlier edition has shown it, though one told the story.
    pub(super) new: bool,
    /// A wire copy.
    pub(super) copy: bool,
    /// Headlines it had before.
    pub(super) earlier: &'a [String],
    /// The same, each with the place it was copied from.
    pub(super) was: Vec<WasView<'a>>,
}

/// A headline that a report had before.
#[derive(Debug, Clone, Serialize)]
pub(super) struct WasView<'a> {
    pub(super) text: &'a str,
    /// The place it was copied from: headlines of before count as well.
    pub(super) place: String,
}

/// "New", or what moved since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct MarkView {
    pub(super) text: String,
    /// The story was told before.
    pub(super) updated: bool,
}

/// A dot on a line of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct DotView {
    /// Percent of the width.
    pub(super) x: String,
    /// Pixels from the top.
    pub(super) y: String,
    /// Radius in pixels.
    pub(super) r: String,
    /// The first report.
    pub(super) first: bool,
}

/// The small line of time beside a story.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SparkView {
    /// The same in words.
    pub(super) label: String,
    pub(super) dots: Vec<DotView>,
}

/// A mark on the axis of a timeline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct TickView {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) top: String,
    pub(super) bottom: String,
    pub(super) anchor: &'static str,
    pub(super) text: String,
}

/// From where to where the line between a name and its dot goes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct StemView {
    pub(super) top: String,
    pub(super) bottom: String,
}

/// The name of an outlet above its first dot.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct NameView {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) anchor: &'static str,
    pub(super) text: String,
    /// Has room on a wide page only.
    pub(super) wide: bool,
    pub(super) stem: Option<StemView>,
}

/// Who published when.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TimelineView {
    /// The same in words.
    pub(super) label: String,
    /// Pixels.
    pub(super) height: String,
    /// Pixels from the top to the axis.
    pub(super) axis: String,
    pub(super) ticks: Vec<TickView>,
    pub(super) names: Vec<NameView>,
    pub(super) dots: Vec<DotView>,
}

/// A story on the digest page, the lead included.
#[derive(Debug, Serialize)]
pub(super) struct BriefView<'a> {
    /// The `id` of its element.
    pub(super) anchor: String,
    /// Its own page, relative to this one.
    pub(super) page: String,
    pub(super) headline: &'a str,
    /// The place it was copied from.
    pub(super) headline_place: String,
    /// The headline is too long for large type.
    pub(super) long: bool,
    pub(super) mark: Option<MarkView>,
    /// "3 outlets".
    pub(super) outlets: String,
    /// "2 in their own words", where that is fewer.
    pub(super) voices: Option<String>,
    pub(super) first: TimeView,
    pub(super) latest: TimeView,
    pub(super) facts: Vec<QuoteView<'a>>,
    pub(super) summary: Vec<QuoteView<'a>>,
    pub(super) adds: Vec<QuoteView<'a>>,
    pub(super) sources: Vec<SourceView<'a>>,
    /// "5 more", where not all sources have room.
    pub(super) more: Option<String>,
    pub(super) spark: Option<SparkView>,
    /// Its topic; the lead alone has one here, the others stand under theirs.
    pub(super) topic: Option<PlaceView>,
    /// The lead alone has one here.
    pub(super) timeline: Option<TimelineView>,
    /// What the link to its page says.
    pub(super) go: String,
}

/// A story of one outlet, in one line.
#[derive(Debug, Serialize)]
pub(super) struct SingleView<'a> {
    pub(super) title: &'a str,
    pub(super) place: String,
    pub(super) site: &'a str,
    pub(super) link: &'a str,
    pub(super) time: TimeView,
}

/// A story told elsewhere on the page.
#[derive(Debug, Serialize)]
pub(super) struct ReferenceView<'a> {
    pub(super) href: String,
    pub(super) headline: &'a str,
    /// The place it was copied from, where the page tells the story.
    pub(super) place: Option<String>,
    /// "under Security".
    pub(super) topic: String,
}

/// What one topic has to tell.
#[derive(Debug, Serialize)]
pub(super) struct SectionView<'a> {
    pub(super) anchor: String,
    /// The page of the topic, relative to this one.
    pub(super) page: String,
    pub(super) title: &'a str,
    pub(super) briefs: Vec<BriefView<'a>>,
    pub(super) singles: Vec<SingleView<'a>>,
    pub(super) references: Vec<ReferenceView<'a>>,
}

/// A topic in the list of topics.
#[derive(Debug, Serialize)]
pub(super) struct ContentView<'a> {
    pub(super) href: String,
    pub(super) title: &'a str,
    /// Stories and short items; left out where all of them are new.
    pub(super) count: Option<usize>,
    /// "2 new".
    pub(super) fresh: Option<String>,
}

/// A list of one-line stories that stands alone.
#[derive(Debug, Serialize)]
pub(super) struct SinglesView<'a> {
    pub(super) singles: Vec<SingleView<'a>>,
}

/// A feed that needs a person.
#[derive(Debug, Serialize)]
pub(super) struct TroubleView<'a> {
    pub(super) site: &'a str,
    pub(super) url: &'a str,
    pub(super) cause: &'a str,
    pub(super) times: String,
    pub(super) last_good: Option<TimeView>,
}

/// `digest.hbs`: the digest page.
#[derive(Debug, Serialize)]
pub(super) struct DigestView<'a> {
    pub(super) page: PageView,
    pub(super) labels: &'a Labels,
    /// What the reader calls it.
    pub(super) name: &'a str,
    /// The day, or the days it covers.
    pub(super) heading: String,
    pub(super) previous: Option<PlaceView>,
    /// "6 new stories".
    pub(super) news: String,
    /// "and 3 that moved since Tue 18:30".
    pub(super) moved: Option<String>,
    /// "Read 41 of 44 feeds, 612 entries, 38 on your topics, 9 stories".
    pub(super) figures: String,
    /// "Covers Saturday to Monday", where it is more than a day.
    pub(super) covers: Option<String>,
    pub(super) contents: Vec<ContentView<'a>>,
    /// Said when there is no story.
    pub(super) quiet: Option<String>,
    /// What came nearest to a topic on a quiet day.
    pub(super) near: Option<SinglesView<'a>>,
    pub(super) lead: Option<BriefView<'a>>,
    pub(super) threads: Vec<ThreadView<'a>>,
    pub(super) sections: Vec<SectionView<'a>>,
    /// Stories without room here.
    pub(super) left_out: Option<String>,
    pub(super) feeds_read: String,
    /// The same, or that all answered.
    pub(super) feeds_line: String,
    /// "2 need a look".
    pub(super) needs: Option<String>,
    pub(super) troubles: Vec<TroubleView<'a>>,
    /// From this page to the folder of the edition: empty, or ends in `/`.
    pub(super) files: String,
    /// "Made Wednesday 6 May 2026, 06:31 UTC."
    pub(super) made: String,
}

/// Quotes of one entry in a row, with the entry behind them.
#[derive(Debug, Serialize)]
pub(super) struct ParagraphView<'a> {
    pub(super) quotes: Vec<QuoteView<'a>>,
    pub(super) site: &'a str,
    pub(super) link: &'a str,
}

/// A question and its answer.
#[derive(Debug, Serialize)]
pub(super) struct QuestionView<'a> {
    pub(super) heading: &'a str,
    pub(super) paragraphs: Vec<ParagraphView<'a>>,
}

/// How an earlier edition told the story.
#[derive(Debug, Serialize)]
pub(super) struct EarlierView<'a> {
    pub(super) href: String,
    pub(super) date: String,
    pub(super) headline: &'a str,
    /// The place it was copied from.
    pub(super) place: String,
    pub(super) reports: String,
}

/// `story.hbs`: the page of one story.
#[derive(Debug, Serialize)]
pub(super) struct StoryView<'a> {
    pub(super) page: PageView,
    pub(super) labels: &'a Labels,
    /// The edition that last told it.
    pub(super) up: PlaceView,
    /// Its topic there.
    pub(super) topic: PlaceView,
    pub(super) headline: &'a str,
    /// The place it was copied from.
    pub(super) headline_place: String,
    /// The headline is too long for large type.
    pub(super) long: bool,
    pub(super) mark: Option<MarkView>,
    pub(super) outlets: String,
    pub(super) voices: Option<String>,
    pub(super) first: TimeView,
    pub(super) latest: TimeView,
    pub(super) facts: Vec<QuoteView<'a>>,
    pub(super) summary: Vec<QuoteView<'a>>,
    pub(super) questions: Vec<QuestionView<'a>>,
    pub(super) adds: Vec<QuoteView<'a>>,
    pub(super) timeline: Option<TimelineView>,
    /// Of all editions, oldest first.
    pub(super) sources: Vec<SourceView<'a>>,
    /// What is said where no earlier edition told it at length.
    pub(super) earlier_note: String,
    /// Newest first.
    pub(super) earlier: Vec<EarlierView<'a>>,
}

/// What one edition told of a topic.
#[derive(Debug, Serialize)]
pub(super) struct TopicDayView<'a> {
    pub(super) href: String,
    pub(super) date: String,
    pub(super) briefs: Vec<BriefView<'a>>,
    pub(super) singles: Vec<SingleView<'a>>,
}

/// `topic.hbs`: the page of one topic.
#[derive(Debug, Serialize)]
pub(super) struct TopicView<'a> {
    pub(super) page: PageView,
    pub(super) labels: &'a Labels,
    pub(super) title: &'a str,
    /// Newest first.
    pub(super) days: Vec<TopicDayView<'a>>,
}

/// One digest in the archive.
#[derive(Debug, Serialize)]
pub(super) struct DayView<'a> {
    pub(super) href: String,
    pub(super) date: String,
    pub(super) headline: Cow<'a, str>,
    pub(super) figures: String,
}

/// A week of the archive.
#[derive(Debug, Serialize)]
pub(super) struct WeekView<'a> {
    pub(super) title: String,
    pub(super) days: Vec<DayView<'a>>,
}

/// `archive.hbs`: every digest.
#[derive(Debug, Serialize)]
pub(super) struct ArchiveView<'a> {
    pub(super) page: PageView,
    pub(super) labels: &'a Labels,
    pub(super) weeks: Vec<WeekView<'a>>,
}

/// One feed on the health page.
#[derive(Debug, Serialize)]
pub(super) struct RowView<'a> {
    pub(super) site: &'a str,
    pub(super) url: &'a str,
    /// "Answers", or what is wrong with it.
    pub(super) state: String,
    pub(super) bad: bool,
    pub(super) cause: Option<&'a str>,
    /// What else is wrong with it, and what had to be mended before it could be read.
    pub(super) notes: Vec<String>,
    pub(super) last_new: Option<TimeView>,
}

/// `health.hbs`: every feed.
#[derive(Debug, Serialize)]
pub(super) struct HealthView<'a> {
    pub(super) page: PageView,
    pub(super) labels: &'a Labels,
    pub(super) rows: Vec<RowView<'a>>,
}

/// `item.hbs`: the body of a story in `feed.xml` and `feed.json`.
#[derive(Debug, Serialize)]
pub(super) struct ItemView<'a> {
    /// The title of the item; not part of its body.
    pub(super) headline: &'a str,
    /// The place it was copied from.
    pub(super) headline_place: String,
    pub(super) facts: Vec<QuoteView<'a>>,
    pub(super) summary: Vec<QuoteView<'a>>,
    pub(super) sources: Vec<SourceView<'a>>,
}
