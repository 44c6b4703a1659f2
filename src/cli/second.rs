//! What another reader reads otherwise: as JSON for `tidings read`, in lines for `tidings feeds test`.

use super::amounts::count;
use crate::parse::{Aspect, Difference, Mention, Opinion, Silence};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

/// The most entries and differences listed of a kind.
const MOST_LISTED: usize = 50;

/// A second opinion as JSON: `{reader, ok, agrees, entries, missed, extra, differs, left_out}`, or
/// `{reader, ok: false, asked, error}`.
pub(super) fn describe(opinion: Result<&Opinion, &Silence>) -> Value {
    let opinion = match opinion {
        Ok(opinion) => opinion,
        Err(silence) => {
            let asked = matches!(silence, Silence::Unread(_));
            return json!({"reader": "feed-rs", "ok": false, "asked": asked, "error": silence.to_string()});
        }
    };
    let differs =
        opinion.differs.iter().take(MOST_LISTED).map(
            |one| json!({"entry": one.entry.name(), "what": one.what.name(), "ours": one.ours, "theirs": one.theirs}),
        );
    let lengths = [opinion.missed.len(), opinion.extra.len(), opinion.differs.len()];
    json!({
        "reader": "feed-rs",
        "ok": true,
        "agrees": opinion.agrees(),
        "entries": opinion.entries,
        "missed": mentions(&opinion.missed),
        "extra": mentions(&opinion.extra),
        "differs": differs.collect::<Vec<_>>(),
        "left_out": lengths.iter().map(|length| length.saturating_sub(MOST_LISTED)).sum::<usize>(),
    })
}

fn mentions(mentions: &[Mention]) -> Vec<Value> {
    let mention =
        |one: &Mention| json!({"title": one.title, "link": one.link, "id": one.id, "published": date(one.published)});
    mentions.iter().take(MOST_LISTED).map(mention).collect()
}

/// The most lines about one feed, and the most entries named in a line.
const MOST_LINES: usize = 4;
const MOST_NAMED: usize = 3;

/// The most characters of a headline in a line.
const MAX_TITLE: usize = 60;

/// What feed-rs reads otherwise, in lines for a person; none where both readers agree or feed-rs was not asked.
/// Only headlines are repeated, which are plain text on one line by now; addresses and ids may hold secrets.
pub(super) fn lines(opinion: Result<&Opinion, &Silence>, zone: &TimeZone) -> Vec<String> {
    let opinion = match opinion {
        Ok(opinion) => opinion,
        Err(silence @ Silence::Unread(_)) => return vec![silence.to_string()],
        Err(_) => return Vec::new(),
    };
    let mut lines = Vec::new();
    let of_them = match opinion.missed.len() {
        missed if missed == opinion.entries => "all".to_owned(),
        missed => missed.to_string(),
    };
    if !opinion.missed.is_empty() {
        let entries = count(opinion.entries, "entry");
        let named = named(&opinion.missed);
        lines.push(format!("feed-rs reads {entries} here, {of_them} of them not found by Tidings: {named}"));
    }
    if !opinion.extra.is_empty() {
        let named = named(&opinion.extra);
        lines
            .push(format!("feed-rs does not find {} that Tidings finds: {named}", count(opinion.extra.len(), "entry")));
    }
    let room = MOST_LINES - lines.len();
    lines.extend(opinion.differs.iter().take(room).map(|one| line(one, zone)));
    let more = opinion.differs.len().saturating_sub(room);
    if more > 0 {
        lines.push(format!("and {}", count(more, "more difference")));
    }
    lines
}

fn line(difference: &Difference, zone: &TimeZone) -> String {
    let what = match difference.what {
        Aspect::Title => "headline",
        Aspect::Link => "address",
        Aspect::Updated => "date of change",
        _ => "date",
    };
    let entry = quoted(&difference.entry.title);
    let line = if difference.ours.is_some() {
        format!("feed-rs reads another {what} for {entry}")
    } else {
        let a = if what == "address" { "an" } else { "a" };
        format!("feed-rs reads {a} {what} for {entry}, where Tidings finds none")
    };
    let (ours, theirs) = (difference.ours.as_deref(), difference.theirs.as_str());
    match (difference.what, ours) {
        (Aspect::Link, _) => line,
        (Aspect::Title, _) => format!("{line}: {}", quoted(theirs)),
        (_, Some(ours)) => format!("{line}: {}, not {}", moment(theirs, zone), moment(ours, zone)),
        (_, None) => format!("{line}: {}", moment(theirs, zone)),
    }
}

fn named(mentions: &[Mention]) -> String {
    let mut named: Vec<String> = mentions.iter().take(MOST_NAMED).map(|one| quoted(&one.title)).collect();
    if mentions.len() > MOST_NAMED {
        named.push(format!("and {} more", mentions.len() - MOST_NAMED));
    }
    named.join(", ")
}

fn quoted(title: &str) -> String {
    if title.is_empty() {
        return "an entry without a headline".to_owned();
    }
    match title.char_indices().nth(MAX_TITLE) {
        Some((end, _)) => format!("\"{}…\"", title[..end].trim_end()),
        None => format!("\"{title}\""),
    }
}

/// A time as JSON has it, as the reader's own clock shows it.
fn moment(date: &str, zone: &TimeZone) -> String {
    let shown = |moment: Timestamp| moment.to_zoned_datetime(zone.clone()).strftime("%-d %b %Y %H:%M:%S").to_string();
    date.parse().map_or_else(|_| date.to_owned(), shown)
}

/// A moment as JSON has it, in UTC.
pub(super) fn date(date: Option<Timestamp>) -> Option<String> {
    Some(date?.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}
