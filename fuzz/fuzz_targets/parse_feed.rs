//! Bytes to entries: nothing panics, bounds hold, and reading twice gives the same.
#![no_main]

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use tidings::model::{FeedId, OutletId};
use tidings::parse;

fuzz_target!(|bytes: &[u8]| {
    let limits = parse::Options::default();
    let Ok(document) = parse::read(bytes, None, None, &limits) else { return };
    assert!(document.items.len() <= limits.max_entries);
    let (feed, outlet) = (FeedId::from_stored("feed"), OutletId::new("outlet"));
    let seen = Timestamp::UNIX_EPOCH;
    let (entries, _) = parse::entries(&document, &feed, &outlet, seen);
    assert!(entries.len() <= document.items.len());
    for entry in &entries {
        assert!(entry.published.is_none_or(|time| time <= seen), "{entry:?}");
        assert!(!entry.title.contains('\n'), "{entry:?}");
    }
    let again = parse::read(bytes, None, None, &limits).expect("what was read once is read again");
    assert_eq!(parse::entries(&again, &feed, &outlet, seen).0, entries);
});
