//! Who speaks: ten outlets that carry one agency's report are one voice.

use super::report::Report;
use crate::text::bylines::{person, words};
use std::collections::BTreeMap;

/// The independent voices of a story with the weight each counts with, in the order of their names.
///
/// Copies of another report's words bring no voice of their own. The others speak with the voice of the agency or
/// the outlet they name as their source, of the report that bears the same person's name, or of their outlet's family.
/// An outlet that prints two agencies is still one: there are never more voices than families of outlets; the ones
/// of least weight yield.
#[must_use]
pub(super) fn voices(reports: &[Report<'_>]) -> Vec<(String, f64)> {
    let mut signed: BTreeMap<String, String> = BTreeMap::new();
    let mut voices: BTreeMap<String, f64> = BTreeMap::new();
    for report in reports.iter().filter(|report| !report.is_copy()) {
        let mut voice = borrowed(report, reports).unwrap_or_else(|| report.voice().to_owned());
        for name in report.entry().authors.iter().filter_map(|author| person(author)) {
            voice.clone_from(signed.entry(name).or_insert_with(|| voice.clone()));
        }
        let weight = voices.entry(voice).or_insert(report.outlet.weight);
        *weight = weight.max(report.outlet.weight);
    }
    let mut families: Vec<&str> = reports.iter().map(Report::voice).collect();
    families.sort_unstable();
    families.dedup();
    let mut voices: Vec<(String, f64)> = voices.into_iter().collect();
    voices.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    voices.truncate(families.len());
    voices.sort_by(|a, b| a.0.cmp(&b.0));
    voices
}

/// The voice a report says it speaks with, where that is not its outlet's.
fn borrowed(report: &Report<'_>, reports: &[Report<'_>]) -> Option<String> {
    if let Some(agency) = report.article.agency() {
        let itself = reports.iter().find(|other| is_of(&other.outlet.site, agency));
        return Some(itself.map_or_else(|| format!("agency {agency}"), |other| other.outlet.voice().to_owned()));
    }
    let source = words(report.entry().source.as_deref()?);
    let is = |name: &str| !name.is_empty() && format!(" {source} ").contains(&format!(" {name} "));
    // A feed that names itself has no other source.
    let mut named = reports.iter().map(|other| other.outlet);
    if source.is_empty() || is(&label(&report.outlet.site)) || is(&words(report.outlet.id.as_str())) {
        return None;
    }
    let voice = named.find(|outlet| is(&label(&outlet.site)) || is(&words(outlet.id.as_str())));
    Some(voice.map_or_else(|| format!("source {source}"), |outlet| outlet.voice().to_owned()))
}

/// Whether a site is that of an agency: `edition.cnn.com` is of `cnn`.
fn is_of(site: &str, agency: &str) -> bool {
    site.split('.').any(|part| words(part) == agency)
}

/// What tells a site from others: `daily` of `www.daily.example`.
fn label(site: &str) -> String {
    let site = site.strip_prefix("www.").unwrap_or(site);
    words(site.split('.').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::voices;
    use crate::compose::report::Report;
    use crate::model::{Entry, EntryId, Outlet, OutletId, PlainText};
    use crate::text::Article;
    use crate::text::lexicon::Lexicon;

    /// A report: outlet, byline, source, first words.
    fn entry((outlet, author, source, summary): (&str, &str, &str, &str)) -> Entry {
        Entry {
            summary: PlainText::vouched(summary),
            authors: vec![author.to_owned()],
            source: Some(source.to_owned()),
            ..Entry::titled(EntryId::from_stored("0000000000000001"), OutletId::new(outlet), "")
        }
    }

    fn check(reports: &[(&str, &str, &str, &str)], expected: &[&str]) {
        let entries: Vec<Entry> = reports.iter().map(|report| entry(*report)).collect();
        let outlets: Vec<Outlet> = reports
            .iter()
            .map(|(outlet, ..)| Outlet {
                id: OutletId::new(*outlet),
                site: format!("www.{outlet}.example"),
                family: outlet.starts_with("isle").then(|| "Isle Media".to_owned()),
                weight: 1.0,
                paywall: None,
            })
            .collect();
        let articles: Vec<Article<'_>> = entries.iter().map(Article::read).collect();
        let told = articles.iter().zip(&outlets);
        let reports: Vec<Report<'_>> = told.map(|(article, outlet)| Report::new(article, outlet, 0)).collect();
        let found: Vec<String> = voices(&reports).into_iter().map(|(voice, _)| voice).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_agency_speaks_once_however_many_print_it() {
        check(&[("daily", "Ann Other", "", ""), ("herald", "", "", "")], &["daily", "herald"]);
        check(&[("daily", "Reuters", "", ""), ("herald", "Jo Doe, REUTERS", "", "")], &["agency reuters"]);
        check(&[("daily", "", "AP", ""), ("herald", "By The Associated Press", "", "")], &["agency apnews"]);
        check(
            &[("daily", "Associated Press", "", ""), ("herald", "", "", "OSLO (AP) - A dam burst.")],
            &["agency apnews"],
        );
        check(&[("reuters", "Jo Doe", "", ""), ("daily", "", "", "OSLO (Reuters) - A dam.")], &["reuters"]);
        check(
            &[("daily", "Von dpa", "", ""), ("herald", "avec AFP et Reuters", "", "")],
            &["agency afp", "agency dpa"],
        );
        check(&[("daily", "Keystone-ATS", "", ""), ("herald", "", "Keystone-SDA", "")], &["agency keystone sda"]);
        // A name with its surname first is no agency.
        check(&[("daily", "Sharma, Ani", "", ""), ("herald", "Yılmaz, Efe", "", "")], &["daily", "herald"]);
        check(
            &[("daily", "", "", "A dam (42 m) burst"), ("herald", "", "", "(AP) is short for")],
            &["agency apnews", "daily"],
        );
    }

    #[test]
    fn every_agency_that_is_known_is_one_voice_however_it_signs() {
        let agencies = Lexicon::all().flat_map(|(_, lexicon)| &lexicon.agencies);
        let mut checked = 0;
        for (site, signs) in agencies {
            for one in signs {
                for other in signs {
                    let (by, from) = (format!("By {one}"), format!("OSLO ({}) - A dam burst.", other.to_uppercase()));
                    let voice = format!("agency {site}");
                    check(&[("daily", &by, "", ""), ("herald", "", other, ""), ("post", "", "", &from)], &[&voice]);
                    checked += 1;
                }
            }
        }
        assert!(checked > 60, "{checked}");
    }

    #[test]
    fn what_is_taken_over_is_the_voice_it_is_taken_from() {
        check(&[("daily", "", "", ""), ("list", "", "The Daily", "")], &["daily"]);
        check(&[("list", "", "The Daily", ""), ("links", "", "the daily", "")], &["source the daily"]);
        check(&[("daily", "", "The Daily: all news", "")], &["daily"]);
        check(&[("daily", "Ann Other", "", ""), ("herald", "By Ann Other", "", "")], &["daily"]);
        check(&[("daily", "Staff Writer", "", ""), ("herald", "Staff Writer", "", "")], &["daily", "herald"]);
        check(&[("isle-east", "", "", ""), ("isle-west", "", "", "")], &["Isle Media"]);
        // One outlet with two agencies is one outlet.
        check(&[("daily", "Reuters", "", ""), ("daily", "AFP", "", "")], &["agency afp"]);
    }
}
