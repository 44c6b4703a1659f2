//! Bytes to entries: nothing panics, bounds hold, and reading twice gives the same.
#![no_main]

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use tidings::model::{FeedId, OutletId};
use tidings::parse;

// The fuzzer's hook ends the process at any panic, those of feed-rs that are caught included; without it, panics that
// reach the fuzzer still do.
fuzz_target!(init: drop(std::panic::take_hook()), |bytes: &[u8]| {
    let limits = parse::Options::default();
    let document = parse::read(bytes, None, None, &limits);
    let items = document.as_ref().map_or(&[][..], |document| &document.items);
    if let Ok(opinion) = parse::second_opinion(bytes, None, None, &limits, items) {
        assert!(opinion.entries <= limits.max_entries);
    }
    let Ok(document) = document else { return };
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
