//! Sentences that are no news by their shape: an outlet presents its people, a list was cut into sentences.

use crate::text::lexicon::Lexicon;
use crate::text::terms;

/// "The Daily's Anna Moe reports from Oslo": the outlet presents its people, not the news; also "Anna Moe covers
/// energy for The Daily".
pub(crate) fn presents_a_reporter(sentence: &str) -> bool {
    let capital = |word: &&str| word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
    let words = || sentence.split_whitespace().skip_while(|word| !word.contains(char::is_alphanumeric));
    let named = words().take(9).take_while(capital).count();
    if named < 2 {
        return false;
    }
    let words: Vec<&str> = words().collect();
    if words.first().is_some_and(|first| *first == "By") && named >= 3 {
        let outlet = words.get(named + 1).is_some_and(|word| word.starts_with(char::is_uppercase));
        return outlet && matches!(words.get(named), Some(&("of" | "for"))); // "By Anna Moe of The Daily The dam broke."
    }
    if !(2..=7).contains(&named) || words[..named].iter().any(|word| word.ends_with([',', ';', ':'])) {
        return false;
    }
    let rest: Vec<String> =
        words[named..].iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    let next = |at: usize| rest.get(at).map_or("", String::as_str);
    let owned = words[..named - 1].iter().any(|word| ["'s", "’s", "s'", "s’"].iter().any(|end| word.ends_with(end)));
    let from = |word: &str| matches!(word, "from" | "on" | "live" | "in" | "for" | "");
    let presents = match next(0) {
        "reports" => from(next(1)),
        "has" => {
            matches!(next(1), "more" | "details")
                || next(1) == "the" && matches!(next(2), "story" | "latest" | "details")
        }
        "explains" | "unpacks" | "discusses" | "joins" => owned,
        "breaks" => next(1) == "down",
        "takes" => next(1) == "a" && next(2) == "look",
        "looks" => matches!(next(1), "at" | "back"),
        "gives" => matches!(next(1), "his" | "her" | "their"),
        "hears" | "speaks" | "talks" | "sits" => owned && matches!(next(1), "to" | "with" | "from" | "down"),
        _ => false,
    };
    presents && (owned || next(0) == "reports") || !owned && named <= 4 && is_a_byline(&rest)
}

/// "... covers energy", "... reported from Oslo", "... is senior editor at": what follows the name of a reporter.
fn is_a_byline(rest: &[String]) -> bool {
    let next = |at: usize| rest.get(at).map_or("", String::as_str);
    let desk = || {
        let job = |word: &String| {
            matches!(word.as_str(), "correspondent" | "reporter" | "editor" | "columnist" | "journalist" | "writer")
        };
        let place = rest.iter().take(6).position(job);
        let fresh =
            rest.iter().take(6).any(|word| matches!(word.as_str(), "new" | "first" | "named" | "former" | "not"));
        place.is_some_and(|at| {
            !fresh && matches!(next(at + 1), "at" | "for" | "of" | "with" | "covering" | "based" | "")
        })
    };
    match next(0) {
        "reported" => next(1) == "from",
        "covers" => rest.len() <= 14 && !rest.iter().any(|word| word.chars().any(|c| c.is_ascii_digit())),
        "is" => desk(),
        _ => false,
    }
}

/// A scrap of a list: an item with its number, parts set side by side, or words without a verb.
pub(crate) fn is_scrap(sentence: &str, lexicon: &Lexicon) -> bool {
    let mut words = sentence.split_whitespace();
    let first = words.next().unwrap_or_default();
    let number = first.strip_suffix(['.', ')']).is_some_and(|n| n.len() <= 2 && n.chars().all(|c| c.is_ascii_digit()));
    let month = words.next().is_some_and(|word| lexicon.month(&word.to_lowercase()).is_some());
    if !first.is_empty() && number && first.len() > 1 && !month {
        return true;
    }
    let parts = |mark: &str| {
        let parts: Vec<usize> = sentence.split(mark).map(terms::count).collect();
        parts.len() >= 3 && parts.iter().sum::<usize>() <= parts.len() * 4
    };
    let listed = sentence.contains([';', '|', '/', '›', '>', '→', '·', '•', '–']);
    if listed && ["; ", " | ", " / ", " › ", " > ", " → ", " · ", " • ", " – "].iter().any(|mark| parts(mark))
    {
        return true;
    }
    let doubled = [",.", ";.", ":.", " ."].iter().any(|end| sentence.ends_with(end) && !sentence.ends_with(". ."))
        && !sentence.ends_with(" .");
    doubled || lexicon.is_english() && !lexicon.stands_in() && !has_verb(sentence, lexicon)
}

/// Whether an English sentence may have a verb: an ending, or a form that shows none. In doubt it has.
fn has_verb(sentence: &str, lexicon: &Lexicon) -> bool {
    let grammar = &lexicon.grammar;
    let mut words = sentence.split_whitespace().peekable();
    let mut start = true;
    while let Some(word) = words.next() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if grammar.verbs.contains(bare) {
            return true;
        }
        let folded = bare.to_lowercase();
        // "Warns" may follow a name; a plural at the end of the sentence is none.
        let ends = words.peek().is_none();
        let lower = bare.starts_with(char::is_lowercase) || start;
        let ending = folded.ends_with("ed") && folded.len() > 3
            || folded.ends_with('s')
                && !folded.ends_with("ss")
                && folded.len() > 2
                && !ends
                && !grammar.small.contains(folded.as_str());
        if grammar.verbs.contains(folded.as_str()) || lower && ending {
            return true;
        }
        start = false;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{is_scrap, presents_a_reporter};
    use crate::text::language::Language;
    use crate::text::lexicon::Lexicon;

    #[test]
    fn a_reporter_is_no_news() {
        let table = [
            ("The Daily’s Anna Moe reports from Oslo.", true),
            ("Daily News' Anna Moe has more on the flood.", true),
            ("Daily TV’s Anna Moe explains what is at stake for the valley.", true),
            ("🎧 #Dams’s Anna Moe speaks to the mayor.", true),
            ("Anna Moe reports from Oslo.", true),
            ("Anna Moe covers dams and rivers for the paper.", true),
            ("Anna Moe is senior dam correspondent at The Daily.", true),
            ("By Anna Moe of The Daily The dam broke at noon.", true),
            ("The Daily’s Anna Moe reports that the dam broke.", false),
            ("Acme’s Anna Moe says the dam will hold.", false),
            ("Anna Moe is the new editor of The Daily.", false),
            ("Anna Moe has more votes than Kari Berg.", false),
            ("Acme covers 40 percent of the costs.", false),
            ("By New Year Anna Moe had left the town.", false),
        ];
        for (sentence, expected) in table {
            assert_eq!(presents_a_reporter(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn scraps_of_lists_are_no_sentences() {
        let table = [
            ("4. Human care of dams.", true),
            ("2) The dam and who pays for it.", true),
            ("Dams; Rivers; Towns of the valley.", true),
            ("Home | News | Weather | Dams.", true),
            ("A short history of the dam above Moss.", true),
            ("With music by the band of the valley.", true),
            ("Names, streets and numbers of phones,.", true),
            ("19 March was the day the dam broke.", false),
            ("The dam broke; the river rose; the town of Moss with all its people fled before noon.", false),
            ("Police say the dam broke.", false),
            ("The mayor wants more money for the dam.", false),
            ("Two men ran from the dam.", false),
            ("More than 40 people fled.", false),
            ("Anna Moe to lead the town; she is 40.", false),
        ];
        for (sentence, expected) in table {
            assert_eq!(is_scrap(sentence, Lexicon::of(Language::declared("en"))), expected, "{sentence}");
        }
        assert!(
            !is_scrap("Dammbruch über der Stadt Moss.", Lexicon::of(Language::declared("de"))),
            "only English verbs are known"
        );
        assert!(!is_scrap("2. Mai war der Tag des Dammbruchs.", Lexicon::of(Language::declared("de"))), "a date");
    }
}
