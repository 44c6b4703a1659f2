//! The file somebody begins with.

use super::subscribe::NewOutlet;
use jiff::tz::TimeZone;
use std::fmt::Write as _;

/// Where the outlets of the sample begin, and what follows them.
const OUTLETS: &str = "# --- Technology ---\n";
const TOPICS: &str =
    "# ---------------------------------------------------------------------------------------------\n# Topics:";

/// The `feeds.toml` that comes with Tidings: every option, explained.
#[must_use]
pub fn sample() -> &'static str {
    include_str!("../../feeds.toml")
}

/// The sample for this machine: with its time zone where it has one, and with `outlets` in place of those of the
/// sample unless there are none.
#[must_use]
pub fn starter(outlets: &[NewOutlet]) -> String {
    let zone = TimeZone::system();
    let text = if outlets.is_empty() { sample().to_owned() } else { with(outlets) };
    match zone.iana_name().filter(|name| *name != "UTC" && !name.starts_with("Etc/")) {
        Some(name) => zoned(&text, name),
        None => text,
    }
}

fn with(outlets: &[NewOutlet]) -> String {
    let sample = sample();
    let (Some(from), Some(to)) = (sample.find(OUTLETS), sample.find(TOPICS)) else { return sample.to_owned() };
    let mut text = sample[..from].to_owned();
    for outlet in outlets {
        text.push_str(&outlet.to_string());
        text.push('\n');
    }
    // A topic of the sample names outlets of the sample.
    let mut inside = false;
    for line in sample[to..].lines() {
        if line.starts_with("outlets = [") {
            inside = true;
            let names: Vec<String> = outlets.iter().take(2).map(|outlet| format!("\"{}\"", outlet.name)).collect();
            let _ = writeln!(text, "# outlets = [{}]   # only these; leave it out to take all", names.join(", "));
        } else if !inside {
            text.push_str(line);
            text.push('\n');
        }
        inside = inside && line != "]";
    }
    text
}

/// `text` with the zone `name` in place of UTC.
fn zoned(text: &str, name: &str) -> String {
    let mut out = String::with_capacity(text.len() + name.len());
    for line in text.lines() {
        if line.starts_with("timezone = \"UTC\"") {
            let _ = writeln!(out, "timezone = \"{name}\"   # this machine's; \"today\" is a day of this zone");
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{NewOutlet, sample, with, zoned};
    use crate::config::check::check;
    use crate::model::Link;
    use std::path::Path;

    fn outlet(name: &str) -> NewOutlet {
        NewOutlet {
            name: name.to_owned(),
            site: Some("a.example".to_owned()),
            folder: vec!["News".to_owned()],
            feeds: vec![Link::parse(&format!("https://a.example/{name}"), None).expect("an address")],
        }
    }

    #[test]
    fn the_sample_takes_other_outlets_and_keeps_its_topics() {
        let text = zoned(&with(&[outlet("one"), outlet("two")]), "Europe/Berlin");
        let config = check(Path::new("feeds.toml"), Path::new("/srv/feeds.toml"), &text).expect("no mistakes");
        let names: Vec<&str> = config.outlets.iter().map(|outlet| outlet.outlet.id.as_str()).collect();
        assert_eq!(names, ["one", "two"]);
        assert_eq!(config.zone_name, "Europe/Berlin");
        let before = check(Path::new("feeds.toml"), Path::new("/srv/feeds.toml"), sample()).expect("no mistakes");
        assert_eq!(config.topics.len(), before.topics.len());
        assert!(text.contains("\n# outlets = [\"one\", \"two\"]   # only these"), "{text}");
        assert!(!text.contains("wired.com"), "{text}");
    }
}
