//! `digest.json`: what it claims of entries.

use super::stored::{Stored, link};
use crate::compose::brief;
use crate::model::{Brief, Digest, EntryId, Quote, Source};
use crate::render::SourceRange;

/// Something an edition says an entry says.
#[derive(Debug)]
pub struct Claim {
    /// Where in the file: `lead.facts[1]`.
    pub place: String,
    /// The words.
    pub words: String,
    /// The entry.
    pub entry: EntryId,
    said: Said,
}

#[derive(Debug)]
enum Said {
    /// Bytes of a field, with the address it is cited with.
    Quote(Quote),
    /// The headline of a source.
    Title(Source),
}

impl Claim {
    /// What is wrong with it.
    #[must_use]
    pub fn fault(&self, stored: &Stored) -> Option<String> {
        let versions = stored.versions(&self.entry);
        let Some(newest) = versions.first() else {
            return Some(format!("is said to be from the entry {}, which is not in the store", self.entry));
        };
        let astray = || Some(format!("is not cited with the address of its report, {}", link(newest)));
        match &self.said {
            Said::Quote(quote) => {
                let mut saying = versions.iter().filter(|entry| brief::verify(quote, entry)).peekable();
                if saying.peek().is_none() {
                    let Quote { entry, field, start, end, .. } = quote.clone();
                    let place = SourceRange { entry, field, start, end };
                    return Some(stored.otherwise(&place));
                }
                saying.all(|entry| entry.link.as_ref() != Some(&quote.link)).then(astray).flatten()
            }
            Said::Title(source) => {
                let mut saying = versions
                    .iter()
                    .filter(|entry| {
                        *entry.title == *source.title
                            || entry.earlier_titles.iter().any(|old| old.title == source.title)
                    })
                    .peekable();
                if saying.peek().is_none() {
                    let of = format!("the headline of {} ({})", link(newest), self.entry);
                    return Some(format!("is not {of}: that is \"{}\"", &*newest.title));
                }
                saying.all(|entry| entry.link.as_ref() != Some(&source.link)).then(astray).flatten()
            }
        }
    }
}

/// Everything that `digest` says an entry says.
#[must_use]
pub fn claims(digest: &Digest) -> Vec<Claim> {
    let mut claims = Vec::new();
    if let Some(lead) = &digest.lead {
        of_brief(&mut claims, "lead", lead);
    }
    for (s, section) in digest.sections.iter().enumerate() {
        for (b, brief) in section.briefs.iter().enumerate() {
            of_brief(&mut claims, &format!("sections[{s}].briefs[{b}]"), brief);
        }
        for (n, single) in section.singles.iter().enumerate() {
            title(&mut claims, format!("sections[{s}].singles[{n}]"), &single.source);
        }
    }
    for (t, thread) in digest.threads.iter().enumerate() {
        for (n, story) in thread.stories.iter().enumerate() {
            title(&mut claims, format!("threads[{t}].stories[{n}]"), &story.source);
        }
    }
    for (n, single) in digest.near_misses.iter().enumerate() {
        title(&mut claims, format!("near_misses[{n}]"), &single.source);
    }
    claims
}

fn title(claims: &mut Vec<Claim>, place: String, source: &Source) {
    let (words, entry) = (source.title.clone(), source.entry.clone());
    claims.push(Claim { place, words, entry, said: Said::Title(source.clone()) });
}

fn of_brief(claims: &mut Vec<Claim>, at: &str, brief: &Brief) {
    let mut quote = |place: String, quote: &Quote| {
        let said = Said::Quote(quote.clone());
        claims.push(Claim { place, words: quote.text.clone(), entry: quote.entry.clone(), said });
    };
    quote(format!("{at}.headline"), &brief.headline);
    for (name, quotes) in [("facts", &brief.facts), ("summary", &brief.summary), ("adds", &brief.adds)] {
        for (n, one) in quotes.iter().enumerate() {
            quote(format!("{at}.{name}[{n}]"), one);
        }
    }
    for (q, question) in brief.questions.iter().enumerate() {
        for (p, paragraph) in question.paragraphs.iter().enumerate() {
            for (n, one) in paragraph.iter().enumerate() {
                quote(format!("{at}.questions[{q}].paragraphs[{p}][{n}]"), one);
            }
        }
    }
    for (n, source) in brief.sources.iter().enumerate() {
        title(claims, format!("{at}.sources[{n}].title"), source);
    }
}
