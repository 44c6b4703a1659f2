//! Which report's headline stands above a brief.

use crate::compose::report::Report;

/// The report whose headline stands for the story: the one at `representative`, or the first that can be cited.
pub(super) fn named<'t, 'a>(reports: &'t [Report<'a>], representative: usize) -> Option<&'t Report<'a>> {
    let linked = |report: &&Report<'_>| report.entry().link.is_some();
    let named = reports.get(representative).filter(linked);
    named.or_else(|| reports.iter().filter(linked).min_by_key(|report| (report.entry().time(), &report.entry().id)))
}
