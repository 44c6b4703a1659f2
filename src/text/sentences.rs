//! Text to sentences, as byte ranges.
//!
//! The Unicode rules (UAX 29) know no abbreviations and cut "Mr. Smith" in two, so the decision is made here:
//! every run of end marks is a candidate, and what stands before and after it decides.

use super::lexicon::Lexicon;
use std::ops::Range;

/// The sentences of `text`, in order, without the white space around them.
///
/// A sentence that is part of a longer quotation stands by itself and then has one quotation mark too many;
/// whoever shows sentences has to look for that.
pub(crate) fn split(text: &str, lexicon: &Lexicon) -> Vec<Range<usize>> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut out = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at].1;
        match c {
            '\n' if breaks_paragraph(&chars, at, lexicon) => {
                push(text, offset(text, &chars, start)..chars[at].0, &mut out);
                start = at + 1;
                depth = 0;
            }
            '•' | '▪' | '●' | '■' | '◦' => {
                push(text, offset(text, &chars, start)..chars[at].0, &mut out);
                start = at + 1;
                depth = 0;
            }
            '「' | '『' => depth += 1,
            '」' | '』' => depth = depth.saturating_sub(1),
            '。' | '！' | '？' | '｡' | '．' => {
                let mut end = at + 1;
                while end < chars.len() && (is_wide_end(chars[end].1) || is_closer(chars[end].1)) {
                    if matches!(chars[end].1, '」' | '』') {
                        depth = depth.saturating_sub(1);
                    }
                    end += 1;
                }
                // Inside brackets the speaker goes on; after them comes who spoke: 「行く。」と言った。
                let closed = end > at + 1 && is_closer(chars[end - 1].1);
                let goes_on = closed && chars.get(end).is_some_and(|&(_, next)| is_hiragana(next) || next == '、');
                if depth == 0 && !goes_on {
                    push(text, offset(text, &chars, start)..offset(text, &chars, end), &mut out);
                    start = end;
                }
                at = end;
                continue;
            }
            '.' | '!' | '?' | '…' | '।' | '؟' | '۔' | '։' => {
                let (end, closed) = after_marks(&chars, at);
                if ends_here(&chars, start, at, end, closed, lexicon) {
                    push(text, offset(text, &chars, start)..offset(text, &chars, end), &mut out);
                    start = end;
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    push(text, offset(text, &chars, start)..text.len(), &mut out);
    out
}

fn offset(text: &str, chars: &[(usize, char)], index: usize) -> usize {
    chars.get(index).map_or(text.len(), |&(byte, _)| byte)
}

/// Adds the range without white space and list marks at its edges.
fn push(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let raw = &text[range.clone()];
    let front = raw.trim_start();
    let front = ["- ", "– ", "— ", "* ", "· ", "» ", "; ", ", "]
        .iter()
        .fold(front, |rest, mark| rest.strip_prefix(mark).unwrap_or(rest));
    let front = front.trim_start();
    let start = range.end - front.len();
    let end = start + front.trim_end().len();
    if text[start..end].chars().any(char::is_alphanumeric) {
        out.push(start..end);
    }
}

/// Whether the line break at `at` ends a paragraph; a line that was only wrapped goes on in lower case.
fn breaks_paragraph(chars: &[(usize, char)], at: usize, lexicon: &Lexicon) -> bool {
    let last = (0..at).rev().find(|&index| !chars[index].1.is_whitespace());
    let title = last.is_some_and(|index| {
        let before = || word_before(chars, 0, index).to_lowercase();
        chars[index].1 == '.' && lexicon.abbreviations().titles.contains(before().as_str())
    });
    if title && chars.get(at + 1).is_none_or(|&(_, c)| c != '\n') {
        return false; // "Gov." at the end of a wrapped line.
    }
    let next = chars[at + 1..].iter().map(|&(_, c)| c).find(|&c| c == '\n' || !c.is_whitespace());
    next.is_none_or(|c| c == '\n' || !c.is_lowercase())
}

fn is_wide_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '．')
}

fn is_hiragana(c: char) -> bool {
    ('\u{3041}'..='\u{309f}').contains(&c)
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '“' | '‘' | '»' | '›' | ')' | ']' | '」' | '』' | '）' | '】')
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '»' | '(' | '[' | '「' | '『' | '（' | '¿' | '¡')
}

/// One past the end marks at `at` and what closes with them, and whether a quotation closed.
fn after_marks(chars: &[(usize, char)], at: usize) -> (usize, bool) {
    let mut end = at;
    while chars.get(end).is_some_and(|&(_, c)| matches!(c, '.' | '!' | '?' | '…' | '।' | '؟' | '۔' | '։')) {
        end += 1;
    }
    let mut closed = false;
    loop {
        match chars.get(end) {
            Some(&(_, c)) if is_closer(c) => {
                // « opens in French and closes in German; an English opening mark closes a German quotation.
                closed |= !matches!(c, ')' | ']' | '）');
                end += 1;
            }
            // French sets a space before its closing mark.
            Some(&(_, c)) if c.is_whitespace() && c != '\n' && matches!(chars.get(end + 1), Some(&(_, '»'))) => {
                closed = true;
                end += 2;
            }
            _ => return (end, closed),
        }
    }
}

/// Whether the end marks at `at..end` end the sentence that began at `start`.
fn ends_here(chars: &[(usize, char)], start: usize, at: usize, end: usize, closed: bool, lexicon: &Lexicon) -> bool {
    let Some(&(_, following)) = chars.get(end) else { return true };
    let mark = chars[at].1;
    let run = chars[at..end].iter().filter(|&&(_, c)| matches!(c, '.' | '!' | '?' | '…')).count();
    if !following.is_whitespace() {
        // No white space: "3.5", "example.org", "U.S."; but feeds also lose the space between paragraphs.
        return mark == '.' && run == 1 && !closed && is_lost_space(chars, at, end);
    }
    let next = word_at(chars, end);
    let Some(first) = next.chars().find(|c| c.is_alphanumeric()) else {
        return true;
    };
    if first.is_lowercase() && !next.chars().skip_while(|c| !c.is_alphanumeric()).nth(1).is_some_and(char::is_uppercase)
    {
        return false; // "eBay" and "iPhone" may open a sentence; other small letters go on with this one.
    }
    if closed && matches!(mark, '!' | '?') && speaks_soon(chars, end, lexicon) {
        return false; // “Why?” Smith asked.
    }
    if mark != '.' || run > 1 {
        return true;
    }
    let before = word_before(chars, start, at);
    if before.is_empty() {
        return true;
    }
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let known = lexicon.abbreviations();
    let starter = lexicon.opens_sentences(&bare(&next));
    let opener = next.chars().next().is_some_and(is_opener);
    if before.chars().all(|c| c.is_ascii_digit()) {
        // "3. Oktober", "im 19. Jahrhundert"; where nouns are small, a capital opens a sentence, but for months in titles.
        let noun = || lexicon.grammar.capital_nouns || lexicon.is_calendar(&bare(&next).to_lowercase());
        let ordinal = lexicon.time.ordinal_stop && before.len() <= 2 && first.is_alphabetic() && noun();
        // "1. Item": a number that opens the line counts items.
        let item = word_start(chars, start, at) == first_visible(chars, start) && before.len() <= 2;
        return !ordinal && !item;
    }
    if before.contains('.') || is_initial(&before) {
        // "U.S. Senate", "J. Smith", "5 p.m. The": only a word that opens sentences ends one here.
        return starter || opener && before.contains('.');
    }
    let small = before.to_lowercase();
    if known.counts.contains(small.as_str()) {
        // "No. 5", "Art. 7": the abbreviation counts things; "He said no. They left." does not.
        return !first.is_numeric();
    }
    if known.titles.contains(small.as_str()) {
        return false;
    }
    if known.may_end.contains(small.as_str()) {
        // "It paid Acme Corp. Mr. Hale said so": a title opens a sentence as well.
        let title = || next.ends_with('.') && known.titles.contains(bare(&next).to_lowercase().as_str());
        return starter || opener || title();
    }
    if known.places.contains(before.as_str()) {
        return starter || opener;
    }
    true
}

fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next()), (Some(c), None) if c.is_uppercase())
}

/// "paragraph.Next": the break between two paragraphs was lost, not a host name.
fn is_lost_space(chars: &[(usize, char)], at: usize, end: usize) -> bool {
    let before = chars[..at].iter().rev().map(|&(_, c)| c).take_while(|c| c.is_alphanumeric()).collect::<Vec<_>>();
    let after = chars[end..].iter().map(|&(_, c)| c).take_while(|c| c.is_alphanumeric()).collect::<Vec<_>>();
    let name = ["com", "net", "org", "io", "js", "ai", "uk", "gov", "edu", "co"];
    let word = after.iter().collect::<String>().to_lowercase();
    before.len() >= 3
        && before.iter().all(|c| c.is_lowercase())
        && after.first().is_some_and(|c| c.is_uppercase())
        && !name.contains(&word.as_str())
        && !chars.get(end + after.len()).is_some_and(|&(_, c)| c == '.' || c == '/')
}

/// The next word after white space at `from`, with the marks that lead it.
fn word_at(chars: &[(usize, char)], from: usize) -> String {
    chars[from..].iter().map(|&(_, c)| c).skip_while(|c| c.is_whitespace()).take_while(|c| !c.is_whitespace()).collect()
}

/// Index of the first character of the word that ends at `at`.
fn word_start(chars: &[(usize, char)], start: usize, at: usize) -> usize {
    let mut first = at;
    while first > start && (chars[first - 1].1.is_alphanumeric() || chars[first - 1].1 == '.') {
        first -= 1;
    }
    first
}

/// The word that ends at `at`, with the stops inside it: `U.S` of "U.S.".
fn word_before(chars: &[(usize, char)], start: usize, at: usize) -> String {
    chars[word_start(chars, start, at)..at].iter().map(|&(_, c)| c).collect()
}

fn first_visible(chars: &[(usize, char)], start: usize) -> usize {
    (start..chars.len()).find(|&index| !chars[index].1.is_whitespace()).unwrap_or(start)
}

/// Whether a verb of speaking stands among the next four words.
fn speaks_soon(chars: &[(usize, char)], from: usize, lexicon: &Lexicon) -> bool {
    let tail: String = chars[from..].iter().map(|&(_, c)| c).take(60).collect();
    tail.split_whitespace().take(4).any(|word| lexicon.is_speech(word.trim_matches(|c: char| !c.is_alphanumeric())))
}

/// The sentence without case, marks and spaces, to know it again.
pub(crate) fn print_of(sentence: &str) -> String {
    sentence.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::split;
    use crate::text::language::Language;
    use crate::text::lexicon::Lexicon;

    fn check(language: &str, text: &str, expected: &[&str]) {
        let lexicon = Lexicon::of(Language::declared(language));
        let got: Vec<&str> = split(text, lexicon).into_iter().map(|range| &text[range]).collect();
        assert_eq!(got, expected, "in {text:?}");
    }

    #[test]
    fn english() {
        check("en", "The dam broke. Nobody was hurt.", &["The dam broke.", "Nobody was hurt."]);
        check("en", "Mr. Hale met Dr. Ito. They spoke.", &["Mr. Hale met Dr. Ito.", "They spoke."]);
        check(
            "en",
            "J. K. Moe of the U.S. Senate voted no. The bill fell.",
            &["J. K. Moe of the U.S. Senate voted no.", "The bill fell."],
        );
        check("en", "It is made in the U.S. The firm said so.", &["It is made in the U.S.", "The firm said so."]);
        check(
            "en",
            "It opens at 5 p.m. on Friday. Doors shut at 9 p.m. The bar stays.",
            &["It opens at 5 p.m. on Friday.", "Doors shut at 9 p.m.", "The bar stays."],
        );
        check(
            "en",
            "Shares fell 3.5 percent to $1.20. Then they rose.",
            &["Shares fell 3.5 percent to $1.20.", "Then they rose."],
        );
        check(
            "en",
            "Acme Inc. bought Bolt Co. for cash. It paid Acme Corp. The rest is debt.",
            &["Acme Inc. bought Bolt Co. for cash.", "It paid Acme Corp.", "The rest is debt."],
        );
        check("en", "“We won.” The crowd sang.", &["“We won.”", "The crowd sang."]);
        check(
            "en",
            "\"Why now?\" Hale asked. \"It is late!\" he said.",
            &["\"Why now?\" Hale asked.", "\"It is late!\" he said."],
        );
        check(
            "en",
            "They waited ... and left. Then… Nothing came.",
            &["They waited ... and left.", "Then…", "Nothing came."],
        );
        check("en", "See example.org for No. 5 of Jan. 3. End.", &["See example.org for No. 5 of Jan. 3.", "End."]);
        check(
            "en",
            "Heads\n\nThe first line.\n- one item\n- another",
            &["Heads", "The first line.", "one item", "another"],
        );
        check("en", "A line that was\nwrapped here. Next.", &["A line that was\nwrapped here.", "Next."]);
        check(
            "en",
            "The bill of Georgia Gov.\nHale passed. Next.",
            &["The bill of Georgia Gov.\nHale passed.", "Next."],
        );
        check(
            "en",
            "They ask Ariz. Gov. Moe to veto it. He is in Mesa, Ariz. The bill waits.",
            &["They ask Ariz. Gov. Moe to veto it.", "He is in Mesa, Ariz.", "The bill waits."],
        );
        check(
            "en",
            "The paragraph ended.The next began. Visit Store.com today.",
            &["The paragraph ended.", "The next began.", "Visit Store.com today."],
        );
        check(
            "en",
            "The rate hit 7. Analysts cheered. iPhone sales fell. eBay rose.",
            &["The rate hit 7.", "Analysts cheered.", "iPhone sales fell.", "eBay rose."],
        );
        check("en", "1. Wash hands. 2. Dry them.", &["1. Wash hands.", "2. Dry them."]);
        check("en", "The vote is over.\n; Moss waits.", &["The vote is over.", "Moss waits."]);
        check("en", "", &[]);
        check("en", " … ", &[]);
    }

    #[test]
    fn german() {
        check(
            "de",
            "Am 3. Oktober feiern die Deutschen. Dr. Weiß kommt, d. h. er spricht.",
            &["Am 3. Oktober feiern die Deutschen.", "Dr. Weiß kommt, d. h. er spricht."],
        );
        check(
            "de",
            "Das kostet ca. 3,5 Mio. Euro bzw. mehr. Die Kasse ist leer.",
            &["Das kostet ca. 3,5 Mio. Euro bzw. mehr.", "Die Kasse ist leer."],
        );
        check(
            "de",
            "„Wir gehen.“ Dann gingen sie und die Kinder.",
            &["„Wir gehen.“", "Dann gingen sie und die Kinder."],
        );
        check(
            "de",
            "Der Preis, z.B. für Öl, stieg. Auch Gas wurde teuer.",
            &["Der Preis, z.B. für Öl, stieg.", "Auch Gas wurde teuer."],
        );
    }

    #[test]
    fn french() {
        check(
            "fr",
            "M. Roy a dit : « Non ! » Mme Roy est partie.",
            &["M. Roy a dit : « Non ! »", "Mme Roy est partie."],
        );
        check("fr", "Le prix atteint 3,5 M€. C’est trop.", &["Le prix atteint 3,5 M€.", "C’est trop."]);
        check(
            "fr",
            "« Pourquoi ? » demande-t-il. Personne ne répond.",
            &["« Pourquoi ? » demande-t-il.", "Personne ne répond."],
        );
    }

    #[test]
    fn spanish() {
        check(
            "es",
            "El Sr. Paz vive en EE. UU. desde 2001. ¿Por qué? No se sabe.",
            &["El Sr. Paz vive en EE. UU. desde 2001.", "¿Por qué?", "No se sabe."],
        );
        check("es", "¡Gol! Ganó el equipo de la Dra. Luz.", &["¡Gol!", "Ganó el equipo de la Dra. Luz."]);
    }

    #[test]
    fn an_abbreviation_of_one_language_is_a_word_of_the_next() {
        for (language, text, expected) in [
            (
                "pl",
                "Wóz wjechał na ul. Długą ok. godz. 9. Nikt nie zginął.",
                ["Wóz wjechał na ul. Długą ok. godz. 9.", "Nikt nie zginął."],
            ),
            ("pl", "Kosztuje 2 mln zł. Prof. Nowak liczy dalej.", ["Kosztuje 2 mln zł.", "Prof. Nowak liczy dalej."]),
            ("it", "Lo dice l'on. Rossi. La legge è pronta.", ["Lo dice l'on. Rossi.", "La legge è pronta."]),
            ("pt", "A sra. Lima e o dr. Paz saíram. Chove.", ["A sra. Lima e o dr. Paz saíram.", "Chove."]),
            ("nl", "Dhr. De Vries woont hier. Hij zwijgt.", ["Dhr. De Vries woont hier.", "Hij zwijgt."]),
            ("ru", "Он живёт на ул. Мира в г. Твери. Идёт дождь.", ["Он живёт на ул. Мира в г. Твери.", "Идёт дождь."]),
            ("da", "Den 3. Maj kom toget. Ingen så det.", ["Den 3. Maj kom toget.", "Ingen så det."]),
            ("de", "Er macht nur, was er mag. Andere schweigen.", ["Er macht nur, was er mag.", "Andere schweigen."]),
            ("de", "Im Tank waren 5 kg. Ermittler suchen mehr.", ["Im Tank waren 5 kg.", "Ermittler suchen mehr."]),
            ("de", "Der ehem. Minister schweigt. Es regnet.", ["Der ehem. Minister schweigt.", "Es regnet."]),
            ("fr", "Le gén. Roy vit 12 av. Foch. Il pleut.", ["Le gén. Roy vit 12 av. Foch.", "Il pleut."]),
            (
                "es",
                "El sgto. Paz vive en la av. Libertad. Llueve.",
                ["El sgto. Paz vive en la av. Libertad.", "Llueve."],
            ),
            (
                "it",
                "Il cap. Rossi e il gov. Bianchi tacciono. Piove.",
                ["Il cap. Rossi e il gov. Bianchi tacciono.", "Piove."],
            ),
            ("pt", "O min. Lima fala do séc. XX. Chove.", ["O min. Lima fala do séc. XX.", "Chove."]),
            ("pl", "Mówi min. Nowak. Kosztuje 20 zł.", ["Mówi min. Nowak.", "Kosztuje 20 zł."]),
            // "Al" is an avenue in Polish and ends a sentence in English.
            ("en", "They met Smith et al. The talks went on.", ["They met Smith et al.", "The talks went on."]),
            // Where a language has no list, English stands in.
            ("fi", "Mr. Hale tuli. Sataa.", ["Mr. Hale tuli.", "Sataa."]),
        ] {
            check(language, text, &expected);
        }
    }

    #[test]
    fn japanese() {
        check("ja", "東京で地震。けが人はいない。", &["東京で地震。", "けが人はいない。"]);
        check(
            "ja",
            "首相は「行く。必ず行く。」と言った。記者は驚いた！",
            &["首相は「行く。必ず行く。」と言った。", "記者は驚いた！"],
        );
        check("ja", "彼は笑った。「また来る。」翌日、帰った。", &["彼は笑った。", "「また来る。」", "翌日、帰った。"]);
    }
}
