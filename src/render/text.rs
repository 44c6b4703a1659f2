//! `digest.txt`: an edition as plain text, for terminals and for the text part of mail.

use super::digest::{covers, figures_line, heading, made, times, topic_title};
use super::escape::plain;
use super::labels::{Labels, count, fill};
use super::when::When;
use crate::model::{Brief, Digest, News, Quote, Single};
use jiff::tz::TimeZone;
use std::fmt::Write as _;

/// `digest` as plain text.
pub(super) fn page(digest: &Digest, labels: &Labels, zone: &TimeZone) -> String {
    let writer = Writer { labels, when: When::new(labels, zone.clone(), digest.edition.at) };
    let mut out = String::with_capacity(16 * 1024);
    writer.head(&mut out, digest);
    if let Some(lead) = &digest.lead {
        title(&mut out, topic_title(digest, &lead.topic));
        writer.brief(&mut out, lead);
    }
    let leads = digest.lead.as_ref().map(|lead| &lead.topic);
    for (n, section) in digest.sections.iter().enumerate() {
        if section.briefs.is_empty() && section.singles.is_empty() {
            continue;
        }
        // Told right after the lead of the same topic, a section needs no title of its own.
        if n > 0 || leads != Some(&section.topic) {
            title(&mut out, &section.title);
        }
        for brief in &section.briefs {
            writer.brief(&mut out, brief);
        }
        if !section.singles.is_empty() {
            let _ = writeln!(out, "\n{}:", labels.one_outlet);
            for single in &section.singles {
                writer.single(&mut out, single);
            }
        }
    }
    writer.foot(&mut out, digest);
    out
}

/// A title, underlined.
fn title(out: &mut String, text: &str) {
    let text = plain(text).to_uppercase();
    let _ = write!(out, "\n{text}\n{}\n", "-".repeat(text.chars().count().min(72)));
}

struct Writer<'a> {
    labels: &'a Labels,
    when: When<'a>,
}

impl Writer<'_> {
    fn head(&self, out: &mut String, digest: &Digest) {
        let (labels, figures) = (self.labels, &digest.figures);
        let _ = writeln!(out, "{}", heading(digest, labels, &self.when).to_uppercase());
        let news = if figures.stories_new == 0 {
            labels.nothing_new.clone()
        } else {
            count(&labels.new_stories, figures.stories_new)
        };
        let _ = writeln!(out, "{}: {news}. {}.", plain(&digest.title), figures_line(figures, labels));
        if let Some(covers) = covers(digest, labels, &self.when) {
            let _ = writeln!(out, "{covers}.");
        }
        if digest.is_empty() {
            let since = self.when.near_with_day(digest.edition.from);
            let _ = write!(out, "\n{}\n", fill(&labels.quiet_text, &[("time", &since)]));
            if !digest.near_misses.is_empty() {
                title(out, &labels.near);
                for single in &digest.near_misses {
                    self.single(out, single);
                }
            }
        }
    }

    fn foot(&self, out: &mut String, digest: &Digest) {
        let labels = self.labels;
        if digest.figures.left_out > 0 {
            let _ = write!(out, "\n{}\n", count(&labels.left_out, digest.figures.left_out));
        }
        if !digest.troubles.is_empty() {
            title(out, &labels.trouble);
            for trouble in &digest.troubles {
                let times = times(labels, trouble).map(|times| format!(" ({times})")).unwrap_or_default();
                let _ = writeln!(out, "* {}: {}{times}", plain(&trouble.site), plain(&trouble.cause));
            }
        }
        let made = fill(&labels.made, &[("time", &made(digest.edition.at, labels, &self.when))]);
        let _ = write!(out, "\n-- \n{} {made}\n", labels.quoted);
    }

    fn brief(&self, out: &mut String, brief: &Brief) {
        let labels = self.labels;
        let mut meta = match &brief.news {
            News::New => format!("{}, ", labels.new),
            News::Updated { reports: 0, .. } => String::new(),
            News::Updated { reports, since } => {
                let since = self.when.near_with_day(*since);
                format!("{}, ", fill(&labels.updated, &[("n", &reports.to_string()), ("time", &since)]))
            }
        };
        meta.push_str(&count(&labels.outlets, brief.outlets));
        let _ = write!(out, "\n* {}\n  [{meta}]\n", plain(&brief.headline.text));
        for quote in brief.told() {
            Self::quote(out, quote);
        }
        if !brief.adds.is_empty() {
            let _ = writeln!(out, "  {}:", labels.adds);
            for quote in &brief.adds {
                Self::quote(out, quote);
            }
        }
        for source in brief.sources_new_first() {
            let time = self.when.near(source.time);
            let _ = writeln!(out, "    {time} {} {}", plain(&source.site), plain(source.link.as_str()));
        }
    }

    fn quote(out: &mut String, quote: &Quote) {
        let _ = writeln!(out, "  {} ({})", plain(&quote.text), plain(&quote.site));
    }

    fn single(&self, out: &mut String, single: &Single) {
        let source = &single.source;
        let (title, site) = (plain(&source.title), plain(&source.site));
        let _ =
            writeln!(out, "* {title} ({site} {})\n    {}", self.when.near(source.time), plain(source.link.as_str()));
    }
}
