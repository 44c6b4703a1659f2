//! Chinese, Japanese and Korean: what is a word where no spaces or only some part them.

use super::compounds::joined;

/// Whether `c` belongs to these scripts.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Whether `c` only ties words together: hiragana, in which particles and endings are written, and the commonest
/// Chinese particles.
pub(crate) fn is_function(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x309F) || "的了在是和与與及也而被把这這那".contains(c)
}

/// A Korean word without its particle, where two syllables or more are left; any other word as it is.
pub(crate) fn without_particle(word: &str) -> &str {
    if !word.chars().all(|c| matches!(u32::from(c), 0xAC00..=0xD7AF)) {
        return word;
    }
    let rest = joined().particles.iter().filter_map(|particle| word.strip_suffix(particle));
    rest.into_iter().find(|rest| rest.chars().nth(1).is_some()).unwrap_or(word)
}

/// Whether what follows `noun` in the same Korean word leaves it the same noun: nothing, particles, a noun of its own
/// that is commonly written behind without a space, the forms of "to do". The first particle must suit how `noun` ends.
pub(crate) fn follows_noun(noun: char, rest: &str) -> bool {
    // Longer chains are not written.
    const LONGEST: usize = 12;
    rest.is_empty() || (rest.chars().count() <= LONGEST && follows(noun, rest, 3))
}

fn follows(noun: char, rest: &str, nouns: u8) -> bool {
    if rest.is_empty() || joined().verbs.iter().any(|verb| rest.starts_with(verb)) || particles(noun, rest, 4) {
        return true;
    }
    let head = |head: &&'static str| {
        let (last, rest) = (head.chars().next_back(), rest.strip_prefix(*head));
        last.zip(rest).is_some_and(|(last, rest)| follows(last, rest, nouns.saturating_sub(1)))
    };
    if nouns > 0 && joined().heads.iter().any(head) {
        return true;
    }
    let mut letters = rest.char_indices();
    match (letters.next(), letters.next(), letters.next()) {
        (Some((_, one)), Some((_, two)), end) => {
            let rest = end.map_or("", |(at, _)| &rest[at..]);
            joined().readings.contains(&one) && joined().readings.contains(&two) && particles(two, rest, 4)
        }
        _ => false,
    }
}

fn particles(before: char, rest: &str, most: u8) -> bool {
    rest.is_empty()
        || (most > 0
            && joined().particles.iter().chain(&joined().tails).filter(|particle| suits(before, particle)).any(
                |particle| {
                    let last = particle.chars().next_back().unwrap_or(before);
                    rest.strip_prefix(particle).is_some_and(|rest| particles(last, rest, most - 1))
                },
            ))
}

/// Whether a particle can stand behind a syllable: some have one form for those with a final consonant and another for
/// those without.
fn suits(before: char, particle: &str) -> bool {
    const SYLLABLES: std::ops::RangeInclusive<u32> = 0xAC00..=0xD7A3;
    /// Final consonants a syllable may have, none included, and the number of ㄹ.
    const FINALS: u32 = 28;
    const RIEUL: u32 = 8;
    let before = u32::from(before);
    if !SYLLABLES.contains(&before) {
        return true;
    }
    let last = (before - SYLLABLES.start()) % FINALS;
    match particle {
        "은" | "을" | "과" | "이" => last != 0,
        "는" | "를" | "와" | "가" | "나" | "란" | "랑" | "며" => last == 0,
        "로" | "로서" | "로써" | "로부터" => last == 0 || last == RIEUL,
        _ if particle.starts_with("으로") => last != 0 && last != RIEUL,
        _ => true,
    }
}
