//! Time zones by their IANA name.

use super::likeness::nearest;
use super::problem::Problems;
use super::section::Written;
use jiff::tz::{TimeZone, TimeZoneDatabase, db};

/// What people write for a zone, and what they may mean. An abbreviation knows no summer time.
const SHORT: &[(&str, &str)] = &[
    ("PST", "America/Los_Angeles"),
    ("PDT", "America/Los_Angeles"),
    ("PT", "America/Los_Angeles"),
    ("MDT", "America/Denver"),
    ("CST", "America/Chicago"),
    ("CDT", "America/Chicago"),
    ("EDT", "America/New_York"),
    ("ET", "America/New_York"),
    ("BST", "Europe/London"),
    ("CEST", "Europe/Berlin"),
    ("IST", "Asia/Kolkata"),
    ("JST", "Asia/Tokyo"),
    ("AEST", "Australia/Sydney"),
    ("AEDT", "Australia/Sydney"),
    ("NZST", "Pacific/Auckland"),
];

/// The zone with the name it has in the database.
pub(super) fn zone(at: &Written<String>, problems: &mut Problems<'_>) -> Option<(TimeZone, String)> {
    let name = at.value.trim();
    if let Ok(zone) = db().get(name).or_else(|_| TimeZoneDatabase::bundled().get(name)) {
        let name = zone.iana_name().unwrap_or(name).to_owned();
        return Some((zone, name));
    }
    let hint = match suggestion(name) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "write an IANA name such as \"UTC\", \"Europe/Berlin\" or \"America/Los_Angeles\"".to_owned(),
    };
    problems.add(&at.span, &at.key, format!("there is no time zone \"{}\"", name.escape_debug()), hint);
    None
}

fn suggestion(name: &str) -> Option<String> {
    let plain = name.trim().replace(' ', "_");
    if let Some((_, zone)) = SHORT.iter().find(|(short, _)| short.eq_ignore_ascii_case(&plain)) {
        return Some((*zone).to_owned());
    }
    let mut names: Vec<String> = TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect();
    names.sort_unstable();
    let city = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
    // "Berlin" and "berlin/europe" know their city; then a slip in the whole name; then one in the city.
    let wanted = city(&plain);
    names
        .iter()
        .find(|known| known.contains('/') && city(known).eq_ignore_ascii_case(&wanted))
        .cloned()
        .or_else(|| nearest(&plain, names.iter().map(String::as_str)).map(str::to_owned))
        .or_else(|| {
            let cities: Vec<String> = names.iter().map(|name| city(name)).collect();
            let near = nearest(&wanted, cities.iter().map(String::as_str))?.to_owned();
            names.iter().find(|name| city(name) == near).cloned()
        })
}

#[cfg(test)]
mod tests {
    use super::suggestion;

    #[test]
    fn zones_are_suggested() {
        for (wrong, expected) in [
            ("Europe/Berln", Some("Europe/Berlin")),
            ("Berlin", Some("Europe/Berlin")),
            ("America/Los Angelos", Some("America/Los_Angeles")),
            ("Los Angeles", Some("America/Los_Angeles")),
            ("PST", Some("America/Los_Angeles")),
            ("America/Berlin", Some("Europe/Berlin")),
            ("+02:00", None),
            ("qqqqqqqqqqqq", None),
        ] {
            assert_eq!(suggestion(wrong).as_deref(), expected, "{wrong}");
        }
    }
}
