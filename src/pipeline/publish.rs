//! Publishing: store -> compose -> render -> deliver, once an edition.

use super::elapsed::millis;
use super::feeds::{self, KnownFeed};
use super::outcome::{Error, PublishReport, Published};
use super::pages::STORY_LIVES;
use super::{pages, seen, send};
use crate::clock::Clock;
use crate::compose::group::Seen;
use crate::compose::{self, Input, brief};
use crate::config::{Config, IfEmpty, Repeat, Window};
use crate::deliver;
use crate::model::{Digest, Edition, Entry, EntryId, Ill, Story, StoryId, Trouble, fingerprint};
use crate::render::LOOKS_BACK;
use crate::store::{Store, StoreError, Told};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::time::Instant;
use tracing::{Instrument as _, info, info_span};

/// How far back entries are looked at when the coverage of a story is put together: as far as grouping compares them.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(compose::group::WINDOW_HOURS as i64);

/// The first edition of all covers this much.
const FIRST_WINDOW: SignedDuration = SignedDuration::from_hours(24);

/// Name of the note that keeps the print of what the last edition was composed with.
const COMPOSED_WITH: &str = "composed-with";

/// Name of the note that keeps the print of what the pages were rendered with.
pub(super) const RENDERED_WITH: &str = "rendered-with";

/// Name of the note that keeps the options that the pages were rendered with: `verify` may not have the `feeds.toml`.
pub(super) const RENDERED_HOW: &str = "rendered-how";

pub(super) async fn publish<S: Store>(config: &Config, store: &S, clock: Clock) -> Result<Published, Error> {
    let span = info_span!(
        "publish",
        edition = tracing::field::Empty,
        entry.read = tracing::field::Empty,
        entry.kept = tracing::field::Empty,
        story.count = tracing::field::Empty,
        brief.count = tracing::field::Empty,
        duration_ms = tracing::field::Empty
    );
    let begun = Instant::now();
    async {
        let now = clock.now();
        let last = store.digests(1).await?.into_iter().next();
        let plan = plan(config, store, last.as_ref(), now).await?;
        let is_replaced = plan.as_ref().is_some_and(|plan| plan.replaces.is_some());
        let edition = match plan {
            Some(plan) => compose(config, store, last.as_ref(), plan, now).await?,
            None => None,
        };
        if let Some(made) = &edition {
            store.save_edition(&made.told).await?;
            seen::keep(store, &made.told.digest.edition, &made.seen).await?;
            store.set_note(COMPOSED_WITH, &composition_print(config)).await?;
            let figures = &made.told.digest.figures;
            let span = tracing::Span::current();
            span.record("edition", &made.told.digest.edition.key)
                .record("entry.read", figures.entries)
                .record("entry.kept", figures.entries_kept)
                .record("story.count", figures.briefs + figures.singles)
                .record("brief.count", figures.briefs);
            info!("composed");
        }
        let pages = deliver(config, store, edition.map(|made| made.told), is_replaced).await?;
        // The pages are out: whatever happens to mail takes nothing back.
        let sent = send::send(config, store, now).await?;
        tracing::Span::current().record("duration_ms", millis(begun));
        info!("published");
        Ok(Published { pages, sent: sent.left, letters: sent.letters, unsent: sent.unsent })
    }
    .instrument(span)
    .await
}

/// An edition to be made.
struct Plan {
    edition: Edition,
    /// The edition of today that this one replaces, because `feeds.toml` asks for something else now.
    replaces: Option<Edition>,
    entries: Vec<Entry>,
    /// Whether an edition without a story is to be made all the same.
    even_if_empty: bool,
}

async fn plan<S: Store>(
    config: &Config,
    store: &S,
    last: Option<&Digest>,
    now: Timestamp,
) -> Result<Option<Plan>, StoreError> {
    let today = now.to_zoned_datetime(config.zone.clone()).date();
    let last_edition = last.map(|digest| &digest.edition);
    let is_first_today =
        last_edition.is_none_or(|edition| edition.at.to_zoned_datetime(config.zone.clone()).date() != today);
    let changed = store.note(COMPOSED_WITH).await?.is_some_and(|print| print != composition_print(config));
    let replaces = last_edition.filter(|_| changed && !is_first_today).cloned();
    let even_if_empty = is_first_today && config.if_empty == IfEmpty::Note;
    let nothing_came = store.pending_count().await? == 0;
    if nothing_came && replaces.is_none() && !(even_if_empty && last.is_some()) {
        return Ok(None);
    }
    let mut entries = match config.window {
        Window::SinceLast => store.pending().await?,
        Window::Last(span) => {
            // What was seen before the clock went back would wait until it has come there again.
            let mut ahead = store.pending().await?;
            ahead.retain(|entry| entry.first_seen > now);
            let mut seen = store.seen_between(before(now, span), now).await?;
            seen.extend(ahead);
            seen
        }
    };
    if let Some(replaced) = &replaces {
        let have: BTreeSet<EntryId> = entries.iter().map(|entry| entry.id.clone()).collect();
        let again = store.considered_by(&replaced.key).await?;
        entries.extend(again.into_iter().filter(|entry| !have.contains(&entry.id)));
    }
    let from = match (&replaces, last_edition, config.window) {
        (Some(before_it), ..) => before_it.from,
        (None, _, Window::Last(span)) => before(now, span),
        (None, Some(edition), Window::SinceLast) => edition.at.min(now).max(before(now, config.max_window)),
        (None, None, Window::SinceLast) => before(now, FIRST_WINDOW),
    };
    let key = match &replaces {
        Some(before_it) => before_it.key.clone(),
        None => free_key(config, store, now, is_first_today).await?,
    };
    let edition = Edition { key, zone: config.zone_name.clone(), from, at: now };
    Ok(Some(Plan { edition, replaces, entries, even_if_empty }))
}

/// The moment `by` before `at`.
fn before(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_sub(by).unwrap_or(Timestamp::MIN)
}

/// The print of everything in `feeds.toml` that decides what a digest tells.
fn composition_print(config: &Config) -> String {
    let outlets: Vec<_> =
        config.outlets.iter().filter(|outlet| outlet.enabled).map(|outlet| (&outlet.outlet, &outlet.not)).collect();
    let settings = (&config.title, &config.zone_name, config.window, config.max_window, config.repeat);
    let room = (config.stories, config.per_outlet, config.max_excerpt);
    let by_hand = &config.overrides;
    fingerprint(&[&format!("{outlets:?} {:?} {settings:?} {room:?} {by_hand:?}", config.topics)])
}

/// A key that no edition has: where the clock went back, that of the day may be taken, and pages of the past stay.
async fn free_key<S: Store>(
    config: &Config,
    store: &S,
    now: Timestamp,
    is_first_today: bool,
) -> Result<String, StoreError> {
    let mut candidate = key(config, now, is_first_today);
    let mut number = 1;
    while store.verdicts(&candidate).await?.is_some() {
        candidate = key(config, now, false);
        if number > 1 {
            candidate = format!("{candidate}-{number}");
        }
        number += 1;
    }
    Ok(candidate)
}

/// The folder of an edition: the day, and for a later one on that day the time too.
fn key(config: &Config, now: Timestamp, is_first_today: bool) -> String {
    let local = now.to_zoned_datetime(config.zone.clone());
    let format = if is_first_today { "%Y/%m/%d" } else { "%Y/%m/%d/%H%M%S" };
    local.strftime(format).to_string()
}

async fn compose<S: Store>(
    config: &Config,
    store: &S,
    last: Option<&Digest>,
    plan: Plan,
    now: Timestamp,
) -> Result<Option<Made>, StoreError> {
    let seen = seen::before(store, plan.replaces.as_ref(), now).await?;
    let news: BTreeSet<&EntryId> = plan.entries.iter().map(|entry| &entry.id).collect();
    let alive = store.stories(before(now, STORY_LIVES)).await?;
    let (stories, mut withdrawn) = as_before(alive, plan.replaces.as_ref(), &news);
    let mut earlier = store.seen_between(before(now, LOOK_BACK), now).await?;
    earlier.retain(|entry| !news.contains(&entry.id));
    let have: BTreeSet<&EntryId> = earlier.iter().map(|entry| &entry.id).chain(news.iter().copied()).collect();
    // What a living story has told is looked at as well, however long ago it was seen.
    // Whoever joins stories by hand may mean any that lives.
    let lookback = before(now, if config.overrides.is_empty() { LOOK_BACK } else { STORY_LIVES });
    let missing: Vec<EntryId> = stories
        .iter()
        .filter(|story| story.last_told() >= lookback)
        .flat_map(|story| story.members.iter())
        .filter(|id| !have.contains(id))
        .cloned()
        .collect();
    earlier.extend(store.entries(&missing).await?);

    let known = feeds::known(config, store, now).await?;
    let troubles = known.iter().filter_map(|feed| trouble(config, feed)).collect();
    let outlets: Vec<_> = config.outlets.iter().map(|outlet| outlet.outlet.clone()).collect();
    let nots: Vec<_> = config.outlets.iter().map(|outlet| (outlet.outlet.id.clone(), outlet.not.clone())).collect();
    let composed = compose::digest(&Input {
        edition: plan.edition,
        title: &config.title,
        topics: &config.topics,
        outlets: &outlets,
        outlet_nots: &nots,
        entries: &plan.entries,
        earlier: &earlier,
        stories: &stories,
        overrides: &config.overrides,
        seen: &seen,
        feeds: known.len(),
        feeds_read: known.iter().filter(|feed| feed.status.answers()).count(),
        troubles,
        oldest: oldest(config, &plan.entries, now),
        updates_only: config.repeat == Repeat::UpdatesOnly,
        never_again: config.repeat == Repeat::Never,
        stories_most: config.stories,
        per_outlet: config.per_outlet,
        brief: brief::Options { max_excerpt: config.max_excerpt, ..brief::Options::default() },
    });
    if composed.digest.is_empty() && !plan.even_if_empty && !(last.is_none() || plan.replaces.is_some()) {
        return Ok(None);
    }
    let told: BTreeSet<&StoryId> = composed.stories.iter().map(|story| &story.id).collect();
    withdrawn.retain(|id| !told.contains(id));
    let considered = plan.entries.iter().map(|entry| entry.id.clone()).collect();
    let verdicts = serde_json::to_string(&composed.account).unwrap_or_default();
    let told = Told { digest: composed.digest, stories: composed.stories, withdrawn, considered, verdicts };
    Ok(Some(Made { told, seen: composed.seen }))
}

/// What a person is needed for, if this feed needs one. Only a failure is counted.
fn trouble(config: &Config, known: &KnownFeed<'_>) -> Option<Trouble> {
    let ill = known.status.needs_person.as_ref()?;
    Some(Trouble {
        site: known.outlet.outlet.site.clone(),
        url: feeds::shown(&known.feed.address, &config.folder),
        cause: ill.words(&config.zone),
        failures: if let Ill::Failing { failures, .. } = ill { *failures } else { 0 },
        last_success: known.state.last_success,
    })
}

/// An edition that has been made.
struct Made {
    told: Told,
    /// What the feeds have said of late, its entries included.
    seen: Seen,
}

/// The last edition, and what it would be if it were made again, over the same entries, by `feeds.toml` as it is now.
/// Nothing is saved.
pub(super) async fn again<S: Store>(config: &Config, store: &S) -> Result<Option<(Digest, Told)>, StoreError> {
    let Some(last) = store.digests(1).await?.into_iter().next() else { return Ok(None) };
    let edition = last.edition.clone();
    let now = edition.at;
    let mut entries = store.considered_by(&edition.key).await?;
    if let Window::Last(span) = config.window {
        let have: BTreeSet<EntryId> = entries.iter().map(|entry| entry.id.clone()).collect();
        let seen = store.seen_between(before(now, span), now).await?;
        entries.extend(seen.into_iter().filter(|entry| !have.contains(&entry.id)));
    }
    let plan = Plan { edition: edition.clone(), replaces: Some(edition), entries, even_if_empty: true };
    let told = compose(config, store, Some(&last), plan, now).await?;
    Ok(told.map(|made| (last, made.told)))
}

/// Entries that claim to be older than this are no news.
///
/// Where all that came from two outlets or more claims to be too old, it is more likely that the clock of this
/// machine is ahead than that nobody has published for so long: then the newest of them counts as now.
fn oldest(config: &Config, entries: &[Entry], now: Timestamp) -> Timestamp {
    let usual = before(now, config.max_window);
    let dated = || entries.iter().filter_map(|entry| Some((entry.published?, &entry.outlet)));
    let outlets: BTreeSet<_> = dated().map(|(_, outlet)| outlet).collect();
    match dated().map(|(at, _)| at).max() {
        Some(newest) if newest < usual && outlets.len() > 1 => before(newest, config.max_window),
        _ => usual,
    }
}

/// The stories as they were before the edition that is about to be replaced, and those that only it told.
fn as_before(alive: Vec<Story>, replaced: Option<&Edition>, news: &BTreeSet<&EntryId>) -> (Vec<Story>, Vec<StoryId>) {
    let Some(replaced) = replaced else { return (alive, Vec::new()) };
    let mut withdrawn = Vec::new();
    let stories = alive
        .into_iter()
        .filter_map(|mut story| {
            story.tellings.retain(|at| *at != replaced.at);
            if story.tellings.is_empty() {
                withdrawn.push(story.id);
                return None;
            }
            story.told.retain(|id| !news.contains(id));
            Some(story)
        })
        .collect();
    (stories, withdrawn)
}

/// Whether a page is not there any more: somebody removed or emptied it, or put a folder, a link or a pipe in
/// its place. Of the newest edition but for the first `skip` every page has to be there, noted as written or not.
async fn lacks_pages<S: Store>(config: &Config, store: &S, skip: usize) -> Result<bool, Error> {
    let newest = store.digests(skip + 1).await?;
    let expected = newest.get(skip).map(|digest| pages::expected(config, digest)).unwrap_or_default();
    if !expected.iter().all(|page| config.output.join(page).exists()) {
        return Ok(true);
    }
    let written = store.written_pages().await?;
    // Letters are taken away by whoever sends them on.
    let mut asked_for =
        written.iter().filter(|page| pages::wanted(config, &page.path) && !deliver::is_letter(&page.path));
    Ok(!asked_for.all(|page| deliver::is_there(&config.output.join(&page.path), page.size)))
}

/// Writes the pages of `edition`, or those that are missing. What `is_replaced` told of stories before, which it may not
/// tell any more, stands on their pages: all are made again.
async fn deliver<S: Store>(
    config: &Config,
    store: &S,
    edition: Option<Told>,
    is_replaced: bool,
) -> Result<PublishReport, Error> {
    let interrupted = edition.is_none() && store.is_delivery_due().await?;
    let print = pages::print(config)?;
    let is_stale = store.note(RENDERED_WITH).await?.is_some_and(|before| before != print);
    // The pages of a new edition are still to come.
    let is_missing = lacks_pages(config, store, usize::from(edition.is_some())).await?;
    if edition.is_none() && !interrupted && !is_stale && !is_missing {
        return Ok(PublishReport::Nothing);
    }
    let mend = interrupted || is_stale || is_missing || is_replaced;
    let digests = store.digests(if mend { usize::MAX } else { LOOKS_BACK }).await?;
    if digests.is_empty() {
        return Ok(PublishReport::Nothing);
    }
    if interrupted {
        deliver::sweep(&config.output)?;
    }
    let pages = pages::render(config, store, &digests, mend).await?;
    let delivered = {
        let span = info_span!("deliver", page.count = pages.len(), duration_ms = tracing::field::Empty).entered();
        let begun = Instant::now();
        let delivered = deliver::write(&config.output, &pages)?;
        for page in &pages {
            tracing::debug!(page.path, size_bytes = page.body.len(), "delivered");
        }
        span.record("duration_ms", millis(begun));
        info!(page.written = delivered.written, "delivered");
        delivered
    };
    store.mark_delivered(&pages::records(&pages, &print), mend).await?;
    if mend || store.note(RENDERED_WITH).await?.is_none_or(|before| before != print) {
        let options = serde_json::to_string(&pages::options(config)).unwrap_or_default();
        store.set_note(RENDERED_HOW, &options).await?;
    }
    store.set_note(RENDERED_WITH, &print).await?;
    Ok(match edition {
        Some(told) => PublishReport::Edition { key: told.digest.edition.key, figures: told.digest.figures, delivered },
        None => PublishReport::Mended { delivered },
    })
}
