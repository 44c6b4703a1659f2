//! Chinese, Japanese and Korean: what is a word where no spaces or only some part them.

/// Whether `c` belongs to these scripts.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Whether `c` only ties words together: hiragana, in which particles and endings are written, and the commonest
/// Chinese particles.
pub(super) fn is_function(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x309F) || "的了在是和与與及也而被把这這那".contains(c)
}

/// Particles that Korean words end with, longest first.
const PARTICLES: [&str; 24] = [
    "에서는",
    "으로는",
    "에서",
    "으로",
    "까지",
    "부터",
    "에게",
    "한테",
    "처럼",
    "보다",
    "라고",
    "이라",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "로",
    "도",
    "와",
    "과",
];

/// A Korean word without its particle, where two syllables or more are left; any other word as it is.
pub(super) fn without_particle(word: &str) -> &str {
    if !word.chars().all(|c| matches!(u32::from(c), 0xAC00..=0xD7AF)) {
        return word;
    }
    let rest = PARTICLES.iter().filter_map(|particle| word.strip_suffix(particle));
    rest.into_iter().find(|rest| rest.chars().nth(1).is_some()).unwrap_or(word)
}
