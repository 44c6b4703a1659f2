//! `digest.md`: an edition as CommonMark, for readers who keep their notes in text.

use super::digest::{covers, heading, made, times, topic_title};
use super::escape::{markdown, markdown_address};
use super::labels::{Labels, count, fill};
use super::site;
use super::when::When;
use crate::model::{Brief, Digest, News, Quote, Single};
use jiff::tz::TimeZone;
use std::fmt::Write as _;

/// `digest` as the file at `path`.
pub(super) fn page(digest: &Digest, path: &str, labels: &Labels, zone: &TimeZone) -> String {
    let writer = Writer { labels, when: When::new(labels, zone.clone(), digest.edition.at), root: site::root(path) };
    let mut out = String::with_capacity(16 * 1024);
    writer.head(&mut out, digest);
    if let Some(lead) = &digest.lead {
        let _ = write!(out, "\n## {}\n", markdown(topic_title(digest, &lead.topic)));
        writer.brief(&mut out, lead);
    }
    for section in &digest.sections {
        if section.briefs.is_empty() && section.singles.is_empty() && section.references.is_empty() {
            continue;
        }
        // Told right after the lead of the same topic, a section needs no heading of its own.
        let follows_lead = digest.lead.as_ref().is_some_and(|lead| lead.topic == section.topic)
            && digest.sections.first().is_some_and(|first| first.topic == section.topic);
        if !follows_lead {
            let _ = write!(out, "\n## {}\n", markdown(&section.title));
        }
        for brief in &section.briefs {
            writer.brief(&mut out, brief);
        }
        if !section.singles.is_empty() {
            let _ = write!(out, "\n### {}\n\n", markdown(&labels.one_outlet));
            for single in &section.singles {
                writer.single(&mut out, single);
            }
        }
        if !section.references.is_empty() {
            let _ = write!(out, "\n### {}\n\n", markdown(&labels.see_also));
            for reference in &section.references {
                let under = fill(&labels.told_under, &[("topic", topic_title(digest, &reference.topic))]);
                let _ = writeln!(out, "- {}, {}", markdown(&reference.headline), markdown(&under));
            }
        }
    }
    writer.foot(&mut out, digest);
    out
}

/// Writes the parts of a digest.
#[derive(Debug)]
struct Writer<'a> {
    labels: &'a Labels,
    when: When<'a>,
    root: String,
}

impl Writer<'_> {
    fn head(&self, out: &mut String, digest: &Digest) {
        let (labels, figures) = (self.labels, &digest.figures);
        let _ = write!(out, "# {}\n\n", markdown(&heading(digest, labels, &self.when)));
        let news = if figures.stories_new == 0 {
            labels.nothing_new.clone()
        } else {
            count(&labels.new_stories, figures.stories_new)
        };
        let read = [("read", &*figures.feeds_read.to_string()), ("feeds", &*figures.feeds.to_string())];
        let _ = write!(
            out,
            "{}: {}. {}, {}",
            markdown(&digest.title),
            markdown(&news),
            markdown(&fill(&labels.read, &read)),
            markdown(&count(&labels.entries, figures.entries)),
        );
        match covers(digest, labels, &self.when) {
            Some(covers) => {
                let _ = writeln!(out, ". {}.", markdown(&covers));
            }
            None => out.push_str(".\n"),
        }
        if digest.is_empty() {
            let since = self.when.near_with_day(digest.edition.from);
            let _ = write!(out, "\n{}\n", markdown(&fill(&labels.quiet_text, &[("time", &since)])));
            if !digest.near_misses.is_empty() {
                let _ = write!(out, "\n## {}\n\n", markdown(&labels.near));
                for single in &digest.near_misses {
                    self.single(out, single);
                }
            }
        }
    }

    fn foot(&self, out: &mut String, digest: &Digest) {
        let labels = self.labels;
        if digest.figures.left_out > 0 {
            let _ = write!(out, "\n{}\n", markdown(&count(&labels.left_out, digest.figures.left_out)));
        }
        if !digest.troubles.is_empty() {
            let _ = write!(out, "\n## {}\n\n", markdown(&labels.trouble));
            for trouble in &digest.troubles {
                let times = times(labels, trouble).map(|times| format!(", {}", markdown(&times))).unwrap_or_default();
                let _ = writeln!(out, "- {}: {}{times}", markdown(&trouble.site), markdown(&trouble.cause));
            }
        }
        let _ = write!(
            out,
            "\n{} {}\n",
            markdown(&labels.quoted),
            markdown(&fill(&labels.made, &[("time", &made(digest.edition.at, labels, &self.when))]))
        );
    }

    fn brief(&self, out: &mut String, brief: &Brief) {
        let labels = self.labels;
        let page = markdown_address(&format!("{}{}", self.root, site::story(&brief.story)));
        let _ = write!(out, "\n### [{}]({page})\n\n", markdown(&brief.headline.text));
        let mut meta = String::new();
        match &brief.news {
            News::New => {
                let _ = write!(meta, "{}, ", labels.new);
            }
            News::Updated { reports: 0, .. } => {}
            News::Updated { reports, since } => {
                let since = self.when.near_with_day(*since);
                let words = fill(&labels.updated, &[("n", &reports.to_string()), ("time", &since)]);
                let _ = write!(meta, "{words}, ");
            }
        }
        meta.push_str(&count(&labels.outlets, brief.outlets));
        let _ = write!(out, "*{}*\n\n", markdown(&meta));
        for quote in brief.told() {
            Self::quote(out, quote);
        }
        if !brief.adds.is_empty() {
            let _ = write!(out, "\n{}:\n\n", markdown(&labels.adds));
            for quote in &brief.adds {
                Self::quote(out, quote);
            }
        }
        if !brief.sources.is_empty() {
            let sources: Vec<String> = brief
                .sources_new_first()
                .into_iter()
                .map(|source| {
                    let link = markdown_address(source.link.as_str());
                    format!("[{}]({link}) {}", markdown(&source.site), self.when.near(source.time))
                })
                .collect();
            let _ = write!(out, "\n{}: {}\n", markdown(&labels.sources), sources.join(", "));
        }
    }

    fn quote(out: &mut String, quote: &Quote) {
        let link = markdown_address(quote.link.as_str());
        let _ = writeln!(out, "- {} ([{}]({link}))", markdown(&quote.text), markdown(&quote.site));
    }

    fn single(&self, out: &mut String, single: &Single) {
        let source = &single.source;
        let link = markdown_address(source.link.as_str());
        let time = self.when.near(source.time);
        let _ = writeln!(out, "- [{}]({link}) {} {time}", markdown(&source.title), markdown(&source.site));
    }
}
