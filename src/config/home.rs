//! Where a key belongs that stands in the wrong place, bears another name, or came too early.

use super::likeness::nearest;

/// Which keys belong where, for someone who wrote one in the wrong table.
pub(super) const HOMES: &[(&str, &str)] = &[
    ("title", "[digest] or [topic.NAME]"),
    ("timezone", "[digest]"),
    ("schedule", "[digest]"),
    ("window", "[digest]"),
    ("max_window", "[digest]"),
    ("stories", "[digest]"),
    ("per_outlet", "[digest]"),
    ("max_excerpt", "[digest]"),
    ("language", "[digest]"),
    ("base_url", "[digest]"),
    ("repeat", "[digest]"),
    ("if_empty", "[digest]"),
    ("style", "[digest]"),
    ("formats", "[digest]"),
    ("output", "[digest]"),
    ("state", "[digest]"),
    ("templates", "[digest]"),
    ("metrics", "[digest]"),
    ("listen", "[daemon]"),
    ("contact", "[fetch]"),
    ("per_host", "[fetch]"),
    ("concurrency", "[fetch]"),
    ("max_bytes", "[fetch]"),
    ("alert_after", "[fetch]"),
    ("allow", "[fetch]"),
    ("from", "[mail]"),
    ("to", "[mail]"),
    ("via", "[mail]"),
    ("sendmail", "[mail]"),
    ("server", "[mail]"),
    ("user", "[mail]"),
    ("password", "[mail]"),
    ("unsubscribe", "[mail]"),
    ("webhook", "[notify]"),
    ("ntfy", "[notify]"),
    ("timeout", "[fetch] or [outlet.NAME]"),
    ("min_interval", "[fetch] or [outlet.NAME]"),
    ("proxy", "[fetch] or [outlet.NAME]"),
    ("entries", "[keep]"),
    ("editions", "[keep]"),
    ("size", "[keep]"),
    ("site", "[outlet.NAME]"),
    ("feeds", "[outlet.NAME]"),
    ("family", "[outlet.NAME]"),
    ("folder", "[outlet.NAME]"),
    ("paywall", "[outlet.NAME]"),
    ("weight", "[outlet.NAME] or a keyword"),
    ("enabled", "[outlet.NAME]"),
    ("headers", "[outlet.NAME]"),
    ("user_agent", "[outlet.NAME]"),
    ("basic_auth", "[outlet.NAME]"),
    ("cookie", "[outlet.NAME]"),
    ("http1", "[outlet.NAME]"),
    ("any", "[topic.NAME]"),
    ("all", "[topic.NAME]"),
    ("not", "[topic.NAME] or [outlet.NAME]"),
    ("min_score", "[topic.NAME]"),
    ("max", "[topic.NAME]"),
    ("outlets", "[topic.NAME]"),
    ("languages", "[topic.NAME]"),
];

/// What other names people have for a key.
const SYNONYMS: &[(&str, &str)] = &[
    ("url", "feeds"),
    ("urls", "feeds"),
    ("feed_url", "feeds"),
    ("link", "feeds"),
    ("rss", "feeds"),
    ("domain", "site"),
    ("keywords", "any"),
    ("include", "any"),
    ("exclude", "not"),
    ("none", "not"),
    ("block", "not"),
    ("tz", "timezone"),
    ("time_zone", "timezone"),
    ("cron", "schedule"),
    ("limit", "max"),
    ("pattern", "regex"),
    ("word", "match"),
    ("words", "match"),
    ("field", "in"),
    ("scope", "in"),
    ("interval", "min_interval"),
    ("email", "contact"),
    ("user-agent", "user_agent"),
    ("auth", "basic_auth"),
    ("cookies", "cookie"),
    ("language", "languages"),
    ("lang", "languages"),
    ("disabled", "enabled"),
    ("keep_days", "entries"),
    ("max_size", "size"),
];

/// What a later version may know. Better to say so than to guess at a typing error.
const NOT_YET: &[&str] = &["full_text", "scrape", "include"];

/// What to say of a key that `asked` does not hold.
pub(super) fn elsewhere(key: &str, asked: &[&str]) -> Option<String> {
    let synonym = SYNONYMS.iter().find(|(name, _)| key.eq_ignore_ascii_case(name)).map(|(_, meant)| *meant);
    if let Some(meant) = synonym.filter(|meant| asked.contains(meant)) {
        return Some(format!("did you mean `{meant}`?"));
    }
    if NOT_YET.contains(&key) {
        return Some(format!("this version of Tidings does not know `{key}`; take it out"));
    }
    if nearest(key, asked.iter().copied()).is_some() {
        return None;
    }
    HOMES.iter().find(|(name, _)| *name == key).map(|(_, home)| format!("`{key}` belongs in {home}"))
}

#[cfg(test)]
mod tests {
    use super::elsewhere;

    #[test]
    fn keys_find_their_home() {
        let outlet = ["site", "feeds", "not"];
        for (key, expected) in [
            ("url", Some("did you mean `feeds`?")),
            ("URL", Some("did you mean `feeds`?")),
            ("timezone", Some("`timezone` belongs in [digest]")),
            ("full_text", Some("this version of Tidings does not know `full_text`; take it out")),
            // A likely slip is left to the caller, who knows how to ask.
            ("feds", None),
            ("colour", None),
            // Known under another name, but not here.
            ("pattern", None),
        ] {
            assert_eq!(elsewhere(key, &outlet).as_deref(), expected, "{key}");
        }
    }
}
