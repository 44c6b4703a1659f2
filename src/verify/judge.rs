//! Whether what a page shows holds: each citation against what is stored, all else against what the page may show.

use super::address::{is_of_site, is_outward};
use super::allowed::{Allowed, Quoted};
use super::discrepancy::Discrepancy;
use super::phrases::SEAM;
use super::reading::{Citation, Passage, Reading};
use super::stored::Stored;
use super::style::{style, style_of_element};
use crate::model::Field;
use crate::render::SourceRange;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that is wrong with the page `reading`, whose template was given `allowed`.
#[must_use]
pub fn page(reading: &Reading, allowed: &Allowed, stored: &Stored) -> Vec<Discrepancy> {
    let mut findings = citations(reading, Some(allowed), stored);
    let places: Vec<Option<SourceRange>> =
        reading.citations.iter().map(|citation| SourceRange::parse(&citation.names)).collect();
    membership(reading, &places, allowed, &mut findings);
    for headline in &allowed.stories {
        let headline = &allowed.quotes[*headline];
        if !places.iter().flatten().any(|place| *place == headline.place) {
            findings.push(Discrepancy::new(
                "",
                &*headline.words,
                "is a story of this page that the page does not tell",
            ));
        }
    }
    for passage in &reading.passages {
        if let Some(finding) = uncovered(passage, allowed) {
            findings.push(finding);
        }
    }
    beside(reading, allowed, &mut findings);
    findings
}

/// What is wrong with all that stands beside the words: links, styles, and what may show anything.
fn beside(reading: &Reading, allowed: &Allowed, findings: &mut Vec<Discrepancy>) {
    links(reading, allowed, findings);
    let sheets = reading.sheets.iter().flat_map(|css| style(css));
    let styles = sheets.chain(reading.styles.iter().flat_map(|css| style_of_element(css)));
    findings.extend(styles.map(|found| Discrepancy { place: String::new(), ..found }));
    for what in &reading.uncheckable {
        findings.push(Discrepancy::whole(what.as_str()));
    }
    if reading.too_deep {
        findings.push(Discrepancy::whole(
            "has elements deeper within one another, or more of them left open, than any page of ours",
        ));
    }
}

/// What is wrong with the citations of `reading` as such: with their words, and where they lead. Without `allowed` a
/// headline may lead to any page of the site.
#[must_use]
pub fn citations(reading: &Reading, allowed: Option<&Allowed>, stored: &Stored) -> Vec<Discrepancy> {
    reading.citations.iter().filter_map(|citation| broken(citation, allowed, stored)).collect()
}

fn broken(citation: &Citation, allowed: Option<&Allowed>, stored: &Stored) -> Option<Discrepancy> {
    let finding = |reason: String| Some(Discrepancy::new("", &*citation.words, reason));
    let Some(place) = SourceRange::parse(&citation.names) else {
        return finding("does not say where it was copied from".to_owned());
    };
    if citation.nested {
        return finding("is a citation within another".to_owned());
    }
    let reports = match stored.says(&place, &citation.words) {
        Ok(reports) => reports,
        Err(reason) => return finding(reason),
    };
    let leads = match (&citation.own, place.field) {
        (Some(own), _) => own,
        // The headline on the page of its story leads nowhere.
        (None, Field::Title) => return None,
        (None, _) => match &citation.next {
            Some(next) => next,
            None => return finding("is not followed by a link to its report".to_owned()),
        },
    };
    let may = citation.own.is_some()
        && match allowed {
            Some(allowed) => allowed.at(&place).any(|quote| quote.targets.contains(leads)),
            None => place.field == Field::Title && is_of_site(leads),
        };
    if may || reports.contains(leads) {
        return None;
    }
    finding(format!("leads to {leads}, and not to its report, {}", reports.first().map_or("", String::as_str)))
}

/// Citations of words that this page has not to tell, or not in the story they stand in, or more than once in it.
fn membership(reading: &Reading, places: &[Option<SourceRange>], allowed: &Allowed, findings: &mut Vec<Discrepancy>) {
    let headlines: Vec<Option<usize>> =
        places.iter().map(|place| place.as_ref().and_then(|place| allowed.headlined(place))).collect();
    // How many headlines of stories each element holds, and the last of them.
    let mut held: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (citation, story) in reading.citations.iter().zip(&headlines) {
        let Some(story) = story else { continue };
        for element in &citation.around {
            let held = held.entry(*element).or_insert((0, *story));
            *held = (held.0 + 1, *story);
        }
    }
    let mut before = None;
    let mut seen: BTreeSet<(Option<usize>, String)> = BTreeSet::new();
    for ((citation, place), headline) in reading.citations.iter().zip(places).zip(&headlines) {
        before = headline.or(before);
        let Some(place) = place else { continue };
        let quotes: Vec<&Quoted> = allowed.at(place).collect();
        if quotes.is_empty() {
            findings.push(Discrepancy::new(
                "",
                &*citation.words,
                "is cited, but is nothing that this page has to tell",
            ));
            continue;
        }
        // Headlines stand among the sources of a story, in threads and in lists as well.
        if place.field == Field::Title {
            continue;
        }
        let around = citation.around.iter().find_map(|element| held.get(element));
        let story = match around {
            Some((1, story)) => Some(*story),
            _ => before,
        };
        if story.is_some() && !quotes.iter().any(|quote| quote.story == story) {
            let of = quotes.iter().find_map(|quote| Some(&allowed.quotes[allowed.stories[quote.story?]].words));
            let of = of.map(|headline| format!(", but in \"{headline}\"")).unwrap_or_default();
            findings.push(Discrepancy::new(
                "",
                &*citation.words,
                format!("does not belong in the story it stands in{of}"),
            ));
        } else if !seen.insert((story, citation.names.clone())) {
            findings.push(Discrepancy::new("", &*citation.words, "stands twice in the same story"));
        }
    }
}

/// What of `passage` nothing covers.
fn uncovered(passage: &Passage, allowed: &Allowed) -> Option<Discrepancy> {
    let text = passage.text();
    if passage.misplaced {
        let text = text.replace(SEAM, " ");
        return Some(Discrepancy::new("", text, "is marked as the template's own, but stands among the news"));
    }
    // What an attribute says of a story or a report is read out with it.
    let phrases = if passage.attribute.is_some() { &allowed.with_quotes } else { &allowed.phrases };
    let range = phrases.cover(&text).err()?;
    let reason = match passage.attribute {
        Some(name) => format!("is shown by the attribute `{name}`, and no citation covers it"),
        None => "is shown, and no citation covers it".to_owned(),
    };
    Some(Discrepancy::new("", sentence(&text, range), reason))
}

/// The sentence around `range` of `text`: as far as the words stand in the same element, and up to where a sentence
/// ends before or behind them.
fn sentence(text: &str, range: std::ops::Range<usize>) -> String {
    // A mark ends a sentence where white space follows: not within a number or the name of a host.
    let ends = |at: usize, c: char| {
        let next = text[at + c.len_utf8()..].chars().next();
        matches!(c, SEAM | '。' | '！' | '？')
            || matches!(c, '.' | '!' | '?') && next.is_none_or(|next| next.is_whitespace() || next == SEAM)
    };
    let before = text[..range.start].char_indices().rev().find(|(at, c)| ends(*at, *c));
    let start = before.map_or(0, |(at, c)| at + c.len_utf8());
    let behind = text[range.end..].char_indices().map(|(at, c)| (range.end + at, c)).find(|(at, c)| ends(*at, *c));
    let end = behind.map_or(text.len(), |(at, c)| if c == SEAM { at } else { at + c.len_utf8() });
    text[start..end].replace(SEAM, " ").trim().to_owned()
}

/// Links that lead out of the site to what no report of the page is.
fn links(reading: &Reading, allowed: &Allowed, findings: &mut Vec<Discrepancy>) {
    // The name of an outlet leads to a report of that outlet.
    for piece in reading.passages.iter().flat_map(|passage| &passage.pieces) {
        let (Some(reports), Some(leads)) = (allowed.sites.get(&piece.words), &piece.leads) else { continue };
        // An address that is no report of this page at all is named below.
        let is_report = reports.contains(leads) || is_outward(leads) && !allowed.links.contains(leads);
        if !is_report && !leads.starts_with('#') {
            let reason = format!("leads to {leads}, which is no report of that outlet");
            findings.push(Discrepancy::new("", &*piece.words, reason));
        }
    }
    let strange: BTreeSet<&String> =
        reading.links.iter().filter(|link| is_outward(link) && !allowed.links.contains(*link)).collect();
    for link in strange {
        // A citation that leads astray has been named with its words.
        let is_named =
            reading.citations.iter().any(|it| it.own.as_ref() == Some(link) || it.next.as_ref() == Some(link));
        if !is_named {
            findings.push(Discrepancy::new("", link.as_str(), "is where a link leads, but no report of this page"));
        }
    }
}

/// What is wrong with markup that cites by links alone, as feeds and letters do: each of its sentences has to be one
/// of `allowed`, word for word, and to lead to its report.
#[must_use]
pub fn shown(reading: &Reading, allowed: &Allowed, stored: &Stored) -> Vec<Discrepancy> {
    let mut findings = Vec::new();
    let mut told = BTreeSet::new();
    for (at, passage) in reading.passages.iter().enumerate() {
        let text = passage.text();
        if passage.misplaced {
            let reason = "is marked as the template's own, but stands among the news";
            findings.push(Discrepancy::new("", text.replace(SEAM, " "), reason));
            continue;
        }
        let covered = match allowed.with_quotes.cover(&text) {
            Ok(covered) => covered,
            Err(range) => {
                let reason = "is shown, and is no sentence of the report it leads to";
                findings.push(Discrepancy::new("", sentence(&text, range), reason));
                continue;
            }
        };
        for (range, quote) in covered {
            let Some(quote) = quote else { continue };
            // Several quotes, or a label, may be of the same words but for their marks.
            let alike: Vec<usize> = allowed.alike(quote).collect();
            let exact: Vec<usize> =
                alike.iter().copied().filter(|quote| allowed.stands_at(*quote, &text, range.start)).collect();
            let reason = match exact.first() {
                None => Some(format!("is not word for word \"{}\"", allowed.quotes[quote].words)),
                Some(_) => astray(&reading.passages[at..], range.start, &exact, allowed, stored),
            };
            match reason {
                Some(reason) if !allowed.phrases.is_phrase(&text[range.clone()]) => {
                    findings.push(Discrepancy::new("", sentence(&text, range), reason));
                }
                Some(_) => {}
                None => told.extend(alike),
            }
        }
    }
    let has_sentences = allowed.quotes.iter().any(|quote| quote.place.field != Field::Title);
    if told.is_empty() && has_sentences {
        findings.push(Discrepancy::whole("tells nothing of what its edition has to tell"));
    }
    beside(reading, allowed, &mut findings);
    findings
}

/// Why none of `quotes`, whose words stand at byte `start` of the first of `passages`, leads to its report, or is what
/// that says.
fn astray(passages: &[Passage], start: usize, quotes: &[usize], allowed: &Allowed, stored: &Stored) -> Option<String> {
    let here = passages.first()?;
    let mut at = 0;
    let piece = here.pieces.iter().position(|piece| {
        at += piece.words.len() + SEAM.len_utf8();
        start < at
    })?;
    let behind = here.pieces[piece..].iter().chain(passages[1..].iter().flat_map(|passage| &passage.pieces));
    let leads = behind.into_iter().find_map(|piece| piece.leads.as_ref());
    let mut reason = None;
    for quote in quotes.iter().map(|quote| &allowed.quotes[*quote]) {
        match stored.says(&quote.place, &quote.words) {
            Err(wrong) => reason = reason.or(Some(wrong)),
            // The headline above a story needs no link of its own: the sentences below it have theirs.
            Ok(_) if quote.is_headline && here.pieces[piece].leads.is_none() => return None,
            Ok(reports) => match leads {
                Some(leads) if reports.contains(leads) || quote.targets.contains(leads) => return None,
                Some(leads) => {
                    let report = reports.first().map_or("", String::as_str);
                    reason = Some(format!("leads to {leads}, and not to its report, {report}"));
                }
                None => reason = Some("is not followed by a link to its report".to_owned()),
            },
        }
    }
    reason
}
