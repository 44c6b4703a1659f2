//! Which sentences may stand alone on a page.

use super::{lexicon, terms};
use std::ops::Range;

/// What can be done with a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// Never shown.
    Unfit,
    /// Makes sense only after the sentence before it.
    Leaning,
    /// Makes sense by itself.
    Alone,
}

/// The fewest words a sentence needs to tell something.
const FEWEST: usize = 5;
/// Beyond this many words it is a list or a splitter's mistake.
const MOST: usize = 60;

/// Where the sentence starts once a dateline such as "OSLO (AP) — " is left out.
///
/// A dateline is short, stands first in its field, and ends in a dash or follows "(AGENCY)".
pub(crate) fn after_dateline(text: &str, range: &Range<usize>) -> usize {
    let sentence = &text[range.clone()];
    let head: usize = sentence.char_indices().take(70).last().map_or(0, |(at, _)| at);
    let mut best = 0;
    for (mark, closing) in [
        (") — ", true),
        (") – ", true),
        (") - ", true),
        (") -- ", true),
        ("):", true),
        (")—", true),
        (") ", true),
        (" — ", false),
        (" – ", false),
        (" - ", false),
        (" -- ", false),
        ("—", false),
        (": ", false),
    ] {
        let Some(at) = sentence.find(mark).filter(|&at| at <= head) else { continue };
        let before = &sentence[..at];
        let fits = if closing { names_agency(before) } else { is_place(before, mark == ": ") };
        if fits {
            best = at + mark.len();
            break;
        }
    }
    range.start + best + (sentence[best..].len() - sentence[best..].trim_start_matches([' ', '-', '–', '—']).len())
}

/// "OSLO (AP": a short head whose bracket holds an agency, not an aside.
fn names_agency(head: &str) -> bool {
    let Some((place, agency)) = head.rsplit_once('(') else { return false };
    let known = [
        "reuters",
        "ap",
        "afp",
        "dpa",
        "cnn",
        "upi",
        "efe",
        "ansa",
        "bloomberg",
        "tass",
        "kyodo",
        "xinhua",
        "ap photo",
        "cnn business",
        "thomson reuters foundation",
        "the conversation",
        "marketwatch",
    ];
    let agency = agency.trim().to_lowercase();
    let listed = known.iter().any(|name| {
        agency == *name || agency.starts_with(&format!("{name}/")) || agency.ends_with(&format!(" {name}"))
    });
    listed && terms::count(place) <= 6
}

/// "OSLO", "NEW YORK, May 3": capitals from the first letter on.
fn is_place(head: &str, colon: bool) -> bool {
    let letters: Vec<char> = head.split(',').next().unwrap_or_default().chars().filter(|c| c.is_alphabetic()).collect();
    let most = if colon { 2 } else { 5 };
    letters.len() >= 4 && terms::count(head) <= most && letters.iter().all(|c| c.is_uppercase())
}

/// Judges a sentence by its own words.
pub(crate) fn judge(sentence: &str) -> Standing {
    let words = terms::count(sentence);
    let unspaced = sentence.chars().any(terms::is_unspaced);
    if words < FEWEST || words > MOST || !ends_well(sentence) {
        return Standing::Unfit;
    }
    let folded = sentence.to_lowercase();
    let first = sentence.trim_start_matches(|c: char| !c.is_alphanumeric());
    let opens_small =
        first.chars().next().is_some_and(char::is_lowercase) && !first.chars().nth(1).is_some_and(char::is_uppercase);
    if opens_small || lexicon::is_boilerplate(&folded) || folded.contains("http") || folded.contains("www.") {
        return Standing::Unfit;
    }
    if shouts(sentence) || !balanced(sentence) {
        return Standing::Unfit;
    }
    let told = outside_quotes(sentence);
    if speaks_of_itself(&told) {
        return Standing::Unfit;
    }
    if unspaced {
        return Standing::Alone;
    }
    let opening = first.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').next().unwrap_or_default();
    let opening = opening.to_lowercase();
    let stem = opening.split(['\'', '’']).next().unwrap_or_default();
    let opened = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    if !starts_with_quote(sentence) && lexicon::leans_back(stem, opened) || needs_a_name(&told) {
        return Standing::Leaning;
    }
    if terms::count(&told) < 2 {
        return Standing::Leaning; // A quotation and nobody who says it.
    }
    Standing::Alone
}

/// A full stop or what takes its place; no "…", no "?", no hanging colon.
fn ends_well(sentence: &str) -> bool {
    let bare = sentence.trim_end_matches(['"', '\'', '”', '’', '“', '»', ')', ']', '」', '』', ' ', '\u{a0}', '）']);
    if ["...", "…", ". ."].iter().any(|mark| bare.ends_with(mark))
        || sentence.ends_with("[...]")
        || sentence.ends_with("[…]")
    {
        return false;
    }
    bare.ends_with(['.', '!', '。', '！', '｡', '।', '۔', '։'])
}

/// Three or more words, nearly all in capitals: a label.
fn shouts(sentence: &str) -> bool {
    let letters = sentence.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = sentence.chars().filter(|c| c.is_uppercase()).count();
    capitals * 2 > letters
}

/// Every quotation mark and bracket that opens closes.
fn balanced(sentence: &str) -> bool {
    let of = |marks: &[char]| sentence.chars().filter(|c| marks.contains(c)).count();
    // Feeds mix straight and curly marks in one quotation, so only the sum has to come out even.
    of(&['"', '“', '”', '„']).is_multiple_of(2)
        && of(&['(', '（']) == of(&[')', '）'])
        && of(&['[']) == of(&[']'])
        && of(&['«']) == of(&['»'])
        && of(&['「']) == of(&['」'])
        && of(&['『']) == of(&['』'])
}

fn starts_with_quote(sentence: &str) -> bool {
    sentence.starts_with(['"', '“', '„', '«', '‘', '\'', '「'])
}

/// The words the outlet itself says: the sentence without its quotations.
pub(crate) fn outside_quotes(sentence: &str) -> String {
    let mut out = String::with_capacity(sentence.len());
    let mut closing: Option<&[char]> = None;
    let mut previous = ' ';
    let mut chars = sentence.chars().peekable();
    while let Some(c) = chars.next() {
        if let Some(marks) = closing {
            if marks.contains(&c) && !(c == '’' && chars.peek().is_some_and(|next| next.is_alphanumeric())) {
                closing = None;
                out.push(' ');
            }
        } else {
            closing = match c {
                '"' => Some(&['"']),
                '“' => Some(&['”']),
                '„' => Some(&['“', '”']),
                '«' => Some(&['»']),
                '「' => Some(&['」']),
                '‘' if !previous.is_alphanumeric() => Some(&['’']),
                '\'' if !previous.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphabetic()) => {
                    Some(&['\''])
                }
                _ => None,
            };
            if closing.is_none() {
                out.push(c);
            }
        }
        previous = c;
    }
    out
}

/// First or second person in the outlet's own words.
fn speaks_of_itself(told: &str) -> bool {
    let words: Vec<&str> =
        told.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().any(|(at, word)| {
        if *word == "us" {
            return true;
        }
        if *word == "I" {
            // "World War I", "Charles I": a numeral after a name.
            let numeral = at > 0 && words[at - 1].chars().next().is_some_and(char::is_uppercase);
            return !numeral;
        }
        lexicon::is_person(&word.to_lowercase()) && *word != "Me" && *word != "My" && *word != "MIR"
    })
}

/// Somebody speaks who is only called "he" or "she".
fn needs_a_name(told: &str) -> bool {
    let words: Vec<&str> = told.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let Some(at) = words.iter().position(|word| {
        matches!(
            word.to_lowercase().as_str(),
            "he" | "she" | "they" | "his" | "her" | "their" | "him" | "them" | "its" | "it"
        )
    }) else {
        return false;
    };
    let spoken_by_pronoun = words
        .windows(2)
        .any(|pair| matches!(pair[0], "he" | "she" | "they" | "He" | "She" | "They") && lexicon::is_speech(pair[1]));
    let named_before = words[..at].iter().any(|word| word.chars().next().is_some_and(char::is_uppercase));
    spoken_by_pronoun && !named_before || at == 0
}

#[cfg(test)]
mod tests {
    use super::{Standing, after_dateline, judge, outside_quotes};

    #[test]
    fn sentences_are_judged() {
        let table = [
            ("The dam above the town broke on Monday.", Standing::Alone),
            ("Who will pay for the broken dam?", Standing::Unfit),
            ("The dam above the town broke on...", Standing::Unfit),
            ("The dam above the town broke on […]", Standing::Unfit),
            ("The dam above the town broke on", Standing::Unfit),
            ("We went to see the broken dam.", Standing::Unfit),
            ("“We saw it break,” said Moe, the mayor.", Standing::Alone),
            ("World War I began in the summer of 1914.", Standing::Alone),
            ("He said that the dam had broken.", Standing::Leaning),
            ("But the dam above the town broke.", Standing::Leaning),
            ("“The dam broke before noon,” he said.", Standing::Leaning),
            ("“The dam broke before noon on Monday.”", Standing::Leaning),
            ("“The dam broke before noon, and nobody knew.", Standing::Unfit),
            ("The post Dam breaks appeared first on Daily.", Standing::Unfit),
            ("Sign up for the newsletter of the Daily.", Standing::Unfit),
            ("and then the dam above the town broke.", Standing::Unfit),
            ("DAM BREAKS ABOVE THE TOWN OF OSLO.", Standing::Unfit),
            ("The police saw us near the dam.", Standing::Unfit),
            ("The US sent help to the broken dam.", Standing::Alone),
            ("Too short.", Standing::Unfit),
            ("ノルウェーでダムが決壊し、町が浸水した。", Standing::Alone),
            ("Wir waren am Damm, als er brach.", Standing::Unfit),
        ];
        for (sentence, expected) in table {
            assert_eq!(judge(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn datelines_are_left_out() {
        let table = [
            ("OSLO (AP) — The dam broke.", "The dam broke."),
            ("NEW YORK, May 3 (Reuters) - Shares fell.", "Shares fell."),
            ("(Reuters) - Shares fell.", "Shares fell."),
            ("WASHINGTON — The vote passed.", "The vote passed."),
            ("BERLIN (dpa) – Der Zug kam.", "Der Zug kam."),
            ("NASA (the agency) said no.", "NASA (the agency) said no."),
            ("The vote — the third — passed.", "The vote — the third — passed."),
        ];
        for (text, expected) in table {
            assert_eq!(&text[after_dateline(text, &(0..text.len()))..], expected);
        }
    }

    #[test]
    fn quotations_are_taken_out() {
        assert_eq!(outside_quotes("“Go,” Moe’s men said.").trim(), "Moe’s men said.");
        assert_eq!(outside_quotes("It's the dogs' 'big day' now"), "It's the dogs'   now");
    }
}
