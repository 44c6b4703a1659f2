//! What every store promises, told on the one there is.

use jiff::{SignedDuration, Timestamp};
use tidings::model::{
    Digest, Edition, Entry, EntryId, Feed, FeedAddress, FeedId, FeedState, Figures, Identity, Link, OutletId,
    PlainText, Story, StoryId, fingerprint,
};
use tidings::store::{Gathered, Saved, Sqlite, Store, StoreError, Told};

fn time(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn feed(outlet: &str) -> Feed {
    let outlet = OutletId::new(outlet);
    let link = Link::parse(&format!("https://{outlet}.example/feed.xml"), None).expect("a link");
    Feed { id: FeedId::derive(&outlet, link.as_str()), outlet, address: FeedAddress::Web(link) }
}

/// An entry of `feed` as parse would give it.
fn entry(feed: &Feed, guid: Option<&str>, path: &str, title: &str, seen: &str) -> Entry {
    let link = Link::parse(&format!("https://{}.example/{path}", feed.outlet), None).expect("a link");
    let identity = Identity {
        guid: guid.map(str::to_owned),
        link: Some(link.key()),
        print: fingerprint(&[title, "It was a long night for the town of Lillestad."]),
    };
    Entry {
        id: EntryId::derive(&feed.outlet, &identity),
        outlet: feed.outlet.clone(),
        feed: feed.id.clone(),
        identity,
        link: Some(link),
        title: PlainText::vouched(title),
        earlier_titles: Vec::new(),
        summary: PlainText::vouched("It was a long night for the town of Lillestad."),
        text: PlainText::vouched("Text with a \u{202e}turn and a 'quote'."),
        authors: vec!["Ada O'Neil".to_owned()],
        categories: vec!["World".to_owned()],
        source: None,
        links_to: vec!["herald.example/dam".to_owned()],
        language: Some("en".to_owned()),
        published: Some(time("2026-03-01T05:10:00.123Z")),
        updated: None,
        first_seen: time(seen),
    }
}

fn gathered(feed: &Feed, entries: Vec<Entry>) -> Gathered {
    let state = FeedState { requests: 1, last_success: Some(time("2026-03-01T06:00:00Z")), ..FeedState::default() };
    Gathered { feed: feed.clone(), state, entries, backlog_before: None, forgotten_before: None }
}

async fn store() -> (tempfile::TempDir, Sqlite) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Sqlite::open(&folder.path().join("tidings.db")).await.expect("a store");
    (folder, store)
}

async fn save(store: &Sqlite, feed: &Feed, entries: Vec<Entry>) -> Saved {
    store.save_refreshes(vec![gathered(feed, entries)]).await.expect("saved")[0]
}

#[tokio::test]
async fn what_is_stored_comes_back_equal() {
    let (_folder, store) = store().await;
    let daily = feed("daily");
    let dam = entry(&daily, Some("1"), "dam", "Dam bursts", "2026-03-01T06:00:00Z");
    assert_eq!(save(&store, &daily, vec![dam.clone()]).await, Saved { new: 1, changed: 0 });
    assert_eq!(store.entries(std::slice::from_ref(&dam.id)).await.expect("entries"), std::slice::from_ref(&dam));
    assert_eq!(store.pending().await.expect("entries"), [dam]);
    let states = store.feed_states().await.expect("states");
    assert_eq!(states[&daily.id].requests, 1);
    assert_eq!(store.entry_counts().await.expect("counts")[&daily.id], 1);
}

#[tokio::test]
async fn saving_twice_changes_nothing() {
    let (_folder, store) = store().await;
    let daily = feed("daily");
    let dam = entry(&daily, Some("1"), "dam", "Dam bursts", "2026-03-01T06:00:00Z");
    save(&store, &daily, vec![dam.clone()]).await;
    let again = entry(&daily, Some("1"), "dam", "Dam bursts", "2026-03-02T06:00:00Z");
    assert_eq!(save(&store, &daily, vec![again]).await, Saved::default());
    assert_eq!(store.pending().await.expect("entries"), [dam]);
}

#[tokio::test]
async fn an_entry_is_known_again_by_guid_by_link_and_by_its_words() {
    let (_folder, store) = store().await;
    let daily = feed("daily");
    save(&store, &daily, vec![entry(&daily, Some("1"), "dam", "Dam bursts", "2026-03-01T06:00:00Z")]).await;
    let later = "2026-03-02T06:00:00Z";
    let moved = entry(&daily, Some("1"), "dam-moved", "Dam bursts", later);
    assert_eq!(save(&store, &daily, vec![moved]).await.new, 0, "same guid, new link");
    let renumbered = entry(&daily, Some("77"), "dam", "Dam bursts", later);
    assert_eq!(save(&store, &daily, vec![renumbered]).await.new, 0, "same link, new guid");
    let churned = entry(&daily, Some("99"), "elsewhere", "Dam bursts", later);
    assert_eq!(save(&store, &daily, vec![churned]).await.new, 0, "same words, new guid and link");
    let mut next_year = entry(&daily, Some("100"), "next-year", "Dam bursts", later);
    next_year.published = Some(time("2027-03-01T05:10:00Z"));
    assert_eq!(save(&store, &daily, vec![next_year]).await.new, 1, "same words, another day");
    let herald = feed("herald");
    let theirs = entry(&herald, Some("1"), "dam", "Dam bursts", later);
    assert_eq!(save(&store, &herald, vec![theirs]).await.new, 1, "another outlet's entry is another entry");
}

#[tokio::test]
async fn entries_that_share_a_link_are_told_apart_by_guid() {
    let (_folder, store) = store().await;
    let daily = feed("daily");
    let one = entry(&daily, Some("1"), "live", "Dam bursts", "2026-03-01T06:00:00Z");
    let two = entry(&daily, Some("2"), "live", "Bridge closed", "2026-03-01T06:00:00Z");
    assert_eq!(save(&store, &daily, vec![one, two]).await.new, 2);
}

#[tokio::test]
async fn a_retitled_entry_keeps_its_name_and_remembers_its_headline() {
    let (_folder, store) = store().await;
    let daily = feed("daily");
    let dam = entry(&daily, Some("1"), "dam", "Dam bursts", "2026-03-01T06:00:00Z");
    save(&store, &daily, vec![dam.clone()]).await;
    let retitled = entry(&daily, Some("1"), "dam", "Dam burst kills three", "2026-03-02T06:00:00Z");
    assert_eq!(save(&store, &daily, vec![retitled]).await, Saved { new: 0, changed: 1 });
    let stored = store.entries(&[dam.id]).await.expect("entries").remove(0);
    assert_eq!(&*stored.title, "Dam burst kills three");
    assert_eq!(stored.earlier_titles[0].title, "Dam bursts");
    assert_eq!(stored.first_seen, dam.first_seen, "first seen stays");
}

#[tokio::test]
async fn the_backlog_of_a_new_outlet_is_kept_but_is_no_news() {
    let (_folder, store) = store().await;
    let daily = feed("daily");
    let mut old = entry(&daily, Some("0"), "old", "Bridge opens", "2026-03-01T06:00:00Z");
    old.published = Some(time("2026-02-20T05:00:00Z"));
    let mut undated = entry(&daily, Some("u"), "undated", "About us", "2026-03-01T06:00:00Z");
    undated.published = None;
    let fresh = entry(&daily, Some("1"), "dam", "Dam bursts", "2026-03-01T06:00:00Z");
    let mut first = gathered(&daily, vec![old, undated, fresh.clone()]);
    first.backlog_before = Some(time("2026-02-28T06:00:00Z"));
    assert_eq!(store.save_refreshes(vec![first]).await.expect("saved")[0].new, 3);
    assert_eq!(store.pending().await.expect("entries"), [fresh]);
    assert_eq!(store.entry_counts().await.expect("counts")[&daily.id], 3);
}

#[tokio::test]
async fn what_was_old_when_it_was_first_seen_keeps_no_company() {
    let (_folder, store) = store().await;
    let daily = feed("daily");
    let mut old = entry(&daily, Some("0"), "old", "Bridge opens", "2026-03-01T06:00:00Z");
    old.published = Some(time("2026-02-20T05:00:00Z"));
    let fresh = entry(&daily, Some("1"), "dam", "Dam bursts", "2026-03-01T06:00:00Z");
    save(&store, &daily, vec![old, fresh.clone()]).await;
    let between = |from, to| store.seen_between(time(from), time(to));
    assert_eq!(between("2026-02-27T06:00:00Z", "2026-03-01T06:00:00Z").await.expect("entries"), [fresh]);
    assert!(between("2026-03-01T06:00:00Z", "2026-03-02T06:00:00Z").await.expect("entries").is_empty());
}

fn told(key: &str, at: &str, considered: Vec<EntryId>, stories: Vec<Story>) -> Told {
    let at = time(at);
    let digest = Digest {
        threads: Vec::new(),
        edition: Edition {
            key: key.to_owned(),
            zone: "UTC".to_owned(),
            from: at.checked_sub(SignedDuration::from_hours(24)).expect("a time"),
            at,
        },
        title: "Morning brief".to_owned(),
        lead: None,
        sections: Vec::new(),
        figures: Figures::default(),
        troubles: Vec::new(),
        near_misses: Vec::new(),
    };
    Told { digest, stories, withdrawn: Vec::new(), considered, verdicts: "[]".to_owned() }
}

#[tokio::test]
async fn an_edition_considers_each_entry_once() {
    let (_folder, store) = store().await;
    let daily = feed("daily");
    let dam = entry(&daily, Some("1"), "dam", "Dam bursts", "2026-03-01T06:00:00Z");
    save(&store, &daily, vec![dam.clone()]).await;
    let story = Story {
        id: StoryId::from_stored("2026-03-01-dam"),
        aliases: Vec::new(),
        members: vec![dam.id.clone()],
        told: vec![dam.id.clone()],
        tellings: vec![time("2026-03-01T06:00:00Z")],
    };
    let edition = told("2026/03/01", "2026-03-01T06:00:00Z", vec![dam.id.clone()], vec![story.clone()]);
    store.save_edition(&edition).await.expect("saved");
    assert_eq!(store.pending_count().await.expect("a count"), 0);
    assert_eq!(store.considered_by("2026/03/01").await.expect("entries"), [dam]);
    assert_eq!(store.stories(time("2026-02-20T00:00:00Z")).await.expect("stories"), [story]);
    assert!(store.stories(time("2026-03-02T00:00:00Z")).await.expect("stories").is_empty());
    assert_eq!(store.digests(9).await.expect("digests"), [edition.digest]);
    assert!(store.is_delivery_due().await.expect("an answer"));
    store.mark_delivered(&[], false).await.expect("marked");
    assert!(!store.is_delivery_due().await.expect("an answer"));
}

#[tokio::test]
async fn a_story_that_only_the_replaced_edition_told_is_withdrawn() {
    let (_folder, store) = store().await;
    let at = "2026-03-01T06:00:00Z";
    let (aliases, members, told_ids) = (Vec::new(), Vec::new(), Vec::new());
    let story = Story { id: StoryId::from_stored("a"), aliases, members, told: told_ids, tellings: vec![time(at)] };
    store.save_edition(&told("2026/03/01", at, Vec::new(), vec![story.clone()])).await.expect("saved");
    let mut again = told("2026/03/01", at, Vec::new(), Vec::new());
    again.withdrawn.push(story.id);
    store.save_edition(&again).await.expect("saved");
    assert!(store.stories(Timestamp::UNIX_EPOCH).await.expect("stories").is_empty());
    assert_eq!(store.digests(9).await.expect("digests").len(), 1, "the same key is the same edition");
}

#[tokio::test]
async fn a_file_that_is_no_store_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tidings.db");
    let junk = "This is a shopping list, not a database. ".repeat(60);
    std::fs::copy(write_temporary(&junk).path(), &path).expect("a file");
    let refused = Sqlite::open(&path).await;
    assert!(matches!(refused, Err(StoreError::Damaged { .. })), "{refused:?}");
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), junk);
}

#[tokio::test]
async fn whichever_page_is_damaged_salvage_comes_to_an_end_with_a_sound_store() {
    let (folder, store) = store().await;
    let feed = feed("daily");
    let titles = (0..60).map(|nth| format!("Dam {nth} breaks"));
    let entries = titles.map(|title| entry(&feed, None, &title, &title, "2026-03-01T06:00:00Z")).collect();
    save(&store, &feed, entries).await;
    store.close().await;
    let path = folder.path().join("tidings.db");
    let sound = std::fs::read(&path).expect("a store");
    let mut most = 0;
    for page in 1..sound.len() / 4_096 {
        let mut bytes = sound.clone();
        bytes[page * 4_096..][..4_096].fill(0xff);
        let mut damaged = std::fs::File::create(&path).expect("a file");
        std::io::Write::write_all(&mut damaged, &bytes).expect("written");
        let saved = folder.path().join(format!("saved-{page}.db"));
        let salvaged = tokio::time::timeout(std::time::Duration::from_mins(1), Sqlite::salvage(&path, &saved)).await;
        if salvaged.expect("an end").is_ok() {
            let facts = Sqlite::examine(&saved, true).await.expect("a sound store");
            most = most.max(facts.entries);
        }
    }
    assert_eq!(most, 60, "a page that holds no entry costs none");
}

fn write_temporary(text: &str) -> tempfile::NamedTempFile {
    use std::io::Write as _;
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(text.as_bytes()).expect("written");
    file
}
