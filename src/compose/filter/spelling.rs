//! Other spellings of a keyword that mean the same, each a pattern of its own.
//!
//! They are made of the keyword, never of the text, and only in ways that are bounded: a dozen patterns at most.
//! Where another spelling is likely to be another word, the text as it was published must prove it ([`Proof`]):
//! `Goethe` finds "Göthe" and not "Gothe", `coop` finds "co-op" and not "co op".

use crate::text::letters::{is_apostrophe, is_hyphen, opens_elided, spelled_out};
use crate::text::lexicon::Lexicon;
use crate::text::lists::Spelling;
use crate::text::search::fold;

/// What the published text must show for a pattern to count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Proof {
    /// Nothing: what was found is it.
    None,
    /// That its umlauts, spelled out, make this.
    Spelled(Vec<u8>),
    /// A hyphen.
    Hyphen,
    /// An apostrophe.
    Apostrophe,
    /// A capital at the start of the last word.
    Capital,
    /// Before it, the article that an Arabic "to" has swallowed.
    Contracted,
}

/// The most umlauts that are tried in every mixture of spellings; where there are more, all are spelled in one way.
const MIXED: usize = 3;

/// What English writes in one, in two or with a hyphen.
fn parts() -> &'static Spelling {
    &Lexicon::english().spelling
}

/// Other spellings of `written`, which is folded to `folded`, cut where its endings begin.
pub(super) fn others(written: &str, folded: &[u8]) -> Vec<(Vec<u8>, Proof)> {
    let whole = fold(written);
    let Some(ending) = whole.strip_prefix(folded) else { return Vec::new() };
    let mut found: Vec<(Vec<u8>, Proof)> = Vec::new();
    let mut add = |spelling: &[u8], proof: Proof| {
        let Some(cut) = spelling.strip_suffix(ending) else { return };
        if cut.len() > 2 && cut != folded && found.iter().all(|(other, _)| other != cut) {
            found.push((cut.to_owned(), proof));
        }
    };
    // Most keywords are plain, and thousands of them are made ready at once.
    let plain = written.is_ascii();
    let spelled = if plain { None } else { Some(fold(&spelled_out(written))) };
    if let Some(spelled) = &spelled {
        add(spelled, Proof::None);
    }
    if let Some(cut) = spelled.as_ref().unwrap_or(&whole).strip_suffix(ending) {
        for closed in with_umlauts(cut) {
            add(&[&closed, ending].concat(), Proof::Spelled(cut.to_owned()));
        }
    }
    if written.contains(is_hyphen) {
        add(&fold(&without_hyphens(written)), Proof::None);
    }
    if written.contains(is_apostrophe) {
        add(&fold(&without_apostrophes(written)), Proof::None);
    }
    if let Ok(text) = std::str::from_utf8(&whole) {
        // A long vowel at the end of a Japanese word is often left out.
        if let Some(short) = text.strip_suffix('ー').filter(|short| short.chars().count() >= 4) {
            add(short.as_bytes(), Proof::None);
        }
        if let Some(joined) = joined(text) {
            add(joined.as_bytes(), Proof::None);
        }
        if let Some((apart, proof)) = apart(text, ending) {
            add(apart.as_bytes(), proof);
        }
        for (name, proof) in names(written, text) {
            add(name.as_bytes(), proof);
        }
    }
    found
}

impl Proof {
    /// Whether the text as published, `original`, has what it takes.
    pub(super) fn holds(&self, original: &str) -> bool {
        match self {
            Self::None | Self::Contracted => true,
            Self::Spelled(spelled) => fold(&spelled_out(original)) == *spelled,
            Self::Hyphen => original.contains(is_hyphen),
            Self::Apostrophe => original.contains(is_apostrophe),
            Self::Capital => original
                .split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
                .next_back()
                .is_some_and(|word| word.starts_with(char::is_uppercase)),
        }
    }
}

/// `muenchen` as `munchen`, which is what "München" is folded to.
fn with_umlauts(spelled: &[u8]) -> Vec<Vec<u8>> {
    let places: Vec<usize> = (1..spelled.len())
        .filter(|at| {
            let vowel = matches!(&spelled[at - 1..=*at], b"ae" | b"oe" | b"ue" | b"aa");
            // In "neue", "Bauer", "Quelle" the u is another sound's.
            let other = spelled[*at - 1] == b'u'
                && at.checked_sub(2).is_some_and(|at| matches!(spelled[at], b'a' | b'e' | b'q'));
            vowel && !other
        })
        .collect();
    let every = (1_u32 << places.len().min(MIXED)) - 1;
    let mixtures = if places.len() > MIXED { every..=every } else { 1..=every };
    mixtures
        .filter(|_| !places.is_empty())
        .map(|mixture| {
            let left_out = |at: usize| {
                let place = places.iter().position(|place| *place == at);
                place.is_some_and(|place| places.len() > MIXED || mixture & (1 << place) != 0)
            };
            (0..spelled.len()).filter(|at| !left_out(*at)).map(|at| spelled[at]).collect()
        })
        .collect()
}

/// `start-up` as `startup`. "re-sign" is not "resign": only before a vowel the hyphen of "re-" says nothing.
fn without_hyphens(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut chars = written.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let between = out.ends_with(char::is_alphabetic) && next.is_some_and(char::is_alphabetic);
        let word = out.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let again = word.eq_ignore_ascii_case("re") && !next.is_some_and(is_vowel);
        if !(is_hyphen(c) && between && !again) {
            out.push(c);
        }
    }
    out
}

/// `O'Reilly` as `OReilly`.
fn without_apostrophes(written: &str) -> String {
    let inner = |at: usize, c: char| {
        written[..at].ends_with(char::is_alphabetic) && written[at + c.len_utf8()..].starts_with(char::is_alphabetic)
    };
    written.char_indices().filter(|(at, c)| !(is_apostrophe(*c) && inner(*at, *c))).map(|(_, c)| c).collect()
}

/// `anti trust` as `antitrust`.
fn joined(text: &str) -> Option<String> {
    if !text.trim_start().contains(' ') {
        return None;
    }
    let words: Vec<&str> = text.split(' ').collect();
    let mut out = String::with_capacity(text.len());
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |at| words[at]);
        let first = match before {
            "e" => parts().electronic.iter().any(|thing| word.starts_with(&**thing)),
            "re" => word.starts_with(is_vowel),
            _ => parts().first.iter().any(|first| **first == *before),
        };
        if at > 0 && !(first && word.starts_with(char::is_alphabetic)) {
            out.push(' ');
        }
        out.push_str(word);
    }
    (out.len() < text.len()).then_some(out)
}

/// `antitrust` as `anti trust`, `startup` as `start up`: the first word that can be taken apart.
fn apart(text: &str, ending: &[u8]) -> Option<(String, Proof)> {
    let mut start = 0;
    for word in text.split(' ') {
        let last = start + word.len() == text.len();
        let stem = if last { word.len().saturating_sub(ending.len()) } else { word.len() };
        if let Some((at, proof)) = seam(word).or_else(|| tail_seam(&word[..stem]))
            && at < stem
        {
            let at = start + at;
            return Some((format!("{} {}", &text[..at], &text[at..]), proof));
        }
        start += word.len() + 1;
    }
    None
}

fn seam(word: &str) -> Option<(usize, Proof)> {
    if let Some(rest) = word.strip_prefix('e')
        && parts().electronic.iter().any(|thing| rest.starts_with(&**thing))
    {
        return Some((1, Proof::None));
    }
    let prefix = parts().first.iter().find(|first| word.starts_with(&***first))?;
    let rest = &word[prefix.len()..];
    let fits = match &**prefix {
        "re" => rest.starts_with(is_vowel) && rest.len() >= 3,
        "co" => rest.len() >= 2 && can_begin(rest),
        _ => rest.len() >= 3 && can_begin(rest),
    };
    let proof = if parts().also_words.contains(prefix) { Proof::Hyphen } else { Proof::None };
    fits.then_some((prefix.len(), proof))
}

fn tail_seam(word: &str) -> Option<(usize, Proof)> {
    let tail = parts().last.iter().find(|last| word.ends_with(&***last))?;
    let at = word.len() - tail.len();
    let fits = if &**tail == "fi" { at == 2 } else { at >= 3 && word[..at].contains(is_vowel) };
    (fits && word.is_ascii()).then_some((at, Proof::Hyphen))
}

/// Whether a word can begin like this: with a vowel, with one consonant and a vowel, or with two that go together.
fn can_begin(rest: &str) -> bool {
    const TWO: &str = "bl br ch cl cr dr dw fl fr gl gr kn ph pl pr qu rh sc sh sk sl sm sn sp sq st sw th tr tw wh wr";
    let mut letters = rest.chars();
    match (letters.next(), letters.next()) {
        (Some(one), Some(two)) if one.is_ascii_alphabetic() && two.is_ascii_alphabetic() => {
            is_vowel(one) || is_vowel(two) || TWO.split(' ').any(|two| rest.starts_with(two))
        }
        _ => false,
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Names with an apostrophe that are written without it: `McDonalds`, `OReilly`, `Loreal`.
fn names(written: &str, folded: &str) -> Vec<(String, Proof)> {
    let mut found = Vec::new();
    if !written.contains(char::is_uppercase) {
        return found;
    }
    // Words of both are the same only where folding parts them as spaces do.
    let whole = written.split_whitespace().count() == folded.split(' ').filter(|word| !word.is_empty()).count();
    if !whole {
        return found;
    }
    let mut start = 0;
    for (number, word) in written.split_whitespace().enumerate() {
        let Some(lower) = folded.split(' ').filter(|word| !word.is_empty()).nth(number) else { break };
        start += 1;
        let at = start;
        start += lower.len();
        let mut letters = word.chars();
        let (first, second) = (letters.next(), letters.next());
        if !first.is_some_and(char::is_uppercase) || lower.len() < 5 || !lower.is_char_boundary(1) {
            continue;
        }
        let (before, after) = (&folded[..at], &folded[start..]);
        if matches!(first, Some('O')) && second.is_some_and(char::is_uppercase) && letters.all(char::is_lowercase) {
            found.push((format!("{before}o'{}{after}", &lower[1..]), Proof::None));
        }
        if matches!(first, Some('L' | 'D')) && second.is_some_and(opens_elided) {
            found.push((format!("{before}{} {}{after}", &lower[..1], &lower[1..]), Proof::Apostrophe));
        }
        let owner = lower.strip_suffix('s').filter(|owner| !owner.ends_with(['s', '\'']) && !owner.contains('\''));
        if after.is_empty() && !parts().surnames.contains(lower) {
            found.extend(owner.map(|owner| (format!("{before}{owner}'s"), Proof::Capital)));
        }
    }
    found
}
