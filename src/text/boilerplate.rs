//! What outlets write around their articles: to the reader, about themselves, about pictures, players and prices. Some of it is
//! listed by language; the rest is learned from the entries of a run and laid on them as marks.

use super::article::Article;
use super::lexicon::{Lexicon, PerLanguage};
use super::words::is_whole;
use crate::model::OutletId;
use aho_corasick::AhoCorasick;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// The phrases of all languages: a feed's widgets often speak another language than its articles, and what is long enough
/// to be a formula in one is no news in another.
static ANYWHERE: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::new(Lexicon::all().flat_map(|(_, lexicon)| &lexicon.boilerplate.anywhere).map(|phrase| &**phrase)).ok()
});

/// Whether a sentence, in lower case, is something outlets add to their articles.
pub(crate) fn is_listed(sentence: &str, lexicon: &'static Lexicon) -> bool {
    let opening = sentence.trim_start_matches(|c: char| !c.is_alphanumeric());
    let opens = |phrase: &str| {
        // "Photo" and not "Photographers": a formula ends where a word does.
        opening.strip_prefix(phrase).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let anywhere =
        |all: &AhoCorasick| all.find_overlapping_iter(sentence).any(|found| is_whole(sentence, found.range()));
    ANYWHERE.as_ref().is_some_and(anywhere) || OPENINGS.of(lexicon).iter().any(|phrase| opens(phrase))
}

/// What opens a sentence in one language may open news in another; what platforms add in English stands everywhere.
static OPENINGS: PerLanguage<Vec<&str>> = PerLanguage::new(|lexicon| {
    lexicon.boilerplate.opening.iter().chain(&Lexicon::english().boilerplate.opening).map(|phrase| &**phrase).collect()
});

/// A sentence in this many entries of one outlet says nothing about any of them.
const OFTEN: usize = 3;

/// What outlets repeat from entry to entry.
#[derive(Debug, Clone, Default)]
pub struct Boilerplate {
    repeated: FxHashMap<OutletId, FxHashSet<Box<str>>>,
}

impl Boilerplate {
    /// Learns from articles of any outlets and stories, in any order; more articles of an outlet teach more.
    pub fn learn<'r, 'e: 'r>(articles: impl IntoIterator<Item = &'r Article<'e>>) -> Self {
        let mut counts: FxHashMap<&OutletId, FxHashMap<Box<str>, usize>> = FxHashMap::default();
        for article in articles {
            let own: FxHashSet<Box<str>> = article.prints().collect();
            let counts = counts.entry(&article.entry.outlet).or_default();
            for print in own {
                *counts.entry(print).or_default() += 1;
            }
        }
        let often = |counts: FxHashMap<Box<str>, usize>| -> FxHashSet<Box<str>> {
            counts.into_iter().filter(|(_, count)| *count >= OFTEN).map(|(print, _)| print).collect()
        };
        let repeated = counts.into_iter().map(|(outlet, counts)| (outlet.clone(), often(counts)));
        Self { repeated: repeated.filter(|(_, prints)| !prints.is_empty()).collect() }
    }

    /// Whether `outlet` repeats the sentence with this print.
    pub(crate) fn marks(&self, outlet: &OutletId, print: &str) -> bool {
        self.repeated.get(outlet).is_some_and(|prints| prints.contains(print))
    }
}

#[cfg(test)]
mod tests {
    use super::{Boilerplate, is_listed};
    use crate::model::{Entry, EntryId, OutletId, PlainText};
    use crate::text::Article;
    use crate::text::language::Language;
    use crate::text::lexicon::Lexicon;

    #[test]
    fn outlets_speak_of_themselves_in_formulas() {
        let formulas = [
            ("en", "The post Dam breaks appeared first on Daily."),
            ("en", "Sign up for the newsletter of the Daily."),
            ("en", "Thanks for reading and see you on Friday!"),
            ("en", "The Mill is a reader-supported letter from the valley."),
            ("en", "Unsubscribe from these notes whenever it suits."),
            ("en", "Welcome to the Thursday round of news from the valley."),
            ("en", "The Daily may earn a commission on what readers buy."),
            ("en", "Some of the addresses are affiliate links."),
            ("de", "Hinweis: Der Text enthält bezahlte Verweise."),
            ("de", "Nur für Abonnenten gibt es den ganzen Bericht."),
            ("fr", "La suite est réservée aux abonnés du journal."),
            ("es", "Un contenido exclusivo para suscriptores del diario."),
            ("it", "Un testo riservato agli abbonati del giornale."),
            ("pt", "Leia também: barragem rompe perto de Moss."),
            ("nl", "Lees ook het verhaal over de dam."),
            ("pl", "Zobacz także zdjęcia znad tamy."),
            ("ru", "Читайте также о плотине над городом."),
            ("ja", "この記事は有料会員限定です。"),
            ("ko", "기사 전문은 유료 회원만 볼 수 있다."),
            ("zh", "点击链接查看全文。"),
            ("en", "Photo courtesy of the town of Moss."),
            ("en", "Pictured: the dam above the town of Moss."),
            ("en", "FILE - The dam above Moss is seen in 2019."),
            ("en", "The dam above Moss (AP Photo/Kari Berg)."),
            ("de", "Archivbild: Der Damm über der Stadt."),
            ("fr", "Crédit photo : la mairie de Moss."),
            ("en", "Watch the dam break in slow motion."),
            ("en", "Filed under: dams, rivers and towns."),
            ("en", "Published on March 2, 2026 at 9:15."),
            ("fr", "Publié le 2 mars 2026 à 9h15."),
            ("en", "Correction: The dam was built in 1931."),
            ("en", "Comments are closed for the night."),
        ];
        for (code, sentence) in formulas {
            assert!(is_listed(&sentence.to_lowercase(), Lexicon::of(Language::declared(code))), "{sentence}");
        }
        let news = [
            "The dam broke at noon.",
            "Photographers saw the dam break.",
            "Netflix lost 200,000 subscribers in spring.",
            "Netflix verlor 200.000 Abonnenten im Frühjahr.",
            "The firm will resign in May and its blog in June.",
            "Four apps were hit by the broken dam.",
            "A watchman saw the dam break at noon.",
            "The editor of the Daily was arrested on Monday.",
            "Imagery of the dam shows two cracks.",
            "Fotografen sahen den Damm brechen.",
            "The town added the dam to its list of risks.",
            "Visitors to the dam were led to safety.",
        ];
        for sentence in news {
            assert!(!is_listed(&sentence.to_lowercase(), Lexicon::of(Language::guess(sentence))), "{sentence}");
        }
    }

    #[test]
    fn what_an_outlet_repeats_is_learned() {
        let said = ["The dam burst at noon.", "The vote was lost by one.", "The owl is back in Moss."];
        let entries: Vec<Entry> = ["daily", "herald"]
            .iter()
            .flat_map(|outlet| said.iter().map(move |said| (outlet, said)))
            .enumerate()
            .map(|(at, (outlet, said))| Entry {
                // The one repeats itself, the other has something to say each time.
                summary: PlainText::vouched(if *outlet == "daily" {
                    format!("OSLO (AP) - {said} We print on paper since 1901.")
                } else {
                    format!("{said} We print on paper {at} times.")
                }),
                ..Entry::titled(EntryId::from_stored(at.to_string()), OutletId::new(*outlet), "Dam")
            })
            .collect();
        let articles: Vec<Article<'_>> = entries.iter().map(Article::read).collect();
        let boilerplate = Boilerplate::learn(&articles);
        let marks = |outlet: &str, sentence: &str| {
            boilerplate.marks(&OutletId::new(outlet), &crate::text::sentences::print_of(sentence))
        };
        assert!(marks("daily", "We print on paper, since 1901!"));
        assert!(!marks("daily", "The dam burst at noon.") && !marks("herald", "We print on paper since 1901."));
    }
}
