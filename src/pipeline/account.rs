//! Accounts of past editions, read back from the store.

use crate::compose::Account;
use crate::compose::Matched;
use crate::compose::filter::{Filter, Judgement};
use crate::config::Config;
use crate::store::{Store, StoreError};

/// The account of the edition `key`; none where an earlier version of Tidings kept it in another layout.
pub(super) async fn account<S: Store>(store: &S, key: &str) -> Result<Option<Account>, StoreError> {
    Ok(store.verdicts(key).await?.and_then(|json| read(&json)))
}

/// An account out of its JSON.
pub(super) fn read(json: &str) -> Option<Account> {
    serde_json::from_str(json).ok()
}

/// The topics of `feeds.toml` as it is now, ready to judge.
pub(super) fn filter(config: &Config) -> Filter {
    let outlets: Vec<_> = config.outlets.iter().map(|outlet| outlet.outlet.clone()).collect();
    let nots: Vec<_> = config.outlets.iter().map(|outlet| (outlet.outlet.id.clone(), outlet.not.clone())).collect();
    Filter::new(&config.topics, &nots, &outlets)
}

/// The topics of a judgement by name.
pub(super) fn matched(config: &Config, judgement: &Judgement) -> Vec<Matched> {
    let topics = judgement.topics.iter();
    topics
        .map(|found| Matched {
            topic: config.topics[found.topic].id.clone(),
            score: found.score,
            hits: found.hits.clone(),
        })
        .collect()
}
