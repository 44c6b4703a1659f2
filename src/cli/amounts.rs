//! Amounts as a person reads them.

/// `1 story`, `3 stories`.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        return format!("1 {noun}");
    }
    match noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        Some(stem) => format!("{number} {stem}ies"),
        None => format!("{number} {noun}s"),
    }
}

/// Bytes in decimal units.
pub(super) fn size(bytes: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{} MB", tenths(1_000_000)),
        _ => format!("{} GB", tenths(1_000_000_000)),
    }
}

/// `part` of `whole` in per cent; none of nothing.
pub(super) fn share(part: u64, whole: u64) -> Option<String> {
    (whole > 0).then(|| format!("{} %", part.saturating_mul(100) / whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_well() {
        assert_eq!([count(1, "story"), count(2, "story"), count(0, "day")], ["1 story", "2 stories", "0 days"]);
        let sizes = [999, 43_210, 1_250_000, 7_000_000_000].map(size);
        assert_eq!(sizes, ["999 B", "43 kB", "1.2 MB", "7.0 GB"]);
        assert_eq!((share(1, 3), share(0, 0)), (Some("33 %".to_owned()), None));
    }
}
