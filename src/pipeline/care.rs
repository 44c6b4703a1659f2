//! How the keywords fare with what is stored.

use super::{account, preview};
use crate::compose::Place;
use crate::compose::filter::{self, Care, Uncovered};
use crate::config::Config;
use crate::model::{Entry, EntryId, StoryId};
use crate::store::{Store, StoreError};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Words without a keyword that are shown, at most.
const UNCOVERED: usize = 10;

/// What a look at stored entries says about the keywords.
#[derive(Debug, Clone)]
pub struct CareReport {
    /// How many days were looked at.
    pub days: u32,
    /// When the first of the entries was seen; none where there is no entry.
    pub oldest: Option<Timestamp>,
    /// What is odd.
    pub care: Care,
    /// Words that the stories on recent pages share and no keyword names.
    pub uncovered: Vec<Uncovered>,
}

pub(super) async fn care<S: Store>(
    config: &Config,
    store: &S,
    now: Timestamp,
    days: u32,
) -> Result<CareReport, StoreError> {
    let (from, entries) = preview::recent(store, now, days).await?;
    let filter = account::filter(config);
    let by_id: BTreeMap<&EntryId, &Entry> = entries.iter().map(|entry| (&entry.id, entry)).collect();
    // A story told on several pages counts once, as the last of them has it.
    let mut stories: BTreeMap<StoryId, Vec<&Entry>> = BTreeMap::new();
    for line in store.archive().await?.into_iter().take_while(|line| line.at >= from) {
        let Some(account) = account::account(store, &line.key).await? else { continue };
        let shown = account.stories.iter().filter(|story| matches!(story.place, Place::Shown { .. }));
        for story in shown {
            let members = story.members.iter().filter_map(|member| by_id.get(&member.entry).copied());
            stories.entry(story.story.clone()).or_insert_with(|| members.collect());
        }
    }
    let judgements = filter.judge_all(&entries);
    let elsewhere: Vec<&Entry> =
        entries.iter().zip(&judgements).filter(|(_, judgement)| !judgement.is_kept()).map(|(entry, _)| entry).collect();
    Ok(CareReport {
        days,
        oldest: entries.iter().map(|entry| entry.first_seen).min(),
        care: filter::care(&filter, &entries.iter().collect::<Vec<_>>()),
        uncovered: filter::uncovered(&filter, &stories.into_values().collect::<Vec<_>>(), &elsewhere, UNCOVERED),
    })
}
