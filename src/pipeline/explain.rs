//! Why an entry or a story is, or is not, where it is: read from the accounts of past editions.

use super::account::{self, matched};
use crate::compose::filter::Reason;
use crate::compose::{Account, Matched, StoryAccount, Verdict, Was};
use crate::config::{Config, nearest};
use crate::model::{Entry, EntryId, Link, StoryId};
use crate::store::{Considered, Store, StoreError};
use jiff::Timestamp;
use serde::Serialize;

/// Editions searched for words of a headline, newest first.
const SEARCHED: usize = 60;

/// Entries of one site that are compared with an address nobody knows.
const NEIGHBOURS: usize = 5_000;

/// What an address or words that nobody knows are answered with, at most.
const SUGGESTIONS: usize = 5;

/// The answer to "why?".
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[non_exhaustive]
pub enum Explained {
    /// It is an entry.
    Entry(Box<Explanation>),
    /// It is a story.
    Story {
        /// The key of the last edition that looked at it.
        edition: String,
        /// When that was made.
        at: Timestamp,
        /// What it is and where it stands.
        story: Box<StoryAccount>,
    },
    /// It may be several: which one?
    Several {
        /// Those it may be, the newest first.
        known: Vec<Known>,
        /// How many there are besides.
        more: usize,
    },
    /// Nobody knows it.
    Unknown(Unknown),
}

/// An entry or a story, to be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Known {
    /// What to ask for: an address, or the name of a story or an entry.
    pub ask: String,
    /// Its headline.
    pub title: String,
}

/// What can be said of something that nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unknown {
    /// What was asked for.
    pub what: String,
    /// It was read as an address.
    pub is_address: bool,
    /// Outlets of `feeds.toml` that have brought entries of the same site.
    pub outlets: Vec<String>,
    /// What is most like it, the nearest first.
    pub nearest: Vec<Known>,
}

/// Why an entry is, or is not, on a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// Its name.
    pub entry: EntryId,
    /// Its outlet's name in `feeds.toml`.
    pub outlet: String,
    /// Its headline.
    pub title: String,
    /// Its link, where it has one.
    pub link: Option<String>,
    /// When it claims to have been published.
    pub published: Option<Timestamp>,
    /// When it was first seen.
    pub first_seen: Timestamp,
    /// What became of it.
    pub fate: Fate,
    /// Its story, where it got that far.
    pub story: Option<StoryAccount>,
    /// The topics it would belong to by `feeds.toml` as it is now.
    pub topics_now: Vec<Matched>,
    /// Why it would belong to none.
    pub dropped_now: Option<Reason>,
}

impl Explanation {
    /// Whether `feeds.toml`, as it is now, would decide as it did: other topics, or another rule.
    #[must_use]
    pub fn is_as_it_was(&self) -> bool {
        let Fate::Judged { verdict, .. } = &self.fate else { return true };
        let names = |topics: &[Matched]| topics.iter().map(|found| found.topic.clone()).collect::<Vec<_>>();
        let reason = if let Was::Dropped { reason } = &verdict.was { Some(reason) } else { None };
        // A rule is only heard where the entry belongs to no topic.
        names(&verdict.topics) == names(&self.topics_now)
            && (reason.is_none() || !self.topics_now.is_empty() || reason == self.dropped_now.as_ref())
    }
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "fate")]
#[non_exhaustive]
pub enum Fate {
    /// The last edition that considered it has this to say.
    Judged {
        /// The key of that edition.
        edition: String,
        /// When it was made.
        at: Timestamp,
        /// What became of it.
        verdict: Box<Verdict>,
    },
    /// No edition has considered it yet: the next one will.
    Waiting,
    /// It was too old to be news when its outlet was first read.
    Backlog,
    /// An edition considered it, but an earlier version of Tidings did not keep what this one wants to know.
    Forgotten {
        /// The key of that edition.
        edition: String,
    },
}

pub(super) async fn explain<S: Store>(config: &Config, store: &S, what: &str) -> Result<Explained, StoreError> {
    let what = what.trim();
    if let Some(id) = story_id(what)
        && let Some(found) = story(store, &id).await?
    {
        return Ok(found);
    }
    if let Some(id) = entry_id(what)
        && let Some(entry) = store.entries(&[id]).await?.into_iter().next()
    {
        return of_entry(config, store, entry).await;
    }
    match address(what) {
        Some(link) => of_address(config, store, what, &link).await,
        None => of_words(config, store, what).await,
    }
}

/// The name of a story, given as such or as the address of its page.
fn story_id(what: &str) -> Option<StoryId> {
    let name = what.split(['#', '?']).next()?.rsplit('/').next()?;
    let name = name.strip_suffix(".html").unwrap_or(name);
    // A day, and more: `2026-03-01-dam-bursts-4f2a1c`.
    let is_day = name.get(..10)?.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    (is_day && name.get(10..11) == Some("-")).then(|| StoryId::from_stored(name))
}

fn entry_id(what: &str) -> Option<EntryId> {
    let is_name = what.len() == 16 && what.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_name.then(|| EntryId::from_stored(what.to_ascii_lowercase()))
}

/// An address, with its scheme or without.
fn address(what: &str) -> Option<Link> {
    if what.contains(char::is_whitespace) {
        return None;
    }
    if what.starts_with("http://") || what.starts_with("https://") {
        return Link::parse(what, None).ok();
    }
    let host = what.split('/').next()?;
    (host.len() < what.len() && host.contains('.')).then(|| Link::parse(&format!("https://{what}"), None).ok())?
}

async fn of_address<S: Store>(config: &Config, store: &S, what: &str, link: &Link) -> Result<Explained, StoreError> {
    let key = link.key();
    let host = key.split(['/', '?']).next().unwrap_or_default().to_owned();
    let neighbours = store.linked(&host, NEIGHBOURS).await?;
    let keyed: Vec<(String, &Entry)> =
        neighbours.iter().filter_map(|entry| Some((entry.link.as_ref()?.key(), entry))).collect();
    let same: Vec<&Entry> = keyed.iter().filter(|(other, _)| *other == key).map(|(_, entry)| *entry).collect();
    match same.as_slice() {
        [] => {}
        [entry] => return of_entry(config, store, (*entry).clone()).await,
        several => return Ok(choice(several.iter().map(|entry| by_name(entry)).collect())),
    }
    let mut outlets: Vec<String> = neighbours.iter().map(|entry| entry.outlet.to_string()).collect();
    outlets.sort_unstable();
    outlets.dedup();
    // The likest first: by how much of the address is the same from the front, and by a slip of the keys.
    let mut near: Vec<(bool, usize, &Entry)> = keyed
        .iter()
        .map(|(other, entry)| {
            let shared = other.bytes().zip(key.bytes()).take_while(|(a, b)| a == b).count();
            (nearest(&key, [other.as_str()]).is_some(), shared, *entry)
        })
        .filter(|(is_slip, shared, _)| *is_slip || *shared > host.len() + 1)
        .collect();
    near.sort_by_key(|(is_slip, shared, _)| std::cmp::Reverse((*is_slip, *shared)));
    if near.first().is_some_and(|(is_slip, ..)| *is_slip) {
        near.retain(|(is_slip, ..)| *is_slip);
    }
    let nearest = near.iter().take(SUGGESTIONS).map(|(_, _, entry)| by_address(entry)).collect();
    Ok(Explained::Unknown(Unknown { what: what.to_owned(), is_address: true, outlets, nearest }))
}

fn by_address(entry: &Entry) -> Known {
    let ask = entry.link.as_ref().map_or_else(|| entry.id.to_string(), ToString::to_string);
    Known { ask, title: entry.title.to_string() }
}

fn by_name(entry: &Entry) -> Known {
    Known { ask: entry.id.to_string(), title: format!("{} ({})", &*entry.title, entry.outlet) }
}

fn choice(mut known: Vec<Known>) -> Explained {
    let more = known.len().saturating_sub(2 * SUGGESTIONS);
    known.truncate(2 * SUGGESTIONS);
    Explained::Several { known, more }
}

/// Looks for words in the headlines of recent editions, and of what waits for the next.
async fn of_words<S: Store>(config: &Config, store: &S, what: &str) -> Result<Explained, StoreError> {
    let wanted: Vec<String> = what.split_whitespace().map(str::to_lowercase).collect();
    let has = |title: &str| {
        let title = title.to_lowercase();
        !wanted.is_empty() && wanted.iter().all(|word| title.contains(word.as_str()))
    };
    for line in store.archive().await?.into_iter().take(SEARCHED) {
        let Some(account) = account::account(store, &line.key).await? else { continue };
        let stories: Vec<&StoryAccount> = account
            .stories
            .iter()
            .filter(|story| has(&story.headline) || story.members.iter().any(|member| has(&member.title)))
            .collect();
        let entries: Vec<&Verdict> =
            account.verdicts.iter().filter(|verdict| verdict.was.story().is_none() && has(&verdict.title)).collect();
        match (stories.as_slice(), entries.as_slice()) {
            ([], []) => {}
            ([story], []) => return Ok(told(&account, story)),
            ([], [verdict]) => {
                if let Some(entry) = store.entries(std::slice::from_ref(&verdict.entry)).await?.into_iter().next() {
                    return of_entry(config, store, entry).await;
                }
            }
            _ => {
                let stories = stories.iter().map(|it| Known { ask: it.story.to_string(), title: it.headline.clone() });
                let entries = entries.iter().map(|verdict| Known {
                    ask: verdict.link.clone().unwrap_or_else(|| verdict.entry.to_string()),
                    title: verdict.title.clone(),
                });
                return Ok(choice(stories.chain(entries).collect()));
            }
        }
    }
    let waiting: Vec<Entry> = store.pending().await?.into_iter().filter(|entry| has(&entry.title)).collect();
    match waiting.as_slice() {
        [] => {
            let unknown =
                Unknown { what: what.to_owned(), is_address: false, outlets: Vec::new(), nearest: Vec::new() };
            Ok(Explained::Unknown(unknown))
        }
        [entry] => of_entry(config, store, entry.clone()).await,
        several => Ok(choice(several.iter().map(by_address).collect())),
    }
}

/// The story of this name as the last edition that looked at it has it.
async fn story<S: Store>(store: &S, id: &StoryId) -> Result<Option<Explained>, StoreError> {
    for line in store.archive().await? {
        if let Some(account) = mentioning(store, &line.key, id.as_str()).await?
            && let Some(story) = account.stories.iter().find(|story| story.story == *id)
        {
            return Ok(Some(told(&account, story)));
        }
    }
    Ok(None)
}

fn told(account: &Account, story: &StoryAccount) -> Explained {
    Explained::Story { edition: account.edition.clone(), at: account.at, story: Box::new(story.clone()) }
}

/// The account of an edition, if `name` stands in it: most editions need not be read at all.
async fn mentioning<S: Store>(store: &S, key: &str, name: &str) -> Result<Option<Account>, StoreError> {
    let json = store.verdicts(key).await?.filter(|json| json.contains(name));
    Ok(json.and_then(|json| account::read(&json)))
}

async fn of_entry<S: Store>(config: &Config, store: &S, entry: Entry) -> Result<Explained, StoreError> {
    let judgement = account::filter(config).judge(&entry);
    let mut story = None;
    let fate = match store.considered(&entry.id).await? {
        None | Some(Considered::NotYet) => Fate::Waiting,
        Some(Considered::Never) => Fate::Backlog,
        Some(Considered::By(edition)) => match last_word(store, &entry).await? {
            Some((account, verdict)) => {
                let id = verdict.was.story();
                story = id.and_then(|id| account.stories.iter().find(|story| story.story == *id)).cloned();
                Fate::Judged { edition: account.edition, at: account.at, verdict: Box::new(verdict) }
            }
            None => Fate::Forgotten { edition },
        },
    };
    Ok(Explained::Entry(Box::new(Explanation {
        outlet: entry.outlet.to_string(),
        title: entry.title.to_string(),
        link: entry.link.as_ref().map(ToString::to_string),
        published: entry.published,
        first_seen: entry.first_seen,
        fate,
        story,
        topics_now: matched(config, &judgement),
        dropped_now: judgement.dropped,
        entry: entry.id,
    })))
}

/// The verdict of the last edition that considered an entry.
async fn last_word<S: Store>(store: &S, entry: &Entry) -> Result<Option<(Account, Verdict)>, StoreError> {
    for line in store.archive().await?.into_iter().take_while(|line| line.at >= entry.first_seen) {
        let Some(account) = mentioning(store, &line.key, entry.id.as_str()).await? else { continue };
        if let Some(verdict) = account.verdicts.iter().find(|verdict| verdict.entry == entry.id) {
            let verdict = verdict.clone();
            return Ok(Some((account, verdict)));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::{address, entry_id, story_id};

    #[test]
    fn what_is_asked_for() {
        let story = |what: &str| story_id(what).map(|id| id.to_string());
        let id = "2026-03-01-dam-bursts-4f2a1c";
        assert_eq!(story(id).as_deref(), Some(id));
        assert_eq!(story(&format!("file:///srv/output/story/{id}.html#numbers")).as_deref(), Some(id));
        assert_eq!(story("dam bursts"), None);
        assert_eq!(story("2026/03/01"), None);
        assert!(entry_id("00AB34567890cdef").is_some() && entry_id("00ab").is_none());
        assert!(address("daily.example/dam").is_some() && address("https://daily.example").is_some());
        assert!(
            address("dam bursts").is_none() && address("and/or").is_none() && address("ftp://a.example/x").is_none()
        );
    }
}
