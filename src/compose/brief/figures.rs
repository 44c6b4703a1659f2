//! What can be checked in a sentence: its numbers, names and quotations.

use super::{lexicon, terms};
use rustc_hash::FxHashSet;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Things; the noun says which.
    Count,
    /// Per cent.
    Percent,
    /// Money, by the first letter of its currency.
    Money(char),
    /// A year, a day of a month, a time of day, an age, a score or a rank: it says when or which, not how many.
    Label,
}

/// How exact a number claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Claim {
    /// As it stands.
    Exact,
    /// "at least", "more than", "over".
    AtLeast,
    /// "up to", "fewer than", "nearly".
    AtMost,
    /// "about", "some".
    About,
}

/// A number of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figure {
    /// Its value; "2.1bn" is 2,100,000,000.
    pub(crate) value: f64,
    /// The step of its last digit, so that 2.1bn has a step of 100,000,000.
    pub(crate) step: f64,
    /// What it counts.
    pub(crate) unit: Unit,
    /// How exact it claims to be.
    pub(crate) claim: Claim,
    /// The next content word, folded; empty at the end of a clause.
    pub(crate) noun: String,
    /// The content word before, folded: "cost" of "costs about $3bn"; empty at the start of a clause.
    pub(crate) lead: String,
}

impl Figure {
    /// Whether the two can be one number, said more or less exactly.
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        let (coarse, fine) = if self.step >= other.step { (self, other) } else { (other, self) };
        let gap = (self.value - other.value).abs();
        let near = gap <= coarse.step * 0.5 || gap <= 0.02 * self.value.abs().max(other.value.abs());
        let bound = |bounded: &Self, free: &Self| match bounded.claim {
            Claim::Exact => false,
            Claim::AtLeast => free.value >= bounded.value,
            Claim::AtMost => free.value <= bounded.value,
            Claim::About => gap <= 0.15 * bounded.value.abs(),
        };
        near || bound(coarse, fine) || bound(fine, coarse)
    }
}

const MONTHS: &str = "january february march april may june july august september october november december jan feb mar \
    apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember janvier février mars avril \
    juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre \
    octubre noviembre diciembre";

/// Whether the word is a month, in any of the languages known here.
pub(crate) fn is_month(folded: &str) -> bool {
    MONTHS.split_ascii_whitespace().any(|month| month == folded)
}

/// All words of `text` in lower case, with those that are too common to be terms.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The numbers of a sentence, in order.
pub(crate) fn of(sentence: &str) -> Vec<Figure> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let bare: Vec<String> = words.iter().map(|word| word.trim_matches(is_edge).to_lowercase()).collect();
    let mut out = Vec::new();
    for at in 0..words.len() {
        if let Some(figure) = read(&words, &bare, at) {
            out.push(figure);
        }
    }
    out
}

fn is_edge(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '¥' | '%' | '-' | '+'))
}

fn read(words: &[&str], bare: &[String], at: usize) -> Option<Figure> {
    let word = bare[at].as_str();
    let digits_from = word.find(|c: char| c.is_ascii_digit())?;
    let (front, rest) = word.split_at(digits_from);
    let currency = currency_of(front);
    if !front.is_empty() && currency.is_none() && front != "-" && front != "+" {
        return None; // "covid-19", "g7"
    }
    let body_end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or(rest.len());
    let body = rest[..body_end].trim_end_matches(['.', ',']);
    let tail = rest[body_end..].trim_start_matches('-');
    let (mut value, mut step) = parse(body)?;
    let next = |ahead: usize| bare.get(at + ahead).map_or("", String::as_str);
    let before = if at == 0 { "" } else { bare[at - 1].as_str() };

    let mut ahead = 1;
    let mut currency = currency;
    let mut percent = false;
    let mut label =
        matches!(tail, "st" | "nd" | "rd" | "th" | "am" | "pm" | "s" | "a.m" | "p.m") || tail.starts_with("year-old");
    match tail {
        "%" => percent = true,
        "€" | "$" | "£" | "¥" => currency = tail.chars().next(),
        "" => {}
        _ => match scale_of(tail) {
            Some(scale) => {
                value *= scale;
                step *= scale;
            }
            None if tail.starts_with(':') || tail.chars().any(|c| c.is_ascii_digit()) => label = true, // 20:30, 5-4, 2020/21
            None => {}
        },
    }
    if tail.is_empty()
        && let Some(scale) = scale_of(next(1))
    {
        value *= scale;
        step *= scale;
        ahead = 2;
    }
    let following = next(ahead);
    if matches!(following, "percent" | "prozent" | "%") {
        percent = true;
        ahead += 1;
    } else if following == "per" && next(ahead + 1) == "cent" {
        percent = true;
        ahead += 2;
    } else if let Some(named) = currency_of(following) {
        currency = currency.or(Some(named));
        ahead += 1;
    }
    let plain = currency.is_none() && !percent && tail.is_empty();
    let year = plain && ahead == 1 && body.len() == 4 && (1900.0..2100.0).contains(&value);
    let dated = plain && ahead == 1 && value <= 31.0 && (is_month(before) || is_month(following) || before == "no");
    let timed = matches!(
        following,
        "a.m" | "p.m" | "am" | "pm" | "gmt" | "est" | "et" | "bst" | "uhr" | "years-old" | "year-old"
    );
    let aged =
        plain && ahead == 1 && value < 120.0 && words[at].ends_with(',') && at > 0 && words[at - 1].ends_with(',');
    label |= year || dated || timed || aged;

    let unit = match (label, percent, currency) {
        (true, _, _) => Unit::Label,
        (_, true, _) => Unit::Percent,
        (_, _, Some(sign)) => Unit::Money(sign),
        _ => Unit::Count,
    };
    let (noun, lead) = (noun_after(words, bare, at, ahead), lead_before(words, bare, at));
    Some(Figure { value, step, unit, claim: claim_before(bare, at), noun, lead })
}

/// Value and step of "1,900" or "3.5"; a comma before three digits groups, one before others is a decimal comma.
fn parse(body: &str) -> Option<(f64, f64)> {
    let groups = |mark: char| {
        let mut parts = body.split(mark);
        let first = parts.next().unwrap_or_default();
        let rest: Vec<&str> = parts.collect();
        !rest.is_empty() && first.len() <= 3 && rest.iter().all(|part| part.len() == 3 && !part.contains(['.', ',']))
    };
    let plain = if body.contains(',') && body.contains('.') {
        let decimal = if body.rfind(',') > body.rfind('.') { ',' } else { '.' };
        body.chars().filter(|&c| c.is_ascii_digit() || c == decimal).map(|c| if c == ',' { '.' } else { c }).collect()
    } else if groups(',') || body.matches('.').count() > 1 {
        body.replace([',', '.'], "")
    } else {
        body.replace(',', ".")
    };
    let value: f64 = plain.parse().ok()?;
    let mut step = 1.0;
    if let Some((_, decimals)) = plain.split_once('.') {
        for _ in decimals.chars() {
            step /= 10.0;
        }
    } else {
        for _ in plain.chars().rev().take_while(|&c| c == '0').take(plain.len().saturating_sub(1)) {
            step *= 10.0;
        }
    }
    Some((value, step))
}

fn scale_of(word: &str) -> Option<f64> {
    Some(match word {
        "k" | "thousand" | "tausend" | "mille" | "mil" => 1e3,
        "m" | "mn" | "million" | "millions" | "mio" | "millionen" | "millón" | "millones" => 1e6,
        "bn" | "b" | "billion" | "billions" | "mrd" | "milliarde" | "milliarden" | "milliard" | "milliards" => 1e9,
        "tn" | "trillion" | "trillions" => 1e12,
        _ => return None,
    })
}

fn currency_of(word: &str) -> Option<char> {
    match word {
        "$" | "us$" | "usd" | "dollar" | "dollars" => Some('$'),
        "a$" | "au$" => Some('a'),
        "nz$" => Some('n'),
        "c$" | "ca$" => Some('c'),
        "€" | "eur" | "euro" | "euros" => Some('€'),
        "£" | "gbp" | "pounds" => Some('£'),
        "¥" | "yen" | "yuan" => Some('¥'),
        _ => None,
    }
}

fn claim_before(bare: &[String], at: usize) -> Claim {
    let one = if at >= 1 { bare[at - 1].as_str() } else { "" };
    let two = if at >= 2 { bare[at - 2].as_str() } else { "" };
    match (two, one) {
        ("at", "least") | ("more", "than") | ("greater", "than") | (_, "over" | "above" | "topped" | "passed") => {
            Claim::AtLeast
        }
        ("up", "to") | ("fewer" | "less", "than") | ("at", "most") | (_, "nearly" | "almost" | "under" | "below") => {
            Claim::AtMost
        }
        (
            _,
            "about" | "around" | "some" | "roughly" | "approximately" | "circa" | "rund" | "etwa" | "environ" | "unos",
        ) => Claim::About,
        _ => Claim::Exact,
    }
}

/// The first content word after the number, within the clause and over no preposition but "of".
fn noun_after(words: &[&str], bare: &[String], at: usize, ahead: usize) -> String {
    if ahead == 1 && words[at].ends_with([',', ';', '.', ')', ':']) {
        return String::new();
    }
    for index in at + ahead..(at + ahead + 4).min(bare.len()) {
        let word = bare[index].as_str();
        if let Some(term) = terms::of(word).into_iter().next() {
            return if term.starts_with(|c: char| c.is_ascii_digit()) { String::new() } else { term };
        }
        if !matches!(word, "new" | "more" | "other" | "of" | "the" | "its" | "their")
            || words[index].ends_with([',', ';', '.', ')', ':'])
        {
            break;
        }
    }
    String::new()
}

/// The first content word before the number, within the clause and over a hedge only.
fn lead_before(words: &[&str], bare: &[String], at: usize) -> String {
    for index in (0..at).rev().take(4) {
        if words[index].ends_with([',', ';', ')', ':']) {
            break;
        }
        let word = bare[index].as_str();
        let hedge = matches!(
            word,
            "at" | "least"
                | "more"
                | "than"
                | "less"
                | "about"
                | "around"
                | "up"
                | "to"
                | "of"
                | "some"
                | "over"
                | "nearly"
                | "almost"
                | "a"
                | "an"
                | "by"
        );
        if !hedge {
            return terms::of(word).into_iter().next().unwrap_or_default();
        }
    }
    String::new()
}

/// The names of a sentence: runs of capitals that do not only stand there because the sentence begins.
pub(crate) fn names(sentence: &str) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::new();
    let mut run: Vec<String> = Vec::new();
    let mut first = true;
    for word in sentence.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        let common = first && (lexicon::opens_sentences(bare) || !bare.chars().skip(1).any(char::is_uppercase));
        if capital && !lexicon::is_stop(&bare.to_lowercase()) && !is_calendar(&bare.to_lowercase()) {
            // A capital at the start is a name only if more of the name follows.
            if !(common && run.is_empty() && lexicon::opens_sentences(bare)) {
                run.push(if common { format!("?{}", bare.to_lowercase()) } else { bare.to_lowercase() });
            }
        } else {
            flush(&mut run, &mut out);
        }
        if word.ends_with([',', ';', '.', ':', '”', '"']) && !lexicon::stands_before_a_name(&bare.to_lowercase()) {
            flush(&mut run, &mut out);
        }
        first = false;
    }
    flush(&mut run, &mut out);
    out
}

fn flush(run: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    let certain = run.iter().any(|word| !word.starts_with('?'));
    if certain {
        out.push(run.drain(..).map(|word| word.trim_start_matches('?').to_owned()).collect());
    }
    run.clear();
}

fn is_calendar(folded: &str) -> bool {
    is_month(folded)
        || matches!(
            folded,
            "monday"
                | "tuesday"
                | "wednesday"
                | "thursday"
                | "friday"
                | "saturday"
                | "sunday"
                | "covid"
                | "covid-19"
                | "coronavirus"
                | "montag"
                | "dienstag"
                | "mittwoch"
                | "donnerstag"
                | "freitag"
                | "samstag"
                | "sonntag"
        )
}

/// The quotations of a sentence, of four words or more.
pub(crate) fn quotations(sentence: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in sentence.char_indices() {
        match open {
            Some((start, close)) if c == close || close == '”' && c == '"' => {
                let inside = &sentence[start..at];
                if terms::count(inside) >= 4 {
                    out.push(inside);
                }
                open = None;
            }
            Some(_) => {}
            None => {
                open = match c {
                    '"' => Some((at + 1, '"')),
                    '“' => Some((at + c.len_utf8(), '”')),
                    '„' => Some((at + c.len_utf8(), '“')),
                    '«' => Some((at + c.len_utf8(), '»')),
                    '「' => Some((at + c.len_utf8(), '」')),
                    _ => None,
                }
            }
        }
    }
    out
}

/// What other reports say, to tell what one report alone says.
#[derive(Default)]
pub(crate) struct Known {
    figures: Vec<Figure>,
    words: FxHashSet<String>,
    terms: FxHashSet<String>,
    initials: FxHashSet<String>,
}

impl Known {
    /// Adds everything `text` says.
    pub(crate) fn learn(&mut self, text: &str) {
        self.figures.extend(of(text));
        self.terms.extend(terms::of(text));
        self.words.extend(words(text));
        for name in names(text) {
            self.initials.insert(name.iter().filter_map(|word| word.chars().next()).collect());
        }
    }

    /// Facts of `sentence` that nothing learned says: numbers and quotations, then names.
    pub(crate) fn news(&self, sentence: &str) -> (usize, usize) {
        Self::news_to_all(&[self], sentence)
    }

    /// Facts of `sentence` that none of `all` says: numbers and quotations, then names.
    pub(crate) fn news_to_all(all: &[&Self], sentence: &str) -> (usize, usize) {
        let numbers = of(sentence)
            .iter()
            .filter(|figure| figure.unit != Unit::Label)
            .filter(|figure| !all.iter().any(|known| known.counts(figure)))
            .count();
        let quotes =
            quotations(sentence).into_iter().filter(|quote| !all.iter().any(|known| known.quotes(quote))).count();
        let names = names(sentence).iter().filter(|name| !all.iter().any(|known| known.knows(name))).count();
        (numbers + quotes, names)
    }

    fn counts(&self, figure: &Figure) -> bool {
        self.figures.iter().any(|known| known.agrees(figure)) || self.words.contains(spelled(figure.value))
    }

    /// Most of the words of a quotation are known, perhaps as reported speech.
    fn quotes(&self, quote: &str) -> bool {
        let said = terms::set(quote);
        let known = said.iter().filter(|term| self.terms.contains(*term)).count();
        known * 10 >= said.len() * 6
    }

    /// "Boris Johnson" is known from "Johnson", "World Health Organization" from "WHO".
    fn knows(&self, name: &[String]) -> bool {
        let initials: String = name.iter().filter_map(|word| word.chars().next()).collect();
        let heard = |word: &String| self.words.contains(word) || word.split('-').all(|part| self.words.contains(part));
        let last = name.last();
        last.is_some_and(heard)
            || name.len() >= 2 && self.words.contains(&initials)
            || name.len() == 1 && last.is_some_and(|word| self.initials.contains(word))
    }
}

/// A small number as English writes it out.
fn spelled(value: f64) -> &'static str {
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS
        .iter()
        .zip(0_u8..)
        .find(|(_, number)| (f64::from(*number) - value).abs() < 1e-9)
        .map_or("\u{0}", |(word, _)| word)
}

#[cfg(test)]
mod tests {
    use super::{Known, Unit, names, of, quotations};

    #[test]
    fn numbers_are_read() {
        let table: [(&str, &[(f64, Unit, &str)]); 12] = [
            ("It hit 1,900 pipelines in six hours.", &[(1900.0, Unit::Count, "pipelin")]),
            ("It paid $2.1bn for 40 percent.", &[(2.1e9, Unit::Money('$'), ""), (40.0, Unit::Percent, "")]),
            ("A £654 million fund.", &[(654e6, Unit::Money('£'), "fund")]),
            ("Rund 3,5 Millionen Euro.", &[(3.5e6, Unit::Money('€'), "")]),
            (
                "On May 3, 2020 at 7:45 a.m.",
                &[(3.0, Unit::Label, ""), (2020.0, Unit::Label, ""), (7.0, Unit::Label, "a.m")],
            ),
            ("Covid-19 killed 12 people.", &[(12.0, Unit::Count, "peopl")]),
            ("Moe, 47, won 5-4.", &[(47.0, Unit::Label, ""), (5.0, Unit::Label, "")]),
            ("The 31st game.", &[(31.0, Unit::Label, "gam")]),
            ("A 66-year-old man.", &[(66.0, Unit::Label, "man")]),
            ("Some 300 new cases.", &[(300.0, Unit::Count, "cas")]),
            ("The 27% rise.", &[(27.0, Unit::Percent, "ris")]),
            ("None at all.", &[]),
        ];
        for (sentence, expected) in table {
            let got: Vec<_> = of(sentence).into_iter().map(|f| (f.value, f.unit, f.noun)).collect();
            let want: Vec<_> = expected.iter().map(|(v, u, n)| (*v, *u, (*n).to_owned())).collect();
            assert_eq!(got, want, "{sentence}");
        }
    }

    #[test]
    fn rounded_numbers_agree() {
        let table = [
            ("$2.1bn", "$2 billion", true),
            ("$2.1bn", "$2.4bn", false),
            ("more than 300,000 people", "300,140 people", true),
            ("12 people", "15 people", false),
            ("at least 12 people", "15 people", true),
            ("about 1,900", "2,000", true),
        ];
        for (a, b, expected) in table {
            assert_eq!(of(a)[0].agrees(&of(b)[0]), expected, "{a} and {b}");
            assert_eq!(of(b)[0].agrees(&of(a)[0]), expected, "{b} and {a}");
        }
    }

    #[test]
    fn names_and_quotations() {
        assert_eq!(names("The mayor, Anna Moe, left Oslo on Monday."), [vec!["anna", "moe"], vec!["oslo"]]);
        assert_eq!(names("Police left."), Vec::<Vec<String>>::new());
        assert_eq!(names("Boris Johnson left."), [["boris", "johnson"]]);
        assert_eq!(quotations("“We saw it break,” said Moe of the “dam”."), ["We saw it break,"]);
    }

    #[test]
    fn only_what_nobody_says_is_news() {
        let mut known = Known::default();
        known.learn("Johnson told the WHO that 1,900 homes and two schools were hit.");
        for (sentence, expected) in [
            ("Mr Boris Johnson spoke of 1,900 homes.", (0, 0)),
            ("The World Health Organization counted 2 schools.", (0, 0)),
            ("The fund gave $40m to Oslo.", (1, 1)),
            ("“Nobody warned the valley,” Johnson said.", (1, 0)),
        ] {
            assert_eq!(known.news(sentence), expected, "{sentence}");
        }
    }
}
