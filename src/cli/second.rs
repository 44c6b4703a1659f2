//! What another reader reads otherwise: as JSON for `tidings read`, in lines for `tidings feeds test`.

use super::read::date;
use crate::parse::{Mention, Opinion, Silence};
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
    let differs = opinion.differs.iter().take(MOST_LISTED).map(|one| {
        json!({"entry": one.entry, "what": one.what.name(), "ours": one.ours, "theirs": one.theirs})
    });
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
    let mention = |one: &Mention| {
        json!({"title": one.title, "link": one.link, "id": one.id, "published": date(one.published)})
    };
    mentions.iter().take(MOST_LISTED).map(mention).collect()
}
