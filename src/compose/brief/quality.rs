//! Which sentences may stand alone on a page.

use super::{formula, leaning};
use crate::text::boilerplate;
use crate::text::letters::is_spaceless;
use crate::text::lexicon::Lexicon;
use crate::text::{names, terms};

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

/// Judges a sentence of so many words by itself.
pub(crate) fn judge(sentence: &str, words: usize, lexicon: &'static Lexicon) -> Standing {
    let unspaced = sentence.chars().any(is_spaceless);
    if !(FEWEST..=MOST).contains(&words) || !ends_well(sentence) {
        return Standing::Unfit;
    }
    let folded = sentence.to_lowercase();
    let first = sentence.trim_start_matches(|c: char| !c.is_alphanumeric());
    let opens_small =
        first.chars().next().is_some_and(char::is_lowercase) && !first.chars().nth(1).is_some_and(char::is_uppercase);
    if opens_small || boilerplate::is_listed(&folded, lexicon) || folded.contains("http") || folded.contains("www.") {
        return Standing::Unfit;
    }
    if shouts(sentence) || is_labelled(sentence) || !balanced(sentence) {
        return Standing::Unfit;
    }
    let english = lexicon.is_english();
    if formula::is_scrap(sentence, lexicon) || formula::presents_a_reporter(sentence) {
        return Standing::Unfit;
    }
    let told = outside_quotes(sentence);
    if speaks_of_itself(&told, lexicon) {
        return Standing::Unfit;
    }
    if unspaced {
        let leans = leaning::leans_back("", first, lexicon);
        return if leans { Standing::Leaning } else { Standing::Alone };
    }
    let opening = first.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').next().unwrap_or_default();
    let opening = opening.to_lowercase();
    let stem = opening.split(['\'', '’']).next().unwrap_or_default();
    let opened = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    if !starts_with_quote(sentence) && leaning::leans_back(stem, opened, lexicon)
        || english && needs_a_name(&told, lexicon)
        || sentence.starts_with('(') && sentence.trim_end_matches('.').ends_with(')')
    {
        return Standing::Leaning;
    }
    if terms::count(&told) < 2 {
        return Standing::Leaning; // A quotation and nobody who says it.
    }
    if starts_with_quote(sentence) && terms::count(&told) < 5 && !told.chars().any(char::is_uppercase) {
        return Standing::Leaning; // “...,” the source said.
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

/// "ANNA MOE: ...": a column, an interview or a rubric.
fn is_labelled(sentence: &str) -> bool {
    sentence.split_once(": ").is_some_and(|(label, _)| {
        label.chars().filter(|c| c.is_alphabetic()).count() >= 4 && !label.chars().any(char::is_lowercase)
    })
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
        && !opens_single(sentence)
}

/// Whether a quotation in single marks opens after a colon or a comma and never closes: "he wrote: 'We fought."
fn opens_single(sentence: &str) -> bool {
    let opening =
        [": '", ", '", ": ‘", ", ‘"].iter().filter_map(|mark| sentence.rfind(mark).map(|at| at + mark.len())).max();
    opening.is_some_and(|from| {
        let rest = &sentence[from..];
        // "'90s" and "'til" are no quotation.
        let words = rest.starts_with(char::is_uppercase);
        let closes = rest
            .char_indices()
            .any(|(at, c)| matches!(c, '\'' | '’') && !rest[at + c.len_utf8()..].starts_with(char::is_alphanumeric));
        words && !closes
    })
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
                '‘' if !previous.is_alphanumeric() => Some(&['’']),
                '\'' if !previous.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphabetic()) => {
                    Some(&['\''])
                }
                _ => names::closing(c),
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
fn speaks_of_itself(told: &str, lexicon: &Lexicon) -> bool {
    let english = lexicon.is_english();
    let words: Vec<&str> =
        told.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().any(|(at, word)| {
        if english && *word == "us" {
            return true;
        }
        if english && *word == "I" {
            // "World War I", "Charles I": a numeral after a name, which an adverb is not: "Recently, I ...".
            return !at.checked_sub(1).is_some_and(|before| {
                let name = words[before];
                let adverb = before == 0 && (lexicon.opens_sentences(name) || is_adverb(&name.to_lowercase(), lexicon));
                name.starts_with(char::is_uppercase) && !adverb && !told.contains(&format!("{name}, I"))
            });
        }
        // A capital within a sentence is a name: "Mia Martini", the station "MIR".
        let is_name = word.starts_with(char::is_uppercase) && (at > 0 || !word.chars().any(char::is_lowercase));
        !is_name && lexicon.context.persons.contains(word.to_lowercase().as_str())
    })
}

/// An adverb that a writer opens with.
fn is_adverb(folded: &str, lexicon: &Lexicon) -> bool {
    folded.ends_with("ly") || lexicon.grammar.adverbs.contains(folded)
}

/// Somebody speaks or is spoken of who is only called "he" or "she".
fn needs_a_name(told: &str, lexicon: &Lexicon) -> bool {
    let words: Vec<&str> = told.split_whitespace().collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if leaning::opens_with_a_pronoun(&words, lexicon) {
        return true;
    }
    let grammar = &lexicon.grammar;
    let calls = |word: &&str| {
        let bare = bare(word);
        grammar.pronouns.contains(bare.as_str()) || grammar.objects.contains(bare.as_str())
    };
    let Some(at) = words.iter().position(calls) else { return false };
    let speaks = words.windows(2).any(|pair| {
        bare(pair[0]) != "it" && grammar.pronouns.contains(bare(pair[0]).as_str()) && lexicon.is_speech(&bare(pair[1]))
    });
    let named = words[..at].iter().skip(1).any(|word| word.chars().any(char::is_uppercase))
        || words[..at].first().is_some_and(|word| {
            word.chars().next().is_some_and(char::is_uppercase) && !lexicon.opens_sentences(&bare(word))
        });
    // "On the channel’s Late Show, she said": what stands in such a phrase is a place, not a person.
    let phrase = words.first().is_some_and(|first| grammar.prepositions.contains(first.to_lowercase().as_str()))
        && at > 0
        && words[at - 1].ends_with(',');
    // “...,” said his wife, Anna Moe.
    let relative = at > 0 && at <= 2 && lexicon.is_speech(&bare(words[at - 1]));
    at == 0 || speaks && (!named || phrase) || relative && !named
}

#[cfg(test)]
mod tests {
    use super::{Standing, judge, outside_quotes};
    use crate::text::language::Language;
    use crate::text::lexicon::Lexicon;
    use crate::text::terms::count;

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
            ("“The dam broke before noon,” the source said.", Standing::Leaning),
            ("“The dam broke before noon,” said his wife, Anna Moe.", Standing::Leaning),
            ("On Fox’s Late Show, she said the dam was old.", Standing::Leaning),
            ("Anna Moe said she saw the dam break.", Standing::Alone),
            ("PROFESSOR ANNA MOE: The dam was old and weak.", Standing::Unfit),
            ("“The dam broke before noon, and nobody knew.", Standing::Unfit),
            ("Anna Moe wrote in her diary: 'Our dam was old and weak.", Standing::Unfit),
            ("Anna Moe wrote in her diary: 'Our dam was old and weak.'", Standing::Alone),
            ("Anna Moe, who in the Bergen of the '70s built dams, is dead.", Standing::Alone),
            ("The dam of Moss is larger than the old one (pictured).", Standing::Unfit),
            ("The post Dam breaks appeared first on Daily.", Standing::Unfit),
            ("Sign up for the newsletter of the Daily.", Standing::Unfit),
            ("and then the dam above the town broke.", Standing::Unfit),
            ("DAM BREAKS ABOVE THE TOWN OF OSLO.", Standing::Unfit),
            ("The police saw us near the dam.", Standing::Unfit),
            ("The US sent help to the broken dam.", Standing::Alone),
            ("Too short.", Standing::Unfit),
            ("ノルウェーでダムが決壊し、町が浸水した。", Standing::Alone),
            ("Wir waren am Damm, als er brach.", Standing::Unfit),
            ("Recently, I went to see the broken dam.", Standing::Unfit),
            ("As I wrote on Monday, the dam is broken.", Standing::Unfit),
            ("Elizabeth I was queen of England then.", Standing::Alone),
            ("Il governo ha chiuso la diga sopra la città.", Standing::Alone),
            ("Il a fermé le barrage au-dessus de la ville.", Standing::Leaning),
            ("O governo fechou a barragem sobre a cidade.", Standing::Alone),
            ("Le niveau du lac est plus haut que dans la ville.", Standing::Alone),
            ("Du hast den Damm nicht gesehen, als er brach.", Standing::Unfit),
            ("しかし、ダムが決壊し、町が浸水した。", Standing::Leaning),
            ("但大坝决堤，整个小镇被淹没了。", Standing::Leaning),
            ("(The dam above the town broke on Monday.)", Standing::Leaning),
            ("When the dam broke, they were all at home.", Standing::Leaning),
            ("The first was built above the town in 1931.", Standing::Leaning),
        ];
        for (sentence, expected) in table {
            let lexicon = Lexicon::of(Language::guess(sentence));
            assert_eq!(judge(sentence, count(sentence), lexicon), expected, "{sentence}");
        }
    }

    #[test]
    fn quotations_are_taken_out() {
        assert_eq!(outside_quotes("“Go,” Moe’s men said.").trim(), "Moe’s men said.");
        assert_eq!(outside_quotes("It's the dogs' 'big day' now"), "It's the dogs'   now");
    }
}
