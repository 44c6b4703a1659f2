//! Fingerprints: the same text gives the same name on every machine and in every run.

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// The first 16 hexadecimal digits (64 bits) of the SHA-256 of `parts`.
///
/// Each part is preceded by its length, so that `["ab", "c"]` and `["a", "bc"]` differ.
/// With 64 bits, a collision among ten million entries has a chance of about 3 in a million.
#[must_use]
pub fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hex(&hash.finalize())
}

/// The first 16 hexadecimal digits of the SHA-256 of `bytes`.
#[must_use]
pub fn fingerprint_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().take(8).fold(String::with_capacity(16), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn parts_are_kept_apart() {
        assert_ne!(fingerprint(&["ab", "c"]), fingerprint(&["a", "bc"]));
        assert_eq!(fingerprint(&["ab", "c"]), fingerprint(&["ab", "c"]));
        assert_eq!(fingerprint(&[]).len(), 16);
    }
}
