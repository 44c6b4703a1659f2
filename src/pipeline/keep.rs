//! Forgetting: what `[keep]` does not ask to be kept, and the pages of what was forgotten.

use super::outcome::Error;
use super::pages;
use crate::config::Config;
use crate::deliver;
use crate::render;
use crate::store::{Forgotten, Keep, Store};
use jiff::{SignedDuration, Timestamp};
use tracing::info;

/// Name of the note that keeps the day on which something was last forgotten.
const FORGOT: &str = "forgot";

/// Room is never made by forgetting what a living story may be made of: a story lives a fortnight.
const SPARED: SignedDuration = SignedDuration::from_hours(15 * 24);

/// Forgets, once a day, what has come of age since the day before.
pub(super) async fn forget_daily<S: Store>(config: &Config, store: &S, now: Timestamp) -> Result<(), Error> {
    if !config.keep.is_bounded() {
        return Ok(());
    }
    let today = now.to_zoned_datetime(config.zone.clone()).date().to_string();
    if store.note(FORGOT).await?.is_some_and(|day| day == today) {
        return Ok(());
    }
    forget(config, store, now, false).await?;
    store.set_note(FORGOT, &today).await?;
    Ok(())
}

/// Forgets what is past its time; with `thorough` everything stored is looked at once more.
pub(super) async fn forget<S: Store>(
    config: &Config,
    store: &S,
    now: Timestamp,
    thorough: bool,
) -> Result<Forgotten, Error> {
    let before = |kept: Option<SignedDuration>| kept.and_then(|kept| now.checked_sub(kept).ok());
    let keep = Keep {
        entries_before: before(config.keep.entries),
        editions_before: before(config.keep.editions),
        size: config.keep.size.zip(before(Some(SPARED))),
        thorough,
    };
    let forgotten = store.forget(&keep).await?;
    if forgotten.has_pages() {
        let removed = pages_of(config, &forgotten);
        deliver::remove(&config.output, &removed)?;
        let pages =
            if forgotten.editions.is_empty() { Vec::new() } else { pages::after_forgetting(config, store).await? };
        deliver::write(&config.output, &pages)?;
        store.swept(&removed, &pages::records(&pages, &pages::print(config)?)).await?;
    }
    info!(entry.forgotten = forgotten.entries, edition.forgotten = forgotten.editions.len(), "forgot");
    Ok(forgotten)
}

/// Every page of what was forgotten, and every letter.
fn pages_of(config: &Config, forgotten: &Forgotten) -> Vec<String> {
    let editions = forgotten.editions.iter().flat_map(|key| {
        let letters = deliver::letters(&config.output, key);
        render::edition_paths(key).into_iter().chain(letters)
    });
    let verdicts = forgotten.verdicts.iter().map(|key| render::verdicts_path(key));
    let stories = forgotten.stories.iter().map(render::story_path);
    editions.chain(verdicts).chain(stories).collect()
}
