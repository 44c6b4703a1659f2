//! Timelines: who published when, drawn so that no two words overlap on any screen.
//!
//! A drawing is as wide as the page it stands on: places along it are percent, sizes are pixels.
//! Names are therefore laid out twice, for the narrowest page and for a wide one; a name that has
//! room on the wide page only is marked so, and the style sheet hides it on narrow ones.

use super::escape::shorten;
use super::labels::{Labels, fill};
use super::view::{DotView, NameView, SparkView, StemView, TickView, TimelineView};
use super::when::When;
use crate::model::Source;
use jiff::{SignedDuration, Timestamp, ToSpan, ZonedDateTime};

/// Pixels: a page of 320 less its margins, and the least width above the style sheet's `34rem`.
const NARROW: f64 = 286.0;
const WIDE: f64 = 510.0;
/// Pixels of an average character of the 12 pixel type, rounded up, and between two names.
const CHARACTER: f64 = 6.9;
const GAP: f64 = 8.0;
/// Rows of names above the axis, and pixels from one to the next.
const ROWS: usize = 4;
const ROW: f64 = 16.0;
/// Longest name shown whole.
const NAME: usize = 22;
/// Percent of the width kept free at both ends.
const EDGE: f64 = 3.0;
/// Distances between marks on the axis, in hours; a timeline has at most `TICKS`.
const STEPS: [i64; 11] = [1, 3, 6, 12, 24, 48, 7 * 24, 14 * 24, 28 * 24, 91 * 24, 366 * 24];
const TICKS: i64 = 4;

/// The time a drawing spans.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: Timestamp,
    to: Timestamp,
}

impl Span {
    /// Where `moment` stands, in percent of the width; what lies outside stands at an end.
    fn percent(&self, moment: Timestamp) -> f64 {
        let whole = self.to.duration_since(self.from).as_secs_f64().max(1.0);
        let part = moment.duration_since(self.from).as_secs_f64() / whole;
        EDGE + part.clamp(0.0, 1.0) * (100.0 - 2.0 * EDGE)
    }
}

fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// The small line of time beside a story: `from` to `to` is the same for all stories of a page,
/// so that lines can be compared. None without sources.
pub(super) fn spark(
    sources: &[Source],
    outlets: &str,
    from: Timestamp,
    to: Timestamp,
    labels: &Labels,
    when: &When<'_>,
) -> Option<SparkView> {
    let (first, latest) = ends(sources)?;
    let span = Span { from, to };
    let label = fill(
        &labels.spark_of,
        &[
            ("outlets", outlets),
            ("first", &format!("{} {}", first.site, when.near(first.time))),
            ("latest", &format!("{} {}", latest.site, when.near(latest.time))),
        ],
    );
    let mut dots: Vec<DotView> = Vec::new();
    // The first report is drawn last, on top.
    for source in sources.iter().filter(|source| source.entry != first.entry) {
        let dot = DotView { x: number(span.percent(source.time)), y: "7.5".into(), r: "3.5".into(), first: false };
        if !dots.contains(&dot) {
            dots.push(dot);
        }
    }
    dots.push(DotView { x: number(span.percent(first.time)), y: "7.5".into(), r: "4".into(), first: true });
    Some(SparkView { label, dots })
}

fn ends(sources: &[Source]) -> Option<(&Source, &Source)> {
    let first = sources.iter().min_by_key(|source| (source.time, &source.entry))?;
    let latest = sources.iter().max_by_key(|source| (source.time, &source.entry))?;
    Some((first, latest))
}

/// The timeline of `sources`. None with fewer than two: a lone dot says nothing.
pub(super) fn timeline(sources: &[Source], labels: &Labels, when: &When<'_>) -> Option<TimelineView> {
    let (first, latest) = ends(sources)?;
    if sources.len() < 2 {
        return None;
    }
    let mut ordered: Vec<&Source> = sources.iter().collect();
    ordered.sort_by_key(|source| (source.time, &source.entry));
    let span = padded(first.time, latest.time);

    let mut names = place_names(&ordered, span);
    let rows = names.iter().map(|name| name.row + 1).max().unwrap_or(1);
    let axis = rows_height(rows) + 10.5;
    let names = names
        .drain(..)
        .map(|name| {
            let y = 14.0 + rows_height(rows - 1 - name.row);
            let stem = (name.row > 0).then(|| StemView { top: number(y + 4.0), bottom: number(axis - 5.0) });
            NameView { x: number(name.x), y: number(y), anchor: name.anchor, text: name.text, wide: name.wide, stem }
        })
        .collect();

    let mut dots: Vec<DotView> = Vec::new();
    for source in ordered.iter().rev() {
        let first = source.entry == first.entry;
        let r = if first { "6" } else { "5" };
        let dot = DotView { x: number(span.percent(source.time)), y: number(axis), r: r.into(), first };
        if !dots.contains(&dot) {
            dots.push(dot);
        }
    }
    let told: Vec<String> =
        ordered.iter().map(|source| format!("{} {}", source.site, when.near(source.time))).collect();
    Some(TimelineView {
        label: format!("{}: {}", labels.timeline_of, told.join("; ")),
        height: number(axis + 26.0),
        axis: number(axis),
        ticks: place_ticks(span, axis, when),
        names,
        dots,
    })
}

#[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
fn rows_height(rows: usize) -> f64 {
    rows as f64 * ROW + if rows == 0 { 0.0 } else { 4.0 }
}

/// From the first report to the latest and a little more, an hour at least.
fn padded(first: Timestamp, latest: Timestamp) -> Span {
    let length = latest.duration_since(first);
    let lacking = (SignedDuration::from_hours(1) - length).max(SignedDuration::ZERO);
    let pad = length / 20 + lacking / 2;
    Span { from: first.checked_sub(pad).unwrap_or(first), to: latest.checked_add(pad).unwrap_or(latest) }
}

/// A name with its place: row 0 is the one just above the axis.
#[derive(Debug, Clone)]
struct Placed {
    x: f64,
    row: usize,
    anchor: &'static str,
    text: String,
    wide: bool,
}

/// From where to where words reach, in pixels, on a page `width` wide.
fn reach(x: f64, text: &str, anchor: &str, width: f64) -> (f64, f64) {
    let length = length(text);
    let at = x / 100.0 * width;
    match anchor {
        "start" => (at, at + length),
        "end" => (at - length, at),
        _ => (at - length / 2.0, at + length / 2.0),
    }
}

/// Pixels the words take: a character outside Latin is taken to be a square.
fn length(text: &str) -> f64 {
    text.chars().map(|c| if c < '\u{1100}' { CHARACTER } else { 12.0 }).sum()
}

/// The anchor that keeps words within the narrowest page, which keeps them within all.
fn anchor(x: f64, text: &str) -> &'static str {
    let (from, to) = reach(x, text, "middle", NARROW);
    if from < 0.0 {
        "start"
    } else if to > NARROW {
        "end"
    } else {
        "middle"
    }
}

/// Each outlet's name at its first report, in the lowest row with room. A name without room
/// anywhere is left out: the list of sources and the description of the drawing have it.
fn place_names(ordered: &[&Source], span: Span) -> Vec<Placed> {
    let mut seen = std::collections::BTreeSet::new();
    let wanted: Vec<Placed> = ordered
        .iter()
        .filter(|source| seen.insert(&source.outlet))
        .map(|source| {
            let x = span.percent(source.time);
            let text = shorten(&source.site, NAME).into_owned();
            Placed { x, row: 0, anchor: anchor(x, &text), text, wide: false }
        })
        .collect();
    let mut placed: Vec<Placed> = Vec::new();
    let mut homeless = Vec::new();
    for name in wanted {
        match room(&placed, &name, NARROW) {
            Some(row) => placed.push(Placed { row, ..name }),
            None => homeless.push(name),
        }
    }
    for name in homeless {
        if let Some(row) = room(&placed, &name, WIDE) {
            placed.push(Placed { row, wide: true, ..name });
        }
    }
    placed
}

/// The lowest row in which `name` touches no other on a page `width` wide.
fn room(placed: &[Placed], name: &Placed, width: f64) -> Option<usize> {
    let (from, to) = reach(name.x, &name.text, name.anchor, width);
    (0..ROWS).find(|row| {
        placed.iter().filter(|other| other.row == *row).all(|other| {
            let (left, right) = reach(other.x, &other.text, other.anchor, width);
            to + GAP <= left || right + GAP <= from
        })
    })
}

/// Marks on whole hours or days of the reader's clocks, none over another.
fn place_ticks(span: Span, axis: f64, when: &When<'_>) -> Vec<TickView> {
    let hours = span.to.duration_since(span.from).as_hours().max(1);
    let step = STEPS.into_iter().find(|step| hours / step < TICKS).unwrap_or(STEPS[STEPS.len() - 1]);
    let mut ticks = Vec::new();
    let mut free = 0.0;
    // The day that the last mark spoke of: the next one names its own if it is another.
    let mut named = None;
    let Ok(mut at) = when.local(span.from).start_of_day() else { return ticks };
    while at.timestamp() <= span.to {
        if at.timestamp() >= span.from {
            let x = span.percent(at.timestamp());
            let text = tick(&at, step, named != Some(at.date()), when);
            let anchor = anchor(x, &text);
            let (from, to) = reach(x, &text, anchor, NARROW);
            if from >= free {
                free = to + GAP;
                named = Some(at.date());
                ticks.push(TickView {
                    x: number(x),
                    y: number(axis + 21.5),
                    top: number(axis - 3.5),
                    bottom: number(axis + 3.5),
                    anchor,
                    text,
                });
            }
        }
        // Days by the calendar, so that midnight stays midnight when the clocks change.
        let next = if step < 24 { at.checked_add(step.hours()) } else { at.checked_add((step / 24).days()) };
        match next {
            Ok(next) if next.timestamp() > at.timestamp() => at = next,
            _ => break,
        }
    }
    ticks
}

fn tick(at: &ZonedDateTime, step: i64, names_day: bool, when: &When<'_>) -> String {
    let clock = at.strftime("%H:%M").to_string();
    if step >= 7 * 24 {
        when.day(at.date())
    } else if step >= 24 {
        format!("{} {}", when.weekday_short(at.date()), at.day())
    } else if names_day {
        format!("{} {clock}", when.weekday_short(at.date()))
    } else {
        clock
    }
}

#[cfg(test)]
mod tests {
    use super::{Labels, NARROW, Source, WIDE, When, timeline};
    use crate::model::{EntryId, Link, OutletId};
    use crate::render::view::TimelineView;
    use jiff::tz::TimeZone;
    use jiff::{SignedDuration, Timestamp};

    fn source(number: i64, site: &str, minutes: i64) -> Source {
        let start: Timestamp = "2026-05-05T06:31:00Z".parse().expect("a moment");
        Source {
            entry: EntryId::from_stored(format!("{number:016x}")),
            outlet: OutletId::new(site),
            site: site.to_owned(),
            link: Link::parse("https://a.example/", None).expect("a link"),
            title: String::new(),
            earlier_titles: Vec::new(),
            time: start + SignedDuration::from_mins(minutes),
            new: true,
            copy: false,
        }
    }

    fn draw(sources: &[Source]) -> Option<TimelineView> {
        let labels = Labels::of("en").expect("English has labels");
        let at = "2026-05-06T06:31:00Z".parse().expect("a moment");
        timeline(sources, &labels, &When::new(&labels, TimeZone::UTC, at))
    }

    /// Boxes of the words, as a browser would draw them.
    fn boxes(view: &TimelineView, width: f64) -> Vec<(f64, f64, f64, String)> {
        let value = |text: &str| text.parse::<f64>().expect("a number");
        let name = view.names.iter().filter(|name| width > NARROW || !name.wide);
        name.map(|name| (&name.x, &name.y, name.anchor, &name.text))
            .chain(view.ticks.iter().map(|tick| (&tick.x, &tick.y, tick.anchor, &tick.text)))
            .map(|(x, y, anchor, text)| {
                let (from, to) = super::reach(value(x), text, anchor, width);
                (from, to, value(y), text.clone())
            })
            .collect()
    }

    #[test]
    fn no_two_words_overlap_and_none_leaves_the_page() {
        let busy: Vec<Source> =
            (0..40).map(|n| source(n, &format!("a-rather-long-outlet-name-{n}.example"), n * n % 97 * 11)).collect();
        let days: Vec<Source> = (0..9).map(|n| source(n, &format!("o{n}.example"), n * 1700)).collect();
        let weeks: Vec<Source> = (0..5).map(|n| source(n, &format!("o{n}.example"), n * 40_000)).collect();
        let once: Vec<Source> = (0..6).map(|n| source(n, &format!("outlet{n}.example"), 0)).collect();
        for sources in [busy, days, weeks, once] {
            let view = draw(&sources).expect("a timeline");
            assert!(!view.ticks.is_empty() && view.ticks.len() <= 5, "{:?}", view.ticks);
            assert!(!view.names.is_empty());
            for width in [NARROW, WIDE] {
                let boxes = boxes(&view, width);
                for (i, (from, to, y, text)) in boxes.iter().enumerate() {
                    assert!(*from >= 0.0 && *to <= width, "{text} leaves the page: {from} to {to} of {width}");
                    for (left, right, height, other) in &boxes[i + 1..] {
                        let apart = (y - height).abs() >= 12.0 || to < left || right < from;
                        assert!(apart, "{text} overlaps {other} at {width}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_report_is_in_the_description() {
        let sources: Vec<Source> = (0..30).map(|n| source(n, &format!("o{n}.example"), n)).collect();
        let view = draw(&sources).expect("a timeline");
        assert!(sources.iter().all(|source| view.label.contains(&source.site)));
        assert!(draw(&sources[..1]).is_none() && draw(&[]).is_none());
    }
}
