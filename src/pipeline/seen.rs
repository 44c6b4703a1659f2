//! What the feeds have said of late, kept between editions: against it, a word that is new today stands out.
//!
//! It is kept as it was after the latest edition and as it was before that, since an edition that is made again must not
//! be measured by its own words.

use crate::compose::group::Seen;
use crate::model::Edition;
use crate::store::{Store, StoreError};
use jiff::Timestamp;

/// Name of the note that keeps what was seen when the latest edition had been made.
const LATEST: &str = "seen";

/// The same of the edition before it.
const BEFORE: &str = "seen-before";

/// What was seen before the edition that is to be made at `now`, which takes the place of `replaced`.
pub(super) async fn before<S: Store>(
    store: &S,
    replaced: Option<&Edition>,
    now: Timestamp,
) -> Result<Seen, StoreError> {
    let latest = store.note(LATEST).await?.unwrap_or_default();
    let note = match replaced {
        Some(edition) if head(&latest).0 == edition.key => store.note(BEFORE).await?.unwrap_or_default(),
        _ => latest,
    };
    let (_, at, counts) = head(&note);
    let mut seen = Seen::from_text(counts);
    if let Some(at) = at {
        seen.age(now.duration_since(at));
    }
    Ok(seen)
}

/// Keeps what was seen when `edition` had been made.
pub(super) async fn keep<S: Store>(store: &S, edition: &Edition, seen: &Seen) -> Result<(), StoreError> {
    let latest = store.note(LATEST).await?.unwrap_or_default();
    if !latest.is_empty() && head(&latest).0 != edition.key {
        store.set_note(BEFORE, &latest).await?;
    }
    store.set_note(LATEST, &format!("{}\t{}\n{}", edition.key, edition.at, seen.to_text())).await
}

/// The edition a note was made with, when that was, and the counts.
fn head(note: &str) -> (&str, Option<Timestamp>, &str) {
    let (head, counts) = note.split_once('\n').unwrap_or_default();
    let (edition, at) = head.split_once('\t').unwrap_or_default();
    (edition, at.parse().ok(), counts)
}
