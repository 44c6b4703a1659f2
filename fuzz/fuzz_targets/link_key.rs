//! Addresses: the key of a key is that key.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidings::model::Link;

fuzz_target!(|raw: &str| {
    let Ok(link) = Link::parse(raw, None) else { return };
    assert!(link.as_str().starts_with("http"));
    let key = link.key();
    if let Ok(again) = Link::parse(&format!("https://{key}"), None) {
        assert_eq!(again.key(), key, "{raw:?}");
    }
});
