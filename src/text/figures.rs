//! The numbers of a sentence: value, unit, and how exact they claim to be.

use super::lexicon::Lexicon;
use super::terms;

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
    /// Its place among the words of the sentence.
    pub(crate) at: usize,
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

/// The numbers of a sentence, in order.
pub(crate) fn of(sentence: &str, lexicon: &Lexicon) -> Vec<Figure> {
    if !sentence.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let bare: Vec<String> = words.iter().map(|word| word.trim_matches(is_edge).to_lowercase()).collect();
    let mut out = Vec::new();
    for at in 0..words.len() {
        if let Some(figure) = read(&words, &bare, at, lexicon) {
            out.push(figure);
        }
    }
    out
}

fn is_edge(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '¥' | '%' | '-' | '+'))
}

fn read(words: &[&str], bare: &[String], at: usize, lexicon: &Lexicon) -> Option<Figure> {
    let word = bare[at].as_str();
    let digits_from = word.find(|c: char| c.is_ascii_digit())?;
    let (front, rest) = word.split_at(digits_from);
    let currency = currency_of(front, lexicon);
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
        _ => match scale_of(tail, lexicon) {
            Some(scale) => {
                value *= scale;
                step *= scale;
            }
            None if tail.starts_with(':') || tail.chars().any(|c| c.is_ascii_digit()) => label = true, // 20:30, 5-4, 2020/21
            None => {}
        },
    }
    if tail.is_empty()
        && let Some(scale) = scale_of(next(1), lexicon)
    {
        value *= scale;
        step *= scale;
        ahead = 2;
    }
    let following = next(ahead);
    if let Some(words) = percent_at(following, next(ahead + 1), lexicon) {
        percent = true;
        ahead += words;
    } else if let Some(named) = currency_of(following, lexicon) {
        currency = currency.or(Some(named));
        ahead += 1;
    } else if lexicon.numbers.between.contains(following)
        && let Some(named) = currency_of(next(ahead + 1), lexicon)
    {
        // "40 millones de euros"
        currency = currency.or(Some(named));
        ahead += 2;
    }
    let plain = currency.is_none() && !percent && tail.is_empty();
    let year = plain && ahead == 1 && body.len() == 4 && (1900.0..2100.0).contains(&value);
    let dated = plain
        && ahead == 1
        && value <= 31.0
        && (lexicon.month(before).is_some() || lexicon.month(following).is_some() || before == "no");
    let timed = lexicon.numbers.clock.contains(following);
    let aged =
        plain && ahead == 1 && value < 120.0 && words[at].ends_with(',') && at > 0 && words[at - 1].ends_with(',');
    label |= year || dated || timed || aged;

    let unit = match (label, percent, currency) {
        (true, _, _) => Unit::Label,
        (_, true, _) => Unit::Percent,
        (_, _, Some(sign)) => Unit::Money(sign),
        _ => Unit::Count,
    };
    let (noun, lead) = (noun_after(words, bare, at, ahead, lexicon), lead_before(words, bare, at, lexicon));
    Some(Figure { value, step, unit, claim: claim_before(bare, at, lexicon), noun, at, lead })
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

/// How many of these two words say "per cent".
fn percent_at(one: &str, two: &str, lexicon: &Lexicon) -> Option<usize> {
    let says = |phrase: &str| match phrase.split_once(' ') {
        Some(pair) => (pair == (one, two)).then_some(2),
        None => (phrase == one).then_some(1),
    };
    if one == "%" {
        Some(1)
    } else {
        with_english(lexicon).find_map(|it| it.numbers.percent.iter().find_map(|it| says(it)))
    }
}

/// Numbers are written the English way in many languages: `2.1bn`, `50 percent`, `30 dollars`.
fn with_english(lexicon: &Lexicon) -> impl Iterator<Item = &Lexicon> {
    [lexicon, Lexicon::english()].into_iter()
}

fn scale_of(word: &str, lexicon: &Lexicon) -> Option<f64> {
    with_english(lexicon).find_map(|lexicon| {
        let numbers = &lexicon.numbers;
        let scales =
            [(&numbers.thousand, 1e3), (&numbers.million, 1e6), (&numbers.billion, 1e9), (&numbers.trillion, 1e12)];
        scales.into_iter().find(|(words, _)| words.contains(word)).map(|(_, scale)| scale)
    })
}

fn currency_of(word: &str, lexicon: &Lexicon) -> Option<char> {
    if let "$" | "€" | "£" | "¥" = word {
        return word.chars().next();
    }
    with_english(lexicon)
        .flat_map(|lexicon| &lexicon.numbers.currencies)
        .find(|(_, words)| words.contains(word))
        .and_then(|(sign, _)| sign.chars().next())
}

fn claim_before(bare: &[String], at: usize, lexicon: &Lexicon) -> Claim {
    let numbers = &lexicon.numbers;
    let stands = |phrases: &[Box<str>]| {
        phrases.iter().any(|phrase| {
            let mut before = bare[..at].iter().rev();
            phrase.rsplit(' ').all(|word| before.next().is_some_and(|before| before == word))
        })
    };
    let claims =
        [(&numbers.at_least, Claim::AtLeast), (&numbers.at_most, Claim::AtMost), (&numbers.about, Claim::About)];
    claims.into_iter().find(|(phrases, _)| stands(phrases)).map_or(Claim::Exact, |(_, claim)| claim)
}

/// The first content word after the number, within the clause and over no preposition but "of".
fn noun_after(words: &[&str], bare: &[String], at: usize, ahead: usize, lexicon: &Lexicon) -> String {
    let ends = |place: usize| words[place].ends_with([',', ';', '.', ')', ':']);
    if ahead == 1 && ends(at) {
        return String::new();
    }
    let after = bare.iter().enumerate().skip(at + ahead).take(4);
    for (index, word) in after {
        if !lexicon.numbers.between.contains(word.as_str()) {
            let noun = terms::of(word, lexicon).into_iter().next();
            return noun.filter(|noun| !noun.starts_with(|c: char| c.is_ascii_digit())).unwrap_or_default();
        }
        if ends(index) {
            break;
        }
    }
    String::new()
}

/// The first content word before the number, within the clause and over a hedge only.
fn lead_before(words: &[&str], bare: &[String], at: usize, lexicon: &Lexicon) -> String {
    for index in (0..at).rev().take(4) {
        if words[index].ends_with([',', ';', ')', ':']) {
            break;
        }
        if !lexicon.numbers.hedges.contains(bare[index].as_str()) {
            return terms::of(&bare[index], lexicon).into_iter().next().unwrap_or_default();
        }
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::{Claim, Unit};
    use crate::text::language::Language;
    use crate::text::lexicon::Lexicon;

    fn of(sentence: &str) -> Vec<super::Figure> {
        super::of(sentence, Lexicon::english())
    }

    /// Value, unit and noun.
    type Read = (f64, Unit, &'static str);

    #[test]
    fn numbers_are_read() {
        let table: [(&str, &[Read]); 11] = [
            ("It hit 1,900 pipelines in six hours.", &[(1900.0, Unit::Count, "pipelin")]),
            ("It paid $2.1bn for 40 percent.", &[(2.1e9, Unit::Money('$'), ""), (40.0, Unit::Percent, "")]),
            ("A £654 million fund.", &[(654e6, Unit::Money('£'), "fund")]),
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
    fn each_language_writes_them_its_own_way() {
        let table: [(&str, &str, Read, Claim); 8] = [
            ("de", "Rund 3,5 Millionen Euro.", (3.5e6, Unit::Money('€'), ""), Claim::About),
            ("de", "Mindestens 12 Menschen starben.", (12.0, Unit::Count, "mensch"), Claim::AtLeast),
            ("fr", "Plus de 300 maisons.", (300.0, Unit::Count, "maison"), Claim::AtLeast),
            ("fr", "Une hausse de 5 pour cent.", (5.0, Unit::Percent, ""), Claim::Exact),
            ("es", "Unos 40 millones de euros.", (4e7, Unit::Money('€'), ""), Claim::About),
            ("pl", "Ponad 2,5 mln zł.", (2.5e6, Unit::Money('z'), ""), Claim::AtLeast),
            ("pl", "Co najmniej 12 osób zginęło.", (12.0, Unit::Count, "osob"), Claim::AtLeast),
            // English ways are known everywhere.
            ("sv", "Det kostar $2.1bn.", (2.1e9, Unit::Money('$'), ""), Claim::Exact),
        ];
        for (code, sentence, (value, unit, noun), claim) in table {
            let figures = super::of(sentence, Lexicon::of(Language::declared(code)));
            let got: Vec<_> = figures.iter().map(|it| (it.value, it.unit, it.noun.as_str(), it.claim)).collect();
            assert_eq!(got, [(value, unit, noun, claim)], "{sentence}");
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
}
