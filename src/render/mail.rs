//! The edition as mail: plain text, and HTML that old mail readers show.

use super::brief::Teller;
use super::digest::{EditionRef, covers, figures_line, heading, is_blank, topic_title};
use super::escape::{one_line, shorten};
use super::failure::RenderError;
use super::labels::{Labels, count};
use super::renderer::Renderer;
use super::site;
use super::text;
use super::view::{MarkView, QuoteView, SingleView, SourceView};
use super::when::When;
use crate::model::{Brief, Digest, Letter, fingerprint};
use serde::Serialize;

/// Bytes of a letter as it travels, less its headers: some mail readers cut off what is longer than 80 KB.
const MOST: usize = 78_000;
/// Characters of a subject.
const SUBJECT: usize = 120;
/// Sources named after a story.
const SOURCES: usize = 6;

/// A story in `mail.hbs`.
#[derive(Debug, Serialize)]
struct MailStoryView<'a> {
    headline: &'a str,
    /// The place it was copied from.
    headline_place: String,
    /// Its page where that is published, else the report that stands for it.
    href: String,
    mark: Option<MarkView>,
    outlets: String,
    told: Vec<QuoteView<'a>>,
    sources: Vec<SourceView<'a>>,
}

/// A topic in `mail.hbs`.
#[derive(Debug, Serialize)]
struct MailSectionView<'a> {
    title: &'a str,
    stories: Vec<MailStoryView<'a>>,
    singles: Vec<SingleView<'a>>,
}

/// `mail.hbs`: the edition as HTML mail.
#[derive(Debug, Serialize)]
struct MailView<'a> {
    labels: &'a Labels,
    name: &'a str,
    heading: String,
    figures: String,
    covers: Option<String>,
    quiet: Option<&'a str>,
    near: Vec<SingleView<'a>>,
    sections: Vec<MailSectionView<'a>>,
    /// Where the edition is published.
    link: Option<String>,
    needs: Option<String>,
}

impl Renderer {
    /// `digest` as a letter; `previous` is the edition before it. Where it would be too long, its last stories are
    /// left to the page.
    ///
    /// # Errors
    /// [`RenderError::Render`] when a template asks for what its view does not have.
    pub fn letter(&self, digest: &Digest, previous: Option<&EditionRef>) -> Result<Letter, RenderError> {
        let zone = self.zone_of(&digest.edition);
        let short = |without: usize| -> Result<(String, String), RenderError> {
            let mut digest = digest.clone();
            let _ = (0..without).all(|_| shorten_by_one(&mut digest));
            Ok((self.templates.render("mail", &self.mail_view(&digest))?, text::page(&digest, &self.labels, &zone)))
        };
        let fits = |(html, plain): &(String, String)| coded(html) + coded(plain) <= MOST;
        let mut letter = short(0)?;
        if !fits(&letter) {
            // The least that has to go, between too little and enough.
            let (mut too_little, mut enough) = (0, droppable(digest));
            letter = short(enough)?;
            while enough - too_little > 1 {
                let middle = usize::midpoint(too_little, enough);
                let tried = short(middle)?;
                if fits(&tried) {
                    (enough, letter) = (middle, tried);
                } else {
                    too_little = middle;
                }
            }
        }
        let (html, plain) = letter;
        let news = if digest.figures.stories_new == 0 {
            self.labels.nothing_new.clone()
        } else {
            count(&self.labels.new_stories, digest.figures.stories_new)
        };
        let subject = match digest.headline() {
            Some(headline) => format!("{}: {news}. {}", one_line(&digest.title), one_line(headline)),
            None => format!("{}: {news}", one_line(&digest.title)),
        };
        let name = |key: &str| format!("{}.digest", key.replace('/', "-"));
        let page = site::edition(&digest.edition.key);
        Ok(Letter {
            name: name(&digest.edition.key),
            series: format!("series.{}", fingerprint(&[&digest.title])),
            after: previous.map(|previous| name(&previous.key)),
            edition: digest.edition.key.clone(),
            at: digest.edition.at,
            subject: super::escape::plain(&shorten(&subject, SUBJECT)),
            link: self.published(&page),
            print: fingerprint(&[&plain, &html]),
            text: plain,
            html,
        })
    }

    /// The view of the whole of `digest` as a letter, however long: everything that a letter of it may say.
    ///
    /// # Errors
    /// [`RenderError::Json`] when it cannot be written, [`RenderError::Render`] where this is no renderer of views and a
    /// template asks for what is not there.
    pub fn letter_view(&self, digest: &Digest) -> Result<String, RenderError> {
        self.templates.render("mail", &self.mail_view(digest))
    }

    /// Where the page at `path` is published, where that is known.
    fn published(&self, path: &str) -> Option<String> {
        self.base_url.as_ref().and_then(|base| base.join(path).ok()).map(String::from)
    }

    fn mail_view<'a>(&'a self, digest: &'a Digest) -> MailView<'a> {
        let labels = &self.labels;
        let at = digest.edition.at;
        let when = When::new(labels, self.zone_of(&digest.edition), at);
        let teller = Teller { labels, when: when.clone(), root: String::new(), span: (digest.edition.from, at) };
        let mut sections: Vec<MailSectionView<'a>> = Vec::new();
        if let Some(lead) = &digest.lead {
            sections.push(MailSectionView {
                title: topic_title(digest, &lead.topic),
                stories: vec![self.mail_story(lead, &teller)],
                singles: Vec::new(),
            });
        }
        for section in digest.sections.iter().filter(|section| !is_blank(section)) {
            sections.push(MailSectionView {
                title: section.title.trim(),
                stories: section.briefs.iter().map(|brief| self.mail_story(brief, &teller)).collect(),
                singles: section.singles.iter().map(|single| teller.single(single)).collect(),
            });
        }
        sections.retain(|section| !section.stories.is_empty() || !section.singles.is_empty());
        MailView {
            labels,
            name: digest.title.trim(),
            heading: heading(digest, labels, &when),
            figures: figures_line(&digest.figures, labels),
            covers: covers(digest, labels, &when),
            quiet: digest.is_empty().then_some(labels.quiet.as_str()),
            sections,
            near: digest.near_misses.iter().map(|single| teller.single(single)).collect(),
            link: self.published(&site::edition(&digest.edition.key)),
            needs: (!digest.troubles.is_empty()).then(|| count(&labels.trouble_some, digest.troubles.len())),
        }
    }

    fn mail_story<'a>(&self, brief: &'a Brief, teller: &Teller<'a>) -> MailStoryView<'a> {
        let quote = |quote: &'a crate::model::Quote| QuoteView {
            text: quote.text.trim(),
            place: super::cited::place(quote),
            site: &quote.site,
            link: quote.link.as_str(),
        };
        let page = self.published(&site::story(&brief.story));
        MailStoryView {
            headline: brief.headline.text.trim(),
            headline_place: super::cited::place(&brief.headline),
            href: page.unwrap_or_else(|| brief.headline.link.as_str().to_owned()),
            mark: teller.mark(&brief.news),
            outlets: count(&self.labels.outlets, brief.outlets),
            told: brief.told().into_iter().map(quote).collect(),
            sources: brief
                .sources_new_first()
                .into_iter()
                .take(SOURCES)
                .map(|source| teller.source(source, &brief.news))
                .collect(),
        }
    }
}

/// Bytes of `text` on its way by mail, or a few more. Where a third of it or less is beyond ASCII it travels as
/// quoted-printable, which takes three bytes for each such byte and each `=`; else as base64.
fn coded(text: &str) -> usize {
    let count = |is: fn(&u8) -> bool| text.bytes().filter(is).count();
    let odd = count(|byte| !matches!(byte, b'\t' | b' '..=b'~'));
    // A line holds 76 characters and its end.
    if odd <= text.len() / 3 {
        let long = count(|byte| *byte == b'=' || *byte > b'~');
        (text.len() + 2 * long + count(|byte| *byte == b'\n')) * 79 / 75
    } else {
        text.len().div_ceil(3) * 4 * 78 / 76
    }
}

/// How often [`shorten_by_one`] finds something.
fn droppable(digest: &Digest) -> usize {
    digest.sections.iter().map(|section| section.singles.len() + section.briefs.len()).sum()
}

/// Leaves the last thing out that a reader would miss least; `false` when only the lead is left.
fn shorten_by_one(digest: &mut Digest) -> bool {
    if let Some(section) = digest.sections.iter_mut().rev().find(|section| !section.singles.is_empty()) {
        section.singles.pop();
        return true;
    }
    let Some(section) = digest.sections.iter_mut().max_by_key(|section| section.briefs.len()) else { return false };
    section.briefs.pop().is_some()
}
