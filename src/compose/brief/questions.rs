//! The sections of a story page: each asked only when the story answers it.

use super::known::Known;
use super::pool::Pool;
use super::quality::{self, Standing};
use super::telling::Telling;
use crate::model::{Heading, Question, Quote};
use crate::text::figures::Unit;
use crate::text::lexicon::Lexicon;
use crate::text::names;
use rustc_hash::FxHashSet;

/// Most sentences in one section.
const MOST: usize = 3;

/// Who spoke: a quotation of four words or more, a verb of speaking and a name outside it.
pub(crate) fn who_said_what(telling: &mut Telling<'_, '_>) -> Option<Question> {
    let mut speakers: FxHashSet<String> = FxHashSet::default();
    collect(telling, Heading::WhoSaidWhat, |pool, at| {
        let candidate = &pool.candidates[at];
        let Some(speaker) = speaker(pool.text(candidate), pool.lexicon(candidate)) else { return false };
        speakers.insert(speaker)
    })
}

/// The last name outside the quotation, where a quotation, a verb of speaking and a name come together.
fn speaker(sentence: &str, lexicon: &Lexicon) -> Option<String> {
    if names::quotations(sentence).is_empty() {
        return None;
    }
    let told = quality::outside_quotes(sentence);
    let spoken = told.split(|c: char| !c.is_alphanumeric()).any(|word| lexicon.is_speech(word));
    // A name right after the quotation does not stand at the start of a sentence.
    let names = names::names(&format!("x {told}"), lexicon);
    if spoken { names.into_iter().next().and_then(|name| name.into_iter().next_back()) } else { None }
}

/// Sentences with two figures, or with one large, of money or per cent.
pub(crate) fn numbers(telling: &mut Telling<'_, '_>) -> Option<Question> {
    collect(telling, Heading::Numbers, |pool, at| {
        let figures = &pool.candidates[at].sentence.line.figures;
        let told = figures.iter().filter(|figure| figure.unit != Unit::Label).count();
        let strong = figures.iter().any(|figure| match figure.unit {
            Unit::Money(_) | Unit::Percent => true,
            Unit::Count => figure.value >= 1000.0,
            Unit::Label => false,
        });
        told >= 2 || strong
    })
}

/// Announced and dated: a verb of the future and a day, month or year, in the outlet's own words.
pub(crate) fn what_comes_next(telling: &mut Telling<'_, '_>) -> Option<Question> {
    collect(telling, Heading::WhatComesNext, |pool, at| {
        let candidate = &pool.candidates[at];
        let year = pool.reports[candidate.report].entry().time().to_zoned_datetime(jiff::tz::TimeZone::UTC).year();
        is_announced(pool.text(candidate), year, pool.lexicon(candidate))
    })
}

fn is_announced(sentence: &str, year: i16, lexicon: &Lexicon) -> bool {
    let told = quality::outside_quotes(sentence).to_lowercase().replace('’', "'");
    let words: Vec<&str> =
        told.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|word| !word.is_empty()).collect();
    let spaced = format!(" {} ", words.join(" "));
    let ahead = lexicon.grammar.ahead.iter().filter_map(|phrase| spaced.find(&format!(" {phrase} "))).min();
    let Some(ahead) = ahead else { return false };
    // The date belongs to what is announced, not to the announcement: "said on Monday it will".
    let after = &spaced[ahead..];
    let time = &lexicon.time;
    let named = time.relative.iter().any(|phrase| after.contains(&format!(" {phrase} ")));
    let is_month = |word: &str| lexicon.month(word).is_some();
    let rest: Vec<&str> = after.split_whitespace().collect();
    let by_month = rest.windows(2).any(|pair| time.month_after.contains(pair[0]) && is_month(pair[1]));
    let by_day = rest.windows(2).any(|pair| {
        let day = |word: &str| word.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
        is_month(pair[0]) && day(pair[1]) || day(pair[0]) && is_month(pair[1])
    });
    let by_year = rest.iter().any(|word| word.parse::<i16>().is_ok_and(|named| named > year && named < year + 80));
    named || by_month || by_day || by_year
}

/// What reports not shown before say that none shown before says; `known` is what those say.
pub(crate) fn what_is_new(telling: &mut Telling<'_, '_>, known: &Known<'_>) -> Option<Question> {
    collect(telling, Heading::WhatIsNew, |pool, at| {
        let candidate = &pool.candidates[at];
        let report = pool.reports[candidate.report];
        report.fresh && !report.is_copy() && known.is_news(pool.said(candidate))
    })
}

/// What earlier reports of the story said, as far as it has not been said again.
pub(crate) fn what_came_before(earlier: &mut Telling<'_, '_>) -> Option<Question> {
    collect(earlier, Heading::WhatCameBefore, |_, _| true)
}

/// How the story goes on: sentences near the top of their reports that are nearly as much at its heart as the best.
pub(crate) fn what_happened(telling: &mut Telling<'_, '_>) -> Option<Question> {
    collect(telling, Heading::WhatHappened, |pool, at| {
        let best = pool.candidates.first().map_or(0.0, |candidate| candidate.score);
        pool.candidates[at].place < 4 && pool.candidates[at].score >= 0.5 * best
    })
}

/// Up to [`MOST`] sentences that the rule lets through, best first, one paragraph an entry.
fn collect(
    telling: &mut Telling<'_, '_>,
    heading: Heading,
    mut rule: impl FnMut(&Pool<'_>, usize) -> bool,
) -> Option<Question> {
    let pool = telling.pool;
    let mut chosen: Vec<(usize, usize, Quote)> = Vec::new();
    for at in 0..pool.candidates.len() {
        let candidate = &pool.candidates[at];
        let fits = chosen.len() < MOST
            && candidate.standing == Standing::Alone
            && telling.may_take(at, 0)
            && !telling.is_old(at);
        if fits
            && rule(pool, at)
            && let Some(quote) = telling.take(at)
        {
            chosen.push((candidate.report, candidate.place, quote));
        }
    }
    paragraphs(heading, chosen)
}

/// One paragraph an entry, in the order of the reports and of their sentences.
fn paragraphs(heading: Heading, mut chosen: Vec<(usize, usize, Quote)>) -> Option<Question> {
    if chosen.is_empty() {
        return None;
    }
    chosen.sort_by_key(|&(report, place, _)| (report, place));
    let mut out: Vec<Vec<Quote>> = Vec::new();
    for (_, _, quote) in chosen {
        match out.last_mut() {
            Some(paragraph) if paragraph.first().is_some_and(|first| first.entry == quote.entry) => {
                paragraph.push(quote);
            }
            _ => out.push(vec![quote]),
        }
    }
    Some(Question { heading, paragraphs: out })
}

#[cfg(test)]
mod tests {
    use super::{is_announced, speaker};
    use crate::text::language::Language;
    use crate::text::lexicon::Lexicon;

    #[test]
    fn what_is_announced_is_dated() {
        let table = [
            ("The council will vote on Monday.", true),
            ("The council said on Monday it will vote.", false),
            ("The bridge is scheduled to open in June.", true),
            ("The licence will run through 2032.", true),
            ("The licence will run through 2019.", false),
            ("The council voted on Monday.", false),
            ("“It will open on Monday,” Moe said.", false),
            ("Der Rat wird am Montag abstimmen.", true),
            ("The fair will open 3 May.", true),
            ("The fair will open soon.", false),
            ("Le conseil sera élu l’année prochaine par les habitants.", true),
            ("Le conseil sera élu par les habitants.", false),
        ];
        for (sentence, expected) in table {
            let lexicon = Lexicon::of(Language::guess(sentence));
            assert_eq!(is_announced(sentence, 2020, lexicon), expected, "{sentence}");
        }
    }

    #[test]
    fn a_speaker_is_named() {
        let table = [
            ("“We saw it break at noon,” said Anna Moe.", Some("moe")),
            ("Anna Moe said: “We saw it break at noon.”", Some("moe")),
            ("“We saw it break at noon,” officials said.", None),
            ("Anna Moe praised the “big break”.", None),
        ];
        for (sentence, expected) in table {
            assert_eq!(speaker(sentence, Lexicon::english()).as_deref(), expected, "{sentence}");
        }
        let polish = Lexicon::of(Language::declared("pl"));
        let sentence = "„Widzieliśmy, jak pękła ściana tamy”, powiedziała Anna Kowal, burmistrz.";
        assert_eq!(speaker(sentence, polish).as_deref(), Some("kowal"));
    }
}
