//! Sentences to terms that can be compared, and the count of words that readers see.

use super::lexicon;
use rustc_hash::FxHashSet;
use unicode_segmentation::UnicodeSegmentation as _;

/// Words a reader counts: runs between white space; where a script sets no spaces, two signs are a word.
pub(crate) fn count(text: &str) -> usize {
    text.split_whitespace()
        .map(|run| {
            let signs = run.chars().filter(|&c| is_unspaced(c)).count();
            if signs == 0 { usize::from(run.chars().any(char::is_alphanumeric)) } else { signs.div_ceil(2) }
        })
        .sum()
}

/// Scripts that set no spaces between words: Chinese, Japanese, Thai.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// The content words of `text`, folded; pairs of signs where a script sets no spaces.
pub(crate) fn of(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut last: Option<char> = None;
    for word in text.unicode_words() {
        if word.chars().any(is_unspaced) {
            for c in word.chars() {
                if let Some(previous) = last {
                    out.push([previous, c].iter().collect());
                }
                last = Some(c);
            }
            continue;
        }
        last = None;
        let folded = word.to_lowercase().replace('’', "'");
        let folded = folded.strip_suffix("'s").unwrap_or(&folded);
        let folded = folded.strip_suffix('\'').unwrap_or(folded);
        if !lexicon::is_stop(folded) {
            out.push(stem(folded));
        }
    }
    out
}

/// Takes off the commonest endings, so that "strike", "strikes" and "striking" are close to one term.
///
/// Coarse on purpose: a term is only ever compared with terms of the same story.
fn stem(word: &str) -> String {
    if !word.is_ascii() || word.len() < 4 || word.bytes().any(|b| b.is_ascii_digit()) {
        return word.to_owned();
    }
    let cut = |ending: &str, least: usize| word.strip_suffix(ending).filter(|rest| rest.len() >= least);
    if let Some(rest) = cut("ies", 3) {
        return format!("{rest}y");
    }
    if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        return word.to_owned();
    }
    let rest = cut("ing", 4).or_else(|| cut("ed", 4)).or_else(|| cut("es", 4)).or_else(|| cut("s", 3)).unwrap_or(word);
    let rest = rest.strip_suffix('e').filter(|rest| rest.len() >= 3).unwrap_or(rest);
    rest.to_owned()
}

/// Distinct terms of `text`.
pub(crate) fn set(text: &str) -> FxHashSet<String> {
    of(text).into_iter().collect()
}

/// Shared terms as a share of the shorter side: 1 when one sentence says all that the other says.
pub(crate) fn overlap(a: &FxHashSet<String>, b: &FxHashSet<String>) -> f64 {
    let least = a.len().min(b.len());
    if least == 0 {
        return 0.0;
    }
    let shared = a.iter().filter(|term| b.contains(*term)).count();
    ratio(shared, least)
}

/// At this overlap two sentences say the same.
const REPEATS: f64 = 0.4;

/// Whether one of two sentences says most of what the other says.
pub(crate) fn repeats(a: &FxHashSet<String>, b: &FxHashSet<String>) -> bool {
    overlap(a, b) >= REPEATS
}

/// A share of counts; counts of words are far below where `f64` loses units.
#[expect(clippy::cast_precision_loss, reason = "counts of words in a story stay below 2^52")]
pub(crate) fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::{count, of, overlap, set};

    #[test]
    fn words_are_counted_as_readers_do() {
        for (text, expected) in [("", 0), ("The dam — broke.", 3), ("3.5 percent", 2), ("東京で地震", 3), ("a 東京", 2)]
        {
            assert_eq!(count(text), expected, "{text}");
        }
    }

    #[test]
    fn terms_fold() {
        assert_eq!(of("The strikes’ leaders"), ["strik", "leader"]);
        assert_eq!(of("The strike’s leader"), ["strik", "leader"]);
        assert_eq!(of("Cities of 1,900"), ["city", "1,900"]);
        assert_eq!(of("東京で"), ["東京", "京で"]);
    }

    #[test]
    fn likeness() {
        let (a, b) = (set("dam bursts near Oslo"), set("dam bursts"));
        assert!((overlap(&a, &b) - 1.0).abs() < 1e-9);
        assert!(overlap(&set(""), &set("")) < 1e-9);
    }
}
