//! Sentences that lean on the one before them, and outlets that speak of themselves.

use crate::text::lexicon::Lexicon;
use crate::text::line::Line;
use crate::text::terms;
use rustc_hash::FxHashSet;

/// Whether a sentence that opens with these words, in lower case, needs the one before it.
pub(crate) fn leans_back(first: &str, sentence: &str, lexicon: &Lexicon) -> bool {
    let context = &lexicon.context;
    context.openings.contains(first) || context.phrases.iter().any(|phrase| sentence.starts_with(&**phrase))
}

/// Whether a sentence that is not the first of its report hangs on something named before it: "The update fixes both",
/// "Sales of this model fell". `headline` are the terms of what stands above it; what that names needs no more.
pub(crate) fn hangs(sentence: &str, line: &Line, lexicon: &Lexicon, headline: &FxHashSet<String>) -> bool {
    if !lexicon.is_english() {
        // In English capitals show names; elsewhere there are lists.
        let folded = sentence.to_lowercase();
        return lexicon.context.things.iter().any(|thing| {
            folded.strip_prefix(&**thing).is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || c == ','))
        });
    }
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let bare: Vec<String> =
        words.iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    (line.names.is_empty() && opens_with_an_unnamed(&words, &bare, headline, lexicon))
        || points_back(&words, &bare, headline, lexicon)
}

/// "The company", "The death toll", and nothing in the sentence or above it says of what.
fn opens_with_an_unnamed(words: &[&str], bare: &[String], headline: &FxHashSet<String>, lexicon: &Lexicon) -> bool {
    let Some(thing) = bare.get(1).filter(|_| words[0] == "The") else { return false };
    if lexicon.grammar.unique.contains(thing.as_str()) || thing.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    // "The mayor of a town", "The man who fell": it says itself which.
    let says_which = |word: &String| lexicon.grammar.describes.contains(word.as_str());
    let described = bare.iter().skip(2).take(2).any(says_which) || words[1].ends_with(',');
    let above = bare.iter().skip(1).take(3).flat_map(|word| terms::of(word, lexicon)).any(|it| headline.contains(&it));
    !described && !above
}

/// "This model", "these flaws": somewhere in the sentence, and nothing of the name before it or above.
fn points_back(words: &[&str], bare: &[String], headline: &FxHashSet<String>, lexicon: &Lexicon) -> bool {
    let mut quoted = false;
    for (at, word) in bare.iter().enumerate() {
        quoted |= words[at].starts_with(['"', '“', '‘']);
        let pointing = matches!(word.as_str(), "this" | "these") || word == "those" && at == 0;
        if pointing && !quoted && !words[at].ends_with([',', '.']) {
            let Some(thing) = bare.get(at + 1) else { return true };
            let term = terms::of(thing, lexicon).into_iter().next();
            let named = term.is_some_and(|term| {
                headline.contains(&term)
                    || bare[..at].iter().flat_map(|before| terms::of(before, lexicon)).any(|t| t == term)
            });
            if !named && !lexicon.is_span(thing) {
                return true;
            }
        }
        if words[at].ends_with(['"', '”', '’', ',']) {
            quoted = false;
        }
    }
    false
}

/// "After it had bought the site, it closed": what an opening phrase and the clause after it only call "it".
pub(crate) fn opens_with_a_pronoun(words: &[&str], lexicon: &Lexicon) -> bool {
    let opens = words.first().is_some_and(|first| lexicon.grammar.prepositions.contains(first.to_lowercase().as_str()));
    let Some(comma) = words.iter().take(12).position(|word| word.ends_with(',')).filter(|_| opens) else {
        return false;
    };
    let next = words.get(comma + 1).map(|word| word.to_lowercase()).unwrap_or_default();
    let next = next.split(['\'', '’']).next().unwrap_or_default();
    lexicon.grammar.pronouns.contains(next)
        && !words[1..=comma].iter().any(|word| {
            word.starts_with(char::is_uppercase) && !lexicon.is_calendar(&word.trim_matches(',').to_lowercase())
        })
}

#[cfg(test)]
mod tests {
    use super::{hangs, leans_back, opens_with_a_pronoun};
    use crate::text::language::Language;
    use crate::text::lexicon::Lexicon;
    use crate::text::line::Line;
    use crate::text::terms;

    fn of(code: &str) -> &'static Lexicon {
        Lexicon::of(Language::declared(code))
    }

    #[test]
    fn each_language_has_its_own_pronouns_and_connectives() {
        let table = [
            ("en", "he", "he left.", true),
            ("en", "in", "in addition, taxes rise.", true),
            ("en", "in", "in oslo, taxes rise.", false),
            ("en", "il", "il volo closes its bar.", false),
            ("it", "il", "il ponte è chiuso.", false),
            ("it", "o", "o si paga, o si cammina.", true),
            ("fr", "il", "il pleut sur le pont.", true),
            ("fr", "la", "la mairie ferme.", false),
            ("pt", "o", "o rio subiu.", false),
            ("pt", "mas", "mas o rio subiu.", true),
            ("es", "sin", "sin embargo, llueve.", true),
            ("es", "sin", "sin agua, el pueblo cierra.", false),
            ("de", "sie", "sie kam am montag.", true),
            ("nl", "hij", "hij kwam maandag.", true),
            ("nl", "die", "die brug is dicht.", true),
            ("de", "die", "die brücke ist dicht.", false),
            ("sv", "han", "han kom i måndags.", true),
            ("no", "han", "han kom på mandag.", true),
            ("pl", "jednak", "jednak most zamknięto.", true),
            ("ru", "однако", "однако мост закрыт.", true),
            ("uk", "проте", "проте міст закрито.", true),
            ("ja", "しかし", "しかし橋は閉鎖された。", true),
            ("ja", "橋は閉鎖された", "橋は閉鎖された。", false),
            ("zh", "但桥已关闭", "但桥已关闭。", true),
            ("ko", "그러나", "그러나 다리는 닫혔다.", true),
            ("und", "he", "he left.", true),
            ("fi", "he", "he lähtivät.", false),
        ];
        for (code, first, sentence, expected) in table {
            assert_eq!(leans_back(first, sentence, of(code)), expected, "{code}: {sentence}");
        }
        let persons =
            [("de", "du", true), ("fr", "du", false), ("it", "du", false), ("en", "you", true), ("nl", "u", true)];
        for (code, word, expected) in persons {
            assert_eq!(of(code).context.persons.contains(word), expected, "{code}: {word}");
        }
    }

    #[test]
    fn what_nothing_names_hangs_on_the_sentence_before() {
        let headline = terms::set("Nordkraft recalls a heater", of("en"));
        let table = [
            ("en", "The company blamed a supplier for the fault.", true),
            ("en", "The update mends it for all users.", true),
            ("en", "The death toll is expected to rise.", true),
            ("en", "The heater costs twice as much abroad.", false),
            ("en", "The company, Nordkraft, blamed a supplier.", false),
            ("en", "The company behind the heater blamed a supplier.", false),
            ("en", "The head of the plant blamed a supplier.", false),
            ("en", "The number of recalls doubled within a year.", false),
            ("en", "The world has few such plants.", false),
            ("en", "Sales of this model fell by half.", true),
            ("en", "Shops must return these devices by June.", true),
            ("en", "Sales fell by half this year.", false),
            ("en", "Shops sold a heater and must take this heater back.", false),
            ("en", "Shops said “this will hurt” and took the heaters back.", false),
            ("de", "Das Unternehmen nannte keinen Grund.", true),
            ("de", "Das Unternehmensgericht nannte keinen Grund.", false),
            ("fr", "L’entreprise n'a pas donné de raison.", true),
            ("es", "La empresa no dio razones.", true),
            ("it", "L'azienda non ha dato spiegazioni.", true),
            ("pt", "A empresa não deu explicações.", true),
        ];
        for (code, sentence, expected) in table {
            let line = Line::read(sentence, of(code));
            assert_eq!(hangs(sentence, &line, of(code), &headline), expected, "{sentence}");
        }
    }

    #[test]
    fn an_opening_phrase_names_nobody() {
        let table = [
            ("Following its launch there, it will come to tablets.", true),
            ("When the dam broke, they were asleep.", true),
            ("In its statement, it’s said to be safe.", true),
            ("When Anna Moe came home, she found water.", false),
            ("On Monday, she left.", true),
            ("In her first speech, Anna Moe praised the town.", false),
        ];
        for (sentence, expected) in table {
            let words: Vec<&str> = sentence.split_whitespace().collect();
            assert_eq!(opens_with_a_pronoun(&words, of("en")), expected, "{sentence}");
        }
    }
}
